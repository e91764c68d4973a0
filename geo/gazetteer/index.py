"""The compiled index of the bundled world: finding, building and opening its files.

The index lives in a folder whose name is a hash of the tables and of the code that compiles them. It
is built in a folder of its own beside it and renamed when complete, so that two processes that build
at once do no harm and a build broken off leaves nothing that would be opened.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import shutil
import tempfile
import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import marisa_trie
import numpy as np
import numpy.typing as npt
import platformdirs

from geo.gazetteer import compile as compiler
from geo.gazetteer import fold as folding
from geo.gazetteer import leads as leading
from geo.records import Progress

TABLES = Path(__file__).parent / "data"
"""Folder of the shipped tables."""

_KEPT_DAYS = 30
"""Days that an index of another version is kept after its last use (project choice)."""
_OWN_NAME = re.compile(r"world-[0-9a-f]{16}(?:-\w{8})?")
"""Names that only this module gives: an index, or the folder that one is built in."""

Array = npt.NDArray[Any]
_NOWHERE = range(0)


@dataclass(frozen=True, slots=True)
class Hashes:
    """A sorted column of 32-bit hashes.

    ``starts`` says where the hashes of each leading twelve bits begin, ``taken`` has a bit for each
    leading 22 bits that occur: seven of eight hashes that are not there are known from it.
    """

    values: memoryview
    starts: tuple[int, ...]
    taken: bytes

    def may_hold(self, value: int) -> bool:
        """Whether a hash may be in the column."""
        return self.taken[value >> 13] & 128 >> (value >> 10 & 7) != 0

    def find(self, value: int) -> range:
        """Places of a hash in the column."""
        if not self.may_hold(value):
            return _NOWHERE
        lead = value >> 20
        low = bisect_left(self.values, value, self.starts[lead], self.starts[lead + 1])
        return range(low, bisect_right(self.values, value, low, self.starts[lead + 1]))


@dataclass(frozen=True, slots=True)
class Index:
    """The opened files. Arrays are mapped, not read; see ``compile_index`` for their meaning.

    ``cells`` are the same arrays, for one value at a time: a memoryview gives it several times as fast.
    """

    folder: Path
    trie: marisa_trie.Trie
    arrays: dict[str, Array]
    cells: dict[str, memoryview]
    canon_hashes: Hashes
    keys: mmap.mmap
    forms: mmap.mmap
    shapes: mmap.mmap
    meta: dict[str, Any]

    def forms_of_key(self, key: int) -> list[int]:
        """Numbers of the written forms that fold to a key, most prominent place first."""
        start = self.cells["key_start"]
        return self.cells["key_forms"][start[key] : start[key + 1]].tolist()

    def rows_of_number(self, number: int) -> list[int]:
        """Rows of the places that bear a number in any scheme, in order."""
        rows, numbers = self.cells["by_number"], self.cells["number"]
        low = bisect_left(rows, number, key=numbers.__getitem__)
        return rows[low : bisect_right(rows, number, low, key=numbers.__getitem__)].tolist()

    def form(self, number: int) -> str:
        """A name as written in the data."""
        start = self.cells["form_start"]
        return self.forms[start[number] : start[number + 1]].decode("utf-8")

    def is_form(self, number: int, written: bytes) -> bool:
        """Whether a name is written so in the data."""
        start = self.cells["form_start"]
        first, after = start[number], start[number + 1]
        return after - first == len(written) and self.forms[first:after] == written

    def key(self, folded: str) -> int | None:
        """Number of a folded key."""
        number: int | None = self.trie.get(folded)
        return number

    def canonical(self, canonical: str, *, but: int | None = None) -> list[int]:
        """Numbers of the keys whose canonical form is this one, without one that is known to be."""
        keys = self.cells["canon_key"]
        return [
            key
            for place in self.canon_hashes.find(crc32(canonical.encode()))
            if (key := keys[place]) != but and folding.canon(self.trie.restore_key(key)) == canonical
        ]

    def bones(self, skeleton: str, country: int | None = None) -> list[int]:
        """Numbers of the forms with a consonant skeleton inside a country (by its number), or anywhere."""
        hashes, bits = self.cells["bone_hash"], compiler.BONE_BITS
        value = crc32(skeleton.encode()) << bits
        low = bisect_left(hashes, value | (country or 0))
        high = bisect_right(hashes, value | ((1 << bits) - 1 if country is None else country), low)
        forms: list[int] = self.arrays["bone_form"][low:high].tolist()
        return forms

    def beginning(self, start: str) -> list[str]:
        """The keys that begin with a folded text of at most three letters."""
        first, after = (self.cells["lead_start"][lead] for lead in leading.leads_from(start))
        return self.keys[first : after - 1].decode("ascii").split("\n") if first < after else []

    def shape(self, number: int) -> bytes:
        """WKB of a shape."""
        start = self.arrays["shape_start"]
        return bytes(self.shapes[start[number] : start[number + 1]])


def cache_folder(cache: Path | None) -> Path:
    """The folder of what is kept between runs: the one named, else the user's cache directory."""
    return cache if cache is not None else Path(platformdirs.user_cache_dir("geo-reports", appauthor=False))


