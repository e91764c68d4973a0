"""What a reader takes along: picture, drawing, data, frame and print, each opened and looked into."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from browsers import DESKTOP, PHONE, Visit
from scene import PLACES, Writer, curve, scene

from geo import page, schema
from geo.layers import arrange
from geo.page import saving
from geo.records import Claim, Drawing, Place
from geo.settings import PageSettings

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
TITLE = 'Flight & "return" in the <hills>'
SETTINGS = PageSettings(title=TITLE, subtitle="Two reports, March 2031")
FORMULA = "=HYPERLINK(1)"
NADI = Place("t:20", "Nadi", "city", 177.417, -17.803, "FJ", "Western", 42_000, 4.0)
APIA = Place("t:21", "Apia", "city", -171.766, -13.833, "WS", "", 37_000, 4.0)


def told(title: str, who: str, start: Place, end: Place) -> Writer:
    """A report of one movement."""
    sentence = f"{who} went from {start.name} to {end.name}"
    writer = Writer(f"{sentence}.\n", title=title, publisher="@Desk", published="2031-03-07")
    for place in (start, end):
        writer.place(place.name, place)
    line: Drawing = Drawing(curve(start, end), model="both ends", shape="arrow")
    if abs(start.lon - end.lon) > 180:
        cut = (((177.417, -17.803), (180.0, -16.8)), ((-180.0, -16.8), (-171.766, -13.833)))
        whole = ((177.417, -17.803), (180.0, -16.8), (188.234, -13.833))
        line = replace(line, geometry={"type": "MultiLineString", "coordinates": cut}, arrows=(whole,))
    writer.move(
        sentence,
        "went",
        "RETURN",
        line,
        mover=who,
        origins=(writer.end(start.name, start),),
        destinations=(writer.end(end.name, end),),
    )
    return writer


def layers_of(*writers: Writer) -> schema.Layers:
    extracts, claims = scene()
    for number, writer in enumerate(writers):
        claims.append(Claim(f"claim-{number}", ((len(extracts), 0),), (len(extracts),), ("@Desk",)))
        extracts.append(writer.extract())
    return arrange(extracts, claims, settings=SETTINGS)


@pytest.fixture(scope="module")
def layers() -> schema.Layers:
    return layers_of(told("+1 \u202b", FORMULA, PLACES["Cúcuta"], PLACES["Arauca"]))


@pytest.fixture(scope="module")
def path(layers: schema.Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(layers, tmp_path_factory.mktemp("save"))


def written(layers: schema.Layers, folder: Path, **settings: Any) -> Path:
    own = replace(SETTINGS, **settings)
    (folder / "map.html").write_text(page.render(layers, settings=own), encoding="utf-8", newline="\n")
    return folder / "map.html"


Open = Callable[..., "Taker"]


class Taker:
    """A page from which things are taken."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        visit.page.set_default_timeout(20_000)
        visit.tap("#enter-save")

    def take(self, way: str) -> bytes:
        with self.visit.page.expect_download() as coming:
            self.visit.tap(f"[data-save={way}]")
        assert coming.value.suggested_filename == f"Flight-return-in-the-hills.{way}"
        return Path(coming.value.path()).read_bytes()

    def features(self) -> list[dict[str, Any]]:
        content = json.loads(self.take("geojson"))
        assert content["type"] == "FeatureCollection"
        found: list[dict[str, Any]] = content["features"]
        return found

    def switch(self, group: str) -> None:
        """Turn the marks of a row of the legend off or on."""
        self.visit.tap(f'#legend [data-group="{group}"]')

    def printed(self, **options: Any) -> bytes:
        return bytes(self.visit.page.pdf(prefer_css_page_size=True, **options))


@pytest.fixture
def open_(browser: Any, path: Path) -> Iterator[Open]:
    visits = []

    def opened(other: Path | None = None, **options: Any) -> Taker:
        visits.append(Visit(browser, other or path, **options))
        return Taker(visits[-1])

    yield opened
    for visit in visits:
        visit.close()


def drawing(code: bytes) -> ET.Element:
    return ET.fromstring(code)  # noqa: S314  (our own)


# -- picture and drawing -------------------------------------------------------------------------


