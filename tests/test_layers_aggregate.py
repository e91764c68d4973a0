"""Maps of more marks than a page holds: the weightiest one by one, all of them counted."""

from __future__ import annotations

import gc
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import geopandas
import pytest
from browsers import Visit
from scene import PLACES, Writer, curve, scene

from geo import layers, page, pipeline, sizing
from geo.errors import SettingsError
from geo.layers import aggregate
from geo.records import Alternative, Claim, Drawing, Extract, Place, Situation, Standing, Status, Time
from geo.settings import PageSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from geo.schema import Layers

REPORTS = 100
TOLD = 45
"""Movements of each report."""
TOWNS = [
    Place(f"t:{at}", f"Oru{'aeiou'[at % 5]}{'bdgklmnprstvz'[at % 13]}o", "city", 10 + at * 0.7, 20 - at * 0.4)
    for at in range(65)
]


def report(number: int) -> Extract:
    """One of many reports, each of which tells as many movements of its own."""
    lines, pairs = [], []
    for at in range(TOLD):
        start, end = TOWNS[(number * 7 + at) % 65], TOWNS[(number * 3 + at * 5 + 1) % 65]
        pairs.append((start, end))
        lines.append(f"{number * 100 + at} herders went from {start.name} over to {end.name}.")
    written = Writer(
        "\n".join(lines) + "\n",
        title=f"Herders on the way {number}",
        publisher=f"Echo {number % 7}",
        published=f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}",
        source=f"reports/{number}.txt",
    )
    for line, (start, end) in zip(lines, pairs, strict=True):
        written.after(line)
        for one in dict.fromkeys((start, end)):
            written.place(one.name, one, alternatives=(Alternative(one, 0.9),))
        written.move(
            line,
            "went",
            "RETURN",
            Drawing(curve(start, end), model="both ends", shape="arrow"),
            mover=line.split(" went")[0],
            origins=(written.end(start.name, start),),
            destinations=(written.end(end.name, end),),
        )
    return written.extract()


@pytest.fixture(scope="module")
def told() -> tuple[list[Extract], list[Claim]]:
    extracts = [report(number) for number in range(REPORTS)]
    members = [(number, at) for number in range(REPORTS) for at in range(TOLD)]
    claims = [
        Claim(f"claim-{number}-{at}", ((number, at),), (number,), (f"Echo {number % 7}",))
        for number, at in members
    ]
    return extracts, claims


@pytest.fixture(scope="module")
def large(told: tuple[list[Extract], list[Claim]]) -> Layers:
    return layers.arrange(*told, settings=PageSettings())


def test_what_fits_stays_as_it_is():
    small = layers.arrange(*scene(), settings=PageSettings())
    assert aggregate.cut(small, marks=aggregate.size(small)) is small
    made = sizing.fitted(small, settings=PageSettings())
    assert made.html == page.render(small, settings=PageSettings())
    assert "aggregated" not in made.told


def test_the_weightiest_are_kept_with_their_evidence(large: Layers):
    cut = aggregate.cut(large, marks=400)
    assert 380 <= aggregate.size(cut) <= 420
    for name in ("places", *aggregate.CLAIMS):
        whole, kept = getattr(large, name), getattr(cut, name)
        assert kept["id"].tolist() == whole["id"].tolist()[: len(kept)]
    ids = {*cut.places["id"], *cut.movements["id"]}
    assert {quote.mark for quote in cut.quotes} == ids
    for quote in cut.quotes:
        document = cut.documents[quote.document]
        assert document.text[quote.start :].startswith(quote.text)
    assert [document.index for document in cut.documents] == list(range(len(cut.documents)))
    for mark, documents in zip(cut.movements["id"], cut.movements["documents"], strict=True):
        assert [cut.documents[int(one)].source for one in documents.split(",")] == [
            f"reports/{mark.split('-')[1]}.txt"
        ]
    page.render(cut, settings=PageSettings())


def test_a_mark_keeps_so_many_sentences_of_as_many_reports_as_it_can(large: Layers):
    cut = aggregate.cut(large, marks=400)
    most = large.places["id"].iloc[0]
    kept = [quote for quote in cut.quotes if quote.mark == most]
    told_by = {quote.document for quote in large.quotes if quote.mark == most}
    assert len(kept) == aggregate.MOST_SENTENCES
    assert len({quote.document for quote in kept}) == min(len(told_by), aggregate.MOST_SENTENCES)


