"""Points on a grid, for maps that must not tell how exactly a place is known."""

from __future__ import annotations

import math

from geo.coordinates.precision import KM_PER_DEGREE


def on_grid(lon: float, lat: float, *, km: float) -> tuple[float, float]:
    """The crossing nearest to a point, (lon, lat), of a grid of about ``km`` along parallels and meridians.

    It is at most 0.71 ``km`` away, 0.77 near the poles. Every parallel has a whole number of crossings, the
    first on the meridian of Greenwich, so that a crossing is its own nearest one across 180 degrees too.
    """
    step = km / KM_PER_DEGREE
    south = max(-90.0, min(90.0, round(lat / step) * step))
    count = max(1, math.ceil(360.0 * math.cos(math.radians(south)) / step))
    east = (round(lon / 360.0 * count) * 360.0 / count + 180.0) % 360.0 - 180.0
    return round(east, 6) + 0.0, round(south, 6) + 0.0
