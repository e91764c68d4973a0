"""Outlines of places as they are drawn with: no finer than can be seen, halves joined, far islands left out.

For a country that takes up to half a second. What comes out are some of its own vertices, so
``outlines.npz`` says which, for the larger shapes of the bundled world, and only those are projected.
A shape that is not in it, or is asked for about another point, is worked out as it is met.
``docs/training/outline_shapes.py`` writes the file.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import affine_transform
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.geometry.geodesy import Frame
from geo.geometry.geojson import coarser

FILE = Path(__file__).parent / "outlines.npz"
"""What is known ahead of time."""

FLAT, LEVEL = 0, 1
"""Last bit of a row's key: which outline of a shape it is."""

ESCAPE = 255
"""A step of the vertices that stands for the next of the far steps."""

KM_A_DEGREE = 111.2
"""Of latitude, as the level plane has it."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Columns of the file. A shape's rows of ``rings`` start at ``first_ring``, and so on.

    ``keys`` are sorted; ``point`` and ``gap_km`` say what about a shape was worked out. The vertices of a
    shape are numbered as they come, then those of ``more``, which lie where its halves meet (in the plane).
    ``steps`` lead from one kept vertex to the next, wide ones through ``far``.
    """

    keys: Array
    point: Array
    gap_km: Array
    first_part: Array
    first_ring: Array
    first_step: Array
    first_far: Array
    first_more: Array
    parts: Array
    rings: Array
    steps: Array
    far: Array
    more: Array

    def row(self, key: int) -> int | None:
        """Row of an outline by its key."""
        row = int(self.keys.searchsorted(np.uint64(key)))
        return row if row < len(self.keys) and int(self.keys[row]) == key else None


@dataclass(frozen=True, eq=False, slots=True)
class Outline:
    """A valid shape in degrees, the same object for the same place; ``key`` is None for one made here."""

    shape: BaseGeometry
    key: int | None = None


@lru_cache(maxsize=1)
def known() -> Known:
    """The file, read once."""
    with np.load(FILE, allow_pickle=False) as stored:
        return Known(**{name: stored[name] for name in stored.files})


@lru_cache(maxsize=256)
def outline(wkb: bytes) -> Outline:
    """A shape from its bytes; the ones known ahead are valid."""
    shape, key = shapely.from_wkb(wkb), digest(wkb)
    if known().row(key) is not None:
        return Outline(shape, key)
    if shape.geom_type in {"Polygon", "MultiPolygon"} and not shape.is_valid:
        shape = shapely.make_valid(shape)
    return Outline(shape)


def digest(wkb: bytes) -> int:
    """Key of a shape's flat outline."""
    return int.from_bytes(hashlib.blake2b(wkb, digest_size=8).digest(), "big") & ~1


@lru_cache(maxsize=256)
def flattened(of: Outline, lon: float, lat: float, gap_km: float) -> tuple[Frame, BaseGeometry]:
    """A shape in the plane about a point."""
    frame = Frame(lon, lat)
    row = _row(of, FLAT, (lon, lat, gap_km))
    return frame, (
        flat(of.shape, frame, gap_km)
        if row is None
        else _remembered(row, flat_vertices(of.shape), frame.forward)
    )


def flat(shape: BaseGeometry, frame: Frame, gap_km: float) -> BaseGeometry:
    """As ``flattened``, worked out from the shape alone."""
    whole = frame.plane(shape, step_deg=_step_deg(shape))
    left, low, right, high = whole.bounds
    fine = max(0.05, math.hypot(right - left, high - low) / 2000)
    if not isinstance(whole, Polygon | MultiPolygon):
        return whole.simplify(fine)
    return mainland(coarser(shapely.make_valid(whole), fine), gap_km=gap_km)


def flat_vertices(shape: BaseGeometry) -> Array:
    """Vertices of an area, with those that keep its straight degrees."""
    rings = shapely.get_rings(shapely.get_parts(shape))  # of areas GEOS would ask whether they are valid
    return shapely.get_coordinates(shapely.segmentize(rings, _step_deg(shape)))


