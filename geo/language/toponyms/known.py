"""What the gazetteer knows of a name, as numbers that can be weighed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from geo.language.toponyms.vocabulary import GROUP_OF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import NameFacts

FACTS = (
    "known", "entries", "population", "primary", "exact", "user", "kind", "second_kind", "kinds", "countries",
    "demonym_of",
)  # fmt: skip
"""What the judge weighs of a name's facts."""
_SETTLED = {
    "continent": 1,
    "country": 2,
    "admin1": 3,
    "region": 4,
    "admin2": 5,
    "city": 6,
    "neighbourhood": 7,
}
_LARGE = 500_000
"""Population from which a place speaks for its country (project choice)."""


class Known(NamedTuple):
    """Facts of a name, and what is weighed of them.

    ``numbers`` are those of ``FACTS``, below 256. ``countries`` are where its places lie; ``speaks_for``
    is the country that a use of the name speaks of, "" where that is not plain.
    """

    facts: NameFacts | None
    numbers: bytes
    countries: frozenset[str]
    speaks_for: str


UNKNOWN = Known(None, bytes(len(FACTS)), frozenset(), "")


def known_by(facts: NameFacts | None) -> Known:
    """What is weighed of a name with these facts."""
    if facts is None:
        return UNKNOWN
    return Known(facts, bytes(_numbers(facts)), frozenset(facts.countries), _speaks_for(facts))


def _numbers(facts: NameFacts) -> Sequence[int]:
    """Facts as numbers below 256, in the order of ``FACTS``; populations and counts by their logarithm."""
    kinds = facts.kinds
    return (
        1,
        min(int(20 * math.log2(facts.entries + 1)), 255),
        min(int(25 * math.log10(facts.population + 1)), 255),
        facts.primary,
        facts.exact,
        facts.user,
        _kind(kinds[0]) if kinds else 0,
        _kind(kinds[1]) if len(kinds) > 1 else 0,
        min(len(kinds), 20),
        min(len(facts.countries), 20),
        bool(facts.demonym),
    )


def _kind(kind: str) -> int:
    return _SETTLED.get(kind) or 7 + GROUP_OF.get(kind, 9)


def _speaks_for(facts: NameFacts) -> str:
    """The country of a people's word, of a country's, a division's or a large place's name."""
    if not facts.entries:
        return facts.demonym
    plain = facts.population >= _LARGE or facts.kinds[:1] in {("country",), ("admin1",)}
    return facts.countries[0] if plain and facts.countries else ""
