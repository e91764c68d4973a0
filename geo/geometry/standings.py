"""Situations -> a symbol at their place, with the ground that they may cover as its halo."""

from __future__ import annotations

from collections.abc import Sequence

from shapely.geometry import shape

from geo.geometry import geojson
from geo.geometry.areas import around, inside
from geo.geometry.ground import Grounds
from geo.records import Drawing, Standing

SOURCE = "project choice: extent of the place"
_WIDE = frozenset({"country", "continent", "ocean", "sea"})
"""Kinds whose whole ground is no answer to where something holds."""


def draw_standing(standing: Standing, regions: Sequence[Drawing], grounds: Grounds) -> Drawing:
    """A point (the symbol's anchor) with the place's ground; a siege has a ring about it.

    ``regions`` are the drawings of the document's regions. Nothing is drawn for a declined standing.
    """
    if standing.declined is not None:
        return Drawing(None, model="not drawn", shape="none")
    end = standing.place
    core = None if end.region is None else regions[end.region].geometry
    if core is not None:
        spot = shape(dict(core)).representative_point()
        return Drawing(
            geojson.point(spot.x, spot.y), halo=core, model="symbol in a relative region", shape="symbol"
        )
    if end.place is None:
        return Drawing(None, model="not drawn", shape="none", warnings=("its place could not be found",))
    ground = grounds.of(end.place)
    point = geojson.point(ground.lon, ground.lat)
    if ground.kind in _WIDE:
        return Drawing(point, model="symbol in a wide area", source=SOURCE, shape="symbol")
    if standing.situation.kind == "besieged":
        made = around(ground, grounds.settings, outskirts=False)
        model = "ring about the place"
    else:
        made = inside(ground, grounds.settings)
        model = "symbol at the place"
    halo = None if made.core is None else geojson.areas(geojson.thinned(made.core))
    return Drawing(point, halo=halo, model=model, source=SOURCE, shape="symbol")
