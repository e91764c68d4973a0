"""Write `geo/geometry/flattened.npz`: `python docs/training/flatten_shapes.py [--cache FOLDER]`.

To be run again when the shapes of the bundled world change, or the way they are flattened: about a minute.
Nothing but the shipped tables goes in. Without the file every outline is worked out as it is met.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.gazetteer.world import open_world
from geo.geometry import flattening
from geo.geometry.geodesy import Frame
from geo.settings import GeometrySettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.gazetteer.world import World

LEAST = 150
"""Vertices of a shape from which on it is worth a row: smaller ones take under a millisecond."""


def main() -> None:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="folder of the compiled index")
    gap_km = GeometrySettings().mainland_gap_km
    rows = [flat(*found, gap_km) for found in shapes(open_world(parser.parse_args().cache))]
    rows.sort(key=lambda row: row["key"])
    columns: dict[str, Any] = {
        "keys": np.array([row["key"] for row in rows], np.uint64),
        "point": np.array([row["point"] for row in rows]),
        "gap_km": np.float64(gap_km),
    }
    for many, one, kind in (
        ("parts", "part", np.uint16),
        ("rings", "ring", np.uint32),
        ("steps", "step", np.uint8),
        ("far", "far", np.int32),
        ("more", "more", np.float64),
    ):
        found = [np.asarray(row[many], kind) for row in rows]
        columns[f"first_{one}"] = np.cumsum([0, *map(len, found)], dtype=np.int32)
        columns[many] = np.concatenate(found)
    np.savez_compressed(flattening.FILE, **columns)
    print(f"{len(rows)} shapes, {len(columns['steps'])} vertices, {flattening.FILE.stat().st_size} bytes")


def shapes(world: World) -> Iterator[tuple[bytes, float, float]]:
    """Shapes of places with enough vertices, as WKB, and the points of the places."""
    for row in itertools.count():
        try:
            place = world.place_at(row)
        except IndexError:
            return
        wkb = world.shape(place.id) if place.has_shape else None
        shape = None if wkb is None else shapely.from_wkb(wkb)
        if wkb is None or shape.geom_type not in {"Polygon", "MultiPolygon"}:
            continue
        if not shape.is_valid:
            raise SystemExit(f"{place.id} {place.name}: the shape is not valid")
        if shapely.get_num_coordinates(shape) >= LEAST:
            yield wkb, place.lon, place.lat


def flat(wkb: bytes, lon: float, lat: float, gap_km: float) -> dict[str, Any]:
    """One row: which vertices make up the flattened shape."""
    shape, frame = shapely.from_wkb(wkb), Frame(lon, lat)
    done = flattening.worked_out(shape, frame, gap_km)
    rows = frame.forward(shapely.get_coordinates(shapely.segmentize(shape, flattening.step_deg(shape))))
    number = {row: at for at, row in reversed(list(enumerate(map(tuple, rows.tolist()))))}
    more: list[tuple[float, float]] = []
    kept = []
    rings = [ring for part in shapely.get_parts(done).tolist() for ring in (part.exterior, *part.interiors)]
    for spot in (spot for ring in rings for spot in ring.coords):
        if spot not in number:
            number[spot] = len(rows) + len(more)
            more.append(spot)
        kept.append(number[spot])
    steps = np.diff(kept, prepend=0)
    near = (steps >= 0) & (steps < flattening.ESCAPE)
    return {
        "key": flattening.key(wkb),
        "point": (lon, lat),
        "parts": [1 + len(part.interiors) for part in shapely.get_parts(done).tolist()],
        "rings": [len(ring.coords) for ring in rings],
        "steps": np.where(near, steps, flattening.ESCAPE),
        "far": steps[~near],
        "more": np.array(more).reshape(-1, 2),
    }


if __name__ == "__main__":
    main()
