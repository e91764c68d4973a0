"""Ends that a clause leaves out and its sentence supplies; always marked as inferred.

Only a few patterns, each plain to a reader: people evacuated "after floods in X" leave X; "families in X
slipped out" left X; forces that "close in" close in on the place just named; of a place's people "more than
half have left" it; troops celebrate "in X after driving out" somebody from X; "sent 300 engineers to X and
plans to send more".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import motion_inference as inference
from geo.language import motion_lexicon as lexicon
from geo.language.motion_ends import Ground, references
from geo.language.motion_guards import is_quantifier, mover_class
from geo.language.motion_lexicon import verb_forms
from geo.language.motion_paths import read_paths
from geo.language.motion_syntax import clause_head, direct_object, is_verb
from geo.records import Reference

if TYPE_CHECKING:
    from geo.language.motion_lexicon import Frame
    from geo.language.motion_roles import Paths
    from geo.language.tree import Token

_CLOSING = frozenset({"close", "closing-in", "edge", "inch", "converge"})
_EJECTING = frozenset({"FLEE/DISPLACE", "DEPORT/EXPEL"})
_LEAVING = frozenset({"WITHDRAW", "FLEE/DISPLACE", "EVACUATE", "INFILTRATE/SMUGGLE"})
_ON_FOOT = _LEAVING | {"MARCH/CONVOY", "DEPART", "GO", "CARRY", "SAIL/FLY/DRIVE"}
_COMING = frozenset(
    {
        "FLEE/DISPLACE",
        "ARRIVE",
        "GO",
        "SAIL/FLY/DRIVE",
        "MARCH/CONVOY",
        "DRIVE",
        "ENTER/INVADE",
        "CROSS/TRANSIT",
        "STREAM",
        "DEPLOY/REINFORCE",
        "SEND",
    }
)
_EMPTYING = frozenset({"EVACUATE", "FLEE/DISPLACE"})
"""Classes of words after which residents are no longer where they live, wherever they went."""
_FETCHED = frozenset(
    {"CARRY", "MOVE", "EVACUATE", "DRIVE", "SAIL/FLY/DRIVE", "RELOCATE", "DEPORT/EXPEL", "SHIFT"}
)
"""Classes of those who are fetched from where they stayed."""
_PARTIAL = frozenset({"leave", "flee"})


def supply(token: Token, frame: Frame, ground: Ground, paths: Paths, *, mover: Token | None) -> None:
    """Fill an end that the clause leaves out, and note it in ``paths.inferred``."""
    if mover is not None and not paths.origins:
        _from_mover(mover, frame, ground, paths)
    _from_clauses(token, frame, ground, paths, mover=mover)
    if not paths.destinations and _from_home(frame, paths):
        struck = _struck(token, ground)
        if struck:
            paths.origins.clear()
        _infer_origin(paths, struck)
        return
    if paths.origins or paths.destinations or paths.directions or paths.path:
        return
    if frame.lemma in _CLOSING and frame.towards:
        _infer_goal(paths, _named_before(token, ground), towards=True)
    elif frame.lemma in _PARTIAL and mover is not None and _partial(mover):
        _infer_origin(paths, [item for item in _named_before(mover, ground) if _is_subject(item, ground)])
    elif frame.motion_class == "SEND" and mover is not None and _more(mover):
        _infer_goal(paths, _sent_before(token, frame, ground), towards=False)
    elif frame.motion_class in _EJECTING and frame.particle == "out":
        _infer_origin(paths, _scene(token, ground))


def _from_mover(mover: Token, frame: Frame, ground: Ground, paths: Paths) -> None:
    """A start that the mover's own words tell: "the people of X", "families from X", "merchants in X"."""
    goals, word = paths.destinations, frame.motion_class
    if (goals and word in _ON_FOOT) or word in _EMPTYING:
        _infer_origin(paths, inference.whose_home(mover, goals, ground))
    if goals and not paths.origins and word in _COMING:
        _infer_origin(paths, inference.where_from(mover, goals, ground))
    if not paths.origins and word in _LEAVING:
        _infer_origin(paths, _seat(mover, ground, evacuated=word == "EVACUATE"))


def _from_clauses(token: Token, frame: Frame, ground: Ground, paths: Paths, *, mover: Token | None) -> None:
    """Ends that another clause of the sentence tells."""
    bare = not (paths.origins or paths.destinations or paths.via or paths.directions)
    if not paths.destinations:
        _infer_goal(paths, inference.where_it_befell(token, frame, ground), towards=False)
        _infer_goal(paths, inference.where_to_do(token, frame, ground), towards=False)
    if paths.directions and not (paths.origins or paths.destinations):
        _infer_origin(paths, inference.where_seen(token, ground))
    if paths.origins or mover is None:
        return
    if frame.motion_class == "WITHDRAW" and bare:
        held = inference.where_stationed(token, mover, ground)
        _infer_origin(paths, held or inference.what_was_held(token, mover, ground))
    elif frame.motion_class == "RETURN" or (frame.motion_class in _FETCHED and paths.destinations):
        _infer_origin(paths, inference.where_they_stayed(mover, ground))
    elif paths.destinations and mover_class(mover) == "hazard":
        _infer_origin(paths, inference.where_it_began(token, mover, ground))
    if paths.destinations and not paths.origins and frame.motion_class in _ON_FOOT | _FETCHED:
        found = inference.where_they_stopped(token, ground) or inference.whose_place(token, mover, ground)
        _infer_origin(paths, found)


