"""Rows found by a key through sorted files of 64-bit hashes that stay on the disk.

``NAME-hashes.bin`` holds the sorted hashes of all keys, ``NAME-owners.bin`` the row of each,
``NAME-heads.bin`` where the hashes of each leading 20 bits begin. Two keys may share a hash: whoever asks
looks at the rows.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

_HEAD_BITS = 20


class Writer:
    """Gathers keys and their rows, in any order, and sorts them at the end; used in a ``with``."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open the files that the keys are gathered in."""
        self._folder, self._name = folder, name
        self._parts = [(folder / f"{name}-{part}.part").open("wb") for part in ("hashes", "owners")]

    def add(self, keys: Iterable[str], owners: Iterable[int]) -> None:
        """Note keys with the row of each."""
        np.frombuffer(b"".join(map(_hash, keys)), "<u8").tofile(self._parts[0])
        np.array(list(owners), "<u4").tofile(self._parts[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for part in self._parts:
            part.close()
        if kind is None:
            self._sort()

    def _sort(self) -> None:
        """Write the hashes in order, and with each leading part of them where it begins."""
        names = [Path(part.name) for part in self._parts]
        hashes = np.fromfile(names[0], "<u8")
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        hashes.tofile(self._folder / f"{self._name}-hashes.bin")
        _heads(hashes).tofile(self._folder / f"{self._name}-heads.bin")
        del hashes
        np.fromfile(names[1], "<u4")[order].tofile(self._folder / f"{self._name}-owners.bin")
        for path in names:
            path.unlink()


class Hashes:
    """The files, mapped; a look-up reads a few pages of them."""

    def __init__(self, folder: Path, name: str) -> None:
        """Map the files. Raises OSError where one is missing."""
        self._hashes = memoryview(mapped(folder / f"{name}-hashes.bin")).cast("Q")
        self._owners = memoryview(mapped(folder / f"{name}-owners.bin")).cast("I")
        self._heads = memoryview(mapped(folder / f"{name}-heads.bin")).cast("Q")

    def rows(self, key: str, *, most: int) -> list[int]:
        """Rows whose key has the hash of this one, each once; at most so many."""
        if not key:
            return []
        wanted = int.from_bytes(_hash(key), "little")
        head = wanted >> (64 - _HEAD_BITS)
        hashes, end = self._hashes, len(self._hashes)
        at = bisect_left(hashes, wanted, self._heads[head], self._heads[head + 1])
        found: list[int] = []
        while at < end and hashes[at] == wanted and len(found) < most:
            found.append(self._owners[at])
            at += 1
        return list(dict.fromkeys(found))


def mapped(path: Path) -> mmap.mmap | bytes:
    """A file mapped for reading; an empty one cannot be. Raises OSError where it is missing."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _heads(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    heads = np.arange((1 << _HEAD_BITS) + 1, dtype=np.uint64) << np.uint64(64 - _HEAD_BITS)
    heads[-1] = np.iinfo(np.uint64).max
    starts = np.searchsorted(hashes, heads)
    starts[-1] = len(hashes)
    return starts.astype("<u8")


def _hash(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=8).digest()
