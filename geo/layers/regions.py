"""Relative regions to one row a region."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geo import schema
from geo.layers.colours import COLOURS
from geo.layers.quotes import Declined, Quotes, quote_of
from geo.layers.spans import region_spans
from geo.layers.wording import compass, end_name, joined, number, one_line
from geo.records import Drawing, Extract, Region


@dataclass(slots=True)
class _Area:
    """Phrases that mean the same region: (document index, region), and the first drawing."""

    id: str
    drawing: Drawing
    members: list[tuple[int, Region]] = field(default_factory=list)


def region_rows(
    extracts: Sequence[Extract], quotes: Quotes, declined: Declined
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the regions and of their halos."""
    found: dict[str, _Area] = {}
    for document, extract in enumerate(extracts):
        for region, drawing in zip(extract.regions, extract.region_drawings, strict=True):
            spans = region_spans(region)
            if drawing.geometry is None:
                why = "; ".join(drawing.warnings) or "its place is not known"
                quote, text = quote_of("", document, extract, spans), one_line(region.phrase.text)
                declined.add(schema.Declined("region", text, why, 1, quote, (document,)))
                continue
            key = _region_id(region)
            found.setdefault(key, _Area(key, drawing)).members.append((document, region))
            quotes.add(key, document, extract, spans)
    ordered = sorted(found.values(), key=lambda one: (-len(one.members), one.id))
    areas = [
        {"mark": one.id, "role": "halo", "geometry": one.drawing.halo} for one in ordered if one.drawing.halo
    ]
    return [_region_row(one, quotes) for one in ordered], areas


def _region_id(region: Region) -> str:
    """Same relation to the same places at the same distance: same region, whatever the words."""
    phrase = region.phrase
    parts = (
        phrase.model,
        sorted(phrase.relations),
        [end.place.id if end.place else one_line(end.text) for end in region.anchors],
        phrase.distance and (phrase.distance.km, phrase.distance.low_km, phrase.distance.high_km),
        phrase.combine,
        sorted(region.within),
    )
    return f"region:{hashlib.sha256(repr(parts).encode()).hexdigest()[:16]}"


def _tells_nothing_new(region: Region) -> bool:
    return region.phrase.model == "IN" or bool(region.target and region.target.place)


def _region_row(area: _Area, quotes: Quotes) -> dict[str, Any]:
    _, first = area.members[0]
    documents = sorted({document for document, _ in area.members})
    phrases = Counter(one_line(region.phrase.text) for _, region in area.members)
    drawing = area.drawing
    return {
        "id": area.id,
        "geometry": drawing.geometry,
        "title": phrases.most_common(1)[0][0],
        "description": quotes.description(area.id),
        "relation": ", ".join(first.phrase.relations),
        "relation_words": ", ".join(map(compass, first.phrase.relations)),
        "anchors": joined(end_name(end) for end in first.anchors),
        "anchor_ids": joined(end.place.id for end in first.anchors if end.place),
        "target": joined(end_name(one.target) for _, one in area.members if one.target),
        "secondary": all(_tells_nothing_new(one) for _, one in area.members),
        "distance_km": number(first.phrase.distance.km if first.phrase.distance else None),
        "phrases": joined(phrases),
        "model": drawing.model,
        "model_source": drawing.source,
        "warnings": joined(drawing.warnings),
        "inferred": joined(item for _, region in area.members for item in region.phrase.inferred),
        "mentions": len(area.members),
        "reports": len(documents),
        "documents": ",".join(map(str, documents)),
        "stroke": COLOURS["region"],
        "stroke-width": 1.0,
        "stroke-opacity": 0.6,
        "fill": COLOURS["region"],
        "fill-opacity": 0.25,
    }
