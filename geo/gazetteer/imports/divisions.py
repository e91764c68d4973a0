"""Tables of administrative divisions with P-codes, as OCHA's common operational datasets have them.

Headers come in several fashions: ``ADM1_EN`` and ``ADM1_PCODE``, ``admin1Name_en`` and ``admin1Pcode``,
``adm1_name`` and ``adm1_pcode``. A row names a division and all that hold it; each division comes out once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from geo.gazetteer.imports.found import Found, Properties, first, point_of
from geo.gazetteer.kinds import country_code

Locate = Callable[[str, str, str], "tuple[float, float] | None"]
"""(lon, lat) of a division by its name, kind and country (ISO alpha-2), where the bundled world has it."""

_NAME = re.compile(r"adm(?:in)?([0-4])(?:name)?([a-z]{2})?")
_OTHER = re.compile(r"adm(?:in)?([0-4])(?:name)?(?:alt|ref)[a-z0-9]*|adm(?:in)?([0-4])name[1-9]")
_CODE = re.compile(r"adm(?:in)?([0-4])p(?:lace)?code")
_KINDS = ("country", "admin1", "admin2", "admin2", "admin2")
_LANGUAGES = ("en", "", "fr", "es", "pt")


def are_divisions(keys: Iterable[str]) -> bool:
    """Whether headers are those of such a table."""
    return any(_CODE.fullmatch(key) for key in keys)


@dataclass(slots=True)
class _Division:
    """A division while its rows are gathered; ``points`` are those of what it holds."""

    level: int
    found: Found
    points: list[tuple[float, float]] = field(default_factory=list)


def divisions(rows: Iterable[tuple[Properties, str]], locate: Locate) -> tuple[list[Found], list[str]]:
    """Every division of some rows, each once, and the names of those that no coordinates are known for.

    Each row comes with its outline as WKT, "" for none. A division without coordinates has those of the
    bundled world's entry of its name, else the middle of the divisions that it holds.
    """
    known: dict[str, _Division] = {}
    for cells, wkt in rows:
        point = point_of(cells)
        levels = list(_levels(cells))
        for number, (level, found) in enumerate(levels):
            deepest = number == len(levels) - 1
            code = found.ident
            division = known.setdefault(code, _Division(level, found))
            if deepest and (point or wkt):
                division.found = replace(division.found, point=point, wkt=wkt)
            elif point:
                division.points.append(point)
    placed: list[Found] = []
    lost: list[Found] = []
    for division in known.values():
        found = _placed(division, locate)
        (placed if found.point or found.wkt else lost).append(found)
    return placed, [found.name for found in lost]


def _placed(division: _Division, locate: Locate) -> Found:
    found = division.found
    if found.point or found.wkt:
        return found
    point = locate(found.name, found.kind, found.country)
    if point:
        return replace(found, point=point, note="coordinates of the bundled world")
    if division.points:
        middle = tuple(round(sum(axis) / len(axis), 5) for axis in zip(*division.points, strict=True))
        return replace(found, point=(middle[0], middle[1]), note="in the middle of what it holds")
    return found


def _levels(cells: Properties) -> Iterator[tuple[int, Found]]:
    """The divisions of one row from the country down."""
    names: dict[int, dict[str, str]] = {}
    others: dict[int, list[str]] = {}
    codes: dict[int, str] = {}
    for key, value in cells.items():
        if coded := _CODE.fullmatch(key):
            codes[int(coded[1])] = value
        elif other := _OTHER.fullmatch(key):
            others.setdefault(int(other[1] or other[2]), []).append(value)
        elif named := _NAME.fullmatch(key):
            names.setdefault(int(named[1]), {})[named[2] or ""] = value
    country = _country(cells, codes)
    admin1 = _main(names.get(1, {}))
    for level in sorted({*names} & {*codes}):
        written, code = names[level], codes[level]
        name = _main(written)
        spellings = dict.fromkeys((*written.values(), *others.get(level, ())))
        aliases = tuple(text for text in spellings if text != name)
        yield (
            level,
            Found(
                name,
                kind=_KINDS[level],
                country=country,
                aliases=aliases,
                admin1=admin1 if level > 1 else "",
                ident=f"pcode:{code}",
                codes=(("pcode", code), ("level", f"admin{level}")),
            ),
        )


def _main(written: dict[str, str]) -> str:
    order: Sequence[str] = (*_LANGUAGES, *sorted(written))
    return next((written[language] for language in order if language in written), "")


def _country(cells: Properties, codes: dict[int, str]) -> str:
    told = (codes.get(0, ""), first(cells, "iso2", "iso3", "iso"), *(code[:2] for code in codes.values()))
    return next((found for code in told if code and (found := country_code(code))), "")
