"""The candidates of one name as arrays: what is known of them without the report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from geo.places.home import Home
    from geo.records import Candidate, Gazetteer, Place

Key = TypeVar("Key")
Value = TypeVar("Value")

OWN = (
    "population", "large", "many",
    "country", "admin1", "admin2", "city", "wide", "natural", "made", "neighbourhood",
    "capital", "seat", "seat2", "no_people",
    "name", "part", "alias", "fold", "fold_alias", "article",
    "transliteration", "loose", "similarity",
    "country_name", "namesake", "namesake2", "only_kind",
)  # fmt: skip
"""Evidence for a candidate that its name and gazetteer rows give, in the order of the columns."""
_AT = MappingProxyType({name: index for index, name in enumerate(OWN)})
MAX_CANDIDATES = 60
"""Places compared for one name; the least prominent beyond are left out."""
WIDE = frozenset({"continent", "region", "ocean", "sea", "desert"})
"""Kinds so large that a distance from their point says little."""
NATURAL = frozenset({
    "river", "lake", "strait", "gulf", "island", "mountains", "mountain", "valley", "plain", "coast", "canal",
})  # fmt: skip
TOWNS = frozenset({"city", "neighbourhood", "admin2"})
_UNPOINTED = WIDE | {"country"}
LOOSE = frozenset({"skeleton", "suggestion", "near"})
"""Ways for a name to meet an entry that are a guess."""
_AREAS = frozenset({"region", "island", "valley", "desert", "coast", "plain", "mountains"})
_MAX_LOOSE = 3
"""Places of the report's country that are added for the same consonants (project choice)."""
_MEETINGS = frozenset({"name", "alias", "article", "transliteration"})
"""Ways for a name to meet an entry that weigh by themselves."""
_STATE = 1_000_000
"""A country counts as having so many people at least: the smallest are named as often (project choice)."""
_SHORT = 3
"""Letters of names that mean something else when written otherwise: US is not Us."""
_LARGE = frozenset({"country", "admin1", "continent", "region"})
"""Kinds of what a people is called after."""
_REMEMBERED = 8_192
"""Names kept, at most; some 2 kB each."""


@dataclass(frozen=True, slots=True)
class Block:
    """Candidates of a name with their columns, row by row.

    ``own`` is the evidence of ``OWN``. ``keys`` are four numbers each: country and division, which two
    places share when they lie in the same one (0 for none), the level of the place and what it holds (1
    all of its country, 2 all of its division, 3 what lies within its reach, 0 nothing). ``spans`` are
    the unit vector of its point, whether a distance from that says something, and its reach in km.
    ``lent`` are rows of countries and divisions with the rows inside them. ``inexact`` says that
    none of them is written so. ``nation`` is the country that the name points to by itself: its own when it
    is a country's first of all, that of all its places, else "". ``countries`` and ``kinds`` are those of
    the candidates, ``most`` the most people that any has; ``wins`` says that a row settles the name.
    """

    candidates: tuple[Candidate, ...]
    own: NDArray[np.float64]
    keys: NDArray[np.int64]
    spans: NDArray[np.float64]
    lent: tuple[tuple[int, NDArray[np.int64]], ...]
    inexact: bool
    nation: str
    countries: frozenset[str]
    kinds: tuple[str, ...]
    most: int
    wins: bool

    @property
    def xyz(self) -> NDArray[np.float64]:
        """Unit vectors of the points."""
        return self.spans[:, :3]


class Blocks:
    """The blocks of an open gazetteer, remembered: reports repeat the same names.

    ``homes`` is what ``home_of`` remembers of publishers by host and name.
    """

    def __init__(
        self, gazetteer: Gazetteer, *, own: AbstractSet[str] = frozenset(), behind: Blocks | None = None
    ) -> None:
        """Wrap a gazetteer, which must not change; ``behind`` knows all names but its ``own``."""
        self.gazetteer = gazetteer
        self.homes: dict[tuple[str, str], Home] = {}
        self._own, self._behind = own, behind
        self._known: dict[tuple[str, str | None], Block] = {}
        self._peoples: dict[str, Block] = {}
        self._near: dict[str, tuple[Candidate, ...]] = {}

    def of(self, name: str, country: str | None = None) -> Block:
        """The candidates of a name; with a country also spellings of the same consonants in it."""
        key = name, country
        block = self._known.get(key)
        if block is None:
            if self._behind is not None and name not in self._own:
                return self._behind.of(name, country)
            block = make_block(self._candidates(name, country))
            remember(self._known, key, block)
        return block

    def of_people(self, name: str) -> Block:
        """The country or division that a people's word is called after, else the first candidate."""
        block = self._peoples.get(name)
        if block is None:
            found = self.of(name)
            first = next((at for at, kind in enumerate(found.kinds) if kind in _LARGE), 0)
            block = make_block(found.candidates[first : first + 1])
            remember(self._peoples, name, block)
        return block

    def suggest(self, name: str) -> tuple[Candidate, ...]:
        """Near names for one that the gazetteer does not know."""
        if self._behind is not None:
            return self._behind.suggest(name)
        near = self._near.get(name)
        if near is None:
            near = self.gazetteer.suggest(name)
            remember(self._near, name, near)
        return near

    def _candidates(self, name: str, country: str | None) -> tuple[Candidate, ...]:
        found = self.gazetteer.candidates(name)[:MAX_CANDIDATES]
        if country is not None:
            known = {candidate.place.id for candidate in found}
            near = self.gazetteer.candidates(name, country=country)
            found += tuple(c for c in near if c.place.country == country and c.place.id not in known)[
                :_MAX_LOOSE
            ]
        return tuple([candidate for candidate in found if candidate.wins]) or found


