"""Ends of a motion: which noun phrases mean a place, and which words point the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_syntax import conjuncts, noun_phrase
from geo.records import Mention, Phrase, Reference

if TYPE_CHECKING:
    from geo.language.parsing import Sentence
    from geo.language.tree import Token

LOCATIVE = frozenset(
    {"in", "near", "at", "outside", "inside", "around", "of", "between", "along", "within", "on", "beyond"}
)
"""Prepositions by which a place noun is located at a name."""

_OF_BORDERS = frozenset({"border", "frontier", "boundary", "borders", "crossing", "crossings"})
"""Nouns located by "with" too ("the border with X")."""

HERE = frozenset({"there", "here", "abroad", "overseas", "home", "elsewhere"})
_GROUPS = frozenset({"force", "person", "prisoner"})
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence with the names and locative phrases that lie in it."""

    sentence: Sentence
    mentions: Sequence[Mention]
    at: Mapping[int, int]
    phrases: Sequence[tuple[int, Phrase]]

    def mention(self, token: Token) -> int | None:
        """Index of the place name that covers a token (not a people's word)."""
        index = self.at.get(token.i)
        return None if index is None or self.mentions[index].demonym else index

    def demonym(self, token: Token) -> int | None:
        """Index of the people's word that covers a token."""
        index = self.at.get(token.i)
        return index if index is not None and self.mentions[index].demonym else None

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """Document offsets of a token range."""
        doc = self.sentence.doc
        assert doc is not None  # noqa: S101  (a ground is only made for parsed sentences)
        return self.sentence.span(doc[start:end])


def ground(sentence: Sentence, mentions: Sequence[Mention], phrases: Sequence[Phrase]) -> Ground:
    """Names and phrases of one parsed sentence, indexed by token and by position."""
    inside = [
        (index, phrase)
        for index, phrase in enumerate(phrases)
        if sentence.start <= phrase.start and phrase.end <= sentence.end
    ]
    return Ground(sentence, mentions, sentence.mentions(mentions), tuple(inside))


def references(head: Token, ground: Ground) -> tuple[Reference, ...]:
    """Places that a noun phrase and those coordinated with it mean; empty when it means none."""
    found = [
        item
        for token in conjuncts(head)
        if (first := reference(token, ground)) is not None
        for item in (first, *_also_named(token, first, ground))
    ]
    named = [item for item in found if item.mention is not None and not ground.mentions[item.mention].demonym]
    return tuple(named or found)


def _also_named(head: Token, found: Reference, ground: Ground) -> list[Reference]:
    """More places of one noun: "their homes in X and Y"."""
    if found.mention is None or ground.mention(head) is not None:
        return []
    named = ground.mentions[found.mention]
    inner = ground.sentence.head(named.start, named.end)
    if inner is None or inner.dep_ != "pobj" or inner.head.lower_ not in {"in", "at", "near"}:
        return []
    more = []
    for token in conjuncts(inner)[1:]:
        index = ground.mention(token)
        if index is not None and index != found.mention:
            other = ground.mentions[index]
            more.append(Reference(other.start, other.end, other.text, mention=index, nominal=found.nominal))
    return more


def reference(head: Token, ground: Ground) -> Reference | None:
    """The place that one noun phrase means: a name, a noun for a place, or a relative region."""
    pointing = _pointing(head, ground)
    if pointing is not None:
        start, end = ground.offsets(head.i, head.i + 1)
        return Reference(start, end, head.text, nominal=pointing)
    phrase = _phrase_at(head, ground)
    mention = ground.mention(head)
    if mention is not None:
        return _named(head, mention, phrase, ground)
    kind = None if _is_office(head, ground) else lexicon.place_nouns().get(head.lower_)
    named = _name_below(head, ground, _DEPTH)
    if (
        named is None
        and (kind is not None or _is_group(head) or _is_unknown_name(head, ground))
        and not _is_unknown_town(head, ground)
    ):
        named = _name_beside(head, ground)
    if kind is None and not _stands_for_place(head, named, ground):
        return None
    if kind == "area" and named is None and _of_things(head):
        return None
    if kind == "home" and any(
        child.dep_ == "poss" and ground.mention(child) is not None for child in head.children
    ):
        return None
    if named is None and phrase is not None:
        named = next(
            (anchor.mention for anchor in dict(ground.phrases)[phrase].anchors if anchor.mention is not None),
            None,
        )
    return _made(head, ground, named, kind if named is not None else _inner_kind(head, kind), phrase)


def _pointing(head: Token, ground: Ground) -> str | None:
    """Kind of a word that points to a place: there, home, abroad; "it" and "them" after a name."""
    if head.lower_ in {"it", "them"}:
        return head.lower_ if _named_before(head, ground) else None
    if head.lower_ not in HERE or any(child.dep_ in {"det", "poss", "amod"} for child in head.children):
        return None
    return "there" if head.lower_ in {"there", "here"} else head.lower_


