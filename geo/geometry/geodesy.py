"""Distances, bearings and the local plane: the earth's shape, WGS84.

Arguments are (lon, lat) in decimal degrees; bearings are degrees clockwise from true north in
[0, 360); distances are kilometres along the geodesic (Karney 2013).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from geopy.distance import geodesic
from pyproj import Geod, Proj
from shapely.geometry.base import BaseGeometry

Coordinate = tuple[float, float]

GEOD = Geod(ellps="WGS84")

BEARINGS: dict[str, float] = {
    point: index * 22.5
    for index, point in enumerate(
        ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"]
    )
}
"""Bearings of the sixteen compass points."""


@lru_cache(maxsize=4096)
def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Length of the geodesic between two points."""
    # geopy takes (lat, lon)
    return float(geodesic((lat_a, lon_a), (lat_b, lon_b)).kilometers)


@lru_cache(maxsize=4096)
def destination(lon: float, lat: float, bearing_deg: float, km: float) -> Coordinate:
    """Point reached from a point by a bearing and a distance, as (lon, lat), lon in [-180, 180]."""
    point = geodesic(kilometers=km).destination((lat, lon), bearing=bearing_deg)
    return float(point.longitude), float(point.latitude)


def bearing_deg(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Initial bearing of the geodesic from a to b; 0.0 for one point."""
    forward, _, metres = GEOD.inv(lon_a, lat_a, lon_b, lat_b)
    return float(forward) % 360.0 if metres > 0 else 0.0


def turn_deg(one: float, other: float) -> float:
    """Angle between two bearings, 0 to 180."""
    return abs((one - other + 180.0) % 360.0 - 180.0)


def compass(bearing: float) -> str:
    """The nearest of the sixteen compass points."""
    return list(BEARINGS)[round(bearing / 22.5) % 16]


def densify(lon_a: float, lat_a: float, lon_b: float, lat_b: float, points: int) -> list[Coordinate]:
    """Points along the geodesic from a to b, both included, evenly spaced."""
    if points <= 2:
        return [(lon_a, lat_a), (lon_b, lat_b)]
    inner = GEOD.npts(lon_a, lat_a, lon_b, lat_b, points - 2)
    return [(lon_a, lat_a), *((float(lon), float(lat)) for lon, lat in inner), (lon_b, lat_b)]


def wrap(lon: float) -> float:
    """Longitude in [-180, 180)."""
    return (lon + 180.0) % 360.0 - 180.0


class Frame:
    """The azimuthal equidistant plane about a point, in kilometres, x east and y north.

    Distances and bearings from the centre are exact; elsewhere lengths across the line to the
    centre stretch by c / sin c (0.4 % at 1,000 km, 4 % at 3,000 km).
    """

    def __init__(self, lon: float, lat: float) -> None:
        self.lon = lon
        self.lat = lat

    @cached_property
    def _proj(self) -> Proj:
        return Proj(proj="aeqd", lon_0=self.lon, lat_0=self.lat, ellps="WGS84", units="km")

    def point(self, lon: float, lat: float) -> Coordinate:
        """A (lon, lat) point in the plane."""
        x, y = self._proj(lon, lat)
        return float(x), float(y)

    def lonlat(self, x: float, y: float) -> Coordinate:
        """A point of the plane as (lon, lat)."""
        lon, lat = self._proj(x, y, inverse=True)
        return float(lon), float(lat)

    def points(self, coordinates: Sequence[Coordinate]) -> npt.NDArray[np.float64]:
        """Many (lon, lat) points in the plane, one a row."""
        return self._forward(np.asarray(coordinates, dtype=float))

    def plane(self, geometry: BaseGeometry, *, step_deg: float = 0.5) -> BaseGeometry:
        """A lon/lat geometry in the plane; its straight degrees are kept by points every ``step_deg``."""
        flat: BaseGeometry = shapely.transform(shapely.segmentize(geometry, step_deg), self._forward)
        if flat.geom_type in {"Polygon", "MultiPolygon"}:
            # halves that were split at the antimeridian grow together again
            flat = shapely.union_all(shapely.get_parts(shapely.make_valid(flat)))
        return flat

    def moved(self, shape: BaseGeometry, other: Frame) -> BaseGeometry:
        """A shape of another frame's plane in this one, vertex by vertex."""
        there: BaseGeometry = shapely.transform(shape, lambda rows: self._forward(other.inverse(rows)))
        return there

    def _forward(self, coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = self._proj(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([x, y])

    def inverse(self, coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Rows of (x, y) as rows of (lon, lat)."""
        lon, lat = self._proj(coordinates[:, 0], coordinates[:, 1], inverse=True)
        return np.column_stack([lon, lat])


def polar(km: float, bearing: float) -> Coordinate:
    """A point of a frame's plane by distance and bearing from its centre."""
    angle = math.radians(bearing)
    return km * math.sin(angle), km * math.cos(angle)
