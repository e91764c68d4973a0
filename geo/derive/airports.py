"""Airports and air bases."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from geo.derive.entries import Entry, clean, tidy, usable
from geo.derive.inputs import path

_BASE = re.compile(
    r"\b(?:Air (?:Force )?(?:Base|Station)|Airbase|AFB|Naval Air|Army Air|RAF|RAAF|Marine Corps)\b",
    re.IGNORECASE,
)

_BARE_AIRPORT = re.compile(
    r"\b(?:International|Intl|Regional|Municipal|Domestic|National|City|County|Airport|Airfield|Heliport)\b|\W"
)
"""What is left of an airport's name without these is a name of its own (Washington *Dulles*)."""


def read_airports(npm: Path) -> list[Entry]:
    """Airports with an IATA code, and those outside the United States with a four-letter ICAO code.

    The rest are private strips, seldom named in news. Codes themselves are no names: too many are
    also words or other abbreviations.
    """
    entries: list[Entry] = []
    with path("airportsdata", "airports.csv", npm).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            letters = len(row["icao"]) == 4 and row["icao"].isalpha()
            name = tidy(row["name"])
            if usable(name) and (row["iata"] or (letters and row["country"] != "US")):
                entries.append(_airport(row, name))
    return entries


def _airport(row: dict[str, str], name: str) -> Entry:
    code = f"iata:{row['iata']}" if row["iata"] else f"icao:{row['icao']}"
    return Entry(
        ident=code,
        name=name
        if re.search(r"air|aero|base|raf|helip|seaplane", name, re.IGNORECASE)
        else f"{name} Airport",
        kind="base" if _BASE.search(name) else "airport",
        lon=round(float(row["lon"]), 5),
        lat=round(float(row["lat"]), 5),
        country=row["country"],
        source="airportsdata",
        names=clean(_variants(name, tidy(row["city"])), name),
        weight=2e3 if "International" in name else 1e3 if row["iata"] else 0.0,
    )


def _variants(name: str, city: str) -> list[str]:
    """Shorter ways to write an airport: without "International", by its city, "air base"."""
    names = [name.replace(" International", "")] if " International" in name else []
    if " International" in name and city:
        names += [f"{city} International Airport", f"{city} Airport"]
    rest = name.removeprefix(city).strip()
    if city and rest != name and _BARE_AIRPORT.sub("", rest):
        names += [rest, rest.replace(" International", ""), f"{city} Airport"]
    if re.search(r"\b(?:Air Base|Airbase|AFB|Air Force Base)\b", name):
        stem = re.sub(r"\b(?:Air Base|Airbase|AFB|Air Force Base)\b.*", "", name).strip()
        names += [
            f"{stem} {word}" for word in ("Air Base", "Airbase", "Air Force Base", "airbase", "air base")
        ]
    return [n for n in names if n.strip() and " " in n.strip()]
