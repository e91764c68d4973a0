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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zlib import crc32

import marisa_trie
import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import DataError
from geo.gazetteer.fold import canon, fold, skeleton
from geo.gazetteer.leads import COUNT, leads
from geo.records import Progress

PRIMARY, EXACT, DEMONYM = 1, 2, 4
"""Flags of a written name: the entry's main name, counts only as written, word for its people."""
BONE_BITS = 16
"""Bits below those of a skeleton's hash, where its country stands."""
DEGREE = 100_000
_SHAPE_DEGREE = 10_000
_STEPS = 6
_MARKS = {"=": EXACT, "~": DEMONYM}
_LINE, _TAB = b"\n\t"

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
    with ThreadPoolExecutor(2) as unpacking:  # xz leaves the interpreter free
        names = unpacking.submit(_unpacked, tables, "names.txt.xz", head)
        columns = unpacking.submit(_load, tables, "places.npz.xz", head)
        outlines = unpacking.submit(_load, tables, "shapes.npz.xz", head)
        step(1, "folding names")
        forms, starts, flags, places = _forms(names.result())
        folded = fold(forms.decode("utf-8")).split("\n")
    step(2, "sorting names")
    trie, keys, ids = _trie(folded)
    trie.save(str(folder / "names.trie"))
    step(3, "indexing spellings")
    arrays = _places(columns.result()) | _postings(ids, flags, len(keys))
    arrays |= _spellings(keys, ids, arrays["country"][places])
    arrays["lead_start"] = _write_keys(keys, folder)
    step(4, "writing places")
    (folder / "forms.bin").write_bytes(forms.replace(b"\n", b""))
    arrays["form_start"] = starts.astype(np.int32)
    arrays["form_place"], arrays["form_flags"] = places, flags
    arrays["place_form"] = np.searchsorted(places, np.arange(head["places"] + 1)).astype(np.int32)
    step(5, "writing shapes")
    arrays |= _shapes(outlines.result(), folder)
    arrays["place_shape"] = _place_shapes(head["shapes"]["ids"], head["schemes"], arrays)
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


def _unpacked(tables: Path, name: str, head: dict[str, Any]) -> bytes:
    return lzma.decompress(_checked(tables, name, head))


def _load(tables: Path, name: str, head: dict[str, Any]) -> dict[str, Array]:
    with np.load(io.BytesIO(_unpacked(tables, name, head)), allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


def _joined(planes: Array, dtype: str) -> Array:
    """Numbers from their bytes kept apart by significance."""
    return np.ascontiguousarray(planes.T).view(dtype).reshape(-1)


def _forms(table: bytes) -> tuple[bytes, Array, Array, Array]:
    """Written names, one a line; where each starts without the line ends; their flags; the place of each.

    In the table a line is a place, a tab parts its names, and a mark may stand before all but the first.
    """
    letters = np.frombuffer(b"\n" + table + b"\n", np.uint8)
    ends = np.flatnonzero((letters == _LINE) | (letters == _TAB))
    first = letters[ends[:-1]] == _LINE
    marks = np.where(first, 0, letters[ends[:-1] + 1])
    flags = np.where(first, PRIMARY, 0).astype(np.uint8)
    for mark, flag in _MARKS.items():
        flags[marks == ord(mark)] |= flag
    marked = flags > PRIMARY
    kept = np.delete(letters, ends[:-1][marked] + 1)[1:-1].tobytes().replace(b"\t", b"\n")
    return kept, _starts(np.diff(ends) - 1 - marked), flags, (np.cumsum(first) - 1).astype(np.int32)


def _trie(folded: Sequence[str]) -> tuple[marisa_trie.Trie, list[str], Array]:
    """The trie of distinct keys, the keys by their number, and the key of each form."""
    trie = marisa_trie.Trie(dict.fromkeys(folded))
    keys = list(map(trie.restore_key, range(len(trie))))
    number = dict(zip(keys, range(len(keys)), strict=True))
    return trie, keys, np.fromiter(map(number.__getitem__, folded), np.int32, len(folded))


def _write_keys(keys: Sequence[str], folder: Path) -> Array:
    """Write the keys in the order of their first letters, one a line; where those of each lead begin."""
    lead = leads(keys)
    order = np.argsort(lead, kind="stable")
    lines = [keys[number] for number in order.tolist()]
    (folder / "keys.txt").write_text("\n".join(lines), encoding="ascii", newline="\n")
    starts = _starts([len(line) + 1 for line in lines])
    return starts[lead[order].searchsorted(np.arange(COUNT + 1))].astype(np.int32)


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
    """Hashes of canonical keys, and of skeletons with the country behind, sorted; which keys share theirs."""
    canonical = canon("\n".join(keys))
    canon_hash, bone_hash = (
        np.fromiter(map(crc32, lines.encode().split(b"\n")), np.uint32, len(keys))
        for lines in (canonical, skeleton(canonical))
    )
    by_canon = np.argsort(canon_hash, kind="stable").astype(np.int32)
    inside = (bone_hash[ids].astype(np.uint64) << np.uint64(BONE_BITS)) | countries.astype(np.uint64)
    by_bone = np.argsort(inside, kind="stable").astype(np.int32)
    ordered = canon_hash[by_canon]
    alike = np.flatnonzero(ordered[1:] == ordered[:-1])
    shared = np.zeros(len(keys), np.uint8)
    shared[by_canon[alike]] = shared[by_canon[alike + 1]] = 1
    return {
        "canon_hash": ordered,
        "canon_key": by_canon,
        "key_shared": shared,
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
    found = {name: _joined(a, numbers[name]) if name in numbers else a for name, a in columns.items()}
    return found | {"by_number": np.argsort(found["number"], kind="stable").astype(np.int32)}


def _shapes(stored: dict[str, Array], folder: Path) -> dict[str, Array]:
    """Write shapes as WKB one after another; where each starts."""
    coordinates = np.empty((len(stored["x"].T), 2))
    for at, axis in enumerate("xy"):
        coordinates[:, at] = np.cumsum(_joined(stored[axis], "<i4")) / _SHAPE_DEGREE
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
    return {"shape_start": _starts([len(blob) for blob in blobs])}


def _place_shapes(ids: list[str], schemes: list[str], places: dict[str, Array]) -> Array:
    """The shape of each place, -1 for none."""
    whole = places["scheme"].astype(np.int64) << 32 | places["number"]
    order = np.argsort(whole)
    found = []
    for shape, ident in enumerate(ids):
        scheme, _, number = ident.partition(":")
        if scheme in schemes:
            found.append((shape, schemes.index(scheme) << 32 | int(number)))
    numbers, sought = np.array(found, np.int64).reshape(-1, 2).T
    shapes = np.full(len(whole), -1, np.int32)
    shapes[order[np.searchsorted(whole[order], sought)]] = numbers
    return shapes
