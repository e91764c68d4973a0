"""What a place covers: its point, its shape if one is known, and how far it reaches.

One ``Grounds`` serves one call of ``draw``: it asks the atlas once for each shape.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.geometry.geodesy import Coordinate, Frame
from geo.geometry.outlines import Outline, outline
from geo.records import Atlas, Place
from geo.settings import GeometrySettings

_AREAS = {"Polygon", "MultiPolygon"}
_LINES = {"LineString", "MultiLineString"}


@dataclass(frozen=True, slots=True)
class Ground:
    """A place as geometry. ``area`` and ``line`` are lon/lat shapes or None; ``outline`` is either.

    ``extent_km`` is the radius of a circle that stands for the place when it has no shape.
    """

    name: str
    kind: str
    lon: float
    lat: float
    extent_km: float
    population: int = 0
    country: str = ""
    area: BaseGeometry | None = field(default=None, hash=False)
    line: BaseGeometry | None = field(default=None, hash=False)
    outline: Outline | None = field(default=None, compare=False)

    @property
    def point(self) -> Coordinate:
        """(lon, lat)."""
        return self.lon, self.lat

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the place's shape, or its circle, holds a point."""
        if self.area is not None:
            return bool(self.area.intersects(Point(lon, lat)))
        if self.line is not None:
            return False
        return math.hypot(*Frame(self.lon, self.lat).point(lon, lat)) <= self.extent_km


class Grounds:
    """The places of one document as geometry."""

    def __init__(self, atlas: Atlas, settings: GeometrySettings) -> None:
        self._atlas = atlas
        self.settings = settings
        self._known: dict[str, Ground] = {}
        self._shapes: dict[str, Outline | None] = {}

    def of(self, place: Place) -> Ground:
        """A place as geometry."""
        if place.id not in self._known:
            self._known[place.id] = self._make(place)
        return self._known[place.id]

    def shape(self, place_id: str) -> BaseGeometry | None:
        """The lon/lat shape of a place by id."""
        return _shape(self._outline(place_id))

    def country(self, alpha2: str) -> BaseGeometry | None:
        """The lon/lat polygon of a country."""
        return _shape(self._country(alpha2))

    def border(self, one: str, other: str | None = None) -> BaseGeometry | None:
        """The land border of one country, or between two, as lon/lat lines."""
        key = f"border:{one}:{other or ''}"
        return _shape(self._once(key, lambda: self._atlas.border(one, other) if one else None))

    def countries_about(self, ground: Ground, radius_km: float) -> tuple[str, ...]:
        """Codes of the countries whose settlements lie about a place, and its own."""
        near = self._atlas.neighbours(ground.lon, ground.lat, radius_km)
        return tuple(sorted({ground.country, *(place.country for place in near)} - {""}))

    def _make(self, place: Place) -> Ground:
        found = self._outline(place.id)
        if found is None and place.kind == "country":
            found = self._country(place.country)
        shape = _shape(found)
        area = shape if shape is not None and shape.geom_type in _AREAS else None
        line = shape if shape is not None and shape.geom_type in _LINES else None
        return Ground(
            name=place.name,
            kind=place.kind,
            lon=place.lon,
            lat=place.lat,
            extent_km=extent_km(place, self.settings),
            population=place.population,
            country=place.country,
            area=area,
            line=line,
            outline=found,
        )

    def _outline(self, place_id: str) -> Outline | None:
        return self._once(place_id, lambda: self._atlas.shape(place_id))

    def _country(self, alpha2: str) -> Outline | None:
        return self._once(f"country:{alpha2}", lambda: self._atlas.country(alpha2) if alpha2 else None)

    def _once(self, key: str, ask: Callable[[], bytes | None]) -> Outline | None:
        """What the atlas says, asked for once; an empty shape is none."""
        if key not in self._shapes:
            wkb = ask()
            found = outline(wkb) if wkb else None
            self._shapes[key] = None if found is None or found.shape.is_empty else found
        return self._shapes[key]


def _shape(found: Outline | None) -> BaseGeometry | None:
    return None if found is None else found.shape


def extent_km(place: Place, settings: GeometrySettings) -> float:
    """Radius of a circle that stands for a place: as given, else by kind, else by population."""
    if place.extent_km is not None and place.extent_km > 0:
        return place.extent_km
    by_kind = dict(settings.extent_km)
    if place.kind in by_kind:
        return by_kind[place.kind]
    if place.population > 0:
        radius = settings.city_extent_factor * place.population**settings.city_extent_exponent
        return float(max(radius, settings.extent_default_km / 2))
    return settings.extent_default_km


def row(table: Sequence[tuple[float, ...]], population: int) -> tuple[float, ...]:
    """The numbers of the first row whose bound lies above a population."""
    for bound, *numbers in table:
        if population < bound:
            return tuple(numbers)
    return tuple(table[-1][1:])
