"""A person's word on single movements (``claims.csv``) put over what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from rapidfuzz import fuzz

from geo.records import Document, End, Movement, Place, Ruling, Status
from geo.relations.movements import decide

_STATUS = {
    "happened": Status(),
    "claimed": Status(evidentiality="claimed"),
    "possible": Status("hypothetical", "possible", cues=("may",)),
    "planned": Status("planned"),
    "attempted": Status("attempted"),
    "prevented": Status("prevented"),
    "denied": Status(factuality="negated"),
}
"""The three axes of each word of the status column."""

_ALIKE = 90.0
"""Of 100: a sentence this like a quote is the same after a small edit (project choice)."""


def ruled(
    movements: Sequence[Movement], document: Document, rulings: Sequence[Ruling]
) -> tuple[Movement, ...]:
    """The movements of a document with the rulings that speak of them; of several the last one counts."""
    if not rulings:
        return tuple(movements)
    return tuple(_ruled(movement, document, rulings) for movement in movements)


def speaks_of(ruling: Ruling, movement: Movement, document: Document) -> bool:
    """Whether a ruling means this movement."""
    motion = movement.motion
    if ruling.word and ruling.word.casefold() != motion.trigger.text.casefold():
        return False
    names = (document.source, document.id, document.source.replace("\\", "/").rsplit("/", 1)[-1])
    if ruling.document and not any(fnmatchcase(name, ruling.document) for name in names):
        return False
    quote, sentence = _plain(ruling.quote), _plain(motion.text)
    return quote in sentence or fuzz.ratio(quote, sentence) >= _ALIKE


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _ruled(movement: Movement, document: Document, rulings: Sequence[Ruling]) -> Movement:
    ruling = next((one for one in reversed(rulings) if speaks_of(one, movement, document)), None)
    if ruling is None:
        return movement
    if ruling.ignore:
        why = f"{ruling.source_file}, line {ruling.line} says that it is no movement"
        return replace(movement, draw="none", declined=why)
    motion = replace(movement.motion, declined=None)
    if ruling.status:
        motion = replace(
            motion, status=replace(_STATUS[ruling.status], attribution=motion.status.attribution)
        )
    known = {"origin": ruling.origin, "destination": ruling.destination}
    settled = {name for name, places in known.items() if places is not None}
    changed = replace(
        movement,
        motion=replace(motion, inferred=tuple(name for name in motion.inferred if name not in settled)),
        origins=movement.origins if ruling.origin is None else _ends(ruling.origin),
        destinations=movement.destinations if ruling.destination is None else _ends(ruling.destination),
        inferred=tuple(name for name in movement.inferred if name not in settled),
        group=ruling.group,
    )
    draw, declined = decide(changed)
    return replace(changed, draw=draw, declined=declined)


def _ends(places: Sequence[Place]) -> tuple[End, ...]:
    return tuple(End(place.name, None, None, place) for place in places)
