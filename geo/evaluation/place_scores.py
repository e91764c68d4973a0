"""Counting what was read of the place names of one document against its labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.evaluation.lines import Span
from geo.evaluation.matching import most_pairs, touches
from geo.evaluation.measures import Tally
from geo.evaluation.place_labels import Answer, Labelled, Toponym
from geo.evaluation.sphere import FARTHEST_KM, LatLon, distance_km

WAYS = ("exact", "overlap", "end_to_end")
"""When an answer meets a label: the same span; any overlap; overlap and a point near enough."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document compared: pairs of (label index, answer index) each way, and what is left aside."""

    document: Labelled
    answers: tuple[Answer, ...]
    pairs: Mapping[str, Mapping[int, int]]

    def unjudged(self, way: str) -> set[int]:
        """Answers that meet no label but a name that nobody gave coordinates: neither right nor false."""
        used = set(self.pairs[way].values())
        return {
            at
            for at, answer in enumerate(self.answers)
            if at not in used and touches(answer, self.document.unplaced)
        }


def compare(document: Labelled, answers: Iterable[Answer], *, km: float) -> Comparison:
    """Pair labels and answers, one to one; of several answers with one span the first counts."""
    first: dict[tuple[int, int], Answer] = {}
    for answer in answers:
        first.setdefault((answer.start, answer.end), answer)
    kept = tuple(first.values())
    golds = document.toponyms
    spans = {(answer.start, answer.end): at for at, answer in enumerate(kept)}
    pairs = {
        "exact": {
            number: spans[gold.start, gold.end]
            for number, gold in enumerate(golds)
            if (gold.start, gold.end) in spans
        },
        "overlap": most_pairs(golds, kept, fits=lambda _gold, _answer: True),
        "end_to_end": most_pairs(golds, kept, fits=lambda gold, answer: is_near(gold, answer, km)),
    }
    return Comparison(document, kept, pairs)


def is_near(gold: Toponym, answer: Answer, km: float) -> bool:
    """Whether an answer is placed within ``km`` of a label."""
    return answer.point is not None and distance_km(gold.point, answer.point) <= km


Where = Mapping[LatLon, tuple[str, ...]]
"""Names of the parts of the world that each point of labels and answers lies in."""


def count(compared: Comparison, where: Where, *, km: float) -> Tally:
    """Everything counted in one document."""
    tally = Tally()
    tally.add("documents")
    tally.add("gold", len(compared.document.toponyms))
    tally.add("predicted", len(compared.answers))
    for way in WAYS:
        tally.add(f"{way}.right", len(compared.pairs[way]))
        tally.add(f"{way}.unjudged", len(compared.unjudged(way)))
    for way in ("exact", "overlap"):
        _errors(tally, compared, way, km)
    _by_label(tally, compared, where, km)
    _by_answer(tally, compared, where)
    _names(tally, compared)
    return tally


def count_handed(document: Labelled, answers: Iterable[Answer], where: Where, *, km: float) -> Tally:
    """Counts where the spans were handed over: a label without an answer is as wrong as can be."""
    tally = Tally()
    tally.add("documents")
    found = {(answer.start, answer.end): answer for answer in reversed(list(answers))}
    for gold in document.toponyms:
        answer = found.get((gold.start, gold.end))
        point = answer.point if answer else None
        error = FARTHEST_KM if point is None else distance_km(gold.point, point)
        tally.values["handed"].append(error)
        tally.add("gold")
        tally.add("handed.unanswered", point is None)
        tally.add("handed.near", error <= km)
        tally.add("handed.sum_m", round(1000 * error))
        for name in _groups(gold, where):
            tally.values[f"by|{name}"].append(error)
            tally.add(f"by|{name}|gold")
            tally.add(f"by|{name}|near", error <= km)
    return tally


