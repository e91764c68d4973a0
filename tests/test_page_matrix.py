"""The page as different people meet it: two browsers, two sizes, each theme, keyboard, zoom, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from browsers import DESKTOP, PHONE, Chromium, Firefox, Opened, View
from scene import PLACES, Writer, curve, scene

from geo import page
from geo.layers import arrange
from geo.records import Alternative, Claim, Drawing, Extract, Quantity, Status, Time
from geo.settings import PageSettings

# ruff: noqa: RUF001

pytestmark = pytest.mark.browser

Engine = Chromium | Firefox
SIZES = {"desktop": DESKTOP, "phone": PHONE}
THEMES = {
    "light": View(),
    "dark": View(dark=True),
    "forced": View(forced=True),
    "forced-dark": View(forced=True, dark=True),
}
LOOKS = [
    pytest.param(replace(THEMES[theme], size=SIZES[size]), id=f"{size}-{theme}")
    for size, theme in product(SIZES, ("light", "dark", "forced"))
]
AXES = [
    *(pytest.param(THEMES[theme], id=f"desktop-{theme}") for theme in ("light", "forced-dark")),
    *(pytest.param(replace(THEMES[theme], size=PHONE), id=f"phone-{theme}") for theme in ("forced", "dark")),
]
TABS = ("movement", "region", "place", "report", "declined")


def write(path: Path, extracts: list[Extract], claims: list[Claim], title: str) -> Path:
    settings = PageSettings(title=title)
    html = page.render(arrange(extracts, claims, settings=settings), settings=settings)
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("page") / "index.html", *scene(), "Andean scene")


@pytest.fixture(scope="module")
def leftward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("page") / "rtl.html", *mixed(), "خريطة Map מפה")


def mixed() -> tuple[list[Extract], list[Claim]]:
    """Two reports, Arabic and Hebrew with Latin words and figures between."""
    taiz = replace(PLACES["Tibú"], name="تعز", lon=44.02, lat=13.58, country="YE", admin1="تعز")
    aden = replace(PLACES["Cúcuta"], name="عدن (Aden)", lon=45.04, lat=12.78, country="YE", admin1="عدن")
    haifa = replace(PLACES["Ocaña"], name="חיפה", lon=34.99, lat=32.82, country="IL", admin1="חיפה")
    w = Writer(
        "نزوح 1,200 عائلة\nنزحت 1,200 عائلة من تعز إلى عدن (Aden) يوم الثلاثاء.\nوقال شهود من قرية الظل.\n",
        title="نزوح 1,200 عائلة، قالت Radio 24",
        publisher="صحيفة الساحل",
        published="2031-03-05",
        source="reports/تعز.txt",
    )
    w.after("نزحت 1,200")
    w.place("تعز", taiz, alternatives=(Alternative(taiz, 0.8), Alternative(aden, 0.2)), reasons=("a",))
    w.place("عدن (Aden)", aden)
    w.place("قرية الظل", None, reasons=("not in the gazetteer",), suggestions=("تعز",))
    w.after("نزحت 1,200")
    w.move(
        "نزحت 1,200 عائلة من تعز إلى عدن (Aden) يوم الثلاثاء",
        "نزحت",
        "FLEE/DISPLACE",
        Drawing(curve(taiz, aden), model="both ends", shape="arrow"),
        mover="1,200 عائلة",
        origins=(w.end("تعز", taiz),),
        destinations=(w.end("عدن (Aden)", aden),),
        status=Status(evidentiality="attributed", attribution="شهود"),
        quantity=Quantity("1,200 عائلة", 1200, 1200, 1200, "families"),
        time=Time("يوم الثلاثاء", "2031-03-04", "2031-03-04"),
    )
    h = Writer(
        "הגיעו 30 אוטובוסים\nכ-30 אוטובוסים הגיעו אל חיפה, said Dana Bar.\n",
        title="Haifa: הגיעו 30 אוטובוסים",
        publisher="עיתון החוף",
        published="2031-03-06",
        source="reports/haifa.txt",
    )
    h.after("כ-30")
    h.place("חיפה", haifa)
    return [w.extract(), h.extract()], [Claim("claim-one", ((0, 0),), (0,), ("صحيفة الساحل",))]


@pytest.fixture
def opened(engine: Engine, file: Path) -> Iterator[Opened]:
    visit = engine.visit(file)
    yield visit
    visit.close()


# ---- looks

SIDEWAYS = """() => {
  const scrolls = (one, axis) => one[`scroll${axis}`] > one[`client${axis}`] + 1;
  const can = (value) => /auto|scroll/.test(value);
  const root = document.scrollingElement;
  const both = [...document.querySelectorAll("body *")].filter((one) => {
    if (!one.checkVisibility()) return false;
    const style = getComputedStyle(one);
    return can(style.overflowX) && can(style.overflowY) && scrolls(one, "Width") && scrolls(one, "Height");
  }).map((one) => one.className || one.id);
  const frames = [...document.querySelectorAll("main, .stage")];
  const slid = frames.filter((one) => one.scrollTop || one.scrollLeft);
  const page = [root.scrollWidth > root.clientWidth, root.scrollHeight > root.clientHeight,
    innerWidth > root.clientWidth];
  return [...(page.some(Boolean) ? [`the page ${page}`] : []), ...slid.map((one) => one.className), ...both];
}"""
INVISIBLE = """() => [...document.querySelectorAll("#panel *, #legend *")].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.closest("svg")) return false;
  const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!words) return false;
  const { color } = getComputedStyle(one);
  let back = one, ground;
  do ground = getComputedStyle(back).backgroundColor;
  while (/rgba\\(.*, 0\\)|transparent/.test(ground) && (back = back.parentElement));
  return color === ground;
}).map((one) => one.outerHTML.slice(0, 80))"""
PALE = """() => [...document.querySelectorAll(".swatch")].filter((one) =>
  one.checkVisibility() && ![...one.children].some((part) => {
    const style = getComputedStyle(part);
    const ground = getComputedStyle(document.querySelector(".panel")).backgroundColor;
    return [style.fill, style.stroke].some((paint) => paint !== "none" && paint !== ground);
  })).length"""


@pytest.mark.parametrize("view", LOOKS)
def test_every_look_draws_the_marks_and_keeps_words_readable(engine: Engine, file: Path, view: View) -> None:
    visit = engine.visit(file, view)
    assert visit.count(".leaflet-movement-pane path.arrow") == 7
    inside = """() => [...document.querySelectorAll(".leaflet-movement-pane path.arrow")].filter((one) => {
      const box = one.getBoundingClientRect();
      const map = document.querySelector(".folium-map").getBoundingClientRect();
      return box.width + box.height > 15 && box.right > map.left && box.left < map.right
        && box.bottom > map.top && box.top < map.bottom;
    }).length"""
    assert visit.run(inside) == 7
    assert visit.run(SIDEWAYS) == []
    assert visit.run(PALE) == 0
    for tab in TABS:
        visit.tap(f"#tab-{tab}")
        assert visit.run(INVISIBLE) == [], tab
    visit.tap("#tab-movement")
    visit.tap('button.row[data-mark="claim-flight"]')
    visit.settle()
    assert visit.run(SIDEWAYS) == []
    assert visit.run(INVISIBLE) == []
    assert "900 to 1,200" in visit.text("article.detail")
    visit.close()


def test_each_theme_has_its_own_ground(engine: Engine, file: Path) -> None:
    ground = "() => getComputedStyle(document.querySelector('.ground-land')).fill"
    paper = "() => getComputedStyle(document.querySelector('.panel')).backgroundColor"
    seen = []
    for theme in ("light", "dark", "forced"):
        visit = engine.visit(file, THEMES[theme])
        seen.append((visit.run(ground), visit.run(paper)))
        visit.close()
    assert len({land for land, _ in seen}) == 3
    assert len({sheet for _, sheet in seen[:2]}) == 2


def test_nothing_moves_where_motion_is_unwanted(engine: Engine, file: Path) -> None:
    visit = engine.visit(file, View(still=True))
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return /[1-9]/.test(style.transitionDuration) || style.animationName !== "none";
    }).map((one) => one.className.baseVal ?? one.className)"""
    assert visit.run(moving) == []
    jump = """() => {
      document.querySelector("#tab-place").click();
      [...document.querySelectorAll("button.row[data-mark]")].at(-1).click();
      const pane = document.querySelector(".leaflet-map-pane");
      const now = pane.style.transform;
      return new Promise((done) => setTimeout(() => done([now, pane.style.transform]), 150));
    }"""
    first, later = visit.run(jump)
    assert first == later, "the map is where it goes at once"
    visit.close()