def _from_home(frame: Frame, paths: Paths) -> bool:
    """Whether people leave a home or are evacuated without a word on where that is."""
    if any(end.mention is not None or end.nominal != "home" for end in paths.origins):
        return False
    if frame.motion_class == "EVACUATE" and frame.lemma != "rescue":
        return True
    return bool(paths.origins) and (frame.motion_class == "FLEE/DISPLACE" or frame.lemma == "leave")


_SCENES = frozenset({"in", "on", "near", "across", "around", "at"})


def _struck(token: Token, ground: Ground) -> list[Reference]:
    """The place in the sentence where the disaster is: "evacuated after floods in X"."""
    scenes = [
        preposition
        for preposition in token.doc
        if preposition.dep_ == "prep"
        and preposition.lower_ in _SCENES
        and clause_head(preposition).lemma_ not in lexicon.words("saying")
    ]
    found = [
        (abs(preposition.i - token.i), item)
        for preposition in scenes
        for noun in preposition.children
        if noun.dep_ == "pobj"
        for item in references(noun, ground)
        if item.mention is not None and not ground.mentions[item.mention].demonym
    ]
    if not found and token.head.lemma_.lower() in _PROMPTING:
        return _named_before(
            token, ground
        )  # "the streets of X are under water, forcing the evacuation of ..."
    return [min(found, key=lambda pair: pair[0])[1]] if found else []


_PROMPTING = frozenset({"force", "prompt", "trigger", "cause", "necessitate", "spark"})


def _infer_origin(paths: Paths, found: list[Reference]) -> None:
    if found:
        paths.origins.extend(found)
        paths.inferred.append("origin")


def _infer_goal(paths: Paths, found: list[Reference], *, towards: bool) -> None:
    if found:
        paths.destinations.extend(found)
        paths.towards = paths.towards or towards
        paths.inferred.append("destination")


def _seat(mover: Token, ground: Ground, *, evacuated: bool) -> list[Reference]:
    """Where those who leave were: "families in X slipped out", "people living in X were evacuated"."""
    found: list[Reference] = []
    for child in mover.subtree:
        if child.dep_ != "prep" or child.lower_ not in {"in", "inside", "at", "along"} or child.i < mover.i:
            continue
        verb = child.head if is_verb(child.head) else None
        if verb is None and child.head.i != mover.i and not _coordinated(child.head, mover):
            continue
        if verb is not None and (verb.lemma_ not in lexicon.words("dwelling") or not evacuated):
            continue
        found.extend(
            item for noun in child.children for item in references(noun, ground) if item.mention is not None
        )
    return found[:1]


def _coordinated(noun: Token, mover: Token) -> bool:
    return noun.dep_ == "conj" and (noun.head.i == mover.i or _coordinated(noun.head, mover))


def _more(mover: Token) -> bool:
    """Whether a mover adds to others of its kind ("further troops", "another 40 trucks")."""
    return any(
        child.lower_ in {"more", "further", "additional", "another", "extra"} for child in mover.subtree
    )


def _sent_before(token: Token, frame: Frame, ground: Ground) -> list[Reference]:
    """Where the others went: "sent 300 engineers to X and plans to send more"."""
    for earlier in token.doc[: token.i]:
        if verb_forms().get(earlier.lower_) == frame.lemma:
            found = read_paths(earlier, frame, ground, mover=direct_object(earlier)).destinations
            if found:
                return found
    return []


def _partial(mover: Token) -> bool:
    """Whether a mover is a bare part of people named before ("more than half", "many")."""
    return is_quantifier(mover) and not any(child.lower_ == "of" for child in mover.children)


def _named_before(token: Token, ground: Ground) -> list[Reference]:
    """The one place named before a word in its sentence; nothing when there are several."""
    indices = {
        index
        for position, index in ground.at.items()
        if position < token.i and not ground.mentions[index].demonym and ground.mentions[index].literal
    }
    if len(indices) != 1:
        return []
    mention = ground.mentions[index := indices.pop()]
    return [Reference(mention.start, mention.end, mention.text, mention=index)]


def _is_subject(found: Reference, ground: Ground) -> bool:
    head = ground.sentence.head(found.start, found.end)
    return head is not None and head.dep_ in {"nsubj", "nsubjpass"}


def _scene(token: Token, ground: Ground) -> list[Reference]:
    """Where the governing clause happens: "won the battle in X after driving out ..."."""
    governor = token.head.head if token.dep_ == "pcomp" else token.head
    if governor.i == token.i or not is_verb(governor):
        return []
    found: list[Reference] = []
    for child in governor.subtree:
        if child.dep_ == "prep" and child.lower_ in {"in", "at"} and child.i < token.i:
            for noun in child.children:
                found.extend(item for item in references(noun, ground) if item.mention is not None)
    return found[:1]
