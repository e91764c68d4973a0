"""What a known place owns, told by its word of kind: "Lagos's Ikoyi quarter", "Oslo's Central Station"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.page import Flags, Page
    from geo.language.toponyms.spans import Span
    from geo.records import NameFacts


_LARGE = 100_000
"""Least population of a town that owns what is named behind it (project choice)."""


def owned_of(spans: Sequence[Span], page: Page) -> Flags:
    """Which candidates are a known owner, or the whole of what it owns with a word of kind."""
    possessive = page.marked("possessive").tobytes()
    owners: dict[int, int] = {}
    for number, span in enumerate(spans):
        if possessive[span.last - 1] and _may_own(span.facts):
            owners.setdefault(span.last, number)  # the longest comes first
    flags = np.zeros(len(spans), np.bool_)
    for number, span in enumerate(spans):
        if span.first in owners and page.joined[span.first] and _has_kind(span, page):
            flags[[number, owners[span.first]]] = True
    return flags


def _may_own(facts: NameFacts | None) -> bool:
    """Whether a name is a place's before it is a person's: a country's, a division's or a large town's."""
    if facts is None or not (facts.primary and facts.exact):
        return False
    return facts.population >= _LARGE or facts.kinds[:1] in {("country",), ("admin1",)}


def _has_kind(span: Span, page: Page) -> bool:
    """Whether a name ends with its word of kind or has it behind, and no capital goes on after it."""
    behind, joined = page.words[span.last], page.joined[span.last]
    if joined and behind.capital:
        return False
    if span.last - span.first > 1 and _is_kind(page.words[span.last - 1].lower):
        return True
    return bool(joined) and _is_kind(behind.lower)


def _is_kind(word: str) -> bool:
    """Whether a word says what kind of place a name is, and is no institution's."""
    lexicon = words()
    return word in lexicon.kinds_after and word not in lexicon.organisations
