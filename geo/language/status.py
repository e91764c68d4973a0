"""Status of an event on three axes: what kind of event, how certain, on whose word.

The reader climbs from the trigger through its governors. Each governor, auxiliary, adverb and marker
adds a finding; the strongest kind wins, the innermost of equals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.language import status_attribution as voices
from geo.language import status_lexicon as lexicon
from geo.language import status_syntax as syntax
from geo.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from geo.language.parsing import Sentence

HISTORICAL_YEARS = 3
"""An event this many years before the report is history (project choice)."""
UNDATED_YEAR = 2000
"""Without a date of the report, a year before this one is history (project choice)."""

_RANK = (
    "prevented", "conditional", "threatened", "feared", "requested", "ordered", "attempted", "planned",
    "expected", "hypothetical", "historical", "habitual", "ongoing",
)  # fmt: skip
"""Kinds of event, the one that decides first."""
_UNREAL = frozenset({"planned", "ordered", "requested", "threatened", "feared", "expected", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What one cue says: a kind of event, a degree of certainty, or both."""

    eventuality: str | None
    factuality: str | None
    cue: str
    weak: bool = False
    """Whether a kind told by a governor overrides this one ("fears that they will flee": feared)."""


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


# -- what the governors say ------------------------------------------------------------------------


def _findings(trigger: Token, sentence: Sentence, published: str | None) -> Iterator[Finding]:
    yield from _own(trigger)
    yield from _governors(trigger)
    yield from _clause(trigger, sentence)
    yield from _time(trigger, sentence, published)


_WHEN = frozenset({"after", "before", "since", "by", "while", "upon", "on", "despite", "besides", "when", "in", "because"})
"""Prepositions whose clause stands on its own: "after passing X, it will ..."."""
_CLAUSE_EDGE = frozenset({"relcl", "parataxis"})


def _governors(trigger: Token) -> Iterator[Finding]:
    """Findings of the words above the trigger, as far as they bear on whether it happened."""
    for step in syntax.climb(trigger):
        if step.link == "conj":
            if not _shares(step):
                return
            yield from _own(step.head)
            continue
        if step.link in ("acl", "relcl") and _infinitive(step.child) and not _is_event(step.head):
            yield from _controlled(step)
            return
        if step.link in _CLAUSE_EDGE:
            yield from _fate(step.head)
            return
        if step.link == "pcomp" and step.head.lower_ in _WHEN:
            return
        if step.link == "advcl":
            yield from _adverbial(step)
            return
        if lexicon.reporting().get(step.head.lemma_.lower()) and step.link in ("ccomp", "parataxis"):
            yield from _past_report(trigger, step)
            yield from _no_report(step)
            return
        if step.head.lemma_.lower() == "announce" and step.link in ("dobj", "nsubjpass"):
            yield Finding("planned", None, step.head.text, weak=True)
        yield from _governor(step)
        if step.link in ("acl", "relcl", "ccomp") and step.head.pos_ in ("NOUN", "PROPN", "PRON"):
            yield from _fate(step.head)
            yield from (finding for finding in _own(step.head) if finding.factuality == "negated")
            return
        if step.head.lemma_.lower() in _ENDS and step.link == "prep":
            return
        if step.link in ("nsubj", "csubj") and step.head.pos_ == "VERB":
            return
        if step.link == "ccomp" and step.head.lemma_.lower() in _OPEN:
            yield from (Finding(None, "unknown", f.cue) for f in _own(step.head) if f.factuality == "negated")
        elif step.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            yield from _own(step.head)


_OPEN = frozenset({"know", "remember", "realise", "realize", "learn", "matter", "recall"})
"""Verbs whose negation leaves the clause open ("did not know that they had left")."""


def _controlled(step: syntax.Step) -> Iterator[Finding]:
    """An infinitive on the object of a verb ("ordered the men to be moved") belongs to the verb."""
    noun = step.head
    verb = noun.head if noun.dep_ in ("dobj", "dative", "nsubjpass") else noun.head.head if noun.dep_ == "pobj" else None
    category = lexicon.cue("verb", verb.lemma_.lower()) if verb is not None and verb.pos_ == "VERB" else None
    if category and verb is not None:
        yield from _category(category, verb.text)
        yield from _own(verb)
    else:
        yield from _of_noun(step)


def _is_event(noun: Token) -> bool:
    return lexicon.cue("noun", noun.lemma_) is not None


_ENDS = frozenset({"end", "halt", "stop", "cessation"})
"""Nouns whose "to" phrase is taken as given: "an end to smuggling"."""
_FALLS = frozenset({"break", "collapse", "fail", "fall", "founder", "stall", "shelve", "drop"})


