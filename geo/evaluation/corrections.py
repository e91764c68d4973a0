"""``geo evaluate --corrections``: what a person's gazetteer rows say about reading without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from geo import documents
from geo.errors import InputError
from geo.evaluation import corrections_table
from geo.evaluation.matching import common, touches
from geo.evaluation.measures import rounded, share, wilson
from geo.evaluation.outcome import Outcome, sentence_at
from geo.evaluation.place_labels import Answer, answers_of
from geo.evaluation.reader import opened, read_places
from geo.evaluation.ruled import judge_movements, ruled_faults, ruled_figures, telling
from geo.evaluation.sayings import OwnRows, Saying, Sayings, own_rows, rules_out
from geo.evaluation.sphere import distance_km
from geo.evaluation.tolerance import tolerance_km
from geo.gazetteer.rows import Row
from geo.records import Document, Place, Problem, Progress
from geo.settings import GeometrySettings, Settings

VERDICTS = ("right", "wrong place", "not a place", "missing", "rightly left out")
COLUMNS = (
    "report", "verdict", "name", "kind", "row", "read_name", "read_lat", "read_lon", "row_lat", "row_lon",
    "distance_km", "tolerance_km", "start", "end", "sentence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """One mention that a person's rows speak of, and how it was read without them."""

    start: int
    end: int
    name: str
    kind: str
    verdict: str
    row: Row
    read: Answer | None = None
    place: Place | None = None
    away_km: float | None = None
    tolerance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One report: its judgements, and the names in it that no row speaks of."""

    document: Document
    judgements: tuple[Judgement, ...]
    others: tuple[Answer, ...]


def evaluate_corrections(
    reports: Sequence[Path],
    *,
    settings: Settings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Precision by kind on the mentions that the rows of ``settings.gazetteer`` speak of.

    The reports are read twice, without the rows and with them. Movements are judged where a
    ``claims.csv`` is among the files. Raises GazetteerError when the files hold no row of the person's,
    InputError when no report could be read.
    """
    gazetteer = opened(settings)
    rulings = telling(gazetteer.rulings)
    rows = own_rows(settings.gazetteer, needed=not rulings)
    texts, problems = _texts(reports, settings, stdin)
    own = OwnRows(rows, gazetteer)
    plain = replace(settings, gazetteer=())
    before = _read(texts, plain, progress)
    after = _read(texts, settings, progress)
    reviewed = [
        review(text, old, new, own.within(text), settings.geometry)
        for text, old, new in zip(texts, before, after, strict=True)
    ]
    judged = judge_movements(texts, rulings, settings=plain, progress=progress)
    content = figures(reviewed, rows, ruled_figures(judged, rulings) if rulings else None)
    faults = (*_fault_rows(reviewed), *ruled_faults(judged))
    return Outcome(
        content, corrections_table.table(content), COLUMNS, faults, (*gazetteer.problems, *problems)
    )


def _texts(
    reports: Sequence[Path], settings: Settings, stdin: BinaryIO | None
) -> tuple[list[Document], list[Problem]]:
    paths = reports or [documents.bundled_seeds()]
    found = list(documents.read(paths, settings=settings.documents, stdin=stdin))
    texts = [item for item in found if isinstance(item, Document)]
    problems = [item for item in found if isinstance(item, Problem)]
    if not texts:
        why = f" ({problems[-1].message})" if problems else ""
        raise InputError(f"no report could be read from {', '.join(map(str, reports))}{why}")
    return texts, problems


def _read(
    texts: Sequence[Document], settings: Settings, progress: Progress | None
) -> list[tuple[Answer, ...]]:
    """Names of each report; people's words and adjectives are never pinned and so left out."""
    return [
        tuple(answer for answer in answers_of(one["places"]) if not answer.demonym)
        for one in read_places(texts, settings=settings, progress=progress)
    ]


# -- judging -------------------------------------------------------------------------------------


def review(
    document: Document,
    before: Sequence[Answer],
    after: Sequence[Answer],
    sayings: Sayings,
    settings: GeometrySettings,
) -> Reviewed:
    """Judge every mention that a row speaks of by how it was read ``before`` the rows were in force.

    Names that the rows add are found by the reading ``after``, names that they ignore by the one before.
    """
    spoken = _spoken(document.text, after, sayings)
    spoken += [
        (answer, saying)
        for answer, saying in _spoken(document.text, before, sayings)
        if not touches(answer, [known for known, _ in spoken])
    ]
    judgements = [
        _judgement(document.text, answer, saying, _best(answer, before), settings)
        for answer, saying in sorted(spoken, key=lambda pair: pair[0].start)
    ]
    others = tuple(answer for answer in before if not touches(answer, judgements))
    return Reviewed(document, tuple(judgements), others)


def _spoken(text: str, answers: Sequence[Answer], sayings: Sayings) -> list[tuple[Answer, Saying]]:
    found = ((answer, sayings.of(text[answer.start : answer.end])) for answer in answers)
    return [(answer, saying) for answer, saying in found if saying is not None]


def _best(span: Answer, answers: Sequence[Answer]) -> Answer | None:
    """The answer that shares most characters with a span, one with a point before one without."""
    shared = [answer for answer in answers if common(span, answer)]
    return max(shared, key=lambda one: (one.point is not None, common(span, one)), default=None)


