"""Names that no gazetteer knows, where the words around them leave little doubt of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language.toponyms.spans import Span
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.tokens import Token

_SETTLEMENTS = frozenset({"village", "town", "hamlet", "settlement", "city", "suburb", "township", "port"})
_DIVISIONS = frozenset({"province", "district", "governorate", "oblast", "subdistrict", "county", "village"})
_COMPASS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "outside",
        "miles",
        "kilometres",
        "kilometers",
        "km",
    ]
)


def find_unknown(
    text: str, context: Context, judged: Sequence[tuple[Span, float, tuple[str, ...]]]
) -> Iterator[tuple[Span, float, tuple[str, ...]]]:
    """Unknown capitalised runs with strong locative words: "the village of X", "X district"."""
    taken = [False] * len(context.tokens)
    for span, _, _ in judged:
        for index in range(span.first, span.last):
            taken[index] = True
    index = 0
    while index < len(context.tokens):
        first, last = context.tight[index]
        if context.tokens[first].capital and not any(taken[first:last]) and last - first <= 3:
            reason = _reason(context, first, last)
            if reason is not None:
                start, end = context.tokens[first].start, context.tokens[last - 1].end
                name = text[start:end]
                yield Span(first, last, start, end, name, name, None, "unknown"), 0.7, (reason,)
        index = max(last, index + 1)


def _reason(context: Context, first: int, last: int) -> str | None:
    lexicon = words()
    part = context.tokens[first:last]
    if context.style[first] or any(_no_place(token) for token in part) or part[-1].lower in context.persons:
        return None
    before = [token.lower for token in context.tokens[max(0, first - 2) : first]]
    if part[0].joined and len(before) == 2 and before[1] == "of" and before[0] in _SETTLEMENTS:
        return f"after {before[0]} of; not in the gazetteer"
    if last < len(context.tokens) and context.tokens[last].joined and not part[-1].possessive:
        follower = context.tokens[last].lower
        placed = (
            bool(before)
            and part[0].joined
            and before[-1] in lexicon.cues["place_preposition"] | {"of", "the"}
        )
        if follower in _DIVISIONS and placed and not context.tokens[last].capital:
            return f"before {follower}; not in the gazetteer"
    if (
        part[0].joined
        and before
        and before[-1] in {"in", "at", "near"}
        and _distance_follows(context.tokens, last)
    ):
        return "after in, at or near with a distance or direction; not in the gazetteer"
    return None


def _no_place(token: Token) -> bool:
    lexicon = words()
    word = token.lower.rstrip(".")
    return (
        token.upper
        or len(word) < 3
        or word in lexicon.organisations
        or word in lexicon.cues["calendar"]
        or word in lexicon.cues["not_place"]
        or word in lexicon.titles
        or lexicon.common.get(word, 9) <= 2
    )


def _distance_follows(tokens: Sequence[Token], last: int) -> bool:
    """Whether ", 40 km west of" or ", south of" follows."""
    if last >= len(tokens) or not tokens[last].gap.startswith(","):
        return False
    ahead = [token.lower for token in tokens[last : last + 6]]
    return "of" in ahead[1:] and any(word in _COMPASS for word in ahead[: ahead.index("of", 1)])
