"""Reading a dependency tree: subjects across shared and controlled clauses, objects, paths, noun phrases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon

if TYPE_CHECKING:
    from geo.language.tree import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
RELATIVES = frozenset({"who", "which", "that", "whom", "where"})
_MAX_STEPS = 8


def hyphened(token: Token) -> str:
    """A word in lower case, with what a hyphen joins to it ("pull-out")."""
    if token.i >= 2 and token.lower_ in {"out", "back"} and token.nbor(-1).text == "-":
        return f"{token.nbor(-2).lower_}-{token.lower_}"
    return str(token.lower_)


def is_verb(token: Token) -> bool:
    """Whether a token heads a clause."""
    return token.pos_ in {"VERB", "AUX"}


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: by its auxiliary, or as a reduced participle after its noun."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and not _has(verb, "aux") and not _own_subject(verb):
        return is_passive(verb.head)
    if verb.tag_ == "VBN" and any(
        child.dep_ == "aux" and child.lemma_ in {"be", "get"} for child in verb.children
    ):
        return not any(
            child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children
        ) or _has_been(verb)
    reduced = verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl", "amod"} and not _has(verb, "aux")
    return reduced and not is_garden_path(verb)


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def has_finite_verb(doc: Doc) -> bool:
    """Whether any word of a sentence is a finite verb."""
    return any(token.tag_ in _FINITE for token in doc)


def is_garden_path(verb: Token) -> bool:
    """Whether a past tense was read as a participle of its subject ("A caravan of 300 left X.").

    It has an object of its own, which a passive cannot have, or it is the only verb of a sentence that
    ends in a full stop and has nobody who did it.
    """
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or agent(verb) is not None:
        return False
    if _has(verb, "dobj"):
        return True
    last = verb.doc[-1].text
    return row_head(verb.head).dep_ == "ROOT" and last == "." and not has_finite_verb(verb.doc)


def row_head(noun: Token) -> Token:
    """The noun that a noun hangs on by prepositions ("six buses with 210 prisoners": buses)."""
    current = noun
    while (
        current.dep_ in {"pobj", "prep"}
        and current.head.i < current.i
        and current.head.pos_ in {"NOUN", "PROPN", "ADP"}
    ):
        current = current.head
    return current


def _has_been(verb: Token) -> bool:
    return any(child.lower_ == "been" for child in verb.children)


def _has(token: Token, dep: str) -> bool:
    return any(child.dep_ == dep for child in token.children)


def _own_subject(verb: Token) -> Token | None:
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS and child.i < verb.i]
    if not subjects:
        subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    return subjects[-1] if subjects else None


_AFTER_VERBS = frozenset(
    {"to", "into", "from", "towards", "toward", "between", "across", "through", "past", "for"}
)


def compound_as_verb(token: Token) -> bool:
    """Whether a title's verb was read as a plural that modifies its object ("X ships howitzers to Y")."""
    head = token.head
    if token.tag_ != "NNS" or token.dep_ != "compound" or head.dep_ != "ROOT" or not token.i < head.i:
        return False
    before = token.nbor(-1) if token.i else token
    return before.dep_ == "compound" and before.pos_ in {"NOUN", "PROPN"} and not has_finite_verb(token.doc)


def noun_as_verb(token: Token) -> Token | None:
    """Subject of a verb that was read as a noun ("The ferry sails from X"), None for a noun.

    Only where the sentence has no finite verb, the word ends like one and a way follows it.
    """
    if compound_as_verb(token):
        return token.nbor(-1)
    if token.tag_ not in {"NN", "NNS", "NNP"} or token.dep_ not in {"ROOT", "dobj", "npadvmod", "appos"}:
        return None
    ways = [child for child in scope(token).subtree if child.dep_ == "prep" and child.head.i >= token.i - 1]
    if not any(way.i > token.i and way.lower_ in _AFTER_VERBS for way in ways):
        return None
    counted = any(
        child.dep_ in {"det", "poss", "nummod"} and child.i == token.i - 1 for child in token.children
    )
    if counted or has_finite_verb(token.doc):
        return None
    before = token.nbor(-1) if token.i else token
    if token.dep_ != "ROOT":
        return before if token.head.dep_ == "ROOT" and token.head.i == before.i else None
    return before if before.dep_ in {"compound", "nsubj"} and before.head.i == token.i else None


def _compound_subject(verb: Token) -> Token | None:
    """Subject of a title's verb that the parser took for its modifier ("President heads to X")."""
    before = verb.nbor(-1) if verb.i else verb
    return before if verb.dep_ == "ROOT" and before.dep_ == "compound" and before.head.i == verb.i else None


def scope(verb: Token) -> Token:
    """The word whose tree holds the ways of a verb: itself, or the subject that it was hung on as a noun."""
    if (
        verb.dep_ == "amod"
        and verb.head.dep_ == "ROOT"
        and verb.head.i == verb.i + 1
        and _own_subject(verb.head)
    ):
        return verb.head
    if compound_as_verb(verb):
        return verb.head
    hung = verb.tag_ in {"NN", "NNS", "NNP"} and verb.dep_ in {"dobj", "npadvmod", "appos"}
    return verb.head if hung and verb.head.dep_ == "ROOT" and verb.head.i == verb.i - 1 else verb


