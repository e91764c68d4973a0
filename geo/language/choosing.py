"""Which sentences the parser sees: those where words alone leave open that something moves.

The parser takes most of the time of a report, and nine of ten sentences with a word of motion tell of
none. A word of motion counts only where its construction can stand: with its particle ("set" needs
"off"), with its light verb ("way" needs "made"), not behind an article ("the board"), not as a part of a
name ("the House"), with what its frame asks for ("put" needs a vehicle, "receive" needs "from"); and a weak
one only where a place could be its end: close behind it, behind one of its prepositions, or before it as
the place of a relative clause. A noun that fixes no place on a map is none. What this loses in movements is
in docs/performance.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from geo.language import motion_constructions as constructions
from geo.language import motion_lexicon as lexicon
from geo.language import situations
from geo.language.motion_draft import VAGUE
from geo.language.motion_ends import HERE, LOCATIVE
from geo.language.motion_triggers import VERBLESS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from geo.language.motion_lexicon import Frame
    from geo.language.parsing import Sentence
    from geo.records import Mention

LONGEST = 2000
"""Characters; longer "sentences" are lists or dumps, and are not parsed (project choice)."""
CARRY = 6
"""So many sentences after a name its place still stands in the reader's mind (project choice)."""
AHEAD = 15
"""Words behind a word of motion in which its end is sought (measured: no true movement is lost)."""
BEHIND = 14
"""Words before it."""
CLOSE = 5
"""Words behind it in which an end may stand without a preposition, as its object; before a word of a
situation those in which its place may stand as its owner ("the city's final capture")."""
NEXT = 3
"""Words before it in which a place may stand without one, as the owner of a noun of motion."""
PHRASE = 8
"""Words of a prepositional phrase up to the name of its place."""
NEAR = 3
"""The same, up to a noun for a place: farther away, it tells where something else is."""
_LIGHT = 8
"""Words up to the object of a light verb ("made its slow and winding way")."""

_WORD = re.compile(r"\w++(?:[-'\u2019]\w++)*+")
_WAY = frozenset({
    "to", "into", "onto", "inside", "toward", "towards", "through", "via", "across", "over", "past", "along",
    "up", "down", "from", "out", "off", "for", "between", "near", "beside", "back", "within",
})  # fmt: skip
_IN = _WAY | {"in", "at", "on", "of", "by", "around", "outside", "toward"}
"""Words that tie a noun for a place to a verb that takes none as its object."""
_COURSE = (_WAY - {"off", "for", "back"}) | {"direction"}
"""Words that tie a place to any word of motion; others do so to some."""
_OF = frozenset({"of", "outside"})
_PLACES = frozenset({"origin", "destination", "via", "target", "path"})
_RELATIVE = frozenset({"where", "which", "that", "who", "whose"})
_ADVERBS = frozenset({"en", "on"})
"""First words of adverbs of motion ("en route", "on the way")."""
_WINDS = ("north", "south", "east", "west")
_QUOTES = frozenset("\"'\u201c\u2018([")
_ARTICLES = (["the"], ["a"], ["an"], ["its"], ["their"], ["our"], ["my"], ["your"], ["every"])
_PARTICIPLES = ("ing", "ed")
_TO = (["to"], ["from"], ["into"])
_IRREGULAR = {
    "make": "made", "work": "wrought", "take": "took taken", "find": "found", "seek": "sought",
    "set": "setting", "beat": "beaten", "wind": "wound", "fight": "fought", "cut": "cutting",
    "begin": "began begun beginning", "hit": "hitting", "drop": "dropped dropping", "cast": "cast casting",
}  # fmt: skip
"""Forms of light verbs that ``inflections`` does not give."""


class Opening(NamedTuple):
    """A word that may open a motion or a situation."""

    at: int
    needs: Needs

    @property
    def strong(self) -> bool:
        """Whether it needs no place beside it."""
        return self.needs.strong


def chosen(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], *, thorough: bool = False
) -> list[Sentence]:
    """Sentences to parse, in order; with ``thorough`` also every other one that holds a name."""
    found: list[Sentence] = []
    starts = [mention.start for mention in mentions]
    since = CARRY
    for sentence in sentences:
        if len(sentence.text) > LONGEST:
            continue
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        since = 0 if first < last else since + 1
        if (thorough and first < last) or wants_parse(sentence, mentions[first:last], recent=since < CARRY):
            found.append(sentence)
    return found


