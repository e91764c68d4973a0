"""Every example of gazetteer/README.md does what the text beside it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo import pipeline
from geo.cli import main
from geo.gazetteer import imports, open_gazetteer
from geo.gazetteer.rows import parse_rows
from geo.gazetteer.rulings import parse_rulings
from geo.settings import Settings

TEXT = (Path(__file__).resolve().parent.parent / "gazetteer" / "README.md").read_text("utf-8")
BLOCKS = [
    re.sub("^    ", "", block, flags=re.MULTILINE).strip("\n") + "\n"
    for block in re.findall(r"\n\n((?:    .*\n|\n(?=    ))+)", TEXT)
]


def example(words: str) -> str:
    """The one example that holds some words."""
    (found,) = [block for block in BLOCKS if words in block]
    return found


def opened(words: str, folder: Path, cache: Path):
    path = folder / "example.csv"
    path.write_text(example(words), "utf-8")
    return open_gazetteer([path], cache=cache)


def pinned(report: str, words: str, folder: Path, cache: Path, name: str = "report.txt"):
    """Where the names of a report are put with the rows of an example."""
    opened(words, folder, cache)
    (folder / name).write_text(report, "utf-8")
    settings = Settings(gazetteer=(folder / "example.csv",), cache=cache)
    (found,) = pipeline.extract([folder / name], settings=settings)
    pairs = zip(found.reading.mentions, found.resolutions, strict=True)
    return {mention.text: resolution.place for mention, resolution in pairs}


TABLES = [block for block in BLOCKS if re.match(r"name,", block)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.splitlines()[1][:20])
def test_every_table_is_without_a_fault(table):
    assert parse_rows(table.encode(), source="README.md").problems == ()


def test_moved_and_added(tmp_path, cache):
    found = opened("Checkpoint 23", tmp_path, cache)
    first = found.candidates("Qayyara")[0]
    assert (first.place.lat, first.place.country, first.wins) == (35.80, "IQ", True)
    assert found.candidates("Checkpoint 23")[0].place.country == "IQ"


def test_which_of_several(tmp_path, cache):
    assert pinned("Rain fell in Tripoli.", "34.4367", tmp_path, cache)["Tripoli"].country == "LB"


def test_which_of_several_known_ones(tmp_path, cache):
    found = opened("Tyre,prefer", tmp_path, cache)
    tyre, springfield = (found.candidates(name)[0] for name in ("Tyre", "Springfield"))
    assert (tyre.place.country, tyre.wins) == ("LB", True)
    assert (springfield.place.id, springfield.wins) == ("geonames:4951788", True)
    assert found.problems == ()


def test_another_spelling(tmp_path, cache):
    assert opened("Big Apple", tmp_path, cache).candidates("Big Apple")[0].place.name == "New York City"


def test_no_place(tmp_path, cache):
    found = opened("Reading,ignore", tmp_path, cache)
    assert found.candidates("Reading") == ()
    countries = {one.place.country for one in found.candidates("Naples")}
    assert "IT" in countries
    assert "US" not in countries


def test_an_area_and_a_line(tmp_path, cache):
    found = opened("Eastern pocket", tmp_path, cache)
    pocket, road = (found.candidates(name)[0].place for name in ("Eastern pocket", "Supply road"))
    assert found.shape(pocket.id)
    assert found.shape(road.id)
    assert (pocket.kind, road.kind) == ("region", "road")


def test_one_among_others(tmp_path, cache):
    found = opened("33.6609", tmp_path, cache).candidates("Paris")
    assert found[0].place.country == "FR"
    assert any(abs(one.place.lat - 33.6609) < 1e-6 for one in found)


def test_only_in_some_reports(tmp_path, cache):
    rows = "Oregon Valley News"
    told = "Publisher: Oregon Valley News\nDate: 2020-01-01\n\nRain fell in Springfield.\n"
    assert pinned(told, rows, tmp_path, cache)["Springfield"].lat == 44.0462
    other = pinned(told.replace("Oregon Valley", "Elsewhere"), rows, tmp_path, cache, name="b.txt")[
        "Springfield"
    ]
    assert other is None or other.lat != 44.0462


def test_a_worklist_changes_what_is_decided_only():
    rows = parse_rows(example("Shura,").encode(), source="README.md").rows
    assert [row.name for row in rows] == ["Al Karama"]


def test_excel_as_it_likes_it():
    found = parse_rows(example("Qasr Ulya").encode(), source="README.md")
    (row,) = found.rows
    assert (row.place.lat, row.place.lon, row.country) == (36.3512, 43.1207, "IQ")
    assert row.aliases == ("Upper Qasr", "Qasr al-Ulya")
    assert dict(row.place.extra) == {"wards": "3", "unit": "A-07"}
    (fault,) = found.problems
    assert (fault.line, fault.column) == (5, "Type")


def test_any_notation_of_coordinates():
    rows = parse_rows(example("Checkpoint Alef").encode(), source="README.md").rows
    assert len(rows) == 5
    for row in rows:
        assert abs(row.place.lat - 36.34) < 0.02
        assert abs(row.place.lon - 43.1) < 0.1


def test_movements():
    table = example("paved the way")
    found = parse_rulings(table.encode(), lambda cell: (cell,), source="claims.csv")
    assert found.problems == ()
    assert [row.ignore for row in found.rows] == [True, False, False, False, False]
    assert found.rows[2].origin == ()
    assert found.rows[3].group == found.rows[4].group != ""


LAYERS = {
    "ADM0_EN": ("cod.csv", "P-codes", "pcode:BJ0101"),
    "geom_latitude": ("wof.csv", "Who's On First", "wof:101"),
    "title_source": ("lp.tsv", "Linked Places", "lp:m1"),
    "FeatureCollection": ("layer.geojson", "table", "pcode:X01"),
    "Asia/Tbilisi": ("GE.txt", "GeoNames", "geonames:611717"),
}


@pytest.mark.parametrize("words", LAYERS)
def test_gazetteers_of_others(words, tmp_path):
    name, form, ident = LAYERS[words]
    (tmp_path / name).write_text(example(words), "utf-8")
    made = imports.read(tmp_path / name, lambda *_: None)
    assert made.form == form
    assert ident in [found.ident for found in made.places]


def test_the_commands_of_a_layer(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [line.partition("#")[0] for line in example("geo gazetteer list").splitlines()]
    (tmp_path / "ben_adminboundaries.csv").write_text(example("ADM0_EN"), "utf-8")
    for line in lines:
        words = shlex.split(line)[1:]
        more = ["--cache", str(cache)] if words[1] in {"add", "status"} else []
        done = CliRunner().invoke(main, [*words, *more])
        assert done.exit_code == 0, done.output


def test_the_area_you_work_on(tmp_path, cache, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.txt").write_text("Rain fell in Mosul and in Cartagena, Spain.", "utf-8")
    for line in example("geo build --country").splitlines():
        words = shlex.split(line.partition("#")[0])[2:]
        done = CliRunner().invoke(main, ["explain", "Mosul", "r.txt", *words, "--cache", str(cache)])
        assert "in the area you named" in done.output
        done = CliRunner().invoke(main, ["explain", "Cartagena", "r.txt", *words, "--cache", str(cache)])
        assert ", ES)" in done.output


def test_every_option_that_is_told_of_exists():
    for command, options in re.findall(r"geo (\w+)((?: [^\n`]*)?)", TEXT):
        if command in main.commands:
            shown = CliRunner().invoke(main, [command, "--help"]).output
            for option in re.findall(r"(?<![\w-])--[a-z-]+", options):
                subs = getattr(main.commands[command], "commands", {})
                more = "".join(CliRunner().invoke(main, [command, sub, "--help"]).output for sub in subs)
                assert option in shown + more, (command, option)
