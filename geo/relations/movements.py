"""Motions with their ends resolved, and whether each may be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from geo.records import Document, End, Motion, Movement, Reading, Reference, Resolution
from geo.relations.references import resolve_reference, resolve_references, town_in_focus

EndOf = Callable[[Reference, frozenset[str]], End]
"""Resolves a reference, apart from some places."""
EndsOf = Callable[[Reference, frozenset[str]], tuple[End, ...]]
"""Resolves a plural reference to each of its places."""

UNREAL = {
    "negated": "the text denies it",
    "conditional": "only a condition in the text",
    "hypothetical": "only a hypothesis in the text",
    "requested": "only asked for in the text",
    "threatened": "",
    "feared": "",
}
"""Why a status is listed and not drawn ("": it may be drawn)."""

_POSSIBLE = frozenset({"may", "might", "could", "can"})
"""Modals that leave a movement possible: such a hypothesis is drawn, as possible."""

_BUILDINGS = frozenset({"facility", "home"})

_BEARING = frozenset({"FLEE/DISPLACE", "WITHDRAW", "ADVANCE", "DEPART", "EVACUATE", "NATURAL"})
"""Classes whose bearing alone is worth an arrow from the town in focus."""

_SMALL = frozenset({"city", "camp", "neighbourhood", "facility", "site", "base", "airport"})


def find_movements(
    document: Document,
    reading: Reading,
    resolutions: Sequence[Resolution],
    *,
    regions: Mapping[int, int],
) -> tuple[Movement, ...]:
    """One movement for each motion of a reading, in its order.

    ``regions`` maps an index of ``Reading.phrases`` to the index of its region.
    """
    return tuple(_movement(motion, document, reading, resolutions, regions) for motion in reading.motions)


def _movement(
    motion: Motion,
    document: Document,
    reading: Reading,
    resolutions: Sequence[Resolution],
    regions: Mapping[int, int],
) -> Movement:
    def end_of(reference: Reference, apart: frozenset[str] = frozenset()) -> End:
        region = None if reference.phrase is None else regions.get(reference.phrase)
        return resolve_reference(
            reference,
            reading=reading,
            resolutions=resolutions,
            document=document,
            region=region,
            apart=apart,
        )

    def ends_of_plural(reference: Reference, apart: frozenset[str]) -> tuple[End, ...]:
        return resolve_references(
            reference, reading=reading, resolutions=resolutions, document=document, apart=apart
        )

    if motion.declined is None and _is_course(motion, reading, resolutions):
        motion = replace(motion, declined="a course or an extent, not a movement")
    origins, destinations = _both_ends(motion, end_of, ends_of_plural)
    movement = Movement(
        motion=motion,
        origins=origins,
        destinations=destinations,
        via=tuple(end_of(reference) for reference in motion.via),
        path=None if motion.path is None else end_of(motion.path),
    )
    movement = _distinct(_anchored(movement, document, reading, resolutions))
    inferred = [*motion.inferred]
    for name, ends in (("origin", movement.origins), ("destination", movement.destinations)):
        if any(end.inferred for end in ends):
            inferred.append(name)
    draw, declined = decide(movement)
    return replace(movement, inferred=tuple(dict.fromkeys(inferred)), draw=draw, declined=declined)


def _both_ends(
    motion: Motion, end_of: EndOf, ends_of_plural: EndsOf
) -> tuple[tuple[End, ...], tuple[End, ...]]:
    """Origins and destinations; a noun at one end never means the place named at the other."""
    named = frozenset(
        end.place.id
        for reference in (*motion.origins, *motion.destinations)
        if reference.mention is not None and (end := end_of(reference, frozenset())).place is not None
    )

    def ends_of(references: Sequence[Reference]) -> tuple[End, ...]:
        return tuple(
            end
            for reference in references
            for end in (ends_of_plural(reference, named) or (end_of(reference, named),))
        )

    return ends_of(motion.origins), ends_of(motion.destinations)


def _anchored(
    movement: Movement, document: Document, reading: Reading, resolutions: Sequence[Resolution]
) -> Movement:
    """A bearing alone starts at the town that the text speaks of, as an inference ("an exit to the west")."""
    motion = movement.motion
    if (
        not motion.directions
        or motion.motion_class not in _BEARING
        or _located(movement)
        or movement.origins
        or movement.destinations
    ):
        return movement
    origin = town_in_focus(movement.motion.start, reading=reading, resolutions=resolutions, document=document)
    return movement if origin is None else replace(movement, origins=(origin,))


def _distinct(movement: Movement) -> Movement:
    """Drop an origin that is the destination too (a bridge or border named twice)."""
    goals = {
        end.place.id
        for end in movement.destinations
        if end.place is not None and end.place.kind not in _SMALL
    }
    if not goals or len(movement.origins) + len(movement.destinations) < 2:
        return movement
    kept = tuple(end for end in movement.origins if end.place is None or end.place.id not in goals)
    return replace(movement, origins=kept)


def decide(movement: Movement) -> tuple[str, str | None]:
    """How a movement is drawn (arrow, prevented, symbol or none), and why not."""
    motion = movement.motion
    if motion.declined:
        return "none", motion.declined
    if not _located(movement):
        return "none", "no end is a place that could be found"
    if motion.status.eventuality == "prevented":
        return "prevented", None
    reason = _unreal(motion) or _no_path(movement) or _local(movement) or _indoors(motion)
    if reason:
        return "none", reason
    return ("symbol" if motion.placed else "arrow"), None


_COURSES = frozenset({"river", "canal", "road", "valley", "mountains", "line", "coast", "lake", "desert"})


def _is_course(motion: Motion, reading: Reading, resolutions: Sequence[Resolution]) -> bool:
    """Whether what moves is a river or a road by name: it leads there, and goes nowhere."""
    if motion.mover is None:
        return False
    for index, mention in enumerate(reading.mentions):
        if mention.end == motion.mover.end and mention.start >= motion.mover.start and not mention.demonym:
            place = resolutions[index].place if index < len(resolutions) else None
            return place is not None and place.kind in _COURSES
    return False


def _unreal(motion: Motion) -> str | None:
    """Why the status forbids an arrow, None when it does not."""
    status = motion.status
    if status.factuality == "negated":
        return UNREAL["negated"]
    if status.eventuality == "hypothetical" and _POSSIBLE & {cue.lower() for cue in status.cues}:
        return None
    return UNREAL.get(status.eventuality) or None


def _no_path(movement: Movement) -> str | None:
    """Why a march has no path: "marched through the city" without a way in or out."""
    ends = movement.origins or movement.destinations or movement.motion.directions
    if movement.motion.motion_class == "MARCH/CONVOY" and not ends:
        return "a place passed through or gathered in, no path"
    return None


def _located(movement: Movement) -> bool:
    ends = (*movement.origins, *movement.destinations, *movement.via)
    if any(end.place is not None or end.region is not None for end in ends):
        return True
    return movement.path is not None and movement.path.place is not None


def _indoors(motion: Motion) -> str | None:
    """A reason when a building is entered or left: that is no way across a map."""
    ends = (*motion.origins, *motion.destinations)
    if motion.motion_class not in {"ENTER/INVADE", "DEPART", "ADVANCE"} or not ends:
        return None
    return "a building entered or left" if all(end.nominal in _BUILDINGS for end in ends) else None


def _local(movement: Movement) -> str | None:
    """A reason when the whole movement happens inside one settlement."""
    if not movement.origins or not movement.destinations:
        return None
    places = [end.place for end in (*movement.origins, *movement.destinations)]
    first = places[0]
    if first is None or first.kind not in _SMALL:
        return None
    same = all(place is not None and place.id == first.id for place in places)
    return "a move inside one place" if same else None