def subject(verb: Token) -> Token | None:
    """Logical subject of a verb, shared or controlled ones included; None when there is none."""
    own = _own_subject(scope(verb)) or (_compound_subject(verb) if is_verb(verb) else noun_as_verb(verb))
    if own is not None:
        return _antecedent(own, verb)
    return _shared(verb, _MAX_STEPS)


def _antecedent(token: Token, verb: Token) -> Token:
    if token.lower_ in RELATIVES:
        clause = verb
        for _ in range(_MAX_STEPS):
            if clause.dep_ == "relcl":
                return clause.head
            if clause.dep_ not in {"conj", "ccomp", "xcomp"}:
                break
            clause = clause.head
    return token


def _shared(verb: Token, steps: int) -> Token | None:
    """Subject taken over from the governing word."""
    head, dep = verb.head, verb.dep_
    if steps and head.i == verb.i:
        return _of_first(verb)
    if steps == 0:
        return None
    if dep == "amod" or (dep in {"acl", "relcl"} and head.pos_ in NOUNS):
        planned = _infinitive(verb) and dep != "amod" and not _has(verb, "auxpass")
        owner = row_head(head) if is_garden_path(verb) else head
        return _controller_of_noun(head, steps) if planned else owner
    if dep in {"prep", "pcomp"} or head.pos_ == "ADP":
        return _through_preposition(head, steps)
    if is_verb(head) or head.pos_ in {"ADJ", "ADV"}:
        return _of_governor(verb, head, dep, steps)
    return (_own_subject(head) or _shared(head, steps - 1)) if dep == "conj" else None


def _of_first(root: Token) -> Token | None:
    """Subject of the first verb of a row whose last one was read as the root ("X rose, crossed Y")."""
    for child in root.children:
        if child.dep_ == "ccomp" and child.i < root.i and is_verb(child):
            between = child.doc[child.i + 1 : root.i]
            if not any(token.dep_ in SUBJECTS for token in between):
                return _own_subject(child)
    return None


def _of_governor(verb: Token, head: Token, dep: str, steps: int) -> Token | None:
    """Subject from the governing verb: its object for "told X to leave", else its subject."""
    if dep in {"xcomp", "ccomp", "advcl"} and _infinitive(verb):
        controlled = direct_object(head) or _raised(verb, head)
        if controlled is not None and dep != "advcl":
            return controlled
    own = _own_subject(head)
    return _antecedent(own, head) if own is not None else _shared(head, steps - 1)


_MAKING = frozenset(
    {"force", "order", "cause", "allow", "compel", "oblige", "drive", "tell", "ask", "urge", "let"}
)


def _raised(verb: Token, head: Token) -> Token | None:
    """Who is forced or ordered to, where the parser made a number of people no object of the governor."""
    if head.lemma_.lower() not in _MAKING:
        return None
    between = [token for token in head.children if head.i < token.i < verb.i]
    counted = [
        inner for token in between if token.dep_ == "prep" for inner in token.children if inner.pos_ == "NUM"
    ]
    found = [token for token in between if token.pos_ in NOUNS] or counted
    return found[-1] if found else None


