"""How a mark is drawn (see ``static/look.js``): its class in ``static/map.css``, widths and lengths."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from geo.page import captions

STUBS = {"open-head": 42, "faded-tail": 42, "bar": 34, "sector": 44}
"""Length of arrows whose length on the ground means nothing, by shape (project choice)."""
STUB_WIDTH = 0.75
"""An arrow with one stated end tells less than one with two (project choice)."""
LANE = 14
"""Pixels between arrows of the same two ends (project choice)."""
METRES_ROUND = 40_075_017
"""Of the equator."""
SIGN = 17
"""Width of a symbol in pixels."""
MOST_PUBLISHERS = 4
"""More publishers make an arrow no wider (project choice)."""
WIDEST = 16
"""Of arrows as wide as people are many; a quarter of a million are told by the widest (project choice)."""


def look(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a row of the frame ``name``.

    ``look`` is its class. ``reach`` is the radius of a place without a dot, as a share of the Mercator
    square. Of an arrow ``widths`` are those by publishers and by how many moved, ``stub`` is its length
    where that on the ground means nothing.
    """
    if name == "situations":
        return {"look": f"sign {row['kind']} {row['status']}"}
    if name == "places":
        return _place(row)
    if name == "regions":
        return {"look": "core"}
    return _arrow(row) if name == "movements" else {}


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    drawn = {"look": "point passing" if row["secondary"] else "point"}
    metres = 1000 * row["extent_km"]
    if row["precision"] in captions.PINNED or not metres > 0:
        return drawn
    # Mercator is cut at 85 degrees
    round_here = METRES_ROUND * math.cos(math.radians(min(85, abs(row["geometry"].y))))
    return {**drawn, "reach": round(metres / round_here, 7)}


def shift(x: float, y: float) -> tuple[int, int]:
    """Pixels from its place to a symbol, of widths of a symbol."""
    return round(SIGN * x), round(SIGN * y)


def _arrow(row: Mapping[str, Any]) -> dict[str, Any]:
    # a movement with a place but no course is a ring round it
    kind = "ring" if row["geometry"].geom_type == "Point" else "arrow"
    stub = STUBS.get(row["shape"])
    told = 3 + 1.4 * min(MOST_PUBLISHERS, max(1, row["publishers"]))
    many = next((one for one in (row["quantity_max"], row["quantity_min"]) if one and not math.isnan(one)), 0)
    moved = min(WIDEST, 3 + math.sqrt(many) / 60)
    widths = [round(width * (STUB_WIDTH if stub else 1), 1) for width in (told, moved)]
    drawn = {"look": f"{kind} {row['status']}", "widths": widths}
    return {**drawn, "stub": stub} if stub else drawn
