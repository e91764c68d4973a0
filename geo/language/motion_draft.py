"""A motion while its sentence is read, and whether it is worth keeping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.language import motion_guards as guards

if TYPE_CHECKING:
    from geo.language.motion_roles import Paths
    from geo.language.motion_triggers import Trigger
    from geo.language.tree import Token


@dataclass(frozen=True, slots=True)
class Draft:
    """A trigger with its arguments while a sentence is read.

    ``governor`` is the verb that a further leg of a journey shares ("and on to X").
    """

    trigger: Trigger
    mover: Token | None
    causer: Token | None
    direct: Token | None
    paths: Paths
    declined: str | None
    governor: Token | None = None


VAGUE = frozenset({"home", "place", "facility", "base", "road", "there"})
"""Nouns for places that fix no place on a map without a name."""


def is_worth(draft: Draft) -> bool:
    """Weak words tell of motion only with a place or a direction; guards count only beside a place."""
    paths, frame = draft.paths, draft.trigger.frame
    ends = [*paths.origins, *paths.destinations, *paths.via, *([paths.path] if paths.path else [])]
    named = any(end.mention is not None for end in [*ends, *paths.area])
    if draft.declined is not None:
        return named
    placed = any(end.mention is not None or end.nominal not in VAGUE for end in ends)
    if draft.trigger.kind == "noun" and not frame.weak:
        return (
            bool(ends or paths.directions or draft.mover is not None) or frame.motion_class == "FLEE/DISPLACE"
        )
    if placed:
        return True
    if not frame.weak:
        return bool(ends or paths.directions) or guards.mover_class(draft.mover) in _PEOPLE
    if frame.motion_class in {"FLEE/DISPLACE", "RETURN"} or frame.lemma == "leave":
        return any(end.nominal in {"home", "facility"} for end in ends)
    mover = guards.antecedent(draft.mover) or draft.mover
    return bool(paths.directions) and guards.mover_class(mover) in _HEADING


_PEOPLE = frozenset({"person", "force", "prisoner", "name", "vehicle"})
_HEADING = frozenset({"force", "hazard", "vehicle", "person", "animal", "name"})
