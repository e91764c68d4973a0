"""Rules that find locative phrases in masked text; one function for each row of the ontology.

Each rule yields drafts. Rules run from the most to the least specific, and a later draft that overlaps
an earlier one is dropped (``phrases.find_phrases``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.language import phrases_words as w
from geo.language.phrases_text import Anchor, View, anchor_at, distance, travel
from geo.records import Distance, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Draft:
    """A phrase in sentence offsets. ``elliptic`` is the nominal kind of an anchor left unsaid."""

    model: str
    start: int
    end: int
    relations: tuple[str, ...]
    anchors: tuple[Reference, ...] = ()
    distance: Distance | None = None
    target: Reference | None = None
    elliptic: str | None = None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ADVERB = r"(?:due|directly|just|further|farther|straight|roughly|immediately|slightly|well|far|almost|exactly)"
_LIES = (
    r"\b(?:lies|lie|lying|lay|is|are|was|were|located|situated|based|sits|sit|sitting|stands|standing|nestled|'s|’s)"
)


def _before(seen: View, position: int, count: int) -> list[str]:
    """The last words before a position, lower case, nearest last."""
    return re.findall(r"[\w'’-]+", seen.masked[max(0, position - 80) : position].lower())[-count:]


# -- distance and direction ------------------------------------------------------------------------

_DD = _compile(
    rf"(?P<dist>{w.DISTANCE})\s*,?\s+(?:away\s+)?(?:{_ADVERB}\s+)?(?:(?:to|in|on)\s+)?(?:the\s+)?"
    rf"(?P<dirs>{w.BARES})\s+(?:of|from)\s+"
)
_DD_ELLIPTIC = _compile(
    rf"{_LIES}\s+(?:{_ADVERB}\s+)?(?P<dist>{w.DISTANCE})\s+(?:away\s+)?(?P<to>to\s+the\s+)?(?:{_ADVERB}\s+)?"
    rf"(?P<dirs>{w.BARES})(?!\s+(?:of|from|coast|bank|side)\b)"
)


def distance_and_direction(seen: View) -> Iterator[Draft]:
    """DD: "some 40 km south-east of X"; "which lies 12 miles to the north"."""
    for found in _DD.finditer(seen.masked):
        anchor = anchor_at(seen, found.end())
        relations, stated = w.points(found["dirs"]), distance(found["dist"])
        if anchor and relations:
            # "several kilometres north of": a direction, and no number to trust
            vague = stated is None or _is_vague(found["dist"])
            model = "EXT" if vague and stated is None else "DD"
            yield Draft(model, found.start(), anchor.end, relations, (anchor.reference,), stated)
    for found in _DD_ELLIPTIC.finditer(seen.masked):
        relations, stated = w.points(found["dirs"]), distance(found["dist"])
        if relations and stated:
            yield Draft("DD", found.start("dist"), found.end(), relations, (), stated, elliptic="place")


def _is_vague(words: str) -> bool:
    return not re.search(r"\d", words) and any(vague in words.lower() for vague in w.VAGUE)


# -- distance only ---------------------------------------------------------------------------------

_DO = _compile(
    rf"(?P<dist>{w.DISTANCE})\s*,?\s+(?:away\s+)?(?P<how>from|outside|inside|within|beyond|short\s+of|of|into)\s+"
)
_DO_ELLIPTIC = _compile(
    rf"{_LIES}\s+(?:{_ADVERB}\s+)?(?P<dist>{w.DISTANCE})\s+(?:away|distant|off)\b(?!\s+(?:from|the)\b)"
)
_GOES_ON = _compile(rf"[^.,;]{{0,20}}?\bto\s+(?:the\s+)?{w.NAMED}")
_EDGES = {"outside": "outside", "inside": "inside", "into": "inside", "within": "inside"}


def distance_only(seen: View) -> Iterator[Draft]:
    """DO: "5 km from X", "within 3 miles of X"; not a distance travelled ("walked 5 km from X to Y")."""
    for found in _DO.finditer(seen.masked):
        how = found["how"].lower()
        within = _before(seen, found.start(), 1) == ["within"]
        if (how == "of" and not within) or _covered(seen, found.start(), how):
            continue
        anchor, stated = anchor_at(seen, found.end()), distance(found["dist"])
        if not anchor or not stated or (how == "from" and _GOES_ON.match(seen.masked, anchor.end)):
            continue
        start = found.start() - len("within ") if within else found.start()
        relation = "within" if within else _EDGES.get(how, "distance")
        yield Draft("DO", max(start, 0), anchor.end, (relation,), (anchor.reference,), stated)
    for found in _DO_ELLIPTIC.finditer(seen.masked):
        stated = distance(found["dist"])
        if stated:
            yield Draft("DO", found.start("dist"), found.end(), ("distance",), (), stated, elliptic="place")


def _covered(seen: View, position: int, how: str) -> bool:
    words = _before(seen, position, 3)
    return how in ("from", "into") and any(word in w.TRAVELLED for word in words)


# -- travelling time, off the coast ----------------------------------------------------------------

_TIME = _compile(
    rf"(?P<time>(?:\b{w.HEDGE}\s+)?{w.NUMBER}\s*-?\s*{w.TIME}(?:['’])?(?:\s+{w.SPEED})?)\s+(?:away\s+)?"
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


_OFF = _compile(
    rf"(?:(?P<dist>{w.DISTANCE})\s+)?(?P<waters>\bwaters\s+)?\b(?:just\s+)?off\s+(?:from\s+)?(?P<coast>(?:the\s+)?"
    rf"(?:(?P<dirs>{w.ERNS})\s+)?{w.SHORE}\s+of\s+|(?:the\s+)?(?=(?:{w.NAMED}{w.POSSESSIVE}|{w.PEOPLE})\s+"
    rf"(?:(?:{w.ERNS})\s+)?{w.SHORE}))?"
)
_OWN_COAST = _compile(rf"\s*{w.POSSESSIVE}?\s+(?:(?P<dirs>{w.ERNS})\s+)?{w.SHORE}\b")


def off_shore(seen: View) -> Iterator[Draft]:
    """OFF: "20 nautical miles off X", "off the southern coast of X", "off X's coast"."""
    for found in _OFF.finditer(seen.masked):
        if not (found["dist"] or found["coast"] is not None or found["waters"]):
            continue
        anchor = anchor_at(seen, found.end(), strange=False) or _people_at(seen, found.end())
        if not anchor:
            continue
        coast = _OWN_COAST.match(seen.masked, anchor.end)
        dirs = found["dirs"] or (coast["dirs"] if coast else None)
        end = coast.end() if coast else anchor.end
        stated = distance(found["dist"]) if found["dist"] else None
        yield Draft(
            "OFF", found.start(), end, (w.points(dirs) if dirs else ()) or ("off",), (anchor.reference,), stated
        )


def _people_at(seen: View, position: int) -> Anchor | None:
    found = re.compile(rf"(?:the\s+)?(?P<name>{w.PEOPLE})").match(seen.masked, position)
    return Anchor(seen.reference(*found.span("name")), position, found.end()) if found else None


# -- between ---------------------------------------------------------------------------------------

_BETWEEN = _compile(
    rf"(?P<way>(?:the\s+)?(?:main\s+|key\s+)?{w.WAY}\s+)?(?P<half>\b(?:half-?way|midway|in|about\s+half-?way)\s+)?"
    rf"\b(?:between)\s+"
)
_ROAD = _compile(
    rf"(?:the\s+)?(?:main\s+|key\s+|coastal\s+|desert\s+|vital\s+|strategic\s+)*{w.WAY}\s+"
    rf"(?:from|linking|connecting|that\s+links|that\s+connects|joining|which\s+links|which\s+connects)\s+"
)
_OTHER = _compile(r"\s*(?:,\s*[^,]{2,30},)?\s+(?:and|to|with)\s+")
_PAIR = _compile(
    rf"(?P<a>{w.NAMED})\s?(?:[-–—/]|\s-\s|-to-|\s+to\s+)\s?(?P<b>{w.NAMED})\s+"
    rf"(?:(?:main|international|coastal|desert)\s+)?{w.WAY}\b"
)


_ABSTRACT = re.compile(r"(?:ment|tion|sion|ship|ence|ance|ity|ness|ism|ing)s?$")


def between(seen: View) -> Iterator[Draft]:
    """BETW: "between A and B", "halfway between"; "on the A-B road" and "the road from A to B"."""
    for found in _BETWEEN.finditer(seen.masked):
        before = _before(seen, found.start(), 4)
        if not found["way"] and (any(word in w.NOT_BETWEEN for word in before) or _ABSTRACT.search(" ".join(before[-1:]))):
            continue
        yield from _pair(seen, found.start(), found.end(), "halfway" if found["half"] else "between")
    for found in _ROAD.finditer(seen.masked):
        yield from _pair(seen, found.start(), found.end(), "road")
    for found in _PAIR.finditer(seen.masked):
        anchors = (seen.reference(*found.span("a")), seen.reference(*found.span("b")))
        yield Draft("BETW", found.start(), found.end(), ("road",), anchors)


def _pair(seen: View, start: int, position: int, relation: str) -> Iterator[Draft]:
    first = anchor_at(seen, position)
    link = _OTHER.match(seen.masked, first.end) if first else None
    second = anchor_at(seen, link.end()) if link else None
    if first and second and (first.known or second.known):
        anchors = (first.reference, second.reference)
        if all(anchor.nominal is None for anchor in anchors):
            yield Draft("BETW", start, second.end, (relation,), anchors)


# -- borders ---------------------------------------------------------------------------------------

_EDGE = r"(?:border|frontier|boundary)s?(?:\s*(?:region|area|zone|strip|line|fence|wall|crossing)s?)?"
_AT = r"(?P<at>along|near|close\s+to|nearer|on|at|by|astride|in|straddling|across|over|the\s+other\s+side\s+of)"
_PEOPLES = rf"(?:{w.PEOPLE}|{w.NAMED})"
_BORDER = _compile(
    rf"\b{_AT}\s+(?:(?:both\s+sides|either\s+side|the\s+length)\s+of\s+)?(?:the\s+|its\s+|their\s+)?"
    rf"(?:(?:porous|disputed|volatile|tense|remote|long|shared|common|land|closed|rugged|mountainous)\s+)*"
    rf"(?:(?P<dirs>{w.ERNS})\s+)?"
    rf"(?:(?P<a>{_PEOPLES}){w.POSSESSIVE}?\.?(?:(?:\s?[-–—/]\s?|\s+and\s+(?:the\s+)?|,\s*)(?P<b>{_PEOPLES}){w.POSSESSIVE}?)?[.,]*\s+)?"
    rf"(?:(?:{w.ERNS}|land|common|shared)\s+)?{_EDGE}\b"
    rf"(?:\s+(?P<to>with|between|into|in|from|of)\s+(?:the\s+)?(?:neighbou?ring\s+)?(?P<c>{w.NAMED})"
    rf"(?:(?:\s*,\s*{w.NAMED})?\s+and\s+(?:the\s+)?(?P<d>{w.NAMED}))?)?"
)


def borders(seen: View) -> Iterator[Draft]:
    """ADJ: "near the border with X", "along the X-Y border"; SIDE: "across the border from X"."""
    for found in _BORDER.finditer(seen.masked):
        how = " ".join(found["at"].lower().split())
        if how in ("at", "in", "over") and any(word in w.NOT_AT for word in _before(seen, found.start(), 1)):
            continue
        sides = [name for name in "abcd" if found[name]]
        anchors = tuple(seen.reference(*found.span(name)) for name in sides)
        over = how in ("across", "over", "the other side of")
        if not anchors and (over or how in ("in", "at", "by", "over")):
            continue
        if over and not re.match("from|in", found["to"] or "", re.IGNORECASE):
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

_ALONG = _compile(
    rf"\b(?P<how>along|alongside|up|down|on)\s+(?P<bank>(?:the\s+)?{w.BANK}\s+of\s+)?(?:the\s+)?(?P<name>{w.NAMED})"
    rf"(?P<water>\s+(?:{w.WATER}|{w.WAY})\b)?"
)
_ALONG_STRANGE = _compile(
    rf"\b(?P<how>along|up|down|on|following)\s+(?:the\s+)?(?P<name>{w.UNKNOWN})(?P<water>(?<=River)|(?<=Valley)|(?<=Highway)|\s+(?:{w.WATER}|{w.WAY})\b)"
)
_NUMBERED = _compile(r"\b(?P<how>along|up|down|off)\s+(?P<name>(?-i:Highway|Interstate|Route|Road|Autoroute)\s+[\w-]*\d+)")
_COAST = _compile(
    rf"\b(?P<how>along|on|off|around|down|up)\s+(?:the\s+|its\s+)?(?:far\s+)?(?:(?P<dirs>{w.ERNS})\s+)?{w.SHORE}\s+(?:of|in|from)\s+"
)
_NAMED_COAST = _compile(
    rf"\b(?P<how>along|on|down|up)\s+(?:the\s+)?(?P<name>{_PEOPLES}){w.POSSESSIVE}?\s+(?:far\s+)?(?:(?P<dirs>{w.ERNS})\s+)?"
    rf"(?:{w.PEOPLE}\s+)?{w.SHORE}\b"
)
_BANKS = _compile(
    rf"\b(?:(?P<on>on|along|from)\s+)?(?:the\s+)?(?P<dirs>{w.COMPASS}|left|right|opposite|other|far)(?:-|\s+){w.BANK}\s+of\s+"
)
_ACROSS = _compile(rf"\bacross\s+(?:the\s+)?(?P<name>{w.NAMED}|river|strait|lake|bay|channel|gulf)(?:\s+River)?\s+from\s+")
_OUT = _compile(
    rf"(?:the\s+)?(?:main\s+|only\s+|key\s+)*{w.WAY}\s+(?:leading\s+)?(?P<how>(?:in\s+and\s+)?out\s+of|into\s+and\s+out\s+of|leading\s+to|into)\s+"
)


def lines(seen: View) -> Iterator[Draft]:
    """ALONG and SIDE: rivers, valleys, roads, coasts, banks; "the roads out of X"."""
    for pattern in (_ALONG, _NUMBERED, _ALONG_STRANGE):
        for found in pattern.finditer(seen.masked):
            how = found["how"].lower()
            named = pattern is _ALONG
            groups = found.groupdict()
            if named and how in ("on", "up", "down") and not (groups["water"] or groups["bank"] or _is_line(seen, found)):
                continue
            start = found.start("name")
            reference = seen.reference(start, found.end(), named=named)
            yield Draft("ALONG", found.start(), found.end(), (how,), (reference,))
    yield from _coasts(seen)
    yield from _sides(seen)
    for found in _OUT.finditer(seen.masked):
        anchor = anchor_at(seen, found.end(), strange=False)
        if anchor:
            yield Draft("SURR", found.start(), anchor.end, ("out of",), (anchor.reference,))


_LINE_KINDS = frozenset({"river", "road", "canal", "valley", "line", "coast", "strait"})
_LINE_WORD = re.compile(r"(?i)\b(?:river|valley|highway|road|coast|canal|corridor|creek|freeway|motorway)$")


def _is_line(seen: View, found: re.Match[str]) -> bool:
    index = seen.mention(*found.span("name"))
    if index is None:
        return False
    mention = seen.mentions[index]
    return mention.kind_hint in _LINE_KINDS or bool(_LINE_WORD.search(mention.text))


def _coasts(seen: View) -> Iterator[Draft]:
    for found in _COAST.finditer(seen.masked):
        anchor = anchor_at(seen, found.end(), strange=False)
        if anchor:
            relations = (*(w.points(found["dirs"]) if found["dirs"] else ()), "coast")
            yield Draft("ALONG", found.start(), anchor.end, relations, (anchor.reference,))
    for found in _NAMED_COAST.finditer(seen.masked):
        relations = (*(w.points(found["dirs"]) if found["dirs"] else ()), "coast")
        yield Draft("ALONG", found.start(), found.end(), relations, (seen.reference(*found.span("name")),))


def _sides(seen: View) -> Iterator[Draft]:
    for found in _BANKS.finditer(seen.masked):
        anchor = anchor_at(seen, found.end(), strange=False)
        point = w.point(found["dirs"])
        if anchor and (point or found["on"]):
            yield Draft("SIDE", found.start(), anchor.end, (point or found["dirs"].lower(), "bank"), (anchor.reference,))
    for found in _ACROSS.finditer(seen.masked):
        anchor = anchor_at(seen, found.end(), strange=False)
        if anchor:
            named = seen.mention(*found.span("name")) is not None
            line = seen.reference(*found.span("name"), nominal=None if named else "river")
            yield Draft("SIDE", found.start(), anchor.end, ("across",), (line, anchor.reference))


# -- parts -----------------------------------------------------------------------------------------

_PART_PEOPLE = _compile(
    rf"(?:\b(?:the|an?)\s+)?(?P<dirs>{w.ERNS}|{w.MIDDLE})\s+(?P<people>{w.PEOPLE})\s+(?:{w.MODIFIER}\s+)*"
    rf"(?P<kind>{w.KIND}|{w.PART})\b(?:\s*,|\s+of)?\s*(?:the\s+)?(?P<name>{w.NAMED})?"
)
_PART_KIND = _compile(
    rf"\bthe\s+(?P<dirs>{w.ERN}|{w.MIDDLE})\s+(?:{w.MODIFIER}\s+)*(?P<kind>{w.KIND})\b(?:\s+of)?\s*(?P<name>{w.NAMED})?"
)
_PART_OF = _compile(
    rf"(?:\b(?:the|its|an?)\s+)?(?:far\s+|extreme\s+|entire\s+|whole\s+)?(?P<dirs>{w.ERNS}|{w.MIDDLE}|outer|inner)\s+"
    rf"(?:(?!of\b)(?:{w.MODIFIER}|[a-z]+)\s+){{0,1}}?(?P<part>{w.PART})\s+(?:of|in)\s+"
)
_PART_OWN = _compile(
    rf"(?P<name>{w.NAMED}|(?:\bthe|\bits|\btheir)\s+{w.KIND}){w.POSSESSIVE}\s+(?:far\s+|extreme\s+)?(?P<dirs>{w.ERNS}|{w.MIDDLE})"
    rf"(?P<part>\s+(?:[a-z]+\s+)?{w.PART})?\b"
)
_PART_NAME = _compile(
    rf"(?<![-–])(?P<dirs>{w.ERNS}|{w.MIDDLE})\s+(?:(?:parts?|areas?)\s+of\s+)?(?P<name>{w.NAMED})(?P<tail>\s+(?:{w.PART})\b)?"
)
_PART_THE = _compile(
    rf"(?P<to>\bto\s+)?\b(?P<the>the)\s+(?:far\s+|extreme\s+|deep\s+)?(?P<dirs>{w.BARES})\s+of\s+"
)
_CENTRE = _compile(
    r"\bthe\s+(?:very\s+)?(?:cent(?:er|re)|heart|middle)\s+of\s+|\b(?P<city>city|town)\s+cent(?:er|re)\s+of\s+"
)
_PROPER = _compile(rf"\b(?:in|inside|within)\s+(?P<name>the\s+{w.KIND}|{w.NAMED})\s+proper\b")


def parts(seen: View) -> Iterator[Draft]:
    """PART: "northern X", "X's eastern suburbs", "the south of X", "the northern Xian city of Y"."""
    yield from _parts_of_a_people(seen)
    yield from _parts_with_of(seen)
    for found in _PART_OWN.finditer(seen.masked):
        relations = _part_relations(found["dirs"], found["part"])
        lead = found["name"].split()[0].lower()
        nominal = w.KINDS[found["name"].split()[-1].lower()] if lead in ("the", "its", "their") else None
        if relations and (found["part"] or nominal or re.match(r"\s*(?:[.,;:]|$|and\b)", seen.masked[found.end() :])):
            anchor = seen.reference(*found.span("name"), nominal=nominal)
            yield Draft("PART", found.start(), found.end(), relations, (anchor,))
    for found in _PART_NAME.finditer(seen.masked):
        relations = w.points(found["dirs"]) or _middle(found["dirs"])
        title = found["dirs"][0].isupper() and re.match(r"\s+[A-Z]", seen.masked[found.end("name") :])
        if relations and not title:  # "South Xia Morning Post" is a newspaper
            anchor = seen.reference(*found.span("name"))
            yield Draft("PART", found.start(), found.end("name"), relations, (anchor,))


def _middle(words: str) -> tuple[str, ...]:
    return ("central",) if words.lower() in w.POINTS else ()


def _part_relations(dirs: str, part: str | None) -> tuple[str, ...]:
    lower = dirs.lower()
    base = ("outskirts",) if lower == "outer" else ("central",) if lower == "inner" else w.points(dirs) or _middle(dirs)
    edge = part is not None and re.search(r"outskirts|suburb|fringe|countryside|approaches|gate|entrance", part)
    return (*base, "outskirts") if base and edge and "outskirts" not in base else base


def _parts_of_a_people(seen: View) -> Iterator[Draft]:
    for found in _PART_PEOPLE.finditer(seen.masked):
        relations = _part_relations(found["dirs"], None)
        target = seen.reference(*found.span("name")) if found["name"] else None
        if relations:
            end = found.end("name") if found["name"] else found.end("kind")
            people = seen.reference(*found.span("people"))
            yield Draft("PART", found.start(), end, relations, (people,), target=target)
    for found in _PART_KIND.finditer(seen.masked):
        relations = _part_relations(found["dirs"], None)
        kind = found["kind"].lower()
        if relations and w.KINDS.get(kind) in ("city", "village", "province", "camp", "island", "airport", "base"):
            end = found.end("name") if found["name"] else found.end("kind")
            target = seen.reference(*(found.span("name") if found["name"] else found.span("kind")))
            yield Draft("PART", found.start(), end, relations, target=target, elliptic="country")


def _parts_with_of(seen: View) -> Iterator[Draft]:
    for found in _PART_OF.finditer(seen.masked):
        anchor = anchor_at(seen, found.end(), strange=False)
        relations = _part_relations(found["dirs"], found["part"])
        if anchor and relations:
            yield Draft("PART", found.start(), anchor.end, relations, (anchor.reference,))
    for found in _PART_THE.finditer(seen.masked):
        anchor, relations = anchor_at(seen, found.end(), strange=False), w.points(found["dirs"])
        wide = anchor is not None and anchor.reference.nominal in ("country", "province", "region", "island")
        if anchor and relations and (wide or not found["to"]):
            yield Draft("PART", found.start("the"), anchor.end, relations, (anchor.reference,))
    for found in _CENTRE.finditer(seen.masked):
        anchor = anchor_at(seen, found.end(), strange=False)
        if anchor:
            yield Draft("PART", found.start(), anchor.end, ("central",), (anchor.reference,))


# -- directions without distance -------------------------------------------------------------------

_EXT = _compile(
    rf"(?P<lead>(?:\b(?:{_ADVERB}|to|on|in|from|located|situated|lying)\s+)*)(?:the\s+)?(?P<dirs>{w.BARES})\s+(?:side\s+)?of\s+"
)
_EXT_ELLIPTIC = _compile(
    rf"\b(?P<head>{w.HEAD})\s+(?:(?:further|farther|located|lying|situated)\s+)?to\s+the\s+(?P<dirs>{w.BARES})(?!\s+(?:of|from)\b)"
)


def directions(seen: View) -> Iterator[Draft]:
    """EXT: "north of X", "south and east of X", "villages to the west"."""
    for found in _EXT.finditer(seen.masked):
        anchor, relations = anchor_at(seen, found.end()), w.points(found["dirs"])
        if not anchor or not relations or anchor.reference.text.lower() in ("the border", "the frontier"):
            continue
        yield Draft("EXT", found.start(), anchor.end, relations, (anchor.reference,))
    for found in _EXT_ELLIPTIC.finditer(seen.masked):
        relations = w.points(found["dirs"])
        if relations:
            yield Draft("EXT", found.start("head"), found.end(), relations, elliptic="place")


# -- near, around, inside --------------------------------------------------------------------------

_CUE = _compile(rf"\b(?P<cue>{w.CUE})\s+")
_OUTSKIRTS = _compile(
    rf"(?P<on>\b(?:on|at|in)\s+)?(?P<name>{w.NAMED}|\bthe\s+{w.KIND}|\bits){w.POSSESSIVE}?\s+(?:outskirts|environs|suburbs|surroundings"
    rf"|surrounding\s+(?:countryside|areas?|villages|hills|mountains|region))\b"
)
_WIDE = frozenset({"country", "region", "province", "area"})


def cues(seen: View) -> Iterator[Draft]:
    """NEAR, SURR and IN: the prepositions of ``locative_cues.csv``, and "X's outskirts"."""
    for found in _CUE.finditer(seen.masked):
        cue = " ".join(found["cue"].lower().split())
        model, relation = w.CUES[cue]
        anchor = anchor_at(seen, found.end(), strange=False)
        if not anchor or not _cue_holds(seen, found.start(), model, relation, anchor):
            continue
        yield Draft(model, found.start(), anchor.end, (relation,), (anchor.reference,))
    for found in _OUTSKIRTS.finditer(seen.masked):
        words = found["name"].lower().split()
        nominal = w.KINDS.get(words[-1]) if words[0] == "the" else "city" if words[0] == "its" else None
        yield Draft("SURR", found.start(), found.end(), ("outskirts",), (seen.reference(*found.span("name"), nominal=nominal),))
    for found in _PROPER.finditer(seen.masked):
        nominal = w.KINDS.get(found["name"].split()[-1].lower())
        yield Draft("IN", found.start(), found.end(), ("within",), (seen.reference(*found.span("name"), nominal=nominal),))
    yield from _nested(seen)


def _cue_holds(seen: View, position: int, model: str, relation: str, anchor: Anchor) -> bool:
    nominal = anchor.reference.nominal
    if re.match(r"['’]s?\s+\w", seen.masked[anchor.end :]) and model != "SURR":
        return False  # "near X's parliament" is not near X
    if model == "SURR" and relation == "around":
        return nominal not in _WIDE and not set(_before(seen, position, 2)) & w.NOT_AROUND
    if relation == "outside":
        return nominal not in _WIDE
    return not (model == "IN" and nominal in ("area", "region"))


_NESTED = _compile(
    rf"\b(?:the\s+)(?:city|town|village|port|camp)\s+of\s+(?P<name>{w.NAMED})\s+in\s+(?:the\s+)?(?P<in>{w.NAMED})"
    r"(?:\s+(?:province|governorate|state|region|district|county|department|oblast))\b"
)


def _nested(seen: View) -> Iterator[Draft]:
    for found in _NESTED.finditer(seen.masked):
        container, target = seen.reference(*found.span("in")), seen.reference(*found.span("name"))
        yield Draft("IN", found.start(), found.end(), ("within",), (container,), target=target)


RULES: tuple[Callable[[View], Iterator[Draft]], ...] = (
    distance_and_direction,
    travel_time,
    off_shore,
    distance_only,
    between,
    borders,
    lines,
    parts,
    directions,
    cues,
)
