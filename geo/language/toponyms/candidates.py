"""Every way to cut a place name out of the text's capitals: known names, and runs with words of kind.

The judge weighs them against one another; so a cut that is seldom right costs little.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.language.toponyms.context import Context, read_context
from geo.language.toponyms.known import UNKNOWN
from geo.language.toponyms.lookup import lookup_of
from geo.language.toponyms.natural import is_natural, is_river, with_article
from geo.language.toponyms.page import read_page
from geo.language.toponyms.spans import Span, find_spans, windows_of
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.language.toponyms.lookup import Lookup
    from geo.language.toponyms.page import Page
    from geo.language.toponyms.tokens import Word
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


class Candidates(NamedTuple):
    """Candidates of texts that are read together, text by text; ``base`` are the known names among them.

    ``lookups`` are the names that hold in each text.
    """

    context: Context
    base: list[list[Span]]
    spans: list[list[Span]]
    lookups: list[Lookup]


def candidates_of(texts: Sequence[str], names: Sequence[Names]) -> Candidates:
    """The candidates of texts, each with the names that hold in it; no text's depend on the others."""
    lookups = [lookup_of(known) for known in names]
    page = read_page(texts, lookups)
    base = [
        find_spans(page, number, known, windows)
        for number, (known, windows) in enumerate(zip(lookups, windows_of(page), strict=True))
    ]
    context = read_context(page)
    spans = [find_candidates(base[number], context, number, known) for number, known in enumerate(lookups)]
    return Candidates(context, base, spans, lookups)


def find_candidates(base: Sequence[Span], context: Context, number: int, names: Lookup) -> list[Span]:
    """A text's known names and the other cuts, in order of their first word, the longer first."""
    found = {(span.first, -span.last): _not_people(span, context.page, number, names) for span in base}
    owner = {index: span for span in base for index in range(span.first, span.last)}
    page = context.page
    for first, last in _cuts(base, owner, context, number, names):
        if (first, -last) not in found:
            sought = names if _may_be_known(first, last, owner, page.words) else None
            found[first, -last] = _span(first, last, page, number, sought)
    return [found[key] for key in sorted(found)]


def _not_people(span: Span, page: Page, number: int, names: Lookup) -> Span:
    """A people's word as the sea that is called so, where it has its article: "ferries on the Baltic"."""
    if span.how != "ethnic" or not with_article(span.first, page):
        return span
    whole = _span(span.first, span.last, page, number, names)
    return whole if is_natural(whole, page, names) else span


def _may_be_known(first: int, last: int, owner: dict[int, Span], row: Sequence[Word]) -> bool:
    """Whether a cut may be in the gazetteer, or the known names show that it is not."""
    span = owner.get(first)
    if span is None or (span.first == first and span.how == "known" and last > span.last):
        return False
    return not (span.first == first and last == first + 1 and row[first].lower in words().kinds_after)


def _span(first: int, last: int, page: Page, number: int, names: Lookup | None) -> Span:
    name = final = page.words[last - 1].text
    start, end = page.starts[first], page.starts[last - 1] + len(final)
    if last - first > 1:
        name = " ".join([*[word.full for word in page.words[first : last - 1]], final])
    known = names.known(name) if names is not None else UNKNOWN
    listed = known.facts is not None and (known.facts.entries or known.facts.ignored)
    how, known = ("known", known) if listed else ("unknown", UNKNOWN)
    return Span(first, last, start, end, page.texts[number][start:end], name, how, known)


def _cuts(
    base: Sequence[Span], owner: dict[int, Span], context: Context, number: int, names: Lookup
) -> Iterator[tuple[int, int]]:
    page = context.page
    yield from _shorter(base, page.words)
    plain, nothing = _plain(), _nothing()
    for first, last in context.runs[number]:
        if last - first > 1:
            yield from _of_run(first, last, owner, context)
            continue
        word = page.words[first]
        if len(word.text) < 2:
            continue
        if word.lower not in plain or (with_article(first, page) and is_river(word.text, names)):
            yield first, last
        if page.joined[last] and _leads_on(page.words[last]) and word.lower not in nothing:
            yield from _behind(first, last, context)
        if _numbered_street(first, page):
            yield first - 1, last


@cache
def _plain() -> frozenset[str]:
    """Words that alone are no candidates where the gazetteer does not know them."""
    lexicon = words()
    return _nothing() | {word for word, band in lexicon.common.items() if band == 1}


