"""Stretches of text that may be place names: what the gazetteer knows, and what it may not know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.language.toponyms.tokens import Token, pieces
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import NameFacts, Names

MAX_WORDS = 7
"""Longest name in words that is looked up."""
_INNER = frozenset(
    [
        "al",
        "el",
        "ez",
        "es",
        "as",
        "ash",
        "ad",
        "ar",
        "at",
        "az",
        "an",
        "de",
        "del",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "du",
        "des",
        "della",
        "la",
        "las",
        "le",
        "les",
        "los",
        "of",
        "the",
        "upon",
        "on",
        "in",
        "sur",
        "sous",
        "en",
        "ben",
        "bin",
        "ibn",
        "von",
        "van",
        "der",
        "den",
        "am",
        "im",
        "and",
        "y",
        "i",
        "e",
        "ed",
        "und",
        "et",
        "to",
    ]
)
_JOINED_KINDS = frozenset({
    "camp", "region", "river", "valley", "lake", "sea", "gulf", "strait", "island", "mountains", "desert",
    "plain",
    "coast", "base", "airport", "border", "crossing", "dam", "road", "canal", "site",
})  # fmt: skip
"""Kinds whose lower-case word joins the name when the gazetteer knows both together."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that may be a place name: tokens [first, last), its facts, how it was found.

    ``how`` is known (in the gazetteer), kind (with its capitalised kind word, known or not), people
    (a demonym), ethnic (a people without one place) or unknown. ``lookup`` is the name to ask the
    gazetteer for.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    lookup: str
    facts: NameFacts | None
    how: str


class Remembered:
    """Names that are asked for once a document: reports repeat the same few."""

    def __init__(self, names: Names) -> None:
        """Wrap the gazetteer's names; keep one for each document."""
        self._names = names
        self._facts: dict[str, NameFacts | None] = {}
        self._lengths: dict[tuple[str, ...], int] = {}
        self.starts_row = names.starts_row
        self.in_rows = names.in_rows

    def facts(self, name: str) -> NameFacts | None:
        """As ``Names.facts``."""
        if name not in self._facts:
            self._facts[name] = self._names.facts(name)
        return self._facts[name]

    def longest(self, words: Sequence[str]) -> int:
        """As ``Names.longest``."""
        key = tuple(words)
        length = self._lengths.get(key)
        if length is None:
            length = self._lengths[key] = self._names.longest(words)
        return length


class _Source(NamedTuple):
    """What a document's names are sought in."""

    text: str
    tokens: Sequence[Token]
    names: Names


def prepared(tokens: Sequence[Token], names: Names) -> list[Token]:
    """Tokens with hyphenated words cut where the whole is no name but its capitalised pieces are."""
    out: list[Token] = []
    done = 0
    for index in [index for index, token in enumerate(tokens) if not token.text.isalnum()]:
        parts = pieces(tokens[index])
        if parts and _cut(tokens, index, parts, names):
            out += tokens[done:index]
            out += parts
            done = index + 1
    out += tokens[done:]
    return out


_ARTICLES = frozenset(
    {"al", "el", "ez", "es", "as", "ash", "ad", "ar", "at", "az", "an", "ul", "ud", "e", "abu", "ibn", "bin"}
)


def _cut(tokens: Sequence[Token], index: int, parts: Sequence[Token], names: Names) -> bool:
    """Whether a hyphenated word is a compound of names ("Iraq-based", "Lima-Cuzco"), not a name itself."""
    token = tokens[index]
    if parts[0].lower in _ARTICLES:
        return False
    if token.capital and not token.upper and names.longest([t.text for t in tokens[index : index + 4]]):
        return False
    capital = [part for part in parts if part.capital and len(part.text) > 1]
    return bool(capital) and all(_name_like(part.text, names) for part in capital)


