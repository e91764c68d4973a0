"""The company a candidate keeps: what the likely meanings of the report's other names say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.places.evidence import AT, NONE_AT, add_links
from geo.places.pairs import sums
from geo.places.table import distances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.places.table import Table

_NEAR_KM = 120.0
"""Scale at which other names are near (project choice)."""
_UNTRUSTED = 0.6
"""Left out of what a name in another transliteration says of the others (project choice)."""


_LENT = [
    AT[name]
    for name in ("near", "nearest", "close_near", "home_near", "admin1_share", "admin1_first", "close_admin1")
]
"""What a country or division has from the namesake inside it: its own point lies anywhere."""


def add_company(table: Table, probabilities: NDArray[np.float64]) -> None:
    """Fill the features that the other names' likely places give, and those of the links."""
    columns, features = table.columns, table.features
    trusted = probabilities * (1.0 - _UNTRUSTED * features[:, AT["loose"]])
    weight = table.weight[columns.owner]
    mass = trusted * weight
    total = table.total[table.report[columns.owner]] - weight + 1.0
    for share, first, keys in (
        (AT["country_share"], AT["country_first"], columns.country),
        (AT["admin1_share"], AT["admin1_first"], columns.admin1),
    ):
        shared, best = _others(keys, mass, table)
        features[:, share] = shared / total
        features[:, first] = shared / (best + 0.5)
    nations = features[:, AT["country"]] > 0
    named, _ = _others(columns.country, mass * nations, table)
    features[:, AT["country_named"]] = np.minimum(1.0, named) * ~nations
    _add_near(table, trusted)
    if len(table.homes.rows):
        _add_home(table, trusted)
    add_links(table, trusted)
    _lend(table)
    none, numbers, starts = table.none, table.numbers, table.starts
    abroad = np.maximum.reduceat(features[:, AT["country_first"]], starts)
    none[numbers, NONE_AT["none_abroad"]] = 1.0 - abroad
    none[numbers, NONE_AT["none_alone"]] = np.maximum.reduceat(features[:, AT["near"]], starts)


def _others(
    keys: NDArray[np.int64], mass: NDArray[np.float64], table: Table
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mass of the report's other groups in a candidate's country or division, and in that which has most."""
    owner, report = table.columns.owner, table.report
    width = int(keys.max()) + 1
    flat = sums(owner * width + keys, mass, len(report) * width)
    flat = flat.reshape(len(report), width)
    flat[:, 0] = 0.0
    cells = report[:, None] * width + np.arange(width)
    whole = sums(cells.reshape(-1), flat.reshape(-1), 0).reshape(-1, width)
    rest = whole[report] - flat
    return rest[owner, keys], rest.max(axis=1)[owner]


def _add_near(table: Table, probabilities: NDArray[np.float64]) -> None:
    """Nearness to the likeliest place of each other name, and company in its country and division."""
    columns, features, neighbours = table.columns, table.features, table.neighbours
    size = len(features)
    best = _best(table, probabilities)
    chance = probabilities[best]
    closeness = np.exp(distances(columns.xyz, best, table.bounds, table.full) / -_NEAR_KM)
    closeness *= neighbours.other
    closeness *= (columns.pointed[best] * chance)[neighbours.name]
    weight = table.weight[table.numbers][neighbours.name]
    near = sums(neighbours.row, closeness * weight, size)
    features[:, AT["near"]] = np.log1p(near) * columns.pointed
    first = np.flatnonzero(np.diff(neighbours.row, prepend=-1))
    nearest = np.maximum.reduceat(closeness * (weight > 0), first)
    features[:, AT["nearest"]] = nearest * columns.pointed
    close = sums(neighbours.row, closeness * neighbours.close, size)
    features[:, AT["close_near"]] = close * columns.pointed
    likely = neighbours.close * chance[neighbours.name]
    for column, keys in ((AT["close_country"], columns.country), (AT["close_admin1"], columns.admin1)):
        mine = keys[neighbours.row]
        same = (mine == keys[best][neighbours.name]) & (mine > 0)
        features[:, column] = sums(neighbours.row, likely * same, size) / neighbours.around


def _best(table: Table, probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """The likeliest row of each of ``Table.numbers``, the first of equals."""
    top = np.maximum.reduceat(probabilities, table.starts)
    likeliest = np.flatnonzero(probabilities == top[table.rows])
    best: NDArray[np.int64] = likeliest[table.rows[likeliest].searchsorted(np.arange(len(top)))]
    return best


def _add_home(table: Table, probabilities: NDArray[np.float64]) -> None:
    """Nearness to where the publisher is at home."""
    columns, features, homes = table.columns, table.features, table.homes
    chance = probabilities[homes.home]
    near, itself, division = (
        np.minimum(1.0, sums(homes.row, worth * chance, len(features)))
        for worth in (homes.near, homes.itself, homes.division)
    )
    features[:, AT["home_near"]] = near * columns.pointed
    features[:, AT["home_itself"]] = itself
    features[:, AT["home_admin1"]] = division
    features[homes.rows, AT["home_admin1"] : AT["home_itself"] + 1] = 0.0


def _lend(table: Table) -> None:
    """Give countries and divisions what the best of the namesakes inside them have."""
    lenders, starts, inside = table.lent
    if len(lenders):
        features = table.features
        lent = np.maximum.reduceat(features[inside[:, None], _LENT], starts, axis=0)
        features[lenders[:, None], _LENT] = lent
