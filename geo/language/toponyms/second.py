"""What the second round weighs besides: what the first said of the other candidates of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.features import Table
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.vocabulary import Bytes

Scores = npt.NDArray[np.float64]

SECOND = (
    "own", "same_most", "same_least", "same_mean", "rival_most", "part_of_most", "last_score", "next_score",
    "text_mean", "country_share", "country_places",
)  # fmt: skip
"""Names of the features that the second round adds, in the order of the rows."""
_ALONE = 1.02
"""Stands for the score of the name's other uses where there are none."""
_NEAR = 2
"""Most words between a candidate and its neighbour."""
_SURE = 0.5
"""Score from which a candidate speaks for its country."""


def read_second(table: Table, scores: Scores) -> Bytes:
    """Features of the second round from the probabilities of the first: a row for each of ``SECOND``."""
    first, last, clash = table.first, table.last, table.clash
    same = table.name[:, None] == table.name
    np.fill_diagonal(same, val=False)
    others = same.sum(axis=1)
    alone = others == 0
    rival = clash * scores
    longer = (first[:, None] >= first) & (last[:, None] <= last)
    gap = first[:, None] - last
    before = ((gap >= 0) & (gap <= _NEAR)) * scores
    after = ((gap.T >= 0) & (gap.T <= _NEAR)) * scores
    alike = same * scores
    share, places = _by_country(table.spans, scores.tolist())
    rows = (
        scores,
        np.where(alone, _ALONE, alike.max(axis=1)),
        np.where(alone, _ALONE, np.where(same, scores, 1).min(axis=1)),
        np.where(alone, _ALONE, alike.sum(axis=1) / np.maximum(others, 1)),
        rival.max(axis=1),
        (rival * longer).max(axis=1),
        before.max(axis=1),
        after.max(axis=1),
        np.full(len(scores), scores.mean()),
        share,
        places,
    )
    found: Bytes = np.minimum(np.array(rows) * 200, 255).astype(np.uint8)
    return found


def _by_country(spans: Sequence[Span], scores: Sequence[float]) -> tuple[list[float], list[float]]:
    """How much of the document's sure names lies in the candidate's countries, without its own name."""
    total: dict[str, float] = {}
    country: dict[str, str] = {}
    for span, score in zip(spans, scores, strict=True):
        if score >= _SURE and span.facts is not None and span.facts.countries:
            name = span.text
            total[name] = max(total.get(name, 0.0), score)
            country[name] = span.facts.countries[0]
    sums: dict[str, float] = {}
    for name, score in total.items():
        sums[country[name]] = sums.get(country[name], 0.0) + score
    everything = sum(total.values())
    share, places = [0.0] * len(spans), [0.0] * len(spans)
    for index, span in enumerate(spans):
        if span.facts is None or not sums:
            continue
        own, home = total.get(span.text, 0.0), country.get(span.text)
        best = max(
            (sums.get(code, 0.0) - (own if code == home else 0.0) for code in span.facts.countries[:5]),
            default=0.0,
        )
        if best > 0:
            share[index] = best / max(everything - own, 1e-9)
            places[index] = min(best / 5, 1.0)
    return share, places
