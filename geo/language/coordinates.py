"""Coordinates among the mentions of a document, and the names that they pinpoint."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.coordinates import find_coordinates
from geo.records import Mention, in_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.coordinates import Written
    from geo.records import Document

_KIND = (
    r"(?:\s(?:town|village|city|district|camp|base|airport|airfield|dam|bridge|crossing|port|hamlet|settlement|"
    r"checkpoint|island|islet|field|mine|well|station|junction|reef|shoal|peak|pass))?"
)
_WORDS = (
    r"(?:(?:the|gps|grid|map|mgrs|usng|utm|plus|code|co-?ordinates?|coords?\.?|position|location|reference|"
    r"lat(?:itude)?[/,\s]*lo?ng?(?:itude)?|approximately|approx\.?|about|around|roughly|of|at|are|is|were)\b\s?[:=]?\s?){0,5}"
)
_GIVES = re.compile(
    rf"{_KIND}\s?(?:[(\[]\s?{_WORDS}|"
    rf"(?:\s?[,:\u2013\u2014-])?\s?(?:(?:which|that)\s)?(?:(?:is|was|lies|lay|sits|stands)\s)?"
    rf"(?:located\s|situated\s|lying\s)?at\s{_WORDS}|"
    rf"\s?[,:\u2013\u2014]\s?{_WORDS}|"
    r"['\u2019]s?\s(?:gps\s)?(?:co-?ordinates|position|location)\s?(?:are|is|were|was|:)?\s?)",
    re.IGNORECASE,
)
"""What stands between a name and the coordinates that say where it lies."""
_COORDINATES_OF = re.compile(r"\b(?:co-?ordinates|position|location)\s(?:of|for)\s(?:the\s)?$", re.IGNORECASE)
_ARE = re.compile(r"\s?(?:are|is|were|was|as|:|,)?\s?:?\s?", re.IGNORECASE)
_FROM_THERE = re.compile(
    r"\b(?:km|kms|kilomet\w+|miles?|met(?:re|er)s?|[a-z]*(?:north|south|east|west)\w*|outside|near|between|off)"
    r"(?:\s[a-z]+)?(?:\s(?:of|from))?\s(?:the\s)?$",
    re.IGNORECASE,
)
"""Words before a name that make it a point of reference: the coordinates are then of something else."""
_LOOSE = re.compile(
    r"\b(?:from|to|towards?|into|via|through|left|leaving|reached)\s(?:the\s)?$", re.IGNORECASE
)
_UNKNOWN = re.compile(
    rf"(?:^|(?<=[\s\"\u201c(]))(?P<name>[A-Z][\w'\u2019-]*[a-z][\w'\u2019-]*"
    rf"(?:\s(?:(?:al|el|ad|ez|es|de|da|la|of|bin|abu)[\s-])?[A-Z][\w'\u2019-]*){{0,3}}){_KIND}\s?[(\[]\s?(?i:{_WORDS})$"
)
_LABELS = frozenset({
    "Position", "Location", "Coordinates", "Coordinate", "Grid", "Point", "Map", "Photo", "Latitude",
    "Lat", "Longitude", "Source", "Target", "Wreck", "Epicentre", "Epicenter", "At", "Near", "The", "A",
    "It", "Here", "There", "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday",
})  # fmt: skip
"""Capitalised words that stand before coordinates and name no place."""
_NOUNS = frozenset({"Camp", "Base", "Site", "Village", "Town", "Airport", "Island", "Station", "Checkpoint"})
_AFTER_CODE = re.compile(
    r",?\s(?:in\s|near\s)?(?P<name>[A-Z][a-z][\w'\u2019-]*(?:\s[A-Z][\w'\u2019-]+){0,2})"
)
_UNKNOWN_OF = re.compile(
    r"\b(?i:co-?ordinates|position|location)\s(?:of|for)\s(?:the\s)?"
    r"(?P<name>[A-Z][a-z][\w'\u2019-]*(?:\s[A-Z][\w'\u2019-]+){0,3})\s?(?:are|is|were|was|as|:|,)?\s?:?\s?$"
)
_CARRIER = re.compile(
    r"\b(?:the|vessel|ship|tanker|ferry|boat|aircraft|plane|jet|flight|drone|satellite|yacht|frigate|submarine|trawler|"
    r"carrier|destroyer|buoy|platform|rig|MV|MT|USS|HMS|Mr|Mrs|Ms|Dr|Captain|President)\s$",
    re.IGNORECASE,
)
_CODE_NAME = re.compile(r"\s?(?:,|\bin|\bnear)?\s", re.IGNORECASE)
_NAME_CODE = re.compile(rf"{_KIND}\s?(?:[(\[,:]|\bat)\s?{_WORDS}", re.IGNORECASE)
_SURE = 0.6
"""Below this, two numbers count only beside a name."""
_NAMED = 0.7
"""Score of an unknown name that coordinates in brackets follow (project choice)."""
_PINPOINTED = 0.9
"""Score at least of a name whose coordinates the text gives (project choice)."""
_FAR = 60
"""Characters between a name and its coordinates, at most (project choice)."""


def with_coordinates(document: Document, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with the document's coordinates among them, in order, never overlapping.

    Coordinates win over names that they overlap. A name that they pinpoint gets ``at``; a capitalised
    name in front of bracketed coordinates that no gazetteer knew becomes a mention.
    """
    text = document.text
    written = [one for one in find_coordinates(text) if not in_zones(document.zones, one.start, one.end)]
    if not written:
        return tuple(mentions)
    sure = [one for one in written if one.sure >= _SURE]
    names = [(old, one) for old, one in enumerate(mentions) if not _overlaps(one, sure)]
    known = sorted((one for _, one in names), key=_start)
    for one in sure:
        name = _unknown(text, one) if one.code is None else _beside_code(text, one)
        if name is not None and not _overlaps(name, known):
            insort(known, name, key=_start)
            names.append((-1, name))
    points = [(-1, one) for one in (_mention(text, one) for one in written) if not _overlaps(one, known)]
    order = sorted([*names, *points], key=lambda item: item[1].start)
    where = {old: new for new, (old, _) in enumerate(order)}
    merged = [
        one if one.container is None else replace(one, container=where.get(one.container)) for _, one in order
    ]
    return _without_doubtful(_joined(text, merged))


