"""Choice of the bundled basemap's cells: detail where the marks are, the small scale elsewhere.

``data/basemap.zip`` is made by ``geo.derive.basemap``: Natural Earth cut into cells of five degrees.
Nothing is computed here but which cells to take.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from geo.errors import DataError

ARCHIVE = Path(__file__).parent / "data" / "basemap.zip"
CELL_DEG = 5
MARGIN_DEG = 2.5
"""Detail reaches this far beyond the marks (project choice)."""
WORLD_CITY = 1500
"""Outside the detail only capitals and cities over so many thousand inhabitants are named."""

Box = tuple[float, float, float, float]
Cell = tuple[int, int]


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
