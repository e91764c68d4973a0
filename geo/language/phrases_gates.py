"""Which patterns of locative phrases can hold in a sentence: one look at each of its words.

A pattern is only tried where the words that it cannot do without are there. Each kind of word is a bit;
so most sentences cost next to nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from geo.language import phrases_words as w

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

(
    NAME, PEOPLE, COMPASS, MIDDLE, CENTRE, KIND, PART, HEAD, OF, IN, TO, FROM, OUTSIDE, EDGE, SIDE, TIME,
    SPEED, OFF, AWAY, BETWEEN, HALFWAY, WAY, LINKING, ALONG, WATER, SHORE, BANK, ACROSS, OUT, CUE, SKIRTS,
    PROPER, CITY, UNIT, METRE,
) = (1 << number for number in range(35))  # fmt: skip

_LISTED: tuple[tuple[int, Iterable[str]], ...] = (
    (CENTRE, ("center", "centre", "heart", "middle")),
    (KIND, w.KINDS),
    (KIND, ("borders",)),
    (PART, w.PARTS),
    (HEAD, w.HEADS),
    (OF, ("of",)),
    (IN, ("in",)),
    (TO, ("to",)),
    (FROM, ("from",)),
    (OUTSIDE, ("outside",)),
    (SIDE, ("side",)),
    (SPEED, (speed.split()[-1] for speed in w.SPEEDS)),
    (OFF, ("off",)),
    (AWAY, ("within", "radius", "from", "outside", "inside", "beyond", "short", "into")),
    (AWAY, ("away", "distant", "off")),
    (BETWEEN, ("between",)),
    (HALFWAY, ("halfway", "midway", "half", "mid")),
    (WAY, w.WAYS),
    (LINKING, ("from", "linking", "connecting", "that", "joining", "which")),
    (ALONG, ("along", "alongside", "up", "down", "on", "following")),
    (WATER, w.WATERS),
    (SHORE, w.SHORES),
    (BANK, w.BANKS),
    (ACROSS, ("across",)),
    (OUT, ("out", "into", "leading")),
    (CUE, (max(cue.split(), key=len).split("'")[0] for cue in w.CUES)),
    (
        SKIRTS,
        ("outskirts", "environs", "suburbs", "surroundings", "surrounding", "countryside", "hinterland"),
    ),
    (PROPER, ("proper",)),
    (CITY, ("city", "town", "village", "port", "camp")),
    (UNIT, (unit.removesuffix(".") for unit in w.UNITS if unit not in {"m", "mi", "mi."})),
    (METRE, ("m", "mi")),
)
"""Words by kind; of several words, the first stands for all."""

_WITHIN: tuple[tuple[str, int], ...] = (
    (w.NAME, NAME),
    (w.DEMONYM, PEOPLE),
    *((word, MIDDLE) for word in ("central", "downtown", "midtown", "outer", "inner")),
    *((word, EDGE) for word in ("border", "frontier", "boundar")),
    *((word, TIME) for word in ("hour", "minute", "day")),
    *((word, WATER) for word in ("river", "valley")),
    *((word, COMPASS) for word in ("north", "south", "east", "west")),
)
"""What counts anywhere in a word."""


def _bits() -> Mapping[str, int]:
    found: dict[str, int] = defaultdict(int)
    for kind, words in _LISTED:
        for word in words:
            found[word.split()[0]] |= kind
    return dict(found)


_BITS = _bits()
_WORD = re.compile(r"[^\W\d_]+")
_METRES = re.compile(r"\d\s?mi?\b")
"""A unit of one letter counts only behind a figure."""
_POINTS = re.compile(r"\b(?:north|south|east|west)")


def kinds(masked: str) -> int:
    """Kinds of the words of a masked sentence, as bits."""
    lower = masked.lower()
    found = 0
    for word in _WORD.findall(lower):
        found |= _BITS.get(word, 0)
    for letters, kind in _WITHIN:
        if letters in lower:
            found |= kind
    if found & COMPASS and not _POINTS.search(lower):
        found &= ~COMPASS  # "at least"
    if found & METRE and not found & UNIT and _METRES.search(" ".join(lower.split())):
        found |= UNIT
    return found
