"""Motion clauses: who moves, from where, through where, to where, and whether it may be drawn.

The classes, roles and guards are those of the ontology in docs; the words are data in ``lexicon/``. A
motion that must not be drawn is kept with its reason in ``Motion.declined``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.language import motion_attributes as attributes
from geo.language.motion_chains import higher, legs, link
from geo.language.motion_classes import class_of
from geo.language.motion_constructions import forced_status
from geo.language.motion_draft import Draft, is_worth
from geo.language.motion_ends import Ground, ground
from geo.language.motion_merge import merged
from geo.language.motion_nominal import read_adverb, read_noun
from geo.language.motion_triggers import Trigger, triggers
from geo.language.motion_verbal import read_verb
from geo.records import Mention, Motion, Phrase, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.parsing import Sentence
    from geo.language.tree import Token


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
    if not drafts:
        return ()
    link(drafts)
    drafts += higher(sentence.doc, drafts)
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
    status = _status(draft, verb, sentence, published)
    towards = paths.towards or (trigger.frame.towards and bool(paths.destinations))
    motion = Motion(
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        trigger=words,
        lemma=trigger.frame.lemma
        if not trigger.frame.particle
        else f"{trigger.frame.lemma} {trigger.frame.particle}",
        motion_class=class_of(draft, place),
        status=status,
        mover=attributes.mover_words(draft.mover, sentence),
        causer=attributes.mover_words(draft.causer, sentence),
        origins=tuple(dict.fromkeys(paths.origins)),
        destinations=tuple(dict.fromkeys(paths.destinations)),
        via=tuple(paths.via),
        path=paths.path,
        upstream=paths.upstream,
        area=tuple(paths.area),
        directions=tuple(dict.fromkeys(paths.directions)),
        towards=towards,
        quantity=attributes.quantity_of(draft.mover, sentence) or attributes.company_of(verb, sentence),
        time=attributes.time_of(verb, sentence, published=published),
        inferred=tuple(paths.inferred),
        placed=paths.placed and not paths.origins and status.eventuality not in _TO_COME,
        declined=draft.declined,
    )
    return replace(motion, goal_reached=attributes.goal_reached(motion))


def _status(draft: Draft, verb: Token, sentence: Sentence, published: str | None) -> Status:
    """Status of the clause, and what the verb itself says ("turned back", "ordered out")."""
    status = attributes.status_of(verb, sentence, published=published)
    negated = status.factuality == "negated"
    forced = forced_status(draft.trigger.frame, transitive=draft.direct is not None, negated=negated)
    if forced is None:
        return status
    factuality = "asserted" if negated else status.factuality
    return replace(status, eventuality=forced, factuality=factuality, cues=(*status.cues, verb.text))


_TO_COME = frozenset({"planned", "ordered", "requested", "threatened", "expected"})
"""Statuses under which those to be deployed at a place have yet to go there."""
