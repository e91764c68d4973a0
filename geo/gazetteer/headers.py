"""What the headers of a person's table mean: the columns' own names, and other words in several languages."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from geo.gazetteer.table import header_key

COLUMNS = (
    "name", "latitude", "longitude", "kind", "country", "aliases", "wkt", "action", "prefer", "extent_km",
    "admin1", "source", "licence", "note", "id", "of", "population", "coordinates", "only",
)  # fmt: skip
"""Columns that mean something; any other passes through into ``Place.extra``."""

_TELLING = ("name", "latitude", "longitude", "coordinates")
"""Columns whose headers show a table's language."""

Words = Mapping[str, str]
"""Columns by the keys of the headers that mean them."""


def columns_of(headers: Sequence[str]) -> tuple[dict[str, int], tuple[int, ...]]:
    """Index of each column that headers name, and of those that name one again by its own name.

    A column's own name comes before an English word for it, that before another language's. Words of another
    language count where that language alone names the place or its coordinates: "land" is a country only in
    a table with "Breite" or "Ort" for them.
    """
    keys = [header_key(header) for header in headers]
    own, languages = _known()
    found: dict[str, int] = {}
    twice: list[int] = []
    for words in (own, *languages.values()):
        if words is not own and words is not languages["en"] and not _tells(words, keys, found):
            continue
        for index, key in enumerate(keys):
            column = words.get(key)
            if column is None or index in found.values():
                continue
            if found.setdefault(column, index) != index and words is own:
                twice.append(index)
    return found, tuple(twice)


def _tells(words: Words, keys: Sequence[str], found: Mapping[str, int]) -> bool:
    """Whether headers name the place or its coordinates in a language, and were not understood before."""
    return any(words.get(key) in _TELLING and words[key] not in found for key in keys)


@cache
def _known() -> tuple[Words, Mapping[str, Words]]:
    """The columns' own names, and the words of each language, English first."""
    own = {header_key(column): column for column in COLUMNS}
    languages: dict[str, dict[str, str]] = {}
    with Path(__file__).with_name("headers.csv").open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            words = languages.setdefault(record["language"], {})
            words.update((header_key(header), record["column"]) for header in record["headers"].split(";"))
    return MappingProxyType(own), MappingProxyType(languages)
