"""Rows without anything unusual, read column by column: most rows of a long table are such.

A row that gives a point in decimal degrees, and at most a kind, a country, aliases and plain words beside it,
needs none of the care that ``rows`` takes. Any other row, and any with a fault, is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from typing import Any

from geo.gazetteer.kinds import country_code, kind_of

_PLACED = frozenset({"name", "latitude", "longitude"})
_SPECIAL = ("action", "only", "wkt", "coordinates", "extent_km", "of")
"""Columns that say something beyond a point and its name: a row with one of them is not plain."""
_TOLD = (
    "name", "latitude", "longitude", "kind", "country", "aliases", "prefer", "admin1", "population", "source",
    "licence", "note", "id",
)  # fmt: skip
_NAME = re.compile(r"[^\W_]\S*(?: \S+)*")
_POINT = re.compile(r"-?[0-9]{1,3}\.[0-9]{1,12}")
_COUNT = re.compile(r"[0-9]{0,10}")
_PREFER: Mapping[str, bool | None] = {"": True, "yes": True, "no": False}
_DAMAGED = re.compile("[\xc2-\xf4][\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]|\ufffd")
"""Letters that were read in a wrong encoding: the start of a letter in UTF-8 and a byte after it."""

Cells = Sequence[str]
Plain = tuple[int, str, tuple[Any, ...], tuple[str, ...], tuple[str, ...], bool]
"""Number of the record, the kind as its cell has it, the values of the place, aliases, countries; whether
it wins."""
Ident = Callable[[str, str, str, str], str]
"""A row's id of its id cell, name, kind and country."""


def plain_rows(
    records: Sequence[Cells],
    columns: Mapping[str, int],
    others: Sequence[tuple[int, str]],
    *,
    width: int,
    ident: Ident,
) -> Iterator[Plain]:
    """The plain ones among the records of a table.

    ``others`` are the columns that mean nothing here, ``width`` is the number of all.
    """
    if not columns.keys() >= _PLACED:
        return
    special = [columns[name] for name in _SPECIAL if name in columns]
    fitting = [
        number
        for number, cells in enumerate(records)
        if len(cells) == width and not (special and any(cells[at] for at in special))
    ]
    if not fitting:
        return
    blank = ("",) * len(fitting)
    turned = (*zip(*[records[number] for number in fitting], strict=True), blank)
    told = {name: turned[columns.get(name, width)] for name in _TOLD}
    extras = [(header, turned[at]) for at, header in others]
    yield from _rows(fitting, told, extras, ident)


def _rows(
    numbers: Sequence[int], told: Mapping[str, Cells], extras: Sequence[tuple[str, Cells]], ident: Ident
) -> Iterator[Plain]:
    """The plain ones among records of one width, told column by column."""
    kinds, countries = _meant(told["kind"], kind_of), _meant(told["country"], country_code)
    wins = [_PREFER.get(cell) for cell in told["prefer"]]
    plain = _are_plain(told, kinds, countries, wins)
    cells = {name: list(compress(column, plain)) for name, column in told.items()}
    meant = [kind for kind in compress(kinds, plain) if kind is not None]
    codes = [code for code in compress(countries, plain) if code is not None]
    places = zip(
        map(ident, cells["id"], cells["name"], meant, codes),
        cells["name"],
        [kind or "city" for kind in meant],
        map(float, cells["longitude"]),
        map(float, cells["latitude"]),
        codes,
        cells["admin1"],
        [int(text or 0) for text in cells["population"]],
        repeat(None),  # no extent of its own
        repeat(False),  # noqa: FBT003  (nor a shape)
        repeat("user"),
        cells["source"],
        cells["licence"],
        cells["note"],
        _extra([(header, list(compress(column, plain))) for header, column in extras]),
        strict=False,  # what is alike in all is repeated without end
    )
    aliases = map(names_of, cells["aliases"])
    lying = [(code,) if code else () for code in codes]
    won = [bool(one) for one in compress(wins, plain)]
    for row in zip(compress(numbers, plain), meant, places, aliases, lying, won, strict=True):
        if _is_on_earth(*row[2][3:5]):
            yield row


def _meant(cells: Cells, meaning: Callable[[str], str | None]) -> list[str | None]:
    """What each cell means, None where it means nothing; a blank one stays blank."""
    known = {cell: meaning(cell) if cell else "" for cell in set(cells)}
    return [known[cell] for cell in cells]


def _are_plain(told: Mapping[str, Cells], *known: Sequence[str | bool | None]) -> list[bool]:
    """Which records say only what is plain; ``known`` are columns with None where a cell means nothing."""
    names, aliases = told["name"], told["aliases"]
    if "".join(names).isascii() and "".join(aliases).isascii():
        whole: Iterable[object] = names  # of names that are plain none is blank
    else:
        whole = map(_is_whole, names, aliases)
    found = zip(
        map(_NAME.fullmatch, names),
        map(_POINT.fullmatch, told["latitude"]),
        map(_POINT.fullmatch, told["longitude"]),
        map(_COUNT.fullmatch, told["population"]),
        whole,
        *([cell is not None for cell in column] for column in known),
        strict=True,
    )
    return list(map(all, found))


def _is_whole(*cells: str) -> bool:
    return all(cell.isascii() or _DAMAGED.search(cell) is None for cell in cells)


def _extra(columns: Sequence[tuple[str, Cells]]) -> Iterable[tuple[tuple[str, str], ...]]:
    """What the columns that mean nothing here say of each record."""
    if not columns:
        return repeat(())
    headers = [header for header, _ in columns]
    return [
        tuple([pair for pair in zip(headers, cells, strict=True) if pair[1]])
        for cells in zip(*[column for _, column in columns], strict=True)
    ]


def names_of(cell: str) -> tuple[str, ...]:
    """The names in a cell of aliases, with ";" or "|" between."""
    if not cell:
        return ()
    if ";" not in cell and "|" not in cell and cell[0].isalnum():
        return (" ".join(cell.split()),)
    names = [" ".join(part.split()) for part in cell.replace("|", ";").split(";")]
    return tuple(dict.fromkeys([name for name in names if any(map(str.isalnum, name))]))


def _is_on_earth(lon: float, lat: float) -> bool:
    """Whether a point is one, and not the one that stands for none."""
    return abs(lon) <= 180.0 and abs(lat) <= 90.0 and not lon == lat == 0.0
