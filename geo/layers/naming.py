"""Places under the names that the reports use.

A gazetteer's main name may be one that no reader of the reports knows (a transliteration with
diacritics, an official name). A mark bears the name that the reports write most often; the gazetteer's
own name stays beside it, in ``Place.extra`` under ``GAZETTEER_NAME``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from geo.layers.wording import one_line
from geo.records import Alternative, End, Extract, Movement, Place, Region, Remade, Resolution, Standing

GAZETTEER_NAME = "gazetteer name"
_SETTLED = frozenset({"country", "continent"})
"""Kinds whose gazetteer name is the one that every reader knows."""


class Names:
    """The names that reports write for places, looked at one report after the other."""

    def __init__(self) -> None:
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        self._own: dict[str, str] = {}

    def see(self, extract: Extract) -> None:
        """Take in the names of a report."""
        for mention, resolution in zip(extract.reading.mentions, extract.resolutions, strict=True):
            place = resolution.place
            if place is not None and not mention.demonym and place.kind not in _SETTLED:
                self._written[place.id][one_line(mention.text)] += 1
                self._own[place.id] = place.name

    def given(self, extracts: Iterable[Extract]) -> Iterable[Extract]:
        """The extracts with each place under the name that the reports use for it.

        Of extracts that are not all in memory, each is made when it is asked for.
        """
        names = {
            ident: name
            for ident, counts in self._written.items()
            if self._own[ident] not in counts and (name := _commonest(counts)) is not None
        }
        if not names:
            return extracts
        if isinstance(extracts, (list, tuple)):
            return tuple(_renamed(extract, names) for extract in extracts)
        return Remade(extracts, partial(_renamed, names=names))


def own_name(place: Place) -> str:
    """The gazetteer's own name of a place."""
    return dict(place.extra).get(GAZETTEER_NAME, place.name)


def _commonest(counts: Counter[str]) -> str | None:
    """The most frequent spelling that is no abbreviation and not in capitals throughout."""
    full = [name for name in counts if not name.isupper() and "." not in name and not name.islower()]
    return min(full, key=lambda name: (-counts[name], name)) if full else None


def _renamed(extract: Extract, names: Mapping[str, str]) -> Extract:
    if names.keys().isdisjoint(_ids(extract)):
        return extract
    return replace(
        extract,
        resolutions=tuple(_resolution(one, names) for one in extract.resolutions),
        regions=tuple(_region(one, names) for one in extract.regions),
        movements=tuple(_movement(one, names) for one in extract.movements),
        standings=tuple(_standing(one, names) for one in extract.standings),
    )


def _ids(extract: Extract) -> Iterator[str]:
    """Ids of all places that a report's records name."""
    for one in extract.resolutions:
        if one.place is not None:
            yield one.place.id
        for other in one.alternatives:
            yield other.place.id
    for region in extract.regions:
        yield from _of((*region.anchors, region.target))
    for move in extract.movements:
        yield from _of((*move.origins, *move.destinations, *move.via, move.path))
    yield from _of(standing.place for standing in extract.standings)


def _of(ends: Iterable[End | None]) -> Iterator[str]:
    return (end.place.id for end in ends if end is not None and end.place is not None)


def _place(place: Place, names: Mapping[str, str]) -> Place:
    name = names.get(place.id)
    if name is None:
        return place
    return replace(place, name=name, extra=(*place.extra, (GAZETTEER_NAME, place.name)))


def _resolution(one: Resolution, names: Mapping[str, str]) -> Resolution:
    places = (one.place, *(other.place for other in one.alternatives))
    if not any(place is not None and place.id in names for place in places):
        return one
    alternatives = tuple(Alternative(_place(a.place, names), a.probability) for a in one.alternatives)
    return replace(one, place=_place(one.place, names) if one.place else None, alternatives=alternatives)


def _end(end: End, names: Mapping[str, str]) -> End:
    return replace(end, place=_place(end.place, names)) if end.place and end.place.id in names else end


def _ends(ends: Iterable[End], names: Mapping[str, str]) -> tuple[End, ...]:
    return tuple(_end(end, names) for end in ends)


def _region(one: Region, names: Mapping[str, str]) -> Region:
    target = _end(one.target, names) if one.target else None
    return replace(one, anchors=_ends(one.anchors, names), target=target)


def _movement(one: Movement, names: Mapping[str, str]) -> Movement:
    return replace(
        one,
        origins=_ends(one.origins, names),
        destinations=_ends(one.destinations, names),
        via=_ends(one.via, names),
        path=_end(one.path, names) if one.path else None,
    )


def _standing(one: Standing, names: Mapping[str, str]) -> Standing:
    return replace(one, place=_end(one.place, names))
