"""Evidence for every candidate: its own, what is said of its name, and what links say."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from geo.places.articles import TOWN, WITHOUT_ARTICLE
from geo.places.blocks import FIT, OWN, number_of
from geo.places.pairs import sums
from geo.records import WITH_ARTICLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.places.groups import Group, Scene
    from geo.places.table import Table

SAID = (
    "hint_fits",
    "hint_differs",
    "government",
    "in_container",
    "holds_member",
    "domain",
    "generic",
    "generic_home",
    "told",
    "cut",
    "the_fits",
    "the_differs",
)
"""What the text says of a name itself, and the country of the publisher's domain."""
COMPANY = (
    "country_share", "country_first", "country_named", "admin1_share", "admin1_first", "near", "nearest",
    "close_country", "close_admin1", "close_near", "list_admin1", "list_near", "list_kind", "comma_in",
    "comma_holds", "away_fits", "near_fits", "home_admin1", "home_near", "home_itself",
)  # fmt: skip
"""What the likely meanings of the report's other names say of a candidate."""
FEATURES = OWN + SAID + COMPANY
"""Evidence for one candidate, in the order of the columns of the feature matrix."""
NONE = (
    "none", "none_many", "none_inexact", "none_hint_unmet", "none_outside", "none_words", "none_short",
    "none_abroad", "none_alone",
)  # fmt: skip
"""Evidence for "none of these", one row a group."""
AT = MappingProxyType({name: index for index, name in enumerate(FEATURES)})
NONE_AT = MappingProxyType({name: index for index, name in enumerate(NONE)})
_AMERICA = number_of("US")
"""Where most addresses without a country are at home."""
_SHORT = 3
"""Letters of names so short that they are often something else."""
_REPORT = 40
"""Bits above those of a country's number, where that of its report stands."""


def add_origin(table: Table, scenes: Sequence[Scene], country: NDArray[np.int64]) -> None:
    """What the publishers' addresses and the common words say of the country, a row's ``country``."""
    features, rows = table.features, table.homes.rows
    report = table.report[table.columns.owner]
    generic = np.array([scene.generic for scene in scenes])
    features[:, AT["generic"]] = generic[report] & (country == _AMERICA)
    features[rows, AT["generic_home"]] = features[rows, AT["generic"]]
    domain = np.array([number_of(scene.country) if scene.country else -1 for scene in scenes])
    features[:, AT["domain"]] = country == domain[report]
    told = sorted(
        (number << _REPORT | number_of(code), share)
        for number, scene in enumerate(scenes)
        for code, share in scene.told.items()
    )
    if told:
        codes, shares = (np.array(column) for column in zip(*told, strict=True))
        wanted = report << _REPORT | country
        at = np.minimum(codes.searchsorted(wanted), len(codes) - 1)
        features[:, AT["told"]] = shares[at] * (codes[at] == wanted)


def add_said(table: Table, groups: Sequence[Group]) -> None:
    """What the words about the names say."""
    features, owner = table.features, table.columns.owner
    features[:, AT["cut"]] = np.array([group.cut for group in groups])[owner]
    government = np.array([group.capital_use for group in groups])[owner]
    _add_article(table, groups)
    seats = np.maximum(features[:, AT["country"]], features[:, AT["capital"]])
    features[:, AT["government"]] = seats * government
    for number, group in enumerate(groups):
        if group.hint is not None:
            start, end = table.slices[number]
            fit = FIT.get(group.hint, frozenset({group.hint}))
            fits = np.array([kind in fit for kind in group.block.kinds], dtype=np.float64)
            features[start:end, AT["hint_fits"]] = fits
            features[start:end, AT["hint_differs"]] = 1.0 - fits
            features[start:end, AT["namesake"] : AT["namesake2"] + 1] = 0.0


def _add_article(table: Table, groups: Sequence[Group]) -> None:
    """Whether a candidate's kind is written with the article that the name has."""
    for number, group in enumerate(groups):
        if group.article and group.hint is None and group.block.kinds:
            start, end = table.slices[number]
            kinds = group.block.kinds
            fits = [kind in WITH_ARTICLE for kind in kinds]
            without = WITHOUT_ARTICLE if any(fits) else TOWN
            table.features[start:end, AT["the_fits"]] = fits
            table.features[start:end, AT["the_differs"]] = [kind in without for kind in kinds]


def add_none(table: Table, groups: Sequence[Group], begins: Sequence[int]) -> None:
    """What speaks for none of a name's candidates; ``begins`` are the first groups of the reports."""
    none, features = table.none, table.features
    none[:, NONE_AT["none"]] = 1.0
    none[:, NONE_AT["none_many"]] = [math.log(max(1, end - start)) for start, end in table.slices]
    none[:, NONE_AT["none_inexact"]] = [group.block.inexact for group in groups]
    none[:, NONE_AT["none_words"]] = [" " in group.name for group in groups]
    none[:, NONE_AT["none_short"]] = [len(group.name) <= _SHORT for group in groups]
    numbers, starts = table.numbers, table.starts
    hinted = np.array([group.hint is not None for group in groups])[numbers]
    fitting = np.maximum.reduceat(features[:, AT["hint_fits"]], starts) > 0
    none[numbers, NONE_AT["none_hint_unmet"]] = hinted & ~fitting
    held = np.array(
        [
            group.container is not None and bool(groups[begin + group.container].block.kinds)
            for group, begin in zip(groups, begins, strict=True)
        ]
    )[numbers]
    inside = np.maximum.reduceat(features[:, AT["in_container"]], starts) > 0
    none[numbers, NONE_AT["none_outside"]] = held & ~inside


def add_links(table: Table, probabilities: NDArray[np.float64]) -> None:
    """What the words between two names give each candidate, weighed by the other name's likely places."""
    features = table.features
    size = len(features)
    for spread in table.spreads:
        there = sums(spread.first, spread.worth * probabilities[spread.second], size)
        back = sums(spread.second, spread.worth * probabilities[spread.first], size)
        if spread.there == spread.back:
            features[:, AT[spread.there]] = np.minimum(1.0, there + back)
        else:
            features[:, AT[spread.there]] = np.minimum(1.0, there)
            features[:, AT[spread.back]] = np.minimum(1.0, back)
