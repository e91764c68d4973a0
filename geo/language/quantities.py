"""How many people, vehicles, troops ...: numbers with the noun they count.

Money, shares, distances, ages, dates, years and temperatures are no quantities here.
"""

# ruff: noqa: RUF001  (typographic quotes and dashes are what texts hold)

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from geo.language.counted import counted
from geo.language.numbers import Number, find_numbers
from geo.records import Quantity

_FOLLOWS = re.compile(
    r"\s+(?:(?:more|others?|were|was|have|had|are|will|would|could|may|fled|left|escaped|crossed|arrived|went|came|returned|remain(?:ed)?)\b"
    r"|of\s+(?:them|whom|these|those|the|its|their|his|her|our|us|you)\b)",
    re.IGNORECASE,
)
_NO_ONE = re.compile(
    r"(?:\bno|\beach|\bevery|\bany|\bwhich|\bthat|\bthis|\bthe|\banother)[\s-]+$", re.IGNORECASE
)
_BAD_BEFORE = re.compile(
    r"(?:[$€£¥]|\b(?:USD|EUR|GBP|Rs\.?|US|aged?|No\.|number|nos\.|article|chapter|highway|route|flight|resolution|page|room|channel|phase|grade|version"
    r"|section|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?[\s\u00a0]*$",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    r"\b(?:in|since|of|by|during|until|till|from|through|to|early|mid|late|around|before|after|and)[\s-]+$",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"[\s-]*(?:thirds?|quarters?|fifths?|sixths?|tenths?|halves|in\s+(?:\d|ten|three|four|five))\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:to|and|or|[-–—])\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:(?:about|some|around)\s+)?$", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:famil(?:y|ies)|groups?|crews?|part(?:y|ies)|teams?|crowds?|forces?|contingents?|bands?|gangs?|columns?"
    r"|convoys?|delegations?|caravans?)\s+of\s+$",
    re.IGNORECASE,
)
_BACK = 40
"""Cues stand in so many characters before a number."""


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, str]]:
    """Pattern of cues before a number, of cues after it, and their kinds."""
    table = files("geo.language").joinpath("lexicon", "quantity_cues.csv").read_text(encoding="utf-8")
    kinds = {row["words"]: row["kind"] for row in csv.DictReader(table.splitlines())}

    def union(*, after: bool) -> str:
        words = [word for word, kind in kinds.items() if kind.endswith("after") is after]
        return "|".join(
            re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w))
        )

    before = re.compile(rf"(?<![\w-])(?P<cue>{union(after=False)})\s+$", re.IGNORECASE)
    later = re.compile(rf"(?:\s+(?P<cue>{union(after=True)})\b|\+(?!\d))", re.IGNORECASE)
    return before, later, kinds


def find_quantities(text: str) -> tuple[tuple[int, int, Quantity], ...]:
    """Counts in a text in order, as (start, end, Quantity), without overlap.

    "more than N" and "at least N" give value and min N; "up to N" and "fewer than N" value and max
    N; "N to M" min and max; "thousands" and the like only the least they can mean (2000).
    """
    numbers = find_numbers(text)
    found: list[tuple[int, int, Quantity]] = []
    skip, last = 0, 0
    for index, number in enumerate(numbers):
        if index < skip or number.start < last:
            continue
        partner = _partner(text, number, numbers[index + 1] if index + 1 < len(numbers) else None)
        skip = index + (2 if partner else 1)
        item = _quantity(text, number, partner, last)
        if item is not None:
            found.append(item)
            last = item[1]
    return tuple(found)


def _partner(text: str, number: Number, following: Number | None) -> Number | None:
    """The upper end of a range, or None."""
    if following is None or number.value is None or following.value is None:
        return None
    between = _RANGE.fullmatch(text, number.end, following.start)
    if not between:
        return None
    word = between.group().strip().lower()
    if word == "and" and not re.search(
        r"\bbetween\s+(?:about\s+|some\s+)?$", text[: number.start], re.IGNORECASE
    ):
        return None
    return following if _lifted(number, following) < following.value else None


def _lifted(number: Number, following: Number) -> float:
    """Lower end of a range, with the scale that its upper end names ("two to three million")."""
    value = number.value or 0.0
    if (
        number.scale == 1 < following.scale
        and value < 1000
        and value * following.scale <= (following.value or 0)
    ):
        return value * following.scale
    return value


def _quantity(
    text: str, number: Number, partner: Number | None, last: int
) -> tuple[int, int, Quantity] | None:
    start, cue = _before(text, number.start, last)
    end, after = _after(text, (partner or number).end)
    what = counted(text, end)
    if what is None or _is_other(text, number, start, end, last):
        return None
    if what.end == end and not _stands_alone(text, number, start, end, cued=cue is not None):
        return None
    if _is_year(text, number) and (what.end == end or _IN_YEAR.search(text[last : number.start][-_BACK:])):
        return None
    value, low, high = _bounds(number, partner, after or cue)
    return (
        start,
        what.end,
        Quantity(text[start : what.end], value=value, min=low, max=high, unit=what.noun or None),
    )


def _bounds(
    number: Number, partner: Number | None, cue: str | None
) -> tuple[float | None, float | None, float | None]:
    if partner is not None:
        return None, _lifted(number, partner), partner.value
    if number.value is None:
        return None, number.low, None
    low = number.value if cue == "min" else None
    high = number.value if cue == "max" else None
    return number.value, low, high


def _before(text: str, start: int, last: int) -> tuple[int, str | None]:
    """Start with all cues before a number, and their kind (min and max before about), None without."""
    before, _, kinds = _cues()
    between = _BETWEEN.search(text, max(last, start - _BACK), start)
    if between:
        return between.start(), "about"
    cue: str | None = None
    while match := before.search(text, max(last, start - _BACK), start):
        kind = kinds[" ".join(match["cue"].lower().split())]
        cue = kind if cue is None or kind != "about" else cue
        start = match.start()
    return start, cue


def _after(text: str, end: int) -> tuple[int, str | None]:
    _, after, kinds = _cues()
    match = after.match(text, end)
    if not match:
        return end, None
    cue = match["cue"]
    kind = kinds[" ".join(cue.lower().split())] if cue else "min-after"
    return match.end(), {"min-after": "min", "max-after": "max"}.get(kind)


def _is_year(text: str, number: Number) -> bool:
    """Whether a number may be a year."""
    return number.digits and text[number.start : number.end].isdigit() and 1900 <= (number.value or 0) <= 2100


def _is_other(text: str, number: Number, start: int, end: int, last: int) -> bool:
    """Whether a number is a price, a date, an ordinal name, a fraction, or "one" as a pronoun."""
    head = text[last:start][-_BACK:]
    if number.value == 0 or _BAD_BEFORE.search(head) or _FRACTION.match(text, end):
        return True
    return number.value == 1 and bool(_NO_ONE.search(head))


def _stands_alone(text: str, number: Number, start: int, end: int, *, cued: bool) -> bool:
    """Whether a number counts something though no noun follows: "thousands fled", "about 5,000"."""
    if number.value is None or (cued and number.value >= 100) or _GROUP.search(text[:start][-_BACK:]):
        return True
    whole = len(text) < 2 * _BACK and not text[:start].strip() and not text[end:].strip()
    return whole or bool(_FOLLOWS.match(text, end))
