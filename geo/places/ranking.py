"""Shares of candidates: a softmax over named evidence, with the report's other places as company."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geo.places.area import SOUGHT_FIRST
from geo.places.blocks import TOWNS
from geo.places.choosing import Ranking, choose
from geo.places.company import add_company
from geo.places.evidence import AT
from geo.places.table import products, tabulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.places.area import Area
    from geo.places.groups import Group, Scene
    from geo.places.model import Model
    from geo.places.table import Table
    from geo.records import Place

ROUNDS = 3
_ELSEWHERE = 0.1
"""Left of a probability when the text names another country for the place (project choice)."""
_EARTH_KM = 6371.009


def rank(
    scenes: Sequence[Scene], model: Model, *, area: Area | None = None
) -> tuple[tuple[Ranking, ...], ...]:
    """What is thought of every group's candidates, in the order of the groups of each scene.

    Places in the ``area`` are sought first.
    """
    if not any(group.block.kinds for scene in scenes for group in scene.groups):
        return tuple(tuple(Ranking() for _ in scene.groups) for scene in scenes)
    table = tabulate(scenes)
    shares = judge(table, model, hints=None if area is None else _hints(scenes, area))
    for scene, (first, after) in zip(scenes, table.groups, strict=True):
        for group, (start, end) in zip(scene.groups, table.slices[first:after], strict=True):
            container = None if group.container is None else scene.groups[group.container]
            if group.block.wins:
                shares[start:end] = 0.0
                shares[start] = _settled(group, container)
            elif container is not None and _is_country(container) and container is not group:
                inside = table.features[start:end, AT["in_container"]].any()
                shares[start:end] *= 1.0 if inside or not _is_town(group) else _ELSEWHERE
    return choose(table, shares)


def _hints(scenes: Sequence[Scene], area: Area) -> NDArray[np.float64]:
    """What lying in the area adds to the score of each candidate, row by row."""
    return np.array(
        [
            SOUGHT_FIRST if area.holds(candidate.place) else 0.0
            for scene in scenes
            for group in scene.groups
            for candidate in group.candidates
        ]
    )


def judge(table: Table, model: Model, *, hints: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Probabilities of all rows after a few rounds, each with the company that the last one found."""
    probabilities = softmax(table, model, hints=hints)
    for _ in range(ROUNDS - 1):
        add_company(table, probabilities)
        probabilities = softmax(table, model, hints=hints)
    return probabilities


def softmax(table: Table, model: Model, *, hints: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Probabilities within each group, with a share for none of its candidates.

    ``hints`` are added to the scores of the rows.
    """
    scores = products(table.features, model.candidate, table.bounds)
    if hints is not None:
        scores = scores + hints
    none = products(table.none, model.none, table.groups)[table.numbers]
    top = np.maximum(np.maximum.reduceat(scores, table.starts), none)
    powers: NDArray[np.float64] = np.exp(scores - top[table.rows])
    total = np.add.reduceat(powers, table.starts) + np.exp(none - top)
    shares: NDArray[np.float64] = powers / total[table.rows]
    return shares


def _is_country(group: Group) -> bool:
    return group.block.kinds[:1] == ("country",)


def _is_town(group: Group) -> bool:
    return TOWNS.issuperset(group.block.kinds[:1])


def _settled(group: Group, container: Group | None) -> float:
    """Share of a row's place; one not the user's gives way where the text names another country for it."""
    place = group.candidates[0].place
    outer = container.candidates[0].place.country if container and container.block.kinds else ""
    elsewhere = bool(outer and place.country) and outer != place.country
    return 0.05 if elsewhere and place.layer != "user" else 1.0


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance between the points of two places, in km (haversine, mean radius)."""
    lat = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat[1] - lat[0]) / 2) ** 2
    half += math.cos(lat[0]) * math.cos(lat[1]) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