@pytest.mark.parametrize("most", [1, 9, 70, 500, 4000])
def test_every_claim_counts_once_however_coarse(large: Layers, most: int):
    counts = aggregate.counted(large, most=most)
    assert sum(one.movements for one in counts) == len(large.movements) == REPORTS * TOLD
    assert len({(one.place, one.lon, one.lat, one.period) for one in counts}) == len(counts)


def test_counts_are_as_fine_as_there_is_room_for(large: Layers):
    fine, coarse = aggregate.counted(large, most=4000), aggregate.counted(large, most=70)
    assert len(coarse) <= 70 < len(fine)
    assert {len(one.period) for one in fine} == {len("2031-05-05")}
    assert {one.period for one in coarse} == {"2031"}
    assert {len(one.period) for one in aggregate.counted(large, most=800)} == {len("2031-05")}


def test_what_is_of_one_year_is_counted_by_its_months(large: Layers):
    counts = aggregate.counted(large, most=300)
    assert {len(one.period) for one in counts} == {len("2031-05")}
    assert len({one.place for one in counts}) < len(large.places)


def test_a_movement_counts_where_it_ends(large: Layers):
    ends = {mark: place for mark, role, place in large.ends if role == "destination"}
    names = dict(zip(large.places["id"], large.places["name"], strict=True))
    town = large.places["name"].iloc[0]
    counted = sum(one.movements for one in aggregate.counted(large, most=9999) if one.place == town)
    assert counted == sum(names[place] == town for place in ends.values()) > 0


def test_situations_count_by_their_own_time_else_by_the_reports():
    found = scene()[0][0]
    place = PLACES["Tibú"]
    at = found.movements[0].motion
    situations = [
        Situation(at.start, at.end, at.text, at.trigger, "held", None, Status(), time=time)
        for time in (Time("in May", "2030-05", "2030-05"), None)
    ]
    end = found.movements[0].origins[0]
    drawing = Drawing({"type": "Point", "coordinates": (place.lon, place.lat)}, model="at its place")
    extract = replace(
        found,
        standings=tuple(Standing(one, end) for one in situations),
        standing_drawings=(drawing, drawing),
        movements=(),
        movement_drawings=(),
        regions=(),
        region_drawings=(),
    )
    arranged = layers.arrange([extract], [], settings=PageSettings())
    counts = aggregate.counted(arranged)
    assert {(one.place, one.period): one.situations for one in counts} == {
        ("Tibú", row["time_start"] or row["reported"]): 1 for row in arranged.situations.to_dict("records")
    }


def test_a_build_keeps_to_its_megabytes_and_says_what_is_only_counted(
    told: tuple[list[Extract], list[Claim]], large: Layers, tmp_path: Path
):
    settings = Settings(out=tmp_path, formats=("html",), page=PageSettings(most_mb=1))
    built = pipeline.finish(told[0], (), settings=settings)
    size = (tmp_path / "index.html").stat().st_size
    assert 800_000 < size <= 1_000_000
    found = json.loads((tmp_path / "report.json").read_text("utf-8"))["page"]
    assert (found["megabytes"], found["most_megabytes"]) == (round(size / 1e6, 2), 1)
    counts = dict(built.counts)
    shown = found["aggregated"]["shown_one_by_one"]["movements"]
    assert found["aggregated"]["counted"]["movements"] == shown["of"] == counts["claims_on_map"]
    assert 0 < shown["shown"] < shown["of"]
    whole = geopandas.read_parquet(io.BytesIO((tmp_path / "movements.parquet").read_bytes()))
    assert len(whole) == shown["of"]
    assert set(large.movements.columns) == set(whole.columns)


class Asked(Sequence["Extract"]):
    """Reports made anew each time they are asked for, as those of partitions: how often, how many at once."""

    def __init__(self, extracts: Sequence[Extract]) -> None:
        self.extracts, self.times, self.most = extracts, 0, 0
        self.before = self.alive()

    def alive(self) -> int:
        return sum(type(one) is Extract for one in gc.get_objects())

    def __len__(self) -> int:
        return len(self.extracts)

    def __getitem__(self, index: Any) -> Any:
        made = replace(self.extracts[index])
        self.times += 1
        if index % 7 == 0:
            self.most = max(self.most, self.alive() - self.before)
        return made


