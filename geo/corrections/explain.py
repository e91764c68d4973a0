"""Why a name stands where it stands: its uses, what won, against what, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.corrections.wording import csv_line, sentence_of, where
from geo.gazetteer import OpenGazetteer
from geo.gazetteer.fold import fold
from geo.gazetteer.rows import Row
from geo.records import Alternative, Extract, Mention, Place, Resolution


@dataclass(frozen=True, slots=True)
class Use:
    """One name in one report with one meaning: how often, the first sentence, and the decision.

    ``arrows`` counts the movements drawn that end at it. ``entry`` says which entry of the gazetteer won,
    ``row`` which row of a person's file decided it ("" where none did).
    """

    source: str
    name: str
    count: int
    sentence: str
    place: Place | None
    probability: float
    alternatives: tuple[Alternative, ...]
    reasons: tuple[str, ...]
    suggestions: tuple[str, ...]
    people: bool
    literal: bool
    arrows: int
    entry: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of a name: its uses, the entries that bear it, and CSV rows that would change it."""

    name: str
    uses: tuple[Use, ...]
    entries: tuple[str, ...]
    ignored: str
    changes: tuple[tuple[str, str], ...]


def explain(name: str, extracts: Sequence[Extract], gazetteer: OpenGazetteer) -> Explanation:
    """Where a name (in any case, with or without accents) was found, and why it means what it means.

    ``changes`` are pairs of what a row would do and the row itself, header included.
    """
    uses = tuple(use for extract in extracts for use in _uses(name, extract, gazetteer))
    candidates = gazetteer.candidates(name)
    row = gazetteer.ignored(name)
    return Explanation(
        name=name,
        uses=uses,
        entries=tuple(
            f"{where(found.place)} by {found.match} {found.matched!r}; {_entry(found.place, gazetteer)}"
            for found in candidates
        ),
        ignored=f"{row.source_file}, line {row.line} says to ignore it" if row else "",
        changes=tuple(_changes(name, uses, [found.place for found in candidates], ignored=row)),
    )


def _uses(name: str, extract: Extract, gazetteer: OpenGazetteer) -> Iterator[Use]:
    wanted = fold(name)
    found: dict[tuple[str, str | None], list[tuple[Mention, Resolution]]] = {}
    for mention, resolution in zip(extract.reading.mentions, extract.resolutions, strict=True):
        if fold(mention.text) == wanted or (mention.lookup and fold(mention.lookup) == wanted):
            key = mention.text, resolution.place.id if resolution.place else None
            found.setdefault(key, []).append((mention, resolution))
    for (written, _), same in found.items():
        mention, resolution = same[0]
        yield Use(
            source=extract.document.source,
            name=written,
            count=len(same),
            sentence=sentence_of(extract, mention.start, mention.end),
            place=resolution.place,
            probability=min(one.probability for _, one in same),
            alternatives=resolution.alternatives,
            reasons=tuple(dict.fromkeys((*mention.reasons, *resolution.reasons))),
            suggestions=resolution.suggestions,
            people=mention.demonym,
            literal=any(one.literal for one, _ in same),
            arrows=_arrows(extract, resolution.place),
            entry=_entry(resolution.place, gazetteer) if resolution.place else "",
            row=_own_row(written, resolution.place, gazetteer.within(extract.document)),
        )


def _arrows(extract: Extract, place: Place | None) -> int:
    """Movements drawn that begin, pass or end at a place."""
    if place is None:
        return 0
    return sum(
        movement.draw != "none"
        and drawing.geometry is not None
        and any(
            end.place is not None and end.place.id == place.id
            for end in (*movement.origins, *movement.destinations, *movement.via)
        )
        for movement, drawing in zip(extract.movements, extract.movement_drawings, strict=True)
    )


def _entry(place: Place, gazetteer: OpenGazetteer) -> str:
    """Which entry it is: a person's row with its file and line, or the bundled world's."""
    row = gazetteer.row(place.id)
    if row is None:
        return f"{place.id} of the bundled world ({place.source})" if place.source else place.id
    return f"{row.source_file}, line {row.line}"


def _own_row(name: str, place: Place | None, gazetteer: OpenGazetteer) -> str:
    """The row of a person's file by which a name means a place: its file and line."""
    deciding = gazetteer.deciding(name) if place is not None else None
    return f"{deciding.source_file}, line {deciding.line}" if deciding else ""


def _changes(
    name: str, uses: Sequence[Use], known: Sequence[Place], *, ignored: Row | None
) -> Iterator[tuple[str, str]]:
    """Rows that would change the meaning: another candidate, a point of one's own, no place at all."""
    decided = dict.fromkeys(use.row for use in uses if use.row)
    if ignored is not None:
        decided = {f"{ignored.source_file}, line {ignored.line}": None}
    for row in decided:
        yield f"it is as if nobody had decided it: take out {row}", ""
    chosen = {use.place.id for use in uses if use.place is not None}
    # what the reports themselves spoke for comes first
    weighed = sorted((one for use in uses for one in use.alternatives), key=lambda one: -one.probability)
    others = {place.id: place for place in (*(one.place for one in weighed), *known)}
    rivals = [place for ident, place in others.items() if ident not in chosen or len(chosen) > 1][:3]
    header = "name,latitude,longitude,kind,country\n"
    for place in rivals:
        cells = (name, f"{place.lat:.5f}", f"{place.lon:.5f}", place.kind, place.country)
        yield f"it is always {where(place)}", header + csv_line(cells)
    if chosen:
        yield _in_one_report(name, uses, rivals)
    yield (
        "it is somewhere else (put your own coordinates)",
        "name,latitude,longitude\n" + csv_line((name, "", "")),
    )
    if ignored is None:
        yield "it is not a place", "name,action\n" + csv_line((name, "ignore"))


def _in_one_report(name: str, uses: Sequence[Use], rivals: Sequence[Place]) -> tuple[str, str]:
    """A row that speaks of the report in which a name is placed least surely."""
    use = min((use for use in uses if use.place is not None), key=lambda use: use.probability)
    report = use.source.replace("\\", "/").rsplit("/", 1)[-1]
    other = next((place for place in rivals if use.place is None or place.id != use.place.id), None)
    spot = (f"{other.lat:.5f}", f"{other.lon:.5f}") if other else ("", "")
    return (
        f"it is {where(other) if other else 'somewhere else'} in {report} only",
        "name,latitude,longitude,only\n" + csv_line((name, *spot, f"report: {report}")),
    )
