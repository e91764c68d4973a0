"""Colours of the exported marks; the page has its own for light and dark."""

from __future__ import annotations

COLOURS = {
    "place": "#0072b2",
    "region": "#009e73",
    "situation": "#7a4fb5",
    "happened": "#d55e00",
    "claimed": "#d55e00",
    "possible": "#cc79a7",
    "planned": "#cc79a7",
    "attempted": "#e69f00",
    "prevented": "#000000",
    "past": "#777777",
    "denied": "#777777",
}
"""Colours of Okabe and Ito (2008), told apart by people of every colour vision."""
