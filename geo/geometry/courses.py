"""Movements along a river or road whose course is mapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point
from shapely.ops import substring

from geo.geometry.bands import merged
from geo.geometry.geodesy import Coordinate, Frame, bearing_deg, turn_deg
from geo.geometry.ground import Ground
from geo.geometry.strokes import Manner, Stroke
from geo.settings import GeometrySettings

NEAR_KM = 60.0
"""A place farther than this from a line does not mark a stretch of it (project choice)."""


@dataclass(frozen=True, slots=True)
class Course:
    """A line to follow, in the plane about the place that anchors it.

    ``upstream`` says which way along it: lines run from source to mouth.
    """

    frame: Frame
    line: LineString
    upstream: bool | None

    def place(self, ground: Ground | None) -> float | None:
        """Kilometres along the line of a place's nearest point, None when the place lies apart."""
        if ground is None or ground.area is not None:
            return None
        spot = Point(self.frame.point(*ground.point))
        return float(self.line.project(spot)) if self.line.distance(spot) <= NEAR_KM else None

    def cut(self, start: float, end: float) -> list[Coordinate]:
        """The line from one place on it to another, in degrees, in that order."""
        piece = substring(self.line, start, end)
        return [self.frame.lonlat(x, y) for x, y in piece.coords]


def course(path: Ground, marks: Sequence[Ground], *, upstream: bool | None) -> Course | None:
    """The part of a mapped line that lies by the given places."""
    if path.line is None:
        return None
    frame = Frame(*(marks[0].point if marks else path.point))
    flat = merged(frame.plane(path.line)).simplify(0.05)
    parts = [part for part in shapely.get_parts(flat).tolist() if isinstance(part, LineString)]
    spot = Point(0.0, 0.0)
    return Course(frame, min(parts, key=lambda part: float(part.distance(spot))), upstream)


def following(
    known: Course, origin: Ground | None, goal: Ground | None, manner: Manner, settings: GeometrySettings
) -> Stroke | None:
    """A stroke along a course between the nearest points of its ends, None when that says nothing.

    With one end ``path_km`` of the course is drawn, if the words say which way.
    """
    start, end = known.place(origin), known.place(goal)
    length = manner.distance_km or settings.path_km
    rule = "along the mapped course"
    if start is None or end is None:
        at = end if start is None else start
        way = None if at is None else _way(known, at, manner.heading)
        if at is None or way is None:
            return None
        start, end = (at - way * length, at) if start is None else (at, at + way * length)
        rule += f", {length:g} km of it"
    start, end = (min(known.line.length, max(0.0, place)) for place in (start, end))
    if manner.towards or manner.prevented:
        share = settings.prevented_share if manner.prevented else settings.towards_share
        end = start + share * (end - start)
    points = known.cut(start, end)
    if len(points) < 2 or points[0] == points[-1]:
        return None
    bearing = bearing_deg(*points[0], *points[-1])
    shape = "bar" if manner.prevented else "band"
    return Stroke(tuple(points), shape, bearing, rule, _against(known, start, end))


def _way(known: Course, at: float, heading: float | None) -> float | None:
    """1.0 down the course, -1.0 up it, None when the words do not say."""
    if known.upstream is not None:
        return -1.0 if known.upstream else 1.0
    if heading is None:
        return None
    piece = known.cut(max(0.0, at - 5.0), min(known.line.length, at + 5.0))
    return 1.0 if turn_deg(bearing_deg(*piece[0], *piece[-1]), heading) < 90 else -1.0


def _against(known: Course, start: float, end: float) -> tuple[str, ...]:
    """A warning when the ends lie the other way along the course than the words say."""
    if known.upstream is None or known.upstream == (end < start):
        return ()
    stated = "upstream" if known.upstream else "downstream"
    return (f"{stated} stated, the places lie the other way along the course",)