def test_a_picture_is_as_large_as_it_looks_and_not_blank(open_: Open) -> None:
    image = pytest.importorskip("PIL.Image")
    taker = open_()
    taken = image.open(io.BytesIO(taker.take("png"))).convert("RGB")
    width, height = taker.visit.run("() => Object.values(globalThis.map_geo.getSize())")
    assert taken.width == pytest.approx(2 * (width + 262), abs=4)
    assert taken.height >= 2 * height
    colours = taken.crop((0, taken.height - 2 * height, 2 * width, taken.height)).getcolors(1 << 20)
    shares = {colour: count / (4 * width * height) for count, colour in colours}
    assert shares[(247, 245, 240)] > 0.3, "land"
    assert shares[(213, 94, 0)] > 0.001, "arrows"
    assert shares[(0, 103, 163)] > 0.0005, "places"


@pytest.mark.parametrize(
    ("size", "scheme", "paper"),
    [(DESKTOP, "light", "rgb(255, 255, 255)"), (PHONE, "dark", "rgb(27, 31, 36)")],
)
def test_a_drawing_needs_nothing_else(open_: Open, size: tuple[int, int], scheme: str, paper: str) -> None:
    taken = open_(size=size, color_scheme=scheme).take("svg")
    root, code = drawing(taken), taken.decode()
    assert root.tag == f"{SVG}svg"
    for one in root.iter():
        links = [value for name, value in one.attrib.items() if name.endswith("href")]
        assert all(link.startswith(("data:image/png", "#")) for link in links)
        assert one.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject", f"{SVG}use"}
    assert not re.findall(r"var\(|color-mix|color\(", code)
    named = {one.get("id") for one in root.iter()}
    assert set(re.findall(r"url\(&quot;#([\w-]+)", code)) <= named
    assert next(root.iter(f"{SVG}rect")).get("fill") == paper


def test_a_drawing_says_what_the_page_says(open_: Open) -> None:
    taker = open_()
    root = drawing(taker.take("svg"))
    lines = [" ".join("".join(one.itertext()).split()) for one in root.iter(f"{SVG}text")]
    for words in (TITLE, "Two reports, March 2031", "Reported as happened", "Town or city", "N ↑"):
        assert words in lines
    assert "Schematic course, not the route." in lines
    assert any("Natural Earth" in line for line in lines)
    assert any(re.fullmatch(r"\d+ km", line) for line in lines)
    seen = taker.visit.run(
        "() => [...document.querySelectorAll('.label')].map((one) => one.textContent.replace(/\\s+/g, ' '))"
    )
    assert "Cúcuta" in seen
    assert {label.strip() for label in seen} <= set(lines)


def test_words_of_a_drawing_stand_where_they_are_seen(open_: Open) -> None:
    taker = open_()
    root = drawing(taker.take("svg"))
    frame = next(one for one in root if one.tag == f"{SVG}svg")
    find = """(name) => {
      const label = [...document.querySelectorAll(".label")].find((one) => one.textContent === name);
      const [box, map] = [label, globalThis.map_geo.getContainer()].map((one) => one.getBoundingClientRect());
      return [box.left - map.left, (box.top + box.bottom) / 2 - map.top];
    }"""
    words = {"".join(one.itertext()).strip(): one for one in frame.iter(f"{SVG}text")}
    for name in ("Cúcuta", "Arauca"):
        left, middle = taker.visit.run(find, name)
        first = words[name][0]
        assert float(first.get("x", "")) == pytest.approx(left, abs=4)
        assert float(first.get("y", "")) == pytest.approx(middle + 4, abs=3)
    arrows = [one for one in frame.iter(f"{SVG}path") if one.get("fill") == "rgb(213, 94, 0)"]
    assert len(arrows) >= taker.visit.count("path.arrow.happened")


def test_what_is_switched_off_is_in_neither_drawing_nor_legend(open_: Open) -> None:
    taker = open_()
    taker.switch("movement-happened")
    code = taker.take("svg").decode()
    assert "Reported as happened" not in re.sub("<[^>]+>", "", code)
    assert "Claimed by a party" in re.sub("<[^>]+>", "", code)
    assert re.search(r"· \d+ of \d+ marks", re.sub("<[^>]+>", "", code))


# -- data ----------------------------------------------------------------------------------------


def rows_of(layers: schema.Layers) -> dict[str, dict[str, Any]]:
    frames = (getattr(layers, name) for name in ("places", "regions", "movements", "situations"))
    return {row["id"]: row for frame in frames for row in frame.to_dict("records")}


