"""Findings of the words that hang on one verb or noun: auxiliaries, adverbs, negation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.language import status_lexicon as lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.language.tree import Token


@dataclass(frozen=True, slots=True)
class Finding:
    """What one cue says: a kind of event, a degree of certainty, or both."""

    eventuality: str | None
    factuality: str | None
    cue: str
    weak: bool = False
    """Whether a kind told by a governor overrides this one ("fears that they will flee": feared)."""


def category_of(category: str, cue: str) -> Iterator[Finding]:
    """What a category of the lexicon says of the event."""
    if category == "failed":
        yield Finding("prevented", None, cue)
    elif category in ("refused", "negated", "untrue"):
        yield Finding(None, "negated", cue)
    elif category == "hypothetical":
        yield Finding("hypothetical", "possible", cue)
    elif category == "hearsay":
        yield Finding("hearsay", "probable", cue)
    elif category == "probable":
        yield Finding(None, "probable", cue)
    elif category in ("expected", "feared"):
        yield Finding(category, "probable" if category == "expected" else "possible", cue)
    elif category != "transparent":
        yield Finding(category, None, cue)


def of_adjective(word: str, cue: str) -> Iterator[Finding]:
    """Findings of an adjective that judges the event ("likely", "unable", "set")."""
    category = lexicon.cue("adjective", word)
    if category == "unlikely":
        yield Finding("expected", "negated", cue)
    elif category:
        yield from category_of(category, cue)


def infinitive(token: Token) -> bool:
    """Whether a verb stands with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)


def own(token: Token) -> Iterator[Finding]:
    """Findings of the words that hang on one verb or noun."""
    past = is_past(token)
    for child in token.children:
        low = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "advmod" and lexicon.cue("adverb", low) == "negated"):
            yield from _negation(token, child)
        elif child.dep_ == "aux":
            yield from _modal(token, child, past=past)
        elif child.dep_ == "advmod":
            yield from _adverb(child)
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "det", "expl", "attr"):
            yield from _nobody(child)
        elif child.dep_ == "amod":
            category = lexicon.cue("adjective", low) or lexicon.cue("adjective", child.lemma_)
            if category and category not in ("transparent", "refused", "untrue"):
                yield from category_of("expected" if category == "unlikely" else category, child.text)
        elif (
            child.dep_ == "relcl"
            and token.pos_ == "NOUN"
            and child.lemma_ in ("take", "occur", "happen", "follow")
        ):
            yield from own(child)
        elif child.dep_ == "acomp" and lexicon.cue("adjective", low) == "prevented":
            yield Finding("prevented", None, child.text)


def is_past(token: Token) -> bool:
    """Whether a verb's form tells of the past."""
    return token.tag_ in ("VBD", "VBN") or any(
        child.dep_ in ("aux", "auxpass") and child.lower_ in ("had", "was", "were", "did", "has", "have")
        for child in token.children
    )


def _negation(token: Token, negation: Token) -> Iterator[Finding]:
    modal = next(
        (child for child in token.children if child.dep_ == "aux" and child.lower_ in ("can", "ca", "could")),
        None,
    )
    if modal is not None:
        yield Finding("prevented", None, f"{modal.text} {negation.text}")
        return
    category = lexicon.cue("verb", token.lemma_.lower())
    if category == "transparent" and token.lemma_ in ("allow", "permit", "let", "enable"):
        yield Finding("prevented", None, f"{negation.text} {token.text}")
        return
    yield Finding(None, "negated", negation.text)


def _nobody(child: Token) -> Iterator[Finding]:
    if lexicon.cue("subject", child.lower_) or (
        child.dep_ == "det" and lexicon.cue("determiner", child.lower_)
    ):
        yield Finding(None, "negated", child.text)
        return
    if child.dep_ in ("nsubj", "nsubjpass") and _not_one(child):
        yield Finding(None, "negated", "not one")
        return
    if child.dep_ != "det":
        determiner = next((each for each in child.children if each.dep_ == "det"), None)
        if determiner is not None and lexicon.cue("determiner", determiner.lower_):
            yield Finding(None, "negated", determiner.text)


def _not_one(subject: Token) -> bool:
    """Whether a subject is "not one X", "not a single X"."""
    first = subject.doc[subject.left_edge.i]
    counted = first.i + 1 < len(subject.doc) and subject.doc[first.i + 1].lower_ in ("one", "a", "an")
    return first.lower_ == "not" and counted and first.i < subject.i


def _modal(token: Token, modal: Token, *, past: bool) -> Iterator[Finding]:
    category = lexicon.cue("modal", modal.lower_)
    negated = any(child.dep_ == "neg" for child in token.children)
    if category == "possible" and not (negated and modal.lower_ in ("can", "ca", "could")):
        perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in token.children)
        yield Finding(None if perfect else "hypothetical", "possible", modal.text, weak=True)
    elif category == "planned":
        yield Finding("planned", None, modal.text, weak=True)
    elif category == "would":
        kind = "hypothetical" if past and any(c.lower_ == "have" for c in token.children) else "expected"
        yield Finding(kind, "possible" if kind == "hypothetical" else "probable", modal.text, weak=True)
    elif category == "requested":
        perfect = past and any(child.dep_ == "aux" and child.lower_ == "have" for child in token.children)
        if perfect and modal.lower_ == "must":
            yield Finding(None, "probable", "must have")
        elif perfect:
            yield Finding("hypothetical", "negated", f"{modal.text} have")
        else:
            yield Finding("requested", None, modal.text)


def _adverb(adverb: Token) -> Iterator[Finding]:
    text, category = adverb.text, lexicon.cue("adverb", adverb.lower_)
    if adverb.lower_ in ("longer", "more") and any(each.dep_ == "neg" for each in adverb.children):
        yield Finding(None, "negated", "no longer")
    if category == "hearsay":
        yield Finding("hearsay", "probable", text)
    elif category in ("probable", "possible"):
        yield Finding(None, category, text)
    elif category in ("habitual", "prevented"):
        yield Finding(category, None, text)
