"""The closed lists a gazetteer row is checked against: kinds of place, actions, countries."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

ACTIONS = ("place", "alias", "ignore", "prefer", "review")
"""What a row does: give a place (default), give another name to one, say that a name is none, or which
known place it means; ``review`` waits for a person."""
_ACTION_WORDS: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys(("add", "move", "correct", "area", "line"), "place"),
    **dict.fromkeys(("alias of", "spelling", "misspelling", "same as"), "alias"),
    **dict.fromkeys(("not a place", "no place", "skip"), "ignore"),
    **dict.fromkeys(("preferred", "choose"), "prefer"),
})  # fmt: skip

_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        word: kind
        for kind, words in {
            "city": "town,village,settlement,populated place,hamlet,capital,ppl,ppla,pplc",
            "neighbourhood": "suburb,quarter,neighborhood,pplx",
            "admin1": "state,province,governorate,oblast,adm1",
            "admin2": "district,county,municipality,adm2",
            "country": "nation",
            "region": "area,historical region,territory,peninsula",
            "river": "stream",
            "lake": "reservoir",
            "gulf": "bay",
            "strait": "channel",
            "island": "islands,archipelago,island group",
            "mountains": "mountain range,range,hills",
            "mountain": "peak,mount,volcano",
            "plain": "plateau,basin",
            "coast": "shore",
            "camp": "refugee camp,idp camp",
            "base": "airbase,air base,military base,airfield,naval base",
            "airport": "aerodrome",
            "crossing": "border crossing,checkpoint,pass,bridge",
            "border": "frontier",
            "road": "street,highway",
            "facility": "building,power plant,prison,hospital,port",
            "site": "oil field,mine,monument",
        }.items()
        for word in words.split(",")
    }
)


def action_of(text: str) -> str | None:
    """The action that a cell means ("Not a place" is ``ignore``, blank is ``place``), or None."""
    word = " ".join(text.replace("_", " ").replace("-", " ").casefold().split())
    return word if word in ACTIONS else _ACTION_WORDS.get(word) if word else "place"


@lru_cache(maxsize=1024)
def kind_of(text: str) -> str | None:
    """The kind that a cell means ("Air Base" is ``base``), or None."""
    word = " ".join(text.replace("_", " ").replace("-", " ").casefold().split())
    return word if word in KINDS else _SYNONYMS.get(word)


def kind_words() -> tuple[str, ...]:
    """Every word that ``kind_of`` knows, for suggestions."""
    return (*KINDS, *_SYNONYMS)


@lru_cache(maxsize=1024)
def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of a country written as alpha-2, alpha-3 or English name, or None."""
    return _countries().get(_country_key(text))


def country_names() -> tuple[str, ...]:
    """English names of all countries, for suggestions, in the order of their codes."""
    return tuple(record["name"] for record in _country_table())


def names_of_country(code: str) -> tuple[str, ...]:
    """Names of a country by its alpha-2 code, without codes and abbreviations; empty for an unknown one."""
    found = (
        (record["name"], *record["other_names"].split(";"))
        for record in _country_table()
        if record["alpha2"] == code
    )
    return tuple(name for name in next(found, ()) if len(name) > 3)


def _country_key(text: str) -> str:
    return " ".join(text.casefold().removeprefix("the ").replace("&", "and").replace(".", "").split())


@cache
def _countries() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for record in _country_table():
        names = (record["alpha2"], record["alpha3"], record["name"], *record["other_names"].split(";"))
        for name in names:
            if name:
                known.setdefault(_country_key(name), record["alpha2"])
    return MappingProxyType(known)


@cache
def _country_table() -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


_FEATURE_CODES: Mapping[str, str] = MappingProxyType({
    code: kind
    for kind, codes in {
        "admin1": "ADM1", "admin2": "ADM2", "country": "PCLI PCLD", "continent": "CONT", "region": "RGN",
        "neighbourhood": "PPLX", "river": "STM STMI WAD", "lake": "LK LKS RSV", "sea": "SEA", "ocean": "OCN",
        "strait": "STRT CHN", "gulf": "GULF BAY", "canal": "CNL", "island": "ISL ISLS",
        "mountains": "MTS", "mountain": "MT PK", "desert": "DSRT", "valley": "VAL VALS",
        "plain": "PLN PLAT", "coast": "CST",
        "crossing": "PASS BDG", "airport": "AIRP", "base": "AIRF AIRB INSM", "dam": "DAM",
        "camp": "CMPRF CMP", "road": "RD HWY",
    }.items()
    for code in codes.split()
})  # fmt: skip
_FEATURE_CLASSES: Mapping[str, str] = MappingProxyType({
    "A": "region", "H": "lake", "L": "region", "P": "city", "R": "road", "S": "site", "T": "mountain",
    "U": "sea", "V": "plain",
})  # fmt: skip


def geonames_kind(feature_class: str, feature_code: str) -> str:
    """The kind of a row of a GeoNames table, by its feature class and code; ``site`` when unknown."""
    code = feature_code.strip().upper()
    return _FEATURE_CODES.get(code, _FEATURE_CLASSES.get(feature_class.strip().upper(), "site"))
