"""Areas and lines of a gazetteer row, written as WKT (longitude latitude), read into WKB."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

_EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
_AREAS = frozenset({"Polygon", "MultiPolygon"})
_LINES = frozenset({"LineString", "MultiLineString"})
_POINT = "Point"


class ShapeError(ValueError):
    """A WKT cell that cannot be used. ``code`` is ``wkt`` or ``wkt-order``."""

    def __init__(self, message: str, *, code: str = "wkt") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Shape:
    """A checked shape in (lon, lat)."""

    geometry: BaseGeometry

    @property
    def kind(self) -> str:
        """The kind of place that a row of this shape has unless it says so."""
        if self.geometry.geom_type in _AREAS:
            return "region"
        return "line" if self.geometry.geom_type in _LINES else ""

    @cached_property
    def wkb(self) -> bytes | None:
        """WKB of an area or line; None for a point."""
        if self.geometry.geom_type == _POINT:
            return None
        return bytes(shapely.to_wkb(self.geometry))

    @cached_property
    def point(self) -> tuple[float, float]:
        """A (lon, lat) on the shape: inside an area, half-way along a line."""
        if self.geometry.geom_type in _AREAS:
            found: BaseGeometry = self.geometry.representative_point()
        elif self.geometry.geom_type in _LINES:
            longest = max(shapely.get_parts(self.geometry), key=lambda part: part.length)
            found = longest.interpolate(0.5, normalized=True)
        else:
            found = self.geometry
        lon, lat = shapely.get_coordinates(found)[0].tolist()
        return round(lon, 5), round(lat, 5)

    def distance_deg(self, point: tuple[float, float]) -> float:
        """Planar distance in degrees from a (lon, lat) to the shape, 0 inside."""
        return float(shapely.Point(point).distance(self.geometry))

    @property
    def half_diagonal_deg(self) -> float:
        """Half the diagonal of the bounding box, in degrees."""
        west, south, east, north = self.geometry.bounds
        return math.hypot(east - west, north - south) / 2

    def extent_km(self, point: tuple[float, float]) -> float:
        """Radius in kilometres of the circle about a (lon, lat) that holds every vertex (haversine)."""
        lon, lat = np.radians(shapely.get_coordinates(self.geometry)).T
        lon_0, lat_0 = math.radians(point[0]), math.radians(point[1])
        half = np.sin((lat - lat_0) / 2) ** 2 + math.cos(lat_0) * np.cos(lat) * np.sin((lon - lon_0) / 2) ** 2
        return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, float(half.max()))))


def parse_shape(text: str) -> Shape:
    """Read and check one WKT cell.

    Raises:
        ShapeError: when it is no WKT, of another kind, empty, out of range or crosses itself.

    """
    geometry = _read(text)
    allowed = _AREAS | _LINES | {_POINT}
    if geometry.geom_type not in allowed:
        raise ShapeError(f"got a {geometry.geom_type}; expected one of {', '.join(sorted(allowed))}")
    if geometry.is_empty:
        raise ShapeError("got an empty shape; expected coordinates")
    _check_range(geometry)
    if not geometry.is_valid:
        expected = "expected an outline that does not cross or touch itself"
        raise ShapeError(f"got a faulty shape ({shapely.is_valid_reason(geometry)}); {expected}")
    return Shape(geometry)


def _read(text: str) -> BaseGeometry:
    head, semicolon, rest = text.partition(";")
    if semicolon and head.strip().upper().startswith("SRID"):
        if head.upper().replace(" ", "") != "SRID=4326":
            raise ShapeError(f"got {head.strip()}; expected WGS84 longitude latitude (SRID=4326, or none)")
        text = rest
    try:
        made = shapely.from_geojson(text) if text.lstrip().startswith("{") else shapely.from_wkt(text.strip())
        return shapely.force_2d(made)
    except (ShapelyError, ValueError) as error:
        shown = text if len(text) <= 40 else f"{text[:40]}..."
        example = "POLYGON((43 36, 44 36, 44 37, 43 36)) or LINESTRING(43 36, 44 35)"
        raise ShapeError(f"got {shown!r} ({error}); expected WKT such as {example}") from error


def _check_range(geometry: BaseGeometry) -> None:
    coordinates = shapely.get_coordinates(geometry)
    if (np.abs(coordinates) <= (180, 90)).all():
        return
    coordinates = coordinates.tolist()
    wrong = next((lon, lat) for lon, lat in coordinates if not (abs(lon) <= 180 and abs(lat) <= 90))
    expected = "expected longitude -180 to 180, then latitude -90 to 90"
    if all(abs(lat) <= 180 and abs(lon) <= 90 for lon, lat in coordinates):
        message = f"got {wrong[0]:g} {wrong[1]:g}; {expected}. Longitude and latitude look swapped"
        raise ShapeError(message, code="wkt-order")
    raise ShapeError(f"got {wrong[0]:g} {wrong[1]:g}; {expected}")
