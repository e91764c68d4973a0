"""What holds or comes about at a place without a path: captured, besieged, blocked, held, displaced.

A change of control is a symbol at its place and a number of displaced people a figure, never an arrow
(PLOVER and ACLED keep them apart from movement in the same way). The words are data in
``lexicon/situations.csv``: a row names the word, where its place stands (object, subject, or after a
preposition) and what its actor must be.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.language import motion_attributes as attributes
from geo.language import motion_guards as guards
from geo.language import motion_lexicon as lexicon
from geo.language.motion_ends import Ground, ground, reference
from geo.language.motion_syntax import (
    agent,
    clause_head,
    direct_object,
    is_passive,
    is_verb,
    subject,
)
from geo.records import Mention, Phrase, Quantity, Reference, Situation

if TYPE_CHECKING:
    from geo.language.parsing import Sentence
    from geo.language.tree import Token

_LIGHT = frozenset({"control", "siege"})
"""Nouns that carry the meaning of a light verb ("took control of X")."""

_HOLDERS = frozenset({"force", "name"})
_WHERE = frozenset({"in", "at", "near", "around", "inside", "outside", "across", "within", "throughout"})
_BARRED = frozenset(
    {"talk", "access", "entry", "import", "export", "shipment", "sale", "deal", "bill", "plan"}
)


PLACED = frozenset({"city", "camp", "province", "airport", "base", "crossing"})
"""Kinds of nouns for a place that say by themselves where something holds."""
BARRIERS = frozenset({"road", "border", "sea"})
"""Kinds of nouns for what can be blocked."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a situation; ``part`` is a particle, a light verb's noun, or the word's own class."""

    lemma: str
    part: str
    kind: str
    place: str
    actor: str


def find_situations(
    sentence: Sentence,
    mentions: Sequence[Mention],
    phrases: Sequence[Phrase] = (),
    *,
    published: str | None = None,
) -> tuple[Situation, ...]:
    """Situations of one parsed sentence in order of their triggers; none for an unparsed one.

    ``mentions`` and ``phrases`` are those of the whole document; references index into them.
    """
    if sentence.doc is None:
        return ()
    known = words()
    openers = [token for token in sentence.doc if token.lower_ in known]
    if not openers:
        return ()
    place = ground(sentence, mentions, phrases)
    return tuple(
        _situation(token, found, place, published)
        for token in openers
        if token.i not in place.at
        for found in [_found(token, place)]
        if found is not None
    )


@dataclass(frozen=True, slots=True)
class _Found:
    word: Word
    place: Reference
    actor: Token | None
    counted: Token | None


def _situation(token: Token, found: _Found, place: Ground, published: str | None) -> Situation:
    sentence = place.sentence
    low, high = sentence.span(token)
    told = token if found.counted is None else clause_head(found.counted.head)
    return Situation(
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        trigger=sentence.words(low, high),
        kind=found.word.kind,
        place=found.place,
        status=attributes.status_of(told, sentence, published=published),
        actor=attributes.mover_words(found.actor, sentence),
        quantity=_counted(found.counted, sentence),
        time=attributes.time_of(told, sentence, published=published),
    )


def _counted(head: Token | None, sentence: Sentence) -> Quantity | None:
    return attributes.quantity_of(head, sentence) if head is not None else None


def _found(token: Token, place: Ground) -> _Found | None:
    for word in words().get(token.lower_, ()):
        read = _people if word.part == "people" else _noun if word.part == "noun" else _verb
        found = read(token, word, place)
        if found is not None:
            return found
    return None


def _verb(token: Token, word: Word, place: Ground) -> _Found | None:
    if not is_verb(token):
        return None
    if word.actor == "people":
        return _hosted(token, word, place)
    if word.place == "subject":
        return _fallen(token, word, place)
    if word.place == "in":
        return _within(token, word, place)
    return _light(token, word, place) if word.part in _LIGHT else _held(token, word, place)


def _sides(token: Token) -> tuple[Token | None, Token | None, bool]:
    """Who acts, what is acted on, and whether the verb is passive."""
    passive = is_passive(token)
    if passive:
        return agent(token), subject(token), passive
    return subject(token), direct_object(token), passive


