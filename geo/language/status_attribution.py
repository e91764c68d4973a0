"""Who says it: the speaker of a clause through nested reporting, quotation and "according to"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.language import status_lexicon as lexicon
from geo.language import status_syntax as syntax

if TYPE_CHECKING:
    from geo.language.parsing import Sentence
    from geo.language.tree import Token

_QUOTES = re.compile(r"[“\"]([^”\"]+)[”\"]?")
_HEADLINE_TAIL = re.compile(
    r"(?:(?<=\w)\s*:\s*(?P<colon>[^:.?!,]{2,60})|,\s+(?P<comma>[^,:]{1,60}?)\s+(?:says?|said|claims?|reports?|announces?|confirms?))\s*$"
)
_HEADLINE_FRONT = re.compile(r"^(?P<who>(?-i:[A-Z])[^:.,]{1,50})\s*:\s+\S")
_PLAIN_FRONT = re.compile(
    r"^(?:breaking|urgent|update|live|watch|video|photos?|just in|exclusive|opinion|analysis)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: the words that name them, the verb's kind (say, claim, deny, show, hear) and the cue.

    ``at`` is the offset of the verb in the sentence, -1 when no verb says it.
    """

    name: str | None
    kind: str
    cue: str
    at: int = -1


def voices(trigger: Token, sentence: Sentence) -> tuple[Voice, ...]:
    """Speakers of the clause of a trigger, the innermost first."""
    found: list[Voice] = []
    for step in syntax.climb(trigger):
        voice = _voice(step)
        if voice:
            found.append(voice)
        elif _breaks(step):
            break
    found = _inserted(_with_tail(found, trigger, sentence), trigger, sentence)
    if not found:
        found.extend(_beside(trigger))
    according = _according(trigger) if "according" in sentence.text.lower() else None
    if according:
        found.append(according)
    if not found:
        found.extend(_quoted(trigger, sentence))
    if not found:
        found.extend(_headline(trigger, sentence))
    return tuple(dict.fromkeys(found))


_TAIL = re.compile(
    r"[,”\"\u2019]\s+(?:(?P<who>(?:(?![,;:“”\"]).){2,90}?)(?P<role>,\s(?:(?![,;:“”\"]).){2,60},)?"
    r"\s+(?:ha[sd]\s+|have\s+)?(?P<verb>{verbs})"
    r"|(?P<verb2>{verbs})\s+(?P<who2>(?-i:[A-Z]|the\b|an?\b)(?:(?![,;:“”\"]).){2,90}?))"
    r"(?:\s+(?:on\s+|late\s+on\s+|late\s+|early\s+)?(?:\w+day|yesterday|today|by phone|in a statement"
    r"|in an interview|at a news conference|in (?-i:[A-Z])\w+)"
    r"(?:\s+(?:morning|evening|night|afternoon))?)?\s*[.!]?\s*$".replace(
        "{verbs}",
        "(?:said|says|reported|reports|told (?:the |an? )?[\\w\u2019'-]+(?: [\\w\u2019'-]+){0,3}"
        "|added|announced|confirmed|claimed|wrote"
        "|warned)",
    ),
    re.IGNORECASE,
)
"""A sentence that ends with its speaker: "..., the governor said on Monday.", "..., said A B"."""


def _with_tail(found: list[Voice], trigger: Token, sentence: Sentence) -> list[Voice]:
    """Put in the speaker that closes the sentence, whom the parse often misses or misreads."""
    tail = _TAIL.search(sentence.text)
    if not tail or sentence.offset + trigger.idx - sentence.start >= tail.start():
        return found
    verb, who = ("verb", "who") if tail["verb"] else ("verb2", "who2")
    words = tail[who].split()
    role = tail["role"] if who == "who" else None
    if role and not _NOT_A_SPEAKER.match(role[2:]):
        words += ["", *role[2:-1].split()]
    if len(words) > syntax.MAX_WORDS or _NOT_A_SPEAKER.match(tail[who]):
        return found
    word = tail[verb].split()[0].lower()
    lemma = {"said": "say", "says": "say", "told": "tell"}.get(
        word, word.removesuffix("ed").removesuffix("s")
    )
    kind = "claim" if lemma.startswith("claim") else "say"
    at = sentence.start - sentence.offset + tail.start(verb)
    voice = Voice(" ".join(words).replace("  ", ", "), kind, tail[verb], at)
    if any(each.at == at for each in found):
        return [voice if each.at == at else each for each in found]
    return [*found, voice]


