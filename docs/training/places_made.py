"""Reports made up for the resolver: places of every country under the names that they go by.

Corpora of local papers teach a resolver that a name is the small town next door. These texts teach the
rest of the world: towns of one country together, with or without its name; one well-known place alone; a
name of several countries with the word for one of them or its people; a large city in a story of another
country; the day's news from everywhere.
A place is drawn the more often the more people live there, under its main name or another of Latin
letters, and is what its name means. Chance is seeded: the same texts every time.
"""

from __future__ import annotations

import io
import json
import lzma
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import geo
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DATA = Path(geo.__file__).parent / "gazetteer" / "data"
ONE = (
    "Heavy rain fell in {} on Sunday.",
    "Dozens were arrested in {} overnight.",
    "A market burned down in {}, witnesses said.",
    "Schools in {} stayed closed for a third day.",
    "The talks in {} ended without a deal.",
    "Doctors in {} reported new cases of the disease.",
    "Power returned to most of {} by evening.",
    "Gunmen attacked a bus near {}.",
    "He was born in {} and studied law.",
    "Prices doubled in {} within a week.",
    "The army shelled {} from the hills.",
    "Farmers outside {} lost their harvest.",
)
TWO = (
    "The road between {} and {} was reopened.",
    "Families fled from {} to {} on foot.",
    "Flights from {} to {} were cancelled.",
    "Strikes hit {} and {} on Monday.",
    "Aid trucks left {} for {} at dawn.",
    "Workers in {} and {} marched for higher pay.",
)
COUNTRY = (
    "The government of {} denied the report.",
    "It was the worst storm in {} for decades.",
    "Observers said that the vote in {} was fair.",
    "{} closed its borders last month.",
)
PEOPLE = (
    "The {} army said that it knew nothing of it.",
    "The {} police arrested two men.",
    "A judge of the {} supreme court had ruled on it in March.",
    "Most {} media gave the names of the dead.",
    "The {} government sent two ministers there.",
)
NAMESAKE, ABROAD = 0.2, 0.15
"""Shares of the texts on a name that several countries have, and on a city in a story of another country."""
LARGE = 1_000_000
"""Population of such a city, at least."""
LATIN = frozenset(
    "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïñòóôõöøùúûüýāăąćčďđēėęěğģīįķļłńňőōœřśşšţťūůűųźżž '-."
)
LONE_KINDS = (
    "island",
    "mountain",
    "mountains",
    "river",
    "lake",
    "sea",
    "region",
    "desert",
    "strait",
    "airport",
)


@dataclass(frozen=True)
class Spot:
    """A place of the world as a made text may name it."""

    ident: str
    names: tuple[str, ...]
    kind: str
    country: str
    lat: float
    lon: float
    population: int

    def name(self, chance: random.Random) -> str:
        """Its main name, or another: a shortened one ("Frankfurt") or one of plain letters by preference."""
        main, *others = self.names
        if not others or chance.random() < 0.6:
            return main
        weights = [8.0 if main.startswith(f"{one} ") else 1.0 if one.isascii() else 0.2 for one in others]
        return chance.choices(others, weights)[0]