def _held(token: Token, word: Word, place: Ground) -> _Found | None:
    """Ground as the object of a verb ("captured X", "X was sealed off")."""
    if word.part and not any(child.lower_ == word.part and child.i > token.i for child in token.children):
        return None
    doer, held, passive = _sides(token)
    if held is None or not _is_place(held, place, word) or not _does(doer, word, held, passive=passive):
        return None
    spot = reference(held, place)
    if word.kind == "blocked" and spot is not None and spot.mention is None:
        spot = _after(held, _LEADING, place) or _after(token, _LEADING, place)
    return None if spot is None else _Found(word, spot, doer, None)


_LEADING = frozenset({"to", "into", "from", "between", "towards", "in", "near", "at", "of"})
"""Prepositions that tie a road or a crossing to a name ("blocked the road to X")."""


def _within(token: Token, word: Word, place: Ground) -> _Found | None:
    """Ground after a preposition ("troops patrolling in X")."""
    doer, held, _ = _sides(token)
    where = _after(token, _WHERE, place)
    return _Found(word, where, doer, None) if where and held is None and _fits(doer, word) else None


def _light(token: Token, word: Word, place: Ground) -> _Found | None:
    """Ground of a light verb's noun ("took control of X", "laid siege to X")."""
    doer, held, passive = _sides(token)
    if held is None or held.lower_ != word.part or not (passive or _fits(doer, word)):
        return None
    spot = _after(held, {word.place}, place) or _after(token, {word.place}, place)
    return None if spot is None else _Found(word, spot, doer, None)


def _fallen(token: Token, word: Word, place: Ground) -> _Found | None:
    """Ground that falls: the place is the subject, who takes it stands after "to"."""
    held = subject(token)
    if held is None or not _is_place(held, place, word):
        return None
    takers = [
        inner
        for child in token.children
        if child.dep_ == "prep" and child.lower_ == word.part
        for inner in child.children
        if inner.dep_ == "pobj" and guards.mover_class(inner) in _HOLDERS
    ]
    spot = reference(held, place)
    return _Found(word, spot, takers[0], None) if takers and spot is not None else None


def _hosted(token: Token, word: Word, place: Ground) -> _Found | None:
    """A figure at a place: "X hosts 30,000 refugees"."""
    host, held = subject(token), direct_object(token)
    if host is None or held is None or not _is_displaced(held) or not _is_place(host, place, word):
        return None
    spot = reference(host, place)
    return None if spot is None else _Found(word, spot, None, held)


def _noun(token: Token, word: Word, place: Ground) -> _Found | None:
    """Nouns: "the fall of X", "the siege of X by the army", "X's capture"."""
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    spot = _after(token, {word.place}, place)
    if spot is None:
        owner = next((child for child in token.children if child.dep_ == "poss"), None)
        named = owner is not None and place.mention(owner) is not None and word.kind != "blocked"
        spot = _owner(owner, place) if named and owner is not None else None
    if spot is None or _barred(token, word):
        return None
    actor = next(
        (
            inner
            for child in token.children
            if child.lower_ == "by" and child.dep_ in {"prep", "agent"}
            for inner in child.children
            if inner.dep_ == "pobj"
        ),
        None,
    )
    return _Found(word, spot, actor, None)


def _owner(owner: Token, place: Ground) -> Reference | None:
    index = place.mention(owner)
    if index is None:
        return None
    mention = place.mentions[index]
    return Reference(mention.start, mention.end, mention.text, mention=index)


def _barred(token: Token, word: Word) -> bool:
    """Falls of things ("the fall of the rouble") have no place; a season or a price fall has no owner."""
    return word.lemma == "fall" and any(child.dep_ == "amod" for child in token.children)


def _people(token: Token, word: Word, place: Ground) -> _Found | None:
    """A number that stays, with its count and its place: "30,000 displaced people in X"."""
    head = token
    while head.dep_ in {"amod", "compound", "nmod"} and head.head.i > head.i:
        head = head.head
    if (
        guards.mover_class(head) != "person"
        and head.i == token.i
        and token.pos_ not in {"NOUN", "PROPN", "ADJ"}
    ):
        return None
    top = _counter(head)
    if not any(
        child.pos_ == "NUM" or guards.is_quantifier(child) for child in top.subtree if child.i <= head.i
    ):
        return None
    spot = _after(head, _WHERE, place) or _stays(top, place)
    return None if spot is None else _Found(word, spot, None, top)


def _counter(head: Token) -> Token:
    """The word that counts a noun ("thousands of refugees" gives thousands)."""
    top = head
    for _ in range(3):
        above = top.head
        if top.dep_ != "pobj" or above.lower_ != "of" or not guards.is_quantifier(above.head):
            return top
        top = above.head
    return top


