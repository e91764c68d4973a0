"""What is worth a person's look, the most telling first, as rows of the gazetteer's own columns.

Each row has the action ``review``: it changes nothing until a person fills in what is right and clears that
cell or writes another action, so a worklist may lie in ``gazetteer/`` while it is worked on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from geo.corrections.wording import csv_line, sentence_of, where
from geo.gazetteer.fold import fold
from geo.places.ranking import distance_km
from geo.records import Alternative, Extract, Mention, Place, Resolution

COLUMNS = (
    "name", "latitude", "longitude", "kind", "country", "action", "prefer", "note",
    "why", "other choices", "mentions", "arrows", "reports", "sentence",
)  # fmt: skip
"""Columns of the worklist; those after ``note`` are for the person and mean nothing to the build."""

DOUBTFUL = 0.7
"""Below this probability a pin is worth a look (the share that is right falls under nine in ten)."""
FAR_KM = 150.0
"""Two senses of one name this far apart in one report are worth a look (project choice)."""
_BESIDE = re.compile(r"\s*,\s*|\s+in\s+(?:the\s+)?|\s*\(\s*")
"""What stands between a town and the country that it is said to lie in."""
_LISTED = re.compile(r"\s*,?\s+(?:and|or)\b|\s*,\s+\S+\s*,|\s*,\s+\S+\s+(?:and|or)\b")
"""What follows the second of several names that only stand in one list."""


@dataclass(frozen=True, slots=True)
class Task:
    """One name to review. ``effect`` ranks: mentions times one more than the arrows it touches."""

    name: str
    place: Place | None
    why: tuple[str, ...]
    choices: tuple[str, ...]
    mentions: int
    arrows: int
    reports: int
    sentence: str

    @property
    def effect(self) -> int:
        """How much a correction would change."""
        return self.mentions * (1 + self.arrows)

    def cells(self) -> tuple[str, ...]:
        """The row, in the order of ``COLUMNS``."""
        place = self.place
        return (
            self.name,
            f"{place.lat:.5f}" if place else "",
            f"{place.lon:.5f}" if place else "",
            place.kind if place else "",
            place.country if place else "",
            "review",
            "",
            "",
            "; ".join(self.why),
            " | ".join(self.choices),
            str(self.mentions),
            str(self.arrows),
            str(self.reports),
            self.sentence,
        )


def write_rows(tasks: Iterable[Task]) -> str:
    """The worklist as CSV text."""
    lines = [csv_line(COLUMNS), *(csv_line(task.cells()) for task in tasks)]
    return "\n".join(lines) + "\n"


@dataclass(slots=True)
class _Seen:
    """All uses of one name over the reports."""

    written: str
    uses: list[tuple[int, Mention, Resolution]] = field(default_factory=list)
    why: dict[str, None] = field(default_factory=dict)
    holders: list[Place] = field(default_factory=list)
    """Countries and divisions in which the text says it lies, though its point does not."""


def worklist(extracts: Sequence[Extract]) -> tuple[Task, ...]:
    """Names that are unresolved, doubtful or inconsistent, by effect, then by name."""
    seen: dict[str, _Seen] = {}
    for document, extract in enumerate(extracts):
        for mention, resolution in zip(extract.reading.mentions, extract.resolutions, strict=True):
            if not mention.demonym:
                name = seen.setdefault(fold(mention.text), _Seen(mention.text))
                name.uses.append((document, mention, resolution))
    for document, extract in enumerate(extracts):
        for key, why in _conflicts(document, extract, seen):
            seen[key].why[why] = None
    tasks = [_task(one, extracts) for one in seen.values() if _doubts(one)]
    return tuple(sorted(tasks, key=lambda task: (-task.effect, task.name)))


def _doubts(one: _Seen) -> bool:
    """Whether a name is worth a look; gathers why."""
    unresolved = [use for use in one.uses if use[2].place is None]
    if unresolved:
        one.why["in no gazetteer" if not unresolved[0][2].alternatives else "none of its places fits"] = None
    least = min((use[2].probability for use in one.uses if use[2].place is not None), default=1.0)
    settled = all(use[2].place is None or use[2].place.layer == "user" for use in one.uses)
    if least < DOUBTFUL and not settled:
        one.why[f"only {least:.0%} sure"] = None
    return bool(one.why)


def _conflicts(document: int, extract: Extract, seen: dict[str, _Seen]) -> Iterator[tuple[str, str]]:
    """(name, why) of what does not fit together in one report."""
    senses: dict[str, dict[str, Place]] = defaultdict(dict)
    for key, one in seen.items():
        for at, _, resolution in one.uses:
            if at == document and resolution.place is not None:
                senses[key][resolution.place.id] = resolution.place
    for key, found in senses.items():
        if len(found) > 1 and _spread_km(tuple(found.values())) > FAR_KM:
            yield key, "two places far apart in one report"
    for region, drawing in zip(extract.regions, extract.region_drawings, strict=True):
        target = region.target.text if region.target else ""
        for warning in drawing.warnings:
            if fold(target) in seen:
                yield fold(target), warning
    for key, why, holder in _misplaced(extract):
        seen[key].holders.append(holder)
        yield key, why
    yield from _strays(document, seen, senses)


def _misplaced(extract: Extract) -> Iterator[tuple[str, str, Place]]:
    """Towns put in another country or division than that which the text writes beside them; it comes last."""
    text = extract.document.text
    both = list(zip(extract.reading.mentions, extract.resolutions, strict=True))
    for (mention, resolution), (after, outer) in pairwise(both):
        place, holder = resolution.place, outer.place
        if place is None or holder is None or holder.kind not in {"country", "admin1"} or after.demonym:
            continue
        named = _BESIDE.fullmatch(text, mention.end, after.start) and not _LISTED.match(text, after.end)
        if (
            named
            and place.layer != "user"
            and place.kind not in {"country", "admin1"}
            and not _holds(holder, place)
        ):
            lies = ", ".join(part for part in (place.admin1, place.country) if part)
            yield (
                fold(mention.text),
                f"the text says {' '.join(after.text.split())}, its point lies in {lies}",
                holder,
            )


def _holds(holder: Place, place: Place) -> bool:
    """Whether a place lies in a country or division, as far as it says where it lies."""
    if not place.country or not holder.country or place.country != holder.country:
        return not place.country or not holder.country
    return (
        holder.kind == "country"
        or not place.admin1
        or fold(place.admin1) == fold(holder.admin1 or holder.name)
    )


def _strays(
    document: int, seen: dict[str, _Seen], senses: dict[str, dict[str, Place]]
) -> Iterator[tuple[str, str]]:
    """Towns put in a country that the report never names, though a namesake lies in one that it does."""
    named = {
        place.country
        for found in senses.values()
        for place in found.values()
        if place.kind in {"country", "admin1"} and place.country
    }
    for key in senses:
        for at, _, resolution in seen[key].uses:
            place = resolution.place
            if at != document or place is None or place.country in named or place.kind == "country":
                continue
            rival = next((one.place for one in resolution.alternatives if one.place.country in named), None)
            if rival is not None and place.layer != "user" and place.country:
                yield key, f"in {place.country}, which the report does not name; one lies in {rival.country}"
                break


def _spread_km(places: Sequence[Place]) -> float:
    return max(distance_km(one, other) for one in places for other in places)


def _task(one: _Seen, extracts: Sequence[Extract]) -> Task:
    """The row of a name: the place that the text tells of, or the likeliest; the others beside it."""
    document, mention, resolution = min(one.uses, key=lambda use: (use[2].probability, use[0], use[1].start))
    ranked: list[Alternative] = [*resolution.alternatives]
    told = (rival.place for rival in ranked if any(_holds(holder, rival.place) for holder in one.holders))
    best = next(told, None) or resolution.place or (ranked[0].place if ranked else None)
    now = [] if resolution.place is None else [Alternative(resolution.place, resolution.probability)]
    both = {rival.place.id: rival for rival in (*ranked, *now) if best is None or rival.place.id != best.id}
    others = [
        f"{where(rival.place)} {rival.probability:.0%}"
        for rival in sorted(both.values(), key=lambda rival: -rival.probability)
    ]
    return Task(
        name=" ".join(one.written.split()),
        place=best,
        why=tuple(one.why),
        choices=(*_beside(one), *others[:4], *(f"near name: {name}" for name in resolution.suggestions[:3])),
        mentions=len(one.uses),
        arrows=sum(_touched(extract, fold(one.written)) for extract in extracts),
        reports=len({use[0] for use in one.uses}),
        sentence=sentence_of(extracts[document], mention.start, mention.end),
    )


def _beside(one: _Seen) -> Iterator[str]:
    """By which place an unplaced name probably lies."""
    told = (resolution.near for _, _, resolution in one.uses if resolution.near is not None)
    likeliest = max(told, key=lambda near: near.probability, default=None)
    if likeliest is not None:
        yield f"probably by {where(likeliest.place)}"


def _touched(extract: Extract, key: str) -> int:
    """Movements of a report with an end of that name, drawn or waiting for it."""
    mentions = extract.reading.mentions
    return sum(
        any(
            end.mention is not None and fold(mentions[end.mention].text) == key
            for end in (*movement.origins, *movement.destinations, *movement.via)
        )
        for movement in extract.movements
    )
