"""Motion clauses: who moves, from where, through where, to where, and whether it may be drawn.

The classes, roles and guards are those of the ontology in docs; the words are data in ``lexicon/``. A
motion that must not be drawn is kept with its reason in ``Motion.declined``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.language import motion_attributes as attributes
from geo.language import motion_guards as guards
from geo.language.motion_chains import legs, link
from geo.language.motion_draft import Draft, is_worth
from geo.language.motion_ends import Ground, ground
from geo.language.motion_merge import merged
from geo.language.motion_nominal import read_adverb, read_noun
from geo.language.motion_syntax import is_passive
from geo.language.motion_triggers import Trigger, triggers
from geo.language.motion_verbal import read_verb
from geo.records import Mention, Motion, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        leg
        for trigger in triggers(sentence.doc, named=place.at.keys())
        if (draft := _draft(trigger, place)) is not None
        for leg in legs(draft, place)
    ]
    link(drafts)
    drafts = [draft for draft in drafts if is_worth(draft)]
    drafts = [draft for draft in drafts if not _told_by_verb(draft, drafts)]
    found = [(draft.trigger.token, _motion(draft, place, published)) for draft in drafts]
    return merged(found)


def _told_by_verb(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a noun of motion is only what another verb moves ("the convoy from X reached Y")."""
    if draft.trigger.kind != "noun":
        return False
    own = [*draft.paths.origins, *draft.paths.destinations]
    if any(_carries(other, draft) for other in drafts):
        return True
    return any(
        other.mover is not None
        and other.mover.i == draft.trigger.token.i
        and all(end in (*other.paths.origins, *other.paths.destinations) for end in own)
        for other in drafts
        if other.declined is None
    )


def _carries(verb: Draft, noun: Draft) -> bool:
    """Whether a noun is the vehicle of a verb that tells its way ("were driven in a convoy from X to Y")."""
    token = noun.trigger.token
    if verb.declined is not None or verb.trigger.kind == "noun" or token.dep_ != "pobj":
        return False
    told = {end.mention for end in (*verb.paths.origins, *verb.paths.destinations)}
    own = {end.mention for end in (*noun.paths.origins, *noun.paths.destinations)}
    return token.head.head.i == verb.trigger.token.i and own <= told


def _draft(trigger: Trigger, place: Ground) -> Draft | None:
    if trigger.kind == "noun":
        return read_noun(trigger, place)
    if trigger.kind == "adverb":
        return read_adverb(trigger, place)
    return read_verb(trigger, place)


def _motion(draft: Draft, place: Ground, published: str | None) -> Motion:
    sentence, trigger, paths = place.sentence, draft.trigger, draft.paths
    start, end = sentence.span(trigger.token)
    words = sentence.words(start, end)
    verb = draft.governor or trigger.token
    status = attributes.status_of(verb, sentence, published=published)
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
        time=attributes.time_of(verb, sentence, published=published),
        inferred=tuple(paths.inferred),
        placed=paths.placed and not paths.origins and status.eventuality not in _TO_COME,
        declined=draft.declined,
    )
    return replace(motion, goal_reached=attributes.goal_reached(motion))


_TO_COME = frozenset({"planned", "ordered", "requested", "threatened", "expected"})
"""Statuses under which those to be deployed at a place have yet to go there."""


def _class(draft: Draft, kind: str) -> str:
    frame, paths = draft.trigger.frame, draft.paths
    if frame.lemma == "drive" and frame.particle == "back" and draft.direct is None:
        return "RETURN"
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
    lone = draft.mover is not None and draft.mover.tag_ not in {"NNS", "NNPS"}
    if (
        frame.motion_class == "SEND"
        and lone
        and kind in {"person", "name"}
        and is_passive(draft.trigger.token)
    ):
        return "OTHER:TRANSFER"
    if frame.motion_class == "MOVE" and kind == "force" and paths.origins and not paths.destinations:
        return "WITHDRAW"
    return table.get(kind, table[""])
