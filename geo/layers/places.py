"""Resolved mentions to one row a place."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from geo import schema
from geo.layers.colours import COLOURS
from geo.layers.evidence import Evidence
from geo.layers.naming import own_name
from geo.layers.quotes import Declined, Lines, quote_of
from geo.layers.rows import Rows
from geo.layers.wording import joined, number, one_line
from geo.records import Extract, Mention, Place, Resolution

PRECISION = {
    "continent": "country",
    "country": "country",
    "admin1": "province",
    "admin2": "district",
    "city": "settlement",
    "neighbourhood": "settlement",
    **dict.fromkeys(("camp", "base", "airport", "crossing", "dam", "site", "facility", "mountain"), "exact"),
}
_EXACT_KM = 2.0
"""A site larger than this is drawn as an area (project choice)."""
MOST_CHOICES = 5
_MOST_RIVALS = 32
"""Rivals of a place that are kept until the likeliest of them are chosen."""
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class _Seen:
    """What all mentions of a place come to; reports come in their order."""

    place: Place
    count: int = 0
    literal: int = 0
    least: float = math.inf
    documents: list[int] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    rivals: dict[str, tuple[float, Place]] = field(default_factory=dict)
    lines: Lines = field(default_factory=Lines)

    def add(self, document: int, mention: Mention, resolution: Resolution) -> None:
        self.count += 1
        self.literal += mention.literal
        self.least = min(self.least, float(resolution.probability))
        if not self.documents or self.documents[-1] != document:
            self.documents.append(document)
        self.names[one_line(mention.text)] += 1
        for reason in resolution.reasons:
            # of those that differ in a number only, the first
            self.reasons.setdefault(_without_numbers(reason), reason)
        for rival in resolution.alternatives:
            self._rival(rival.place, rival.probability)

    def _rival(self, place: Place, probability: float) -> None:
        """Take in another place that the name may mean; those stay that may come to be shown."""
        if place.id == self.place.id or probability <= self.rivals.get(place.id, (-1.0, place))[0]:
            return
        self.rivals[place.id] = (probability, place)
        if len(self.rivals) > _MOST_RIVALS:
            self.rivals = dict(self.ranked()[: MOST_CHOICES - 1])

    def ranked(self) -> list[tuple[str, tuple[float, Place]]]:
        """The rivals, each with the highest probability that a mention gave it, the likeliest first."""
        return sorted(self.rivals.items(), key=lambda one: (-one[1][0], one[0]))


class Places:
    """The places that the reports name, gathered one report after the other."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def see(self, document: int, extract: Extract, declined: Declined) -> None:
        """Take in the names of a report."""
        for mention, resolution in zip(extract.reading.mentions, extract.resolutions, strict=True):
            place = resolution.place
            if mention.demonym or place is None:
                _decline(document, extract, mention, resolution, declined)
                continue
            seen = self._seen.get(place.id)
            if seen is None:
                seen = self._seen[place.id] = _Seen(place)
            seen.add(document, mention, resolution)
            seen.lines.add(document, extract, mention.start, mention.end)

    def rows(self) -> Rows:
        """A row a place, the most mentioned first."""
        rows = Rows(schema.PLACES)
        for one in self._seen.values():
            rows.add(_place_row(one), (-one.count, one.place.id))
        return rows

    def choices(self, ids: Iterable[str]) -> Iterator[schema.Choice]:
        """Some places each with their rivals."""
        return (choice for ident in ids for choice in _choices(self._seen[ident]))


def tell_places(document: int, extract: Extract, evidence: Evidence) -> None:
    """Give the sentences of a report that name places that are kept."""
    for mention, resolution in zip(extract.reading.mentions, extract.resolutions, strict=True):
        place = resolution.place
        if place is not None and place.id in evidence.kept and not mention.demonym:
            span = [(mention.start, mention.end, "place")]
            evidence.read("places", quote_of(place.id, document, extract, span), span)


def _decline(
    document: int, extract: Extract, mention: Mention, resolution: Resolution, declined: Declined
) -> None:
    what, why = "people" if mention.demonym else "name", _why_no_place(mention, resolution)
    if not declined.again(what, mention.text, why, document):
        quote = quote_of("", document, extract, [(mention.start, mention.end, "place")])
        near = resolution.suggestions
        declined.add(schema.Declined(what, mention.text, why, 1, quote, (document,), near))


def _why_no_place(mention: Mention, resolution: Resolution) -> str:
    if mention.demonym:
        return "a word for people, not a place"
    return "; ".join(resolution.reasons) or "no known place bears this name surely enough"


def _place_row(seen: _Seen) -> dict[str, Any]:
    place, count = seen.place, seen.count
    return {
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": (place.lon, place.lat)},
        "title": place.name,
        "description": seen.lines.text,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "population": int(place.population),
        "extent_km": number(place.extent_km),
        "precision": _precision(place),
        "mentions": count,
        "literal": seen.literal,
        "secondary": seen.literal == 0,
        "reports": len(seen.documents),
        "documents": ",".join(map(str, seen.documents)),
        "probability": round(seen.least, 3),
        "names": joined((*(name for name, _ in seen.names.most_common()), own_name(place))),
        "layer": place.layer,
        "reasons": joined(seen.reasons.values()),
        "note": place.note,
        "source": place.source,
        "own": json.dumps(own, ensure_ascii=False) if (own := schema.own_columns(place)) else "",
        "marker-color": COLOURS["place"],
        "marker-size": "large" if count >= 8 else "medium" if count >= 3 else "small",
    }


def _precision(place: Place) -> str:
    """How exactly the place lies where it is drawn; coordinates of few digits are an area."""
    if place.kind == "site" and (place.extent_km or 0.0) > _EXACT_KM:
        return "area"
    return PRECISION.get(place.kind, "area")


@lru_cache(maxsize=4096)
def _without_numbers(reason: str) -> str:
    return _NUMBER.sub("", reason)


def _choices(seen: _Seen) -> Iterator[schema.Choice]:
    """The place chosen and its rivals, each with the highest probability that a mention gave it."""
    place = seen.place
    yield _choice(place.id, place, seen.least, chosen=True)
    for _, (share, rival) in seen.ranked()[: MOST_CHOICES - 1]:
        yield _choice(place.id, rival, share, chosen=False)


def _choice(mark: str, place: Place, probability: float, *, chosen: bool) -> schema.Choice:
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    return schema.Choice(
        mark=mark,
        name=place.name,
        place=place.id,
        kind=place.kind,
        where=where,
        probability=round(float(probability), 3),
        chosen=chosen,
        lat=round(place.lat, 5),
        lon=round(place.lon, 5),
        country=place.country,
    )
