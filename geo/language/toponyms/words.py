"""The word lists of the name recogniser, read once from ``lexicon/*.csv``."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDER = Path(__file__).parent.parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Words:
    """What single words may mean to the recogniser; keys are lower case.

    ``common`` and ``persons`` give a band (1: commonest). ``kinds_before`` are kind words that stand
    before a name ("city of"), ``kinds_after`` those after it ("province"). ``demonyms`` map people's
    words to the place they come from, "" for peoples without one state.
    """

    common: Mapping[str, int]
    first_names: Mapping[str, int]
    last_names: Mapping[str, int]
    titles: Mapping[str, str]
    kinds_before: Mapping[str, str]
    kinds_after: Mapping[str, str]
    organisations: Mapping[str, str]
    demonyms: Mapping[str, str]
    people: frozenset[str]
    cues: Mapping[str, frozenset[str]]


@cache
def words() -> Words:
    """All lists; about 30 ms the first time, shared afterwards."""
    first, last = _persons()
    cues: dict[str, set[str]] = defaultdict(set)
    for word, cue in _rows("name_cues.csv"):
        cues[cue].add(word)
    demonyms = list(_rows("demonyms.csv"))
    return Words(
        common={word: int(band) for word, band in _rows("common_words.csv")},
        first_names=first,
        last_names=last,
        titles=dict(_pairs("titles.csv")),
        kinds_before=_kinds("before"),
        kinds_after=_kinds("after"),
        organisations=dict(_pairs("organisation_words.csv")),
        demonyms={word.lower(): place for word, place, _ in demonyms},
        people=frozenset(word.lower() for word, _, kind in demonyms if kind == "people"),
        cues={cue: frozenset(found) for cue, found in cues.items()},
    )


def _rows(name: str) -> Iterator[list[str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from reader


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    return ((row[0], row[1]) for row in reversed(list(_rows(name))))


def _kinds(position: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for word, kind, where in _rows("kind_words.csv"):
        if where in {position, "both"}:
            found.setdefault(word.removesuffix(" of"), kind)
    return found


def _persons() -> tuple[dict[str, int], dict[str, int]]:
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for name, role, band in _rows("person_names.csv"):
        if role != "last":
            first[name] = int(band)
        if role != "first":
            last[name] = int(band)
    return first, last
