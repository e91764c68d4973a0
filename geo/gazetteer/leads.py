"""Leads: numbers for the first three letters of folded names, in the order of the names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_SYMBOLS = " 0123456789abcdefghijklmnopqrstuvwxyz"
"""All that folded names are written with, in order."""
_BASE = len(_SYMBOLS) + 1
_NUMBER = {symbol: number for number, symbol in enumerate(_SYMBOLS, 1)}
_WIDTH = 3
COUNT = _BASE**_WIDTH
"""One more than the largest lead."""


def leads(names: Sequence[str]) -> npt.NDArray[np.int64]:
    """The leads of folded names."""
    number_of = np.zeros(256, np.int64)
    number_of[[ord(symbol) for symbol in _SYMBOLS]] = range(1, _BASE)
    cut = np.array([name[:_WIDTH] for name in names], f"S{_WIDTH}").view(np.uint8).reshape(-1, _WIDTH)
    found: npt.NDArray[np.int64] = number_of[cut] @ np.array([_BASE**2, _BASE, 1])
    return found


def leads_from(beginning: str) -> tuple[int, int]:
    """The first lead of folded names with this beginning, of three letters at most; one after the last."""
    numbers = [_NUMBER.get(symbol, 0) for symbol in beginning]
    if 0 in numbers:
        return 0, 0
    first = 0
    for number in numbers:
        first = first * _BASE + number
    span: int = _BASE ** (_WIDTH - len(beginning))
    return first * span, (first + 1) * span
