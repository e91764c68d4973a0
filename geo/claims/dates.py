"""Dates as ranges of days, for comparing when two reports say that something happened."""

from __future__ import annotations

import calendar
import re
from datetime import date

from geo.records import Time

Days = tuple[int, int]
"""First and last day, as proleptic ordinals (``date.toordinal``), both included."""

_DATE = re.compile(r"^(\d{4})(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?")


def days(text: str | None) -> Days | None:
    """The days that an ISO 8601 or EDTF date covers ("2016-07" is a month), None when unreadable."""
    found = _DATE.match(text or "")
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        if month is None or month == "XX":
            return date(int(year), 1, 1).toordinal(), date(int(year), 12, 31).toordinal()
        if day is None or day == "XX":
            last = calendar.monthrange(int(year), int(month))[1]
            first = date(int(year), int(month), 1).toordinal()
            return first, first + last - 1
        exact = date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return None
    return exact, exact


def event_days(time: Time | None) -> Days | None:
    """The days that a stated time covers, None when it is not fixed."""
    if time is None:
        return None
    start, end = days(time.start), days(time.end)
    if start is None or end is None:
        return start or end
    return min(start[0], end[0]), max(start[1], end[1])


def report_day(published: str | None) -> int | None:
    """The day of a report, None when it states none (or only a month)."""
    found = days(published)
    return found[0] if found is not None and found[0] == found[1] else None
