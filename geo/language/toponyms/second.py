"""What the second round weighs besides: what the first said of the other candidates of the document."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.language.toponyms.features import pairs
from geo.language.toponyms.page import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.features import Table
    from geo.language.toponyms.page import Ints
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.vocabulary import Bytes

Scores = npt.NDArray[np.float64]

SECOND = (
    "own", "same_most", "same_least", "same_mean", "rival_most", "part_of_most", "last_score", "next_score",
    "text_mean", "country_share", "country_places",
)  # fmt: skip
"""Names of the features that the second round adds, in the order of the rows."""
LIKELY = 0.02
"""Candidates to which the first round gives less are not read again."""
_ALONE = 1.02
"""Stands for the score of the name's other uses where there are none."""
_NEAR = 2
"""Most words between a candidate and its neighbour."""
_SURE = 0.5
"""Score from which a candidate speaks for its country."""


def read_second(table: Table, scores: Scores, likely: Ints) -> Bytes:
    """Features of the second round from the probabilities of the first.

    ``scores`` are of the candidates whose numbers ``likely`` gives. A row for each of ``SECOND``, a column
    a likely candidate.
    """
    if not len(likely):
        return np.zeros((len(SECOND), 0), np.uint8)
    first, last, text = table.first[likely], table.last[likely], table.text[likely]
    spans = [table.spans[index] for index in likely.tolist()]
    edges = np.searchsorted(text, np.arange(text[-1] + 2)).tolist()
    texts = [slice(start, end) for start, end in pairwise(edges) if end > start]
    rows: list[Scores] = [
        scores,
        *_same(table.name[likely], scores),
        *_rivals(first, last, scores),
        *_near(first, last, text, scores),
        np.concatenate([np.full(part.stop - part.start, scores[part].mean()) for part in texts]),
        *np.concatenate([_by_country(spans[part], scores[part].tolist()) for part in texts], axis=1),
    ]
    found: Bytes = np.minimum(np.array(rows) * 200, 255).astype(np.uint8)
    return found


def _same(names: Ints, scores: Scores) -> tuple[Scores, Scores, Scores]:
    """Highest, lowest and mean score of the name's other uses in the document."""
    order = np.lexsort((scores, names))
    starts = np.flatnonzero(np.diff(names[order], prepend=-1))
    counts = np.diff(starts, append=len(names))
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(names))
    group = np.repeat(np.arange(len(starts)), counts)[place]
    ranked = scores[order]
    least, most = starts[group], (starts + counts - 1)[group]
    alone = counts[group] == 1
    others = np.maximum(counts[group] - 1, 1)
    top = np.where(place == most, np.maximum(most - 1, least), most)
    low = np.where(place == least, np.minimum(least + 1, most), least)
    mean = (np.add.reduceat(ranked, starts)[group] - scores) / others
    return (
        np.where(alone, _ALONE, ranked[top]),
        np.where(alone, _ALONE, ranked[low]),
        np.where(alone, _ALONE, mean),
    )


def _rivals(first: Ints, last: Ints, scores: Scores) -> tuple[Scores, Scores]:
    """Best score of a rival, and of a cut that holds the candidate."""
    before, after, inside = pairs(first, last)
    rival, longer = np.zeros(len(scores)), np.zeros(len(scores))
    np.maximum.at(rival, before, scores[after])
    np.maximum.at(rival, after, scores[before])
    np.maximum.at(longer, after[inside], scores[before[inside]])
    return rival, longer


def _near(first: Ints, last: Ints, text: Ints, scores: Scores) -> tuple[Scores, Scores]:
    """Best score of the neighbours before and after, in the same text."""
    order = np.argsort(last, kind="stable")
    starts, ends = np.searchsorted(last[order], first - _NEAR), np.searchsorted(last[order], first, "right")
    here = np.repeat(np.arange(len(first)), ends - starts)
    there = order[spread(starts, ends - starts)]
    same = text[here] == text[there]
    here, there = here[same], there[same]
    before, after = np.zeros(len(scores)), np.zeros(len(scores))
    np.maximum.at(before, here, scores[there])
    np.maximum.at(after, there, scores[here])
    return before, after


def _by_country(spans: Sequence[Span], scores: Sequence[float]) -> tuple[list[float], list[float]]:
    """How much of the document's sure names lies in the candidate's countries, without its own name."""
    total: dict[str, float] = {}
    country: dict[str, str] = {}
    for span, score in zip(spans, scores, strict=True):
        if score >= _SURE and span.known.countries and span.facts is not None:
            name = span.text
            total[name] = max(total.get(name, 0.0), score)
            country[name] = span.facts.countries[0]
    sums: dict[str, float] = {}
    for name, score in total.items():
        sums[country[name]] = sums.get(country[name], 0.0) + score
    everything = sum(total.values())
    share, places = [0.0] * len(spans), [0.0] * len(spans)
    for index, span in enumerate(spans):
        facts = span.known.facts
        if facts is None or span.known.countries.isdisjoint(sums):
            continue
        own, home = total.get(span.text, 0.0), country.get(span.text)
        best = 0.0
        for code in facts.countries[:5]:
            if code in sums:
                best = max(best, sums[code] - (own if code == home else 0.0))
        if best > 0:
            share[index] = best / max(everything - own, 1e-9)
            places[index] = min(best / 5, 1.0)
    return share, places
