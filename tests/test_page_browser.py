"""The page in a real browser, opened from disk with the network blocked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsers import Visit
from scene import PLACES, Writer, curve, scene

from geo import page
from geo.gazetteer.rows import read_rows
from geo.gazetteer.rulings import read_rulings
from geo.layers import arrange
from geo.page import frame, leaflet
from geo.records import Claim, Drawing, Quantity, Status, Time
from geo.settings import PageSettings

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><script>alert(1)</script>${alert(2)}`${alert(3)}`{{4}} \"q\" 'a' <img src=x onerror=alert(5)>"
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = PageSettings(title="Andean scene")
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(
        page.render(arrange(*scene(), settings=settings), settings=settings), encoding="utf-8", newline="\n"
    )
    return path


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Visit]:
    opened = Visit(browser, file)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def modules(browser: Any) -> Iterator[Any]:
    """A page on which the modules of the map's page can be imported as they are, and Leaflet is there."""
    context = browser.new_context(base_url="http://geo.test/")
    context.route("**/*", serve)
    opened = context.new_page()
    opened.goto("/")
    yield opened
    context.close()


def serve(route: Any) -> None:
    """Answer from the folder of the modules; nothing leaves this machine."""
    name = route.request.url.removeprefix("http://geo.test/")
    if not name:
        shell = f"<!DOCTYPE html><title>Modules</title><script>{leaflet.read('leaflet.js')}</script>"
        route.fulfill(content_type="text/html", body=shell)
    elif name.endswith(".js"):
        route.fulfill(content_type="text/javascript", body=frame.static(name))
    else:
        route.fulfill(status=404)


def test_opens_from_disk_and_draws_arrows(visit: Visit) -> None:
    drawn = visit.page.locator(".leaflet-movement-pane path.arrow")
    assert drawn.count() == 7
    for index in range(drawn.count()):
        box = drawn.nth(index).bounding_box()
        assert box
        assert max(box["width"], box["height"]) > 15
    assert visit.page.locator(".leaflet-place-pane path").count() == 10
    assert visit.page.title() == "Andean scene"
    assert visit.page.locator(".label.place, .label.major").count() >= 6


def test_a_click_on_an_arrow_opens_its_evidence(visit: Visit) -> None:
    box = visit.page.locator(".leaflet-movement-pane path.planned").bounding_box()
    assert box
    # the planned arrow is an arch: its crown is free of other marks
    visit.page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + 3)
    detail = visit.page.locator("article.detail")
    assert detail.locator("h2").inner_text() == "Two battalions: deployment from Palonegro Air Base to Arauca"
    assert detail.locator("mark.trigger").inner_text() == "send"
    ends = detail.locator("mark.origin, mark.destination").all_inner_texts()
    assert set(ends) == {"Palonegro Air Base", "Arauca"}
    assert detail.locator(".status").inner_text() == "Planned"
    text = detail.inner_text()
    for words in (
        "Radio Frontera",
        "6 March 2031",
        "next week",
        "Schematic course, not the route",
        "Displaced people reach Cúcuta",
    ):
        assert words in text


def test_a_label_selects_when_clicked_and_moves_the_map_when_dragged(visit: Visit) -> None:
    label = visit.page.locator('.label[data-mark="t:6"]')
    box = label.bounding_box()
    assert box
    middle = visit.page.evaluate("map_geo.getCenter().lng")
    mouse = visit.page.mouse
    mouse.move(box["x"] + 10, box["y"] + 6)
    mouse.down()
    mouse.move(box["x"] - 70, box["y"] - 40, steps=6)
    mouse.up()
    visit.page.wait_for_timeout(600)
    assert visit.page.locator("article.detail").count() == 0
    assert visit.page.evaluate("map_geo.getCenter().lng") > middle
    label.click()
    assert visit.page.locator("article.detail h2").inner_text() == "Arauca"


