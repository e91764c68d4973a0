"""Scores of candidates: a softmax over named features, with the report's other places as context.

The weights in ``weights.csv`` are in log-odds, fitted by ``geo.derive.train_places`` (conditional
logit over the candidates of a name, so that the probabilities are calibrated by construction).
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.places.groups import Group
    from geo.records import Candidate, Place

FEATURES = (
    "population", "country", "admin1", "admin2", "city", "wide", "natural", "made", "neighbourhood",
    "capital", "seat",
    "name", "alias", "fold", "loose", "similarity",
    "hint_fits", "hint_differs", "in_container", "holds_member",
    "country_share", "country_named", "admin1_share", "near", "nearest", "government", "first",
    "large", "country_name", "large_foreign", "namesake",
)  # fmt: skip
"""Evidence for one candidate, in the order of the columns of the feature matrix."""
_AT = {name: index for index, name in enumerate(FEATURES)}
ROUNDS = 3
_ELSEWHERE = 0.1
"""Left of a probability when the text names another country for the place (project choice)."""
_NEAR_KM = 120.0
_EARTH_KM = 6371.009
_TOWNS = frozenset({"city", "neighbourhood", "admin2"})
_WIDE = frozenset({"continent", "region"})
_NATURAL = frozenset({
    "river", "lake", "sea", "ocean", "strait", "gulf", "island", "mountains", "mountain", "desert", "valley",
    "plain", "coast", "canal",
})  # fmt: skip
_MATCH = {"name": "name", "alias": "alias", "fold": "fold"}
_FIT = {
    "city": frozenset({"city", "neighbourhood", "admin2"}), "admin1": frozenset({"admin1"}),
    "admin2": frozenset({"admin2", "admin1"}), "base": frozenset({"base", "airport"}),
    "airport": frozenset({"airport", "base"}), "mountain": frozenset({"mountain", "mountains"}),
    "mountains": frozenset({"mountain", "mountains"}), "valley": frozenset({"valley", "river", "region"}),
    "gulf": frozenset({"gulf", "sea"}), "coast": frozenset({"coast", "region"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ranking:
    """Probabilities of a group's candidates, in their order; what is missing to 1 is none of them."""

    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All candidates of a document in one table: features, group, country and division numbers."""

    features: NDArray[np.float64]
    owner: NDArray[np.int64]
    country: NDArray[np.int64]
    admin1: NDArray[np.int64]
    xyz: NDArray[np.float64]
    slices: tuple[tuple[int, int], ...]
    pointed: NDArray[np.float64]
    """1 for a candidate with a point worth a distance (not a country, continent or region)."""


def rank(groups: Sequence[Group]) -> tuple[Ranking, ...]:
    """Probabilities of every group's candidates, in the order of the groups."""
    table = tabulate(groups)
    if not len(table.owner):
        return tuple(Ranking(()) for _ in groups)
    weights = np.array([known_weights().get(name, 0.0) for name in FEATURES])
    none = known_weights().get("none", -6.0)
    probabilities = _softmax(table, table.features @ weights, none)
    for _ in range(ROUNDS - 1):
        add_context(table, groups, probabilities)
        probabilities = _softmax(table, table.features @ weights, none)
    return tuple(
        Ranking(
            _settled(group, groups)
            or tuple((probabilities[start:end] * _doubt(number, groups, table)).tolist())
        )
        for number, (group, (start, end)) in enumerate(zip(groups, table.slices, strict=True))
    )


def _doubt(number: int, groups: Sequence[Group], table: Table) -> float:
    """Factor on all candidates of a town's name that the text puts in a country where none of them lies."""
    group, container = groups[number], groups[number].container
    if container is None or container == number or not groups[container].candidates:
        return 1.0
    if any(candidate.place.kind not in _TOWNS for candidate in group.candidates[:1]):
        return 1.0
    start, end = table.slices[number]
    inside = bool(table.features[start:end, _AT["in_container"]].any())
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


