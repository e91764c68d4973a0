"""Choice of the bundled basemap's cells: detail where the marks are, the small scale elsewhere.

``data/basemap.zip`` is made by ``geo.derive.basemap``: Natural Earth cut into cells of five degrees.
Nothing is computed here but which cells to take.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from geo.errors import DataError

ARCHIVE = Path(__file__).parent / "data" / "basemap.zip"
CELL_DEG = 5
KINDS = ("land", "lakes", "rivers", "divisions", "borders", "disputed")
"""What there is in a cell, from the ground up."""
FAR_DECIMALS, NEAR_DECIMALS = 2, 3
"""Decimals of coordinates of the small scale and of the detail."""
MARGIN_DEG = 2.5
"""Detail reaches this far beyond the marks (project choice)."""
WORLD_CITY = 1500
"""Outside the detail only capitals and cities over so many thousand inhabitants are named."""

CITY_FROM = ((6000, 0), (2500, 4), (1000, 5), (400, 6), (200, 7), (100, 8))
"""(inhabitants in thousands, zoom from which such cities are named); a smaller place is not named."""
CAPITAL_FROM = 4
COUNTRY_SOONER, COUNTRY_UNTIL = 1.5, 8.5
"""Countries are named a little sooner than Natural Earth proposes, and up to a zoom (project choice)."""
NEAR_DEG = 0.12
"""A city this near to a place that is marked is that place."""
SAME_DEG = 1.0
"""So is one of the same name this near."""

Box = tuple[float, float, float, float]
Cell = tuple[int, int]
Spot = tuple[float, float, str, str]
"""Longitude, latitude, name and id of a place's mark."""
Label = tuple[str, str, float, float, float, float, float, str]
"""Text, style, longitude, latitude, rank, zooms from and until, and the place's mark that is the same."""


def choose(boxes: Sequence[Box], countries: Iterable[str], *, most_cells: int) -> dict[str, Any]:
    """Basemap for marks with the given boxes (west, south, east, north), outlines of ``countries``.

    Raises DataError when the bundled archive is missing or damaged.
    """
    return _chosen(frozenset(_detail_cells(boxes, most_cells)), tuple(sorted(set(countries))))


@lru_cache(maxsize=2)
def _chosen(detail: frozenset[Cell], countries: Sequence[str]) -> dict[str, Any]:
    """The basemap with detail in some cells; a map that is drawn again and again mostly keeps its own."""
    try:
        with zipfile.ZipFile(ARCHIVE) as archive:
            names = set(archive.namelist())
            chosen = sorted(detail & {_cell(name) for name in names if name.startswith("detail/")})
            near = [_member(archive, f"detail/{west}_{south}.json") for west, south in chosen]
            far = _far(archive, names, set(chosen))
            outlines = _member(archive, "countries.json")
            labels = _member(archive, "labels.json")
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"{ARCHIVE}: {error}; reinstall the package") from error
    return {
        "near": near,
        "far": far,
        "outlines": {code: outlines[code] for code in countries if code in outlines},
        "countries": labels["countries"],
        "cities": [city for city in labels["cities"] if _named(city, detail)],
    }


def cities() -> list[list[Any]]:
    """[name, lon, lat, population in thousands, 1 for a capital] of every city that it may name.

    Raises DataError when the bundled archive is missing or damaged.
    """
    try:
        with zipfile.ZipFile(ARCHIVE) as archive:
            found: list[list[Any]] = _member(archive, "labels.json")["cities"]
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"{ARCHIVE}: {error}; reinstall the package") from error
    return found


def layers(ground: Mapping[str, Any]) -> dict[str, list[tuple[int, list[Any]]]]:
    """Of each kind of line or area, from the ground up, the decimals and the shapes of all cells."""
    cells = ((FAR_DECIMALS, ground["far"]), (NEAR_DECIMALS, ground["near"]))
    return {
        kind: [
            (decimals, [shape for one in found for shape in one.get(kind, ())]) for decimals, found in cells
        ]
        for kind in KINDS
    }


def labels(ground: Mapping[str, Any], places: Iterable[Mapping[str, Any]]) -> list[Label]:
    """Names of countries and cities of a basemap, see ``Label``; ``places`` are the rows of the marks."""
    marks = list(places)
    lands = {row["country"]: str(row["id"]) for row in marks if row["kind"] == "country"}
    near: dict[Cell, list[Spot]] = defaultdict(list)
    for row in marks:
        lon, lat = row["geometry"].x, row["geometry"].y
        near[_degree(lon, lat)].append((lon, lat, str(row["name"]), str(row["id"])))
    found: list[Label] = [
        (
            *(name.upper(), "country", lon, lat, 30 - rank, from_zoom - COUNTRY_SOONER, COUNTRY_UNTIL),
            lands.get(code, ""),
        )
        for name, code, lon, lat, rank, from_zoom in ground["countries"]
    ]
    for name, lon, lat, many, capital in ground["cities"]:
        least = min(
            [zoom for inhabitants, zoom in CITY_FROM if many >= inhabitants]
            + ([CAPITAL_FROM] if capital else []),
            default=None,
        )
        if least is not None:
            rank = round(5 + math.log10(many + 1) + 3 * capital, 1)
            found.append((name, "city", lon, lat, rank, least, 99, _twin(name, lon, lat, near)))
    return found


def _twin(name: str, lon: float, lat: float, near: Mapping[Cell, list[Spot]]) -> str:
    """The mark of a place that a city is, "" if none."""
    x, y = _degree(lon, lat)
    for spot in (spot for i in (-1, 0, 1) for j in (-1, 0, 1) for spot in near.get((x + i, y + j), ())):
        apart = abs(spot[0] - lon) + abs(spot[1] - lat)
        if apart < NEAR_DEG or (apart < SAME_DEG and spot[2] == name):
            return spot[3]
    return ""


def _degree(lon: float, lat: float) -> Cell:
    return math.floor(lon), math.floor(lat)


def _named(city: Sequence[Any], detail: frozenset[Cell]) -> bool:
    return city[3] >= WORLD_CITY or bool(city[4]) or _at(city[1], city[2]) in detail


def _member(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def _far(archive: zipfile.ZipFile, names: set[str], without: set[Cell]) -> list[Any]:
    worlds = ((_cell(name), name) for name in names if name.startswith("world/"))
    return [_member(archive, name) for cell, name in sorted(worlds) if cell not in without]


@cache
def _cell(name: str) -> Cell:
    west, south = name.split("/")[1].removesuffix(".json").split("_")
    return int(west), int(south)


def _at(lon: float, lat: float) -> Cell:
    return math.floor(lon / CELL_DEG) * CELL_DEG, math.floor(lat / CELL_DEG) * CELL_DEG


def _detail_cells(boxes: Sequence[Box], most_cells: int) -> set[Cell]:
    """Cells that the marks touch, those that most marks touch first, at most ``most_cells``."""
    counts: Counter[Cell] = Counter()
    for west, south, east, north in boxes:
        low = _at(west - MARGIN_DEG, south - MARGIN_DEG)
        high = _at(east + MARGIN_DEG, north + MARGIN_DEG)
        cells = [
            (x, y) for x in range(low[0], high[0] + 1, CELL_DEG) for y in range(low[1], high[1] + 1, CELL_DEG)
        ]
        if len(cells) <= most_cells:
            counts.update(cells)
    ranked = sorted(counts, key=lambda cell: (-counts[cell], cell))
    return set(ranked[:most_cells])
