"""Many marks: drawn on canvas, picked under the pointer, filtered, named; and how each of them looks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
from browsers import Visit
from scene import PLACES, Writer, scene
from test_page_browser import modules, serve  # noqa: F401

from geo import page, schema
from geo.layers import arrange
from geo.page import basemap, captions, columns, looks, payload, swatches
from geo.records import Claim, Drawing
from geo.settings import PageSettings

ALL = ("places", "regions", "movements", "situations")
SETTINGS = PageSettings(title="Crowd")


def crowd(layers: schema.Layers, copies: int) -> schema.Layers:
    """The marks of a map again and again, each copy elsewhere; the first where it was."""

    def again(frame: geopandas.GeoDataFrame, key: str) -> geopandas.GeoDataFrame:
        parts = []
        for copy in range(copies):
            east, north = (copy * 37 % 180, copy * 23 % 50) if copy else (0, 0)
            part = frame.set_geometry(frame.geometry.translate(east, north))
            part[key] = [f"{one}-{copy}" if copy else one for one in frame[key]]
            parts.append(part)
        return geopandas.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=frame.crs)

    frames = {name: again(getattr(layers, name), "id") for name in ALL}
    return replace(layers, **frames, areas=again(layers.areas, "mark"), quotes=(), choices=(), courses=())


@pytest.fixture(scope="module")
def few() -> schema.Layers:
    return arrange(*scene(), settings=SETTINGS)


@pytest.fixture(scope="module", params=[3_000, 21_000])
def many(
    request: pytest.FixtureRequest, few: schema.Layers, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A page of so many marks."""
    size = sum(len(getattr(few, name)) for name in ALL)
    path = tmp_path_factory.mktemp("scale") / f"{request.param}.html"
    path.write_text(page.render(crowd(few, request.param // size), settings=SETTINGS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def crowded(browser: Any, many: Path) -> Iterator[Visit]:
    opened = Visit(browser, many)
    yield opened
    opened.close()


PIXELS = """(box) => {
  // of the canvas under a box of the viewport, the red, green, blue and opacity of each pixel
  const copy = Object.assign(document.createElement("canvas"), { width: box.width, height: box.height });
  const brush = copy.getContext("2d", { willReadFrequently: true });
  for (const canvas of document.querySelectorAll(".leaflet-grid-pane canvas")) {
    const at = canvas.getBoundingClientRect();
    brush.drawImage(canvas, at.x - box.x, at.y - box.y);
  }
  return [...brush.getImageData(0, 0, box.width, box.height).data];
}"""
SPOT = """([lon, lat]) => {
  const home = map_geo.getContainer().getBoundingClientRect();
  const at = map_geo.latLngToContainerPoint([lat, lon]);
  return [home.x + at.x, home.y + at.y];
}"""


def about(opened: Visit, name: str, side: int = 8) -> list[tuple[int, ...]]:
    """The painted pixels (red, green, blue, opacity) round a place."""
    x, y = opened.run(SPOT, [PLACES[name].lon, PLACES[name].lat])
    box = {"x": round(x - side / 2), "y": round(y - side / 2), "width": side, "height": side}
    found = opened.run(PIXELS, box)
    return [tuple(found[at : at + 4]) for at in range(0, len(found), 4) if found[at + 3]]


@pytest.mark.browser
def test_many_marks_are_drawn_on_canvas_and_few_as_elements(crowded: Visit) -> None:
    assert crowded.count(".leaflet-grid-pane canvas") >= 2
    assert crowded.count("path.arrow") == 0
    assert crowded.count("path.point") == 0
    assert about(crowded, "Cúcuta")


@pytest.mark.browser
def test_what_lies_under_the_pointer_is_told_and_chosen(crowded: Visit) -> None:
    crowded.run("([lon, lat]) => void map_geo.setView([lat, lon], 8, { animate: false })", [-72.3, 7.9])
    x, y = crowded.run(SPOT, [PLACES["Bucaramanga"].lon, PLACES["Bucaramanga"].lat])
    crowded.page.mouse.move(x, y)
    tip = crowded.page.locator(".tip b")
    tip.wait_for(state="visible")
    assert tip.inner_text() == "Bucaramanga"
    assert crowded.count(".leaflet-place-pane path.selected") == 1, "the mark pointed at is an element"
    crowded.page.mouse.click(x, y)
    assert crowded.text("article.detail h2") == "Bucaramanga"
    crowded.page.keyboard.press("Escape")
    crowded.page.mouse.move(x - 140, y + 90)
    crowded.page.locator(".tip").wait_for(state="hidden")
    crowded.page.mouse.click(x - 140, y + 90)
    assert not crowded.shown("#detail")


@pytest.mark.browser
def test_a_filter_clears_the_canvas(crowded: Visit) -> None:
    crowded.run("([lon, lat]) => void map_geo.setView([lat, lon], 8, { animate: false })", [-72.3, 7.9])
    before = about(crowded, "San Cristóbal")
    crowded.page.uncheck('input[data-group="place-dot"]')
    assert len(about(crowded, "San Cristóbal")) < len(before) / 2
    crowded.page.check('input[data-group="place-dot"]')
    assert about(crowded, "San Cristóbal") == before


@pytest.mark.browser
def test_a_switch_of_the_theme_paints_anew(crowded: Visit) -> None:
    light = about(crowded, "Ocaña", 2)
    for scheme, same in (("dark", False), ("light", True)):
        crowded.page.emulate_media(color_scheme=scheme)
        end = time.monotonic() + 5
        while (about(crowded, "Ocaña", 2) == light) is not same and time.monotonic() < end:
            crowded.page.wait_for_timeout(50)
        assert (about(crowded, "Ocaña", 2) == light) is same


# -- names -------------------------------------------------------------------------------------------

OVERLAPS = """() => {
  const all = document.querySelectorAll(".label");
  const labels = Array.from(all, (one) => [one.textContent, one.getBoundingClientRect()]);
  const across = (a, b) => a.left < b.right - 4 && b.left < a.right - 4;
  const meet = (a, b) => across(a, b) && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  const after = (at, a) => labels.slice(at + 1).filter(([, b]) => meet(a, b));
  return labels.flatMap(([name, a], at) => after(at, a).map(([other]) => [name, other]));
}"""
UNDER = """() => {
  // names, but those of towns, that lie on an arrow's own outline
  const found = new Set();
  for (const label of document.querySelectorAll(".label:not(.place, .major)")) {
    const { left, right, top, bottom } = label.getBoundingClientRect();
    for (const path of document.querySelectorAll("path.arrow")) {
      const screen = path.getScreenCTM().inverse();
      for (let x = left + 4; x < right - 4; x += 5)
        for (let y = top + 4; y < bottom - 4; y += 5)
          if (path.isPointInFill(new DOMPoint(x, y).matrixTransform(screen))) found.add(label.textContent);
    }
  }
  return [...found];
}"""
FAINT = """() => {
  const names = document.querySelectorAll(".label.city, .label.country");
  return Array.from(names, (one) => getComputedStyle(one).opacity);
}"""


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_names_cover_neither_each_other_nor_arrows(
    browser: Any, few: schema.Layers, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "few.html"
    path.write_text(page.render(few, settings=SETTINGS), encoding="utf-8")
    opened = Visit(browser, path, size=size)
    for zoom in (0, 1):
        opened.run("(zoom) => void map_geo.setZoom(map_geo.getZoom() + zoom, { animate: false })", zoom)
        assert opened.count(".label[data-mark]") >= 4
        assert opened.run(OVERLAPS) == []
        assert opened.run(UNDER) == []
    opened.close()


@pytest.mark.browser
def test_names_of_a_crowd_cover_nothing_either(crowded: Visit) -> None:
    assert crowded.count(".label[data-mark]") >= 4
    assert crowded.run(OVERLAPS) == []


@pytest.mark.browser
def test_names_of_the_ground_fade_with_the_rest_while_a_mark_is_chosen(
    browser: Any, few: schema.Layers, tmp_path: Path
) -> None:
    path = tmp_path / "few.html"
    path.write_text(page.render(few, settings=SETTINGS), encoding="utf-8")
    opened = Visit(browser, path)
    assert set(opened.run(FAINT)) == {"1"}
    opened.click("button.row[data-mark]")
    assert set(opened.run(FAINT)) == {"0.4"}
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["مخيم النور الكبير", "Campamento Ñandú"])
def test_a_name_keeps_off_its_dot_whichever_way_it_runs(browser: Any, tmp_path: Path, name: str) -> None:
    w = Writer(f"Trucks reached {name}.\n", title="Trucks")
    place = replace(PLACES["Tibú"], id="r:1", name=name)
    w.place(name, place)
    w.move(f"Trucks reached {name}", "reached", "ARRIVE", Drawing(None), destinations=(w.end(name, place),))
    path = tmp_path / "one.html"
    layers = arrange([w.extract()], [Claim("one", ((0, 0),), (0,), ("x",))], settings=SETTINGS)
    path.write_text(page.render(layers, settings=SETTINGS), encoding="utf-8")
    opened = Visit(browser, path)
    label = opened.page.locator(".label.place").bounding_box()
    dot = opened.page.locator(".leaflet-place-pane path").bounding_box()
    assert label
    assert dot
    gap = max(label["x"] - dot["x"] - dot["width"], dot["x"] - label["x"] - label["width"])
    assert -1 <= gap <= 8
    opened.close()


def row(**more: Any) -> dict[str, Any]:
    """A movement's row as far as its caption and its look need it."""
    usual = {
        "label": "two trucks",
        "noun": "movement",
        "status": "happened",
        "publishers": 1,
        "attribution": "",
        "shape": "arrow",
        "inferred": "",
        "quantity_max": float("nan"),
        "quantity_min": float("nan"),
        "geometry": geopandas.points_from_xy([1], [2])[0],
    }
    return {**usual, **more}


def test_who_claims_it_is_written_apart_from_who_moved() -> None:
    told = captions.label("movements", row(status="claimed", attribution="the port authority; a guard"))
    assert (told["caption"], told["says"]) == ("two trucks", ", says the port authority")
    assert told["rank"] > 0
    assert "rank" not in captions.label("movements", row(label="movement"))
    assert "says" not in captions.label("movements", row(attribution="a guard"))
    assert "says" not in captions.label("movements", row(status="claimed", attribution="two trucks"))


def test_the_ground_names_no_city_that_is_a_mark() -> None:
    ground = {"countries": [["Peru", "PE", -75.0, -10.0, 2, 2.0]], "cities": []}
    ground["cities"] = [
        ["Piura", -80.63, -5.19, 500, 0],
        ["Piura", 10.0, 10.0, 500, 0],
        ["Hamlet", 1.0, 1.0, 9, 0],
    ]
    spot = geopandas.points_from_xy([-80.6], [-5.2])[0]
    marks = [{"id": "m", "name": "San Miguel de Piura", "kind": "city", "country": "PE", "geometry": spot}]
    marks.append({**marks[0], "id": "n", "name": "Peru", "kind": "country"})
    labels = basemap.labels(ground, marks)
    assert [(text, style, twin) for text, style, *_, twin in labels] == [
        ("PERU", "country", "n"),
        ("Piura", "city", "m"),
        ("Piura", "city", ""),
    ]


# -- looks -------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize(
    ("inferred", "expected"),
    [("", [False, False]), ("origin", [True, False]), ("destination", [False, True])],
)
def test_an_end_that_is_only_implied_is_drawn_as_not_stated(
    modules: Any,  # noqa: F811
    inferred: str,
    expected: list[bool],
) -> None:
    look = """async (mark) => {
      const { lookOf } = await import("./look.js");
      const { tail, open } = lookOf({ ...mark, meets: [] });
      return [Boolean(tail), Boolean(open)];
    }"""
    told = row(inferred=inferred)
    mark = {**looks.look("movements", told), "swatch": swatches.name("movements", told)}
    assert modules.evaluate(look, mark) == expected


def test_an_arrow_is_as_wide_as_its_publishers_or_its_people_are_many() -> None:
    def widths(**more: Any) -> list[float]:
        found: list[float] = looks.look("movements", row(**more))["widths"]
        return found

    assert (
        widths(publishers=1)[0] < widths(publishers=3)[0] < widths(publishers=4)[0] == widths(publishers=9)[0]
    )
    assert widths()[1] < widths(quantity_max=5_000.0)[1] < widths(quantity_max=90_000.0)[1]
    assert widths(quantity_min=5_000.0) == widths(quantity_max=5_000.0)
    assert widths(shape="open-head")[0] < widths()[0]


def test_a_table_of_columns_is_read_as_it_was_written() -> None:
    table = columns.table(
        [{"a": 1.0, "b": "x", "c": [0, 2]}, {"a": None, "b": "x", "d": "t"}, {"b": "y", "d": "u"}]
    )
    assert table["size"] == 3
    assert table["columns"]["a"] == {"numbers": [1, None, None]}
    assert table["columns"]["b"] == {"texts": ["x", "x", "y"]} or table["columns"]["b"]["words"] == ["x", "y"]
    assert table["columns"]["c"] == {"spans": [[0, None, None], [2, None, None]]}


@pytest.mark.browser
def test_rows_of_columns_know_what_was_put_in(modules: Any, few: schema.Layers) -> None:  # noqa: F811
    rows: list[dict[str, Any]] = [
        {"a": 1, "b": "x", "c": [0.5, 2], "e": "x", "geometry": columns.shape(few.regions.geometry.iloc[0])},
        {"a": None, "b": "x", "d": {"deep": [1]}, "e": None},
        *({"a": 2.5, "b": "y", "e": f"t{number}"} for number in range(4)),
    ]
    read = """async (table) => {
      const { rowsOf } = await import("./columns.js");
      const rows = rowsOf(table, "kind", { next: (row) => row.at + 1, shape: (row) => row.geometry?.type });
      const names = ["a", "b", "c", "d", "e", "next", "type", "shape"];
      return rows.map((row) => names.map((name) => row[name] ?? null));
    }"""
    found = modules.evaluate(read, columns.table(rows))
    assert found[0] == [1, "x", [0.5, 2], None, "x", 1, "kind", "Polygon"]
    assert found[1] == [None, "x", None, {"deep": [1]}, None, 2, "kind", None]
    assert [one[4] for one in found[2:]] == ["t0", "t1", "t2", "t3"]


def test_the_page_of_many_marks_stays_small(few: schema.Layers) -> None:
    packed = payload.pack(crowd(few, 100), settings=SETTINGS)
    size = 100 * sum(len(getattr(few, name)) for name in ALL)
    ground = len(payload.pack(few, settings=SETTINGS).blob)
    assert (len(packed.blob) - ground) / size < 60