def _step_deg(shape: BaseGeometry) -> float:
    west, _, east, _ = shape.bounds
    return max(0.25, min(1.0, (east - west) / 40))


@lru_cache(maxsize=128)
def levelled(of: Outline, lon: float, lat: float, gap_km: float) -> BaseGeometry:
    """A shape in kilometres along the parallels and meridians, as long as they are at a latitude."""
    row = _row(of, LEVEL, (lon, lat, gap_km))
    if row is None:
        return level(of.shape, lon, lat, gap_km)
    return _remembered(row, level_vertices(of.shape, lon), lambda rows: rows * scale(lat))


def level(shape: BaseGeometry, lon: float, lat: float, gap_km: float) -> BaseGeometry:
    """As ``levelled``, worked out from the shape alone."""
    moved = shapely.transform(shape, lambda _: level_vertices(shape, lon))
    wide, high = scale(lat)
    whole = affine_transform(shapely.union_all(shapely.get_parts(moved)), [wide, 0, 0, high, 0, 0])
    whole = coarser(whole, math.dist(whole.bounds[:2], whole.bounds[2:]) / 2000)
    return mainland(whole, gap_km=gap_km)


def level_vertices(shape: BaseGeometry, lon: float) -> Array:
    """Vertices of a shape, its parts moved by whole turns to the side of a longitude: halves meet."""
    parts = shapely.get_parts(shape)
    bounds = shapely.bounds(parts)
    middle = (bounds[:, 0] + bounds[:, 2]) / 2
    rows = shapely.get_coordinates(parts)
    beside = lon + ((middle - lon + 180.0) % 360.0 - 180.0)
    rows[:, 0] += np.repeat(beside - middle, shapely.get_num_coordinates(parts))
    return rows


def scale(lat: float) -> tuple[float, float]:
    """Kilometres of a degree of longitude and of latitude in the level plane."""
    return (math.cos(math.radians(lat)) or 1e-6) * KM_A_DEGREE, KM_A_DEGREE


def mainland(area: BaseGeometry, *, gap_km: float) -> BaseGeometry:
    """The parts of an area of the plane that hang together with the greatest one.

    Islands count while the sea between is narrower than ``gap_km``: far territories would shift
    what "northern X" means.
    """
    parts = sorted(shapely.get_parts(area).tolist(), key=lambda part: -float(part.area))
    kept, rest = parts[:1], parts[1:]
    frontier = kept
    while frontier and rest:
        near = shapely.dwithin(rest, shapely.union_all(frontier), gap_km).tolist()
        frontier = [part for part, close in zip(rest, near, strict=True) if close]
        rest = [part for part, close in zip(rest, near, strict=True) if not close]
        kept = kept + frontier
    return shapely.union_all(kept)


def _row(of: Outline, kind: int, told: tuple[float, float, float]) -> int | None:
    """Row of an outline that was worked out about the same point, with the same gap."""
    row = None if of.key is None else known().row(of.key | kind)
    return row if row is not None and (*known().point[row].tolist(), float(known().gap_km)) == told else None


def _remembered(row: int, vertices: Array, project: Callable[[Array], Array]) -> BaseGeometry:
    """The kept vertices of a shape, projected, as polygons."""
    table = known()
    steps = _of(table.steps, table.first_step, row).astype(np.int64)
    steps[steps == ESCAPE] = _of(table.far, table.first_far, row)
    kept = np.cumsum(steps)
    plain = kept < len(vertices)
    spots = np.empty((len(kept), 2))
    spots[plain] = project(vertices[kept[plain]])
    spots[~plain] = _of(table.more, table.first_more, row)[kept[~plain] - len(vertices)]
    rings, parts = (
        np.concatenate([[0], np.cumsum(_of(column, first, row))])
        for column, first in ((table.rings, table.first_ring), (table.parts, table.first_part))
    )
    polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, spots, (rings, parts))
    whole: BaseGeometry = polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons.tolist())
    return whole


def _of(column: Array, first: Array, row: int) -> Array:
    part: Array = column[first[row] : first[row + 1]]
    return part
