"""Prepositional paths of a trigger: from, through, along, to, towards, and which way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_ends import HERE, Ground, bearing_word, reference, references
from geo.language.motion_guards import content, is_people, mover_class
from geo.language.motion_roles import ROLES, Paths, fill, is_measure, place, told
from geo.language.motion_syntax import climb, is_passive, is_verb, scope, stray_preposition
from geo.records import Reference

if TYPE_CHECKING:
    from geo.language.motion_lexicon import Frame
    from geo.language.tree import Token

_PASSABLE_DEPS = frozenset(
    {"prep", "pobj", "prt", "advmod", "dobj", "npadvmod", "pcomp", "conj", "appos", "dative", "obj", "oprd"}
)
_ADPOSITIONS = frozenset({"mark", "prt", "advmod", "conj", "dative"})
_ADVERBIAL = frozenset({"advmod", "npadvmod", "prt", "amod", "dobj"})
_LEADING = _ADPOSITIONS | _ADVERBIAL | {"prep", "aux"}
"""Dependencies of what may say which way."""


def read_paths(trigger: Token, frame: Frame, ground: Ground, *, mover: Token | None) -> Paths:
    """Ends, course and direction that stand with a trigger (or with the noun it moves)."""
    paths = Paths()
    here = trigger.i
    for token in scope(trigger).subtree:
        dep = token.dep_
        if dep not in _LEADING or token.i == here:
            continue
        if token.i < here and not _fronted(token, trigger, mover):
            continue
        if dep == "prep" or (dep in _ADPOSITIONS and token.pos_ == "ADP"):
            if _belongs(token, trigger, ground, mover):
                _add(token, frame, ground, paths)
        elif dep == "aux":
            if token.lower_ == "to" and token.head.head.i == here:
                _add_misread(token, frame, ground, paths)
        elif dep in _ADVERBIAL and _reaches(token, trigger, ground, mover):
            _add_adverb(token, ground, paths)
    if mover is not None:
        _add_of_mover(trigger, mover, frame, ground, paths)
    paths.origins[:] = told(paths.origins, ground)
    paths.destinations[:] = told(paths.destinations, ground)
    return paths


_NEXT = frozenset({"from", "to", "into", "towards", "toward", "out", "through", "via"})


def add_adjacent(noun: Token, frame: Frame, ground: Ground, paths: Paths) -> None:
    """Ways that stand right after a noun of motion but were hung higher ("its flight | to X")."""
    own = {token.i for token in noun.subtree}
    at = noun.right_edge.i + 1
    while at < len(noun.doc) and noun.doc[at].lower_ in _NEXT and noun.doc[at].dep_ == "prep":
        preposition = noun.doc[at]
        if preposition.i not in own:
            _add(preposition, frame, ground, paths)
        at = preposition.right_edge.i + 1


def _add_of_mover(trigger: Token, mover: Token, frame: Frame, ground: Ground, paths: Paths) -> None:
    """Ends that stand in the mover's own words: "a boat from X headed for Y", "a Y-bound bus"."""
    if not paths.origins and trigger.dep_ == "acl":
        for child in mover.children:
            if child.dep_ == "prep" and child.i < trigger.i and _on_vehicle(child, mover):
                _add(child, frame, ground, paths)
    if not paths.destinations:
        _add_bound(mover, ground, paths)


def _add_misread(to: Token, frame: Frame, ground: Ground, paths: Paths) -> None:
    """A place after "to" that the parser took for a verb ("flew tents to X", "sent it to waters off X")."""
    noun = to.head.tag_ in {"NN", "NNS"} and to.head.lower_ in lexicon.place_nouns()
    if to.head.i == to.i + 1 and (noun or ground.mention(to.head) is not None):
        fill(frame.preps.get("to") or ROLES["to"], references(to.head, ground), frame, paths)


def _add_bound(mover: Token, ground: Ground, paths: Paths) -> None:
    """The goal inside a mover's words: "a Lima-bound bus"."""
    for token in mover.subtree:
        if token.lower_ == "bound" and token.i > 1 and token.nbor(-1).text == "-" and token.i < mover.i:
            mention = ground.mention(token.nbor(-2))
            if mention is not None:
                named = ground.mentions[mention]
                paths.destinations.append(Reference(named.start, named.end, named.text, mention=mention))
                paths.towards = True


def _fronted(token: Token, trigger: Token, mover: Token | None) -> bool:
    """A path before the trigger: hung on it directly, or on a vehicle that moves ("a convoy from X ...")."""
    if token.head.i == trigger.i and token.dep_ in {"prep", "advmod"}:
        return True
    return mover is not None and _on_vehicle(token, mover)


