"""Fit ``geo/places/weights.csv`` on annotated corpora: conditional logit over each name's candidates.

    python docs/training/train_places.py LGL.jsonl GWN-A.jsonl --write

The weights shipped were fitted so on LGL (Lieberman, Samet and Sankaranarayanan 2010) and on half of
GeoWebNews (Gritta, Pilehvar and Collier 2020), as half and half of the weight, and on texts made up from
places of every country (``places_made.py``); see ``place_corpora.py`` for the form of a corpus. No text of
theirs is kept, only the numbers of the table. Deterministic:
full-batch descent from the hand-set priors, and what a corpus of mostly local papers would give a
wrong picture of (``HELD``) stays close to them. Prints how the figures of five-fold cross-validation
by document change; ``measure_places.py`` measures in full.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from place_corpora import MADE, errors_km, made_samples, read_samples, right_of

from geo.gazetteer import open_gazetteer
from geo.places import RIGHT_KM
from geo.places.evidence import FEATURES, NONE
from geo.places.model import CONFIDENCE, WEIGHTS, Model, doubts, make_model, read_weights
from geo.places.ranking import judge, rank
from geo.places.table import tabulate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from place_corpora import Sample

FOLDS = 5
ROUNDS = 3
"""Rounds of fitting and of finding each name's company anew."""
PENALTY = 1.0
"""Pull towards the prior, in examples (chosen by cross-validation among 1, 5, 20 and 60)."""
HELD = frozenset({
    "wide", "natural", "country", "country_name", "government", "capital", "large", "namesake", "part",
    "article", "transliteration", "in_container", "generic", "generic_home",
    "the_fits", "the_differs",
})  # fmt: skip
"""Evidence held 50 times as fast: a corpus of local papers would give a wrong picture of the world."""
COUNTED = {"LGL": 1.0, MADE: 0.8}
"""Weight of a name by corpus, 2 for any other; of made texts chosen so that no corpus loses half a point."""
MADE_TEXTS = 600
"""Texts made up from places of the whole world that stand beside the corpora."""
NAMES = (*FEATURES, *NONE)


