"""Coordinates that the text writes: places of their own, and the surest hint to the name beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.coordinates import complete, in_words
from geo.places.blocks import Blocks
from geo.places.ranking import distance_km
from geo.records import Alternative, Candidate, Place, Resolution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.records import Gazetteer, Mention, NameFacts, Point

NEAR_KM = 25.0
"""A gazetteer's point and written coordinates of one place lie no farther apart (project choice)."""
AGREE_KM = 5.0
"""Farther apart than this, and than their sizes, they contradict each other (project choice)."""
_WELL_KNOWN = 50_000
"""Inhabitants from which a name is not taken for another, unknown place of the name (project choice)."""
_LIFTED = 0.97
"""Probability of a place that the text's own coordinates confirm (project choice)."""
_MOST = 0.9
"""Probability at most of an unknown name at written coordinates (project choice)."""
_WIDE = frozenset({
    "country", "continent", "admin1", "admin2", "region", "river", "lake", "sea", "ocean", "strait", "gulf",
    "island", "mountains", "desert", "valley", "plain", "coast", "border", "road", "canal", "line",
})  # fmt: skip
"""Kinds that coordinates lie in or on without being their point."""
_COMPLETES_KM = 40.0
"""A short plus code of four digits and more is settled by a point this near (half of its 0.9 degrees)."""


@dataclass(frozen=True, slots=True)
class _Pointed:
    """A gazetteer that knows what coordinates the text gives for which name."""

    gazetteer: Gazetteer
    written: Mapping[str, Place]
    points: Mapping[str, Point]
    held: dict[tuple[float, float], tuple[str, str]]
    """What holds each point asked for so far."""

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        place = self.written.get(name)
        if place is not None:
            return (Candidate(place, name, "name", wins=True),)
        found = self.gazetteer.candidates(name, country=country)
        point = self.points.get(name)
        if point is None or any(candidate.wins for candidate in found):
            return found
        away = [_away_km(candidate.place, point) for candidate in found]
        nearest = min(away, default=0.0)
        near = tuple(
            candidate
            for candidate, km in zip(found, away, strict=True)
            if km <= _reach_km(candidate.place, point) and km <= max(2 * nearest, AGREE_KM)
        )
        return near or found

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        return self.gazetteer.suggest(name, limit=limit)

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        if (lon, lat) not in self.held:
            self.held[lon, lat] = self.gazetteer.containing(lon, lat)
        return self.held[lon, lat]

    def facts(self, name: str) -> NameFacts | None:
        return self.gazetteer.facts(name)

    def longest(self, words: Sequence[str]) -> int:
        return self.gazetteer.longest(words)

    def in_rows(self, name: str) -> bool:
        return self.gazetteer.in_rows(name)

    def starts_row(self, text: str) -> bool:
        return self.gazetteer.starts_row(text)


def pointed(mentions: Sequence[Mention], blocks: Blocks) -> Blocks:
    """The blocks of a gazetteer with the coordinates of a document in it.

    Written coordinates are the only candidate for their own words; of a name whose coordinates the text
    gives, the places near them are the only candidates, where there are any.
    """
    if all(mention.point is None and mention.at is None for mention in mentions):
        return blocks
    written: dict[str, Place] = {}
    points: dict[str, Point] = {}
    known = _Pointed(blocks.gazetteer, written, points, {})
    for mention in mentions:
        if mention.point is not None and not mention.point.bare and mention.text not in written:
            written[mention.text] = place_at(mention.point, mention.text, known)
        if (point := _point_of(mention, mentions)) is not None:
            points.setdefault(mention.lookup or mention.text, point)
    return Blocks(known, own=written.keys() | points.keys(), behind=blocks)


def place_at(point: Point, name: str, gazetteer: Gazetteer) -> Place:
    """The place of written coordinates, under the words that the text has for it."""
    country, admin1 = gazetteer.containing(point.lon, point.lat)
    return Place(
        id=f"coord:{_degrees(point.lat)},{_degrees(point.lon)}",
        name=" ".join(name.split()),
        kind="site",
        lon=point.lon,
        lat=point.lat,
        country=country,
        admin1=admin1,
        extent_km=point.extent_km,
        source="coordinates in the report",
        note=point.note,
    )