def _on_vehicle(token: Token, mover: Token) -> bool:
    if token.head.i not in {mover.i, content(mover).i} or token.lower_ not in {"from", "to", "into"}:
        return False
    return mover_class(mover) in {"vehicle", "goods"} or mover.lower_ in lexicon.nouns()


def _belongs(token: Token, trigger: Token, ground: Ground, mover: Token | None) -> bool:
    if token.lower_ == "of" and not _compass_of(token, trigger):
        return False
    if token.lower_ == "to" and token.i and token.nbor(-1).lower_ in _NOT_GOALS:
        return False
    if token.lower_ == "to" and _says_where(token.head, trigger):
        return False
    if mover is not None and token.i < trigger.i and _on_vehicle(token, mover):
        return True
    return token.head.i in {trigger.i, scope(trigger).i} or _reaches(token, trigger, ground, mover)


_NOT_GOALS = frozenset(
    ["prior", "due", "according", "thanks", "owing", "subject", "next", "similar", "relative"]
)
"""Words that make a preposition of their own with "to"."""


def _says_where(near: Token, trigger: Token) -> bool:
    """Whether "close to" only says where a noun of the way lies ("to a camp close to the border")."""
    return (
        near.lower_ in {"close", "closer", "near"} and near.head.i != trigger.i and near.head.pos_ in _NOMINAL
    )


_NOMINAL = frozenset({"NOUN", "PROPN"})


def _compass_of(token: Token, trigger: Token) -> bool:
    """Whether an "of" belongs to "out of", "inside of" or to a compass word of the trigger ("north of X")."""
    before = token.nbor(-1) if token.i else token
    if before.lower_ in {"out", "outside", "inside"}:
        return True
    if lexicon.compass(before.lower_) is None:
        return False
    between = token.doc[trigger.i + 1 : before.i]
    if any(word.pos_ in {"NOUN", "PROPN", "VERB"} and not is_measure(word) for word in between):
        return False
    return before.head.i == trigger.i or (before.i > 0 and _compass_of(before, trigger))


def _reaches(token: Token, trigger: Token, ground: Ground, mover: Token | None) -> bool:
    """Whether the words between a token and the trigger let a path through."""
    for step in climb(token, trigger):
        if is_verb(step):
            if _depictive(step) or step.lower_ in lexicon.words("violence"):
                continue
            return False
        if step.pos_ == "ADP" and step.dep_ in {"conj", "agent"}:
            continue  # "to X and on to Y", "by the hundreds from X"
        if step.dep_ not in _PASSABLE_DEPS and not _direction_or_degree(step):
            return False
        if _is_covered(step, trigger):
            continue
        if step.dep_ in {"pobj", "dobj", "npadvmod", "obj", "conj", "appos"} and not _lets_through(
            step, token, ground, mover
        ):
            return False
    return True


def _is_covered(noun: Token, trigger: Token) -> bool:
    """Whether a noun is the length that is covered ("walked the 90 km from X"), no remark after a comma."""
    if not is_measure(noun) or noun.head.i != trigger.i or noun.dep_ not in {"dobj", "npadvmod"}:
        return False
    return noun.left_edge.i > 0 and not noun.left_edge.nbor(-1).is_punct


def _depictive(verb: Token) -> bool:
    """A participle that only describes the mover on the way ("drove him blindfolded to the border")."""
    if verb.lower_ in lexicon.words("states"):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN":
        return _depictive(verb.head)
    return verb.dep_ in {"aux", "auxpass", "oprd"}


def _direction_or_degree(token: Token) -> bool:
    return token.lower_ in _DEGREES


_DEGREES = frozenset(
    {"close", "closer", "deep", "deeper", "back", "bound", "away", "far", "farther", "further"}
)


def _lets_through(noun: Token, token: Token, ground: Ground, mover: Token | None) -> bool:
    if token.lower_ in {"on", "onto", "aboard"} and any(
        mover_class(child) == "vehicle" for child in token.children
    ):
        return noun.dep_ == "dobj"
    if mover is not None and noun.i in {mover.i, content(mover).i}:
        return token.lower_ not in {"in", "of", "at", "with", "on", "near", "around", "inside", "between"}
    if noun.lower_ in _LIGHT:
        return token.lower_ != "of"
    if token.lower_ in {"of", "in", "near", "at", "on", "around", "inside", "within", "between", "along"}:
        return False
    if noun.dep_ == "dobj" and token.lower_ in {"from", "to", "into", "towards"} and is_people(noun):
        return True
    means = noun.dep_ == "pobj" and noun.head.lower_ in _MEANS
    return _is_waypost(noun, ground) or (means and token.lower_ in _BY_MEANS)


