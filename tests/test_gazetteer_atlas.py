"""Physical and informal geography: the tables of the atlas, and names made of other names."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import OpenGazetteer, country_code, open_gazetteer
from geo.gazetteer.kinds import KINDS
from geo.gazetteer.parts import MOST_WORDS, parts

TABLES = Path(__file__).resolve().parent.parent / "geo" / "derive" / "facts" / "atlas"
KM_PER_DEGREE = 111.2
UNDRAWN = {"Okinotorishima", "Pratas Islands"}
"""Far from the rest of their countries, and too small for Natural Earth."""


def rows() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for file in sorted(TABLES.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            found += [row | {"file": file.stem} for row in csv.DictReader(lines)]
    return found


@pytest.fixture(scope="module")
def gazetteer(cache: Path) -> OpenGazetteer:
    return open_gazetteer([], cache=cache)


def test_every_row_is_whole():
    for row in rows():
        assert row["name"].strip() == row["name"] != "", row
        assert row["kind"] in KINDS, row
        assert not row["country"] or country_code(row["country"]) == row["country"], row
        assert -90 <= float(row["latitude"]) <= 90, row
        assert -180 <= float(row["longitude"]) <= 180, row
        assert 0 < float(row["extent_km"]) <= 8000, row


def test_no_row_stands_twice():
    seen: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows():
        key = (row["file"], row["kind"], row["name"], row["note"], row["country"])
        assert key not in seen, (row, seen.get(key))
        seen[key] = row


def test_rows_lie_in_their_country_or_within_their_own_reach_of_it(gazetteer):
    by_country: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows():
        by_country[row["country"]].append(row)
    strays: set[str] = set()
    for country, here in by_country.items():
        wkb = gazetteer.country(country)
        if wkb is not None:
            points = shapely.points([(float(row["longitude"]), float(row["latitude"])) for row in here])
            degrees = shapely.distance(points, shapely.from_wkb(wkb))
            # At sea and off shore: as far as the place reaches, and as far as small islands lie unmapped.
            allowed = np.array([float(row["extent_km"]) for row in here]) / KM_PER_DEGREE + 3.0
            strays |= {row["name"] for row, far in zip(here, degrees > allowed, strict=True) if far}
    assert strays <= UNDRAWN


@pytest.mark.parametrize(
    ("name", "kind", "country", "lat", "lon"),
    [
        ("Susquehanna River", "river", "US", 40.3, -76.9),
        ("River Tweed", "river", "GB", 55.6, -2.6),
        ("Lake Naivasha", "lake", "KE", -0.8, 36.4),
        ("Chesapeake Bay", "gulf", "US", 37.8, -76.1),
        ("Kruger National Park", "site", "ZA", -24.0, 31.5),
        ("Uppsala University", "site", "SE", 59.9, 17.6),
        ("Murrayfield", "site", "GB", 55.9, -3.2),
        ("Fort Hood", "base", "US", 31.1, -97.8),
        ("Kreuzberg", "neighbourhood", "DE", 52.5, 13.4),
        ("Schiphol", "airport", "NL", 52.3, 4.8),
        ("Karoo", "mountains", "ZA", -32.2, 22.5),
        ("Zanzibar", "island", "TZ", -6.1, 39.4),
    ],
)
def test_the_atlas_is_in_the_index(gazetteer, name, kind, country, lat, lon):  # noqa: PLR0917
    found = [candidate.place for candidate in gazetteer.candidates(name)]
    near = [p for p in found if abs(p.lat - lat) < 1 and abs(p.lon - lon) < 1]
    assert any((p.kind, p.country) == (kind, country) for p in near), found
    assert all(p.source and p.licence for p in found)


def test_short_forms_of_the_atlas_count_only_as_written(gazetteer):
    assert gazetteer.candidates("EU")
    assert gazetteer.candidates("USSR")[0].place.name == "Soviet Union"
    assert not [c for c in gazetteer.candidates("eu") if c.place.name == "European Union"]


@pytest.mark.parametrize(
    ("word", "place"),
    [("Tyrolean", "Tyrol"), ("Glaswegians", "Glasgow"), ("Sicilians", "Sicil"), ("Uyghur", "Xinjiang")],
)
def test_peoples_without_a_state_and_townspeople_lead_to_their_place(gazetteer, word, place):
    first = gazetteer.candidates(word)[0]
    assert first.match == "demonym"
    assert first.place.name.startswith(place)


@pytest.mark.parametrize(
    ("name", "country", "match"),
    [
        ("Jalisco State", "MX", "part"),
        ("Co Laois", "IE", "part"),
        ("Town of Ludlow", "US", "part"),
        ("Plymouth Community Hospital", "GB", "within"),
        ("Rotterdam District Court", "NL", "within"),
        ("University of Tartu", "EE", "within"),
        ("Kenya\u2019s Parliament", "KE", "within"),
        ("Hamburg FC", "DE", "within"),
        ("South Zambia", "ZM", "within"),
    ],
)
def test_an_unknown_name_is_taken_apart(gazetteer, name, country, match):
    found = gazetteer.candidates(name)
    assert found[0].match == match
    assert country in {candidate.place.country for candidate in found}
    assert not any(candidate.wins for candidate in found)


@pytest.mark.parametrize(
    "name", ["Quorlington Hospital", "Patriotic High", "Xyzzy State", "Hospital", "of the"]
)
def test_nothing_is_made_of_nothing(gazetteer, name):
    assert not [c for c in gazetteer.candidates(name) if c.match in {"part", "within"}]


def test_a_known_name_is_not_taken_apart(gazetteer):
    assert gazetteer.candidates("Mexico City")[0].match in {"name", "alias", "fold"}


@given(st.text(max_size=60))
def test_parts_are_shorter_and_bounded(name):
    found = list(parts(name))
    assert all(0 < len(part.name) < len(name) and part.kinds for part in found)
    assert len(found) <= 2 * MOST_WORDS
