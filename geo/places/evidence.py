"""Evidence for every candidate of a report: its own, what is said of its name, and the company it keeps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from geo.places.blocks import OWN, number_of
from geo.places.pairs import Columns, Spread, make_spreads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.places.groups import Group, Scene

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
_CLOSE_CHARACTERS = 300.0
"""Names so far apart in the text weigh a third of neighbours (project choice)."""
_FIT = MappingProxyType({
    "city": frozenset({"city", "neighbourhood", "admin2"}), "admin1": frozenset({"admin1"}),
    "admin2": frozenset({"admin2", "admin1"}), "base": frozenset({"base", "airport"}),
    "airport": frozenset({"airport", "base"}), "mountain": frozenset({"mountain", "mountains"}),
    "mountains": frozenset({"mountain", "mountains"}), "valley": frozenset({"valley", "river", "region"}),
    "gulf": frozenset({"gulf", "sea"}), "coast": frozenset({"coast", "region"}),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """All candidates of a report in one table.

    ``none`` has a row a group. ``starts`` are the first rows of the groups that have candidates,
    ``numbers`` those groups. ``close`` is how near two groups stand in the text, 0 to 1; ``weight``
    how much each counts; ``homes`` are the rows of the publisher's names. ``rows`` says which of
    ``numbers`` each row belongs to.
    """

    features: NDArray[np.float64]
    none: NDArray[np.float64]
    columns: Columns
    slices: tuple[tuple[int, int], ...]
    starts: NDArray[np.int64]
    numbers: NDArray[np.int64]
    rows: NDArray[np.int64]
    close: NDArray[np.float64]
    weight: NDArray[np.float64]
    homes: NDArray[np.int64]
    spreads: tuple[Spread, ...]
    lent: tuple[tuple[int, NDArray[np.int64]], ...]


def tabulate(scene: Scene) -> Table:
    """Features of all candidates that need no context; at least one group must have a candidate."""
    groups = scene.groups
    blocks = [group.block for group in groups]
    sizes = np.array([len(block.candidates) for block in blocks], dtype=np.int64)
    ends = np.cumsum(sizes)
    begins = ends - sizes
    features = np.zeros((int(ends[-1]), len(FEATURES)))
    features[:, : len(OWN)] = np.concatenate([block.own for block in blocks])
    keys = np.concatenate([block.keys for block in blocks])
    spans = np.concatenate([block.spans for block in blocks])
    columns = Columns(
        owner=np.repeat(np.arange(len(groups)), sizes),
        country=_numbered(keys[:, 0]),
        admin1=_numbered(keys[:, 1]),
        xyz=spans[:, :3],
        pointed=spans[:, 3],
        level=keys[:, 2],
        holds=keys[:, 3],
        reach_km=spans[:, 4],
    )
    slices = tuple(zip(begins.tolist(), ends.tolist(), strict=True))
    table = Table(
        features=features,
        none=np.zeros((len(groups), len(NONE))),
        columns=columns,
        slices=slices,
        starts=begins[sizes > 0],
        numbers=np.flatnonzero(sizes),
        rows=np.repeat(np.arange(np.count_nonzero(sizes)), sizes[sizes > 0]),
        close=_closeness(groups),
        weight=np.array([group.weight for group in groups]),
        homes=np.flatnonzero(np.repeat([group.home for group in groups], sizes)),
        spreads=make_spreads(scene.links, slices, columns),
        lent=tuple(
            (start + row, start + inside)
            for block, (start, _) in zip(blocks, slices, strict=True)
            for row, inside in block.lent
        ),
    )
    _add_said(table, groups)
    _add_origin(table, scene, keys[:, 0])
    add_links(table, np.ones(len(features)))
    _add_none(table, groups)
    return table


def _add_origin(table: Table, scene: Scene, country: NDArray[np.int64]) -> None:
    """What the publisher's address and the common words say of the country."""
    features = table.features
    if scene.generic:
        features[:, AT["generic"]] = country == _AMERICA
        features[table.homes, AT["generic_home"]] = features[table.homes, AT["generic"]]
    for code, share in scene.told.items():
        features[country == number_of(code), AT["told"]] = share
    if scene.country:
        features[:, AT["domain"]] = country == number_of(scene.country)


def _numbered(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Codes as 0, 1, 2 ... with -1 for the code 0, which stands for none."""
    numbers = {0: -1}
    return np.array([numbers.setdefault(code, len(numbers) - 1) for code in codes.tolist()], dtype=np.int64)


def _closeness(groups: Sequence[Group]) -> NDArray[np.float64]:
    """How near each two groups stand in the text, 1 side by side to 0; 0 with itself."""
    counts = [len(group.starts) for group in groups]
    owner = np.repeat(np.arange(len(groups)), counts)
    starts = np.array([start for group in groups for start in group.starts], dtype=np.float64)
    close = np.zeros((len(groups), len(groups)))
    if len(starts):
        apart = np.abs(starts[:, None] - starts[None, :])
        first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        least = np.minimum.reduceat(np.minimum.reduceat(apart, first, axis=0), first, axis=1)
        there = owner[first]
        close[np.ix_(there, there)] = np.exp(-least / _CLOSE_CHARACTERS)
    np.fill_diagonal(close, 0.0)
    return close


def _add_said(table: Table, groups: Sequence[Group]) -> None:
    features = table.features
    for number, group in enumerate(groups):
        start, end = table.slices[number]
        if group.cut:
            features[start:end, AT["cut"]] = 1.0
        if group.hint is not None:
            fit = _FIT.get(group.hint, frozenset({group.hint}))
            fits = np.array([candidate.place.kind in fit for candidate in group.candidates], dtype=np.float64)
            features[start:end, AT["hint_fits"]] = fits
            features[start:end, AT["hint_differs"]] = 1.0 - fits
            features[start:end, [AT["namesake"], AT["namesake2"]]] = 0.0
        if group.capital_use:
            features[start:end, AT["government"]] = features[start:end, [AT["country"], AT["capital"]]].max(
                axis=1
            )


def _add_none(table: Table, groups: Sequence[Group]) -> None:
    rows = []
    for group, (start, end) in zip(groups, table.slices, strict=True):
        held = group.container is not None and bool(groups[group.container].candidates)
        inside = table.features[start:end, AT["in_container"]].any() if held else True
        fits = group.hint is None or table.features[start:end, AT["hint_fits"]].any()
        rows.append(
            (
                1.0,
                math.log(max(1, end - start)),
                float(group.block.inexact),
                float(not fits),
                float(not inside),
                float(" " in group.name),
                float(len(group.name) <= _SHORT),
                0.0,
                0.0,
            )
        )
    table.none[:] = rows


_SHORT = 3
"""Letters of names so short that they are often something else."""


def add_links(table: Table, probabilities: NDArray[np.float64]) -> None:
    """What the words between two names give each candidate, weighed by the other name's likely places."""
    features = table.features
    size = len(features)
    for spread in table.spreads:
        there = np.bincount(spread.first, spread.worth * probabilities[spread.second], minlength=size)
        back = np.bincount(spread.second, spread.worth * probabilities[spread.first], minlength=size)
        if spread.there == spread.back:
            features[:, AT[spread.there]] = np.minimum(1.0, there + back)
        else:
            features[:, AT[spread.there]] = np.minimum(1.0, there)
            features[:, AT[spread.back]] = np.minimum(1.0, back)
