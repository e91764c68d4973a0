"""What the words between two names say of where the one lies from the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.records import Mention

_LONGEST = 90
"""Characters between two names that are read, at most (project choice)."""
_SHORTEST = 3
"""Characters of the shortest words between two names."""
_KM = MappingProxyType({"km": 1.0, "kilo": 1.0, "mile": 1.609344, "mi": 1.609344})
_POINTS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_POINT = r"(?P<point>(?:north|south)[ -]?(?:east|west)|north|south|east|west)(?:ern)?"
_TOWN = r"(?:the (?:[a-z]+ ){0,2}(?:city|town|village|capital|port|province|district)(?: of|,)? )?"
_AWAY = re.compile(
    r"(?:(?P<number>\d{1,4}(?:[.,]\d{1,3})?)(?:\s*(?:-|to|or|\u2013)\s*\d{1,4})?"
    r"[ -]?(?P<unit>km|kilo|miles?|mi)[a-z]*\.?"
    r"(?:\s*\([^()]{1,30}\))?,?\s+)"
    rf"(?:(?:to the |due )?{_POINT} (?:of|from) |(?:away )?(?:from|of) |outside )(?:the )?{_TOWN}$",
    re.IGNORECASE,
)
_SIDE = re.compile(rf"\b{_POINT} of (?:the )?{_TOWN}$", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:near|outside|close to|not far from|on the outskirts of|on the edge of|next to|a suburb of) "
    rf"{_TOWN}$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"(?:,? (?:an?|the|its) (?:[a-z][a-z'-]* ){1,6})?,? ?\b(?:in|within|inside) "
    r"(?:the )?(?:[a-z][a-z-]* ){0,3}(?:of )?",
)
_OWNS = re.compile(r"['\u2019]s? (?:[a-z][a-z-]* ){0,4}")
_LIST = re.compile(r",? ?(?:and|or|to|,|/|&|-|\u2013) ?(?:from |in |the |then )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """What the text says of two mentions, by their indexes.

    ``kind`` is inside (the first lies in the second), comma (the second follows the first after a
    comma: what holds it, or the next of a list), away (the first lies ``km`` or on side
    ``bearing_deg`` of the second), near, or list (named in one breath). ``km`` is None where the text
    gives no distance, ``bearing_deg`` (from the second to the first) where it gives no side.
    """

    kind: str
    first: int
    second: int
    km: float | None = None
    bearing_deg: float | None = None


def find_links(text: str, mentions: Sequence[Mention]) -> tuple[Link, ...]:
    """Links of each mention with the one after it, in order of the text; containers come first."""
    found = [
        Link("inside", index, mention.container)
        for index, mention in enumerate(mentions)
        if mention.container is not None
        and 0 <= mention.container < len(mentions)
        and mention.container != index
    ]
    held = {(link.first, link.second) for link in found}
    order = sorted(range(len(mentions)), key=lambda index: (mentions[index].start, mentions[index].end))
    for first, second in pairwise(order):
        gap = text[mentions[first].end : mentions[second].start]
        if 0 < len(gap) <= _LONGEST:
            after = text[mentions[second].end : mentions[second].end + 1]
            found.extend(
                link
                for link in _links(gap, after, first, second)
                if link.kind not in {"inside", "comma"} or (link.first, link.second) not in held
            )
    return tuple(found)


def _links(gap: str, after: str, first: int, second: int) -> Iterator[Link]:
    if gap == ", ":
        yield Link("comma", first, second)
    elif gap == " (":
        if after == ")":
            yield Link("inside", first, second)
    elif gap[0] in "'\u2019":
        if _OWNS.fullmatch(gap):
            yield Link("inside", second, first)
    elif _LIST.fullmatch(gap):
        yield Link("list", first, second)
    elif len(gap) > _SHORTEST:
        yield from _told(gap, first, second)


def _told(gap: str, first: int, second: int) -> Iterator[Link]:
    """What a longer stretch says: a distance, a side, nearness or what holds the first."""
    away = _AWAY.search(gap)
    if away:
        km = float(away["number"].replace(",", ".")) * _KM.get(away["unit"].lower(), _KM["mile"])
        yield Link("away", first, second, km, _bearing(away))
        return
    side = _SIDE.search(gap)
    if side:
        yield Link("away", first, second, None, _bearing(side))
    elif _NEAR.search(gap):
        yield Link("near", first, second)
    elif _INSIDE.fullmatch(gap):
        yield Link("inside", first, second)


def _bearing(match: re.Match[str]) -> float | None:
    point = match["point"]
    if point is None:
        return None
    return 45.0 * _POINTS.index(point.lower().replace(" ", "").replace("-", ""))