def _fate(noun: Token) -> Iterator[Finding]:
    """What became of a plan, an attempt or a report ("plans to move had collapsed")."""
    saying = noun.lemma_.lower() in voices.SAYINGS
    if noun.dep_ not in ("nsubj", "nsubjpass", "dobj") or not (saying or _is_event(noun)):
        return
    verb = noun.head
    lemma = verb.lemma_.lower()
    category = lexicon.cue("verb", lemma)
    if lemma in ("confirm", "verify", "corroborate", "substantiate"):
        if any(child.dep_ == "neg" for child in verb.children):
            yield Finding(None, "unknown", f"not {verb.text}")
    elif category in ("prevented", "failed", "refused") or (noun.dep_ == "nsubj" and lemma in _FALLS):
        yield Finding("prevented", None, verb.text)
    elif lemma in ("deny", "dismiss", "refute"):
        yield Finding(None, "negated", verb.text)
    if noun.dep_ in ("dobj", "nsubjpass", "nsubj"):
        yield from (finding for finding in _own(verb) if finding.factuality == "negated")


def _shares(step: syntax.Step) -> bool:
    """Whether a conjunct shares the auxiliaries and the governor of the first ("may flee or hide")."""
    if step.child.pos_ in ("NOUN", "PROPN") and step.head.pos_ in ("NOUN", "PROPN"):
        return True
    own = any(child.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for child in step.child.children)
    return not own and (step.child.tag_ == step.head.tag_ or step.child.tag_ in ("VB", "VBN"))


def _governor(step: syntax.Step) -> Iterator[Finding]:
    head, link = step.head, step.link
    lemma = head.lemma_.lower()
    if head.pos_ in ("VERB", "AUX"):
        yield from _of_verb(step, lemma)
    elif head.pos_ in ("NOUN", "PROPN"):
        yield from _of_noun(step)
    elif head.pos_ == "ADJ" and link in ("xcomp", "ccomp", "prep", "advcl", "acl"):
        category = lexicon.cue("adjective", lemma)
        if category == "unlikely":
            yield Finding("expected", "negated", head.text)
        elif category:
            yield from _category(category, head.text)
    if link == "pcomp" and (head.lower_ == "without" or head.head.lower_ in ("instead", "rather", "short")):
        yield Finding(None, "negated", head.text)


def _of_verb(step: syntax.Step, lemma: str) -> Iterator[Finding]:
    head, link = step.head, step.link
    if lemma == "go" and head.tag_ == "VBG" and link == "xcomp":
        yield Finding("planned", None, "going to")
        return
    if lemma in ("be", "have") and link == "xcomp" and _infinitive(step.child):
        if any(child.lower_ == "yet" for child in (*head.children, *step.child.children)):
            yield Finding(None, "negated", "yet to")
        elif lemma == "be":
            yield Finding("planned", None, f"{head.text} to")
        return
    if lemma == "call" and ((link == "prep" and step.child.lower_ == "for") or link == "xcomp"):
        yield Finding("requested", None, f"{head.text} for")
        return
    judged = next((child for child in head.children if child.dep_ == "acomp"), None)
    if lemma in ("be", "seem", "look", "become") and judged is not None and link in ("ccomp", "xcomp", "advcl", "csubj"):
        category = lexicon.cue("adjective", judged.lower_)
        if category == "unlikely":
            yield Finding("expected", "negated", judged.text)
        elif category:
            yield from _category(category, judged.text)
        return
    if link == "xcomp" and lemma in lexicon.reporting() and _infinitive(step.child):
        yield Finding("hearsay", "probable", head.text)
        return
    category = lexicon.cue("verb", lemma)
    complement = link in ("xcomp", "ccomp", "dobj", "nsubjpass", "pcomp", "prep", "oprd", "advcl", "pobj")
    if category and category != "transparent" and complement and _bears(step, category):
        yield from _category(category, head.text)
    elif category is None and link == "xcomp" and _infinitive(step.child) and head.pos_ == "VERB":
        yield Finding("planned", None, f"{head.text} to")
    elif category == "transparent" and lemma in ("see", "spot", "film", "photograph", "observe", "witness"):
        yield Finding("seen", None, head.text)


def _bears(step: syntax.Step, category: str) -> bool:
    """Whether a verb of planning or stopping bears on this complement of its."""
    if step.link == "prep":
        wanted = {"prevented": ("from",), "requested": ("for", "on"), "refused": ("from",)}
        allowed = wanted.get(category, ("to", "for", "on", "of", "against"))
        return step.child.lower_ in allowed
    if step.link in ("dobj", "nsubjpass", "pobj"):
        return step.child.pos_ in ("NOUN", "VERB", "PROPN")
    return True