_INSERTED = re.compile(
    r",\s+(?:(?P<who>(?:(?![,;:“”\"]).){2,60}?)"
    r"(?:\s+(?:also|later|then|earlier|further|again|has|have|had))*"
    r"\s+(?P<verb>said|says|added|reported|claimed)"
    r"|(?P<verb2>said|says|added|reported|claimed)\s+(?P<who2>(?:(?![,;:“”\"]).){2,60}?)),\s",
    re.IGNORECASE,
)
"""A speaker put in between: "The rebels, the army said, had left"."""


def _inserted(found: list[Voice], trigger: Token, sentence: Sentence) -> list[Voice]:
    """The speaker put into the trigger's clause, in place of who the parse took for one."""
    inserted = _INSERTED.search(sentence.text)
    if not inserted or _NOT_A_SPEAKER.match(inserted["who"] or inserted["who2"]):
        return found
    if sentence.offset + trigger.idx - sentence.start < inserted.end():
        return found
    between = sentence.text[inserted.end() : sentence.offset + trigger.idx - sentence.start]
    if re.search(r"[;,“”\"]|\b(?:and|but|said|says)\b", between):
        return found
    verb, who = ("verb", "who") if inserted["verb"] else ("verb2", "who2")
    at = sentence.start - sentence.offset + inserted.start(verb)
    kind = "claim" if inserted[verb].lower() == "claimed" else "say"
    return [
        *(each for each in found if each.at != at),
        Voice(" ".join(inserted[who].split()), kind, inserted[verb], at),
    ]


_NOT_A_SPEAKER = re.compile(
    r"(?:and|but|or|which|who|that|as|after|because|when|while|if|whose|where)\b", re.IGNORECASE
)


def _voice(step: syntax.Step) -> Voice | None:
    head = step.head
    kind = lexicon.reporting().get(head.lemma_.lower())
    if kind and head.pos_ in ("VERB", "AUX") and _is_content(step):
        return Voice(_speaker(head), kind, head.text, head.idx)
    told = _told(step)
    if told is not None:
        return told
    if (
        head.pos_ == "NOUN"
        and step.link in ("acl", "relcl", "prep", "ccomp", "pobj", "appos")
        and _claims(step)
    ):
        return Voice(_owner(head), "claim" if head.lemma_ in ("claim", "allegation") else "say", head.text)
    return None


def _told(step: syntax.Step) -> Voice | None:
    """What was told to somebody, hung on the listener ("told a news conference that ...")."""
    listener = step.head
    marked = any(child.dep_ == "mark" and child.lower_ == "that" for child in step.child.children)
    if not marked or step.link not in ("relcl", "acl", "ccomp") or listener.dep_ not in ("dobj", "dative"):
        return None
    verb = listener.head
    kind = lexicon.reporting().get(verb.lemma_.lower()) if verb.lemma_.lower() in _TELLING else None
    return Voice(_speaker(verb), kind, verb.text, verb.idx) if kind else None


_TELLING = frozenset({"tell", "inform", "brief"})
_TRANSITIVE = frozenset(
    [
        "deny",
        "confirm",
        "announce",
        "report",
        "claim",
        "allege",
        "describe",
        "reveal",
        "acknowledge",
        "admit",
        "predict",
        "declare",
        "refute",
        "dismiss",
    ]
)
"""Verbs whose plain object is what is said ("denied the deployment")."""

_GRANTED = frozenset({"permission", "access", "entry", "visa", "leave", "right", "passage", "clearance"})
"""What is denied to somebody: no denial of an event ("denied permission to enter")."""

SAYINGS = frozenset(
    [
        "claim",
        "allegation",
        "statement",
        "announcement",
        "report",
        "assertion",
        "declaration",
        "remark",
        "comment",
        "admission",
        "testimony",
    ]
)


