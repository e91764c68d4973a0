"""Finding the words that open a motion: verbs with their particles, fixed phrases, nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_syntax import direct_object, hyphened, is_verb, noun_as_verb

if TYPE_CHECKING:
    from collections.abc import Collection

    from geo.language.motion_lexicon import Frame
    from geo.language.tree import Doc, Token


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word of motion with its frame; ``kind`` is verb, phrase, adverb or noun; ``last`` ends it."""

    token: Token
    frame: Frame
    kind: str
    last: Token


def triggers(doc: Doc, *, named: Collection[int] = ()) -> tuple[Trigger, ...]:
    """Words of motion in order of the text; tokens inside place names (``named``) are none."""
    openers, light = _openers(), _light_lemmas()
    found = [
        trigger
        for token in doc
        if (token.lower_ in openers or (token.lemma_ in light and is_verb(token)))
        and token.i not in named
        and (trigger := _trigger(token)) is not None
    ]
    held = {trigger.last.i for trigger in found if trigger.kind == "phrase"}
    return tuple(trigger for trigger in found if trigger.kind != "noun" or trigger.token.i not in held)


@cache
def _openers() -> frozenset[str]:
    """Words that may open a motion by themselves."""
    return frozenset({*lexicon.verb_forms(), *lexicon.nouns(), *_ADVERBS, *VERBLESS})


@cache
def _light_lemmas() -> frozenset[str]:
    """First words of phrases; a form that no rule knows is a lemma, capitals and all."""
    return frozenset(form for word in _light_verbs() for form in (word, word.capitalize(), word.upper()))


@cache
def _light_verbs() -> frozenset[str]:
    """First words of phrases."""
    return frozenset(phrase.split()[0] for phrase in lexicon.phrases())


def _trigger(token: Token) -> Trigger | None:
    adverb = _adverb(token)
    if adverb is not None:
        return adverb
    if token.pos_ in {"NOUN", "PROPN"} and (token.dep_ not in {"compound", "amod"} or _in_wave(token)):
        noun = _wave_of_people(token) or lexicon.nouns().get(hyphened(token))
        if noun is not None and not _misread(token) and not _is_place_or_time(token):
            return Trigger(token, noun, "noun", token)
    light = _light(token)
    if light is not None:
        return light
    return _verb(token)


def _heads_clause(token: Token) -> bool:
    """Whether a word tagged as adjective or noun does a verb's work ("as troops close in")."""
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)


_SPANS = frozenset({"hour", "minute", "day", "week", "mile", "kilometre", "kilometer", "km"})


def _is_place_or_time(token: Token) -> bool:
    """Whether a noun names a spot ("the border crossing") or measures a way ("a two-hour flight from X")."""
    if token.lower_.startswith("crossing"):
        return not any(child.lower_ == "of" or child.dep_ == "poss" for child in token.children)
    return any(
        word in _SPANS
        for child in token.children
        if child.i < token.i
        for inner in child.subtree
        for word in re.split(r"[-\s]", inner.lower_.removesuffix("s"))
    )


def _in_wave(token: Token) -> bool:
    """Whether a noun of motion modifies one that only counts ("a displacement wave")."""
    return token.dep_ == "compound" and token.head.lower_ in {"wave", "flow", "movement", "stream"}


def _wave_of_people(token: Token) -> Frame | None:
    """Frame of a wave or stream that its adjective makes a displacement ("a displacement wave")."""
    if token.lower_ not in {"wave", "flow", "stream"}:
        return None
    named = (child.lower_ for child in token.children if child.dep_ == "amod" or child.pos_ == "ADJ")
    return next((frame for word in named if (frame := lexicon.nouns().get(word)) is not None), None)


def _misread(token: Token) -> bool:
    """Whether a form that is both noun and verb heads a clause ("Rebels advance on the town")."""
    return token.dep_ == "ROOT" and any(child.dep_ in {"nsubj", "dobj"} for child in token.children)


_ADVERBS = {
    "route": ("en", "en route"),
    "way": ("", "on way"),
    "bound": ("", "bound for"),
    "due": ("", "due in"),
}
"""Words that open an adverb of motion, with the word needed before them and their phrase."""


def _adverb(token: Token) -> Trigger | None:
    if token.lower_ in VERBLESS:
        return _verbless(token)
    if token.lower_ not in _ADVERBS:
        return None
    needed, key = _ADVERBS[token.lower_]
    if needed and (not token.i or token.nbor(-1).lower_ != needed):
        return None
    if key == "on way" and not (token.dep_ == "pobj" and token.head.lower_ == "on"):
        return None
    bound = key != "bound for" or any(child.lower_ == "for" for child in token.children)
    if not bound or (key == "due in" and not _awaited(token)):
        return None
    return Trigger(token, lexicon.phrases()[key], "adverb", token)


def _awaited(due: Token) -> bool:
    """Whether somebody is due somewhere ("the ship is due in X"), not to something or of something."""
    after = due.nbor(1).lower_ if due.i + 1 < len(due.doc) else ""
    court = any(word.lower_ == "court" for word in due.subtree)
    return due.pos_ == "ADJ" and due.dep_ == "acomp" and after in {"in", "at", "back", "off"} and not court


VERBLESS = {"out": "out of", "off": "off to", "back": "back in", "move": "on move", "course": "on course"}
"""Words that tell of a movement in a title without a verb ("Troops out of X", "Minister off to Y")."""


