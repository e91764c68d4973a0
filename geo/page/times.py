"""When each mark is, as day numbers that the page can brush and play, and the order of the claims in time.

A day number counts days since 1970-01-01 in the proleptic Gregorian calendar, as the text states the day
(offsets from UTC are left aside); year 0 is 1 BCE. Spans hold their first day and end before the second
number: 1970-01-01 is (0, 1).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geo import schema

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Days = tuple[float, float]
"""First moment and the moment after the last, in days since 1970-01-01."""

_DATE = re.compile(
    r"(?P<year>Y[+-]?\d{4,12}|[+-]?[\dX]{4}|[+-]\d{5,6})"
    r"(?:-(?P<month>[\dX]{2})(?:-(?P<day>[\dX]{2})(?:T(?P<clock>\d\d(?::\d\d){0,2})(?:\.\d+)?"
    r"(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.ASCII,
)
_DOUBT = str.maketrans("", "", "~?%")
_SEASONS = {
    # months of EDTF's seasons: 21 to 24 as in the north, winter running on into the next year
    **dict.fromkeys((21, 25, 31), (3, 5)),
    **dict.fromkeys((22, 26, 32), (6, 8)),
    **dict.fromkeys((23, 27, 29), (9, 11)),
    **dict.fromkeys((24, 28, 30), (12, 14)),
    **{33 + part: (1 + 3 * part, 3 + 3 * part) for part in range(4)},
    **{37 + part: (1 + 4 * part, 4 + 4 * part) for part in range(3)},
    **{40 + part: (1 + 6 * part, 6 + 6 * part) for part in range(2)},
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DASH = " \N{EN DASH} "
MINUTES_A_DAY = 1440


_REMEMBERED = 4096


class When(NamedTuple):
    """Span of a mark; ``of`` says of what: "event" as the text dates it, "report" when it does not."""

    start: float
    end: float
    of: str


@lru_cache(maxsize=_REMEMBERED)
def days(text: str) -> Days | None:
    """The span of one ISO 8601 or EDTF date: a second, a day, a month, a season, a year of any age.

    ``X`` stands for any digit, so "201X" is a decade; "~", "?" and "%" (about, uncertain, both) do not widen
    the span. None for what is not such a date, for a day that no calendar has, and for "XXXX".
    """
    found = _DATE.fullmatch(text.strip().translate(_DOUBT))
    if found is None or found["year"].strip("+-X") == "":
        return None
    first, last = _range(found["year"].lstrip("Y"))
    months = _months(found["month"])
    if months is None:
        return None
    if found["day"] is None or found["day"] == "XX" or "X" in found["month"]:
        return day_number(first, months[0], 1), day_number(last, months[1] + 1, 1)
    if months[0] != months[1]:
        return None
    return _day(first, last, months[0], found["day"], found["clock"])


def _range(digits: str) -> tuple[int, int]:
    """Least and greatest number that the digits stand for."""
    low, high = sorted((int(digits.replace("X", "0")), int(digits.replace("X", "9"))))
    return low, high


def _months(digits: str | None) -> tuple[int, int] | None:
    """First and last month, counted from 1 and running on past 12; None when there is no such month."""
    if digits is None or digits == "XX":
        return 1, len(MONTHS)
    low, high = _range(digits)
    if low in _SEASONS and low == high:
        return _SEASONS[low]
    low, high = max(low, 1), min(high, len(MONTHS))
    return (low, high) if low <= high else None


def _day(first: int, last: int, month: int, digits: str, clock: str | None) -> Days | None:
    """The days of a month that the digits stand for, in the years from ``first`` to ``last``."""
    low, high = _range(digits)
    # of an unknown year, February may have its leap day
    leap = 2000 if first != last else first
    longest = day_number(leap, month + 1, 1) - day_number(leap, month, 1)
    low, high = max(low, 1), min(high, longest)
    if low > high:
        return None
    start, end = day_number(first, month, low), day_number(last, month, high) + 1
    return (start, end) if clock is None else _moment(start, clock)


def _moment(day: int, clock: str) -> Days | None:
    parts = [int(part) for part in clock.split(":")]
    units = (24, MINUTES_A_DAY, 86400)
    # a leap second is the sixtieth
    if any(part > most for part, most in zip(parts, (23, 59, 60), strict=False)):
        return None
    start = day + sum(part / unit for part, unit in zip(parts, units, strict=False))
    return start, start + 1 / units[len(parts) - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 to a day of any year; months and days run on past the year's and the month's end.

    After H. Hinnant's ``days_from_civil``: years begin in March, so that the leap day is their last.
    """
    months = year * 12 + month - 3
    year, month = months // 12, months % 12
    era, within = divmod(year, 400)
    before = (153 * month + 2) // 5
    return era * 146097 + within * 365 + within // 4 - within // 100 + before + day - 1 - 719468