def _judgement(
    text: str, span: Answer, saying: Saying, read: Answer | None, settings: GeometrySettings
) -> Judgement:
    made = Judgement(span.start, span.end, text[span.start : span.end], "", "", saying.rows[0], read)
    if saying.ignored:
        pinned = read is not None and read.point is not None
        kind = read.kind if read and read.kind else "unknown"
        return replace(made, kind=kind, verdict="not a place" if pinned else "rightly left out")
    if not saying.places:
        return _judged_by_refusal(made, saying)
    place, away_km, within = _nearest(saying.places, read, settings)
    made = replace(made, kind=place.kind, place=place, tolerance_km=tolerance_km(place, settings))
    if read is None or read.point is None:
        return replace(made, verdict="missing")
    return replace(made, verdict="right" if within else "wrong place", away_km=away_km)


def _judged_by_refusal(made: Judgement, saying: Saying) -> Judgement:
    """A name of which rows only say which places it does not mean."""
    read = made.read
    if read is None or read.point is None:
        return replace(made, kind="unknown", verdict="rightly left out")
    wrong = any(rules_out(row, kind=read.kind, country=read.country or None) for row in saying.refused)
    return replace(made, kind=read.kind, verdict="wrong place" if wrong else "right")


def _nearest(
    places: Sequence[Place], read: Answer | None, settings: GeometrySettings
) -> tuple[Place, float | None, bool]:
    """Of the places that a name may mean the one that was come nearest to, how near, and if near enough."""
    if read is None or read.point is None:
        return places[0], None, False
    point = read.point
    away = [(distance_km(point, (place.lat, place.lon)), place) for place in places]
    best_km, best = min(away, key=lambda pair: pair[0] / tolerance_km(pair[1], settings))
    return best, best_km, best_km <= tolerance_km(best, settings)


# -- figures -------------------------------------------------------------------------------------


def figures(
    reviewed: Sequence[Reviewed], rows: Sequence[Row], movements: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Precision by kind, what the rows cover, and what each row met."""
    judgements = [one for report in reviewed for one in report.judgements]
    others = [one for report in reviewed for one in report.others]
    kinds = sorted({one.kind for one in judgements})
    mentions = len(judgements) + len(others)
    return {
        "evaluation": "corrections",
        "reports": len(reviewed),
        "rows": len(rows),
        "rows_met": len({_where(one.row) for one in judgements}),
        "mentions": mentions,
        "reviewed": len(judgements),
        "covered": rounded(share(len(judgements), mentions)),
        "all": _precision(judgements),
        "by_kind": {kind: _precision([one for one in judgements if one.kind == kind]) for kind in kinds},
        "coverage_by_kind": _coverage(judgements, others),
        "by_row": [_of_row(row, [one for one in judgements if one.row == row]) for row in rows],
        "movements": movements,
    }


def _precision(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Counts by verdict; precision is over what was pinned, recall over what should have been."""
    counts = Counter(one.verdict for one in judgements)
    right, missing = counts["right"], counts["missing"]
    pinned = right + counts["wrong place"] + counts["not a place"]
    bounds = wilson(right, pinned)
    return {
        "reviewed": len(judgements),
        **{verdict.replace(" ", "_"): counts[verdict] for verdict in VERDICTS},
        "precision": rounded(share(right, pinned)),
        "precision_interval": [round(bound, 4) for bound in bounds] if bounds else None,
        "recall": rounded(share(right, right + counts["wrong place"] + missing)),
    }


def _coverage(judgements: Sequence[Judgement], others: Sequence[Answer]) -> dict[str, Any]:
    """Pins set without the rows, by the kind they were of, and how many of them the rows speak of."""
    spoken = Counter(one.read.kind for one in judgements if one.read and one.read.point)
    silent = Counter(one.kind for one in others if one.point)
    return {
        kind: {
            "pins": spoken[kind] + silent[kind],
            "reviewed": spoken[kind],
            "share": rounded(share(spoken[kind], spoken[kind] + silent[kind])),
        }
        for kind in sorted(spoken | silent)
    }


def _where(row: Row) -> str:
    return f"{row.source_file}:{row.line}"


def _of_row(row: Row, judgements: Sequence[Judgement]) -> dict[str, Any]:
    counts = Counter(one.verdict for one in judgements)
    return {
        "row": _where(row),
        "name": row.name,
        "action": row.action,
        "mentions": len(judgements),
        **{verdict.replace(" ", "_"): counts[verdict] for verdict in VERDICTS},
    }


# -- review --------------------------------------------------------------------------------------


def _fault_rows(reviewed: Sequence[Reviewed]) -> Iterator[dict[str, Any]]:
    for report in reviewed:
        for one in report.judgements:
            if one.verdict in {"wrong place", "not a place", "missing"}:
                yield _fault_row(report.document, one)


def _fault_row(document: Document, one: Judgement) -> dict[str, Any]:
    lat, lon = (one.read.point if one.read else None) or (None, None)
    return {
        "report": document.source,
        "verdict": one.verdict,
        "name": one.name,
        "kind": one.kind,
        "row": _where(one.row),
        "read_name": one.read.name if one.read else None,
        "read_lat": lat,
        "read_lon": lon,
        "row_lat": one.place.lat if one.place else None,
        "row_lon": one.place.lon if one.place else None,
        "distance_km": rounded(one.away_km, 1),
        "tolerance_km": rounded(one.tolerance_km, 1),
        "start": one.start,
        "end": one.end,
        "sentence": sentence_at(document.text, one.start, one.end),
    }
