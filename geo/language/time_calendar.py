"""Days, weeks, months and years as ISO 8601 / EDTF bounds."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """Bounds of an interval, both included, each as precise as it is known; None: open."""

    start: str | None
    end: str | None

    def marked(self, sign: str) -> Span:
        """The same bounds with EDTF's "~" (about) or "?" (uncertain)."""
        return Span(
            *(None if bound is None else bound.rstrip("~?") + sign for bound in (self.start, self.end))
        )


_OPEN = Span(None, None)
_PAST_DAYS, _FUTURE_DAYS = 305, 60
"""A date without a year lies so many days before or after the report (project choice: two months
ahead at most, since reports tell of the past)."""
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (12, 12)}


def day_span(year: int, month: int, day: int) -> Span | None:
    """One day, or None when the calendar has no such day."""
    try:
        iso = date(year, month, day).isoformat()
    except ValueError:
        return None
    return Span(iso, iso)


def month_span(year: int, month: int) -> Span:
    """One month: ``2016-06``."""
    iso = f"{year:04d}-{month:02d}"
    return Span(iso, iso)


def first_day(bound: str | None) -> str | None:
    """First day of a year, a month or a day."""
    return None if bound is None else f"{bound}-01-01"[:10] if len(bound) == 4 else f"{bound}-01"[:10]


def last_day(bound: str | None) -> str | None:
    """Last day of a year, a month or a day."""
    if bound is None or len(bound) == 10:
        return bound
    month = f"{bound}-12"[:7]
    return f"{month}-{calendar.monthrange(int(month[:4]), int(month[5:]))[1]:02d}"


def shifted(day: date, days: int) -> str | None:
    """ISO date so many days later, None outside the calendar."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def named_day(year: int | None, month: int, day: int, today: date | None) -> Span | None:
    """A day of a month. Without a year it is the one near the report; open without a report date."""
    if not 1 <= day <= (29 if month == 2 else calendar.monthrange(2001, month)[1]):
        return None
    if year is not None:
        return day_span(year, month, day)
    if today is None:
        return _OPEN
    for candidate in (today.year - 1, today.year, today.year + 1):
        span = day_span(candidate, month, day) if 1 <= candidate <= 9999 else None
        if (
            span
            and span.start
            and -_PAST_DAYS < (date.fromisoformat(span.start) - today).days <= _FUTURE_DAYS
        ):
            return span
    return _OPEN


def named_month(month: int, today: date) -> int:
    """Year of a month named without one: at most two months ahead of the report, else past."""
    ahead = (month - today.month) % 12
    return today.year + (month < today.month) if ahead <= 2 else today.year - (month > today.month)


def part_of_month(month: str, part: str) -> Span:
    """Third of a month (``2016-06``) by day, about: early 1-10, mid 11-20, late 21 to the last."""
    year, number = int(month[:4]), int(month[5:7])
    low, high = _THIRDS[part]
    last = min(high, calendar.monthrange(year, number)[1])
    return Span(f"{month}-{low:02d}", f"{month}-{last:02d}").marked("~")


def part_of_year(year: int, part: str) -> Span:
    """Third of a year, about: early January-April, mid May-August, late September-December, end December."""
    low, high = _YEAR_PARTS[part]
    span = Span(f"{year:04d}-{low:02d}", f"{year:04d}-{high:02d}")
    return span if part == "end" else span.marked("~")


def share_of(span: Span, share: str, nth: int) -> Span | None:
    """A week of a month, a half or a quarter of a year; ``nth`` counts from 1, -1 is the last."""
    start = span.start or ""
    if share == "week" and len(start) == 7:
        last = calendar.monthrange(int(start[:4]), int(start[5:7]))[1]
        low = last - 6 if nth < 0 else 7 * nth - 6
        return Span(f"{start}-{low:02d}", f"{start}-{min(low + 6, last):02d}").marked("~")
    months = {"half": 6, "quarter": 3}.get(share, 0)
    if not months or len(start) != 4 or nth > 12 // months:
        return None
    first = 13 - months if nth < 0 else months * (nth - 1) + 1
    return Span(f"{start}-{first:02d}", f"{start}-{first + months - 1:02d}")


def century_span(number: int, part: str | None) -> Span | None:
    """Years of a century: the 19th is 1801 to 1900; a part of it is a third, about."""
    if not 10 <= number <= 21:
        return None
    first = 100 * (number - 1) + 1
    low, high = {"early": (0, 33), "mid": (33, 66), "late": (66, 99), "end": (90, 99)}.get(
        part or "", (0, 99)
    )
    return Span(str(first + low), str(first + high)).marked("~" if part else "")


def weekday_span(today: date, weekday: int, *, future: bool, strict: bool = False) -> Span:
    """Nearest such weekday (Monday is 0), the report's own day counts unless ``strict``."""
    step = (weekday - today.weekday()) % 7 if future else -((today.weekday() - weekday) % 7)
    if strict and step == 0:
        step = 7 if future else -7
    day = shifted(today, step)
    return Span(day, day)


def ago(today: date, count: int, unit: str) -> Span:
    """So many units before a day, to half a unit: a day, a week, a month, a year."""
    if unit == "hour":
        return Span(shifted(today, -count // 24), today.isoformat())
    if unit in {"week", "weekend", "fortnight"}:
        days = 14 * count if unit == "fortnight" else 7 * count
        return Span(shifted(today, -days - 3), shifted(today, -days + 3))
    if unit == "decade":
        return Span(
            f"{max(1, today.year - 10 * count - 1):04d}", f"{max(1, today.year - 10 * count + 1):04d}"
        )
    return unit_span(today, unit, -count)


def unit_span(today: date, unit: str, step: int) -> Span:
    """Calendar day, week (Monday to Sunday), weekend, month, year or decade, ``step`` units away."""
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return month_span(months // 12, months % 12 + 1) if 12 <= months < 120000 else _OPEN
    if unit in {"year", "decade"}:
        return _years_span(today.year + step * (10 if unit == "decade" else 1), unit)
    first, length = 7 * step - today.weekday(), 6
    if unit == "weekend":
        first, length = first + 5, 1
    elif unit != "week":
        first, length = step, 0
    return Span(shifted(today, first), shifted(today, first + length))


def _years_span(year: int, unit: str) -> Span:
    if not 1 <= year <= 9999:
        return _OPEN
    first = year - year % 10 if unit == "decade" else year
    return Span(f"{first:04d}", f"{min(first + 9, 9999) if unit == 'decade' else year:04d}")
