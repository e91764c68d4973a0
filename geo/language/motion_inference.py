"""Ends that another clause of the sentence tells: where the troops stood, what was held, where people work.

Each rule answers one plain pattern and gives named places only; what it gives is marked as inferred by its
caller. "Has 500 troops in X, but they will withdraw"; "took X but had to retreat"; "left X to work in Y";
"was arrested in X after he arrived from Y"; "began in X and has spread to Y"; "those who sheltered in X
returned to Y"; "X received 300 migrants from Y".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_ends import Ground, reference, references
from geo.language.motion_guards import content, is_people, is_quantifier, mover_class
from geo.language.motion_syntax import direct_object, is_verb, subject

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from geo.language.motion_lexicon import Frame
    from geo.language.tree import Token
    from geo.records import Reference

_SEEN_AT = frozenset({"in", "inside", "at", "near", "outside", "around", "off", "over", "above", "by"})
_IN = frozenset({"in", "inside", "at", "across", "on"})


def _named(noun: Token, ground: Ground) -> list[Reference]:
    """Named places of a noun phrase, people's words left out."""
    return [
        found
        for found in references(noun, ground)
        if found.mention is not None and not ground.mentions[found.mention].demonym
    ]


def _at(word: Token, ground: Ground, prepositions: Collection[str] = _IN) -> list[Reference]:
    """Named places that stand with a word after one of some prepositions."""
    return [
        found
        for child in word.children
        if child.dep_ == "prep" and child.lower_ in prepositions
        for noun in child.children
        if noun.dep_ == "pobj"
        for found in _named(noun, ground)
    ]


def where_stationed(token: Token, mover: Token, ground: Ground) -> list[Reference]:
    """Where those who withdraw are said to stand: "has 500 troops in X, but they will withdraw"."""
    if not _points_back(mover):
        return []
    for noun in token.doc[: mover.i]:
        if not is_people(noun) or noun.dep_ not in {"dobj", "attr", "nsubj", "pobj"}:
            continue
        verb = noun.head
        kept = is_verb(verb) and verb.lemma_ in lexicon.words("keeping")
        found = _at(noun, ground) or (_at(verb, ground) if kept else [])
        if found and (kept or noun.dep_ == "nsubj"):
            return found
    return []


def _points_back(mover: Token) -> bool:
    """Whether a mover stands for people named before ("they", "most of the contingent", "its soldiers")."""
    noun = content(mover)
    if mover.lower_ in {"they", "them", "it", "all", "both"} or is_quantifier(noun):
        return True
    definite = {"the", "its", "their", "these", "those"} & {child.lower_ for child in noun.children}
    return mover_class(mover) == "force" and bool(definite)


def what_was_held(token: Token, mover: Token | None, ground: Ground) -> list[Reference]:
    """What those who withdraw had taken: "took X but was forced to withdraw"."""
    for verb in reversed(token.doc[: token.i]):
        if verb.lemma_.lower() not in lexicon.words("taking") or not is_verb(verb):
            continue
        taken, taker = direct_object(verb), subject(verb)
        if taken is None or mover is None or taker is None or taker.i != mover.i:
            continue
        return _named(taken, ground)
    return []


def where_to_do(token: Token, frame: Frame, ground: Ground) -> list[Reference]:
    """Where what they go for is: "left X to work in Y"; nothing when two places are named."""
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    future = frame.lemma == "go" and token.tag_ == "VBG"  # "is going to build X in Y"
    future = future or (frame.lemma == "move" and after == "to")  # "moved to avert a crisis in Y"
    if future or frame.lemma not in lexicon.words("going"):
        return []
    found: list[Reference] = []
    for clause in token.children:
        if clause.dep_ not in {"xcomp", "advcl"} or not any(child.tag_ == "TO" for child in clause.children):
            continue
        for word in clause.subtree:
            near = clause.i in {word.head.i, word.head.head.i}
            if near and word.dep_ == "prep" and word.lower_ in {"in", "at"} and word.i > clause.i:
                found.extend(item for noun in word.children for item in _inside(noun, ground))
    return found[:1] if len({item.mention for item in found}) == 1 else []


def _inside(noun: Token, ground: Ground) -> list[Reference]:
    """A named place, or the one that a thing is of ("the bright lights of X")."""
    return _named(noun, ground) or _at(noun, ground, {"of"})


