"""Records of known gazetteers as places: Who's On First, Linked Places, GeoNames, and any table or layer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from geo.gazetteer.imports.found import Found, Properties, apart, first, point_of
from geo.gazetteer.kinds import country_code, geonames_kind, kind_of

_WOF_KINDS: Mapping[str, str] = MappingProxyType({
    "continent": "continent", "empire": "region", "country": "country", "dependency": "country",
    "disputed": "region", "macroregion": "region", "region": "admin1", "macrocounty": "admin2",
    "county": "admin2", "localadmin": "admin2", "locality": "city", "borough": "neighbourhood",
    "macrohood": "neighbourhood", "neighbourhood": "neighbourhood", "microhood": "neighbourhood",
    "ocean": "ocean", "marinearea": "sea", "campus": "facility", "airport": "airport", "venue": "site",
})  # fmt: skip
_LINKS = (
    (re.compile(r"(?:gn|geonames|https?://(?:www|sws)\.geonames\.org)[:/](\d+)"), "geonames"),
    (re.compile(r"(?:wd|wikidata|https?://www\.wikidata\.org/(?:wiki|entity))[:/](Q\d+)"), "wikidata"),
    (re.compile(r"(?:wof|whosonfirst|https?://spelunker\.whosonfirst\.org/id)[:/](\d+)"), "wof"),
)
_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "pcode": ("pcode", "placecode", "locationpcode"),
    "geonames": ("geonames", "geonamesid", "geonameid", "gnid", "gngnid"),
    "wikidata": ("wikidata", "wikidataid", "wdid", "wdqid", "qid"),
    "wof": ("wof", "wofid", "whosonfirst"),
})  # fmt: skip
_NAMES = (
    "nameen",
    "name",
    "title",
    "toponym",
    "placename",
    "shapename",
    "nam",
    "label",
    "asciiname",
    "fullname",
)
_ALIASES = ("aliases", "alias", "altname", "altnames", "alternatenames", "variants", "othernames", "synonyms")


def is_wof(keys: Iterable[str]) -> bool:
    """Whether headers are those of a Who's On First table."""
    return {"placetype", "id", "name"} <= {*keys}


def is_linked(keys: Iterable[str]) -> bool:
    """Whether headers are those of LP-TSV."""
    return {"id", "title", "titlesource"} <= {*keys}


def wof(cells: Properties) -> Found | None:
    """A place of a Who's On First table, None for one that is no more."""
    if cells.get("iscurrent") == "0" or cells.get("isdeprecated") == "1" or cells.get("issuperseded") == "1":
        return None
    ident = cells["id"]
    return Found(
        cells.get("name", ""),
        point_of(cells),
        _WOF_KINDS.get(cells.get("placetype", ""), ""),
        _country(first(cells, "isocountry", "wofcountry", "country")),
        apart(first(cells, *_ALIASES)),
        admin1=first(cells, "regionname", "region"),
        population=_count(first(cells, "population", "wofpopulation", "gnpopulation")),
        ident=f"wof:{ident}",
        codes=(("wof", ident), *(pair for pair in codes(cells) if pair[0] != "wof")),
    )


def linked_row(cells: Properties, wkt: str) -> Found:
    """A place of an LP-TSV row."""
    told = dict(_links(apart(cells.get("matches", ""))))
    ident = cells["id"]
    types = apart(cells.get("types", ""))
    kind = next((found for word in types if (found := kind_of(word))), "")
    return Found(
        cells["title"],
        point_of(cells),
        kind,
        _countries(apart(first(cells, "ccodes", "country"), ";|,")),
        tuple(name.partition("@")[0] for name in apart(cells.get("variants", ""))),
        ident=ident if ":" in ident else f"lp:{ident}",
        wkt=wkt,
        note="" if kind else "; ".join(types),
        codes=tuple(told.items()),
    )


def linked_feature(feature: Mapping[str, Any], point: tuple[float, float] | None, wkt: str) -> Found:
    """A place of a Linked Places feature (LPF, JSON-LD)."""
    told = feature.get("properties") or {}
    names = [str(name.get("toponym", "")) for name in feature.get("names") or () if isinstance(name, dict)]
    types = [
        str(one.get("label") or one.get("sourceLabel") or "")
        for one in feature.get("types") or ()
        if isinstance(one, dict)
    ]
    links = [str(one.get("identifier", "")) for one in feature.get("links") or () if isinstance(one, dict)]
    kind = next((found for word in types if (found := kind_of(word))), "")
    title = str(told.get("title") or (names or [""])[0])
    countries = told.get("ccodes") or ()
    return Found(
        " ".join(title.split()),
        point,
        kind,
        _countries(map(str, countries)),
        tuple(dict.fromkeys(name for name in names if name and name != title)),
        ident=str(feature.get("@id") or feature.get("id") or ""),
        wkt=wkt,
        note="" if kind else "; ".join(filter(None, types)),
        codes=tuple(dict(_links(links)).items()),
    )


def geonames(cells: tuple[str, ...]) -> Found:
    """A place of a GeoNames dump: 19 columns without a header (GeoNames readme.txt)."""
    ident, name, plain, others, lat, lon, group, code, country = cells[:9]
    aliases = (text for text in dict.fromkeys((plain, *others.split(","))) if _is_name(text, name))
    return Found(
        name,
        (float(lon), float(lat)),
        geonames_kind(group, code),
        _country(country),
        tuple(aliases),
        population=cells[14] if cells[14] != "0" else "",
        ident=f"geonames:{ident}",
        codes=(("geonames", ident), ("feature", code)),
    )


def plain(cells: Properties, wkt: str, kind: str = "") -> Found:
    """A place of any table or layer, by the usual names of columns."""
    pairs = codes(cells)
    own = cells.get("id", "")
    first_code = next((f"{key}:{value}" for key, value in pairs), "")
    admin1 = first(cells, "admin1", "admin1name", "province", "state", "region")
    return Found(
        first(cells, *_NAMES),
        point_of(cells),
        kind_of(first(cells, "kind", "type", "placetype", "featuretype", "fclass", "place")) or kind,
        _country(
            first(cells, "country", "countrycode", "iso", "iso2", "iso3", "isoa2", "isoa3", "cntryname")
        ),
        apart(first(cells, *_ALIASES)),
        admin1=admin1,
        population=_count(first(cells, "population", "pop")),
        ident=own if ":" in own else first_code,
        wkt=wkt,
        note=first(cells, "note", "description", "comment")[:200],
        codes=pairs,
    )


def codes(cells: Properties) -> tuple[tuple[str, str], ...]:
    """Ids that a record bears in known gazetteers."""
    found = ((name, first(cells, *keys)) for name, keys in _CODES.items())
    return tuple((name, value) for name, value in found if value)


def _links(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        for pattern, name in _LINKS:
            if told := pattern.match(text):
                yield name, told[1]


def _is_name(text: str, name: str) -> bool:
    """Whether an alternate name of GeoNames is a name: no address, no code of an airport or a register."""
    return bool(text) and text != name and "://" not in text and not (text.isupper() and len(text) <= 4)


def _country(text: str) -> str:
    return country_code(text) or "" if text else ""


def _countries(texts: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(found for text in texts if (found := country_code(text))))


def _count(text: str) -> str:
    digits = text.replace(",", "").replace(" ", "")
    return digits if digits.isascii() and digits.isdecimal() and len(digits) <= 10 else ""
