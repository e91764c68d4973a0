"""Compiling the shipped tables of the world into files that are mapped into memory.

The tables (see ``geo/derive/tables.py`` for how they are written) are small but slow to search; the
index is the reverse. Names are folded here, not when the tables are derived, so that one version of
``geo.gazetteer.fold`` serves both the index and the look-up.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import marisa_trie
import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import DataError
from geo.gazetteer.fold import canon, fold, skeleton
from geo.records import Progress

PRIMARY, EXACT, DEMONYM = 1, 2, 4
"""Flags of a written name: the entry's main name, counts only as written, word for its people."""
DEGREE = 100_000
_SHAPE_DEGREE = 10_000
_STEPS = 6
_MARKS = {"=": EXACT, "~": DEMONYM}

Array = npt.NDArray[Any]


def compile_index(tables: Path, folder: Path, progress: Progress | None = None) -> None:
    """Write the index of the tables into an empty folder, ``meta.json`` last.

    Raises DataError when a table is missing or is not the one that ``world.json`` describes.
    """

    def step(done: int, what: str) -> None:
        if progress is not None:
            progress(done, _STEPS, what)

    step(0, "reading the bundled places")
    head = json.loads((tables / "world.json").read_text(encoding="utf-8"))
    columns = _load(tables, "places.npz.xz", head)
    text = lzma.decompress(_checked(tables, "names.txt.xz", head)).decode("utf-8")
    step(1, "folding names")
    forms, flags, places = _forms(text)
    folded = fold("\n".join(forms)).split("\n")
    step(2, "sorting names")
    trie, keys, ids = _trie(folded)
    trie.save(str(folder / "names.trie"))
    step(3, "indexing spellings")
    arrays = _places(columns) | _postings(ids, flags, len(keys))
    arrays |= _spellings(keys, ids, arrays["country"][places])
    step(4, "writing places")
    encoded = [form.encode("utf-8") for form in forms]
    (folder / "forms.bin").write_bytes(b"".join(encoded))
    arrays["form_start"] = _starts([len(form) for form in encoded]).astype(np.int32)
    arrays["form_place"], arrays["form_flags"] = places, flags
    arrays["place_form"] = np.searchsorted(places, np.arange(head["places"] + 1)).astype(np.int32)
    step(5, "writing shapes")
    arrays |= _shapes(tables, folder, head, arrays)
    for name, array in sorted(arrays.items()):
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    _seal(folder, head)
    step(_STEPS, "ready")


