"""Whether two wordings speak of the same thing: by the words that carry meaning."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_STEM = 5
_MOST_LETTERS_APART = 3


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two wordings share a word that carries meaning, or the stem of one (Syria, Syrian).

    Articles, titles and words of saying never count; words for kinds of places and their parts only
    where a wording holds nothing else.
    """
    mine, theirs = content_words(one), content_words(other)
    return bool(mine & theirs) or any(_one_stem(a, b) for a in mine for b in theirs)


def _one_stem(one: str, other: str) -> bool:
    """Words of five letters or more that begin alike and end about equally late."""
    return (
        min(len(one), len(other)) >= _STEM
        and one[:_STEM] == other[:_STEM]
        and abs(len(one) - len(other)) <= _MOST_LETTERS_APART
    )


def content_words(text: str | None) -> frozenset[str]:
    """Words that carry meaning, in lower case and without accents."""
    found = _WORD.findall(_POSSESSIVE.sub("", _plain(text or "")))
    for sorts in (("function", "title", "reporting"), ("kind", "position")):
        found = [word for word in found if _sort(word) not in sorts] or found
    return frozenset(found)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _sort(word: str) -> str:
    return _sorts().get(word, "")


@lru_cache(maxsize=1)
def _sorts() -> MappingProxyType[str, str]:
    text = files("geo.evaluation").joinpath("data/plain_words.csv").read_text("utf-8")
    return MappingProxyType(
        {word: row["sort"] for row in csv.DictReader(text.splitlines()) for word in row["words"].split()}
    )
