"""Dates as publishers write them, read into ISO 8601 days.

Only what the words fix is returned: ``03/04/2016`` may be March or April and gives nothing, a
date without a year gives nothing.
"""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
"""An English month, full or shortened (any case)."""
_MONTH = rf"(?P<month>{MONTH_WORD})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<![\d/.-])" + _YEAR + r"-(?P<mm>\d{2})-(?P<day>\d{2})(?!\d)",
        r"(?<![\d/.-])" + _YEAR + r"(?P<sep>[/.])(?P<mm>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d/])",
        r"(?<![\w/])" + _DAY + r"(?:\s+of)?[\s,-]+" + _MONTH + r"[\s,-]+" + _YEAR + r"(?!\d)",
        r"(?<![\w/])" + _MONTH + r"[\s-]+" + _DAY + r"[\s,-]+" + _YEAR + r"(?!\d)",
        r"(?<![\w/.])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)" + _YEAR + r"(?!\d)",
    )
)
_COMPACT = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\s*")
_PARTIAL = re.compile(r"\s*((?:19|20)\d{2})(?:-(\d{2}))?\s*")
_STAMP = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
    + _MONTH
    + r"\s+"
    + _DAY
    + r"\s+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s+(?:[A-Z]{2,5}\s+|[+-]\d{4}\s+)?"
    + _YEAR,
    re.IGNORECASE,
)


def find_date(text: str) -> tuple[int, int, str] | None:
    """First unambiguous full date in the text: (start, end, ISO day), or None."""
    best: tuple[int, int, str] | None = None
    for form in (*_FORMS, _STAMP):
        for match in form.finditer(text):
            day = _iso(match)
            if day is not None and (best is None or match.start() < best[0]):
                best = (match.start(), match.end(), day)
            if day is not None:
                break
    return best


def read_date(value: str) -> str | None:
    """ISO 8601 date of a metadata field, no more precise than it: ``2016``, ``2016-07``, ``2016-07-31``."""
    partial = _PARTIAL.fullmatch(value)
    if partial:
        return _partial(partial)
    compact = _COMPACT.fullmatch(value)
    if compact:
        return _checked(*(int(part) for part in compact.groups()))
    found = find_date(value)
    return found[2] if found else None


def _partial(match: re.Match[str]) -> str | None:
    year, month = match.groups()
    if month is None:
        return year
    return f"{year}-{month}" if 1 <= int(month) <= 12 else None


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("month"):
        return _checked(year, month_number(parts["month"]), int(parts["day"]))
    if parts.get("mm"):
        return _checked(year, int(parts["mm"]), int(parts["day"]))
    first, second = int(parts["a"]), int(parts["b"])
    if first > 12 >= second or first == second:
        return _checked(year, second, first)
    if second > 12 >= first:
        return _checked(year, first, second)
    return None


def month_number(word: str) -> int:
    """Number of an English month, full or shortened to three letters or more."""
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
