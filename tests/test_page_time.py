"""Time on the page: the span of each mark, the timeline and the story."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from browsers import PHONE, Opened, View, Visit
from hypothesis import given
from hypothesis import strategies as st
from scene import PLACES, Writer, curve, scene

from geo import page, schema
from geo.layers import arrange
from geo.page import axis, story, times
from geo.records import Claim, Drawing
from geo.settings import PageSettings

EPOCH = date(1970, 1, 1)
years = st.integers(-20_000, 20_000)
dates = st.dates()


def number(day: date) -> int:
    return (day - EPOCH).days


def written(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}" if abs(year) < 10_000 else f"Y{year}"


@given(dates)
def test_a_day_has_its_number(day: date) -> None:
    assert times.days(day.isoformat()) == (number(day), number(day) + 1)


@given(dates)
def test_a_month_and_a_year_hold_their_days(day: date) -> None:
    last = monthrange(day.year, day.month)[1]
    month = times.days(day.isoformat()[:7])
    assert month == (number(day.replace(day=1)), number(day.replace(day=last)) + 1)
    year = times.days(day.isoformat()[:4])
    assert year == (number(day.replace(month=1, day=1)), number(day.replace(month=12, day=31)) + 1)


@given(years)
def test_years_of_any_age_follow_each_other_without_a_gap(year: int) -> None:
    this, after = times.days(written(year)), times.days(written(year + 1))
    assert this
    assert after
    assert this[1] == after[0]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    assert this[1] - this[0] == 365 + leap


@given(years, st.integers(1, 12))
def test_months_of_any_year_follow_each_other(year: int, month: int) -> None:
    this = times.days(f"{written(year)}-{month:02d}")
    after = times.days(f"{written(year + month // 12)}-{month % 12 + 1:02d}")
    assert this
    assert after
    assert this[1] == after[0]


@given(dates, st.sets(st.sampled_from([2, 3, 5, 6, 8, 9]), min_size=1))
def test_unknown_digits_hold_every_date_that_they_may_stand_for(day: date, unknown: set[int]) -> None:
    text = "".join("X" if at in unknown else letter for at, letter in enumerate(day.isoformat()))
    found = times.days(text)
    assert found
    assert found[0] <= number(day) < found[1]


@given(st.text(alphabet="0123456789-X~?%/.TZ:+Y ", max_size=24), st.text(max_size=12))
def test_no_words_break_the_reading_of_dates(start: str, end: str) -> None:
    for text in (start, end):
        found = times.days(text)
        assert found is None or found[0] < found[1]
    when = times.span(start, end, start)
    assert when is None or when.start < when.end


@given(dates, st.integers(0, 4000), st.sampled_from(["one", "two"]))
def test_an_interval_spans_both_ends_whichever_way_it_is_written(day: date, more: int, fields: str) -> None:
    later = min(day + timedelta(days=more), date.max) if day < date.max - timedelta(days=more) else day
    bounds = (day.isoformat(), later.isoformat())
    start, end = ("/".join(bounds), "") if fields == "one" else bounds
    assert times.span(start, end, "2031-03-05") == (number(day), number(later) + 1, "event")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("0000-02-29", "0000-02-29/0000-02-29"),
        ("Y-17000", "Y-17000/Y-17000"),
        ("2016-07~", "2016-07"),
        ("2016-07-05?", "2016-07-05"),
        ("~1990%", "1990"),
        ("2016-21", "2016-03/2016-05"),
        ("2016-24", "2016-12/2017-02"),
        ("2016-30", "2016-12/2017-02"),
        ("2016-36", "2016-10/2016-12"),
        ("2016-41", "2016-07/2016-12"),
        ("201X", "2010/2019"),
        ("-01XX", "-0199/-0100"),
        ("2016-1X", "2016-10/2016-12"),
        ("2016-06-2X", "2016-06-20/2016-06-29"),
        ("2016-06-3X", "2016-06-30"),
    ],
)
def test_dates_as_edtf_writes_them(text: str, same: str) -> None:
    found = times.days(text)
    assert found
    assert times.span(same, "", "") == (*found, "event")


@pytest.mark.parametrize(
    "text",
    [
        *("", "..", "16", "2016-7-5", "5 July", "٢٠١٦"),
        *("2015-02-29", "2016-13", "2016-00", "2016-04-31", "2016-02-3X", "2016-22-05"),
        *("XXXX", "XXXX-12-25", "2016-07-05T25", "2016-07-05T12:60"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert times.days(text) is None


def test_the_time_of_day_counts() -> None:
    day = number(date(2031, 3, 5))
    assert times.days("2031-03-05T06Z") == (day + 0.25, day + 0.25 + 1 / 24)
    assert times.days("2031-03-05T12:30:00.25+05:30") == (day + 12.5 / 24, day + 12.5 / 24 + 1 / 86400)


def test_open_ends_close_at_what_is_known() -> None:
    def day(text: str) -> int:
        return number(date.fromisoformat(text))

    # since: up to the report, unless that is earlier; until: the known end alone
    assert times.span("2014-06", "", "2016-07-31") == (day("2014-06-01"), day("2016-08-01"), "event")
    assert times.span("2014-06/..", "", "2016-07-31") == (day("2014-06-01"), day("2016-08-01"), "event")
    assert times.span("2016-09-01", "..", "2016-07-31") == (day("2016-09-01"), day("2016-09-02"), "event")
    assert times.span("", "2016-07-05", "2016-07-31") == (day("2016-07-05"), day("2016-07-06"), "event")
    assert times.span("../2016-07", "", "") == (day("2016-07-01"), day("2016-08-01"), "event")
    assert times.span("2016-07-09", "2016-07-05", "") == (day("2016-07-05"), day("2016-07-10"), "event")
    assert times.span("", "", "2016-07-31") == (day("2016-07-31"), day("2016-08-01"), "report")
    assert times.span("last week", "", "2016-07-31") == (day("2016-07-31"), day("2016-08-01"), "report")
    assert times.span("", "", "") is None


@pytest.fixture(scope="module")
def layers():
    return arrange(*scene(), settings=PageSettings())


def test_places_and_regions_have_the_time_of_what_is_told_there(layers) -> None:
    whens = times.of_layers(layers)
    movements = {mark: whens.get(mark) for mark in layers.movements["id"]}
    for movement, _, place in layers.ends:
        when = movements[movement]
        if when and place in whens:
            assert whens[place].start <= when.start
            assert whens[place].end >= when.end
    assert whens["t:13"].of == "report", "Geneva is named, but nothing is told there"
    assert set(whens) >= set(layers.regions["id"])


def test_claims_are_in_order_of_their_time_undated_last(layers) -> None:
    told = {quote.mark: (quote.document, quote.start) for quote in reversed(layers.quotes)}
    ids = sorted(layers.movements["id"], key=told.__getitem__)
    # the rows of the frame are not in the order of the text, and need not be
    frame = layers.movements.set_index("id").loc[ids].reset_index()
    frame["time_start"] = ["2031-03-09", "2031-03-07", "", "-0044", "", "", "2031-03-07"][: len(frame)]
    frame["time_end"] = frame["time_start"]
    frame["reported"] = ["", "", "", "", "2031-03-08", "", ""][: len(frame)]
    changed = replace(layers, movements=frame[::-1], situations=layers.situations.iloc[:0])
    assert times.order(changed, times.of_layers(changed)) == [ids[at] for at in (3, 1, 6, 4, 0, 2, 5)]
    rows = times.stamps(changed, times.of_layers(changed))
    assert [rows[mark]["nth"] for mark in ids] == [4, 1, 5, 0, 3, 6, 2]
    assert "when" not in rows[ids[2]]
    assert rows[ids[4]]["whenOf"] == "report"


def event(*texts: str) -> list[times.When]:
    found = [times.span(text, "", "") if "/" in text else times.span(text, text, "") for text in texts]
    return [when for when in found if when]


spans = st.tuples(st.integers(-1_815_000, 47_847), st.floats(0.01, 40_000)).map(
    lambda pair: times.When(pair[0], pair[0] + max(1, round(pair[1])), "event")
)


@given(st.lists(spans, min_size=2, max_size=40))
def test_the_axis_holds_every_mark_in_few_bins_with_few_labels(whens: list[times.When]) -> None:
    made = axis.axis(whens)
    if made is None:
        assert len({when[:2] for when in whens}) == 1
        return
    edges = made["edges"]
    assert edges == sorted(set(edges))
    assert edges[0] <= min(when.start for when in whens)
    assert edges[-1] >= max(when.end for when in whens)
    assert 2 <= len(edges) == len(made["first"]) == len(made["last"]) <= axis.MOST_BINS * 1.2 + 4
    assert 1 <= len(made["ticks"]) <= axis.MOST_LABELS + 2
    places = [place for place, label in made["ticks"] if label]
    assert places == sorted(set(places))
    assert 0 <= places[0] <= places[-1] < len(edges) - 1


@given(dates)
def test_a_day_number_leads_back_to_its_day(day: date) -> None:
    assert times.date_of(number(day)) == (day.year, day.month, day.day)


@given(years, st.integers(1, 12), st.integers(1, 28))
def test_day_numbers_of_any_age_lead_back(year: int, month: int, day: int) -> None:
    assert times.date_of(times.day_number(year, month, day)) == (year, month, day)


def test_the_axis_of_three_days_has_three_bins() -> None:
    made = axis.axis(event("2031-03-04", "2031-03-06"))
    assert made
    assert made["ticks"] == [(0, "4 Mar 2031"), (1, "5 Mar"), (2, "6 Mar")]
    assert made["first"][:3] == made["last"][1:] == ["4 Mar 2031", "5 Mar 2031", "6 Mar 2031"]


def test_months_are_labelled_where_they_begin_within_a_week() -> None:
    made = axis.axis(event("1970-01-01", "1970-01-01/1970-04-11"))
    assert made
    assert [label for _, label in made["ticks"]] == ["Jan 1970", "Feb", "Mar", "Apr"]
    for (place, _), day in zip(made["ticks"], (0, 31, 59, 90), strict=True):
        before = made["edges"][int(place)]
        assert before <= day < made["edges"][int(place) + 1]
        assert place - int(place) == pytest.approx((day - before) / 7, abs=0.01)


def test_the_axis_of_millennia_knows_no_year_0() -> None:
    made = axis.axis(event("-2999", "-0043", "1066", "2100"))
    assert made
    labels = ["3000 BCE", "2000 BCE", "1000 BCE", "1", "1000"]
    assert [label for _, label in made["ticks"]][:5] == labels
    assert made["first"][0] == "3000 BCE"


def test_the_axis_of_one_day_shows_the_hours() -> None:
    made = axis.axis(event("2031-03-05T06:10", "2031-03-05T18"))
    assert made
    assert [label for _, label in made["ticks"]][:3] == ["5 Mar, 06:00", "09:00", "12:00"]
    assert made["last"][-1] == "19:00 on 5 Mar 2031"


def test_the_axis_is_not_finer_than_the_dates_are() -> None:
    made = axis.axis(event("2012", "2013", "2014"))
    assert made
    assert made["first"] == ["2012", "2013", "2014", "2015"]


def test_a_few_far_marks_do_not_squeeze_the_rest() -> None:
    near = [f"2031-03-{day:02d}" for day in range(4, 15)]
    made = axis.axis(event("1914", "1990-05", *near, "2400"))
    assert made
    assert [made["ticks"][0], made["ticks"][-1]] == [(0, "earlier"), (12, "later")]
    assert made["first"][:2] == ["1 Jan 1914", "4 Mar 2031"]
    assert made["last"][-2:] == ["14 Mar 2031", "31 Dec 2400"]


def test_nothing_to_brush_without_two_times() -> None:
    assert axis.axis([]) is None
    assert axis.axis(event("2031-03-05", "2031-03-05")) is None


def test_spans_in_words() -> None:
    told = {
        "2031": "2031",
        "-0043": "44 BCE",
        "2031-03": "March 2031",
        "2031-03-05": "5 March 2031",
        "2031-24": "December 2031 to February 2032",
        "203X": "2030 to 2039",
        "2031-03-05/2031-04": "5 March to 30 April 2031",
        "2031-03-05/2031-03-09": "5 to 9 March 2031",
        "-0043/-0040": "44 to 41 BCE",
        "-0043/0012": "44 BCE to 12",
        "2031-03-05T06:30": "5 March 2031, 06:30",
    }
    for text, words in told.items():
        assert [times.span_words(when).replace(times.DASH, " to ") for when in event(text)] == [words]


def test_the_bars_count_claims_where_they_can_be_told_apart(layers) -> None:
    whens = times.of_layers(layers)
    made = axis.timeline(layers, whens)
    assert made
    assert list(made["bars"]) == ["event", "report"]
    assert all(path.startswith("M") and path.endswith("z") for path in made["bars"].values())
    assert made["stops"] == [1, 2, 3]
    same = {mark: times.When(0, 1, "event") for mark in (*layers.movements["id"], *layers.situations["id"])}
    other = axis.timeline(layers, {**whens, **same})
    assert other
    assert len(other["edges"]) > 2, "regions and places are counted"
    assert axis.timeline(layers, same) is None


def test_the_axis_reaches_over_what_is_only_counted(layers) -> None:
    whens = times.of_layers(layers)
    alone = axis.timeline(layers, whens)
    counts = tuple(schema.Count("Tibú", -72.7, 8.6, year, 5, 0, 0) for year in ("2021", "2044", "", "2038"))
    made = axis.timeline(replace(layers, counts=counts), whens)
    assert alone
    assert made
    assert (made["edges"][0], made["edges"][-1]) == (times.days("2021")[0], times.days("2044")[1])
    assert alone["edges"][0] > made["edges"][0]
    ends = [made["edges"][stop] for stop in made["stops"]]
    for year in ("2021", "2038", "2044"):
        start, end = times.days(year)
        assert any(start < edge <= end for edge in ends), "play stops where something counted begins"
    assert "event" in made["bars"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=30))
def test_bars_stay_in_their_box(pairs: list[tuple[int, int]]) -> None:
    bins = [(first, min(first + more, 10)) for first, more in pairs]
    kinds = [("event", "report")[at % 2] for at in range(len(bins))]
    found = axis._bars(10, bins, kinds)
    area = 0.0
    for path in found.values():
        for x, y, wide, high, back in re.findall(r"M(\S+) (\S+)h(\S+)v(\S+)H(\S+?)z", path):
            assert float(x) == float(back)
            assert 0 <= float(x) <= float(x) + float(wide) <= 1000
            assert -0.11 <= float(y) <= float(y) + float(high) <= axis.HIGH + 0.11
            area += float(high)
    assert area > 0
    assert set(found) == set(kinds)


def claim(**told: str) -> dict[str, object]:
    empty = dict.fromkeys(("origin", "destination", "via", "path", "directions", "attribution"), "")
    return {**empty, "noun": "flight", "class": "FLEE/DISPLACE", "label": "flight", "towards": False, **told}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            claim(
                status="happened", label="about 40 families", origin="Lodwar", destination="Kitale; Eldoret"
            ),
            "About 40 families fled from Lodwar to Kitale and Eldoret",
        ),
        (
            claim(status="planned", label="two brigades", **{"class": "ADVANCE"}, directions="NE, upriver"),
            "Planned or expected: two brigades advancing heading north-east and upriver",
        ),
        (
            claim(status="claimed", label="the rebels", **{"class": "DEPART"}, origin="Lodwar")
            | {"attribution": "the mayor; a nurse; a monk"},
            "Claimed by the mayor and a nurse: the rebels left Lodwar",
        ),
        (claim(status="claimed", origin="Lodwar"), "Claimed, or hearsay: flight from Lodwar"),
        (
            claim(status="happened", label="a drone", noun="strike", **{"class": "STRIKE-TRAJECTORY"})
            | {"destination": "Lodwar"},
            "Strike of a drone to Lodwar",
        ),
        ({"status": "past", "title": "Lodwar lost", "attribution": ""}, "Earlier: Lodwar lost"),
    ],
)
def test_a_claim_is_told_in_one_sentence(row: dict[str, object], words: str) -> None:
    assert story.sentence(row) == words


def test_every_claim_of_the_scene_has_its_sentence(layers) -> None:
    for frame in (layers.movements, layers.situations):
        for row in frame.to_dict("records"):
            told = story.sentence(row)
            assert told
            assert "  " not in told
            assert told[0] == told[0].upper()


def written_page(folder: Path, layers, **changed) -> Path:
    path = folder / "index.html"
    made = page.render(replace(layers, **changed), settings=PageSettings(title="Andean scene"))
    path.write_text(made, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, layers) -> Path:
    return written_page(tmp_path_factory.mktemp("time"), layers)


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Visit]:
    opened = Visit(browser, file)
    yield opened
    opened.close()


FIRST, LAST = "#timeline [type=range]:first-of-type", "#timeline [type=range]:last-of-type"


def movements(opened: Opened) -> int:
    return int(opened.text("#tab-movement b"))


def until_movements(opened: Opened, count: int) -> None:
    opened.until("(n) => document.querySelector('#tab-movement b').textContent === String(n)", count)


def spot(opened: Visit, share: float) -> tuple[float, float]:
    box = opened.page.locator("#timeline .plot").bounding_box()
    assert box
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


@pytest.mark.browser
def test_the_timeline_says_what_it_shows_and_of_what(visit: Visit) -> None:
    assert visit.text("#timeline .range") == f"4 Mar 2031{times.DASH}6 Mar 2031"
    assert visit.text("#timeline .key").split("\n") == ["when it happened", "when reported"]
    assert visit.page.locator("#timeline .ticks text").all_text_contents() == ["4 Mar 2031", "5 Mar", "6 Mar"]
    assert not visit.shown("#timeline .jump")
    assert not visit.shown("#timeline label"), "every mark of the scene is dated"
    for kind in ("event", "report"):
        assert visit.page.locator(f"#timeline .plot .{kind}").get_attribute("d")


@pytest.mark.browser
def test_arrow_keys_move_the_handles_and_the_address_keeps_them(engine, file: Path) -> None:
    opened = engine.visit(file)
    assert movements(opened) == 7
    opened.run("(grip) => document.querySelector(grip).focus()", FIRST)
    opened.press("ArrowRight")
    until_movements(opened, 6)
    told = "(grip) => document.querySelector(grip).getAttribute('aria-valuetext')"
    assert opened.run(told, FIRST) == "5 Mar 2031"
    opened.run("(grip) => document.querySelector(grip).focus()", LAST)
    opened.press("ArrowLeft", "ArrowLeft")
    until_movements(opened, 3)
    assert opened.text("#timeline .range") == "5 Mar 2031", "at least one bin stays"
    opened.until("() => location.hash.includes('time=22343_22344')")
    fragment = opened.run("() => location.hash")
    opened.close()
    again = engine.visit(file, fragment=fragment)
    until_movements(again, 3)
    assert again.text("#timeline .range") == "5 Mar 2031"
    again.click("#timeline .jump")
    until_movements(again, 7)
    again.close()


@pytest.mark.browser
def test_an_address_written_by_hand_breaks_nothing(visit: Visit) -> None:
    for time in ("x_y", "__", "1e99_-4", "_22343", "%00", "_", "22344__dated"):
        visit.run("(text) => void (location.hash = `#/?time=${text}`)", time)
        visit.page.wait_for_timeout(30)
        assert visit.shown("#timeline .range")
    until_movements(visit, 3)
    visit.run("() => void (location.hash = '#/')")
    until_movements(visit, 7)


@pytest.mark.browser
def test_a_click_chooses_a_bin_a_drag_a_stretch_and_a_window_moves(visit: Visit) -> None:
    mouse = visit.page.mouse
    mouse.click(*spot(visit, 0.1))
    until_movements(visit, 1)
    assert visit.text("#timeline .range") == "4 Mar 2031"
    mouse.move(*spot(visit, 0.2))
    mouse.down()
    mouse.move(*spot(visit, 0.55), steps=4)
    mouse.up()
    until_movements(visit, 3)
    assert visit.text("#timeline .range") == "5 Mar 2031", "the window has moved"
    mouse.move(*spot(visit, 0.98))
    mouse.down()
    mouse.move(*spot(visit, 0.4), steps=4)
    mouse.up()
    until_movements(visit, 6)
    visit.click("#timeline .jump")
    until_movements(visit, 7)


@pytest.mark.browser
def test_handles_that_meet_at_an_end_can_be_drawn_apart(visit: Visit) -> None:
    visit.page.mouse.click(*spot(visit, 0.9))
    until_movements(visit, 3)
    mouse = visit.page.mouse
    for begin, goal, count in ((0.667, 0.34, 6), (0.34, 0.01, 7)):
        mouse.move(*spot(visit, begin))
        mouse.down()
        mouse.move(*spot(visit, goal), steps=4)
        mouse.up()
        until_movements(visit, count)


@pytest.mark.browser
def test_play_adds_up_what_begins_and_stops_at_the_end(browser: Any, file: Path) -> None:
    opened = Visit(browser, file, reduced_motion="reduce")
    seen = []
    opened.click("#timeline .play")
    for count in (1, 4, 7):
        until_movements(opened, count)
        seen.append(opened.text("#timeline .range"))
    assert seen == ["4 Mar 2031", f"4 Mar 2031{times.DASH}5 Mar 2031", f"4 Mar 2031{times.DASH}6 Mar 2031"]
    opened.until("() => document.querySelector('.play').getAttribute('aria-label') === 'Play'")
    assert opened.text("#live") == seen[-1]
    opened.close()


@pytest.mark.browser
def test_pause_holds_play(visit: Visit) -> None:
    visit.click("#timeline .play")
    until_movements(visit, 1)
    visit.click("#timeline .play")
    visit.page.wait_for_timeout(1500)
    assert movements(visit) == 1


@pytest.mark.browser
def test_undated_marks_stay_until_they_are_switched_off(browser: Any, tmp_path: Path, layers) -> None:
    frame = layers.movements.copy()
    frame.loc[frame["id"] == "claim-column", ["time_start", "time_end", "reported"]] = ""
    opened = Visit(browser, written_page(tmp_path, layers, movements=frame))
    assert opened.text("#timeline label") == "undated too 1"
    opened.page.mouse.click(*spot(opened, 0.1))
    until_movements(opened, 2)
    opened.click("#timeline [type=checkbox]")
    until_movements(opened, 1)
    opened.click("#timeline .jump")
    until_movements(opened, 6)
    opened.until("() => location.hash.includes('dated')")
    opened.close()


@pytest.mark.browser
def test_no_timeline_where_all_is_of_one_time(browser: Any, tmp_path: Path, layers) -> None:
    frames = {}
    for name in ("movements", "situations"):
        frames[name] = getattr(layers, name).copy()
        frames[name][["time_start", "time_end", "reported"]] = ""
    documents = tuple(replace(one, published="") for one in layers.documents)
    opened = Visit(browser, written_page(tmp_path, layers, documents=documents, **frames))
    assert not opened.shown("#timeline")
    assert opened.shown("#enter-story")
    opened.close()


@pytest.mark.browser
def test_the_timeline_of_a_phone_is_in_reach_of_a_finger(browser: Any, file: Path) -> None:
    opened = Visit(browser, file, size=PHONE, has_touch=True, is_mobile=True)
    box = opened.page.locator("#timeline").bounding_box()
    panel = opened.page.locator("#panel").bounding_box()
    assert box
    assert panel
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
    assert box["y"] + box["height"] <= panel["y"] + 4, "the sheet does not cover it"
    opened.page.touchscreen.tap(*spot(opened, 0.5))
    until_movements(opened, 3)
    opened.close()


@pytest.mark.browser
def test_the_selected_mark_shows_its_time_on_the_axis(browser: Any, file: Path) -> None:
    opened = Visit(browser, file, fragment="#///claim-flight")
    opened.until("() => !document.querySelector('#timeline .now').hidden")
    now, plot = (opened.page.locator(f"#timeline {name}").bounding_box() for name in (".now", ".plot"))
    assert now
    assert plot
    assert abs(now["x"] - plot["x"]) < 2
    assert abs(now["width"] - plot["width"] / 3) < 2
    opened.close()


TOLD = "(n) => document.querySelector('#story [aria-current]') === document.querySelectorAll('#story li')[n]"


@pytest.mark.browser
def test_the_story_tells_the_claims_in_order_and_the_map_follows(engine, file: Path) -> None:
    opened = engine.visit(file, View(still=True))
    opened.click("#enter-story")
    opened.until(TOLD, 0)
    heads = "() => [...document.querySelectorAll('#story h3')].map((one) => one.textContent)"
    opened.until("() => document.querySelectorAll('#story blockquote').length >= 7")
    told = opened.run(heads)
    assert told[0] == "About 1,200 families fled from Tibú to Cúcuta"
    assert told[-1].startswith("Planned or expected: ") or len(told) == 7
    dates = opened.run("() => [...document.querySelectorAll('#story .when')].map((one) => one.textContent)")
    assert dates == ["4 March 2031", "Reported 5 March 2031", "Reported 6 March 2031"]
    opened.until("() => location.hash.includes('claim-flight') && location.hash.includes('page=story')")
    opened.click('[data-step="1"]')
    opened.until(TOLD, 1)
    opened.until("() => !location.hash.includes('claim-flight')")
    opened.press("ArrowDown")
    opened.until(TOLD, 2)
    opened.press("ArrowUp", "ArrowUp")
    opened.until(TOLD, 0)
    opened.until("() => location.hash.includes('claim-flight')")
    assert opened.shown("#story"), "a claim of the story does not open its evidence over it"
    opened.press("Escape")
    opened.until("() => document.querySelector('#story').hidden")
    opened.close()


@pytest.mark.browser
def test_scrolling_the_story_selects_what_is_read(visit: Visit) -> None:
    visit.click("#enter-story")
    visit.until(TOLD, 0)
    visit.until("() => location.hash.includes('claim-flight')")
    visit.run(
        """() => {
          const story = document.getElementById("story");
          story.scrollTop = story.querySelectorAll("li")[4].offsetTop - 60;
        }"""
    )
    visit.until(TOLD, 4)
    visit.until("() => !location.hash.includes('claim-flight')")


@pytest.mark.browser
def test_a_link_leads_into_the_story(browser: Any, file: Path) -> None:
    opened = Visit(browser, file, fragment="#///claim-rebels?page=story")
    opened.until("() => document.querySelector('#story [aria-current] h3')?.textContent.includes('Tibú')")
    opened.page.wait_for_timeout(1200)
    assert "Rebels" in opened.text("#story [aria-current] h3"), "what passes by on the way is not told"
    assert "claim-rebels" in opened.page.url
    opened.close()


@pytest.mark.browser
def test_the_story_follows_the_timeline_and_prints_whole(visit: Visit) -> None:
    visit.page.mouse.click(*spot(visit, 0.5))
    until_movements(visit, 3)
    visit.click("#enter-story")
    visit.until("() => document.querySelectorAll('#story li').length === 3")
    assert visit.text("#story .note") == "3 events"
    visit.click("#timeline .jump")
    visit.until("() => document.querySelectorAll('#story li').length === 7")
    visit.page.emulate_media(media="print")
    assert not visit.shown(".story-tools button")
    assert not visit.shown("#timeline")
    height = visit.run("() => document.getElementById('story').clientHeight")
    assert height >= visit.run("() => document.getElementById('story').scrollHeight"), "nothing is cut off"


@pytest.mark.browser
def test_report_text_in_the_story_stays_text(browser: Any, tmp_path: Path) -> None:
    hostile = "</script><img src=x onerror=alert(1)>${alert(2)}"
    w = Writer(f"{hostile} fled Ocaña for Tibú\nGuards left Tibú for Ocaña\n", title=hostile)
    for sentence, mover, trigger, start, end in (
        (f"{hostile} fled Ocaña for Tibú", hostile, "fled", "Ocaña", "Tibú"),
        ("Guards left Tibú for Ocaña", "Guards", "left", "Tibú", "Ocaña"),
    ):
        ends = {
            "origins": (w.end(start, PLACES[start]),),
            "destinations": (w.end(end, PLACES[end]),),
            "mover": mover,
        }
        w.move(sentence, trigger, "FLEE/DISPLACE", Drawing(curve(PLACES[start], PLACES[end])), **ends)
    claims = [Claim(f"c{at}", ((0, at),), documents=(0,)) for at in (0, 1)]
    layers = arrange([w.extract()], claims, settings=PageSettings())
    opened = Visit(browser, written_page(tmp_path, layers))
    opened.click("#enter-story")
    opened.until("() => document.querySelectorAll('#story blockquote').length === 2")
    assert hostile in opened.text("#story ol")
    opened.close()
