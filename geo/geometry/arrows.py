"""One movement -> its drawing: which ends count, which strokes they make, how doubtful they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import shapely
from shapely.geometry.base import BaseGeometry

from geo.geometry import geojson, sectors
from geo.geometry.areas import SETTLEMENTS, footprint
from geo.geometry.courses import course, following
from geo.geometry.geodesy import BEARINGS, Frame, bearing_deg, distance_km, turn_deg
from geo.geometry.ground import Ground, Grounds
from geo.geometry.strokes import Manner, Stroke, entering, joining, leaving
from geo.records import Drawing, End, GeoJSON, Movement
from geo.settings import GeometrySettings

_SOURCE = "project choice, after schematic movement maps: the ends are what the text states"
_UNTINTED = frozenset({"country", "continent", "ocean", "sea"})
"""Kinds of end that are too great to be tinted as an area of doubt."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """Ends as geometry; None is open."""

    origin: Ground | None
    goal: Ground | None


@dataclass(frozen=True, slots=True)
class _Told:
    """What a movement tells, as geometry."""

    movement: Movement
    origins: tuple[Ground, ...]
    goals: tuple[Ground, ...]
    headings: tuple[float, ...]
    manner: Manner


def draw_movement(
    movement: Movement, earlier: Sequence[Ground | None], hints: Sequence[Ground], grounds: Grounds
) -> Drawing:
    """Drawing of a movement; ``earlier`` and ``hints`` are the document's regions and settlements."""
    if movement.draw == "none":
        return Drawing(None, model=movement.declined or "not drawn", shape="none")
    told = _told(movement, earlier, grounds)
    if movement.draw == "symbol":
        return _symbol([*told.goals, *told.origins])
    strokes, warnings = _strokes(told, hints, grounds)
    if not strokes:
        reason = warnings[0] if warnings else "no known place to draw from"
        return Drawing(None, model=reason, shape="none", warnings=tuple(warnings))
    return _drawing(strokes, told, warnings, grounds.settings)


def _told(movement: Movement, earlier: Sequence[Ground | None], grounds: Grounds) -> _Told:
    motion = movement.motion
    length = motion.distance
    return _Told(
        movement=movement,
        origins=_known(movement.origins, earlier, grounds),
        goals=_known(movement.destinations, earlier, grounds),
        headings=tuple(BEARINGS[word.upper()] for word in motion.directions if word.upper() in BEARINGS),
        manner=Manner(
            towards=motion.towards,
            prevented=movement.draw == "prevented",
            distance_km=length.km if length is not None and not length.travel_time else None,
            via=_known(movement.via, earlier, grounds),
            seed=f"{motion.motion_class}|{motion.mover.text.casefold() if motion.mover else ''}",
        ),
    )


def _known(ends: Sequence[End], earlier: Sequence[Ground | None], grounds: Grounds) -> tuple[Ground, ...]:
    found: list[Ground] = []
    for end in ends:
        region = earlier[end.region] if end.region is not None and end.region < len(earlier) else None
        ground = region if region is not None else None if end.place is None else grounds.of(end.place)
        if ground is not None and ground not in found:
            found.append(ground)
    return tuple(found)


def _symbol(ends: Sequence[Ground]) -> Drawing:
    if not ends:
        return Drawing(None, model="no known place to draw at", shape="none")
    rule = "a symbol at the place: no movement from one place to another is told"
    return Drawing(geojson.point(*ends[0].point), model=rule, source=_SOURCE, shape="symbol")


# -- strokes -----------------------------------------------------------------------------------


def _strokes(told: _Told, hints: Sequence[Ground], grounds: Grounds) -> tuple[list[Stroke], list[str]]:
    """One stroke for each pair of ends and stated direction, with warnings."""
    warnings: list[str] = []
    end = told.movement.path
    if end is not None and end.place is not None:
        path = grounds.of(end.place)
        stroke = _along(path, told, hints, grounds)
        if stroke is not None:
            return [stroke], list(stroke.warnings)
        if path.line is None:
            warnings.append(f"the course of {path.name} is not mapped")
    pairs = product(told.origins or (None,), told.goals or (None,))
    strokes: list[Stroke] = []
    for ends in dict.fromkeys(_open(one, other, warnings) for one, other in pairs):
        strokes += _pair(ends, told, grounds, warnings)
    most = grounds.settings.max_pairs
    if len(strokes) > most:
        warnings.append(f"{len(strokes)} arrows stated, the first {most} drawn")
    return strokes[:most], list(dict.fromkeys(warnings))


def _open(origin: Ground | None, goal: Ground | None, warnings: list[str]) -> _Ends:
    """Ends that make an arrow: of an end that contains the other one nothing is drawn."""
    if origin is None or goal is None:
        return _Ends(origin, goal)
    if origin.point == goal.point and origin.name == goal.name:
        warnings.append(f"both ends are {origin.name}")
        return _Ends(None, None)
    if _contains(goal, origin):
        warnings.append(f"{origin.name} lies in {goal.name}: no way between them is drawn")
        return _Ends(origin, None)
    if _contains(origin, goal):
        warnings.append(f"{goal.name} lies in {origin.name}: no way between them is drawn")
        return _Ends(None, goal)
    return _Ends(origin, goal)