def _errors(tally: Tally, compared: Comparison, way: str, km: float) -> None:
    """Errors in kilometres of the labels that were met and placed."""
    for number, at in compared.pairs[way].items():
        point = compared.answers[at].point
        if point is None:
            tally.add(f"{way}.unplaced")
            continue
        error = distance_km(compared.document.toponyms[number].point, point)
        tally.values[way].append(error)
        tally.add(f"{way}.placed")
        tally.add(f"{way}.near", error <= km)
        tally.add(f"{way}.sum_m", round(1000 * error))


def _by_label(tally: Tally, compared: Comparison, where: Where, km: float) -> None:
    """What was found and how it was placed, by what the corpus says and by where in the world it lies."""
    pairs = compared.pairs
    for number, gold in enumerate(compared.document.toponyms):
        answer = compared.answers[pairs["overlap"][number]] if number in pairs["overlap"] else None
        point = answer.point if answer else None
        error = None if point is None else distance_km(gold.point, point)
        for name in _groups(gold, where):
            tally.add(f"by|{name}|gold")
            for way in WAYS:
                tally.add(f"by|{name}|{way}", number in pairs[way])
            if error is not None:
                tally.values[f"by|{name}"].append(error)
                tally.add(f"by|{name}|near", error <= km)


def _groups(gold: Toponym, where: Where) -> tuple[str, ...]:
    return (*gold.tags, *(f"world={name}" for name in where[gold.point]))


def _by_answer(tally: Tally, compared: Comparison, where: Where) -> None:
    """Precision by the kind of place read and by where it was put, and answers with their stated probability.

    Answers on names that nobody gave coordinates are left aside: whether they are right is unknown.
    """
    right = set(compared.pairs["end_to_end"].values())
    met = set(compared.pairs["overlap"].values())
    aside = compared.unjudged("end_to_end")
    for at, answer in enumerate(compared.answers):
        if at in aside or answer.point is None:
            continue
        for name in (
            f"predicted={answer.kind or 'unknown'}",
            *(f"put={name}" for name in where[answer.point]),
        ):
            tally.add(f"by|{name}|placed")
            tally.add(f"by|{name}|right", at in right)
        if answer.probability is not None:
            on_a_name = "met" if at in met or at in right else "unmet"
            tally.values[f"{on_a_name}.{'right' if at in right else 'wrong'}"].append(answer.probability)


def _names(tally: Tally, compared: Comparison) -> None:
    """The same over distinct names, so that a name told twenty times in a text counts once."""
    text, pairs = compared.document.text, compared.pairs["end_to_end"]
    golds = _any_right(text, compared.document.toponyms, set(pairs))
    reads = _any_right(text, compared.answers, set(pairs.values()))
    tally.add("names.gold", len(golds))
    tally.add("names.gold_right", sum(golds.values()))
    tally.add("names.predicted", len(reads))
    tally.add("names.predicted_right", sum(reads.values()))


def _any_right(text: str, spans: Sequence[Span | Toponym | Answer], right: set[int]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for at, span in enumerate(spans):
        name = text[span.start : span.end].lower()
        found[name] = found.get(name, False) or at in right
    return found


def verdicts(compared: Comparison) -> tuple[list[tuple[Toponym, Answer | None, str]], list[Answer]]:
    """What a person should look at: labels not met, not placed or placed elsewhere; and false answers."""
    pairs = compared.pairs
    wrong: list[tuple[Toponym, Answer | None, str]] = []
    told: set[int] = set(pairs["end_to_end"].values()) | compared.unjudged("end_to_end")
    for number, gold in enumerate(compared.document.toponyms):
        if number in pairs["end_to_end"]:
            continue
        at = pairs["overlap"].get(number)
        if at is None or at in told:
            wrong.append((gold, None, "missed"))
            continue
        told.add(at)
        answer = compared.answers[at]
        wrong.append((gold, answer, "not placed" if answer.point is None else "wrong place"))
    false = [answer for at, answer in enumerate(compared.answers) if at not in told]
    return wrong, false
