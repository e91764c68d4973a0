"""Claims to one row a movement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo import schema
from geo.layers.colours import COLOURS
from geo.layers.quotes import Declined, Quotes, doubt, quote_of
from geo.layers.spans import movement_spans
from geo.layers.wording import (
    actor,
    class_noun,
    compass,
    end_name,
    facts_of,
    joined,
    number,
    one_line,
    role_words,
    status_of,
    status_words,
)
from geo.records import Claim, Drawing, Extract, GeoJSON, Movement


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence that tells a movement."""

    document: int
    extract: Extract
    movement: Movement
    drawing: Drawing

    @property
    def drawn(self) -> bool:
        return self.movement.draw != "none" and self.drawing.geometry is not None


@dataclass(slots=True)
class MovementRows:
    """What the movements add to the layers."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    ends: list[tuple[str, str, str]] = field(default_factory=list)
    arrows: list[tuple[str, tuple[tuple[tuple[float, float], ...], ...]]] = field(default_factory=list)


def movement_rows(
    extracts: Sequence[Extract], claims: Sequence[Claim], quotes: Quotes, declined: Declined
) -> MovementRows:
    """Rows of the movements and of their areas, which place each end is, and the arrows one by one."""
    found = MovementRows()
    on_map: set[tuple[int, int]] = set()
    for claim in claims:
        told = [_told(extracts, *member) for member in claim.members]
        head = next((one for one in told if one.drawn), None)
        if head is None:
            continue
        on_map.update(claim.members)
        for one in told:
            quotes.add(
                claim.id,
                one.document,
                one.extract,
                movement_spans(one.movement, one.extract.document.text),
                facts_of(one.movement.motion),
            )
        found.rows.append(_movement_row(claim, head, told, quotes))
        found.areas += _movement_areas(claim.id, head.drawing)
        found.ends += _linked(claim.id, head.movement)
        if head.drawing.arrows:
            found.arrows.append((claim.id, head.drawing.arrows))
    _decline_movements(extracts, on_map, declined)
    found.rows.sort(key=lambda row: (-row["publishers"], -row["reports"], row["reported"], row["id"]))
    return found


def _told(extracts: Sequence[Extract], document: int, index: int) -> _Told:
    extract = extracts[document]
    return _Told(document, extract, extract.movements[index], extract.movement_drawings[index])


def _decline_movements(extracts: Sequence[Extract], on_map: set[tuple[int, int]], declined: Declined) -> None:
    for document, extract in enumerate(extracts):
        for index, movement in enumerate(extract.movements):
            if (document, index) in on_map:
                continue
            drawing = extract.movement_drawings[index]
            why = movement.declined or movement.motion.declined or "; ".join(drawing.warnings)
            quote = quote_of("", document, extract, movement_spans(movement, extract.document.text))
            text, why = one_line(movement.motion.text), why or "neither end is a known place"
            said = doubt(movement.motion.status)
            declined.add(schema.Declined("movement", text, why, 1, quote, (document,), doubt=said))


def _movement_areas(mark: str, drawing: Drawing) -> list[dict[str, Any]]:
    shapes: tuple[tuple[str, GeoJSON | None], ...] = (
        ("halo", drawing.halo),
        ("origin", drawing.origin_area),
        ("destination", drawing.destination_area),
    )
    return [{"mark": mark, "role": role, "geometry": shape} for role, shape in shapes if shape]


def _linked(mark: str, movement: Movement) -> Iterator[tuple[str, str, str]]:
    sides = (("origin", movement.origins), ("destination", movement.destinations), ("via", movement.via))
    for role, ends in sides:
        yield from ((mark, role, end.place.id) for end in ends if end.place)


def _movement_row(claim: Claim, head: _Told, told: Sequence[_Told], quotes: Quotes) -> dict[str, Any]:
    movement, motion, drawing = head.movement, head.movement.motion, head.drawing
    status = status_of(movement)
    dates = sorted(one.extract.document.published or "" for one in told)
    quantity = next((one.movement.motion.quantity for one in told if one.movement.motion.quantity), None)
    time = motion.time or next((one.movement.motion.time for one in told if one.movement.motion.time), None)
    return {
        "id": claim.id,
        "geometry": drawing.geometry,
        "title": _movement_title(movement),
        "description": quotes.description(claim.id),
        "class": motion.motion_class,
        "noun": class_noun(motion.motion_class),
        "status": status,
        "status_words": status_words(motion.status),
        "eventuality": motion.status.eventuality,
        "factuality": motion.status.factuality,
        "evidentiality": motion.status.evidentiality,
        "attribution": joined(actor(one.movement.motion.status.attribution or "") for one in told),
        "cues": joined(cue for one in told for cue in one.movement.motion.status.cues),
        "label": _label(told) or class_noun(motion.motion_class),
        **_roles(movement),
        "goal_reached": motion.goal_reached,
        "direction_deg": number(drawing.direction_deg),
        "quantity": joined(one.movement.motion.quantity.text for one in told if one.movement.motion.quantity),
        "quantity_min": number(claim.quantity_min),
        "quantity_max": number(claim.quantity_max),
        "unit": (quantity.unit or "") if quantity else "",
        "time": joined(one.movement.motion.time.text for one in told if one.movement.motion.time),
        "time_start": (time.start or "") if time else "",
        "time_end": (time.end or "") if time else "",
        "reported": next((date for date in dates if date), ""),
        "shape": drawing.shape or "arrow",
        "model": drawing.model,
        "model_source": drawing.source,
        "warnings": joined(drawing.warnings),
        "inferred": joined((*movement.inferred, *motion.inferred)),
        "disputed": claim.disputed,
        "mentions": len(told),
        "reports": len(claim.documents),
        "publishers": max(1, len(claim.publishers)),
        "documents": ",".join(map(str, sorted(claim.documents))),
        "stroke": COLOURS[status],
        "stroke-width": float(min(8, 3 + max(1, len(claim.publishers)))),
        "stroke-opacity": 0.9 if status in {"happened", "claimed"} else 0.6,
    }


def _roles(movement: Movement) -> dict[str, Any]:
    motion = movement.motion
    return {
        "mover": one_line(motion.mover.text) if motion.mover else "",
        "causer": one_line(motion.causer.text) if motion.causer else "",
        "origin": joined(map(end_name, movement.origins)),
        "destination": joined(map(end_name, movement.destinations)),
        "via": joined(map(end_name, movement.via)),
        "path": end_name(movement.path) if movement.path else "",
        "towards": motion.towards,
        "directions": ", ".join(motion.directions),
    }


def _label(told: Sequence[_Told]) -> str:
    """Who moves, from the first sentence that names them."""
    movers = (one.movement.motion.mover for one in told)
    return next((who for who in (actor(mover.text) for mover in movers if mover) if who), "")


def _movement_title(movement: Movement) -> str:
    motion = movement.motion
    head = class_noun(motion.motion_class)
    who = actor(motion.mover.text) if motion.mover else ""
    head = f"{who}: {head}" if who else head
    return " ".join(
        part
        for part in (
            head[:1].upper() + head[1:],
            role_words("from", map(end_name, movement.origins)),
            role_words("towards" if motion.towards else "to", map(end_name, movement.destinations)),
            role_words("via", map(end_name, movement.via)),
            role_words("along", [end_name(movement.path)] if movement.path else []),
            "" if movement.destinations else role_words("heading", map(compass, motion.directions)),
        )
        if part
    )