def date_of(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number; the other way round than ``day_number``."""
    era, within = divmod(number + 719468, 146097)
    year = (within - within // 1460 + within // 36524 - within // 146096) // 365
    rest = within - (365 * year + year // 4 - year // 100)
    month = (5 * rest + 2) // 153
    ahead = month > 9
    return era * 400 + year + ahead, month + (-9 if ahead else 3), rest - (153 * month + 2) // 5 + 1


def span(start: str, end: str, reported: str) -> When | None:
    """When a claim is: as its own time says, else as the date of its report; None without either.

    Either bound may be an EDTF interval ("a/b"); an empty one or ".." is open. What is open towards the
    present ends with the report that tells it; what is open towards the past is its known end alone.
    """
    told = days(reported)
    first = days((start or "..").split("/")[0])
    last = days((end or start if end or "/" in start else "..").split("/")[-1])
    if first and last:
        return When(min(first[0], last[0]), max(first[1], last[1]), "event")
    if first:
        return When(first[0], max(first[1], told[1] if told else first[1]), "event")
    if last:
        return When(*last, "event")
    return When(*told, "report") if told else None


def day_words(number: int, unit: str = "day", *, letters: int | None = None) -> str:
    """A day number in words: "5 March 2031", or its month or its year alone; months of so many letters."""
    year, month, day = date_of(number)
    name = MONTHS[month - 1][:letters]
    return {"day": f"{day} {name} ", "month": f"{name} "}.get(unit, "") + year_words(year)


def year_words(year: int) -> str:
    """An astronomical year in words: -43 is 44 BCE."""
    return str(year) if year > 0 else f"{1 - year} BCE"


@lru_cache(maxsize=_REMEMBERED)
def span_words(when: When) -> str:
    """A span in the fewest words that hold it: "March 2031", "500 BCE", two days with a dash."""
    first, last = int(when.start // 1), int(-(-when.end // 1)) - 1
    for unit in ("year", "month", "day"):
        if _begins(first, unit) and _begins(last + 1, unit):
            words = [day_words(one, unit) for one in (first, last)]
            break
    if when.end - when.start < 1:
        minutes = round(when.start % 1 * MINUTES_A_DAY)
        return f"{words[0]}, {minutes // 60:02d}:{minutes % 60:02d}"
    return _range_words(*words)


def _range_words(first: str, last: str) -> str:
    """From one to the other: what both end with is said once."""
    left, right = first.split(), last.split()
    while len(left) > 1 and len(right) > 1 and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return last if left == right else DASH.join((" ".join(left), last))


def _begins(number: int, unit: str) -> bool:
    _, month, day = date_of(number)
    return unit == "day" or (day == 1 and (unit == "month" or month == 1))


def of_layers(layers: schema.Layers) -> dict[str, When]:
    """The span of every dated mark by its id.

    Movements and situations have their own. A place or a region has that of the claims that end there or
    that the sentences naming it tell; where there are none, that of the reports that name it.
    """
    found = {mark: when for frame in _claims(layers) for mark, when in _own(frame)}
    claims: dict[str, set[str]] = defaultdict(set)
    for mark, other in _told_together(layers):
        claims[mark].add(other)
    published = [days(one.published) for one in layers.documents]
    for frame in (layers.places, layers.regions):
        for mark, documents in zip(frame["id"], frame["documents"], strict=True):
            spans = [found[claim] for claim in claims[mark] if claim in found]
            if not spans:
                dates = (published[int(one)] for one in documents.split(",") if one)
                spans = [When(*date, "report") for date in dates if date]
            if spans:
                found[mark] = _hull(spans)
    return found


def _claims(layers: schema.Layers) -> tuple[GeoDataFrame, GeoDataFrame]:
    return layers.movements, layers.situations


def _own(frame: GeoDataFrame) -> Iterator[tuple[str, When]]:
    names = ("id", "time_start", "time_end", "reported")
    for mark, start, end, reported in zip(*(frame[name].tolist() for name in names), strict=True):
        when = span(start, end, reported)
        if when:
            yield mark, when


def _told_together(layers: schema.Layers) -> Iterator[tuple[str, str]]:
    """Pairs of a place or a region and a claim that names it."""
    yield from ((place, movement) for movement, _, place in layers.ends)
    situations = layers.situations
    yield from zip(situations["place_id"].tolist(), situations["id"].tolist(), strict=True)
    claims = {mark for frame in _claims(layers) for mark in frame["id"].tolist()}
    sentences: dict[tuple[int, int], list[str]] = defaultdict(list)
    for quote in layers.quotes:
        if quote.mark in claims:
            sentences[quote.document, quote.start].append(quote.mark)
    for quote in layers.quotes:
        if quote.mark not in claims:
            yield from ((quote.mark, claim) for claim in sentences.get((quote.document, quote.start), ()))


def _hull(spans: Iterable[When]) -> When:
    starts, ends, ofs = zip(*spans, strict=True)
    return When(min(starts), max(ends), "event" if "event" in ofs else "report")


def order(layers: schema.Layers, whens: dict[str, When]) -> list[str]:
    """Ids of the claims by the time of the event, undated last.

    Of one start the shortest span comes first, of one span those that the text dates ("event" sorts before
    "report"), and then as the reports tell them.
    """
    told: dict[str, tuple[int, int]] = {}
    for quote in layers.quotes:
        told.setdefault(quote.mark, (quote.document, quote.start))
    ids = [mark for frame in _claims(layers) for mark in frame["id"].tolist()]
    ids.sort(key=lambda mark: told.get(mark, (len(layers.documents), 0)))
    dated = sorted((mark for mark in ids if mark in whens), key=lambda mark: whens[mark])
    return dated + [mark for mark in ids if mark not in whens]


Stamps = dict[str, dict[str, Any]]
"""What the row of a mark gets of its time, by its id."""


def stamps(layers: schema.Layers, whens: dict[str, When]) -> Stamps:
    """What a mark's row on the page gets, by its id: ``when``, ``whenOf``; a claim ``nth``, ``date``."""
    rows: dict[str, dict[str, Any]] = {
        mark: {"when": [short(when.start), short(when.end)], "whenOf": when.of}
        for mark, when in whens.items()
    }
    for place, mark in enumerate(order(layers, whens)):
        row = rows.setdefault(mark, {})
        row["nth"] = place
        if mark in whens:
            row["date"] = span_words(whens[mark])
    return rows


def short(value: float) -> float:
    """Whole days as integers, moments to a tenth of a second."""
    return int(value) if value == int(value) else round(value, 6)
