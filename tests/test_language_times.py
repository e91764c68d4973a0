"""Time expressions against a report's date."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.language.times import find_times

SUNDAY = "2016-07-31"

FIXED = [
    ("on Saturday", "2016-07-30", "2016-07-30"),
    ("Saturday night", "2016-07-30", "2016-07-30"),
    ("Sunday", "2016-07-31", "2016-07-31"),
    ("last Sunday", "2016-07-24", "2016-07-24"),
    ("next Saturday", "2016-08-06", "2016-08-06"),
    ("by Friday", None, "2016-08-05"),
    ("until Monday", None, "2016-08-01"),
    ("since Monday", "2016-07-25", "2016-07-31"),
    ("from Monday to Wednesday", "2016-07-25", "2016-07-27"),
    ("early on Friday", "2016-07-29", "2016-07-29"),
    ("yesterday", "2016-07-30", "2016-07-30"),
    ("last night", "2016-07-30", "2016-07-30"),
    ("overnight", "2016-07-30", "2016-07-31"),
    ("tomorrow", "2016-08-01", "2016-08-01"),
    ("three days ago", "2016-07-28", "2016-07-28"),
    ("two weeks ago", "2016-07-14", "2016-07-20"),
    ("a month ago", "2016-06", "2016-06"),
    ("seven months ago", "2015-12", "2015-12"),
    ("two years ago", "2014", "2014"),
    ("several days ago", None, "2016-07-31"),
    ("this week", "2016-07-25", "2016-07-31"),
    ("last week", "2016-07-18", "2016-07-24"),
    ("over the weekend", "2016-07-30", "2016-07-31"),
    ("last month", "2016-06", "2016-06"),
    ("next year", "2017", "2017"),
    ("earlier this year", "2016-01-01", "2016-07-31"),
    ("in the past 10 days", "2016-07-21", "2016-07-31"),
    ("for the past three years", "2013", "2016-07-31"),
    ("the next two weeks", "2016-07-31", "2016-08-14"),
    ("over the coming weeks", "2016-07-31", None),
    ("in recent months", None, "2016-07-31"),
    ("since June 2014", "2014-06", "2016-07-31"),
    ("in 2014", "2014", "2014"),
    ("before 2010", None, "2010"),
    ("between 2011 and 2014", "2011", "2014"),
    ("in the 1990s", "1990", "1999"),
    ("on March 3", "2016-03-03", "2016-03-03"),
    ("on 3 March 2011", "2011-03-03", "2011-03-03"),
    ("on August 12", "2016-08-12", "2016-08-12"),
    ("on December 20", "2015-12-20", "2015-12-20"),
    ("in December", "2015-12", "2015-12"),
    ("last July", "2015-07", "2015-07"),
    ("June last year", "2015-06", "2015-06"),
    ("early October 2015", "2015-10-01~", "2015-10-10~"),
    ("in late February 2015", "2015-02-21~", "2015-02-28~"),
    ("early 2016", "2016-01~", "2016-04~"),
    ("by the end of the year", None, "2016-12"),
    ("earlier this week", "2016-07-25", "2016-07-31"),
    ("earlier in the month", "2016-07-01", "2016-07-31"),
    ("later this month", "2016-07-31", "2016-07-31"),
    ("later this year", "2016-07-31", "2016-12-31"),
    ("so far this year", "2016", "2016"),
    ("from June 28 to July 3", "2016-06-28", "2016-07-03"),
    ("between 28 June and 3 July", "2016-06-28", "2016-07-03"),
    ("over the past fortnight", "2016-07-17", "2016-07-31"),
    ("a fortnight ago", "2016-07-14", "2016-07-20"),
    ("overnight on Saturday", "2016-07-30", "2016-07-31"),
    ("overnight Friday to Saturday", "2016-07-29", "2016-07-30"),
    ("in the first week of July", "2016-07-01~", "2016-07-07~"),
    ("in the second half of 2015", "2015-07", "2015-12"),
    ("in the last quarter of 2015", "2015-10", "2015-12"),
    ("in the nineteenth century", "1801", "1900"),
    ("in the early 18th century", "1701~", "1734~"),
    ("in the late 1990s", "1997~", "1999~"),
    ("on New Year's Eve", "2015-12-31", "2015-12-31"),
    ("on Christmas Day 2009", "2009-12-25", "2009-12-25"),
    ("around 12 June", "2016-06-12~", "2016-06-12~"),
    ("in about 1890", "1890~", "1890~"),
    ("circa 1890", "1890~", "1890~"),
    ("possibly on Tuesday", "2016-07-26?", "2016-07-26?"),
    ("almost a decade ago", "2005~", "2007~"),
    ("more than a year ago", None, "2015"),
    ("3-5 March 2016", "2016-03-03", "2016-03-05"),
    ("between June and August 2015", "2015-06", "2015-08"),
    ("summer of 2015", "2015", "2015"),
    ("2016-07-12", "2016-07-12", "2016-07-12"),
    ("on Sunday, July 31, 2016", "2016-07-31", "2016-07-31"),
]

PIECES = """
last next this early late in since by until from to and the of May March 3 31st 2014 1990s
- , . Monday Sat. days weeks ago years three couple weekend month overnight end mid today
summer 2016-07-31 00 999
"""


@pytest.mark.parametrize(("words", "start", "end"), FIXED)
def test_words_are_placed_against_the_report(words, start, end):
    text = f"The convoy reached Nairobi {words}, a driver said"
    found = [(time.text, time.start, time.end) for _, _, time in find_times(text, published=SUNDAY)]
    assert found == [(words, start, end)]


@pytest.mark.parametrize(
    "words",
    [
        "two days later",
        "the next day",
        "last summer",
        "on Saturday",
        "last month",
        "in March",
        "three days ago",
    ],
)
def test_nothing_is_invented_without_an_anchor(words):
    published = SUNDAY if words in {"two days later", "the next day", "last summer"} else None
    ((_, _, time),) = find_times(f"They left Quito {words}.", published=published)
    assert (time.start, time.end) == (None, None)


def test_dates_that_name_their_year_need_no_report_date():
    ((_, _, time),) = find_times("They left Quito on 4 May 2009.", published=None)
    assert (time.start, time.end) == ("2009-05-04", "2009-05-04")


def test_a_report_dated_to_the_month_fixes_no_weekday():
    ((_, _, time),) = find_times("They left on Saturday.", published="2016-07")
    assert (time.start, time.end) == (None, None)


def test_planned_weekdays_lie_ahead_and_the_day_of_the_report_counts():
    ((_, _, ahead),) = find_times("A second crossing is planned for Thursday.", published=SUNDAY)
    assert ahead.start == "2016-08-04"
    ((_, _, same),) = find_times("A second crossing is planned for Sunday.", published=SUNDAY)
    assert same.start == SUNDAY


@pytest.mark.parametrize(
    "text",
    [
        "2014 people crossed into Peru",
        "about 2015 soldiers",
        "They may leave, Theresa May said",
        "They march 10 kilometres a day",
        "March on the capital!",
        "The Sunday Times reported it",
        "Black Friday sales",
        "where he sat.",
        "the spring water",
        "Resolution 2254",
        "on 30 Octember",
        "$2014 for a ticket",
    ],
)
def test_other_words_are_no_times(text):
    assert find_times(text, published=SUNDAY) == ()


def test_a_day_that_no_calendar_has_is_not_read():
    assert all(
        time.start != "2016-02-30" for _, _, time in find_times("on 30 February 2016", published=SUNDAY)
    )


@given(
    text=st.lists(
        st.sampled_from(PIECES.split()),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=80),
    day=st.none() | st.dates().map(date.isoformat) | st.text(max_size=12),
)
def test_spans_slice_the_text_and_bounds_are_dates(text, day):
    last = 0
    for start, end, time in find_times(text, published=day):
        assert last <= start < end <= len(text)
        assert text[start:end] == time.text
        last = end
        for bound in (time.start, time.end):
            assert bound is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?[~?]?", bound)
            assert bound is None or len(bound) < 10 or date.fromisoformat(bound[:10])
