"""When: time expressions and the interval that their words fix against the report's date.

Bounds are ISO 8601 / EDTF dates, no more precise than the words: "last month" is ``2016-06``,
"in 2014" is ``2014``; "~" marks what is only about so ("early May"), "?" what is uncertain. A bound
that the words or a missing report date leave open is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from geo.language import time_patterns as patterns
from geo.language.time_calendar import (
    Span,
    ago,
    century_span,
    day_span,
    first_day,
    last_day,
    month_span,
    named_day,
    named_month,
    part_of_month,
    part_of_year,
    share_of,
    shifted,
    unit_span,
    weekday_span,
)
from geo.language.time_patterns import Kind
from geo.records import Time

_OPEN = Span(None, None)


def find_times(text: str, *, published: str | None) -> tuple[tuple[int, int, Time], ...]:
    """Time expressions of a text in order, as (start, end, Time), without overlap.

    ``published`` is the report's ISO 8601 date; words that count from it give None bounds when it
    is missing or no full date. A bare weekday is the nearest past one, the report's day included;
    "for", "by", "next" and "this" make it the nearest future one.
    """
    today = _anchor(published)
    found: list[tuple[int, int, Time]] = []
    position = 0
    for match, kind in _candidates(text):
        if match.start() < position or patterns.is_guarded(match, kind):
            continue
        span = _READERS[kind](match, today)
        if span is not None:
            start, end, span = _led(text, match, span, today, position)
            found.append((start, end, Time(text[start:end], span.start, span.end)))
            position = end
    return tuple(found)


def _candidates(text: str) -> list[tuple[re.Match[str], Kind]]:
    """Everything that looks like a time, leftmost and longest first."""
    every = [(match, kind) for kind, form in patterns.worth(text) for match in form.finditer(text)]
    return sorted(every, key=lambda item: (item[0].start(), -item[0].end()))


def _anchor(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published and len(published) >= 10 else None
    except ValueError:
        return None


def _led(
    text: str, match: re.Match[str], span: Span, today: date | None, floor: int
) -> tuple[int, int, Span]:
    """The expression with "since", "by", "until" ... before it, which open one of its bounds."""
    begin, sign = patterns.roughness(text, match.start(), floor)
    span = span.marked(sign) if sign else span
    lead = patterns.lead(text, begin, floor)
    word = " ".join(lead["lead"].lower().split()) if lead and lead["lead"] else ""
    start = lead.start() if lead and word != "of" else begin
    now = today.isoformat() if today else None
    if word in patterns.SINCE:
        later = now is not None and span.start is not None and span.start > now
        return start, match.end(), Span(span.start, None if later else now)
    if word in patterns.UNTIL:
        ending = re.search(r"\bend\b", match.group(), re.IGNORECASE)
        return start, match.end(), Span(None, span.end.rstrip("~") if ending and span.end else span.end)
    if word in patterns.BEFORE:
        return start, match.end(), Span(None, span.start)
    if word in patterns.AFTER:
        return start, match.end(), Span(span.end, None)
    return start, match.end(), span


def _iso(match: re.Match[str], today: date | None) -> Span | None:
    del today
    return day_span(*(int(match[name]) for name in ("y", "m", "d")))


def _day_month(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "3 March 2016", "March 3", "June 3-5"."""
    month, year = patterns.month(match["m"]), int(match["y"]) if match["y"] else None
    first = _ordinal(match["d"])
    last = _ordinal(match["d2"]) if match["d2"] else first
    start, end = named_day(year, month, first, today), named_day(year, month, last, today)
    return Span(start.start, end.end) if start and end and first <= last else None


