"""Names to make training texts from: places of every country, persons, peoples; some held out for tests."""

# ruff: noqa: ANN001, ANN201, ANN202, ANN204 - a script run by hand; chance is seeded, not secret

from __future__ import annotations

import csv
import io
import json
import lzma
from collections import defaultdict
from pathlib import Path
from zlib import crc32

import numpy as np

import geo

PACKAGE = Path(geo.__file__).parent
LEXICON = PACKAGE / "language" / "lexicon"
DATA = PACKAGE / "gazetteer" / "data"
SYLLABLES = [
    "ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du", "fa", "fe", "ga", "gi", "go", "gu",
    "ha", "he", "hi", "ja", "ji", "ka", "ke", "ki", "ko", "ku", "la", "le", "li", "lo", "lu", "ma",
    "me", "mi", "mo", "mu", "na", "ne", "ni", "no", "nu", "pa", "pe", "po", "qa", "ra", "re", "ri",
    "ro", "ru", "sa", "se", "si", "so", "su", "sha", "shi", "ta", "te", "ti", "to", "tu", "tse", "va",
    "ve", "vo", "wa", "we", "ya", "yo", "za", "zi", "zu", "bar", "dor", "gar", "kan", "lem", "mar",
    "nor", "pel", "rin", "sol", "tan", "ver", "wick", "bek", "tun", "dur", "mor", "vel", "kos", "lan",
    "gir", "por", "zen", "hal", "tor", "ber",
]  # fmt: skip
ENDS = [
    "a", "o", "i", "an", "abad", "ville", "ton", "ovo", "ino", "esti", "sk", "grad", "pur", "kent",
    "garh", "berg", "stan", "ai", "e", "u", "ar", "en", "iya", "ane", "ez",
]  # fmt: skip


def held_out(name):
    """Whether a name is kept out of training and left to the stress test: one in five."""
    return crc32(name.encode()) % 5 == 0


class World:
    """Pools of names by country and kind; ``test`` chooses the names held out instead of the others."""

    def __init__(self, *, test=False):
        self.test = test
        head = json.loads((DATA / "world.json").read_text(encoding="utf-8"))
        columns = np.load(io.BytesIO(lzma.decompress((DATA / "places.npz.xz").read_bytes())))
        names = lzma.decompress((DATA / "names.txt.xz").read_bytes()).decode().split("\n")
        population = np.ascontiguousarray(columns["population"].T).view("<u4").reshape(-1)
        self.places = defaultdict(lambda: defaultdict(list))
        for line, kind, country, people in zip(
            names, columns["kind"], columns["country"], population, strict=True
        ):
            name = line.split("\t")[0].lstrip("=")
            if (
                not self._fits(name)
                or not name.isprintable()
                or not 3 <= len(name) <= 26
                or "(" in name
                or "," in name
            ):
                continue
            self.places[head["countries"][country]][head["kinds"][kind]].append((name, int(people)))
        self.countries = [
            code for code, pools in sorted(self.places.items()) if code and len(pools["city"]) >= 20
        ]
        self.country_names = [name for pools in self.places.values() for name, _ in pools["country"]]
        self._persons()
        self.peoples = defaultdict(list)
        for row in csv.DictReader((LEXICON / "demonyms.csv").open(encoding="utf-8")):
            self.peoples[row["kind"]].append(row["word"])

    def _fits(self, name):
        return held_out(name) == self.test

    def _persons(self):
        rows = list(csv.DictReader((LEXICON / "person_names.csv").open(encoding="utf-8")))
        fit = [row for row in rows if self._fits(row["name"])]
        title = lambda name: "-".join(part[:1].upper() + part[1:] for part in name.split("-"))  # noqa: E731
        self.first = [title(row["name"]) for row in fit if row["role"] != "last"]
        self.last = [title(row["name"]) for row in fit if row["role"] != "first"]
        known = {row["name"] for row in rows if row["role"] != "last"}
        self.place_first = sorted(
            {
                name
                for pools in self.places.values()
                for kind in ("city", "country", "admin1")
                for name, people in pools[kind]
                if name.lower() in known and (people > 20_000 or kind != "city")
            }
        )
        self.famous_first = sorted(
            {
                name
                for pools in self.places.values()
                for kind in ("city", "country", "admin1")
                for name, people in pools[kind]
                if name.lower() in known and (people > 150_000 or kind == "country")
            }
        )

    def place(self, chance, country, kind):
        """A place of a country, large ones more often; of any country where it has none of the kind."""
        pool = self.places[country][kind]
        if not pool:
            country = chance.choice(self.countries)
            pool = self.places[country][kind] or self.places[country]["city"]
        some = [pool[int(chance.random() * len(pool))] for _ in range(3 if chance.random() < 0.6 else 1)]
        return max(some, key=lambda item: item[1])[0]

    def unlisted(self, chance):
        """A name that sounds like a place, made up."""
        while True:
            name = "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((1, 2, 2, 2, 3))))
            name = (name + chance.choice(ENDS)).capitalize()
            roll = chance.random()
            if roll < 0.08:
                name = chance.choice(("al-", "Al-", "el-", "Ain ", "Tell ", "Umm ", "Deir ", "Bab ")) + name
            elif roll < 0.16:
                name = (
                    chance.choice(
                        ("San ", "Santa ", "Nova ", "Upper ", "New ", "El ", "La ", "Port ", "Kafr ")
                    )
                    + name
                )
            if self._fits(name):
                return name

    def person(self, chance):
        """(first, last) of a person of anywhere; often of two regions."""
        first, last = chance.choice(self.first), chance.choice(self.last)
        if chance.random() < 0.1:
            last = chance.choice(("al-", "El ", "van ", "de ", "bin ", "Al-", "ben ", "Abdul ")) + last
        return first, last

    def place_last(self, chance):
        """A surname that is also a place's."""
        return self.place(chance, chance.choice((*self.countries, "US", "GB", "US", "GB")), "city")