def _of_noun(step: syntax.Step) -> Iterator[Finding]:
    noun = step.head
    category = lexicon.cue("noun", noun.lemma_)
    prep = step.link == "prep" and step.child.lower_ in ("of", "for", "to", "on", "that", "against", "from")
    if category and (step.link in ("acl", "ccomp", "relcl", "compound", "amod") or prep):
        if step.link == "compound" and noun.i != step.child.i + 1:
            return
        yield from _category(category, noun.text)
    elif step.link in ("acl", "relcl") and _infinitive(step.child):
        ordinal = noun.lemma_.lower() in ("first", "last") or any(
            child.lower_ in ("first", "last", "only") for child in noun.children
        )
        if not ordinal:
            yield Finding("planned", None, f"{noun.text} to")


def _infinitive(token: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)


def _category(category: str, cue: str) -> Iterator[Finding]:
    if category == "failed":
        yield Finding("prevented", None, cue)
    elif category in ("refused", "negated"):
        yield Finding(None, "negated", cue)
    elif category == "hypothetical":
        yield Finding("hypothetical", "possible", cue)
    elif category == "hearsay":
        yield Finding("hearsay", "probable", cue)
    elif category in ("expected", "feared"):
        yield Finding(category, "probable" if category == "expected" else "possible", cue)
    elif category != "transparent":
        yield Finding(category, None, cue)


def _adverbial(step: syntax.Step) -> Iterator[Finding]:
    """An adverbial clause with "to": what the verb above makes of it, or a purpose not yet reached."""
    if not _infinitive(step.child) or step.child.tag_ != "VB":
        return
    lemma = step.head.lemma_.lower()
    category = lexicon.cue("verb", lemma)
    if lemma == "call":
        yield Finding("requested", None, "call on")
    elif category in ("prevented", "requested", "ordered", "failed", "attempted", "threatened"):
        yield from _category(category, step.head.text)
    elif category == "transparent" and lemma in ("force", "compel", "make", "allow", "permit", "cause", "lead", "push"):
        yield from _own(step.head)
    else:
        yield Finding("planned", None, "to")


def _past_report(trigger: Token, step: syntax.Step) -> Iterator[Finding]:
    """"said it would send": a plan told in the past."""
    would = any(child.lower_ in ("would", "’d", "'d") for child in trigger.children)
    if would and step.head.tag_ == "VBD":
        yield Finding("planned", None, "would")


def _no_report(step: syntax.Step) -> Iterator[Finding]:
    """"did not say that", "no one reported that": the content stays open."""
    if any(child.dep_ == "neg" for child in step.head.children):
        yield Finding(None, "unknown", f"not {step.head.text}")


# -- auxiliaries, adverbs, negation -------------------------------------------------------------------


def _own(token: Token) -> Iterator[Finding]:
    """Findings of the words that hang on one verb or noun."""
    past = _is_past(token)
    for child in token.children:
        low = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "advmod" and lexicon.cue("adverb", low) == "negated"):
            yield from _negation(token, child)
        elif child.dep_ == "aux":
            yield from _modal(token, child, past=past)
        elif child.dep_ == "advmod":
            yield from _adverb(low, child.text)
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "det", "expl", "attr"):
            yield from _nobody(child)
        elif child.dep_ == "amod":
            category = lexicon.cue("adjective", low) or lexicon.cue("adjective", child.lemma_)
            if category and category not in ("transparent", "refused"):
                yield from _category("expected" if category == "unlikely" else category, child.text)
        elif child.dep_ == "acomp" and lexicon.cue("adjective", low) == "prevented":
            yield Finding("prevented", None, child.text)


def _is_past(token: Token) -> bool:
    return token.tag_ in ("VBD", "VBN") or any(
        child.dep_ in ("aux", "auxpass") and child.lower_ in ("had", "was", "were", "did", "has", "have")
        for child in token.children
    )


def _negation(token: Token, negation: Token) -> Iterator[Finding]:
    modal = next((child for child in token.children if child.dep_ == "aux" and child.lower_ in ("can", "ca", "could")), None)
    if modal is not None:
        yield Finding("prevented", None, f"{modal.text} {negation.text}")
        return
    category = lexicon.cue("verb", token.lemma_.lower())
    if category == "transparent" and token.lemma_ in ("allow", "permit", "let", "enable"):
        yield Finding("prevented", None, f"{negation.text} {token.text}")
        return
    yield Finding(None, "negated", negation.text)


def _nobody(child: Token) -> Iterator[Finding]:
    if lexicon.cue("subject", child.lower_) or (child.dep_ == "det" and lexicon.cue("determiner", child.lower_)):
        yield Finding(None, "negated", child.text)
        return
    if child.dep_ != "det":
        determiner = next((each for each in child.children if each.dep_ == "det"), None)
        if determiner is not None and lexicon.cue("determiner", determiner.lower_):
            yield Finding(None, "negated", determiner.text)


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
        yield Finding("requested", None, modal.text)


