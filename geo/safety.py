"""Positions given less exactly than they are known, for maps that must lead nobody to a place.

``blunted`` stands between what a report means and what is drawn of it: places are moved to a grid, or lose
their position, before any geometry is made. So whatever is drawn and written follows from the blunt
positions alone and cannot tell the exact ones. ``masked`` then takes the coordinates that reports write
themselves out of words.

Shapes of provinces, countries, rivers and the like stay: they are on every map.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import chain
from typing import Any, TypeVar, cast

from geo.coordinates import find_coordinates, on_grid
from geo.records import (
    Document,
    Drawing,
    End,
    Extract,
    Mention,
    Movement,
    Place,
    Region,
    Resolution,
    Standing,
)
from geo.settings import PageSettings

Found = TypeVar("Found")

BLOCK = "▒"
"""Stands for coordinates that are blacked out: in texts of reports for each of their characters."""
_WRITTEN = "coord:"
"""Ids of places that only coordinates in a report locate begin so."""
_HALF_DIAGONAL = math.sqrt(0.5)
_CHANCE = 0.05
"""Chances are cut to multiples of this where positions are blunt (project choice)."""
_LENGTH = re.compile(r"\d+(?:[.,]\d+)*(?= ?k?m\b)")
_NEAR = "near "
"""Reasons that begin so name places by which another one lies."""
_ABOUT = "about "
"""Stands before rounded coordinates in words."""
_FINE = re.compile(r"[-+]?\d{1,3}(?:\.\d{3,}|,\d{4,})")
"""A number with so many decimals that it may be half of a position."""
_BLOCKS = re.compile(rf"{BLOCK}(?:[\W\d]*(?:[NSEW]\b)?{BLOCK})+")
"""What is blacked out in several pieces: two halves, or the digits between."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a report means, before anything is drawn of it."""

    resolutions: tuple[Resolution, ...]
    regions: tuple[Region, ...]
    movements: tuple[Movement, ...]
    standings: tuple[Standing, ...]


def blunted(meaning: Meaning, mentions: Sequence[Mention], *, settings: PageSettings) -> Meaning:
    """What a report means with every position as blunt as the settings ask.

    A place of a suppressed kind stays a name without a position; what has no other end is not drawn.
    """
    if settings.suppress:
        meaning = _withheld(meaning, mentions, settings)
    if settings.round_km:
        meaning = _walked(meaning, Place, lambda place: _rounded(place, settings.round_km))
    if not settings.blunt:
        return meaning
    meaning = _walked(meaning, Place, _without_words)
    return replace(meaning, resolutions=tuple(map(_vague, meaning.resolutions)))


def unmeasured(drawings: Sequence[Drawing]) -> tuple[Drawing, ...]:
    """Drawings without conflicts between words and distances, which mean nothing on a grid."""
    return tuple(one if one.geometry is None else replace(one, warnings=()) for one in drawings)


def masked(extract: Extract, *, settings: PageSettings) -> Extract:
    """An extract without the coordinates that its report writes.

    With a grid, names and phrases bear rounded coordinates and quotes stay; where kinds are suppressed, all
    are blacked out, in quotes too, character for character, so that every offset holds. Where positions are
    exact, it is the extract itself.
    """
    if not settings.blunt:
        return extract
    document = extract.document
    texts = [document.text, document.title or "", document.url or ""]
    swaps = dict(chain.from_iterable(_swaps(text, settings) for text in texts))
    if not swaps:
        return extract
    found = _walked(replace(extract, document=_EMPTY), str, lambda text: _swapped(text, swaps))
    return replace(found, document=_masked_document(document, swaps, settings))


def plain(text: str) -> str:
    """Words without coordinates or numbers that may be half of them; how these were written is not told."""
    for at in reversed(find_coordinates(text)):
        text = text[: at.start] + BLOCK + text[at.end :]
    return _BLOCKS.sub(BLOCK, _FINE.sub(BLOCK, text))


