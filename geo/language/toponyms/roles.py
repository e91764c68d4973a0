"""What a place name does in its sentence: literal or not, what kind it is said to be, what holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.tokens import Token

_PLACE_LIKE = frozenset(
    {"stronghold", "suburb", "residents", "resident", "native", "office", "area", "offensive"}
)
_SPONSORS = frozenset({"backed", "led", "sponsored", "brokered"})
_BACK = frozenset(
    {"back", "backing", "support", "stance", "position", "policy", "ally", "allies", "interests", "role"}
)


def kind_hint(span: Span, context: Context) -> str | None:
    """The kind that the words about a name state, in the words of ``Place.kind``, or None."""
    lexicon = words()
    if span.how == "people":
        return None
    tokens = context.tokens
    last = tokens[span.last - 1]
    if span.last - span.first > 1 and last.lower in lexicon.kinds_after:
        return lexicon.kinds_after[last.lower]
    if not last.possessive and span.last < len(tokens) and tokens[span.last].joined:
        phrase = tokens[span.last].lower
        if phrase in lexicon.kinds_after and phrase not in {"area", "division", "state"}:
            return _two_words(tokens, span.last) or lexicon.kinds_after[phrase]
        two = _two_words(tokens, span.last)
        if two:
            return two
    return _kind_before(span, tokens)


def _two_words(tokens: Sequence[Token], index: int) -> str | None:
    if index + 1 < len(tokens) and tokens[index + 1].joined:
        return words().kinds_after.get(f"{tokens[index].lower} {tokens[index + 1].lower}")
    return None


def _kind_before(span: Span, tokens: Sequence[Token]) -> str | None:
    kinds = words().kinds_before
    index = span.first - 1
    if index < 0 or not tokens[span.first].joined:
        return None
    if tokens[index].lower == "the" and index > 0:
        index -= 1
    if tokens[index].lower == "of" and index > 0:
        one_of = index > 1 and tokens[index - 2].lower in _ONE_OF
        return None if one_of else kinds.get(tokens[index - 1].lower)
    if tokens[index].lower in {"state", "parish", "department"}:
        return None
    return kinds.get(tokens[index].lower)


_ONE_OF = frozenset({"a", "an", "another", "one", "some", "several", "two", "three", "many", "its"})
"""Words that make a kind word with "of" one of many in the place: "a neighbourhood of Kharkiv"."""


def is_literal(span: Span, context: Context) -> bool:
    """False for a people's word, a noun modifier ("the Lima team") or a capital for its government."""
    if span.how == "people" or _subject_of_state(span, context) or _named_after(span, context):
        return False
    if span.last >= len(context.tokens):
        return True
    follower = context.tokens[span.last]
    if not follower.joined:
        return not (follower.gap.startswith("-") and follower.lower in _SPONSORS)
    if context.tokens[span.last - 1].possessive:
        return not (_political(span) and follower.lower in _BACK)
    return not _modifies(follower)


def _modifies(follower: Token) -> bool:
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
    first = context.wide[span.first][0]
    between = context.tokens[first : span.first]
    if not between or between[-1].lower not in {"of", "the", "for"}:
        return False
    organisations = words().organisations
    return any(token.capital and token.lower in organisations for token in between)


def _political(span: Span) -> bool:
    """Whether the name can stand for a government: a country, or a place of a million people."""
    facts = span.facts
    return (
        facts is not None
        and bool(facts.kinds)
        and (facts.kinds[0] == "country" or facts.population >= 200_000)
    )


def _subject_of_state(span: Span, context: Context) -> bool:
    """Whether a name stands as the subject of a verb of governments ("Lima rejected the offer")."""
    tokens = context.tokens
    if not _political(span) or tokens[span.last - 1].possessive or span.last >= len(tokens):
        return False
    if (
        span.first
        and tokens[span.first].joined
        and tokens[span.first - 1].lower in words().cues["place_preposition"]
    ):
        return False
    verb = tokens[span.last]
    if (
        verb.gap.startswith(",")
        and verb.lower in {"too", "meanwhile", "however", "also"}
        and span.last + 1 < len(tokens)
    ):
        verb = tokens[span.last + 1]
    elif not verb.joined:
        return False
    if verb.lower in {"also", "has", "had"} and tokens.index(verb) + 1 < len(tokens):
        following = tokens[tokens.index(verb) + 1]
        return following.lower in words().cues["government_verb"] or verb.lower == "has"
    return verb.lower in words().cues["government_verb"]


def container_of(index: int, spans: Sequence[Span], context: Context) -> int | None:
    """Index of the span that a span names as what holds it ("Paris, Texas"), or None."""
    span = spans[index]
    owner = _owner(index, spans, context)
    if owner is not None:
        return owner
    if index + 1 >= len(spans) or span.how == "people":
        return None
    after = spans[index + 1]
    if after.how == "people":
        return None
    gap = [token.lower for token in context.tokens[span.last : after.first]]
    if not gap and context.tokens[after.first].gap.strip() == "," and _holds(span, after):
        return index + 1
    inner = [word for word in gap if word not in words().cues["direction"] and word != "the"]
    joined = all(token.joined for token in context.tokens[span.last : after.first + 1])
    if joined and inner in (["in"], ["in", "province", "of"], ["province", "in"], ["province", "of"]):
        return index + 1 if _holds(span, after) or _in_country(span, after, inner) else None
    return None


def _in_country(span: Span, after: Span, gap: Sequence[str]) -> bool:
    """Whether the words put a town in a country, even one where the gazetteer knows none of its name."""
    inner, outer = span.facts, after.facts
    if inner is None or outer is None or list(gap) != ["in"]:
        return False
    return outer.kinds[:1] == ("country",) and inner.kinds[:1] in {("city",), ("admin2",)}


def _owner(index: int, spans: Sequence[Span], context: Context) -> int | None:
    """Index of a country just before with a possessive ("Chile's Maule region"), or None."""
    if not index or spans[index].how == "people":
        return None
    before, span = spans[index - 1], spans[index]
    owner = context.tokens[before.last - 1]
    if not owner.possessive or span.first - before.last > 2 or before.facts is None:
        return None
    if before.facts.kinds[:1] != ("country",) or not all(
        t.joined for t in context.tokens[before.last : span.first]
    ):
        return None
    return index - 1


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


def town_within(span: Span, candidates: Sequence[Span], context: Context) -> Span | None:
    """The place in the name of a facility that no gazetteer knows ("Jos General Hospital"), or None.

    It opens the name, or ends it after "of"; a person's name in a facility's is no place, and streets,
    quarters and valleys are called after places elsewhere.
    """
    lexicon = words()
    last = context.tokens[span.last - 1].lower.rstrip(".")
    if lexicon.kinds_after.get(last, "facility") not in _TOWNS_OWN or last in _STREETS:
        return None
    inner = [
        other
        for other in candidates
        if span.first <= other.first
        and other.last <= span.last
        and other.how in {"known", "kind"}
        and other.facts is not None
        and (other.first == span.first or context.tokens[other.first - 1].lower in {"of", "the"})
    ]
    best = max(inner, key=lambda other: other.last - other.first, default=None)
    if best is None or best.facts is None or not (best.facts.primary and best.facts.exact):
        return None
    word = context.tokens[best.first].lower
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
