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
from geo.language.toponyms.second import read_second
from geo.language.toponyms.trees import Forest, forest, probability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.features import Table
    from geo.language.toponyms.spans import Span

MODEL = Path(__file__).parent.parent / "lexicon" / "name_trees.npz"
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
    """Probability of each candidate, and its leaf in each tree of the second round."""

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
    leaves = by.second.leaves(np.concatenate((features, read_second(table, early))))
    log_odds = by.second.scores(leaves)
    spelled = table.context.spelled_out
    for index, span in enumerate(table.spans):
        if spelled[span.first] and span.first and spelled[span.first - 1]:
            log_odds[index] += SPELLED_OUT
        if span.how == "ethnic" or (span.facts is not None and span.facts.ignored):
            log_odds[index] = -30.0
        elif span.facts is not None and span.facts.user:
            log_odds[index] += USER
    return Weighed(probability(log_odds), leaves)


def choose(spans: Sequence[Span], weighed: Weighed, *, by: Judge, least: float) -> list[Choice]:
    """The best cuts that do not overlap, in order of the text.

    A name's score is the sum over the cuts that share words with the best one: they exclude one another.
    """
    found = cuts(spans, weighed.scores, least=least)
    if not found:
        return []
    shares = by.second.shares(weighed.leaves[:, [index for index, _ in found]])
    return [
        Choice(spans[index], round(score, 4), tuple(share))
        for (index, score), share in zip(found, shares.tolist(), strict=True)
    ]


def cuts(spans: Sequence[Span], scores: npt.NDArray[np.float64], *, least: float) -> list[tuple[int, float]]:
    """Numbers of the best cuts that do not overlap, with their scores."""
    lowest = least * _SHARE
    likely = [index for index in np.argsort(-scores, kind="stable").tolist() if scores[index] >= lowest]
    found: list[tuple[int, float]] = []
    free = dict.fromkeys(np.flatnonzero(scores >= _FAINT).tolist())
    for index in likely:
        if index not in free:
            continue
        span = spans[index]
        clash = [other for other in free if spans[other].first < span.last and span.first < spans[other].last]
        total = min(1.0, float(scores[clash].sum()))
        if total >= least:
            found.append((index, total))
            for other in clash:
                del free[other]
        else:
            del free[index]
    return sorted(found)


_FAINT = 0.02
"""Cuts below this add nothing to a name's score."""
