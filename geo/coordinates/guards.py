"""What tells coordinates from other pairs of numbers: scores, prices, dates, shares, rates, ranges."""

from __future__ import annotations

import re

_SAYING = (
    r"co-?ordinates?|coords?\.?|latitude|longitude|lat-?long?|latlng|gps|way\s?point|"
    r"lat(?:itude)?s?\.?\s?(?:[/,&]|and)?\s?lo?ng?(?:itude)?s?|geo-?(?:locat|tag|cod|referenc)\w*|"
    r"map\s+reference|grid(?:\s+(?:reference|square|position|location))?|mgrs|usng|utm|wgs\s?-?84|"
    r"pinpointed|plus\s+code|open\s+location"
)
"""Words that say "coordinates follow"."""
_SAYS = re.compile(
    rf"\b(?:{_SAYING})\b(?:[^.!?\n]|\.(?=\d)){{0,64}}$|"
    r"\b(?:coordinates?|position|grid|waypoint|lat|lon)\s?[:=][^.!?\n]{0,24}$",
    re.IGNORECASE,
)
_SAYS_AFTER = re.compile(r"^\s?[)\]]?,?\s?\(?(?:lat|lon|coordinates|wgs|decimal\s+degrees)\b", re.IGNORECASE)
_LEANS = re.compile(
    r"(?:\b(?:position(?:ed)?(?:\s+(?:at|of|is|was))?|loc(?:ation|ated)(?:\s+(?:at|of|is|was|about|around))?|"
    r"situated\s+at|point)\s?:?\s?(?:approximately|about|roughly)?\s?[(\[]?)$",
    re.IGNORECASE,
)
"""Words right before that lean that way: two numbers with two decimals or more each."""
_OPENS = re.compile(r"(?:[(\[]\s?|(?:,|\b(?:is|was|lies|lying|found|seen|struck|hit))?\s(?:at|near)\s)$")
"""A bracket or "at": enough only for long decimals, or beside a place that lies there."""
_LEADS = re.compile(
    r"\b(?:near|at|around|about|cent(?:re|er)ed|located|position(?:ed)?|of|point)\s?[(\[]?$", re.IGNORECASE
)
_NOT_AFTER = re.compile(
    r"(?:POINT\s?\(+|[\"']coordinates[\"']\s?:\s?[\[(]+|"  # longitude first, by their rules
    r"[$€£¥₹₽%#№v]|\b(?:US|Rs|No|nos|version|ver|page|pp|chapter|section|art|odds|CI)\.?)\s?$",
    re.IGNORECASE,
)
_UNITS = (
    r"%|‰|[°º˚]\s?[CFK]\b|per\s?cent|points?\b|pts\b|goals?\b|mil(?:lion|es?)?\b|billion|bn\b|m\b|"
    r"trillion|thousand|k[mg]\w*\b|[cm]m\b|kilomet|met(?:re|er)s?\b|inch|feet|foot|ft\b|ounces?|"
    r"pounds?|lbs?\b|tons?|tonnes?|degrees?\s(?:celsius|fahrenheit|[cf]\b)|seconds?|minutes?|hours?|"
    r"days?|years?|euros?|dollars?|cents?|barrels?|votes?|seats?|runs?|wickets?|overs?|shares?|"
    r"times\b|respectively|[mk]ph\b|knots|lit(?:re|er)s?|gallons?|usd|eur|gbp|[ap]\.?m\b"
)
"""What follows a number that counts or measures something."""
_COUNTED = re.compile(rf"^\s?(?:{_UNITS})", re.IGNORECASE)
_FIGURES = (
    r"traded|trading|shares?|stocks?|index|indices|indexes|euro|dollar|sterling|yen|yuan|rupees?|"
    r"currency|exchange|rates?|odds|score[ds]?|scoring|judges|marks|average[ds]?|averaging|ratio|"
    r"confidence|interval|range|samples?|mean|median|percent|polls?|polled|swing|magnitude|goals?|"
    r"points|version|temperatures?|inflation|growth|price[ds]?|tonnes|litres|seconds|laps?|heat|"
    r"batting|bowling|percentile|respectively|bids?|tenders?"
)
"""Words of a sentence that speaks of figures."""
_TALLY = re.compile(rf"%|\b(?:per\scent|{_FIGURES})\b", re.IGNORECASE)
_LISTED_BEFORE = re.compile(r"\d\s?(?:[,;/:]|and|or|to|[-\u2013\u2014])\s{0,2}$|\d\.\d+[\s|]{1,3}$")
_LISTED_AFTER = re.compile(
    r"\s?(?:[,;/:]\s?(?:and\s|or\s)?|(?:and|or|to)\s|[-\u2013\u2014]\s?)\s?[+-]?[$€£]?\d|[\s|]{1,3}[+-]?\d+\.\d"
)
_DATUM = re.compile(r"WGS\s?-?84", re.IGNORECASE)
_STANDS = re.compile(
    r"\b(?:positions?|locations?|located|situated|lies|lay|at|near|around)\b[^.!?\n]{0,32}$", re.IGNORECASE
)
_STOP = re.compile(r"[.!?](?=\s+[A-Z\"“(])|\n\s*\n")
_WITHIN = 160
"""Characters of a sentence looked at on each side (project choice)."""


def says_coordinates(before: str, after: str) -> bool:
    """Whether words beside two numbers say that they are coordinates."""
    return _SAYS.search(before[-96:]) is not None or _SAYS_AFTER.match(after) is not None


def leans(before: str) -> bool:
    """Whether the words right before speak of a position."""
    return _LEANS.search(before) is not None


def stands(before: str) -> bool:
    """Whether the words before say where something is."""
    return _STANDS.search(before) is not None


def leads(before: str) -> bool:
    """Whether a word of place stands right before."""
    return _LEADS.search(before) is not None


def opens(before: str) -> bool:
    """Whether a bracket or "at" stands right before."""
    return _OPENS.search(before) is not None


def is_counted(before: str, after: str, gap: str = "") -> bool:
    """Whether the numbers are money, shares, measures, or part of a longer list.

    ``gap`` is what stands between the two numbers: pairs with commas may be listed with semicolons.
    """
    if _NOT_AFTER.search(before[-20:]) or _COUNTED.match(after):
        return True
    listed = bool(_LISTED_BEFORE.search(_DATUM.sub("", before[-16:]))), bool(_LISTED_AFTER.match(after))
    if "," in gap:
        return (listed[0] and not before.rstrip().endswith(";")) or (listed[1] and after.lstrip()[:1] != ";")
    return any(listed)


def speaks_of_figures(text: str, start: int, end: int) -> bool:
    """Whether the sentence about two numbers is one of rates, scores or shares."""
    return _TALLY.search(_sentence(text, start, end)) is not None


def _sentence(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _WITHIN) : start]
    cuts = [stop.end() for stop in _STOP.finditer(before)]
    after = text[end : end + _WITHIN]
    stop_after = _STOP.search(after)
    return before[cuts[-1] if cuts else 0 :] + " | " + (after[: stop_after.start()] if stop_after else after)
