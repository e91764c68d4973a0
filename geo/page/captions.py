"""What is written beside a mark on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.page.wording import cut, listed

LONGEST = 30
"""Letters of a caption (project choice)."""
LONGEST_NAME = 20
"""Letters of a claimant's name beside a caption (project choice)."""


def caption(name: str, row: Mapping[str, Any]) -> str:
    """The caption of a row of the frame ``name``; places bear their names instead."""
    if name == "movements":
        return cut(row["label"], LONGEST) + _says(row)
    if name == "situations":
        return cut(next(iter(listed(row["quantity"])), row["title"]), LONGEST)
    return cut(row["title"], LONGEST) if name == "regions" else ""


def _says(row: Mapping[str, Any]) -> str:
    """Who claims it: a hollow arrow says whose word it is."""
    who = next(iter(listed(row["attribution"])), "")
    return (
        f", says {cut(who, LONGEST_NAME)}"
        if row["status"] == "claimed" and who not in {"", row["label"]}
        else ""
    )