def _name_like(word: str, names: Names) -> bool:
    if word.lower() in words().demonyms or word.isupper():
        return True
    facts = names.facts(word)
    return facts is not None and (facts.entries == 0 or facts.population >= LEAST_IN_COMPOUND)


LEAST_IN_COMPOUND = 10_000
"""Least population of a place that a hyphenated word is cut for (project choice)."""


def find_spans(text: str, tokens: Sequence[Token], names: Names) -> list[Span]:
    """Candidate spans in order, not overlapping, the longest known name first at each word."""
    source = _Source(text, tokens, names)
    spans: list[Span] = []
    done = 0
    for index in [index for index, token in enumerate(tokens) if token.capital]:
        if index >= done:
            span = _span_at(source, index)
            if span is not None:
                spans.append(span)
                done = span.last
    return spans


def _span_at(source: _Source, index: int) -> Span | None:
    """The span that starts at a capitalised word, or None."""
    start = source.tokens[index].start
    if source.names.starts_row(source.text[start : start + 2]):
        in_row = _row_length(source, index)
        if in_row:
            return _make(source, index, index + in_row, how="known")
    window = _window(source.tokens, index)
    if len(window) == 1 and window[0].lower in _idle():
        return None
    people = _demonym(window)
    length = _known_length(window, source.names)
    if people and length <= people:
        return _people(source, window[:people], index)
    if not length:
        extended = _kind_length(window, 0)
        kind = extended and _unknown_with_kind(window, extended)
        return _make(source, index, index + extended, how="kind") if kind else None
    return _known(source, window, index, length)


def _row_length(source: _Source, index: int) -> int:
    """Words of the longest name at a word that a person's row gives, written just so."""
    last, best = index, 0
    while last < min(len(source.tokens), index + MAX_WORDS):
        token = source.tokens[last]
        if last > index and not token.joined:
            break
        last += 1
        if source.names.in_rows(" ".join(source.text[source.tokens[index].start : token.end].split())):
            best = last - index
    return best


def _people(source: _Source, part: Sequence[Token], index: int) -> Span:
    place = words().demonyms[" ".join(token.lower for token in part)]
    return _make(source, index, index + len(part), how="people" if place else "ethnic", lookup=place)


def _known(source: _Source, window: Sequence[Token], index: int, length: int) -> Span:
    """A known name, with the capitalised kind word behind it where the two belong together."""
    extended = _kind_length(window, length)
    if extended > length:
        span = _make(source, index, index + extended, how="kind")
        if span.facts is not None or window[length].lower not in _WEAK_KINDS:
            return span
    return _make(source, index, index + length, how="known")


@cache
def _idle() -> frozenset[str]:
    """Words that alone are never looked up: articles, months, pronouns."""
    cues = words().cues
    return cues["determiner"] | cues["calendar"] | cues["not_place"] | cues["weak_preposition"]


_WEAK_KINDS = frozenset({
    "state", "division", "point", "square", "hall", "center", "area", "station", "city", "town", "village",
    "department", "emirate", "territory", "commune", "co", "park",
})  # fmt: skip
"""Kind words that make a place only of what the gazetteer knows: teams and offices bear them too."""


def _window(tokens: Sequence[Token], index: int) -> list[Token]:
    """The words from one on that one name could be made of."""
    window = [tokens[index]]
    inside = _inside()
    for token in tokens[index + 1 : index + MAX_WORDS]:
        if not (token.capital or token.lower in inside):
            break
        if not (token.joined or _abbreviation_gap(window[-1], token) or _bracketed(token)):
            break
        if token.first and token.gap != " " and "\n" not in token.gap:
            break
        window.append(token)
    return window


@cache
def _inside() -> frozenset[str]:
    """Words that a name may hold in lower case."""
    return _INNER | words().kinds_after.keys()


def _abbreviation_gap(before: Token, token: Token) -> bool:
    return before.full.endswith(".") and token.gap.isspace()


