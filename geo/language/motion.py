"""Motion clauses: who moves, from where, through where, to where, and whether it may be drawn.

The classes, roles and guards are those of the ontology in docs; the words are data in ``lexicon/``. A
motion that must not be drawn is kept with its reason in ``Motion.declined``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.language import motion_attributes as attributes
from geo.language import motion_guards as guards
from geo.language import motion_lexicon as lexicon
from geo.language.motion_ellipsis import supply
from geo.language.motion_ends import Ground, event_place, ground, reference, references
from geo.language.motion_merge import merged
from geo.language.motion_paths import Paths, read_paths
from geo.language.motion_syntax import agent, direct_object, is_passive, subject, where_clause
from geo.language.motion_triggers import Trigger, triggers
from geo.records import Mention, Motion, Phrase, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from geo.language.motion_lexicon import Frame
    from geo.language.parsing import Sentence

ROLE_OF_KIND = {
    "MOVE": {
        "force": "ADVANCE",
        "name": "ADVANCE",
        "hazard": "NATURAL",
        "animal": "NATURAL",
        "goods": "DELIVER/SUPPLY",
        "weapon": "DEPLOY/REINFORCE",
        "vehicle": "SAIL/FLY/DRIVE",
        "prisoner": "OTHER:TRANSFER",
        "": "OTHER:RELOCATE",
    },
    "GO": {"force": "ADVANCE", "hazard": "NATURAL", "animal": "NATURAL", "": "SAIL/FLY/DRIVE"},
    "SEND": {
        "goods": "DELIVER/SUPPLY",
        "prisoner": "OTHER:TRANSFER",
        "person": "SAIL/FLY/DRIVE",
        "name": "SAIL/FLY/DRIVE",
        "": "DEPLOY/REINFORCE",
    },
    "CARRY": {
        "goods": "DELIVER/SUPPLY",
        "weapon": "DELIVER/SUPPLY",
        "prisoner": "OTHER:TRANSFER",
        "hazard": "NATURAL",
        "force": "DEPLOY/REINFORCE",
        "": "SAIL/FLY/DRIVE",
    },
    "TRANSFER": {"goods": "DELIVER/SUPPLY", "force": "DEPLOY/REINFORCE", "": "OTHER:TRANSFER"},
    "DRIVE": {"": "SAIL/FLY/DRIVE"},
    "FLIGHT": {"person": "FLEE/DISPLACE", "": "SAIL/FLY/DRIVE"},
}
"""Class of a word that moves many things, by the class of what it moves ("": any other)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A trigger with its arguments while a sentence is read."""

    trigger: Trigger
    mover: Token | None
    causer: Token | None
    direct: Token | None
    paths: Paths
    declined: str | None


def find_motions(
    sentence: Sentence,
    mentions: Sequence[Mention],
    phrases: Sequence[Phrase] = (),
    *,
    published: str | None = None,
) -> tuple[Motion, ...]:
    """Motions of one parsed sentence, in order of their triggers; none for an unparsed one.

    ``mentions`` and ``phrases`` are those of the whole document; references index into them.
    """
    if sentence.doc is None:
        return ()
    place = ground(sentence, mentions, phrases)
    drafts = [
        draft
        for trigger in triggers(sentence.doc, named=place.at.keys())
        if (draft := _draft(trigger, place)) is not None
    ]
    found = [(draft.trigger.token, _motion(draft, place, published)) for draft in drafts]
    return merged(found)


def _draft(trigger: Trigger, place: Ground) -> Draft | None:
    if trigger.kind == "noun":
        draft = _nominal(trigger, place)
    elif trigger.kind == "adverb":
        draft = _adverbial(trigger, place)
    else:
        draft = _verbal(trigger, place)
    return draft if draft is not None and _worth(draft) else None


_VAGUE = frozenset({"home", "place", "facility", "base", "road"})
"""Nouns for places that fix no place on a map without a name."""


def _worth(draft: Draft) -> bool:
    """Weak words tell of motion only with a place or a direction; guards count only beside a place."""
    paths, frame = draft.paths, draft.trigger.frame
    ends = [*paths.origins, *paths.destinations, *paths.via, *([paths.path] if paths.path else [])]
    named = any(end.mention is not None for end in [*ends, *paths.area])
    if draft.declined is not None:
        return named
    placed = any(end.mention is not None or end.nominal not in {None, *_VAGUE} for end in ends)
    if draft.trigger.kind == "noun" and not frame.weak:
        return (
            bool(ends or paths.directions or draft.mover is not None) or frame.motion_class == "FLEE/DISPLACE"
        )
    if placed:
        return True
    if not frame.weak:
        return bool(ends or paths.directions) or guards.mover_class(draft.mover) in _PEOPLE
    if frame.motion_class in {"FLEE/DISPLACE", "RETURN"} or frame.lemma == "leave":
        return any(end.nominal == "home" for end in ends)
    return bool(paths.directions) and guards.mover_class(draft.mover) in _HEADING


_PEOPLE = frozenset({"person", "force", "prisoner", "name", "vehicle"})
_HEADING = frozenset({"force", "hazard", "vehicle", "person", "animal", "name"})


# -- verbs -------------------------------------------------------------------------------------


def _verbal(trigger: Trigger, place: Ground) -> Draft | None:
    token, frame = trigger.token, trigger.frame
    passive = is_passive(token)
    doer = agent(token) if passive else subject(token)
    direct = subject(token) if passive else direct_object(token)
    if trigger.kind == "phrase":
        direct, doer = None, subject(token)
    mover, causer = _movers(frame.object, doer, direct, place, passive=passive)
    paths = read_paths(token, frame, place, mover=mover)
    end = _object_end(frame, direct, place)
    _take_object(frame.object, end, paths)
    _from_context(token, frame, place, paths)
    supply(token, frame, place, paths, mover=mover)
    declined = guards.declined(
        token,
        frame,
        mover=mover,
        direct=None if trigger.kind == "phrase" else direct,
        objects=paths.objects,
        direct_is_place=bool(end),
    )
    if (
        declined is None
        and frame.object == "none"
        and direct is not None
        and not passive
        and trigger.kind == "verb"
    ):
        declined = _with_object(frame.lemma, direct)
    if declined is None and frame.object == "weapon":
        declined = _unarmed(direct, paths, frame.lemma)
    return Draft(trigger, mover, causer, direct, paths, declined)


def _with_object(lemma: str, direct: Token) -> str | None:
    if lemma in {"head", "run", "set", "continue", "go", "come"}:
        return f"{lemma!r} with an object is not a movement"
    return None


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
        if len(takes) == 1 or reference(direct, place) is None or _is_people(direct):
            if passive or len(takes) > 1 or place.mention(direct) is None:
                return direct, doer
        return None if len(takes) > 1 else doer, doer
    if passive and role == "none":
        return direct, doer
    return doer, None


def _is_people(token: Token) -> bool:
    return guards.mover_class(token) in {"person", "force", "prisoner"}


def _object_end(frame: Frame, direct: Token | None, place: Ground) -> tuple[Reference, ...]:
    if direct is None:
        return ()
    roles = frame.object.split("|")
    if not set(roles) & {"origin", "destination", "via"} or (len(roles) > 1 and _is_people(direct)):
        return ()
    found = references(direct, place)
    if not found and frame.motion_class == "FLEE/DISPLACE":
        event = event_place(direct, place)
        return () if event is None else (event,)
    return found


_HELD = frozenset(
    [
        "capture",
        "arrest",
        "detain",
        "seize",
        "catch",
        "hold",
        "kidnap",
        "abduct",
        "apprehend",
        "take",
        "imprison",
        "intercept",
    ]
)
_STAYS = frozenset({"DEPART", "ADVANCE"})


def _from_context(token: Token, frame: Frame, place: Ground, paths: Paths) -> None:
    """Ends that the clause around a verb states: "X, where he fled", "seized in X and flown to Y"."""
    relative = where_clause(token)
    if relative is not None and not paths.destinations and frame.motion_class not in _STAYS:
        noun, role = relative
        (paths.destinations if role == "destination" else paths.origins).extend(references(noun, place))
    if token.dep_ != "conj" or paths.origins or not paths.destinations:
        return
    first = token.head
    if first.lemma_.lower() in _HELD and is_passive(first):
        held = [
            found
            for child in first.subtree
            if child.i < token.i and child.dep_ == "prep" and child.lower_ in {"in", "at", "near", "outside"}
            for noun in child.children
            for found in references(noun, place)
            if found.mention is not None
        ]
        paths.origins.extend(held[:1])


def _take_object(role: str, end: tuple[Reference, ...], paths: Paths) -> None:
    takes = role.split("|")
    if "origin" in takes:
        paths.origins[:0] = end
    elif "destination" in takes:
        paths.destinations[:0] = end
    elif "via" in takes:
        paths.via[:0] = end


# -- nouns and adverbs -------------------------------------------------------------------------


def _nominal(trigger: Trigger, place: Ground) -> Draft | None:
    token, frame = trigger.token, trigger.frame
    taken = set(frame.object.split("|"))
    held = [
        noun
        for child in token.children
        if child.lower_ == "of"
        for noun in child.children
        if noun.dep_ == "pobj"
    ]
    mover: Token | None = None
    end: tuple[Reference, ...] = ()
    for noun in held:
        is_end = bool(taken & {"origin", "destination", "via"}) and not _is_people(noun)
        if is_end and references(noun, place):
            end = references(noun, place)
        elif "mover" in taken:
            mover = noun
    owner = next((child for child in token.children if child.dep_ in {"poss", "compound"}), None)
    if mover is None and owner is not None and not end and place.demonym(owner) is None:
        mover = owner
    if mover is None and token.dep_ in {"dobj", "dative"}:
        given = [
            child for child in token.head.children if child.dep_ in {"dative", "dobj"} and child.i < token.i
        ]
        mover = given[0] if given and given[0].pos_ != "ADP" else None
    paths = read_paths(token, frame, place, mover=mover)
    _from_governor(token, frame, place, paths)
    _take_object("|".join(sorted(taken - {"mover"})), end, paths)
    if frame.weak and not (paths.origins or paths.destinations or paths.directions or end):
        return None
    checked = None if mover is not None and place.mention(mover) is not None else mover
    declined = guards.declined(
        token, frame, mover=checked, direct=None, objects=paths.objects, direct_is_place=bool(end)
    )
    declined = declined or _referred(trigger, mover, paths)
    return Draft(trigger, mover, agent(token), None, paths, declined)


_OPENING = frozenset(
    [
        "continue",
        "begin",
        "start",
        "launch",
        "make",
        "resume",
        "renew",
        "press",
        "see",
        "report",
        "order",
        "plan",
        "announce",
    ]
)


def _from_governor(token: Token, frame: Frame, place: Ground, paths: Paths) -> None:
    """Paths that the parser hung on the verb though they belong to its object noun."""
    governor = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or paths.origins or paths.destinations:
        return
    if governor.lower_ in lexicon.verb_forms() and governor.lemma_ not in _OPENING:
        return
    extra = read_paths(governor, frame, place, mover=token)
    paths.origins.extend(extra.origins)
    paths.destinations.extend(extra.destinations)
    paths.directions.extend(extra.directions)
    paths.towards = paths.towards or extra.towards


def _adjacent(token: Token) -> bool:
    """Whether the way stands right after the noun ("a movement out of X")."""
    after = token.doc[token.i + 1 : token.i + 2]
    return bool(len(after)) and after[0].lower_ in {
        "out",
        "from",
        "to",
        "into",
        "towards",
        "toward",
        "through",
        "across",
    }


def _adjacent(token: Token) -> bool:
    """Whether the way stands right after the noun ("a movement out of X")."""
    after = token.doc[token.i + 1 : token.i + 2]
    return bool(len(after)) and after[0].lower_ in _WAY


_WAY = frozenset({"out", "from", "to", "into", "towards", "toward", "through", "across"})
_SINGULAR = frozenset({"NN", "NNP"})


def _referred(trigger: Trigger, mover: Token | None, paths: Paths) -> str | None:
    """Why a noun of motion only refers: "during the invasion of X", "trips to and from X"."""
    if mover is not None:
        return None
    if trigger.frame.motion_class == "ENTER/INVADE":
        return "an event referred to; nobody is said to move"
    if trigger.frame.motion_class == "MOVE" and not _adjacent(trigger.token):
        return "a movement of opinion or change, nobody is said to move"
    if (
        trigger.frame.weak
        and trigger.token.tag_ not in _SINGULAR
        and not (paths.origins and paths.destinations)
    ):
        return "journeys in general, not one movement"
    return None


def _adverbial(trigger: Trigger, place: Ground) -> Draft | None:
    token = trigger.token
    mover = subject(token.head) if token.head.pos_ in {"VERB", "AUX"} else None
    if mover is None and token.dep_ in {"amod", "acl", "prep", "pobj"}:
        head = token.head.head if token.dep_ == "pobj" else token.head
        mover = head if head.pos_ in {"NOUN", "PROPN"} else subject(head)
    paths = read_paths(token, trigger.frame, place, mover=mover)
    declined = guards.declined(
        token, trigger.frame, mover=mover, direct=None, objects=paths.objects, direct_is_place=False
    )
    return Draft(trigger, mover, None, None, paths, declined)


# -- records -----------------------------------------------------------------------------------


def _motion(draft: Draft, place: Ground, published: str | None) -> Motion:
    sentence, trigger, paths = place.sentence, draft.trigger, draft.paths
    start, end = sentence.span(trigger.token)
    words = sentence.words(start, end)
    status = attributes.status_of(trigger.token, sentence, published=published)
    kind = guards.mover_class(draft.mover)
    towards = paths.towards or (trigger.frame.towards and bool(paths.destinations))
    motion = Motion(
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        trigger=words,
        lemma=trigger.frame.lemma
        if not trigger.frame.particle
        else f"{trigger.frame.lemma} {trigger.frame.particle}",
        motion_class=_class(draft, kind),
        status=status,
        mover=attributes.mover_words(draft.mover, sentence),
        causer=attributes.mover_words(draft.causer, sentence),
        origins=tuple(paths.origins),
        destinations=tuple(paths.destinations),
        via=tuple(paths.via),
        path=paths.path,
        upstream=paths.upstream,
        area=tuple(paths.area),
        directions=tuple(dict.fromkeys(paths.directions)),
        towards=towards,
        quantity=attributes.quantity_of(draft.mover, sentence),
        time=attributes.time_of(trigger.token, sentence, published=published),
        inferred=tuple(paths.inferred),
        declined=draft.declined,
    )
    return replace(motion, goal_reached=attributes.goal_reached(motion))


def _class(draft: Draft, kind: str) -> str:
    frame, paths = draft.trigger.frame, draft.paths
    table = ROLE_OF_KIND.get(frame.motion_class)
    if table is None:
        return frame.motion_class
    if (
        frame.motion_class == "DRIVE"
        and draft.direct is not None
        and paths.origins
        and not paths.destinations
    ):
        return "FLEE/DISPLACE"
    if frame.motion_class == "SEND" and kind in {"person", "name"} and is_passive(draft.trigger.token):
        return "OTHER:TRANSFER"
    if frame.motion_class == "MOVE" and kind == "force" and paths.origins and not paths.destinations:
        return "WITHDRAW"
    return table.get(kind, table[""])