def settle(
    resolutions: Sequence[Resolution], mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[Resolution, ...]:
    """The resolutions with what written coordinates settle.

    Coordinates become places. A name that they pinpoint is confirmed where the gazetteer has it near,
    stays where a well-known place stands (with a warning), and is else put at the coordinates.
    """
    if all(mention.at is None and mention.point is None and mention.code is None for mention in mentions):
        return tuple(resolutions)
    settled = list(resolutions)
    _settle_names(settled, mentions, gazetteer)
    names: dict[int, list[int]] = {}
    for index, mention in enumerate(mentions):
        if mention.at is not None:
            names.setdefault(mention.at, []).append(index)
    for index, mention in enumerate(mentions):
        if mention.point is not None:
            settled[index] = _written(index, mentions, settled, names.get(index, ()), gazetteer)
        elif mention.code is not None:
            settled[index] = _completed(index, mentions, settled, gazetteer)
    return tuple(settled)


def _settle_names(settled: list[Resolution], mentions: Sequence[Mention], gazetteer: Gazetteer) -> None:
    """Settle names whose coordinates the text gives, and the same names taken for the same place."""
    keys = [(_name(mention), found.place) for mention, found in zip(mentions, settled, strict=True)]
    same: dict[tuple[str, Place | None], list[int]] = {}
    for index, mention in enumerate(mentions):
        if mention.at is None and not mention.demonym:
            same.setdefault(keys[index], []).append(index)
    for index, mention in enumerate(mentions):
        if (point := _point_of(mention, mentions)) is not None:
            settled[index] = _named(settled[index], mention, point, gazetteer)
            for other in same.pop(keys[index], ()):
                settled[other] = replace(settled[index], mention=other)


def _name(mention: Mention) -> str:
    return (mention.lookup or mention.text).lower()


def _point_of(mention: Mention, mentions: Sequence[Mention]) -> Point | None:
    """The coordinates that the text gives for a name."""
    return mentions[mention.at].point if mention.at is not None and 0 <= mention.at < len(mentions) else None


def _named(resolution: Resolution, mention: Mention, point: Point, gazetteer: Gazetteer) -> Resolution:
    """What a name means whose coordinates the text gives."""
    place = resolution.place
    if place is None and resolution.alternatives:
        likeliest = resolution.alternatives[0].place
        place = likeliest if _away_km(likeliest, point) <= _reach_km(likeliest, point) else None
    if place is not None and _away_km(place, point) <= _reach_km(place, point):
        return _confirmed(resolution, place, point)
    if place is not None and place.kind in _WIDE:
        return resolution
    if point.bare and (place is not None or mention.kind_hint is None):
        return resolution
    if place is not None and (place.layer == "user" or place.population >= _WELL_KNOWN):
        return replace(resolution, warnings=(*resolution.warnings, _contradiction(place, point)))
    reasons: tuple[str, ...] = ("placed at the coordinates that the text gives for it",)
    others = resolution.alternatives
    if place is not None:
        reasons += ("no place of this name lies near them",)
        others = (Alternative(place, resolution.probability), *others)
    here = place_at(point, mention.text, gazetteer)
    return replace(
        resolution, place=here, probability=_MOST, alternatives=others, reasons=reasons, suggestions=()
    )


def _confirmed(resolution: Resolution, place: Place, point: Point) -> Resolution:
    km = _away_km(place, point)
    warnings = resolution.warnings
    if place.kind not in _WIDE and km > AGREE_KM + (place.extent_km or 0.0) + point.extent_km:
        warnings = (*warnings, _contradiction(place, point))
    others = tuple(other for other in resolution.alternatives if other.place.id != place.id)
    return replace(
        resolution,
        place=place,
        probability=max(resolution.probability, _LIFTED),
        alternatives=others,
        reasons=(
            f"the text gives its coordinates, {in_words(max(km, 0.001))} from here",
            *resolution.reasons,
        ),
        warnings=warnings,
    )


def _written(
    index: int,
    mentions: Sequence[Mention],
    settled: Sequence[Resolution],
    names: Sequence[int],
    gazetteer: Gazetteer,
) -> Resolution:
    """What written coordinates mean: their own place, which bears the name that only they locate."""
    mention = mentions[index]
    point = mention.point
    if point is None:
        return settled[index]
    here = place_at(point, mention.text, gazetteer)
    if point.bare and not any(_agrees(settled[at].place, point) for at in names):
        why = "two numbers that may be coordinates, but no place named beside them lies there"
        return Resolution(index, None, 0.0, reasons=(why,))
    named = next(
        (place for at in names if (place := settled[at].place) is not None and place.id == here.id), here
    )
    reasons = [f"{point.notation}, to within {in_words(point.extent_km)}", *filter(None, [point.note])]
    sure = _LIFTED if point.bare else mention.score
    return Resolution(index, named, round(sure, 4), reasons=tuple(reasons))


def _completed(
    index: int, mentions: Sequence[Mention], settled: Sequence[Resolution], gazetteer: Gazetteer
) -> Resolution:
    """What a short plus code means beside its town."""
    mention = mentions[index]
    held = mention.container
    town = settled[held].place if held is not None and 0 <= held < len(settled) else None
    if (
        town is None
        or mention.code is None
        or (town.extent_km or 0.0) > _COMPLETES_KM
        or town.kind == "country"
    ):
        return Resolution(index, None, 0.0, reasons=("a short plus code needs a town beside it",))
    point = complete(mention.code, lon=town.lon, lat=town.lat)
    reasons = (f"plus code beside {town.name}, to within {in_words(point.extent_km)}",)
    sure = round(mention.score * settled[held or 0].probability, 4)
    return Resolution(index, place_at(point, mention.text, gazetteer), sure, reasons=reasons)


def _agrees(place: Place | None, point: Point) -> bool:
    return place is not None and place.kind not in _WIDE and _away_km(place, point) <= _reach_km(place, point)


def _reach_km(place: Place, point: Point) -> float:
    """How far off its coordinates a place may lie and still be meant."""
    size = place.extent_km or 0.0
    return point.extent_km + (size if place.kind in _WIDE else NEAR_KM + min(size, NEAR_KM))


def _away_km(place: Place, point: Point) -> float:
    return distance_km(place, Place("", "", "site", point.lon, point.lat))


def _contradiction(place: Place, point: Point) -> str:
    km = in_words(_away_km(place, point))
    return f"the text's coordinates for {place.name} lie {km} from it; it stays where the gazetteer has it"


def _degrees(value: float) -> str:
    text = f"{value:.5f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
