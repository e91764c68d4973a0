"""Movements in a row: "from A to B and on to C", "fled A for B, then returned", "left A and reached B".

A goal after "then" or "on to" is a movement of its own from the goal before. A movement whose start is not
stated starts where the same mover's movement before it in the sentence ended, and one that goes back goes
to where that began; both are marked as inferred.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.language.motion_draft import Draft
from geo.language.motion_guards import antecedent, content, mover_class
from geo.language.motion_roles import Paths
from geo.language.motion_triggers import Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.language.motion_ends import Ground
    from geo.language.tree import Doc, Token
    from geo.records import Reference

_ONWARD = re.compile(
    r"\b(then|finally|onwards?|and (?:on|down|up|across|along|over|back)|later|eventually|afterwards|next|"
    r"from there|from where)\b",
    re.IGNORECASE,
)
_STEPS = frozenset({"conj", "xcomp", "advcl", "pcomp", "dep", "parataxis", "ccomp"})
_STILL = frozenset({"STRIKE-TRAJECTORY", "PURSUE"})
"""Classes whose movements do not follow on one another."""


def legs(draft: Draft, ground: Ground) -> Iterator[Draft]:
    """A movement, and one more for each goal that follows on the goal before."""
    rows = _rows(draft.paths.destinations, ground)
    if len(rows) < 2 or draft.declined is not None:
        yield draft
        return
    draft.paths.destinations[:] = rows[0]
    yield draft
    for before, goals in pairwise(rows):
        paths = Paths(origins=before[-1:], destinations=list(goals), towards=draft.paths.towards)
        token = _opener(goals[0], draft.trigger.token, ground)
        trigger = Trigger(token, draft.trigger.frame, draft.trigger.kind, token)
        yield replace(draft, trigger=trigger, paths=paths, governor=draft.trigger.token)


def _rows(goals: Sequence[Reference], ground: Ground) -> list[list[Reference]]:
    """Goals in rows that are reached one after the other."""
    rows: list[list[Reference]] = []
    for goal in sorted(goals, key=lambda item: item.start):
        between = ground.sentence.words(rows[-1][-1].end, goal.start).text if rows else ""
        if rows and not _ONWARD.search(between):
            rows[-1].append(goal)
        else:
            rows.append([goal])
    return rows


def _opener(goal: Reference, verb: Token, ground: Ground) -> Token:
    """The word that opens a leg: the preposition before its goal."""
    head = ground.sentence.head(goal.start, goal.end)
    if head is not None and head.head.pos_ == "ADP" and head.head.i > verb.i:
        return head.head
    return head if head is not None else verb


def link(drafts: Sequence[Draft]) -> None:
    """Fill starts (and the goals of those who go back) from the movement of the same mover before."""
    for draft in drafts:
        _share_bearing(draft, drafts)
        before = _previous(draft, drafts)
        if before is None or draft.governor is not None:
            continue
        paths, told = draft.paths, before.paths
        if draft.trigger.frame.motion_class == "RETURN" and not (paths.origins or paths.destinations):
            if told.origins and _named(told.origins):
                paths.destinations.extend(told.origins)
                paths.inferred.append("destination")
                _start(paths, told.destinations)
        elif paths.destinations and not paths.origins and not paths.placed:
            _start(paths, told.destinations or told.origins)


_COUNTED = frozenset({"number", "figure", "total", "toll"})
_GROWING = frozenset({"be", "reach", "touch", "rise", "climb", "go", "exceed"})
_OUSTED = frozenset({"FLEE/DISPLACE", "EVACUATE", "DEPORT/EXPEL", "DRIVE"})


def higher(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """Forecasts that only raise a number told before: "... driven from X; it could be even higher".

    They are movements of their own, by another speaker, with the ends of the one before as inferences.
    """
    ousted = [
        draft for draft in drafts if draft.declined is None and draft.trigger.frame.motion_class in _OUSTED
    ]
    found: list[Draft] = []
    for verb in doc if ousted else ():
        if verb.lemma_ not in _GROWING or not any(child.tag_ == "MD" for child in verb.children):
            continue
        counted = any(child.dep_ == "nsubj" and child.lower_ in _COUNTED for child in verb.children)
        before = [draft for draft in ousted if draft.trigger.token.i < verb.i]
        if counted and before and any(word.lower_ in {"higher", "greater"} for word in verb.subtree):
            found.append(_raised(verb, before[-1]))
    return found


def _raised(verb: Token, first: Draft) -> Draft:
    told = first.paths
    named = [("origin", told.origins), ("destination", told.destinations)]
    paths = Paths(
        origins=list(told.origins),
        destinations=list(told.destinations),
        towards=told.towards,
        inferred=[role for role, ends in named if ends],
    )
    trigger = replace(first.trigger, token=verb, last=verb)
    return replace(first, trigger=trigger, mover=None, causer=None, direct=None, paths=paths)


def _share_bearing(draft: Draft, drafts: Sequence[Draft]) -> None:
    """Take the bearing of a clause that tells how something passes ("passes X as it moves east")."""
    if draft.paths.directions or draft.paths.origins or draft.paths.destinations or not draft.paths.via:
        return
    for other in drafts:
        mover = antecedent(other.mover) or other.mover
        same = mover is not None and draft.mover is not None and mover.i == draft.mover.i
        if same and other.trigger.token.head.i == draft.trigger.token.i:
            draft.paths.directions.extend(other.paths.directions)


def _start(paths: Paths, ends: Sequence[Reference]) -> None:
    goals = {end.mention for end in paths.destinations}
    strange = any(end.mention is None and end.nominal is None for end in paths.destinations)
    if ends and _named(ends) and not strange and not goals & {end.mention for end in ends}:
        paths.origins.extend(ends[-1:])
        paths.inferred.append("origin")


def _named(ends: Sequence[Reference]) -> bool:
    return all(end.mention is not None for end in ends)


def _previous(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The movement that the same mover made just before, told in a clause linked to this one."""
    if draft.declined is not None or draft.mover is None or draft.trigger.frame.motion_class in _STILL:
        return None
    found = [
        other
        for other in drafts
        if other is not draft
        and other.declined is None
        and other.mover is not None
        and content(other.mover).i == content(draft.mover).i
        and (other.paths.origins or other.paths.destinations)
        and not (other.paths.towards or other.trigger.frame.towards)
        and other.trigger.frame.motion_class not in _STILL
        and _comes_first(other, draft)
    ]
    return max(found, key=lambda other: other.trigger.token.i, default=None)


