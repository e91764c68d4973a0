"""Rows of a frame, pressed into columns a few thousand at a time: of a million few are objects at once."""

from __future__ import annotations

from typing import Any

import geopandas
import pandas as pd

from geo import schema
from geo.layers.shapes import shapes_of

PIECE = 4_000
"""Rows that are objects at once (project choice)."""


class Rows:
    """Rows in the order of their keys, those without one in the order in which they come."""

    def __init__(self, columns: schema.Schema) -> None:
        """``columns`` is the schema of the frame."""
        self._names = [column.name for column in columns]
        self._new: list[dict[str, Any]] = []
        self._pieces: list[geopandas.GeoDataFrame] = []
        self._keys: list[tuple[Any, ...]] = []

    def add(self, row: dict[str, Any], key: tuple[Any, ...] = ()) -> None:
        """Add a row, whose ``geometry`` is GeoJSON, a shape, or None."""
        self._new.append(row)
        self._keys.append(key)
        if len(self._new) == PIECE:
            self._press()

    def frame(self) -> geopandas.GeoDataFrame:
        """All rows as a frame, to be asked for once."""
        if self._new or not self._pieces:
            self._press()
        pieces, self._pieces = self._pieces, []
        whole = pieces[0] if len(pieces) == 1 else pd.concat(pieces, ignore_index=True)
        pieces.clear()
        order = sorted(range(len(self._keys)), key=self._keys.__getitem__)
        if order == list(range(len(order))):
            return whole
        return whole.take(order).reset_index(drop=True)

    def _press(self) -> None:
        rows, self._new = self._new, []
        shapes = shapes_of([row["geometry"] for row in rows])
        # column by column: several times quicker than a dictionary a row
        columns = {name: [row[name] for row in rows] for name in self._names}
        self._pieces.append(geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326"))
