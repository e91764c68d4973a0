"""Distances and bearings on a sphere, and whether a GeoJSON geometry holds a point.

Plain arithmetic: what is measured must not be measured with the tools that drew it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""
FARTHEST_KM = 20_039.0
"""Error of a name that was left without an answer: half the Earth's circumference (Gritta et al. 2018)."""
KM_PER_DEGREE = math.pi * RADIUS_KM / 180
LINE_KM = 10.0
"""A point or line counts as all that lies within this many kilometres of it."""

_FARTHEST_DEG = 1e6
"""No coordinate, however often it runs round the Earth, is beyond this."""

LatLon = tuple[float, float]
Ring = Sequence[Sequence[float]]


def distance_km(one: LatLon, other: LatLon) -> float:
    """Great-circle distance of two (lat, lon) in degrees, by the haversine formula."""
    lat, lon, other_lat, other_lon = map(math.radians, (*one, *other))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def bearing_deg(start: LatLon, goal: LatLon) -> float:
    """First bearing of the great circle between two (lat, lon): clockwise from north, [0, 360)."""
    lat, lon, goal_lat, goal_lon = map(math.radians, (*start, *goal))
    east = math.sin(goal_lon - lon) * math.cos(goal_lat)
    north = math.cos(lat) * math.sin(goal_lat)
    north -= math.sin(lat) * math.cos(goal_lat) * math.cos(goal_lon - lon)
    return math.degrees(math.atan2(east, north)) % 360


def turn_deg(one: float, other: float) -> float:
    """Angle between two bearings, 0 to 180."""
    return abs(_across(one - other))


def holds(geometry: Mapping[str, Any] | None, point: LatLon) -> bool:
    """Whether a GeoJSON object (lon, lat) holds a point given as (lat, lon).

    An area holds what is inside its outer ring and in none of its holes, across the antimeridian too;
    a point or a line holds what is within LINE_KM.
    """
    return any(_part_holds(kind, part, point) for kind, part in _parts(geometry))


def first_line(geometry: Mapping[str, Any] | None) -> Sequence[Sequence[float]] | None:
    """Coordinates of the first line in a GeoJSON object, or None."""
    return next((part for kind, part in _parts(geometry) if kind == "LineString" and part), None)


def is_geometry(value: Any) -> bool:
    """Whether a value is None or a GeoJSON object whose every vertex is two numbers or more."""
    try:
        return all(_is_vertex(vertex) for kind, part in _parts(value) for vertex in _vertices(kind, part))
    except (AttributeError, KeyError, TypeError):
        return False


def _vertices(kind: str, part: Any) -> Iterator[Any]:
    if kind == "Polygon":
        yield from (vertex for ring in part for vertex in ring)
    elif kind == "LineString":
        yield from part
    else:
        yield part


def _is_vertex(value: Any) -> bool:
    numbers = isinstance(value, list) and len(value) >= 2
    return numbers and all(isinstance(one, int | float) and abs(one) <= _FARTHEST_DEG for one in value[:2])


def _parts(geometry: Mapping[str, Any] | None) -> Iterator[tuple[str, Any]]:
    """Single points, lines and polygons of a GeoJSON object, as (type, coordinates)."""
    if not geometry:
        return
    kind = str(geometry.get("type"))
    inner = [geometry.get("geometry"), *(geometry.get("geometries") or ()), *(geometry.get("features") or ())]
    for child in inner:
        yield from _parts(child)
    coordinates = geometry.get("coordinates")
    if coordinates and kind.startswith("Multi"):
        yield from ((kind.removeprefix("Multi"), part) for part in coordinates)
    elif coordinates:
        yield kind, coordinates


def _part_holds(kind: str, part: Any, point: LatLon) -> bool:
    if kind == "Polygon":
        return _inside(part, point)
    if kind == "LineString":
        return any(_off_km(point, tail, head) <= LINE_KM for tail, head in pairwise(part))
    return kind == "Point" and distance_km(point, (part[1], part[0])) <= LINE_KM


def _inside(rings: Sequence[Ring], point: LatLon) -> bool:
    if not rings or not rings[0]:
        return False
    lat, lon = point
    near = rings[0][0][0]
    shifted = near + _across(lon - near)  # the ring may run on past 180 degrees
    return _crossings(rings[0], lat, shifted) and not any(
        _crossings(hole, lat, shifted) for hole in rings[1:]
    )


def _crossings(ring: Ring, lat: float, lon: float) -> bool:
    """Whether a ray from the point meets the ring an odd number of times."""
    odd = False
    for (lon_a, lat_a, *_), (lon_b, lat_b, *_) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (lat_a > lat) != (lat_b > lat):
            odd ^= lon < lon_a + (lon_b - lon_a) * (lat - lat_a) / (lat_b - lat_a)
    return odd


def _off_km(point: LatLon, tail: Sequence[float], head: Sequence[float]) -> float:
    """Distance of a point from a short segment, in the plane that touches the Earth at the point."""
    a, b = _plane_km(point, tail), _plane_km(point, head)
    along = (b[0] - a[0], b[1] - a[1])
    length = along[0] ** 2 + along[1] ** 2
    at = 0.0 if length == 0 else min(1.0, max(0.0, -(a[0] * along[0] + a[1] * along[1]) / length))
    return math.hypot(a[0] + at * along[0], a[1] + at * along[1])


def _plane_km(point: LatLon, vertex: Sequence[float]) -> tuple[float, float]:
    east = _across(vertex[0] - point[1]) * math.cos(math.radians(point[0]))
    return east * KM_PER_DEGREE, (vertex[1] - point[0]) * KM_PER_DEGREE


def _across(degrees: float) -> float:
    """A difference of longitudes or bearings the short way round: [-180, 180)."""
    return (degrees + 180) % 360 - 180
