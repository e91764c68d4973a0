"""The article before a name: "the Volga" is the river, "Volga" the town."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import Mention

TOWN = frozenset({"city"})
"""The kind whose names always stand without it."""
WITHOUT_ARTICLE = frozenset({"city", "neighbourhood", "admin2", "admin1", "country"})
"""Kinds whose names mostly stand without it: "the Jordan" is not the country where a river is called so."""

_BEFORE = re.compile(r"\b[Tt]he\s+\Z")
_REACH = 6
"""Characters before a name that hold the article and what parts it from the name."""
_AFTER = re.compile(
    r"(?:\s*(?:\Z|[.,;:!?)\"\u201d\u2013\u2014])|\s+(?:"
    r"(?:and|or|nor)(?=\s+(?:[a-z]|[\w-]+\s*(?:\Z|[.,;:!?)])))|but|in|on|at|to|from|near|by|for|with|as|"
    r"into|onto|over|under|across|through|towards?|along|around|between|beyond|above|below|upstream|downstream|is|was|are|were|has|have|had|will|would|can|could|"
    r"may|might|should|that|which|where|who|when|while|after|before|since|until|because|if|during|last|next|"
    r"off|amid|despite|against|within|inside|outside|opposite|about|than|"
    r"this|again|today|yesterday|overnight|early|late|[a-z]{2,}ed|"
    r"burst|rose|fell|broke|ran|swept|began|froze|sank|grew|became|came|went|took|cut|saw|stood|lay|met|kept|held"
    r")\b)"
)
"""What stands behind a name that is no part of a longer noun: "the Lima mayor" says nothing of Lima."""
_OWNER = re.compile(r"['\u2019]s\s")


def with_article(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a name is mostly written with the article."""
    return sum(_articled(text, mention) for mention in mentions) * 2 > len(mentions)


def _articled(text: str, mention: Mention) -> bool:
    start, end = mention.start, mention.end
    if _BEFORE.search(text, max(0, start - _REACH), start) is None:
        return False
    return _AFTER.match(text, end) is not None or _OWNER.match(text, end) is not None
