"""Tables as people and spreadsheets make them: headers in other languages, encodings, spoiled numbers."""

from __future__ import annotations

import pytest

from geo.gazetteer.rows import Rows, parse_rows


def read(data: bytes | str) -> Rows:
    return parse_rows(data.encode() if isinstance(data, str) else data, source="mine.csv")


@pytest.mark.parametrize(
    "text",
    [
        "nom;latitude;longitude;pays;autres noms;remarque\nKorvilla;12,5;-8,25;ML;Corvilla;près du pont",
        "Nombre,Latitud,Longitud,País,Otros nombres,Notas\nKorvilla,12.5,-8.25,ML,Corvilla,près du pont",
        "Nome;Latitude;Longitude;Pai\u0301s;Outros nomes;Nota\nKorvilla;12,5;-8,25;ML;Corvilla;près du pont",
        "Ort;Breitengrad;Längengrad;Land;Varianten;Notiz\nKorvilla;12,5;-8,25;ML;Corvilla;près du pont",
        "Название;Широта;Долгота;Страна;Варианты;Примечание\nKorvilla;12,5;-8,25;ML;Corvilla;près du pont",
        "الاسم,خط العرض,خط الطول,البلد,أسماء أخرى,ملاحظة\nKorvilla,12.5,-8.25,ML,Corvilla,près du pont",
        "Yer;Enlem;Boylam;Ülke;Diğer adlar;Not\nKorvilla;12,5;-8,25;ML;Corvilla;près du pont",
        "名称,纬度,经度,国家,别名,备注\nKorvilla,12.5,-8.25,ML,Corvilla,près du pont",
    ],
)
def test_headers_of_many_languages(text):
    found = read(text)
    assert found.problems == ()
    (row,) = found.rows
    assert (row.name, row.place.lat, row.place.lon) == ("Korvilla", 12.5, -8.25)
    assert (row.country, row.aliases, row.place.note) == ("ML", ("Corvilla",), "près du pont")
    assert row.place.extra == ()


def test_words_of_another_language_count_only_in_its_tables():
    (row,) = read("name,lat,lon,land,ort,not\nIca,-14.07,-75.73,300 ha,north,so").rows
    assert dict(row.place.extra) == {"land": "300 ha", "ort": "north", "not": "so"}
    (row,) = read("name,lat,lon,land,art\nIca,-14.07,-75.73,300 ha,oil").rows
    assert dict(row.place.extra) == {"land": "300 ha", "art": "oil"}


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_encodings_with_and_without_a_mark(codec):
    found = read("name\tlat\tlon\r\nLüderitz Qala\t-26,648\t15,159\r\n".encode(codec))
    assert found.problems == ()
    assert (found.rows[0].name, found.rows[0].place.lat) == ("Lüderitz Qala", -26.648)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nname;lat;lon\r\nKorvilla;12,5;-8,25\r\n",
        '"sep=;"\r\nname;lat;lon\r\nKorvilla;12,5;-8,25\r\n',
        "sep=|\r\nname|lat|lon\r\nKorvilla|12.5|-8.25\r\n",
        "name|lat|lon\nKorvilla|12.5|-8.25\n",
        "name;lat;lon;;;\nKorvilla;12,5;-8,25;;;\n",
        "name,lat,lon\nKorvilla,1.25E+01,-8.25E+00\n",
        "name,lat,lon\nKorvilla,'12.5,'-8.25\n",
        "name\tlat\tlon\tpop\nKorvilla\t12,5\u00a0\t\u22128,25\t1.2E+04\n",
        "name,lat,lon\rKorvilla,12.5,-8.25\r",
        'name,lat,lon\n="Korvilla",="12.5",="-8.25"\n',
        'name;lat;lon\n"=""Korvilla""";"=""12,5""";"=""-8,25"""\n',
    ],
)
def test_habits_of_spreadsheets(text):
    found = read(text)
    assert found.problems == ()
    (row,) = found.rows
    assert (row.name, row.place.lat, row.place.lon) == ("Korvilla", 12.5, -8.25)


def test_titles_above_the_header_are_passed_over_with_a_warning():
    found = read("Places of the field office\n\nStand: May\nname,lat,lon\nKorvilla,12.5,-8.25\n")
    assert [row.line for row in found.rows] == [5]
    (told,) = found.problems
    assert (told.severity, told.line, told.code) == ("warning", 1, "header")
    faulty = read("Places of the field office\nplace of it,lat\nKorvilla,12.5\n")
    assert [(one.severity, one.line) for one in faulty.problems] == [("error", 1)]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("12-May", "made a date of it"),
        ("2024-05-12 00:00:00", "made a date of it"),
        ("Mai 24", "made a date of it"),
        ("36.340.000", "between thousands"),
        ("#REF!", "error of a formula"),
        ("####", "error of a formula"),
    ],
)
def test_spoiled_numbers_are_told_with_what_spoiled_them(cell, words):
    (told,) = read(f"name;lat;lon\nKorvilla;{cell};-8,25\n").problems
    assert (told.line, told.column, told.severity) == (2, "lat", "error")
    assert words in told.message


def test_text_that_a_formula_keeps_from_a_spreadsheet_is_text():
    (row,) = read('name,lat,lon,id,ward\nKorvilla,12.5,-8.25,="0071",="03"\n').rows
    assert (row.ident, dict(row.place.extra)) == ("0071", {"ward": "03"})
    (row,) = read('name,lat,lon,note\nKorvilla,12.5,-8.25,a="b"\n').rows
    assert row.place.note == 'a="b"'


@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("Add", "place"),
        ("move", "place"),
        ("not a place", "ignore"),
        ("Alias of", "alias"),
        ("area", "place"),
    ],
)
def test_other_words_for_actions(word, action):
    found = read(f"name,lat,lon,action,of\nKorvilla,12.5,-8.25,{word},Paris\n")
    assert found.problems == ()
    assert [row.action for row in found.rows] == [action]


def test_a_row_may_prefer_a_known_place():
    found = read("name,action,country,of\nTripoli,prefer,LB,\nSpringfield,prefer,,geonames:4951788\n")
    assert found.problems == ()
    assert [(row.action, row.of, row.countries) for row in found.rows] == [
        ("prefer", "Tripoli", ("LB",)),
        ("prefer", "geonames:4951788", ()),
    ]


def test_a_shape_may_be_geojson():
    cell = '"{""type"":""Polygon"",""coordinates"":[[[30,10],[40,40],[20,40],[30,10]]]}"'
    (row,) = read(f"name,geometry\nPocket,{cell}\n").rows
    assert row.shape is not None
    assert row.place.kind == "region"
    (told,) = read('name,geometry\nPocket,"{""type"":""Polygon""}"\n').problems
    assert (told.column, told.severity) == ("geometry", "error")
