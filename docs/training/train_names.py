"""Fit ``name_weights.csv`` on annotated corpora: logistic regression pulled towards hand-set priors.

    python docs/training/train_names.py CORPUS.jsonl... [--write] [--penalty 5]

A corpus has one document a line: ``text``, ``toponyms`` and ``nocoord`` with start and end. Evidence
that the corpora seldom show keeps its prior, so that rules for foreign names survive a corpus
of local papers. The weights shipped were fitted on LGL and on half of GeoWebNews (Gritta, Pilehvar and
Collier 2018, 2020); no text of theirs is kept. Deterministic: Newton's method from the priors; run it twice,
for some evidence rests on the scores of other spans.
"""

# ruff: noqa: ANN001, ANN201, ANN202, D103, SLF001 - a script run by hand, with the package's inner parts

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import numpy as np

from geo.gazetteer import open_gazetteer
from geo.language.toponyms import judge
from geo.language.toponyms.context import read_context
from geo.language.toponyms.evidence import gather_all
from geo.language.toponyms.spans import find_spans, prepared
from geo.language.toponyms.tokens import tokenize

HELD = frozenset({
    "distinctive", "distinctive_alias", "distinctive_country", "common_large", "common_inside_country",
    "spelled_out", "first_name_goes_on", "inexact_foreign", "big_speech", "common_large_placed",
})  # fmt: skip
"""Evidence about foreign names, of which corpora of American local papers would give a wrong picture."""


def examples(path, gazetteer):
    """Evidence of every candidate span of each document, and whether the corpus marks it."""
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        text = record["text"]
        tokens = prepared(tokenize(text), gazetteer)
        spans = find_spans(text, tokens, gazetteer)
        context = read_context(tokens)
        gold = {(t["start"], t["end"]) for t in record["toponyms"] + record["nocoord"]}
        for span, evidence in zip(spans, gather_all(spans, context), strict=True):
            if evidence:
                yield evidence, (span.start, span.end) in gold


def fit(x, y, prior, penalty):
    """Weights that minimise the log loss plus penalty/2 times the squared distance from the prior."""

    def loss(w):
        z = x @ w
        return np.sum(np.logaddexp(0, z) - y * z) + np.sum(penalty * (w - prior) ** 2) / 2

    w = prior.copy()
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + penalty * (w - prior)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-6:
            step = step / 2
        w = w - step
        if np.abs(step).max() < 1e-6:
            break
    return w


def figures(p, y):
    kept = p >= 0.5
    right = int((kept & y).sum())
    precision, recall = right / max(1, kept.sum()), right / max(1, y.sum())
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--penalty", type=float, default=5.0)
    options = parser.parse_args()
    gazetteer = open_gazetteer([])
    rows = list(judge._rows())
    names = [row["evidence"] for row in rows]
    at = {name: index for index, name in enumerate(names)}
    data = [example for path in options.corpora for example in examples(path, gazetteer)]
    x = np.zeros((len(data), len(names)))
    for index, (evidence, _) in enumerate(data):
        x[index, at["bias"]] = 1.0
        for name, value in evidence.items():
            if name in at:
                x[index, at[name]] = value
    y = np.array([marked for _, marked in data], dtype=bool)
    penalty = np.array([options.penalty * (80 if name in HELD else 1) for name in names])
    prior = np.array([float(row["prior"]) for row in rows])
    logistic = lambda w, part: 1 / (1 + np.exp(-np.clip(x[part] @ w, -30, 30)))  # noqa: E731
    fold = np.arange(len(data)) * 5 // len(data)
    held = np.zeros(len(data))
    for number in range(5):
        held[fold == number] = logistic(
            fit(x[fold != number], y[fold != number], prior, penalty), fold == number
        )
    print("prior   ", figures(logistic(prior, slice(None)), y))
    print("held out", figures(held, y))
    w = fit(x, y, prior, penalty)
    for row, old, new in zip(rows, prior, w, strict=True):
        print(f"{row['evidence']} {old:.2f} -> {new:.2f}", end="; ")
        row["weight"] = f"{new:.3f}"
    if options.write:
        with judge._FILE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ("evidence", "prior", "weight", "meaning"), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