def _infinitive(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _controller_of_noun(noun: Token, steps: int) -> Token | None:
    """Who carries out "a plan/bid to leave": the subject of the clause that holds the noun."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    governor = noun.head
    while governor.pos_ not in {"VERB", "AUX"} and governor.head.i != governor.i:
        governor = governor.head
    if not is_verb(governor):
        return None
    found = _own_subject(governor) or _shared(governor, steps - 1)
    return None if found is None or found.i == noun.i else found


def _through_preposition(preposition: Token, steps: int) -> Token | None:
    """Subject of "before leaving" (the clause's subject) and "barred X from leaving" (its object)."""
    governor = preposition.head
    if not is_verb(governor):
        return _controller_of_noun(governor, steps - 1) if governor.pos_ in NOUNS else None
    controlled = direct_object(governor) if preposition.lower_ in {"from", "into"} else None
    if controlled is not None:
        return controlled
    own = _own_subject(governor)
    return _antecedent(own, governor) if own is not None else _shared(governor, steps - 1)


def direct_object(verb: Token) -> Token | None:
    """Direct object of an active verb, also the head of a relative clause that stands for it."""
    for child in verb.children:
        if child.dep_ in {"dobj", "obj"} and child.lower_ not in RELATIVES:
            return child
        if child.dep_ == "xcomp" and child.tag_ == "VBG" and child.lower_ in lexicon.words("violence"):
            return child
    if compound_as_verb(verb):
        return verb.head
    if (
        verb.dep_ == "relcl"
        and verb.head.pos_ in NOUNS
        and not is_passive(verb)
        and not _adverb_relative(verb)
    ):
        own = _own_subject(verb)
        if own is not None and not any(word.lower_ in RELATIVES for word in own.subtree):
            return verb.head
    return None


_ALONG = frozenset({"up", "down", "along", "across", "over", "through", "past", "round", "around", "on"})
"""Prepositions that the parser may take for a particle of the verb."""


_ADVERBIAL = frozenset({"in", "out", "off", "back", "away", "home"})
"""Words before an object that are particles, however they were read ("flew in 30 nurses")."""


def stray_preposition(direct: Token, *, particles: bool = False) -> Token | None:
    """The preposition whose noun the parser hung on the verb as its object ("heading down | the river").

    With ``particles`` also one that was read as a particle ("headed up | the road").
    """
    at = direct.left_edge.i - 1
    if at <= direct.head.i:
        return None
    before = direct.doc[at]
    stray = (before.dep_ == "prep" and before.lower_ not in _ADVERBIAL) or (
        particles and before.dep_ in {"prt", "advmod"} and before.lower_ in _ALONG
    )
    held = any(child.dep_ == "pobj" for child in before.children)
    return before if stray and before.head.i == direct.head.i and not held else None


def _adverb_relative(verb: Token) -> bool:
    """Whether a relative clause opens with "where", "when", "from which", not with its object."""
    opener = verb.left_edge
    return opener.lower_ in {"where", "when", "why", "whence"} or opener.pos_ == "ADP"


def where_clause(verb: Token) -> tuple[Token, str] | None:
    """(noun, role) of a relative clause of place: "X, where he fled", "X, from where they fled"."""
    clause = verb
    for _ in range(_MAX_STEPS):
        if clause.dep_ == "relcl":
            break
        if clause.dep_ not in {"conj", "ccomp", "xcomp"}:
            return None
        clause = clause.head
    if clause.dep_ != "relcl" or clause.head.pos_ not in NOUNS:
        return None
    opener = [token.lower_ for token in clause.doc[clause.left_edge.i : clause.left_edge.i + 2]]
    if opener[:1] == ["where"]:
        return clause.head, "destination"
    if opener in (["from", "where"], ["from", "which"]):
        return clause.head, "origin"
    if opener in (["to", "which"], ["to", "where"], ["into", "which"]):
        return clause.head, "destination"
    return None


def agent(verb: Token) -> Token | None:
    """Agent of a passive ("by the army")."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.lower_ not in lexicon.words("means"):
                    return inner
    return None


def conjuncts(token: Token) -> list[Token]:
    """A noun and the nouns coordinated with it, in order of the text."""
    found, queue = [token], [token]
    while queue:
        for child in queue.pop().children:
            if child.dep_ == "conj" and child.pos_ in NOUNS and not _object_of_verb(child):
                found.append(child)
                queue.append(child)
    stray = _stray_conjunct(found[-1])
    return sorted([*found, *([stray] if stray is not None else [])], key=lambda item: item.i)


def _object_of_verb(noun: Token) -> bool:
    """Whether a conjunct is the object of a verb read as its adjective ("rolled in from X and buried Y")."""
    first = noun.doc[noun.left_edge.i]
    participle = first.dep_ == "amod" and first.lower_.endswith("ed") and noun.left_edge.i > 0
    return participle and first.nbor(-1).lower_ == "and" and not has_finite_verb(noun.doc)


def _stray_conjunct(noun: Token) -> Token | None:
    """A noun after "and" that the parser hung on the verb ("advanced on X and the capital Y")."""
    both = [child for child in noun.children if child.dep_ == "cc" and child.lower_ in {"and", "or"}]
    if not both or any(child.dep_ == "conj" for child in noun.children):
        return None
    for token in noun.doc[both[-1].i + 1 : both[-1].i + 5]:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"npadvmod", "dobj"}:
            return token
        if token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN"}:
            return None
    return None


def climb(token: Token, top: Token) -> Iterator[Token]:
    """Tokens above ``token`` up to but without ``top``."""
    current = token.head
    for _ in range(40):
        if current.i in {top.i, current.head.i}:
            return
        yield current
        current = current.head


_LEFT = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "poss", "quantmod", "predet", "advmod", "neg", "npadvmod"}
)


def noun_phrase(head: Token, *, right: frozenset[str] = frozenset({"of"})) -> tuple[int, int]:
    """Token range ``[start, end)`` of a noun with its modifiers and "of" phrases, no clauses."""
    start, end = head.i, head.i + 1
    for child in head.children:
        if child.i < head.i and child.dep_ in _LEFT:
            start = min(start, child.left_edge.i)
        elif child.i > head.i and child.dep_ == "prep" and child.lower_ in right:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    end = max(end, noun_phrase(inner, right=right)[1])
        elif child.i == end and child.dep_ in {"case", "poss"}:
            end = max(end, child.i + 1)
    return start, end


def clause_head(token: Token) -> Token:
    """The verb of the clause that a token stands in (or the root)."""
    current = token
    while not is_verb(current) and current.head.i != current.i:
        current = current.head
    return current