def wants_parse(sentence: Sentence, mentions: Sequence[Mention], *, recent: bool = False) -> bool:
    """Whether a sentence may tell of a motion or a situation.

    ``mentions`` are its own; ``recent`` says that a sentence shortly before names a place.
    """
    words = list(map(str.lower, _WORD.findall(sentence.text)))
    present = set(words)
    if sentence.headline and mentions and present & VERBLESS.keys():
        return True
    if present.isdisjoint(_cues()):
        return False
    nouns = present & lexicon.place_nouns().keys()
    if not (mentions or nouns or "there" in present or (recent and present & lexicon.strong_cues())):
        return False
    openings = list(_openings(words))
    if not openings:
        return False
    spans = [match.span() for match in _WORD.finditer(sentence.text)]
    named = _covered(spans, sentence.start, mentions)
    capitals = set() if sentence.in_title_case else _capitals(sentence.text, spans)
    openings = [opening for opening in openings if _stands(words, opening, named, capitals)]
    if not openings or any(opening.strong for opening in openings):
        return bool(openings)
    winds = {word for word in present if word.startswith(_WINDS)}
    adverbs = (present & HERE) | {word for word in winds if lexicon.compass(word) is not None}
    places = Places(
        named,
        [index for index, word in enumerate(words) if word in adverbs],
        [index for index, word in enumerate(words) if word in nouns],
        [index for index in capitals if words[index] not in lexicon.words("times")],
    )
    return any(_may_end(words, opening, places) for opening in openings)


def _stands(
    words: Sequence[str], opening: Opening, named: Collection[int], capitals: Collection[int]
) -> bool:
    """Whether a word is no part of a name ("the House"), and no noun for a verb ("a block of")."""
    at, after = opening.at, opening.at + 1
    if at in named or (at in capitals and words[after : after + 1] not in _TO):  # but "the Trip to"
        return False
    return not (opening.needs.verb and words[after : after + 1] == ["of"] and after not in named)


def _covered(spans: Sequence[tuple[int, int]], offset: int, mentions: Sequence[Mention]) -> set[int]:
    """Words that names cover."""
    found: set[int] = set()
    for mention in mentions:
        low, high = mention.start - offset, mention.end - offset
        # spans are in order and apart, so that their ends are in order, too
        first = bisect_right(spans, low, key=itemgetter(1))
        found.update(range(first, bisect_left(spans, high, key=itemgetter(0))))
    return found