def test_geojson_is_what_is_shown_with_its_evidence(open_: Open, layers: schema.Layers) -> None:
    rows = rows_of(layers)
    features = {one["id"]: one for one in open_().features()}
    hidden = {"region-passing", "movement-denied"}
    assert set(features) <= set(rows)
    assert len(features) >= len(rows) - len(hidden)
    for mark, feature in features.items():
        own, row = feature["properties"], rows[mark]
        assert list(own) == list(saving.COLUMNS)
        for name in set(saving.COLUMNS) & set(row) - {"title"}:
            empty = row[name] == "" or row[name] != row[name]
            assert own[name] == (None if empty else pytest.approx(row[name])), (mark, name)
        assert own["sentence"]
        assert own["sources"]
        west, south, east, north = row["geometry"].bounds
        spots = list(points(feature["geometry"]["coordinates"]))
        assert feature["geometry"]["type"] == row["geometry"].geom_type
        assert min(lon for lon, _ in spots) == pytest.approx(west, abs=1e-4)
        assert max(lat for _, lat in spots) == pytest.approx(north, abs=1e-4)
        assert (max(spots)[0], min(lat for _, lat in spots)) == pytest.approx((east, south), abs=1e-4)
    flight = features["claim-flight"]["properties"]
    assert (
        flight["sentence"] == "About 1,200 families fled Tibú for Cúcuta on Tuesday, the town's mayor said."
    )
    assert flight["sources"] == (
        "The Andean Courier, 5 March 2031, Families leave Tibú as fighting nears, "
        "https://courier.example/tibu; "
        "Radio Frontera, 6 March 2031, Displaced people reach Cúcuta"
    )


def points(part: Any) -> Iterator[tuple[float, float]]:
    if isinstance(part[0], float | int):
        yield part[0], part[1]
    else:
        for one in part:
            yield from points(one)


def test_data_follow_the_filters(open_: Open) -> None:
    taker = open_()
    before = taker.features()
    taker.switch("movement-happened")
    after = taker.features()
    gone = {one["id"] for one in before} - {one["id"] for one in after}
    happened = {
        one["id"]
        for one in before
        if one["properties"]["type"] == "movement" and one["properties"]["status"] == "happened"
    }
    assert gone == happened != set()
    assert taker.visit.text("#save .count").startswith(f"{len(after)} of ")
    assert {row["id"] for row in table(taker.take("csv"))} == {one["id"] for one in after}


def table(code: bytes) -> list[dict[str, str]]:
    assert code.startswith(b"\xef\xbb\xbf"), "spreadsheets read UTF-8 by it"
    text = code.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_holds_what_geojson_holds(open_: Open) -> None:
    shapely = pytest.importorskip("shapely")
    taker = open_()
    features, rows = taker.features(), table(taker.take("csv"))
    assert len(rows) == len(features) > 10
    for row, feature in zip(rows, features, strict=True):
        assert row["id"] == feature["id"]
        drawn, line = shapely.geometry.shape(feature["geometry"]), shapely.from_wkt(row["wkt"])
        assert line.equals(drawn)
        if drawn.geom_type == "Point":
            assert (float(row["longitude"]), float(row["latitude"])) == (drawn.x, drawn.y)
        for name, value in feature["properties"].items():
            text = "" if value is None else value
            if isinstance(text, str):
                assert row[name].removeprefix("'") == text.removeprefix("'")
            else:
                assert float(row[name]) == text


def test_a_spreadsheet_runs_nothing_of_a_report(open_: Open) -> None:
    rows = table(open_().take("csv"))
    found = next(row for row in rows if row["mover"].endswith(FORMULA))
    assert found["mover"] == f"'{FORMULA}"
    assert found["sources"].startswith("'@Desk")
    numbers = {"longitude", "latitude"}
    for row in rows:
        risky = {name for name, text in row.items() if re.match(r"[=+\-@\t\r]", text)}
        assert risky <= numbers, "but numbers below zero"


def test_nothing_shown_is_nothing_saved(open_: Open) -> None:
    taker = open_()
    taker.visit.run(
        "() => document.querySelectorAll('#legend [data-group]:checked').forEach((one) => one.click())"
    )
    assert taker.features() == []
    assert table(taker.take("csv")) == []


def test_shapes_over_the_date_line_are_cut_there(open_: Open, tmp_path: Path) -> None:
    layers = layers_of(told("Boat", "A crew", NADI, APIA))
    assert layers.turned
    taker = open_(written(layers, tmp_path))
    rows = rows_of(layers)
    for feature in taker.features():
        assert all(-180 <= lon <= 180 for lon, _ in points(feature["geometry"]["coordinates"]))
        if feature["id"] == "claim-0":
            assert feature["geometry"]["type"] == "MultiLineString"
            assert len(feature["geometry"]["coordinates"]) == len(rows["claim-0"]["geometry"].geoms)