def _shorter(base: Sequence[Span], row: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Known names without the kind word at their end or the words before "of"."""
    kinds = words().kinds_after
    for span in base:
        if span.last - span.first < 2 or span.how == "people":
            continue
        last = row[span.last - 1]
        if last.lower in kinds or last.lower.rstrip(".") in words().titles or not last.capital:
            yield span.first, span.last - 1
        for index in range(span.first + 1, span.last - 1):
            if row[index].lower == "of":
                yield index + 1, span.last
        if row[span.first].lower in _beginnings():
            yield span.first + 1, span.last


@cache
def _beginnings() -> frozenset[str]:
    """Words without which a known name may be a name, too."""
    return _HEADS | words().cues["direction"]


def _of_run(first: int, last: int, owner: dict[int, Span], context: Context) -> Iterator[tuple[int, int]]:
    """Cuts of a run of several capitalised words."""
    row = context.page.words
    if _numbered_street(first, context.page):
        yield first - 1, first + 1
    while last - first > 1 and _precedes(row[first].lower.rstrip(".")):
        first += 1
    if last - first == 1 and (len(row[first].text) < 2 or row[first].lower in _nothing()):
        return
    if last - first <= LONGEST and not (last - first == 1 and row[first].lower in _plain()):
        yield first, last
    for index in range(first, last - 1):
        if row[index].possessive and last - index <= LONGEST:
            yield first, index + 1
            yield index + 1, last
    yield from _with_kind(first, last, owner, row)
    yield from _with_head(first, last, owner, row)
    if context.page.joined[last] and _leads_on(row[last]):
        yield from _behind(first, last, context)


def _numbered_street(index: int, page: Page) -> bool:
    """Whether a word of streets follows an ordinal: "14th Street"."""
    before = page.words[index - 1].text
    if not (page.joined[index] and before[0].isdigit() and _ORDINAL.fullmatch(before)):
        return False
    return words().kinds_after.get(page.words[index].lower.rstrip(".")) == "road"


def _leads_on(word: Word) -> bool:
    """Whether a word may be the first of what stands behind a run (see ``_behind``)."""
    return word.lower == "of" or word.lower in _LOWER_KINDS or word.text[0].isdigit()


def _behind(first: int, last: int, context: Context) -> Iterator[tuple[int, int]]:
    """Cuts that take in what stands behind a run: "of" and a name, a road's number, a word of kind."""
    row = context.page.words
    word = row[last].lower
    if word == "of":
        yield from _with_of(first, last, context)
    elif word in _LOWER_KINDS:
        if not row[last - 1].possessive:
            yield first, last + 1
    elif row[last - 1].lower.rstrip(".") in _ROADS and _NUMBERED.fullmatch(row[last].text):
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
    first: int, last: int, owner: dict[int, Span], row: Sequence[Word]
) -> Iterator[tuple[int, int]]:
    """Runs up to each word of kind in them: "Ashgrove General Hospital"."""
    lexicon = words()
    for index in range(first + 1, last):
        word = row[index].lower.rstrip(".")
        if word not in lexicon.kinds_after and lexicon.organisations.get(word) != "organisation":
            continue
        if index + 1 - first <= LONGEST:
            yield first, index + 1
        if row[index - 1].possessive:
            continue
        before = owner.get(index - 1)
        if before is not None and before.first > first and before.last == index:
            yield before.first, index + 1


def _with_head(
    first: int, last: int, owner: dict[int, Span], row: Sequence[Word]
) -> Iterator[tuple[int, int]]:
    """Runs from each word that starts names: "Lake Tumba", "South Ossetia"."""
    for index in range(first, last - 1):
        if row[index].lower.rstrip(".") not in _HEADS:
            continue
        if index > first and last - index <= LONGEST:
            yield index, last
        after = owner.get(index + 1)
        if after is not None and after.first == index + 1 and after.last <= last:
            yield index, after.last


def _with_of(first: int, last: int, context: Context) -> Iterator[tuple[int, int]]:
    """What "of" joins: "University of Sussex", "Gulf of Aden"."""
    row, joined, lexicon = context.page.words, context.page.joined, words()
    after = last + 1
    if row[after].lower == "the" and joined[after]:
        after += 1
    if not (row[after].capital and joined[after]):
        return
    head = row[last - 1].lower
    kind = head in lexicon.kinds_before or head in lexicon.kinds_after or head in _OF
    if not kind and head not in lexicon.organisations:
        return
    end = int(context.tight.last[after])
    if end - first <= LONGEST + 1:
        yield first, end
        if last - first > 1 and kind:
            yield last - 1, end


_OF = frozenset(
    {"university", "college", "institute", "academy", "school", "bank", "church", "embassy", "court"}
)
"""Words of houses that stand before "of" and a place."""
