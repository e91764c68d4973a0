"""Rules that find locative phrases in masked text; one function for each row of the ontology.

Each rule yields drafts. Rules run from the most to the least specific, and a later draft that overlaps
an earlier one is dropped (``phrases.find_phrases``).
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from geo.language import phrases_gates as g
from geo.language import phrases_words as w
from geo.language.phrases_draft import ADVERB, LIES, Draft, Pattern, before
from geo.language.phrases_lines import (
    border_distances,
    border_sides,
    borders,
    coasts,
    rivers_and_roads,
    sides,
    ways_out,
)
from geo.language.phrases_parts import parts
from geo.language.phrases_text import Anchor, View, anchor_at, distance, travel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# -- distance and direction ------------------------------------------------------------------------

_DD = Pattern(
    rf"(?P<dist>{w.DISTANCE})\s*,?\s+(?:away\s+)?(?:{ADVERB}\s+)?(?:(?:to|in|on)\s+)?(?:the\s+)?"
    rf"(?P<dirs>{w.BARES})\s+(?:of|from)\s+"
)
_DD_ELLIPTIC = Pattern(
    rf"{LIES}\s+(?:{ADVERB}\s+)?(?P<dist>{w.DISTANCE})\s+(?:away\s+)?(?P<to>to\s+the\s+)?(?:{ADVERB}\s+)?"
    rf"(?P<dirs>{w.BARES})(?!\s+(?:of|from|coast|bank|side)\b)"
)

_DD_APPOSED = Pattern(
    rf",\s+(?P<dist>{w.DISTANCE})\s+(?:away\s+)?to\s+the\s+(?P<dirs>{w.BARES})(?=\s*[,.;)]|\s*$)"
)


def distance_and_direction(seen: View) -> Iterator[Draft]:
    """DD: "some 40 km south-east of X"; "which lies 12 miles to the north"."""
    for found in _DD.finditer(seen.masked):
        anchor = anchor_at(seen, found.end())
        relations, stated = w.points(found["dirs"]), distance(found["dist"])
        if anchor and relations:
            yield Draft(
                "DD" if stated else "EXT", found.start(), anchor.end, relations, (anchor.reference,), stated
            )
    for found in chain(_DD_ELLIPTIC.finditer(seen.masked), _DD_APPOSED.finditer(seen.masked)):
        relations, stated = w.points(found["dirs"]), distance(found["dist"])
        if relations and stated:
            yield Draft("DD", found.start("dist"), found.end(), relations, (), stated, elliptic="place")


# -- distance only ---------------------------------------------------------------------------------

_DO = Pattern(
    rf"(?P<dist>{w.DISTANCE})\s*,?\s+(?P<radius>radius\s+)?(?:away\s+)?"
    r"(?P<how>from|outside|inside|within|beyond|short\s+of|of|into|around)\s+"
)
_DO_ELLIPTIC = Pattern(
    rf"{LIES}\s+(?:{ADVERB}\s+)?(?P<dist>{w.DISTANCE})\s+(?:away|distant|off)\b(?!\s+(?:from|the)\b)"
)
_GOES_ON = Pattern(
    r"(?!\s+(?:on|along)\s+the\s+(?:main\s+)?(?:road|highway|motorway|way|route)\b)"  # says where on the way
    rf"[^.,;]{{0,20}}?\bto\s+(?:the\s+)?{w.NAMED}"
)
_EDGES = {"outside": "outside", "inside": "inside", "into": "inside", "within": "inside"}


def distance_only(seen: View) -> Iterator[Draft]:
    """DO: "5 km from X", "within 3 miles of X"; not a distance travelled ("walked 5 km from X to Y")."""
    for found in _DO.finditer(seen.masked):
        how = found["how"].lower()
        before_it = before(seen, found.start(), 2)
        within = before_it[-1:] == ["within"] or bool(found["radius"] and before_it == ["within", "a"])
        if (how in ("of", "around") and not (within or found["radius"])) or _covered(
            seen, found.start(), how
        ):
            continue
        anchor, stated = anchor_at(seen, found.end()), distance(found["dist"])
        if not anchor or not stated or (how == "from" and _GOES_ON.match(seen.masked, anchor.end)):
            continue
        start = seen.masked.lower().rindex("within", 0, found.start()) if within else found.start()
        relation = "within" if within or found["radius"] else _EDGES.get(how, "distance")
        yield Draft("DO", max(start, 0), anchor.end, (relation,), (anchor.reference,), stated)
    for found in _DO_ELLIPTIC.finditer(seen.masked):
        stated = distance(found["dist"])
        if stated:
            yield Draft("DO", found.start("dist"), found.end(), ("distance",), (), stated, elliptic="place")


_UP_TO = frozenset({"to", "at", "now", "still", "only", "just", "about"})


def _covered(seen: View, position: int, how: str) -> bool:
    words = before(seen, position, 3)
    if words[-1:] and words[-1] in _UP_TO:
        return False  # "advanced to 5 km from X" is a place
    return how in ("from", "into") and any(word in w.TRAVELLED for word in words)


# -- travelling time, off the coast ----------------------------------------------------------------

_TIME = Pattern(
    rf"(?P<time>(?:\b{w.HEDGE}\s+)?{w.NUMBER}\s*-?\s*{w.TIME}(?:['\u2019])?(?:\s+{w.SPEED})?)\s+(?:away\s+)?"
    rf"(?:(?:to\s+the\s+)?(?P<dirs>{w.BARES})\s+(?:of|from)|(?P<how>from|outside))\s+"
)


def travel_time(seen: View) -> Iterator[Draft]:
    """TIME: "two hours' drive north of X", "a three-day walk from X"."""
    for found in _TIME.finditer(seen.masked):
        words = found["time"].lower()
        if not found["dirs"] and (not re.search(rf"{w.SPEED}\s*$", words) or words.endswith("flight")):
            continue
        relations = w.points(found["dirs"]) if found["dirs"] else ("distance",)
        anchor, stated = anchor_at(seen, found.end()), travel(found["time"])
        if anchor and stated and relations:
            yield Draft("TIME", found.start(), anchor.end, relations, (anchor.reference,), stated)


_OFF = Pattern(
    rf"(?:(?P<dist>{w.DISTANCE})\s+)?(?P<waters>\bwaters\s+)?\b(?:just\s+)?off\s+(?:from\s+)?(?P<coast>(?:the\s+)?"
    rf"(?:(?P<dirs>{w.ERNS})\s+)?{w.SHORE}\s+of\s+|(?:the\s+)?(?=(?:{w.NAMED}{w.POSSESSIVE}|{w.PEOPLE})\s+"
    rf"(?:(?:{w.ERNS})\s+)?{w.SHORE}))?"
)
_OWN_COAST = Pattern(rf"\s*{w.POSSESSIVE}?\s+(?:(?P<dirs>{w.ERNS})\s+)?{w.SHORE}\b")


def off_shore(seen: View) -> Iterator[Draft]:
    """OFF: "20 nautical miles off X", "off the southern coast of X", "off X's coast"."""
    for found in _OFF.finditer(seen.masked):
        ashore = not (found["dist"] or found["coast"] is not None or found["waters"])
        if ashore and not set(before(seen, found.start(), 8)) & w.AT_SEA:
            continue
        coastal = found["coast"] is not None and found["coast"].rstrip().endswith("of")
        anchor = anchor_at(seen, found.end(), strange=coastal) or _people_at(seen, found.end())
        if not anchor:
            continue
        coast = _OWN_COAST.match(seen.masked, anchor.end)
        dirs = found["dirs"] or (coast["dirs"] if coast else None)
        end = coast.end() if coast else anchor.end
        stated = distance(found["dist"]) if found["dist"] else None
        yield Draft(
            "OFF",
            found.start(),
            end,
            (w.points(dirs) if dirs else ()) or ("off",),
            (anchor.reference,),
            stated,
        )


def _people_at(seen: View, position: int) -> Anchor | None:
    found = re.compile(rf"(?:the\s+)?(?P<name>{w.PEOPLE})").match(seen.masked, position)
    return Anchor(seen.reference(*found.span("name")), position, found.end()) if found else None


# -- between ---------------------------------------------------------------------------------------

_BETWEEN = Pattern(
    rf"(?P<way>(?:the\s+)?(?:main\s+|key\s+)?{w.WAY}\s+)?(?P<half>\b(?:half-?way|midway|in|about\s+half-?way)\s+)?"
    rf"\b(?:between)\s+"
)
_ROAD = Pattern(
    rf"(?<!\ben\s)(?:the\s+)?(?:main\s+|key\s+|coastal\s+|desert\s+|vital\s+|strategic\s+)*\b{w.WAY}\s+"
    rf"(?:from|linking|connecting|that\s+links|that\s+connects|joining|which\s+links|which\s+connects)\s+"
)
_MIDWAY = Pattern(r"\b(?:half-?way|mid-?way)\s+from\s+")
_OTHER = Pattern(r"\s*(?:,\s*[^,]{2,30},)?\s+(?:and|to|with)\s+")
_PAIR = Pattern(
    rf"(?P<a>{w.NAMED})\s?(?:[-\u2013—/]|\s-\s|-to-|\s+to\s+)\s?(?P<b>{w.NAMED})\s+"
    rf"(?:(?:main|international|coastal|desert)\s+)?{w.WAY}\b"
)


_STRUCK = re.compile(
    r"crashed|derailed|overturned|collided|sank|capsized|exploded|vanished|disappeared|ambushed|hijacked"
    r"|stranded|stuck|located|situated|lying|crash|derailment|collision|ambush"
)
"""Words that leave no doubt that "between" says where something happened."""
_ABSTRACT = re.compile(r"(?:ment|tion|sion|ship|ence|ance|ity|ness|ism|ing)s?$")


def between(seen: View) -> Iterator[Draft]:
    """BETW: "between A and B", "halfway between"; "on the A-B road" and "the road from A to B"."""
    for found in seen.find(_BETWEEN, g.BETWEEN):
        words = before(seen, found.start(), 4)
        plain = (
            bool(found["way"])
            or "way" in (found["half"] or "").lower()
            or _STRUCK.fullmatch(words[-1] if words else "")
        )
        if not plain and (
            any(word in w.NOT_BETWEEN for word in words) or _ABSTRACT.search(" ".join(words[-1:]))
        ):
            continue
        yield from _pair(seen, found.start(), found.end(), "halfway" if found["half"] else "between")
    for found in seen.find(_MIDWAY, g.HALFWAY, g.FROM):
        yield from _pair(seen, found.start(), found.end(), "halfway")
    for found in seen.find(_ROAD, g.WAY, g.LINKING):
        yield from _pair(seen, found.start(), found.end(), "road")
    for found in seen.find(_PAIR, g.NAME, g.WAY):
        anchors = (seen.reference(*found.span("a")), seen.reference(*found.span("b")))
        yield Draft("BETW", found.start(), found.end(), ("road",), anchors)


_TOWNS = re.compile(r"(?:the\s+)?(?:[a-z]+\s+)?(?:towns|cities|villages|settlements|ports|islands)\s+of\s+")


def _pair(seen: View, start: int, position: int, relation: str) -> Iterator[Draft]:
    towns = _TOWNS.match(seen.masked, position)  # "between the towns of A and B"
    first = anchor_at(seen, towns.end() if towns else position)
    link = _OTHER.match(seen.masked, first.end) if first else None
    second = anchor_at(seen, link.end()) if link else None
    if first and second and (first.known or second.known):
        anchors = (first.reference, second.reference)
        if all(anchor.nominal is None for anchor in anchors):
            yield Draft("BETW", start, second.end, (relation,), anchors)


# -- directions without distance -------------------------------------------------------------------

_EXT = Pattern(
    rf"(?P<lead>(?:\b(?:{ADVERB}|to|on|in|from|located|situated|lying)\s+)*)(?:the\s+)?(?P<dirs>{w.BARES})\s+(?:side\s+)?of\s+"
)
_EXT_ELLIPTIC = Pattern(
    rf"\b(?P<head>{w.HEAD})\s+(?:(?:further|farther|located|lying|situated)\s+)?to\s+the\s+(?P<dirs>{w.BARES})(?!\s+(?:of|from)\b)"
)


def directions(seen: View) -> Iterator[Draft]:
    """EXT: "north of X", "south and east of X", "villages to the west"."""
    for found in seen.find(_EXT, g.OF):
        anchor, relations = anchor_at(seen, found.end()), w.points(found["dirs"])
        if not anchor or not relations or anchor.reference.text.lower() in ("the border", "the frontier"):
            continue
        yield Draft("EXT", found.start(), anchor.end, relations, (anchor.reference,))
    for found in seen.find(_EXT_ELLIPTIC, g.HEAD, g.TO):
        relations = w.points(found["dirs"])
        if relations:
            yield Draft("EXT", found.start("head"), found.end(), relations, elliptic="place")


# -- near, around, inside --------------------------------------------------------------------------

_PROPER = Pattern(rf"\b(?:in|inside|within)\s+(?P<name>the\s+{w.KIND}|{w.NAMED})\s+proper\b")
_CUE = Pattern(rf"\b(?P<cue>{w.CUE})\s+")
_OUTSKIRTS = Pattern(
    rf"(?P<on>\b(?:on|at|in)\s+)?(?P<name>{w.NAMED}|\bthe\s+{w.KIND}|\bits){w.POSSESSIVE}?\s+(?:outskirts|environs|suburbs|surroundings"
    rf"|countryside|hinterland|surrounding\s+(?:countryside|areas?|villages|hills|mountains|region))\b"
)
_WIDE = frozenset({"country", "region", "province", "area"})


def cues(seen: View) -> Iterator[Draft]:
    """NEAR, SURR and IN: the prepositions of ``locative_cues.csv``, and "X's outskirts"."""
    for found in seen.find(_CUE, g.CUE):
        cue = " ".join(found["cue"].lower().split())
        model, relation = w.CUES[cue]
        # only a wording that is always of place may point to a name nobody knows
        anchor = anchor_at(seen, found.end(), strange=cue.endswith((" of", " to", " from")))
        if not anchor or not _cue_holds(seen, found.start(), model, relation, anchor):
            continue
        yield Draft(model, found.start(), anchor.end, (relation,), (anchor.reference,))
    for found in seen.find(_OUTSKIRTS, g.SKIRTS):
        words = found["name"].lower().split()
        nominal = w.KINDS.get(words[-1]) if words[0] == "the" else "city" if words[0] == "its" else None
        yield Draft(
            "SURR",
            found.start(),
            found.end(),
            ("outskirts",),
            (seen.reference(*found.span("name"), nominal=nominal),),
        )
    for found in seen.find(_PROPER, g.PROPER):
        nominal = w.KINDS.get(found["name"].split()[-1].lower())
        yield Draft(
            "IN",
            found.start(),
            found.end(),
            ("within",),
            (seen.reference(*found.span("name"), nominal=nominal),),
        )
    yield from _nested(seen)


def _cue_holds(seen: View, position: int, model: str, relation: str, anchor: Anchor) -> bool:
    nominal = anchor.reference.nominal
    if re.match(r"['\u2019]s?\s+\w", seen.masked[anchor.end :]) and model != "SURR":
        return False  # "near X's parliament" is not near X
    noun = re.match(r"\s+([a-z]+)", seen.masked[anchor.end :])
    if noun and noun.group(1) in w.COMPOUND and not nominal:
        return False  # "close to the Arab world", "near the Lyon court"
    if model == "SURR" and relation == "around":
        return nominal not in _WIDE and not set(before(seen, position, 2)) & w.NOT_AROUND
    if relation == "outside":
        return nominal not in _WIDE
    return not (model == "IN" and nominal in ("area", "region"))


_NESTED = Pattern(
    rf"\b(?:the\s+)(?:city|town|village|port|camp)\s+of\s+(?P<name>{w.NAMED})\s+in\s+(?:the\s+)?(?P<in>{w.NAMED})"
    r"(?:\s+(?:province|governorate|state|region|district|county|department|oblast))\b"
)


def _nested(seen: View) -> Iterator[Draft]:
    for found in seen.find(_NESTED, g.CITY, g.OF, g.NAME):
        container, target = seen.reference(*found.span("in")), seen.reference(*found.span("name"))
        yield Draft("IN", found.start(), found.end(), ("within",), (container,), target=target)


class Rule(NamedTuple):
    """A rule and the kinds of words without which it cannot hold; of each need, one kind is enough."""

    run: Callable[[View], Iterator[Draft]]
    needs: tuple[int, ...]


RULES = (
    Rule(border_distances, (g.UNIT, g.EDGE)),
    Rule(border_sides, (g.EDGE, g.SIDE)),
    Rule(distance_and_direction, (g.UNIT, g.COMPASS)),
    Rule(travel_time, (g.TIME, g.SPEED | g.COMPASS, g.OF | g.FROM | g.OUTSIDE)),
    Rule(off_shore, (g.OFF,)),
    Rule(distance_only, (g.UNIT, g.AWAY)),
    Rule(borders, (g.EDGE,)),
    Rule(between, (g.BETWEEN | g.HALFWAY | g.WAY,)),
    Rule(rivers_and_roads, (g.ALONG,)),
    Rule(coasts, (g.SHORE,)),
    Rule(sides, (g.BANK | g.ACROSS, g.OF | g.FROM)),
    Rule(ways_out, (g.OUT,)),
    Rule(parts, (g.COMPASS | g.MIDDLE | g.CENTRE,)),
    Rule(directions, (g.COMPASS, g.OF | g.TO)),
    Rule(cues, (g.CUE | g.SKIRTS | g.PROPER | g.CITY,)),
)
"""From the most to the least specific."""
