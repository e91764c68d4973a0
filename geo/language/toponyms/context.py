"""What whole texts tell about each of their words: style of its sentence, runs of capitals, persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.language.toponyms.page import spread
from geo.language.toponyms.tokens import BRACKET_GAP, HYPHEN_GAP
from geo.language.toponyms.vocabulary import AT, WIDE_INNER
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.language.toponyms.page import Flags, Ints, Page
    from geo.language.toponyms.tokens import Word
    from geo.language.toponyms.vocabulary import Bytes

PLAIN, TITLE, CAPS = range(3)
"""Styles of a sentence: prose, a headline in capitals, a line in capital letters."""
_MOST_INNER = 2
"""Most words in lower case between two of a run."""
_SPELLED = WIDE_INNER | {"in", "on", "to"}


class Runs(NamedTuple):
    """For each word the run [first, last) of capitalised words that it stands in, or itself."""

    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True)
class Context:
    """Of each word of a page its runs (tight: only name particles between; wide: also of, for, and).

    ``runs`` are the tight runs that start with a capital, text by text. ``also_lower`` says that the text
    also writes a word in lower case, ``spelled_out`` marks the words of a name whose initials follow in
    brackets ("(UNDP)"). Of each text ``persons`` are the names that it gives to persons, in lower case;
    ``after_place`` are the tenths of a capitalised word's uses that follow a word of place.
    """

    page: Page
    tight: Runs
    wide: Runs
    runs: Sequence[Sequence[tuple[int, int]]]
    style: Bytes
    also_lower: Flags
    spelled_out: Flags
    persons: Sequence[frozenset[str]]
    after_place: Sequence[Mapping[str, int]]


def read_context(page: Page) -> Context:
    """The context of every word of a page."""
    style = _styles(page)
    follows = _follows(page)
    tight = _runs(page, follows, "inner")
    heads = np.flatnonzero(page.marked("capital") & (tight.first == np.arange(len(page.words))))
    lasts = tight.last[heads]
    return Context(
        page=page,
        tight=tight,
        wide=_runs(page, follows, "wide_inner"),
        runs=page.by_text(heads, list(zip(heads.tolist(), lasts.tolist(), strict=True))),
        style=style,
        also_lower=_also_lower(page),
        spelled_out=_spelled_out(page),
        persons=_persons(page, heads, lasts, style),
        after_place=_after_place(page),
    )


def _styles(page: Page) -> Bytes:
    """Headline style, judged by words that prose writes in lower case."""
    opens, capital, upper = page.marked("opens"), page.marked("capital"), page.marked("upper")
    long = page.marked("long")
    longer, lowered, named = long & page.marked("letter"), page.marked("lowered") & ~opens, capital | upper
    counted = (named, upper & long, longer, longer & upper, lowered & named, lowered, lowered & capital)
    starts = np.flatnonzero(opens)
    sizes = np.diff(starts, append=len(page.words))
    names, shouts, longs, loud, in_names, lowers, raised = np.add.reduceat(
        np.array(counted), starts, axis=1, dtype=np.int64
    )
    caps = (sizes >= 3) & (shouts >= 2) & (loud >= np.maximum(2, 0.8 * longs))
    title = (in_names >= 2) & (raised >= 0.85 * lowers)
    style = np.where(names < 2, PLAIN, np.where(caps, CAPS, np.where(title, TITLE, PLAIN)))
    return np.repeat(style.astype(np.uint8), sizes)


def _follows(page: Page) -> Flags:
    """Which words may go on with the name that the word before is of."""
    hyphened = page.table[:-1, AT["gap"]] == HYPHEN_GAP
    for index in np.flatnonzero(hyphened).tolist():
        hyphened[index] = page.gaps[index] == "-"
    owned = np.roll(page.marked("possessive"), 1) & ~page.marked("capital")
    found: Flags = hyphened | (page.is_joined() & ~owned)
    return found


def _runs(page: Page, follows: Flags, inner: str) -> Runs:
    """For each word the run of capitalised words that it stands in."""
    first = np.arange(len(page.words))
    last = first + 1
    capital = page.marked("capital")
    places = np.flatnonzero(capital)
    if not len(places):
        return Runs(first, last)
    broken = np.cumsum(~follows | ~(capital | page.marked(inner)))
    linked = (np.diff(places) <= _MOST_INNER + 1) & (np.diff(broken[places]) == 0)
    starts = places[np.concatenate(([True], ~linked))]
    ends = places[np.concatenate((~linked, [True]))] + 1
    several = ends - starts > 1
    starts, ends = starts[several], ends[several]
    starts = starts + (page.marked("opens") & page.marked("plain_opening"))[starts]  # no name: a capital only
    sizes = ends - starts
    inside = spread(starts, sizes)
    first[inside], last[inside] = np.repeat(starts, sizes), np.repeat(ends, sizes)
    return Runs(first, last)


def _also_lower(page: Page) -> Flags:
    row, also = page.words, list[bool]()
    for (first, last), capitals in zip(page.bounds, page.capitals, strict=True):
        lowers = {word.lower for word in set(row[first:last]) if not word.capital}
        also += [row[index].lower in lowers for index in capitals]
    capital = page.marked("capital")
    found = ~capital
    found[capital] = also
    return found


def _spelled_out(page: Page) -> Flags:
    """Words that spell out an abbreviation in brackets behind them, whose letters they start with."""
    found = np.zeros(len(page.words), np.bool_)
    bracketed = page.table[:-1, AT["gap"]] == BRACKET_GAP
    for index in np.flatnonzero(bracketed & page.marked("upper")).tolist():
        short = page.words[index].text
        if page.gaps[index] == " (" and 3 <= len(short) <= 8 and short.isalpha():
            first = _start_of_spelling(page.words, index)
            found[first:index] = True
    return found


def _start_of_spelling(row: Sequence[Word], index: int) -> int:
    """Where the words start that spell out an abbreviation; its own place where none do."""
    letters = list(row[index].text.lower())
    ahead = index
    while letters and index - ahead < _MOST_SPELLING:
        ahead -= 1
        word = row[ahead]
        if word.lower[0] == letters[-1] and (word.capital or len(letters) > 1):
            letters.pop()
        elif word.capital or word.lower not in _SPELLED:
            break
    return index if letters or index - ahead < _LEAST_SPELLING else ahead


_LEAST_SPELLING, _MOST_SPELLING = 3, 10
"""Words that spell out an abbreviation."""


def _persons(page: Page, heads: Ints, lasts: Ints, style: Bytes) -> list[frozenset[str]]:
    """Last words of runs that a title or a first name makes a person's, text by text."""
    titled = _titled(page)
    heard, alone = style[heads] != CAPS, lasts - heads == 1
    places = heads[heard & alone & titled[heads]].tolist()
    several = heard & ~alone
    for first, last in zip(heads[several].tolist(), lasts[several].tolist(), strict=True):
        if _names_person(page.words, first, last, titled):
            places.append(last - 1)
    places.sort()
    lowers = [page.words[place].lower for place in places]
    return [frozenset(names) for names in page.by_text(np.array(places, np.int64), lowers)]


