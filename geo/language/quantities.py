"""How many people, vehicles, troops ...: numbers with the noun they count.

Money, shares, distances, ages, dates, years and temperatures are no quantities here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from geo.language.numbers import Number, find_numbers
from geo.records import Quantity

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*|[°%$€£]|\S")
_STOP = frozenset(
    "at in on from to into by with for as and or but nor who whom whose that which when where while were was is are be been has have had"
    " will would could may might can than then their there this these those they he she it we you if not so since until after before"
    " under over about around near against during across through between among fled left said says including because".split()
)
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
_JOIN = re.compile(r"(?P<between>\bbetween\s+)?$", re.IGNORECASE)
_WINDOW = 6
"""The noun counted stands among so many words after the number."""


@lru_cache(maxsize=1)
def _units() -> Mapping[str, str]:
    """Kind (count, measure, place, event) of each counted noun, lower case."""
    table = files("geo.language").joinpath("lexicon", "units.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    return {word.lower(): row["kind"] for row in rows for word in row["words"].split(";")}


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
        if index < skip:
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
    end = (partner or number).end
    start, cue, cue_number = _before(text, number.start, last)
    end, after = _after(text, end)
    cue = after or cue
    unit = _unit(text, end)
    if unit is None or not _is_count(
        text, number, start, end, unit=unit, cued=cue is not None or cue_number, last=last
    ):
        return None
    noun, stop = unit
    stop = max(stop, end)
    value, low, high = _bounds(number, partner, cue)
    words = text[start:stop]
    return start, stop, Quantity(words, value=value, min=low, max=high, unit=noun or None)


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


def _before(text: str, start: int, last: int) -> tuple[int, str | None, bool]:
    """Start with all cues before a number, the kind of the outermost bound, whether there is any cue."""
    before, _, kinds = _cues()
    bound: str | None = None
    cued = False
    if between := re.search(r"\b(?:between|from)\s+$", text[last:start], re.IGNORECASE):
        return last + between.start(), None, True
    while match := before.search(text, last, start):
        kind = kinds[" ".join(match["cue"].lower().split())]
        bound = kind if kind in {"min", "max"} else bound
        start, cued = match.start(), True
    return start, bound, cued


def _after(text: str, end: int) -> tuple[int, str | None]:
    _, after, kinds = _cues()
    match = after.match(text, end)
    if not match:
        return end, None
    cue = match["cue"]
    kind = kinds[" ".join(cue.lower().split())] if cue else "min-after"
    return match.end(), {"min-after": "min", "max-after": "max"}.get(kind)


def _is_count(
    text: str, number: Number, start: int, end: int, *, unit: tuple[str, int], cued: bool, last: int
) -> bool:
    """Whether a number counts something, rather than dates, names or measures it."""
    head = text[last:start]
    if _BAD_BEFORE.search(head) or _FRACTION.match(text, end):
        return False
    noun = bool(unit[0]) or unit[1] > end
    year = number.digits and text[number.start : number.end].isdigit() and 1900 <= (number.value or 0) <= 2100
    if year and (not noun or _IN_YEAR.search(text[last : number.start])):
        return False
    if (number.value == 1 and _NO_ONE.search(head)) or number.value == 0:
        return False
    if noun or number.value is None:
        return True
    alone = not text[:start].strip() and not text[end:].strip()
    large = cued and (number.value or 0) >= 100
    return alone or large or bool(_FOLLOWS.match(text, end))


def _unit(text: str, end: int) -> tuple[str, int] | None:
    """(noun, its end) counted by a number that ends at ``end``; ("", end) when unnamed; None when no count."""
    words = [match for match in _WORD.finditer(text, end, min(len(text), end + 120))][: _WINDOW + 2]
    if words and words[0].group() in {"-", "–"} and len(words) > 1 and words[0].start() == end:
        return _compound(words)
    if words and words[0].start() == end and words[0].group() in {"°", "%"}:
        return None
    if words and words[0].group().lower() == "of":
        words = words[1:]
    found: re.Match[str] | None = None
    plural: re.Match[str] | None = None
    for place, match in enumerate(words[:_WINDOW]):
        low = match.group().lower().rstrip(".")
        kind = _kind(words, place)
        acronym = match.group().isupper() and len(low) > 1
        if (low in _STOP and not acronym) or not match.group()[0].isalpha():
            if place == 0 and match.group() in {"°", "%"}:
                return None
            break
        if kind == "count":
            found = _last_of(words, place)
            break
        if kind is not None:
            if place <= 1 and plural is None:
                return None
            break
        if plural is None and _plural(match.group()):
            plural = match
        elif plural is not None and match.group().islower():
            break
    noun = found or plural
    if noun is None:
        return "", end
    first = _noun_start(words, noun)
    return text[first : noun.end()], noun.end()


def _kind(words: Sequence[re.Match[str]], place: int) -> str | None:
    """Kind of the noun at a place, two words before one."""
    units = _units()
    one = words[place].group().lower().rstrip(".")
    return units.get(one) or units.get(one.split("-")[-1] if "-" in one else one)


def _last_of(words: Sequence[re.Match[str]], place: int) -> re.Match[str]:
    """Head of a compound such as "police officers"."""
    following = words[place + 1] if place + 1 < len(words) else None
    if following is not None and _kind(words, place + 1) == "count" and _adjacent(words[place], following):
        return following
    return words[place]


def _noun_start(words: Sequence[re.Match[str]], noun: re.Match[str]) -> int:
    """Start of the noun, with a first part that the lexicon knows ("special forces")."""
    place = next(n for n, word in enumerate(words) if word.start() == noun.start())
    if place:
        pair = f"{words[place - 1].group()} {noun.group()}".lower()
        if pair in _units() and _adjacent(words[place - 1], noun):
            return words[place - 1].start()
    return noun.start()


def _adjacent(left: re.Match[str], right: re.Match[str]) -> bool:
    return left.string[left.end() : right.start()].isspace()


def _plural(word: str) -> bool:
    low = word.lower()
    return (
        len(low) > 3
        and low.endswith("s")
        and not low.endswith(("ss", "us", "'s", "’s"))
        and (word[0].isupper() or not low.endswith("is"))
    )


def _compound(words: Sequence[re.Match[str]]) -> tuple[str, int] | None:
    """A number joined to its noun: "a 40-truck convoy"; "an 18-year-old" is no count."""
    parts = words[1].group().lower().split("-")
    if _units().get(parts[0]) == "count":
        return words[1].group().split("-")[0], words[1].start() + len(parts[0])
    if parts[0] == "strong":
        return "", words[1].end()
    return None
