"""The course of one arrow: where it starts, where it ends, how it bends.

A stroke claims no more than the text: an end that is not stated stays open, a goal that is only
aimed at is not touched, an area is met at its edge.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geo.geometry import sectors
from geo.geometry.areas import SETTLEMENTS, footprint
from geo.geometry.bands import shared_border
from geo.geometry.geodesy import Coordinate, Frame, bearing_deg, densify, destination, distance_km, polar
from geo.geometry.ground import Ground, Grounds, row
from geo.settings import GeometrySettings

_FAN_DEG = (0.0, 30.0, -30.0, 60.0, -60.0, 15.0, -15.0, 45.0, -45.0)
"""Turns of open stubs about north or south: they keep stubs of one place apart and mean nothing."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a movement is drawn.

    ``heading`` is a stated direction; ``towards`` says that the goal is only aimed at;
    ``distance_km`` is a stated length; ``via`` are places passed; ``seed`` sets stubs apart.
    """

    heading: float | None = None
    towards: bool = False
    prevented: bool = False
    distance_km: float | None = None
    via: tuple[Ground, ...] = ()
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One arrow from tail to head in (lon, lat); ``bearing`` is None where it means nothing."""

    points: tuple[Coordinate, ...]
    shape: str
    bearing: float | None
    rule: str
    warnings: tuple[str, ...] = ()


# -- both ends ---------------------------------------------------------------------------------


def joining(origin: Ground, goal: Ground, manner: Manner, grounds: Grounds) -> Stroke:
    """An arrow from edge to edge, gently curved; short of the goal when it is only aimed at."""
    start, end, rule = _edges(origin, goal, manner, grounds)
    settings = grounds.settings
    bearing = bearing_deg(*start, *end)
    if manner.via and not manner.prevented:
        points = _through(start, [one.point for one in manner.via], end)
        shape = "short" if manner.towards else "arrow"
        return Stroke(tuple(points), shape, bearing, rule + ", by way of the places named")
    share, shape = 1.0, "arrow"
    if manner.prevented:
        share, shape = settings.prevented_share, "bar"
    elif manner.towards:
        share, shape = settings.towards_share, "short"
    length = distance_km(*start, *end)
    tip = destination(*start, bearing, share * length) if share < 1 else end
    points = curve(start, tip, settings.curve)
    if share < 1 and _touches(points, goal):
        points = curve(start, tip, 0.0)
    return Stroke(tuple(points), shape, bearing, rule)


def _edges(
    origin: Ground, goal: Ground, manner: Manner, grounds: Grounds
) -> tuple[Coordinate, Coordinate, str]:
    """Where an arrow leaves its origin and meets its goal, and the rule in words."""
    if origin.area is not None and goal.area is not None:
        return _area_to_area(origin, goal, grounds)
    heading, settings = manner.heading, grounds.settings
    reverse = None if heading is None else (heading + 180.0) % 360.0
    start = facing(origin, goal.point, reverse, settings)
    end = facing(goal, start, heading, settings)
    length = distance_km(*start, *end)
    bearing = bearing_deg(*start, *end)
    trims = [_trim(origin), _trim(goal)]
    if sum(trims) > 0.6 * length:
        trims = [trim * 0.6 * length / sum(trims) for trim in trims]
    line = densify(*start, *end, 3)
    back = bearing_deg(*line[-1], *line[-2])
    first = destination(*start, bearing, trims[0]) if trims[0] else start
    last = destination(*end, back, trims[1]) if trims[1] else end
    if goal.area is not None and not manner.towards:
        last = _inside(goal, last, bearing_deg(*line[1], *end), length)
    words = "edge to edge" if goal.area is None and goal.line is None else "to the near edge"
    return first, last, f"{words}; schematic course"


def facing(
    ground: Ground, seen_from: Coordinate, heading: float | None, settings: GeometrySettings
) -> Coordinate:
    """The point of a place that an arrow from outside meets: of an area's edge, of a line.

    With a stated heading the edge in that direction; else the middle of the edge within
    ``frontier_factor`` times the least distance; from far away the edge on the way to its middle.
    """
    if ground.area is None and ground.line is None:
        return ground.point
    frame = Frame(*seen_from)
    edge = _edge_in(frame, ground, settings)
    least = edge.distance(Point(0.0, 0.0))
    if heading is not None:
        hit = _first_hit(edge, heading) or _nearest_in(edge, heading, settings.halo_half_deg)
        if hit is not None:
            return frame.lonlat(*hit)
    if least > settings.far_km:
        at = bearing_deg(*seen_from, *ground.point)
    else:
        at = _middle_bearing(edge, least * settings.frontier_factor)
    hit = _first_hit(edge, at)
    if hit is None:
        spot = shapely.shortest_line(edge, Point(0.0, 0.0))
        hit = (spot.coords[0][0], spot.coords[0][1])
    return frame.lonlat(*hit)


