"""The numbers of the resolver, and the probability that they give.

``weights.csv`` holds them in log-odds, fitted by ``docs/training/train_places.py``, which says on
what; ``prior`` is where the fit starts and what it is pulled to.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.places.blocks import LOOSE, NATURAL, WIDE
from geo.places.evidence import FEATURES, NONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geo.records import Candidate

CONFIDENCE = (
    "sure_bias",
    "sure_odds",
    "sure_wide",
    "sure_natural",
    "sure_country",
    "sure_loose",
    "sure_demonym",
)
"""Evidence that turns the share of the candidates into the chance that the pin is right."""
WEIGHTS = Path(__file__).with_name("weights.csv")
_LEAST = 0.002
"""Nothing is surer: one in five hundred is wrong (project choice)."""


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds of each candidate's evidence, of "none of these", and of the pin's being right."""

    candidate: NDArray[np.float64]
    none: NDArray[np.float64]
    sure: tuple[float, ...]


def make_model(weights: Mapping[str, float]) -> Model:
    """A model of weights by name. Raises KeyError where one is missing."""
    return Model(
        np.array([weights[name] for name in FEATURES]),
        np.array([weights[name] for name in NONE]),
        tuple(weights[name] for name in CONFIDENCE),
    )


@cache
def known_model() -> Model:
    """The model shipped with the package."""
    return make_model(read_weights("weight"))


def read_weights(column: str) -> Mapping[str, float]:
    """A column of the shipped table by name of the evidence: ``weight`` or ``prior``."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        return {row["evidence"]: float(row[column]) for row in csv.DictReader(file)}


def doubts(mass: float, candidate: Candidate, *, demonym: bool, cut: bool) -> tuple[float, ...]:
    """The row of ``CONFIDENCE`` for a candidate and the share of all that lies within reach of it."""
    kind = candidate.place.kind
    odds = min(max(mass, _LEAST), 1 - _LEAST)
    return (
        1.0,
        math.log(odds / (1 - odds)),
        float(kind in WIDE),
        float(kind in NATURAL),
        float(kind == "country"),
        float(cut or candidate.match in LOOSE),
        float(demonym),
    )


def confidence(row: tuple[float, ...], model: Model, *, literal: bool = False) -> float:
    """Chance that a pin is right; with ``literal`` that its name is read right, however wide the place."""
    used = (*row[:2], 0.0, 0.0, *row[4:]) if literal else row
    odds = sum(map(mul, used, model.sure))
    return min(max(1 / (1 + math.exp(-odds)), _LEAST), 1 - _LEAST)
