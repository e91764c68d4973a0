"""Who says something, once for each: the fullest wording of a name, and the others folded under it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

_WORD = re.compile(r"\w+")
_EMPTY = frozenset({"the", "a", "an", "s", "of", "and", "al", "el"})
_LEAST = 4
"""Letters at the head of two words that are one word spelled in two ways (project choice)."""
_TAIL = 2
"""Letters by which their tails may differ (project choice)."""


_HEARSAY = frozenset({"report", "reports", "rumour", "rumours", "rumor", "rumors", "hearsay"})


def claimants(speakers: Iterable[str]) -> list[str]:
    """Those of the speakers who are somebody: "reports" alone are hearsay."""
    return [one for one in speakers if not _words(one) <= _HEARSAY]


def folded(speakers: Iterable[str]) -> list[tuple[str, list[str]]]:
    """(fullest wording, other wordings) of each speaker, in the order of their first mention.

    A wording belongs to a fuller one that holds all its words, in whichever spelling: "the minister" and
    "Khalid Omar" to "Defence Minister Khaled Omar". Two that each say more than the other stay apart.
    """
    each = list(dict.fromkeys(speakers))
    words = {one: _words(one) for one in each}
    fullest = sorted(each, key=lambda one: (-len(words[one]), each.index(one)))
    heads: dict[str, list[str]] = {}
    for one in fullest:
        home = next((head for head in heads if _within(words[one], words[head])), None)
        if home is None:
            heads[one] = []
        else:
            heads[home].append(one)
    groups = [(head, sorted(rest, key=each.index)) for head, rest in heads.items()]
    return sorted(groups, key=lambda group: min(map(each.index, (group[0], *group[1]))))


def _words(text: str) -> frozenset[str]:
    found = frozenset(_WORD.findall(text.casefold()))
    return found - _EMPTY or found


def _within(words: frozenset[str], others: frozenset[str]) -> bool:
    return all(any(_same(one, other) for other in others) for one in words)


def _same(one: str, other: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one == other or shared >= max(_LEAST, min(len(one), len(other)) - _TAIL)
