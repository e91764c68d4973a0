"""What stands with a motion: status, mover's words, quantity, time, whether the goal was reached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language import quantities, times
from geo.language import status as statuses
from geo.language.motion_guards import mover_class
from geo.language.motion_syntax import clause_head, conjuncts, is_passive, noun_phrase
from geo.language.parsing import as_written
from geo.records import Motion, Quantity, Status, Time, Words

if TYPE_CHECKING:
    from geo.language.parsing import Sentence
    from geo.language.tree import Token

REACHING = frozenset({"ARRIVE", "ENTER/INVADE", "RETURN"})
"""Classes whose verbs say that the goal was reached."""


def status_of(trigger: Token, sentence: Sentence, *, published: str | None) -> Status:
    """Status of the clause of a trigger."""
    status = statuses.read_status(trigger, sentence, published=published)
    if status.attribution and status.attribution not in sentence.text:
        status = replace(status, attribution=as_written(status.attribution))
    if status.eventuality not in {"attempted", "planned"}:
        return status
    halt = _stopped(trigger) or (_halted(trigger) if status.eventuality == "attempted" else "")
    return replace(status, eventuality="prevented", cues=(*status.cues, halt)) if halt else status


def _stopped(trigger: Token) -> str:
    """The verb that stops those of a relative clause ("those who hoped to sail to X were turned back")."""
    current = trigger
    for _ in range(6):
        clause, current = current, current.head
        if clause.dep_ in {"relcl", "acl"}:
            verb = current.head
            back = any(child.lower_ in {"back", "away"} for child in verb.children)
            halts = verb.lemma_.lower() in lexicon.words("halts") or (
                back and verb.lemma_.lower() in {"turn", "push", "send"}
            )
            return verb.text if halts and current.dep_ in {"nsubjpass", "dobj"} else ""
    return ""


def _halted(trigger: Token) -> str:
    """The word that ended an attempt ("was caught as he tried to flee", "killed while trying to cross")."""
    current = trigger
    for _ in range(8):
        if current.dep_ == "advcl" and any(child.lower_ in {"after", "before"} for child in current.children):
            return ""
        clause, current = current, current.head
        if clause.i == current.i:
            return ""
        told = clause.dep_ != "conj" or _befalls(current)
        if told and current.lemma_.lower() in lexicon.words("halts") and current.i < trigger.i:
            return current.text
        first = next((item for item in current.conjuncts if _befalls(item)), None)
        if first is not None and first.i < trigger.i:
            return first.text
    return ""


def _befalls(verb: Token) -> bool:
    """Whether a verb that ends an attempt tells it of its subject ("was caught and", "drowned and")."""
    lemma = verb.lemma_.lower()
    return lemma in lexicon.words("halts") and (lemma in {"die", "drown"} or is_passive(verb))


def mover_words(head: Token | None, sentence: Sentence) -> Words | None:
    """Words of a mover, with those coordinated with it, without clauses."""
    if head is None or sentence.doc is None:
        return None
    nouns = conjuncts(head)
    start = noun_phrase(nouns[0])[0]
    end = max(noun_phrase(noun)[1] for noun in nouns)
    low, high = sentence.span(sentence.doc[start:end])
    return sentence.words(low, high)


def quantity_of(head: Token | None, sentence: Sentence) -> Quantity | None:
    """How many move: the first number in the mover's words."""
    words = mover_words(head, sentence)
    if words is None:
        return None
    found = quantities.find_quantities(words.text)
    if not found and head is not None:
        found = quantities.find_quantities(_numbering(head))
    return found[0][2] if found else None


def _numbering(head: Token) -> str:
    """The number in "the marchers, now numbering 5,000"; empty for other movers."""
    for child in head.children:
        if child.dep_ in {"acl", "relcl"} and child.lower_ in {
            "numbering",
            "totalling",
            "totaling",
            "numbered",
        }:
            end = child.right_edge.i + 1
            return f"{head.doc[child.i + 1 : end].text} {head.text}"
    return ""


def company_of(trigger: Token, sentence: Sentence) -> Quantity | None:
    """How many go with somebody: "returned to X with about 50 men"."""
    for child in trigger.children:
        if child.dep_ == "prep" and child.lower_ == "with" and child.i > trigger.i:
            for noun in child.children:
                if noun.dep_ == "pobj" and mover_class(noun) in _COMPANY:
                    return quantity_of(noun, sentence)
    return None


_COMPANY = frozenset({"person", "force", "prisoner", "vehicle"})


def time_of(trigger: Token, sentence: Sentence, *, published: str | None) -> Time | None:
    """When: the time expression in the clause of the trigger, else the only one of the sentence."""
    found = times.find_times(sentence.text, published=published)
    if not found or sentence.doc is None:
        return None
    own = clause_head(trigger)
    inside = []
    for start, end, time in found:
        head = sentence.head(sentence.start + start, sentence.start + end)
        if head is not None and clause_head(head).i in {own.i, trigger.i}:
            inside.append((abs(head.i - trigger.i), time))
    return min(inside, key=lambda item: item[0])[1] if inside else None


def goal_reached(motion: Motion) -> str:
    """yes, no or uncertain, from class and status."""
    if motion.status.eventuality == "prevented" or motion.status.factuality == "negated":
        return "no"
    if motion.towards or not motion.destinations:
        return "uncertain"
    done = motion.status.eventuality in {"actual", "historical"} and motion.status.factuality == "asserted"
    return "yes" if done and motion.motion_class in REACHING else "uncertain"
