"""The candidates of one name as arrays: what is known of them without the report."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
FIT = MappingProxyType({
    "city": frozenset({"city", "neighbourhood", "admin2"}), "admin1": frozenset({"admin1"}),
    "admin2": frozenset({"admin2", "admin1"}), "base": frozenset({"base", "airport"}),
    "airport": frozenset({"airport", "base"}), "mountain": frozenset({"mountain", "mountains"}),
    "mountains": frozenset({"mountain", "mountains"}), "valley": frozenset({"valley", "river", "region"}),
    "gulf": frozenset({"gulf", "sea"}), "coast": frozenset({"coast", "region"}),
})  # fmt: skip
"""Kinds of places that a word of kind may mean, where it is not just that kind."""
LOOSE = frozenset({"skeleton", "suggestion", "near"})
"""Ways for a name to meet an entry that are a guess."""
_AREAS = frozenset({"region", "island", "valley", "desert", "coast", "plain", "mountains"})
_MAX_LOOSE = 3
"""Places of the report's country that are added for the same consonants (project choice)."""
_MEETINGS = frozenset({"name", "alias", "article", "transliteration"})
"""Ways for a name to meet an entry that weigh by themselves."""
_STATE = 1_000_000
"""A country counts as having so many people at least: the smallest are named as often (project choice)."""
_CITY = " City"
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
            block = self._inside(name, country) if country else _block_of(self.candidates(name))
            remember(self._known, key, block)
        return block

    def _inside(self, name: str, country: str) -> Block:
        block = self.of(name)
        known = {candidate.place.id for candidate in block.candidates}
        near = () if block.wins else self.gazetteer.candidates(name, country=country)
        added = [c for c in near if c.place.country == country and c.place.id not in known][:_MAX_LOOSE]
        return _block_of((*block.candidates, *added)) if added else block

    def with_river(self, name: str, block: Block) -> Block:
        """The candidates of a name and the rivers that are called so before the word River."""
        if block.wins or "river" in block.kinds:
            return block
        return self.with_longer(block, [f"{name} River"], kinds=frozenset({"river"}))

    def with_longer(self, block: Block, names: Iterable[str], *, kinds: AbstractSet[str]) -> Block:
        """A block with the places of some kinds that the first known of longer names has."""
        for name in names:
            found = [one for one in self.of(name).candidates if one.place.kind in kinds]
            if found:
                added = [replace(one, wins=False) for one in found]
                return _block_of((*block.candidates, *added))
        return block

    def has_article(self, name: str) -> bool:
        """Whether the article is a part of the name of a place that is not a river: the Gambia, the Bronx."""
        found = self.of(f"The {name}").candidates
        return any(one.matched.lower().startswith("the ") and one.match != "part" for one in found)

    def prepare(self, names: Iterable[str]) -> None:
        """Make the blocks of some names at once, which is faster."""
        new = [name for name in dict.fromkeys(names) if (name, None) not in self._known]
        if self._behind is not None:
            self._behind.prepare(name for name in new if name not in self._own)
            new = [name for name in new if name in self._own]
        if not new:
            return
        for name, block in zip(new, make_blocks([self.candidates(name) for name in new]), strict=True):
            remember(self._known, (name, None), block)

    def of_people(self, name: str) -> Block:
        """The country or division that a people's word is called after, else the first candidate."""
        block = self._peoples.get(name)
        if block is None:
            found = self.of(name)
            first = next((at for at, kind in enumerate(found.kinds) if kind in _LARGE), 0)
            alone = len(found.kinds) < 2
            block = found if alone else _block_of(found.candidates[first : first + 1])
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

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """The candidates of a name, not remembered: those that win, where any does."""
        found = self.gazetteer.candidates(name)[:MAX_CANDIDATES]
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


def _block_of(found: Sequence[Candidate]) -> Block:
    """The block of one name; most names that are only tried have none, and share one block."""
    return make_blocks([found])[0] if found else _no_block()


@cache
def _no_block() -> Block:
    return make_blocks([()])[0]


def make_blocks(found: Sequence[Sequence[Candidate]]) -> list[Block]:
    """The blocks of some names from the candidates of each: a step for all costs hardly more than for one."""
    candidates = [candidate for block in found for candidate in block]
    places = [candidate.place for candidate in candidates]
    kinds = [place.kind for place in places]
    keys = [
        (number_of(place.country), _division(place), _LEVEL.get(kind, 0), _holding(kind))
        for place, kind in zip(places, kinds, strict=True)
    ]
    own, keyed, spans = _own(candidates, found), np.array(keys, dtype=np.int64).reshape(-1, 4), _spans(places)
    blocks = []
    start = 0
    for block in found:
        end = start + len(block)
        part = slice(start, end)
        blocks.append(_block(tuple(block), kinds[part], own[part], keyed[part], spans[part], keys[part]))
        start = end
    return blocks


def _block(  # noqa: PLR0913, PLR0917 - the columns
    candidates: tuple[Candidate, ...],
    kinds: Sequence[str],
    own: NDArray[np.float64],
    keyed: NDArray[np.int64],
    spans: NDArray[np.float64],
    keys: Sequence[tuple[int, ...]],
) -> Block:
    countries = frozenset([candidate.place.country for candidate in candidates])
    pointing = kinds and (kinds[0] == "country" or len(countries) == 1)
    return Block(
        candidates=candidates,
        own=own,
        keys=keyed,
        spans=spans,
        lent=tuple(_lenders(kinds, keys)),
        inexact=all(candidate.match in LOOSE for candidate in candidates),
        nation=candidates[0].place.country if pointing else "",
        countries=countries,
        kinds=tuple(kinds),
        most=max([candidate.place.population for candidate in candidates], default=0),
        wins=any(candidate.wins for candidate in candidates),
    )


