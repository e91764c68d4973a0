"""What became of an event: it came to nothing, was undone, could not be stopped, or took place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import status_lexicon as lexicon
from geo.language.status_attribution import SAYINGS
from geo.language.status_own import Finding, of_adjective, own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.language import status_syntax as syntax
    from geo.language.tree import Token


def is_event(noun: Token) -> bool:
    """Whether a noun names a plan, an order, an attempt ...: what it governs need not have happened."""
    return lexicon.cue("noun", noun.lemma_) is not None


_HALTING = frozenset({"halt", "stop", "intercept", "block"})
_REPELLING = _HALTING | {"repel", "thwart", "foil", "rebuff", "prevent"}


def halted(step: syntax.Step) -> Iterator[Finding]:
    """A verb stops the thing that carries ("halted a train carrying migrants to X")."""
    noun = step.head
    held = step.link == "acl" and step.child.tag_ == "VBG" and noun.dep_ in ("dobj", "nsubjpass")
    if held and _halts(noun.head) and not _ineffective(noun.head):
        yield Finding("prevented", None, noun.head.text)


def _halts(verb: Token) -> bool:
    """Whether a verb stops a thing on its way: "halted", "turned back"."""
    lemma = verb.lemma_.lower()
    back = any(child.lower_ in ("back", "away") for child in verb.children)
    return lemma in _HALTING or (lemma == "turn" and back)


def sighted(step: syntax.Step) -> Iterator[Finding]:
    """Somebody saw those of a participle ("saw tanks heading for X")."""
    verb = step.head.head
    seen = step.link == "acl" and step.child.tag_ == "VBG" and step.head.dep_ in ("dobj", "nsubjpass")
    if seen and verb.lemma_.lower() in SEEING:
        yield Finding("seen", None, verb.text)


SEEING = frozenset({"see", "spot", "film", "photograph", "observe", "witness"})
"""Verbs of those who were there."""


def in_vain(noun: Token) -> Iterator[Finding]:
    """An attempt that somebody "failed in"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.lemma_.lower() == "fail":
        yield Finding("prevented", None, noun.head.head.text)


def undone(step: syntax.Step) -> Iterator[Finding]:
    """An attempt that the next clause undoes ("tried to cross, but soldiers turned them back")."""
    if lexicon.cue("verb", step.head.lemma_.lower()) != "attempted" or step.link != "xcomp":
        return
    if not any(child.dep_ == "cc" and child.lower_ == "but" for child in step.head.children):
        return
    for verb in (child for child in step.head.children if child.dep_ == "conj" and child.i > step.child.i):
        back = any(child.lower_ in ("back", "away") for child in verb.children)
        if verb.lemma_.lower() in _REPELLING or (back and verb.lemma_.lower() in ("turn", "push", "send")):
            yield Finding("prevented", None, verb.text)


_FORBIDDING = frozenset(
    {
        "forbid",
        "veto",
        "cancel",
        "reject",
        "block",
        "overrule",
        "scrap",
        "stop",
        "ban",
        "prevent",
        "refuse",
        "halt",
    }
)


def countermanded(step: syntax.Step) -> Iterator[Finding]:
    """A plan that the next clause forbids ("were to leave, but the court forbade it")."""
    verb = step.head
    if step.link != "xcomp" or not any(
        child.dep_ == "cc" and child.lower_ == "but" for child in verb.children
    ):
        return
    for other in (child for child in verb.children if child.dep_ == "conj" and child.i > verb.i):
        it = any(child.dep_ == "dobj" and child.lower_ in ("it", "them", "this") for child in other.children)
        if it and other.lemma_.lower() in _FORBIDDING:
            yield Finding("prevented", None, other.text)


def unfulfilled(step: syntax.Step) -> Iterator[Finding]:
    """A plan or an advance that came to nothing, will begin, did not take place, or is judged likely."""
    noun = step.child
    if noun.pos_ not in ("NOUN", "PROPN") or step.link not in ("nsubj", "nsubjpass", "dobj"):
        return
    if _falls(noun):
        yield Finding("prevented", None, step.head.text)
    elif step.link != "dobj" and step.head.lemma_.lower() in _OCCURRING:
        yield from own(step.head)
    elif step.link == "nsubj" and step.head.lemma_.lower() in ("be", "look", "seem", "appear", "become"):
        judged = next((child for child in step.head.children if child.dep_ in ("acomp", "oprd")), None)
        if judged is not None:
            yield from of_adjective(judged.lower_, judged.text)


