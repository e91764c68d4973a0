"""Status of an event on three axes: what kind of event, how certain, on whose word.

The reader climbs from the trigger through its governors. Each governor, auxiliary, adverb and marker
adds a finding; the strongest kind wins, the innermost of equals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import status_attribution as voices
from geo.language import status_lexicon as lexicon
from geo.language import status_syntax as syntax
from geo.language.status_clause import clause, time
from geo.language.status_governors import governors
from geo.language.status_own import Finding, infinitive, own
from geo.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.language.parsing import Sentence
    from geo.language.tree import Token

_RANK = (
    "prevented", "conditional", "threatened", "feared", "requested", "ordered", "attempted", "planned",
    "expected", "hypothetical", "historical", "habitual", "ongoing",
)  # fmt: skip
"""Kinds of event, the one that decides first."""
_UNREAL = frozenset({"planned", "ordered", "requested", "threatened", "feared", "expected", "hypothetical"})


def read_status(trigger: Token, sentence: Sentence, *, published: str | None) -> Status:
    """Status of the event that a token of ``sentence.doc`` names.

    ``published`` is the report's ISO 8601 date or None. The values are those of ``records.Status``.
    """
    findings = list(_findings(trigger, sentence, published))
    said = voices.voices(trigger, sentence)
    denied = any(voice.kind == "deny" for voice in said)
    if denied:
        findings.append(Finding(None, "negated", "denied"))
    hearsay = any(finding.eventuality == "hearsay" for finding in findings)
    seen = any(finding.eventuality == "seen" for finding in findings)
    kinds = {finding.eventuality for finding in findings}
    kind = _kind(findings, kinds)
    evidentiality, attribution = voices.evidentiality(said, hearsay=hearsay, seen=seen, denied=denied)
    if attribution is None:
        attribution = _authority(trigger)
        evidentiality = "attributed" if attribution and evidentiality == "author" else evidentiality
    return Status(
        eventuality=kind,
        factuality=_factuality(findings, kind),
        evidentiality=evidentiality,
        attribution=attribution,
        cues=tuple(dict.fromkeys([*(f.cue for f in findings), *(voice.cue for voice in said)])),
    )


def _kind(findings: list[Finding], kinds: set[str | None]) -> str:
    """The deciding kind. Among unreal kinds the innermost holds ("ordered to prepare to leave": planned)."""
    for kind in ("prevented", "conditional"):
        if kind in kinds:
            return kind
    unreal = [each for each in findings if each.eventuality in _UNREAL or each.eventuality == "attempted"]
    for finding in sorted(unreal, key=lambda each: each.weak):
        return str(finding.eventuality)
    return next((kind for kind in _RANK if kind in kinds), "actual")


def _factuality(findings: list[Finding], kind: str) -> str:
    negations = {finding.cue for finding in findings if finding.factuality == "negated"}
    if len(negations) % 2 and kind != "prevented":
        return "negated"
    stated = {finding.factuality for finding in findings}
    for value in ("unknown", "possible", "probable"):
        if value in stated:
            return value
    return "asserted"


def _findings(trigger: Token, sentence: Sentence, published: str | None) -> Iterator[Finding]:
    yield from own(trigger)
    yield from governors(trigger)
    yield from clause(trigger, sentence)
    yield from time(trigger, sentence, published)


_PROMISES = frozenset({"vow", "pledge", "promise", "swear"})


def _authority(trigger: Token) -> str | None:
    """Who ordered, asked, threatened or decided, when nobody else is named as the speaker."""
    for step in syntax.climb(trigger):
        if step.link == "conj" and any(child.dep_ in ("nsubj", "nsubjpass") for child in step.child.children):
            return None  # a clause of its own: what is said of the other one is not said of it
        head = step.head
        lemma = head.lemma_.lower()
        category = lexicon.cue("verb", lemma) if head.pos_ == "VERB" else None
        speech = category in ("ordered", "requested", "threatened", "feared") or lemma in _PROMISES
        if speech or (lemma == "call" and head.pos_ == "VERB"):
            who = _doer(head)
            if who is not None and who.i != trigger.i:
                return syntax.words(who)
        if head.pos_ == "NOUN" and lexicon.cue("noun", lemma) and step.link in ("acl", "prep", "ccomp"):
            owner = next((child for child in head.children if child.dep_ == "poss"), None)
            if owner is not None and owner.pos_ != "PRON":
                return syntax.words(owner)
            voiced = head.dep_ == "dobj" and lexicon.cue("noun", lemma) in (
                "feared",
                "requested",
                "threatened",
                "ordered",
            )
            who = _doer(head.head) if voiced else None
            if who is not None and who.i != trigger.i:
                return syntax.words(who)
        if step.link in ("parataxis", "conj") or (step.link == "relcl" and not infinitive(step.child)):
            return None
    return None


def _doer(verb: Token) -> Token | None:
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    who = syntax.agent(verb) if passive else syntax.subject(verb)
    return who if who is not None and who.pos_ in ("NOUN", "PROPN", "PRON") else None
