"""The candidates of some reports in one table: a step for all of them costs hardly more than for one.

Nothing of a report depends on what else is read with it: all sums run over its own rows in their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geo.places.blocks import OWN
from geo.places.evidence import FEATURES, NONE, add_links, add_none, add_origin, add_said
from geo.places.links import Link
from geo.places.pairs import EARTH_KM, Columns, make_spreads, runs, sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.places.groups import Group, Scene
    from geo.places.pairs import Spread

_CLOSE_CHARACTERS = 300.0
"""Names so far apart in the text weigh a third of neighbours (project choice)."""
_HOME_KM = 60.0
"""Scale of what a local paper writes of (project choice)."""
_ITSELF_KM = 5.0
"""Scale of what is the home itself."""
_REPORT = 40
"""Bits above those of a country's or division's number, where that of its report stands."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Every candidate with every name of its report that has candidates, row by row.

    ``row`` is the candidate, ``name`` the other by its place in ``Table.numbers``, ``other`` whether it is
    another name indeed, ``close`` how near the two stand in the text, 0 to 1; ``around`` is the sum of that
    for a candidate.
    """

    row: NDArray[np.int64]
    name: NDArray[np.int64]
    other: NDArray[np.bool_]
    close: NDArray[np.float64]
    around: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Homes:
    """The publishers' names: ``rows`` are their candidates, the rest as in ``Neighbours`` with each of those.

    ``near``, ``itself`` and ``division`` say how much of a home each pair is, 0 to 1.
    """

    rows: NDArray[np.int64]
    row: NDArray[np.int64]
    home: NDArray[np.int64]
    near: NDArray[np.float64]
    itself: NDArray[np.float64]
    division: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """All candidates of some reports, report by report, group by group.

    Groups are numbered on through the reports; ``none`` has a row a group, ``slices`` their candidates,
    ``weight`` how much each counts, ``report`` where it stands. ``numbers`` are the groups that have
    candidates, ``starts`` their first rows, ``rows`` says which of them each row belongs to. ``bounds``
    are the rows of each report, ``groups`` its groups, ``full`` its part of ``numbers``; ``total`` is what
    all its groups weigh. ``lent`` are rows of countries and divisions, where each one's part of the last
    begins, and the rows inside them.
    """

    features: NDArray[np.float64]
    none: NDArray[np.float64]
    columns: Columns
    slices: tuple[tuple[int, int], ...]
    starts: NDArray[np.int64]
    numbers: NDArray[np.int64]
    rows: NDArray[np.int64]
    weight: NDArray[np.float64]
    report: NDArray[np.int64]
    bounds: tuple[tuple[int, int], ...]
    groups: tuple[tuple[int, int], ...]
    full: tuple[tuple[int, int], ...]
    total: NDArray[np.float64]
    neighbours: Neighbours
    homes: Homes
    spreads: tuple[Spread, ...]
    lent: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def tabulate(scenes: Sequence[Scene]) -> Table:
    """Features of all candidates that need no company; some group must have a candidate."""
    groups = [group for scene in scenes for group in scene.groups]
    counts = np.array([len(scene.groups) for scene in scenes])
    firsts = np.cumsum(counts) - counts
    report = np.repeat(np.arange(len(scenes)), counts)
    sizes = np.array([len(group.block.kinds) for group in groups])
    ends = np.cumsum(sizes)
    begins = ends - sizes
    numbers = np.flatnonzero(sizes)
    owner = np.repeat(np.arange(len(groups)), sizes)
    keys = np.concatenate([group.block.keys for group in groups])
    columns = _columns(groups, keys, owner, report[owner])
    bounds = _bounds(report[owner], len(scenes))
    parts = _bounds(report, len(scenes))
    full = _bounds(report[numbers], len(scenes))
    weight = np.array([group.weight for group in groups])
    slices = tuple(zip(begins.tolist(), ends.tolist(), strict=True))
    table = Table(
        features=np.zeros((len(owner), len(FEATURES))),
        none=np.zeros((len(groups), len(NONE))),
        columns=columns,
        slices=slices,
        starts=begins[numbers],
        numbers=numbers,
        rows=np.repeat(np.arange(len(numbers)), sizes[numbers]),
        weight=weight,
        report=report,
        bounds=bounds,
        groups=parts,
        full=full,
        total=np.array([weight[first:after].sum() for first, after in parts]),
        neighbours=_neighbours(groups, report, numbers, owner, full),
        homes=_homes(columns, groups, report[owner], bounds),
        spreads=make_spreads(_links(scenes, firsts.tolist()), begins, ends, columns),
        lent=_lent(groups, slices),
    )
    table.features[:, : len(OWN)] = np.concatenate([group.block.own for group in groups])
    add_said(table, groups)
    add_origin(table, scenes, keys[:, 0])
    add_links(table, np.ones(len(owner)))
    add_none(table, groups, firsts[report].tolist())
    return table


def _columns(
    groups: Sequence[Group], keys: NDArray[np.int64], owner: NDArray[np.int64], report: NDArray[np.int64]
) -> Columns:
    spans = np.concatenate([group.block.spans for group in groups])
    return Columns(
        owner=owner,
        country=_numbered(keys[:, 0], report),
        admin1=_numbered(keys[:, 1], report),
        xyz=spans[:, :3],
        pointed=spans[:, 3],
        level=keys[:, 2],
        holds=keys[:, 3],
        reach_km=spans[:, 4],
    )


def _numbered(codes: NDArray[np.int64], report: NDArray[np.int64]) -> NDArray[np.int64]:
    """Codes as 1, 2, 3 ... in each report, with 0 for the code 0, which stands for none."""
    found: NDArray[np.int64] = np.unique(report << _REPORT | codes, return_inverse=True)[1]
    first = np.diff(report, prepend=-1) > 0
    lowest = np.minimum.reduceat(found, np.flatnonzero(first))
    found = found - lowest[np.cumsum(first) - 1] + 1
    found[codes == 0] = 0
    return found


def _bounds(report: NDArray[np.int64], count: int) -> tuple[tuple[int, int], ...]:
    """The first item of each report and the one after its last."""
    cuts = report.searchsorted(np.arange(count + 1)).tolist()
    return tuple(pairwise(cuts))


def _neighbours(
    groups: Sequence[Group],
    report: NDArray[np.int64],
    numbers: NDArray[np.int64],
    owner: NDArray[np.int64],
    full: Sequence[tuple[int, int]],
) -> Neighbours:
    first, after = np.array(full).T
    lengths = (after - first)[report]  # names that stand beside each group
    closeness = _closeness(groups, report, numbers, first, lengths)
    row, at = runs(lengths[owner])
    group = owner[row]
    close = closeness[(np.cumsum(lengths) - lengths)[group] + at]
    name = first[report[group]] + at
    around = sums(row, close, len(owner)) + 0.3
    return Neighbours(row, name, group != numbers[name], close, around)


def _closeness(
    groups: Sequence[Group],
    report: NDArray[np.int64],
    numbers: NDArray[np.int64],
    first: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> NDArray[np.float64]:
    """How near each group stands to each name of its report in the text, 1 side by side to 0."""
    counts = np.array([len(group.starts) for group in groups])
    starts = np.array([start for group in groups for start in group.starts], dtype=np.float64)
    begins = np.cumsum(counts) - counts
    one, at = runs(lengths)  # groups with the names of their reports
    other = numbers[first[report[one]] + at]
    pair, place = runs(counts[one] * counts[other])  # their mentions
    down, along = np.divmod(place, counts[other][pair])
    apart = np.abs(starts[begins[one][pair] + down] - starts[begins[other][pair] + along])
    met = np.flatnonzero(counts[one] * counts[other])
    close = np.zeros(len(one))
    if len(met):
        least = np.minimum.reduceat(apart, pair.searchsorted(met))
        close[met] = np.exp(-least / _CLOSE_CHARACTERS)
    close[one == other] = 0.0
    return close


def _homes(
    columns: Columns,
    groups: Sequence[Group],
    report: NDArray[np.int64],
    bounds: Sequence[tuple[int, int]],
) -> Homes:
    rows = np.flatnonzero(np.array([group.home for group in groups])[columns.owner])
    parts = _bounds(report[rows], len(bounds))
    first, after = np.array(parts).T
    row, at = runs((after - first)[report])
    home = rows[first[report[row]] + at]
    km = distances(columns.xyz, rows, bounds, parts)
    division = columns.admin1[row] == columns.admin1[home]
    return Homes(
        rows=rows,
        row=row,
        home=home,
        near=np.exp(-km / _HOME_KM),
        itself=np.exp(-km / _ITSELF_KM),
        division=division & (columns.admin1[row] > 0),
    )


def distances(
    xyz: NDArray[np.float64],
    goals: NDArray[np.int64],
    bounds: Sequence[tuple[int, int]],
    parts: Sequence[tuple[int, int]],
) -> NDArray[np.float64]:
    """Great-circle distances in km of all rows of a report from its goals, row by row.

    ``bounds`` are the rows of each report, ``parts`` its part of the goals, which are rows. One product a
    report: what a product gives in its last digit depends on its size.
    """
    cosines = np.empty(sum((b - a) * (d - c) for (a, b), (c, d) in zip(bounds, parts, strict=True)))
    points, at = xyz[goals].T, 0
    for (a, b), (c, d) in zip(bounds, parts, strict=True):
        size = (b - a) * (d - c)
        np.matmul(xyz[a:b], points[:, c:d], out=cosines[at : at + size].reshape(b - a, d - c))
        at += size
    np.maximum(np.minimum(cosines, 1.0, out=cosines), -1.0, out=cosines)
    return EARTH_KM * np.arccos(cosines)


def products(
    matrix: NDArray[np.float64], weights: NDArray[np.float64], bounds: Sequence[tuple[int, int]]
) -> NDArray[np.float64]:
    """A matrix by weights, report by report for the same reason."""
    found = np.empty(len(matrix))
    for start, end in bounds:
        np.matmul(matrix[start:end], weights, out=found[start:end])
    return found


def _links(scenes: Sequence[Scene], firsts: Sequence[int]) -> list[Link]:
    """The links of all scenes, with their groups numbered on."""
    return [
        Link(link.kind, link.first + first, link.second + first, link.km, link.bearing_deg)
        for scene, first in zip(scenes, firsts, strict=True)
        for link in scene.links
    ]


def _lent(
    groups: Sequence[Group], slices: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    lent = [
        (start + row, start + inside)
        for group, (start, _) in zip(groups, slices, strict=True)
        for row, inside in group.block.lent
    ]
    none = np.zeros(0, dtype=np.int64)
    lengths = np.array([len(inside) for _, inside in lent], dtype=np.int64)
    return (
        np.array([row for row, _ in lent], dtype=np.int64),
        np.cumsum(lengths) - lengths,
        np.concatenate([none, *(inside for _, inside in lent)]),
    )
