"""Coordinates that people write, in any notation: in running text and in a cell of a table.

A leaf that any room may use: words in, points out, no gazetteer, no settings, nothing read.
"""

from __future__ import annotations

from geo.coordinates.angles import parse_angle
from geo.coordinates.cell import parse_point
from geo.coordinates.codes import complete
from geo.coordinates.grid import on_grid
from geo.coordinates.precision import in_words
from geo.coordinates.text import Written, find_coordinates

__all__ = ["Written", "complete", "find_coordinates", "in_words", "on_grid", "parse_angle", "parse_point"]
