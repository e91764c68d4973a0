"""What readers of such a map expect, tried as they would: filters, search, links, scale, looks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsers import Chromium, Firefox, Opened, View
from scene import scene

from geo import page
from geo.layers import arrange
from geo.settings import PageSettings

pytestmark = pytest.mark.browser

Engine = Chromium | Firefox
ARROWS = ".leaflet-movement-pane path.arrow"
MARKS = ("movement", "situation", "region", "place")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = PageSettings(title="Andean scene")
    path = tmp_path_factory.mktemp("expected") / "index.html"
    html = page.render(arrange(*scene(), settings=settings), settings=settings)
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


def listed(visit: Opened) -> dict[str, int]:
    """How many of each kind the tabs say there are."""
    counts = (
        """(kinds) => kinds.map((kind) => document.querySelector(`#tab-${kind} b`)?.textContent ?? "0")"""
    )
    return dict(zip(MARKS, map(int, visit.run(counts, list(MARKS))), strict=True))


def rows(visit: Opened, kind: str) -> list[str]:
    """The titles in the list of a kind."""
    visit.tap(f"#tab-{kind}")
    every = "() => [...document.querySelectorAll('#list button.row')].map((row) => row.innerText)"
    return list(visit.run(every))


FACETS = """() => [...document.querySelectorAll("#filters details[data-facet]")].map((one) => {
  one.open = true;
  return one.dataset.facet;
})"""
ENTRIES = """(facet) => [...document.querySelectorAll(`#filters [data-facet="${facet}"] label`)].map((one) =>
  [one.querySelector(".words").innerText, Number(one.querySelector(".count").innerText)])"""
TICK = """(facet, words) => [...document.querySelectorAll(`#filters [data-facet="${facet}"] label`)]
  .find((one) => one.querySelector(".words").innerText === words).click()"""
# the lists that a filter's counts are of; marks of the others stay where they belong to one of these
OF = {"sure": ("place",), "kind": ("place",), "report": MARKS, "publisher": MARKS}


def test_every_filter_keeps_what_it_counts(engine: Engine, file: Path) -> None:
    visit = engine.visit(file)
    visit.tap("#filters summary")
    every = listed(visit)
    facets = visit.run(FACETS)
    assert set(facets) == {"report", "publisher", "class", "actor", "status", "sure", "kind"}
    for facet in facets:
        entries = visit.run(ENTRIES, facet)
        assert entries, facet
        for words, count in entries[:2]:
            visit.run(TICK, facet, words)
            left = listed(visit)
            assert sum(left[kind] for kind in OF.get(facet, ("movement", "situation"))) == count, words
            assert visit.count(ARROWS) == left["movement"], words
            visit.run(TICK, facet, words)
        assert listed(visit) == every
    visit.close()


def test_the_address_keeps_the_filters(engine: Engine, file: Path) -> None:
    visit = engine.visit(file)
    visit.tap("#filters summary")
    visit.run(FACETS)
    visit.run(TICK, "publisher", "Radio Frontera")
    visit.run(TICK, "class", "Flight")
    chosen = listed(visit)
    assert chosen["movement"] == 1
    assert rows(visit, "movement")[0].startswith("About 1,200 families")
    fragment = visit.until("() => location.hash.includes('?') && location.hash")
    visit.close()
    later = engine.visit(file, fragment=fragment)
    assert listed(later) == chosen
    assert later.count(ARROWS) == 1
    later.close()


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("arauca", "place", "Arauca"),
        ("ocana", "place", "Ocaña"),
        ("two battalions", "movement", "Two battalions"),
        ("unhindered", "movement", "Fighters"),
    ],
    ids=["place", "without accents", "actor", "quote"],
)
def test_search_finds_places_actors_and_quotes(
    engine: Engine, file: Path, words: str, kind: str, title: str
) -> None:
    visit = engine.visit(file)
    visit.tap(f"#tab-{kind}")
    before = len(rows(visit, kind))
    visit.fill("#panel input[type=search]", words)
    visit.until("(before) => document.querySelectorAll('#list button.row').length < before", before)
    assert rows(visit, kind)[0].startswith(title)
    visit.close()


def test_the_map_has_a_scale_and_says_where_north_is(engine: Engine, file: Path) -> None:
    visit = engine.visit(file)
    scale = """() => [...document.querySelectorAll(".leaflet-control-scale-line")].map((one) =>
      [one.innerText, one.getBoundingClientRect().width])"""
    (metric, wide), (imperial, _) = visit.run(scale)
    assert metric.endswith("km")
    assert imperial.endswith("mi")
    # what the bar spans on the map, by the map's own measure, is what it says
    span = """(wide) => {
      const map_geo = (window.wrappedJSObject ?? window).map_geo;
      const { x, y } = map_geo.getSize().divideBy(2);
      const [from, to] = [[x, y], [x + wide, y]].map((at) => map_geo.containerPointToLatLng(at));
      return map_geo.distance(from, to) / 1000;
    }"""
    assert visit.run(span, wide) == pytest.approx(float(metric.split()[0]), rel=0.05)
    assert re.search(r"\bN\b", visit.text(".folium-map"))
    visit.close()


def test_the_marks_differ_by_more_than_colour(engine: Engine, file: Path) -> None:
    """In forced colours all marks have one colour, and the swatches of the legend still differ."""
    visit = engine.visit(file, View(forced=True))
    many = """() => [...document.querySelectorAll("#legend .swatch")].filter((one) => one.checkVisibility())
      .map((one, at) => one.setAttribute("data-at", at)).length"""
    seen = [visit.picture(f'#legend [data-at="{at}"]') for at in range(visit.run(many))]
    assert len(seen) > 8
    assert len(set(seen)) == len(seen)
    visit.close()


def test_each_status_and_each_unstated_end_has_its_look(engine: Engine, file: Path) -> None:
    visit = engine.visit(file)
    drawn = """(arrows) => [...document.querySelectorAll(arrows)].map((one) => {
      const { fill, stroke } = getComputedStyle(one);
      const parts = one.getAttribute("d").split("M").length - 1;
      return [one.getAttribute("class").split(" ")[1], parts, fill, stroke];
    })"""
    pieces: dict[str, list[int]] = {}
    inks: dict[str, tuple[str, str]] = {}
    for status, count, fill, stroke in visit.run(drawn, ARROWS):
        pieces.setdefault(status, []).append(count)
        inks[status] = (fill, stroke)
    whole, *broken = sorted(pieces["happened"])
    assert whole == 2, "shaft and head"
    assert len(broken) == 3, "an origin, a goal not stated; only heading there"
    assert min(broken) > 4
    assert min(pieces["planned"]) > 20, "dashes"
    assert pieces["prevented"] == [2], "stub and bar"
    # hollow: the ground's colour inside the line's
    assert inks["claimed"] == tuple(reversed(inks["happened"]))
    assert len({fill for fill, _ in inks.values()}) == 4
    visit.close()
