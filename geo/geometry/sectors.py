"""Discs, rings, sectors, wedges and lenses in the plane of a Frame (kilometres, y north)."""

from __future__ import annotations

import math
from functools import lru_cache

from shapely.geometry import Point, Polygon

from geo.geometry.geodesy import Coordinate, polar

_STEP_DEG = 5.0
_QUARTER = 16
"""Segments a quarter circle."""


@lru_cache(maxsize=512)
def disc(km: float, *, at: Coordinate = (0.0, 0.0)) -> Polygon:
    """A disc that holds the true circle's points to 0.5 %."""
    return Point(at).buffer(km / math.cos(math.pi / (4 * _QUARTER)), _QUARTER)


@lru_cache(maxsize=512)
def ring(inner_km: float, outer_km: float) -> Polygon:
    """Between two circles about the centre; a disc when ``inner_km`` is not above 0."""
    whole = disc(outer_km)
    return (
        Polygon(whole.exterior, [Point(0, 0).buffer(inner_km, _QUARTER).exterior]) if inner_km > 0 else whole
    )


def sector(inner_km: float, outer_km: float, bearing: float, half_deg: float) -> Polygon:
    """Between two circles and two bearings, seen from the centre.

    ``half_deg`` is the half-angle about ``bearing``, at most 180.
    """
    if half_deg >= 180.0:
        return ring(inner_km, outer_km)
    count = max(2, math.ceil(2 * half_deg / _STEP_DEG) + 1)
    step = 2 * half_deg / (count - 1)
    angles = [bearing - half_deg + index * step for index in range(count)]
    # chords cut the arc: the outer corners are set so that the circle lies inside
    bulge = 1 / math.cos(math.radians(step / 2))
    outer = [polar(outer_km * bulge, angle) for angle in angles]
    inner = [polar(inner_km, angle) for angle in reversed(angles)] if inner_km > 0 else [(0.0, 0.0)]
    return Polygon([*outer, *inner])


def wedge(bearing: float, half_deg: float, reach_km: float, *, apex: Coordinate = (0.0, 0.0)) -> Polygon:
    """A sector from a point of the plane, bearings as at the centre."""
    shape = sector(0.0, reach_km, bearing, half_deg)
    return Polygon([(x + apex[0], y + apex[1]) for x, y in shape.exterior.coords])


def lens(start: Coordinate, end: Coordinate, half_width_share: float) -> Polygon:
    """The overlap of two discs that meet in ``start`` and ``end``.

    ``half_width_share`` is the half-width in the middle over the length, 0 to 0.5 (0.5: the circle
    on the line as diameter).
    """
    length = math.dist(start, end)
    half, sagitta = length / 2, length * half_width_share
    radius = (half * half + sagitta * sagitta) / (2 * sagitta)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    rows = []
    for sign in (1.0, -1.0):
        for step in range(24):
            t = sign * (2 * step / 24 - 1) * half
            across = sign * (math.sqrt(max(0.0, radius * radius - t * t)) - (radius - sagitta))
            rows.append(
                (middle[0] + t * along[0] - across * along[1], middle[1] + t * along[1] + across * along[0])
            )
    return Polygon(rows)
