"""What the digits of a written coordinate are worth on the ground."""

from __future__ import annotations

import math

KM_PER_DEGREE = 111.195
"""Length of a degree of a great circle, in km: 2 pi 6371.009 / 360 (mean Earth radius, IUGG)."""
FINEST_KM = 0.001
"""More digits than a metre say nothing of a place in the news (project choice)."""


def extent_km(lat: float, unit_lat_deg: float, unit_lon_deg: float | None = None) -> float:
    """Size on the ground of one unit of the last digit, in km: the longer of its two sides.

    ``lat`` is where, in degrees; the units are in degrees (0.01 for two decimals: 1.1 km north to south).
    A writer may have rounded or cut the number, so that the place lies within one unit of it.
    """
    unit_lon_deg = unit_lat_deg if unit_lon_deg is None else unit_lon_deg
    across = unit_lon_deg * math.cos(math.radians(lat))
    return round(max(max(unit_lat_deg, across) * KM_PER_DEGREE, FINEST_KM), 6)


def in_words(km: float) -> str:
    """A length for a reader: ``100 m``, ``1.1 km``, ``111 km``."""
    if km < 1:
        return f"{float(f'{km * 1000:.2g}'):g} m"
    return f"{km:.2g} km" if km < 10 else f"{km:.0f} km"
