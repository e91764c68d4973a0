"""Words of locative phrases, from the lexicon, and the pattern fragments made of them.

The tables are ``lexicon/directions.csv`` (compass words), ``distances.csv`` (units, numbers, hedges),
``locative_cues.csv`` (prepositions and their row of the ontology), ``locative_nouns.csv`` (kinds, parts,
heads, ways) and ``locative_guards.csv`` (words beside which a pattern does not hold).
"""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "\ue000"
"""Stands for each character of a place name in masked text."""
DEMONYM = "\ue001"
"""Stands for each character of a people's word (Iraqi, Peruvian) in masked text."""


def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of one lexicon table."""
    return tuple(csv.DictReader(io.StringIO(_text(name))))


def _text(name: str) -> str:
    return resources.files("geo.language").joinpath("lexicon", name).read_text(encoding="utf-8")


def either(words: Iterable[str]) -> str:
    """Pattern that matches any of the words, longest first, whatever the white space.

    >>> either(["town", "towns", "city", "to"])
    '(?:(?:city|to(?:wn(?:s)?)?))'
    """
    tree: _Tree = {}
    for word in words:
        node = tree
        for piece in word:
            node = node.setdefault(r"\s+" if piece == " " else re.escape(piece), {})
        node[""] = {}
    firsts = "".join(sorted(tree))
    return f"(?:(?=[{firsts}]){_branches(tree)})" if len(tree) > _FEW else f"(?:{_branches(tree)})"


_FEW = 2
"""With more first letters, one look at the letter spares trying each."""
_Tree = dict[str, "_Tree"]
"""Letters of words to those that follow them, "" where a word ends."""


def _branches(tree: _Tree) -> str:
    """What may follow, the longer first."""
    found = [piece + _branches(rest) for piece, rest in sorted(tree.items()) if piece]
    if "" not in tree:
        return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
    return f"(?:{'|'.join(found)})?" if found else ""


_DIRECTIONS = rows("directions.csv")
_DISTANCES = rows("distances.csv")
_NOUNS = rows("locative_nouns.csv")
_CUES = rows("locative_cues.csv")
_GUARDS = rows("locative_guards.csv")


def _nouns(role: str) -> list[str]:
    return [row["noun"] for row in _NOUNS if row["role"] == role]


def _guards(role: str) -> frozenset[str]:
    return frozenset(row["word"] for row in _GUARDS if row["role"] == role)


def _values(kind: str) -> Mapping[str, float]:
    return MappingProxyType({row["word"]: float(row["value"]) for row in _DISTANCES if row["kind"] == kind})


def _words(kind: str) -> list[str]:
    return [row["word"] for row in _DISTANCES if row["kind"] == kind]


POINTS: Mapping[str, str] = MappingProxyType({row["word"]: row["relation"] for row in _DIRECTIONS})
KINDS: Mapping[str, str] = MappingProxyType(
    {row["noun"]: row["nominal"] for row in _NOUNS if row["role"] == "kind"}
)
CUES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {row["words"]: (row["model"], row["relation"]) for row in _CUES}
)
UNITS, NUMBERS, SCALES = _values("unit"), _values("number"), _values("scale")
VAGUE, TIMES, SPEEDS = _values("vague"), _values("time"), _values("speed")
OVER, UNDER = frozenset(_words("over")), frozenset(_words("under"))

NOT_BETWEEN, TRAVELLED, NOT_AROUND = _guards("between"), _guards("travelled"), _guards("around")
NOT_AT, NOT_OFF, COMPOUND, NOT_NAMES = _guards("at"), _guards("off"), _guards("compound"), _guards("notname")
AT_SEA = _guards("sea")


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Everyday English words in lower case: with a capital at the start of a sentence they are no names."""
    _, *lines = _text("common_words.csv").splitlines()  # no cell is quoted
    return frozenset(line.partition(",")[0] for line in lines)


