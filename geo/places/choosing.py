"""From shares to a choice: which candidate to pin, what lies about it, and which other names are near."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.places.evidence import AT
from geo.places.pairs import EARTH_KM, runs, sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geo.places.table import Table

SAME_SPOT_KM = 15.0
"""Entries with one name this near are one spot: a town and its district (project choice)."""
RIGHT_KM = 161.0
"""A pin within 100 miles counts as right, here as in the literature."""
COMPANY_KM = 150.0
"""Names whose places lie so near speak for one another (project choice)."""
SHOWN = 5
"""Candidates, likeliest first, that may be pinned, and alternatives shown (project choice)."""
_LIKELY = 12
"""Candidates, likeliest first, whose share may add to a spot's (project choice)."""
_CLEARLY = 0.05
"""How much likelier another spot must be than the likeliest entry's (project choice)."""
_ITS_DISTRICT_KM = 40.0
"""A town so near the middle of a district of its name is its seat (project choice)."""
_TOWNS_SHARE = 0.02
"""Least share of such a town against its district's (project choice)."""
_SETTLED = 0.9
"""A share from which no other spot is looked at."""
_SAME_SPOT, _IN_REACH, _COMPANY, _ITS_DISTRICT = (
    math.cos(km / EARTH_KM) for km in (SAME_SPOT_KM, RIGHT_KM, COMPANY_KM, _ITS_DISTRICT_KM)
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is thought of a group's candidates.

    ``probabilities`` are in the order of the candidates; what is missing to 1 is none of them. ``order``
    are the candidates, likeliest first; ``best`` is the one to pin: the first, or one whose spot, with its
    other entries, is clearly likelier. ``around`` is the share of all within 161 km of it; ``company`` are
    the other groups of the report whose likeliest candidates lie near it.
    """

    probabilities: tuple[float, ...] = ()
    order: tuple[int, ...] = ()
    best: int = -1
    around: float = 0.0
    company: tuple[int, ...] = ()


def choose(table: Table, shares: NDArray[np.float64]) -> tuple[tuple[Ranking, ...], ...]:
    """Rankings of the groups of every report from the shares of all candidates."""
    order = np.lexsort((-shares, table.rows))
    best = _towns_first(table, shares, _best(table, shares, order))
    around = _around(table, shares, best).tolist()
    company = _company(table, order[table.starts], best)
    at = order - table.starts[table.rows]
    found = [Ranking()] * len(table.slices)
    for name, (number, row) in enumerate(zip(table.numbers.tolist(), best.tolist(), strict=True)):
        start, end = table.slices[number]
        found[number] = Ranking(
            tuple(shares[start:end].tolist()),
            tuple(at[start:end].tolist()),
            row - start,
            around[name],
            tuple(company[name]),
        )
    return tuple(tuple(found[first:after]) for first, after in table.groups)


def _best(table: Table, shares: NDArray[np.float64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row to pin of each of ``Table.numbers``."""
    starts, xyz = table.starts, table.columns.xyz
    best: NDArray[np.int64] = order[starts]
    sizes = np.diff(starts, append=len(shares))
    open_ = np.flatnonzero((sizes > 1) & (shares[best] < _SETTLED))
    shown, likely = np.minimum(sizes[open_], SHOWN), np.minimum(sizes[open_], _LIKELY)
    name, place = runs(shown)
    spot, other = runs(likely[name])
    here = order[starts[open_][name] + place]
    there = order[starts[open_][name[spot]] + other]
    near = (xyz[here[spot]] * xyz[there]).sum(axis=1) >= _SAME_SPOT
    mass = sums(spot, near * shares[there], len(here))
    first = np.cumsum(shown) - shown
    clearly = np.flatnonzero(mass >= mass[first][name] + _CLEARLY)[::-1]
    best[open_[name[clearly]]] = here[clearly]  # the likeliest of a name comes last, and stays
    return best


def _towns_first(table: Table, shares: NDArray[np.float64], best: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows to pin, a town in place of the district called after it unless the text says district."""
    features, xyz = table.features, table.columns.xyz
    district = features[best, AT["admin2"]] > 0
    town = (features[:, AT["city"]] > 0) & (features[:, AT["hint_differs"]] == 0)
    town &= district[table.rows] & (shares >= _TOWNS_SHARE * shares[best][table.rows])
    town &= (xyz * xyz[best][table.rows]).sum(axis=1) >= _ITS_DISTRICT
    found = np.flatnonzero(town)
    found = found[np.argsort(shares[found], kind="stable")]
    best[table.rows[found]] = found  # the likeliest comes last, and stays
    return best


def _around(table: Table, shares: NDArray[np.float64], best: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of each of ``best`` together with those of all entries of the name within 161 km."""
    xyz = table.columns.xyz
    within = (xyz * xyz[best][table.rows]).sum(axis=1) >= _IN_REACH
    return sums(table.rows, within * shares, len(best))


def _company(table: Table, likeliest: NDArray[np.int64], best: NDArray[np.int64]) -> Sequence[list[int]]:
    """Groups of the same report, by their place in it, whose likeliest rows lie near each of ``best``."""
    xyz = table.columns.xyz
    first, after = np.array(table.full).T
    report = table.report[table.numbers]
    name, at = runs((after - first)[report])
    other = first[report[name]] + at
    near = (xyz[best[name]] * xyz[likeliest[other]]).sum(axis=1) >= _COMPANY
    near &= name != other
    begins = np.array([begin for begin, _ in table.groups])
    places = table.numbers - begins[report]
    found: list[list[int]] = [[] for _ in best]
    for one, place in zip(name[near].tolist(), places[other[near]].tolist(), strict=True):
        found[one].append(place)
    return found