def checksum(file: Path) -> list[int]:
    """[size in bytes, CRC-32 of the first and last 64 KiB]: sees truncation without reading all."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        start = stream.read(65536)
        stream.seek(max(0, size - 65536))
        return [size, crc32(stream.read(65536), crc32(start))]


def _seal(folder: Path, head: dict[str, Any]) -> None:
    files = {file.name: checksum(file) for file in sorted(folder.iterdir())}
    meta = {key: head[key] for key in ("kinds", "countries", "schemes", "sources", "features", "shapes")}
    (folder / "meta.json").write_text(json.dumps(meta | {"files": files}), encoding="utf-8")


def _checked(tables: Path, name: str, head: dict[str, Any]) -> bytes:
    try:
        content = (tables / name).read_bytes()
    except OSError as error:
        raise DataError(
            f"{tables / name}: the bundled world lacks a table; install geo-reports anew"
        ) from error
    if hashlib.sha256(content).hexdigest() != head["tables"][name]:
        raise DataError(f"{tables / name}: the table differs from the one shipped; install geo-reports anew")
    return content


def _load(tables: Path, name: str, head: dict[str, Any]) -> dict[str, Array]:
    with np.load(io.BytesIO(lzma.decompress(_checked(tables, name, head))), allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


def _joined(planes: Array, dtype: str) -> Array:
    """Numbers from their bytes kept apart by significance."""
    return np.ascontiguousarray(planes.T).view(dtype).reshape(-1)


def _forms(text: str) -> tuple[list[str], Array, Array]:
    """Written names, their flags, and the place of each, in the order of the places."""
    forms: list[str] = []
    flags = bytearray()
    counts: list[int] = []
    for line in text.split("\n"):
        names = line.split("\t")
        start = len(flags)
        flags += bytes(len(names))
        flags[start] = PRIMARY
        if "\t=" in line or "\t~" in line:
            marks = [_MARKS.get(name[0], 0) for name in names]
            flags[start + 1 :] = bytes(marks[1:])
            names = [name[1:] if mark else name for name, mark in zip(names, marks, strict=True)]
        forms += names
        counts.append(len(names))
    places = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return forms, np.frombuffer(bytes(flags), np.uint8), places


def _trie(folded: Sequence[str]) -> tuple[marisa_trie.Trie, list[str], Array]:
    """The trie of distinct keys, the keys by their number, and the key of each form."""
    distinct = sorted(set(folded))
    trie = marisa_trie.Trie(distinct)
    number = dict(zip(distinct, map(trie.key_id, distinct), strict=True))
    keys = [""] * len(distinct)
    for key, place in number.items():
        keys[place] = key
    return trie, keys, np.fromiter(map(number.__getitem__, folded), np.int32, len(folded))


def _starts(lengths: Sequence[int] | Array) -> Array:
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def _postings(ids: Array, flags: Array, count: int) -> dict[str, Array]:
    """Forms of each key in the order of prominence, and whether all of them count only as written."""
    strict = np.ones(count, np.uint8)
    strict[ids[(flags & EXACT) == 0]] = 0
    return {
        "key_forms": np.argsort(ids, kind="stable").astype(np.int32),
        "key_start": _starts(np.bincount(ids, minlength=count)).astype(np.int32),
        "key_strict": strict,
    }


def _spellings(keys: list[str], ids: Array, countries: Array) -> dict[str, Array]:
    """Hashes of canonical keys (worldwide) and of skeletons (inside a country), sorted."""
    canonical = canon("\n".join(keys)).split("\n")
    bones = skeleton("\n".join(canonical)).split("\n")
    canon_hash = np.fromiter((crc32(key.encode()) for key in canonical), np.uint32, len(keys))
    bone_hash = np.fromiter((crc32(key.encode()) for key in bones), np.uint32, len(keys))
    by_canon = np.argsort(canon_hash, kind="stable").astype(np.int32)
    inside = (countries.astype(np.uint64) << np.uint64(32)) | bone_hash[ids]
    by_bone = np.argsort(inside, kind="stable").astype(np.int32)
    return {
        "canon_hash": canon_hash[by_canon],
        "canon_key": by_canon,
        "bone_hash": inside[by_bone],
        "bone_form": by_bone,
        "form_key": ids,
    }


def _places(columns: dict[str, Array]) -> dict[str, Array]:
    numbers = {
        "lon": "<i4",
        "lat": "<i4",
        "population": "<u4",
        "admin1": "<i4",
        "number": "<u4",
        "extent": "<u4",
    }
    return {name: _joined(a, numbers[name]) if name in numbers else a for name, a in columns.items()}


def _shapes(tables: Path, folder: Path, head: dict[str, Any], places: dict[str, Array]) -> dict[str, Array]:
    """Write shapes as WKB one after another; where each starts; the shape of each place."""
    stored = _load(tables, "shapes.npz.xz", head)
    steps = np.column_stack([_joined(stored[axis], "<i4") for axis in ("x", "y")])
    coordinates = np.cumsum(steps, axis=0) / _SHAPE_DEGREE
    rings, parts, shapes = (_starts(stored[name]) for name in ("points", "rings", "parts"))
    areas = int(stored["polygon"].sum())  # polygons come first, then lines
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON, coordinates, (rings, parts, shapes[: areas + 1])
    )
    first = int(parts[shapes[areas]])
    lines = shapely.from_ragged_array(
        shapely.GeometryType.MULTILINESTRING,
        coordinates[rings[first] :],
        (rings[first:] - rings[first], parts[shapes[areas:]] - first),
    )
    blobs = [*shapely.to_wkb(polygons), *shapely.to_wkb(lines)]
    (folder / "shapes.bin").write_bytes(b"".join(blobs))
    return {
        "shape_start": _starts([len(blob) for blob in blobs]),
        "place_shape": _place_shapes(head["shapes"]["ids"], head["schemes"], places),
    }


def _place_shapes(ids: list[str], schemes: list[str], places: dict[str, Array]) -> Array:
    numbered = zip(places["scheme"].tolist(), places["number"].tolist(), strict=True)
    rows = {ident: row for row, ident in enumerate(numbered)}
    shapes = np.full(len(rows), -1, np.int32)
    for shape, ident in enumerate(ids):
        scheme, _, number = ident.partition(":")
        if scheme in schemes:
            shapes[rows[schemes.index(scheme), int(number)]] = shape
    return shapes
