"""Fit ``geo/places/weights.csv`` on annotated corpora: conditional logit over each name's candidates.

    python docs/training/train_places.py CORPUS.jsonl... [--write] [--folds 5]

A corpus has one document a line: ``text`` and ``toponyms`` with start, end, lat, lon, geonameid. The
weights shipped were fitted on LGL and on half of GeoWebNews (Gritta, Pilehvar and Collier 2018, 2020);
no text of theirs is kept. Deterministic: full-batch descent from the hand-set priors.
"""

# ruff: noqa: ANN001, ANN201, D103, SLF001 - a script run by hand, with the package's inner parts

from __future__ import annotations

import argparse
import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.gazetteer import open_gazetteer
from geo.language.names import find_mentions
from geo.places import ranking
from geo.places.groups import group_mentions
from geo.records import Document
from geo.settings import LanguageSettings

WEIGHTS = Path(ranking.__file__).parent / "weights.csv"
PENALTY = 2.0
"""Weight of the pull towards the prior, in examples (project choice)."""
HELD = frozenset(
    {"large", "country_name", "large_foreign", "wide", "natural", "namesake", "government", "capital"}
)
"""Features held 100 times as fast: a corpus of local papers would give a wrong picture of the world."""


@dataclass
class Example:
    """One name of one document: its candidates' features and which of them are right."""

    features: np.ndarray
    right: np.ndarray
    fold: int
    weight: float


def km(a, b):
    la1, lo1, la2, lo2 = map(math.radians, (*a, *b))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 2 * 6371.009 * math.asin(min(1.0, math.sqrt(h)))


def documents(paths, gazetteer, folds):
    for path in paths:
        share = 1000 / sum(len(json.loads(line)["toponyms"]) > 0 for line in path.open(encoding="utf-8"))
        for number, line in enumerate(path.open(encoding="utf-8")):
            record = json.loads(line)
            document = Document(id=record["id"], source=record["id"], text=record["text"])
            mentions = find_mentions(document, gazetteer, settings=LanguageSettings())
            groups = group_mentions(mentions, gazetteer)
            yield record, mentions, groups, (number % folds, min(4.0, share))


def right_of(group, gold):
    places = [candidate.place for candidate in group.candidates]
    same = np.array([place.id == f"geonames:{gold.get('geonameid')}" for place in places])
    if same.any():
        return same
    error = np.array([km((place.lat, place.lon), (gold["lat"], gold["lon"])) for place in places])
    for limit in (15, 50, 161):
        if (error <= limit).any():
            return error <= limit
    return np.zeros(len(places), dtype=bool)


def examples(prepared, weights):
    ranking.known_weights = lambda: weights
    out = []
    for record, mentions, groups, (fold, share) in prepared:
        table = ranking.tabulate(groups)
        if not len(table.owner):
            continue
        vector = np.array([weights.get(name, 0.0) for name in ranking.FEATURES])
        for _ in range(ranking.ROUNDS - 1):
            p = ranking._softmax(table, table.features @ vector, weights["none"])
            ranking.add_context(table, groups, p)
        spans = {(t["start"], t["end"]): t for t in record["toponyms"]}
        for group, (start, end) in zip(groups, table.slices, strict=True):
            gold = next(
                (spans[k] for m in group.members if (k := (mentions[m].start, mentions[m].end)) in spans),
                None,
            )
            if gold is None or end - start < 1 or group.demonym:
                continue
            out.append(Example(table.features[start:end].copy(), right_of(group, gold), fold, share))
    return out


def fit(data, start, prior, steps=400, rate=0.05):
    names = list(ranking.FEATURES)
    x = np.concatenate([example.features for example in data])
    right = np.concatenate([example.right for example in data])
    owner = np.repeat(np.arange(len(data)), [len(example.right) for example in data])
    missing = np.array([not example.right.any() for example in data])
    w = np.array([*(start[name] for name in names), start["none"]])
    w0 = np.array([*(prior[name] for name in names), prior["none"]])
    penalty = PENALTY * np.array([100.0 if name in HELD else 1.0 for name in [*names, "none"]])
    weight = np.array([example.weight for example in data])
    m = v = np.zeros_like(w)
    bounds = np.searchsorted(owner, np.arange(len(data)))
    for step in range(1, steps + 1):
        s = np.exp(np.clip(x @ w[:-1], -50, 50))
        none = math.exp(w[-1])
        total = np.add.reduceat(s, bounds) + none
        good = np.add.reduceat(s * right, bounds) + none * missing
        p = s / total[owner]
        q = s * right / good[owner]
        none_too = np.sum(weight * (none / total - missing * none / good))
        gradient = np.concatenate([x.T @ ((p - q) * weight[owner]), [none_too]])
        gradient = (gradient + penalty * (w - w0)) / weight.sum()
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        w = w - rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return dict(zip([*names, "none"], w.tolist(), strict=True))


def accuracy(data, weights):
    vector = np.array([weights[name] for name in ranking.FEATURES])
    hits = [bool(example.right[int(np.argmax(example.features @ vector))]) for example in data]
    return sum(hits) / len(hits)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        prior = {row["feature"]: float(row["prior"]) for row in csv.DictReader(file)}
    prepared = list(documents(options.corpora, open_gazetteer([]), options.folds))
    weights = prior
    for round_ in range(3):
        data = examples(prepared, weights)
        held = []
        for fold in range(options.folds):
            part = fit([e for e in data if e.fold != fold], weights, prior, steps=150)
            test = [e for e in data if e.fold == fold]
            held.append((accuracy(test, part), len(test)))
        print(
            f"round {round_}: {len(data)} names, right now {accuracy(data, weights):.4f}, held out",
            f"{sum(a * n for a, n in held) / sum(n for _, n in held):.4f}",
            flush=True,
        )
        weights = fit(data, weights, prior)
    print({name: round(value, 2) for name, value in weights.items()})
    if options.write:
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("feature", "prior", "weight"))
            writer.writerows(
                (name, prior[name], round(weights[name], 3)) for name in ("none", *ranking.FEATURES)
            )


if __name__ == "__main__":
    main()
