"""Candidates to places: two rounds of boosted trees, then the best cuts that do not overlap.

The first round reads the words about each candidate and what the gazetteer knows; the second also what
the first said of the same name elsewhere, of its neighbours and of the other cuts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.language.toponyms.features import read_features
from geo.language.toponyms.known import FACTS
from geo.language.toponyms.second import LIKELY, read_second
from geo.language.toponyms.trees import Floats, Forest, forest, probability
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.language.toponyms.features import Table
    from geo.language.toponyms.page import Flags, Ints
    from geo.language.toponyms.spans import Span

MODEL = Path(__file__).parent.parent / "lexicon" / "name_trees.npz"
_NEVER = -60.0
ADDRESSED = -3.0
"""Log-odds of a name after a word of courtesy (project choice)."""
NUMBERED_ROAD = 2.0
"""Log-odds of a word of roads with a number (project choice)."""
SETTLED = 2.0
"""Least log-odds of a water's name with its article, and of an owner and what it owns (project choice)."""
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
    likely = np.flatnonzero((early >= LIKELY) | table.settled)
    second = read_second(table, early[likely], likely)
    leaves = by.second.leaves(np.concatenate((features[:, likely], second)))
    scores = probability(_ruled(table, likely, by.second.scores(leaves)))
    return Weighed(likely, scores, leaves)


def _ruled(table: Table, likely: Ints, log_odds: Floats) -> Floats:
    """The log-odds of some candidates with what is settled without the trees."""
    first, last = table.first[likely], table.last[likely]
    spelled = table.context.spelled_out
    user = table.facts[FACTS.index("user"), likely] > 0
    addressed = _addressed(table, first)
    road = ~addressed & _numbered_road(table, first, last)
    inside = spelled[first] & spelled[first - 1]
    more = USER * user + ADDRESSED * addressed + NUMBERED_ROAD * road + SPELLED_OUT * inside
    spans = [table.spans[index] for index in likely.tolist()]
    never = [span.how == "ethnic" or (span.facts is not None and span.facts.ignored) for span in spans]
    told = np.where(table.settled[likely], np.maximum(log_odds, SETTLED), log_odds)
    return np.where(np.array(never, np.bool_) | _part_word(table, first, last), _NEVER, more) + told


def _addressed(table: Table, first: Ints) -> Flags:
    """Whether a word of courtesy stands before: "Ms. Chelsea"."""
    before = first - 1
    courtesy = (
        table.marked(before, "courtesy") & table.marked(before, "capital") & ~table.marked(before, "upper")
    )
    found: Flags = courtesy & ~table.marked(first, "opens")
    return found


def _numbered_road(table: Table, first: Ints, last: Ints) -> Flags:
    """Whether a word of roads stands before a number: "Route 12"."""
    road = table.marked(last - 2, "road") & table.marked(last - 2, "capital")
    return (last - first > 1) & table.marked(last - 1, "digits") & road


def _part_word(table: Table, first: Ints, last: Ints) -> Flags:
    """Whether a word of direction only says which part of the name behind it is meant."""
    joined = table.context.page.is_joined()[last] & table.marked(last, "capital")
    found: Flags = (last - first == 1) & joined & table.marked(first, "direction")
    return found


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
    listed: dict[int, list[Span]] = {}
    for span in likely:
        if span.facts is not None:
            listed.setdefault(span.first, []).append(span)
    return [
        Choice(span, round(score, 4), tuple(share))
        for (index, score), share in zip(found, shares.tolist(), strict=True)
        for span in _parts(likely[index], listed)
    ]


def cuts(
    spans: Sequence[Span], scores: npt.NDArray[np.float64], *, least: float, unlisted: float
) -> list[tuple[int, float]]:
    """Numbers of the best cuts that do not overlap, with their scores; ``spans`` stand in order."""
    sure = scores.tolist()
    firsts, lasts = [span.first for span in spans], [span.last for span in spans]
    found: list[tuple[int, float]] = []
    gone, alone = [score < _FAINT for score in sure], _alone(firsts, lasts)
    for index in np.argsort(-scores, kind="stable").tolist():
        if sure[index] < least * _SHARE:
            break
        if gone[index]:
            continue
        if alone[index]:
            if sure[index] >= (unlisted if spans[index].facts is None else least):
                found.append((index, sure[index]))
            continue
        rivals = [other for other in _around(index, firsts, lasts) if not gone[other]]
        total = min(1.0, sum(sure[other] for other in rivals))
        gone[index] = True
        best = index
        if spans[index].facts is None and total < unlisted:
            listed = [other for other in rivals if spans[other].facts is not None]
            best = max(listed, key=lambda other: sure[other], default=index)
        if total >= (unlisted if spans[best].facts is None else least):
            found.append((best, total))
            for other in _around(best, firsts, lasts):
                gone[other] = True
    return sorted(found)


def _alone(firsts: Sequence[int], lasts: Sequence[int]) -> list[bool]:
    """Which candidates share no word with another; they stand in order."""
    start, end = np.array(firsts), np.array(lasts)
    before = np.maximum.accumulate(np.append(0, end[:-1])) <= start
    found: list[bool] = (before & (np.append(start[1:], end.max(initial=0)) >= end)).tolist()
    return found


def _parts(span: Span, listed: Mapping[int, Sequence[Span]]) -> Sequence[Span]:
    """An unlisted name that a known place owns ("Accra's Night Market") as two, any other as it is.

    ``listed`` are the candidates that the gazetteer knows by their first word.
    """
    if span.facts is not None or _OWNER.search(span.text) is None:
        return (span,)
    for owner in listed.get(span.first, ()):
        behind = _OWNER.match(span.text, owner.end - span.start) if owner.last < span.last else None
        if behind is not None:
            text = span.text[behind.end() :]
            known = [one for one in listed.get(owner.last, ()) if one.last == span.last]
            if known and text.split()[-1].lower() not in words().kinds_after:
                return (span,)  # a bare namesake may be anywhere: the owner says where this one is
            rest = span._replace(
                first=owner.last, start=span.start + behind.end(), text=text, lookup=" ".join(text.split())
            )
            return (owner, *(known or [rest]))
    return (span,)


_OWNER = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])\s")
"""The ending of an owner within a name."""


def _around(index: int, firsts: Sequence[int], lasts: Sequence[int]) -> list[int]:
    """Numbers of the candidates that share a word with one, itself among them."""
    first = firsts[index]
    start = bisect_right(firsts, first - _WIDEST, 0, index)
    end = bisect_left(firsts, lasts[index], index)
    return [other for other in range(start, end) if lasts[other] > first]


_WIDEST = 16
"""More words than any candidate has."""
_FAINT = 0.02
"""Cuts below this add nothing to a name's score."""