def _bracketed(token: Token) -> bool:
    """Whether a kind word stands after a closing bracket of the name's ("(the Kurdish) region")."""
    return token.gap in {") ", "] "} and token.lower in words().kinds_after


def _demonym(window: Sequence[Token]) -> int:
    if window[0].lower not in _peoples_starts():
        return 0
    known = words().demonyms
    for length in range(min(3, len(window)), 0, -1):
        part = window[:length]
        if all(token.capital for token in part) and " ".join([token.lower for token in part]) in known:
            return length
    return 0


@cache
def _peoples_starts() -> frozenset[str]:
    """First words of the words for peoples."""
    return frozenset(name.partition(" ")[0] for name in words().demonyms)


def _known_length(window: Sequence[Token], names: Names) -> int:
    """Words of the longest known name at the window's start that is written as one."""
    full = [token.full for token in window]
    best = _longest(full, window, names)
    position = next((position for position, token in enumerate(window) if token.possessive), None)
    if position is not None:
        best = max(best, _longest([*full[:position], window[position].text], window, names))
    if best > 1 and window[0].possessive and names.longest(full[1:best]) == best - 1:
        return 1  # "Iraq's Kurdish region" is two names, the first the owner of the second
    return best


def _longest(forms: list[str], window: Sequence[Token], names: Names) -> int:
    length = names.longest(forms)
    while length:
        if _written_as_name(window[:length]):
            return length
        length = names.longest(forms[: length - 1])
    return 0


def _written_as_name(part: Sequence[Token]) -> bool:
    """Whether capitals, inner particles and a last kind word are where a name has them."""
    *inner, last = part
    if not inner:
        return last.capital
    if (
        any(token.possessive for token in inner)
        and not any(token.capital for token in inner[1:])
        and not last.capital
    ):
        return True
    lexicon = words()
    if not all(token.capital or token.lower in _INNER or token.lower in lexicon.demonyms for token in inner):
        return False
    if last.capital:
        return True
    return lexicon.kinds_after.get(last.lower) in _JOINED_KINDS or last.lower in {"archipelago", "peninsula"}


def _kind_length(window: Sequence[Token], length: int) -> int:
    """Length with a capitalised kind word that follows ("Rapla County"), else the same length."""
    kinds = words().kinds_after
    reach = max(length, 1)
    if len(window) > reach and window[reach].capital and not window[reach - 1].possessive:
        follower = window[reach]
        if follower.lower in kinds and not follower.upper:
            return reach + 1
    return length


def _unknown_with_kind(window: Sequence[Token], extended: int) -> bool:
    """Whether an unknown capitalised word with a kind word is likely a place ("Tumu District")."""
    lexicon = words()
    kind = lexicon.kinds_after[window[extended - 1].lower]
    head = window[0]
    return (
        kind in _STRONG_KINDS
        and window[extended - 1].lower not in _WEAK_KINDS
        and not head.first
        and len(head.text) > 2
        and head.lower not in lexicon.common
        and head.lower not in lexicon.organisations
    )


_STRONG_KINDS = frozenset({
    "admin1", "admin2", "river", "lake", "island", "mountains", "mountain", "valley", "camp", "base",
    "airport", "desert", "gulf", "strait", "dam",
})  # fmt: skip


def _make(source: _Source, first: int, last: int, *, how: str, lookup: str = "") -> Span:
    names = source.names
    part = source.tokens[first:last]
    start, end = part[0].start, part[-1].end
    name = " ".join([token.full for token in part[:-1]] + [part[-1].text])
    facts = names.facts(name)
    if facts is None and how == "known":  # the possessive is part of the name ("St. John's")
        longer = " ".join(token.full for token in part)
        facts = names.facts(longer)
        if facts is not None:
            name, end = longer, part[-1].start + len(part[-1].full)
    if facts is not None and facts.demonym and not facts.entries:
        how = "people"
    return Span(first, last, start, end, source.text[start:end], lookup or name, facts, how)
