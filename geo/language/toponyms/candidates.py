"""Every way to cut a place name out of the text's capitals: known names, and runs with words of kind.

The judge weighs them against one another; so a cut that is seldom right costs little.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from geo.language.toponyms.spans import Span
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.tokens import Token
    from geo.records import Names

LONGEST = 7
"""Most words of a run that is a candidate as a whole."""
_ROADS = frozenset(
    {"highway", "route", "interstate", "road", "hwy", "motorway", "freeway", "expressway", "exit", "junction"}
)
_NUMBERED = re.compile(r"\d{1,4}[A-Z]?")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)
_HEADS = frozenset({
    "lake", "mount", "mt", "river", "camp", "fort", "ft", "port", "cape", "gulf", "bay", "isle",
    "island", "rio", "wadi", "loch", "ben", "puerto", "san", "santa", "st", "ste", "saint", "sainte",
    "santo", "são", "sao", "hotel", "hospital", "university", "college", "school", "north", "south",
    "east", "west", "old", "new", "nueva", "nuevo", "el", "al", "la", "los", "las", "le", "les", "the",
    "de", "del", "ez", "bab", "beit", "deir", "tel", "tell", "jabal", "jebel", "kafr", "khan", "umm",
    "ain", "ras", "abu", "nahr", "koh", "kuh", "val", "valle", "monte", "pointe", "point", "city",
    "town", "county", "village", "state",
})  # fmt: skip
"""First words that a longer name than the known one may start with."""


def find_candidates(base: Sequence[Span], context: Context, text: str, names: Names) -> list[Span]:
    """The known names and the other cuts, in order of their first word, the longer first."""
    found = {(span.first, span.last): span for span in base}
    owner: dict[int, Span] = {}
    for span in base:
        for index in range(span.first, span.last):
            owner[index] = span
    for first, last in _cuts(base, owner, context):
        if (first, last) not in found:
            span = _span(first, last, context.tokens, text, _known(first, last, owner, names, context))
            found[first, last] = span
    return [found[key] for key in sorted(found, key=_order)]


def _order(key: tuple[int, int]) -> tuple[int, int]:
    return key[0], -key[1]


def _known(first: int, last: int, owner: dict[int, Span], names: Names, context: Context) -> Names | None:
    """The gazetteer when a cut may be in it; None where the known names show that it is not."""
    span = owner.get(first)
    if span is None or (span.first == first and span.how == "known" and last > span.last):
        return None
    if span.first == first and last == first + 1 and context.tokens[first].lower in words().kinds_after:
        return None
    return names


def _span(first: int, last: int, tokens: Sequence[Token], text: str, names: Names | None) -> Span:
    part = tokens[first:last]
    start, end = part[0].start, part[-1].end
    name = " ".join([token.full for token in part[:-1]] + [part[-1].text])
    facts = names.facts(name) if names is not None else None
    known = facts is not None and (facts.entries or facts.ignored)
    how = "known" if known else "unknown"
    return Span(first, last, start, end, text[start:end], name, facts if known else None, how)


def _cuts(base: Sequence[Span], owner: dict[int, Span], context: Context) -> Iterator[tuple[int, int]]:
    yield from _shorter(base, context)
    tokens, tight = context.tokens, context.tight
    plain = _plain()
    for first in [index for index, token in enumerate(tokens) if token.capital and tight[index][0] == index]:
        last = tight[first][1]
        if last - first > 1:
            yield from _of_run(first, last, owner, context)
            continue
        token = tokens[first]
        if len(token.text) < 2:
            continue
        if token.lower not in plain:
            yield first, last
        if token.lower not in _nothing() and last < len(tokens) and tokens[last].joined:
            yield from _behind(first, last, context)
        if _numbered_street(first, tokens):
            yield first - 1, last


@cache
def _plain() -> frozenset[str]:
    """Words that alone are no candidates where the gazetteer does not know them."""
    lexicon = words()
    return _nothing() | {word for word, band in lexicon.common.items() if band == 1}


def _shorter(base: Sequence[Span], context: Context) -> Iterator[tuple[int, int]]:
    """Known names without the kind word at their end or the words before "of"."""
    kinds = words().kinds_after
    for span in base:
        if span.last - span.first < 2 or span.how == "people":
            continue
        last = context.tokens[span.last - 1]
        if last.lower in kinds or last.lower.rstrip(".") in words().titles or not last.capital:
            yield span.first, span.last - 1
        for index in range(span.first + 1, span.last - 1):
            if context.tokens[index].lower == "of":
                yield index + 1, span.last
        if context.tokens[span.first].lower in _HEADS | words().cues["direction"]:
            yield span.first + 1, span.last


def _of_run(first: int, last: int, owner: dict[int, Span], context: Context) -> Iterator[tuple[int, int]]:
    """Cuts of a run of several capitalised words."""
    tokens = context.tokens
    if _numbered_street(first, tokens):
        yield first - 1, first + 1
    while last - first > 1 and _precedes(tokens[first].lower.rstrip(".")):
        first += 1
    if last - first == 1 and (len(tokens[first].text) < 2 or tokens[first].lower in _nothing()):
        return
    if last - first <= LONGEST and not (last - first == 1 and tokens[first].lower in _plain()):
        yield first, last
    for index in range(first, last - 1):
        if tokens[index].possessive and last - index <= LONGEST:
            yield index + 1, last
    yield from _with_kind(first, last, owner, tokens)
    yield from _with_head(first, last, owner, tokens)
    if last < len(tokens) and tokens[last].joined:
        yield from _behind(first, last, context)


def _numbered_street(index: int, tokens: Sequence[Token]) -> bool:
    """Whether a word of streets follows an ordinal: "14th Street"."""
    token = tokens[index]
    if not (index and token.joined and _ORDINAL.fullmatch(tokens[index - 1].text)):
        return False
    return words().kinds_after.get(token.lower.rstrip(".")) == "road"


def _behind(first: int, last: int, context: Context) -> Iterator[tuple[int, int]]:
    """Cuts that take in what stands behind a run: "of" and a name, a road's number, a word of kind."""
    tokens = context.tokens
    word = tokens[last].lower
    if word == "of":
        yield from _with_of(first, last, context)
    elif word in _LOWER_KINDS:
        if not tokens[last - 1].possessive:
            yield first, last + 1
    elif tokens[last - 1].lower.rstrip(".") in _ROADS and _NUMBERED.fullmatch(tokens[last].text):
        yield first, last + 1
        if last - first > 1:
            yield last - 1, last + 1


