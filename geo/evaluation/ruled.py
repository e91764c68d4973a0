"""What a person's rows on movements (``claims.csv``) say about reading without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from geo import contract, parallel, pipeline
from geo.evaluation.measures import rounded, share, wilson
from geo.evaluation.movement_labels import status_of
from geo.evaluation.outcome import sentence_at
from geo.evaluation.tolerance import is_at
from geo.records import Document, End, Extract, Movement, Place, Progress, Ruling
from geo.relations import ruled
from geo.relations.rulings import speaks_of
from geo.settings import GeometrySettings, Settings

WRONG = ("wrong ends", "wrong status", "not a movement")
VERDICTS = ("right", *WRONG, "missing", "rightly not drawn")


@dataclass(frozen=True, slots=True)
class RuledMovement:
    """One movement that a row speaks of, and how it was read without the rows."""

    report: str
    start: int
    end: int
    trigger: str
    motion_class: str
    verdict: str
    row: str
    read: str
    sentence: str


def telling(rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """Rows that say what is right of a movement itself, not only which claim it belongs to."""
    return tuple(
        one
        for one in rulings
        if one.ignore or one.status or one.origin is not None or one.destination is not None
    )


def judge_movements(
    texts: Sequence[Document],
    rulings: Sequence[Ruling],
    *,
    settings: Settings,
    progress: Progress | None = None,
) -> list[RuledMovement]:
    """Judge every movement that a row speaks of; ``settings`` are those without the person's files."""
    if not rulings:
        return []
    state = pipeline.state_of(settings)
    work = partial(_judged, rulings=tuple(rulings), settings=settings, state=state)
    found: list[RuledMovement] = []
    for done, judged in enumerate(parallel.batched(work, texts, executor=settings.executor), 1):
        found.extend(judged)
        if progress:
            progress(done, len(texts), "reading movements")
    return found


def _judged(
    batch: Sequence[Document], rulings: tuple[Ruling, ...], settings: Settings, state: pipeline.State
) -> list[list[RuledMovement]]:
    extracts = pipeline.extract_documents(batch, settings, state)
    return [_of_report(extract, rulings, settings.geometry) for extract in extracts]


def _of_report(
    extract: Extract, rulings: tuple[Ruling, ...], settings: GeometrySettings
) -> list[RuledMovement]:
    document = extract.document
    corrected = ruled(extract.movements, document, rulings)
    return [
        _judgement(extract, at, after, ruling, settings)
        for at, (movement, after) in enumerate(zip(extract.movements, corrected, strict=True))
        if (ruling := _last(rulings, movement, document)) is not None
    ]


def _last(rulings: Sequence[Ruling], movement: Movement, document: Document) -> Ruling | None:
    """Of the rows that speak of a movement the last one, which counts."""
    return next((one for one in reversed(rulings) if speaks_of(one, movement, document)), None)


def _judgement(
    extract: Extract, at: int, after: Movement, ruling: Ruling, settings: GeometrySettings
) -> RuledMovement:
    movement, document = extract.movements[at], extract.document
    motion = movement.motion
    drawn = contract.is_drawn(movement, extract.movement_drawings[at])
    return RuledMovement(
        report=document.source,
        start=motion.trigger.start,
        end=motion.trigger.end,
        trigger=motion.trigger.text,
        motion_class=motion.motion_class,
        verdict=_verdict(movement, after, ruling, settings, drawn=drawn),
        row=f"{ruling.source_file}:{ruling.line}",
        read=f"{_shown(movement.origins)} -> {_shown(movement.destinations)}",
        sentence=sentence_at(document.text, motion.trigger.start, motion.trigger.end),
    )


def _verdict(
    movement: Movement, after: Movement, ruling: Ruling, settings: GeometrySettings, *, drawn: bool
) -> str:
    if ruling.ignore:
        return "not a movement" if drawn else "rightly not drawn"
    if after.draw == "arrow" and not drawn:
        return "missing"
    ends = ((movement.origins, ruling.origin), (movement.destinations, ruling.destination))
    if not all(_agree(read, wanted, settings) for read, wanted in ends):
        return "wrong ends"
    return "right" if _same_status(movement, after, ruling) else "wrong status"


def _agree(read: Sequence[End], wanted: Sequence[Place] | None, settings: GeometrySettings) -> bool:
    """Whether the ends read are the places a row says, no more and no fewer; None says nothing."""
    if wanted is None:
        return True
    points = [(end.place.lat, end.place.lon) for end in read if end.place is not None]
    met = all(any(is_at(point, place, settings) for point in points) for place in wanted)
    return met and all(any(is_at(point, place, settings) for place in wanted) for point in points)


def _same_status(movement: Movement, after: Movement, ruling: Ruling) -> bool:
    if not ruling.status:
        return True
    mine, theirs = movement.motion.status, after.motion.status
    alike = status_of(mine.eventuality, mine.factuality) == status_of(theirs.eventuality, theirs.factuality)
    if ruling.status not in {"happened", "claimed"}:
        return alike
    return alike and (mine.evidentiality == "claimed") == (ruling.status == "claimed")


def _shown(ends: Sequence[End]) -> str:
    return "; ".join(end.place.name if end.place else end.text for end in ends) or "?"


# -- figures -------------------------------------------------------------------------------------


def ruled_figures(judged: Sequence[RuledMovement], rulings: Sequence[Ruling]) -> dict[str, Any]:
    """Precision on the movements reviewed, by class."""
    classes = sorted({one.motion_class for one in judged})
    return {
        "rows": len(rulings),
        "rows_met": len({one.row for one in judged}),
        "all": _precision(judged),
        "by_class": {
            name: _precision([one for one in judged if one.motion_class == name]) for name in classes
        },
    }


def _precision(judged: Sequence[RuledMovement]) -> dict[str, Any]:
    counts = Counter(one.verdict for one in judged)
    drawn = counts["right"] + sum(counts[verdict] for verdict in WRONG)
    bounds = wilson(counts["right"], drawn)
    return {
        "reviewed": len(judged),
        **{verdict.replace(" ", "_"): counts[verdict] for verdict in VERDICTS},
        "precision": rounded(share(counts["right"], drawn)),
        "precision_interval": [round(bound, 4) for bound in bounds] if bounds else None,
    }


def ruled_faults(judged: Sequence[RuledMovement]) -> Iterator[dict[str, Any]]:
    """Rows for review, in the columns of the places: the trigger as name, the class as kind."""
    for one in judged:
        if one.verdict in {*WRONG, "missing"}:
            yield {
                "report": one.report,
                "verdict": one.verdict,
                "name": one.trigger,
                "kind": one.motion_class,
                "row": one.row,
                "read_name": one.read,
                "start": one.start,
                "end": one.end,
                "sentence": one.sentence,
            }
