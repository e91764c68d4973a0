"""Countries that a report's common words speak of: their institutions, money and spelling."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKS = ".,;:!?()[]\"'\u2018\u2019\u201c\u201d"
_NOTHING = 2.0
"""Words that tell of no country, at the least: a single word is a faint hint (project choice)."""


def countries_told(text: str) -> Mapping[str, float]:
    """Countries whose institutions, money and spelling a text speaks of, each with its share, 0 to 1."""
    told: defaultdict[str, float] = defaultdict(float)
    words = _country_words()
    spoken = set(map(str.strip, set(text.lower().split()), repeat(_MARKS)))
    for word in sorted(words.keys() & spoken):
        for country in words[word]:
            told[country] += 1 / len(words[word])
    total = sum(told.values()) + _NOTHING
    return {country: count / total for country, count in told.items()}


@cache
def _country_words() -> Mapping[str, tuple[str, ...]]:
    with Path(__file__).with_name("country_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: tuple(row["countries"].split()) for row in csv.DictReader(file)}