def test_a_map_of_nothing_says_so(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text(page.render(arrange([], [], settings=PageSettings()), settings=PageSettings()), "utf-8")
    opened = Visit(browser, path)
    assert "No place was found" in opened.page.locator("#list").inner_text()
    assert opened.page.locator(".ground-land").count() == 1
    opened.close()


def test_merged_claim_shows_both_reports_and_the_range(visit: Visit) -> None:
    visit.page.click('button.row[data-mark="claim-flight"]')
    text = visit.page.locator("article.detail").inner_text()
    for words in (
        "900 to 1,200",
        "The Andean Courier",
        "Radio Frontera",
        "2 reports of 2 publishers",
        "the town's mayor",
    ):
        assert words in text
    assert visit.page.locator("article.detail blockquote").count() == 2
    link = visit.page.locator("article.detail figcaption a")
    assert link.get_attribute("href") == "https://courier.example/tibu"


def test_a_place_shows_its_rivals_and_why(visit: Visit) -> None:
    visit.page.click("#tab-place")
    visit.page.click('button.row[data-mark="t:11"]')
    text = visit.page.locator("article.detail").inner_text()
    for words in ("Navarre", "22 %", "Same division as other places", "71 %"):
        assert words in text


def test_corrections_come_back_as_rows_that_the_gazetteer_accepts(
    browser: Any, file: Path, tmp_path: Path
) -> None:
    visit = Visit(browser, file)
    page_ = visit.page
    page_.click("#tab-place")
    page_.click('button.row[data-mark="t:11"]')
    page_.click("details.correct summary")
    page_.click(".choices button >> nth=0")
    assert "Your correction" in page_.locator("details.correct").inner_text()
    page_.click(".close")
    page_.click('button.row[data-mark="t:1"]')
    page_.click("details.correct summary")
    page_.fill('details.correct input[aria-label="Latitude, longitude"]', "7.5, -72.25")
    page_.click("text=Put it there")
    page_.click(".close")
    page_.click("#tab-movement")
    page_.click("button.row >> nth=0")
    page_.click("details.correct summary")
    page_.click("text=Not a movement")
    assert "3 corrections" in page_.locator(".edits").inner_text()
    # they are kept in the browser
    page_.reload()
    page_.wait_for_selector("html[data-ready]", state="attached", timeout=15_000)
    assert "3 corrections" in page_.locator(".edits").inner_text()
    got: list[Any] = []
    page_.on("download", lambda download: got.append(download))  # noqa: PLW0108  (a hook is set on it)
    page_.click(".edits [value=save] >> nth=0")
    page_.click(".edits [value=save] >> nth=1")
    page_.wait_for_timeout(500)
    for download in got:
        download.save_as(tmp_path / download.suggested_filename)
    visit.context.close()
    assert visit.faults == []
    places = read_rows(tmp_path / "corrections.csv")
    assert places.problems == ()
    assert {(row.place.lat, row.place.lon) for row in places.rows if row.place} >= {(7.5, -72.25)}
    rulings = read_rulings(tmp_path / "claims.csv", lambda _: ())
    assert rulings.problems == ()
    assert all(row.ignore and row.word for row in rulings.rows)


def test_a_country_has_no_pin_but_its_outline_when_selected(visit: Visit) -> None:
    before = visit.page.locator(".leaflet-region-pane path").count()
    visit.page.click("#tab-place")
    visit.page.click('button.row[data-mark="t:8"]')
    assert visit.page.locator(".leaflet-region-pane path").count() == before + 1


def test_a_report_can_be_looked_at_alone(visit: Visit) -> None:
    visit.page.click("#tab-report")
    visit.page.click('button.row[data-report="1"]')
    assert visit.page.locator("#reader h2").inner_text() == "Displaced people reach Cúcuta"
    visit.page.click("text=List of its marks")
    assert visit.page.locator(".leaflet-movement-pane path.arrow").count() == 4
    assert visit.page.locator("#tab-movement b").inner_text() == "4"
    assert "Only: Displaced people reach Cúcuta" in visit.page.locator(".filter").inner_text()
    visit.page.click("#chip button")
    assert visit.page.locator(".leaflet-movement-pane path.arrow").count() == 7


def test_an_arrow_of_any_length_and_look_has_an_outline_in_pixels(modules: Any) -> None:
    faults = modules.evaluate(
        """async () => {
          const { arrow } = await import("./arrows.js");
          const faults = [];
          const flags = ["dashed", "tip", "tail", "open", "bar"];
          for (let bits = 0; bits < 32; bits++) {
            for (const length of [0, 0.5, 1, 3, 7, 12, 20, 45, 100, 900]) {
              const look = { width: 4, lane: bits % 3, gaps: [bits % 2 ? 6 : 0, 5] };
              flags.forEach((flag, at) => (look[flag] = Boolean(bits & (1 << at))));
              const line = [[3, 3], [3 + length / 2, 3.2], [3 + length, 3]];
              let rings = [];
              try { rings = arrow(line, look); }
              catch (error) { faults.push(`${length} ${bits} ${error}`); }
              const wrong = rings.flat(2).some((value) => !isFinite(value));
              if (wrong || (length > 3 && !rings.length)) faults.push(`${length} ${bits}`);
              const nothing = [...arrow([], look), ...arrow([line[0]], look)];
              if (nothing.length) faults.push("outline of nothing");
            }
          }
          return faults;
        }"""
    )
    assert faults == []


def test_legend_shows_only_what_is_there_and_switches_it(visit: Visit) -> None:
    legend = visit.page.locator("#legend")
    assert "Attempted" not in legend.inner_text()
    assert "Schematic course, not the route." in legend.inner_text()
    assert "Natural Earth" in legend.inner_text()
    visit.page.uncheck('input[data-group="movement-planned"]')
    assert visit.page.locator(".leaflet-movement-pane path.planned").count() == 0
    visit.page.check('input[data-group="movement-planned"]')
    assert visit.page.locator(".leaflet-movement-pane path.planned").count() == 1


def test_what_is_not_mapped_is_listed_with_its_sentence(visit: Visit) -> None:
    visit.page.click("#tab-declined")
    text = visit.page.locator("#list").inner_text()
    for words in ("Nobody had left Arauca", "negated: it did not happen", "Villa Sin Nombre", "Colombian"):
        assert words in text
    visit.page.locator(".fold .row", has_text="Villa Sin Nombre").click()
    visit.page.locator(".more .note").wait_for()
    assert "Near names: Villa Sandino, " in visit.page.locator("#list").inner_text()


def test_search_narrows_the_list(visit: Visit) -> None:
    visit.page.fill('input[type="search"]', "battalions")
    assert visit.page.locator("#list button.row").count() == 1
    visit.page.fill('input[type="search"]', "no such thing")
    assert "Nothing here matches" in visit.page.locator("#list").inner_text()


def test_the_keyboard_reaches_everything(visit: Visit) -> None:
    keys = visit.page.keyboard
    visit.page.focus("#tab-movement")
    keys.press("ArrowRight")
    assert visit.page.evaluate("document.activeElement.id") == "tab-region"
    keys.press("ArrowLeft")
    rows = visit.page.locator("#list button.row")
    assert visit.page.locator('#list button.row[tabindex="0"]').count() == 1, "one tab stop for the list"
    rows.first.focus()
    keys.press("ArrowDown")
    chosen = visit.page.evaluate("document.activeElement.dataset.mark")
    assert chosen == rows.nth(1).get_attribute("data-mark")
    keys.press("Enter")
    assert visit.page.evaluate("document.activeElement.tagName") == "H2"
    assert visit.page.evaluate("decodeURIComponent(location.hash)").endswith(chosen)
    keys.press("Escape")
    assert visit.page.locator(".evidence-pane").is_hidden()
    assert visit.page.evaluate("document.activeElement.dataset.mark") == chosen, "focus returns"


def test_the_address_leads_back_to_a_mark(browser: Any, file: Path) -> None:
    opened = Visit(browser, file, fragment="#8.00/7.5000/-72.5000/claim-crossing")
    assert opened.page.locator("article.detail h2").inner_text().startswith("Fighters: crossing")
    zoom, lat, lon, mark = opened.page.evaluate("location.hash").removeprefix("#").split("/")
    assert (float(zoom), mark) == (8.0, "claim-crossing")
    assert (float(lat), float(lon)) == pytest.approx((7.5, -72.5), abs=0.01)
    opened.close()


@pytest.mark.parametrize("size", [(360, 740), (390, 844)])
def test_a_phone_needs_no_sideways_scroll(browser: Any, file: Path, size: tuple[int, int]) -> None:
    opened = Visit(browser, file, size=size, has_touch=True)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert opened.page.locator("#legend details").get_attribute("open") is None
    opened.page.click("#tab-movement")
    opened.page.click('button.row[data-mark="claim-column"]')
    heading = opened.page.locator("article.detail h2")
    box = heading.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert box["y"] + box["height"] <= size[1]
    opened.close()


def test_dark_mode_and_forced_colours_change_the_ground(browser: Any, file: Path) -> None:
    grounds = set()
    for options in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        opened = Visit(browser, file, **options)
        grounds.add(opened.page.evaluate("getComputedStyle(document.querySelector('.ground-land')).fill"))
        opened.close()
    assert len(grounds) == 3


def test_an_arrow_over_the_antimeridian_stays_in_one_piece(browser: Any, tmp_path: Path) -> None:
    suva = replace(PLACES["Ocaña"], id="f:1", name="Suva", lon=178.44, lat=-18.12, country="FJ")
    apia = replace(PLACES["Ocaña"], id="f:2", name="Apia", lon=-171.77, lat=-13.83, country="WS")
    w = Writer("A ferry sailed from Suva to Apia.\n", title="Ferry")
    w.place("Suva", suva)
    w.place("Apia", apia)
    cut = ([[178.44, -18.12], [180.0, -17.4]], [[-180.0, -17.4], [-171.77, -13.83]])
    whole = tuple((178.44 + 9.79 * t / 20, -18.12 + 4.29 * t / 20) for t in range(21))
    drawing = Drawing(
        {"type": "MultiLineString", "coordinates": list(cut)}, model="m", shape="arrow", arrows=(whole,)
    )
    ends = (w.end("Suva", suva),), (w.end("Apia", apia),)
    w.move(
        "A ferry sailed from Suva to Apia", "sailed", "SAIL", drawing, origins=ends[0], destinations=ends[1]
    )
    settings = PageSettings()
    layers = arrange([w.extract()], [Claim("one", ((0, 0),), (0,), ("x",))], settings=settings)
    path = tmp_path / "pacific.html"
    path.write_text(page.render(layers, settings=settings), encoding="utf-8")
    opened = Visit(browser, path)
    arrow = opened.page.locator(".leaflet-movement-pane path.arrow").bounding_box()
    dots = opened.page.locator(".leaflet-place-pane path")
    boxes = [dots.nth(at).bounding_box() for at in range(2)]
    assert arrow
    assert 150 < arrow["width"] < 900
    for box in boxes:
        assert box
        assert arrow["x"] - 20 < box["x"] < arrow["x"] + arrow["width"] + 20
    opened.page.screenshot(path=str(tmp_path / "pacific.png"))
    opened.close()


def test_large_scenes_are_drawn_on_canvas(browser: Any, tmp_path: Path) -> None:
    settings = PageSettings(svg_marks=5)
    path = tmp_path / "canvas.html"
    path.write_text(page.render(arrange(*scene(), settings=settings), settings=settings), encoding="utf-8")
    opened = Visit(browser, path)
    assert opened.page.locator(".leaflet-pane canvas").count() >= 1
    assert (
        opened.page.locator("path.arrow").count() == 0
        or opened.page.locator("#map_geo path.arrow").count() == 0
    )
    opened.close()


def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    settings = PageSettings(title=HOSTILE)
    origin = replace(PLACES["Tibú"], name=HOSTILE, note=HOSTILE, admin1=HOSTILE, source=HOSTILE)
    w = Writer(
        f"{HOSTILE} fled Tibú for Cúcuta\n",
        title=HOSTILE,
        publisher=HOSTILE,
        source=HOSTILE,
        url="javascript:alert(9)",
    )
    w.place("Tibú", origin, reasons=(HOSTILE,))
    w.place("Cúcuta", None, reasons=(HOSTILE,), suggestions=(HOSTILE,))
    w.move(
        f"{HOSTILE} fled Tibú for Cúcuta",
        "fled",
        "FLEE/DISPLACE",
        Drawing(
            curve(PLACES["Tibú"], PLACES["Cúcuta"]),
            model=HOSTILE,
            source=HOSTILE,
            shape="arrow",
            warnings=(HOSTILE,),
        ),
        mover=HOSTILE,
        origins=(w.end("Tibú", origin),),
        status=Status(evidentiality="claimed", attribution=HOSTILE, cues=(HOSTILE,)),
        quantity=Quantity(HOSTILE),
        time=Time(HOSTILE),
    )
    w.area(
        "Tibú",
        "NEAR",
        (HOSTILE,),
        w.end("Tibú", origin),
        Drawing(
            {"type": "Polygon", "coordinates": [[[-73, 8], [-72, 8], [-72, 9], [-73, 8]]]}, model=HOSTILE
        ),
    )
    layers = arrange([w.extract()], [Claim("one", ((0, 0),), (0,), (HOSTILE,))], settings=settings)
    path = tmp_path / "hostile.html"
    path.write_text(page.render(layers, settings=settings), encoding="utf-8")
    opened = Visit(browser, path)
    assert opened.page.locator("#title").inner_text() == HOSTILE
    opened.page.click("button.row")
    assert HOSTILE in opened.page.locator("article.detail").inner_text()
    assert opened.page.locator('a[href^="javascript"]').count() == 0
    for tab in ("region", "place", "report", "declined"):
        opened.page.keyboard.press("Escape")
        opened.page.click(f"#tab-{tab}")
        opened.page.locator("#list .row").first.click()
        assert "alert(1)" in opened.page.locator("#panel").inner_text()
    assert opened.page.locator("img").count() == 0
    opened.close()