@cache
def known_weights() -> Mapping[str, float]:
    """Weight of each feature, in log-odds; ``none`` is the score of "none of these"."""
    with (Path(__file__).parent / "weights.csv").open(encoding="utf-8", newline="") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}


def tabulate(groups: Sequence[Group]) -> Table:
    """Features of all candidates that need no context."""
    rows: list[list[float]] = []
    owner: list[int] = []
    places: list[Place] = []
    slices = []
    divided = [
        {(c.place.country, c.place.admin1) for c in group.candidates if c.place.kind in {"admin1", "admin2"}}
        for group in groups
    ]
    for number, group in enumerate(groups):
        slices.append((len(rows), len(rows) + len(group.candidates)))
        for at, candidate in enumerate(group.candidates):
            rows.append(_own(group, candidate, at))
            rows[-1][_AT["namesake"]] = float(
                (candidate.place.country, candidate.place.admin1) in divided[number]
                and candidate.place.kind == "city"
                and group.hint is None
            )
            owner.append(number)
            places.append(candidate.place)
    lon = np.radians(np.array([place.lon for place in places]))
    lat = np.radians(np.array([place.lat for place in places]))
    xyz = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    table = Table(
        features=np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES)),
        owner=np.array(owner, dtype=np.int64),
        country=_numbered([place.country or f"?{at}" for at, place in enumerate(places)]),
        admin1=_numbered([
            f"{place.country}/{place.admin1}" if place.admin1 else f"?{at}" for at, place in enumerate(places)
        ]),
        xyz=xyz,
        slices=tuple(slices),
        pointed=np.array([float(place.kind not in {"country", "continent", "region"}) for place in places]),
    )  # fmt: skip
    _add_containers(table, groups)
    return table