def _start(one: Written | Mention) -> int:
    return one.start


def _overlaps(one: Mention, others: Sequence[Written] | Sequence[Mention]) -> bool:
    """Whether a span touches one of others, which are in order and do not touch each other."""
    at = bisect_left(others, one.end, key=_start)
    return at > 0 and others[at - 1].end > one.start


def _mention(text: str, one: Written) -> Mention:
    how = one.point.notation if one.point else "short plus code"
    return Mention(
        start=one.start,
        end=one.end,
        text=text[one.start : one.end],
        kind_hint="site",
        score=one.sure,
        reasons=(f"written as {how}",),
        point=one.point,
        code=one.code,
    )


def _unknown(text: str, one: Written) -> Mention | None:
    """A capitalised name right before bracketed coordinates."""
    low = max(0, one.start - _FAR)
    found = _UNKNOWN.search(text[low : one.start]) or _UNKNOWN_OF.search(text[low : one.start])
    if found is None:
        return None
    start, end = low + found.start("name"), low + found.end("name")
    carried = _CARRIER.search(text[max(0, start - 16) : start])
    return None if carried else _capitalised(text, start, end)


def _beside_code(text: str, one: Written) -> Mention | None:
    """A capitalised name right after a short plus code."""
    found = _AFTER_CODE.match(text, one.end)
    return None if found is None else _capitalised(text, found.start("name"), found.end("name"))


def _capitalised(text: str, start: int, end: int) -> Mention | None:
    words = text[start:end].split()
    if words[0] in _LABELS or words[-1] in _LABELS or (len(words) == 1 and words[0] in _NOUNS):
        return None
    return Mention(start, end, text[start:end], score=_NAMED, reasons=("the text gives its coordinates",))


def _joined(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with coordinates joined to the names that they pinpoint, short codes to their town."""
    joined = list(mentions)
    for index, one in enumerate(mentions):
        if one.code is not None:
            joined[index] = replace(one, container=_town(text, mentions, index))
        elif one.point is not None and (name := _pinpointed(text, mentions, index)) is not None:
            joined[name] = replace(joined[name], at=index, score=max(joined[name].score, _PINPOINTED))
    return joined


def _pinpointed(text: str, mentions: Sequence[Mention], index: int) -> int | None:
    """Index of the name that the coordinates at ``index`` are of, None when they stand alone."""
    one = mentions[index]
    last = index - 1
    while last > 0 and mentions[last - 1].container == last:
        last -= 1  # "X, Country (36.3 N, 43.1 E)"
    if last >= 0 and _is_name(mentions[last]):
        name, holder = mentions[last], mentions[index - 1]
        gap, before = text[holder.end : one.start], text[max(0, name.start - 48) : name.start]
        if len(gap) <= _FAR and not _FROM_THERE.search(before):
            bracket = gap.lstrip()[:1] in {"(", "["}
            if _GIVES.fullmatch(gap) and (bracket or not _LOOSE.search(before)):
                return last
            if _COORDINATES_OF.search(before) and _ARE.fullmatch(gap):
                return last
    if index + 1 < len(mentions) and _is_name(mentions[index + 1]):
        name = mentions[index + 1]
        closes = text[name.end : name.end + 1] in {")", "]"}
        if closes and text[one.end : name.start].strip() in {"(", "["}:
            return index + 1
    return None


def _is_name(mention: Mention) -> bool:
    return mention.point is None and mention.code is None and not mention.demonym


def _town(text: str, mentions: Sequence[Mention], index: int) -> int | None:
    """Index of the name that completes a short plus code: "X4R2+7W Town", "Town (X4R2+7W)"."""
    one = mentions[index]
    if index + 1 < len(mentions) and _is_name(mentions[index + 1]):
        gap = text[one.end : mentions[index + 1].start]
        if _CODE_NAME.fullmatch(gap) and "\n" not in gap:
            return index + 1
    if (
        index
        and _is_name(mentions[index - 1])
        and _NAME_CODE.fullmatch(text[mentions[index - 1].end : one.start])
    ):
        return index - 1
    return None


def _without_doubtful(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Without numbers that need a name beside them and have none, and codes that nothing completes."""
    named = {one.at for one in mentions}
    kept = [
        index
        for index, one in enumerate(mentions)
        if (one.point is None or not one.point.bare or index in named)
        and (one.code is None or one.container is not None)
    ]
    where = {old: new for new, old in enumerate(kept)}
    return tuple(
        replace(
            mentions[index],
            container=None if (held := mentions[index].container) is None else where.get(held),
            at=None if (at := mentions[index].at) is None else where.get(at),
        )
        for index in kept
    )