class Notice:
    """What the map says of its blunt positions, once it has seen all reports."""

    def __init__(self, settings: PageSettings) -> None:
        self._settings = settings
        self._withheld = self._written = 0

    def see(self, extract: Extract) -> None:
        """Take in the next report."""
        if self._settings.suppress:
            reasons = (_reason(self._settings),)
            self._withheld += sum(one.reasons == reasons for one in extract.resolutions)
        elif self._settings.blunt:
            self._written += bool(find_coordinates(extract.document.text))

    def said(self) -> tuple[str, ...]:
        """One sentence each; nothing where positions are exact."""
        settings, words = self._settings, []
        if settings.round_km:
            words.append(f"For safety, positions are rounded to a grid of {settings.round_km:g} km.")
        if settings.suppress:
            kinds = ", ".join(kind for kind in settings.suppress if kind != "coordinates")
            left_out = f" ({self._withheld} {'mention' if self._withheld == 1 else 'mentions'})"
            words.append(
                "For safety, positions are left out of places"
                + (f" of the kind {kinds}, and of those" if kinds else "")
                + f" that only coordinates in a report locate{left_out}; such coordinates are blacked out."
            )
        elif self._written:
            reports = "1 report writes" if self._written == 1 else f"{self._written} reports write"
            words.append(f"{reports} coordinates, which stand in quotes as written.")
        return tuple(words)


# -- a grid ------------------------------------------------------------------------------------


def _rounded(place: Place, km: float) -> Place:
    lon, lat = on_grid(place.lon, place.lat, km=km)
    moved = replace(place, lon=lon, lat=lat)
    if not place.id.startswith(_WRITTEN):
        return moved
    # its id and its extent are those of the coordinates as written
    extent = max(place.extent_km or 0.0, _HALF_DIAGONAL * km)
    name = _in_words(lon, lat) if find_coordinates(place.name) else place.name
    return replace(moved, id=f"{_WRITTEN}{lat},{lon}", name=name, extent_km=extent)


def _in_words(lon: float, lat: float) -> str:
    return f"{_ABOUT}{abs(lat):.2f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"


def _without_words(place: Place) -> Place:
    """A place without a user's own note and columns, which may tell where it is in any form."""
    kept = {"countries", "gazetteer name"}
    extra = tuple((key, value) for key, value in place.extra if key in kept)
    return replace(place, note="", source=plain(place.source), extra=extra)


def _vague(resolution: Resolution) -> Resolution:
    """A resolution that tells no length, and no chance so finely that positions could be reckoned from it."""

    def coarse(chance: float) -> float:
        return math.floor(chance / _CHANCE + 1e-9) * _CHANCE

    def words(found: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_LENGTH.sub(BLOCK, one) for one in found if not one.startswith(_NEAR))

    others = tuple(replace(one, probability=coarse(one.probability)) for one in resolution.alternatives)
    return replace(
        resolution,
        probability=coarse(resolution.probability),
        alternatives=others,
        reasons=words(resolution.reasons),
        warnings=words(resolution.warnings),
    )


# -- positions withheld ------------------------------------------------------------------------


def _withheld(meaning: Meaning, mentions: Sequence[Mention], settings: PageSettings) -> Meaning:
    kinds = frozenset(settings.suppress)
    named = {
        one.place.id
        for mention, one in zip(mentions, meaning.resolutions, strict=True)
        if one.place is not None and mention.kind_hint in kinds
    }

    def hidden(place: Place | None) -> bool:
        return place is not None and (
            place.kind in kinds or place.id in named or place.id.startswith(_WRITTEN)
        )

    def end(one: End) -> End:
        return replace(one, place=None) if hidden(one.place) else one

    reason = _reason(settings)
    regions = tuple(_region(one, hidden, end) for one in meaning.regions)
    lost = _lost(regions)

    def placed(one: End) -> bool:
        return one.place is not None or (one.region is not None and one.region not in lost)

    def movement(one: Movement) -> Movement:
        before = any(map(placed, _ends(one)))
        kept = _walked(one, End, end)
        if one.draw == "none" or any(map(placed, _ends(kept))) or not before:
            return kept
        return replace(kept, draw="none", declined=reason)

    def standing(one: Standing) -> Standing:
        kept = replace(one, place=end(one.place))
        return kept if one.declined or placed(kept.place) else replace(kept, declined=reason)

    return Meaning(
        tuple(_resolution(one, hidden, reason) for one in meaning.resolutions),
        regions,
        tuple(map(movement, meaning.movements)),
        tuple(map(standing, meaning.standings)),
    )