def _claims(step: syntax.Step) -> bool:
    """Whether a noun of saying introduces the clause ("their claim that ...", "reports of ...")."""
    if step.head.lemma_.lower() not in SAYINGS:
        return False
    marked = any(child.dep_ == "mark" and child.lower_ == "that" for child in step.child.children)
    return marked or (step.link == "prep" and step.child.lower_ in ("of", "about"))


def _is_content(step: syntax.Step) -> bool:
    """Whether the child is what is said, and not a reason, a time or the speaker."""
    if step.link == "advcl":
        # "..., X said" is sometimes parsed as an adverbial clause that stands before the verb
        marks = [
            child
            for child in step.child.children
            if child.dep_ in ("mark", "advmod") and child.i < step.child.i
        ]
        verb_ends = not any(child.dep_ in ("ccomp", "dobj") for child in step.head.children)
        return not marks and verb_ends and step.child.i < step.head.i
    if step.link in ("dobj", "nsubjpass", "prep"):
        if step.child.lemma_.lower() in _GRANTED:
            return False
        if lexicon.reporting().get(step.head.lemma_.lower()) == "show":
            return step.link == "dobj"
        about = step.link != "prep" or step.child.lower_ == "of"
        if about and step.link == "prep" and step.head.lemma_.lower() == "accuse":
            return not any(each.dep_ == "conj" for deed in step.child.children for each in deed.children)
        return (
            about and step.head.lemma_.lower() in _TRANSITIVE and step.child.pos_ in ("NOUN", "VERB", "ADP")
        )
    return step.link in ("ccomp", "xcomp", "parataxis", "oprd", "pcomp", "acl")


def _breaks(step: syntax.Step) -> bool:
    """Whether what governs the head no longer speaks about the trigger (a conjunct of a saying)."""
    kind = lexicon.reporting().get(step.head.lemma_.lower())
    return (
        step.link == "conj"
        and kind is not None
        and syntax.subject(step.child) is not syntax.subject(step.head)
    )


def _speaker(verb: Token) -> str | None:
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    who = _cited(verb) or (syntax.agent(verb) if passive else syntax.subject(verb))
    if who is None or who.lower_ in ("it", "there"):
        return None
    return syntax.words(who)


