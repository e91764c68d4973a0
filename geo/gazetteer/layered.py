"""The gazetteer as the other rooms see it: a person's rows over the packaged rows over the world."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from rapidfuzz import fuzz, process

from geo.coordinates import parse_point
from geo.gazetteer.dump import Dump
from geo.gazetteer.fold import fold
from geo.gazetteer.layer import Entry, arrange, build
from geo.gazetteer.likeness import Likeness
from geo.gazetteer.parts import parts, well_known
from geo.gazetteer.rows import Row, Rows
from geo.gazetteer.rulings import read_rulings
from geo.gazetteer.scope import EVERYWHERE
from geo.records import Atlas, Candidate, Document, Gazetteer, NameFacts, Place, Problem

_KM_PER_DEGREE = 111.195  # mean of a degree of a great circle
_SAME_KM = 30.0
"""A world entry of the same name and kind this near to a row is the same place, moved."""
_PROMINENT = frozenset({"country", "admin1", "continent", "ocean", "sea"})
_PROMINENT_POPULATION = 100_000
_SETTLEMENTS = frozenset({"city", "neighbourhood", "camp"})
_MOST_NEIGHBOURS = 50
_PART_LIKE = 0.6
"""Likeness of a name that another name only contains (project choice)."""
_SURE = frozenset({"name", "alias", "fold"})
LEAST_LIKE = 75.0  # of 100; a suggestion under it is no help


class WorldData(Gazetteer, Atlas, Protocol):
    """The bundled world."""

    def place(self, ident: str) -> Place | None:
        """The place with an id."""

    def capital(self, country: str) -> Place | None:
        """Capital of a country by ISO 3166-1 alpha-2 code."""


class OpenGazetteer:
    """Names, Gazetteer and Atlas of ``geo.records`` over three layers.

    ``problems`` are the faults of the files read, ``rulings`` what ``claims.csv`` says of movements; ``rows``
    counts the rows in force. Nothing changes after opening but a memory of rows completed from the world.
    """

    def __init__(
        self,
        world: WorldData,
        *,
        packaged: Rows,
        users: Sequence[Rows],
        rulings: Sequence[Path] = (),
        dumps: Sequence[Dump] = (),
    ) -> None:
        written = [row for file in users for row in file.rows]
        limited = {at for at, row in enumerate(written) if row.only is not EVERYWHERE and row.only}
        rows = arrange(
            packaged.rows,
            [row for at, row in enumerate(written) if at not in limited] if limited else written,
        )
        self._world = world
        self.dumps = tuple(dumps)
        self._packaged, self._users = packaged, written
        self._scoped = [(at, written[at]) for at in sorted(limited)]
        self._views: dict[frozenset[int], OpenGazetteer] = {}
        self._rows = {row.ident: row for row in rows if row.told is not None}
        self._layer = build(rows)
        # names are of one line and without blanks at their ends as they were read
        own = [row for row in rows if _persons(row)]
        self._written = frozenset(
            (*[row.name for row in own], *[name for row in own for name in row.aliases])
        )
        self._beginnings = frozenset([name[:2].rstrip() for name in self._written])
        self._completed: dict[tuple[str, str], tuple[Place, str]] = {}
        faults = dict.fromkeys(problem for file in (packaged, *users) for problem in file.problems)
        ruled = [read_rulings(path, self.seek) for path in rulings]
        self.rulings = tuple(ruling for file in ruled for ruling in file.rows)
        told = (problem for file in ruled for problem in file.problems)
        self.problems: tuple[Problem, ...] = (*faults, *self._loose_aliases(rows), *told)
        self.rows = len(rows)

    @property
    def written(self) -> tuple[Row, ...]:
        """Every row of every file, in order, in force or not."""
        return (*self._packaged.rows, *self._users)

    @property
    def keys(self) -> tuple[str, ...]:
        """Folded names of the rows in force, in the order in which near names are sought among them."""
        return tuple(self._layer.entries)

    # -- Names

    def facts(self, name: str) -> NameFacts | None:
        """Facts of a name as written in text, of all layers, or None where no layer knows it."""
        own, ignores = self._own(name)
        if not own and not ignores:
            return self._world.facts(name)
        if self._ignored(ignores):
            return NameFacts(0, (), (), 0, primary=False, ignored=True)
        found = self.candidates(name)
        if not found:
            return NameFacts(0, (), (), 0, primary=False, ignored=bool(ignores))
        countries = (code for candidate in found for code in _countries(candidate.place))
        base = self._world.facts(name) or NameFacts(0, (), (), 0, primary=False)
        return replace(
            base,
            entries=len(found),
            kinds=tuple(dict.fromkeys(candidate.place.kind for candidate in found)),
            countries=tuple(dict.fromkeys(code for code in countries if code)),
            population=max(candidate.place.population for candidate in found),
            primary=any(not entry.alias for entry in own) or base.primary,
            user=any(candidate.wins for candidate in found),
            ignored=False,
        )

    def longest(self, words: Sequence[str]) -> int:
        """Number of leading words that make up the longest name known to any layer (0: none)."""
        return max(self._world.longest(words), self._layer.longest(words))

    def in_rows(self, name: str) -> bool:
        """Whether a person's row gives a place under this name, written just so."""
        return name in self._written

    def starts_row(self, text: str) -> bool:
        """Whether a name that a person's row gives begins with the two characters of this text."""
        return text.rstrip() in self._beginnings

    def ignored(self, name: str) -> Row | None:
        """The row that says that the name as a whole is no place, or None."""
        return next((entry.row for entry in self._own(name)[1] if not _scoped(entry.row)), None)

    def row(self, ident: str) -> Row | None:
        """The row of the files read that gives a place, or None for one of the world."""
        scoped = (row for _, row in self._scoped if row.told is not None and row.ident == ident)
        return self._rows.get(ident) or next(scoped, None)

    def deciding(self, name: str) -> Row | None:
        """The row of a person's file that settles a name, or None."""
        rows = (entry.row for entry in self._own(name)[0])
        return next((row for row in rows if row.prefer and (row.told is None or _persons(row))), None)

    def within(self, document: Document) -> OpenGazetteer:
        """The gazetteer as it holds for one report: with the rows whose ``only`` speaks of it."""
        active = frozenset(at for at, row in self._scoped if row.only.holds(document))
        if not active:
            return self
        if active not in self._views:
            rows = tuple(
                row._replace(only=EVERYWHERE)
                for at, row in enumerate(self._users)
                if not row.only or at in active
            )
            self._views[active] = OpenGazetteer(
                self._world, packaged=self._packaged, users=[Rows(rows)], dumps=self.dumps
            )
        return self._views[active]

    def seek(self, cell: str) -> tuple[Place, ...]:
        """Places that a cell of a person's table names, with ";" between, or one point in any notation.

        The most prominent of a name is taken. Raises ValueError naming what no layer knows.
        """
        try:
            point = parse_point(cell)
        except ValueError:
            return tuple(self._sought(name.strip()) for name in cell.split(";") if name.strip())
        country, admin1 = self.containing(point.lon, point.lat)
        ident = f"coord:{point.lat:.5f},{point.lon:.5f}"
        return (Place(ident, cell, "site", point.lon, point.lat, country, admin1, layer="user"),)

    def _sought(self, name: str) -> Place:
        found = self._candidates(name, None, frozenset())  # a person means the name as a whole
        if not found:
            near = ", ".join(candidate.matched for candidate in self.suggest(name)) or "none"
            raise ValueError(f"{name!r} is not known; near names: {near}")
        return found[0].place

    # -- Gazetteer

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        """Places that may bear the name: rows that win, then the world's, rows with prefer=no among them.

        A name that no layer knows is taken apart: the place that it is called after, with match "part"
        ("Oaxaca State"), or the one in which it lies, with match "within" ("Colchester General Hospital").
        Before that it is sought in the dumps that a person added, which are asked of nothing else.
        """
        found = self._candidates(name, country, frozenset())
        if found or self.ignored(name):
            return found
        dumped = tuple(one for dump in self.dumps for one in dump.candidates(name))
        return dumped or self._taken_apart(name, country)

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        """Near names of every layer for a person to choose from; never pinned."""
        wanted = fold(name)
        names = self._likeness.near(wanted, LEAST_LIKE)
        near = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE, limit=limit)
        own = [
            Candidate(self._complete(entry.row), entry.written, "near", score / 100)
            for key, score, _ in near
            for entry in self._layer.entries[key]
            if entry.row.told is not None
        ]
        dumped = (one for dump in self.dumps for one in dump.suggest(name, limit=limit, least=LEAST_LIKE))
        found = (*own, *self._world.suggest(name, limit=limit), *dumped)
        both = sorted(found, key=lambda one: -one.similarity)
        return _once(both)[:limit]

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """(country alpha-2, first-order division name) at a point, "" where none."""
        return self._world.containing(lon, lat)

    def place(self, ident: str) -> Place | None:
        """The place with an id."""
        row = self._rows.get(ident)
        if row is not None:
            return self._complete(row)
        dumped = (place for dump in self.dumps if (place := dump.place(ident)) is not None)
        return self._world.place(ident) or next(dumped, None)

    def capital(self, country: str) -> Place | None:
        """Capital of a country by ISO 3166-1 alpha-2 code, as the world has it."""
        return self._world.capital(country)

    # -- Atlas

    def shape(self, place_id: str) -> bytes | None:
        """Polygon or line of a place: the row's own, else that of the world entry it stands for."""
        row = self._rows.get(place_id)
        if row is None:
            return self._world.shape(place_id)
        if row.shape is not None:
            return row.shape
        return self._world.shape(twin) if (twin := self._completely(row)[1]) else None

    def country(self, alpha2: str) -> bytes | None:
        """Polygon of a country by ISO 3166-1 alpha-2 code."""
        return self._world.country(alpha2)

    def border(self, alpha2_a: str, alpha2_b: str | None = None) -> bytes | None:
        """Land border between two countries, or all land borders of one."""
        return self._world.border(alpha2_a, alpha2_b)

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """Settlements within a radius, the user's among them, nearest first (at most 50)."""
        here, reach = (lon, lat), radius_km / _KM_PER_DEGREE
        lats, settlements = self._settlements
        near = settlements[bisect_left(lats, lat - reach) : bisect_right(lats, lat + reach)]
        own = [place for place in near if _distance_km(here, (place.lon, place.lat)) <= radius_km]
        world = self._world.neighbours(lon, lat, radius_km)
        if not own:
            return world
        known = {place.id for place in own}
        both = (*own, *(place for place in world if place.id not in known))
        return tuple(sorted(both, key=lambda place: _distance_km(here, (place.lon, place.lat))))[
            :_MOST_NEIGHBOURS
        ]

    # -- inside

    @cached_property
    def _settlements(self) -> tuple[list[float], list[Place]]:
        """Settlements of the rows from south to north, and their latitudes."""
        places = (row.place for row in self._rows.values() if row.told and row.told[2] in _SETTLEMENTS)
        found = sorted((place for place in places if place), key=lambda place: place.lat)
        return [place.lat for place in found], found

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self.keys)

    def _taken_apart(self, name: str, country: str | None) -> tuple[Candidate, ...]:
        """Candidates of the first shorter name inside a name that gives any of the right kind."""
        for part in parts(name):
            fitting = tuple(
                replace(found, match="part" if part.same else "within", similarity=_PART_LIKE, wins=False)
                for found in self._candidates(part.name, country, frozenset())
                if found.place.kind in part.kinds
                and found.match in _SURE
                and (part.same or well_known(found.place.kind, found.place.population))
            )
            if fitting:
                return fitting
        return ()

    def _own(self, name: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """(entries that give places, ignoring entries that no later entry of the name lifts)."""
        found = self._layer.find(name)
        if not found:
            return (), ()
        places = tuple(entry for entry in found if entry.row.action != "ignore")
        newest = max((entry.rank for entry in places), default=-1)
        ignores = tuple(
            entry
            for entry in found
            if entry.row.action == "ignore" and (entry.rank > newest or _scoped(entry.row))
        )
        hidden = tuple(entry for entry in places if not any(_drops(ignore, entry) for ignore in ignores))
        return hidden, ignores

    @staticmethod
    def _ignored(ignores: Sequence[Entry]) -> bool:
        """Whether the name as a whole is no place."""
        return any(not _scoped(entry.row) for entry in ignores)

    def _candidates(self, name: str, country: str | None, seen: frozenset[str]) -> tuple[Candidate, ...]:
        """``seen`` are the names whose aliases led here, against aliases that go in a circle."""
        own, ignores = self._own(name)
        if self._ignored(ignores):
            return ()
        world = self._world.candidates(name, country=country)
        if not own and not ignores:
            return world
        mine = [found for entry in own for found in self._of_entry(entry, name, country, seen | {fold(name)})]
        if any(found.wins and found.place.layer == "user" for found in mine):
            mine = [replace(found, wins=found.wins and found.place.layer == "user") for found in mine]
        strong = [found for found in mine if found.wins]
        if country:
            strong.sort(key=lambda found: country not in _countries(found.place))
        weak = [found for found in mine if not found.wins]
        rest = [found for found in world if not _hidden(found.place, mine, ignores)]
        ahead = [found for found in rest if _prominent(found.place)]
        behind = [found for found in rest if not _prominent(found.place)]
        ordered = (*strong, *ahead, *weak, *behind)
        return _once(ordered)

    def _of_entry(
        self, entry: Entry, name: str, country: str | None, seen: frozenset[str]
    ) -> Iterator[Candidate]:
        row = entry.row
        if row.action == "prefer":
            for number, found in enumerate(self._preferred(row, country)):
                match = _match(name, entry)
                yield replace(found, matched=entry.written, match=match, wins=row.prefer and number == 0)
        elif row.action == "alias":
            for number, found in enumerate(self._aliased(row, country, seen)):
                yield replace(found, matched=row.name, match="alias", wins=row.prefer and number == 0)
        else:
            match = _match(name, entry)
            yield Candidate(self._complete(row), entry.written, match, wins=row.prefer)

    def _preferred(self, row: Row, country: str | None) -> tuple[Candidate, ...]:
        """The known places that a row without coordinates means."""
        if ":" in row.of:
            target = self.place(row.of)
            return (Candidate(target, target.name, "name"),) if target is not None else ()
        rows = (entry.row for entry in self._own(row.of)[0])
        own = [Candidate(self._complete(one), one.name, "name") for one in rows if one.told is not None]
        among = row.countries[0] if row.countries else country
        known = (*own, *self._world.candidates(row.of, country=among))
        return tuple(found for found in known if _fits(row, found.place))

    def _aliased(self, row: Row, country: str | None, seen: frozenset[str]) -> tuple[Candidate, ...]:
        """Candidates of the name or id that an alias row points to."""
        target = self.place(row.of) if ":" in row.of else None
        if target is not None:
            return (Candidate(target, target.name, "alias"),)
        if fold(row.of) in seen:
            return ()
        found = self._candidates(row.of, country or row.country or None, seen)
        if not row.country and not row.kind:
            return found
        return tuple(sorted(found, key=lambda candidate: not _fits(row, candidate.place)))

    def _complete(self, row: Row) -> Place:
        """A row's place with what the row leaves out taken from the world's entry of the same place."""
        return self._completely(row)[0]

    def _completely(self, row: Row) -> tuple[Place, str]:
        """The place completed, and the id of the entry whose shape it has where the row gives none."""
        key = row.ident, row.layer
        if key not in self._completed:
            if (place := row.place) is None:
                raise AssertionError(row)
            shipped = place.layer != "user"  # such rows are taken as they stand
            self._completed[key] = (place, "") if shipped else self._completion(row, place)
        return self._completed[key]

    def _completion(self, row: Row, place: Place) -> tuple[Place, str]:
        known = self._world.candidates(row.name)
        twin = next((found.place for found in known if _twin(row, place, found)), None)
        if twin is not None:
            place = replace(
                place,
                kind=row.kind or (place.kind if row.shape else twin.kind),
                country=place.country or ("" if row.countries else twin.country),
                admin1=place.admin1 or twin.admin1,
                population=place.population or twin.population,
                extent_km=place.extent_km if place.extent_km is not None else twin.extent_km,
                has_shape=place.has_shape or twin.has_shape,
            )
            return place, twin.id
        if row.shape is None and len(row.countries) < 2 and not (place.country and place.admin1):
            country, admin1 = self._world.containing(place.lon, place.lat)
            if country == (place.country or country) and place.kind not in {"country", "admin1"}:
                place = replace(place, country=country, admin1=place.admin1 or admin1)
        return place, place.id

    def _loose_aliases(self, rows: Sequence[Row]) -> Iterator[Problem]:
        for row in rows:
            if row.action == "alias" and not self._aliased(row, None, frozenset({fold(row.name)})):
                yield self._loose(row, "of", "expected the name or id of a place in the gazetteer")
            elif row.action == "prefer" and not self._preferred(row, None):
                expected = "expected coordinates, or a known place of that name, kind and country"
                yield self._loose(row, "latitude", expected)

    def _loose(self, row: Row, column: str, expected: str) -> Problem:
        near = ", ".join(found.matched for found in self.suggest(row.of)) or "none"
        told = f"got {row.of!r}; {expected} (near names: {near}). The row has no effect."
        return Problem("alias-of", told, "error", row.source_file, row.line, column)


def _once(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each place once, where it comes first."""
    kept: dict[str, Candidate] = {}
    for candidate in found:
        kept.setdefault(candidate.place.id, candidate)
    return tuple(kept.values())


def _persons(row: Row) -> bool:
    """Whether a row that gives a place is the person's own, not shipped."""
    return row.layer == "user"


def _scoped(row: Row) -> bool:
    """Whether an ignoring row speaks of one kind or country only."""
    return bool(row.kind or row.countries)


def _fits(row: Row, place: Place) -> bool:
    """Whether a place is of the kind and country that a row names."""
    kind = not row.kind or row.kind == place.kind
    return kind and (not row.countries or bool(set(row.countries) & set(_countries(place))))


def _drops(ignore: Entry, entry: Entry) -> bool:
    """Whether a scoped ignoring row takes away an earlier row."""
    place = entry.row.place
    return place is not None and ignore.rank > entry.rank and _fits(ignore.row, place)


def _countries(place: Place) -> tuple[str, ...]:
    listed = dict(place.extra).get("countries", "")
    return tuple(listed.split(";")) if listed else (place.country,)


def _hidden(place: Place, mine: Sequence[Candidate], ignores: Sequence[Entry]) -> bool:
    """Whether an entry of the world is ignored, or is the place that a row moves."""
    if any(_fits(entry.row, place) for entry in ignores):
        return True
    return any(found.place.layer == "user" and _same(found.place, place) for found in mine)


def _same(mine: Place, other: Place) -> bool:
    if mine.id == other.id:
        return True
    near = _distance_km((mine.lon, mine.lat), (other.lon, other.lat)) <= max(_SAME_KM, other.extent_km or 0.0)
    return near and mine.kind == other.kind


def _twin(row: Row, place: Place, found: Candidate) -> bool:
    """Whether a world candidate is the place that a row describes."""
    other = found.place
    if other.id == place.id:
        return True
    if row.countries and other.country and other.country not in row.countries:
        return False
    if found.match not in {"name", "alias", "fold"} or (row.kind and row.kind != other.kind):
        return False
    near = _distance_km((place.lon, place.lat), (other.lon, other.lat))
    return near <= max(_SAME_KM, other.extent_km or 0.0)


def _match(name: str, entry: Entry) -> str:
    if name.casefold() == entry.written.casefold():
        return "alias" if entry.alias else "name"
    return "fold" if fold(name) == fold(entry.written) else "article"


def _prominent(place: Place) -> bool:
    return place.kind in _PROMINENT or place.population >= _PROMINENT_POPULATION


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two (lon, lat), in the plane of their middle latitude; good enough to compare."""
    across = (a[0] - b[0] + 180) % 360 - 180
    middle = math.radians((a[1] + b[1]) / 2)
    return _KM_PER_DEGREE * math.hypot(across * math.cos(middle), a[1] - b[1])