def remember(known: dict[Key, Value], key: Key, value: Value) -> None:
    """Keep a value, after all others are forgotten where they are too many."""
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = value


def blocks_of(gazetteer: Gazetteer) -> Blocks:
    """The blocks of a gazetteer, shared by all reports read with it."""
    return _shared(gazetteer)  # type: ignore[arg-type]


@lru_cache(maxsize=2)
def _shared(gazetteer: Gazetteer) -> Blocks:
    return Blocks(gazetteer)


def make_block(candidates: tuple[Candidate, ...]) -> Block:
    """Columns of some candidates."""
    places = [candidate.place for candidate in candidates]
    own = _own(candidates)
    keys = np.array(
        [
            (number_of(place.country), _division(place), _LEVEL.get(place.kind, 0), _holding(place.kind))
            for place in places
        ],
        dtype=np.int64,
    ).reshape(-1, 4)
    lon = np.radians(np.array([place.lon for place in places]))
    lat = np.radians(np.array([place.lat for place in places]))
    spans = np.stack(
        [
            np.cos(lat) * np.cos(lon),
            np.cos(lat) * np.sin(lon),
            np.sin(lat),
            np.array([float(place.kind not in _UNPOINTED) for place in places]),
            np.array([_reach(place) for place in places]),
        ],
        axis=1,
    )
    inexact = all(candidate.match in LOOSE for candidate in candidates)
    nations = {place.country for place in places}
    nation = places[0].country if places and (places[0].kind == "country" or len(nations) == 1) else ""
    return Block(
        candidates=candidates,
        own=own,
        keys=keys,
        spans=spans,
        lent=tuple(_lenders(places, keys)),
        inexact=inexact,
        nation=nation,
        countries=frozenset(nations),
        kinds=tuple([place.kind for place in places]),
        most=max([place.population for place in places], default=0),
        wins=any(candidate.wins for candidate in candidates),
    )


def _lenders(places: Sequence[Place], keys: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Rows of countries and divisions, each with the rows of its namesakes inside it."""
    for row, place in enumerate(places):
        column = {"country": 0, "admin1": 1}.get(place.kind)
        if column is not None:
            inside = np.flatnonzero(keys[:, column] == keys[row, column])
            if len(inside) > 1:
                yield row, inside


_LEVEL = MappingProxyType({"country": 4, "continent": 5, "admin1": 3, "region": 3, "admin2": 2})
"""How large a division is; what is held must be smaller than what holds it."""


IN_COUNTRY, IN_DIVISION, IN_REACH = 1, 2, 3
"""What a place holds, as in ``Block.holds``."""


def _holding(kind: str) -> int:
    if kind in {"country", "admin1"}:
        return IN_COUNTRY if kind == "country" else IN_DIVISION
    return IN_REACH if kind in {"admin2", "city"} or kind in _AREAS else 0


def _reach(place: Place) -> float:
    return 60.0 if place.kind in {"admin2", "city"} else place.extent_km or 300.0


def number_of(text: str) -> int:
    """The number that stands for a country's code or a division's name, 0 for ""."""
    return crc32(text.encode()) + 1 if text else 0


def _division(place: Place) -> int:
    name = place.admin1 or (place.name if place.kind == "admin1" else "")
    return number_of(f"{place.country}/{name}") if name else 0


def _meeting(candidate: Candidate) -> str:
    """How the name met the entry; a name in other letters counts by whether it is the entry's main one."""
    if candidate.place.name == f"{candidate.matched} City":
        return "part"
    if candidate.match == "fold" and len(candidate.matched) <= _SHORT:
        return "loose"
    if candidate.match == "fold":
        return "fold" if candidate.matched == candidate.place.name else "fold_alias"
    return candidate.match if candidate.match in _MEETINGS else "loose"


def _own(candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    rows = np.zeros((len(candidates), len(OWN)))
    if not candidates:
        return rows
    provinces, districts = (
        {(c.place.country, c.place.admin1) for c in candidates if c.place.kind == kind}
        for kind in ("admin1", "admin2")
    )
    kinds = [candidate.place.kind for candidate in candidates]
    for at, candidate in enumerate(candidates):
        place, row = candidate.place, rows[at]
        kind = place.kind
        feature = next((value for key, value in place.extra if key == "feature"), "")
        group = "wide" if kind in WIDE else "natural" if kind in NATURAL else kind if kind in _AT else "made"
        people = max(place.population, _STATE) if kind == "country" else place.population
        row[_AT["population"]] = math.log10(people + 10)
        row[_AT["large"]] = max(0.0, math.log10(place.population + 1) - 5) if kind == "city" else 0.0
        row[_AT["many"]] = math.log(len(candidates))
        row[_AT[group]] = 1.0
        row[_AT["capital"]] = float(feature == "PPLC")
        row[_AT["seat"]] = float(feature == "PPLA")
        row[_AT["seat2"]] = float(feature == "PPLA2")
        row[_AT["no_people"]] = float(place.population == 0)
        row[_AT[_meeting(candidate)]] = 1.0
        row[_AT["similarity"]] = candidate.similarity
        row[_AT["country_name"]] = float(kind == "country" and candidate.match == "name")
        row[_AT["namesake"]] = float(kind == "city" and (place.country, place.admin1) in provinces)
        row[_AT["namesake2"]] = float(kind == "city" and (place.country, place.admin1) in districts)
        row[_AT["only_kind"]] = float(kinds.count(kind) == 1)
    return rows