# ---- keyboard

STOPS = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex]";
  const all = [...document.querySelectorAll(wanted)].filter((one) => one.tabIndex >= 0 && !one.disabled
    && one.checkVisibility({ visibilityProperty: true }));
  return all.filter((one) => one.type !== "radio" || one.checked).map(NAME);
}"""
HERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  // of a slider only the knob takes the pointer
  const whole = style.pointerEvents === "none" ? one.parentElement : one;
  const seen = [0.1, 0.5, 0.9].some((down) => [0.1, 0.5, 0.9].some((along) => {
    const [x, y] = [box.left + box.width * along, box.top + box.height * down];
    const top = document.elementFromPoint(x, y);
    return top && (whole.contains(top) || top.closest("label")?.control === one);
  }));
  return [NAME(one), ring, seen];
}"""
NAME = """(one) => {
  const label = one.getAttribute("aria-label");
  return [one.tagName, one.id, one.className, label, ...Object.values(one.dataset), one.name,
    [...one.parentElement.children].indexOf(one)].filter(Boolean).join(" ");
}"""


def marked(visit: Opened) -> bool:
    """Whether the picture shows the focus, as it does round the knob of a slider; Tab goes on from there."""
    focused = visit.picture()
    visit.run("() => document.activeElement.blur()")
    return focused != visit.picture()


