"""Rules for parts of a place (PART): northern X, the south of X, X's eastern suburbs, its centre."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.language import phrases_gates as g
from geo.language import phrases_words as w
from geo.language.phrases_draft import Draft, Pattern
from geo.language.phrases_text import View, anchor_at

if TYPE_CHECKING:
    from collections.abc import Iterator


# -- parts -----------------------------------------------------------------------------------------

_PART_PEOPLE = Pattern(
    rf"(?:\b(?:the|an?)\s+)?(?P<dirs>{w.ERNS}|{w.MIDDLE})\s+(?P<people>{w.PEOPLE})\s+(?:{w.MODIFIER}\s+)*"
    rf"(?P<kind>{w.KIND}|{w.PART})\b(?:\s*,|\s+of)?\s*(?:the\s+)?(?P<name>{w.NAMED})?"
)
_PART_KIND = Pattern(
    rf"\bthe\s+(?P<dirs>{w.ERN}|{w.MIDDLE})\s+(?:{w.MODIFIER}\s+)*(?P<kind>{w.KIND})\b(?:\s+of)?\s*(?P<name>{w.NAMED})?"
)
_PART_OF = Pattern(
    rf"(?:\b(?:the|its|an?)\s+)?(?:far\s+|extreme\s+|entire\s+|whole\s+)?(?P<dirs>{w.ERNS}|{w.MIDDLE}|outer|inner)\s+"
    rf"(?:(?!of\b)(?:{w.MODIFIER}|[a-z]+)\s+){{0,1}}?(?P<part>{w.PART})\s+(?:of|in)\s+"
)
_PART_OWN = Pattern(
    rf"(?P<name>{w.NAMED}|(?:\bthe|\bits|\btheir)\s+{w.KIND}){w.POSSESSIVE}\s+(?:far\s+|extreme\s+)?(?P<dirs>{w.ERNS}|{w.MIDDLE})"
    rf"(?P<part>\s+(?:[a-z]+\s+)?{w.PART})?\b"
)
_PART_NAME = Pattern(
    rf"(?<![-\u2013])(?P<dirs>{w.ERNS}|{w.MIDDLE})\s+(?:(?:parts?|areas?)\s+of\s+)?(?P<name>{w.NAMED})(?P<tail>\s+(?:{w.PART})\b)?"
)
_PART_THE = Pattern(
    rf"(?P<to>\bto\s+)?\b(?P<the>the)\s+(?:far\s+|extreme\s+|deep\s+)?(?P<dirs>{w.BARES})\s+of\s+"
)
_CENTRE = Pattern(
    r"\bthe\s+(?:very\s+)?(?:cent(?:er|re)|heart|middle)\s+of\s+|\b(?P<city>city|town)\s+cent(?:er|re)\s+of\s+"
)


_OUTER = re.compile(r"outskirts|suburb|fringe|countryside|approaches|gate|entrance")


def parts(seen: View) -> Iterator[Draft]:
    """PART: "northern X", "X's eastern suburbs", "the south of X", "the northern Xian city of Y"."""
    yield from _parts_of_a_people(seen)
    yield from _parts_with_of(seen)
    for found in seen.find(_PART_OWN, g.COMPASS | g.MIDDLE, g.NAME | g.KIND):
        relations = _part_relations(found["dirs"], found["part"])
        lead = found["name"].split()[0].lower()
        nominal = w.KINDS[found["name"].split()[-1].lower()] if lead in ("the", "its", "their") else None
        if relations and (found["part"] or re.match(r"\s*(?:[.,;:]|$|and\b)", seen.masked[found.end() :])):
            anchor = seen.reference(*found.span("name"), nominal=nominal)
            yield Draft("PART", found.start(), found.end(), relations, (anchor,))
    for found in seen.find(_PART_NAME, g.NAME, g.COMPASS | g.MIDDLE):
        relations = w.points(found["dirs"]) or _middle(found["dirs"])
        if relations and not _is_title(seen, found):
            anchor = seen.reference(*found.span("name"))
            yield Draft("PART", found.start(), found.end("name"), relations, (anchor,))
    yield from _strange_parts(seen)


_PART_STRANGE = re.compile(
    rf"\b(?P<dirs>(?:north|south|east|west){{1,2}}ern|central)\s+(?P<name>{w.UNKNOWN})(?!\s+[a-z]+s\b)"
)
_NO_PLACE = re.compile(r"(?:s|ish|ist|ian|ese|ox|an|ic|im)$")
"""Endings of peoples, faiths and parties ("southern Baptists")."""


def _strange_parts(seen: View) -> Iterator[Draft]:
    """PART of a name that the recogniser does not know ("northern Zarkona")."""
    for found in seen.find(_PART_STRANGE, g.COMPASS | g.MIDDLE):
        first = found["name"].split()[0]
        if (
            first.lower() not in w.NOT_NAMES
            and not _NO_PLACE.search(found["name"])
            and first.lower() not in w.KINDS
        ):
            relations = w.points(found["dirs"]) or _middle(found["dirs"])
            anchor = seen.reference(*found.span("name"), named=False)
            yield Draft("PART", found.start(), found.end(), relations, (anchor,))


def _is_title(seen: View, found: re.Match[str]) -> bool:
    """Whether a capitalised direction belongs to a name ("West Xia", "the North Xia Post")."""
    if not found["dirs"][0].isupper():
        return False
    bare = found["dirs"].lower() in ("north", "south", "east", "west")
    return bool((bare and found.start() > 0) or re.match(r"\s+[A-Z]", seen.masked[found.end("name") :]))


def _middle(words: str) -> tuple[str, ...]:
    return ("central",) if words.lower() in w.POINTS else ()


def _part_relations(dirs: str, part: str | None) -> tuple[str, ...]:
    lower = dirs.lower()
    base = (
        ("outskirts",)
        if lower == "outer"
        else ("central",)
        if lower == "inner"
        else w.points(dirs) or _middle(dirs)
    )
    edge = part is not None and _OUTER.search(part)
    return (*base, "outskirts") if base and edge and "outskirts" not in base else base


def _parts_of_a_people(seen: View) -> Iterator[Draft]:
    for found in seen.find(_PART_PEOPLE, g.PEOPLE, g.COMPASS | g.MIDDLE, g.KIND | g.PART):
        relations = _part_relations(found["dirs"], None)
        target = seen.reference(*found.span("name")) if found["name"] else None
        if relations:
            end = found.end("name") if found["name"] else found.end("kind")
            people = seen.reference(*found.span("people"))
            yield Draft("PART", found.start(), end, relations, (people,), target=target)
    for found in seen.find(_PART_KIND, g.KIND, g.COMPASS | g.MIDDLE):
        relations = _part_relations(found["dirs"], None)
        kind = found["kind"].lower()
        if relations and w.KINDS.get(kind) in (
            "city",
            "village",
            "province",
            "camp",
            "island",
            "airport",
            "base",
        ):
            end = found.end("name") if found["name"] else found.end("kind")
            target = seen.reference(*(found.span("name") if found["name"] else found.span("kind")))
            yield Draft("PART", found.start(), end, relations, target=target, elliptic="country")


def _parts_with_of(seen: View) -> Iterator[Draft]:
    for found in seen.find(_PART_OF, g.COMPASS | g.MIDDLE, g.PART, g.OF | g.IN):
        # "the western outskirts of" is always of a place, also of one that nobody knows
        strange = _OUTER.search(found["part"].lower()) is not None
        anchor = anchor_at(seen, found.end(), strange=strange)
        relations = _part_relations(found["dirs"], found["part"])
        if anchor and relations:
            yield Draft("PART", found.start(), anchor.end, relations, (anchor.reference,))
    for found in seen.find(_PART_THE, g.COMPASS, g.OF):
        anchor, relations = anchor_at(seen, found.end(), strange=False), w.points(found["dirs"])
        wide = anchor is not None and anchor.reference.nominal in ("country", "province", "region", "island")
        if anchor and relations and (wide or not found["to"]):
            yield Draft("PART", found.start("the"), anchor.end, relations, (anchor.reference,))
    for found in seen.find(_CENTRE, g.CENTRE, g.OF):
        anchor = anchor_at(seen, found.end(), strange=False)
        if anchor:
            yield Draft("PART", found.start(), anchor.end, ("central",), (anchor.reference,))
