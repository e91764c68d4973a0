"""What holds at places to one row a situation: who took, blocked or holds them, who shelters there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo import schema
from geo.layers.colours import COLOURS
from geo.layers.evidence import Evidence
from geo.layers.members import Members
from geo.layers.quotes import Declined, Lines, doubt, line_of, quote_of
from geo.layers.rows import Rows
from geo.layers.spans import situation_spans
from geo.layers.wording import (
    SITUATIONS,
    actor,
    end_name,
    facts_of,
    joined,
    number,
    one_line,
    status_word,
    status_words,
)
from geo.records import Drawing, Extract, Standing


@dataclass(frozen=True, slots=True)
class _Told:
    """One sentence that tells a situation, on one line; its report, and which of its situations it is."""

    document: int
    index: int
    report: tuple[str, str]
    standing: Standing
    drawing: Drawing
    line: str

    @property
    def who(self) -> str:
        """Last word of the actor's name in lower case, "" when nobody is named."""
        words = self.standing.situation.actor
        return actor(words.text).casefold().split(" ")[-1].rstrip("s") if words else ""


class Situations:
    """What holds at places, gathered one report after the other.

    Tellings are one situation when kind and place are the same, all or none are of the past, and no two
    actors differ; the surest telling comes first.
    """

    def __init__(self) -> None:
        self._alike: dict[tuple[str, str, str], list[_Told]] = defaultdict(list)
        self._marks: list[str] = []
        self._members = Members(())

    def see(self, document: int, extract: Extract, declined: Declined) -> None:
        """Take in the situations of a report."""
        report = extract.document.published or "", extract.document.publisher or ""
        pairs = zip(extract.standings, extract.standing_drawings, strict=True)
        for index, (standing, drawing) in enumerate(pairs):
            if drawing.geometry is None:
                _decline(document, extract, standing, drawing, declined)
                continue
            trigger = standing.situation.trigger
            line = line_of(extract, trigger.start, trigger.end)
            # its ground is asked for again where the situation is kept
            bare = replace(drawing, halo=None) if drawing.halo else drawing
            self._alike[_key(standing)].append(_Told(document, index, report, standing, bare, line))

    def rows(self) -> Rows:
        """A row a situation, those first that most publishers tell; to be asked for once."""
        rows, members = Rows(schema.SITUATIONS), []
        for key, found in self._alike.items():
            for group in _by_actor(found):
                group.sort(key=_doubt)
                mark = _identity((*key, next((told.who for told in group if told.who), "")))
                row = _row(mark, group)
                rows.add(row, (-row["publishers"], -row["reports"], row["reported"], row["id"]))
                members.append([(told.document, told.index) for told in group])
                self._marks.append(mark)
        self._alike.clear()
        self._members = Members(members)
        return rows

    def tell(self, document: int, extract: Extract, evidence: Evidence) -> None:
        """Give the sentences of a report that tell situations that are kept, and their ground."""
        text = extract.document.text
        for index, at, rank in self._members.of(document):
            mark = self._marks[at]
            if mark not in evidence.kept:
                continue
            standing = extract.standings[index]
            spans, facts = situation_spans(standing, text), facts_of(standing.situation)
            made = quote_of(mark, document, extract, spans, facts)
            evidence.tell("situations", (at, rank), made, spans)
            if rank == 0:
                evidence.cover("situations", (at,), mark, "halo", extract.standing_drawings[index].halo)


def _decline(
    document: int, extract: Extract, standing: Standing, drawing: Drawing, declined: Declined
) -> None:
    why = standing.declined or "; ".join(drawing.warnings) or "its place is not known"
    told = standing.situation
    quote = quote_of("", document, extract, situation_spans(standing, extract.document.text))
    said, text = doubt(told.status), one_line(told.text)
    declined.add(schema.Declined("situation", text, why, 1, quote, (document,), doubt=said))


def _key(standing: Standing) -> tuple[str, str, str]:
    end = standing.place
    where = end.place.id if end.place and end.region is None else one_line(end.text).casefold()
    when = "past" if status_word(standing.situation.status) == "past" else ""
    return standing.situation.kind, where, when


def _doubt(told: _Told) -> bool:
    """Whether a telling is less than plain fact."""
    return status_word(told.standing.situation.status) not in {"happened", "past"}


def _by_actor(told: Sequence[_Told]) -> list[list[_Told]]:
    """Groups by actor; tellings without one join the only group there is."""
    named: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        named[one.who].append(one)
    nobody = named.pop("", [])
    if len(named) == 1:
        only = next(iter(named.values()))
        return [[*only, *nobody]]
    return [*named.values(), *([nobody] if nobody else [])]


def _identity(parts: tuple[str, ...]) -> str:
    return f"situation:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}"


def _row(mark: str, group: Sequence[_Told]) -> dict[str, Any]:
    head = group[0]
    situation, end = head.standing.situation, head.standing.place
    status = status_word(situation.status)
    counts = [one.standing.situation.quantity for one in group if one.standing.situation.quantity]
    numbers = [
        value for count in counts for value in (count.min, count.value, count.max) if value is not None
    ]
    times = [one.standing.situation.time for one in group if one.standing.situation.time]
    documents = sorted({one.document for one in group})
    dates = sorted(one.report[0] for one in group)
    publishers = {one.report[1] for one in group if one.report[1]}
    lines = Lines()
    for one in group:
        lines.put(one.document, one.line)
    actors = joined(actor(one.standing.situation.actor.text) for one in group if one.standing.situation.actor)
    quantity = joined(count.text for count in counts)
    return {
        "id": mark,
        "geometry": head.drawing.geometry,
        "title": _title(situation.kind, actors, quantity, end_name(end)),
        "description": lines.text,
        "kind": situation.kind,
        "noun": SITUATIONS[situation.kind],
        "status": status,
        "status_words": status_words(situation.status),
        "eventuality": situation.status.eventuality,
        "factuality": situation.status.factuality,
        "evidentiality": situation.status.evidentiality,
        "attribution": joined(actor(one.standing.situation.status.attribution or "") for one in group),
        "cues": joined(cue for one in group for cue in one.standing.situation.status.cues),
        "actor": actors,
        "place": end_name(end),
        "place_id": end.place.id if end.place else "",
        "quantity": quantity,
        "quantity_min": number(min(numbers, default=None)),
        "quantity_max": number(max(numbers, default=None)),
        "unit": (counts[0].unit or "") if counts else "",
        "time": joined(time.text for time in times),
        "time_start": (times[0].start or "") if times else "",
        "time_end": (times[0].end or "") if times else "",
        "reported": next((date for date in dates if date), ""),
        "model": head.drawing.model,
        "model_source": head.drawing.source,
        "warnings": joined(head.drawing.warnings),
        "inferred": "place" if end.inferred else "",
        "mentions": len(group),
        "reports": len(documents),
        "publishers": max(1, len(publishers)),
        "documents": ",".join(map(str, documents)),
        "marker-color": COLOURS["situation"],
        "marker-size": "small",
    }


def _title(kind: str, actors: str, quantity: str, place: str) -> str:
    if kind == "displaced":
        return f"{quantity.split('; ', maxsplit=1)[0] or 'Displaced people'} in {place}"
    head = f"{place} {SITUATIONS[kind]}"
    return f"{head} by {actors.split('; ', maxsplit=1)[0]}" if actors and kind != "lost" else head
