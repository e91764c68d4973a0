"""Ways read from the order of the words, where the parser hung them elsewhere: "left X for Y to rebuild Z".

After a verb only names, times, bearings and prepositions of the way may follow one another; the first other
word ends the reading. Ends that the tree gave are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language import motion_lexicon as lexicon
from geo.language.motion_roles import ROLES, Paths, fill, is_common
from geo.records import Reference

if TYPE_CHECKING:
    from geo.language.motion_ends import Ground
    from geo.language.motion_lexicon import Frame
    from geo.language.tree import Doc, Token

_REACH = 14
"""Tokens after the verb that may be read (project choice)."""
_WAYS = frozenset({"from", "to", "into", "towards", "toward", "for"})
_ACROSS = frozenset({"across", "over", "through", "via", "past"})
_FAR = frozenset({"as", "far", "away", "off"})
_SKIPPED = frozenset(
    {"on", "in", "early", "late", "last", "this", "heading", "bound", "back", "home", "foot", "by"}
)
_WITHIN = frozenset({"DET", "ADJ", "NOUN", "PROPN"})


def add_surface(last: Token, frame: Frame, ground: Ground, paths: Paths) -> None:
    """Fill roles that are still empty from the words after a verb (``last`` is its last word)."""
    doc, at = last.doc, last.i + 1
    if (
        at < len(doc)
        and (mention := ground.mention(doc[at])) is not None
        and _stands_alone(mention, doc, ground)
    ):
        at = _end_of(mention, ground)
        if frame.object in {"origin", "destination"}:
            _put(frame.object, mention, frame, ground, paths)
    while at < min(len(doc), last.i + _REACH):
        word = doc[at]
        point = lexicon.compass(word.lower_)
        if word.lower_ in _WAYS or word.lower_ in frame.preps:
            at = _read_way(word, frame, ground, paths)
        elif word.lower_ in _ACROSS:
            at = _past_noun(at + 1, doc)
        elif point is not None:
            if not paths.directions and word.i + 1 < len(doc) and doc[word.i + 1].text not in {"of", "-"}:
                paths.directions.append(point)
            at += 1
        elif _is_skipped(word):
            at += 1
        else:
            return


def _read_way(word: Token, frame: Frame, ground: Ground, paths: Paths) -> int:
    """Put the name after a preposition where it belongs; the index to read on from (past all words: stop)."""
    doc, role = word.doc, frame.preps.get(word.lower_) or ROLES.get(word.lower_)
    if role is None or role == "none":
        return len(doc)
    found = _name_after(word, ground)
    if found is None or not _stands_alone(found, doc, ground):
        at = _past_noun(word.i + 1, doc)
        if at + 1 < len(doc) and doc[at].lower_ in {"in", "at", "near"}:
            inner = ground.mention(doc[at + 1])
            at = at if inner is None else _end_of(inner, ground)
        return at if at < len(doc) and doc[at].lower_ in _WAYS else len(doc)
    _put(role, found, frame, ground, paths)
    return _end_of(found, ground)


def _is_skipped(word: Token) -> bool:
    """Whether a word may stand between a verb and its way: an adverb, a time, the means."""
    if word.pos_ == "ADV" or word.lower_ in _SKIPPED:
        return True
    return word.lower_ in lexicon.words("times") or word.lower_ in lexicon.words("means")


def _past_noun(at: int, doc: Doc) -> int:
    """Index after the words of a noun phrase that starts here, at most six."""
    end = min(len(doc), at + 6)
    while at < end and doc[at].pos_ in _WITHIN:
        at += 1
    return at


def _name_after(preposition: Token, ground: Ground) -> int | None:
    """The name that follows a preposition at once, or after "the city of" and the like."""
    for token in preposition.doc[preposition.i + 1 : preposition.i + 7]:
        mention = ground.mention(token)
        if mention is not None:
            return mention
        if token.pos_ not in _WITHIN and token.lower_ != "of" and token.lower_ not in _FAR:
            return None
        if token.pos_ == "NOUN" and token.lower_ not in lexicon.place_nouns():
            return None
    return None


def _stands_alone(mention: int, doc: Doc, ground: Ground) -> bool:
    """Whether a name is no modifier of a noun after it ("fled {Segou} cotton", "{Paris}' house")."""
    at = _end_of(mention, ground)
    if at >= len(doc):
        return True
    after = doc[at]
    if after.lower_ in _SKIPPED or lexicon.compass(after.lower_) or after.lower_ in lexicon.words("times"):
        return True
    return after.pos_ not in {"NOUN", "PROPN", "NUM"} and after.text not in {"'s", "'", "-"}


def _end_of(mention: int, ground: Ground) -> int:
    return max(index for index, held in ground.at.items() if held == mention) + 1


def _taken(mention: int, paths: Paths) -> bool:
    ends = (*paths.origins, *paths.destinations, *paths.via, *paths.area)
    return any(end.mention == mention for end in ends) or (
        paths.path is not None and paths.path.mention == mention
    )


def _put(role: str, mention: int, frame: Frame, ground: Ground, paths: Paths) -> None:
    if _taken(mention, paths):
        return
    full = {"origin": paths.origins, "destination": paths.destinations, "towards": paths.destinations}
    if role in full and all(is_common(end, ground) for end in full[role]):
        full[role].clear()
        named = ground.mentions[mention]
        fill(role, (Reference(named.start, named.end, named.text, mention=mention),), frame, paths)
