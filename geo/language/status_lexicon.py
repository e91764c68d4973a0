"""Words that decide whether something happened and who says so, from ``lexicon/``.

``status_cues.csv`` sorts words by their place in the sentence (verb, noun, adjective, adverb, modal, marker,
determiner, subject, preposition, phrase) and by what they make of the event; ``reporting_verbs.csv`` holds
verbs of saying; ``speakers.csv`` speakers that are a party, a camera or nobody.
"""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("geo.language").joinpath("lexicon", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@lru_cache(maxsize=1)
def _cues() -> Mapping[str, Mapping[str, str]]:
    places: dict[str, dict[str, str]] = {}
    for row in _rows("status_cues.csv"):
        places.setdefault(row["place"], {})[row["word"]] = row["category"]
    return MappingProxyType({place: MappingProxyType(words) for place, words in places.items()})


def cue(place: str, word: str) -> str | None:
    """What a word in a place of the sentence makes of the event, None when nothing."""
    return _cues()[place].get(word.lower())


@lru_cache(maxsize=8)
def phrases(place: str, category: str) -> re.Pattern[str]:
    """Pattern of the fixed phrases of a place and category."""
    words = [word for word, kind in _cues()[place].items() if kind == category]
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in ordered) + r")\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def reporting() -> Mapping[str, str]:
    """Verbs of saying by lemma: say, claim, deny, show or hear."""
    return MappingProxyType({row["lemma"]: row["kind"] for row in _rows("reporting_verbs.csv")})


@lru_cache(maxsize=8)
def speakers(role: str) -> re.Pattern[str]:
    """Pattern of the words of speakers of one role: party, observed, hearsay or empty."""
    words = [row["words"] for row in _rows("speakers.csv") if row["role"] == role]
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in ordered) + r")\b", re.IGNORECASE)