def where_it_befell(token: Token, frame: Frame, ground: Ground) -> list[Reference]:
    """Where somebody who had just arrived is: "was held at X airport after she arrived from Y"."""
    if frame.lemma not in lexicon.words("arriving"):
        return []
    clause = token.head if token.dep_ == "pcomp" else token
    main = clause.head
    if clause.dep_ not in {"advcl", "prep"} or not is_verb(main) or main.i > token.i:
        return []
    words = {child.lower_ for child in token.children if child.dep_ in {"mark", "advmod"}} | {clause.lower_}
    if not words & {"after", "when", "as", "upon", "on"}:
        return []
    for child in main.children:
        if child.dep_ == "prep" and child.lower_ in {"in", "at", "outside", "near"} and child.i < token.i:
            for noun in child.children:
                found = reference(noun, ground) if noun.dep_ == "pobj" else None
                if found is not None and found.mention is not None:
                    return [found]
    return []


def where_seen(token: Token, ground: Ground) -> list[Reference]:
    """Where those were who were seen to go some way: "a convoy was spotted near X heading north"."""
    main = token.head
    if token.dep_ == "pcomp" and main.dep_ == "prep":
        main = main.head  # "spotted at X drifting", read as the object of "at"
    if token.dep_ == "acl" and main.dep_ == "pobj":
        main = main.head.head  # "near X, moving", read as a clause of X
    if token.tag_ != "VBG" or not is_verb(main) or main.i > token.i:
        return []
    if main.lemma_.lower() not in lexicon.words("seeing"):
        return []
    for word in main.doc[main.i + 1 : token.i]:
        if word.dep_ == "prep" and word.lower_ in _SEEN_AT:
            for noun in word.doc[word.i + 1 : token.i]:
                found = reference(noun, ground)
                if found is not None and found.mention is not None:
                    return [] if ground.mentions[found.mention].demonym else [found]
    return []


def where_it_began(token: Token, mover: Token, ground: Ground) -> list[Reference]:
    """Where what spreads is said to have begun: "the outbreak, which began in X, has spread to Y"."""
    inner = [noun for child in mover.children if child.lower_ == "of" for noun in child.children]
    verbs = [child for noun in (mover, *inner) for child in noun.children if child.dep_ in {"relcl", "acl"}]
    if token.dep_ == "conj" and is_verb(token.head):
        verbs.append(token.head)
    for verb in verbs:
        if verb.lemma_.lower() in lexicon.words("starting") or any(
            child.lower_ == "first" for child in verb.children
        ):
            found = _at(verb, ground)
            if found:
                return found
    return []


def where_they_stayed(mover: Token, ground: Ground) -> list[Reference]:
    """Where those who return had stayed: "families who had sheltered in X returned"."""
    for verb in _clauses(mover):
        if verb.lemma_.lower() in lexicon.words("staying"):
            found = _at(verb, ground) or [
                item for child in verb.children if child.dep_ == "dobj" for item in _at(child, ground)
            ]
            if found:
                return found
    return []


def _clauses(noun: Token) -> Iterator[Token]:
    for word in dict.fromkeys((noun, content(noun))):
        yield from (child for child in word.children if child.dep_ in {"relcl", "acl"})


def whose_home(mover: Token, goals: list[Reference], ground: Ground) -> list[Reference]:
    """Where those who set out live: "the inhabitants of X trudged to Y"; nothing when they go there."""
    noun = content(mover)
    if not {noun.lower_, noun.lemma_.lower()} & lexicon.words("residents"):
        return []
    found = _at(noun, ground, {"of", "from"})
    return [] if {item.mention for item in found} & {goal.mention for goal in goals} else found[:1]


def where_from(mover: Token, goals: list[Reference], ground: Ground) -> list[Reference]:
    """Where those who come are from: "families from X drove to Y"; nothing when they go there."""
    noun = content(mover)
    if noun.tag_ not in {"NNS", "NNPS"} and mover_class(noun) not in {"force", "vehicle", "hazard", "goods"}:
        return []
    found = [item for word in dict.fromkeys((mover, noun)) for item in _at(word, ground, {"from"})]
    return [] if {item.mention for item in found} & {goal.mention for goal in goals} else found[:1]


def where_they_stopped(token: Token, ground: Ground) -> list[Reference]:
    """Where those who go on had stopped: "after a brief stop in X, they continued to Y"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"after", "following"} and child.i < token.i:
            for noun in child.children:
                if {noun.lower_, noun.lemma_.lower()} & lexicon.words("stopping"):
                    return _at(noun, ground)[:1]
    return []


def whose_place(token: Token, mover: Token, ground: Ground) -> list[Reference]:
    """The place whose people go: "the camp at X was closed and its residents were driven to Y"."""
    owner = next((child for child in mover.children if child.dep_ == "poss"), None)
    if owner is None or owner.lower_ != "its":
        return []
    for noun in token.doc[: mover.i]:
        if noun.dep_ in {"nsubj", "nsubjpass"} and noun.lower_ in lexicon.place_nouns():
            found = reference(noun, ground)
            return [found] if found is not None and found.mention is not None else []
    return []
