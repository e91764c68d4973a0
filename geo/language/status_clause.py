"""Findings of a trigger's clause: conditions, repetition, tense, dates long past."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.language import status_lexicon as lexicon
from geo.language import status_syntax as syntax
from geo.language.status_own import Finding, category_of, infinitive, is_past

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.language.parsing import Sentence
    from geo.language.tree import Token

HISTORICAL_YEARS = 3
"""An event this many years before the report is history (project choice)."""
UNDATED_YEAR = 2000
"""Without a date of the report, a year before this one is history (project choice)."""


def clause(trigger: Token, sentence: Sentence) -> Iterator[Finding]:
    """Findings of the clause around a trigger: its own sense, conditions, repetition, tense."""
    if trigger.pos_ == "VERB" and lexicon.cue("verb", trigger.lemma_.lower()) in ("prevented", "expected"):
        yield from category_of(str(lexicon.cue("verb", trigger.lemma_.lower())), trigger.text)
    yield from _condition(trigger)
    if _marked(trigger, "habitual"):
        yield Finding("habitual", None, "whenever")
    fronted = trigger.dep_ == "ccomp" and trigger.head.i > trigger.i
    if infinitive(trigger) and (fronted or trigger.dep_ in ("ROOT", "csubj")):
        yield Finding("planned", None, "to")  # "Ministry to move staff", "buses to carry them are waiting"
    progressive = trigger.tag_ == "VBG" or any(child.lower_ == "being" for child in trigger.children)
    yield from _mood(trigger, sentence)
    words = _clause_words(trigger)
    if _repeated(words):
        yield Finding("habitual", None, "repeated")
    future = lexicon.phrases("phrase", "future").search(words) or re.search(r"(?i)\btomorrow\b", words)
    if future and not is_past(trigger) and not sentence.headline:
        yield Finding("planned", None, future.group())
    elif trigger.lower_ in _SCHEDULED and not sentence.headline and _ON_DAY.search(words):
        yield Finding("planned", None, trigger.text)  # "leaves on Sunday"
    elif progressive:
        yield Finding("ongoing", None, trigger.text)


_SPAN = re.compile(r"\b(?:within|in|for|half|than|over|under|about|after|under)\s+$", re.IGNORECASE)
"""Before "a day": a length of time, no repetition ("within a day", "in less than a day")."""


_ON_DAY = re.compile(r"\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?! nights| mornings)")
"""A day to come, beside a verb in the present."""
_SCHEDULED = frozenset(
    {"leave", "leaves", "depart", "departs", "fly", "flies", "arrive", "arrives", "travel", "travels"}
    | {"head", "heads", "return", "returns", "sail", "sails"}
)
"""Forms of the present that with a day tell what is to come."""


def _repeated(words: str) -> bool:
    return any(
        not (found.group().lower().startswith("a ") and _SPAN.search(words[: found.start()]))
        for found in lexicon.phrases("phrase", "habitual").finditer(words)
    )


_RATHER = re.compile(r"\brather\b[^,;.]*\bthan\s+(?:to\s+)?$", re.IGNORECASE)
_OPENERS = ("why", "how", "when", "where", "who", "what", "which")


def _mood(trigger: Token, sentence: Sentence) -> Iterator[Finding]:
    """Imperatives, questions, "rather die than return"."""
    at = sentence.offset + trigger.idx - sentence.start
    if _RATHER.search(sentence.text[: max(at, 0)]):
        yield Finding(None, "negated", "rather than")
    head = trigger
    while head.dep_ in ("ccomp", "xcomp") and head.head.lemma_ == "let" and head.head.tag_ == "VB":
        head = head.head
    commanded = head.tag_ == "VB" and head.dep_ in ("ROOT", "ccomp") and not sentence.headline
    bare = not any(child.dep_ in ("nsubj", "nsubjpass", "aux", "expl") for child in head.children)
    first = head.i == 0 or head.nbor(-1).text in ('"', "\u201c", ":", "\u2018")
    if commanded and bare and first:
        yield Finding("requested", None, head.text)
    if sentence.text.rstrip().endswith("?") and trigger.doc[0].lower_ not in _OPENERS:
        yield Finding(None, "unknown", "?")


def _clause_words(trigger: Token) -> str:
    """Words of the trigger's own clause: its subtree without the clauses that hang on it."""
    head = trigger
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    kept = {head.i}
    todo = [head]
    while todo:
        for child in todo.pop().children:
            if child.dep_ not in ("ccomp", "advcl", "relcl", "conj", "parataxis"):
                kept.add(child.i)
                todo.append(child)
    return " ".join(head.doc[index].text for index in sorted(kept))


