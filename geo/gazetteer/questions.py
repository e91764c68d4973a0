"""What a report asked of the gazetteer, and whether a person's edit changes any of the answers.

What is understood of a report follows from its text and the answers it got. So when a file of the gazetteer
is saved, a report must be gone through again only if a name it asked for is touched by the rows that changed
and is now answered otherwise: everything else stands, exactly as a run from the start would find it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from rapidfuzz import fuzz, process

from geo.gazetteer.fold import canon, fold, fold_word
from geo.gazetteer.layered import LEAST_LIKE, OpenGazetteer
from geo.gazetteer.parts import parts
from geo.gazetteer.rows import Row
from geo.records import Candidate, Document, NameFacts, Place

_BULK = 1000
"""Beyond so many changed rows nothing is gained by comparing each with the near names of each report."""
_KM_PER_DEGREE = 110.0  # less than any degree of latitude has, so that no neighbour is missed


@dataclass(slots=True)
class Questions:
    """All that a report asked, each once; ``words`` are lists of words, joined by line breaks."""

    facts: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    candidates: set[tuple[str, str | None]] = field(default_factory=set)
    near: set[tuple[str, int]] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    around: set[tuple[float, float, float]] = field(default_factory=set)
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spellings: Sequence[str] = ()
    firsts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def seal(self) -> Questions:
        """The questions with what edits find them by, once all are asked.

        ``names`` are the names asked for by the keys of each and of its parts, ``spellings`` are folded names
        for which near ones were sought, ``firsts`` the lists of words by the first of each.
        """
        asked = {name for name, _ in self.candidates}
        inner = ((part.name, name) for name in sorted(asked) for part in parts(name))
        told = [*((name, name) for name in sorted({*self.facts, *asked})), *inner]
        folded = fold("\n".join([_one_line(key) for key, _ in told]))
        names: dict[str, list[str]] = {}
        for keys in (folded.split("\n"), canon(folded).split("\n")):
            for key, (_, name) in zip(keys, told, strict=bool(told)):
                names.setdefault(key, []).append(name)
        names.pop("", None)
        spellings = [fold(name) for name, _ in sorted(self.near)]
        firsts: dict[str, list[str]] = {}
        for words in sorted(self.words):
            firsts.setdefault(fold_word(words.partition("\n")[0]).partition(" ")[0], []).append(words)
        return replace(self, names=names, spellings=spellings, firsts=firsts)


@dataclass(slots=True, eq=False)
class Noted:
    """A gazetteer that notes what is asked. It is one report's own, so nothing may be kept under it."""

    gazetteer: OpenGazetteer
    questions: Questions = field(default_factory=Questions)

    def turn(self) -> Questions:
        """The questions so far, sealed; those that follow are noted apart."""
        asked, self.questions = self.questions, Questions()
        return asked.seal()

    def facts(self, name: str) -> NameFacts | None:
        """As ``Names.facts``."""
        self.questions.facts.add(name)
        return self.gazetteer.facts(name)

    def longest(self, words: Sequence[str]) -> int:
        """As ``Names.longest``."""
        self.questions.words.add("\n".join(words))
        return self.gazetteer.longest(words)

    def in_rows(self, name: str) -> bool:
        """As ``Names.in_rows``."""
        self.questions.rows.add(name)
        return self.gazetteer.in_rows(name)

    def starts_row(self, text: str) -> bool:
        """As ``Names.starts_row``."""
        self.questions.beginnings.add(text.rstrip())
        return self.gazetteer.starts_row(text)

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        """As ``Gazetteer.candidates``."""
        self.questions.candidates.add((name, country))
        return self.gazetteer.candidates(name, country=country)

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        """As ``Gazetteer.suggest``."""
        self.questions.near.add((name, limit))
        return self.gazetteer.suggest(name, limit=limit)

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """As ``Gazetteer.containing``; no row changes it."""
        return self.gazetteer.containing(lon, lat)

    def shape(self, place_id: str) -> bytes | None:
        """As ``Atlas.shape``."""
        self.questions.shapes.add(place_id)
        return self.gazetteer.shape(place_id)

    def country(self, alpha2: str) -> bytes | None:
        """As ``Atlas.country``; no row changes it."""
        return self.gazetteer.country(alpha2)

    def border(self, alpha2_a: str, alpha2_b: str | None = None) -> bytes | None:
        """As ``Atlas.border``; no row changes it."""
        return self.gazetteer.border(alpha2_a, alpha2_b)

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """As ``Atlas.neighbours``."""
        self.questions.around.add((lon, lat, radius_km))
        return self.gazetteer.neighbours(lon, lat, radius_km)