# Fragments. All of them match masked text, where names and demonyms are runs of one character.
GAP = r"\s+"
_WIND = "(?:north|south|east|west)"
POINT = rf"\b{_WIND}(?:(?:\s?[-\u2010\u2013/]\s?|\s)?{_WIND}){{0,2}}"
BARE = rf"{POINT}(?:wards?)?\b"
ERN = rf"{POINT}(?:ern(?:most)?)\b"
COMPASS = rf"{POINT}(?:ern(?:most)?|erly|wards?)?\b"
_LINK = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+)(?:(?:to|in|on)\s+)?(?:the\s+)?"
BARES = rf"{BARE}(?:{_LINK}{BARE})*"
_ERN = rf"(?:{ERN}|{POINT}\b|\bcentral\b)"
ERNS = rf"{_ERN}(?:{_LINK}{_ERN})*"
MIDDLE = either(row["word"] for row in _DIRECTIONS if row["role"] == "middle")
NAMED = f"{NAME}+"
PEOPLE = f"{DEMONYM}+"
POSSESSIVE = "(?:['\u2019\u00b4`�]s?)"
KIND = either([*KINDS, *(f"{word}s" for word in KINDS if word == "border")])
PARTS = tuple(_nouns("part"))
PART = either(PARTS)
SHORES = tuple(_nouns("shore"))
SHORE = either(SHORES)
BANKS = tuple(_nouns("bank"))
BANK = either(BANKS)
HEADS = tuple(_nouns("head"))
HEAD = either(HEADS)
WAYS = tuple(_nouns("way"))
WAY = either(WAYS)
WATERS = tuple(_nouns("water"))
WATER = either(WATERS)
MODIFIER = (
    rf"(?:{either(_nouns('modifier'))}|[\w]+-(?:held|controlled|run|ruled|occupied|led|backed|dominated))"
)
CUE = either(CUES)
HEDGE = either([*_words("about"), *_words("over"), *_words("under"), *_words("plain")])
UNIT = either(UNITS)
_SMALL = either(NUMBERS)
_SCALE = either(SCALES)
NUMBER = (
    rf"(?:(?<![$£€¥\w.,])\d[\d,]*(?:\.\d+)?(?:\s+{_SCALE})?"
    rf"|\b{_SMALL}(?:[-\s]{_SMALL})?(?:\s+(?:and\s+)?{_SCALE})*(?=[\s-])|\b{either(VAGUE)}(?:\s+{_SCALE})?)"
)
RANGE = rf"\d[\d,.]*\s*(?:-|\u2013)\s*|{NUMBER}\s+(?:to|and|or)\s+"
DISTANCE = (
    rf"(?:\b(?:{HEDGE}|between)\s+){{0,2}}(?:{RANGE})?{NUMBER}\s*-?\s*{UNIT}(?!\w)"
    rf"(?:\s*\((?:{HEDGE}\s+)?{NUMBER}\s*-?\s*{UNIT}\))?"
)
TIME = either(TIMES)
SPEED = either(SPEEDS)
_CAPITAL = "A-ZÀ-ÖØ-Þ"
UNKNOWN = (
    rf"(?-i:[{_CAPITAL}][\w\u2019'-]*"
    rf"(?:[ \u00a0](?:[{_CAPITAL}0-9][\w\u2019'-]*|(?:of|de|del|el|al|the)(?=[ \u00a0][A-Z])))*)"
)
"""A capitalised name that the recogniser does not know."""


def point(words: str) -> str | None:
    """Compass point (N, NNE ...) or ``central`` of a direction's words, None when they are none.

    >>> point("north-eastern"), point("south west"), point("east west")
    ('NE', 'SW', None)
    """
    bare = re.sub(r"[^a-z]", "", words.lower())
    for ending in ("ernmost", "ern", "erly", "wards", "ward"):
        bare = bare.removesuffix(ending)
    return POINTS.get(bare)


_EACH = re.compile(rf"{COMPASS}|\bcentral\b", re.IGNORECASE)


def points(words: str) -> tuple[str, ...]:
    """Compass points of coordinated directions in order, () when one of them is none."""
    found = [point(match.group()) for match in _EACH.finditer(words)]
    return () if None in found else tuple(dict.fromkeys(each for each in found if each))
