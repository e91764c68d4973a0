"""Ends as regions: a place that no gazetteer knows lies where the text says ("Z, 40 km west of Y")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.records import End, Movement, Region
from geo.relations.movements import decide

_TELLING = {
    model: rank
    for rank, model in enumerate(("DD", "TIME", "DO", "OFF", "BETW", "EXT", "SIDE", "NEAR", "PART", "IN"))
}
"""Models that locate a place, the most telling first."""


def located(movements: Sequence[Movement], regions: Sequence[Region]) -> tuple[Movement, ...]:
    """Movements whose ends of unknown name are put where the text says that they lie.

    Such an end keeps no place: it is the region, and its movement is decided on anew. Two known ends
    that share one region are the places themselves: "from A to B" is no stay between A and B.
    """
    known = _described(regions)
    apart = map(_apart, movements)
    return tuple(_located(movement, known, regions) for movement in apart) if regions else tuple(apart)


def _apart(movement: Movement) -> Movement:
    ends = (*movement.origins, *movement.destinations)
    shared = {end.region for end in movement.origins} & {end.region for end in movement.destinations}
    if shared <= {None} or any(end.place is None for end in ends):
        return movement
    origins, destinations = (
        tuple(replace(end, region=None) if end.region in shared else end for end in some)
        for some in (movement.origins, movement.destinations)
    )
    return replace(movement, origins=origins, destinations=destinations)


def _described(regions: Sequence[Region]) -> Mapping[str, int]:
    """The region that locates each unknown name, by the name in lower case."""
    found: dict[str, int] = {}
    for index, region in enumerate(regions):
        target = region.target
        known = any(anchor.place is not None for anchor in region.anchors)
        if target is None or target.place is not None or region.phrase.model not in _TELLING or not known:
            continue
        name = target.text.casefold()
        named = target.text[:1].isupper()
        other = found.get(name)
        better = other is None or _rank(region) < _rank(regions[other])
        if named and better:
            found[name] = index
    return found


def _rank(region: Region) -> int:
    return _TELLING[region.phrase.model]


def _located(movement: Movement, known: Mapping[str, int], regions: Sequence[Region]) -> Movement:
    ends = {
        role: tuple(_end(end, known, regions) for end in getattr(movement, role))
        for role in ("origins", "destinations", "via")
    }
    if all(ends[role] == getattr(movement, role) for role in ends):
        return movement
    found = replace(movement, origins=ends["origins"], destinations=ends["destinations"], via=ends["via"])
    draw, declined = decide(found)
    return replace(found, draw=draw, declined=declined)


def _end(end: End, known: Mapping[str, int], regions: Sequence[Region]) -> End:
    if end.place is not None or end.region is not None:
        return end
    words = end.text.casefold()
    index = next((known[name] for name in known if words == name or words.endswith(f" {name}")), None)
    index = _around(end, regions) if index is None else index
    return end if index is None else replace(end, region=index)


def _around(end: End, regions: Sequence[Region]) -> int | None:
    """The region whose words begin with the end's: "villages" of "villages 20 km south of Y"."""
    for index, region in enumerate(regions):
        phrase = region.phrase
        known = any(anchor.place is not None for anchor in region.anchors)
        starts = end.start == phrase.start and end.end is not None and end.end <= phrase.end
        if starts and known and phrase.model in _TELLING:
            return index
    return None
