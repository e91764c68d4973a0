"""Labelled movements, regions and traps: the documented format as checked records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.evaluation.lines import (
    Line,
    Span,
    flag_in,
    name_of,
    need,
    number_in,
    object_in,
    objects_in,
    point_in,
    span_in,
    text_in,
    words_in,
)
from geo.evaluation.sphere import LatLon, bearing_deg, distance_km

COMPASS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
EVENTUALITIES = frozenset(
    [
        "actual",
        "ongoing",
        "habitual",
        "planned",
        "ordered",
        "requested",
        "threatened",
        "feared",
        "expected",
        "conditional",
        "hypothetical",
        "attempted",
        "prevented",
        "historical",
    ]
)
FACTUALITIES = frozenset(["asserted", "probable", "possible", "negated", "unknown"])
DRAWS = frozenset({"arrow", "prevented", "none"})
DEFAULT_TOLERANCE_KM = 25.0
_POINTLESS = frozenset({"country", "continent", "unresolved"})
_VAST = _POINTLESS | {"macro"}


@dataclass(frozen=True, slots=True)
class EndLabel:
    """One end as labelled. ``name`` is the place's usual name, ``kind`` says how it is judged."""

    text: str
    name: str
    kind: str
    point: LatLon | None
    country: str | None
    tolerance_km: float


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as labelled or read; ``vague`` where only a bound is known."""

    numbers: tuple[float, ...]
    vague: bool


@dataclass(frozen=True, slots=True)
class MovementLabel:
    """One labelled movement. The ``fair_`` fields hold other readings as good; None is "left out"."""

    triggers: tuple[Span, ...]
    clause: Span
    motion_class: str
    classes: frozenset[str]
    ends: Mapping[str, EndLabel | None]
    fair_ends: Mapping[str, tuple[EndLabel | None, ...]]
    bearings: tuple[float, ...]
    direction_stated: bool
    status: str
    statuses: frozenset[str]
    attribution: str | None
    fair_attributions: tuple[str | None, ...]
    quantity: Amount | None
    fair_quantities: tuple[Amount | None, ...]
    draw: str
    draws: frozenset[str]
    core: bool

    @property
    def arrow_required(self) -> bool:
        """Whether nothing but an arrow is right."""
        return self.draws == {"arrow"}


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """A point that a region must hold or leave out; a ``soft`` one is only reported."""

    point: LatLon
    inside: bool
    soft: bool


@dataclass(frozen=True, slots=True)
class RegionLabel:
    """One labelled relative region."""

    start: int
    end: int
    text: str
    model: str
    relations: tuple[frozenset[str], ...]
    distance_km: float | None
    named_target: bool
    points: tuple[CheckPoint, ...]
    core: bool


@dataclass(frozen=True, slots=True)
class Trap:
    """Words that look like a movement and are none."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One labelled passage. ``document`` is what it is cut from; passages of one are resampled together."""

    id: str
    text: str
    document: str
    source: str
    pool: str
    movements: tuple[MovementLabel, ...]
    regions: tuple[RegionLabel, ...]
    traps: tuple[Trap, ...]
    line: Line


def passage(line: Line) -> Passage:
    """A labelled passage. Raises FormatError where the line breaks the format."""
    record = line.value
    text, name = text_in(record, "text"), name_of(line)
    hint = " (texts with toponyms are judged without --movements)" if "toponyms" in record else ""
    need(isinstance(record.get("movements"), list), "movements", record.get("movements"), f"a list{hint}")
    return Passage(
        id=name,
        text=text,
        document=words_in(record, "doc") or name,
        source=words_in(record, "source") or "",
        pool=words_in(record, "pool") or "",
        movements=tuple(_movement(item, text, where) for where, item in objects_in(record, "movements")),
        regions=tuple(_region(item, text, where) for where, item in objects_in(record, "regions")),
        traps=tuple(_trap(item, text, where) for where, item in objects_in(record, "non_movements")),
        line=line,
    )


