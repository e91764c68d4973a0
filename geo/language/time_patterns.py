"""What time expressions look like in English, built from ``lexicon/months.csv`` and ``time_words.csv``."""

# ruff: noqa: RUF001  (typographic quotes and dashes are what texts hold)

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from geo.language.numbers import find_numbers, words_of

Kind = Literal[
    "iso", "day_month", "months", "month", "years", "year", "decade", "season", "weekdays", "weekday",
    "deictic", "turn_unit", "count_unit", "ago", "vague", "elsewhere", "days", "overnight", "share",
    "feast", "century"
]  # fmt: skip

SINCE = frozenset({"since", "ever since"})
UNTIL = frozenset({"by", "until", "till", "up to", "up until", "before the end of", "no later than"})
BEFORE = frozenset({"before", "prior to"})
AFTER = frozenset({"after"})
FORWARD = frozenset({"for", "by", "until", "till", "from"})
"""Words before a weekday that turn it to the future ("planned for Thursday")."""

_LEAD = re.compile(
    r"(?<![\w-])(?:(?P<lead>ever\s+since|since|by|until|till|up\s+until|no\s+later\s+than|before|prior\s+to|after|for|from|on|in|at|during"
    r"|over|within|throughout|through|as\s+of|of|as\s+early\s+as|as\s+late\s+as)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"(?<![\w-])(?P<rough>on\s+or\s+about|about|around|circa|ca?\.|roughly|approximately|some\s*time\s+in)\s+(?:the\s+)?$"
    r"|(?<![\w-])(?P<doubt>possibly|perhaps|maybe|probably)\s+(?:(?:on|in)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_MONTH_LEADS = frozenset(
    ("in", "since", "by", "until", "till", "before", "after", "during", "from", "through", "of", "throughout")
)
_MAY_LEADS = frozenset(("in", "since", "until", "till", "before", "during", "from", "throughout"))
_YEAR_BEFORE = re.compile(
    r"(?P<firm>\b(?:in|since|during|until|till|throughout|back\s+in|late\s+in|early\s+in)\s+(?:the\s+)?"
    r"(?:about\s+|around\s+|circa\s+)?|\b(?:circa|ca?\.)\s+)$"
    r"|(?:\b(?:by|of|from|before|after|through|to|for|the|and|or)\s+|\()$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?:more\s+|\w+\s+)?(?:people|men|women|children|families|troops|soldiers|fighters|refugees|migrants|civilians|vehicles|km|metres|meters|miles|dollars|euros|pounds|tonnes|tons|hectares|acres)\b",
    re.IGNORECASE,
)
_NAMES_AFTER = re.compile(
    r"\s+(?:Times|Telegraph|Mirror|Mail|Herald|Post|Independent|Express|Tribune|Gazette|Star|World|Mosque|School)\b"
)
_NAMES_BEFORE = re.compile(
    r"(?:Bloody|Black|Good|Easter|Palm|Ash|Cyber|Super|Shrove|Holy|Boxing|Christmas|Giving)\s+$"
)


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    table = files("geo.language").joinpath("lexicon", "months.csv").read_text(encoding="utf-8")
    return {row["word"]: int(row["month"]) for row in csv.DictReader(table.splitlines())}


@lru_cache(maxsize=1)
def _words() -> Mapping[str, tuple[str, str]]:
    table = files("geo.language").joinpath("lexicon", "time_words.csv").read_text(encoding="utf-8")
    return {row["word"]: (row["kind"], row["value"]) for row in csv.DictReader(table.splitlines())}


def _alternatives(*kinds: str) -> str:
    words = [word for word, (kind, _) in _words().items() if kind in kinds]
    return "|".join(
        re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda word: (-len(word), word))
    )


