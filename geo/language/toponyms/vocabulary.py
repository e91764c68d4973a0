"""The word lists as one table of small numbers: a row a word, a column a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Bytes = npt.NDArray[np.uint8]

_CUES = (
    "calendar", "determiner", "direction", "government_verb", "modifier", "motion", "not_place",
    "particle", "person_verb", "place_preposition", "speech", "weak_preposition",
)  # fmt: skip
_CLASSES = ("organisation", "team", "publisher", "event")
COLUMNS = (
    "common", "first_name", "last_name", "title", *_CLASSES, "kind_after", "kind_before", "demonym",
    *_CUES, "link",
)  # fmt: skip
"""Meanings of a word: bands are 1 (rare) to 3 (common), kinds the number of their group."""
AT = {name: number for number, name in enumerate(COLUMNS)}
GROUPS = (
    "city admin1 admin2 neighbourhood region country continent", "river lake canal dam",
    "sea ocean gulf strait coast", "island", "mountains mountain valley plain desert",
    "camp base airport crossing border", "road line", "site", "facility",
)  # fmt: skip
"""Kinds that weigh alike; a group's number is its place here, from 1."""
GROUP_OF = {kind: number for number, kinds in enumerate(GROUPS, 1) for kind in kinds.split()}
_LINKS = (
    "of",
    "the",
    "and",
    "for",
    "in",
    "at",
    "from",
    "to",
    "by",
    "with",
    "on",
    "who",
    "is",
    "was",
    "st",
    "dr",
)
"""Words that count by themselves, numbered from 1."""
_ABBREVIATED = 5
"""Longest word that may stand with a full stop."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Row of each word, and the table; row 0 is for words that no list has."""

    rows: Mapping[str, int]
    table: Bytes

    def of(self, lowers: Sequence[str]) -> Bytes:
        """The rows of words in lower case, one below the other."""
        found: Bytes = self.table[list(map(self.rows.get, lowers, repeat(0)))]
        return found


@cache
def vocabulary() -> Vocabulary:
    """The table; about 0.1 s the first time, shared afterwards."""
    rows: dict[str, int] = {}
    cells: list[tuple[int, int, int]] = []
    for word, column, value in (*_bands(), *_entries()):
        forms = (word, f"{word}.") if len(word) <= _ABBREVIATED else (word,)
        cells.extend((rows.setdefault(form, len(rows) + 1), AT[column], value) for form in forms)
    table = np.zeros((len(rows) + 1, len(COLUMNS)), np.uint8)
    at = np.array(cells, np.int32)
    table[at[:, 0], at[:, 1]] = at[:, 2]
    return Vocabulary(rows, table)


def _bands() -> Iterator[tuple[str, str, int]]:
    lexicon = words()
    yield from ((word, "common", 4 - band) for word, band in lexicon.common.items())
    yield from ((word, "first_name", 4 - band) for word, band in lexicon.first_names.items())
    yield from ((word, "last_name", 4 - band) for word, band in lexicon.last_names.items())


def _entries() -> Iterator[tuple[str, str, int]]:
    lexicon = words()
    for word, strength in lexicon.titles.items():
        yield word, "title", 2 if strength == "strong" else 1
    for word, group in lexicon.organisations.items():
        yield word, group, 1
    for column, kinds in (("kind_after", lexicon.kinds_after), ("kind_before", lexicon.kinds_before)):
        for word, kind in kinds.items():
            yield word, column, GROUP_OF.get(kind, len(GROUPS))
    for word in lexicon.demonyms:
        yield word, "demonym", 2 if word in lexicon.people else 1
    for cue in _CUES:
        for word in lexicon.cues[cue]:
            yield word, cue, 1
    for number, word in enumerate(_LINKS, 1):
        yield word, "link", number
