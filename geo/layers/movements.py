"""Claims to one row a movement."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo import schema
from geo.layers import placing
from geo.layers.colours import COLOURS
from geo.layers.evidence import Evidence
from geo.layers.members import Members
from geo.layers.quotes import Declined, Lines, doubt, line_of, quote_of
from geo.layers.rows import Rows
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
from geo.records import Claim, Drawing, Extract, Movement


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence that tells a movement, on one line."""

    document: int
    published: str
    movement: Movement
    line: str


class Movements:
    """What the movements add to the layers, gathered one report after the other.

    A claim is a row as soon as the last report that tells it was seen. The first of its members that is drawn
    says how.
    """

    def __init__(self, claims: Sequence[Claim], drawn: Sequence[bytes]) -> None:
        """``drawn`` says of each movement of each report whether it is drawn, as ``drawn_of``."""
        self.turned = False
        self._claims = claims
        self._members = Members(claim.members for claim in claims)
        heads = ((rank for rank, (at, n) in enumerate(claim.members) if drawn[at][n]) for claim in claims)
        self._heads = array("i", (next(found, -1) for found in heads))
        self._rows = Rows(schema.MOVEMENTS)
        self._open: dict[int, dict[int, _Told]] = {}
        self._drawings: dict[int, Drawing] = {}
        self._ends: dict[int, list[tuple[str, str]]] = {}
        self._ids: dict[str, str] = {}

    def see(self, document: int, extract: Extract, declined: Declined) -> None:
        """Take in the movements of a report."""
        mine = {index: (claim, rank) for index, claim, rank in self._members.of(document)}
        for index, movement in enumerate(extract.movements):
            claim, rank = mine.get(index, (-1, -1))
            if claim < 0 or self._heads[claim] < 0:
                _decline(document, extract, index, declined)
                continue
            if rank == self._heads[claim]:
                drawing = extract.movement_drawings[index]
                self._drawings[claim] = _bare(drawing)
                self.turned = self.turned or placing.turned(drawing.arrows)
            trigger = movement.motion.trigger
            line = line_of(extract, trigger.start, trigger.end)
            told = _Told(document, extract.document.published or "", movement, line)
            found = self._open.setdefault(claim, {})
            found[rank] = told
            if len(found) == len(self._claims[claim].members):
                self._finish(claim, self._open.pop(claim))

    def _finish(self, at: int, found: Mapping[int, _Told]) -> None:
        claim, head = self._claims[at], found[self._heads[at]].movement
        told = [found[rank] for rank in sorted(found)]
        row = _movement_row(claim, head, self._drawings.pop(at), told)
        self._rows.add(row, (-row["publishers"], -row["reports"], row["reported"], row["id"]))
        ends = [(role, self._ids.setdefault(place, place)) for role, place in _linked(head)]
        if ends:
            self._ends[at] = ends

    def rows(self) -> Rows:
        """A row a claim, those first that most publishers tell."""
        return self._rows

    def ends(self) -> Iterator[tuple[str, str, str]]:
        """Which places the ends of each claim are."""
        for at in sorted(self._ends):
            mark = self._claims[at].id
            yield from ((mark, role, place) for role, place in self._ends[at])

    def tell(self, document: int, extract: Extract, evidence: Evidence, arrows: Arrows) -> None:
        """Give the sentences, areas and arrows of the claims of a report that are kept."""
        text = extract.document.text
        for index, at, rank in self._members.of(document):
            mark = self._claims[at].id
            if self._heads[at] < 0 or mark not in evidence.kept:
                continue
            movement = extract.movements[index]
            spans, facts = movement_spans(movement, text), facts_of(movement.motion)
            made = quote_of(mark, document, extract, spans, facts)
            evidence.tell("movements", (at, rank), made, spans)
            if rank == self._heads[at]:
                drawing = extract.movement_drawings[index]
                evidence.cover("movements", (at, 0), mark, "halo", drawing.halo)
                evidence.cover("movements", (at, 1), mark, "origin", drawing.origin_area)
                evidence.cover("movements", (at, 2), mark, "destination", drawing.destination_area)
                if drawing.arrows:
                    arrows[mark] = drawing.arrows


Arrows = dict[str, tuple[placing.Line, ...]]
"""The lines of movements one by one, by mark."""


def drawn_of(extract: Extract) -> bytes:
    """Of each movement of a report, whether it is drawn."""
    pairs = zip(extract.movements, extract.movement_drawings, strict=True)
    return bytes(movement.draw != "none" and drawing.geometry is not None for movement, drawing in pairs)


def _bare(drawing: Drawing) -> Drawing:
    """A drawing without its areas, which are asked for again where the claim is kept."""
    if not (drawing.halo or drawing.origin_area or drawing.destination_area or drawing.arrows):
        return drawing
    return replace(drawing, halo=None, origin_area=None, destination_area=None, arrows=())


def _decline(document: int, extract: Extract, index: int, declined: Declined) -> None:
    movement, drawing = extract.movements[index], extract.movement_drawings[index]
    why = movement.declined or movement.motion.declined or "; ".join(drawing.warnings)
    quote = quote_of("", document, extract, movement_spans(movement, extract.document.text))
    text, why = one_line(movement.motion.text), why or "neither end is a known place"
    said = doubt(movement.motion.status)
    declined.add(schema.Declined("movement", text, why, 1, quote, (document,), doubt=said))


def _linked(movement: Movement) -> Iterator[tuple[str, str]]:
    sides = (("origin", movement.origins), ("destination", movement.destinations), ("via", movement.via))
    for role, ends in sides:
        yield from ((role, end.place.id) for end in ends if end.place)


def _movement_row(
    claim: Claim, movement: Movement, drawing: Drawing, told: Sequence[_Told]
) -> dict[str, Any]:
    motion = movement.motion
    status = status_of(movement)
    dates = sorted(one.published for one in told)
    lines = Lines()
    for one in told:
        lines.put(one.document, one.line)
    quantity = next((one.movement.motion.quantity for one in told if one.movement.motion.quantity), None)
    time = motion.time or next((one.movement.motion.time for one in told if one.movement.motion.time), None)
    return {
        "id": claim.id,
        "geometry": drawing.geometry,
        "title": _movement_title(movement),
        "description": lines.text,
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