def _cited(verb: Token) -> Token | None:
    """Who is quoted, of "saying" in "quoted a nurse as saying"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as":
        return None
    citing = verb.head.head
    if citing.lemma_.lower() not in ("quote", "cite", "report"):
        return None
    return next((child for child in citing.children if child.dep_ in ("dobj", "nsubjpass")), None)


def _owner(noun: Token) -> str | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return syntax.words(child)
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((syntax.words(each) for each in child.children if each.dep_ == "pobj"), None)
        if child.dep_ == "amod" and child.text[:1].isupper():
            return str(child.text)
    verb = noun.head
    if noun.dep_ == "dobj" and verb.pos_ == "VERB":
        who = syntax.subject(verb)
        return syntax.words(who) if who is not None else None
    return str(noun.text)


def _beside(trigger: Token) -> list[Voice]:
    """A verb of saying that the parser hung below the clause ("X left, the ministry said")."""
    chain = [trigger, *(step.head for step in syntax.climb(trigger))]
    for token in chain:
        for child in token.children:
            kind = lexicon.reporting().get(child.lemma_.lower())
            if kind and child.pos_ == "VERB" and child.dep_ in ("parataxis", "dep", "ccomp", "advcl", "conj"):
                after = child.i > trigger.i and child.tag_ in ("VBD", "VBZ", "VBP")
                has_content = any(each.dep_ == "ccomp" for each in child.children) or _apart(child)
                marked = any(each.dep_ in ("mark", "prep") and each.i < child.i for each in child.children)
                comma = not marked and any(
                    each.text in (",", "”", '"', "\u2019") for each in child.doc[trigger.i + 1 : child.i]
                )
                who = _apposed(child) or _speaker(child)
                if after and comma and not has_content and who:
                    return [Voice(who, kind, child.text)]
    return []


def _apart(verb: Token) -> bool:
    """Whether a verb of saying after "but" has an object of its own ("but he said nothing")."""
    joined = verb.dep_ == "conj" and any(child.dep_ == "cc" for child in verb.head.children)
    return joined and any(child.dep_ == "dobj" for child in verb.children)


def _apposed(verb: Token) -> str | None:
    """The speaker that the parser hung on a place before ("towards X, its governor, Y, said")."""
    if any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children):
        return None
    if verb.i < 2 or verb.nbor(-1).text != ",":
        return None
    last = verb.nbor(-2)
    if last.dep_ != "appos":
        return None
    while last.head.dep_ == "appos":
        last = last.head
    return syntax.words(last)


def _according(trigger: Token) -> Voice | None:
    for token in trigger.doc:
        if (
            token.lower_ == "according"
            and token.i + 1 < len(token.doc)
            and token.doc[token.i + 1].lower_ == "to"
        ):
            to = token.doc[token.i + 1]
            who = next(
                (each for each in (*to.children, *token.children) if each.dep_ in ("pobj", "dobj")), None
            )
            if who is not None and who.i > to.i:
                return Voice(syntax.words(who), "say", "according to")
    return None


def _quoted(trigger: Token, sentence: Sentence) -> list[Voice]:
    """A quotation holds the trigger: any verb of saying of the sentence outside it names the speaker."""
    place = sentence.offset + trigger.idx - sentence.start
    span = next((m.span() for m in _QUOTES.finditer(sentence.text) if m.start() <= place < m.end()), None)
    if span is None:
        return []
    for token in trigger.doc:
        at = sentence.offset + token.idx - sentence.start
        kind = lexicon.reporting().get(token.lemma_.lower())
        if kind and token.pos_ == "VERB" and not span[0] <= at < span[1] and _speaker(token):
            return [Voice(_speaker(token), kind, token.text)]
    return []


def _headline(trigger: Token, sentence: Sentence) -> list[Voice]:
    """Telegram style: "..., minister says", "...: Red Cross", "Report: ..."."""
    text = sentence.text.strip()
    if not (sentence.headline or (text and text[-1] not in '.!?”"')) or len(text) > 200:
        return []
    tail = _HEADLINE_TAIL.search(text)
    if tail:
        name = tail["colon"] or tail["comma"]
        inside = sentence.text.find(name) <= sentence.offset + trigger.idx - sentence.start
        speaks = name[:1].isupper() or not tail["colon"] or lexicon.speakers("voice").search(name.split()[-1])
        if speaks and not inside and len(name.split()) <= 8:
            return [Voice(" ".join(name.split()), "say", tail.group().strip(" ,:"))]
    front = _HEADLINE_FRONT.match(text)
    spoken = front and len(front["who"].split()) <= 6 and not _PLAIN_FRONT.match(front["who"])
    if front and spoken and sentence.offset + trigger.idx - sentence.start > front.end("who"):
        return [Voice(front["who"], "say", front["who"] + ":")]
    return []


def evidentiality(
    found: tuple[Voice, ...], *, hearsay: bool, seen: bool, denied: bool
) -> tuple[str, str | None]:
    """(evidentiality, attribution) of the speakers found, innermost first."""
    named = [voice for voice in found if voice.name]
    if len(named) > 1 and (named[0].name or "").lower() in ("we", "i"):
        named = named[1:]  # the quotation's own "we" is who speaks it
    attribution = named[0].name if named else None
    outer = next((voice.name for voice in named[1:] if voice.name and voice.name != attribution), None)
    if attribution and outer and outer.lower() not in ("he", "she", "they", "it", "i", "we"):
        attribution = f"{attribution}, according to {outer}"
    if denied and attribution:
        return "disputed", attribution
    if seen or any(voice.kind == "show" or _is(voice, "observed") for voice in found):
        return "observed", attribution
    if (
        hearsay
        or any(voice.kind == "hear" for voice in found)
        or any(_is(voice, "hearsay") for voice in found[:1])
    ):
        return "hearsay", attribution
    if any(voice.kind == "claim" or _is(voice, "party") for voice in found[:1]):
        return "claimed", attribution
    if found:
        return ("attributed", attribution) if attribution else ("hearsay", None)
    return "author", None


def _is(voice: Voice, role: str) -> bool:
    return bool(voice.name and lexicon.speakers(role).search(voice.name))
