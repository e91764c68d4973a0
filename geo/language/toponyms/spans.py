"""Stretches of text that may be place names: what the gazetteer knows, and what it may not know."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.language.toponyms.vocabulary import PARTICLES
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.known import Known
    from geo.language.toponyms.lookup import Lookup
    from geo.language.toponyms.page import Flags, Page
    from geo.language.toponyms.tokens import Word
    from geo.records import NameFacts

MAX_WORDS = 7
"""Longest name in words that is looked up."""
_JOINED_KINDS = frozenset({
    "camp", "region", "river", "valley", "lake", "sea", "gulf", "strait", "island", "mountains", "desert",
    "plain",
    "coast", "base", "airport", "border", "crossing", "dam", "road", "canal", "site",
})  # fmt: skip
"""Kinds whose lower-case word joins the name when the gazetteer knows both together."""


class Span(NamedTuple):
    """A stretch that may be a place name: words [first, last) of its page, what is known, how it was found.

    ``start`` and ``end`` are offsets in its text. ``how`` is known (in the gazetteer), kind (with its
    capitalised kind word, known or not), people (a demonym), ethnic (a people without one place) or
    unknown. ``lookup`` is the name to ask the gazetteer for.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    lookup: str
    how: str
    known: Known

    @property
    def facts(self) -> NameFacts | None:
        """The gazetteer's facts of the name."""
        return self.known.facts


class Cut(NamedTuple):
    """How many words a name takes, and how many characters of the last; the rest as in ``Span``."""

    words: int
    tail: int
    lookup: str
    how: str
    known: Known


def find_spans(page: Page, number: int, names: Lookup, windows: Sequence[tuple[int, int]]) -> list[Span]:
    """Candidate spans of a text in order, not overlapping, the longest known name first at each word.

    ``windows`` are the text's of ``windows_of``.
    """
    text, starts, row = page.texts[number], page.starts, page.words
    spans: list[Span] = []
    done = 0
    for index, last in windows:
        if index < done:
            continue
        start = starts[index]
        cut = _row_cut(page, number, index, names) if names.starts_row(text[start : start + 2]) else None
        if cut is None and last > index:
            cut = names.best_cut(tuple(row[index:last]), page.opens[index] if last > index + 1 else 0)
        if cut is not None:
            done = index + cut.words
            end = starts[done - 1] + cut.tail
            spans.append(Span(index, done, start, end, text[start:end], *cut[2:]))
    return spans


def windows_of(page: Page) -> list[Sequence[tuple[int, int]]]:
    """For each capitalised word the words [first, last) that one name could be made of, text by text.

    There are none for an idle word by itself. Particles at the end are left out, unless an owner stands
    before them (see ``_written_as_name``).
    """
    capital = page.marked("capital")
    first = np.flatnonzero(capital)
    breaks = np.flatnonzero(~_goes_on(page))
    until = np.append(breaks, len(page.words))[np.searchsorted(breaks, first + 1)]
    last = np.minimum(until, first + MAX_WORDS)
    owners = np.concatenate(([0], np.cumsum(page.marked("possessive"))))
    ending = np.where(capital | page.marked("kind_word"), np.arange(len(page.words)), 0)
    end = np.where(owners[last] > owners[first], last, np.maximum.accumulate(ending)[last - 1] + 1)
    idle = page.marked("idle")[first] & (last == first + 1)
    windows = zip(first.tolist(), np.where(idle, first, end).tolist(), strict=True)
    return page.by_text(first, list(windows))


def _goes_on(page: Page) -> Flags:
    """Which words may go on with a name: blank space alone parts them from the word before.

    After an abbreviation a line may end; a word of kind may stand behind a bracket ("(the Kurdish) region").
    """
    fitting = page.marked("capital") | page.marked("name_word")
    apart = fitting & ~page.is_joined()
    found = fitting & ~apart
    for index in np.flatnonzero(apart & np.roll(page.marked("stop"), 1)).tolist():
        found[index] = page.gaps[index].isspace()
    for index in np.flatnonzero(apart & page.marked("kind_word")).tolist():
        found[index] |= page.gaps[index] in {") ", "] "}
    return found


def _row_cut(page: Page, number: int, index: int, names: Lookup) -> Cut | None:
    """The longest name at a word that a person's row gives, written just so."""
    text, start = page.texts[number], page.starts[index]
    best = 0
    for last in range(index + 1, index + 1 + MAX_WORDS):
        word = page.words[last - 1]
        if names.in_rows(" ".join(text[start : page.starts[last - 1] + len(word.text)].split())):
            best = last
        if not page.joined[last]:
            break
    return _cut(page.words[index:best], names, how="known") if best else None


