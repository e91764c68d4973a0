"""Words of a text with what recognition needs of each: offsets, case, what stands before it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_ABBREVIATIONS = frozenset({
    "st", "ste", "mt", "ft", "gov", "sen", "rep", "gen", "lt", "col", "capt", "maj", "sgt", "cpl", "pvt",
    "adm", "cmdr", "brig", "supt", "dr", "mr", "mrs", "ms", "prof", "rev", "fr", "hon", "jr", "sr", "no",
    "vs", "dept", "univ", "assn", "bros", "co", "corp", "inc", "ltd", "ala", "ariz", "ark", "calif",
    "colo", "conn", "del", "fla", "ill", "ind", "kan", "ky", "la", "md", "mass", "mich", "minn", "miss",
    "mo", "mont", "neb", "nev", "okla", "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis",
    "wyo", "ont", "que", "alta", "sask", "ave", "blvd", "hwy", "rd",
})  # fmt: skip
"""Words that take a full stop with them when one follows."""
_QUOTES = "'\u2019\u2018\u02bc\u02bb`\u00b4"
_APOSTROPHE = "\u2019"
_TOKEN = re.compile(
    r"(?:[^\W\d_]{1,3}\.){2,}"  # U.S., N.Y., W.Va., D.C.
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*"
    rf"(?:(?:[{_QUOTES}\-\u2010\u2011]|(?<=[^\W\d_])&(?=[^\W\d_]))(?:[^\W_]|[\u0300-\u036f])+)*"
    rf"(?:(?<=[sS])['{_APOSTROPHE}](?![^\W_]))?"
)
_POSSESSIVE = re.compile(rf"(?<=[^\W_])(?:['{_APOSTROPHE}\u02bc`\u00b4][sS]|(?<=[sS])['{_APOSTROPHE}])$")
_HYPHENS = re.compile(r"[\-\u2010\u2011]")
_SENTENCE_END = re.compile(
    r"[.!?:;\u2022|]|\n|[\"\u201c\u2018(\[]$|^['\"\u201d\u2019)\]]*\s*[-\u2013\u2014*]\s*$"
)
WRAPPED_LINE = 45
"""Shortest line in characters that may be a wrapped line of prose, after which a name may go on."""


class Token(NamedTuple):
    """A word. ``text`` ends before a possessive, ``full`` has it; ``gap`` stands before the word.

    ``joined`` says that only blank space (or one line break in prose) parts it from the word
    before. ``first`` says that it opens a sentence or line.
    """

    start: int
    end: int
    text: str
    full: str
    lower: str
    gap: str
    capital: bool
    upper: bool
    possessive: bool
    first: bool
    joined: bool


def tokenize(text: str) -> list[Token]:
    """Words of a text in order, never overlapping; numbers are words too."""
    tokens: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = text[start:end]
        if text[end : end + 1] == "." and _abbreviated(word) and not text[end + 1 : end + 2].isalnum():
            end += 1
            word += "."
        tokens.append(_token(text, word, start, before))
        before = end
    return tokens


def _abbreviated(word: str) -> bool:
    return len(word) <= 5 and word.lower() in _ABBREVIATIONS


def _token(text: str, full: str, start: int, before: int) -> Token:
    gap = text[before:start]
    joined, first = (before > 0, before == 0) if gap == " " else _position(text, start, gap, before)
    if full.isalpha():
        size = len(full)
        capital = full[0].isupper()
        upper = capital and size > 1 and full.isupper()
        return Token(start, start + size, full, full, full.lower(), gap, capital, upper, False, first, joined)  # noqa: FBT003
    owner = _POSSESSIVE.search(full)
    word = full if owner is None else full[: owner.start()]
    return Token(
        start=start,
        end=start + len(word),
        text=word,
        full=full,
        lower=word.lower(),
        gap=gap,
        capital=is_capital(word),
        upper=len(word) > 1 and word.isupper(),
        possessive=owner is not None,
        first=first,
        joined=joined,
    )


def _position(text: str, start: int, gap: str, before: int) -> tuple[bool, bool]:
    """Whether a word is joined to the one before, and whether it opens a sentence or line."""
    blank = gap.isspace()
    broken = "\n" in gap
    joined = blank and (not broken or (gap.count("\n") == 1 and _in_prose(text, start, gap)))
    first = before == 0 or (not blank and _SENTENCE_END.search(gap) is not None) or (broken and not joined)
    return joined and before > 0, first


def is_capital(word: str) -> bool:
    """Whether a word is written as a name: a capital first, or after a particle ("al-Bab")."""
    if word.isalpha():
        return word[0].isupper()
    if word[0].isupper() or (word[0].isdigit() and word[-1:].isupper()):
        return True
    head, _, rest = word.partition("-")
    if not rest:
        head, _, rest = word.partition(_APOSTROPHE if _APOSTROPHE in word else "'")
    return bool(rest) and len(head) <= 3 and rest[0].isupper()


def pieces(token: Token) -> list[Token]:
    """The pieces of a hyphenated word as words of their own, [] when it has no hyphen."""
    if token.text.isalnum():
        return []
    cuts = [match.start() for match in _HYPHENS.finditer(token.text)]
    if not cuts:
        return []
    edges = [-1, *cuts, len(token.text)]
    return [
        token._replace(
            start=token.start + a + 1,
            end=token.start + b,
            text=(word := token.text[a + 1 : b]),
            full=word + (token.full[len(token.text) :] if b == len(token.text) else ""),
            lower=word.lower(),
            gap=token.gap if a < 0 else "-",
            capital=word[:1].isupper(),
            upper=len(word) > 1 and word.isupper(),
            possessive=token.possessive and b == len(token.text),
            first=token.first and a < 0,
            joined=token.joined and a < 0,
        )
        for a, b in pairwise(edges)
        if b > a + 1
    ]


def _in_prose(text: str, start: int, gap: str) -> bool:
    """Whether the line before a word is long enough to be wrapped prose."""
    line_end = start - len(gap) + gap.index("\n")
    return line_end - (text.rfind("\n", 0, line_end) + 1) >= WRAPPED_LINE