def _days(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "from March 3 to April 9", "between 28 February and 5 March 2016"."""
    group = match.groupdict()
    year = int(group["y"]) if group["y"] else None
    spans = [
        named_day(year, patterns.month(group[a] or group[b]), _ordinal(group[c] or group[d]), today)
        for a, b, c, d in (("m1", "m3", "d1", "d3"), ("m2", "m4", "d2", "d4"))
    ]
    first, last = spans
    if first is None or last is None:
        return None
    return Span(first.start, last.end) if (first.start or "") <= (last.end or "") else _OPEN


def _ordinal(words: str) -> int:
    return int(words.rstrip("stndrhSTNDRH"))


def _month(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "June 2014", "early October", "in March", "last July", "June last year"."""
    number = patterns.month(match["m"])
    year = int(match["y"]) if match["y"] else _month_year(match, number, today)
    if year is None:
        return _OPEN
    part, span = patterns.part(match["part"]), month_span(year, number)
    return part_of_month(span.start or "", part) if part else span


def _month_year(match: re.Match[str], month: int, today: date | None) -> int | None:
    """Year of a month that states none."""
    if today is None:
        return None
    if match["rel"]:
        return today.year + {"last": -1, "this": 0, "next": 1}[match["rel"].lower().split()[0]]
    turn = (match["turn"] or "").lower()
    if turn == "last":
        return today.year - (month >= today.month)
    if turn == "next":
        return today.year + (month <= today.month)
    return today.year if turn == "this" else named_month(month, today)


def _year(match: re.Match[str], today: date | None) -> Span | None:
    del today
    year, part = match["y"], patterns.part(match["part"])
    return part_of_year(int(year), part) if part else Span(year, year)


def _years(match: re.Match[str], today: date | None) -> Span | None:
    del today
    first, last = match["y1"], match["y2"]
    last = first[: 4 - len(last)] + last
    return Span(first, last) if first < last else None


_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}


