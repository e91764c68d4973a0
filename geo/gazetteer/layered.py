"""The gazetteer in layers: a person's rows over the rows shipped with geo over the bundled world.

Rows are taken in order; a later row of the same name and kind takes the place of an earlier one. A
row settles its name (``Candidate.wins``) unless it says ``prefer=no``, which makes it one candidate
among others. What a person's row leaves open (kind, country, population) is taken from the world's
most prominent entry of that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from rapidfuzz import fuzz, process

from geo.gazetteer.fold import canon, fold
from geo.gazetteer.rows import Row, Rows, read_rows
from geo.records import Atlas, Candidate, Gazetteer, NameFacts, Place, Problem

_LONGEST_WORDS = 10
_JOINERS = frozenset("-\u2010\u2011\u2013'\u2019")
_SUGGEST_FROM = 75.0  # rapidfuzz ratio: one letter in four may differ


class World(Gazetteer, Atlas, Protocol):
    """What lies beneath: the bundled world."""


@dataclass(frozen=True, slots=True)
class _Bearer:
    """A row that bears a name, and whether the name is its alias."""

    row: Row
    written: str
    alias: bool


def read_layers(paths: Sequence[Path], packaged: Path) -> Rows:
    """Rows of the shipped file, then of the person's files in order; folders give their ``*.csv``.

    Shipped rows belong to the world; a person's row that says the same as a shipped one is skipped, so
    that a copy of the shipped file changes nothing.
    """
    shipped = tuple(_shipped(row) for row in read_rows(packaged).rows) if packaged.is_file() else ()
    same = {_content(row) for row in shipped}
    rows: list[Row] = list(shipped)
    problems: list[Problem] = []
    for path in files_of(paths):
        read = read_rows(path)
        rows += [row for row in read.rows if _content(row) not in same]
        problems += read.problems
    return Rows(tuple(rows), tuple(problems))


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """CSV files of the paths, in order; a folder's by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.glob("*.csv") if not file.name.startswith((".", "~")))
        else:
            yield path


def _shipped(row: Row) -> Row:
    place = replace(row.place, layer="world") if row.place else None
    return replace(row, place=place)


def _content(row: Row) -> tuple[object, ...]:
    place = replace(row.place, layer="") if row.place else None
    return row.name, row.action, row.aliases, row.of, row.prefer, row.countries, place, row.shape


