"""The extraction contract: one JSON object a document, public and versioned.

Fields may be added, never renamed. ``places`` holds every mention, also an unresolved one (``id`` and
``name`` null); words for peoples ("Iraqi") are among them only on request, with the kind ``demonym``.
``located`` says what ``lat`` and ``lon`` are: of the ``entry`` that the name means; of a place ``near``
which a name that no entry fits probably lies (then ``near`` tells which; such a name is on no map); or null.
Coordinates in GeoJSON are (lon, lat); ``lat`` and ``lon`` stand alone
elsewhere. Offsets are ``str`` offsets into ``text``, end exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

from geo.records import (
    Drawing,
    End,
    Extract,
    Mention,
    Movement,
    Place,
    Problem,
    Quantity,
    Region,
    Resolution,
    Standing,
    Time,
    Words,
)
from geo.schema import own_columns

VERSION = 1
"""Version of the contract; raised when a field changes its meaning."""


def to_json(extract: Extract, *, claims: Mapping[int, str] | None = None, demonyms: bool = False) -> str:
    """One line of JSON for a document; ``claims`` maps a movement's index to its claim's id.

    ``demonyms`` asks for the words for peoples among the places.
    """
    content = to_dict(extract, claims=claims, demonyms=demonyms)
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


_OPEN = '"claim": null}'
"""A movement's end in a line. In a text its quotes would have backslashes, and no other object ends so."""


def claimed(line: str, claims: Mapping[int, str]) -> str:
    """A line that ``to_json`` made without claims, with them."""
    parts = line.split(_OPEN)
    ends = (f'"claim": {json.dumps(claims[at])}}}' if at in claims else _OPEN for at in range(len(parts) - 1))
    return "".join(chain.from_iterable(zip(parts, chain(ends, [""]), strict=True)))


def to_dict(
    extract: Extract, *, claims: Mapping[int, str] | None = None, demonyms: bool = True
) -> dict[str, Any]:
    """The contract's object for a document, keys in the documented order; arguments as of ``to_json``."""
    document, reading = extract.document, extract.reading
    claim_of = claims or {}
    shown = [index for index, mention in enumerate(reading.mentions) if demonyms or not mention.demonym]
    numbers = {index: number for number, index in enumerate(shown)}
    return {
        "contract": VERSION,
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "url": document.url,
        "text": document.text,
        "zones": [
            {"start": zone.start, "end": zone.end, "kind": zone.kind, "mapped": zone.mapped}
            for zone in document.zones
        ],
        "places": [_mention(reading.mentions[index], extract.resolutions[index], numbers) for index in shown],
        "regions": [
            _region(region, drawing, numbers)
            for region, drawing in zip(extract.regions, extract.region_drawings, strict=True)
        ],
        "movements": [
            _movement(movement, drawing, claim_of.get(index))
            for index, (movement, drawing) in enumerate(
                zip(extract.movements, extract.movement_drawings, strict=True)
            )
        ],
        "situations": [
            _situation(standing, drawing)
            for standing, drawing in zip(extract.standings, extract.standing_drawings, strict=True)
        ],
        "warnings": [problem(found) for found in extract.problems],
    }


def _mention(mention: Mention, resolution: Resolution, numbers: Mapping[int, int]) -> dict[str, Any]:
    """``numbers`` maps a mention's index to its place among ``places``."""
    place, near = resolution.place, resolution.near
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        **_identity(place),
        "kind": "demonym" if mention.demonym else place.kind if place else mention.kind_hint,
        **_position(near.place if near else place),
        "located": "near" if near else "entry" if place else None,
        "near": {**_identity(near.place), "country": near.place.country or None} if near else None,
        "country": place.country or None if place else None,
        "admin1": place.admin1 or None if place else None,
        "extent_km": place.extent_km if place else None,
        "probability": round((near or resolution).probability, 4),
        "literal": mention.literal,
        "container": None if mention.container is None else numbers.get(mention.container),
        "alternatives": [
            {
                **_identity(alternative.place),
                **_position(alternative.place),
                "country": alternative.place.country or None,
                "probability": round(alternative.probability, 4),
            }
            for alternative in resolution.alternatives
        ],
        "reasons": [*mention.reasons, *resolution.reasons],
        "suggestions": list(resolution.suggestions),
        **({"extra": own} if place and (own := own_columns(place)) else {}),
    }


def _identity(place: Place | None) -> dict[str, Any]:
    return {"id": place.id if place else None, "name": place.name if place else None}


def _position(place: Place | None) -> dict[str, Any]:
    return {
        "lat": round(place.lat, 6) if place else None,
        "lon": round(place.lon, 6) if place else None,
    }


