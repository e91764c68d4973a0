"""The class of a movement: from its word, or for words that move many things from what moves and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import motion_guards as guards
from geo.language import motion_lexicon as lexicon

if TYPE_CHECKING:
    from geo.language.motion_draft import Draft
    from geo.language.motion_ends import Ground
    from geo.language.tree import Token

ROLE_OF_KIND = {
    "MOVE": {
        "force": "ADVANCE",
        "goods": "DELIVER/SUPPLY",
        "weapon": "DEPLOY/REINFORCE",
        "vehicle": "SAIL/FLY/DRIVE",
        "prisoner": "TRANSFER",
        "": "RELOCATE",
    },
    "GO": {"force": "ADVANCE", "": "SAIL/FLY/DRIVE"},
    "SEND": {
        "goods": "DELIVER/SUPPLY",
        "prisoner": "TRANSFER",
        "name": "SAIL/FLY/DRIVE",
        "": "DEPLOY/REINFORCE",
    },
    "CARRY": {
        "goods": "DELIVER/SUPPLY",
        "weapon": "DELIVER/SUPPLY",
        "prisoner": "TRANSFER",
        "force": "DEPLOY/REINFORCE",
        "": "SAIL/FLY/DRIVE",
    },
    "SHIFT": {"goods": "DELIVER/SUPPLY", "force": "DEPLOY/REINFORCE", "": "TRANSFER"},
    "DRIVE": {"": "SAIL/FLY/DRIVE"},
    "FLIGHT": {"person": "FLEE/DISPLACE", "": "SAIL/FLY/DRIVE"},
    "STREAM": {
        "force": "ENTER/INVADE",
        "vehicle": "SAIL/FLY/DRIVE",
        "goods": "DELIVER/SUPPLY",
        "": "FLEE/DISPLACE",
    },
    "RECEIVE": {
        "force": "DEPLOY/REINFORCE",
        "goods": "DELIVER/SUPPLY",
        "weapon": "DELIVER/SUPPLY",
        "prisoner": "TRANSFER",
        "": "ARRIVE",
    },
    "REMOVE": {"goods": "DELIVER/SUPPLY", "animal": "RELOCATE", "force": "WITHDRAW", "": "DEPORT/EXPEL"},
    "OUT": {"force": "WITHDRAW", "": "DEPART"},
    "ORDER": {"force": "DEPLOY/REINFORCE", "": "EVACUATE"},
}
"""Class of a word that moves many things, by the class of what it moves ("": any other)."""

_UNNATURAL = frozenset({"STRIKE-TRAJECTORY", "PURSUE"})
_UNDER_GUARD = frozenset({"MOVE", "CARRY", "SEND", "SHIFT", "DRIVE", "SAIL/FLY/DRIVE"})
_LED = frozenset({"person", "name", "prisoner", "unknown"})
_FLYING = frozenset({"SAIL/FLY/DRIVE", "GO", "ARRIVE"})
_SEAWARD = frozenset({"ashore", "inland", "onshore", "offshore"})
"""Ways that only storms with a name are said to move."""
_LEAVING = frozenset({"MOVE", "ORDER"})


def class_of(draft: Draft, ground: Ground) -> str:
    """Class of the ontology for a movement that was read."""
    word = draft.trigger.frame.motion_class
    kind = _kind(draft, ground)
    ashore = any(child.lower_ in _SEAWARD for child in draft.trigger.token.children)
    if (
        kind == "hazard"
        or (ashore and kind in {"name", "unknown"})
        or (kind == "animal" and draft.direct is None)
    ):
        return word if word in _UNNATURAL else "NATURAL"
    table = ROLE_OF_KIND.get(word)
    return _by_ends(draft, kind) or (word if table is None else table.get(kind, table[""]))


def _by_ends(draft: Draft, kind: str) -> str | None:
    """Class that the ends decide: moved to a prison, out of homes, out of a place without a goal."""
    frame, origins = draft.trigger.frame, draft.paths.origins
    out = bool(origins) and not draft.paths.destinations
    driven = draft.direct is not None
    if driven and _under_guard(draft, kind):
        return "TRANSFER"
    if kind == "weapon" and not driven and frame.motion_class in _FLYING:
        return "STRIKE-TRAJECTORY"
    fled = frame.lemma in {"leave", "quit"} and any(end.nominal == "home" for end in origins)
    if fled or (frame.motion_class == "DRIVE" and out and driven and kind != "vehicle"):
        return "FLEE/DISPLACE"
    if frame.motion_class in _LEAVING and kind == "force" and (driven or out):
        ordered_out = out and frame.motion_class == "ORDER"
        return "WITHDRAW" if ordered_out or not driven else "DEPLOY/REINFORCE"
    return _by_manner(draft)


def _by_manner(draft: Draft) -> str | None:
    """Class that the verb's particle or the errand of those who come decides."""
    frame = draft.trigger.frame
    if frame.lemma == "drive" and frame.particle == "back" and draft.direct is None:
        return "RETURN"
    visits = frame.motion_class == "STREAM" and draft.mover is not None and _visits(draft.mover)
    return "MARCH/CONVOY" if visits else None


def _under_guard(draft: Draft, kind: str) -> bool:
    """Whether somebody is moved from or to a prison."""
    word = draft.trigger.frame.motion_class
    named = kind == "name" or (kind == "force" and guards.mover_class(draft.mover) == "name")
    return word in _UNDER_GUARD and (kind in _LED or named) and _imprisoned(draft)


def _kind(draft: Draft, ground: Ground) -> str:
    """Class of the mover; the name of a force or a state counts as a force for words of moving."""
    kind = guards.mover_class(guards.antecedent(draft.mover) or draft.mover)
    if kind == "name" and draft.mover is not None and _is_person(draft.mover):
        return "person"
    if kind == "name" and draft.mover is not None and draft.trigger.frame.motion_class == "MOVE":
        head = draft.mover
        acronym = head.text.isupper() and len(head.text) > 1
        article = any(child.lower_ == "the" for child in head.children)
        if acronym or article or (draft.direct is None and ground.mention(head) is not None):
            return "force"
    return kind


_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "president", "minister", "sir", "prince", "king", "queen"}
)


def _is_person(name: Token) -> bool:
    """Whether a name is one of people ("two million Muslims") or follows a person's title."""
    titled = any(child.lower_.rstrip(".") in _TITLES for child in name.children)
    return name.tag_ == "NNPS" or titled


def _imprisoned(draft: Draft) -> bool:
    """Whether somebody is moved from or to a prison."""
    ends = (*draft.paths.origins, *draft.paths.destinations)
    words = {word for end in ends for word in end.text.lower().split()}
    return bool(words & lexicon.words("prisons"))


def _visits(mover: Token) -> bool:
    noun = guards.content(mover)
    return bool({noun.lower_, noun.lemma_.lower()} & lexicon.words("visitors"))
