"""A person's rows over the packaged rows over the real bundled world."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import shapely

from geo.gazetteer import OpenGazetteer, check, open_gazetteer, packaged_rows
from geo.gazetteer.layer import arrange, build
from geo.gazetteer.rows import parse_rows

HEADER = "name,lat,lon,kind,country,aliases,action,of,prefer,id,wkt\n"
SQUARE = '"POLYGON((-76 -15, -75 -15, -75 -14, -76 -14, -76 -15))"'


@pytest.fixture(scope="module")
def plain(cache: Path) -> OpenGazetteer:
    return open_gazetteer([], cache=cache)


@pytest.fixture
def opened(tmp_path: Path, cache: Path):
    """Opens the real gazetteer under files of the given texts, in order."""

    def open_with(*texts: str) -> OpenGazetteer:
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"{number}.csv")
            paths[-1].write_text(text if text.startswith("name") else HEADER + text, encoding="utf-8")
        return open_gazetteer(paths, cache=cache)

    return open_with


def names(found):
    return [candidate.place.name for candidate in found]


# -- moving, adding, ignoring


def test_a_row_moves_a_place_of_the_world(opened, plain):
    before = plain.candidates("Timbuktu")[0].place
    found = opened("Timbuktu,16.9,-3.1\n")
    first, *others = found.candidates("Timbuktu")
    assert (first.place.lat, first.place.lon, first.wins) == (16.9, -3.1, True)
    assert (first.place.layer, first.place.country, first.place.kind) == ("user", "ML", "city")
    assert first.place.population == before.population
    assert before.id not in {candidate.place.id for candidate in others}
    assert found.facts("Timbuktu").user


def test_a_row_with_the_id_of_the_world_takes_that_entrys_place(opened, plain):
    ident = plain.candidates("Peru")[0].place.id
    found = opened(f"Peru,-9.5,-75,,,Pirú,,,,{ident}\n")
    assert found.candidates("Pirú")[0].place.id == ident
    assert found.candidates("Pirú")[0].place.has_shape
    assert found.shape(ident) == plain.shape(ident)
    assert [candidate.place.id for candidate in found.candidates("Peru")].count(ident) == 1
    assert found.place(ident).lat == -9.5


def test_a_new_place_gets_its_country_from_where_it_lies(opened):
    found = opened("Camp Zigzag,-14.07,-75.73\n")
    (candidate,) = found.candidates("camp zigzag")
    assert (candidate.place.country, candidate.match, candidate.wins) == ("PE", "name", True)
    assert found.longest(["Camp", "Zigzag", "fell"]) == 2
    assert found.facts("Camp Zigzag").kinds == ("city",)


@pytest.mark.parametrize("written", ["Tell Zumurr", "TAL ZUMURR", "Tall az-Zumurr", "Tel al-Zumurr"])
def test_names_of_rows_are_folded_like_the_worlds(opened, written):
    (candidate,) = opened("Tall Zumurr,33.1,40.2\n").candidates(written)
    assert candidate.place.name == "Tall Zumurr"


def test_an_ignored_name_is_no_place(opened, plain):
    assert plain.candidates("Reading")
    found = opened("Reading,,,,,,ignore\n")
    assert found.candidates("Reading") == ()
    assert found.facts("reading").ignored
    assert found.longest(["Reading", "week"]) == 1


def test_ignoring_can_be_told_of_one_country_or_kind(opened, plain):
    assert "US" in plain.facts("Naples").countries
    found = opened("Naples,,,,US,,ignore\n")
    assert not found.facts("Naples").ignored
    assert "US" not in found.facts("Naples").countries
    assert found.candidates("Naples")[0].place.country == "IT"


def test_a_later_row_lifts_an_ignored_name(opened):
    assert opened("Reading,,,,,,ignore\n", "Reading,51.456,-0.971\n").candidates("Reading")[0].wins
    assert opened("Reading,51.456,-0.971\n", "Reading,,,,,,ignore\n").candidates("Reading") == ()


# -- aliases


def test_an_alias_row_names_a_place_of_the_world(opened):
    found = opened("The Big Windy,,,,,,alias,Chicago\n")
    first = found.candidates("The Big Windy")[0]
    assert (first.place.name, first.matched, first.match, first.wins) == (
        "Chicago",
        "The Big Windy",
        "alias",
        True,
    )
    assert found.facts("The Big Windy").user
    assert found.longest(["The", "Big", "Windy", "City"]) == 3
    assert found.problems == ()


def test_an_alias_may_point_to_an_id_or_to_another_row(opened, plain):
    ident = plain.candidates("Chicago")[0].place.id
    found = opened(f"Windyville,,,,,,alias,{ident}\nCamp Z,-14,-75\nZed,,,,,,alias,Camp Z\n")
    assert found.candidates("Windyville")[0].place.id == ident
    assert names(found.candidates("Zed")) == ["Camp Z"]


def test_an_alias_of_nothing_is_a_problem_and_circles_end(opened):
    found = opened("Foo Bar,,,,,,alias,Qzxqzx\nPing Qz,,,,,,alias,Pong Qz\nPong Qz,,,,,,alias,Ping Qz\n")
    assert [(problem.code, problem.line, problem.column) for problem in found.problems] == [
        ("alias-of", 2, "of"),
        ("alias-of", 3, "of"),
        ("alias-of", 4, "of"),
    ]
    assert "expected the name or id of a place" in found.problems[0].message
    assert found.candidates("Foo Bar") == ()


# -- one among others


def test_prefer_no_is_one_candidate_among_others(opened, plain):
    found = opened("Paris,40.1,-100.2,,,,,,no\n")
    assert found.candidates("Paris")[0].place.country == "FR"
    mine = [candidate for candidate in found.candidates("Paris") if candidate.place.layer == "user"]
    assert [candidate.wins for candidate in mine] == [False]
    assert not found.facts("Paris").user
    assert found.facts("Paris").entries == plain.facts("Paris").entries + 1


def test_the_country_asked_for_comes_first_among_rows_that_win(opened):
    found = opened("Zedville,-14,-75,,PE\nZedville,40,-100,,US\n")
    assert found.candidates("Zedville")[0].place.country == "US"
    assert found.candidates("Zedville", country="PE")[0].place.country == "PE"


# -- which row replaces which


def test_later_rows_and_later_files_win(opened):
    found = opened("Zedville,-14,-75,city\nZedville,-14.5,-75,city\n", "zedville,-14.7,-75,city\n")
    assert [candidate.place.lat for candidate in found.candidates("Zedville")] == [-14.7]


def test_a_users_row_replaces_the_packaged_one(opened, plain):
    assert plain.candidates("Gobi Desert")[0].place.layer == "world"
    found = opened("Gobi Desert,43,104,desert\n")
    (candidate,) = (c for c in found.candidates("Gobi Desert") if c.place.kind == "desert")
    assert (candidate.place.lat, candidate.place.layer) == (43, "user")


def test_an_untouched_copy_of_the_packaged_file_changes_nothing(tmp_path, cache, plain):
    copy = tmp_path / "places.csv"
    copy.write_bytes(packaged_rows().read_bytes())
    found = open_gazetteer([copy], cache=cache)
    assert found.rows == plain.rows
    assert found.candidates("Sahel") == plain.candidates("Sahel")


def test_only_the_edited_row_of_a_copy_is_the_users(tmp_path, cache, plain):
    text = packaged_rows().read_text(encoding="utf-8")
    copy = tmp_path / "places.csv"
    copy.write_text(text.replace("\nMount Everest,27.988,", "\nMount Everest,27.99,"), encoding="utf-8")
    found = open_gazetteer([copy], cache=cache)
    assert found.rows == plain.rows
    place = found.candidates("Mount Everest")[0].place
    assert (place.lat, place.layer) == (27.99, "user")
    assert found.candidates("Gobi Desert")[0].place.layer == "world"


def test_rows_untouched_by_arranging():
    rows = parse_rows(b"name,lat,lon\nA,1,2\nB,3,4\na,5,6\n", source="x").rows
    kept = arrange((), rows)
    assert [row.name for row in kept] == ["B", "a"]
    assert [row.name for row in rows] == ["A", "B", "a"]
    assert build(()).longest(["A"]) == 0


# -- folders, checks, shapes


def test_a_folder_gives_its_tables_by_name(tmp_path, cache):
    (tmp_path / "b.csv").write_text("name,lat,lon\nZedville,2,30\n", encoding="utf-8")
    (tmp_path / "a.tsv").write_text("name\tlat\tlon\nZedville\t1\t30\nYville\t1\t31\n", encoding="utf-8")
    (tmp_path / "~$b.csv").write_bytes(b"\x00")
    (tmp_path / "README.md").write_text("no table", encoding="utf-8")
    found = open_gazetteer([tmp_path], cache=cache)
    assert found.problems == ()
    assert found.candidates("Zedville")[0].place.lat == 2
    assert found.candidates("Yville")


def test_check_tells_every_fault_of_every_file(tmp_path):
    (tmp_path / "a.csv").write_text("name,lat,lon\nA,95,1\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("lat,lon\n1,1\n", encoding="utf-8")
    found = check([tmp_path, tmp_path / "c.csv"])
    assert [(Path(problem.source).name, problem.code) for problem in found] == [
        ("a.csv", "latitude"),
        ("b.csv", "header"),
        ("c.csv", "file"),
    ]


def test_packaged_rows_have_no_fault():
    assert check([packaged_rows()]) == ()


def test_a_rows_shape_is_given_by_its_id(opened):
    found = opened(f"My area,,,region,,,,,,,{SQUARE}\n")
    place = found.candidates("My area")[0].place
    assert place.has_shape
    assert shapely.from_wkb(found.shape(place.id)).area == 1
    assert found.shape("row:none") is None


def test_a_moved_division_keeps_the_worlds_outline(opened, plain):
    world = next(c.place for c in plain.candidates("Bavaria") if c.place.kind == "admin1")
    moved = opened("Bavaria,48.9,11.5,admin1\n").candidates("Bavaria")[0].place
    assert (moved.layer, moved.has_shape) == ("user", True)
    assert world.has_shape


def test_neighbours_hold_the_users_settlements(opened):
    found = opened("Zedville,48.2,16.38\n").neighbours(16.37, 48.2, 10)
    assert "Zedville" in [place.name for place in found]
    assert len(found) <= 50


def test_suggestions_hold_the_users_names(opened):
    found = opened("Zadrugoville,48.2,16.38\n").suggest("Zadrugoville")
    assert found[0].matched == "Zadrugoville"
    assert not found[0].wins


def test_the_rest_is_the_worlds(plain):
    assert plain.containing(16.37, 48.2)[0] == "AT"
    assert shapely.from_wkb(plain.country("AT")).contains(shapely.Point(14, 47.5))
    assert plain.border("AT", "CH")
    assert plain.capital("AT").name == "Vienna"
    assert plain.facts("Qzxqzx") is None
    assert plain.candidates("Qzxqzx") == ()


def test_opened_gazetteers_can_be_sent_to_workers(opened):
    found = opened("Zedville,48.2,16.38\n")
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert again.candidates("Zedville") == found.candidates("Zedville")


def test_a_row_without_coordinates_means_a_known_place(tmp_path, cache):
    table = tmp_path / "mine.csv"

    def opened(rows: str):
        table.write_text(f"name,kind,country,aliases,prefer,id,latitude,longitude\n{rows}\n", "utf-8")
        return open_gazetteer([table], cache=cache)

    found = opened("Tripoli,city,LB,,,,,")
    assert found.problems == ()
    first, second, *_ = found.candidates("Tripoli")
    assert (first.place.country, first.wins, first.match) == ("LB", True, "name")
    assert (second.place.country, second.wins) == ("LY", False)
    assert not opened("Tripoli,city,LB,,no,,,").candidates("Tripoli")[0].wins
    (found, *_) = opened('Bamako,,,"Bamakko; Ville de Bamako",,,,').candidates("Bamakko")
    assert (found.place.name, found.place.country, found.wins) == ("Bamako", "ML", True)
    (found, *_) = opened("Tripoli,,,,,geonames:252601,,").candidates("Tripoli")
    assert (found.place.country, found.wins) == ("GR", True)
    (told,) = opened("Tripoli,city,PE,,,,,").problems
    assert (told.line, told.column, told.severity) == (2, "latitude", "error")
    assert "known place of that name, kind and country" in told.message
    (told,) = opened("Tripoli,,,,,,,").problems
    assert "got no coordinates" in told.message
    mine = opened("Tripoli,camp,PE,,no,,-12.5,-75.5\nTripoli,,PE,,,,,")
    assert mine.problems == ()
    assert (mine.candidates("Tripoli")[0].place.lat, mine.candidates("Tripoli")[0].wins) == (-12.5, True)


def test_a_row_with_a_country_is_told_its_division(tmp_path, cache):
    table = tmp_path / "mine.csv"
    table.write_text(
        "name,latitude,longitude,country\nQuilla,-22.55,-70.26,CL\nOff,-22.55,-70.26,BO\n", "utf-8"
    )
    opened = open_gazetteer([table], cache=cache)
    assert opened.candidates("Quilla")[0].place.admin1 == "Antofagasta"
    assert opened.candidates("Off")[0].place.admin1 == ""
