"""The page with 1,000, 10,000 and 100,000 marks beside stock folium: `python docs/bench_page.py [SIZE ...]`.

Needs Chromium and the test extras (`pip install -e '.[test]'`). An invented scene, the same at every run, is
built by `geo.layers.arrange` and `geo.page.render` and opened from disk in headless Chromium, and so is a
folium map of the same features, quotes in its popups. "geo, cut" is the page that `geo build` makes of so
many marks: within 15 MB, the weightiest marks one by one and all of them in numbers. Prints a Markdown
table; compare ratios of one run only.

- ready: from opening the file to the second frame after it is drawn, the best of three openings
- heap: JavaScript heap after garbage collection
- zoom, filter: from the act to the second frame after it, the best of eight, on and off in turn. Filters are
  a row of the legend, a publisher and the brush of time, the slowest is told; folium's is the removal of the
  same group of features
- CPU: seconds of the processor that the page's main thread took for the same, whatever else the machine did
"""

from __future__ import annotations

import math
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import folium
from playwright.sync_api import sync_playwright
from xstatic.pkg import leaflet

from geo import page, schema
from geo.layers import arrange
from geo.records import (
    Alternative,
    Claim,
    Document,
    Drawing,
    End,
    Extract,
    GeoJSON,
    Mention,
    Motion,
    Movement,
    Phrase,
    Place,
    Quantity,
    Reading,
    Reference,
    Region,
    Resolution,
    Situation,
    Standing,
    Status,
    Time,
    Words,
)
from geo.settings import PageSettings
from geo.sizing import fitted

SIZES = (1_000, 10_000, 100_000)
REPORTS = 400
SHARES = {"place": 0.5, "movement": 0.3, "situation": 0.1, "region": 0.1}
STATUSES = (
    *(Status(), Status(), Status(), Status(evidentiality="claimed", attribution="the ministry")),
    *(Status(eventuality="planned"), Status(factuality="possible"), Status(eventuality="historical")),
)
SHAPES = ("arrow", "arrow", "arrow", "arrow", "arrow", "short", "open-head", "faded-tail")
KINDS = ("captured", "lost", "besieged", "blocked", "held", "patrolled", "displaced")
CLASSES = ("ADVANCE", "WITHDRAW", "FLEE/DISPLACE", "DEPLOY/REINFORCE", "DELIVER/SUPPLY", "RETURN")
SYLLABLES = [first + second for first in "bcdfghjklmnprstvwz" for second in "aeiou"]