@pytest.mark.parametrize("blunt", [{}, {"round_km": 30.0}, {"suppress": ("camp",)}])
def test_a_map_goes_through_its_reports_three_times_and_keeps_none(
    told: tuple[list[Extract], list[Claim]], tmp_path: Path, blunt: dict[str, Any]
):
    page_settings = PageSettings(most_mb=1, **blunt)
    settings = Settings(out=tmp_path, formats=("html", "geojson", "csv"), page=page_settings)
    where = "A well at 14.2312 N, 3.1244 E"
    few = [replace(one, document=replace(one.document, title=where)) for one in told[0][:20]]
    asked = Asked(few)
    pipeline.finish(asked, (), settings=settings)
    assert asked.times == 3 * len(few)
    assert asked.most <= 4
    whole = replace(settings, out=tmp_path / "whole")
    pipeline.finish(few, (), settings=whole)
    for path in tmp_path.glob("*.*"):
        assert path.read_bytes() == (whole.out / path.name).read_bytes()


def test_a_page_holds_at_least_a_megabyte():
    with pytest.raises(SettingsError, match="most_mb: got"):
        PageSettings(most_mb=0.5)


TITLES = "() => [...document.querySelectorAll('.count-disc')].map((one) => one.title)"


def movements_in(titles: list[str]) -> int:
    """How many movements the discs of a page count, by their titles ("...: 1,204 movements")."""
    return sum(int(title.rpartition(": ")[2].split(" movement")[0].replace(",", "")) for title in titles)


def test_counts_say_how_many_of_each_sort_there_are(large: Layers):
    for one in aggregate.counted(large, most=70):
        by_frame = dict.fromkeys(aggregate.CLAIMS, 0)
        for name, _, count in one.shares:
            by_frame[name] += count
        assert by_frame == {name: getattr(one, name) for name in aggregate.CLAIMS}
    regions = layers.arrange(*scene(), settings=PageSettings())
    counted = Counter(share for one in aggregate.counted(regions) for share in one.shares)
    sorts = {(name, sort) for name, sort, _ in counted}
    assert {("movements", status) for status in regions.movements["status"]} <= sorts


def test_a_cut_page_says_of_how_many_reports_it_quotes_some(large: Layers):
    cut = aggregate.cut(large, marks=40)
    assert len(cut.documents) < len(large.documents)
    html = page.render(cut, settings=PageSettings())
    said = f"{REPORTS} reports ({len(cut.documents)} quoted here), 1 January"
    assert said in html
    assert "quoted here" not in page.render(large, settings=PageSettings())


