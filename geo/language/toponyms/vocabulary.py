"""The word lists as one table of small numbers: a row a word, a column a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

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
SHAPES = (
    "capital", "upper", "opens", "possessive", "gap", "length", "digits", "also_lower", "person", "style",
)  # fmt: skip
"""How a word is written, and how it stands: opening a sentence, after what, in what style."""
MARKS = (
    "long", "letter", "stop", "inner", "wide_inner", "lowered", "plain_opening", "idle", "strong_title",
    "courtesy", "road", "name_word", "kind_word",
)  # fmt: skip
"""What the rules about runs, styles and titles ask of a word, the first three of how it is written."""
AT = {name: number for number, name in enumerate((*COLUMNS, *SHAPES, *MARKS))}
WIDTH = len(AT)
"""Numbers that are kept of a word."""
_WRITTEN = len(SHAPES) + 3
"""Numbers that no list gives: they stand between the meanings and the marks of the lists."""
_LISTED = WIDTH - _WRITTEN
GROUPS = (
    "city admin1 admin2 neighbourhood region country continent", "river lake canal dam",
    "sea ocean gulf strait coast", "island", "mountains mountain valley plain desert",
    "camp base airport crossing border", "road line", "site", "facility",
)  # fmt: skip
"""Kinds that weigh alike; a group's number is its place here, from 1."""
GROUP_OF = {kind: number for number, kinds in enumerate(GROUPS, 1) for kind in kinds.split()}
_LINKS = "of the and for in at from to by with on who is was st dr"
LINK = {word: number for number, word in enumerate(_LINKS.split(), 1)}
"""Words that count by themselves, numbered from 1."""
_ABBREVIATED = 5
"""Longest word that may stand with a full stop."""
_INNER = frozenset(
    "de del da do dos das di du la le van von der den bin ibn ben al el".split()  # noqa: SIM905
)
"""Words in lower case inside a run of capitals that is one name."""
WIDE_INNER = _INNER | {"of", "for", "the", "and", "y", "e"}
"""Words in lower case inside a wide run, which may hold several names."""
PARTICLES = frozenset({
    "al", "el", "ez", "es", "as", "ash", "ad", "ar", "at", "az", "an", "de", "del", "da", "do", "dos", "das",
    "di", "du", "des", "della", "la", "las", "le", "les", "los", "of", "the", "upon", "on", "in", "sur",
    "sous", "en", "ben", "bin", "ibn", "von", "van", "der", "den", "am", "im", "and", "y", "i", "e", "ed",
    "und", "et", "to",
})  # fmt: skip
"""Words in lower case inside a name that the gazetteer knows."""
_COURTESIES = ("mr", "mrs", "ms", "miss", "sir", "madam", "mme", "monsieur", "dame")
_ROADS = ("highway", "route", "interstate", "hwy", "motorway", "freeway", "expressway")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Row of each word, and the rows one behind the other; row 0 is for words that no list has."""

    rows: Mapping[str, int]
    cells: bytes

    def of(self, lower: str) -> tuple[bytes, bytes]:
        """The meanings of a word in lower case, and its marks by the lists."""
        start = self.rows.get(lower, 0) * _LISTED
        middle = start + len(COLUMNS)
        return self.cells[start:middle], self.cells[middle : start + _LISTED]


@cache
def vocabulary() -> Vocabulary:
    """The table; about 0.1 s the first time, shared afterwards."""
    rows: dict[str, int] = {}
    cells: list[tuple[int, int, int]] = []
    for word, column, value in (*_bands(), *_entries()):
        forms = (word, f"{word}.") if len(word) <= _ABBREVIATED else (word,)
        cells.extend((rows.setdefault(form, len(rows) + 1), AT[column], value) for form in forms)
    for mark, marked in _marked().items():
        cells.extend((rows.setdefault(word, len(rows) + 1), AT[mark] - _WRITTEN, 1) for word in marked)
    table = np.zeros((len(rows) + 1, _LISTED), np.uint8)
    at = np.array(cells, np.int32)
    table[at[:, 0], at[:, 1]] = at[:, 2]
    return Vocabulary(rows, table.tobytes())


def _marked() -> dict[str, Collection[str]]:
    """Words of each mark that the lists decide."""
    lexicon = words()
    cues, common = lexicon.cues, lexicon.common
    in_headlines = (
        cues["determiner"] | cues["place_preposition"] | cues["weak_preposition"] | cues["particle"]
    )
    strong = [word for word, strength in lexicon.titles.items() if strength == "strong"]
    names = (lexicon.organisations, lexicon.titles, lexicon.first_names, lexicon.kinds_before)
    return {
        "inner": sorted(_INNER),
        "wide_inner": sorted(WIDE_INNER),
        "lowered": [word for word in common if len(word) > 2 and word not in in_headlines],
        "plain_opening": [
            word
            for word, band in common.items()
            if band <= 2 and word not in cues["direction"] and not any(word in listed for listed in names)
        ],
        "idle": sorted(cues["determiner"] | cues["calendar"] | cues["not_place"] | cues["weak_preposition"]),
        "strong_title": [*strong, *(f"{word}." for word in strong)],
        "courtesy": [*_COURTESIES, *(f"{word}." for word in _COURTESIES)],
        "road": _ROADS,
        "name_word": sorted(PARTICLES | lexicon.kinds_after.keys()),
        "kind_word": sorted(lexicon.kinds_after),
    }


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
    for word, number in LINK.items():
        yield word, "link", number
