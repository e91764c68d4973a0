"""Two verbs of one movement: "fled X, moving toward Y" is one motion, not two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.records import Motion, Reference

if TYPE_CHECKING:
    from geo.language.tree import Token

_GENERIC = frozenset(
    {
        "move",
        "head",
        "go",
        "travel",
        "continue",
        "proceed",
        "en route",
        "on way",
        "bound for",
        "make way",
        "run",
    }
)
"""Words that add only a course to the movement that another verb tells of."""


def merged(found: Sequence[tuple[Token, Motion]]) -> tuple[Motion, ...]:
    """Motions with those of one movement united, in order of the text."""
    result: list[tuple[Token, Motion]] = []
    for token, motion in found:
        host = next((index for index, other in enumerate(result) if _one(other, (token, motion))), None)
        if host is None:
            result.append((token, motion))
        else:
            result[host] = (result[host][0], _united(result[host][1], motion))
    return tuple(motion for _, motion in result)


def _one(first: tuple[Token, Motion], second: tuple[Token, Motion]) -> bool:
    (verb, one), (other, two) = first, second
    if one.declined or two.declined or two.lemma not in _GENERIC:
        return False
    linked = other.head.i == verb.i and other.dep_ in {
        "advcl",
        "conj",
        "xcomp",
        "acl",
        "prep",
        "advmod",
        "pobj",
        "acomp",
    }
    via_preposition = other.dep_ == "pobj" and other.head.head.i == verb.i
    if not (linked or via_preposition):
        return False
    if one.mover is not None and two.mover is not None and one.mover != two.mover:
        return False
    if other.dep_ == "conj" and two.origins:
        return False
    if one.motion_class == "CROSS/TRANSIT" and one.destinations != two.destinations:
        return False
    return _fits(one.destinations, two.destinations) and _fits(one.origins, two.origins)


def _fits(one: tuple[Reference, ...], two: tuple[Reference, ...]) -> bool:
    return not one or not two or one == two


def _united(one: Motion, two: Motion) -> Motion:
    return replace(
        one,
        origins=one.origins or two.origins,
        destinations=one.destinations or two.destinations,
        via=(*one.via, *two.via),
        path=one.path or two.path,
        upstream=one.upstream if one.path else two.upstream,
        directions=tuple(dict.fromkeys((*one.directions, *two.directions))),
        towards=one.towards if one.destinations else two.towards,
        goal_reached=one.goal_reached if one.destinations else two.goal_reached,
        mover=one.mover or two.mover,
        quantity=one.quantity or two.quantity,
        time=one.time or two.time,
    )