def test_only_what_a_page_can_hold_has_evidence(
    told: tuple[list[Extract], list[Claim]], large: Layers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(layers, "LEAST_BYTES", 4000)
    few = layers.arrange(*told, settings=PageSettings(most_mb=2))
    assert few.evident == 500
    assert len(few.quotes) < 0.5 * len(large.quotes)
    for name in ("places", *aggregate.CLAIMS):
        assert getattr(few, name).equals(getattr(large, name))
    assert aggregate.counted(few) == aggregate.counted(large)
    for marks in (3, 200, 499, 500):
        cut = aggregate.cut(few, marks=marks)
        whole = aggregate.cut(large, marks=marks)
        quotes = {(one.mark, one.text, one.spans, one.words) for one in cut.quotes}
        assert quotes == {(one.mark, one.text, one.spans, one.words) for one in whole.quotes}
        assert {one.mark: one.lines for one in cut.courses} == {one.mark: one.lines for one in whole.courses}
        assert cut.choices == whole.choices
        page.render(cut, settings=PageSettings())
    made = sizing.fitted(few, settings=PageSettings(most_mb=2))
    assert made.told["aggregated"]["shown_one_by_one"]["movements"]["shown"] <= 500


def visit_cut(browser: Any, large: Layers, folder: Path) -> Visit:
    """A visit to the page of four hundred marks of many."""
    path = folder / "cut.html"
    path.write_text(page.render(aggregate.cut(large, marks=400), settings=PageSettings()), "utf-8")
    return Visit(browser, path)


@pytest.mark.browser
def test_discs_count_all_and_follow_the_time(browser: Any, large: Layers, tmp_path: Path):
    visit = visit_cut(browser, large, tmp_path)
    before = visit.run(TITLES)
    assert movements_in(before) == REPORTS * TOLD
    assert visit.count(".count-disc") < 65
    # half a year, as a reader's address keeps it: from a day of 1970 on, to another
    day = (date(2031, 7, 1) - date(1970, 1, 1)).days
    visit.run(f"() => {{ location.hash = `${{location.hash.split('?')[0]}}?time=_{day}_` }}")
    early = TOLD * sum(number % 12 < 6 for number in range(REPORTS))
    visit.until(f"(before) => ({TITLES})().join() !== before", ",".join(before))
    assert movements_in(visit.run(TITLES)) == early
    visit.run("() => { location.hash = location.hash.split('?')[0] + '?query=Oru' }")
    visit.until("() => !document.querySelector('.count-disc')")
    visit.close()


@pytest.mark.browser
def test_discs_count_what_the_legend_leaves(browser: Any, large: Layers, tmp_path: Path):
    visit = visit_cut(browser, large, tmp_path)
    switch = '#legend [data-group="movement-happened"]'
    visit.tap(switch)
    visit.until("() => !document.querySelector('.count-disc')")
    visit.tap(switch)
    visit.until("() => document.querySelector('.count-disc')")
    assert movements_in(visit.run(TITLES)) == REPORTS * TOLD
    visit.close()


@pytest.mark.browser
def test_discs_vanish_as_soon_as_something_is_searched_for(browser: Any, large: Layers, tmp_path: Path):
    visit = visit_cut(browser, large, tmp_path)
    field, gone = visit.page.locator("#search"), "() => !document.querySelector('.count-disc')"
    # by hand, and by the address alone: nothing else on the map changes with it
    field.fill("Oru")
    visit.until(gone)
    field.fill("")
    visit.until("() => document.querySelector('.count-disc')")
    visit.run("() => { location.hash = location.hash.split('?')[0] + '?query=Orudo' }")
    visit.until(gone)
    assert field.input_value() == "Orudo"
    visit.run("() => { location.hash = location.hash.split('?')[0] }")
    visit.until("() => document.querySelector('.count-disc')")
    assert movements_in(visit.run(TITLES)) == REPORTS * TOLD
    assert not field.input_value()
    visit.close()


COVERED = """() => {
  const boxes = (all) => Array.from(document.querySelectorAll(all), (one) => one.getBoundingClientRect());
  const across = (a, b) => a.left < b.right - 6 && b.left < a.right - 6;
  const meet = (a, b) => across(a, b) && a.top < b.bottom - 6 && b.top < a.bottom - 6;
  const discs = boxes(".count-disc");
  return boxes(".label").filter((label) => discs.some((disc) => meet(label, disc))).length;
}"""


@pytest.mark.browser
def test_discs_cover_no_names_and_write_large_numbers_in_groups(browser: Any, large: Layers, tmp_path: Path):
    visit = visit_cut(browser, large, tmp_path)
    for zoom in (6, 4, 3):
        visit.run("(zoom) => void map_geo.setView([7, 32], zoom, { animate: false })", zoom)
        assert visit.count(".count-disc")
        assert visit.count(".label")
        assert visit.run(COVERED) == 0
    assert any(" 1," in title or " 2," in title for title in visit.run(TITLES))
    visit.close()


@pytest.mark.browser
def test_the_tabs_of_many_marks_stay_in_the_panel(browser: Any, large: Layers, tmp_path: Path):
    path = tmp_path / "whole.html"
    path.write_text(page.render(large, settings=PageSettings()), "utf-8")
    visit = Visit(browser, path)
    visit.run("() => document.querySelectorAll('.tabs b').forEach((one) => (one.textContent = '17,025'))")
    beyond = "(one) => document.querySelector(one).scrollWidth - document.querySelector(one).clientWidth"
    assert [visit.run(beyond, one) for one in (".tabs", "#panel")] == [0, 0]
    heights = "() => Array.from(document.querySelectorAll('.tabs button'), (one) => one.offsetTop)"
    assert len(set(visit.run(heights))) == 1
    visit.close()
