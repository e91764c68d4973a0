"""Reading a person's gazetteer files: what is understood, and every fault with file, line and column."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.coordinates import parse_angle, parse_point
from geo.gazetteer.kinds import ACTIONS, KINDS, country_code, kind_of
from geo.gazetteer.rows import Rows, parse_rows, read_rows, row_id

FILE = "mine.csv"
SQUARE = "POLYGON((43 36, 44 36, 44 37, 43 37, 43 36))"


def read(text: str | bytes) -> Rows:
    return parse_rows(text if isinstance(text, bytes) else text.encode(), source=FILE)


def only(text: str | bytes):
    """The one place of a file without faults."""
    found = read(text)
    assert found.problems == ()
    (row,) = found.rows
    return row


# -- what is understood


def test_name_and_coordinates_are_enough():
    row = only("name,latitude,longitude\nLüderitz,-26.648,15.159\n")
    assert (row.name, row.place.lat, row.place.lon) == ("Lüderitz", -26.648, 15.159)
    assert (row.place.kind, row.place.layer, row.action, row.prefer) == ("city", "user", "place", True)


@pytest.mark.parametrize(
    "header",
    ["name,lat,lon", "Toponym,LAT,Lng", "title,y,x", "Place Name,Latitude,LONG", "place_name,lat,longitude"],
)
def test_header_synonyms(header):
    row = only(f"{header}\nIca,-14.07,-75.73\n")
    assert (row.name, row.place.lat, row.place.lon) == ("Ica", -14.07, -75.73)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(separator):
    lines = [["name", "latitude", "longitude", "aliases"], ["Ica", "-14.07", "-75.73", "Yca|Ika"]]
    row = only("\n".join(separator.join(line) for line in lines))
    assert row.aliases == ("Yca", "Ika")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(codec):
    assert only("name,lat,lon\nÇorum,40.55,34.96\n".encode(codec)).name == "Çorum"


def test_windows_1252_is_read_with_a_warning():
    found = read("name,lat,lon\nBogotá,4.71,-74.07\n".encode("cp1252"))
    assert found.rows[0].name == "Bogotá"
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.source, problem.line) == ("encoding", "warning", FILE, 2)
    assert "UTF-8" in problem.message


def test_spreadsheet_habits():
    text = (
        "sep=;\r\n# my places;;;;;\r\nName;Lat;Lon;Note;;\r\n#loc+name;#geo+lat;#geo+lon;;;\r\n;;;;;\r\n"
        'Ica;-14,07;-75,73;"two\r\nlines";;\r\n\r\nPuno;-15,84;-70,02;;;\r\n'
    )
    found = read(text)
    assert found.problems == ()
    assert [(row.name, row.place.lat, row.line) for row in found.rows] == [
        ("Ica", -14.07, 6),
        ("Puno", -15.84, 9),
    ]
    assert found.rows[0].place.note == "two\r\nlines"


def test_aliases_kind_words_and_country_names():
    row = only(
        "name,lat,lon,type,country,alt names\nOrlu Base,5.79,7.03,Air Base,nigeria,OB ; Orlu  field;OB\n"
    )
    assert (row.place.kind, row.place.country, row.aliases) == ("base", "NG", ("OB", "Orlu field"))


def test_several_countries_are_kept_apart_from_one():
    row = only("name,lat,lon,country\nOrange mouth,-28.6,16.5,NAM;ZA\n")
    assert (row.place.country, row.countries) == ("", ("NA", "ZA"))
    assert row.place.extra == (("countries", "NA;ZA"),)


def test_unknown_columns_pass_through():
    assert only("name,lat,lon,Ward no\nIca,-14,-75,007\n").place.extra == (("Ward no", "007"),)


def test_area_gets_a_point_an_extent_and_wkb():
    row = only(f'name,wkt\nMy area,"{SQUARE}"\n')
    assert row.place.kind == "region"
    assert 43 < row.place.lon < 44
    assert row.place.has_shape
    assert row.shape is not None
    assert 65 < row.place.extent_km < 80  # half the diagonal: 71 km


def test_line_gets_a_point_half_way():
    row = only('name,wkt\nMy road,"LINESTRING(10 0, 12 0)"\n')
    assert (row.place.kind, row.place.lon, row.place.lat) == ("line", 11, 0)


def test_srid_4326_is_allowed():
    assert only(f'name,wkt\nMy area,"SRID=4326;{SQUARE}"\n').place.has_shape


def test_actions_need_no_coordinates():
    found = read("name,action,of\nReading,ignore,\nBig Apple,alias,New York City\n")
    assert found.problems == ()
    assert [(row.action, row.of, row.place) for row in found.rows] == [
        ("ignore", "", None),
        ("alias", "New York City", None),
    ]


def test_prefer_no():
    assert not only("name,lat,lon,prefer\nIca,-14,-75,No\n").prefer


def test_ids_are_stable_and_given_ones_kept():
    plain = only("name,lat,lon,kind,country\nIca,-14,-75,city,PE\n").place.id
    assert (
        plain
        == only("kind,country,lat,lon,name\ncity,Peru,-14.1,-75.2,ica\n").place.id
        == row_id("Ica", "city", "PE")
    )
    assert only("name,lat,lon,id\nIca,-14,-75,wikidata:Q187163\n").place.id == "wikidata:Q187163"
    assert only("name,lat,lon,geonameid\nIca,-14,-75,3938527\n").place.id == "geonames:3938527"


def test_geonames_table_as_it_is():
    cells = ["3938527", "Ica", "Ica", "Ika,Yca", "-14.06777", "-75.72861", "P", "PPLA", "PE", "", "11"]
    row = only("\t".join([*cells, "", "", "", "246844", "", "413", "America/Lima", "2019-09-05"]) + "\n")
    assert (row.place.id, row.place.kind, row.place.country) == ("geonames:3938527", "city", "PE")
    assert (row.aliases, row.place.population) == (("Ika", "Yca"), 246844)


def test_empty_file_says_nothing():
    assert read("") == read("# only a comment\n\n") == Rows()


# -- faults


@dataclass(frozen=True)
class Fault:
    """A faulty file, and the problem it must give."""

    text: str
    code: str
    line: int
    column: str
    said: str
    severity: str = "error"


FAULTS = {
    "latitude range": Fault("name,Lat,lon\nA,91,10\n", "latitude", 2, "Lat", "-90 to 90"),
    "longitude range": Fault("name,lat,Lon\n\nA,1,181\n", "longitude", 3, "Lon", "-180 to 180"),
    "swapped": Fault("name,lat,lon\nA,130.8,-12.4\n", "latitude", 2, "lat", "swapped"),
    "not a number": Fault(
        "name,lat,lon\nA,north,10\n", "latitude", 2, "lat", "expected a latitude in degrees"
    ),
    "half a pair": Fault("name,lat,lon\nA,12,\n", "longitude", 2, "lon", "both a latitude and a longitude"),
    "no coordinates": Fault("name,lat,lon\nA,,\n", "coordinates", 2, "lat", "or a wkt shape, or an action"),
    "pair": Fault("name,coordinates\nA,here\n", "coordinates", 2, "coordinates", "36.34, 43.13"),
    "MGRS": Fault("name,coordinates\nA,38SLF 123 45\n", "coordinates", 2, "coordinates", "as many digits"),
    "UTM": Fault("name,coordinates\nA,38T 331234 4023456\n", "coordinates", 2, "coordinates", "band T"),
    "plus code": Fault("name,coordinates\nA,9G8F+6X\n", "coordinates", 2, "coordinates", "a place beside it"),
    "kind": Fault("name,lat,lon,Type\nA,1,2,rivr\n", "kind", 2, "Type", "did you mean river?"),
    "action": Fault("name,action\nA,ignor\n", "action", 2, "action", "did you mean ignore?"),
    "prefer": Fault("name,lat,lon,prefer\nA,1,2,perhaps\n", "prefer", 2, "prefer", "yes or no"),
    "country": Fault("name,lat,lon,ISO\nA,1,2,Perru\n", "country", 2, "ISO", "did you mean Peru?"),
    "name": Fault("name,lat,lon\n?,1,2\n", "name", 2, "name", "expected the name of a place"),
    "extent": Fault("name,lat,lon,extent_km\nA,1,2,-3\n", "extent", 2, "extent_km", "above 0"),
    "population": Fault("name,lat,lon,pop\nA,1,2,many\n", "population", 2, "pop", "whole number"),
    "alias without target": Fault("name,action,of\nA,alias,\n", "alias-of", 2, "of", "another name of"),
    "too many cells": Fault("name,lat,lon\nA,36,34,43,13\n", "columns", 2, "", "expected 3"),
    "wkt": Fault('name,wkt\nA,"POLYGON((1 2, 3"\n', "wkt", 2, "wkt", "expected WKT such as"),
    "wkt kind": Fault('name,wkt\nA,"MULTIPOINT((1 2),(3 4))"\n', "wkt", 2, "wkt", "got a MultiPoint"),
    "wkt empty": Fault("name,wkt\nA,POLYGON EMPTY\n", "wkt", 2, "wkt", "empty shape"),
    "wkt crossing": Fault('name,wkt\nA,"POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"\n', "wkt", 2, "wkt", "cross"),
    "wkt order": Fault('name,wkt\nA,"LINESTRING(-36 174, -37 175)"\n', "wkt-order", 2, "wkt", "swapped"),
    "wkt range": Fault('name,wkt\nA,"LINESTRING(200 100, 1 1)"\n', "wkt", 2, "wkt", "got 200 100"),
    "wkt system": Fault(f'name,wkt\nA,"SRID=3857;{SQUARE}"\n', "wkt", 2, "wkt", "SRID=4326"),
    "quotes": Fault('name,lat,lon\n"A,1,2\n', "quote", 2, "", "quotes"),
    "header": Fault("where,lat,lon\nA,1,2\n", "header", 1, "name", "expected a column called name"),
    "header twice": Fault("name,lat,lon,name\nA,1,2,B\n", "header", 1, "name", "twice", "warning"),
    "duplicate": Fault("name,lat,lon\nA,1,2\nB,1,2\na,3,4\n", "duplicate", 4, "name", "line 2", "warning"),
    "zero": Fault("name,lat,lon\nA,0,0\n", "zero", 2, "lat", "sea", "warning"),
    "point off its shape": Fault(
        f'name,lat,lon,wkt\nA,43.5,36.5,"{SQUARE}"\n', "wkt-point", 2, "wkt", "swapped", "warning"
    ),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS.keys())
def test_fault_names_file_line_column_and_expectation(case):
    found = read(case.text)
    problem = next(problem for problem in found.problems if problem.code == case.code)
    assert (problem.source, problem.line, problem.column or "") == (FILE, case.line, case.column)
    assert (problem.severity, len(found.problems)) == (case.severity, 1)
    assert case.said in problem.message
    assert "got" in problem.message
    if case.severity == "error":
        assert all(row.line != case.line for row in found.rows)


def test_a_binary_file_is_one_clear_problem():
    for data in (b"PK\x03\x04rest", b"name,lat\x00,lon\n"):
        (problem,) = read(data).problems
        assert (problem.code, problem.line) == ("file", 1)
        assert "CSV" in problem.message


def test_all_faults_are_gathered_and_the_rest_goes_on():
    found = read('name,lat,lon,kind\nA,91,200,twn\nGood,1,2,city\n"Open,3,4,city\nAlso good,5,6,town\n')
    assert [row.name for row in found.rows] == ["Good", "Also good"]
    assert sorted((problem.line, problem.code) for problem in found.problems) == [
        (2, "kind"),
        (2, "latitude"),
        (2, "longitude"),
        (4, "quote"),
    ]


def test_line_numbers_count_lines_inside_quotes_and_comments():
    found = read('# one\nname,note,lat,lon\nA,"x\ny\nz",1,2\n# five\nB,,95,2\n')
    assert [problem.line for problem in found.problems] == [7]
    assert [row.line for row in found.rows] == [3]


def test_missing_file_is_a_problem(tmp_path: Path):
    (problem,) = read_rows(tmp_path / "none.csv").problems
    assert (problem.code, problem.severity, problem.source) == ("file", "error", str(tmp_path / "none.csv"))


# -- coordinates


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("36.34", 36.34),
        ("36,34", 36.34),
        ("6.1E-05", 0.000061),
        ("-12.5", -12.5),
        ("\u221212.5", -12.5),
        ("12.5 S", -12.5),
        ("S12.5", -12.5),
        ("36° 20.4' N", 36.34),
        ("36°20'24\"N", 36.34),
        ("36 20 24 N", 36.34),
        ("36\u00ba20\u203224\u2033 N", 36.34),
        ("36:20:24", 36.34),
        ("36d 20m 24s N", 36.34),
        ("-36 20 24", -36.34),
        ("36°N", 36.0),
        ("90", 90.0),
        ("36° 20' north", 36 + 20 / 60),
    ],
)
def test_angles(text, degrees):
    assert parse_angle(text, axis="latitude") == pytest.approx(degrees)


@pytest.mark.parametrize(
    "text",
    ["", "N", "36 60 0", "36.5 20 N", "36 20 24 E", "-36 N", "N36N", "1 2 3 4", "abc", "90.1", "nan", "1e2"],
)
def test_what_is_no_angle(text):
    with pytest.raises(ValueError, match="got"):
        parse_angle(text, axis="latitude")


@pytest.mark.parametrize(
    "text",
    [
        "36.34, 43.13",
        "36.34,43.13",
        "36.34 43.13",
        "(36.34, 43.13)",
        "36,34; 43,13",
        "36,34 43,13",
        "36.34/43.13",
        "36.34 N, 43.13 E",
        "36.34N 43.13E",
        "N36.34 E43.13",
        "43.13 E, 36.34 N",
        "36°20'24\"N 43°7'48\"E",
        "36°20.4'N, 43°7.8'E",
        "36 20 24 N, 43 7 48 E",
        "36 20 24 43 7 48",
        "lat 36.34, lon 43.13",
        "lng: 43.13, lat: 36.34",
        "362024N 0430748E",
        "36 degrees 20.4 minutes north, 43 degrees 7.8 minutes east",
        "geo:36.34,43.13",
        "https://www.openstreetmap.org/#map=12/36.34/43.13",
    ],
)
def test_pairs(text):
    found = parse_point(text)
    assert (found.lon, found.lat) == pytest.approx((43.13, 36.34))


@pytest.mark.parametrize(
    ("cell", "lat", "lon"),
    [
        ("33U XP 01234 56789", 48.356, 16.367),
        ("33uxp0156", 48.354, 16.370),
        ("56H LH 3436 5094", -33.869, 151.209),
        ("34S 262000 6243000", -33.927, 18.425),
        ("UTM zone 33 north, 601234 E, 5356789 N", 48.356, 16.367),
        ("8FVC9G8F+6X", 47.36556, 8.52494),
    ],
)
def test_a_cell_takes_grids_and_codes(cell, lat, lon):
    row = only(f'name,coordinates\nHut,"{cell}"\n')
    assert (row.place.lat, row.place.lon) == pytest.approx((lat, lon), abs=0.001)


latitudes = st.floats(-90, 90).map(lambda value: round(value, 6))
longitudes = st.floats(-180, 180).map(lambda value: round(value, 6))


@given(latitudes, longitudes)
def test_written_degrees_minutes_seconds_come_back(lat, lon):
    def written(value: float, letters: str) -> str:
        seconds = round(abs(value) * 3600, 3)
        degrees, rest = divmod(seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{degrees:.0f}°{minutes:.0f}'{min(seconds, 59.999):.3f}\"{letters[value < 0]}"

    found = parse_point(f"{written(lat, 'NS')} {written(lon, 'EW')}")
    assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=1e-6)


names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda text: (
        any(letter.isalnum() for letter in text) and not text.startswith("#") and text == text.strip()
    )
)


@given(st.lists(st.tuples(names, latitudes, longitudes), max_size=8, unique_by=lambda row: row[0].casefold()))
def test_rows_come_back_as_they_were_written(rows):
    rows = [(name.strip("\"',;|# ") or "x", lat, lon) for name, lat, lon in rows]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["id", "name", "latitude", "longitude"])
    writer.writerows((f"mine:{number}", *row) for number, row in enumerate(rows))
    found = read(file.getvalue())
    assert all(problem.severity == "warning" for problem in found.problems)
    assert [(row.name, row.place.lat, row.place.lon) for row in found.rows] == rows


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_crash(data):
    found = read(b"name,lat,lon,wkt,action,of,country\n" + data)
    for problem in (*found.problems, *read(data).problems):
        assert problem.source == FILE


@given(st.text("name,;\t\"\n\r#|latlonwkt01 .-°'NSEW()", max_size=200))
def test_any_text_is_read_without_a_crash(text):
    found = read(text)
    assert all(row.place is None or -90 <= row.place.lat <= 90 for row in found.rows)
    for problem in found.problems:
        assert problem.line is None or 1 <= problem.line <= text.count("\n") + text.count("\r") + 1


@given(st.text(max_size=40))
def test_any_pair_is_read_or_refused(text):
    try:
        found = parse_point(text)
    except ValueError:
        return
    assert -180 <= found.lon <= 180
    assert -90 <= found.lat <= 90


# -- closed lists


def test_kinds_and_countries():
    assert [kind_of(kind) for kind in KINDS] == list(KINDS)
    assert kind_of("Refugee_Camp") == "camp"
    assert kind_of("thing") is None
    assert ACTIONS == ("place", "alias", "ignore", "prefer", "review")
    names = ("pe", "PER", "Peru", "The Gambia", "DR Congo", "XK", "Türkiye")
    assert [country_code(name) for name in names] == ["PE", "PE", "PE", "GM", "CD", "XK", "TR"]
    assert country_code("Atlantis") is None