def _titled(page: Page) -> Flags:
    """Before which words a title stands, such as "Colonel"."""
    title = np.roll(page.marked("strong_title") & ~page.marked("possessive"), 1)
    return title & (page.is_joined() | np.roll(page.marked("stop"), 1))


def _names_person(row: Sequence[Word], first: int, last: int, titled: Flags) -> bool:
    titles = words().titles
    while last - first > 1 and row[first].lower.rstrip(".") in titles:
        first += 1
        if titles[row[first - 1].lower.rstrip(".")] == "strong" and last - first <= 3:
            return True
    if 2 <= last - first <= 4 and is_person(row[first:last]):
        return True
    return last - first <= 2 and bool(titled[first])


def is_person(run: Sequence[Word]) -> bool:
    """Whether a run of capitals starts with a first name and ends with a word that may be a surname."""
    lexicon = words()
    first = lexicon.first_names.get(run[0].lower, 0)
    initial = len(run[0].text.rstrip(".")) == 1 or (len(run) > 2 and len(run[1].text.rstrip(".")) == 1)
    last = run[-1].lower
    if last in lexicon.organisations or last in lexicon.kinds_after or last in lexicon.cues["calendar"]:
        return False
    if lexicon.common.get(last, 9) == 1 and last not in lexicon.last_names:
        return False
    return bool(first) or initial


def _after_place(page: Page) -> list[dict[str, int]]:
    """Tenths of each capitalised word's uses that follow a word of place, text by text."""
    row = page.words
    placed = page.marked("capital") & page.is_joined() & np.roll(page.marked("place_preposition"), 1)
    places = np.flatnonzero(placed)
    found: list[dict[str, int]] = []
    of_texts = zip(page.bounds, page.capitals, page.by_text(places, places.tolist()), strict=True)
    for (first, _), capitals, after in of_texts:
        at_place = Counter([row[index].lower for index in after])
        uses = Counter([row[index].lower for index in capitals if index > first]) if after else at_place
        found.append({word: 10 * count // uses[word] for word, count in at_place.items()})
    return found