def _share(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "the first week of March", "the second half of 2018"."""
    nth = _NTH[match["nth"].lower()]
    if match["y2"]:
        return share_of(Span(match["y2"], match["y2"]), match["share"].lower(), nth)
    month = patterns.month(match["m"])
    if not match["y"] and today is None:
        return _OPEN
    year = int(match["y"]) if match["y"] else named_month(month, today or date.min)
    return share_of(month_span(year, month), match["share"].lower(), nth)


def _century(match: re.Match[str], today: date | None) -> Span | None:
    del today
    return century_span(patterns.century(match["nth"]), patterns.part(match["part"]))


def _feast(match: re.Match[str], today: date | None) -> Span | None:
    """A feast with a fixed date, such as New Year's Eve."""
    month, day = patterns.feast(match["feast"])
    return named_day(int(match["y"]) if match["y"] else None, month, day, today)


def _overnight(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "overnight on Saturday", "overnight Saturday to Sunday"."""
    if today is None:
        return _OPEN
    night = weekday_span(today, patterns.weekday(match["w1"]), future=False)
    return Span(night.start, shifted(date.fromisoformat(night.start or today.isoformat()), 1))


def _decade(match: re.Match[str], today: date | None) -> Span | None:
    del today
    first = int(match["y"])
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "end": (8, 9)}.get(
        patterns.part(match["part"]) or "", (0, 9)
    )
    span = Span(str(first + low), str(first + high))
    return span.marked("~") if match["part"] else span


def _season(match: re.Match[str], today: date | None) -> Span | None:
    """A season's year; its months depend on the hemisphere and are not guessed."""
    del today
    year = match["y"]
    return Span(year, year) if year else _OPEN


def _weekday(match: re.Match[str], today: date | None) -> Span | None:
    if today is None:
        return _OPEN
    number = patterns.weekday(match["w"])
    turn = (match["turn"] or "").lower()
    if turn in {"last", "past", "previous"}:
        return weekday_span(today, number, future=False, strict=True)
    lead = patterns.lead(match.string, match.start(), 0)
    word = lead["lead"].lower() if lead and lead["lead"] else ""
    future = turn in {"next", "this", "this coming", "coming"} or word in patterns.FORWARD
    return weekday_span(today, number, future=future, strict=turn == "next")


def _weekdays(match: re.Match[str], today: date | None) -> Span | None:
    if today is None:
        return _OPEN
    last = weekday_span(today, patterns.weekday(match["w2"]), future=False)
    end = date.fromisoformat(last.end or today.isoformat())
    first = weekday_span(end, patterns.weekday(match["w1"]), future=False)
    return Span(first.start, last.end)


def _months(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "from June to August 2016"."""
    first, last = patterns.month(match["m1"]), patterns.month(match["m2"])
    stated = match["y2"]
    if not stated and today is None:
        return _OPEN
    end = int(stated) if stated else named_month(last, today or date.min)
    start = int(match["y1"]) if match["y1"] else end - (first > last)
    return Span(month_span(start, first).start, month_span(end, last).end)


def _deictic(match: re.Match[str], today: date | None) -> Span | None:
    if today is None:
        return _OPEN
    day = shifted(today, patterns.day_offset(match["word"]))
    if " ".join(match["word"].lower().split()) == "overnight":
        return Span(day, today.isoformat())
    return Span(day, day)


def _turn_unit(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "last month", "this week", "earlier this year", "the end of the year"."""
    if today is None:
        return _OPEN
    unit = patterns.unit(match["unit"])
    turn = (match["turn"] or "").lower()
    rolling = turn == "past" or (turn == "last" and bool(match["the"]))
    if rolling or turn == "coming" or unit == "fortnight":
        return _rolling(today, 1, unit, future=turn in {"coming", "next", "following"})
    if unit == "weekend" and not turn:
        return unit_span(today, unit, 0 if today.weekday() >= 5 else -1)
    step = -1 if turn in {"last", "previous"} else 1 if turn in {"next", "following"} else 0
    span = unit_span(today, unit, step)
    if match["half"] and step == 0 and unit in {"week", "month", "year"}:
        return _halved(today, span, later=match["half"].lower() == "later")
    return _part_of(span, unit, patterns.part(match["part"]))


def _part_of(span: Span, unit: str, part: str | None) -> Span:
    if not part or span.start is None:
        return span
    if unit == "year":
        return part_of_year(int(span.start), part)
    return part_of_month(span.start, part) if unit == "month" else span


def _halved(today: date, span: Span, *, later: bool) -> Span:
    """The days of this week, month or year before or after the report's day, both with it."""
    return (
        Span(today.isoformat(), last_day(span.end))
        if later
        else Span(first_day(span.start), today.isoformat())
    )


def _count_unit(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "the past 10 days", "the next two weeks"."""
    count = patterns.count(match["n"])
    if today is None or count is None:
        future = match["turn"].lower() in {"next", "coming", "following"}
        now = today.isoformat() if today else None
        return Span(now, None) if future else Span(None, now)
    future = match["turn"].lower() in {"next", "coming", "following"}
    return _rolling(today, count, patterns.unit(match["unit"]), future=future)


def _rolling(today: date, count: float, unit: str, *, future: bool) -> Span:
    sign = 1 if future else -1
    now = today.isoformat()
    if not 0 < count < 1000:
        return Span(now, None) if future else Span(None, now)
    whole = int(count)
    if unit in {"hour", "day", "week", "weekend", "fortnight"}:
        length = {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1)
        days = -(-whole // 24) if unit == "hour" else whole * length
        other = shifted(today, sign * days)
    else:
        scale = 10 if unit == "decade" else 1
        other = unit_span(today, "month" if unit == "month" else "year", sign * whole * scale).start
    return Span(now, other) if future else Span(other, now)


def _ago(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "three days ago"; weeks give a week, months a month, years a year."""
    if today is None:
        return _OPEN
    count = patterns.count(match["n"] or "")
    if count is None or not 0 < count < 1000:
        return Span(None, today.isoformat())
    span = ago(today, int(count), patterns.unit(match["unit"]))
    about = " ".join((match["about"] or "").lower().split())
    if about in {"over", "more than", "at least"}:
        return Span(None, span.end)
    return span.marked("~") if about and about != "just" else span


def _vague(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "in recent weeks", "in the coming days", "days ago"."""
    now = today.isoformat() if today else None
    future = match["turn"].lower() in {"coming", "next", "following"}
    return Span(now, None) if future else Span(None, now)


def _elsewhere(match: re.Match[str], today: date | None) -> Span | None:
    """Such as "two days later", "the next day": counted from an event, not from the report."""
    del match, today
    return _OPEN


_READERS: dict[Kind, Callable[[re.Match[str], date | None], Span | None]] = {
    "days": _days,
    "overnight": _overnight,
    "share": _share,
    "century": _century,
    "feast": _feast,
    "iso": _iso,
    "day_month": _day_month,
    "months": _months,
    "month": _month,
    "years": _years,
    "year": _year,
    "decade": _decade,
    "season": _season,
    "weekdays": _weekdays,
    "weekday": _weekday,
    "deictic": _deictic,
    "turn_unit": _turn_unit,
    "count_unit": _count_unit,
    "ago": _ago,
    "vague": _vague,
    "elsewhere": _elsewhere,
}