def _numbered(keys: Sequence[str]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _own(group: Group, candidate: Candidate, at: int) -> list[float]:
    place = candidate.place
    row = [0.0] * len(FEATURES)
    kind = place.kind
    row[_AT["population"]] = math.log10(place.population + 10)
    group_of = "wide" if kind in _WIDE else "natural" if kind in _NATURAL else kind if kind in _AT else "made"
    row[_AT[group_of]] = 1.0
    feature = next((value for key, value in place.extra if key == "feature"), "")
    row[_AT["capital"]] = float(feature == "PPLC")
    row[_AT["seat"]] = float(feature in {"PPLA", "PPLA2"})
    row[_AT[_MATCH.get(candidate.match, "loose")]] = 1.0
    row[_AT["large"]] = max(0.0, math.log10(place.population + 1) - 5) if kind == "city" else 0.0
    row[_AT["country_name"]] = float(kind == "country" and candidate.match == "name")
    row[_AT["similarity"]] = candidate.similarity
    row[_AT["first"]] = float(at == 0)
    row[_AT["government"]] = float(group.capital_use and (kind == "country" or feature == "PPLC"))
    if group.hint is not None:
        fits = kind in _FIT.get(group.hint, frozenset({group.hint}))
        row[_AT["hint_fits" if fits else "hint_differs"]] = 1.0
    return row


def _add_containers(table: Table, groups: Sequence[Group]) -> None:
    """Mark candidates that lie in what the text names as their container, and containers that hold one."""
    for number, group in enumerate(groups):
        if group.container is None or group.container == number:
            continue
        outer = groups[group.container]
        inner_start, outer_start = table.slices[number][0], table.slices[group.container][0]
        for i, candidate in enumerate(group.candidates):
            for j, holder in enumerate(outer.candidates):
                if holds(holder.place, candidate.place):
                    table.features[inner_start + i, _AT["in_container"]] = 1.0
                    table.features[outer_start + j, _AT["holds_member"]] = 1.0


def holds(outer: Place, inner: Place) -> bool:
    """Whether one place can hold another: its country, its division, or an area about it."""
    if outer.kind == "country":
        return outer.country == inner.country and inner.kind not in {"country", "continent"}
    if outer.kind == "admin1":
        return outer.country == inner.country and inner.admin1 in {outer.name, outer.admin1}
    if outer.kind in {"admin2", "city"}:
        return inner.kind not in {"country", "admin1"} and distance_km(outer, inner) <= 60
    if outer.kind in {"region", "island", "valley", "desert", "coast", "plain"}:
        return distance_km(outer, inner) <= (outer.extent_km or 300.0)
    return False


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance between the points of two places, in km (haversine, mean radius)."""
    lat = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat[1] - lat[0]) / 2) ** 2
    half += math.cos(lat[0]) * math.cos(lat[1]) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _softmax(table: Table, scores: NDArray[np.float64], none: float) -> NDArray[np.float64]:
    probabilities = np.zeros(len(scores))
    for start, end in table.slices:
        if end > start:
            part = scores[start:end]
            top = max(float(part.max()), none)
            powers = np.exp(part - top)
            probabilities[start:end] = powers / (powers.sum() + math.exp(none - top))
    return probabilities


def add_context(table: Table, groups: Sequence[Group], probabilities: NDArray[np.float64]) -> None:
    """Fill the context features of every candidate from the other groups' likely places."""
    weight = np.array([group.weight for group in groups])
    mass = probabilities * weight[table.owner]
    for name, keys in (("country_share", table.country), ("admin1_share", table.admin1)):
        table.features[:, _AT[name]] = _share(table, keys, mass, weight)
    is_country = table.features[:, _AT["country"]] > 0
    named = _others(table, table.country, np.where(is_country, mass, 0.0), len(groups))
    table.features[:, _AT["country_named"]] = np.minimum(1.0, named) * ~is_country
    best = np.array(
        [start + int(np.argmax(probabilities[start:end])) for start, end in table.slices if end > start]
    )
    near = table.xyz @ table.xyz[best].T
    km = _EARTH_KM * np.arccos(np.clip(near, -1.0, 1.0))
    other = (table.owner[:, None] != table.owner[best][None, :]) * table.pointed[best][None, :]
    closeness = np.exp(-km / _NEAR_KM) * other * probabilities[best][None, :]
    table.features[:, _AT["near"]] = (
        np.log1p((closeness * weight[table.owner[best]][None, :]).sum(axis=1)) * table.pointed
    )
    table.features[:, _AT["nearest"]] = closeness.max(axis=1) * table.pointed
    _lend(table)


def _lend(table: Table) -> None:
    """Give a country or division what the nearest namesake inside it gets from the places around."""
    columns = [_AT["near"], _AT["nearest"], _AT["admin1_share"]]
    for kind, keys in (("admin1", table.admin1), ("country", table.country)):
        for row in np.flatnonzero(table.features[:, _AT[kind]]):
            start, end = table.slices[table.owner[row]]
            inside = start + np.flatnonzero(keys[start:end] == keys[row])
            table.features[row, columns] = table.features[np.ix_(inside, columns)].max(axis=0)


def _share(
    table: Table, keys: NDArray[np.int64], mass: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Share of the other groups' weight that lies in a candidate's country or division."""
    total = weight.sum() - weight[table.owner]
    found: NDArray[np.float64] = _others(table, keys, mass, len(weight)) / (total + 1.0)
    return found


def _others(
    table: Table, keys: NDArray[np.int64], mass: NDArray[np.float64], groups: int
) -> NDArray[np.float64]:
    """Mass in a candidate's country or division, without what its own group puts there."""
    per_group = np.zeros((groups, int(keys.max()) + 1))
    np.add.at(per_group, (table.owner, keys), mass)
    everywhere = per_group.sum(axis=0)
    found: NDArray[np.float64] = everywhere[keys] - per_group[table.owner, keys]
    return found
