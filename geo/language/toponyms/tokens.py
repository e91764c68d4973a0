"""Words of a text, column by column: what each is by itself, where it starts, what stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add, sub
from typing import NamedTuple

from geo.language.toponyms.vocabulary import WIDTH, vocabulary

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
    """What stands before a word, and the word; the first branch finds most words at once.

    The end of the text counts as a word, so that what stands before it is gone through only once.
    """
    return re.compile(
        rf"({other}*+)("
        rf"{letter}++(?=[ ,\n)])"
        r"|(?:[^\W\d_]{1,3}\.){2,}"  # U.S., N.Y., W.Va., D.C.
        rf"|{letter}++(?:[\u0300-\u036f]++{letter}*+)*+"
        rf"(?:(?:[{_QUOTES}\-\u2010\u2011]|(?<=[^\W\d_])&(?=[^\W\d_]))(?:{letter}|[\u0300-\u036f])++)*"
        rf"(?:(?<=[sS])['{_APOSTROPHE}](?!{letter}))?|\Z)"
    )


_WORDS = _pattern(r"\w", r"\W")
_WITH_LOW_LINES = _pattern(r"[^\W_]", r"[\W_]")
"""The same where a low line, which parts words, occurs; three times slower."""
_POSSESSIVE = re.compile(rf"(?<=[^\W_])(?:['{_APOSTROPHE}\u02bc`\u00b4][sS]|(?<=[sS])['{_APOSTROPHE}])$")
_POSSESSIVE_ENDS = f"sS'{_APOSTROPHE}"
_HYPHENS = re.compile(r"[\-\u2010\u2011]")
_SENTENCE_END = re.compile(
    r"[.!?:;\u2022|]|\n|[\"\u201c\u2018(\[]$|^['\"\u201d\u2019)\]]*\s*[-\u2013\u2014*]\s*$"
)
_REMEMBERED = 16_384
"""Words, and gaps between them, whose reading is kept: news uses the same few thousand."""
WRAPPED_LINE = 45
"""Shortest line in characters that may be a wrapped line of prose, after which a name may go on."""
_LONG, _SHORT = 20, 3
"""Words count as this long at most; as short words when they are not longer."""
_ARTICLES = frozenset(
    {"al", "el", "ez", "es", "as", "ash", "ad", "ar", "at", "az", "an", "ul", "ud", "e", "abu", "ibn", "bin"}
)
"""First parts of names that are written with a hyphen."""
BLANK_GAP, COMMA_GAP, HYPHEN_GAP, BRACKET_GAP = 1, 2, 3, 4
"""Codes of what stands before a word: blank space, marks; 0 is nothing, 10 any other mark."""
_GAPS = (
    (",", COMMA_GAP), ("-", HYPHEN_GAP), ("(", BRACKET_GAP), ("/", 5), ("\n", 6), ('"', 7), ("\u201c", 7),
    (";", 8), (".", 9),
)  # fmt: skip


@dataclass(slots=True, eq=False)  # not frozen, which would take a third of the time that a new word takes
class Word:
    """A word as it is written, wherever it stands: words written alike are one object while remembered.

    ``text`` ends before a possessive, ``full`` has it. ``row`` holds the numbers of ``vocabulary.AT``,
    0 for what depends on where the word stands. ``parts`` are the pieces of a hyphenated word with a
    capital in it, which may be words by themselves, each with its offset.
    """

    full: str
    text: str
    lower: str
    capital: bool
    upper: bool
    possessive: bool
    row: bytes
    parts: tuple[tuple[int, Word], ...] = ()


BLANK = Word("\n", "\n", "\n", capital=False, upper=False, possessive=False, row=bytes(WIDTH))
"""Stands before the first word of a text and behind the last."""


class Tokens(NamedTuple):
    """The words of a text in order; ``starts`` are offsets in it, ``gaps`` what stands before each word.

    ``codes`` number the gaps. ``joined`` says that only blank space (or one line break in prose) parts a
    word from the one before, ``opens`` that it opens a sentence or line.
    """

    words: list[Word]
    starts: list[int]
    gaps: list[str]
    codes: bytearray
    opens: bytearray
    joined: bytearray


def tokenize(text: str) -> Tokens:
    """Words of a text in order, never overlapping; numbers are words too."""
    parts = (_WITH_LOW_LINES if "_" in text else _WORDS).split(text)  # nothing, gap, word, nothing, ...
    gaps, words = parts[1::3], parts[2::3]
    while words and not words[-1]:
        del gaps[-1], words[-1]
    if not words:
        return Tokens([], [], [], bytearray(), bytearray(), bytearray())
    sizes = list(map(len, words))
    ends = list(accumulate(map(add, map(len, gaps), sizes)))
    starts = list(map(sub, ends, sizes))
    if text[ends[-1] : ends[-1] + 1] == "." and _abbreviated(words[-1]):
        words[-1] += "."
    size = len(words)
    codes, opens, joined = bytearray([BLANK_GAP]) * size, bytearray(size), bytearray([1]) * size
    for index in [index for index, gap in enumerate(gaps) if gap != " "]:
        gap = _gap(gaps[index])
        if gap.dotted and index and _abbreviated(words[index - 1]):
            words[index - 1] += "."
            gaps[index] = gaps[index][1:]
            gap = _gap(gaps[index])
        joined[index], opens[index], codes[index] = gap.blank, gap.ends, gap.code
        if gap.lines:
            joined[index] &= gap.lines == 1 and _in_prose(text, starts[index], gaps[index])
            opens[index] |= not joined[index]
    joined[0], opens[0] = False, True
    return Tokens(list(map(word_of, words)), starts, gaps, codes, opens, joined)


def _abbreviated(word: str) -> bool:
    return len(word) <= 5 and word.lower() in _ABBREVIATIONS


class _Gap(NamedTuple):
    """What stands between two words: whether it is blank, whether its marks end a sentence, its code.

    ``dotted`` says that a full stop and more stand in it, ``lines`` how many line breaks.
    """

    blank: bool
    ends: bool
    code: int
    dotted: bool
    lines: int


@lru_cache(_REMEMBERED)
def _gap(gap: str) -> _Gap:
    """What stands between two words, as it is read."""
    blank = gap.isspace()
    code = next((code for mark, code in _GAPS if mark in gap), BLANK_GAP if blank else 10) if gap else 0
    ends = not blank and _SENTENCE_END.search(gap) is not None
    return _Gap(blank, ends, code, gap[:1] == "." and gap != ".", gap.count("\n"))


def _in_prose(text: str, start: int, gap: str) -> bool:
    """Whether the line before a word is long enough to be wrapped prose."""
    line_end = start - len(gap) + gap.index("\n")
    return line_end - (text.rfind("\n", 0, line_end) + 1) >= WRAPPED_LINE


@lru_cache(_REMEMBERED)
def word_of(full: str) -> Word:
    """What a word is by itself."""
    if full.isalnum():
        return _word(full, full, capital=is_capital(full))
    owner = _POSSESSIVE.search(full) if full[-1] in _POSSESSIVE_ENDS else None
    text = full if owner is None else full[: owner.start()]
    return _word(full, text, capital=is_capital(text), parts=_parts(full, text))


def _word(full: str, text: str, *, capital: bool, parts: tuple[tuple[int, Word], ...] = ()) -> Word:
    lower, size = text.lower(), len(text)
    upper = size > 1 and text.isupper() and (capital or not full.isalpha())
    possessive = len(full) > size
    shape = bytes((
        capital, upper, 0, possessive, 0, min(len(lower), _LONG), lower.isdigit(), 0, 0, 0,
        size > _SHORT, text[0].isalpha(), full[-1] == ".",
    ))  # fmt: skip
    meanings, marks = vocabulary().of(lower)
    return Word(full, text, lower, capital, upper, possessive, meanings + shape + marks, parts)


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


def _parts(full: str, text: str) -> tuple[tuple[int, Word], ...]:
    """The pieces of a hyphenated word: () without a hyphen or a capital piece, or after an article."""
    cuts = [match.start() for match in _HYPHENS.finditer(text)]
    if not cuts:
        return ()
    pieces = [(a + 1, b) for a, b in pairwise((-1, *cuts, len(text))) if b > a + 1]
    parts = tuple((a, _piece(text[a:b], full[len(text) :] if b == len(text) else "")) for a, b in pieces)
    if parts[0][1].lower in _ARTICLES or not any(part.capital and len(part.text) > 1 for _, part in parts):
        return ()
    return parts


def _piece(text: str, ending: str) -> Word:
    """A piece of a hyphenated word, with the possessive behind it."""
    capital, alike = text[0].isupper(), word_of(text + ending)
    return (
        alike
        if (alike.text, alike.capital) == (text, capital)
        else _word(text + ending, text, capital=capital)
    )