def _movement(item: Mapping[str, Any], text: str, where: str) -> MovementLabel:
    fair = object_in(item, "acceptable", where) or {}
    trigger = _span(item, "trigger", text, where)
    need(trigger, f"{where}trigger", None, 'an object such as {"start": 10, "end": 14}')
    others = tuple(span_in(one, text, place) for place, one in objects_in(item, "alt_triggers", where))
    ends = {role: _end(object_in(item, role, where), f"{where}{role}.") for role in ("origin", "destination")}
    draw = _one_of(item.get("draw"), DRAWS, f"{where}draw")
    status = _status(item, where)
    stated = _stated_bearings(item, where)
    motion_class = text_in(item, "class", where)
    spans = (trigger, *others) if trigger else others
    return MovementLabel(
        triggers=spans,
        clause=_span(item, "clause", text, where) or spans[0],
        motion_class=motion_class,
        classes=frozenset().union(*map(class_words, (motion_class, *_texts(fair, "class", where)))),
        ends=ends,
        fair_ends={role: _fair_ends(fair, role, where) for role in ends},
        bearings=_bearings(stated, fair, ends),
        direction_stated=bool(item.get("direction")),
        status=status,
        statuses=_statuses(item, fair, where),
        attribution=words_in(item, "attribution", where),
        fair_attributions=_texts(fair, "attribution", where, or_null=True),
        quantity=amount(item.get("quantity"), f"{where}quantity"),
        fair_quantities=tuple(
            amount(one, f"{where}acceptable.quantity") for one in _list(fair, "quantity", where)
        ),
        draw=draw,
        draws=frozenset(
            {draw, *(_one_of(one, DRAWS, f"{where}acceptable.draw") for one in _list(fair, "draw", where))}
        ),
        core=flag_in(item, "core", where, default=True),
    )


def _span(item: Mapping[str, Any], name: str, text: str, where: str) -> Span | None:
    found = object_in(item, name, where)
    return span_in(found, text, f"{where}{name}.") if found else None


def _list(record: Mapping[str, Any], name: str, where: str) -> list[Any]:
    value = record.get(name)
    need(value is None or isinstance(value, list), f"{where}acceptable.{name}", value, "a list")
    return list(value or ())


def _texts(record: Mapping[str, Any], name: str, where: str, *, or_null: bool = False) -> tuple[Any, ...]:
    found = _list(record, name, where)
    for one in found:
        good = isinstance(one, str) or (or_null and one is None)
        need(good, f"{where}acceptable.{name}", one, "text or null" if or_null else "text")
    return tuple(found)


def _one_of(value: Any, allowed: Iterable[str], where: str) -> str:
    known = sorted(allowed)
    need(isinstance(value, str) and value in known, where, value, f"one of {', '.join(known)}")
    return str(value)


# -- ends ----------------------------------------------------------------------------------------


def _end(item: Mapping[str, Any] | None, where: str) -> EndLabel | None:
    if item is None:
        return None
    text, name = words_in(item, "text", where), words_in(item, "canonical", where)
    need(text or name, f"{where}text", item.get("text"), "the words of the text, or the name under canonical")
    kind, point = words_in(item, "kind", where) or "city", point_in(item, where)
    country = words_in(item, "country", where)
    pointless = "lat and lon for every kind but country, continent and unresolved"
    need(point or kind in _POINTLESS, f"{where}lat", None, pointless)
    need(country or kind != "country", f"{where}country", None, "an ISO 3166 code for the kind country")
    tolerance = number_in(item, "tolerance_km", where, 0, 20_000)
    return EndLabel(text or "", name or "", kind, point, country, tolerance or DEFAULT_TOLERANCE_KM)


def _fair_ends(fair: Mapping[str, Any], role: str, where: str) -> tuple[EndLabel | None, ...]:
    place = f"{where}acceptable.{role}"
    found = _list(fair, role, where)
    for one in found:
        need(one is None or isinstance(one, dict), place, one, "an object or null")
    return tuple(_end(one, f"{place}.") for one in found)


# -- direction -----------------------------------------------------------------------------------


def _stated_bearings(item: Mapping[str, Any], where: str) -> tuple[float, ...]:
    """Bearings of a stated direction: ``any_of``, or ``deg``, or the points of ``compass``."""
    stated = object_in(item, "direction", where)
    if not stated:
        return ()
    several = stated.get("any_of")
    if several:
        good = isinstance(several, list) and all(
            isinstance(one, int | float) and 0 <= one <= 360 for one in several
        )
        need(good, f"{where}direction.any_of", several, "a list of degrees from 0 to 360")
        return tuple(float(one) for one in several)
    degrees = number_in(stated, "deg", f"{where}direction.", 0, 360)
    if degrees is not None:
        return (degrees,)
    points = (words_in(stated, "compass", f"{where}direction.") or "").replace(",", " ").split()
    return tuple(_bearing(_one_of(point, COMPASS, f"{where}direction.compass")) for point in points)


def _bearing(point: str) -> float:
    return COMPASS.index(point) * 360 / len(COMPASS)