def _condition(trigger: Token) -> Iterator[Finding]:
    """Conditions ("if", "unless", "whether") on the trigger's clause or beside it."""
    chain = [trigger]
    for step in syntax.climb(trigger):
        if step.link in ("relcl", "parataxis", "nsubj") or lexicon.reporting().get(step.head.lemma_.lower()):
            break
        chain.append(step.head)
    for token in chain:
        for child in token.children:
            low = child.lower_
            if low == "if" and child.i and child.nbor(-1).lower_ == "as":
                yield Finding(None, "possible", "as if")
                return
            if child.dep_ in ("mark", "advmod") and lexicon.cue("marker", low) in ("conditional", "unknown"):
                yield Finding("conditional", "possible" if low != "unless" else "unknown", child.text)
                return
    for token in chain[:2]:
        clause = next((c for c in token.children if c.dep_ == "advcl" and _marked(c, "conditional")), None)
        if clause is not None and token.tag_ not in ("VBD", "VBG"):
            yield Finding("conditional", "possible", "if")
            return


def _marked(clause: Token, category: str) -> bool:
    return any(
        child.dep_ in ("mark", "advmod") and lexicon.cue("marker", child.lower_) == category
        for child in clause.children
    )


# -- time ------------------------------------------------------------------------------------------------

_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_YEAR = re.compile(r"^(1[0-9]{3}|20[0-9]{2})s?$")
_FIGURES = re.compile(r"[12][0-9]{3}")
_AGO = re.compile(
    r"\b(\d+|several|many|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty)\s+years\s+(?:ago|earlier)\b",
    re.IGNORECASE,
)


def time(trigger: Token, sentence: Sentence, published: str | None) -> Iterator[Finding]:
    """History: an old year or "decades ago" in the trigger's clause or the one that holds it."""
    limit = (
        int(published[:4]) - HISTORICAL_YEARS if published and published[:4].isdigit() else UNDATED_YEAR - 1
    )
    if trigger.tag_ in ("VBZ", "VBP", "VB") and not sentence.headline and not is_past(trigger):
        governed = any(is_past(step.head) for step in syntax.climb(trigger))
        if not governed:
            return
    words = _clause_words(trigger)
    if lexicon.phrases("phrase", "historical").search(words):
        yield Finding("historical", None, "history")
        return
    ago = _AGO.search(words)
    if ago and not (ago.group(1).isdigit() and int(ago.group(1)) < HISTORICAL_YEARS):
        yield Finding("historical", None, ago.group())
        return
    if not _FIGURES.search(sentence.text):
        return
    years = [token for token in trigger.doc if _YEAR.match(token.text) and _bears_on(token, trigger)]
    if years and all(int(token.text[:4]) <= limit for token in years):
        yield Finding("historical", None, years[0].text)


def _bears_on(year: Token, trigger: Token) -> bool:
    """Whether a year dates the trigger: they share a clause, or one clause holds the other."""
    if (
        year.dep_ in ("compound", "nummod", "poss")
        and year.head.pos_ in ("NOUN", "PROPN")
        and year.head.lower_ not in _MONTHS
    ):
        return year.head.dep_ != "pobj" or _verb(year).i == trigger.i
    verb = _verb(year)
    above = {step.head.i for step in syntax.climb(trigger)} | {trigger.i}
    below = {step.head.i for step in syntax.climb(verb)} | {verb.i}
    return verb.i in above or trigger.i in below


def _verb(token: Token) -> Token:
    for step in syntax.climb(token):
        if step.head.pos_ in ("VERB", "AUX"):
            return step.head
    return token