class Edit:
    """The step from one open gazetteer to the next, over the same world."""

    def __init__(self, old: OpenGazetteer, new: OpenGazetteer) -> None:
        """Find the rows that differ, and every name under which that may show."""
        self._old, self._new = old, new
        changed = tuple(_changed(old.written, new.written))
        self._names = frozenset(name for row in changed for name in (row.name, *row.aliases))
        self.keys = _closure(_keys(self._names), (*old.written, *new.written)) if changed else frozenset()
        self._sorted = sorted(self.keys)
        firsts = (first for key in self.keys for first in _firsts(key))
        self._firsts = frozenset(firsts)
        self._places = [place for row in changed if (place := row.place) is not None]
        self._ids = frozenset(place.id for place in self._places)
        self._shuffled = bool(changed) and not _in_order(old.keys, new.keys)
        self._anew = [dump.about for dump in old.dumps] != [dump.about for dump in new.dumps]
        self._bulk = len(changed) > _BULK
        self._spellings: dict[tuple[OpenGazetteer, OpenGazetteer], dict[str, set[str]]] = {}
        self._answers: dict[tuple[object, ...], bool] = {}

    @property
    def empty(self) -> bool:
        """Whether no row differs."""
        return not self._names

    def rereads(self, document: Document, asked: Questions) -> bool:
        """Whether the names of a report may be read otherwise than before."""
        return self._anew or (
            not self.empty
            and (self._names_differ(document, asked) or self._spellings_differ(document, asked))
        )

    def replaces(self, document: Document, asked: Questions) -> bool:
        """Whether the places of a report, or what is drawn by them, may be others than before."""
        return not self.empty and (
            self._names_differ(document, asked)
            or self._near_differ(document, asked)
            or not self._ids.isdisjoint(asked.shapes)
            or any(self._is_near(spot) for spot in asked.around)
        )

    def _views(self, document: Document) -> tuple[OpenGazetteer, OpenGazetteer]:
        return self._old.within(document), self._new.within(document)

    def _names_differ(self, document: Document, asked: Questions) -> bool:
        touched = {name for key in asked.names.keys() & self.keys for name in asked.names[key]}
        if touched:
            both = self._views(document)
            if any(self._facts_differ(*both, name) for name in touched & asked.facts):
                return True
            if any(self._candidates_differ(*both, *pair) for pair in asked.candidates if pair[0] in touched):
                return True
        begun = [words for first in asked.firsts.keys() & self._firsts for words in asked.firsts[first]]
        if begun:
            old, new = self._views(document)
            lists = (words.split("\n") for words in begun)
            return any(old.longest(words) != new.longest(words) for words in lists)
        return False

    def _facts_differ(self, old: OpenGazetteer, new: OpenGazetteer, name: str) -> bool:
        key = (old, new, name)
        if key not in self._answers:
            self._answers[key] = old.facts(name) != new.facts(name)
        return self._answers[key]

    def _candidates_differ(
        self, old: OpenGazetteer, new: OpenGazetteer, name: str, country: str | None
    ) -> bool:
        key = (old, new, name, country)
        if key not in self._answers:
            self._answers[key] = old.candidates(name, country=country) != new.candidates(
                name, country=country
            )
        return self._answers[key]

    def _spellings_differ(self, document: Document, asked: Questions) -> bool:
        """Whether a name is sought, or no longer sought, as a row writes it."""
        told = self._told(*self._views(document))
        if any(not names.isdisjoint(asked.rows) for names in told.values()):
            return True
        fresh = told.keys() & asked.beginnings
        if not fresh:
            return False
        text = " ".join(document.text.split())
        return any(name in text for beginning in sorted(fresh) for name in told[beginning])

    def _told(self, old: OpenGazetteer, new: OpenGazetteer) -> dict[str, set[str]]:
        """Names that only one of two gazetteers has as rows write them, by their beginnings."""
        found = self._spellings.get((old, new))
        if found is None:
            found = self._spellings[old, new] = {}
            for name in self._names:
                if old.in_rows(name) != new.in_rows(name):
                    found.setdefault(name[:2].rstrip(), set()).add(name)
        return found

    def _near_differ(self, document: Document, asked: Questions) -> bool:
        """Whether another near name would be shown for one that no layer knows."""
        if not asked.near:
            return False
        if not self._bulk and not self._shuffled:
            spellings, keys = asked.spellings, self._sorted
            if not process.cdist(spellings, keys, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE).any():
                return False
        old, new = self._views(document)
        return any(old.suggest(n, limit=k) != new.suggest(n, limit=k) for n, k in asked.near)

    def _is_near(self, spot: tuple[float, float, float]) -> bool:
        lon, lat, radius_km = spot
        return any(
            math.hypot(
                ((place.lon - lon + 180) % 360 - 180) * math.cos(math.radians((place.lat + lat) / 2)),
                place.lat - lat,
            )
            * _KM_PER_DEGREE
            <= radius_km
            for place in self._places
        )