def _capitals(text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Words with a capital inside a sentence: names, or parts of them."""
    return {
        index
        for index, (start, _) in enumerate(spans)
        if text[start].isupper()
        and index
        and text[start + 1 : start + 2].islower()
        and text[start - 1] not in _QUOTES
    }


def _openings(words: Sequence[str]) -> Iterator[Opening]:
    """Words of motion and of situations whose other words are there."""
    cues = _cues()
    for index, word in enumerate(words):
        if word in cues:
            for needs in _needs()[word]:
                if needs.met(words, index):
                    yield Opening(index, needs)


class Needs(NamedTuple):
    """What a word needs to open a motion: one of some words, so far before or behind it.

    ``strong`` ones need no place; ``bare`` ones may have one beside them without a preposition.
    """

    partners: frozenset[str]
    strong: bool
    situation: bool = False
    behind_place: bool = False
    """Whether its place may stand far before it: as a subject, or as what is held in the passive."""
    verb: bool = False
    bare: bool = True
    before: int = LONGEST
    behind: int = LONGEST
    anywhere: frozenset[str] = frozenset()
    """Words of which the sentence has one, if these are not empty."""
    named: bool = False
    """Whether it needs a name."""
    ways: frozenset[str] = _WAY
    vague: frozenset[str] = frozenset()
    """Kinds of nouns that are no end of it by themselves ("took him to the hospital")."""

    def of(self, frame: Frame) -> Needs:
        """The same for a frame: with its prepositions, and the nouns that are ends of it."""
        told = {word for word, role in frame.preps.items() if role != lexicon.NONE}
        homes = frame.motion_class in {"FLEE/DISPLACE", "RETURN"} or frame.lemma == "leave"
        return self._replace(ways=_COURSE | told, vague=VAGUE - {"home", "facility"} if homes else VAGUE)

    def met(self, words: Sequence[str], index: int) -> bool:
        """Whether one of the partners is there, or none is needed; no verb stands behind an article."""
        if self.verb and words[index - 1 : index] in _ARTICLES and not words[index].endswith(_PARTICIPLES):
            return False
        if self.anywhere and self.anywhere.isdisjoint(_pieces(words)):
            return False
        return (
            not self.partners
            or not self.partners.isdisjoint(words[max(0, index - self.before) : index])
            or not self.partners.isdisjoint(words[index + 1 : index + 1 + self.behind])
        )


def _pieces(words: Sequence[str]) -> Iterator[str]:
    """Words, and the parts of those with a hyphen."""
    return chain(words, (part for word in words if "-" in word for part in word.split("-")))


@cache
def _cues() -> frozenset[str]:
    return frozenset(_needs())


def _of_verb(frame: Frame) -> Needs:
    return Needs(
        frozenset({frame.particle} - {""}),
        strong=not frame.weak,
        verb=True,
        bare=not _PLACES.isdisjoint(frame.object.split("|")),
        before=0,
        anywhere=constructions.words_needed(frame.lemma, frame.particle),
        named=constructions.needs_name(frame.lemma),
    ).of(frame)


def _of_situation(row: situations.Word, form: str) -> Needs:
    verb = row.part not in {"noun", "people"}
    regular = form in lexicon.inflections(row.lemma) and not form.endswith("ed")
    kinds = situations.PLACED | {"place"}  # "place" itself, as more of a place may stand behind it
    kinds |= situations.BARRIERS if row.kind == "blocked" else frozenset()
    return Needs(
        frozenset({row.part} - {""}) if verb else frozenset(),
        strong=False,
        situation=True,
        behind_place=verb and (row.place == "subject" or not regular),
        verb=verb,
        vague=frozenset(lexicon.place_nouns().values()) - kinds,
    )


@cache
def _needs() -> Mapping[str, tuple[Needs, ...]]:
    """What each word of motion or of a situation needs, by its forms."""
    found: dict[str, set[Needs]] = {}
    verbs = lexicon.verbs()
    for form, lemma in lexicon.verb_forms().items():
        for frame in verbs[lemma]:
            if constructions.is_form(lemma, form):
                found.setdefault(form, set()).add(_of_verb(frame))
    for form, frame in lexicon.nouns().items():
        found.setdefault(form, set()).add(Needs(frozenset(), not frame.weak, bare=False).of(frame))
    for phrase, frame in lexicon.phrases().items():
        first, last = phrase.split()
        head, needs = (
            (first, Needs(frozenset({last}), strong=False, before=0))
            if first in {"bound", "due"}
            else (last, Needs(_light_forms(first), strong=False, before=_reach(first), behind=0))
        )
        found.setdefault(head, set()).add(needs.of(frame))
    for form, rows in situations.words().items():
        found.setdefault(form, set()).update(_of_situation(row, form) for row in rows)
    return {form: tuple(sorted(needs, key=repr)) for form, needs in found.items()}


def _reach(word: str) -> int:
    """Words from the first to the last word of a phrase, where it stands whole ("out of", "on the way")."""
    return 1 if word in VERBLESS else 3 if word in _ADVERBS else _LIGHT


def _light_forms(word: str) -> frozenset[str]:
    """Forms of a light verb; an adverb's first word ("en route") is the only form of its own."""
    if word in _ADVERBS:
        return frozenset({word})
    return frozenset({*lexicon.inflections(word), *_IRREGULAR.get(word, "").split()})


class Places(NamedTuple):
    """Words of a sentence that may stand for places: names, adverbs ("home"), nouns, unknown capitals."""

    named: Collection[int]
    adverbs: Collection[int]
    nouns: Collection[int]
    unknown: Collection[int]


def _is_vague(words: Sequence[str], place: int, vague: Collection[str]) -> bool:
    """Whether a noun or adverb fixes no place, and none behind it says which one is meant."""
    kind = lexicon.place_nouns().get(words[place])
    return kind in vague and LOCATIVE.isdisjoint(words[place + 1 : place + 2])


def _may_end(words: Sequence[str], opening: Opening, places: Places) -> bool:
    """Whether a place stands where it could be an end of the motion, or the place of the situation.

    A place that no gazetteer knows stands with a capital right behind a preposition of the way.
    """
    here, needs = opening
    if needs.named and not places.named:
        return False
    behind = (
        (places.named, (), PHRASE, needs.bare),
        (places.adverbs, needs.vague, PHRASE, True),
        (places.nouns, needs.vague, NEAR, needs.bare),
    )
    tied = _IN if places.named else needs.ways | _OF  # "in the hills" alone is an area, and no end
    for ends, vague, reach, bare in behind:
        for place in ends:
            if not here < place <= here + AHEAD or _is_vague(words, place, vague):
                continue
            close = place <= here + CLOSE and (bare or not tied.isdisjoint(words[here + 1 : place]))
            if close or not needs.ways.isdisjoint(words[max(here + 1, place - reach) : place]):
                return True
    if any(
        0 < place - here <= PHRASE and not needs.ways.isdisjoint(words[max(here + 1, place - NEXT) : place])
        for place in places.unknown
    ):
        return True
    return any(
        needs.behind_place
        or (needs.situation and here - place <= CLOSE)
        or (here - place <= NEXT and needs.bare)
        or not _WAY.isdisjoint(words[max(0, place - 4) : place])
        or not _RELATIVE.isdisjoint(words[place + 1 : here])
        for place in places.named
        if 0 < here - place <= BEHIND
    )
