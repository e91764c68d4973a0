"""Candidates to places: two rounds of boosted trees, then the best cuts that do not overlap.

The first round reads the words about each candidate and what the gazetteer knows; the second also what
the first said of the same name elsewhere, of its neighbours and of the other cuts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.language.toponyms.features import read_features
from geo.language.toponyms.second import LIKELY, read_second
from geo.language.toponyms.trees import Forest, forest, probability
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.features import Table
    from geo.language.toponyms.spans import Span

MODEL = Path(__file__).parent.parent / "lexicon" / "name_trees.npz"
_NEVER = -60.0
ADDRESSED = -3.0
"""Log-odds of a name after a word of courtesy (project choice)."""
NUMBERED_ROAD = 2.0
"""Log-odds of a word of roads with a number (project choice)."""
USER = 3.0
"""Log-odds that a row of the user's adds to its name (project choice)."""
SPELLED_OUT = -3.0
"""Log-odds of a name amid words whose initials follow in brackets, so part of a group's name (project
choice)."""
_SHARE = 0.3
"""A cut is considered from this share of the least score on; its rivals may make up the rest."""


@dataclass(frozen=True, slots=True)
class Judge:
    """The two forests."""

    first: Forest
    second: Forest


class Weighed(NamedTuple):
    """Candidates that may be names: their numbers, probabilities, and leaves in the second forest."""

    likely: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    leaves: npt.NDArray[np.int64]


class Choice(NamedTuple):
    """A candidate taken for a place; ``shares`` is what each group of features adds, in log-odds."""

    span: Span
    score: float
    shares: tuple[float, ...]


@cache
def judge() -> Judge:
    """The shipped forests, read once."""
    with np.load(MODEL, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return Judge(forest(arrays, "first_"), forest(arrays, "second_"))


def weigh(table: Table, *, by: Judge) -> Weighed:
    """How likely each candidate is a place's name, cut just so."""
    features = read_features(table)
    early = probability(by.first.scores(by.first.leaves(features)))
    likely = np.flatnonzero(early >= LIKELY)
    second = read_second(table, early[likely], likely)
    leaves = by.second.leaves(np.concatenate((features[:, likely], second)))
    log_odds = by.second.scores(leaves)
    for position, index in enumerate(likely.tolist()):
        log_odds[position] += _ruled(table.spans[index], table.context)
    return Weighed(likely, probability(log_odds), leaves)


def _ruled(span: Span, context: Context) -> float:
    """What is settled without the trees, in log-odds."""
    facts = span.facts
    if span.how == "ethnic" or (facts is not None and facts.ignored) or _part_word(span, context):
        return _NEVER
    more = USER if facts is not None and facts.user else 0.0
    if _addressed(span, context):
        more += ADDRESSED
    elif _numbered_road(span, context):
        more += NUMBERED_ROAD
    inside = span.first > 0 and context.spelled_out[span.first] and context.spelled_out[span.first - 1]
    return more + SPELLED_OUT if inside else more


def _addressed(span: Span, context: Context) -> bool:
    """Whether a word of courtesy stands before: "Ms. Chelsea"."""
    tokens = context.tokens
    if not span.first or tokens[span.first].first:
        return False
    before = tokens[span.first - 1]
    return before.capital and not before.upper and before.lower.rstrip(".") in _COURTESIES


_COURTESIES = frozenset({"mr", "mrs", "ms", "miss", "sir", "madam", "mme", "monsieur", "dame"})


def _numbered_road(span: Span, context: Context) -> bool:
    """Whether a word of roads stands before a number: "Route 12"."""
    if span.last - span.first < 2:
        return False
    *_, before, number = context.tokens[span.first : span.last]
    return number.text.isdigit() and before.capital and before.lower in _ROADS


_ROADS = frozenset({"highway", "route", "interstate", "hwy", "motorway", "freeway", "expressway"})


def _part_word(span: Span, context: Context) -> bool:
    """Whether a word of direction only says which part of the name behind it is meant."""
    tokens = context.tokens
    if span.last - span.first > 1 or span.last >= len(tokens):
        return False
    follower = tokens[span.last]
    return follower.capital and follower.joined and tokens[span.first].lower in words().cues["direction"]


def choose(
    spans: Sequence[Span], weighed: Weighed, *, by: Judge, least: float, unlisted: float
) -> list[Choice]:
    """The best cuts that do not overlap, in order of the text.

    A name's score is the sum over the cuts that share words with the best one: they exclude one another.
    ``least`` is asked of it, ``unlisted`` of a name that the gazetteer does not know.
    """
    likely = [spans[index] for index in weighed.likely.tolist()]
    found = cuts(likely, weighed.scores, least=least, unlisted=unlisted)
    if not found:
        return []
    shares = by.second.shares(weighed.leaves[:, [index for index, _ in found]])
    return [
        Choice(likely[index], round(score, 4), tuple(share))
        for (index, score), share in zip(found, shares.tolist(), strict=True)
    ]


def cuts(
    spans: Sequence[Span], scores: npt.NDArray[np.float64], *, least: float, unlisted: float
) -> list[tuple[int, float]]:
    """Numbers of the best cuts that do not overlap, with their scores; ``spans`` stand in order."""
    sure = scores.tolist()
    found: list[tuple[int, float]] = []
    gone = [score < _FAINT for score in sure]
    for index in np.argsort(-scores, kind="stable").tolist():
        if sure[index] < least * _SHARE:
            break
        if gone[index]:
            continue
        rivals = [other for other in _around(index, spans) if not gone[other]]
        total = min(1.0, sum(sure[other] for other in rivals))
        gone[index] = True
        best = index
        if spans[index].facts is None and total < unlisted:
            listed = [other for other in rivals if spans[other].facts is not None]
            best = max(listed, key=lambda other: sure[other], default=index)
        if total >= (unlisted if spans[best].facts is None else least):
            found.append((best, total))
            for other in _around(best, spans):
                gone[other] = True
    return sorted(found)


def _around(index: int, spans: Sequence[Span]) -> Iterator[int]:
    """Numbers of the candidates that share a word with one, itself among them."""
    first, last = spans[index].first, spans[index].last
    start = index
    while start and spans[start - 1].first > first - _WIDEST:
        start -= 1
    for other in range(start, len(spans)):
        if spans[other].first >= last:
            break
        if spans[other].last > first:
            yield other


_WIDEST = 16
"""More words than any candidate has."""
_FAINT = 0.02
"""Cuts below this add nothing to a name's score."""