@dataclass(frozen=True)
class Examples:
    """Names with candidates: rows of the candidates, which of them are right, rows of none of them."""

    rows: NDArray[np.float64]
    right: NDArray[np.float64]
    none: NDArray[np.float64]
    starts: NDArray[np.int64]
    weight: NDArray[np.float64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Candidates of each name."""
        return np.diff(np.append(self.starts, len(self.rows)))


def examples(samples: Sequence[Sample], model: Model) -> Examples:
    """What the annotated names look like once a model has found the company of each."""
    rows, right, none, weight = [], [], [], []
    for sample in samples:
        groups = sample.scene.groups
        if not any(group.candidates for group in groups):
            continue
        table = tabulate([sample.scene])
        judge(table, model)
        for number, golds in sample.asked():
            start, end = table.slices[number]
            if end > start and not groups[number].demonym and not groups[number].candidates[0].wins:
                rows.append(table.features[start:end])
                right.append(right_of(groups[number], golds[0]).astype(float))
                none.append(table.none[number])
                weight.append(COUNTED.get(sample.corpus, 2.0))
    sizes = np.array([len(part) for part in rows])
    return Examples(
        np.concatenate(rows),
        np.concatenate(right),
        np.array(none),
        np.cumsum(sizes) - sizes,
        np.array(weight),
    )


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Weights by name."""
    prior = read_weights("prior")
    weights = dict(prior)
    for _ in range(ROUNDS):
        data = examples(samples, make_model(weights))
        weights |= descend(data, weights, prior)
    weights |= fit_confidence(samples, weights, prior)
    return weights


def descend(
    data: Examples,
    start: Mapping[str, float],
    prior: Mapping[str, float],
    *,
    steps: int = 250,
    rate: float = 0.05,
) -> dict[str, float]:
    """Weights of the candidates' evidence and of none of them, by Adam."""
    w, base = (np.array([table[name] for name in NAMES]) for table in (start, prior))
    pull = PENALTY * np.array([50.0 if name in HELD else 1.0 for name in NAMES])
    missing = np.add.reduceat(data.right, data.starts) == 0
    cut = len(FEATURES)
    first, second = np.zeros_like(w), np.zeros_like(w)
    spread = np.repeat(data.weight, data.sizes)
    for step in range(1, steps + 1):
        scores, none = data.rows @ w[:cut], data.none @ w[cut:]
        top = np.maximum(np.maximum.reduceat(scores, data.starts), none)
        powers, left = np.exp(scores - np.repeat(top, data.sizes)), np.exp(none - top)
        total = np.add.reduceat(powers, data.starts) + left
        good = np.add.reduceat(powers * data.right, data.starts) + left * missing
        slope = powers / np.repeat(total, data.sizes) - powers * data.right / np.repeat(good, data.sizes)
        to_none = (left / total - missing * left / good) * data.weight
        gradient = np.concatenate([data.rows.T @ (slope * spread), data.none.T @ to_none])
        gradient = (gradient + pull * (w - base)) / data.weight.sum()
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        w = w - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return dict(zip(NAMES, w.tolist(), strict=True))


# -- confidence ----------------------------------------------------------------------------------


def fit_confidence(
    samples: Sequence[Sample], weights: Mapping[str, float], prior: Mapping[str, float]
) -> dict[str, float]:
    """Weights of what makes a pin sure: a logit on names that other folds' weights resolve."""
    rows, right, weight = [], [], []
    for fold in range(FOLDS):
        data = examples([one for one in samples if one.number % FOLDS != fold], make_model(weights))
        model = make_model({**weights, **descend(data, weights, prior, steps=120)})
        for sample in samples:
            if sample.number % FOLDS == fold:
                for row, good, count in pinned(sample, model):
                    rows.append(row)
                    right.append(good)
                    weight.append(count * COUNTED.get(sample.corpus, 2.0))
    x, y, share = np.array(rows), np.array(right, dtype=float), np.array(weight)
    base = np.array([prior[name] for name in CONFIDENCE])
    w = base.copy()
    for _ in range(50):  # Newton's steps, kept short
        p = 1 / (1 + np.exp(-(x @ w)))
        slope = x.T @ ((p - y) * share) + 3.0 * (w - base)
        curve = (x * (p * (1 - p) * share)[:, None]).T @ x + 3.0 * np.eye(len(w))
        w = w - np.clip(np.linalg.solve(curve, slope), -0.3, 0.3)
    return dict(zip(CONFIDENCE, w.tolist(), strict=True))


def pinned(sample: Sample, model: Model) -> list[tuple[tuple[float, ...], bool, int]]:
    """Of each annotated name with candidates: evidence of its pin's being right, whether it is, how often."""
    found = []
    groups, (rankings,) = sample.scene.groups, rank([sample.scene], model)
    for number, golds in sample.asked():
        group, ranking = groups[number], rankings[number]
        if group.candidates:
            pinned = group.candidates[ranking.best]
            row = doubts(ranking.around, pinned, demonym=group.demonym, cut=group.cut)
            found.append((row, bool(errors_km(group, golds[0])[ranking.best] <= RIGHT_KM), len(golds)))
    return found


def write(weights: Mapping[str, float]) -> None:
    """Put the weights beside their priors."""
    prior = read_weights("prior")
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("evidence", "prior", "weight"))
        writer.writerows((name, prior[name], round(weights[name], 3)) for name in (*NAMES, *CONFIDENCE))


def main() -> None:
    """Fit, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--made", type=int, default=MADE_TEXTS, metavar="N", help="texts made up")
    options = parser.parse_args()
    gazetteer = open_gazetteer([])
    samples = [sample for path in options.corpora for sample in read_samples(path, gazetteer)]
    weights = fit(samples + made_samples(options.made, gazetteer))
    print({name: round(value, 2) for name, value in weights.items()})
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
