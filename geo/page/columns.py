"""Rows as columns: what the page's scripts read of a hundred thousand marks must stay small in a browser.

``static/columns.js`` reads them. A table is ``{"size": rows, "columns": {name: column}}``; a column is one of

- ``{"numbers": [...]}``: numbers, null where there is none
- ``{"spans": [starts, ends]}``: pairs of numbers
- ``{"words": [...], "at": [...]}``: text that repeats; ``at`` counts from 1, 0 is none
- ``{"texts": [...]}``: text that does not repeat, null where there is none
- ``{"same": name}``: the values of another column
- ``{"shapes": [...]}``: geometries, see ``shape``
- ``{"values": [...]}``: anything else
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geo import schema

DECIMALS = 4
"""Decimals of a coordinate on the page: 10 m."""
REPEATS = 2
"""Text is counted as repeating when each of its words stands in so many rows on average."""
LETTERS = {"Point": "P", "LineString": "L", "MultiLineString": "M", "Polygon": "A", "MultiPolygon": "B"}

Json = dict[str, Any]


def table(rows: Sequence[Mapping[str, Any]]) -> Json:
    """The columns of some rows; a key that a row lacks is None there."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns: dict[str, Json] = {}
    seen: dict[Any, str] = {}
    for name in names:
        values = [row.get(name) for row in rows]
        if name == "geometry":
            columns[name] = {"shapes": values}
            continue
        columns[name] = _column(values)
        # two columns of the same text, such as the name and the title of a place, are one
        if "texts" in columns[name]:
            twin = seen.setdefault(tuple(values), name)
            columns[name] = columns[name] if twin == name else {"same": twin}
    return {"size": len(rows), "columns": columns}


def _column(values: Sequence[Any]) -> Json:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float, bool}:
        return {"numbers": [value if value is None else _short(value) for value in values]}
    if kinds == {str}:
        return _text(values)
    if kinds <= {list, tuple} and all(value is None or _span(value) for value in values):
        return {"spans": [[value if value is None else value[side] for value in values] for side in (0, 1)]}
    return {"values": list(values)}


def _span(value: Sequence[Any]) -> bool:
    return len(value) == 2 and all(isinstance(part, (int, float)) for part in value)


def _short(value: float) -> float:
    """A whole number without its decimal point."""
    return int(value) if value == int(value) else value


def _text(values: Sequence[str | None]) -> Json:
    words = list(dict.fromkeys(value for value in values if value is not None))
    if len(words) * REPEATS > len(values):
        return {"texts": list(values)}
    at = {word: index for index, word in enumerate(words, start=1)}
    return {"words": words, "at": [0 if value is None else at[value] for value in values]}


def shape(geometry: Any, *, turned: bool = False) -> str:
    """A geometry as text: a letter for its type, then its lines, see ``lines``; rings of parts apart by "!".

    ``turned`` moves what begins west of the page's cut on by 360 degrees.
    """
    made = geometry.__geo_interface__
    kind, coordinates = made["type"], made["coordinates"]
    letter = LETTERS[kind]
    if kind == "Point":
        return letter + lines([[coordinates]], turned=turned)
    if kind == "LineString":
        return letter + lines([coordinates], turned=turned)
    if kind == "MultiPolygon":
        return letter + "!".join(lines(part, turned=turned) for part in coordinates)
    return letter + lines(coordinates, turned=turned)


def lines(parts: Iterable[Sequence[Sequence[float]]], *, turned: bool = False) -> str:
    """Lines of (lon, lat) as encoded polylines, apart by blanks.

    Google's encoded polyline algorithm with longitude first: each number less the one before, sign in the
    last bit, five bits a letter. Its letters run from "?" to "~".
    """
    return " ".join(_polyline(part, 360 if turned and part[0][0] < schema.SEAM_DEG else 0) for part in parts)


def _polyline(points: Iterable[Sequence[float]], east: int) -> str:
    letters: list[str] = []
    before = (0, 0)
    for lon, lat, *_ in points:
        here = round((lon + east) * 10**DECIMALS), round(lat * 10**DECIMALS)
        for value in (here[0] - before[0], here[1] - before[1]):
            rest = value << 1 if value >= 0 else ~(value << 1)
            while rest >= 32:
                letters.append(chr((rest & 31 | 32) + 63))
                rest >>= 5
            letters.append(chr(rest + 63))
        before = here
    return "".join(letters)
