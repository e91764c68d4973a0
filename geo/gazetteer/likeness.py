"""Which of a few thousand names may be like another: their letters tell most that are not, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

_SYMBOLS = "abcdefghijklmnopqrstuvwxyz 0123456789"
"""All that folded names are written with."""
_TWICE = 27
"""Symbols, from the first, of which a mark tells whether there are two."""


class Likeness:
    """Folded names, each with a mark of 64 bits for the letters that it has, and has twice.

    Names whose marks differ in n bits differ in n letters or more, put in or taken out.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._parts = np.ascontiguousarray(_marks(names).view(np.uint16).reshape(-1, 4).T)
        self._lengths = np.fromiter(map(len, names), np.int64, len(names))

    def near(self, written: str, ratio: float) -> list[str]:
        """Names, in their order, that may have so large a ``rapidfuzz`` ratio (0 to 100) with a folded name.

        All that have it are among them.
        """
        mark = _marks([written]).view(np.uint16)
        bits = _bits()
        differing = sum(bits[part ^ own] for part, own in zip(self._parts, mark, strict=True))  # at most 64
        found = np.flatnonzero(100.0 * differing <= (100.0 - ratio) * (self._lengths + len(written)))
        return [self._names[number] for number in found.tolist()]


def _marks(names: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Of each name a number with a bit for every letter in it, and one for every letter that it has twice."""
    symbols = _numbers()[np.frombuffer("\n".join(names).encode(), np.uint8)]
    width = len(_SYMBOLS) + 1
    owner = np.cumsum(symbols == 0)
    counts = np.bincount(owner * width + symbols, minlength=len(names) * width).reshape(-1, width)[:, 1:]
    bits = np.concatenate([counts > 0, counts[:, :_TWICE] > 1], axis=1)
    return np.packbits(bits[: len(names)], axis=1, bitorder="little").view(np.uint64).reshape(-1)


@cache
def _numbers() -> npt.NDArray[np.int64]:
    """The number of each symbol from 1 on by its code, 0 for a line's end."""
    numbers = np.zeros(256, np.int64)
    numbers[np.frombuffer(_SYMBOLS.encode(), np.uint8)] = np.arange(1, len(_SYMBOLS) + 1)
    return numbers


@cache
def _bits() -> npt.NDArray[np.uint8]:
    """How many bits are set in each number of 16 bits."""
    numbers = np.arange(1 << 16, dtype=np.uint16)
    counts: npt.NDArray[np.uint8] = (
        np.unpackbits(numbers.view(np.uint8)).reshape(-1, 16).sum(axis=1, dtype=np.uint8)
    )
    return counts