_FALLS = frozenset(
    {"break", "collapse", "fail", "fall", "founder", "stall", "shelve", "drop", "fizzle", "falter"}
)
_LEAVES = frozenset(
    {
        "permission",
        "access",
        "entry",
        "visa",
        "leave",
        "right",
        "chance",
        "opportunity",
        "clearance",
        "passage",
    }
)
_WITHHOLDING = frozenset({"deny", "refuse", "reject", "withhold", "revoke"})
"""Leaves, and verbs that do not give one ("denied permission to enter")."""
_GIVEN_UP = frozenset({"drop", "abandon", "ditch", "axe", "bin", "freeze", "withdraw", "rule", "put", "call"})
"""Verbs that end a plan: "plans to move were dropped", "ruled out an advance" (with "out", "off")."""
_PARTICLES = {"rule": "out", "put": "off", "call": "off"}
_OCCURRING = frozenset(
    {"begin", "start", "take", "occur", "happen", "resume", "proceed", "go", "continue", "commence", "follow"}
)
"""Verbs of which an event is the subject: their tense and negation are the event's."""


def _falls(noun: Token) -> bool:
    """Whether a plan or an event comes to nothing: it stalls, or it is given up."""
    verb = noun.head
    lemma = verb.lemma_.lower()
    if verb.pos_ != "VERB":
        return False
    if noun.dep_ == "nsubj":
        return lemma in _FALLS
    if noun.dep_ == "dobj" and noun.lemma_.lower() in _LEAVES and lemma in _WITHHOLDING:
        return True
    particle = _PARTICLES.get(lemma)
    with_it = particle is None or any(child.lower_ == particle for child in verb.children)
    return noun.dep_ in ("dobj", "nsubjpass") and lemma in _GIVEN_UP and with_it


def fate(noun: Token) -> Iterator[Finding]:
    """What became of a plan, an attempt or a report ("plans to move had collapsed")."""
    saying = noun.lemma_.lower() in SAYINGS
    if noun.dep_ not in ("nsubj", "nsubjpass", "dobj") or not (saying or is_event(noun)):
        return
    verb = noun.head
    lemma = verb.lemma_.lower()
    category = lexicon.cue("verb", lemma)
    proved = [child for child in verb.children if child.dep_ == "xcomp"]  # "turned out to be false"
    untrue = [
        c
        for told in (verb, *proved)
        for c in told.children
        if c.dep_ in ("acomp", "attr", "oprd") and lexicon.cue("adjective", c.lower_) == "untrue"
    ]
    if lemma in ("confirm", "verify", "corroborate", "substantiate"):
        if any(child.dep_ == "neg" for child in verb.children):
            yield Finding(None, "unknown", f"not {verb.text}")
            return
    elif saying and (untrue or category == "refused" or lemma in ("deny", "dismiss", "refute")):
        yield Finding(None, "negated", (untrue[0] if untrue else verb).text)
    elif category in ("prevented", "failed", "refused") or _falls(noun):
        yield Finding("prevented", None, verb.text)
    if noun.dep_ in ("dobj", "nsubjpass", "nsubj"):
        yield from (finding for finding in own(verb) if finding.factuality == "negated")


def let_through(step: syntax.Step) -> bool:
    """Whether what should stop an event did not ("could not prevent", "nothing stopped them from")."""
    verb = step.head
    stopping = verb.pos_ == "VERB" and lexicon.cue("verb", verb.lemma_.lower()) == "prevented"
    bears = step.link in ("prep", "pcomp", "xcomp", "ccomp", "advcl", "dobj")
    return stopping and bears and _ineffective(verb)


def _ineffective(verb: Token) -> bool:
    """Whether a verb of stopping did not work: it is negated, or somebody failed to."""
    failed = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in ("fail", "neglect")
    findings = list(own(verb))
    denied = sum(finding.factuality == "negated" for finding in findings) == 1
    return failed or denied or any(finding.eventuality == "prevented" for finding in findings)