def _verbless(token: Token) -> Trigger | None:
    """A word that stands for the verb of a title: it hangs on a noun, and no verb is there."""
    if any(is_verb(other) for other in token.doc if other.i != token.i):
        return None
    key = VERBLESS[token.lower_]
    if key.startswith("on ") and token.head.lower_ != "on":
        return None
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if after not in _AFTER[token.lower_]:
        return None
    return Trigger(token, lexicon.phrases()[key], "adverb", token)


_AFTER = {
    "out": {"of"},
    "off": {"to"},
    "back": {"in", "to", "from", "at"},
    "move": {"to", "towards", "from"},
    "course": {"for", "towards"},
}


def _light(token: Token) -> Trigger | None:
    if not is_verb(token) or token.lemma_.lower() not in _light_verbs():
        return None
    held = [child for child in token.children if child.dep_ in {"dobj", "obj"}]
    for child in held:
        frame = lexicon.phrases().get(f"{token.lemma_.lower()} {child.lower_}")
        if frame is not None:
            return Trigger(token, frame, "phrase", child)
    return None


_TURNS = frozenset({"turn", "veer", "swerve", "bear", "keep", "go", "move"})
"""Verbs after which "left" is a side."""

_NOT_VERBS = frozenset({"compound", "amod", "pobj", "poss", "nmod"})


def _verb(token: Token) -> Trigger | None:
    lemma = lexicon.verb_forms().get(token.lower_)
    if lemma is None or (token.lower_ == "left" and token.i and token.nbor(-1).lemma_ in _TURNS):
        return None
    frames = lexicon.verbs()[lemma]
    if not is_verb(token) and not _does_verbs_work(token, frames):
        return None
    course = token.dep_ == "amod" and lexicon.compass(token.head.lower_) is not None
    if token.dep_ == "amod" and not course and not any(c.dep_ in {"prep", "dobj"} for c in token.children):
        return Trigger(token, frames[-1], "verb", token) if lemma == "displace" else None
    frame, last = _frame(token, frames)
    return None if frame is None else Trigger(token, frame, "verb", last)


def _does_verbs_work(token: Token, frames: tuple[Frame, ...]) -> bool:
    """Whether a word tagged as a noun or adjective is the verb of its clause."""
    aided = token.dep_ in {"ROOT", "conj", "ccomp"} and any(child.dep_ == "aux" for child in token.children)
    if aided or noun_as_verb(token) is not None:
        return True
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.dep_ in _NOT_VERBS:
        return False
    if frames[-1].weak and not (_frame(token, frames)[1].i != token.i and _heads_clause(token)):
        return False
    return any(child.dep_ in {"nsubj", "nsubjpass", "dobj", "prep", "prt"} for child in token.children)


def _frame(token: Token, frames: tuple[Frame, ...]) -> tuple[Frame | None, Token]:
    for frame in frames:
        if not frame.particle:
            return frame, token
        particle = _particle(token, frame.particle)
        if particle is not None:
            return frame, particle
    return None, token


_PLAIN = frozenset({"in", "on", "over", "off", "down", "into", "around"})
"""Particles that are prepositions as well: with an object of their own they stand right behind the verb."""


_FAR = frozenset({"back", "over", "away"})
_WAYS = frozenset({"to", "towards", "toward", "into", "from", "across"})


def _far_particle(token: Token, particle: str) -> Token | None:
    """A particle behind a long object, if a way follows it ("handed two men wanted for murder over to X")."""
    if particle not in _FAR or direct_object(token) is None:
        return None
    for after in token.doc[token.i + 1 : token.i + 10]:
        if after.tag_ in {"VBD", "VBZ", "VBP", "MD", "CC"} or after.is_punct:
            return None
        if after.lower_ == particle and after.i + 1 < len(token.doc) and after.nbor(1).lower_ in _WAYS:
            return after
    return None


def _object_of(preposition: Token) -> Token | None:
    if preposition.dep_ != "prep":
        return None
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _tells_when_or_how(after: Token) -> bool:
    """Whether a preposition behind a verb opens a time or a means ("moved on Monday", "moved in lorries")."""
    noun = _object_of(after) if after.lower_ in _PLAIN else None
    if noun is None:
        return False
    words = {noun.lower_, noun.lower_.removesuffix("s")}
    vehicle = lexicon.mover_nouns().get(noun.lower_) == "vehicle"
    return vehicle or noun.pos_ == "NUM" or bool(words & (lexicon.words("times") | lexicon.words("means")))


def _particle(token: Token, particle: str) -> Token | None:
    for after in token.doc[token.i + 1 : token.i + 3]:
        if after.lower_ == particle:
            return None if _tells_when_or_how(after) else after
        if after.text != "-":
            break
    for child in token.children:
        if child.lower_ == particle and child.dep_ in {"prt", "advmod", "prep"} and child.i > token.i:
            return None if particle in _PLAIN and _object_of(child) is not None else child
    far = _far_particle(token, particle)
    if far is not None:
        return far
    held = direct_object(token)
    if held is not None and held.right_edge.i + 1 < len(token.doc):
        after = held.right_edge.nbor(1)
        if after.lower_ == particle and after.dep_ in {"prt", "advmod"} and after.head.i in {token.i, held.i}:
            return after
    return None
