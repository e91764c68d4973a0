"""Shapes of the bundled world: which division a point lies in, outlines, borders, near towns."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from geo.gazetteer.index import Index

COAST_DEG = 0.05
"""A point this near to a division counts as inside: coasts are simplified to some 400 m."""
MAX_NEIGHBOURS = 50
_KM_PER_DEGREE = 111.195


class Shapes:
    """Geometry questions answered from an index; polygons are read on the first one."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._places = index.arrays["place_shape"]

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {ident: number for number, ident in enumerate(self._index.meta["shapes"]["ids"])}

    @cached_property
    def _rows(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], shapely.STRtree]:
        """Places that have polygons, first-order divisions before countries, and their tree."""
        kinds = self._index.meta["kinds"]
        kind = self._index.arrays["kind"]
        shaped = np.flatnonzero(self._places >= 0)
        first = shaped[kind[shaped] == kinds.index("admin1")]
        countries = shaped[kind[shaped] == kinds.index("country")]
        blobs = [self._index.shape(int(self._places[row])) for row in np.concatenate([first, countries])]
        return first, countries, shapely.STRtree(shapely.from_wkb(blobs))

    def shape(self, ident: str) -> bytes | None:
        """WKB of a place's polygon (or of ``border:AA-BB``), None where there is none."""
        number = self._by_id.get(ident)
        return None if number is None else self._index.shape(number)

    def border(self, one: str, other: str | None) -> bytes | None:
        """WKB of the land border of two countries, or of all land borders of one."""
        if other is not None:
            low, high = sorted((one, other))
            return self.shape(f"border:{low}-{high}")
        names = [
            n for n in self._by_id if n.startswith("border:") and one in n.removeprefix("border:").split("-")
        ]
        lines = shapely.from_wkb([self._index.shape(self._by_id[name]) for name in names])
        parts = [part for line in lines for part in shapely.get_parts(line)]
        return bytes(shapely.to_wkb(shapely.MultiLineString(parts))) if parts else None

    def row_at(self, lon: float, lat: float) -> int | None:
        """Row of the first-order division at a point, else of the country, None at sea."""
        first, countries, tree = self._rows
        point = shapely.Point(lon, lat)
        inside = tree.query(point, predicate="within")
        if not len(inside):
            inside = tree.query_nearest(point, max_distance=COAST_DEG)
        best = min((int(number) for number in inside), default=None)
        if best is None:
            return None
        return int(first[best]) if best < len(first) else int(countries[best - len(first)])

    def near(self, lon: float, lat: float, radius_km: float) -> list[int]:
        """Rows of towns within a radius, nearest first, at most 50."""
        arrays = self._index.arrays
        reach = radius_km / _KM_PER_DEGREE
        rows = np.flatnonzero(np.abs(arrays["lat"] - round(lat * 1e5)) <= reach * 1e5)
        rows = rows[arrays["kind"][rows] == self._index.meta["kinds"].index("city")]
        distance = haversine_km(lon, lat, arrays["lon"][rows] / 1e5, arrays["lat"][rows] / 1e5)
        order = np.argsort(distance, kind="stable")
        order = order[distance[order] <= radius_km][:MAX_NEIGHBOURS]
        return [int(row) for row in rows[order]]


def haversine_km(
    lon: float, lat: float, lons: npt.NDArray[np.float64], lats: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Great-circle distances on the mean sphere (radius 6371.0088 km)."""
    half = np.sin(np.radians(lats - lat) / 2) ** 2
    half = (
        half
        + math.cos(math.radians(lat)) * np.cos(np.radians(lats)) * np.sin(np.radians(lons - lon) / 2) ** 2
    )
    distance: npt.NDArray[np.float64] = 2 * 6371.0088 * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return distance
