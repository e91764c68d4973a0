"""Time on the page: the span of each mark, the timeline and the story."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import scene

from geo.layers import arrange
from geo.page import times
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
    rows = times.stamps(changed)
    assert [rows[mark]["order"] for mark in ids] == [4, 1, 5, 0, 3, 6, 2]
    assert "when" not in rows[ids[2]]
    assert rows[ids[4]]["whenOf"] == "report"
