"""One cell or line that holds a point in any notation: what a person typed on purpose."""

from __future__ import annotations

import re

from geo.coordinates.angles import SAME_LENGTH, read_packed, read_pair
from geo.coordinates.codes import code_point
from geo.coordinates.grids import mgrs_point, utm_point
from geo.coordinates.links import link_point
from geo.coordinates.patterns import PACKED
from geo.coordinates.precision import extent_km
from geo.records import Point

_MGRS = re.compile(
    r"(?:MGRS|USNG|grid)?\s*:?\s*(?P<zone>\d{1,2})\s*(?P<band>[A-Z])\s*(?P<square>[A-Z]{2})\s*(?P<digits>[\d\s]*)",
    re.IGNORECASE,
)
_UTM = re.compile(
    r"(?:UTM\b)?\s*:?\s*(?:zone\b)?\s*(?P<zone>\d{1,2})\s*-?\s*(?P<letter>north|south|[A-Z])?[\s,;:]+"
    r"(?:E(?:asting)?\b)?[\s:=]*(?P<easting>\d{5,7}(?:\.\d+)?)\s*(?:m\b)?\s*E?[\s,;/]+"
    r"(?:N(?:orthing)?\b)?[\s:=]*(?P<northing>\d{1,8}(?:\.\d+)?)\s*(?:m\b)?\s*N?",
    re.IGNORECASE,
)
_CODE = re.compile(r"[0-9A-Z]{0,9}\+[0-9A-Z]*", re.IGNORECASE)


def parse_point(text: str) -> Point:
    """The point of a text that is nothing but coordinates, in any notation.

    Decimal degrees, degrees and minutes, degrees-minutes-seconds (latitude first unless letters say
    otherwise), UTM, MGRS, a full plus code, a geo URI or a map link.

    Raises:
        ValueError: with what was got and expected.

    """
    tidy = " ".join(text.translate(SAME_LENGTH).split())
    linked = link_point(tidy)
    if linked is not None:
        return linked
    if "+" in tidy and _CODE.fullmatch(tidy):
        return code_point(tidy)
    if grid := _MGRS.fullmatch(tidy):
        return mgrs_point(grid["zone"], grid["band"], grid["square"], grid["digits"])
    if grid := _UTM.fullmatch(tidy):
        if not grid["letter"]:
            raise ValueError(f"got {text!r}; expected north or south, or a band letter, with the UTM zone")
        return utm_point(grid["zone"], grid["letter"], grid["easting"], grid["northing"])
    if packed := PACKED.fullmatch(tidy.upper()):
        lat = read_packed(packed["a"] or packed["e"], axis="latitude")
        lon = read_packed(packed["b"] or packed["f"], axis="longitude")
    else:
        lat, lon = read_pair(text)
    form = max(lat.form, lon.form, key=len)
    return Point(lon.degrees, lat.degrees, extent_km(lat.degrees, max(lat.unit_deg, lon.unit_deg)), form)