def best_cut(names: Lookup, window: tuple[Word, ...], opens: int) -> Cut | None:
    """The name that starts a window, or None; ``opens`` says that it starts a sentence."""
    people = _demonym(window)
    length = _known_length(window, names)
    if people and length <= people:
        return _people(window[:people], names)
    if not length:
        extended = _kind_length(window, 0)
        kind = extended and not opens and _unknown_with_kind(window, extended)
        return _cut(window[:extended], names, how="kind") if kind else None
    return _known(window, length, names)


def _people(part: Sequence[Word], names: Lookup) -> Cut:
    place = words().demonyms[" ".join([word.lower for word in part])]
    return _cut(part, names, how="people" if place else "ethnic", lookup=place)


def _known(window: Sequence[Word], length: int, names: Lookup) -> Cut:
    """A known name, with the capitalised kind word behind it where the two belong together."""
    extended = _kind_length(window, length)
    if extended > length:
        cut = _cut(window[:extended], names, how="kind")
        if cut.known.facts is not None or window[length].lower not in _WEAK_KINDS:
            return cut
    return _cut(window[:length], names, how="known")


_WEAK_KINDS = frozenset({
    "state", "division", "point", "square", "hall", "center", "area", "station", "city", "town", "village",
    "department", "emirate", "territory", "commune", "co", "park",
})  # fmt: skip
"""Kind words that make a place only of what the gazetteer knows: teams and offices bear them too."""


def _demonym(window: Sequence[Word]) -> int:
    if window[0].lower not in _peoples_starts():
        return 0
    known = words().demonyms
    for length in range(min(3, len(window)), 0, -1):
        part = window[:length]
        if all(word.capital for word in part) and " ".join([word.lower for word in part]) in known:
            return length
    return 0


@cache
def _peoples_starts() -> frozenset[str]:
    """First words of the words for peoples."""
    return frozenset(name.partition(" ")[0] for name in words().demonyms)


def _known_length(window: Sequence[Word], names: Lookup) -> int:
    """Words of the longest known name at the window's start that is written as one."""
    full = [word.full for word in window]
    best = _longest(full, window, names)
    owners = [position for position, word in enumerate(window) if word.possessive]
    if owners:
        best = max(best, _longest([*full[: owners[0]], window[owners[0]].text], window, names))
    if best > 1 and window[0].possessive and names.longest(full[1:best]) == best - 1:
        return 1  # "Iraq's Kurdish region" is two names, the first the owner of the second
    return best


def _longest(forms: list[str], window: Sequence[Word], names: Lookup) -> int:
    length = names.longest(forms)
    while length:
        if _written_as_name(window[:length]):
            return length
        length = names.longest(forms[: length - 1])
    return 0


def _written_as_name(part: Sequence[Word]) -> bool:
    """Whether capitals, inner particles and a last kind word are where a name has them."""
    *inner, last = part
    if not inner:
        return last.capital
    if (
        any(word.possessive for word in inner)
        and not any(word.capital for word in inner[1:])
        and not last.capital
    ):
        return True
    lexicon = words()
    if not all(word.capital or word.lower in PARTICLES or word.lower in lexicon.demonyms for word in inner):
        return False
    if last.capital:
        return True
    return lexicon.kinds_after.get(last.lower) in _JOINED_KINDS or last.lower in {"archipelago", "peninsula"}


def _kind_length(window: Sequence[Word], length: int) -> int:
    """Length with a capitalised kind word that follows ("Rapla County"), else the same length."""
    kinds = words().kinds_after
    reach = max(length, 1)
    if len(window) > reach and window[reach].capital and not window[reach - 1].possessive:
        follower = window[reach]
        if follower.lower in kinds and not follower.upper:
            return reach + 1
    return length


def _unknown_with_kind(window: Sequence[Word], extended: int) -> bool:
    """Whether an unknown capitalised word with a kind word is likely a place ("Tumu District")."""
    lexicon = words()
    kind = lexicon.kinds_after[window[extended - 1].lower]
    head = window[0]
    return (
        kind in _STRONG_KINDS
        and window[extended - 1].lower not in _WEAK_KINDS
        and len(head.text) > 2
        and head.lower not in lexicon.common
        and head.lower not in lexicon.organisations
    )


_STRONG_KINDS = frozenset({
    "admin1", "admin2", "river", "lake", "island", "mountains", "mountain", "valley", "camp", "base",
    "airport", "desert", "gulf", "strait", "dam",
})  # fmt: skip


def _cut(part: Sequence[Word], names: Lookup, *, how: str, lookup: str = "") -> Cut:
    last = part[-1]
    name = " ".join([*[word.full for word in part[:-1]], last.text])
    known, tail = names.known(name), len(last.text)
    if known.facts is None and how == "known":  # the possessive is part of the name ("St. John's")
        longer = " ".join([word.full for word in part])
        known = names.known(longer)
        if known.facts is not None:
            name, tail = longer, len(last.full)
    if known.facts is not None and known.facts.demonym and not known.facts.entries:
        how = "people"
    return Cut(len(part), tail, lookup or name, how, known)
