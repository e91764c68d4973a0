"""The noun that a number counts: the words after it, looked up in ``lexicon/units.csv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from geo.language.numbers import number_words

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*|[°%$€£]|\S")  # noqa: RUF001  (typographic apostrophes)
_WINDOW = 6
"""The noun counted stands among so many words after the number."""
_REACH = 120
"""... and so many characters."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts. ``noun`` is empty when it is not named; ``end`` is where the words end."""

    noun: str
    end: int


@lru_cache(maxsize=1)
def _units() -> Mapping[str, str]:
    """Kind (count, measure, place, event) of each counted noun, lower case."""
    table = files("geo.language").joinpath("lexicon", "units.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    return {word.lower(): row["kind"] for row in rows for word in row["words"].split(";")}


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    table = files("geo.language").joinpath("lexicon", "function_words.csv").read_text(encoding="utf-8")
    return frozenset(" ".join(table.splitlines()[1:]).split())


@lru_cache(maxsize=1)
def _peoples() -> frozenset[str]:
    """Words of peoples, as written with a capital: some have no plural ("300 Congolese")."""
    table = files("geo.language").joinpath("lexicon", "demonyms.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(table.splitlines()))


def counted(text: str, end: int) -> Counted | None:
    """What a number that ends at ``end`` counts; None when it measures, prices or dates instead."""
    found = _WORD.finditer(text, end, min(len(text), end + _REACH))
    words = [word for word in found if word.group() != "#"][: _WINDOW + 2]
    if len(words) > 1 and words[0].group() in "-\u2013" and words[0].start() == end:
        return _compound(words[1])
    if words and words[0].group() in "°%":
        return None
    if words and words[0].group().lower() == "of":
        words = words[1:]
    noun = _noun(words)
    if noun is None and words and words[0].group() in _peoples():
        return Counted(words[0].group(), words[0].end())
    if noun is None:
        return Counted("", end)
    if _kind(noun) not in {None, "count"}:
        return None
    start = _start(words, noun)
    return Counted(text[start : noun.end()], noun.end())


def _noun(words: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """First noun of the lexicon; else the first plural; a measure counts only right after the number."""
    plural: re.Match[str] | None = None
    for place, word in enumerate(words[:_WINDOW]):
        if _closes(word) or (plural is not None and word.group().islower() and _kind(word) is None):
            break
        kind = _kind(word)
        if kind == "count":
            return _head(words, place)
        if kind is not None:
            return plural or (word if place <= 1 else None)
        if plural is None and _is_plural(word.group()):
            plural = word
    return plural


def _closes(word: re.Match[str]) -> bool:
    """Whether a word ends the noun phrase; capitals such as IS and US do not."""
    bare = word.group()
    if not bare[0].isalpha() or bare.lower() in number_words():
        return True
    return bare.lower().rstrip(".") in _function_words() and not (bare.isupper() and len(bare) > 1)


def _kind(word: re.Match[str]) -> str | None:
    low = word.group().lower().rstrip(".")
    return _units().get(low) or _units().get(low.rsplit("-", 1)[-1])


def _head(words: Sequence[re.Match[str]], place: int) -> re.Match[str]:
    """Head of a compound such as "police officers"."""
    following = words[place + 1] if place + 1 < len(words) else None
    if following is not None and _kind(following) == "count" and _adjacent(words[place], following):
        return following
    return words[place]


def _start(words: Sequence[re.Match[str]], noun: re.Match[str]) -> int:
    """Start of the noun, with a first part that the lexicon knows ("special forces")."""
    before = next((word for word in reversed(words) if word.start() < noun.start()), None)
    if before is not None and _adjacent(before, noun):
        pair = f"{before.group()} {noun.group()}".lower()
        return before.start() if pair in _units() else noun.start()
    return noun.start()


def _adjacent(left: re.Match[str], right: re.Match[str]) -> bool:
    return left.string[left.end() : right.start()].isspace()


def _is_plural(word: str) -> bool:
    low = word.lower()
    ends = low.endswith("s") and not low.endswith(("ss", "us", "'s", "\u2019s"))
    return len(low) > 3 and ends and (word[0].isupper() or not low.endswith("is"))


def _compound(word: re.Match[str]) -> Counted | None:
    """A number joined to its noun: "a 40-truck convoy"; "an 18-year-old" counts nothing."""
    first = word.group().split("-")[0]
    if _units().get(first.lower()) == "count":
        return Counted(first, word.start() + len(first))
    return Counted("", word.end()) if first.lower() == "strong" else None