def _named_before(pronoun: Token, ground: Ground) -> bool:
    """Whether the sentence has named a place before a pronoun."""
    return any(at < pronoun.i and not ground.mentions[index].demonym for at, index in ground.at.items())


def _is_office(head: Token, ground: Ground) -> bool:
    """Whether a department is one of a government ("the Ohio Department of Transport")."""
    if head.lower_ != "department":
        return False
    after = [noun for child in head.children if child.lower_ == "of" for noun in child.children]
    return any(noun.dep_ == "pobj" and ground.mention(noun) is None for noun in after)


def _of_things(head: Token) -> bool:
    """Whether an area is one of things and so on no map ("the safety of bonds")."""
    nouns = [
        noun
        for child in head.children
        if child.dep_ == "prep" and child.lower_ == "of"
        for noun in child.children
        if noun.dep_ == "pobj"
    ]
    return any(
        noun.pos_ == "NOUN" and noun.lower_ not in lexicon.place_nouns() and not _is_group(noun)
        for noun in nouns
    )


_OUTER = frozenset({"area", "region", "border", "coast", "home", "place", "facility", "base", "road"})


def _inner_kind(head: Token, kind: str | None) -> str | None:
    """Kind of the noun that tells which place is meant: "the outskirts of the city" points to a city."""
    if kind not in _OUTER:
        return kind
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in LOCATIVE:
            for inner in child.children:
                found = lexicon.place_nouns().get(inner.lower_)
                if inner.dep_ == "pobj" and found is not None and found not in _OUTER:
                    return found
    return kind


def _named(head: Token, mention: int, phrase: int | None, ground: Ground) -> Reference | None:
    """A name as head; declined when it is only the modifier of people ("Nairobi residents")."""
    start, end = ground.mentions[mention].start, ground.mentions[mention].end
    if ground.sentence.head(start, end) is not None and head.dep_ == "poss":
        return None
    first, _ = noun_phrase(head)
    low = min(ground.offsets(first, head.i + 1)[0], start)
    words = ground.sentence.words(low, max(end, ground.offsets(head.i, head.i + 1)[1]))
    return Reference(words.start, words.end, words.text, mention=mention, phrase=phrase)


def _made(
    head: Token, ground: Ground, mention: int | None, kind: str | None, phrase: int | None
) -> Reference:
    near = LOCATIVE | {"with"} if head.lower_ in _OF_BORDERS else LOCATIVE
    first, last = noun_phrase(
        head, right=near if mention is not None or phrase is not None else frozenset({"of"})
    )
    if mention is not None:
        for token in ground.sentence.tokens(ground.mentions[mention].start, ground.mentions[mention].end):
            last = max(last, token.i + 1)
            first = min(first, token.i)
    start, end = ground.offsets(first, last)
    words = ground.sentence.words(start, end)
    return Reference(start, end, words.text, mention=mention, nominal=kind, phrase=phrase)


def event_place(head: Token, ground: Ground) -> Reference | None:
    """Where an event is that people flee ("the fighting in X"): the place that stands with its noun."""
    if ground.mention(head) is not None or head.lower_ in lexicon.place_nouns():
        return None
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in {"in", "at", "near", "around", "across"}:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return reference(inner, ground)
    return None


def _name_beside(head: Token, ground: Ground) -> int | None:
    """A name right after the noun phrase that the parser hung elsewhere ("a camp | in X")."""
    doc, last = head.doc, noun_phrase(head)[1]
    if last + 2 < len(doc) and doc[last].text == "(":
        last = next((token.i + 1 for token in doc[last : last + 6] if token.text == ")"), last)
    if last + 1 >= len(doc) or doc[last].lower_ not in {"in", "near", "at", "outside", "inside"}:
        return None
    for token in doc[last + 1 : last + 6]:
        if token.dep_ == "pobj":
            if token.head.i != last:
                return None
            found = ground.mention(token)
            return found if found is not None else _name_below(token, ground, _DEPTH)
    return None


def _is_apposed(head: Token, ground: Ground) -> bool:
    """Whether a name stands in apposition ("the rebel redoubt, X")."""
    return any(ground.mention(child) is not None and child.dep_ == "appos" for child in head.children)


def _stands_for_place(head: Token, named: int | None, ground: Ground) -> bool:
    """Whether a noun that is no place is as good as one: people at a named place, a name in apposition."""
    if named is None or ground.mentions[named].demonym:
        return False
    if _is_apposed(head, ground):
        return True
    if not _is_group(head) and not _is_unknown_name(head, ground):
        return False
    return ground.mentions[named].start > ground.sentence.span(head)[0]