_content = attrgetter(
    "name", "action", "kind", "country", "told", "aliases", "countries", "of", "prefer", "shape", "only"
)


def _changed(old: Sequence[Row], new: Sequence[Row]) -> Iterator[Row]:
    """Rows of each file between the first and the last that differ, of both states."""
    before, after = _by_file(old), _by_file(new)
    for file in sorted({*before, *after}):
        one, other = before.get(file, []), after.get(file, [])
        shorter = min(len(one), len(other))
        start = next((at for at in range(shorter) if _differ(one[at], other[at])), shorter)
        ends = range(1, shorter - start + 1)
        end = next((at - 1 for at in ends if _differ(one[-at], other[-at])), shorter - start)
        yield from one[start : len(one) - end]
        yield from other[start : len(other) - end]


def _differ(one: Row, other: Row) -> bool:
    return one is not other and _content(one) != _content(other)


def _by_file(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.source_file, []).append(row)
    return found


def _keys(names: Iterable[str]) -> frozenset[str]:
    """The keys under which names stand in a layer."""
    folded = fold("\n".join(map(_one_line, names)))
    return frozenset((*folded.split("\n"), *canon(folded).split("\n"))) - {""}


def _one_line(name: str) -> str:
    return name.replace("\n", " ")


def _closure(keys: frozenset[str], rows: Sequence[Row]) -> frozenset[str]:
    """The keys with those of every alias row that leads to one of them, and of rows that rule on them."""
    leading = [
        (_keys((row.name, *row.aliases)), _keys((row.of, *(part.name for part in parts(row.name)))))
        for row in rows
        if row.action != "place"
    ]
    # a row may point to the id of one that has changed, or that one which has changed now replaces
    told = [row for row in rows if row.told is not None]
    folded = fold("\n".join([row.name for row in told])).split("\n")
    ids = {row.ident for row, name in zip(told, folded, strict=bool(told)) if name in keys}
    found = set(keys).union(*(_keys((row.name, *row.aliases)) for row in rows if row.of in ids))
    while True:
        more = {key for own, target in leading if not found.isdisjoint(target) for key in own} - found
        if not more:
            return frozenset(found)
        found |= more


def _firsts(key: str) -> Iterator[str]:
    """First words by which a name of a key may begin in a text: its own, or without or with an article."""
    yield from key.split(" ", 2)[:2]
    yield "al"


def _in_order(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the keys that both have stand in the same order."""
    both = {*old} & {*new}
    return [key for key in old if key in both] == [key for key in new if key in both]
