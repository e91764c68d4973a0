"""Phrases, motions and situations with their places: regions, movements and standings.

``find`` is the room's entry: what the language room read and the places room resolved becomes regions
with anchors, movements with ends and standings, each with the decision whether it may be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.records import Document, Movement, Reading, Region, Resolution, Standing
from geo.relations.described import located
from geo.relations.movements import find_movements
from geo.relations.references import resolve_reference
from geo.relations.regions import find_regions
from geo.relations.rulings import ruled, speaks_of
from geo.relations.standings import find_standings

__all__ = [
    "find",
    "find_movements",
    "find_regions",
    "find_standings",
    "resolve_reference",
    "ruled",
    "speaks_of",
]


def find(
    document: Document, reading: Reading, resolutions: Sequence[Resolution]
) -> tuple[tuple[Region, ...], tuple[Movement, ...], tuple[Standing, ...]]:
    """Regions, movements and standings of one document.

    ``resolutions`` are in the order of ``reading.mentions``. Movements are in the order of
    ``reading.motions``, standings in that of ``reading.situations``, one for each, also those that must
    not be drawn.
    """
    regions = find_regions(document, reading, resolutions)
    by_phrase = {
        index: number
        for number, region in enumerate(regions)
        for index, phrase in enumerate(reading.phrases)
        if region.phrase.start <= phrase.start and phrase.end <= region.phrase.end
    }
    movements = located(find_movements(document, reading, resolutions, regions=by_phrase), regions)
    return regions, movements, find_standings(document, reading, resolutions, regions=by_phrase)
