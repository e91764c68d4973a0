"""Verbs that tell of a movement only in one construction: "put on a bus to X", "not allowed into X".

Everywhere else they are common verbs, so outside their construction they are no words of motion at all.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_guards import mover_class
from geo.language.motion_syntax import is_passive

if TYPE_CHECKING:
    from collections.abc import Collection

    from geo.language.motion_lexicon import Frame
    from geo.language.motion_roles import Paths
    from geo.language.tree import Token

_ON_VEHICLES = frozenset({"put", "load", "pack", "herd", "bundle"})
_BOARDING = frozenset({"board", "catch"})
_ADMITTING = frozenset({"allow", "let", "permit", "admit", "order"})
_WAYS = frozenset(
    {"into", "out", "through", "across", "onto", "past", "inside", "off", "back", "in", "over", "from"}
)
_ABOARD = frozenset({"on", "onto", "in", "into", "aboard", "to"})
_COURSES = frozenset({"river", "road", "coast", "valley", "sea"})
_MOVABLE = frozenset({"force", "person", "prisoner", "goods", "weapon", "vehicle", "animal"})


def words_needed(lemma: str, particle: str) -> frozenset[str]:
    """Words of which a sentence has one wherever ``is_motion`` holds; empty when it may have any.

    Known without a parse, so that most sentences with such a verb need none.
    """
    if lemma in _BOARDING or (lemma in _ON_VEHICLES and not particle):
        return _vehicles()
    if lemma == "follow":
        return frozenset(word for word, kind in lexicon.place_nouns().items() if kind in _COURSES)
    if lemma in _ADMITTING:
        return _WAYS | ({"to"} if lemma == "order" else frozenset())
    return frozenset({"from", "out", "outside"} if lemma == "receive" else ())


def needs_name(lemma: str) -> bool:
    """Whether ``is_motion`` holds of a verb only beside a named place."""
    return lemma in _ADMITTING or lemma == "remove"


def is_form(lemma: str, form: str) -> bool:
    """Whether a form of a verb can be one of motion: who is awaited stands in the passive."""
    return lemma != "expect" or form == "expected"


@cache
def _vehicles() -> frozenset[str]:
    """Words for what people ride in, in the singular and the plural."""
    known = {word for word, kind in lexicon.mover_nouns().items() if kind == "vehicle"}
    common = {word for word, kind in lexicon.noun_kinds().items() if kind == "vehicle"}
    forms = (form for word in common for form in lexicon.plural_forms(word))
    return frozenset({*known, *forms, "flight", "flights"})


def is_motion(token: Token, frame: Frame, direct: Token | None, paths: Paths) -> bool:
    """Whether a verb stands in the construction in which it tells of a movement (true for all others)."""
    if frame.particle in {"into", "in"} and frame.lemma in {"put", "pull"}:
        return direct is None
    if frame.lemma in _ON_VEHICLES and not frame.particle:
        held = any(child.dep_ == "dobj" and _rides(child) for child in token.children)  # "put on | planes"
        return (held and is_passive(token)) or any(w in _ABOARD and _rides(noun) for w, noun in paths.objects)
    if frame.lemma in _ADMITTING:
        return _is_let(direct, paths, _WAYS | ({"to"} if frame.lemma == "order" else set()))
    return _is_with_object(frame.lemma, direct, paths) and (frame.lemma != "expect" or _is_awaited(token))


def _is_with_object(lemma: str, direct: Token | None, paths: Paths) -> bool:
    """Whether a verb has the object that makes it one of motion ("boarded a train", "followed the river")."""
    if lemma in _BOARDING:
        return direct is not None and _rides(direct)
    if lemma == "follow":
        return direct is not None and _is_course(direct)
    if lemma == "expect":
        return mover_class(direct) in _AWAITED
    if lemma == "remove":
        return _is_removed(direct, paths)
    return lemma != "receive" or (bool(paths.origins) and mover_class(direct) in _MOVABLE)


def _is_awaited(token: Token) -> bool:
    """Whether somebody is expected at a place ("is expected in X on Friday"), and nothing of them."""
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in token.children)
    return passive and not any(child.dep_ in {"xcomp", "ccomp"} for child in token.children)


_AWAITED = frozenset({"person", "force", "vehicle", "goods", "name"})


def _is_removed(direct: Token | None, paths: Paths) -> bool:
    """Whether people are removed to or from a named place, or a thing to one."""
    out = any(end.mention is not None for end in paths.origins)
    goal = any(end.mention is not None for end in paths.destinations)
    kind = mover_class(direct)
    return (goal and kind in _MOVABLE) or (out and kind in {"person", "prisoner", "force"})


def _is_let(direct: Token | None, paths: Paths, ways: Collection[str]) -> bool:
    """Whether somebody is let or ordered along a way: "not allowed into X", "ordered out of X"."""
    named = any(end.mention is not None for end in (*paths.origins, *paths.destinations, *paths.via))
    movable = direct is None or mover_class(direct) in _MOVABLE | {"name", "unknown"}
    return named and movable and any(word in ways for word, _ in paths.objects)


def _rides(noun: Token) -> bool:
    return mover_class(noun) == "vehicle" or noun.lower_ in {"flight", "flights"}


def _is_course(noun: Token) -> bool:
    words = [noun.lower_, *(child.lower_ for child in noun.children if child.dep_ == "compound")]
    return any(lexicon.place_nouns().get(word) in _COURSES for word in words)


def forced_status(frame: Frame, *, transitive: bool, negated: bool) -> str | None:
    """Eventuality that a verb itself states: turned back is prevented, ordered out is ordered."""
    if frame.lemma == "turn" and transitive and not negated:
        return "prevented"
    if frame.lemma == "due in":
        return "expected"
    if frame.lemma in _ADMITTING - {"order"}:
        return "prevented" if negated else None
    return "ordered" if frame.lemma == "order" else None