class OpenGazetteer:
    """Names, candidates and shapes of all layers; the Protocols of ``geo.records``."""

    def __init__(self, world: World, rows: Rows) -> None:
        self._world = world
        self.problems = rows.problems
        self._rows = _latest(rows.rows)
        self.rows = sum(row.place is not None and row.place.layer == "user" for row in self._rows)
        self._ignored = _ignored(rows.rows)
        self._named: dict[str, list[_Bearer]] = {}
        self._loose: dict[str, list[_Bearer]] = {}
        self._starts: set[str] = set()
        for row in self._rows:
            self._enter(row)
        self._shapes = {row.place.id: row.shape for row in self._rows if row.place and row.shape}
        self._ids = {row.place.id for row in self._rows if row.place}

    def _enter(self, row: Row) -> None:
        for position, name in enumerate((row.name, *row.aliases)):
            key = fold(name)
            bearer = _Bearer(row, name, position > 0)
            self._named.setdefault(key, []).insert(0, bearer)
            self._loose.setdefault(canon(key), []).insert(0, bearer)
            words = key.split()
            self._starts.update(" ".join(words[:count]) for count in range(1, len(words) + 1))

    # -- names ---------------------------------------------------------------------------------

    def facts(self, name: str) -> NameFacts | None:
        """Facts of a name as written in text, over all layers."""
        key = fold(name)
        if self._is_ignored(key):
            return NameFacts(0, (), (), 0, primary=False, ignored=True)
        below = self._world.facts(name)
        bearers = self._bearers(key)
        if not bearers:
            return below
        places = [self._completed(bearer.row) for bearer in bearers]
        winning = any(bearer.row.prefer for bearer in bearers)
        lower = below or NameFacts(0, (), (), 0, primary=False)
        mine = (tuple(p.kind for p in places if p), tuple(p.country for p in places if p and p.country))
        kinds, countries = (
            (*a, *b) if winning else (*b, *a)
            for a, b in zip(mine, (lower.kinds, lower.countries), strict=True)
        )
        return replace(
            lower,
            entries=lower.entries + len(bearers),
            kinds=tuple(dict.fromkeys(kinds)),
            countries=tuple(dict.fromkeys(countries)),
            population=max([lower.population, *(p.population for p in places if p)]),
            primary=lower.primary or any(not bearer.alias for bearer in bearers),
            user=winning,
        )

    def longest(self, words: Sequence[str]) -> int:
        """Number of leading words that make up the longest name known to any layer."""
        best = self._world.longest(words)
        key = ""
        for count, word in enumerate(words[:_LONGEST_WORDS], 1):
            part = fold(word)
            if not part and not (key and set(word) <= _JOINERS):
                break
            key = f"{key} {part}".strip()
            if key not in self._starts:
                break
            if part and count > best and key in self._named:
                best = count
        return best

    # -- candidates ----------------------------------------------------------------------------

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        """Places that may bear the name: rows that settle it, then all others by prominence."""
        key = fold(name)
        if self._is_ignored(key):
            return ()
        bearers = self._bearers(key)
        first = [c for b in bearers if b.row.prefer for c in self._of(b, name, country)]
        last = [c for b in bearers if not b.row.prefer for c in self._of(b, name, country)]
        below = [c for c in self._world.candidates(name, country=country) if c.place.id not in self._ids]
        return _distinct([*first, *_merged(below, last)])

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        """Near names of all layers for a person to choose from; never pinned."""
        mine: list[Candidate] = []
        for key, ratio, _ in process.extract(
            fold(name), self._named.keys(), scorer=fuzz.ratio, score_cutoff=_SUGGEST_FROM, limit=limit
        ):
            bearer = self._named[key][0]
            place = self._completed(bearer.row)
            if place is not None:
                mine.append(Candidate(place, bearer.written, "fuzzy", ratio / 100))
        found = sorted([*mine, *self._world.suggest(name, limit=limit)], key=lambda c: -c.similarity)
        return _distinct(found)[:limit]

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """(country alpha-2, first-order division) at a point."""
        return self._world.containing(lon, lat)

    # -- shapes --------------------------------------------------------------------------------

    def shape(self, place_id: str) -> bytes | None:
        """Polygon or line of a place as WKB."""
        return self._shapes.get(place_id) or self._world.shape(place_id)

    def country(self, alpha2: str) -> bytes | None:
        """Polygon of a country as WKB."""
        return self._world.country(alpha2)

    def border(self, alpha2_a: str, alpha2_b: str | None = None) -> bytes | None:
        """Land border between two countries, or all of one, as WKB."""
        return self._world.border(alpha2_a, alpha2_b)

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """Settlements within a radius, nearest first."""
        return self._world.neighbours(lon, lat, radius_km)

    # -- within --------------------------------------------------------------------------------

    def _is_ignored(self, key: str) -> bool:
        return key in self._ignored

    def _bearers(self, key: str) -> list[_Bearer]:
        return self._named.get(key) or self._loose.get(canon(key)) or []

    def _of(self, bearer: _Bearer, name: str, country: str | None) -> Iterator[Candidate]:
        row = bearer.row
        if row.action == "alias":
            yield from self._aliased(row, name, country)
            return
        place = self._completed(row)
        if place is not None:
            match = "alias" if bearer.alias else "name"
            yield Candidate(place, bearer.written, match, 1.0, wins=row.prefer)

    def _aliased(self, row: Row, name: str, country: str | None) -> Iterator[Candidate]:
        """Candidates of the place that an alias row names, by its id or its name."""
        own = next((r for r in self._rows if r.place and row.of in {r.place.id, r.name}), None)
        if own is not None:
            place = self._completed(own)
            if place is not None:
                yield Candidate(place, name, "alias", 1.0, wins=row.prefer)
            return
        wanted = row.country or country
        found = [
            c
            for c in self._world.candidates(row.of, country=wanted)
            if not wanted or c.place.country == wanted
        ]
        for candidate in found[:1]:
            yield replace(candidate, matched=name, match="alias", wins=row.prefer)

    def _completed(self, row: Row) -> Place | None:
        """A row's place; a person's row is completed from the world where it is silent."""
        place = row.place
        if place is None or place.layer != "user" or (row.kind and place.country and place.population):
            return place
        known = [c.place for c in self._world.candidates(row.name)]
        like = next((p for p in known if row.kind in {"", p.kind}), None)
        if like is None:
            return place
        return replace(
            place,
            kind=place.kind if row.kind or row.shape else like.kind,
            country=place.country or self.containing(place.lon, place.lat)[0],
            population=place.population or like.population,
        )

    @cached_property
    def countries_known(self) -> frozenset[str]:
        """Codes of the countries that rows of all layers name (for checks)."""
        return frozenset(row.country for row in self._rows if row.country)


def _latest(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows less those that a later row of the same name and kind replaces.

    A person's row without a kind replaces every shipped row of its name.
    """
    kept: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        name = canon(fold(row.name))
        if row.action == "ignore":
            for key in [key for key in kept if key[0] == name]:
                del kept[key]
            continue
        if not row.kind and row.place is not None and row.place.layer == "user":
            shipped = [k for k, r in kept.items() if k[0] == name and r.place and r.place.layer == "world"]
            for key in shipped:
                del kept[key]
        key = (name, row.kind, row.country if _many_countries(row, kept, name) else "")
        kept.pop(key, None)
        kept[key] = row
    return tuple(kept.values())


def _many_countries(row: Row, kept: dict[tuple[str, str, str], Row], name: str) -> bool:
    """Whether rows of this name and kind lie in different countries, so that both stand."""
    same = [r for key, r in kept.items() if key[:2] == (name, row.kind)]
    return any(r.country and row.country and r.country != row.country for r in same)


def _ignored(rows: Sequence[Row]) -> frozenset[str]:
    """Names that the last row about them says are not places."""
    ignored: set[str] = set()
    for row in rows:
        if row.action == "ignore":
            ignored.update(fold(name) for name in (row.name, *row.aliases))
        else:
            ignored.difference_update(fold(name) for name in (row.name, *row.aliases))
    return frozenset(ignored)


def _merged(below: Sequence[Candidate], rows: Sequence[Candidate]) -> list[Candidate]:
    """The world's candidates with rows that do not settle the name after the first of them."""
    return [*below[:1], *rows, *below[1:]]


def _distinct(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.place.id, candidate)
    return tuple(first.values())
