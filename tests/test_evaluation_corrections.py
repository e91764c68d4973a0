"""``geo evaluate --corrections``: a person's rows as judgements, on reports of our own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geo.cli import main
from geo.errors import GazetteerError, InputError
from geo.evaluation import evaluate_corrections, is_table
from geo.evaluation.corrections import VERDICTS, review
from geo.evaluation.place_labels import Answer
from geo.evaluation.sayings import OwnRows, own_rows
from geo.evaluation.tolerance import tolerance_km
from geo.gazetteer import open_gazetteer, packaged_rows
from geo.records import Document, Place
from geo.settings import GeometrySettings, Settings

REPORT = """Families fled Tripoli for Beirut on Monday. Officials in Tripoli said roads to Mopti were closed.

The convoy stopped at Checkpoint 23 and then drove to Gao.
Ships left Naples for Palermo. Mayors met in the Big Apple.
"""
ROWS = """name,latitude,longitude,kind,country,action,of,prefer
Tripoli,34.4367,35.8497,,LB,,,
Checkpoint 23,33.4127,44.0218,site,,,,
Mopti,14.5,-4.2,,,,,
Palermo,,,,,ignore,,
Naples,,,,US,ignore,,
Big Apple,,,,US,alias,New York City,
Gao,16.27,-0.04,city,ML,,,no
Nowhereville,1,1,,,,,
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder as a person has it, with reports and rows of their own."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.txt").write_text(REPORT, "utf-8")
    (tmp_path / "mine.csv").write_text(ROWS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["evaluate", "--corrections", *map(str, arguments)])


def judged(desk, cache, table):
    chosen = Settings(cache=cache, gazetteer=(desk / table,))
    return evaluate_corrections([desk / "reports"], settings=chosen)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, cache):
    """The report judged by all the rows."""
    folder = tmp_path_factory.mktemp("judged")
    (folder / "reports").mkdir()
    (folder / "reports" / "one.txt").write_text(REPORT, "utf-8")
    (folder / "mine.csv").write_text(ROWS, "utf-8")
    return judged(folder, cache, "mine.csv")


def test_each_row_judges_what_was_pinned_without_it(outcome):
    by_row = {row["name"]: row for row in outcome.content["by_row"]}
    assert by_row["Tripoli"]["wrong_place"] == by_row["Tripoli"]["mentions"] == 2
    assert by_row["Checkpoint 23"]["missing"] == 1
    assert by_row["Mopti"]["right"] == 1
    assert by_row["Palermo"]["not_a_place"] == 1
    assert by_row["Naples"]["right"] == 1
    assert by_row["Big Apple"]["right"] + by_row["Big Apple"]["missing"] == 1
    assert by_row["Gao"]["mentions"] == 0  # prefer=no settles nothing
    assert by_row["Nowhereville"]["mentions"] == 0
    assert outcome.content["rows"] == 8
    assert outcome.content["rows_met"] == 6


def test_precision_is_given_by_kind_with_an_interval(outcome):
    content = outcome.content
    whole = content["all"]
    assert whole["reviewed"] == content["reviewed"] == 7
    assert sum(whole[name.replace(" ", "_")] for name in VERDICTS) == 7
    pinned = whole["right"] + whole["wrong_place"] + whole["not_a_place"]
    assert whole["precision"] == pytest.approx(whole["right"] / pinned, abs=1e-4)
    low, high = whole["precision_interval"]
    assert low < whole["precision"] < high
    assert content["by_kind"]["site"] | {"missing": 1, "precision": None} == content["by_kind"]["site"]
    assert sum(one["reviewed"] for one in content["by_kind"].values()) == 7


def test_what_the_rows_cover_is_told(outcome):
    content = outcome.content
    assert content["mentions"] > content["reviewed"]
    assert content["covered"] == pytest.approx(content["reviewed"] / content["mentions"], abs=1e-4)
    city = content["coverage_by_kind"]["city"]
    assert city["reviewed"] < city["pins"]


def test_faults_can_be_reviewed_in_a_spreadsheet(desk, cache):
    done = run("mine.csv", "reports", "--cache", cache, "--workers", 1, "--errors", "faults.csv")
    assert done.exit_code == 0, done.output
    assert "Precision by kind on the 7 mentions you reviewed." in done.stdout
    rows = list(csv.DictReader((desk / "faults.csv").read_text("utf-8-sig").splitlines()))
    first = rows[0]
    assert (first["verdict"], first["name"], first["row"]) == ("wrong place", "Tripoli", "mine.csv:2")
    assert first["sentence"] == "Families fled Tripoli for Beirut on Monday."
    assert float(first["distance_km"]) > 1000


