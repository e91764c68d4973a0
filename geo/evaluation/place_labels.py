"""Labelled place names and answers to them: the documented formats as checked records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.evaluation.lines import (
    FormatError,
    Line,
    Span,
    name_of,
    need,
    number_in,
    objects_in,
    point_in,
    span_in,
    text_in,
    words_in,
)
from geo.evaluation.sphere import LatLon


@dataclass(frozen=True, slots=True)
class Toponym:
    """One labelled place name with its point, and what kinds the corpus says it is of."""

    start: int
    end: int
    text: str
    point: LatLon
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled document. ``unplaced`` are true place names that nobody gave coordinates."""

    id: str
    text: str
    toponyms: tuple[Toponym, ...]
    unplaced: tuple[Span, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Answer:
    """One name as read: its span, and its point where it was placed."""

    start: int
    end: int
    point: LatLon | None = None
    kind: str = ""
    name: str = ""
    probability: float | None = None
    country: str = ""

    @property
    def demonym(self) -> bool:
        """Whether it is a people's word or an adjective."""
        return self.kind == "demonym"


_TAGS = ("kind", "type", "fclass")
_UNMARKED = "unmarked"


def labelled(line: Line) -> Labelled:
    """A labelled document. Raises FormatError where the line breaks the format."""
    record = line.value
    text = text_in(record, "text")
    hint = " (passages with movements are judged with --movements)" if "movements" in record else ""
    need(isinstance(record.get("toponyms"), list), "toponyms", record.get("toponyms"), f"a list{hint}")
    toponyms: list[Toponym] = []
    unplaced = [span_in(item, text, where) for where, item in objects_in(record, "nocoord")]
    for where, item in objects_in(record, "toponyms"):
        span, point = span_in(item, text, where), point_in(item, where)
        if point is None:
            unplaced.append(span)
            continue
        toponyms.append(Toponym(span.start, span.end, text[span.start : span.end], point, _tags(item, where)))
    return Labelled(name_of(line), text, tuple(toponyms), tuple(unplaced), line)


def _tags(item: Mapping[str, Any], where: str) -> tuple[str, ...]:
    found = {name: words_in(item, name, where) for name in _TAGS}
    found["kind"] = found["kind"] or _UNMARKED
    return tuple(f"{name}={value}" for name, value in found.items() if value)


def answered(line: Line) -> tuple[Answer, ...]:
    """Answers as ``geo extract`` writes them (``places``), or under ``toponyms``. Raises FormatError."""
    record = line.value
    name = "places" if "places" in record else "toponyms"
    if not isinstance(record.get(name), list):
        raise FormatError("got neither places nor toponyms, expected a line of geo extract --format jsonl")
    return tuple(_answer(item, where) for where, item in objects_in(record, name))


def answers_of(places: list[dict[str, Any]]) -> tuple[Answer, ...]:
    """Answers from the ``places`` of an extract."""
    return tuple(_answer(item, "places.") for item in places)


def _answer(item: Mapping[str, Any], where: str) -> Answer:
    start, end = item.get("start"), item.get("end")
    good = isinstance(start, int) and isinstance(end, int) and 0 <= start < end
    need(good, f"{where}start", [start, end], "0 <= start < end")
    return Answer(
        int(start or 0),
        int(end or 0),
        point_in(item, where),
        words_in(item, "kind", where) or "",
        words_in(item, "name", where) or "",
        number_in(item, "probability", where, 0, 1),
        words_in(item, "country", where) or "",
    )
