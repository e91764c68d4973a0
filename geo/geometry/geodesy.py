"""Distances, bearings and the local plane: the earth's shape, WGS84.

Arguments are (lon, lat) in decimal degrees; bearings are degrees clockwise from true north in
[0, 360); distances are kilometres along the geodesic (Karney 2013).
"""

from __future__ import annotations

import math
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Geod, Transformer
from pyproj.enums import TransformDirection
from shapely.geometry.base import BaseGeometry

Coordinate = tuple[float, float]

GEOD = Geod(ellps="WGS84")

_EARTH = Geodesic(6378.137, 1 / 298.257223563)
"""WGS84 in kilometres, as geopy has it; geopy itself takes a tenth of a second to import."""

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
    return float(_EARTH.Inverse(lat_a, lon_a, lat_b, lon_b, Geodesic.DISTANCE)["s12"])


@lru_cache(maxsize=4096)
def destination(lon: float, lat: float, bearing_deg: float, km: float) -> Coordinate:
    """Point reached from a point by a bearing and a distance, as (lon, lat), lon in [-180, 180]."""
    there = _EARTH.Direct(lat, lon, bearing_deg, km, Geodesic.LATITUDE | Geodesic.LONGITUDE)
    return float(there["lon2"]), float(there["lat2"])


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

    Distances and bearings from the centre are exact; elsewhere lengths across the line to the centre
    stretch by c / sin c (0.4 % at 1,000 km, 4 % at 3,000 km).
    """

    def __init__(self, lon: float, lat: float) -> None:
        self.lon = lon
        self.lat = lat

    @cached_property
    def _plane(self) -> Transformer:
        return _azimuthal(self.lon, self.lat)

    def point(self, lon: float, lat: float) -> Coordinate:
        """A (lon, lat) point in the plane."""
        x, y = self._plane.transform(lon, lat)
        return float(x), float(y)

    def lonlat(self, x: float, y: float) -> Coordinate:
        """A point of the plane as (lon, lat)."""
        lon, lat = self._plane.transform(x, y, direction=TransformDirection.INVERSE)
        return float(lon), float(lat)

    def plane(self, geometry: BaseGeometry, *, step_deg: float = 0.5) -> BaseGeometry:
        """A lon/lat geometry in the plane; its straight degrees are kept by points every ``step_deg``."""
        flat: BaseGeometry = shapely.transform(shapely.segmentize(geometry, step_deg), self.forward)
        if flat.geom_type in {"Polygon", "MultiPolygon"}:
            # halves that were split at the antimeridian grow together again
            flat = shapely.union_all(shapely.get_parts(shapely.make_valid(flat)))
        return flat

    def moved(self, shape: BaseGeometry, other: Frame) -> BaseGeometry:
        """A shape of another frame's plane in this one, vertex by vertex."""
        there: BaseGeometry = shapely.transform(shape, lambda rows: self.forward(other.inverse(rows)))
        return there

    def forward(self, coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Rows of (lon, lat) as rows of (x, y)."""
        return np.column_stack(self._plane.transform(coordinates[:, 0], coordinates[:, 1]))

    def inverse(self, coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Rows of (x, y) as rows of (lon, lat)."""
        x, y = coordinates[:, 0], coordinates[:, 1]
        return np.column_stack(self._plane.transform(x, y, direction=TransformDirection.INVERSE))


@lru_cache(maxsize=256)
def _azimuthal(lon: float, lat: float) -> Transformer:
    """The projection about a point, made from its text: ``pyproj.Proj`` takes six times as long."""
    # turned to radians and back, fifteen digits: what the coordinate system of a Proj makes of them
    lon, lat = math.degrees(math.radians(lon)), math.degrees(math.radians(lat))
    return Transformer.from_pipeline(f"+proj=aeqd +lon_0={lon:.15g} +lat_0={lat:.15g} +ellps=WGS84 +units=km")


def polar(km: float, bearing: float) -> Coordinate:
    """A point of a frame's plane by distance and bearing from its centre."""
    angle = math.radians(bearing)
    return km * math.sin(angle), km * math.cos(angle)