def _number(end: End, numbers: Mapping[int, int]) -> int | None:
    return None if end.mention is None else numbers.get(end.mention)


def _region(region: Region, drawing: Drawing, numbers: Mapping[int, int]) -> dict[str, Any]:
    phrase = region.phrase
    distance = phrase.distance
    return {
        **_span(phrase),
        "anchor": [number for anchor in region.anchors if (number := _number(anchor, numbers)) is not None],
        "anchors": [_end(anchor) for anchor in region.anchors],
        "target": _end(region.target),
        "relation": list(phrase.relations),
        "type": phrase.model,
        "combine": phrase.combine,
        "distance_km": round(distance.km, 3) if distance else None,
        "inferred": list(phrase.inferred),
        "geometry": drawing.geometry,
        "halo": drawing.halo,
        "model": drawing.model,
        "model_source": drawing.source,
        "warnings": list(drawing.warnings),
    }


def _movement(movement: Movement, drawing: Drawing, claim: str | None) -> dict[str, Any]:
    motion = movement.motion
    status = motion.status
    ends = {"origins": movement.origins, "destinations": movement.destinations, "via": movement.via}
    return {
        **_span(motion),
        "trigger": _words(motion.trigger),
        "class": motion.motion_class,
        "mover": motion.mover.text if motion.mover else None,
        "causer": motion.causer.text if motion.causer else None,
        "origin": _end(_first(movement.origins)),
        "destination": _end(_first(movement.destinations)),
        **{role: [_end(end) for end in found] for role, found in ends.items()},
        "path": _end(movement.path),
        "direction_deg": drawing.direction_deg,
        "directions": list(motion.directions),
        "towards": motion.towards,
        "goal_reached": motion.goal_reached,
        "eventuality": status.eventuality,
        "factuality": status.factuality,
        "evidentiality": status.evidentiality,
        "attribution": status.attribution,
        "cues": list(status.cues),
        "quantity": _quantity(motion.quantity),
        "time": _time(motion.time),
        "inferred": list(dict.fromkeys((*motion.inferred, *movement.inferred))),
        "draw": movement.draw,
        "declined": movement.declined or motion.declined,
        "shape": drawing.shape or None,
        "geometry": drawing.geometry,
        "halo": drawing.halo,
        "origin_area": drawing.origin_area,
        "destination_area": drawing.destination_area,
        "model": drawing.model,
        "model_source": drawing.source,
        "drawn": is_drawn(movement, drawing),
        "warnings": list(drawing.warnings),
        "claim": claim,
    }


def _situation(standing: Standing, drawing: Drawing) -> dict[str, Any]:
    situation = standing.situation
    status = situation.status
    return {
        **_span(situation),
        "trigger": _words(situation.trigger),
        "kind": situation.kind,
        "actor": situation.actor.text if situation.actor else None,
        "place": _end(standing.place),
        "eventuality": status.eventuality,
        "factuality": status.factuality,
        "evidentiality": status.evidentiality,
        "attribution": status.attribution,
        "cues": list(status.cues),
        "quantity": _quantity(situation.quantity),
        "time": _time(situation.time),
        "declined": standing.declined,
        "geometry": drawing.geometry,
        "halo": drawing.halo,
        "model": drawing.model,
        "warnings": list(drawing.warnings),
    }


def is_drawn(movement: Movement, drawing: Drawing) -> bool:
    """Whether an arrow (not a bar, not a symbol) stands on the map for the movement."""
    return movement.draw == "arrow" and drawing.geometry is not None


def _first(ends: tuple[End, ...]) -> End | None:
    return ends[0] if ends else None


def _span(words: Any) -> dict[str, Any]:
    return {"start": words.start, "end": words.end, "text": words.text}


def _words(words: Words | None) -> dict[str, Any] | None:
    return _span(words) if words else None


def _end(end: End | None) -> dict[str, Any] | None:
    if end is None:
        return None
    place = end.place
    return {
        "text": end.text,
        "start": end.start,
        "end": end.end,
        "place": place.id if place else None,
        "name": place.name if place else None,
        **_position(place),
        "country": place.country or None if place else None,
        "kind": place.kind if place else "unresolved",
        "region": end.region,
        "inferred": end.inferred,
    }


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {
        "text": quantity.text,
        "value": quantity.value,
        "min": quantity.min,
        "max": quantity.max,
        "unit": quantity.unit,
    }


def _time(time: Time | None) -> dict[str, Any] | None:
    return {"text": time.text, "start": time.start, "end": time.end} if time else None


def problem(found: Problem) -> dict[str, Any]:
    """A problem as JSON; fields that say nothing are left out."""
    fields = ("code", "message", "severity", "source", "line", "column", "start", "end")
    return {name: value for name in fields if (value := getattr(found, name)) is not None}
