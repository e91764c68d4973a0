"""Write `geo/geometry/outlines.npz`: `python docs/training/outline_shapes.py [--cache FOLDER]`.

To be run again when the shapes of the bundled world change, or how they are drawn with: half a minute.
Nothing but the shipped tables goes in. Without it every outline is worked out as it is met.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.gazetteer.world import open_world
from geo.geometry import outlines
from geo.geometry.geodesy import Frame
from geo.settings import GeometrySettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely.geometry.base import BaseGeometry

    from geo.gazetteer.world import World

LEAST = 150
"""Vertices of a shape from which on it is worth a row: smaller ones take under a millisecond."""
GAP_KM = GeometrySettings().mainland_gap_km


def main() -> None:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="folder of the compiled index")
    found = shapes(open_world(parser.parse_args().cache))
    rows = [row for shape in found for row in (flat(*shape), level(*shape))]
    rows.sort(key=lambda row: row["key"])
    columns: dict[str, Any] = {
        "keys": np.array([row["key"] for row in rows], np.uint64),
        "point": np.array([row["point"] for row in rows]),
        "gap_km": np.float64(GAP_KM),
    }
    for many, one, kind in (
        ("parts", "part", np.uint16),
        ("rings", "ring", np.uint32),
        ("steps", "step", np.uint8),
        ("far", "far", np.int32),
        ("more", "more", np.float64),
    ):
        cells = [np.asarray(row[many], kind) for row in rows]
        columns[f"first_{one}"] = np.cumsum([0, *map(len, cells)], dtype=np.int32)
        columns[many] = np.concatenate(cells)
    np.savez_compressed(outlines.FILE, **columns)
    print(f"{len(rows)} outlines, {len(columns['steps'])} vertices, {outlines.FILE.stat().st_size} bytes")


def shapes(world: World) -> Iterator[tuple[bytes, BaseGeometry, float, float]]:
    """Shapes of places with enough vertices, as WKB and read, and the points of the places."""
    for number in itertools.count():
        try:
            place = world.place_at(number)
        except IndexError:
            return
        wkb = world.shape(place.id) if place.has_shape else None
        shape = None if wkb is None else shapely.from_wkb(wkb)
        if wkb is None or shape.geom_type not in {"Polygon", "MultiPolygon"}:
            continue
        if not shape.is_valid:
            raise SystemExit(f"{place.id} {place.name}: the shape is not valid")
        if shapely.get_num_coordinates(shape) >= LEAST:
            yield wkb, shape, place.lon, place.lat


def flat(wkb: bytes, shape: BaseGeometry, lon: float, lat: float) -> dict[str, Any]:
    """The row of the flat outline."""
    frame = Frame(lon, lat)
    done = outlines.flat(shape, frame, GAP_KM)
    vertices = frame.forward(outlines.flat_vertices(shape))
    return {"key": outlines.digest(wkb) | outlines.FLAT, "point": (lon, lat), **kept(done, vertices)}


def level(wkb: bytes, shape: BaseGeometry, lon: float, lat: float) -> dict[str, Any]:
    """The row of the level outline."""
    done = outlines.level(shape, lon, lat, GAP_KM)
    vertices = outlines.level_vertices(shape, lon) * outlines.scale(lat)
    return {"key": outlines.digest(wkb) | outlines.LEVEL, "point": (lon, lat), **kept(done, vertices)}


def kept(done: BaseGeometry, vertices: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, Any]:
    """Which vertices make up an outline."""
    number = {spot: at for at, spot in reversed(list(enumerate(map(tuple, vertices.tolist()))))}
    more: list[tuple[float, ...]] = []
    chosen = []
    parts = shapely.get_parts(done).tolist()
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    for spot in (spot for ring in rings for spot in ring.coords):
        if spot not in number:
            number[spot] = len(vertices) + len(more)
            more.append(spot)
        chosen.append(number[spot])
    steps = np.diff(chosen, prepend=0)
    near = (steps >= 0) & (steps < outlines.ESCAPE)
    return {
        "parts": [1 + len(part.interiors) for part in parts],
        "rings": [len(ring.coords) for ring in rings],
        "steps": np.where(near, steps, outlines.ESCAPE),
        "far": steps[~near],
        "more": np.array(more).reshape(-1, 2),
    }


if __name__ == "__main__":
    main()