def walk(visit: Opened, limit: int = 120) -> list[tuple[str, bool, bool]]:
    """Every stop of the Tab key until it leaves the page or comes round: name, focus ring, not covered."""
    here = HERE.replace("NAME", f"({NAME})")
    stops: list[tuple[str, bool, bool]] = []
    for _ in range(limit):
        visit.press("Tab")
        stop = visit.run(here)
        if not stop or (stops and stop[0] == stops[0][0]):
            return stops
        name, ring, seen = stop
        stops.append((name, ring or marked(visit), seen))
    pytest.fail("the Tab key is caught in the page")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_tab_key_reaches_all_and_shows_where_it_is(engine: Engine, file: Path, size: str) -> None:
    visit = engine.visit(file, View(SIZES[size], still=True))
    stops = walk(visit)
    every = visit.run(STOPS.replace("NAME", f"({NAME})"))
    assert sorted(set(every) - {name for name, *_ in stops}) == [], "never reached"
    assert [name for name, ring, _ in stops if not ring] == [], "no focus ring"
    assert [name for name, _, seen in stops if not seen] == [], "covered or out of sight"
    assert len(stops) < 60, "a list is one stop"
    visit.close()


def test_enter_opens_and_escape_gives_the_focus_back(opened: Opened) -> None:
    active = "() => document.activeElement"
    opened.run("() => document.querySelector('#tab-movement').focus()")
    opened.press("ArrowRight")
    assert opened.run(f"{active}.id") == "tab-region"
    opened.press("ArrowLeft")
    opened.run("() => document.querySelector('#list button.row').focus()")
    opened.press("ArrowDown", "ArrowDown", "ArrowUp")
    chosen = opened.run(f"{active}.dataset.mark")
    assert chosen == opened.run("() => document.querySelectorAll('#list button.row')[1].dataset.mark")
    opened.press("Enter")
    opened.until("() => document.activeElement.tagName === 'H2'")
    assert opened.run("() => decodeURIComponent(location.hash)").split("?")[0].endswith(chosen)
    opened.press("Escape")
    opened.until("(mark) => document.activeElement.dataset.mark === mark", chosen)
    assert not opened.shown(".evidence-pane")
    opened.press("End", "Home")
    assert opened.run(f"{active}.dataset.mark") == opened.run(
        "() => document.querySelector('#list button.row').dataset.mark"
    )


