"""Writing the derived world: a few compressed files that the gazetteer compiles on first use.

``places.npz.xz`` holds one row a place, most prominent first; ``names.txt.xz`` one line a place: its
main name and alternates between tabs, ``=`` before a name that counts only as written and ``~`` before
a people's word; ``shapes.npz.xz`` polygons and border lines as differences of whole numbers;
``world.json`` the code lists, sources, licences and inputs.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.derive.entries import Entry
from geo.derive.inputs import ATLAS, INPUTS

FORMAT = 1
DEGREE = 100_000
SHAPE_DEGREE = 10_000
SCHEMES = ("geonames", "ne", "iata", "icao", "geo")


def write_tables(folder: Path, entries: list[Entry], shapes: dict[str, BaseGeometry]) -> None:
    """Write all tables into a folder, the same bytes for the same input."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = sorted({entry.kind for entry in entries})
    countries = ["", *sorted({entry.country for entry in entries if entry.country})]
    sources = sorted({entry.source for entry in entries})
    origins = (*INPUTS, ATLAS)
    licences = {item.source: item.licence for item in origins}
    notes = {item.source: item.attribution for item in origins}
    features = ["", *sorted({entry.feature for entry in entries if entry.feature})]
    tables = {
        "places.npz.xz": _xz(_npz(_columns(entries, kinds, countries, sources, features))),
        "names.txt.xz": _xz("\n".join(_line(entry) for entry in entries).encode()),
        "shapes.npz.xz": _xz(_npz(_ragged(list(shapes.values())))),
    }
    head = {
        "format": FORMAT,
        "kinds": kinds,
        "countries": countries,
        "schemes": list(SCHEMES),
        "sources": [{"name": s, "licence": licences[s], "attribution": notes[s]} for s in sources],
        "shapes": {"source": "Natural Earth", "licence": licences["Natural Earth"], "ids": list(shapes)},
        "inputs": [
            {"package": i.package, "registry": i.registry, "version": i.version, "files": dict(i.files)}
            for i in INPUTS
        ],
        "places": len(entries),
        "features": features,
        "tables": {name: hashlib.sha256(content).hexdigest() for name, content in tables.items()},
    }
    for name, content in tables.items():
        (folder / name).write_bytes(content)
    text = json.dumps(head, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "world.json").write_text(text + "\n", encoding="utf-8")


def _columns(
    entries: list[Entry], kinds: list[str], countries: list[str], sources: list[str], features: list[str]
) -> dict[str, np.ndarray[Any, Any]]:
    division = {entry.admin1: row for row, entry in enumerate(entries) if entry.kind == "admin1"}
    idents = [entry.ident.split(":", 1) for entry in entries]
    admin1 = [-1 if e.kind in {"admin1", "country"} else division.get(e.admin1, -1) for e in entries]
    return {
        "lon": _split(np.array([round(e.lon * DEGREE) for e in entries], "<i4")),
        "lat": _split(np.array([round(e.lat * DEGREE) for e in entries], "<i4")),
        "population": _split(np.array([e.population for e in entries], "<u4")),
        "kind": np.array([kinds.index(e.kind) for e in entries], "u1"),
        "country": np.array([countries.index(e.country) for e in entries], "u1"),
        "source": np.array([sources.index(e.source) for e in entries], "u1"),
        "feature": np.array([features.index(e.feature) for e in entries], "u1"),
        "admin1": _split(np.array(admin1, "<i4")),
        "scheme": np.array([SCHEMES.index(scheme) for scheme, _ in idents], "u1"),
        "number": _split(np.array([_number(scheme, text) for scheme, text in idents], "<u4")),
        "extent": _split(np.array([round(e.extent_km) for e in entries], "<u4")),
    }


def _number(scheme: str, text: str) -> int:
    return int(text, 36) if scheme in {"iata", "icao"} else int(text)


def _line(entry: Entry) -> str:
    names = [entry.name, *entry.names, *(f"={n}" for n in entry.exact), *(f"~{n}" for n in entry.demonyms)]
    return "\t".join(dict.fromkeys(names))


def _ragged(shapes: list[BaseGeometry]) -> dict[str, np.ndarray[Any, Any]]:
    """Parts, rings and coordinates of shapes; a shape is a polygon or a line as a whole."""
    parts = [list(shapely.get_parts(s)) for s in shapes]
    rings = [
        [list(shapely.get_rings(p)) if p.geom_type == "Polygon" else [p] for p in group] for group in parts
    ]
    flat = [ring for group in rings for part in group for ring in part]
    coordinates = np.rint(shapely.get_coordinates(flat) * SHAPE_DEGREE).astype("<i4")
    steps = np.diff(coordinates, axis=0, prepend=np.zeros((1, 2), "<i4")).astype("<i4")
    return {
        "polygon": np.array(["olygon" in s.geom_type for s in shapes], "u1"),
        "parts": np.array([len(group) for group in parts], "<u4"),
        "rings": np.array([len(part) for group in rings for part in group], "<u4"),
        "points": np.array([shapely.get_num_coordinates(ring) for ring in flat], "<u4"),
        "x": _split(steps[:, 0]),
        "y": _split(steps[:, 1]),
    }


def _split(numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Bytes of numbers, all lowest ones first: they compress far better so."""
    return np.ascontiguousarray(numbers).view("u1").reshape(len(numbers), -1).T.copy()


def _npz(arrays: dict[str, np.ndarray[Any, Any]]) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _xz(content: bytes) -> bytes:
    return lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)
