"""What the words between two names say of where the one lies from the other."""

from __future__ import annotations

import re
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_LAST_WORDS = frozenset({
    "of", "from", "outside", "the", "near", "to", "city", "town", "village", "capital", "port", "province",
    "district",
})  # fmt: skip
"""Last words of all that ``_AWAY``, ``_SIDE`` and ``_NEAR`` match."""
_INSIDE = re.compile(
    r"(?:,? (?:an?|the|its) (?:[a-z][a-z'-]* ){1,6})?,? ?\b(?:in|within|inside) "
    r"(?:the )?(?:[a-z][a-z-]* ){0,3}(?:of )?",
)
_OWNS = re.compile(r"['\u2019]s? (?:[a-z][a-z-]* ){0,4}")
_LIST = re.compile(r",? ?(?:and|or|to|,|/|&|-|\u2013) ?(?:from |in |the |then )?", re.IGNORECASE)


class Link(NamedTuple):
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
        Link("inside", index, held)
        for index, mention in enumerate(mentions)
        if (held := mention.container) is not None and 0 <= held < len(mentions) and held != index
    ]
    stated = {(link.first, link.second) for link in found}
    order = sorted([(mention.start, mention.end, index) for index, mention in enumerate(mentions)])
    for (_, end, first), (start, last, second) in pairwise(order):
        if 0 < start - end <= _LONGEST:
            link = _link(text[end:start], text[last : last + 1], first, second)
            if link is not None and (
                link.kind not in {"inside", "comma"} or (link.first, link.second) not in stated
            ):
                found.append(link)
    return tuple(found)


def _link(gap: str, after: str, first: int, second: int) -> Link | None:
    """What the words between two names and the character after say."""
    if gap == ", ":
        return Link("comma", first, second)
    if gap == " (":
        return Link("inside", first, second) if after == ")" else None
    if gap[0] in "'\u2019":
        return Link("inside", second, first) if _OWNS.fullmatch(gap) else None
    if _LIST.fullmatch(gap):
        return Link("list", first, second)
    return _told(gap, first, second) if len(gap) > _SHORTEST else None


def _told(gap: str, first: int, second: int) -> Link | None:
    """What a longer stretch says: a distance, a side, nearness or what holds the first."""
    words = gap.split()
    if words and words[-1].casefold().removesuffix(",") in _LAST_WORDS:
        away = _AWAY.search(gap)
        if away:
            km = float(away["number"].replace(",", ".")) * _KM.get(away["unit"].lower(), _KM["mile"])
            return Link("away", first, second, km, _bearing(away))
        side = _SIDE.search(gap)
        if side:
            return Link("away", first, second, None, _bearing(side))
        if _NEAR.search(gap):
            return Link("near", first, second)
    return Link("inside", first, second) if _INSIDE.fullmatch(gap) else None


def _bearing(match: re.Match[str]) -> float | None:
    point = match["point"]
    if point is None:
        return None
    return 45.0 * _POINTS.index(point.lower().replace(" ", "").replace("-", ""))
