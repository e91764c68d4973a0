"""What the words above a trigger make of it: planned, ordered, tried, prevented, denied ..."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from geo.language import status_lexicon as lexicon
from geo.language import status_syntax as syntax
from geo.language.status_outcomes import (
    SEEING,
    countermanded,
    fate,
    halted,
    in_vain,
    is_event,
    let_through,
    sighted,
    undone,
    unfulfilled,
)
from geo.language.status_own import Finding, category_of, infinitive, of_adjective, own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.language.tree import Token


_WHEN = frozenset(
    {"after", "before", "since", "by", "while", "upon", "on", "despite", "besides", "when", "in", "because"}
)
"""Prepositions whose clause stands on its own: "after passing X, it will ..."."""
_CLAUSE_EDGE = frozenset({"relcl", "parataxis"})


def governors(trigger: Token) -> Iterator[Finding]:
    """Findings of the words above the trigger, as far as they bear on whether it happened."""
    for step in syntax.climb(trigger):
        if step.link == "conj":
            if any(child.dep_ == "cc" and child.lower_ == "than" for child in step.head.children):
                yield Finding(None, "negated", "rather than")
            if not _shares(step):
                return
            yield from own(step.head)
            continue
        last = iter(()) if let_through(step) else _edge(step, trigger)
        if last is not None:
            yield from last
            return
        if step.head.lemma_.lower() == "announce" and step.link in ("dobj", "nsubjpass"):
            yield Finding("planned", None, step.head.text, weak=True)
        yield from _governor(step)
        yield from undone(step)
        yield from countermanded(step)
        yield from unfulfilled(step)
        if _ends(step):
            return
        if step.link == "ccomp" and step.head.lemma_.lower() in _OPEN:
            yield from (Finding(None, "unknown", f.cue) for f in own(step.head) if f.factuality == "negated")
        elif step.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            yield from own(step.head)


def _edge(step: syntax.Step, trigger: Token) -> Iterator[Finding] | None:
    """Last findings where the trigger's clause ends in a larger one; None when the climb goes on."""
    link, head = step.link, step.head
    if link in ("acl", "relcl") and infinitive(step.child) and not is_event(head):
        return _controlled(step)
    if link in _CLAUSE_EDGE:
        return fate(head)
    if link == "advcl" or (link == "pcomp" and head.lower_ in _WHEN):
        return _adverbial(step) if link == "advcl" else _means(head)
    if head.pos_ in ("VERB", "AUX") and head.lemma_.lower() in lexicon.reporting() and link == "ccomp":
        return chain(_past_report(trigger, step), _no_report(step), _surmise(head))
    if link in ("acl", "ccomp") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        negated = (finding for finding in own(head) if finding.factuality == "negated")
        return chain(halted(step), sighted(step), _governor(step), fate(head), in_vain(head), negated)
    return None


def _ends(step: syntax.Step) -> bool:
    """Whether nothing above this step bears on the trigger ("an end to X", a subject's verb)."""
    taken = step.head.lemma_.lower() in _ENDS and step.link == "prep"
    return taken or (step.link in ("nsubj", "csubj") and step.head.pos_ == "VERB")


_OPEN = frozenset({"know", "remember", "realise", "realize", "learn", "matter", "recall"})
"""Verbs whose negation leaves the clause open ("did not know that they had left")."""


def _means(by: Token) -> Iterator[Finding]:
    """The means of a plan is planned too ("vowed to help by sending troops")."""
    if by.lower_ == "by":
        for finding in governors(by.head):
            if finding.eventuality in ("planned", "ordered", "requested", "threatened", "expected"):
                yield finding


def _controlled(step: syntax.Step) -> Iterator[Finding]:
    """An infinitive on the object of a verb ("ordered the men to be moved") belongs to the verb."""
    noun = step.head
    verb = (
        noun.head
        if noun.dep_ in ("dobj", "dative", "nsubjpass")
        else noun.head.head
        if noun.dep_ == "pobj"
        else None
    )
    category = lexicon.cue("verb", verb.lemma_.lower()) if verb is not None and verb.pos_ == "VERB" else None
    if category and verb is not None:
        yield from category_of(category, verb.text)
        yield from own(verb)
    else:
        yield from _of_noun(step)


_ENDS = frozenset({"end", "halt", "stop", "cessation"})
"""Nouns whose "to" phrase is taken as given: "an end to smuggling"."""


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
        if link == "xcomp" and any(child.lower_ == "too" for child in head.children):
            yield Finding(None, "negated", f"too {head.text}")
            return
        yield from of_adjective(lemma, head.text)
    if link == "pcomp" and (head.lower_ == "without" or _instead(head)):
        yield Finding(None, "negated", head.text)


def _instead(of: Token) -> bool:
    """Whether an "of" is that of "instead of", "short of", however it was parsed."""
    words = ("instead", "rather", "short")
    return of.head.lower_ in words or any(child.lower_ in words for child in of.children)


