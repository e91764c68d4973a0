"""``geo evaluate CORPUS...``: place names read against labelled texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.evaluation import place_table
from geo.evaluation.given import answers_to, distinct
from geo.evaluation.lines import Span, parsed, read_lines, refused
from geo.evaluation.measures import Tally
from geo.evaluation.options import Options
from geo.evaluation.outcome import Outcome, sentence_at
from geo.evaluation.place_labels import Answer, Labelled, answered, answers_of, labelled
from geo.evaluation.place_report import figures, handed_figures
from geo.evaluation.place_scores import Comparison, Where, compare, count, count_handed, verdicts
from geo.evaluation.reader import documents_of, opened, read_places, read_spans
from geo.evaluation.sphere import distance_km
from geo.evaluation.world_regions import Countries, parts_of_the_world
from geo.records import Problem, Progress
from geo.settings import Settings

COLUMNS = (
    "corpus", "document", "verdict", "label", "read", "start", "end", "label_lat", "label_lon",
    "read_name", "read_kind", "read_lat", "read_lon", "distance_km", "probability", "sentence",
)  # fmt: skip


def evaluate_places(
    corpora: Sequence[Path],
    *,
    settings: Settings,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Figures of place names on labelled files, by file and over all.

    Raises InputError when no labelled document could be read.
    """
    chosen = options or Options()
    documents, problems = parsed(read_lines(corpora), labelled)
    documents = distinct(documents, problems)
    if not documents:
        raise InputError(_nothing(corpora, problems))
    answers, missing = _answers(documents, settings, chosen, problems, progress)
    gazetteer = opened(settings)
    problems.extend(gazetteer.problems)
    where = _where(documents, answers, gazetteer)
    run = _Run(documents, answers, where, chosen, missing)
    content, faults = _handed(run) if chosen.gold_spans else _found(run)
    show = place_table.handed if chosen.gold_spans else place_table.found
    return Outcome(content, show(content), COLUMNS, faults, tuple(problems))


def _nothing(paths: Sequence[Path], problems: Sequence[Problem]) -> str:
    why = f" ({problems[0].message})" if problems else ""
    return f"no labelled document could be read from {', '.join(map(str, paths))}{why}"


# -- answers -------------------------------------------------------------------------------------


def _answers(
    documents: Sequence[Labelled],
    settings: Settings,
    options: Options,
    problems: list[Problem],
    progress: Progress | None,
) -> tuple[list[tuple[Answer, ...]], int]:
    """Answers document by document, and how many documents a file of answers lacks."""
    if options.predictions:
        return _given(documents, options.predictions, problems)
    reports = documents_of((document.line for document in documents), settings, problems)
    if options.gold_spans:
        tasks = [
            (report, [Span(gold.start, gold.end) for gold in document.toponyms])
            for report, document in zip(reports, documents, strict=True)
        ]
        read = read_spans(tasks, settings=settings, progress=progress)
    else:
        read = read_places(reports, settings=settings, progress=progress)
    return [answers_of(one.get("places", [])) for one in read], 0


def _given(
    documents: Sequence[Labelled], paths: Sequence[Path], problems: list[Problem]
) -> tuple[list[tuple[Answer, ...]], int]:
    found = answers_to(documents, paths, answered, problems)
    for at, (document, answers) in enumerate(zip(documents, found, strict=True)):
        if any(answer.end > len(document.text) for answer in answers or ()):
            line, length = document.line, len(document.text)
            what = f"got answers with offsets beyond its {length} characters, expected offsets within it"
            problems.append(refused(line.source, line.number, what))
            found[at] = None
    return [answers or () for answers in found], sum(answers is None for answers in found)


def _where(
    documents: Sequence[Labelled], answers: Sequence[tuple[Answer, ...]], countries: Countries
) -> Where:
    points = {gold.point for document in documents for gold in document.toponyms}
    points |= {answer.point for found in answers for answer in found if answer.point is not None}
    return {point: parts_of_the_world(*point, countries) for point in points}