def open_index(
    cache: Path | None = None, *, progress: Progress | None = None, tables: Path = TABLES
) -> Index:
    """Open the index, compiling it first where it is missing, incomplete or of another version.

    ``cache`` is the folder to keep it in (None: the user's cache directory); where that cannot be
    written, a folder of the user's in the system's temporary directory serves instead. Raises
    DataError when the shipped tables are damaged.
    """
    name = f"world-{_version(tables)}"
    for folder in (cache_folder(cache), _spare()):
        index = _opened(folder / name) or _build(folder, name, tables, progress)
        if index is not None:
            return index
    return _open(_compile(Path(tempfile.mkdtemp(prefix="geo-reports-")), tables, progress))


def _version(tables: Path) -> str:
    """Hash of what the index depends on: the tables (by world.json), the compiler, the folding."""
    digest = hashlib.sha256((tables / "world.json").read_bytes())
    for module in (compiler, folding, leading):
        source = Path(str(module.__file__))
        digest.update(source.read_bytes() if source.is_file() else source.name.encode())
    return digest.hexdigest()[:16]


def _spare() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else 0
    return Path(tempfile.gettempdir()) / f"geo-reports-{user}"


def _trusted(folder: Path) -> bool:
    """Whether a folder is the user's own: another's could hold a planted index."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid() or os.getuid() == 0


def _build(folder: Path, name: str, tables: Path, progress: Progress | None) -> Index | None:
    """Compile beside the final place and move there; None where the folder cannot be used."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _trusted(folder):
            return None
        work = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder))
    except OSError:
        return None
    try:
        _compile(work, tables, progress)
    except OSError:  # a full disk, say: the next folder may do
        shutil.rmtree(work, ignore_errors=True)
        return None
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    index = _settle(work, folder / name)
    _clear(folder, keep=index.folder)
    return index


def _clear(folder: Path, *, keep: Path) -> None:
    """Remove indexes of other versions, and builds broken off, that nobody opened for a month."""
    oldest = time.time() - _KEPT_DAYS * 86_400
    for old in sorted(folder.glob("world-*")):
        if old == keep or old.is_symlink() or not _OWN_NAME.fullmatch(old.name):
            continue
        try:
            unused = max(old.stat().st_mtime, *(file.stat().st_atime for file in old.iterdir()), 0.0) < oldest
        except OSError:
            continue
        if unused:
            shutil.rmtree(old, ignore_errors=True)


def _compile(work: Path, tables: Path, progress: Progress | None) -> Path:
    compiler.compile_index(tables, work, progress)
    return work


def _settle(work: Path, final: Path) -> Index:
    """Rename a finished index to its place, unless another process was first."""
    try:
        work.rename(final)
    except OSError:
        done = _opened(final)
        if done is not None:
            shutil.rmtree(work, ignore_errors=True)
            return done
        shutil.rmtree(final, ignore_errors=True)  # broken: put the new one in its place
        try:
            work.rename(final)
        except OSError:
            return _opened(final) or _open(work)
    return _open(final)


def _opened(folder: Path) -> Index | None:
    """The index in a folder, or None where it is missing, damaged or not the user's."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        whole = all(compiler.checksum(folder / name) == seal for name, seal in meta["files"].items())
        return _open(folder) if whole and _trusted(folder) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _open(folder: Path) -> Index:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    names = [name.removesuffix(".npy") for name in meta["files"] if name.endswith(".npy")]
    # Plain arrays over the mapped memory: numpy's memmap class is slow at every access.
    arrays = {n: np.asarray(np.load(folder / f"{n}.npy", mmap_mode="r", allow_pickle=False)) for n in names}
    return Index(
        folder=folder,
        trie=marisa_trie.Trie().mmap(str(folder / "names.trie")),
        arrays=arrays,
        cells={name: array.data for name, array in arrays.items()},
        canon_hashes=_hashes(arrays["canon_hash"]),
        keys=_mapped(folder / "keys.txt"),
        forms=_mapped(folder / "forms.bin"),
        shapes=_mapped(folder / "shapes.bin"),
        meta=meta,
    )


def _hashes(column: Array) -> Hashes:
    """A sorted column to be searched one value at a time, which numpy does slowly."""
    leads = np.arange(1 << 12, dtype=np.uint32) << np.uint32(20)
    taken = np.zeros(1 << 22, bool)
    taken[column >> np.uint32(10)] = True
    return Hashes(
        column.data, (*column.searchsorted(leads).tolist(), len(column)), np.packbits(taken).tobytes()
    )


def _mapped(file: Path) -> mmap.mmap:
    with file.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