@dataclass
class Report:
    """One report while it is written."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    sentences: list[tuple[int, int]] = field(default_factory=list)
    mentions: list[tuple[Mention, Place]] = field(default_factory=list)
    movements: list[tuple[Movement, Drawing]] = field(default_factory=list)
    standings: list[tuple[Standing, Drawing]] = field(default_factory=list)
    regions: list[tuple[Region, Drawing]] = field(default_factory=list)

    def write(self, parts: Sequence[str]) -> list[Words]:
        """Add a sentence of these parts; where each of them stands."""
        start, words = self.length, []
        for part in parts:
            words.append(Words(self.length, self.length + len(part), part))
            self.text.append(part)
            self.length += len(part)
        self.sentences.append((start, self.length))
        self.text.append("\n")
        self.length += 1
        return words

    def name(self, at: Words, place: Place) -> End:
        """The place is named there."""
        self.mentions.append((Mention(at.start, at.end, at.text), place))
        return End(at.text, at.start, at.end, place)


class Scene:
    """Events that never were, at places that are not, the same for the same size."""

    def __init__(self, size: int) -> None:
        self.dice = random.Random(size)  # noqa: S311
        self.words = [self.word(2, 3) for _ in range(3_000)]
        self.count = {kind: round(size * share) for kind, share in SHARES.items()}
        spots = [(self.dice.uniform(-120, 150), self.dice.uniform(-35, 62)) for _ in range(60)]
        self.places = [self.place(index, spots) for index in range(self.count["place"])]
        self.reports = [Report() for _ in range(REPORTS)]
        self.claims: list[Claim] = []

    def word(self, least: int, most: int) -> str:
        """A word of so many syllables."""
        return "".join(self.dice.choices(SYLLABLES, k=self.dice.randint(least, most)))

    def some(self, count: int) -> str:
        """So many words."""
        return " ".join(self.dice.choices(self.words, k=count))

    def place(self, index: int, spots: Sequence[tuple[float, float]]) -> Place:
        """A place near one of the spots (lon, lat)."""
        lon, lat = self.dice.choice(spots)
        return Place(
            f"s:{index}",
            self.word(2, 4).capitalize(),
            self.dice.choice(("city", "city", "city", "base", "admin2")),
            round(self.dice.gauss(lon, 4), 4),
            round(self.dice.gauss(lat, 3), 4),
            "XX",
            self.dice.choice(self.words).capitalize(),
            int(10 ** self.dice.uniform(2, 6)),
            round(self.dice.uniform(1, 9), 1),
            source="invented",
        )

    def near(self, place: Place) -> Place:
        """One of a few places, the nearest."""
        tried = (self.dice.choice(self.places) for _ in range(12))
        return min(tried, key=lambda one: math.dist((one.lon, one.lat), (place.lon, place.lat)))

    def extracts(self) -> tuple[list[Extract], list[Claim]]:
        """The records as the rooms before the layers would hand them over."""
        for index in range(self.count["movement"]):
            self.move(index)
        for index in range(self.count["situation"]):
            self.hold(index)
        for index in range(self.count["region"]):
            self.lean(index)
        return [self.extract(index, report) for index, report in enumerate(self.reports)], self.claims

    def move(self, index: int) -> None:
        """Tell of a movement, every fifth in two reports."""
        origin = self.places[index % len(self.places)]
        # every place is named by something
        goal = self.places[-1 - index] if index * 2 < len(self.places) else self.near(origin)
        told = [index % REPORTS, *([(index * 7 + 1) % REPORTS] if index % 5 == 0 else [])]
        status, shape = self.dice.choice(STATUSES), self.dice.choice(SHAPES)
        members = []
        for report in dict.fromkeys(told):
            many = self.dice.randint(20, 90_000)
            mover = f"{many} {self.some(1)} of the {self.some(1)}"
            parts = (
                mover,
                " went ",
                "from ",
                origin.name,
                " to ",
                goal.name,
                " on Tuesday, ",
                self.some(7),
                ".",
            )
            written = self.reports[report]
            words = written.write(parts)
            ends = written.name(words[3], origin), written.name(words[5], goal)
            motion = Motion(
                start=words[0].start,
                end=words[-1].end,
                text="".join(parts),
                trigger=words[1],
                lemma="go",
                motion_class=CLASSES[index % len(CLASSES)],
                status=status,
                mover=words[0],
                quantity=Quantity(str(many), many, many, many, "people"),
                time=Time("on Tuesday", day(index), day(index)),
            )
            drawing = Drawing(curve(origin, goal), model="both ends", source="invented", shape=shape)
            members.append((report, len(written.movements)))
            written.movements.append((Movement(motion, (ends[0],), (ends[1],)), drawing))
        documents = tuple(sorted({report for report, _ in members}))
        self.claims.append(
            Claim(f"claim:{index:05x}", tuple(members), documents, tuple(publisher(one) for one in documents))
        )

    def hold(self, index: int) -> None:
        """Tell that somebody holds a place."""
        place, report = self.dice.choice(self.places), self.reports[index % REPORTS]
        parts = ("The ", self.some(2), " held ", place.name, ", ", self.some(8), ".")
        words = report.write(parts)
        end = report.name(words[3], place)
        situation = Situation(
            words[0].start,
            words[-1].end,
            "".join(parts),
            words[2],
            KINDS[index % len(KINDS)],
            Reference(words[3].start, words[3].end, place.name),
            self.dice.choice(STATUSES[:4]),
            words[1],
            time=Time("then", day(index), day(index)),
        )
        point: GeoJSON = {"type": "Point", "coordinates": (place.lon, place.lat)}
        report.standings.append((Standing(situation, end), Drawing(point, model="at its place")))

    def lean(self, index: int) -> None:
        """Tell of a region north of a place."""
        place, report = self.dice.choice(self.places), self.reports[index % REPORTS]
        words = report.write(
            ("Clashes went on ", f"{index % 90 + 5} km north of ", place.name, ", ", self.some(8), ".")
        )
        end = report.name(words[2], place)
        phrase = Phrase(
            words[1].start,
            words[2].end,
            words[1].text + place.name,
            "DD",
            ("N", str(index)),
            (Reference(words[2].start, words[2].end, place.name),),
        )
        size = 0.05 + index % 90 / 200
        drawing = Drawing(ring(place, size, 65), halo=ring(place, size * 1.6, 65), model="cone")
        report.regions.append((Region(phrase, (end,)), drawing))

    def extract(self, index: int, report: Report) -> Extract:
        """The records of a report."""
        document = Document(
            id=f"report-{index}",
            source=f"reports/{index:03}.txt",
            text="".join(report.text),
            title=self.some(7).capitalize(),
            publisher=publisher(index),
            published=day(index),
            url=f"https://news.example/{index}",
        )
        mentions = sorted(report.mentions, key=lambda one: one[0].start)
        movements, standings = report.movements, report.standings
        return Extract(
            document=document,
            reading=Reading(
                document.id,
                tuple(report.sentences),
                tuple(mention for mention, _ in mentions),
                tuple(region.phrase for region, _ in report.regions),
                tuple(movement.motion for movement, _ in movements),
                tuple(standing.situation for standing, _ in standings),
            ),
            resolutions=tuple(self.resolution(at, place) for at, (_, place) in enumerate(mentions)),
            regions=tuple(region for region, _ in report.regions),
            movements=tuple(movement for movement, _ in movements),
            region_drawings=tuple(drawing for _, drawing in report.regions),
            movement_drawings=tuple(drawing for _, drawing in movements),
            standings=tuple(standing for standing, _ in standings),
            standing_drawings=tuple(drawing for _, drawing in standings),
        )

    def resolution(self, at: int, place: Place) -> Resolution:
        """The place that a name means, every third with a rival."""
        rivals = (self.dice.choice(self.places),) if at % 3 == 0 else ()
        others = tuple(Alternative(rival, 0.2) for rival in rivals)
        reasons = ("largest place of the name", f"{at % 9 + 1} other places of the report lie near")
        return Resolution(at, place, 0.8, alternatives=(Alternative(place, 0.8), *others), reasons=reasons)


def publisher(index: int) -> str:
    """One of forty."""
    return f"Courier {index % 40}"


def day(index: int) -> str:
    """A day of one year."""
    return f"2031-{index // 28 % 12 + 1:02}-{index % 28 + 1:02}"


def curve(start: Place, end: Place) -> GeoJSON:
    """A bent line of nine points, as many as an arrow of `geo.geometry` has."""
    dx, dy = end.lon - start.lon, end.lat - start.lat
    push = [0.12 * math.sin(math.pi * step / 8) for step in range(9)]
    points = [
        (round(start.lon + dx * at / 8 - dy * aside, 5), round(start.lat + dy * at / 8 + dx * aside, 5))
        for at, aside in enumerate(push)
    ]
    return {"type": "LineString", "coordinates": points}


def ring(place: Place, radius: float, count: int) -> GeoJSON:
    """A circle of so many points."""
    turns = [2 * math.pi * at / (count - 1) for at in range(count - 1)]
    points = [
        (round(place.lon + radius * math.cos(turn), 5), round(place.lat + radius * math.sin(turn), 5))
        for turn in turns
    ]
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def stock(layers: schema.Layers) -> str:
    """The same features as anyone would put them on a folium map: one layer each, evidence in its popup."""
    quotes: dict[str, list[str]] = {}
    for quote in layers.quotes:
        quotes.setdefault(quote.mark, []).append(quote.text)
    made = folium.Map(location=(20, 10), zoom_start=3, tiles=None, prefer_canvas=True)
    groups = {
        name: folium.FeatureGroup(name=name).add_to(made) for name in ("movements", "places", "regions")
    }

    def told(row: dict[str, Any]) -> folium.Popup:
        return folium.Popup("<br>".join((row["title"], *quotes.get(row["id"], ()))))

    for name, group, make in (
        ("movements", "movements", lambda row, at: folium.PolyLine(at, popup=told(row))),
        ("regions", "regions", lambda row, at: folium.Polygon(at, popup=told(row))),
        ("places", "places", lambda row, at: folium.CircleMarker(at[0], radius=4, popup=told(row))),
        ("situations", "places", lambda row, at: folium.CircleMarker(at[0], radius=6, popup=told(row))),
    ):
        for row in getattr(layers, name).to_dict("records"):
            shape = row["geometry"]
            line = shape.exterior if shape.geom_type == "Polygon" else shape
            make(row, [(lat, lon) for lon, lat in line.coords]).add_to(groups[group])
    folium.LayerControl().add_to(made)
    return str(made.get_root().render())


ACTS = {
    "zoom": """(at) => map().setZoom(map().getZoom() + (at % 2 ? -1 : 1), { animate: false })""",
    "legend": """() => document.querySelector("#legend [data-group]").click()""",
    "publisher": """() => document.querySelector("#filters [name=publisher]").click()""",
    "time": """(at) => {
      const brush = document.querySelector("#timeline input[type=range]");
      brush.value = at % 2 ? brush.min : brush.max / 2;
      brush.dispatchEvent(new Event("input", { bubbles: true }));
    }""",
    "group": """(at) => map()[at % 2 ? "addLayer" : "removeLayer"](named("feature_group_"))""",
}
FILTERS = ("legend", "publisher", "time")
TIMED = """async ([act, at]) => {
  const named = (start) => globalThis[Object.keys(globalThis).find((key) => key.startsWith(start))];
  const map = () => named("map_");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  const from = performance.now();
  (ACT)(at);
  await frame();
  await frame();
  return performance.now() - from;
}"""
JQUERY = """globalThis.$ = (html) => [Object.assign(document.createElement("div"), { innerHTML: html })];"""
"""All that folium's popups ask of jQuery."""
READY = """() => {
  const stop = () => (globalThis.readyAt = performance.now());
  const seen = () => requestAnimationFrame(() => requestAnimationFrame(stop));
  if (OURS) {
    const watch = new MutationObserver(() => {
      if (!document.documentElement?.dataset.ready) return;
      watch.disconnect();
      seen();
    });
    watch.observe(document, { attributes: true, subtree: true, childList: true });
  } else addEventListener("load", seen);
}"""