def _spans(places: Sequence[Place]) -> NDArray[np.float64]:
    lon = np.radians(np.array([place.lon for place in places]))
    lat = np.radians(np.array([place.lat for place in places]))
    spans = np.empty((len(places), 5))
    np.multiply(np.cos(lat), np.cos(lon), out=spans[:, 0])
    np.multiply(np.cos(lat), np.sin(lon), out=spans[:, 1])
    np.sin(lat, out=spans[:, 2])
    spans[:, 3] = [place.kind not in _UNPOINTED for place in places]
    spans[:, 4] = [_reach(place) for place in places]
    return spans


def _lenders(
    kinds: Sequence[str], keys: Sequence[tuple[int, ...]]
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Rows of countries and divisions, each with the rows of its namesakes inside it."""
    if len(kinds) > 1:
        for row, kind in enumerate(kinds):
            if kind in {"country", "admin1"}:
                column = 0 if kind == "country" else 1
                inside = [at for at, key in enumerate(keys) if key[column] == keys[row][column]]
                if len(inside) > 1:
                    yield row, np.array(inside, dtype=np.int64)


_LEVEL = MappingProxyType({"country": 4, "continent": 5, "admin1": 3, "region": 3, "admin2": 2})
"""How large a division is; what is held must be smaller than what holds it."""


IN_COUNTRY, IN_DIVISION, IN_REACH = 1, 2, 3
"""What a place holds, as in ``Block.holds``."""


@cache
def _holding(kind: str) -> int:
    if kind in {"country", "admin1"}:
        return IN_COUNTRY if kind == "country" else IN_DIVISION
    return IN_REACH if kind in {"admin2", "city"} or kind in _AREAS else 0


def _reach(place: Place) -> float:
    return 60.0 if place.kind in {"admin2", "city"} else place.extent_km or 300.0


@lru_cache(_REMEMBERED)
def number_of(text: str) -> int:
    """The number that stands for a country's code or a division's name, 0 for ""."""
    return crc32(text.encode()) + 1 if text else 0


def _division(place: Place) -> int:
    name = place.admin1 or (place.name if place.kind == "admin1" else "")
    return number_of(f"{place.country}/{name}") if name else 0


def _meeting(candidate: Candidate) -> str:
    """How the name met the entry; a name in other letters counts by whether it is the entry's main one."""
    name, matched, match = candidate.place.name, candidate.matched, candidate.match
    if name.endswith(_CITY) and name.removesuffix(_CITY) == matched:
        return "part"
    if match == "fold" and len(matched) <= _SHORT:
        return "loose"
    if match == "fold":
        return "fold" if matched == name else "fold_alias"
    return match if match in _MEETINGS else "loose"


def _own(candidates: Sequence[Candidate], found: Sequence[Sequence[Candidate]]) -> NDArray[np.float64]:
    """The evidence of ``OWN``, a row a candidate of each of ``found``, which ``candidates`` are."""
    size = len(candidates)
    own = np.zeros((size, len(OWN)))
    places = [candidate.place for candidate in candidates]
    columns = _AT
    rows = range(size)
    own[rows, [columns[_group_of(place.kind)] for place in places]] = 1.0
    own[rows, [columns[_meeting(candidate)] for candidate in candidates]] = 1.0
    features = [dict(place.extra).get("feature", "") if place.extra else "" for place in places]
    cities = [place.kind == "city" for place in places]
    names = [candidate.match == "name" for candidate in candidates]
    own[:, columns["population"]] = [_people(place) for place in places]
    own[:, columns["large"]] = [
        max(0.0, math.log10(place.population + 1) - 5) if city else 0.0
        for place, city in zip(places, cities, strict=True)
    ]
    own[:, columns["many"]] = [math.log(len(block)) for block in found for _ in block]
    own[:, columns["capital"]] = [feature == "PPLC" for feature in features]
    own[:, columns["seat"]] = [feature == "PPLA" for feature in features]
    own[:, columns["seat2"]] = [feature == "PPLA2" for feature in features]
    own[:, columns["no_people"]] = [place.population == 0 for place in places]
    own[:, columns["similarity"]] = [candidate.similarity for candidate in candidates]
    own[:, columns["country_name"]] = own[:, columns["country"]] * names
    alike = [row for block in found for row in _alike(block)]
    own[:, columns["namesake"] : columns["only_kind"] + 1] = np.array(alike).reshape(size, 3)
    return own


def _alike(block: Sequence[Candidate]) -> Iterator[tuple[bool, bool, bool]]:
    """Of each: whether a province, or a district, of the name holds it; whether it is alone of its kind."""
    provinces, districts = (
        {(one.place.country, one.place.admin1) for one in block if one.place.kind == kind}
        for kind in ("admin1", "admin2")
    )
    counts = Counter([one.place.kind for one in block])
    for one in block:
        held = one.place.country, one.place.admin1
        city = one.place.kind == "city"
        yield city and held in provinces, city and held in districts, counts[one.place.kind] == 1


def _people(place: Place) -> float:
    return math.log10(max(place.population, _STATE if place.kind == "country" else 0) + 10)


@cache
def _group_of(kind: str) -> str:
    """The evidence that a kind is counted under."""
    return "wide" if kind in WIDE else "natural" if kind in NATURAL else kind if kind in _AT else "made"
