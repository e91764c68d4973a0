"""What the noun after a preposition of the way is: an end, a course, a bearing, a length, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_ends import Ground, bearing_word, reference, references
from geo.language.motion_guards import mover_class
from geo.language.motion_syntax import noun_phrase
from geo.records import Reference

if TYPE_CHECKING:
    from geo.language.motion_lexicon import Frame
    from geo.language.tree import Token

ROLES = {
    "from": "origin",
    "to": "destination",
    "into": "destination",
    "onto": "destination",
    "inside": "destination",
    "toward": "towards",
    "towards": "towards",
    "through": "via",
    "via": "via",
    "across": "via",
    "over": "via",
    "past": "via",
    "along": "path",
    "up": "up",
    "down": "down",
    "in": "area",
    "within": "area",
    "near": "near",
    "beside": "destination",
    "around": "area",
    "at": "area",
    "between": "between",
    "until": "destination",
}
"""What a preposition says of its object when the trigger has no rule of its own."""


@dataclass(slots=True)
class Paths:
    """What the prepositions and adverbs of one trigger say; filled while its tree is walked."""

    origins: list[Reference] = field(default_factory=list)
    destinations: list[Reference] = field(default_factory=list)
    via: list[Reference] = field(default_factory=list)
    area: list[Reference] = field(default_factory=list)
    path: Reference | None = None
    upstream: bool | None = None
    directions: list[str] = field(default_factory=list)
    towards: bool = False
    placed: bool = False
    inferred: list[str] = field(default_factory=list)
    objects: list[tuple[str, Token]] = field(default_factory=list)


def place(word: str, noun: Token, frame: Frame, ground: Ground, paths: Paths) -> None:
    """Put what a noun after a preposition says into ``paths``: a bearing, an aim, an end, a course."""
    point = bearing_word(noun)
    if point and word == "in" and any(child.dep_ == "det" for child in noun.children):
        return  # "in the north" is an area, not a way
    if point and word in {"to", "toward", "towards", "in"} and ground.mention(noun) is None:
        paths.directions.append(point)
        return
    if point and word == "from" and ground.mention(noun) is None and frame.motion_class in _ONWARD:
        paths.directions.append(_OPPOSITE[point])
        return
    if is_measure(noun):
        target = _measured_from(noun)
        if target is not None and word in {"towards", "to"}:
            fill("towards", references(target, ground), frame, paths)
        return
    if _aimed(noun):
        inner = [child for child in noun.children if child.dep_ == "prep" and child.lower_ == "of"]
        for child in inner:
            for target in child.children:
                paths.destinations.extend(references(target, ground))
        paths.towards = paths.towards or bool(inner)
        return
    role = frame.preps.get(word) or ROLES.get(word)
    if role is None or role == "none":
        return
    found = references(noun, ground) or _located(role, noun, frame, ground) or _unknown(role, noun, ground)
    fill(role, found, frame, paths)


_NO_SPOT = frozenset({"prisoner", "person", "force", "weapon"})
_AT = frozenset({"in", "at", "near", "outside", "inside"})


_HOMEWARD = frozenset({"FLEE/DISPLACE", "RETURN", "SAIL/FLY/DRIVE", "GO", "ARRIVE", "EVACUATE"})


def _come_from(role: str, frame: Frame) -> bool:
    """Whether an event can be an end: a goal always, a start only of travel ("flew from a summit")."""
    return role != "origin" or frame.motion_class in _HOMEWARD


def _located(role: str, noun: Token, frame: Frame, ground: Ground) -> tuple[Reference, ...]:
    """The place of something that is no place itself ("flew to a wedding in X")."""
    if (
        role not in {"origin", "destination", "towards"}
        or frame.motion_class == "ENTER/INVADE"
        or (noun.pos_ != "NOUN" and noun.lower_ != "one")
        or noun.lower_ in lexicon.words("nowhere")
    ):
        return ()
    bare = noun.lower_ in lexicon.words("refuges")
    bare = bare or (noun.tag_ == "NNS" and mover_class(noun) == "fixed")  # "to feedlots in X"
    if (
        noun.lower_ != "one"
        and not bare
        and not any(child.dep_ in {"det", "poss", "nummod"} for child in noun.children)
    ):
        return ()
    if (mover_class(noun) in _NO_SPOT and not bare) or noun.lower_ in lexicon.words("times"):
        return ()
    gathering = mover_class(noun) in {"abstract", "event"} and not bare
    if gathering and (noun.lower_ not in lexicon.words("gatherings") or not _come_from(role, frame)):
        return ()
    after = [noun.nbor(1)] if bare and noun.i + 1 < len(noun.doc) else []  # "into exile | in X"
    for child in (*noun.children, *after):
        if child.dep_ == "prep" and child.lower_ in _AT:
            for inner in child.children:
                found = reference(inner, ground) if inner.dep_ == "pobj" else None
                if found is not None and found.mention is not None:
                    words = ground.sentence.words(
                        ground.offsets(noun_phrase(noun)[0], noun.i + 1)[0], found.end
                    )
                    return (Reference(words.start, words.end, words.text, mention=found.mention),)
    return ()


def _unknown(role: str, noun: Token, ground: Ground) -> tuple[Reference, ...]:
    """An end by its words alone, for a name that is not known: never placed, but told."""
    return unknown_end(noun, ground) if role in {"origin", "destination", "towards"} else ()


def unknown_end(noun: Token, ground: Ground) -> tuple[Reference, ...]:
    """A capitalised noun that no known name covers, as an end by its words."""
    named = noun.pos_ == "PROPN" and noun.text[:1].isupper() and noun.i not in ground.at
    if not named or noun.lower_ in lexicon.words("times"):
        return ()
    words = ground.sentence.words(*ground.offsets(*noun_phrase(noun)))
    return (Reference(words.start, words.end, words.text),)


_ONWARD = frozenset({"ADVANCE", "ENTER/INVADE", "MOVE", "GO"})
"""Classes where "from the north" tells the side that they come from."""

_POINTS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_OPPOSITE = {point: _POINTS[(index + 4) % 8] for index, point in enumerate(_POINTS)}


def _aimed(noun: Token) -> bool:
    return noun.lower_ == "direction"


def is_measure(noun: Token) -> bool:
    """Whether a noun measures a way ("kilometres")."""
    return bool({noun.lower_, noun.lower_.removesuffix("s")} & lexicon.words("measures"))


def _measured_from(noun: Token) -> Token | None:
    """X in "within a few hundred kilometres of X"."""
    found: Token | None = None
    for token in noun.subtree:
        if token.dep_ == "pobj" and token.head.lower_ in {"of", "from"} and not is_measure(token):
            found = found or token
    return found


_PLYING = frozenset(
    {"GO", "SAIL/FLY/DRIVE", "CARRY", "MARCH/CONVOY", "DRIVE", "RELOCATE", "DELIVER/SUPPLY", "SHIFT"}
)
"""Classes of movements that "between X and Y" gives both ends; of others it says where they happen."""


def fill(role: str, found: tuple[Reference, ...], frame: Frame, paths: Paths) -> None:
    """Put references where their role belongs."""
    if not found:
        return
    if role == "origin":
        paths.origins.extend(found)
    elif role in {"destination", "towards", "near", "place"}:
        if role == "near" and "near" not in frame.preps and frame.motion_class not in {"MOVE", "GO"}:
            paths.area.extend(found)
            return
        paths.destinations.extend(found)
        paths.towards = paths.towards or role in {"towards", "near"}
        paths.placed = paths.placed or role == "place"
    elif role == "between" and len(found) > 1 and frame.motion_class in _PLYING:
        paths.origins.append(found[0])
        paths.destinations.extend(found[1:])
    elif role in {"path", "up", "down"}:
        paths.path = found[0]
        paths.upstream = None if role == "path" else role == "up"
    elif role == "via":
        paths.via.extend(found)
    else:
        paths.area.extend(found)


def told(found: list[Reference], ground: Ground) -> list[Reference]:
    """Ends without those that a named one makes plain ("flew home to X", "to nearby states, mainly X")."""
    named = any(end.mention is not None for end in found)
    return [end for end in found if not (named and is_common(end, ground))]


def is_common(end: Reference, ground: Ground) -> bool:
    """Whether an end is told by common nouns alone."""
    if end.mention is not None or end.phrase is not None or end.nominal is None:
        return False
    return not any(token.pos_ == "PROPN" for token in ground.sentence.tokens(end.start, end.end))