def opened(browser: Any, path: Path, *, ours: bool) -> tuple[Any, float]:
    """The file as an open page, and the seconds until it was ready."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(300_000)
    context.route(lambda url: not url.startswith("file:"), _serve)
    context.add_init_script(f"({READY.replace('OURS', str(ours).lower())})()")
    shown = context.new_page()
    session = context.new_cdp_session(shown)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    shown.goto(path.as_uri())
    while not (ready := shown.evaluate("globalThis.readyAt")):
        time.sleep(0.1)
    return session, ready / 1000


def metric(session: Any, name: str) -> float:
    """A number of the browser about the page."""
    found = session.send("Performance.getMetrics")["metrics"]
    return float({one["name"]: one["value"] for one in found}[name])


def acted(shown: Any, session: Any, act: str) -> tuple[float, float]:
    """Seconds until the second frame after an act, and seconds of the processor, both the best of eight."""
    walls, works = [], []
    for at in range(8):
        before = metric(session, "TaskDuration")
        walls.append(shown.evaluate(TIMED.replace("ACT", ACTS[act]), [act, at]) / 1000)
        works.append(metric(session, "TaskDuration") - before)
    return min(walls), min(works)


def measured(browser: Any, path: Path, *, ours: bool) -> Iterator[float]:
    """MB of the file; seconds to ready, wall and CPU; MB of heap; seconds of zoom and filter, as well."""
    yield path.stat().st_size / 1e6
    best = (math.inf, math.inf)
    for last in (False, False, True):
        session, ready = opened(browser, path, ours=ours)
        best = min(best, (ready, metric(session, "TaskDuration")))
        context = browser.contexts[-1]
        if not last:
            context.close()
    yield from best
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    yield metric(session, "JSHeapUsedSize") / 1e6
    shown = context.pages[0]
    yield acted(shown, session, "zoom")[0]
    shown.evaluate("() => document.querySelector('#filters details:not([open])')?.setAttribute('open', '')")
    yield from max(acted(shown, session, act) for act in (FILTERS if ours else ("group",)))
    context.close()


def _serve(route: Any) -> None:
    """Leaflet for folium, which asks a server for it; nothing else."""
    name = Path(route.request.url).name
    if name in {"leaflet.js", "leaflet.css"}:
        route.fulfill(path=str(Path(leaflet.BASE_DIR) / name))
    elif name.startswith("jquery"):
        route.fulfill(body=JQUERY)
    else:
        route.fulfill(body="")


def timed(make: Callable[[], Any]) -> tuple[Any, float]:
    """What it makes, and the seconds of the processor that it took."""
    start = time.process_time()
    made = make()
    return made, time.process_time() - start


def rows(size: int, browser: Any, folder: Path) -> Iterator[tuple[str, list[float]]]:
    """A row of the table for our page and one for folium's."""
    settings = PageSettings(title=f"{size:,} invented marks")
    extracts, claims = Scene(size).extracts()
    layers, arranging = timed(lambda: arrange(extracts, claims, settings=settings))
    count = sum(len(getattr(layers, name)) for name in ("places", "regions", "movements", "situations"))
    for name, make in (
        ("geo", lambda: page.render(layers, settings=settings)),
        ("geo, cut", lambda: fitted(layers, settings=settings).html),
        ("folium", lambda: stock(layers)),
    ):
        path = folder / "map.html"
        if name == "geo, cut" and path.stat().st_size <= settings.most_mb * 1e6:
            continue
        html, rendering = timed(make)
        path.write_text(html, encoding="utf-8", newline="\n")
        del html
        spent = rendering + (0.0 if name == "folium" else arranging)
        yield f"{name}, {count:,} marks", [spent, *measured(browser, path, ours=name != "folium")]


def main(sizes: Sequence[int]) -> None:
    """Print the table."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    print(
        "| page | Python s | file MB | ready s | of it CPU s | heap MB | zoom s | filter s | of it CPU s |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            browser = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox", "--disable-gpu"]
            )
            both = []
            for name, values in rows(size, browser, Path(folder)):
                both.append(values)
                print(f"| {name} | " + " | ".join(f"{value:.2f}" for value in values) + " |", flush=True)
            ratios = " | ".join(f"{other / own:.1f}x" for own, other in zip(both[0], both[-1], strict=True))
            print(f"| folium / geo | {ratios} |", flush=True)
            browser.close()


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or SIZES)
