"""Words of a text with what recognition needs of each: offsets, case, what stands before it."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from operator import add, sub
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


def _pattern(letter: str, other: str) -> re.Pattern[str]:
    """What stands before a word, and the word; the first branch finds most words at once."""
    return re.compile(
        rf"({other}*+)("
        rf"{letter}++(?=[ ,\n)])"
        r"|(?:[^\W\d_]{1,3}\.){2,}"  # U.S., N.Y., W.Va., D.C.
        rf"|{letter}++(?:[\u0300-\u036f]++{letter}*+)*+"
        rf"(?:(?:[{_QUOTES}\-\u2010\u2011]|(?<=[^\W\d_])&(?=[^\W\d_]))(?:{letter}|[\u0300-\u036f])++)*"
        rf"(?:(?<=[sS])['{_APOSTROPHE}](?!{letter}))?)"
    )


_WORDS = _pattern(r"\w", r"\W")
_WITH_LOW_LINES = _pattern(r"[^\W_]", r"[\W_]")
"""The same where a low line, which parts words, occurs; three times slower."""
_POSSESSIVE = re.compile(rf"(?<=[^\W_])(?:['{_APOSTROPHE}\u02bc`\u00b4][sS]|(?<=[sS])['{_APOSTROPHE}])$")
_HYPHENS = re.compile(r"[\-\u2010\u2011]")
_SENTENCE_END = re.compile(
    r"[.!?:;\u2022|]|\n|[\"\u201c\u2018(\[]$|^['\"\u201d\u2019)\]]*\s*[-\u2013\u2014*]\s*$"
)
_REMEMBERED = 16_384
"""Words, and gaps between them, whose reading is kept: news uses the same few thousand."""
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
    """Words of a text in order, never overlapping; numbers are words too.

    Column by column rather than word by word: this is read of every word of every report.
    """
    parts = (_WITH_LOW_LINES if "_" in text else _WORDS).split(text)  # nothing, gap, word, nothing, ...
    gaps, words = parts[1::3], parts[2::3]
    if not words:
        return []
    sizes = list(map(len, words))
    ends = list(accumulate(map(add, map(len, gaps), sizes)))
    starts = list(map(sub, ends, sizes))
    if text[ends[-1] : ends[-1] + 1] == "." and _abbreviated(words[-1]):
        words[-1] += "."
    joined, first = [True] * len(words), [False] * len(words)
    joined[0], first[0] = False, True
    for index in [index for index, gap in enumerate(gaps) if gap != " "]:
        if index:
            if gaps[index][:1] == "." and gaps[index] != "." and _abbreviated(words[index - 1]):
                words[index - 1] += "."
                gaps[index] = gaps[index][1:]
            joined[index], first[index] = _position(text, starts[index], gaps[index])
    lengths, plain, *read = zip(*map(_read, words), strict=True)
    columns = (starts, map(add, starts, lengths), plain, words, read[0], gaps, *read[1:], first, joined)
    return list(map(_MAKE, zip(*columns, strict=True)))


_MAKE = partial(tuple.__new__, Token)


def _abbreviated(word: str) -> bool:
    return len(word) <= 5 and word.lower() in _ABBREVIATIONS


@lru_cache(_REMEMBERED)
def _read(full: str) -> tuple[int, str, str, bool, bool, bool]:
    """What a word is by itself: length and text without a possessive, lower case, case, possessive."""
    if full.isalpha():
        capital = full[0].isupper()
        return len(full), full, full.lower(), capital, capital and len(full) > 1 and full.isupper(), False
    owner = _POSSESSIVE.search(full)
    word = full if owner is None else full[: owner.start()]
    upper = len(word) > 1 and word.isupper()
    return len(word), word, word.lower(), is_capital(word), upper, owner is not None


def _position(text: str, start: int, gap: str) -> tuple[bool, bool]:
    """Whether a word is joined to the one before, and whether it opens a sentence or line."""
    blank, ends = _gap(gap)
    if "\n" not in gap:
        return blank, ends
    joined = blank and gap.count("\n") == 1 and _in_prose(text, start, gap)
    return joined, ends or not joined


@lru_cache(_REMEMBERED)
def _gap(gap: str) -> tuple[bool, bool]:
    """Whether what stands between two words is blank, and whether its marks end a sentence."""
    blank = gap.isspace()
    return blank, not blank and _SENTENCE_END.search(gap) is not None


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