# -- figures -------------------------------------------------------------------------------------

Faults = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Labelled documents, the answers to each, and where in the world their labels lie."""

    documents: Sequence[Labelled]
    answers: Sequence[tuple[Answer, ...]]
    where: Where
    options: Options
    missing: int

    def without_demonyms(self) -> _Run:
        """The run as if people's words and adjectives had not been read."""
        literal = [tuple(one for one in found if not one.demonym) for found in self.answers]
        return replace(self, answers=literal)

    def compared(self) -> list[Comparison]:
        """Each document against its answers."""
        km = self.options.km
        pairs = zip(self.documents, self.answers, strict=True)
        return [compare(document, found, km=km) for document, found in pairs]


def _found(run: _Run) -> tuple[dict[str, Any], Faults]:
    """Figures without demonyms, those with them beside, and the faults of the former."""
    plain = run.without_demonyms()
    compared = plain.compared()
    content = _content(run, _counted(compared, run))
    demonyms = sum(map(len, run.answers)) - sum(map(len, plain.answers))
    if demonyms:
        again = _content(run, _counted(run.compared(), run))
        content["demonyms"] = demonyms
        content["all"]["with_demonyms"] = again["all"]
        for name, corpus in content["corpora"].items():
            corpus["with_demonyms"] = again["corpora"][name]
    return content, tuple(row for one in compared for row in _fault_rows(one))


def _counted(compared: Sequence[Comparison], run: _Run) -> list[Tally]:
    return [count(one, run.where, km=run.options.km) for one in compared]


def _handed(run: _Run) -> tuple[dict[str, Any], Faults]:
    """Figures where the names were handed over, and the names that were placed wrong."""
    tallies = [
        count_handed(document, found, run.where, km=run.options.km)
        for document, found in zip(run.documents, run.answers, strict=True)
    ]
    rows = (row for compared in run.compared() for row in _fault_rows(compared))
    return _content(run, tallies), tuple(row for row in rows if row["label"])


def _content(run: _Run, tallies: Sequence[Tally]) -> dict[str, Any]:
    options = run.options
    make = handed_figures if options.gold_spans else figures
    corpora: dict[str, list[Tally]] = {}
    for document, tally in zip(run.documents, tallies, strict=True):
        corpora.setdefault(document.line.corpus, []).append(tally)
    return {
        "evaluation": "places",
        "km": options.km,
        "bootstrap": options.bootstrap,
        "gold_spans": options.gold_spans,
        "documents_missing": run.missing,
        "all": make(tallies, times=options.bootstrap),
        "corpora": {name: make(found, times=options.bootstrap) for name, found in corpora.items()},
    }


# -- review --------------------------------------------------------------------------------------


def _fault_rows(compared: Comparison) -> list[dict[str, Any]]:
    """Rows of a spreadsheet, in the order of the text."""
    document = compared.document
    wrong, false = verdicts(compared)
    rows = [
        {
            **_place_of(document, gold.start, gold.end),
            **_read(document, answer),
            "verdict": verdict,
            "label": gold.text,
            "label_lat": gold.point[0],
            "label_lon": gold.point[1],
            "distance_km": round(distance_km(gold.point, answer.point), 1)
            if answer and answer.point
            else None,
        }
        for gold, answer, verdict in wrong
    ]
    rows += [
        {
            **_place_of(document, answer.start, answer.end),
            **_read(document, answer),
            "verdict": "false",
            "label": None,
        }
        for answer in false
    ]
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _place_of(document: Labelled, start: int, end: int) -> dict[str, Any]:
    return {
        "corpus": document.line.corpus,
        "document": document.id,
        "start": start,
        "end": end,
        "sentence": sentence_at(document.text, start, end),
    }


def _read(document: Labelled, answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    lat, lon = answer.point or (None, None)
    return {
        "read": document.text[answer.start : answer.end],
        "read_name": answer.name,
        "read_kind": answer.kind,
        "read_lat": lat,
        "read_lon": lon,
        "probability": answer.probability,
    }
