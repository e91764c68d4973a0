"""Guards: when a word of motion tells of no movement that may be drawn, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_syntax import conjuncts

if TYPE_CHECKING:
    from geo.language.motion_lexicon import Frame, Guard
    from geo.language.tree import Token

_ABSTRACT_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ism",
    "ance",
    "ence",
    "ship",
    "hood",
    "ing",
    "acy",
)
_PEOPLE_ENDINGS = ("er", "or", "ist", "ian", "man", "men", "ee", "ant", "woman")
_QUANTIFIERS = frozenset(
    [
        "number",
        "group",
        "majority",
        "half",
        "most",
        "some",
        "many",
        "other",
        "others",
        "rest",
        "hundreds",
        "thousands",
        "tens",
        "dozens",
        "scores",
        "millions",
        "lot",
        "lots",
        "handful",
        "score",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "couple",
        "wave",
        "part",
        "portion",
        "third",
        "quarter",
        "bulk",
        "percent",
        "remainder",
        "all",
        "both",
        "majority",
        "minority",
        "load",
        "tonnes",
        "tons",
        "more",
        "those",
        "each",
        "few",
        "several",
        "none",
        "trickle",
        "stream",
        "one",
        "two",
        "three",
        "four",
        "five",
        "column",
        "convoy",
        "series",
        "line",
        "queue",
        "chain",
        "string",
        "batch",
        "flow",
        "total",
        "truckload",
        "truckloads",
        "lorryload",
        "lorryloads",
        "busload",
        "busloads",
        "boatload",
        "boatloads",
        "planeload",
        "planeloads",
        "trainload",
        "trainloads",
        "shipload",
        "shiploads",
        "tranche",
    ]
)

_COURSES = frozenset(
    {
        "cross",
        "pass",
        "run",
        "traverse",
        "lead",
        "go",
        "enter",
        "exit",
        "bypass",
        "snake",
        "zigzag",
        "descend",
    }
)
"""Verbs that also tell where a road, a river or a rock lies: their mover must be known to move."""

_FIGURATIVE = frozenset({"bring", "take", "carry", "send", "push", "break", "put", "load", "pack"})
"""Verbs that also take what no map shows ("brought misery to"): their mover must be known to move."""

_READER = frozenset({"you", "your", "my", "one"})
ADVICE = "travel told to or by the reader, not an event"

_SHELTERING = frozenset({"take refuge", "take shelter", "seek refuge", "seek shelter", "find refuge"})

SHELTER = "people who shelter at a place, not their way to it"
ABSTRACT_MOVER = "what moves is not a person, force, vehicle, goods or hazard"
FIXED_MOVER = "a course or an extent, not a movement"
STOCK = "a number of people who are displaced, not a flow"


def content(head: Token) -> Token:
    """The noun that a quantifying head counts ("thousands of civilians" gives civilians)."""
    current = head
    for _ in range(3):
        if current.lower_ not in _QUANTIFIERS and current.pos_ != "NUM":
            return current
        inner = [
            noun
            for child in current.children
            if child.dep_ == "prep" and child.lower_ == "of"
            for noun in child.children
            if noun.dep_ == "pobj"
        ]
        if not inner:
            return current
        current = inner[0]
    return current


def is_quantifier(token: Token) -> bool:
    """Whether a noun only counts ("thousands", "more than half", "many")."""
    return token.lower_ in _QUANTIFIERS or token.pos_ == "NUM"


def mover_class(head: Token | None) -> str:
    """Class of a mover as in ``movers.csv``, else name (proper noun) or unknown."""
    if head is None:
        return "unknown"
    noun = content(head)
    if any(token.text in {"$", "€", "£", "¥"} for token in head.subtree):
        return "abstract"
    known = lexicon.mover_nouns()
    found = known.get(_joined(noun)) or known.get(noun.lower_) or known.get(noun.lemma_.lower())
    if found is None and noun.i != head.i:
        found = known.get(head.lower_)
    if noun.pos_ == "PROPN" and noun.text[:1].isupper() and not (noun.i == 0 and found is not None):
        titled = noun.head.i > 0 and noun.head.pos_ == "VERB" and noun.head.text[:1].isupper()
        return found if found in _NAMED or (titled and found is not None) else _of_name(noun)
    return _compounded(noun, found) if found is not None else _guessed(noun)


def _joined(noun: Token) -> str:
    """A noun with what a hyphen joins to it ("sell-off")."""
    if noun.i >= 2 and noun.doc[noun.i - 1].text == "-":
        return f"{noun.doc[noun.i - 2].lower_}-{noun.lower_}"
    return noun.lower_


_NAMED = frozenset({"force", "hazard", "vehicle", "person", "fixed", "event"})
"""Classes that a capitalised noun keeps ("the Third Army", "Hurricane Ida")."""


def _of_name(noun: Token) -> str:
    """Class of a name by the words before it ("Hurricane Ida", "Route 66", "Via Appia"), else name."""
    before = [child.lower_ for child in noun.children if child.dep_ in {"compound", "amod", "nmod"}]
    if any(word in lexicon.words("courses") for word in before):
        return "fixed"
    known = lexicon.mover_nouns()
    if any(known.get(word) == "hazard" for word in before):
        return "hazard"
    return "event" if any(known.get(word) == "event" for word in before) else "name"


def _guessed(noun: Token) -> str:
    """Class of a noun that the lexicon lacks: a place, a pronoun or number, else by its ending."""
    word = noun.lemma_.lower()
    if lexicon.place_nouns().get(word, "country") not in {"country", "continent", "capital", "city"}:
        return "fixed"
    if noun.pos_ in {"PRON", "NUM"} or word in _QUANTIFIERS or word in {"what", "whatever"}:
        kind = "abstract" if word in {"what", "whatever"} else "person"
        return kind if word not in {"it", "this", "that", "which"} else "unknown"
    return _by_meaning(noun, word)


def _by_meaning(noun: Token, word: str) -> str:
    """Class of a common noun by what it mostly means, else by its ending."""
    known = lexicon.noun_kinds().get(word)
    if noun.i == 0 and known == "abstract":
        return "name"  # a capital at the start of a sentence hides whether it is one
    if word in lexicon.nouns() or (known is not None and noun.pos_ == "NOUN"):
        return "unknown" if word in lexicon.nouns() else str(known)
    if word.endswith(_PEOPLE_ENDINGS):
        return "person"
    return "abstract" if word.endswith(_ABSTRACT_ENDINGS) else "unknown"


def _compounded(noun: Token, found: str) -> str:
    """A modifier can decide: "a storm system" is a hazard, "police officers" are a force."""
    if found not in {"abstract", "person"}:
        return found
    known = lexicon.mover_nouns()
    modifiers = [child for child in noun.children if child.dep_ in {"compound", "amod"}]
    kinds = [known.get(_joined(child)) or known.get(child.lower_) for child in modifiers]
    wanted = {"force"} if found == "person" else {"hazard", "force", "vehicle", "weapon"}
    return next((kind for kind in kinds if kind in wanted), found)


def is_people(head: Token) -> bool:
    """Whether a noun means persons, forces or prisoners."""
    return mover_class(head) in {"person", "force", "prisoner"}


@dataclass(frozen=True, slots=True)
class Arguments:
    """What stands with a trigger: mover, direct object, and (preposition, noun) pairs."""

    mover: Token | None
    direct: Token | None
    objects: tuple[tuple[str, Token], ...]
    direct_is_place: bool
    doer: Token | None = None
    states: bool = False


_ARMS = frozenset(
    {
        "STRIKE-TRAJECTORY",
        "SAIL/FLY/DRIVE",
        "DELIVER/SUPPLY",
        "SEND",
        "CARRY",
        "INFILTRATE/SMUGGLE",
        "MOVE",
        "SHIFT",
        "DEPLOY/REINFORCE",
        "WITHDRAW",
    }
)
"""Classes whose mover may be a weapon."""


def declined(trigger: Token, frame: Frame, held: Arguments) -> str | None:
    """Why nothing may be drawn of a motion clause, None when it may."""
    for guard in lexicon.guards().get(frame.lemma, ()):
        if _holds(guard, trigger, held):
            return guard.reason
    return (
        _no_journey(trigger, frame, held)
        or _no_event(trigger, frame, held)
        or _immovable(frame, held.mover, held)
    )


def _is_line(noun: Token) -> bool:
    """Whether a noun is a road, a river or a pipe."""
    return lexicon.mover_nouns().get(noun.lower_) == "fixed"


_DRAWING = frozenset({"move", "edge", "inch", "drift", "shift", "come", "get", "pull"})
"""Verbs by which states draw closer to one another."""


def _of_states(trigger: Token, frame: Frame, held: Arguments) -> bool:
    """Whether a state draws closer to another, or leaves something to it."""
    if frame.lemma == "leave":
        return held.direct_is_place
    return frame.lemma in _DRAWING and any(child.lower_ == "closer" for child in trigger.children)


def _no_journey(trigger: Token, frame: Frame, held: Arguments) -> str | None:
    """Why a way is told and no journey on it: it has a price, or it is a line of descent."""
    if any(word == "for" and _is_money(noun) for word, noun in held.objects):
        return "a price paid, not a journey that is told"
    if any(child.lower_ in lexicon.words("figures") for child in trigger.children):
        return "a figure of speech"
    if held.states and _of_states(trigger, frame, held):
        return "what states do to one another"
    if held.doer is not None and held.doer.i != getattr(held.mover, "i", -1) and _is_line(held.doer):
        return FIXED_MOVER  # "the pipeline carries gas from X to Y"
    if frame.lemma == "descend" and not any(word in {"on", "upon", "to", "into"} for word, _ in held.objects):
        return "a line of descent, not a movement"
    return None


def _no_event(trigger: Token, frame: Frame, held: Arguments) -> str | None:
    """Why the words tell of a state, a result, a number or advice."""
    if _is_stock(trigger, frame):
        return STOCK
    if is_imperative(trigger):
        return ADVICE
    if frame.lemma == "reach" and held.direct is not None and held.direct.pos_ == "NUM":
        return "a number is reached"
    if (
        frame.lemma == "leave"
        and held.direct is not None
        and held.direct.lower_ in lexicon.words("carriageways")
    ):
        return "an accident and not a departure"
    if frame.lemma == "leave" and _left_in_a_state(trigger, held):
        return "a result left behind and not a departure"
    sheltering = frame.lemma in _SHELTERING and trigger.tag_ == "VBG" and trigger.dep_ != "conj"
    return SHELTER if sheltering else None


_MONEY = frozenset({"euro", "dollar", "pound", "peso", "franc", "rupee", "yen", "yuan", "shilling", "naira"})


def _is_money(noun: Token) -> bool:
    """Whether a noun is a sum ("for 20 million euros", "for $200")."""
    return noun.lemma_.lower() in _MONEY or any(token.text in {"$", "€", "£", "¥"} for token in noun.subtree)


def _left_in_a_state(trigger: Token, held: Arguments) -> bool:
    """Whether "left X without power" or a storm that "left X with ..." tells what came of X."""
    if held.direct is None:
        return False
    after = {child.lower_ for child in trigger.subtree if child.dep_ == "prep" and child.i > held.direct.i}
    by_itself = held.mover is not None and mover_class(held.mover) in {
        "hazard",
        "abstract",
        "event",
        "weapon",
    }
    somebody = held.mover is not None and mover_class(held.mover) in {"person", "force", "name", "prisoner"}
    return "without" in after or (by_itself and "with" in after) or (not somebody and "as" in after)


def _immovable(frame: Frame, mover: Token | None, held: Arguments) -> str | None:
    kind = _of_antecedent(mover) or _of_pronoun(mover) or mover_class(mover)
    if mover is not None and mover.lower_ in _READER and content(mover).i == mover.i:
        return ADVICE
    if kind == "unknown" and mover is not None and mover.pos_ == "NOUN" and not frame.particle:
        if frame.lemma in _COURSES:
            return FIXED_MOVER
        if frame.lemma in _FIGURATIVE:
            return ABSTRACT_MOVER
    if kind in {"abstract", "event"} or (kind == "weapon" and frame.motion_class not in _ARMS):
        return ABSTRACT_MOVER
    if kind == "hazard" and frame.lemma == "reach" and any(word == "to" for word, _ in held.objects):
        return FIXED_MOVER  # "reaching as far south as X"
    return FIXED_MOVER if kind == "fixed" else None


def is_imperative(trigger: Token) -> bool:
    """Whether a verb tells the reader what to do ("take the train to X")."""
    if trigger.tag_ != "VB" or trigger.dep_ != "ROOT":
        return False
    return not any(
        child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "expl"} for child in trigger.children
    )


def antecedent(pronoun: Token | None) -> Token | None:
    """The noun before a pronoun in its sentence that it stands for: the only subject that agrees with it."""
    if pronoun is None or pronoun.lower_ not in {"it", "they"}:
        return None
    plural = pronoun.lower_ != "it"
    found = [
        token
        for token in pronoun.doc[: pronoun.i]
        if token.dep_ in {"nsubj", "nsubjpass"}
        and token.pos_ in {"NOUN", "PROPN"}
        and (content(token).tag_ in {"NNS", "NNPS"}) == plural
    ]
    return found[-1] if len(found) == 1 else None


def _of_pronoun(mover: Token | None) -> str | None:
    noun = antecedent(mover)
    return None if noun is None else mover_class(noun)


def _of_antecedent(mover: Token | None) -> str | None:
    """Class of the noun that "those" stands for ("shares in X rose and those in Y fell back")."""
    if mover is None or mover.lower_ != "those" or not any(c.dep_ == "prep" for c in mover.children):
        return None
    before = [
        token
        for token in mover.doc[: mover.i]
        if token.dep_ in {"nsubj", "nsubjpass"} and token.tag_ in {"NNS", "NNPS"}
    ]
    return mover_class(before[-1]) if before else None


def _holds(guard: Guard, trigger: Token, held: Arguments) -> bool:
    direct, mover = held.direct, held.mover
    if guard.slot == "object":
        return (
            direct is not None
            and not held.direct_is_place
            and any(_is(noun, guard) for noun in conjuncts(direct))
        )
    if guard.slot == "subject":
        return any(noun is not None and _is(content(noun), guard) for noun in (mover, held.doer))
    if guard.slot == "prep":
        return any(word in _GOALS and _is(noun, guard) for word, noun in held.objects)
    if guard.slot == "particle":
        return _next_word(trigger) in guard.words and not _goes_on(trigger)
    return _complement(trigger, guard, direct)


_GOALS = frozenset(
    {
        "to",
        "into",
        "from",
        "towards",
        "toward",
        "in",
        "on",
        "for",
        "at",
        "out",
        "through",
        "over",
        "by",
        "as",
        "off",
    }
)


def _next_word(trigger: Token) -> str:
    after = trigger.doc[trigger.i + 1 : trigger.i + 2]
    return after[0].lower_ if len(after) and after[0].head.i == trigger.i else ""


def _goes_on(trigger: Token) -> bool:
    """Whether a way follows the particle ("brought down to X", "went up from Y")."""
    if trigger.lemma_ == "lead" and any(child.dep_ == "auxpass" for child in trigger.children):
        return True  # "they were led to X"
    words = [token.lower_ for token in trigger.doc[trigger.i + 1 : trigger.i + 3]]
    return words[:1] in (["down"], ["up"]) and words[1:] in (["to"], ["from"], ["into"])


def _is(noun: Token, guard: Guard) -> bool:
    """Whether a guard tells of a noun, alone or with the word before it ("picket line")."""
    if noun.pos_ == "PROPN":
        return False
    lemma = noun.lemma_.lower()
    return not guard.words.isdisjoint({noun.lower_, lemma, f"{noun.doc[max(0, noun.i - 1)].lower_} {lemma}"})


def _complement(trigger: Token, guard: Guard, direct: Token | None) -> bool:
    """Whether a result is said of the object: "leave 12 dead", "leaving the area polluted"."""
    if direct is None:
        return False
    for token in trigger.subtree:
        if token.i > trigger.i and token.lower_ in guard.words and token.dep_ not in {"pobj", "dobj", "amod"}:
            return token.pos_ in {"ADJ", "VERB", "ADV"}
    after = [token for token in direct.doc[direct.i + 1 : direct.i + 3] if token.pos_ in {"ADJ", "VERB"}]
    return any(token.lower_ in guard.words for token in after)


def _is_stock(trigger: Token, frame: Frame) -> bool:
    if frame.lemma not in {"displace", "displacement"}:
        return False
    if trigger.dep_ == "amod" or any(child.lower_ == "internally" for child in trigger.children):
        return True
    state = any(child.dep_ == "auxpass" and child.tag_ in {"VBP", "VBZ"} for child in trigger.children)
    words = {child.lower_ for child in trigger.children if child.dep_ in {"prep", "agent"}}
    return state and not words & {"from", "by"} and not any(c.dep_ == "aux" for c in trigger.children)
