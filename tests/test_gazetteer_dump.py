"""A whole dump of GeoNames: compiled, looked up, asked for what nothing else knows, and taken away again."""

from __future__ import annotations

import json
import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cli import main
from geo.errors import GazetteerError
from geo.gazetteer import dump as room
from geo.gazetteer import imports, open_gazetteer
from geo.gazetteer.dump import Dump, compile_dump, is_dump
from geo.gazetteer.fold import fold


def line(ident, name, others="", *, lat="10.5", lon="20.25", people="0", code="PPL", country="TD"):
    cells = [ident, name, name, others, lat, lon, "P", code, country, "", "01", "", "", "", people]
    return "\t".join(map(str, [*cells, "", "300", "Africa/Ndjamena", "2024-01-01"])) + "\n"


ROWS = [
    line(1, "Qarvelo"),
    line(2, "Qarvelo", people="900"),
    line(3, "Ümbrazi", "Umbrazi North,http://example.org/x,Умбрази"),
    line(4, "N'Guerlo-Sud", code="ADM2"),
    line(5, "Paris", country="TD"),
    line(6, "Borvandi Region", code="ADM1"),
    line(7, "Qalmurrad", people="70"),
    line(8, "Oturwenni", country="NE"),
]


@pytest.fixture
def dumped(tmp_path):
    table = tmp_path / "all.txt"
    table.write_text("".join(ROWS) + "broken line\n", "utf-8")
    folder = tmp_path / "gazetteer" / "all.dump"
    assert compile_dump(table, folder, {"source": "GeoNames", "licence": "CC BY 4.0"}) == 8
    return folder


def test_names_are_found_under_every_spelling(dumped):
    opened = Dump(dumped)
    assert [one.place.id for one in opened.candidates("Qarvelo")] == ["geonames:2", "geonames:1"]
    for name, how in (
        ("Ümbrazi", "name"),
        ("umbrazi", "fold"),
        ("Умбрази", "alias"),
        ("UMBRAZI NORTH", "alias"),
    ):
        (found,) = opened.candidates(name)
        assert (found.place.id, found.match) == ("geonames:3", how)
    (found,) = opened.candidates("N'Guerlo Sud")
    assert (found.place.kind, found.place.lat, found.place.lon) == ("admin2", 10.5, 20.25)
    assert found.place.licence == "CC BY 4.0"
    for name in ("Qarvel", "", "-", "http://example.org/x", "x" * 500):
        assert opened.candidates(name) == ()


@settings(deadline=None)  # it compiles a dump each time
@given(
    st.lists(
        st.text(
            st.characters(exclude_characters="\t\r\n", exclude_categories=("Cs",)), min_size=1, max_size=9
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_row_is_found_by_its_name(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("d")
    table = folder / "all.txt"
    table.write_bytes("".join(line(at, name) for at, name in enumerate(names, 1)).encode())
    compile_dump(table, folder / "all.dump", {})
    opened = Dump(folder / "all.dump")
    for at, name in enumerate(names, 1):
        if fold(name) and ":/" not in name:
            assert f"geonames:{at}" in [one.place.id for one in opened.candidates(name)]


def test_it_is_asked_for_what_nothing_else_knows(dumped, cache):
    opened = open_gazetteer([dumped.parent], cache=cache)
    assert opened.candidates("Qarvelo")[0].place.id == "geonames:2"
    assert "geonames:5" not in [one.place.id for one in opened.candidates("Paris")]
    assert opened.facts("Qarvelo") is None


def test_an_id_finds_its_place_with_the_division_it_lies_in(dumped, cache):
    opened = open_gazetteer([dumped.parent], cache=cache)
    found = opened.place("geonames:3")
    assert (found.name, found.admin1, found.country) == ("Ümbrazi", "Borvandi Region", "TD")
    assert opened.place("geonames:6").admin1 == "Borvandi Region"
    assert opened.place("geonames:8").admin1 == ""  # the table has no division of that code there
    assert opened.candidates("Qarvelo")[0].place.admin1 == "Borvandi Region"
    for ident in ("geonames:9", "geonames:0", "geonames:x", "geonames:" + "9" * 30, "wikidata:3", "3"):
        assert opened.place(ident) is None


def test_near_names_are_sought_in_it(dumped, cache):
    opened = open_gazetteer([dumped.parent], cache=cache)
    near = opened.suggest("Qalmourad")
    assert near[0].place.id == "geonames:7"
    assert near[0].match == "near"
    assert not near[0].wins
    assert "geonames:7" not in [one.place.id for one in opened.suggest("Zutphen Heights")]
    assert Dump(dumped).suggest("", limit=3, least=75.0) == ()


def test_a_row_of_ones_own_comes_before_it(dumped, cache):
    (dumped.parent / "mine.csv").write_text("name,latitude,longitude\nQarvelo,1,1\n", "utf-8")
    assert open_gazetteer([dumped.parent], cache=cache).candidates("Qarvelo")[0].place.lat == 1.0
    (dumped.parent / "mine.csv").write_text("name,action\nQarvelo,ignore\n", "utf-8")
    assert open_gazetteer([dumped.parent], cache=cache).candidates("Qarvelo") == ()


def test_the_command_compiles_lists_and_removes_it(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(room, "_LARGE", 100)
    with zipfile.ZipFile("allCountries.zip", "w") as archive:
        archive.writestr("allCountries.txt", "".join(ROWS))
    assert is_dump(tmp_path / "allCountries.zip")
    run = CliRunner().invoke
    done = run(main, ["gazetteer", "add", "allCountries.zip", "--name", "all", "--cache", str(cache)])
    assert done.exit_code == 0, done.output
    (layer,) = json.loads(run(main, ["gazetteer", "list", "--json"]).stdout)
    assert (layer["name"], layer["rows"], layer["licence"]) == ("all", 8, "CC BY 4.0")
    assert "Умбрази" in run(main, ["find", "Умбрази", "--cache", str(cache)]).stdout
    done = run(main, ["gazetteer", "status", "--cache", str(cache)])
    assert "all | 8 places (GeoNames dump)" in done.output
    assert run(main, ["gazetteer", "remove", "all"]).exit_code == 0
    assert imports.layers(tmp_path / "gazetteer") == []


def test_what_is_no_dump_or_damaged_is_said(tmp_path, dumped):
    other = tmp_path / "other.txt"
    other.write_text("name\tlatitude\n", "utf-8")
    assert not is_dump(other)
    assert not is_dump(tmp_path / "none.txt")
    with pytest.raises(GazetteerError, match="expected a dump of GeoNames"):
        compile_dump(other, tmp_path / "x.dump", {})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.txt", "gazetteer", "other.txt"]
    (dumped / "names-hashes.bin").unlink()
    with pytest.raises(GazetteerError, match="add it again"):
        Dump(dumped)