def _contains(one: Ground, other: Ground) -> bool:
    if one.area is None:
        small = one.kind in SETTLEMENTS or other.extent_km > one.extent_km
        return False if small else one.holds(*other.point)
    if other.area is None:
        return one.holds(*other.point)
    return one.area.area > other.area.area and one.holds(*other.point)


def _pair(ends: _Ends, told: _Told, grounds: Grounds, warnings: list[str]) -> list[Stroke]:
    """The strokes of one pair of ends: one, or with an open end one for each direction."""
    origin, goal, manner, settings = ends.origin, ends.goal, told.manner, grounds.settings
    if origin is not None and goal is not None:
        heading = _agreeing(ends, told.headings, settings, warnings)
        return [joining(origin, goal, replace(manner, heading=heading), grounds)]
    each: list[float | None] = [*dict.fromkeys(told.headings)] or [None]
    manners = [replace(manner, heading=one) for one in each]
    if origin is not None:
        return [leaving(origin, one, settings) for one in manners]
    if goal is not None:
        return [entering(goal, one, settings) for one in manners]
    if manner.via and told.headings and not (told.origins or told.goals):
        return [leaving(manner.via[0], one, settings) for one in manners]
    return []


def _agreeing(
    ends: _Ends, headings: Sequence[float], settings: GeometrySettings, warnings: list[str]
) -> float | None:
    """The stated heading nearest to the way between two ends; a warning when none fits."""
    origin, goal = ends.origin, ends.goal
    if not headings or origin is None or goal is None:
        return None
    at = bearing_deg(*origin.point, *goal.point)
    best = min(headings, key=lambda one: turn_deg(one, at))
    wide = goal.area is not None or origin.area is not None
    if turn_deg(best, at) > (90.0 if wide else settings.direction_conflict_deg):
        warnings.append(f"the stated direction is not that from {origin.name} to {goal.name}")
        return None
    return best


def _along(path: Ground, told: _Told, hints: Sequence[Ground], grounds: Grounds) -> Stroke | None:
    """Along the path between the ends, else by the place on it that the report names most."""
    ends = [*told.goals, *told.origins]
    known = course(path, [*ends, *hints], upstream=told.movement.motion.upstream)
    if known is None:
        return None
    manner = replace(told.manner, heading=told.headings[0] if told.headings else None)
    origin, goal = (some[0] if some else None for some in (told.origins, told.goals))
    stroke = following(known, origin, goal, manner, grounds.settings)
    if stroke is not None or ends:
        return stroke
    for hint in hints:
        stroke = following(known, None, hint, manner, grounds.settings)
        if stroke is not None:
            note = f"which stretch of {path.name} is not stated: drawn up to {hint.name}"
            return replace(stroke, warnings=(*stroke.warnings, note))
    return None


# -- the drawing -------------------------------------------------------------------------------


def _drawing(
    strokes: Sequence[Stroke], told: _Told, warnings: Sequence[str], settings: GeometrySettings
) -> Drawing:
    arrows = tuple(tuple(geojson.rounded(geojson.unwrap(stroke.points))) for stroke in strokes)
    first = strokes[0]
    halo, core = _sectors(strokes, settings) if first.shape == "sector" else (None, None)
    goal_area = core if first.shape == "sector" else _doubt(told.goals, settings)
    return Drawing(
        geojson.lines(stroke.points for stroke in strokes),
        halo=halo,
        model="; ".join(dict.fromkeys(stroke.rule for stroke in strokes)),
        source=_SOURCE,
        shape=first.shape,
        direction_deg=None if first.bearing is None else round(first.bearing, 1) % 360.0,
        origin_area=_doubt(told.origins, settings),
        destination_area=goal_area,
        warnings=tuple(warnings),
        arrows=arrows,
    )


def _sectors(strokes: Sequence[Stroke], settings: GeometrySettings) -> tuple[GeoJSON | None, GeoJSON | None]:
    """Halo and core of the directions that strokes stand for."""
    frame = Frame(*strokes[0].points[0])
    made = []
    for half in (settings.halo_half_deg, settings.core_half_deg):
        parts = [
            sectors.sector(0.0, distance_km(*one.points[0], *one.points[-1]), one.bearing or 0.0, half)
            for one in strokes
        ]
        made.append(geojson.area(frame, shapely.union_all(parts)))
    return made[0], made[1]


def _simplified(shape: BaseGeometry) -> BaseGeometry:
    """A shape without bends that nobody sees in a tint."""
    left, low, right, high = shape.bounds
    return shape.simplify(max(right - left, high - low) / 200.0)


@lru_cache(maxsize=512)
def _plain_disc(km: float) -> BaseGeometry:
    """The same of the disc of a place's extent, remembered: many places have the same."""
    return _simplified(sectors.disc(km))


@lru_cache(maxsize=64)
def _doubt(ends: tuple[Ground, ...], settings: GeometrySettings) -> GeoJSON | None:
    """Where an end may lie: circles of extent, outlines of divisions and regions."""
    shapes = []
    for ground in ends:
        if ground.kind in _UNTINTED or ground.line is not None:
            continue
        frame, shape = footprint(ground, settings)
        tint = _simplified(shape) if ground.area is not None else _plain_disc(ground.extent_km)
        shapes.append(geojson.area_degrees(frame, tint))
    return geojson.areas(shapely.union_all(shapes)) if shapes else None