def _adverb(word: str, text: str) -> Iterator[Finding]:
    category = lexicon.cue("adverb", word)
    if category == "hearsay":
        yield Finding("hearsay", "probable", text)
    elif category in ("probable", "possible"):
        yield Finding(None, category, text)
    elif category in ("habitual", "prevented"):
        yield Finding(category, None, text)


# -- the clause ----------------------------------------------------------------------------------------


def _clause(trigger: Token, sentence: Sentence) -> Iterator[Finding]:
    if trigger.pos_ == "VERB" and lexicon.cue("verb", trigger.lemma_.lower()) in ("prevented", "expected"):
        yield from _category(str(lexicon.cue("verb", trigger.lemma_.lower())), trigger.text)
    yield from _condition(trigger)
    if _infinitive(trigger) and trigger.dep_ == "ROOT":
        yield Finding("planned", None, "to")  # "Ministry to move staff", telegram style
    progressive = trigger.tag_ == "VBG"
    words = _clause_words(trigger)
    if lexicon.phrases("phrase", "habitual").search(words):
        yield Finding("habitual", None, "repeated")
    future = lexicon.phrases("phrase", "future").search(words) or re.search(r"(?i)\btomorrow\b", words)
    if future and not _is_past(trigger) and not sentence.headline:
        yield Finding("planned", None, future.group())
    elif progressive:
        yield Finding("ongoing", None, trigger.text)


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
    """"if", "unless", "whether" and "in case", on the trigger's clause or beside it."""
    chain = [trigger]
    for step in syntax.climb(trigger):
        if step.link in ("relcl", "parataxis", "nsubj") or lexicon.reporting().get(step.head.lemma_.lower()):
            break
        chain.append(step.head)
    for token in chain:
        for child in token.children:
            low = child.lower_
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
        child.dep_ in ("mark", "advmod") and lexicon.cue("marker", child.lower_) == category for child in clause.children
    )


# -- time ------------------------------------------------------------------------------------------------

_YEAR = re.compile(r"^(1[0-9]{3}|20[0-9]{2})s?$")
_AGO = re.compile(r"\b(\d+|several|many|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty)\s+years\s+(?:ago|earlier)\b", re.IGNORECASE)


def _time(trigger: Token, sentence: Sentence, published: str | None) -> Iterator[Finding]:
    """History: an old year or "decades ago" in the trigger's clause or the one that holds it."""
    limit = int(published[:4]) - HISTORICAL_YEARS if published and published[:4].isdigit() else UNDATED_YEAR - 1
    if trigger.tag_ in ("VBZ", "VBP", "VB") and not sentence.headline and not _is_past(trigger):
        governed = any(_is_past(step.head) for step in syntax.climb(trigger))
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
    years = [token for token in trigger.doc if _YEAR.match(token.text) and _bears_on(token, trigger)]
    if years and all(int(token.text[:4]) <= limit for token in years):
        yield Finding("historical", None, years[0].text)


def _bears_on(year: Token, trigger: Token) -> bool:
    """Whether a year dates the trigger: they share a clause, or one clause holds the other."""
    if year.dep_ in ("compound", "nummod", "poss") and year.head.pos_ in ("NOUN", "PROPN") and year.head.ent_type_ != "DATE":
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


# -- authority -------------------------------------------------------------------------------------------


def _authority(trigger: Token) -> str | None:
    """Who ordered, asked, threatened or decided, when nobody else is named as the speaker."""
    for step in syntax.climb(trigger):
        head = step.head
        lemma = head.lemma_.lower()
        category = lexicon.cue("verb", lemma) if head.pos_ == "VERB" else None
        if category in ("ordered", "requested", "threatened", "feared") or (lemma == "call" and head.pos_ == "VERB"):
            who = _doer(head)
            if who is not None and who.i != trigger.i:
                return syntax.words(who)
        if head.pos_ == "NOUN" and lexicon.cue("noun", lemma) and step.link in ("acl", "prep", "ccomp"):
            owner = next((child for child in head.children if child.dep_ == "poss"), None)
            if owner is not None and owner.pos_ != "PRON":
                return syntax.words(owner)
        if step.link in ("parataxis", "conj") or (step.link == "relcl" and not _infinitive(step.child)):
            return None
    return None


def _doer(verb: Token) -> Token | None:
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    who = syntax.agent(verb) if passive else syntax.subject(verb)
    return who if who is not None and who.pos_ in ("NOUN", "PROPN", "PRON") else None
