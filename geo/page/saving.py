"""What a reader takes along of the marks: columns of the exports, shapes as other programs want them."""

from __future__ import annotations

import unicodedata
from typing import Any

from geo import schema
from geo.page.wording import date_words

COLUMNS = (
    *("id", "type", "title", "status", "kind", "class", "status_words", "mover", "actor", "causer"),
    *("origin", "destination", "via", "path", "place", "anchors", "relation_words", "attribution"),
    *("quantity", "quantity_min", "quantity_max", "unit", "time", "time_start", "time_end", "date"),
    *("reported", "reports", "publishers", "mentions", "precision", "probability", "country", "admin1"),
    *("population", "sentence", "sources"),
)
"""Columns of what the page gives as GeoJSON and CSV, in their order."""
_DIGITS = 4


def file_name(title: str) -> str:
    """Name of a file, without its ending, for a map of this title in any script."""
    letters = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in title)
    return "-".join(letters.split()) or "map"


def cite(report: schema.Report) -> str:
    """Who published it, when, and its title."""
    parts = (report.publisher, date_words(report.published), report.title, report.url)
    return ", ".join(part for part in parts if part)


def shape(geometry: Any) -> dict[str, Any]:
    """A shape as GeoJSON: cut at 180 degrees as it is in the layers, whatever the page does."""
    found = geometry.__geo_interface__
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(part: Any) -> Any:
    return round(part, _DIGITS) if isinstance(part, float | int) else [_rounded(one) for one in part]
