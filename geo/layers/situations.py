"""What holds at places to one row a situation: who took, blocked or holds them, who shelters there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo import schema
from geo.layers.colours import COLOURS
from geo.layers.quotes import Declined, Quotes, doubt, quote_of
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
    """One sentence that tells a situation."""

    document: int
    extract: Extract
    standing: Standing
    drawing: Drawing

    @property
    def who(self) -> str:
        """Last word of the actor's name in lower case, "" when nobody is named."""
        words = self.standing.situation.actor
        return actor(words.text).casefold().split(" ")[-1].rstrip("s") if words else ""


def situation_rows(
    extracts: Sequence[Extract], quotes: Quotes, declined: Declined
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the situations and of the ground that they cover.

    Tellings are one situation when kind and place are the same, all or none are of the past, and no two
    actors differ; the surest telling comes first.
    """
    alike: dict[tuple[str, str, str], list[_Told]] = defaultdict(list)
    for document, extract in enumerate(extracts):
        for standing, drawing in zip(extract.standings, extract.standing_drawings, strict=True):
            told = _Told(document, extract, standing, drawing)
            if drawing.geometry is None:
                why = standing.declined or "; ".join(drawing.warnings) or "its place is not known"
                told_as = standing.situation
                quote = quote_of("", document, extract, situation_spans(standing, extract.document.text))
                said, text = doubt(told_as.status), one_line(told_as.text)
                declined.add(schema.Declined("situation", text, why, 1, quote, (document,), doubt=said))
            else:
                alike[_key(standing)].append(told)
    groups = [(key, sorted(one, key=_doubt)) for key, found in alike.items() for one in _by_actor(found)]
    rows, areas = [], []
    for key, group in groups:
        mark = _identity((*key, next((told.who for told in group if told.who), "")))
        for told in group:
            spans = situation_spans(told.standing, told.extract.document.text)
            quotes.add(mark, told.document, told.extract, spans, facts_of(told.standing.situation))
        rows.append(_row(mark, group, quotes))
        areas += [
            {"mark": mark, "role": "halo", "geometry": shape} for shape in [group[0].drawing.halo] if shape
        ]
    rows.sort(key=lambda row: (-row["publishers"], -row["reports"], row["reported"], row["id"]))
    return rows, areas


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


def _row(mark: str, group: Sequence[_Told], quotes: Quotes) -> dict[str, Any]:
    head = group[0]
    situation, end = head.standing.situation, head.standing.place
    status = status_word(situation.status)
    counts = [one.standing.situation.quantity for one in group if one.standing.situation.quantity]
    numbers = [
        value for count in counts for value in (count.min, count.value, count.max) if value is not None
    ]
    times = [one.standing.situation.time for one in group if one.standing.situation.time]
    documents = sorted({one.document for one in group})
    dates = sorted(one.extract.document.published or "" for one in group)
    publishers = {one.extract.document.publisher for one in group if one.extract.document.publisher}
    actors = joined(actor(one.standing.situation.actor.text) for one in group if one.standing.situation.actor)
    quantity = joined(count.text for count in counts)
    return {
        "id": mark,
        "geometry": head.drawing.geometry,
        "title": _title(situation.kind, actors, quantity, end_name(end)),
        "description": quotes.description(mark),
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
