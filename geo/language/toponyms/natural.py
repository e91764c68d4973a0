"""Rivers, seas and mountains told by their article: "over the Pacific", "the Amazon near Óbidos"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from geo.language.toponyms.vocabulary import AT, LINK
from geo.language.toponyms.words import words
from geo.records import WITH_ARTICLE

if TYPE_CHECKING:
    from geo.language.toponyms.candidates import Candidates
    from geo.language.toponyms.lookup import Lookup
    from geo.language.toponyms.page import Flags, Page
    from geo.language.toponyms.spans import Span

_BEHIND = frozenset({
    "but", "that", "which", "where", "when", "while", "as", "if", "is", "was", "are", "were", "has", "have",
    "had", "will", "would", "can", "could", "may", "might", "should", "must", "on", "by", "for", "than",
    "until", "since", "during", "after", "before", "again", "today", "yesterday", "overnight", "last", "next",
    "this",
})  # fmt: skip
_RARE = 3
"""Band of the common words that are no commoner than names (project choice)."""
_PAST = re.compile(r"[a-z]{2,}ed|began|rose|fell|broke|ran|burst|swept|froze|dried|sank|grew|became|came")


def natural_of(found: Candidates) -> Flags:
    """Which candidates are the whole of a name with the article that only waters and ranges have."""
    page = found.context.page
    articled = set(np.flatnonzero(_articled(page)).tolist())
    flags = [
        span.first in articled and is_natural(span, page, names)
        for spans, names in zip(found.spans, found.lookups, strict=True)
        for span in spans
    ]
    return np.array(flags, np.bool_)


def _articled(page: Page) -> Flags:
    """Before which words the article stands, as in ``with_article``."""
    article = np.roll(page.table[:-1, AT["link"]] == LINK["the"], 1)
    found: Flags = page.marked("capital") & article & page.is_joined()
    return found


def with_article(first: int, page: Page) -> bool:
    """Whether the article stands before a capitalised word."""
    word = page.words[first]
    return word.capital and page.words[first - 1].lower == "the" and bool(page.joined[first])


def is_natural(span: Span, page: Page, names: Lookup) -> bool:
    """Whether a name behind an article is a whole one of a water or a range."""
    if not page.words[span.last - 1].capital or not _ends(span.last, page):
        return False
    listed = span.facts is not None and not WITH_ARTICLE.isdisjoint(span.facts.kinds)
    return listed or is_river(span.text, names)


def is_river(name: str, names: Lookup) -> bool:
    """Whether a river of the longer name is listed ("Hudson" may be a town alone), and the name no word.

    The rarest of the common words pass: "the Republican" is a person, "the Darling" hardly.
    """
    if words().common.get(name.lower(), _RARE) < _RARE:
        return False
    river = names.known(f"{name} River").facts
    return river is not None and "river" in river.kinds


def _ends(after: int, page: Page) -> bool:
    """Whether the words behind a name begin something new: "the Lima mayor" says nothing of Lima."""
    if page.words[after - 1].possessive:
        return True
    if not page.joined[after]:
        return not page.gaps[after].startswith(("-", "\u2013", "/"))
    word = page.words[after].lower
    if word in {"and", "or"}:
        return not page.words[after + 1].capital or not page.joined[after + 2]
    cues = words().cues
    return word in _BEHIND or word in cues["place_preposition"] or _PAST.fullmatch(word) is not None
