"""Candidates of two linked names side by side: which can hold which, and which lie as the text says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.places.blocks import IN_COUNTRY, IN_DIVISION, IN_REACH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.places.links import Link

EARTH_KM = 6371.009
"""Mean radius of the earth."""
_ANCHORS = 8
"""Likeliest meanings of the other name that a link is checked against (project choice)."""
_STATED_NEAR_KM = 50.0
"""Scale of what is called near, or given a side only, in km (project choice)."""
_COUNTRY, _PROVINCE, _DIVISION = 4, 3, 2
"""Levels of places, as in ``Block.level``."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is needed of every candidate beside its features, row by row; as in ``Block``.

    ``owner`` is the number of its group; ``country`` and ``admin1`` are numbers that hold within its
    report, 0 for none.
    """

    owner: NDArray[np.int64]
    country: NDArray[np.int64]
    admin1: NDArray[np.int64]
    xyz: NDArray[np.float64]
    pointed: NDArray[np.float64]
    level: NDArray[np.int64]
    holds: NDArray[np.int64]
    reach_km: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """What a candidate gives a candidate of a linked name, pair by pair: ``worth``, 0 to 1.

    ``there`` is the evidence that the first gains from the second, ``back`` what the second gains;
    where they are one, both gains add up.
    """

    there: str
    back: str
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    worth: NDArray[np.float64]


def runs(lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of items in runs of these lengths: the number of each item's run, and its place in it."""
    number = np.repeat(np.arange(len(lengths)), lengths)
    return number, np.arange(len(number)) - (np.cumsum(lengths) - lengths)[number]


def sums(index: NDArray[np.int64], weights: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    """Sums of weights by their index, each taken in order."""
    return np.asarray(np.bincount(index, weights, length), dtype=np.float64)


def make_spreads(
    links: Sequence[Link], begins: NDArray[np.int64], ends: NDArray[np.int64], columns: Columns
) -> tuple[Spread, ...]:
    """What all links give, from pairs of a candidate of one name with a likely one of the other.

    ``begins`` and ``ends`` are the first row of each group and the one after its last.
    """
    found: list[Spread] = []
    for kinds in (("inside",), ("comma",), ("comma", "list"), ("away",), ("near",)):
        chosen = [link for link in links if link.kind in kinds]
        if chosen:
            first, second, number = _pairs(chosen, begins, ends)
            km = EARTH_KM * np.arccos(
                np.clip((columns.xyz[first] * columns.xyz[second]).sum(axis=1), -1.0, 1.0)
            )
            found.extend(
                Spread(there, back, first, second, worth)
                for there, back, worth in _worths(kinds[-1], chosen, columns, first, second, number, km)
            )
    return tuple(found)


def _worths(  # noqa: PLR0913, PLR0917 - all that is known of the pairs
    kind: str,
    links: Sequence[Link],
    columns: Columns,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    number: NDArray[np.int64],
    km: NDArray[np.float64],
) -> Iterator[tuple[str, str, NDArray[np.float64]]]:
    if kind == "inside":
        yield "in_container", "holds_member", _holding(columns, first, second, km)
    elif kind == "comma":
        yield "comma_in", "comma_holds", _holding(columns, first, second, km)
    elif kind == "list":
        same = (columns.admin1[first] == columns.admin1[second]) & (columns.admin1[first] > 0)
        yield "list_admin1", "list_admin1", same.astype(np.float64)
        yield "list_kind", "list_kind", (columns.level[first] == columns.level[second]).astype(np.float64)
        yield "list_near", "list_near", np.exp(-km / _STATED_NEAR_KM)
    else:
        fits = _fits(links, number, km, columns.xyz[second], columns.xyz[first])
        yield f"{kind}_fits", f"{kind}_fits", fits


def _pairs(
    links: Sequence[Link], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the candidates of linked names, and the number of the link: every row with likely ones.

    All of the first name stand with the likely ones of the second, then the likely ones of the first
    with the rest of the second.
    """
    a, b = (np.array([(link.first, link.second) for link in links]).T[side] for side in (0, 1))
    likely_a = np.minimum(ends[a], begins[a] + _ANCHORS)
    likely_b = np.minimum(ends[b], begins[b] + _ANCHORS)
    firsts = np.stack((ends[a] - begins[a], likely_a - begins[a]), axis=1).reshape(-1)
    seconds = np.stack((likely_b - begins[b], ends[b] - likely_b), axis=1).reshape(-1)
    row = np.repeat(begins[a], 2)
    other = np.stack((begins[b], likely_b), axis=1).reshape(-1)
    oblong, at = runs(firsts * seconds)
    down, along = np.divmod(at, seconds[oblong])
    return row[oblong] + down, other[oblong] + along, oblong // 2


def _holding(
    columns: Columns, inner: NDArray[np.int64], outer: NDArray[np.int64], km: NDArray[np.float64]
) -> NDArray[np.float64]:
    """1 where a place can hold another: its country, its division, or an area about it."""
    holds, level = columns.holds[outer], columns.level[inner]
    nation = columns.country[outer] == columns.country[inner]
    division = (columns.admin1[outer] == columns.admin1[inner]) & (columns.admin1[outer] > 0)
    town = columns.level[outer] <= _DIVISION
    found: NDArray[np.float64] = (
        ((holds == IN_COUNTRY) & nation & (level < _COUNTRY))
        | ((holds == IN_DIVISION) & nation & division & (level < _PROVINCE))
        | ((holds == IN_REACH) & (km <= columns.reach_km[outer]) & (~town | (level < _PROVINCE)))
    ).astype(np.float64)
    return found


def _fits(
    links: Sequence[Link],
    number: NDArray[np.int64],
    km: NDArray[np.float64],
    origin: NDArray[np.float64],
    goal: NDArray[np.float64],
) -> NDArray[np.float64]:
    """How well each pair meets the stated distance and side, 0 to 1."""
    fits = np.exp(-km / _STATED_NEAR_KM)
    stated = np.array([np.nan if link.km is None else link.km for link in links])[number]
    told = ~np.isnan(stated)
    fits[told] = np.exp(-1.5 * np.abs(np.log((km[told] + 5.0) / (stated[told] + 5.0))))
    side = np.radians(np.array([np.nan if link.bearing_deg is None else link.bearing_deg for link in links]))
    sided = ~np.isnan(side[number])
    if sided.any():
        fits[sided] *= 0.1 + 0.9 * np.maximum(
            0.0, np.cos(_bearing(origin[sided], goal[sided]) - side[number][sided])
        )
    return fits


def _bearing(origin: NDArray[np.float64], goal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Initial bearings between unit vectors, radians clockwise from north."""
    across = np.maximum(np.hypot(origin[:, 0], origin[:, 1]), 1e-9)
    east = (goal[:, 1] * origin[:, 0] - goal[:, 0] * origin[:, 1]) / across
    along = (goal[:, 0] * origin[:, 0] + goal[:, 1] * origin[:, 1]) / across
    north = goal[:, 2] * across - origin[:, 2] * along
    found: NDArray[np.float64] = np.arctan2(east, north)
    return found
