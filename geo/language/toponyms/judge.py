"""Evidence to a probability: a logistic sum over named weights, so that every decision can be read.

The weights of ``lexicon/name_weights.csv`` are in log-odds; evidence that is not listed counts 0.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).parent.parent / "lexicon" / "name_weights.csv"


def probability(evidence: Mapping[str, float]) -> float:
    """How likely a span is a place name, 0 to 1."""
    known = weights()
    total = known["bias"] + sum(known.get(name, 0.0) * value for name, value in evidence.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def strongest(evidence: Mapping[str, float], *, limit: int = 3) -> tuple[str, ...]:
    """The pieces of evidence that weigh most, in plain words ("after in, at, near ...")."""
    known = weights()
    weighed = sorted(((known.get(name, 0.0) * value, name) for name, value in evidence.items()), key=_weight)
    texts = plain_words()
    return tuple(texts[name] for weight, name in weighed[:limit] if abs(weight) >= 0.4 and texts.get(name))


def _weight(item: tuple[float, str]) -> tuple[float, str]:
    return (-abs(item[0]), item[1])


@cache
def weights() -> Mapping[str, float]:
    """Weight of each piece of evidence, in log-odds."""
    return {row["evidence"]: float(row["weight"]) for row in _rows()}


@cache
def plain_words() -> Mapping[str, str]:
    """What each piece of evidence means, for a reader."""
    return {row["evidence"]: row["meaning"] for row in _rows()}


def _rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