def test_the_ways_to_name_rows_and_reports_are_the_same(desk, cache):
    shared = ("--cache", cache, "--workers", 1, "--format", "json")
    folder = desk / "gazetteer"
    folder.mkdir()
    (folder / "mine.csv").write_text(ROWS, "utf-8")
    (folder / "README.md").write_text("How we correct.", "utf-8")
    (folder / "claims.csv").write_text("quote,action\nA convoy of forty lorries left,ignore\n", "utf-8")
    named = json.loads(run("mine.csv", "reports", *shared).stdout)
    option = json.loads(run("-g", "mine.csv", "reports", *shared).stdout)
    default = json.loads(run("reports", *shared).stdout)
    of_folder = json.loads(run("gazetteer", "reports", *shared).stdout)
    assert named == option
    for other in (default, of_folder):
        assert {**other, "by_row": [], "movements": None} == {**named, "by_row": []}
        assert other["movements"]["rows_met"] == 0


def test_rows_that_came_with_the_program_do_not_count(desk, cache):
    folder = desk / "gazetteer"
    folder.mkdir()
    copy = folder / "places.csv"
    copy.write_bytes(packaged_rows().read_bytes())
    done = run("reports", "--cache", cache)
    assert done.exit_code == 1
    assert "no row of yours" in done.stderr
    lines = copy.read_text("utf-8").splitlines()
    copy.write_text("\n".join([lines[0], "Mopti,14.5,-4.2,city" + "," * (lines[0].count(",") - 3)]), "utf-8")
    assert [row.name for row in own_rows([folder])] == ["Mopti"]
    assert len(own_rows([packaged_rows()])) > 100


def test_a_named_place_is_a_row_of_its_own_when_moved(desk, cache):
    (desk / "moved.csv").write_text("name,latitude,longitude,kind\nMopti,14.7,-4.2,city\n", "utf-8")
    moved = judged(desk, cache, "moved.csv")
    assert moved.content["all"]["wrong_place"] == 1
    assert 15 < moved.faults[0]["distance_km"] < 40


def test_nothing_reviewed_is_told_plainly(desk, cache):
    (desk / "other.csv").write_text("name,latitude,longitude\nNowhereville,1,1\n", "utf-8")
    done = run("other.csv", "reports", "--cache", cache, "--workers", 1)
    assert done.exit_code == 0
    assert "0 mentions you reviewed" in done.stdout
    assert "0 met a name" in done.stdout


def test_faulty_rows_and_missing_reports_are_told(desk, cache):
    (desk / "bad.csv").write_text("name,latitude,longitude\nMopti,95,0\nGao,16.27,-0.04\n", "utf-8")
    done = run("bad.csv", "reports", "none.txt", "--cache", cache, "--workers", 1)
    assert done.exit_code == 3
    assert "bad.csv:2:latitude" in done.stderr
    assert "none.txt" in done.stderr
    chosen = Settings(cache=cache, gazetteer=(desk / "mine.csv",))
    with pytest.raises(InputError, match=r"none\.txt"):
        evaluate_corrections([desk / "none.txt"], settings=chosen)
    with pytest.raises(GazetteerError, match="no row of yours"):
        evaluate_corrections([desk / "reports"], settings=Settings(cache=cache))


def test_the_commands_of_the_guide_run(desk, cache):
    (desk / "gazetteer").mkdir()
    for name in ("gazetteer/mine.csv", "team.csv"):
        (desk / name).write_text(ROWS, "utf-8")
    guide = (Path(__file__).resolve().parent.parent / "docs" / "evaluation.md").read_text("utf-8")
    lines = [line.partition("#")[0].split() for line in guide.splitlines() if line.startswith("geo evaluate")]
    assert len(lines) == 3
    for line in lines:
        done = CliRunner().invoke(main, [*line[1:], "--cache", str(cache), "--workers", "1"])
        assert done.exit_code == 0, done.output
        assert "Precision by kind on the 7 mentions you reviewed." in done.stdout
    assert (desk / "review.csv").is_file()


def test_a_folder_of_reports_is_not_taken_for_tables(desk):
    assert is_table(desk / "mine.csv")
    assert not is_table(desk / "reports")
    (desk / "reports" / "list.csv").write_text("a\n", "utf-8")
    assert not is_table(desk / "reports")
    (desk / "rows").mkdir()
    assert not is_table(desk / "rows")
    (desk / "rows" / "a.tsv").write_text("name\n", "utf-8")
    assert is_table(desk / "rows")


