"""Points inside addresses: geo URIs (RFC 5870) and links to web maps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.coordinates.precision import extent_km
from geo.records import Point

_D = r"-?\d{1,3}\.\d{2,15}"
_GEO = re.compile(
    r"\bgeo:(?P<lat>-?\d{1,3}(?:\.\d{1,15})?),(?P<lon>-?\d{1,3}(?:\.\d{1,15})?)(?:,-?[\d.]+)?"
    r"(?:;crs=wgs84)?(?:;u=(?P<metres>\d{1,8}(?:\.\d+)?))?",
    re.IGNORECASE,
)
_WEB = re.compile(r"\b(?:https?://|www\.)?(?:[\w-]+\.){1,4}[a-z]{2,12}/[^\s<>\"]*", re.IGNORECASE)
_SIGNS = ("map", "geo", "waze", "goo.gl", "lat=", "ll=")
_COMMA = r"(?:,|%2C)(?:\+|%20)?"
_IN_LINK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d(?P<lat>{_D})!4d(?P<lon>{_D})",  # a pinned place; the eye (@) may hang elsewhere
        rf"\bmlat=(?P<lat>{_D})&mlon=(?P<lon>{_D})",
        rf"\blat=(?P<lat>{_D})&(?:amp;)?lo?n(?:g)?=(?P<lon>{_D})",
        rf"#(?:map=)?\d{{1,2}}(?:\.\d+)?/(?P<lat>{_D})/(?P<lon>{_D})",
        rf"\bcp=(?P<lat>{_D})~(?P<lon>{_D})",
        rf"[?&](?:q|query|ll|sll|center|daddr|destination|near)=(?:loc:)?(?P<lat>{_D}){_COMMA}(?P<lon>{_D})",
        rf"/@(?P<lat>{_D}),(?P<lon>{_D})",
        rf"/(?:place|search|dir)/(?P<lat>{_D}){_COMMA}(?P<lon>{_D})",
    )
)
_LON_FIRST = re.compile(rf"[?&]ll=(?P<lon>{_D}){_COMMA}(?P<lat>{_D})", re.IGNORECASE)
"""Yandex writes longitude first."""


def link_point(text: str) -> Point | None:
    """Point of a text that is one geo URI or map link, None when it is neither.

    Raises:
        ValueError: when its numbers are out of range.

    """
    if " " in text or not (text.lower().startswith("geo:") or "/" in text):
        return None
    for _, _, point in find_links(text, strict=True):
        return point
    return None


def find_links(text: str, *, strict: bool = False) -> Iterator[tuple[int, int, Point]]:
    """(start, end, point) of the numbers in every geo URI and map link; out of range is left out.

    Raises:
        ValueError: when ``strict`` and numbers are out of range.

    """
    for found in _GEO.finditer(text):
        point = _point(found, "geo URI", strict=strict)
        if point is not None:
            yield found.start(), found.end(), point
    for link in _WEB.finditer(text):
        address = link[0]
        if not any(sign in address.lower() for sign in _SIGNS):
            continue
        patterns = (_LON_FIRST, *_IN_LINK) if "yandex" in address.lower() else _IN_LINK
        inside = next((one for pattern in patterns if (one := pattern.search(address))), None)
        point = _point(inside, "map link", strict=strict) if inside else None
        if inside is not None and point is not None:
            low = min(inside.start("lat"), inside.start("lon"))
            high = max(inside.end("lat"), inside.end("lon"))
            yield link.start() + low, link.start() + high, point


def _point(found: re.Match[str], notation: str, *, strict: bool) -> Point | None:
    lat, lon = float(found["lat"]), float(found["lon"])
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        if strict:
            raise ValueError(
                f"got {found[0]!r}; expected a latitude from -90 to 90, a longitude from -180 to 180"
            )
        return None
    decimals = min(len(found[key].partition(".")[2]) for key in ("lat", "lon"))
    size = extent_km(lat, 10.0**-decimals)
    said = found.groupdict().get("metres")
    return Point(lon, lat, max(size, float(said) / 1000) if said else size, notation)