def test_large_maps_give_all_their_evidence(
    open_: Open, layers: schema.Layers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geo.page import blocks

    for name, value in (("FEW", 1), ("MANY", 2)):
        monkeypatch.setattr(blocks, name, value)
    taker = open_(written(layers, tmp_path))
    assert all(one["properties"]["sentence"] for one in taker.features())


# -- link and frame ------------------------------------------------------------------------------


class Tags(HTMLParser):
    def __init__(self, code: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(code)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_link_and_frame_lead_to_the_view(open_: Open, path: Path) -> None:
    taker = open_()
    taker.switch("movement-happened")
    taker.visit.run("() => globalThis.map_geo.setView([8, -72], 9, { animate: false })")
    fields = "() => [...document.querySelectorAll('#save textarea')].map((one) => one.value)"
    link, code = taker.visit.run(fields)
    assert link.startswith(f"{path.as_uri()}#9.00/8.0000/-72.0000?")
    (tag, attributes), *others = Tags(code).found
    assert (tag, others) == ("iframe", [])
    assert attributes["title"] == TITLE
    assert attributes["src"] == f"https://example.org/map/index.html#{link.split('#')[1]}"


def test_a_link_is_copied(open_: Open) -> None:
    taker = open_()
    taker.visit.run(
        "() => document.addEventListener('copy', () => (globalThis.copied = getSelection().toString()))"
    )
    taker.visit.click("#save textarea + button")
    taker.visit.page.wait_for_function("document.getElementById('live').textContent === 'Copied'")


# -- print ---------------------------------------------------------------------------------------


def boxes(code: bytes) -> list[tuple[float, float]]:
    """Width and height of each page of a PDF, in points."""
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", code)
    return [(float(width), float(height)) for width, height in found]


@pytest.mark.parametrize(("paper", "long", "short"), [("A4", 842, 596), ("Letter", 792, 612)])
def test_print_is_one_page_of_map_and_then_the_claims(open_: Open, paper: str, long: int, short: int) -> None:
    taker = open_()
    first, *others = boxes(taker.printed(format=paper))
    assert first == pytest.approx((long, short), abs=2), "the map lies"
    assert 1 <= len(others) <= 2
    assert all(one == pytest.approx((short, long), abs=2) for one in others)


def test_paper_tells_every_claim_with_its_sources(open_: Open, layers: schema.Layers) -> None:
    taker = open_()
    taker.printed(format="A4")
    told = taker.visit.run("() => [...document.querySelectorAll('#story li')].map((one) => one.textContent)")
    claims = [one for one in layers.movements.to_dict("records") if one["status"] != "denied"]
    assert len(told) == len(claims) + len(layers.situations)
    flight = next(one for one in told if "1,200 families" in one)
    for words in ("The Andean Courier", "Radio Frontera", "4 March 2031", "fled Tibú for Cúcuta on Tuesday"):
        assert words in flight
    taker.switch("movement-happened")
    taker.printed(format="A4")
    assert taker.visit.count("#story li") < len(told)


def test_paper_is_white_though_the_screen_is_dark(open_: Open) -> None:
    taker = open_(color_scheme="dark")
    taker.printed(format="A4")
    fills = taker.visit.run(
        "() => [...document.querySelectorAll('#paper svg [fill]')].map((one) => one.getAttribute('fill'))"
    )
    assert "rgb(255, 255, 255)" in fills
    assert "rgb(247, 245, 240)" in fills, "land"
    assert "rgb(38, 43, 49)" not in fills
    seen = "() => getComputedStyle(document.documentElement).getPropertyValue('--land')"
    assert taker.visit.run(seen).strip() == "#262b31", "the screen stays as it was"


def test_the_story_prints_itself_after_the_map(open_: Open) -> None:
    taker = open_()
    taker.visit.tap("#enter-story")
    pages = boxes(taker.printed(format="A4"))
    assert len(pages) >= 2
    taker.visit.page.emulate_media(media="print")
    top = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
    drawing, story = (taker.visit.run(top, selector) for selector in ("#paper svg", "#story li"))
    assert drawing < story
    assert not taker.visit.shown("header")


@pytest.mark.parametrize(
    ("title", "name"),
    [("Mosul: 5/8 May", "Mosul-5-8-May"), ("", "map"), ("../..", "map"), ("हिंदी नक्शा", "हिंदी-नक्शा")],
)
def test_a_file_is_named_by_the_title(title: str, name: str) -> None:
    assert saving.file_name(title) == name