def _reason(settings: PageSettings) -> str:
    return f"position withheld for safety (suppressed: {', '.join(settings.suppress)})"


def _ends(movement: Movement) -> tuple[End, ...]:
    path = (movement.path,) if movement.path is not None else ()
    return (*movement.origins, *movement.destinations, *movement.via, *path)


def _lost(regions: Sequence[Region]) -> frozenset[int]:
    """Regions that nothing with a position is left to draw from."""
    lost: set[int] = set()
    for index, one in enumerate(regions):
        if all(end.place is None and (end.region is None or end.region in lost) for end in one.anchors):
            lost.add(index)
    return frozenset(lost)


def _region(region: Region, hidden: Callable[[Place | None], bool], end: Callable[[End], End]) -> Region:
    """A region as it is, or without anchors where it leans on, or locates, what is withheld."""
    leaning = [*region.anchors, *([region.along] if region.along else [])]
    located = [region.target] if region.target else []
    if any(hidden(one.place) for one in (*leaning, *located)):
        bare = tuple(replace(one, place=None, region=None) for one in region.anchors)
        return replace(_walked(region, End, end), anchors=bare, within=(), along=None)
    return region


def _resolution(resolution: Resolution, hidden: Callable[[Place | None], bool], reason: str) -> Resolution:
    if hidden(resolution.place):
        return Resolution(resolution.mention, None, 0.0, reasons=(reason,))
    others = tuple(one for one in resolution.alternatives if not hidden(one.place))
    near = resolution.near if resolution.near and not hidden(resolution.near.place) else None
    return replace(resolution, alternatives=others, near=near)


# -- words -------------------------------------------------------------------------------------

_EMPTY = Document("", "", "")


def _swaps(text: str, settings: PageSettings) -> list[tuple[str, str]]:
    """What stands for the coordinates of a text, by their own words and by these on one line."""
    swaps = []
    for at in find_coordinates(text):
        written = text[at.start : at.end]
        for words in (written, " ".join(written.split())):
            if settings.suppress or at.point is None:
                swaps.append((words, BLOCK * len(words)))
            else:
                shown = _in_words(*on_grid(at.point.lon, at.point.lat, km=settings.round_km))
                # what is rounded stays as it is when it is masked again
                swaps += [(words, shown), (_ABOUT + words, shown)]
    return swaps


def _swapped(text: str, swaps: dict[str, str]) -> str:
    longest = sorted(swaps, key=lambda one: (-len(one), one))
    return re.sub("|".join(map(re.escape, longest)), lambda found: swaps[found[0]], text)


def _masked_document(document: Document, swaps: dict[str, str], settings: PageSettings) -> Document:
    title = _swapped(document.title, swaps) if document.title else document.title
    url = None if document.url and find_coordinates(document.url) else document.url
    text = document.text
    if settings.suppress:
        blocks = {words: BLOCK * len(words) for words in swaps}
        text = _swapped(text, blocks)
    return replace(document, text=text, title=title, url=url)


def _walked(value: Found, kind: type, change: Callable[[Any], Any]) -> Found:
    """A record with ``change`` made to everything of a kind in it, however deep; records stay frozen."""
    if isinstance(value, kind):
        return cast("Found", change(value))
    if isinstance(value, tuple):
        return cast("Found", tuple(_walked(part, kind, change) for part in value))
    if not is_dataclass(value):
        return value
    names = [field.name for field in fields(value)]
    found = {name: _walked(getattr(value, name), kind, change) for name in names}
    changed = {name: part for name, part in found.items() if part is not getattr(value, name)}
    return cast("Found", replace(value, **changed)) if changed else value  # type: ignore[type-var]
