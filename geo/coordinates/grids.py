"""Grid references: UTM and MGRS, on WGS84.

The arithmetic is that of two libraries: ``mgrs`` (NGA's GEOTRANS 3.10) and ``utm``. What they let
pass is checked here: letters, halves of one length, a square that its zone does not have, a point far
outside its zone or band. Letters and squares: NGA.STND.0037 (Universal Grids and Grid Reference
Systems), sections 3 to 5.
"""

from __future__ import annotations

import warnings
from functools import cache

import mgrs
import utm

from geo.coordinates.precision import extent_km
from geo.records import Point

BANDS = "CDEFGHJKLMNPQRSTUVWX"
"""Latitude bands, 8 degrees each from 80 S; X has 12."""
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
"""First letters of the 100 km squares of a zone, by zone modulo 3."""
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_ZONE_SLACK_DEG = 0.5
"""So far beyond its zone a point may be written in it, as maps' overlap allows (project choice)."""
_BAND_SLACK_DEG = 0.02
_KM_PER_DEGREE_OF_BAND = 110.6
"""Shortest degree of latitude, in km (WGS84, at the equator)."""


def mgrs_point(zone: str, band: str, square: str, digits: str) -> Point:
    """Centre of the square that an MGRS reference names; ``digits`` may hold a space between its halves.

    Raises:
        ValueError: saying which part is wrong: zone, band, square or digits.

    """
    written = f"{zone}{band} {square} {digits}".strip()
    zone_number, band, square = _zone(zone, written), band.upper(), square.upper()
    if band not in BANDS:
        raise ValueError(f"got {written!r} with the band letter {band}; expected one of {BANDS}")
    columns = _COLUMNS[zone_number % 3]
    if square[0] not in columns or square[1] not in _ROWS:
        expected = f"the first letter among {columns}, the second among {_ROWS}"
        raise ValueError(f"got {written!r}; zone {zone_number} has no square {square}: expected {expected}")
    easting, northing = _halves(digits, written)
    side_km = 100 / 10 ** len(easting)
    lat, lon = _decoded(f"{zone_number:02d}{band}{square}{easting}{northing}", written)
    south, north = band_limits(band)
    slack = side_km / _KM_PER_DEGREE_OF_BAND + _BAND_SLACK_DEG
    if not (south - slack <= lat <= north + slack and in_zone(zone_number, lat, lon, side_km)):
        raise ValueError(f"got {written!r}; the square {square} does not lie in {zone_number}{band}")
    return Point(round(lon, 7), round(lat, 7), side_km, "MGRS reference")


def utm_point(zone: str, letter: str, easting: str, northing: str) -> Point:
    """Point of UTM coordinates in metres. ``letter`` is a band, or N or S for the hemisphere, or its word.

    N and S are read as bands where the point then lies in that band, else as hemispheres.

    Raises:
        ValueError: saying what is out of range or does not agree.

    """
    written = f"{zone}{letter} {easting} {northing}"
    zone_number = _zone(zone, written)
    east, north = float(easting.replace(",", ".")), float(northing.replace(",", "."))
    letter, word = letter[:1].upper(), letter.lower() in {"north", "south"}
    if not letter or letter not in BANDS:
        raise ValueError(f"got {written!r}; expected a band letter of {BANDS}, or north or south")
    note = ""
    if not word:
        lat, lon = _from_utm(zone_number, east, north, written, northern=letter >= "N")
        low, high = band_limits(letter)
        fits = low - _BAND_SLACK_DEG <= lat <= high + _BAND_SLACK_DEG
        if not fits and letter not in "NS":
            raise ValueError(f"got {written!r}; its northing does not lie in band {letter}")
        word, note = not fits, "S read as the latitude band" if fits and letter == "S" else ""
    if word:
        lat, lon = _from_utm(zone_number, east, north, written, northern=letter == "N")
    if not -80.5 <= lat <= 84.5:
        raise ValueError(f"got {written!r}; UTM reaches from 80 S to 84 N")
    if not in_zone(zone_number, lat, lon, 0.0):
        raise ValueError(f"got {written!r}; its easting lies outside zone {zone_number}")
    decimals = len(easting.replace(",", ".").partition(".")[2])
    unit_km = max(10.0**-decimals / 1000, 0.001)
    return Point(round(lon, 7), round(lat, 7), unit_km, "UTM coordinates", note)


def band_limits(band: str) -> tuple[float, float]:
    """Southern and northern limit of a latitude band, in degrees."""
    south = -80.0 + 8 * BANDS.index(band)
    return south, 84.0 if band == "X" else south + 8


def in_zone(zone: int, lat: float, lon: float, side_km: float) -> bool:
    """Whether a point lies in a UTM zone or so little beside it that a square of this side reaches in."""
    wide = _ZONE_SLACK_DEG + side_km / max(extent_km(lat, 0.0, 1.0), 1.0)
    reach = (lon, (lon + wide + 180) % 360 - 180, (lon - wide + 180) % 360 - 180)
    return any(utm.latlon_to_zone_number(lat, one) == zone for one in reach)


@cache
def _geotrans() -> mgrs.MGRS:
    return mgrs.MGRS()


def _zone(zone: str, written: str) -> int:
    if not 1 <= int(zone) <= 60:
        raise ValueError(f"got {written!r} with zone {zone}; expected a zone from 1 to 60")
    return int(zone)


def _halves(digits: str, written: str) -> tuple[str, str]:
    """Easting and northing of an MGRS reference, of one length from 0 to 5."""
    groups = digits.split()
    whole = "".join(groups)
    if len(groups) > 2 or (len(groups) == 2 and len(groups[0]) != len(groups[1])) or len(whole) % 2:
        raise ValueError(f"got {written!r}; expected as many digits of easting as of northing")
    if len(whole) > 10:
        raise ValueError(f"got {written!r}; expected at most five digits of easting and five of northing")
    return whole[: len(whole) // 2], whole[len(whole) // 2 :]


def _decoded(reference: str, written: str) -> tuple[float, float]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # beside its band: the caller checks
            lat, lon = _geotrans().toLatLon(reference)
    except mgrs.core.MGRSError:
        raise ValueError(f"got {written!r}; there is no such square in its zone and band") from None
    return float(lat), float(lon)


def _from_utm(
    zone: int, easting: float, northing: float, written: str, *, northern: bool
) -> tuple[float, float]:
    try:
        lat, lon = utm.to_latlon(easting, northing, zone, northern=northern)
    except utm.OutOfRangeError as error:
        raise ValueError(f"got {written!r}; {error}") from None
    return float(lat), float(lon)
