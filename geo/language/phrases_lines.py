"""Rules for borders, rivers, roads, coasts and their sides (ADJ, ALONG, SIDE)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.language import phrases_gates as g
from geo.language import phrases_words as w
from geo.language.phrases_draft import Draft, Pattern, before
from geo.language.phrases_text import View, anchor_at, distance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.records import Reference


# -- borders ---------------------------------------------------------------------------------------

_EDGE = r"(?:border|frontier|boundary)s?(?:\s*(?:region|area|zone|strip|line|fence|wall|crossing)s?)?"
_AT = (
    r"(?P<at>along|near|close\s+to|nearer|on|at|by|astride|in|straddling|across|over|the\s+other\s+side\s+of)"
)
_PEOPLES = rf"(?:{w.PEOPLE}|{w.NAMED})"
_BORDER = Pattern(
    rf"\b{_AT}\s+(?:(?:both\s+sides|either\s+side|the\s+length)\s+of\s+)?(?:the\s+|its\s+|their\s+)?"
    rf"(?:(?:porous|disputed|volatile|tense|remote|long|shared|common|land|closed|rugged|mountainous)\s+)*"
    rf"(?:(?P<dirs>{w.ERNS})\s+)?"
    rf"(?:(?P<a>{_PEOPLES}){w.POSSESSIVE}?\.?(?:(?:\s?[-\u2013—/]\s?|\s+and\s+(?:the\s+)?|,\s*)(?P<b>{_PEOPLES}){w.POSSESSIVE}?)?[.,]*\s+)?"
    rf"(?:(?:{w.ERNS}|land|common|shared)\s+)?{_EDGE}\b"
    rf"(?:\s+(?P<to>with|between|into|in|from|of)\s+(?:the\s+)?(?:neighbou?ring\s+)?(?P<c>{w.NAMED})"
    rf"(?:(?:\s*,\s*{w.NAMED})?\s+and\s+(?:the\s+)?(?P<d>{w.NAMED}))?)?"
)


_BORDER_AT = Pattern(
    rf"(?P<dist>{w.DISTANCE})\s*,?\s+(?:away\s+)?(?:from|inside|short\s+of|of|off|(?:to\s+the\s+)?(?P<dirs>{w.BARES})\s+(?:of|from))"
    rf"\s+(?:the\s+|its\s+)?(?:(?P<a>{_PEOPLES}){w.POSSESSIVE}?(?:(?:\s?[-\u2013\u2014/]\s?|\s+and\s+)(?P<b>{_PEOPLES}))?\s+)?"
    rf"{_EDGE}\b(?:\s+(?:with|between)\s+(?:the\s+)?(?P<c>{w.NAMED})(?:\s+and\s+(?:the\s+)?(?P<d>{w.NAMED}))?)?"
)
_OWN_SIDE = Pattern(
    rf"\b(?:on|from|in)\s+(?:the\s+)?(?P<a>{_PEOPLES}){w.POSSESSIVE}?\s+side\s+of\s+(?:the|its|their)\s+"
    rf"(?:(?P<b>{_PEOPLES}){w.POSSESSIVE}?\s+)?{_EDGE}\b(?:\s+with\s+(?:the\s+)?(?P<c>{w.NAMED}))?"
)


def border_distances(seen: View) -> Iterator[Draft]:
    """ADJ with a distance: "5 km from the A-B border"."""
    for found in _BORDER_AT.finditer(seen.masked):
        relations = (*(w.points(found["dirs"]) if found["dirs"] else ()), "near", "border")
        anchors = _sides_of(seen, found, "abcd") or (_plain_border(seen, found),)
        yield Draft("ADJ", found.start(), found.end(), relations, anchors, distance(found["dist"]))


def border_sides(seen: View) -> Iterator[Draft]:
    """ADJ on one side: "on the Xian side of the border"."""
    for found in _OWN_SIDE.finditer(seen.masked):
        yield Draft("ADJ", found.start(), found.end(), ("side", "border"), _sides_of(seen, found, "abc"))


def _sides_of(seen: View, found: re.Match[str], names: str) -> tuple[Reference, ...]:
    return tuple(seen.reference(*found.span(name)) for name in names if found[name])


def _plain_border(seen: View, found: re.Match[str]) -> Reference:
    start = found.start() + found.group().lower().rindex(
        "border" if "border" in found.group().lower() else "fr"
    )
    return seen.reference(start, found.end(), nominal="border")


def borders(seen: View) -> Iterator[Draft]:
    """ADJ: "near the border with X", "along the X-Y border"; SIDE: "across the border from X"."""
    for found in _BORDER.finditer(seen.masked):
        how = " ".join(found["at"].lower().split())
        if how in ("at", "in", "over") and any(word in w.NOT_AT for word in before(seen, found.start(), 1)):
            continue
        sides = [name for name in "abcd" if found[name]]
        anchors = tuple(seen.reference(*found.span(name)) for name in sides)
        over = how in ("across", "over", "the other side of")
        if not anchors and (over or how in ("in", "at", "by", "over")):
            continue
        if over and (found["to"] or "").lower() not in ("from", "in"):
            continue  # "across the border into X" is a movement
        if found["to"] and found["to"].lower() in ("in", "into", "from") and not over:
            found_end = found.end(sides[-2]) if len(sides) > 1 and "c" in sides else found.start("to") - 1
            end, anchors = (found.start("to"), anchors[:-1]) if "c" in sides else (found_end, anchors)
            end = len(seen.masked[:end].rstrip())
        else:
            end = found.end()
        relations = (*(w.points(found["dirs"]) if found["dirs"] else ()), how, "border")
        if anchors:
            yield Draft("SIDE" if over else "ADJ", found.start(), end, relations, anchors)
        else:
            nominal = seen.reference(found.start() + len(found["at"]) + 1, end, nominal="border")
            yield Draft("ADJ", found.start(), end, relations, (nominal,))


# -- rivers, roads, coasts -------------------------------------------------------------------------

_ALONG = Pattern(
    rf"\b(?P<how>along|alongside|up|down|on)\s+(?P<bank>(?:the\s+)?{w.BANK}\s+of\s+)?(?:the\s+)?(?P<name>{w.NAMED})"
    rf"(?P<water>\s+(?:{w.WATER}|{w.WAY})\b)?"
)
_ALONG_STRANGE = Pattern(
    rf"\b(?P<how>along|up|down|on|following)\s+(?:the\s+)?(?P<name>{w.UNKNOWN})(?P<water>(?<=River)|(?<=Valley)|\s+(?:{w.WATER}|{w.WAY})\b)"
)
_COAST = Pattern(
    rf"\b(?P<how>along|on|off|around|down|up)\s+(?:the\s+|its\s+)?(?:far\s+)?(?:(?P<dirs>{w.ERNS})\s+)?{w.SHORE}\s+(?:of|in|from)\s+"
)
_NAMED_COAST = Pattern(
    rf"\b(?P<how>along|on|down|up)\s+(?:the\s+)?(?P<name>{_PEOPLES}){w.POSSESSIVE}?\s+(?:far\s+)?(?:(?P<dirs>{w.ERNS})\s+)?"
    rf"(?:{w.PEOPLE}\s+)?{w.SHORE}\b"
)
_BANKS = Pattern(
    rf"\b(?:(?P<on>on|along|from)\s+)?(?:the\s+)?(?P<dirs>{w.COMPASS}|left|right|opposite|other|far)(?:-|\s+){w.BANK}\s+of\s+"
)
_ACROSS = Pattern(
    rf"\bacross\s+(?:the\s+)?(?P<name>{w.NAMED}|river|strait|lake|bay|channel|gulf)(?:\s+River)?\s+from\s+"
)
_OUT = Pattern(
    rf"(?:the\s+)?(?:main\s+|only\s+|key\s+)*{w.WAY}\s+(?:leading\s+)?(?P<how>(?:in\s+and\s+)?out\s+of|into\s+and\s+out\s+of|leading\s+to|into)\s+"
)


def rivers_and_roads(seen: View) -> Iterator[Draft]:
    """ALONG: rivers, valleys, roads."""
    for pattern, need in ((_ALONG, g.NAME), (_ALONG_STRANGE, g.WATER | g.WAY)):
        for found in seen.find(pattern, need):
            how = found["how"].lower()
            named = pattern is _ALONG
            if named and how in ("on", "up", "down") and not _is_line(seen, found):
                continue
            if _STREET.search(seen.text[found.start() : found.end() + 10]):
                continue
            start = found.start("name")
            reference = seen.reference(start, found.end(), named=named)
            yield Draft("ALONG", found.start(), found.end(), (how,), (reference,))


_ROADS = Pattern(w.WAY)


def ways_out(seen: View) -> Iterator[Draft]:
    """SURR: "the roads out of X"."""
    if not _ROADS.search(seen.masked):
        return
    for found in _OUT.finditer(seen.masked):
        anchor = anchor_at(seen, found.end(), strange=False)
        if anchor:
            yield Draft("SURR", found.start(), anchor.end, ("out of",), (anchor.reference,))


_STREET = re.compile(r"\b(?-i:Street|Avenue|Boulevard|Lane|Drive|Square|St|Ave|Blvd)\b")
"""Streets are too small for a map of the world."""
_LINE_KINDS = frozenset({"river", "road", "canal", "valley", "line", "coast", "strait"})
_LINE_WORD = re.compile(r"(?i)\b(?:river|valley|highway|road|coast|canal|corridor|creek|freeway|motorway)$")


def _is_line(seen: View, found: re.Match[str]) -> bool:
    if found["water"] or found["bank"]:
        return True
    index = seen.mention(*found.span("name"))
    if index is None:
        return False
    mention = seen.mentions[index]
    return mention.kind_hint in _LINE_KINDS or bool(_LINE_WORD.search(mention.text))


def coasts(seen: View) -> Iterator[Draft]:
    """ALONG a coast: "the south coast of X", "X's coast"."""
    for found in seen.find(_COAST, g.OF | g.IN | g.FROM):
        anchor = anchor_at(seen, found.end(), strange=True)
        if anchor:
            relations = (*(w.points(found["dirs"]) if found["dirs"] else ()), "coast")
            yield Draft("ALONG", found.start(), anchor.end, relations, (anchor.reference,))
    for found in seen.find(_NAMED_COAST, g.NAME | g.PEOPLE):
        relations = (*(w.points(found["dirs"]) if found["dirs"] else ()), "coast")
        yield Draft("ALONG", found.start(), found.end(), relations, (seen.reference(*found.span("name")),))


def sides(seen: View) -> Iterator[Draft]:
    """SIDE: "the east bank of X", "across the X from Y"."""
    for found in seen.find(_BANKS, g.BANK, g.OF):
        anchor = anchor_at(seen, found.end(), strange=False)
        point = w.point(found["dirs"])
        if anchor and (point or found["on"]):
            yield Draft(
                "SIDE",
                found.start(),
                anchor.end,
                (point or found["dirs"].lower(), "bank"),
                (anchor.reference,),
            )
    for found in seen.find(_ACROSS, g.ACROSS, g.FROM):
        anchor = anchor_at(seen, found.end(), strange=False)
        if anchor:
            named = seen.mention(*found.span("name")) is not None
            line = seen.reference(*found.span("name"), nominal=None if named else "river")
            yield Draft("SIDE", found.start(), anchor.end, ("across",), (line, anchor.reference))
