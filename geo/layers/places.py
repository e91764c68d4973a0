"""Resolved mentions to one row a place."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from geo import schema
from geo.layers.colours import COLOURS
from geo.layers.naming import own_name
from geo.layers.quotes import Declined, Quotes, quote_of
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
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class _Seen:
    """Mentions of one place: (document index, mention, resolution)."""

    place: Place
    mentions: list[tuple[int, Mention, Resolution]] = field(default_factory=list)


def place_rows(
    extracts: Sequence[Extract], quotes: Quotes, declined: Declined
) -> tuple[list[dict[str, Any]], list[schema.Choice]]:
    """Rows of the places, most mentioned first, and the rivals of each."""
    seen: dict[str, _Seen] = {}
    for document, extract in enumerate(extracts):
        for mention, resolution in zip(extract.reading.mentions, extract.resolutions, strict=True):
            span = [(mention.start, mention.end, "place")]
            if mention.demonym or resolution.place is None:
                what = "people" if mention.demonym else "name"
                why = _why_no_place(mention, resolution)
                if not declined.again(what, mention.text, why, document):
                    quote, near = quote_of("", document, extract, span), resolution.suggestions
                    declined.add(schema.Declined(what, mention.text, why, 1, quote, (document,), near))
                continue
            place = resolution.place
            seen.setdefault(place.id, _Seen(place)).mentions.append((document, mention, resolution))
            quotes.add(place.id, document, extract, span)
    ordered = sorted(seen.values(), key=lambda one: (-len(one.mentions), one.place.id))
    return [_place_row(one, quotes) for one in ordered], [
        choice for one in ordered for choice in _choices(one)
    ]


def _why_no_place(mention: Mention, resolution: Resolution) -> str:
    if mention.demonym:
        return "a word for people, not a place"
    return "; ".join(resolution.reasons) or "no known place bears this name surely enough"


def _place_row(seen: _Seen, quotes: Quotes) -> dict[str, Any]:
    place = seen.place
    documents = sorted({document for document, _, _ in seen.mentions})
    literal = sum(mention.literal for _, mention, _ in seen.mentions)
    names = Counter(one_line(mention.text) for _, mention, _ in seen.mentions)
    count = len(seen.mentions)
    return {
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": (place.lon, place.lat)},
        "title": place.name,
        "description": quotes.description(place.id),
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "population": int(place.population),
        "extent_km": number(place.extent_km),
        "precision": _precision(place),
        "mentions": count,
        "literal": literal,
        "secondary": literal == 0,
        "reports": len(documents),
        "documents": ",".join(map(str, documents)),
        "probability": round(min(float(one.probability) for _, _, one in seen.mentions), 3),
        "names": joined((*(name for name, _ in names.most_common()), own_name(place))),
        "layer": place.layer,
        "reasons": joined(_reasons(seen)),
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


def _reasons(seen: _Seen) -> list[str]:
    """Reasons of all mentions; of those that differ in a number only, the first."""
    kept: dict[str, str] = {}
    for _, _, resolution in seen.mentions:
        for reason in resolution.reasons:
            kept.setdefault(_without_numbers(reason), reason)
    return list(kept.values())


@lru_cache(maxsize=4096)
def _without_numbers(reason: str) -> str:
    return _NUMBER.sub("", reason)


def _choices(seen: _Seen) -> Iterator[schema.Choice]:
    """The place chosen and its rivals, each with the highest probability that a mention gave it."""
    place = seen.place
    best: dict[str, tuple[float, Place]] = {}
    for _, _, resolution in seen.mentions:
        for rival in resolution.alternatives:
            if rival.place.id != place.id and rival.probability > best.get(rival.place.id, (-1.0, place))[0]:
                best[rival.place.id] = (rival.probability, rival.place)
    probability = min(resolution.probability for _, _, resolution in seen.mentions)
    yield _choice(place.id, place, probability, chosen=True)
    rivals = sorted(best.values(), key=lambda one: (-one[0], one[1].id))
    for share, rival_place in rivals[: MOST_CHOICES - 1]:
        yield _choice(place.id, rival_place, share, chosen=False)


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
