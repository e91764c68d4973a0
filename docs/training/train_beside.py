"""Fit ``geo/places/beside.csv``: how likely a name that no entry fits lies by the place named beside it.

    python docs/training/train_beside.py LGL.jsonl GWN-A.jsonl --test TUD.jsonl --write

A logit over the annotated names that the resolver leaves without a place; one corpus weighs as much as
another. Fitted after ``train_places.py``, on the same corpora. Prints, for every corpus fitted without it
and for those of ``--test``, how many guesses of some probability there are and how many lie within 161 km.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from place_corpora import km, read_samples

from geo.gazetteer import open_gazetteer
from geo.places import RIGHT_KM, resolve
from geo.places.beside import EVIDENCE, places_beside, probability
from geo.settings import PlaceSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from place_corpora import Sample

    from geo.places.model import Model
    from geo.records import Gazetteer

PENALTY = 2.0
"""Pull towards zero, in examples (project choice)."""
WEIGHTS = Path(__file__).parents[2] / "geo" / "places" / "beside.csv"


@dataclass(frozen=True)
class Example:
    """A guess: its row of ``EVIDENCE``, and whether it is right."""

    corpus: str
    row: tuple[float, ...]
    right: bool


def examples(
    samples: Sequence[Sample], gazetteer: Gazetteer, model: Model | None = None
) -> Iterator[Example]:
    """Guesses at the annotated names that a model leaves without a place."""
    for sample in samples:
        golds = {(gold["start"], gold["end"]): gold for gold in sample.golds}
        found = resolve(sample.document, sample.mentions, gazetteer, settings=PlaceSettings(), model=model)
        for guess in places_beside(sample.document.text, sample.mentions, found):
            mention, place = sample.mentions[guess.mention], found[guess.anchor].place
            gold = golds.get((mention.start, mention.end))
            if gold is not None and place is not None:
                away = km((place.lat, place.lon), (gold["lat"], gold["lon"]))
                yield Example(sample.corpus, guess.row, away <= RIGHT_KM)


def fit(found: Sequence[Example]) -> tuple[float, ...]:
    """Weights of ``EVIDENCE``, by Newton's steps."""
    rows, right = np.array([one.row for one in found]), np.array([one.right for one in found], dtype=float)
    counts = {one.corpus: sum(other.corpus == one.corpus for other in found) for one in found}
    share = np.array([len(found) / len(counts) / counts[one.corpus] for one in found])
    pull = PENALTY * np.array([name != "bias" for name in EVIDENCE])
    weights = np.zeros(len(EVIDENCE))
    for _ in range(50):
        sure = 1 / (1 + np.exp(-(rows @ weights)))
        slope = rows.T @ ((sure - right) * share) + pull * weights
        curve = (
            (rows * (sure * (1 - sure) * share)[:, None]).T @ rows + np.diag(pull) + 1e-6 * np.eye(len(pull))
        )
        weights = weights - np.linalg.solve(curve, slope)
    return tuple(weights.tolist())


def report(label: str, found: Sequence[Example], weights: Sequence[float]) -> None:
    """Print how sure the guesses are and how right."""
    sure = np.array([probability(one.row, weights) for one in found])
    right = np.array([one.right for one in found])
    print(f"{label}: {len(found)} guesses, {right.mean():.2f} right")
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        kept = sure >= least
        if kept.any():
            print(f"    {least} and more: {kept.sum()}, {right[kept].mean():.2f} right")


def main() -> None:
    """Fit, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--test", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cache", type=Path, help="folder of the compiled index")
    options = parser.parse_args()
    gazetteer = open_gazetteer([], cache=options.cache)
    parts = [list(examples(read_samples(path, gazetteer), gazetteer)) for path in options.corpora]
    for at, part in enumerate(parts):
        others = [one for number, other in enumerate(parts) if number != at for one in other]
        if others:
            report(f"{options.corpora[at].stem}, fitted without", part, fit(others))
    weights = fit([one for part in parts for one in part])
    for path in options.test:
        report(path.stem, list(examples(read_samples(path, gazetteer), gazetteer)), weights)
    print(dict(zip(EVIDENCE, np.round(weights, 2).tolist(), strict=True)))
    if options.write:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("evidence", "weight"))
            writer.writerows(zip(EVIDENCE, np.round(weights, 3).tolist(), strict=True))


if __name__ == "__main__":
    main()