def made_rows(count: int, *, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Documents in the form of a corpus: ``id``, ``text`` and ``toponyms`` with start, end, lat, lon."""
    chance = random.Random(seed)  # noqa: S311  (texts, not secrets)
    world = _read()
    cities = [spot for spot in world if spot.kind == "city" and spot.population >= 1000]
    countries = {spot.country: spot for spot in world if spot.kind == "country" and spot.population}
    by_country = {code: [spot for spot in cities if spot.country == code] for code in sorted(countries)}
    by_country = {code: found for code, found in by_country.items() if len(found) >= 8}
    lone = [spot for spot in world if spot.kind in LONE_KINDS]
    shared, people = _shared(cities), _people(countries.values())
    large = [spot for spot in cities if spot.population >= LARGE]
    codes = list(by_country)
    for number in range(count):
        roll = chance.random()
        if roll < NAMESAKE + ABROAD:
            spot = _drawn(chance.choice(shared) if roll < NAMESAKE else large, 1, 0.5, chance)[0]
            code = spot.country if roll < NAMESAKE else chance.choice(codes)
            told = chance.choice(people.get(code, [None])) if chance.random() < 0.5 else None
            yield _text(f"made:{number}", [spot], None if told else countries.get(code), chance, people=told)
            continue
        roll = chance.random()
        if roll < 0.5:
            code = chance.choice(codes)
            spots = _drawn(by_country[code], chance.randint(1, 4), 0.5, chance)
            country = countries[code] if chance.random() < 0.5 else None
        elif roll < 0.85:
            spots = [chance.choice(lone)] if chance.random() < 0.15 else _drawn(cities, 1, 0.95, chance)
            country = None
        else:
            spots, country = _drawn(cities, chance.randint(3, 6), 0.95, chance), None
        yield _text(f"made:{number}", spots, country, chance)


def _shared(cities: Sequence[Spot]) -> list[list[Spot]]:
    """Towns of one main name that lie in several countries, one list a name."""
    named: dict[str, list[Spot]] = {}
    for spot in cities:
        named.setdefault(spot.names[0], []).append(spot)
    return [found for found in named.values() if len({spot.country for spot in found}) > 1]


def _people(countries: Iterable[Spot]) -> dict[str, list[str]]:
    """Adjectives of countries by their codes, as news writes them."""
    codes = {name: spot.country for spot in countries for name in spot.names}
    found: dict[str, list[str]] = {}
    for word, place in words().demonyms.items():
        if place in codes and not word.endswith(("s", "man", "men", "woman", "women")):
            found.setdefault(codes[place], []).append(word.title())
    return found


def _drawn(pool: Sequence[Spot], count: int, power: float, chance: random.Random) -> list[Spot]:
    """Different places, each as likely as its population to a power."""
    weights = [spot.population**power for spot in pool]
    found = chance.choices(pool, weights, k=count)
    return list({spot.ident: spot for spot in found}.values())


def _text(
    ident: str,
    spots: list[Spot],
    country: Spot | None,
    chance: random.Random,
    *,
    people: str | None = None,
) -> dict[str, Any]:
    text, toponyms = "", []
    rest = list(spots)
    turns: list[tuple[str, list[Spot]]] = []
    while rest:
        some = [rest.pop(0)]
        if rest and chance.random() < 0.5:
            some.append(rest.pop(0))
        turns.append((chance.choice(TWO if len(some) == 2 else ONE), some))
    if country is not None:
        turns.insert(chance.randint(0, len(turns)), (chance.choice(COUNTRY), [country]))
    for template, named in turns:
        parts = template.split("{}")
        for at, spot in enumerate(named):
            text += parts[at]
            name = spot.names[0] if spot.kind == "country" else spot.name(chance)
            gold = {"geonameid": spot.ident.removeprefix("geonames:"), "lat": spot.lat, "lon": spot.lon}
            toponyms.append({"start": len(text), "end": len(text) + len(name), "text": name, **gold})
            text += name
        text += parts[-1] + " "
    if people:
        told = chance.choice(PEOPLE).format(people)
        text = f"{told} {text}" if chance.random() < 0.5 else f"{text}{told}"
    return {"id": ident, "text": text.strip(), "toponyms": toponyms}


def _read() -> list[Spot]:
    """The bundled world as it is derived; see ``geo/derive``."""
    head = json.loads((DATA / "world.json").read_text(encoding="utf-8"))
    with np.load(io.BytesIO(lzma.decompress((DATA / "places.npz.xz").read_bytes()))) as packed:
        columns = {name: packed[name] for name in packed.files}  # an archive unpacks anew at every access
    lines = lzma.decompress((DATA / "names.txt.xz").read_bytes()).decode().split("\n")
    numbers = {
        name: np.ascontiguousarray(columns[name].T).view(kind).reshape(-1)
        for name, kind in (("population", "<u4"), ("lat", "<i4"), ("lon", "<i4"))
    }
    found = []
    for at, line in enumerate(lines[: len(columns["kind"])]):
        names = [name.lstrip("=") for name in line.split("\t")]
        kept = tuple(
            name
            for name in names
            if 3 <= len(name) <= 28 and set(name.lower()) <= LATIN and name[0].isupper()
        )
        if not kept or kept[0] != names[0]:
            continue
        found.append(
            Spot(
                ident=str(at),
                names=kept,
                kind=head["kinds"][columns["kind"][at]],
                country=head["countries"][columns["country"][at]],
                lat=float(numbers["lat"][at]) / 1e5,
                lon=float(numbers["lon"][at]) / 1e5,
                population=int(numbers["population"][at]),
            )
        )
    return found