DOORS = """() => [...document.querySelectorAll("#toolbar button")]
  .filter((one) => one.checkVisibility()).map((one) => one.id)"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_door_of_the_toolbar_is_entered_and_left_by_keyboard(
    engine: Engine, file: Path, size: str
) -> None:
    visit = engine.visit(file, View(SIZES[size], still=True))
    doors = visit.run(DOORS)
    assert len(doors) >= 2
    for door in doors:
        visit.run("(id) => document.getElementById(id).focus()", door)
        visit.press("Enter")
        assert visit.run(SIDEWAYS) == [], door
        assert visit.run(CLIPPED) == [], door
        assert visit.run(INVISIBLE) == [], door
        visit.press("Escape")
        visit.until("(id) => document.activeElement.id === id", door)
    visit.close()


# ---- assistive technology


@pytest.mark.parametrize("view", AXES)
def test_axe_finds_no_serious_violation(engine: Engine, file: Path, view: View) -> None:
    visit = engine.visit(file, replace(view, still=True))
    found = {"movements": visit.axe("body")}
    for tab in ("place", "report", "declined"):
        visit.tap(f"#tab-{tab}")
        found[tab] = visit.axe("#panel")
    visit.tap("#tab-movement")
    visit.tap('button.row[data-mark="claim-flight"]')
    found["evidence"] = visit.axe("body")
    visit.press("Escape")
    for door in visit.run(DOORS):
        visit.tap(f"#{door}")
        found[door] = visit.axe("#panel")
        visit.press("Escape")
    visit.close()
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_landmarks_and_names_tell_the_page_to_a_screen_reader(browser: Any, file: Path) -> None:
    visit = Chromium(browser).visit(file)
    tree = visit.page.locator("body").aria_snapshot()
    for line in (
        r"- main:",
        r"- heading \"Andean scene\" \[level=1\]",
        r"- tablist",
        r"- tab \"7 Movements\" \[selected\]",
        r"- tabpanel",
        r"- (searchbox|textbox) \"Search",
        r"- '?application \"Map",
        r"- checkbox \"Planned or expected 1\" \[checked\]",
    ):
        assert re.search(line, tree), line
    assert visit.page.get_attribute("html", "lang") == "en"
    visit.close()


# ---- scripts from right to left

WRONG_WAY = """() => {
  const rtl = /[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc]/, strong = /\\p{L}/u;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), wrong = [];
  while (walker.nextNode()) {
    const { data, parentElement: home } = walker.currentNode;
    if (!rtl.test(data) || home.closest("script, svg, .leaflet-pane svg")) continue;
    let block = home;
    const within = (one) => getComputedStyle(one).display.startsWith("inline") && !one.matches("[dir], bdi");
    while (within(block)) block = block.parentElement;
    // what is isolated says nothing of the direction of its line
    const first = block.textContent.replace(/\\u2068[^\\u2069]*\\u2069/g, "").match(strong);
    const style = getComputedStyle(block);
    if (first && rtl.test(first[0]) && style.direction !== "rtl" && style.unicodeBidi !== "plaintext")
      wrong.push(`${block.tagName}.${block.className}: ${block.textContent.slice(0, 60)}`);
  }
  return wrong;
}"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_right_to_left_text_runs_its_own_way(engine: Engine, leftward: Path, size: str) -> None:
    visit = engine.visit(leftward, View(SIZES[size], still=True))
    assert visit.run("() => getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    wrong = visit.run(WRONG_WAY)
    for tab in ("movement", "place", "report", "declined"):
        visit.tap(f"#tab-{tab}")
        wrong += visit.run(WRONG_WAY)
    visit.click("#list .row")
    wrong += visit.run(WRONG_WAY)
    visit.click("#tab-movement")
    visit.click('button.row[data-mark="claim-one"]')
    visit.settle()
    wrong += visit.run(WRONG_WAY)
    assert sorted(set(wrong)) == []
    assert visit.run(SIDEWAYS) == []
    assert "نزحت 1,200 عائلة من تعز إلى عدن (Aden) يوم الثلاثاء" in visit.text("blockquote")
    visit.close()


# ---- zoom

CLIPPED = """() => [...document.querySelectorAll("#panel *, #legend *")].filter((one) => {
  if (!one.checkVisibility() || one.closest("svg") || !one.textContent.trim()) return false;
  const style = getComputedStyle(one);
  return (style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1)
    || (style.overflowY === "hidden" && one.scrollHeight > one.clientHeight + 2);
}).map((one) => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_twice_the_size_loses_nothing(engine: Engine, file: Path, size: str) -> None:
    visit = engine.visit(file, View(SIZES[size], zoom=2, still=True))
    assert visit.run("() => innerWidth") == SIZES[size][0] // 2
    wrong = visit.run(SIDEWAYS)
    for tab in TABS:
        visit.tap(f"#tab-{tab}")
        wrong += visit.run(SIDEWAYS) + visit.run(CLIPPED)
    visit.click("#tab-movement")
    visit.click('button.row[data-mark="claim-column"]')
    visit.settle()
    wrong += visit.run(SIDEWAYS) + visit.run(CLIPPED)
    heading = """() => {
      const box = document.querySelector("article.detail h2").getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
    }"""
    assert visit.run(heading)
    assert wrong == []
    visit.close()


# ---- offline, policy, embedding


def test_the_policy_refuses_what_is_not_the_pages_own(engine: Engine, file: Path) -> None:
    visit = engine.visit(file)
    refused = """() => new Promise((done) => {
      const seen = [];
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
      const put = (tag, about) => document.body.append(Object.assign(document.createElement(tag), about));
      put("script", { textContent: "window.broken = 1" });
      put("style", { textContent: "body { color: red }" });
      put("img", { src: "https://tiles.example/0.png" });
      setTimeout(() => done([...new Set(seen)].sort()), 300);
    })"""
    assert visit.run(refused) == ["img-src", "script-src-elem", "style-src-elem"]
    with pytest.raises(AssertionError):
        visit.close()


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
def test_the_page_works_inside_another(engine: Engine, file: Path, tmp_path: Path, sandbox: str) -> None:
    outer = tmp_path / "outer.html"
    (tmp_path / "map.html").write_bytes(file.read_bytes())
    outer.write_text(
        '<!DOCTYPE html><html lang="en" data-ready="true"><title>Host</title>'
        f'<iframe src="map.html" width="640" height="420" title="Map" {sandbox}></iframe></html>',
        encoding="utf-8",
    )
    visit = engine.visit(outer)
    visit.enter("iframe")
    visit.until("() => document.documentElement.hasAttribute('data-ready')", seconds=15)
    assert visit.count("path.arrow") >= 7
    visit.run("() => document.querySelector('#tab-movement').click()")
    visit.run("() => document.querySelector('button.row[data-mark=\"claim-flight\"]').click()")
    assert "900 to 1,200" in visit.text("article.detail")
    assert visit.run(SIDEWAYS) == []
    visit.leave()
    visit.close(loads=2)
