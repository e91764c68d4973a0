"""Which of a few thousand names may be like another: their letters tell most that are not, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

_ONCE = "abcdefghijklmnopqrstuvwxyz 0123456789"
_TWICE = "abcdefghijklmnopqrstuvwxyz "


class Likeness:
    """Folded names, each with a mark of 64 bits for the letters that it has, and has twice.

    Names whose marks differ in n bits differ in n letters or more, put in or taken out.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        marks = np.fromiter(map(_mark, names), np.uint64, len(names))
        self._parts = np.ascontiguousarray(marks.view(np.uint16).reshape(-1, 4).T)
        self._lengths = np.fromiter(map(len, names), np.int64, len(names))

    def near(self, written: str, ratio: float) -> list[str]:
        """Names, in their order, that may have so large a ``rapidfuzz`` ratio (0 to 100) with a folded name.

        All that have it are among them.
        """
        mark = np.array([_mark(written)], np.uint64).view(np.uint16)
        bits = _bits()
        differing = sum(bits[part ^ own] for part, own in zip(self._parts, mark, strict=True))  # at most 64
        found = np.flatnonzero(100.0 * differing <= (100.0 - ratio) * (self._lengths + len(written)))
        return [self._names[number] for number in found.tolist()]


def _mark(name: str) -> int:
    """A number with a bit for every letter in a name, and one for every letter that it has twice."""
    mark = 0
    for bit, symbol in enumerate(_ONCE):
        if symbol in name:
            mark |= 1 << bit
            if symbol in _TWICE and name.count(symbol) > 1:
                mark |= 1 << bit + len(_ONCE)
    return mark


@cache
def _bits() -> npt.NDArray[np.uint8]:
    """How many bits are set in each number of 16 bits."""
    numbers = np.arange(1 << 16, dtype=np.uint16)
    counts: npt.NDArray[np.uint8] = (
        np.unpackbits(numbers.view(np.uint8)).reshape(-1, 16).sum(axis=1, dtype=np.uint8)
    )
    return counts