def _bearings(
    stated: tuple[float, ...], fair: Mapping[str, Any], ends: Mapping[str, EndLabel | None]
) -> tuple[float, ...]:
    if stated:
        others = [one for one in fair.get("direction") or () if one in COMPASS]
        return (*stated, *map(_bearing, others))
    return _course(ends["origin"], ends["destination"])


def _course(origin: EndLabel | None, goal: EndLabel | None) -> tuple[float, ...]:
    """Bearing between two ends, where both are small against the way between them."""
    if not origin or not goal or not origin.point or not goal.point:
        return ()
    way_km = distance_km(origin.point, goal.point)
    least = max(DEFAULT_TOLERANCE_KM + 1, way_km / 3)
    if way_km < 5 or any(end.kind in _VAST or end.tolerance_km > least for end in (origin, goal)):
        return ()
    return (bearing_deg(origin.point, goal.point),)


# -- class, status, number -----------------------------------------------------------------------


def class_words(name: str | None) -> frozenset[str]:
    """Classes in a name such as FLEE/DISPLACE; what the ontology has no class for gives none."""
    letters = "".join(
        letter if letter.isascii() and letter.isalpha() else " " for letter in (name or "").upper()
    )
    return frozenset(letters.split()) - {"TRAJECTORY", "OTHER"}


def status_of(eventuality: str | None, factuality: str | None) -> str:
    """The three axes as one of four: what a map must tell apart."""
    if factuality in {"negated", "denied"} or eventuality in {"prevented", "failed", "cancelled"}:
        return "prevented_or_denied"
    if factuality in {"possible", "unknown"}:
        return "planned_or_possible"
    if eventuality == "historical":
        return "historical"
    happened = eventuality in {None, "", "actual", "ongoing", "habitual"}
    return "actual" if happened else "planned_or_possible"


def _status(item: Mapping[str, Any], where: str) -> str:
    eventuality = _one_of(item.get("eventuality", "actual"), EVENTUALITIES, f"{where}eventuality")
    factuality = _one_of(item.get("factuality", "asserted"), FACTUALITIES, f"{where}factuality")
    return status_of(eventuality, factuality)


def _statuses(item: Mapping[str, Any], fair: Mapping[str, Any], where: str) -> frozenset[str]:
    eventualities = [item.get("eventuality", "actual"), *_list(fair, "eventuality", where)]
    factualities = [item.get("factuality", "asserted"), *_list(fair, "factuality", where)]
    return frozenset(
        status_of(
            _one_of(eventuality, EVENTUALITIES, f"{where}acceptable.eventuality"),
            _one_of(factuality, FACTUALITIES, f"{where}acceptable.factuality"),
        )
        for eventuality in eventualities
        for factuality in factualities
    )


def amount(item: Any, where: str) -> Amount | None:
    """A quantity's value, least and most; None where there is none."""
    if item is None:
        return None
    need(isinstance(item, dict), where, item, 'an object such as {"value": 300} or null')
    found = {name: number_in(item, name, f"{where}.") for name in ("value", "min", "max")}
    numbers = tuple(value for value in found.values() if value is not None)
    return Amount(numbers, vague=found["value"] is None)


# -- regions and traps ---------------------------------------------------------------------------


def _region(item: Mapping[str, Any], text: str, where: str) -> RegionLabel:
    fair = object_in(item, "acceptable", where) or {}
    span = span_in(item, text, where)
    relations = [_list(item, "relations", where), *_list(fair, "relations", where)]
    for one in relations:
        good = isinstance(one, list) and all(isinstance(word, str) for word in one)
        need(good, f"{where}relations", one, "a list of words")
    return RegionLabel(
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        model=text_in(item, "type", where),
        relations=tuple(frozenset(word.upper() for word in one) for one in relations if relations[0]),
        distance_km=number_in(item, "distance_km", where, 0, 20_000),
        named_target=bool(item.get("named_target")),
        points=tuple(_check_point(one, place) for place, one in objects_in(item, "check_points", where)),
        core=flag_in(item, "core", where, default=True),
    )


def _check_point(item: Mapping[str, Any], where: str) -> CheckPoint:
    point = point_in(item, where)
    need(point, f"{where}lat", None, "lat and lon")
    need(isinstance(item.get("inside"), bool), f"{where}inside", item.get("inside"), "true or false")
    return CheckPoint(point or (0.0, 0.0), bool(item["inside"]), flag_in(item, "soft", where, default=False))


def _trap(item: Mapping[str, Any], text: str, where: str) -> Trap:
    span = span_in(item, text, where)
    return Trap(span.start, span.end, words_in(item, "why", where) or "")