def _of_verb(step: syntax.Step, lemma: str) -> Iterator[Finding]:
    head, link = step.head, step.link
    if link == "attr" and lemma == "be":
        yield from _identified(head)
        return
    light = _light(step, lemma)
    if light is not None:
        yield from light
        return
    category = lexicon.cue("verb", lemma)
    if category == "planned" and link == "ccomp" and any(c.lower_ == "had" for c in step.child.children):
        return  # "swore they had left"
    kind = _AWAY_FROM.get((lemma, step.child.lower_)) if link == "prep" else None
    if kind is not None:
        yield Finding(kind, "negated", f"{head.text} {step.child.text}")
        return
    if link == "prep" and step.child.lower_ == "for" and lemma in _READYING:
        yield Finding("planned", None, f"{head.text} for")
        return
    if category == "transparent":
        if lemma in SEEING:
            yield Finding("seen", None, head.text)
    elif category and link in _COMPLEMENTS and _bears(step, category):
        yield from category_of(category, head.text)
    elif category is None and link == "xcomp" and infinitive(step.child) and head.pos_ == "VERB":
        yield Finding("planned", None, f"{head.text} to")


def _identified(be: Token) -> Iterator[Finding]:
    """What an aim or the next step is said to be is still to come ("the next step is the capture of X")."""
    subject = next((child for child in be.children if child.dep_ == "nsubj"), None)
    if subject is not None and subject.tag_ in ("WDT", "WP") and be.dep_ == "relcl":
        subject = be.head
    if subject is None:
        return
    upcoming = any(child.lower_ in ("next", "remaining", "coming") for child in subject.children)
    if upcoming or subject.lemma_.lower() in _AIMS:
        yield Finding("planned", None, subject.text)


_AIMS = frozenset({
    "aim", "goal", "plan", "objective", "intention", "intent", "target", "mission", "task",
    "hope", "wish", "desire", "proposal", "priority", "dream", "ambition",
})  # fmt: skip
"""Nouns of which what they "are" has not happened yet."""
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "dobj", "nsubjpass", "pcomp", "prep", "oprd", "advcl", "pobj"})


_AWAY_FROM = {
    ("keep", "from"): "prevented",
    ("save", "from"): "prevented",
    ("spare", "from"): "prevented",
    ("exclude", "from"): "prevented",
    ("preclude", "from"): "prevented",
    ("decide", "against"): "planned",
    ("vote", "against"): "planned",
    ("opt", "against"): "planned",
    ("advise", "against"): "requested",
    ("warn", "against"): "requested",
    ("caution", "against"): "requested",
}
"""Verbs whose "from" or "against" phrase does not happen."""
_READYING = frozenset({"mass", "gather", "assemble", "brace", "muster", "train", "arm", "regroup"})
"""Verbs whose "for" phrase is still to come ("massing for an advance")."""
_BIDDING = frozenset({"tell", "instruct", "direct", "warn"})
"""Verbs that order what their infinitive says ("told residents to leave")."""


def _light(step: syntax.Step, lemma: str) -> Iterator[Finding] | None:
    """Verbs that mean little by themselves ("be to", "have yet to", "call for"); None for the others."""
    head, link = step.head, step.link
    if link == "xcomp" and infinitive(step.child):
        raised = _raised(step, lemma)
        if raised is not None:
            return iter([raised])
        if lemma in _BIDDING:
            return iter([Finding("ordered", None, f"{head.text} to")])
        if lemma in lexicon.reporting():
            return iter([Finding("hearsay", "probable", head.text)])
        if lemma in ("be", "have"):
            return _to_be(step, lemma)
    if lemma == "call" and ((link == "prep" and step.child.lower_ == "for") or link == "xcomp"):
        return iter([Finding("requested", None, f"{head.text} for")])
    judged = next((child for child in head.children if child.dep_ == "acomp"), None)
    linking = lemma in ("be", "seem", "look", "become") and link in ("ccomp", "xcomp", "advcl", "csubj")
    return of_adjective(judged.lower_, judged.text) if judged is not None and linking else None


def _raised(step: syntax.Step, lemma: str) -> Finding | None:
    """What "going to", "seem to", "supposed to" and "used to" make of their infinitive."""
    head = step.head
    if lemma == "go" and head.tag_ == "VBG":
        return Finding("planned", None, "going to")
    if lemma in ("seem", "appear"):
        return Finding(None, "probable", f"{head.text} to")
    if lemma == "suppose":
        past = any(child.lower_ == "have" for child in step.child.children)
        return Finding(None, "probable", "supposed") if past else Finding("planned", None, "supposed to")
    passive = any(child.dep_ == "auxpass" for child in head.children)
    if lemma == "use" and head.tag_ in ("VBD", "VBN") and not passive:
        return Finding("habitual", None, "used to")
    return None