def _edge_in(frame: Frame, ground: Ground, settings: GeometrySettings) -> BaseGeometry:
    """An area's edge, or a line, in a plane about another place."""
    own, shape = footprint(ground, settings)
    moved = frame.moved(shape, own)
    return moved if ground.area is None else moved.boundary


def _trim(ground: Ground) -> float:
    """Kilometres that an arrow keeps off a place's point."""
    return ground.extent_km if ground.area is None and ground.line is None else 0.0


def _first_hit(edge: BaseGeometry, bearing: float) -> Coordinate | None:
    ray = LineString([(0.0, 0.0), polar(19_000.0, bearing)])
    met = ray.intersection(edge)
    if met.is_empty:
        return None
    spot = shapely.shortest_line(met, Point(0.0, 0.0)).coords[0]
    return spot[0], spot[1]


def _nearest_in(edge: BaseGeometry, bearing: float, half_deg: float) -> Coordinate | None:
    met = edge.intersection(sectors.sector(0.0, 10_000.0, bearing, half_deg))
    if met.is_empty:
        return None
    spot = shapely.shortest_line(met, Point(0.0, 0.0)).coords[0]
    return spot[0], spot[1]


def _middle_bearing(edge: BaseGeometry, reach: float) -> float:
    """Mean bearing of the edge within a reach, every kilometre of edge of equal weight."""
    close = edge.intersection(Point(0.0, 0.0).buffer(reach + 0.1, 32))
    east = north = 0.0
    for piece in shapely.get_parts(close).tolist():
        if not isinstance(piece, LineString):
            continue
        middle = piece.interpolate(0.5, normalized=True)
        for spot in (
            piece.interpolate(0.25, normalized=True),
            middle,
            piece.interpolate(0.75, normalized=True),
        ):
            length = math.hypot(spot.x, spot.y) or 1.0
            east += piece.length * spot.x / length
            north += piece.length * spot.y / length
    return math.degrees(math.atan2(east, north)) % 360.0


def _inside(goal: Ground, edge: Coordinate, bearing: float, length: float) -> Coordinate:
    """A little past the edge of an area, where the area reaches so far."""
    past = destination(*edge, bearing, min(15.0, 0.15 * length))
    return past if goal.holds(*past) else edge