_LIGHT = frozenset({"way", "flight", "refuge", "it", "shelter", "landfall", "route"})
"""Objects of light verbs ("made their way", "took flight")."""


def _is_waypost(noun: Token, ground: Ground) -> bool:
    """Whether a noun on the way from trigger to path is a place, a time, a bearing, a vehicle or a number."""
    word = noun.lower_
    if word == "way" and noun.dep_ == "pobj":
        return False
    if (
        ground.mention(noun) is not None
        or word in lexicon.words("times")
        or word in lexicon.place_nouns()
        or word in _LIGHT
    ):
        return True
    vehicle = lexicon.mover_nouns().get(word) == "vehicle"
    return vehicle or noun.pos_ == "NUM" or lexicon.compass(word) is not None


_MEANS = frozenset({"in", "by", "on", "aboard", "onto"})
"""Prepositions of the vehicle or manner ("in a wheelchair from X to Y")."""

_BY_MEANS = frozenset({"from", "to", "into", "for", "towards", "via"})


def _add(preposition: Token, frame: Frame, ground: Ground, paths: Paths) -> None:
    word, head = _compound(preposition)
    if head is None or _only_says_where(preposition):
        return
    if any(noun.i == taken.i for _, taken in paths.objects for noun in head.children):
        return
    for noun in _nouns_after(head):
        paths.objects.append((word, noun))
        place(word, noun, frame, ground, paths)


def _only_says_where(way: Token) -> bool:
    """Whether "from" only measures where something happens ("the convoy was ambushed 15 km from X")."""
    measured = way.lower_ == "from" and way.i > 0 and is_measure(way.nbor(-1))
    return measured and is_verb(way.head) and way.head.lower_ not in lexicon.verb_forms()


def _nouns_after(preposition: Token) -> list[Token]:
    """The nouns of a preposition, also one that the parser hung on the verb."""
    found = [child for child in preposition.children if child.dep_ == "pobj"]
    if found:
        return found
    stray = [child for child in preposition.head.children if child.dep_ == "dobj"]
    passive = is_passive(preposition.head)  # "were put on | planes": a passive has no object
    return [
        noun
        for noun in stray
        if (before := stray_preposition(noun, particles=passive)) and before.i == preposition.i
    ]


def _idiom(preposition: Token) -> str:
    """What "as far south as X", "from as far away as X" and "ashore at X" say of X; nothing for others."""
    if preposition.lower_ != "as":
        ashore = preposition.i > 0 and preposition.nbor(-1).lower_ == "ashore"
        return "to" if ashore and preposition.lower_ in {"at", "in", "on", "near"} else ""
    before = [token.lower_ for token in preposition.doc[max(0, preposition.i - 5) : preposition.i]]
    if "far" not in before[-2:]:
        return ""
    return "from" if "from" in before else "to"


def _compound(preposition: Token) -> tuple[str, Token | None]:
    """The effective preposition and the token that governs its noun ("out of", "to within", "north of")."""
    word, head = preposition.lower_, preposition
    if way := _idiom(preposition):
        return way, preposition
    if word == "within" and preposition.i and preposition.nbor(-1).lower_ == "to":
        return "towards", preposition
    if word == "of":
        before = preposition.nbor(-1).lower_ if preposition.i else ""
        if before in {"out", "outside"}:
            return "from", preposition
        return ("beside" if lexicon.compass(before) else "of"), preposition
    inner = [
        child for child in preposition.children if child.dep_ in {"prep", "pcomp"} and child.pos_ == "ADP"
    ]
    if inner and not any(child.dep_ == "pobj" for child in preposition.children):
        head = inner[0]
        if word == "out":
            word = "from" if head.lower_ in {"of", "from"} else head.lower_
        if word in {"up", "down", "over", "back", "across", "off", "on"} and head.lower_ in ROLES:
            word = head.lower_
        if word == "from" and head.lower_ in {"to", "into"}:
            word = head.lower_  # "from there to X"
        if word == "to" and head.lower_ == "within":
            word = "towards"
    return word, head


def _add_adverb(token: Token, ground: Ground, paths: Paths) -> None:
    point = bearing_word(token)
    if point and token.dep_ != "amod" and ground.mention(token) is None:
        paths.directions.append(point)
    elif token.lower_ in HERE and token.dep_ == "advmod":
        found = reference(token, ground)
        if found is not None:
            paths.destinations.append(found)
    elif token.lower_ in {"close", "closer"} and token.head.pos_ not in _NOMINAL:
        paths.towards = True
