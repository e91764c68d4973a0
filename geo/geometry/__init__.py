"""Regions and movements -> geometry with its doubt, by named rules with stated numbers.

Coordinates (lon, lat); every drawing names its model and the source of the model's numbers. The
only home of pyproj and, with the gazetteer's shapes, of shapely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from geo.geometry.areas import Patch
from geo.geometry.arrows import draw_movement
from geo.geometry.clauses import stacked
from geo.geometry.geodesy import distance_km
from geo.geometry.ground import Ground, Grounds
from geo.geometry.outlines import Outline
from geo.geometry.regions import draw_region
from geo.geometry.standings import draw_standing
from geo.records import Atlas, Drawing, End, Movement, Place, Region, Standing
from geo.settings import GeometrySettings

__all__ = ["draw", "draw_standings"]

_MARKS = frozenset(
    {"city", "camp", "neighbourhood", "base", "airport", "site", "facility", "crossing", "dam"}
)


def draw(
    regions: Sequence[Region],
    movements: Sequence[Movement],
    atlas: Atlas,
    *,
    settings: GeometrySettings,
) -> tuple[tuple[Drawing, ...], tuple[Drawing, ...]]:
    """Drawings of one document's regions and movements, one each, in their order.

    A thing that cannot be drawn honestly gets a Drawing without geometry whose ``model`` says why.
    """
    grounds = Grounds(atlas, settings)
    hints = [grounds.of(place) for place in _most_named(regions, movements)]
    drawings: list[Drawing] = []
    patches: list[Patch | None] = []
    areas: list[Ground | None] = []
    meant = {end.region for end in _ends(regions, movements)}
    for index, region in enumerate(regions):
        drawing, patch = draw_region(region, areas, hints, grounds)
        drawings.append(drawing)
        patches.append(patch)
        areas.append(_ground(region, patch) if index in meant else None)
    region_drawings, cut = stacked(regions, drawings, patches)
    for index, patch in enumerate(cut):
        if index in meant and patch is not patches[index]:
            areas[index] = _ground(regions[index], patch)
    movement_drawings = tuple(draw_movement(movement, areas, hints, grounds) for movement in movements)
    return region_drawings, movement_drawings


def draw_standings(
    standings: Sequence[Standing],
    region_drawings: Sequence[Drawing],
    atlas: Atlas,
    *,
    settings: GeometrySettings,
) -> tuple[Drawing, ...]:
    """Drawings of one document's situations, one each; ``region_drawings`` are those of its regions."""
    grounds = Grounds(atlas, settings)
    return tuple(draw_standing(standing, region_drawings, grounds) for standing in standings)


def _most_named(regions: Iterable[Region], movements: Iterable[Movement]) -> list[Place]:
    """Settlements at the ends and anchors of a document, the most named first."""
    ends = _ends(regions, movements)
    places = [end.place for end in ends if end.place is not None and end.place.kind in _MARKS]
    known = {place.id: place for place in places}
    counts = Counter(place.id for place in places)
    return [known[place_id] for place_id, _ in counts.most_common()]


def _ends(regions: Iterable[Region], movements: Iterable[Movement]) -> list[End]:
    """Anchors of regions, and where movements start, pass and end."""
    ends = [end for region in regions for end in region.anchors]
    for movement in movements:
        ends += [*movement.origins, *movement.destinations, *movement.via]
    return ends


def _ground(region: Region, patch: Patch | None) -> Ground | None:
    """A region as an end of movements: its core."""
    core = None if patch is None else patch.core if patch.core is not None else patch.halo
    if core is None:
        return None
    spot = core.representative_point()
    left, low, right, high = core.bounds
    size = distance_km(left, low, right, high) / 2 if right - left < 180 else 1000.0
    name = region.phrase.text
    return Ground(name, "region", spot.x, spot.y, size, area=core, outline=Outline(core))