def _area_to_area(origin: Ground, goal: Ground, grounds: Grounds) -> tuple[Coordinate, Coordinate, str]:
    """Over the middle of the shared border, else from middle to middle, cut at both edges."""
    border = shared_border(origin, goal, grounds)
    if border is not None:
        return _over(border, origin, goal)
    line = densify(*origin.point, *goal.point, 400)
    frame = Frame(*line[len(line) // 2])
    flat = LineString([frame.point(*spot) for spot in line])
    leaves = [flat.project(Point(spot)) for spot in _crossings(frame, flat, origin, grounds.settings)]
    meets = [flat.project(Point(spot)) for spot in _crossings(frame, flat, goal, grounds.settings)]
    first = max((place for place in leaves if place < min(meets, default=math.inf)), default=0.0)
    last = min((place for place in meets if place > first), default=flat.length)
    start, end = flat.interpolate(first), flat.interpolate(last)
    return (
        frame.lonlat(start.x, start.y),
        frame.lonlat(end.x, end.y),
        "from the edge of the one area to the edge of the other; schematic course",
    )


def _crossings(
    frame: Frame, flat: LineString, ground: Ground, settings: GeometrySettings
) -> list[Coordinate]:
    met = flat.intersection(_edge_in(frame, ground, settings))
    return [(spot.x, spot.y) for spot in shapely.get_parts(met).tolist() if isinstance(spot, Point)]


def _over(border: BaseGeometry, origin: Ground, goal: Ground) -> tuple[Coordinate, Coordinate, str]:
    """A short arrow over the middle of a border, from the one side to the other."""
    pieces = [piece for piece in shapely.get_parts(border).tolist() if isinstance(piece, LineString)]
    whole = shapely.line_merge(shapely.MultiLineString(pieces))
    longest = max(shapely.get_parts(whole).tolist(), key=lambda piece: float(piece.length))
    spot = longest.interpolate(0.5, normalized=True)
    middle = (spot.x, spot.y)
    apart = distance_km(*origin.point, *goal.point)
    for half in (min(60.0, 0.2 * apart), 20.0, 8.0, 3.0):
        for at in _headings(middle, origin, goal):
            start, end = destination(*middle, at + 180.0, half), destination(*middle, at, half)
            if origin.holds(*start) and goal.holds(*end):
                return start, end, "over the middle of the shared border, which is not a stated crossing"
    return origin.point, goal.point, "from middle to middle; schematic course"


def _headings(middle: Coordinate, origin: Ground, goal: Ground) -> list[float]:
    direct = bearing_deg(*origin.point, *goal.point)
    return [
        direct,
        bearing_deg(*middle, *goal.point),
        *((direct + turn) % 360.0 for turn in (30, -30, 60, -60, 90, -90, 120, -120, 180)),
    ]


def _touches(points: Sequence[Coordinate], goal: Ground) -> bool:
    return any(goal.holds(*point) for point in points)


def _through(start: Coordinate, via: Sequence[Coordinate], end: Coordinate) -> list[Coordinate]:
    stops = [start, *via, end]
    out = [start]
    for here, there in pairwise(stops):
        out += densify(*here, *there, 12)[1:]
    return out


def curve(start: Coordinate, end: Coordinate, bulge: float) -> list[Coordinate]:
    """A quadratic Bézier curve that bends to the right of the geodesic, in geodesic coordinates.

    ``bulge`` is the control point's distance from the chord as a share of its length, so that
    arrows there and back keep apart.
    """
    length = distance_km(*start, *end)
    if length < 1e-3:
        return [start, end]
    count = max(12, min(48, round(length / 60.0)))
    if not bulge:
        return densify(*start, *end, count)
    middle = densify(*start, *end, 3)[1]
    frame = Frame(*middle)
    (x, y), (u, v) = frame.point(*start), frame.point(*end)
    mid = (x + u) / 2 + bulge * (v - y), (y + v) / 2 - bulge * (u - x)
    steps = [step / count for step in range(1, count)]
    shares = [((1 - t) ** 2, 2 * t * (1 - t), t * t) for t in steps]
    flat = [(a * x + b * mid[0] + c * u, a * y + b * mid[1] + c * v) for a, b, c in shares]
    inner = frame.inverse(np.array(flat)).tolist()
    return [start, *((lon, lat) for lon, lat in inner), end]


# -- one end -----------------------------------------------------------------------------------


def leaving(origin: Ground, manner: Manner, settings: GeometrySettings) -> Stroke:
    """Out of a place: with a heading that way, else a stub whose direction means nothing."""
    heading = manner.heading
    bearing = _neutral(manner.seed) if heading is None else heading
    start, size = _rim(origin, bearing, settings, stated=heading is not None)
    length = _length(origin, manner, settings, size)
    if manner.prevented:
        tip = destination(*start, bearing, settings.prevented_share * length)
        return Stroke(tuple(densify(*start, *tip, 4)), "bar", heading, "prevented: a stub and a bar")
    tip = destination(*start, bearing, length)
    points = tuple(densify(*start, *tip, 8))
    if heading is None:
        rule = "no destination stated: an open stub, its direction means nothing"
        return Stroke(points, "open-head", None, rule)
    return Stroke(points, "sector", heading, "only a direction stated: centre line of a sector")


def entering(goal: Ground, manner: Manner, settings: GeometrySettings) -> Stroke:
    """Into a place: along a heading, else from below with a tail that means nothing."""
    heading = manner.heading
    bearing = _neutral(manner.seed) if heading is None else heading
    behind = (bearing + 180.0) % 360.0
    rim, size = _rim(goal, behind, settings, stated=heading is not None)
    length = _length(goal, manner, settings, size)
    tail, head = destination(*rim, behind, length), rim
    rule = "no origin stated: a fading tail"
    rule += ", its direction means nothing" if heading is None else " against the stated heading"
    share, shape = 1.0, "faded-tail"
    if manner.prevented:
        share, shape, rule = 1 - settings.prevented_share, "bar", "prevented: a stub and a bar"
    elif manner.towards:
        share, rule = settings.towards_share, f"{rule}; stops short of its goal"
    if share < 1:
        head = destination(*tail, bearing_deg(*tail, *head), share * length)
    return Stroke(tuple(densify(*tail, *head, 8)), shape, heading, rule)


def _rim(
    ground: Ground, bearing: float, settings: GeometrySettings, *, stated: bool
) -> tuple[Coordinate, float]:
    """Where a stub meets a place, and the place's radius.

    An area is met at its edge only when the direction is stated; else within, so that no border
    is pointed at.
    """
    if ground.area is None:
        return destination(*ground.point, bearing, _trim(ground)), ground.extent_km
    _, shape = footprint(ground, settings)
    radius = math.sqrt(shape.area / math.pi)
    if not stated or ground.kind in SETTLEMENTS:
        return ground.point, radius
    ray = LineString([(0.0, 0.0), polar(4 * radius + 100.0, bearing)]).intersection(shape)
    far = max((math.hypot(*spot) for spot in shapely.get_coordinates(ray).tolist()), default=0.0)
    return destination(*ground.point, bearing, far), radius


def _length(ground: Ground, manner: Manner, settings: GeometrySettings, size: float) -> float:
    """Kilometres of a stub: as stated, else the reach of "north of X", else the setting's."""
    if manner.distance_km:
        return manner.distance_km
    if manner.heading is not None:
        weight = ground.population if ground.area is None else 10**9
        return row(settings.reach_km, weight)[1]
    return settings.open_km if ground.area is None else max(0.3 * size, 1.0)


def _neutral(seed: str) -> float:
    """A direction that means nothing, the same for the same words."""
    digest = hashlib.sha256(seed.encode()).digest()
    return _FAN_DEG[digest[0] % len(_FAN_DEG)] % 360.0
