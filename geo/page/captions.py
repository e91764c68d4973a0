"""What is written beside a mark on the map, in which style, and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.page.speakers import claimants
from geo.page.wording import cut, listed

LONGEST = 30
"""Letters of a caption (project choice)."""
LONGEST_NAME = 20
"""Letters of a claimant's name beside a caption (project choice)."""
MAJOR = 6
"""A place named so often is written larger (project choice)."""
PINNED = {"settlement", "exact"}
"""Precisions of places that have a dot; the name of others is their mark."""
WATER = {"river", "lake", "sea", "ocean", "strait", "gulf", "canal"}


def label(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a row of the frame ``name``, read in ``static/labels.js``.

    ``caption`` is missing where it is the name (a place may bring it, in the language asked for); ``says``
    is added to it where there is room. The highest ``rank`` is placed first; what has none is named only
    while it is selected.
    """
    if name == "places":
        return _place(row)
    if name == "movements":
        caption, says = cut(row["label"], LONGEST), _says(row)
        told = {"caption": caption, "style": f"movement {row['status']}"}
        if row["label"] != row["noun"]:  # a word for the kind of movement alone tells nothing new
            told["rank"] = 40 + 2 * row["publishers"]
        return {**told, "says": says} if says else told
    if name == "situations":
        caption = cut(next(iter(listed(row["quantity"])), row["title"]), LONGEST)
        told = {"caption": caption, "style": "situation"}
        return {**told, "rank": 42} if row["kind"] == "displaced" else told
    if name != "regions":
        return {}
    # an area whose name had to be cut says too little
    told = {"caption": cut(row["title"], LONGEST), "style": "region"}
    return {**told, "rank": 38} if told["caption"] == row["title"] else told


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    area = row["precision"] not in PINNED
    style = "place" if row["mentions"] < MAJOR else "major"
    if area:
        style = "water" if row["kind"] in WATER else "area"
    # towns have little choice where to stand, areas have more
    least = 34 if row["secondary"] else 44 if area else 60
    caption = row.get("caption", "")
    if row["kind"] == "country":
        caption = (caption or row["name"]).upper()
    told = {
        "style": f"{style} passing" if row["secondary"] else style,
        "rank": least + min(15 if area else 30, row["mentions"]),
    }
    return {**told, "caption": caption} if caption else told


def _says(row: Mapping[str, Any]) -> str:
    """Who claims it: a hollow arrow says whose word it is."""
    who = next(iter(claimants(listed(row["attribution"]))), "")
    told = row["status"] == "claimed" and who not in {"", row["label"]}
    return f", says {cut(who, LONGEST_NAME)}" if told else ""