_MONTH_HINTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_HINTS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TURN_HINTS = ("past", "last", "next", "previous", "preceding", "coming", "following", "recent")
_HINTS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "iso": ("-",),
        "days": _MONTH_HINTS,
        "day_month": _MONTH_HINTS,
        "months": _MONTH_HINTS,
        "month": _MONTH_HINTS,
        "share": ("first", "second", "third", "fourth", "last", "final"),
        "years": ("1", "20", "21"),
        "year": ("1", "20", "21"),
        "decade": ("0s", "0\u2019s", "0's"),
        "century": ("century",),
        "weekdays": _DAY_HINTS,
        "weekday": _DAY_HINTS,
        "overnight": ("overnight",),
        "ago": ("ago",),
        "count_unit": _TURN_HINTS,
        "vague": _TURN_HINTS,
        "elsewhere": (*_TURN_HINTS, "later", "earlier", "before", "after", "same"),
    }
)
"""What the lower-case text must hold before a pattern of a kind is worth a search."""
_LISTED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "season": ("season",),
        "deictic": ("day", "overnight"),
        "feast": ("feast",),
        "turn_unit": ("unit",),
    }
)
"""Kinds of expression whose hints are words of these kinds in ``time_words.csv``."""
CENTURIES = (
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first",
)  # fmt: skip
"""Centuries in words, from the fifteenth."""


@lru_cache(maxsize=1)
def _hints() -> tuple[Mapping[Kind, frozenset[str]], tuple[str, ...]]:
    """Hints of each kind, of several words in a row the longest; and all of them."""
    listed: Mapping[Kind, tuple[str, ...]] = {
        kind: tuple(
            max(re.split(r"[\s']", word), key=len) for word, (of, _) in _words().items() if of in kinds
        )
        for kind, kinds in _LISTED.items()
    }
    found = {kind: frozenset(words) for kind, words in (*_HINTS.items(), *listed.items())}
    return MappingProxyType(found), tuple(sorted(frozenset().union(*found.values())))


def worth(text: str) -> list[tuple[Kind, re.Pattern[str]]]:
    """Kinds and patterns of the expressions that a text may hold, most telling first."""
    low = text.lower()
    hints, every = _hints()
    present = {hint for hint in every if hint in low}
    return [(kind, form) for kind, form in forms() if not hints[kind].isdisjoint(present)]


