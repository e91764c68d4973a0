"""The company a candidate keeps: what the likely meanings of the report's other names say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.places.evidence import AT, NONE_AT, add_links
from geo.places.pairs import apart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.places.evidence import Table

_NEAR_KM = 120.0
"""Scale at which other names are near (project choice)."""
_HOME_KM = 60.0
"""Scale of what a local paper writes of (project choice)."""
_ITSELF_KM = 5.0
"""Scale of what is the home itself."""
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
    mass = trusted * table.weight[columns.owner]
    total = table.weight.sum() - table.weight[columns.owner] + 1.0
    for share, first, keys in (
        (AT["country_share"], AT["country_first"], columns.country),
        (AT["admin1_share"], AT["admin1_first"], columns.admin1),
    ):
        shared, best = _others(keys, columns.owner, mass, len(table.weight))
        features[:, share] = shared / total
        features[:, first] = shared / (best + 0.5)
    nations = features[:, AT["country"]] > 0
    if nations.any():
        named, _ = _others(columns.country, columns.owner, mass * nations, len(table.weight))
        features[:, AT["country_named"]] = np.minimum(1.0, named) * ~nations
    _add_near(table, trusted)
    if len(table.homes):
        _add_home(table, trusted)
    add_links(table, trusted)
    for row, inside in table.lent:
        features[row, _LENT] = features[inside[:, None], _LENT].max(axis=0)
    none = table.none
    none[table.numbers, NONE_AT["none_abroad"]] = 1.0 - np.maximum.reduceat(
        features[:, AT["country_first"]], table.starts
    )
    none[table.numbers, NONE_AT["none_alone"]] = np.maximum.reduceat(features[:, AT["near"]], table.starts)


def _others(
    keys: NDArray[np.int64], owner: NDArray[np.int64], mass: NDArray[np.float64], groups: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mass of the other groups in a candidate's country or division, and in the one that has most."""
    width = int(keys.max()) + 2
    flat = np.bincount(owner * width + (keys + 1), weights=mass, minlength=groups * width)
    flat = flat.reshape(groups, width)
    flat[:, 0] = 0.0
    rest = flat.sum(axis=0) - flat
    return rest[owner, keys + 1], rest.max(axis=1)[owner]


def _add_near(table: Table, probabilities: NDArray[np.float64]) -> None:
    columns, features = table.columns, table.features
    best = np.array([start + probabilities[start:end].argmax() for start, end in table.slices if end > start])
    there = table.numbers
    chance = probabilities[best]
    closeness = np.exp(apart(columns.xyz, columns.xyz[best]) / -_NEAR_KM)
    closeness *= columns.owner[:, None] != there
    closeness *= columns.pointed[best] * chance
    weight = table.weight[there]
    beside = table.close[columns.owner[:, None], there]
    features[:, AT["near"]] = np.log1p(closeness @ weight) * columns.pointed
    features[:, AT["nearest"]] = (closeness * (weight > 0)).max(axis=1) * columns.pointed
    features[:, AT["close_near"]] = (closeness * beside).sum(axis=1) * columns.pointed
    everywhere = beside.sum(axis=1) + 0.3
    beside = beside * chance
    for column, keys in ((AT["close_country"], columns.country), (AT["close_admin1"], columns.admin1)):
        same = (keys[:, None] == keys[best]) & (keys >= 0)[:, None]
        features[:, column] = (beside * same).sum(axis=1) / everywhere


def _add_home(table: Table, probabilities: NDArray[np.float64]) -> None:
    """Nearness to where the publisher is at home."""
    columns, features, homes = table.columns, table.features, table.homes
    chance = probabilities[homes]
    km = apart(columns.xyz, columns.xyz[homes])
    features[:, AT["home_near"]] = np.minimum(1.0, np.exp(-km / _HOME_KM) @ chance) * columns.pointed
    features[:, AT["home_itself"]] = np.minimum(1.0, np.exp(-km / _ITSELF_KM) @ chance)
    same = (columns.admin1[:, None] == columns.admin1[homes]) & (columns.admin1 >= 0)[:, None]
    features[:, AT["home_admin1"]] = np.minimum(1.0, same @ chance)
    features[homes, AT["home_admin1"] : AT["home_itself"] + 1] = 0.0
