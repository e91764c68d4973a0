"""What a reader can put right: a mark as rows of a file of gazetteer/, and what may change in them.

``rows`` have all columns of ``file``; ``choices`` are [words, what changes in each row].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.page.wording import level, listed

if TYPE_CHECKING:
    from geo import schema

MOST_ROWS = 40
"""Sentences of a movement that are ruled on (project choice)."""
_STATUSES = ("happened", "claimed", "possible", "planned", "attempted", "prevented", "denied")
"""What a movement may be said to be instead."""
_NOWHERE = {"latitude": "", "longitude": "", "kind": "", "country": "", "action": "ignore"}


def of_place(row: Mapping[str, Any], rivals: Sequence[schema.Choice], whats: Sequence[str]) -> dict[str, Any]:
    """A place, and the other places of its name with what they are, in words."""
    lon, lat = row["spot"]
    found = {
        "name": listed(row["names"])[0] if row["names"] else row["name"],
        "latitude": round(lat, 5),
        "longitude": round(lon, 5),
        "kind": row["kind"],
        "country": row["country"],
    }
    others = [
        [
            level(f"{one.name}, {what}"),
            {"latitude": one.lat, "longitude": one.lon, "kind": one.kind, "country": one.country},
        ]
        for one, what in zip(rivals, whats, strict=True)
    ]
    return {
        "file": "corrections.csv",
        "rows": [{**found, "aliases": "", "action": "", "note": ""}],
        "choices": [*others, ["not a place", _NOWHERE]],
    }


def of_movement(status: str, quotes: Sequence[schema.Quote], files: Sequence[str]) -> dict[str, Any]:
    """A movement of a status: a row for each word that tells it, in the file of its report."""
    rows = [
        {
            "quote": " ".join(quote.text.split()),
            "word": quote.text[start:end],
            "document": file,
            "action": "",
            "status": "",
            "note": "",
        }
        for quote, file in zip(quotes, files, strict=True)
        for start, end, role in quote.spans
        if role == "trigger"
    ]
    ignored = ["not a movement", {"action": "ignore"}]
    others = [[one, {"status": one}] for one in _STATUSES if one != status]
    return {"file": "claims.csv", "rows": rows[:MOST_ROWS], "choices": [ignored, *others]}
