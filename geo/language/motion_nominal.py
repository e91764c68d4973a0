"""Nouns of motion ("the withdrawal from X") and adverbs ("en route to X")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import motion_guards as guards
from geo.language import motion_lexicon as lexicon
from geo.language.motion_draft import Draft
from geo.language.motion_ellipsis import supply
from geo.language.motion_ends import Ground, references
from geo.language.motion_paths import add_adjacent, read_paths
from geo.language.motion_roles import Paths
from geo.language.motion_surface import add_surface
from geo.language.motion_syntax import agent, hyphened, subject
from geo.language.motion_verbal import take_object

if TYPE_CHECKING:
    from geo.language.motion_lexicon import Frame
    from geo.language.motion_triggers import Trigger
    from geo.language.tree import Token
    from geo.records import Reference


def read_noun(trigger: Trigger, place: Ground) -> Draft | None:
    """Arguments of a noun of motion; None when it is a common noun without a way."""
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
        is_end = bool(taken & {"origin", "destination", "via"}) and not guards.is_people(noun)
        if is_end and references(noun, place):
            end = references(noun, place)
        elif "mover" in taken:
            mover = noun
    first = token.i - 2 if hyphened(token) != token.lower_ else -1
    owner = next(
        (child for child in token.children if child.dep_ in {"poss", "compound"} and child.i != first), None
    )
    if mover is None and owner is not None and not end and place.demonym(owner) is None:
        mover = owner
    if mover is None and token.dep_ == "dobj" and token.head.lemma_ in lexicon.words("undertaken"):
        mover = subject(token.head)
    if (
        mover is None
        and token.dep_ == "pobj"
        and token.head.lower_ == "on"
        and token.head.head.pos_ == "NOUN"
    ):
        mover = token.head.head
    if mover is None and token.dep_ in {"dobj", "dative"}:
        given = [
            child for child in token.head.children if child.dep_ in {"dative", "dobj"} and child.i < token.i
        ]
        mover = given[0] if given and given[0].pos_ != "ADP" else None
    paths = read_paths(token, frame, place, mover=mover)
    _from_governor(token, frame, place, paths)
    add_adjacent(token, frame, place, paths)
    take_object("|".join(sorted(taken - {"mover"})), end, paths)
    if not any(found.mention is not None for found in end):
        supply(token, frame, place, paths, mover=mover)
    if frame.weak and not (paths.origins or paths.destinations or paths.directions or end):
        return None
    checked = None if mover is not None and place.mention(mover) is not None else mover
    declined = guards.declined(
        token, frame, guards.Arguments(checked, None, tuple(paths.objects), direct_is_place=bool(end))
    )
    declined = (
        declined
        or _figure(trigger, mover, owner, paths, place)
        or _referred(trigger, mover, paths, end=bool(end))
    )
    return Draft(trigger, mover, agent(token), None, paths, declined)


def _from_governor(token: Token, frame: Frame, place: Ground, paths: Paths) -> None:
    """Paths that the parser hung on the verb though they belong to its object noun."""
    governor = token.head
    if token.dep_ not in {"dobj", "nsubjpass"} or (paths.origins and paths.destinations):
        return
    if governor.lower_ in lexicon.verb_forms() and governor.lemma_ not in lexicon.words("opening"):
        return
    extra = read_paths(governor, frame, place, mover=token)
    both = bool(extra.origins and extra.destinations)
    if not both and not _lends_way(token, governor):
        extra.origins.clear()
        if token.dep_ == "nsubjpass":
            extra.destinations.clear()
    paths.origins.extend(() if paths.origins else extra.origins)
    paths.destinations.extend(() if paths.destinations else extra.destinations)
    paths.directions.extend(extra.directions)
    paths.towards = paths.towards or extra.towards


def _lends_way(noun: Token, governor: Token) -> bool:
    """Whether "from X" behind a verb may belong to its noun ("a march was held from X"), not to the verb.

    Of what is only done to the movement, "from" tells the place ("was shelled from X", "was filmed from X").
    """
    lemma = governor.lemma_.lower()
    if noun.dep_ == "nsubjpass":
        return lemma in lexicon.words("holding") or governor.lower_ in lexicon.words("holding")
    return lemma not in lexicon.words("striking")


_OF_MOVERS = {
    "spread": frozenset({"hazard", "animal"}),
    "handover": frozenset({"person", "prisoner", "goods", "force"}),
    "removal": frozenset({"person", "prisoner", "force", "goods", "animal"}),
    "immigration": frozenset({"person"}),
}
"""Nouns that tell of a movement only with such a mover ("the spread of cholera", not "of ideas")."""


def _moves(lemma: str, mover: Token | None) -> bool:
    return mover is not None and guards.mover_class(mover) in _OF_MOVERS[lemma]


def _figure(
    trigger: Trigger, mover: Token | None, owner: Token | None, paths: Paths, place: Ground
) -> str | None:
    """Why a noun of motion is a figure: of traffic, or of speech ("{Leeds}'s march to {Rome}")."""
    if any(child.dep_ == "det" and child.lower_ == "no" for child in trigger.token.children):
        return "the text says that there was none"
    if trigger.frame.lemma in _OF_MOVERS and not _moves(trigger.frame.lemma, mover):
        return "no people, disease or hazard that moves"
    one_end = not (paths.origins and paths.destinations)
    if trigger.frame.lemma in {"import", "export"} and one_end:
        return "trade with a country, not one movement"
    if trigger.frame.weak and _spoken_of(trigger.token):
        return "a journey or a figure of traffic spoken of, not one that is told"
    if trigger.frame.lemma == "march" and owner is not None and place.mention(owner) is not None:
        return "a club or a state marches in a figure of speech"
    return None


def _spoken_of(token: Token) -> bool:
    """Whether something is only said of a journey ("exports to X rose", "the flight from X is long")."""
    verb = token.head
    if token.dep_ != "nsubj":
        return False
    described = verb.lemma_ == "be" and any(child.dep_ in {"attr", "acomp"} for child in verb.children)
    return described or verb.lemma_ in lexicon.words("changing")


_THRONGS = frozenset({"wave", "stream", "flow", "trickle"})


def _adjacent(token: Token) -> bool:
    """Whether the way stands right after the noun ("a movement out of X")."""
    after = token.doc[token.i + 1 : token.i + 2]
    return bool(len(after)) and after[0].lower_ in _WAY


_WAY = frozenset({"out", "from", "to", "into", "towards", "toward", "through", "across"})
_JOURNEYS = frozenset({"GO", "FLIGHT", "CARRY"})
"""Nouns that without a traveller and both ends tell of no one journey ("the perfect trip to X")."""

_SINGULAR = frozenset({"NN", "NNP"})


def _referred(trigger: Trigger, mover: Token | None, paths: Paths, *, end: bool) -> str | None:
    """Why a noun of motion only refers: "during the invasion of X", "trips to and from X"."""
    both = bool(paths.origins and paths.destinations)
    if trigger.frame.lemma in _THRONGS and not paths.destinations:
        return "people of an origin, not their way"
    if mover is not None:
        return None
    if trigger.frame.motion_class == "ENTER/INVADE":
        return "an event referred to; nobody is said to move"
    if trigger.frame.motion_class == "MOVE" and not _adjacent(trigger.token):
        return "a movement of opinion or change, nobody is said to move"
    general = trigger.token.tag_ not in _SINGULAR or trigger.frame.motion_class in _JOURNEYS
    if general and not both and not end and trigger.frame.motion_class != "FLEE/DISPLACE":
        return "journeys in general, not one movement"
    return None


def _named_before(token: Token) -> Token | None:
    """The noun before "en route" where the parser took the route itself for what moves."""
    if token.i < 2 or token.nbor(-1).lower_ not in {"en", "on"}:
        return None
    before = token.nbor(-2)
    if before.pos_ == "NUM" and before.i:
        before = before.nbor(-1)  # "a Boeing 737 en route"
    return before if before.pos_ in {"NOUN", "PROPN"} else None


def read_adverb(trigger: Trigger, place: Ground) -> Draft:
    """Arguments of "en route", "on the way", "bound for"."""
    token = trigger.token
    mover = subject(token.head) if token.head.pos_ in {"VERB", "AUX"} else None
    if mover is None and token.dep_ in {"amod", "acl", "prep", "pobj"}:
        head = token.head.head if token.dep_ == "pobj" else token.head
        mover = head if head.pos_ in {"NOUN", "PROPN"} else subject(head)
    if mover is None or mover.i == token.i:
        mover = _named_before(token)
    paths = read_paths(token, trigger.frame, place, mover=mover)
    add_surface(token, trigger.frame, place, paths)
    if not paths.destinations and mover is not None and mover.i < token.i:
        paths.destinations.extend(read_paths(mover, trigger.frame, place, mover=None).destinations)
    supply(token, trigger.frame, place, paths, mover=mover)
    declined = guards.declined(
        token, trigger.frame, guards.Arguments(mover, None, tuple(paths.objects), direct_is_place=False)
    )
    return Draft(trigger, mover, None, None, paths, declined)
