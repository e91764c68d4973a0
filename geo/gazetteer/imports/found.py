"""One place of somebody else's gazetteer, in the columns of this project's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from geo.gazetteer.table import header_key

Properties = Mapping[str, str]
"""Cells of a record or feature by ``header_key`` of their column; blank ones left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place as it will be written; ``codes`` are its ids in other gazetteers, by their name."""

    name: str
    point: tuple[float, float] | None = None
    kind: str = ""
    country: str = ""
    aliases: tuple[str, ...] = ()
    admin1: str = ""
    population: str = ""
    ident: str = ""
    wkt: str = ""
    note: str = ""
    codes: tuple[tuple[str, str], ...] = ()


def properties(cells: Iterable[tuple[str, Any]]) -> Properties:
    """Cells by the key of their header; of two columns with one key the first that says something."""
    found: dict[str, str] = {}
    for header, value in cells:
        text = _text(value)
        if text:
            found.setdefault(header_key(header), text)
    return MappingProxyType(found)


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124  (NaN is the one value that differs from itself)
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def first(cells: Properties, *keys: str) -> str:
    """The first of some cells that says something."""
    return next((cells[key] for key in keys if key in cells), "")


_LAT = "latitude lat y geomlatitude lbllatitude centerlat centroidlat pointy ycoord latdd geolat declatitude"
_LON = (
    "longitude lon lng long x geomlongitude lbllongitude centerlon centroidlon pointx xcoord londd geolon "
    "geolng"
)


def point_of(cells: Properties) -> tuple[float, float] | None:
    """(lon, lat) of the columns that hold them, None where there are none that are numbers in range."""
    lat, lon = first(cells, *_LAT.split()), first(cells, *_LON.split())
    try:
        point = float(lon.replace(",", ".")), float(lat.replace(",", "."))
    except ValueError:
        return None
    return point if abs(point[0]) <= 180 and abs(point[1]) <= 90 else None


def apart(text: str, separators: str = ";|") -> tuple[str, ...]:
    """The parts of a list in one cell."""
    for separator in separators:
        text = text.replace(separator, "\n")
    return tuple(dict.fromkeys(part.strip() for part in text.split("\n") if part.strip()))
