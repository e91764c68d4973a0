"""The company a candidate keeps: what the likely meanings of the report's other names say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.places.evidence import AT, NONE_AT, add_links
from geo.places.pairs import EARTH_KM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.places.evidence import Table

_NEAR_KM = (30.0, 120.0, 500.0)
"""Scales at which other names are near (project choice)."""
_HOME_KM = 60.0
"""Scale of what a local paper writes of (project choice)."""
_UNTRUSTED = 0.6
"""Left out of what a name in another transliteration says of the others (project choice)."""


def add_company(table: Table, probabilities: NDArray[np.float64]) -> None:
    """Fill the features that the other names' likely places give, and those of the links."""
    columns, features = table.columns, table.features
    probabilities = probabilities * (1.0 - _UNTRUSTED * features[:, AT["loose"]])
    mass = probabilities * table.weight[columns.owner]
    total = table.weight.sum() - table.weight[columns.owner] + 1.0
    for name, keys in (("country", columns.country), ("admin1", columns.admin1)):
        shared, best = _others(keys, columns.owner, mass, len(table.weight))
        features[:, AT[f"{name}_share"]] = shared / total
        features[:, AT[f"{name}_first"]] = shared / (best + 0.5)
    nations = features[:, AT["country"]] > 0
    named, _ = _others(columns.country, columns.owner, np.where(nations, mass, 0.0), len(table.weight))
    features[:, AT["country_named"]] = np.minimum(1.0, named) * ~nations
    _add_near(table, probabilities)
    _add_home(table, probabilities)
    add_links(table, probabilities)
    lent = [AT[name] for name in ("near30", "near", "near500", "nearest", "close_near", "home_near")]
    lent += [AT["admin1_share"], AT["admin1_first"], AT["close_admin1"]]
    for row, inside in table.lent:
        features[row, lent] = features[inside[:, None], lent].max(axis=0)
    table.none[table.numbers, NONE_AT["none_abroad"]] = 1.0 - np.maximum.reduceat(
        features[:, AT["country_first"]], table.starts
    )
    table.none[table.numbers, NONE_AT["none_alone"]] = np.maximum.reduceat(
        features[:, AT["near"]], table.starts
    )


def _others(
    keys: NDArray[np.int64], owner: NDArray[np.int64], mass: NDArray[np.float64], groups: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mass of the other groups in a candidate's country or division, and in the one that has most."""
    width = int(keys.max()) + 2
    flat = np.bincount(owner * width + keys + 1, weights=mass, minlength=groups * width).reshape(
        groups, width
    )
    flat[:, 0] = 0.0
    rest = flat.sum(axis=0)[None, :] - flat
    return rest[owner, keys + 1] * (keys >= 0), rest.max(axis=1)[owner]


def _add_near(table: Table, probabilities: NDArray[np.float64]) -> None:
    columns, features = table.columns, table.features
    best = np.array(
        [start + int(np.argmax(probabilities[start:end])) for start, end in table.slices if end > start]
    )
    there = columns.owner[best]
    chance = probabilities[best]
    km = EARTH_KM * np.arccos(np.clip(columns.xyz @ columns.xyz[best].T, -1.0, 1.0))
    other = (columns.owner[:, None] != there[None, :]) * columns.pointed[best][None, :] * chance[None, :]
    weight = table.weight[there]
    for name, scale in zip(("near30", "near", "near500"), _NEAR_KM, strict=True):
        closeness = np.exp(-km / scale) * other
        features[:, AT[name]] = np.log1p(closeness @ weight) * columns.pointed
        if name == "near":
            features[:, AT["nearest"]] = (closeness * (weight > 0)).max(axis=1) * columns.pointed
            beside = table.close[columns.owner][:, there]
            features[:, AT["close_near"]] = (closeness * beside).sum(axis=1) * columns.pointed
            everywhere = beside.sum(axis=1) + 0.3
            for column, keys in (("close_country", columns.country), ("close_admin1", columns.admin1)):
                same = (keys[:, None] == keys[best][None, :]) & (keys >= 0)[:, None]
                features[:, AT[column]] = (beside * same * chance[None, :]).sum(axis=1) / everywhere


def _add_home(table: Table, probabilities: NDArray[np.float64]) -> None:
    """Nearness to where the publisher is at home."""
    if not len(table.homes):
        return
    columns, features, homes = table.columns, table.features, table.homes
    chance = probabilities[homes]
    km = EARTH_KM * np.arccos(np.clip(columns.xyz @ columns.xyz[homes].T, -1.0, 1.0))
    features[:, AT["home_near"]] = np.minimum(1.0, np.exp(-km / _HOME_KM) @ chance) * columns.pointed
    features[:, AT["home_itself"]] = np.minimum(1.0, np.exp(-km / 5.0) @ chance)
    for name, keys in (("home_country", columns.country), ("home_admin1", columns.admin1)):
        same = (keys[:, None] == keys[homes][None, :]) & (keys >= 0)[:, None]
        features[:, AT[name]] = np.minimum(1.0, same @ chance)
    features[homes, AT["home_country"] : AT["home_itself"] + 1] = 0.0
