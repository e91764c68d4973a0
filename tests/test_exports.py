"""exports: RFC 7946, CSV that spreadsheets cannot be tricked by, writes that are all or nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import from_wkt

from geo import exports
from geo.errors import OutputError


def frame(**columns):
    rows = len(next(iter(columns.values())))
    base = {"id": [f"x{n}" for n in range(rows)], **columns}
    return gpd.GeoDataFrame(base, geometry=[from_wkt("POINT (12.3456789 -1.5)")] * rows, crs="EPSG:4326")


def test_geojson_is_rfc_7946():
    made = json.loads("".join(exports.geojson(frame(title=["Bamako"], names=[("a", "b")]))))
    assert made["type"] == "FeatureCollection"
    assert "crs" not in made
    (feature,) = made["features"]
    assert feature["id"] == "x0"
    assert feature["geometry"] == {"type": "Point", "coordinates": [12.345679, -1.5]}
    assert feature["properties"] == {"title": "Bamako", "names": "a; b"}


def test_a_row_without_geometry_is_kept():
    made = frame(title=["nowhere"])
    made["geometry"] = None
    (feature,) = json.loads("".join(exports.geojson(made)))["features"]
    assert feature["geometry"] is None


@given(st.text(max_size=40))
def test_any_text_survives_geojson(text):
    made = "".join(exports.geojson(frame(title=[text])))
    (feature,) = json.loads(made.encode("utf-8", "surrogatepass"))["features"]
    assert feature["properties"]["title"] == text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\tx"])
def test_a_cell_is_never_a_formula(cell):
    rows = list(csv.reader(io.StringIO("".join(exports.table(frame(title=[cell]))))))
    assert rows[1][1] == f"'{cell}"


def test_csv_keeps_quotes_and_newlines():
    rows = list(
        csv.DictReader(io.StringIO("".join(exports.table(frame(title=['He said "go",\nthen left'])))))
    )
    assert rows[0]["title"] == 'He said "go",\nthen left'
    assert rows[0]["wkt"].startswith("POINT (12.3")


def test_all_files_are_written(tmp_path):
    exports.write({tmp_path / "new" / "a.txt": "á", tmp_path / "b.txt": "b\n"})
    assert (tmp_path / "new" / "a.txt").read_text("utf-8") == "á"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.txt", "new"]


def test_a_failed_write_leaves_what_was_there(tmp_path):
    old = tmp_path / "index.html"
    old.write_text("the last map")
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(OutputError, match="choose another folder"):
        exports.write({old: "the next map", blocked / "report.json": "{}"})
    assert old.read_text() == "the last map"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "index.html"]


def test_an_interrupt_while_writing_leaves_what_was_there(tmp_path, monkeypatch):
    old = tmp_path / "index.html"
    old.write_text("the last map")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(exports.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        exports.write({old: "half a map"})
    assert old.read_text() == "the last map"
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_written_files_can_be_read_by_others(tmp_path):
    exports.write({tmp_path / "a.txt": "a"})
    assert Path(tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644