def _comes_first(first: Draft, second: Draft) -> bool:
    """Whether one clause is told as before the other: earlier in a row, "before ...", a relative clause."""
    one, two = first.trigger.token, second.trigger.token
    movers = set() if second.mover is None else {second.mover.i, content(second.mover).i}
    if one.dep_ in {"relcl", "acl"} and one.head.i in movers:
        return two.dep_ != "relcl" and one.tag_ != "VBG"
    if first.governor is not None or one.dep_ in {"relcl", "acl"}:
        return False
    if one.i < two.i:
        if mover_class(second.mover) == "hazard" and not _opened(two, {"before"}):
            return False  # what spreads stays where it was
        turned = any(token.lower_ in {"but", "instead"} for token in one.doc[one.i : two.i])
        if turned and second.trigger.frame.motion_class != "RETURN":
            return False
        return _below(two, one) and not _opened(two, {"after", "when", "while", "since"})
    return _below(one, two) and _opened(one, {"after", "having"})


def _below(token: Token, top: Token) -> bool:
    """Whether a clause hangs on another by coordination or as its adjunct."""
    current = token
    for _ in range(6):
        if current.head.i == top.i:
            return current.dep_ in _STEPS or current.dep_ == "prep"
        if current.dep_ not in _STEPS and current.dep_ != "prep":
            return False
        current = current.head
    return False


def _opened(token: Token, words: set[str]) -> bool:
    """Whether a clause is opened by one of some words ("after leaving X")."""
    if token.dep_ == "pcomp" and token.head.lower_ in words:
        return True
    return any(child.lower_ in words and child.i < token.i for child in token.children)
