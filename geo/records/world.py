"""The gazetteer as the rooms see it: places, names and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

KINDS = (
    "country", "admin1", "admin2", "city", "neighbourhood", "continent", "region", "river", "lake", "sea",
    "ocean", "strait", "gulf", "island", "mountains", "mountain", "desert", "valley", "plain", "coast",
    "camp", "base", "airport", "border", "crossing", "dam", "road", "canal", "line", "site", "facility",
)  # fmt: skip
"""Kinds of place, as in ``Place.kind``."""
WITH_ARTICLE = frozenset({"river", "sea", "ocean", "gulf", "strait", "desert", "mountains", "canal"})
"""Kinds whose names English writes with the article (Huddleston and Pullum 2002, chapter 5, 20.3)."""


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry.

    ``kind`` is one of country, admin1, admin2, city, neighbourhood, continent, region, river,
    lake, sea, ocean, strait, gulf, island, mountains, mountain, desert, valley, plain, coast,
    camp, base, airport, border, crossing, dam, road, canal, line, site, facility. ``extent_km`` is
    the radius of a circle that holds the place about its point (None: unknown). ``has_shape``
    says that an Atlas can give a polygon or line for ``id``. ``layer`` is ``user`` for rows of the
    user's CSV files, ``world`` for bundled data. ``source`` and ``licence`` come with the row.
    """

    id: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str = ""
    admin1: str = ""
    population: int = 0
    extent_km: float | None = None
    has_shape: bool = False
    layer: str = "world"
    source: str = ""
    licence: str = ""
    note: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may bear a name.

    ``match`` says how the name met the entry: name, alias, fold (accents, case), article,
    transliteration, skeleton (consonants, inside one country only), demonym (a people's word),
    suggestion (a near name for a person to judge). ``similarity`` is 0 to 1.
    ``wins`` is true for a row of the user's that settles the name.
    """

    place: Place
    matched: str
    match: str
    similarity: float = 1.0
    wins: bool = False


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What the language room may know of a name without seeing a coordinate.

    ``entries`` counts the places that bear it; ``kinds`` are their kinds, most prominent first;
    ``population`` is the largest; ``primary`` says that it is some entry's main name (not just an
    alternate); ``countries`` are alpha-2 codes, most prominent first; ``user`` that a row of the
    user's bears it; ``ignored`` that a row of the user's says it is not a place. ``exact`` says that
    some entry's name is written just so, accents and case included; ``demonym`` is the code of the
    country whose people the word names (Iraqi, Iraqis): with no entries it is not a place's name.
    """

    entries: int
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    population: int
    primary: bool
    user: bool = False
    ignored: bool = False
    exact: bool = True
    demonym: str = ""


class Names(Protocol):
    """The gazetteer as the language room sees it: names and facts, no coordinates."""

    def facts(self, name: str) -> NameFacts | None:
        """Facts of a name as written in text (tolerant of case, accents, articles), or None."""

    def longest(self, words: Sequence[str]) -> int:
        """Number of leading words that make up the longest known name (0: none)."""

    def in_rows(self, name: str) -> bool:
        """Whether a person's row gives a place under this name, written just so."""

    def starts_row(self, text: str) -> bool:
        """Whether some such name begins with the two characters of this text."""


class Gazetteer(Names, Protocol):
    """The gazetteer as the places room sees it."""

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        """Places that may bear the name, most prominent first; skeletons only inside a country."""

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        """Near names for an unresolved one, for a person to choose from; never pinned."""

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """(country alpha-2, first-order division name) at a point, "" where none."""


class Atlas(Protocol):
    """Shapes of places, as WKB bytes, for the geometry room."""

    def shape(self, place_id: str) -> bytes | None:
        """Polygon or line of a place, or None."""

    def country(self, alpha2: str) -> bytes | None:
        """Polygon of a country by ISO 3166-1 alpha-2 code."""

    def border(self, alpha2_a: str, alpha2_b: str | None = None) -> bytes | None:
        """Land border between two countries, or all land borders of one."""

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """Settlements within a radius, nearest first (at most 50)."""
