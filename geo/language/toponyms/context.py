"""What a whole document tells about each word: style of its sentence, runs of capitals, persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.tokens import Token

_TIGHT = frozenset(
    [
        "de",
        "del",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "ben",
        "al",
        "el",
    ]
)
_WIDE = _TIGHT | {"of", "for", "the", "and", "y", "e"}
_MOST_INNER = 2
"""Most words in lower case between two of a run."""
_SPELLED = _WIDE | {"in", "on", "to"}


@dataclass(frozen=True, slots=True)
class Context:
    """Per word: its run of capitals (tight: only name particles between; wide: also of, for, and).

    ``style`` is "" for plain, "title" for a headline in capitals, "caps" for a line in capital
    letters. ``lowers`` are the words that the text also writes in lower case. ``persons`` are the
    names that the text gives to persons; ``places`` counts how often a word follows a word of place.
    ``spelled_out`` marks the words of a name whose initials follow in brackets ("(UNDP)").
    """

    tokens: Sequence[Token]
    tight: tuple[tuple[int, int], ...]
    wide: tuple[tuple[int, int], ...]
    style: tuple[str, ...]
    lowers: frozenset[str]
    persons: frozenset[str]
    places: Counter[str]
    counts: Counter[str]
    spelled_out: tuple[bool, ...]


def read_context(tokens: Sequence[Token]) -> Context:
    """The context of every word of one document."""
    capitals = [index for index, token in enumerate(tokens) if token.capital]
    style = _styles(tokens)
    single = list(zip(range(len(tokens)), range(1, len(tokens) + 1), strict=True))
    tight = _runs(tokens, capitals, single, _TIGHT)
    at_place, counts = Counter[str](), Counter[str]()
    prepositions = words().cues["place_preposition"]
    for index in capitals:
        if index:
            token = tokens[index]
            counts[token.lower] += 1
            if token.joined and tokens[index - 1].lower in prepositions:
                at_place[token.lower] += 1
    return Context(
        tokens=tokens,
        tight=tight,
        wide=_runs(tokens, capitals, single, _WIDE),
        style=style,
        lowers=frozenset([token.lower for token in tokens if not token.capital]),
        persons=_persons(tokens, capitals, tight, style),
        places=at_place,
        counts=counts,
        spelled_out=_spelled_out(tokens),
    )


def _styles(tokens: Sequence[Token]) -> tuple[str, ...]:
    styles: list[str] = []
    openings = [index for index, token in enumerate(tokens) if token.first and index]
    for begin, end in pairwise((0, *openings, len(tokens))):
        styles += [_style(tokens[begin:end])] * (end - begin)
    return tuple(styles)


def _style(part: Sequence[Token]) -> str:
    """Headline style, judged by words that prose writes in lower case."""
    capitals = [token for token in part if token.capital or token.upper]
    if len(capitals) < 2:
        return ""
    if len(part) >= 3 and sum(len(token.text) > 3 and token.upper for token in capitals) >= 2:
        longer = [token for token in part if len(token.text) > 3 and token.text[0].isalpha()]
        if sum(token.upper for token in longer) >= max(2, 0.8 * len(longer)):
            return "caps"
    lowered = _lowered()
    if sum([token.lower in lowered and not token.first for token in capitals]) < 2:
        return ""
    plain = [token.capital for token in part if token.lower in lowered and not token.first]
    return "title" if sum(plain) >= 0.85 * len(plain) else ""


@cache
def _lowered() -> frozenset[str]:
    """English words of some length that prose writes in lower case and headlines do not."""
    return frozenset(word for word in words().common if len(word) > 2) - _function()


@cache
def _function() -> frozenset[str]:
    """Words that headlines leave in lower case."""
    cues = words().cues
    return cues["determiner"] | cues["place_preposition"] | cues["weak_preposition"] | cues["particle"]


def _spelled_out(tokens: Sequence[Token]) -> tuple[bool, ...]:
    """Words that spell out an abbreviation in brackets behind them, whose letters they start with."""
    marked = [False] * len(tokens)
    for index in [index for index, token in enumerate(tokens) if token.upper and token.gap == " ("]:
        token = tokens[index]
        if not (3 <= len(token.text) <= 8 and token.text.isalpha()):
            continue
        letters = list(token.text.lower())
        ahead = index
        while letters and ahead > 0 and index - ahead < 10:
            ahead -= 1
            if tokens[ahead].lower[0] == letters[-1] and (tokens[ahead].capital or len(letters) > 1):
                letters.pop()
            elif tokens[ahead].capital or tokens[ahead].lower not in _SPELLED:
                break
        if not letters and index - ahead >= 3:
            marked[ahead:index] = [True] * (index - ahead)
    return tuple(marked)


def _runs(
    tokens: Sequence[Token],
    capitals: Sequence[int],
    single: Sequence[tuple[int, int]],
    inner: frozenset[str],
) -> tuple[tuple[int, int], ...]:
    """For each word the run [first, last) of capitalised words that it stands in."""
    runs = list(single)
    done = 0
    for index, following in pairwise((*capitals, len(tokens))):
        if index >= done and following - index <= _MOST_INNER + 1:
            done = end = _run_end(tokens, index, inner)
            if end - index > 1:
                first = index + 1 if _plain_opening(tokens[index]) else index
                runs[first:end] = [(first, end)] * (end - first)
    return tuple(runs)


def _plain_opening(token: Token) -> bool:
    """Whether a capital comes from the sentence's start only: a common word, no title, no name."""
    lexicon = words()
    return (
        token.first
        and lexicon.common.get(token.lower, 9) <= 2
        and token.lower not in lexicon.organisations
        and token.lower not in lexicon.titles
        and token.lower not in lexicon.first_names
        and token.lower not in lexicon.kinds_before
        and token.lower not in lexicon.cues["direction"]
    )


def _run_end(tokens: Sequence[Token], index: int, inner: frozenset[str]) -> int:
    end = ahead = index + 1
    while ahead < len(tokens):
        token = tokens[ahead]
        if not token.capital and (token.lower not in inner or ahead - end >= _MOST_INNER):
            break
        if not _follows(token, tokens[ahead - 1]):
            break
        ahead += 1
        if token.capital:
            end = ahead
    return end


def _follows(token: Token, before: Token) -> bool:
    if token.gap == "-":
        return True
    if before.possessive and not token.capital:
        return False
    return token.joined or (token.gap == " " and before.full.endswith("."))


def _persons(
    tokens: Sequence[Token],
    capitals: Sequence[int],
    runs: Sequence[tuple[int, int]],
    style: Sequence[str],
) -> frozenset[str]:
    """Last words of runs that a title or a first name makes a person's."""
    titles = words().titles
    found: set[str] = set()
    for index in capitals:
        first, last = runs[index]
        if first < index or style[first] == "caps":
            continue
        while last - first > 1 and tokens[first].lower.rstrip(".") in titles:
            first += 1
            if titles[tokens[first - 1].lower.rstrip(".")] == "strong" and last - first <= 3:
                found.add(tokens[last - 1].lower)
        if (2 <= last - first <= 4 and is_person(tokens[first:last])) or (
            last - first <= 2 and first and _titled(tokens, first)
        ):
            found.add(tokens[last - 1].lower)
    return frozenset(found)


def is_person(run: Sequence[Token]) -> bool:
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


def _titled(tokens: Sequence[Token], first: int) -> bool:
    before = tokens[first - 1]
    return (
        words().titles.get(before.lower.rstrip(".")) == "strong"
        and (tokens[first].joined or before.full.endswith("."))
        and not before.possessive
    )