def _is_unknown_name(head: Token, ground: Ground) -> bool:
    return head.pos_ == "PROPN" and ground.at.get(head.i) is None


def _is_group(head: Token) -> bool:
    return lexicon.mover_nouns().get(head.lower_) in _GROUPS


def _name_below(head: Token, ground: Ground, depth: int) -> int | None:
    """The name that a place noun carries: apposed, compounded, possessive, or by a preposition."""
    if depth == 0:
        return None
    near = {*LOCATIVE, "with"} if head.lower_ in _OF_BORDERS else LOCATIVE
    outer = ({"poss"}, near) if not _is_unknown_town(head, ground) else ()
    for wanted in ({"appos"}, {"compound", "nmod", "amod"}, {"of"}, *outer):
        for child in head.children:
            found = _name_of_child(child, wanted, ground, depth)
            if found is not None:
                return found
    if head.pos_ == "NOUN" and head.lower_ not in lexicon.place_nouns() and not _is_group(head):
        return None  # "the safety of {Swiss} bonds" is nowhere
    return next((found for child in head.children if (found := ground.demonym(child)) is not None), None)


def _is_unknown_town(head: Token, ground: Ground) -> bool:
    """Whether a town is named by a name that is not known: what lies around it is then no stand-in."""
    if lexicon.place_nouns().get(head.lower_) not in {"city", "province", "island", "state"}:
        return False
    bearers = [child for child in head.children if child.dep_ in {"compound", "appos"}]
    bearers += [
        noun
        for child in head.children
        if child.dep_ == "prep" and child.lower_ == "of"
        for noun in child.children
    ]
    return any(noun.pos_ == "PROPN" and ground.at.get(noun.i) is None for noun in bearers)


def _name_of_child(child: Token, wanted: Collection[str], ground: Ground, depth: int) -> int | None:
    if child.dep_ == "prep" and child.lower_ in wanted and child.i > child.head.i:
        return next(
            (found for inner in child.children if (found := _name_at(inner, ground, depth)) is not None), None
        )
    return _own_name(child, ground) if child.dep_ in wanted else None


def _own_name(child: Token, ground: Ground) -> int | None:
    found = ground.mention(child)
    if found is None and child.dep_ in {"compound", "nmod", "appos", "poss"}:
        found = next(
            (ground.mention(inner) for inner in child.children if inner.dep_ in {"compound", "nmod"}), None
        )
    return found


def _name_at(token: Token, ground: Ground, depth: int) -> int | None:
    if token.dep_ not in {"pobj", "prep"}:
        return None
    found = ground.mention(token)
    return found if found is not None else _name_below(token, ground, depth - 1)


def _phrase_at(head: Token, ground: Ground) -> int | None:
    """The locative phrase that this noun phrase is part of ("the outskirts of X", "villages near X")."""
    start, end = ground.sentence.span(head)
    mention = ground.mention(head)
    inside = [
        (index, phrase)
        for index, phrase in ground.phrases
        if phrase.start <= start
        and end <= phrase.end
        and not (phrase.target is not None and phrase.target.start <= start and end <= phrase.target.end)
        and (mention is None or any(anchor.mention == mention for anchor in phrase.anchors))
    ]
    if not inside:
        first, last = noun_phrase(head, right=LOCATIVE)
        low, high = ground.offsets(first, last)
        inside = [
            (index, phrase)
            for index, phrase in ground.phrases
            if mention is None and low <= phrase.start and phrase.end <= high and phrase.model != "IN"
        ]
    if not inside:
        return None
    return max(inside, key=lambda item: item[1].end - item[1].start)[0]


_SIDES = frozenset({"north", "east", "south", "west"})


def _hyphenated(token: Token) -> str:
    """A compass word with its other half, if a hyphen joins two ("south", "-", "east")."""
    doc, word = token.doc, token.lower_
    if token.i >= 2 and doc[token.i - 1].text == "-" and doc[token.i - 2].lower_ in _SIDES:
        return f"{doc[token.i - 2].lower_}-{word}"
    if token.i + 2 < len(doc) and doc[token.i + 1].text == "-" and word in _SIDES:
        joined = f"{word}-{doc[token.i + 2].lower_}"
        return joined if lexicon.compass(joined) else word
    return word


def bearing_word(token: Token) -> str | None:
    """Compass point of an adverb or noun ("north", "westward", "the west") that stands on its own."""
    point = lexicon.compass(_hyphenated(token))
    if point is None or (token.dep_ in {"compound", "amod", "nmod"} and token.head.lower_ not in _SIDES):
        return None
    if any(child.dep_ == "prep" and child.lower_ == "of" and child.i > token.i for child in token.children):
        return None
    return point
