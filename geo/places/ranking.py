"""Shares of candidates: a softmax over named evidence, with the report's other places as company."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.places.blocks import TOWNS
from geo.places.company import add_company
from geo.places.evidence import AT, tabulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.places.evidence import Table
    from geo.places.groups import Group, Scene
    from geo.places.model import Model
    from geo.records import Place

ROUNDS = 3
_ELSEWHERE = 0.1
"""Left of a probability when the text names another country for the place (project choice)."""
_EARTH_KM = 6371.009


@dataclass(frozen=True, slots=True)
class Ranking:
    """Probabilities of a group's candidates, in their order; what is missing to 1 is none of them."""

    probabilities: tuple[float, ...]


def rank(scene: Scene, model: Model) -> tuple[Ranking, ...]:
    """Probabilities of every group's candidates, in the order of the groups."""
    groups = scene.groups
    if not any(group.candidates for group in groups):
        return tuple(Ranking(()) for _ in groups)
    table = tabulate(scene)
    probabilities = judge(table, model)
    return tuple(
        Ranking(
            _settled(group, groups)
            or tuple((probabilities[start:end] * _doubt(number, groups, table)).tolist())
        )
        for number, (group, (start, end)) in enumerate(zip(groups, table.slices, strict=True))
    )


def judge(table: Table, model: Model) -> NDArray[np.float64]:
    """Probabilities of all rows after a few rounds, each with the company that the last one found."""
    probabilities = softmax(table, model)
    for _ in range(ROUNDS - 1):
        add_company(table, probabilities)
        probabilities = softmax(table, model)
    return probabilities


def softmax(table: Table, model: Model) -> NDArray[np.float64]:
    """Probabilities within each group, with a share for none of its candidates."""
    scores = table.features @ model.candidate
    none = (table.none @ model.none)[table.numbers]
    top = np.maximum(np.maximum.reduceat(scores, table.starts), none)
    powers: NDArray[np.float64] = np.exp(scores - top[table.rows])
    total = np.add.reduceat(powers, table.starts) + np.exp(none - top)
    shares: NDArray[np.float64] = powers / total[table.rows]
    return shares


def _doubt(number: int, groups: Sequence[Group], table: Table) -> float:
    """Factor on all candidates of a town's name that the text puts in a country where none of them lies."""
    group, container = groups[number], groups[number].container
    if container is None or container == number or not groups[container].candidates:
        return 1.0
    if any(candidate.place.kind not in TOWNS for candidate in group.candidates[:1]):
        return 1.0
    start, end = table.slices[number]
    inside = bool(table.features[start:end, AT["in_container"]].any())
    return 1.0 if inside or groups[container].candidates[0].place.kind != "country" else _ELSEWHERE


def _settled(group: Group, groups: Sequence[Group]) -> tuple[float, ...]:
    """Probabilities where a row settles the name, () where none does.

    A row that is not the user's gives way when the text names another country for the place.
    """
    if not group.candidates or not group.candidates[0].wins:
        return ()
    place = group.candidates[0].place
    outer = groups[group.container].candidates if group.container is not None else ()
    elsewhere = (
        bool(outer and place.country and outer[0].place.country) and outer[0].place.country != place.country
    )
    first = 0.05 if elsewhere and place.layer != "user" else 1.0
    return (first,) + (0.0,) * (len(group.candidates) - 1)


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance between the points of two places, in km (haversine, mean radius)."""
    lat = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat[1] - lat[0]) / 2) ** 2
    half += math.cos(lat[0]) * math.cos(lat[1]) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
