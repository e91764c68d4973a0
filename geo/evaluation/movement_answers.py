"""Movements and regions as read: the extraction contract as checked records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.evaluation.lines import (
    FormatError,
    Line,
    Span,
    need,
    number_in,
    object_in,
    objects_in,
    point_in,
    words_in,
)
from geo.evaluation.movement_labels import Amount, amount, class_words, status_of
from geo.evaluation.sphere import LatLon, bearing_deg, first_line, is_geometry


@dataclass(frozen=True, slots=True)
class EndRead:
    """One end as read."""

    text: str
    name: str
    kind: str
    point: LatLon | None
    country: str | None

    @property
    def located(self) -> bool:
        """Whether it says where on earth."""
        return self.point is not None or bool(self.country)

    @property
    def shown(self) -> str:
        """What to call it before a person."""
        return self.name or self.text


@dataclass(frozen=True, slots=True)
class MovementRead:
    """One movement as read; ``bearing`` is the direction stated, else between its ends, else drawn."""

    trigger: Span
    words: str
    whole: Span
    classes: frozenset[str]
    ends: Mapping[str, EndRead | None]
    bearing: float | None
    status: str
    attribution: str | None
    quantity: Amount | None
    drawn: bool


@dataclass(frozen=True, slots=True)
class RegionRead:
    """One region as read, with its core and halo as GeoJSON."""

    start: int
    end: int
    relations: frozenset[str]
    distance_km: float | None
    core: Mapping[str, Any] | None
    halo: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class PassageRead:
    """All that was read of one passage."""

    movements: tuple[MovementRead, ...]
    regions: tuple[RegionRead, ...]


NOTHING = PassageRead((), ())


def passage_read(line: Line) -> PassageRead:
    """A line of ``geo extract --format jsonl``. Raises FormatError where it is none."""
    if not isinstance(line.value.get("movements"), list):
        raise FormatError("got no movements, expected a line of geo extract --format jsonl")
    return from_contract(line.value)


def from_contract(record: Mapping[str, Any]) -> PassageRead:
    """An extract, or nothing of a text that could not be read. Raises FormatError."""
    return PassageRead(
        tuple(_movement(item, where) for where, item in objects_in(record, "movements")),
        tuple(_region(item, where) for where, item in objects_in(record, "regions")),
    )


def _movement(item: Mapping[str, Any], where: str) -> MovementRead:
    trigger = object_in(item, "trigger", where)
    ends = {role: _end(object_in(item, role, where), f"{where}{role}.") for role in ("origin", "destination")}
    span = _span(trigger or item, where)
    whole = _span(item, where) if "start" in item else span
    return MovementRead(
        trigger=span,
        words=str((trigger or item).get("text") or ""),
        whole=Span(min(span.start, whole.start), max(span.end, whole.end)),
        classes=class_words(words_in(item, "class", where)),
        ends=ends,
        bearing=_bearing(item, ends, where),
        status=status_of(words_in(item, "eventuality", where), words_in(item, "factuality", where)),
        attribution=words_in(item, "attribution", where),
        quantity=amount(item.get("quantity"), f"{where}quantity"),
        drawn=bool(item.get("drawn")),
    )


def _span(item: Mapping[str, Any], where: str) -> Span:
    start, end = item.get("start"), item.get("end")
    good = isinstance(start, int) and isinstance(end, int) and 0 <= start <= end
    need(good, f"{where}start", [start, end], "0 <= start <= end")
    return Span(int(start or 0), int(end or 0))


def _end(item: Mapping[str, Any] | None, where: str) -> EndRead | None:
    if item is None:
        return None
    country = words_in(item, "country", where)
    return EndRead(
        words_in(item, "text", where) or "",
        words_in(item, "name", where) or "",
        words_in(item, "kind", where) or "",
        point_in(item, where),
        country,
    )


def _bearing(item: Mapping[str, Any], ends: Mapping[str, EndRead | None], where: str) -> float | None:
    stated = number_in(item, "direction_deg", where)
    if stated is not None:
        return stated % 360
    origin, goal = ends["origin"], ends["destination"]
    if origin and goal and origin.point and goal.point:
        return bearing_deg(origin.point, goal.point)
    line = first_line(_geometry(item, "geometry", where))
    if line is None or len(line) < 2:
        return None
    return bearing_deg((line[0][1], line[0][0]), (line[-1][1], line[-1][0]))


def _region(item: Mapping[str, Any], where: str) -> RegionRead:
    span = _span(item, where)
    relations = item.get("relation") or []
    words = relations if isinstance(relations, list) else [relations]
    return RegionRead(
        span.start,
        span.end,
        frozenset(str(word).upper() for word in words),
        number_in(item, "distance_km", where),
        _geometry(item, "geometry", where),
        _geometry(item, "halo", where),
    )


def _geometry(item: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any] | None:
    """A GeoJSON object that can be looked into, or None."""
    found = object_in(item, name, where)
    need(is_geometry(found), f"{where}{name}", found, "a GeoJSON geometry or null")
    return found
