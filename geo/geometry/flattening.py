"""Shapes in the plane about a point: halves joined, no finer than can be seen, far islands left out.

For a country that takes up to half a second. What comes out are some of its own vertices, so
``flattened.npz`` says which, for the larger shapes of the bundled world, and only those are projected.
A shape that is not in it, or is asked for about another point, is worked out as it is met.
``docs/training/flatten_shapes.py`` writes the file.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.geometry.geodesy import Frame
from geo.geometry.geojson import coarser
from geo.geometry.ground import mainland

FILE = Path(__file__).parent / "flattened.npz"
"""What is known ahead of time."""

ESCAPE = 255
"""A step of the vertices that stands for the next of the far steps."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Columns of the file. A shape's rows of ``rings`` start at ``first_ring``, and so on.

    ``keys`` are sorted; ``point`` and ``gap_km`` say what about a shape was flattened. The vertices of a
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


@lru_cache(maxsize=1)
def known() -> Known:
    """The file, read once."""
    with np.load(FILE, allow_pickle=False) as stored:
        return Known(**{name: stored[name] for name in stored.files})


def key(wkb: bytes) -> int:
    """What a shape goes by in the file."""
    return int.from_bytes(hashlib.blake2b(wkb, digest_size=8).digest(), "big")


@lru_cache(maxsize=256)
def flattened(wkb: bytes, lon: float, lat: float, gap_km: float) -> tuple[Frame, BaseGeometry]:
    """A shape in the plane about a point, as fine as its size asks for, far parts left out."""
    frame = Frame(lon, lat)
    shape = shapely.from_wkb(wkb)
    row = _row(wkb, lon, lat, gap_km)
    return frame, worked_out(shape, frame, gap_km) if row is None else _remembered(shape, frame, row)


def worked_out(shape: BaseGeometry, frame: Frame, gap_km: float) -> BaseGeometry:
    """As ``flattened``, from the shape alone."""
    flat = frame.plane(shape, step_deg=step_deg(shape))
    left, low, right, high = flat.bounds
    fine = max(0.05, math.hypot(right - left, high - low) / 2000)
    if not isinstance(flat, Polygon | MultiPolygon):
        return flat.simplify(fine)
    return mainland(coarser(shapely.make_valid(flat), fine), gap_km=gap_km)


def step_deg(shape: BaseGeometry) -> float:
    """How far apart the points may lie that keep the straight degrees of a shape."""
    west, _, east, _ = shape.bounds
    return max(0.25, min(1.0, (east - west) / 40))


def _row(wkb: bytes, lon: float, lat: float, gap_km: float) -> int | None:
    """Row of the file for a shape about a point."""
    table, wanted = known(), key(wkb)
    row = int(table.keys.searchsorted(np.uint64(wanted)))
    if row == len(table.keys) or int(table.keys[row]) != wanted:
        return None
    told = (*table.point[row].tolist(), float(table.gap_km))
    return row if told == (lon, lat, gap_km) else None


def _remembered(shape: BaseGeometry, frame: Frame, row: int) -> BaseGeometry:
    """The kept vertices of a shape in the plane, as polygons."""
    table = known()
    steps = _of(table.steps, table.first_step, row).astype(np.int64)
    steps[steps == ESCAPE] = _of(table.far, table.first_far, row)
    kept = np.cumsum(steps)
    rows = shapely.get_coordinates(shapely.segmentize(shape, step_deg(shape)))
    plain = kept < len(rows)
    flat = np.empty((len(kept), 2))
    flat[plain] = frame.forward(rows[kept[plain]])
    flat[~plain] = _of(table.more, table.first_more, row)[kept[~plain] - len(rows)]
    rings, parts = (
        np.concatenate([[0], np.cumsum(_of(column, first, row))])
        for column, first in ((table.rings, table.first_ring), (table.parts, table.first_part))
    )
    polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, flat, (rings, parts))
    return polygons[0] if len(polygons) == 1 else MultiPolygon(list(polygons))


def _of(column: Array, first: Array, row: int) -> Array:
    part: Array = column[first[row] : first[row + 1]]
    return part
