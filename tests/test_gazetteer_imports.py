"""Other people's gazetteers: every form read, ids kept, layers listed and taken away, through the command."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from geo.errors import GazetteerError
from geo.gazetteer import imports, open_gazetteer
from geo.gazetteer.imports.outlines import located_json
from geo.gazetteer.rows import read_rows


def geo(*words: str, folder: Path, cache: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "geo", *words]
    if words[:2] in {("gazetteer", "add"), ("gazetteer", "status")} or words[0] in {
        "find",
        "build",
        "extract",
    }:
        command += ["--cache", str(cache)]
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, env=environment
    )
    assert done.returncode == code, done.stderr
    return done


def nowhere(*_: str) -> None:
    return None


def by_name(path: Path, locate=nowhere):
    return {found.name: found for found in imports.read(path, locate).places}


UPPER = """ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM2_REF,center_lat,center_lon
Benin,BJ,Atacora,BJ01,Kerou,BJ0101,Kérou,10.82,2.10
Benin,BJ,Atacora,BJ01,Materi,BJ0102,,10.69,1.06
"""
LOWER = """admin0Name_en;admin0Pcode;admin1Name_en;admin1Name_fr;admin1Pcode
Benin;BJ;Mountains of Atacora;Atacora;BJ01
Benin;BJ;Nowherelund;;BJ99
"""
NEWEST = """adm0_name,adm0_pcode,adm1_name,adm1_name1,adm1_pcode,iso3
Benin,BJ,Borgou,Borgou FR,BJ04,BEN
"""


def test_pcodes_in_capitals(tmp_path):
    path = tmp_path / "bj.csv"
    path.write_text("\ufeff" + UPPER, "utf-8")
    found = by_name(path)
    assert found["Kerou"].ident == "pcode:BJ0101"
    assert found["Kerou"].point == (2.10, 10.82)
    assert found["Kerou"].kind == "admin2"
    assert found["Kerou"].country == "BJ"
    assert found["Kerou"].admin1 == "Atacora"
    assert found["Kerou"].aliases == ("Kérou",)
    assert ("pcode", "BJ01") in found["Atacora"].codes
    assert found["Atacora"].point == (1.58, 10.755)
    assert "middle" in found["Atacora"].note


@pytest.mark.parametrize(
    ("text", "name", "alias"), [(LOWER, "Mountains of Atacora", "Atacora"), (NEWEST, "Borgou", "Borgou FR")]
)
def test_pcodes_in_small_letters(tmp_path, text, name, alias):
    path = tmp_path / "bj.csv"
    path.write_text(text, "utf-8")
    found = by_name(path, lambda *told: (2.0, 10.0) if told[2] == "BJ" else None)
    assert found[name].kind == "admin1"
    assert alias in found[name].aliases or alias == found[name].name
    assert found[name].point == (2.0, 10.0)


def test_divisions_without_coordinates_take_those_of_the_world_and_the_rest_is_told(tmp_path, cache):
    (tmp_path / "bj.csv").write_text(LOWER.replace("Mountains of Atacora", "Atacora"), "utf-8")
    done = geo(
        "gazetteer",
        "add",
        "bj.csv",
        "--source",
        "OCHA",
        "--licence",
        "CC BY",
        folder=tmp_path,
        cache=cache,
        code=3,
    )
    assert "Nowherelund" in done.stderr
    assert "OCHA" in done.stderr
    found = geo("find", "Atacora", "--json", folder=tmp_path, cache=cache)
    (first, *_) = json.loads(found.stdout)
    assert first["id"] == "pcode:BJ01"
    assert first["licence"] == "CC BY"


def test_a_spreadsheet_keeps_leading_zeros(tmp_path):
    path = tmp_path / "bj.xlsx"
    frame = pd.DataFrame(
        {"ADM1_EN": ["Zou"], "ADM1_PCODE": ["012"], "latitude": ["7.2"], "longitude": ["2.1"]}
    )
    import pyogrio

    pyogrio.write_dataframe(frame, path, driver="XLSX")
    assert by_name(path)["Zou"].ident == "pcode:012"


def test_who_is_on_first(tmp_path):
    path = tmp_path / "wof.csv"
    path.write_text(
        "id,name,placetype,geom_latitude,geom_longitude,iso_country,wd_id,is_current\n"
        "101,Ushguli,locality,42.91,43.01,GE,Q1005,1\n102,Gone,locality,1,1,GE,,0\n",
        "utf-8",
    )
    found = by_name(path)
    assert list(found) == ["Ushguli"]
    assert found["Ushguli"].ident == "wof:101"
    assert ("wikidata", "Q1005") in found["Ushguli"].codes
    assert found["Ushguli"].kind == "city"


def test_linked_places_as_a_table(tmp_path):
    path = tmp_path / "places.tsv"
    path.write_text(
        "id\ttitle\ttitle_source\tstart\tccodes\tvariants\ttypes\tmatches\tlon\tlat\tgeowkt\n"
        "m1\tTelavi\tmap\t1870\tGE\tThelawi; Телави@ru\tsettlement\tgn:611694;wd:Q1\t45.47\t41.92\t\n"
        "m2\tKura\tmap\t1870\tGE\t\triver\t\t\t\tLINESTRING(43 41.9, 45 41.5)\n",
        "utf-8",
    )
    found = by_name(path)
    assert found["Telavi"].codes == (("geonames", "611694"), ("wikidata", "Q1"))
    assert found["Telavi"].aliases == ("Thelawi", "Телави")
    assert found["Kura"].wkt.startswith("LINESTRING")
    assert found["Kura"].kind == "river"


def test_linked_places_as_json(tmp_path):
    path = tmp_path / "places.json"
    feature = {
        "@id": "https://example.org/p/7",
        "type": "Feature",
        "properties": {"title": "Gori", "ccodes": ["GE"]},
        "names": [{"toponym": "Gori"}, {"toponym": "Gorijvari"}],
        "types": [{"label": "fort"}, {"label": "town"}],
        "links": [{"type": "closeMatch", "identifier": "https://www.wikidata.org/wiki/Q174306"}],
        "geometry": {
            "type": "GeometryCollection",
            "geometries": [{"type": "Point", "coordinates": [44.1, 41.98]}],
        },
    }
    bare = {**feature, "@id": "x:8", "properties": {"title": "Lost"}, "geometry": None}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, bare]}), "utf-8")
    made = imports.read(path, nowhere)
    (gori,) = made.places
    assert gori.point == (44.1, 41.98)
    assert gori.kind == "city"
    assert gori.aliases == ("Gorijvari",)
    assert gori.codes == (("wikidata", "Q174306"),)
    assert gori.ident == "https://example.org/p/7"
    assert made.left_out == ("1 places without a name or coordinates",)


@pytest.mark.parametrize("form", ["layer.geojson", "layer.gpkg", "layer.kml", "layer.shp", "layer.zip"])
def test_layers_of_gis_programs(tmp_path, form):
    frame = geopandas.GeoDataFrame(
        {"Name": ["Camp Ulu", "Old Quarter"], "pcode": ["X01", "X02"]},
        geometry=[Point(30.5, 4.5), Polygon([(30, 4), (31, 4), (31, 5), (30, 4)])],
        crs="EPSG:4326",
    )
    path = tmp_path / form
    if form == "layer.shp":
        frame = frame.iloc[[1]]
    if form == "layer.zip":
        (tmp_path / "in").mkdir()
        frame.iloc[[1]].to_file(tmp_path / "in" / "layer.shp")
        with zipfile.ZipFile(path, "w") as archive:
            for part in (tmp_path / "in").iterdir():
                archive.write(part, part.name)
    elif form == "layer.gpkg":
        frame.to_crs("EPSG:32636").to_file(path)
    else:
        frame.to_file(path, driver="KML" if form.endswith("kml") else None)
    found = by_name(path)
    assert found["Old Quarter"].wkt.startswith(("POLYGON", "MULTIPOLYGON"))
    if form != "layer.kml":
        assert ("pcode", "X02") in found["Old Quarter"].codes
    if "Camp Ulu" in found:
        assert found["Camp Ulu"].point == pytest.approx((30.5, 4.5), abs=1e-5)


def test_an_extract_of_geonames_also_in_a_zip(tmp_path):
    row = ["611717", "Tbilisi", "Tbilisi", "Tiflis,http://x.org/y,TBS", "41.69", "44.83", "P", "PPLC", "GE"]
    text = "\t".join([*row, "", "51", "", "", "", "1049498", "", "", "Asia/Tbilisi", "2024-01-01"])
    (tmp_path / "GE.txt").write_text(f"{text}\nbroken\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "GE.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("GE.txt", text)
    found = by_name(tmp_path / "GE.txt")["Tbilisi"]
    assert found.ident == "geonames:611717"
    assert found.aliases == ("Tiflis",)
    assert found.kind == "city"
    assert found.population == "1049498"
    assert by_name(tmp_path / "GE.zip")["Tbilisi"] == found
    assert imports.read(tmp_path / "GE.txt", nowhere).left_out


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "name,latitude,longitude\nX,,\n", "\x00\x01\x02", "{}", "[1]", "null"]
)
@pytest.mark.parametrize("ending", ["csv", "json", "gpkg", "zip", "doc"])
def test_what_is_no_gazetteer_is_said(tmp_path, text, ending):
    path = tmp_path / f"x.{ending}"
    path.write_text(text, "utf-8")
    with pytest.raises(GazetteerError, match="expected"):
        imports.read(path, nowhere)


@given(
    st.recursive(
        st.none() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=9
    ),
    st.sampled_from(["Point", "Polygon", "LineString", "MultiPolygon", "Pie"]),
)
def test_no_geometry_breaks_it(coordinates, kind):
    point, wkt = located_json({"type": kind, "coordinates": coordinates})
    assert point is None or wkt == ""


def test_what_is_written_is_read_again_whole(tmp_path):
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["name", "latitude", "longitude", "wikidata", "description"])
        table.writerow(["=Ward 7", "1.5", "32.5", "Q77", '=1+1, "quoted"'])
        table.writerow(["Ward; eight", "1.6", "32.6", "Q78", "two\nlines"])
    made = imports.read(path, nowhere)
    out = tmp_path / "gazetteer" / "wards.csv"
    out.parent.mkdir()
    layer = imports.Layer("wards", out, made.form, "a\nb", "CC0", "2026-01-01", "in.csv", 2)
    out.write_text(imports.write_layer(layer, made.places), "utf-8")
    rows = read_rows(out)
    assert rows.problems == ()
    assert [row.name for row in rows.rows] == ["Ward 7", "Ward; eight"]
    assert [row.place.id for row in rows.rows] == ["wikidata:Q77", "wikidata:Q78"]
    assert all(not row.prefer for row in rows.rows)
    (listed,) = imports.layers(out.parent)
    assert (listed.name, listed.source, listed.rows) == ("wards", "a b", 2)


def test_a_layer_is_added_listed_exported_and_removed(tmp_path, cache):
    (tmp_path / "bj.csv").write_text(UPPER.replace("Kerou", "Kerouzo"), "utf-8")
    (tmp_path / "r.txt").write_text("Traders left Kerouzo for Parakou in Benin on Monday.", "utf-8")
    geo("gazetteer", "add", "bj.csv", "--name", "Benin 2024!", folder=tmp_path, cache=cache)
    (tmp_path / "gazetteer" / "mine.csv").write_text("name,latitude,longitude\nX1,1,1\n", "utf-8")
    listed = geo("gazetteer", "list", folder=tmp_path, cache=cache).stdout
    assert "benin-2024 | 4 places (P-codes)" in listed
    told = json.loads(geo("gazetteer", "status", "--json", folder=tmp_path, cache=cache).stdout)
    assert [layer["rows"] for layer in told["layers"]] == [4]
    assert told["files"] == [{"file": "gazetteer/mine.csv", "rows": 1}]
    assert "4 places" in geo("gazetteer", "status", folder=tmp_path, cache=cache).stdout
    geo("check", folder=tmp_path, cache=cache)
    geo("build", "r.txt", "--format", "geojson,csv", folder=tmp_path, cache=cache)
    places = json.loads((tmp_path / "maps" / "places.geojson").read_text("utf-8"))["features"]
    kerou = next(one for one in places if "Kerouzo" in one["properties"]["names"])
    assert kerou["id"] == "pcode:BJ0101"
    assert kerou["properties"]["pcode"] == "BJ0101"
    with (tmp_path / "maps" / "places.csv").open(encoding="utf-8") as file:
        assert "BJ0101" in [row["pcode"] for row in csv.DictReader(file)]
    line = json.loads(geo("extract", "r.txt", folder=tmp_path, cache=cache).stdout)
    named = next(one for one in line["places"] if one["text"] == "Kerouzo")
    assert named["extra"] == {"pcode": "BJ0101", "level": "admin2"}
    geo("gazetteer", "add", "bj.csv", "--name", "mine", folder=tmp_path, cache=cache, code=1)
    geo("gazetteer", "remove", "mine", folder=tmp_path, cache=cache, code=1)
    geo("gazetteer", "remove", "benin-2024", folder=tmp_path, cache=cache)
    assert sorted(path.name for path in (tmp_path / "gazetteer").iterdir()) == ["mine.csv"]


def test_a_layer_settles_no_name_by_itself(tmp_path, cache):
    table = tmp_path / "in.csv"
    table.write_text("name,latitude,longitude,country\nParis,1.0,32.0,UG\n", "utf-8")
    out = tmp_path / "layer.csv"
    made = imports.read(table, nowhere)
    out.write_text(imports.write_layer(imports.Layer("a", out), made.places), "utf-8")
    found = open_gazetteer([out], cache=cache).candidates("Paris")
    assert found[0].place.country == "FR"
    assert any(one.place.country == "UG" for one in found)
    assert not any(one.wins for one in found if one.place.country == "UG")
