"""Verbs of motion: who moves and what the object is, active or passive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import motion_guards as guards
from geo.language import motion_lexicon as lexicon
from geo.language.motion_constructions import is_motion
from geo.language.motion_draft import Draft
from geo.language.motion_ellipsis import supply
from geo.language.motion_ends import Ground, event_place, reference, references
from geo.language.motion_paths import read_paths
from geo.language.motion_roles import ROLES, Paths, fill, is_measure, unknown_end
from geo.language.motion_surface import add_surface
from geo.language.motion_syntax import (
    agent,
    direct_object,
    is_passive,
    stray_preposition,
    subject,
    where_clause,
)

if TYPE_CHECKING:
    from geo.language.motion_lexicon import Frame
    from geo.language.motion_triggers import Trigger
    from geo.language.tree import Token
    from geo.records import Reference


def read_verb(trigger: Trigger, place: Ground) -> Draft | None:
    """Arguments of a verb of motion, or of a light verb with its object; None outside its construction."""
    token, frame = trigger.token, trigger.frame
    passive = is_passive(token)
    doer, direct = _arguments(trigger, passive=passive)
    mover, causer = _movers(frame.object, doer, direct, place, passive=passive)
    paths = read_paths(token, frame, place, mover=mover)
    if not is_motion(token, frame, direct, paths):
        return None
    end = _object_end(frame, mover, direct, place)
    take_object(frame.object, end, paths)
    add_surface(trigger.last, frame, place, paths)
    if direct is None or passive or frame.object != "none":
        _from_context(token, frame, place, paths)
    supply(token, frame, place, paths, mover=mover)
    held = guards.Arguments(
        mover,
        direct,
        tuple(paths.objects),
        direct_is_place=bool(end),
        doer=doer,
        states=mover is not None and place.mention(mover) is not None,
    )
    declined = guards.declined(token, frame, held) or _no_way(trigger, mover, direct, paths, passive=passive)
    if declined is None and frame.object == "origin" and frame.weak and direct is not None:
        declined = _left_behind(direct, doer, passive=passive)
    return Draft(trigger, mover, causer, direct, paths, declined)


def _arguments(trigger: Trigger, *, passive: bool) -> tuple[Token | None, Token | None]:
    """(doer, direct object) of a verb; a length, a bearing and "home" are no objects."""
    token = trigger.token
    if trigger.kind == "phrase":
        return subject(token), None
    doer = agent(token) if passive else subject(token)
    direct = subject(token) if passive else direct_object(token)
    if direct is None and not passive and trigger.frame.object == "mover":
        direct = _misplaced_object(token)
    bare = trigger.frame.object == "none"
    if direct is not None and not passive and stray_preposition(direct, particles=bare) is not None:
        return doer, None
    if direct is not None and doer is None and not passive and _is_inverted(trigger):
        return direct, None
    if direct is not None and not passive and (is_measure(direct) or lexicon.compass(direct.lower_)):
        return doer, None
    if direct is not None and direct.lower_ == "home":
        return doer, next((child for child in direct.children if child.dep_ == "compound"), None)
    return doer, direct


def _misplaced_object(verb: Token) -> Token | None:
    """Who is moved where the parser took them for a length, or hung them on "in" ("flew in 30 nurses")."""
    for child in verb.children:
        if child.dep_ == "npadvmod" and child.i > verb.i and _is_moved(child):
            return child
        if child.i == verb.i + 1 and child.lower_ == "in" and child.dep_ == "prep":
            nouns = [noun for noun in child.children if noun.dep_ == "pobj" and _is_moved(noun)]
            return next((noun for noun in nouns if guards.mover_class(noun) != "vehicle"), None)
    return None


def _is_inverted(trigger: Trigger) -> bool:
    """Whether the subject follows a verb without object ("Out of X went the lorry")."""
    return trigger.frame.object == "none" and trigger.token.tag_ in {"VBD", "VBZ", "VBP"}


def _no_way(
    trigger: Trigger, mover: Token | None, direct: Token | None, paths: Paths, *, passive: bool
) -> str | None:
    """Why a verb with these arguments tells of no way."""
    frame = trigger.frame
    alone = frame.lemma in _INTRANSITIVE or (frame.object == "none" and (frame.towards or _is_idea(direct)))
    if alone and direct is not None and not passive:
        return f"{frame.lemma!r} with an object is not a movement"
    if frame.lemma == "pull" and not frame.particle and guards.mover_class(mover) not in _PULLED:
        return "pulled out of something, not a way"
    lies = frame.lemma in {"dock", "berth"} and passive and not paths.origins
    if (unmoved := LYING if lies else _unmoved(frame.lemma, mover)) is not None:
        return unmoved
    if frame.lemma == "come" and paths.origins and not paths.destinations:
        return None if guards.mover_class(mover) in {"force", "hazard", "vehicle"} else PROVENANCE
    taken = frame.lemma == "take" and not frame.particle and trigger.kind == "verb"
    if taken and not (paths.destinations or paths.directions):
        return NOWHERE
    return _unarmed(direct, paths, frame.lemma) if frame.object == "weapon" else None


def _left_behind(direct: Token, doer: Token | None, *, passive: bool) -> str | None:
    """Why an object that is left is no origin: people stay behind, or a place just lies deserted."""
    if guards.is_people(direct):
        return "somebody is left behind"
    return "a place that lies deserted" if passive and doer is None else None


def _is_idea(direct: Token | None) -> bool:
    """Whether the object of a verb of manner is no thing ("dashed hopes from X to Y")."""
    if direct is None or direct.lower_ in lexicon.place_nouns():
        return False
    return guards.mover_class(direct) in {"abstract", "event"}


def _unmoved(lemma: str, mover: Token | None) -> str | None:
    """Why nobody moves: a bare "headed to", a journey that continues, a figure that jumps."""
    if lemma == "head" and mover is None:
        return "nobody is said to move"
    if lemma == "continue" and mover is not None and mover.lower_ in lexicon.nouns():
        return "a journey spoken of, not one that is told"
    figure = lemma in _RISING and guards.mover_class(mover) not in _ALIVE
    return "a figure that rises" if figure else None


_PULLED = frozenset({"force", "prisoner", "vehicle", "weapon", "name"})
_RISING = frozenset({"jump", "climb", "leap", "hop"})
_ALIVE = frozenset({"hazard", "animal", "person", "force", "name", "weapon", "prisoner"})
LYING = "where a ship lies, not its way"
NOWHERE = "taken, and nobody is said where to"
PROVENANCE = "where something is from, not its way"

_INTRANSITIVE = frozenset({"head", "run", "set", "continue", "go", "come", "get"})
"""Verbs that mean something else with an object ("runs a shop", "set off an alarm")."""


def _unarmed(direct: Token | None, paths: Paths, lemma: str) -> str | None:
    if direct is not None and guards.mover_class(direct) == "weapon":
        return None
    if direct is None and lemma == "fire" and paths.destinations:
        return None
    return "nothing is shot from place to place"


def _movers(
    role: str, doer: Token | None, direct: Token | None, place: Ground, *, passive: bool
) -> tuple[Token | None, Token | None]:
    """(mover, causer) of a verb: the object moves when the frame says so, else the subject."""
    takes = role.split("|")
    if direct is not None and ("mover" in takes or role == "weapon"):
        thing = len(takes) == 1 or reference(direct, place) is None or guards.is_people(direct)
        if thing and (passive or len(takes) > 1 or place.mention(direct) is None):
            return direct, doer
        return (None if len(takes) > 1 and not _leaves_own(direct, doer) else doer), doer
    if role == "none" and direct is not None and (passive or _is_moved(direct)):
        return direct, doer
    return doer, None


def _is_moved(direct: Token) -> bool:
    """Whether the object of a verb that needs none is what moves ("marched the prisoners to X")."""
    noun = guards.content(direct)
    known = lexicon.mover_nouns()
    return (known.get(noun.lower_) or known.get(noun.lemma_.lower())) in _MOVED


_MOVED = frozenset({"person", "prisoner", "vehicle", "goods", "animal", "weapon"})


def _leaves_own(direct: Token, doer: Token | None) -> bool:
    """Whether people empty a place of their own ("residents evacuated their homes")."""
    own = any(child.dep_ == "poss" and child.lower_ in _OWN for child in direct.children)
    return own and doer is not None and guards.mover_class(doer) == "person"


_OWN = frozenset({"their", "his", "her", "our"})


def _object_end(
    frame: Frame, mover: Token | None, direct: Token | None, place: Ground
) -> tuple[Reference, ...]:
    if direct is None:
        return ()
    roles = frame.object.split("|")
    if not set(roles) & {"origin", "destination", "via", "path"} or (
        len(roles) > 1 and guards.is_people(direct)
    ):
        return ()
    found = references(direct, place)
    if not found and frame.motion_class == "FLEE/DISPLACE":
        event = event_place(direct, place)
        return () if event is None else (event,)
    plain = len(roles) == 1 and (not frame.weak or guards.mover_class(mover) in {"force", "vehicle"})
    return found or (unknown_end(direct, place) if plain else ())


_STAYS = frozenset({"DEPART", "ADVANCE"})


def _from_context(token: Token, frame: Frame, place: Ground, paths: Paths) -> None:
    """Ends that the clause around a verb states: "X, where he fled", "seized in X and flown to Y"."""
    _from_cleft(token, frame, place, paths)
    relative = where_clause(token)
    if relative is not None and not paths.destinations and frame.motion_class not in _STAYS:
        noun, role = _located_noun(relative[0]), relative[1]
        (paths.destinations if role == "destination" else paths.origins).extend(references(noun, place))
    named = any(end.mention is not None for end in paths.destinations)
    if token.dep_ != "conj" or paths.origins or not named:
        return
    first = token.head
    lemma = first.lemma_.lower()
    kept = lemma in lexicon.words("held") and is_passive(first)
    if kept or (lemma in lexicon.words("gathering") and direct_object(first) is None):
        held = [
            found
            for child in first.subtree
            if child.i < token.i and child.dep_ == "prep" and child.lower_ in {"in", "at", "near", "outside"}
            for noun in child.children
            for found in references(noun, place)
            if found.mention is not None
        ]
        paths.origins.extend(held[:1])


def _from_cleft(token: Token, frame: Frame, place: Ground, paths: Paths) -> None:
    """The end that a cleft puts first: "it was from X that they sailed"."""
    main = token.head
    if main.lemma_ != "be" or token.dep_ not in {"ccomp", "advcl", "relcl", "csubj"}:
        return
    if not any(child.lower_ == "it" and child.i < main.i for child in main.children):
        return
    for child in main.children:
        role = frame.preps.get(child.lower_) or ROLES.get(child.lower_)
        if child.dep_ == "prep" and role in {"origin", "destination"} and child.i < token.i:
            fill(role, tuple(r for noun in child.children for r in references(noun, place)), frame, paths)


def _located_noun(noun: Token) -> Token:
    """The place that is located, where its clause was hung on a neighbour ("X, near Y, where")."""
    for _ in range(3):
        if noun.dep_ == "conj":
            noun = noun.head
        near = noun.head
        if (
            noun.dep_ != "pobj"
            or near.lower_ not in {"near", "with", "between"}
            or near.head.pos_ not in _NOUNS
        ):
            return noun
        noun = near.head
    return noun


_NOUNS = frozenset({"NOUN", "PROPN"})


def take_object(role: str, end: tuple[Reference, ...], paths: Paths) -> None:
    """Put the places that an object means where the frame says they belong."""
    takes = role.split("|")
    if "origin" in takes:
        paths.origins[:0] = end
    elif "destination" in takes:
        paths.destinations[:0] = end
    elif "via" in takes:
        paths.via[:0] = end
    elif "path" in takes and end:
        paths.path = end[0]