_STAYING = frozenset(
    [
        "be",
        "live",
        "shelter",
        "stay",
        "remain",
        "camp",
        "register",
        "house",
        "host",
        "stick",
        "strand",
        "crowd",
    ]
)


def _stays(top: Token, place: Ground) -> Reference | None:
    """Where a verb of staying puts them ("are sheltering in X"); a verb of motion puts nobody."""
    verb = top.head
    if top.dep_ not in {"nsubj", "nsubjpass", "attr", "dobj"} or not is_verb(verb):
        return None
    if verb.lemma_.lower() not in _STAYING:
        return None
    return _after(verb, _WHERE, place)


def _after(token: Token, prepositions: Collection[str], place: Ground) -> Reference | None:
    """The named place after one of the prepositions that hang on a word."""
    for child in token.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in prepositions and child.i > token.i:
            for inner in child.children:
                spot = reference(inner, place) if inner.dep_ == "pobj" else None
                if spot is not None and _is_placed(spot, place):
                    return spot
    return None


def _is_placed(spot: Reference, place: Ground) -> bool:
    if spot.mention is not None:
        return not place.mentions[spot.mention].demonym
    return spot.phrase is not None or spot.nominal in PLACED


def _is_place(held: Token, place: Ground, word: Word) -> bool:
    """Whether a noun phrase means ground that can be held: a name, or a noun for a place with a name."""
    if guards.is_people(held) or held.lemma_.lower() in _BARRED:
        return False
    if place.mention(held) is None and held.lower_ not in lexicon.place_nouns():
        return False
    spot = reference(held, place)
    if spot is None:
        return False
    return _is_placed(spot, place) or (word.kind == "blocked" and spot.nominal in BARRIERS)


def _does(doer: Token | None, word: Word, held: Token, *, passive: bool) -> bool:
    """Whether who acts can take, hold or bar ground; a passive may leave it open."""
    if passive and doer is None:
        return word.actor != "force-said" or held.lower_ in lexicon.place_nouns()
    if word.actor == "any":
        return doer is None or guards.mover_class(doer) != "abstract"
    if word.actor == "force-said":
        named = guards.mover_class(doer) == "name" and held.lower_ in lexicon.place_nouns()
        return doer is not None and (guards.mover_class(doer) == "force" or named) and not _scored(held.head)
    return _fits(doer, word)


def _fits(doer: Token | None, word: Word) -> bool:
    if doer is None:
        return False
    if word.actor == "any" or doer.lower_ in {"they", "who", "which", "it", "we"}:
        return True
    return guards.mover_class(doer) in _HOLDERS


def _scored(verb: Token) -> bool:
    """Whether a verb tells a result of sport ("held X to a draw", "took X 3-1")."""
    return any(
        child.dep_ == "prep" and child.lower_ in {"to", "by"} and child.i > verb.i for child in verb.children
    )


def _is_displaced(head: Token) -> bool:
    listed = _displaced()
    spans = [guards.content(head), *head.children, *guards.content(head).children]
    return any(one.lower_ in listed or one.lemma_.lower() in listed for one in spans)


@lru_cache(maxsize=1)
def _displaced() -> frozenset[str]:
    """Lemmas of words for those who had to leave their homes."""
    return frozenset(word.lemma for found in words().values() for word in found if word.part == "people")


@lru_cache(maxsize=1)
def words() -> Mapping[str, tuple[Word, ...]]:
    """Words of situations by every form they take, in lower case; rows with a part first."""
    table = files("geo.language").joinpath("lexicon", "situations.csv").read_text(encoding="utf-8")
    found: dict[str, list[Word]] = {}
    for row in csv.DictReader(table.splitlines()):
        word = Word(row["lemma"], row["part"], row["kind"], row["place"], row["actor"])
        for form in _forms(word, row["forms"]):
            found.setdefault(form, []).append(word)
    return MappingProxyType(
        {form: tuple(sorted(rows, key=lambda one: not one.part)) for form, rows in found.items()}
    )


def _forms(word: Word, irregular: str) -> Iterator[str]:
    if word.part in {"noun", "people"}:
        yield from dict.fromkeys(lexicon.plural_forms(word.lemma))
        return
    yield from dict.fromkeys(
        (*lexicon.inflections(word.lemma), *(form for form in irregular.split(";") if form))
    )


@lru_cache(maxsize=1)
def cues() -> frozenset[str]:
    """Every word that can open a situation, for choosing the sentences to parse."""
    return frozenset(words())