@lru_cache(maxsize=1)
def forms() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """A pattern for each kind of expression (two for days: "3 March", "March 3"), most telling first."""
    month = "|".join(sorted(_months(), key=lambda word: (-len(word), word)))
    month = rf"(?:{month})\b\.?"
    day, year = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:1[5-9]|20|21)\d{2}"
    unit, season, part = (_alternatives(kind) for kind in ("unit", "season", "part"))
    turn = _alternatives("past", "future", "present")
    part = rf"(?:(?:the\s+)?(?:very\s+)?(?P<part>{part})[\s-]+(?:in\s+)?)"
    weekday = rf"(?:(?:{_alternatives('weekday')})\b|(?:{_alternatives('weekday_short')})\.)"
    plain = words_of("unit", "ten")
    number = (
        rf"(?:\d{{1,3}}|(?:{plain})(?:[\s-](?:{plain}))?|(?:a\s+|one\s+)?dozen|several|a\s+few|few"
        r"|a\s+couple\s+of|couple\s+of|many)"
    )
    clock = r"(?:early\s+(?:on\s+)?|late\s+(?:on\s+)?)?"
    night = r"(?:\s+(?:morning|afternoon|evening|night)\b)?"
    to = r"(?:\s?[-–]\s?|\s+(?:to|and|until|through)\s+)"
    span = r"(?:(?:from|between)\s+)"
    ordinal = r"(?P<nth>first|second|third|fourth|last|final)"
    century = r"(?P<nth>\d{1,2}(?:st|nd|rd|th)|" + "|".join(CENTURIES) + r")"
    feast = _alternatives("feast").replace("'", "['\u2019]")
    day_of = rf"(?:{weekday},?\s+)?(?:(?P<dA>{day})\s+(?P<mA>{month})|(?P<mB>{month})\s+(?P<dB>{day}))"
    one, two = (day_of.replace("A>", f"{a}>").replace("B>", f"{b}>") for a, b in (("1", "3"), ("2", "4")))
    rows: tuple[tuple[Kind, str], ...] = (
        (
            "days",
            rf"{span}{one}{to}{two}(?:,?\s+(?P<y>{year}))?",
        ),
        (
            "overnight",
            rf"overnight\s+(?:on\s+|from\s+)?(?P<w1>{weekday})(?:\s+(?:to|into|and)\s+(?P<w2>{weekday}))?",
        ),
        (
            "share",
            rf"(?:the\s+)?{ordinal}\s+(?P<share>week|half|quarter)\s+of\s+(?:(?:the\s+month\s+of\s+)?(?P<m>{month})(?:,?\s+(?P<y>{year}))?|(?P<y2>{year}))",
        ),
        ("century", rf"(?:the\s+)?{part}?{century}[\s-]century"),
        ("feast", rf"(?P<feast>{feast})(?:,?\s+(?P<y>{year}))?"),
        ("iso", rf"(?P<y>{year})-(?P<m>\d{{2}})-(?P<d>\d{{2}})"),
        (
            "day_month",
            rf"{span}?(?:{clock}{weekday},?\s+)?(?:the\s+)?(?P<d>{day})(?:{to}(?P<d2>{day}))?(?:\s+of)?\s+(?P<m>{month})(?:,?\s+(?P<y>{year}))?",
        ),
        (
            "day_month",
            rf"{span}?(?:{clock}{weekday},?\s+)?(?P<m>{month})\s+(?P<d>{day})(?![,:]\d)(?:{to}(?P<d2>{day})(?![,:]\d))?(?:,?\s+(?P<y>{year}))?",
        ),
        (
            "months",
            rf"{span}(?P<m1>{month})(?:,?\s+(?P<y1>{year}))?{to}(?P<m2>{month})(?:,?\s+(?P<y2>{year}))?",
        ),
        (
            "month",
            rf"(?:(?P<turn>last|next|this)\s+|{part})?(?P<m>{month})(?:,?\s+(?:of\s+)?(?P<y>{year})|\s+(?P<rel>(?:last|this|next)\s+year))?",
        ),
        ("years", rf"{span}?(?P<y1>{year}){to}(?P<y2>{year}|\d{{2}})"),
        ("year", rf"{part}?(?P<y>{year})"),
        ("decade", rf"(?:the\s+)?{part}?(?P<y>(?:1[5-9]|20)\d0)['’]?s"),
        (
            "season",
            rf"(?:(?:last|this|next)\s+|(?:the\s+)?{part}(?:the\s+)?)?(?:{season})(?:\s+(?:of\s+)?(?P<y>{year}))?",
        ),
        ("weekdays", rf"{span}(?P<w1>{weekday}){to}(?P<w2>{weekday})"),
        (
            "weekday",
            rf"(?:(?P<turn>this\s+coming|last|next|this|past|coming|previous)\s+)?{clock}(?P<w>{weekday}){night}",
        ),
        ("deictic", rf"(?P<word>{_alternatives('day', 'overnight')}){night}"),
        (
            "ago",
            rf"(?:(?P<about>about|around|nearly|almost|some|roughly|over|more\s+than|at\s+least|just)\s+)?(?:(?P<n>{number}|an?)\s+)?(?P<unit>{unit})\s+ago",
        ),
        ("elsewhere", rf"(?:{number}|an?)\s+(?:{unit})\s+(?:later|earlier|afterwards?|before|after)"),
        ("elsewhere", r"(?:the\s+)?(?:next|following|same|previous)\s+(?:day|night|morning)"),
        (
            "count_unit",
            rf"(?:the\s+)?(?P<turn>past|last|next|previous|preceding|coming|following)\s+(?P<n>{number})\s+(?P<unit>{unit})",
        ),
        (
            "vague",
            r"(?:the\s+)?(?P<turn>recent|past|last|coming|next|following)\s+(?:hours|days|weeks|weekends|months|years|decades)",
        ),
        (
            "turn_unit",
            rf"(?:(?P<half>earlier|later)\s+|so\s+far\s+)?{part}?(?P<the>the\s+)?(?P<turn>{turn})\s+(?P<unit>week|weekend|fortnight|month|year|decade)(?!-)",
        ),
        (
            "turn_unit",
            r"(?P<half>earlier|later)\s+(?:in|on\s+in)\s+(?P<part>)(?P<the>the\s+)(?P<turn>)(?P<unit>day|week|month|year)(?!-)",
        ),
        ("turn_unit", r"(?P<half>)(?P<part>)(?P<the>the\s+)(?P<turn>)(?P<unit>weekend)(?!-)"),
        ("turn_unit", rf"(?P<half>){part}(?P<the>the\s+)(?P<turn>)(?P<unit>week|month|year|decade)(?!-)"),
    )
    return tuple(
        (kind, re.compile(rf"(?<![\w.$€£/-])(?:{form})(?![\w])", re.IGNORECASE)) for kind, form in rows
    )


