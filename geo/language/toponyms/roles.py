"""What a place name does in its sentence: literal or not, what kind it is said to be, what holds it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.language.toponyms.tokens import BLANK
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.page import Page
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.tokens import Word

_PLACE_LIKE = frozenset(
    {"stronghold", "suburb", "residents", "resident", "native", "office", "area", "offensive"}
)
_SPONSORS = frozenset({"backed", "led", "sponsored", "brokered"})
_BACK = frozenset(
    {"back", "backing", "support", "stance", "position", "policy", "ally", "allies", "interests", "role"}
)


def kind_hint(span: Span, page: Page) -> str | None:
    """The kind that the words about a name state, in the words of ``Place.kind``, or None."""
    lexicon = words()
    if span.how == "people":
        return None
    last = page.words[span.last - 1]
    if span.last - span.first > 1 and last.lower in lexicon.kinds_after:
        return lexicon.kinds_after[last.lower]
    if not last.possessive and page.joined[span.last]:
        phrase = page.words[span.last].lower
        if phrase in lexicon.kinds_after and phrase not in {"area", "division", "state"}:
            return _two_words(page, span.last) or lexicon.kinds_after[phrase]
        two = _two_words(page, span.last)
        if two:
            return two
    return _kind_before(span, page)


def _two_words(page: Page, index: int) -> str | None:
    if page.joined[index + 1]:
        return words().kinds_after.get(f"{page.words[index].lower} {page.words[index + 1].lower}")
    return None


def _kind_before(span: Span, page: Page) -> str | None:
    kinds, row = words().kinds_before, page.words
    if not page.joined[span.first]:
        return None
    index = span.first - 1
    if row[index].lower == "the" and row[index - 1] is not BLANK:
        index -= 1
    if row[index].lower == "of" and row[index - 1] is not BLANK:
        one_of = row[index - 2].lower in _ONE_OF
        return None if one_of else kinds.get(row[index - 1].lower)
    if row[index].lower in {"state", "parish", "department"}:
        return None
    return kinds.get(row[index].lower)


_ONE_OF = frozenset({"a", "an", "another", "one", "some", "several", "two", "three", "many", "its"})
"""Words that make a kind word with "of" one of many in the place: "a neighbourhood of Kharkiv"."""


def is_literal(span: Span, context: Context) -> bool:
    """False for a people's word, a noun modifier ("the Lima team") or a capital for its government."""
    page = context.page
    of_state = _subject_of_state(span, page) or _object_of_state(span, page)
    if span.how == "people" or of_state or _named_after(span, context):
        return False
    follower = page.words[span.last]
    if not page.joined[span.last]:
        return not (page.gaps[span.last].startswith("-") and follower.lower in _SPONSORS)
    if page.words[span.last - 1].possessive:
        return not (_political(span) and follower.lower in _BACK)
    return not _modifies(follower)


def _modifies(follower: Word) -> bool:
    """Whether the word after a name makes it a modifier: "Lima police", "Chile Mining Minister"."""
    lexicon = words()
    word = follower.lower.rstrip(".")
    if follower.lower in lexicon.kinds_after or follower.lower in _PLACE_LIKE:
        return False
    if word in lexicon.cues["modifier"]:
        return True
    return follower.capital and (word in lexicon.titles or word in lexicon.organisations)


def _named_after(span: Span, context: Context) -> bool:
    """Whether a name ends that of an organisation ("Bank of Ghana", "University of Nairobi")."""
    first = context.wide.first[span.first]
    between = context.page.words[first : span.first]
    if not between or between[-1].lower not in {"of", "the", "for"}:
        return False
    organisations = words().organisations
    return any(word.capital and word.lower in organisations for word in between)


def _political(span: Span) -> bool:
    """Whether the name can stand for a government: a country, or a place of a million people."""
    facts = span.facts
    return (
        facts is not None
        and bool(facts.kinds)
        and (facts.kinds[0] == "country" or facts.population >= 200_000)
    )


def _subject_of_state(span: Span, page: Page) -> bool:
    """Whether a name stands as the subject of a verb of governments ("Lima rejected the offer")."""
    row, cues, at = page.words, words().cues, span.last
    if not _political(span) or row[at - 1].possessive:
        return False
    if page.joined[span.first] and row[span.first - 1].lower in cues["place_preposition"]:
        return False
    if page.gaps[at].startswith(",") and row[at].lower in _ASIDES and row[at + 1] is not BLANK:
        at += 1
    elif not page.joined[at]:
        return False
    verb = row[at].lower
    if verb in {"also", "has", "had"} and row[at + 1] is not BLANK:
        return verb == "has" or row[at + 1].lower in cues["government_verb"]
    if verb in _STATES:
        return row[at + 1].lower in _MOODS
    return verb in cues["government_verb"]


def _object_of_state(span: Span, page: Page) -> bool:
    """Whether a name stands for those whom another government addresses ("urged Lima to talk")."""
    row, at = page.words, span.last
    if not _political(span) or not page.joined[span.first] or not page.joined[at] or row[at - 1].possessive:
        return False
    return row[at].lower in _ADDRESSED.get(row[span.first - 1].lower, ())