CLAIMS = """quote,word,action,origin,destination,status
The convoy left Mopti for Timbuktu,,,Mopti,Gao,
Nurses drove from Segou to Bamako,,,Segou,Bamako,
Herders fled Kayes on Sunday,,,,,planned
Traders returned to Sikasso,,ignore,,,
This sentence stands in no report,,ignore,,,
Rain kept the fair closed,,ignore,,,
"""
TOLD = """The convoy left Mopti for Timbuktu on Monday. Nurses drove from Segou to Bamako.

Herders fled Kayes on Sunday. Traders returned to Sikasso. Rain kept the fair closed all week.
"""


def test_rows_on_movements_judge_movements(desk, cache):
    (desk / "reports" / "one.txt").write_text(TOLD, "utf-8")
    (desk / "claims.csv").write_text(CLAIMS, "utf-8")
    done = run("claims.csv", "reports", "--cache", cache, "--workers", 1, "--errors", "faults.csv")
    assert done.exit_code == 0, done.output
    assert "on the 4 movements you reviewed; 4 of 6 rows met one" in done.stdout
    rows = list(csv.DictReader((desk / "faults.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["verdict"], row["name"], row["row"]) for row in rows] == [
        ("wrong ends", "left", "claims.csv:2"),
        ("wrong status", "fled", "claims.csv:4"),
        ("not a movement", "returned", "claims.csv:5"),
    ]
    found = judged(desk, cache, "claims.csv").content["movements"]
    assert found["all"] | {"reviewed": 4, "right": 1, "precision": 0.25} == found["all"]


# -- single judgements ---------------------------------------------------------------------------


DOCUMENT = Document("a", "a.txt", "In Tripoli, rain.")


def said(tmp_path, cache, rows):
    path = tmp_path / "rows.csv"
    path.write_text(rows, "utf-8")
    return OwnRows(own_rows([path]), open_gazetteer([path], cache=cache)).within(DOCUMENT)


def test_of_several_rows_for_one_name_any_may_be_right(tmp_path, cache):
    sayings = said(
        tmp_path, cache, "name,latitude,longitude,country\nTripoli,34.44,35.85,LB\nTripoli,32.89,13.19,LY\n"
    )
    for point, verdict in (((34.5, 35.9), "right"), ((32.9, 13.2), "right"), ((37.5, 22.4), "wrong place")):
        answer = Answer(3, 10, point, "city")
        (one,) = review(DOCUMENT, [answer], [answer], sayings, GeometrySettings()).judgements
        assert one.verdict == verdict


def test_a_later_row_lifts_an_ignored_name(tmp_path, cache):
    sayings = said(
        tmp_path, cache, "name,latitude,longitude,action\nReading,,,ignore\nReading,51.45,-0.97,\n"
    )
    assert not sayings.of("Reading").ignored
    sayings = said(
        tmp_path, cache, "name,latitude,longitude,action\nReading,51.45,-0.97,\nReading,,,ignore\n"
    )
    assert sayings.of("Reading").ignored
    assert sayings.of("Elsewhere") is None


def test_a_row_speaks_only_of_the_reports_it_names(desk, cache):
    (desk / "reports" / "two.txt").write_text("Rain fell in Tripoli on Monday.\n", "utf-8")
    (desk / "scoped.csv").write_text(
        "name,latitude,longitude,country,only\nTripoli,34.4367,35.8497,LB,report: two.txt\n", "utf-8"
    )
    found = judged(desk, cache, "scoped.csv")
    assert found.content["reviewed"] == 1
    assert [(fault["report"], fault["verdict"]) for fault in found.faults] == [("two.txt", "wrong place")]


def test_a_longer_name_of_a_row_is_judged_by_what_was_pinned_on_a_part_of_it(tmp_path, cache):
    sayings = said(tmp_path, cache, "name,latitude,longitude,kind\nNew Mopti Camp,10,10,camp\n")
    document = Document("a", "a.txt", "In New Mopti Camp, rain.")
    before, after = Answer(7, 12, (14.5, -4.2), "city"), Answer(3, 17, (10.0, 10.0), "camp")
    made = review(document, [before], [after], sayings, GeometrySettings())
    (one,) = made.judgements
    assert (one.verdict, one.name, one.kind) == ("wrong place", "New Mopti Camp", "camp")
    assert made.others == ()


@given(st.sampled_from(["city", "camp", "country", "river", "region", "site"]), st.floats(0.1, 500))
def test_tolerance_grows_with_the_place(kind, extent_km):
    place = Place("x", "X", kind, 0, 0, extent_km=extent_km)
    assert tolerance_km(place, GeometrySettings()) >= max(5, extent_km)
    if kind == "city":
        assert tolerance_km(place, GeometrySettings()) >= 15
