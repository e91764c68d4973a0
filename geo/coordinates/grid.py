"""Points on a grid, for maps that must not tell how exactly a place is known."""

from __future__ import annotations

import math

from geo.coordinates.precision import KM_PER_DEGREE


def on_grid(lon: float, lat: float, *, km: float) -> tuple[float, float]:
    """The crossing nearest to a point, (lon, lat), of a grid of about ``km`` along parallels and meridians.

    It is at most 0.71 ``km`` away. The same point and grid always give the same crossing.
    """
    step = km / KM_PER_DEGREE
    south = max(-90.0, min(90.0, round(lat / step) * step))
    across = min(360.0, step / max(math.cos(math.radians(south)), 1e-6))
    east = (round(lon / across) * across + 180.0) % 360.0 - 180.0
    return round(east, 6) + 0.0, round(south, 6) + 0.0