_ADDRESSED = MappingProxyType({
    verb: after
    for verbs, after in (
        ("accuse accuses accused accusing", ("of",)),
        ("blame blames blamed blaming", ("for", "over")),
        ("urge urges urged urging press pressed ask asked", ("to", "not")),
        ("warn warns warned warning remind reminded", ("that", "against", "of", "not", "to", "over")),
        ("condemn condemns condemned condemning criticised criticized", ("for", "over")),
        ("tell told telling", ("to", "that", "it", "not")),
    )
    for verb in verbs.split()
})  # fmt: skip
"""Verbs of speaking to a government, and what comes behind its name."""


_STATES = frozenset({"stayed", "stays", "remained", "remains", "kept", "keeps", "fell", "is", "was"})
_MOODS = frozenset({
    "silent", "neutral", "mum", "committed", "adamant", "wary", "sceptical", "skeptical", "opposed",
    "unwilling", "reluctant", "keen", "willing", "furious", "outraged", "considering", "weighing", "seeking",
    "urging", "pushing", "lobbying", "negotiating", "demanding", "accusing", "refusing", "determined",
})  # fmt: skip
"""What a government is or stays: "Lima stayed silent"."""
_ASIDES = frozenset({"too", "meanwhile", "however", "also"})
"""Words between commas after a subject."""


def container_of(index: int, spans: Sequence[Span], page: Page) -> int | None:
    """Index of the span that a span names as what holds it ("Paris, Texas"), or None."""
    span = spans[index]
    if index and _owns(spans[index - 1], span, page):
        return index - 1
    if index + 1 >= len(spans) or "people" in {span.how, spans[index + 1].how}:
        return None
    return index + 1 if _lies_in(span, spans[index + 1], page) else None


def _lies_in(span: Span, after: Span, page: Page) -> bool:
    """Whether the words between two names put the first in the second."""
    if span.last == after.first:
        return page.gaps[after.first].strip() == "," and _holds(span, after)
    if 0 in page.joined[span.last : after.first + 1]:
        return False
    skipped = words().cues["direction"] | {"the"}
    inner = [word.lower for word in page.words[span.last : after.first] if word.lower not in skipped]
    if inner not in (["in"], ["in", "province", "of"], ["province", "in"], ["province", "of"]):
        return False
    return _holds(span, after) or _in_country(span, after, inner)


def _in_country(span: Span, after: Span, gap: Sequence[str]) -> bool:
    """Whether the words put a town in a country, even one where the gazetteer knows none of its name."""
    inner, outer = span.facts, after.facts
    if inner is None or outer is None or list(gap) != ["in"]:
        return False
    return outer.kinds[:1] == ("country",) and inner.kinds[:1] in {("city",), ("admin2",)}


def _owns(before: Span, span: Span, page: Page) -> bool:
    """Whether a country or division just before owns a name ("Chile's Maule region")."""
    if span.how == "people" or not page.words[before.last - 1].possessive or span.first - before.last > 2:
        return False
    wide = before.facts is not None and before.facts.kinds[:1] in {("country",), ("admin1",)}
    return wide and 0 not in page.joined[before.last : span.first]


def _holds(span: Span, after: Span) -> bool:
    """Whether the second name can hold the first: larger in kind, some country in common."""
    inner, outer = span.facts, after.facts
    if outer is None or span.lookup == after.lookup:
        return False
    if (
        inner is not None
        and inner.countries
        and outer.countries
        and not {*inner.countries} & {*outer.countries}
    ):
        return False
    rank = {"country": 4, "continent": 5, "admin1": 3, "region": 3, "admin2": 2, "island": 2, "city": 1}
    outer_rank = max((rank.get(kind, 0) for kind in outer.kinds), default=0)
    inner_rank = min((rank.get(kind, 0) for kind in inner.kinds), default=0) if inner is not None else 0
    return outer_rank >= 2 and outer_rank >= inner_rank and not inner_rank == outer_rank == 4


def town_within(span: Span, candidates: Sequence[Span], row: Sequence[Word]) -> Span | None:
    """The place in the name of a facility that no gazetteer knows ("Jos General Hospital"), or None.

    It opens the name, or ends it after "of"; a person's name in a facility's is no place, and streets,
    quarters and valleys are called after places elsewhere.
    """
    lexicon = words()
    last = row[span.last - 1].lower.rstrip(".")
    if lexicon.kinds_after.get(last, "facility") not in _TOWNS_OWN or last in _STREETS:
        return None
    inner = [
        other
        for other in candidates
        if span.first <= other.first
        and other.last <= span.last
        and other.how in {"known", "kind"}
        and other.facts is not None
        and (other.first == span.first or row[other.first - 1].lower in {"of", "the"})
    ]
    best = max(inner, key=lambda other: other.last - other.first, default=None)
    if best is None or best.facts is None or not (best.facts.primary and best.facts.exact):
        return None
    word = row[best.first].lower
    if best.last - best.first == 1 and best.facts.population < LARGE:
        personal = word in lexicon.first_names or word in lexicon.last_names or word in lexicon.common
        return None if personal else best
    return best


LARGE = 100_000
"""Population from which a place is meant although persons bear its name too (project choice)."""
_TOWNS_OWN = frozenset({"facility", "site", "airport", "base", "crossing"})
"""Kinds of places that are called after the town where they stand."""
_STREETS = frozenset(
    {"st", "dr", "ln", "pl", "way", "place", "terrace", "crescent", "close", "row", "walk", "trail"}
)
"""Words of streets that are no kinds in the lists, since they have other meanings."""