def lead(text: str, start: int, floor: int) -> re.Match[str] | None:
    """The preposition (and "the") right before an expression."""
    window = max(floor, start - 30)
    match = _LEAD.search(text[window:start])
    if match is None:
        return None
    return _LEAD.search(text, window, start)


def roughness(text: str, start: int, floor: int) -> tuple[int, str]:
    """Where an expression starts with "about" or "possibly" before it, and EDTF's mark for that."""
    match = _ROUGH.search(text, max(floor, start - 30), start)
    if match is None:
        return start, ""
    return match.start(), "~" if match["rough"] else "?"


def century(words: str) -> int:
    """Number of a century in figures or words."""
    low = words.lower()
    return CENTURIES.index(low) + 15 if low in CENTURIES else int(low.rstrip("stndrh"))


def feast(words: str) -> tuple[int, int]:
    """Month and day of a feast that has a fixed date everywhere."""
    low = " ".join(words.lower().replace("\u2019", "'").split())
    first, second = _words()[low][1].split("-")
    return int(first), int(second)


def month(word: str) -> int:
    """Number of a month word."""
    return _months()[word.lower().rstrip(".")]


def weekday(word: str) -> int:
    """Number of a weekday word, Monday is 0."""
    return int(_words()[word.lower().rstrip(".")][1])


def unit(word: str) -> str:
    """Calendar unit of a word: hour, day, week, weekend, month, year or decade."""
    return _words()[word.lower()][1]


def part(words: str | None) -> str | None:
    """early, mid, late or end for "the beginning of" and the like, None for None."""
    return _words()[" ".join(words.lower().split())][1] if words else None


def day_offset(words: str) -> int:
    """Days from the report's day to a word such as "yesterday"."""
    return int(_words()[" ".join(words.lower().split())][1])


def count(words: str) -> float | None:
    """Value of "three", "10", "a"; None for "several" and the like."""
    low = words.lower().strip()
    if low in {"a", "an"}:
        return 1.0
    numbers = find_numbers(low)
    return numbers[0].value if numbers else None


def is_guarded(match: re.Match[str], kind: Kind) -> bool:
    """Whether the words are something else: a name, a number of people, the verb "may"."""
    text, start, end = match.string, match.start(), match.end()
    if kind in {"day_month", "months", "days"}:
        name = match["m"] if kind == "day_month" else match["m1"] or match["m3"]
        return not str(name)[0].isupper()
    if kind == "weekday":
        return _is_no_weekday(match) or bool(
            _NAMES_AFTER.match(text, end) or _NAMES_BEFORE.search(text, max(0, start - 12), start)
        )
    if kind == "month":
        return _is_no_month(match)
    if kind == "year":
        return _is_no_year(match)
    if kind == "season":
        return match["y"] is None and not re.match(
            r"(?:last|this|next|the|early|mid|late|end)\b", match.group(), re.IGNORECASE
        )
    return False


def _is_no_weekday(match: re.Match[str]) -> bool:
    """A shortened weekday ("Sat.", "Sun.") needs a capital and a preposition."""
    if _words()[match["w"].lower().rstrip(".")][0] == "weekday":
        return False
    before = lead(match.string, match.start(), 0)
    return not (match["w"][0].isupper() and (match["turn"] or (before and before["lead"])))


def _is_no_month(match: re.Match[str]) -> bool:
    """A month alone needs a preposition and a capital; "May" also must not be a verb or a person."""
    word, text = match["m"], match.string
    if match["y"] or match["rel"]:
        return not word[0].isupper()
    if not word[0].isupper() or re.match(r"\s+\d", text[match.end() : match.end() + 3]):
        return True
    before = lead(text, match.start(), 0)
    leading = before["lead"].lower().split()[-1] if before and before["lead"] else ""
    allowed = _MAY_LEADS if word.lower() == "may" else _MONTH_LEADS
    return not (match["turn"] or match["part"] or leading in allowed)


def _is_no_year(match: re.Match[str]) -> bool:
    """A bare year needs words before it that take a time; a number of people is none."""
    text, end = match.string, match.end()
    if match["part"]:
        return False
    before = _YEAR_BEFORE.search(text, max(0, match.start() - 30), match.start())
    if before is None:
        return True
    return not before["firm"] and bool(_COUNTED.match(text, end))