def _to_be(step: syntax.Step, lemma: str) -> Iterator[Finding]:
    if any(child.lower_ == "yet" for child in (*step.head.children, *step.child.children)):
        yield Finding(None, "negated", "yet to")
    elif lemma == "be":
        yield Finding("planned", None, f"{step.head.text} to")
    elif step.head.tag_ in ("VBP", "VBZ") or any(c.lower_ == "will" for c in step.head.children):
        yield Finding("requested", None, f"{step.head.text} to")


def _bears(step: syntax.Step, category: str) -> bool:
    """Whether a verb of planning or stopping bears on this complement of its."""
    if step.link == "prep":
        wanted = {
            "prevented": ("from",),
            "requested": ("for", "on"),
            "refused": ("from",),
            "failed": ("in",),
        }
        allowed = wanted.get(category, ("to", "for", "on", "of", "against"))
        return step.child.lower_ in allowed
    if step.link in ("dobj", "nsubjpass", "pobj"):
        return step.child.pos_ in ("NOUN", "VERB", "PROPN")
    return True


def _of_noun(step: syntax.Step) -> Iterator[Finding]:
    noun = step.head
    category = lexicon.cue("noun", noun.lemma_)
    prep = step.link == "prep" and step.child.lower_ in (
        "of",
        "for",
        "to",
        "on",
        "that",
        "against",
        "from",
        "over",
        "about",
    )
    if category and (step.link in ("acl", "ccomp", "relcl", "compound", "amod") or prep):
        if step.link == "compound" and noun.i != step.child.i + 1:
            return
        yield from category_of(category, noun.text)
    elif step.link in ("acl", "relcl") and infinitive(step.child):
        ordinal = noun.lemma_.lower() in ("first", "last") or any(
            child.lower_ in ("first", "last", "only") for child in noun.children
        )
        if not ordinal:
            yield Finding("planned", None, f"{noun.text} to")


def _adverbial(step: syntax.Step) -> Iterator[Finding]:
    """An adverbial clause with "to": what the verb above makes of it, or a purpose not yet reached.

    What somebody is stopped "before" they "could" do does not happen.
    """
    if _yet_to_come(step):
        yield Finding("planned", None, "once")
        return
    if _stops_them(step):
        yield Finding("prevented", None, step.head.text)
        return
    aux = {child.lower_ for child in step.child.children if child.dep_ in ("aux", "mark")}
    if aux >= {"before", "could"}:
        yield Finding("prevented", None, "before they could")
        return
    if not infinitive(step.child) or step.child.tag_ != "VB":
        return
    lemma = step.head.lemma_.lower()
    category = lexicon.cue("verb", lemma)
    if lemma == "go" and any(child.lower_ == "on" for child in step.head.children):
        return  # "went on to enter": it did
    if lemma == "call":
        yield Finding("requested", None, "call on")
    elif category in ("prevented", "requested", "ordered", "failed", "attempted", "threatened"):
        yield from category_of(category, step.head.text)
    elif category == "transparent" and lemma in (
        "force",
        "compel",
        "make",
        "allow",
        "permit",
        "cause",
        "lead",
        "push",
    ):
        yield from own(step.head)
    else:
        yield Finding("planned", None, "to")


def _yet_to_come(step: syntax.Step) -> bool:
    """Whether a clause with "once" or "when" hangs on what only will be ("once they land, they will ...")."""
    marked = any(child.lower_ in ("once", "when", "until", "till") for child in step.child.children)
    will = any(child.lower_ in ("will", "\u2019ll", "'ll", "shall") for child in step.head.children)
    return marked and will and step.child.tag_ in ("VBP", "VBZ", "VB")


def _stops_them(step: syntax.Step) -> bool:
    """Whether a participle right after an object is what its verb stops ("stopped 300 families crossing")."""
    held = next((child for child in step.head.children if child.dep_ == "dobj"), None)
    near = held is not None and held.i + 1 == step.child.i
    return (
        near and step.child.tag_ == "VBG" and step.head.lemma_.lower() in ("stop", "prevent", "block", "halt")
    )


def _past_report(trigger: Token, step: syntax.Step) -> Iterator[Finding]:
    """A plan told in the past ("said it would send")."""
    would = any(child.lower_ in ("would", "\u2019d", "'d") for child in trigger.children)
    if would and step.head.tag_ == "VBD":
        yield Finding("planned", None, "would")


def _no_report(step: syntax.Step) -> Iterator[Finding]:
    """What is not said stays open ("did not say that")."""
    if any(child.dep_ == "neg" for child in step.head.children):
        yield Finding(None, "unknown", f"not {step.head.text}")


def _surmise(verb: Token) -> Iterator[Finding]:
    """What is only suspected is probable."""
    if lexicon.cue("verb", verb.lemma_.lower()) == "probable":
        yield Finding(None, "probable", verb.text)