@cache
def _nothing() -> frozenset[str]:
    """Words that alone are no candidates where the gazetteer does not know them."""
    return words().cues["calendar"] | words().cues["not_place"]


def _precedes(word: str) -> bool:
    """Whether a capitalised word stands before names but is no part of them: a title, "northern"."""
    lexicon = words()
    return (word in lexicon.titles and word not in lexicon.kinds_before) or word in _PARTS


_PARTS = frozenset({
    "northern", "southern", "eastern", "western", "northeastern", "northwestern", "southeastern",
    "southwestern", "central", "upper", "lower", "greater", "downtown", "rural",
})  # fmt: skip
"""Words for a part of a place, read by the phrases about it; names with them are known ones."""
_LOWER_KINDS = frozenset(
    {"airport", "river", "camp", "valley", "mountains", "island", "islands", "dam", "strait"}
)
"""Kind words in lower case that annotators and gazetteers count as part of a name."""


def _with_kind(
    first: int, last: int, owner: dict[int, Span], tokens: Sequence[Token]
) -> Iterator[tuple[int, int]]:
    """Runs up to each word of kind in them: "Ashgrove General Hospital"."""
    lexicon = words()
    for index in range(first + 1, last):
        word = tokens[index].lower.rstrip(".")
        if word not in lexicon.kinds_after and lexicon.organisations.get(word) != "organisation":
            continue
        if index + 1 - first <= LONGEST:
            yield first, index + 1
        if tokens[index - 1].possessive:
            continue
        before = owner.get(index - 1)
        if before is not None and before.first > first and before.last == index:
            yield before.first, index + 1


def _with_head(
    first: int, last: int, owner: dict[int, Span], tokens: Sequence[Token]
) -> Iterator[tuple[int, int]]:
    """Runs from each word that starts names: "Lake Tumba", "South Ossetia"."""
    for index in range(first, last - 1):
        if tokens[index].lower.rstrip(".") not in _HEADS:
            continue
        if index > first and last - index <= LONGEST:
            yield index, last
        after = owner.get(index + 1)
        if after is not None and after.first == index + 1 and after.last <= last:
            yield index, after.last


def _with_of(first: int, last: int, context: Context) -> Iterator[tuple[int, int]]:
    """What "of" joins: "University of Sussex", "Gulf of Aden"."""
    tokens, lexicon = context.tokens, words()
    after = last + 1
    if after < len(tokens) and tokens[after].lower == "the" and tokens[after].joined:
        after += 1
    if after >= len(tokens) or not (tokens[after].capital and tokens[after].joined):
        return
    head = tokens[last - 1].lower
    kind = head in lexicon.kinds_before or head in lexicon.kinds_after or head in _OF
    if not kind and head not in lexicon.organisations:
        return
    end = context.tight[after][1]
    if end - first <= LONGEST + 1:
        yield first, end
        if last - first > 1 and kind:
            yield last - 1, end


_OF = frozenset(
    {"university", "college", "institute", "academy", "school", "bank", "church", "embassy", "court"}
)
"""Words of houses that stand before "of" and a place."""
