"""Relative regions to one row a region."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from geo import schema
from geo.layers.colours import COLOURS
from geo.layers.evidence import Evidence
from geo.layers.quotes import Declined, Lines, quote_of
from geo.layers.rows import Rows
from geo.layers.shapes import shapes_of
from geo.layers.spans import region_spans
from geo.layers.wording import compass, end_name, joined, number, one_line
from geo.records import Drawing, Extract, Region


@dataclass(slots=True)
class _Area:
    """Phrases that mean the same region: where the first stands and its row, and what all of them say."""

    id: str
    first: tuple[int, int]
    row: dict[str, Any]
    count: int = 0
    secondary: bool = True
    documents: list[int] = field(default_factory=list)
    phrases: Counter[str] = field(default_factory=Counter)
    targets: dict[str, None] = field(default_factory=dict)
    inferred: dict[str, None] = field(default_factory=dict)
    lines: Lines = field(default_factory=Lines)

    def add(self, document: int, region: Region) -> None:
        self.count += 1
        self.secondary = self.secondary and _tells_nothing_new(region)
        if not self.documents or self.documents[-1] != document:
            self.documents.append(document)
        self.phrases[one_line(region.phrase.text)] += 1
        if region.target:
            self.targets.setdefault(end_name(region.target))
        self.inferred.update(dict.fromkeys(region.phrase.inferred))


class Regions:
    """The regions that the reports tell of, gathered one report after the other."""

    def __init__(self) -> None:
        self._found: dict[str, _Area] = {}

    def see(self, document: int, extract: Extract, declined: Declined) -> None:
        """Take in the regions of a report."""
        new: list[_Area] = []
        for region, drawing in zip(extract.regions, extract.region_drawings, strict=True):
            if drawing.geometry is None:
                _decline(document, extract, region, drawing, declined)
                continue
            key = _region_id(region)
            area = self._found.get(key)
            if area is None:
                first = document, region.phrase.start
                area = self._found[key] = _Area(key, first, _first_row(key, region, drawing))
                new.append(area)
            area.add(document, region)
            area.lines.add(document, extract, region.phrase.start, region.phrase.end)
        # as shapes they take a tenth of the memory
        for area, shape in zip(new, shapes_of([one.row["geometry"] for one in new]), strict=True):
            area.row["geometry"] = shape

    def rows(self) -> Rows:
        """A row a region, those told most often first."""
        rows = Rows(schema.REGIONS)
        for one in self._found.values():
            rows.add(_region_row(one), (-one.count, one.id))
        return rows

    def tell(self, document: int, extract: Extract, evidence: Evidence) -> None:
        """Give the sentences of a report that tell of regions that are kept, and their halos."""
        for region, drawing in zip(extract.regions, extract.region_drawings, strict=True):
            if drawing.geometry is None:
                continue
            key = _region_id(region)
            if key not in evidence.kept:
                continue
            area = self._found[key]
            spans = region_spans(region)
            evidence.read("regions", quote_of(key, document, extract, spans), spans)
            if (document, region.phrase.start) == area.first:
                evidence.cover("regions", (-area.count, key), key, "halo", drawing.halo)


def _decline(document: int, extract: Extract, region: Region, drawing: Drawing, declined: Declined) -> None:
    why = "; ".join(drawing.warnings) or "its place is not known"
    quote, text = quote_of("", document, extract, region_spans(region)), one_line(region.phrase.text)
    declined.add(schema.Declined("region", text, why, 1, quote, (document,)))


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


def _first_row(ident: str, first: Region, drawing: Drawing) -> dict[str, Any]:
    """What the first phrase says of a region."""
    phrase = first.phrase
    return {
        "id": ident,
        "geometry": drawing.geometry,
        "relation": ", ".join(phrase.relations),
        "relation_words": ", ".join(map(compass, phrase.relations)),
        "anchors": joined(end_name(end) for end in first.anchors),
        "anchor_ids": joined(end.place.id for end in first.anchors if end.place),
        "distance_km": number(phrase.distance.km if phrase.distance else None),
        "model": drawing.model,
        "model_source": drawing.source,
        "warnings": joined(drawing.warnings),
        "stroke": COLOURS["region"],
        "stroke-width": 1.0,
        "stroke-opacity": 0.6,
        "fill": COLOURS["region"],
        "fill-opacity": 0.25,
    }


def _region_row(area: _Area) -> dict[str, Any]:
    return {
        **area.row,
        "title": area.phrases.most_common(1)[0][0],
        "description": area.lines.text,
        "target": joined(area.targets),
        "secondary": area.secondary,
        "phrases": joined(area.phrases),
        "inferred": joined(area.inferred),
        "mentions": area.count,
        "reports": len(area.documents),
        "documents": ",".join(map(str, area.documents)),
    }
