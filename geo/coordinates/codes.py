"""Open Location Codes ("plus codes"), full and short.

Decoding and recovery are Google's reference implementation as packaged in ``pluscodes``; the format is
that of the Open Location Code specification (github.com/google/open-location-code).
"""

from __future__ import annotations

from pluscodes.openlocationcode import openlocationcode as olc

from geo.coordinates.precision import extent_km
from geo.records import Point

ALPHABET = "23456789CFGHJMPQRVWX"
"""Digits of the codes."""


def code_point(code: str) -> Point:
    """Centre of the cell of a full code.

    Raises:
        ValueError: when the code is short, malformed or off the earth.

    """
    code = code.upper()
    if not olc.isFull(code):
        what = "a short plus code, which needs a place beside it" if olc.isShort(code) else "no plus code"
        raise ValueError(f"got {code!r}, {what}; expected a full code such as 8FVC9G8F+6X")
    cell = olc.decode(code)
    lat, lon = float(cell.latitudeCenter), float(cell.longitudeCenter)
    tall, wide = cell.latitudeHi - cell.latitudeLo, cell.longitudeHi - cell.longitudeLo
    return Point(round(lon, 7), round(lat, 7), extent_km(lat, tall, wide), "plus code")


def is_short(code: str) -> bool:
    """Whether a place beside the code is needed to complete it."""
    return bool(olc.isShort(code.upper()))


def complete(code: str, *, lon: float, lat: float) -> Point:
    """The cell nearest to a place that a short code can mean.

    Raises:
        ValueError: when the code is malformed.

    """
    return code_point(str(olc.recoverNearest(code.upper(), lat, lon)))
