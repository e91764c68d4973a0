"""Names made from the name of another place: with a word for its kind, or of something that lies in it.

``Oaxaca State`` is Oaxaca, ``Co Mayo`` is County Mayo; ``Colchester General Hospital`` and ``University of
Ghent`` lie in the places they are called after. Such names are too many for any gazetteer. They are taken
apart only when the whole name is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.gazetteer.fold import fold_word

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_WORDS = 7
"""Words of a name that may be taken apart; longer ones are titles and sentences."""
_DIVISIONS = frozenset({"country", "admin1", "admin2", "city", "region", "island", "neighbourhood"})
_LEAST_POPULATION = 20_000
"""Inhabitants from which a town is known well enough that things elsewhere are not called the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """A shorter name inside a name; the place must be of one of the kinds.

    ``same`` tells that it is the place itself, else the name is of something in it.
    """

    name: str
    kinds: frozenset[str]
    same: bool


def _table(text: str) -> Mapping[str, frozenset[str]]:
    """``words, comma separated: kinds`` on each line."""
    rows = (line.split(":") for line in text.strip().splitlines())
    return MappingProxyType({word.strip(): frozenset(k.split()) for w, k in rows for word in w.split(",")})


_AFTER = _table("""
    state: admin1 region
    province, governorate, oblast, prefecture, department, krai, emirate, voivodeship: admin1 admin2 region
    region: admin1 admin2 region
    county, co, shire, parish, raion, upazila, tehsil: admin2 admin1 region
    district, subdistrict: admin2 admin1 neighbourhood
    municipality, municipal district, local government area, lga, borough, canton, commune: admin2 city admin1
    township, twp: admin2 city
    city, town, village, suburb: city neighbourhood
    island, islands, isle, archipelago, atoll: island
    river, creek: river
    lake, reservoir: lake
    mountains, mountain range, range, hills: mountains mountain
    mountain, volcano, peak: mountain
    desert: desert
    valley: valley river
    peninsula: region island
    camp, refugee camp: camp city
    airport, international airport: airport
    air base, airbase, airfield, air field: base airport
""")
_BEFORE = _table("""
    county, co: admin2 region admin1
    city of, town of, village of, port of, port city of, capital of: city neighbourhood
    state of, province of, region of, governorate of, department of: admin1 admin2 region
    county of, district of, municipality of, township of, borough of, parish of: admin2 city admin1
    republic of, kingdom of, sultanate of, federation of, commonwealth of, state of: country
    island of, isle of: island
    lake, lac, lago: lake
    river, rio: river
    mount, mt, mont, monte, volcan: mountain
    gulf of, bay of: gulf
    strait of, straits of: strait
""")
_WORDS = """
    academy airport arena assembly auditorium basilica cathedral center centre chamber chambers church
    clinic club coliseum college commission council courthouse court courts elementary exchange fair
    fairgrounds fc festival gaol government harbor harbour headquarters high hospital infirmary
    institute intermediate jail junction legislature library marathon metro monastery mosque museum
    observatory office opera orchestra parliament penitentiary police polytechnic port prison racecourse
    raceway railway refinery school seminary senate shipyard shrine speedway stadium station suburb
    suburbs symphony synagogue temple terminal theater theatre tribunal university waterfront zoo
    """
_WITHIN_AFTER = frozenset(_WORDS.split())
"""Last words of what lies in the place that the name begins with; streets and parks lie elsewhere."""
_WITHIN_BEFORE = frozenset({
    "university of", "college of", "bank of", "port of", "museum of", "cathedral of", "archdiocese of",
    "diocese of", "church of", "airport of", "old town", "downtown", "central", "greater", "metropolitan",
    "inner", "outer", "upper", "lower", "suburban", "mainland",
})  # fmt: skip
"""First words of what lies in the place that the name ends with."""
_COMPASS = frozenset({
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeast", "northwest",
    "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern", "rural",
    "coastal",
})  # fmt: skip
_WIDE = frozenset({"country", "admin1", "region", "island"})


def parts(name: str) -> Iterator[Part]:
    """Shorter names inside an unknown name, those of the place itself first, longer before shorter."""
    words = name.replace("\u2019", "'").split()
    if not 2 <= len(words) <= MOST_WORDS:
        return
    plain = [fold_word(word) for word in words]
    for cut in (2, 1):
        if len(words) > cut and (kinds := _AFTER.get(" ".join(plain[-cut:]))):
            yield Part(" ".join(words[:-cut]), kinds, same=True)
        if len(words) > cut and (kinds := _BEFORE.get(" ".join(plain[:cut]))):
            yield Part(" ".join(words[cut:]), kinds, same=True)
    yield from _within(words, plain)


def _within(words: list[str], plain: list[str]) -> Iterator[Part]:
    if plain[-1] in _WITHIN_AFTER:
        for length in range(len(words) - 1, 0, -1):
            yield Part(_owner(words[:length]), _DIVISIONS, same=False)
    for cut in (2, 1):
        if len(words) > cut and " ".join(plain[:cut]) in _WITHIN_BEFORE:
            yield Part(" ".join(words[cut:]), _DIVISIONS, same=False)
    if plain[0] in _COMPASS:
        yield Part(" ".join(words[1:]), _WIDE, same=False)


def _owner(words: list[str]) -> str:
    """The name before a thing of its own: without its possessive."""
    return " ".join(words).removesuffix("'s").removesuffix("'")


def well_known(kind: str, population: int) -> bool:
    """Whether things are so often called after a place that its name in theirs speaks of it."""
    return kind not in {"city", "neighbourhood"} or population >= _LEAST_POPULATION
