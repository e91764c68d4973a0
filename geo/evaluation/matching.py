"""One-to-one matching of what was read to what was labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Anything with character offsets, end exclusive."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """Character after the last one."""


Gold = TypeVar("Gold", bound=Spanned)
Read = TypeVar("Read", bound=Spanned)


def common(one: Spanned, other: Spanned) -> int:
    """Characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def touches(one: Spanned, others: Iterable[Spanned]) -> bool:
    """Whether a span shares a character with any of the others."""
    return any(common(one, other) for other in others)


def same_span(one: Spanned, other: Spanned) -> bool:
    """Whether two spans are of the same characters."""
    return one.start == other.start and one.end == other.end


def most_pairs(
    golds: Sequence[Gold], reads: Sequence[Read], *, fits: Callable[[Gold, Read], bool]
) -> dict[int, int]:
    """As many pairs of overlapping spans as there can be, each used once: index of gold to index of read.

    Only pairs that fit count. Among equally many, same spans are preferred, then those that share more.
    Augmenting paths (Kuhn 1955), exact pairs first.
    """
    choices: dict[int, list[int]] = {}
    for number, gold in enumerate(golds):
        open_to = [at for at, read in enumerate(reads) if common(gold, read) and fits(gold, read)]
        open_to.sort(key=lambda at: (not same_span(gold, reads[at]), -common(gold, reads[at])))
        if open_to:
            choices[number] = open_to
    taken: dict[int, int] = {}
    eager = sorted(choices, key=lambda number: not same_span(golds[number], reads[choices[number][0]]))
    for number in eager:
        _place(number, choices, taken, set())
    return {gold: read for read, gold in taken.items()}


def _place(gold: int, choices: dict[int, list[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Find a read for a gold, moving others aside where that frees one."""
    for read in choices[gold]:
        if read in tried:
            continue
        tried.add(read)
        if read not in taken or _place(taken[read], choices, taken, tried):
            taken[read] = gold
            return True
    return False


def best_first(scored: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Pairs taken from the highest score down, each side used once; of equal scores the later pair."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, left, right in sorted(scored, reverse=True):
        if left not in pairs and right not in used:
            pairs[left] = right
            used.add(right)
    return pairs
