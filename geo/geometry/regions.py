"""One relative region -> its drawing: pick the model, join anchors, cut to what else is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.geometry import areas, bands, geojson
from geo.geometry.areas import Patch
from geo.geometry.geodesy import BEARINGS, Frame, bearing_deg, compass, distance_km, turn_deg
from geo.geometry.ground import Ground, Grounds, row
from geo.records import Distance, Drawing, End, GeoJSON, Region
from geo.settings import GeometrySettings

_MEASURED = "usage measured on distance-and-direction descriptions of places"
_GBIF = f"{_MEASURED}; Georeferencing Best Practices (Chapman and Wieczorek 2020)"
_CHOICE = "project choice"
_SHAPE = "containment (ISO-Space IN)"

_ON_LAND = frozenset({"city", "village", "town", "camp", "area"})
"""Kinds of target that lie on land, so that a cone over the sea is cut at the coast."""

_COAST_DEG = 0.01
"""Bends of a coast finer than this do not matter to a cone or a ring."""

_GREAT = 10**9
"""Population that picks a table's last row."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A patch with the rule that made it and the source of the rule's numbers."""

    patch: Patch | None
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class _Scene:
    """A region with its anchors as geometry."""

    region: Region
    anchors: tuple[Ground, ...]
    within: tuple[BaseGeometry, ...]
    hints: tuple[Ground, ...]
    grounds: Grounds

    @property
    def settings(self) -> GeometrySettings:
        """The numbers to draw by."""
        return self.grounds.settings

    @property
    def words(self) -> frozenset[str]:
        """The relation's words in lower case."""
        return frozenset(" ".join(self.region.phrase.relations).lower().split())

    @property
    def bearings(self) -> list[float]:
        """Bearings of the compass points among the relation's words."""
        return [BEARINGS[word.upper()] for word in self.region.phrase.relations if word.upper() in BEARINGS]


def draw_region(
    region: Region, earlier: Sequence[Ground | None], hints: Sequence[Ground], grounds: Grounds
) -> tuple[Drawing, Patch | None]:
    """Drawing of a region and what it covers, in degrees.

    ``earlier`` are the regions before it, ``hints`` the document's settlements, most named first.
    """
    model = region.phrase.model
    anchors = tuple(found for end in region.anchors if (found := _anchor(end, earlier, grounds)) is not None)
    if not anchors:
        return Drawing(None, model=f"{model}: no known place to start from", shape="none"), None
    scene = _Scene(region, anchors, _within(region, grounds), tuple(hints), grounds)
    made = _make(scene)
    warnings = _conflicts(scene)
    if made.patch is None or (made.patch.core is None and made.patch.halo is None):
        missing = f"{model}: {made.rule}"
        return Drawing(None, model=missing, source=made.source, shape="none", warnings=warnings), None
    patch, notes = _cut(made.patch, scene)
    patch, rule = _follow(patch, scene, notes)
    core = patch.core if patch.core is not None else patch.halo
    drawing = Drawing(
        written(core),
        halo=written(patch.halo),
        model=f"{model}: {made.rule}{rule}{_located_by_it(region)}",
        source=made.source,
        shape="area",
        warnings=(*warnings, *notes),
    )
    return drawing, patch


def _located_by_it(region: Region) -> str:
    """A note for a place of unknown name that only this description locates."""
    target = region.target
    unknown = target is not None and target.place is None and target.text[:1].isupper()
    if region.phrase.model in {"ADJ", "ALONG", "SURR"}:
        return ""  # "Z and other towns along the border"
    return f"; {target.text} is located by this description" if target is not None and unknown else ""


@lru_cache(maxsize=32)
def written(shape: BaseGeometry | None) -> GeoJSON | None:
    """A shape of degrees as GeoJSON, no finer than can be seen."""
    return None if shape is None else geojson.areas(geojson.thinned(shape))


def _anchor(end: End, earlier: Sequence[Ground | None], grounds: Grounds) -> Ground | None:
    if end.place is not None:
        return grounds.of(end.place)
    if end.region is not None and end.region < len(earlier):
        return earlier[end.region]
    return None


def _within(region: Region, grounds: Grounds) -> tuple[BaseGeometry, ...]:
    shapes = (grounds.shape(place_id) for place_id in region.within)
    return tuple(
        shape for shape in shapes if shape is not None and shape.geom_type in {"Polygon", "MultiPolygon"}
    )


# -- models ------------------------------------------------------------------------------------


def _make(scene: _Scene) -> _Made:
    """The patch of all anchors together."""
    model = scene.region.phrase.model
    if model == "BETW":
        return _between(scene)
    if _means_border(scene):
        band = bands.border_band(
            scene.anchors, scene.within, scene.grounds, scene.settings, beside=scene.region.beside
        )
        if band is not None:
            most = scene.settings.border_max_km
            share = f"{scene.settings.border_share:.0%}"
            return _Made(band, f"band along the border, {share} of the country, at most {most:g} km", _CHOICE)
    if model == "SIDE":
        return _sided(scene)
    if model == "ALONG":
        return _along(scene)
    leading = scene.anchors[:1] if model == "IN" else scene.anchors
    made = [_single(scene, one) for one in leading]
    known = [one for one in made if one.patch is not None]
    if not known:
        return made[0]
    return _Made(_joined(scene, [one.patch for one in known if one.patch]), known[0].rule, known[0].source)


def _means_border(scene: _Scene) -> bool:
    model = scene.region.phrase.model
    if model == "ADJ":
        return True
    worded = bool(scene.words & {"border", "borders", "frontier"})
    place = any(one.kind == "border" for one in scene.anchors)
    return model in {"NEAR", "ALONG"} and (worded or place)


def _joined(scene: _Scene, pieces: Sequence[Patch]) -> Patch:
    """Anchors joined: a union, or for stacked clauses an intersection unless it is empty."""
    whole = pieces[0]
    stacked = scene.region.phrase.combine == "intersection"
    for piece in pieces[1:]:
        together = whole.combine(piece, shapely.intersection if stacked else shapely.union)
        whole = piece if together.core is None and together.halo is None else together
    return whole


def _single(scene: _Scene, one: Ground) -> _Made:
    """The patch of one anchor; several directions are a union."""
    phrase, settings = scene.region.phrase, scene.settings
    if one.kind in areas.COURSES and one.line is None and one.area is None:
        return _unmapped(one)
    if phrase.model in {"DD", "TIME", "DO"} and phrase.distance is not None:
        return _measured(scene, one, phrase.distance)
    middle: list[float | None] = [None] if scene.words & {"central", "c", "centre", "center"} else []
    if phrase.model == "PART" and (scene.bearings or middle):
        rule = "outer third that way, fading to half; centre: middle third"
        return _Made(areas.part(one, [*middle, *scene.bearings], settings), rule, _MEASURED)
    return _loose(scene, one)


def _loose(scene: _Scene, one: Ground) -> _Made:
    """Relations without a number."""
    phrase, settings = scene.region.phrase, scene.settings
    if phrase.model == "OFF":
        at = scene.bearings[0] if scene.bearings else None
        land = None if scene.region.within else _land(one, scene.grounds)
        patch = areas.offshore(one, land, phrase.distance, at, settings)
        return _Made(patch, "the sea off the coast", _CHOICE)
    if scene.bearings and phrase.model != "IN":
        return _beside(scene, one)
    if phrase.model == "SURR" or scene.words & {"around", "outskirts", "surrounding"}:
        edge = bool(scene.words & {"outskirts", "outside", "suburbs"})
        return _Made(areas.around(one, settings, outskirts=edge), "ring about the edge", _GBIF)
    if phrase.model in {"NEAR", "ADJ", "EXT", "DD", "DO"}:
        rule = "buffer to the median distance, fading to the 90th percentile"
        return _Made(areas.near(one, settings), rule, _GBIF)
    rule = "circle of its extent" if one.area is None else "the place's shape"
    return _Made(areas.inside(one, settings), rule, _SHAPE)


def _measured(scene: _Scene, one: Ground, distance: Distance) -> _Made:
    settings = scene.settings
    note = ", from a travel time: estimated" if distance.travel_time else ""
    if not scene.bearings and "within" in scene.words:
        rule = f"all up to {settings.ring_share[1]:g} of the distance from the edge{note}"
        return _Made(areas.within(one, distance, settings), rule, f"{_MEASURED}; {_CHOICE}")
    if not scene.bearings:
        low, high = settings.ring_share
        rule = f"ring at {low:g} to {high:g} of the distance from the edge{note}"
        return _Made(areas.distant(one, distance, settings), rule, f"{_MEASURED}; {_CHOICE}")
    pieces = [areas.offset(one, bearing, distance, settings) for bearing in scene.bearings]
    low, high = settings.offset_core_share
    rule = f"sector of ±{settings.offset_core_half_deg:g}° at {low:g} to {high:g} of the distance{note}"
    return _Made(_united(pieces), rule, f"{_MEASURED}: 15,064 pairs")


def _beside(scene: _Scene, one: Ground) -> _Made:
    settings = scene.settings
    if one.line is not None:
        _, near, far = row(settings.reach_km, _GREAT)
        sides = [
            bands.side(one.line, at, left=None, reach_km=(near, far), clips=scene.within)
            for at in scene.bearings
        ]
        return _Made(_united([side for side in sides if side]), "band on that side of the line", _CHOICE)
    pieces = [areas.cone(one, bearing, settings) for bearing in scene.bearings]
    core, halo = settings.core_half_deg, settings.halo_half_deg
    return _Made(
        _united(pieces), f"cone of ±{core:g}° (halo ±{halo:g}°) from the edge, reach by population", _GBIF
    )


def _united(pieces: Sequence[Patch]) -> Patch | None:
    whole: Patch | None = None
    for piece in pieces:
        whole = piece if whole is None else whole.combine(piece, shapely.union)
    return whole


def _between(scene: _Scene) -> _Made:
    one, *others = scene.anchors
    if not others:
        return _Made(None, "only one of the two places is known", _MEASURED)
    if one.area is not None and others[0].area is not None:
        band = bands.border_band(scene.anchors, (), scene.grounds, scene.settings)
        if band is not None:
            return _Made(band, "band along the shared border", _CHOICE)
    return _Made(bands.between(one, others[0], scene.settings), "lens on the way between", _GBIF)


# -- lines -------------------------------------------------------------------------------------


def _along(scene: _Scene) -> _Made:
    """By the anchor's line or coast, else straight between two anchors."""
    lead, line, clips, stops = _line(scene)
    share = f"{scene.settings.line_share:.0%}"
    if line is not None:
        stops = stops if stops or clips else _marks(line, scene)
        patch = bands.along(line, clips, stops, scene.settings)
        if scene.bearings:
            # "the south-west coast": the coast of that part
            part = areas.part(lead, scene.bearings, scene.settings).grown(bands.TOUCH_DEG)
            patch = patch.combine(part, shapely.intersection)
        return _Made(patch, f"band along the line, {share} of its length wide", _CHOICE)
    if lead.area is not None:
        return _Made(areas.inside(lead, scene.settings), "the place's shape", _SHAPE)
    ends = [one for one in scene.anchors if one.kind in areas.SETTLEMENTS]
    if len(ends) > 1:
        patch = bands.straight_band(ends[0], ends[1], scene.settings)
        return _Made(patch, "straight band, course not mapped", _CHOICE)
    return _unmapped(lead)


def _unmapped(lead: Ground) -> _Made:
    return _Made(None, f"the course of {lead.name} is not mapped", _CHOICE)


def _marks(line: BaseGeometry, scene: _Scene) -> list[Ground]:
    """The settlement by the line that the document names most: its stretch is meant."""
    for hint in scene.hints:
        frame = Frame(*hint.point)
        close = frame.plane(line).distance(Point(0.0, 0.0))
        if close <= hint.extent_km + scene.settings.line_km[1]:
            return [hint]
    return []


def _line(scene: _Scene) -> tuple[Ground, BaseGeometry | None, list[BaseGeometry], list[Ground]]:
    """The leading anchor, its line, the areas that clip it and the places that mark a stretch."""
    anchors = scene.anchors
    lead = next((one for one in anchors if one.line is not None), anchors[0])
    others = [one for one in anchors if one is not lead]
    clips = [*scene.within, *(one.area for one in others if one.area is not None)]
    stops = [one for one in others if one.area is None]
    line = lead.line
    if line is None and scene.words & {"coast", "coastal", "shore", "seaboard"}:
        line = bands.coast(lead, scene.grounds)
    return lead, line, clips, stops


def _sided(scene: _Scene) -> _Made:
    """SIDE: a bank of a line, the far side of a border, or that half of a place."""
    lead, line, clips, _ = _line(scene)
    if line is None and lead.kind in areas.COURSES:
        return _unmapped(lead)
    bearing = bands.bearing_in(scene.region.phrase.relations)
    if line is None and lead.area is not None and lead.kind not in areas.SETTLEMENTS and bearing is None:
        patch = bands.across(
            scene.anchors, scene.within, scene.grounds, scene.settings, beside=scene.region.beside
        )
        return _Made(patch, "band outside, along the border", _CHOICE)
    if line is None:
        if bearing is None:
            return _Made(None, f"which side of {lead.name} is not stated", _CHOICE)
        return _Made(areas.part(lead, [bearing], scene.settings), "that part of the place", _MEASURED)
    left = True if "left" in scene.words else False if "right" in scene.words else None
    _, near, far = row(scene.settings.reach_km, _GREAT)
    patch = bands.side(line, bearing, left=left, reach_km=(near, far), clips=clips)
    if patch is None:
        patch = bands.along(line, clips, (), scene.settings)
        return _Made(patch, "band along the line, which side is not stated", _CHOICE)
    return _Made(patch, "band on one side of the line", _CHOICE)


# -- cuts and conflicts ------------------------------------------------------------------------


def _cut(made: Patch, scene: _Scene) -> tuple[Patch, list[str]]:
    """Cut to the places that the text says it lies in, and to land when the target is on land."""
    notes = []
    phrase = scene.region.phrase
    for shape in scene.within:
        cut = made.combine(Patch(shape), shapely.intersection)
        if cut.halo is None:
            notes.append("does not meet the place it is said to lie in: drawn without that")
            continue
        made = cut if cut.core is not None else Patch(cut.halo, cut.halo)
    kind = phrase.target.nominal if phrase.target is not None else None
    if phrase.model in {"EXT", "DD", "NEAR"} and kind in _ON_LAND and not scene.within:
        land = _land(scene.anchors[0], scene.grounds)
        dry = made if land is None else made.combine(Patch(land), shapely.intersection)
        made = made if dry.core is None else dry
    return made, notes


def _follow(made: Patch, scene: _Scene, notes: list[str]) -> tuple[Patch, str]:
    """The stretch of the river or road that the region lies along, where its course is known."""
    end = scene.region.along
    line = None if end is None else _anchor(end, (), scene.grounds)
    if line is None or line.line is None:
        return made, ""
    reach = made.halo if made.halo is not None else made.core
    if reach is None or not line.line.intersects(reach):
        notes.append(f"{line.name} does not pass there: drawn without it")
        return made, ""
    # courses are drawn coarsely: the halo is as wide as a band ever is
    frame, flat = bands.stretch(line.line, [reach], (), scene.settings)
    wide = scene.settings.line_km[1]
    band = areas.patch(
        frame, areas.grown(flat, bands.half_width_km(flat, scene.settings)), areas.grown(flat, wide)
    )
    return band, f"; the stretch of {line.name} there"


def _land(ground: Ground, grounds: Grounds) -> BaseGeometry | None:
    """Land about a place: the polygons of the countries there, cut to its surroundings."""
    codes = grounds.countries_about(ground, 150.0)
    shapes = [shape for code in codes if (shape := grounds.country(code)) is not None]
    if not shapes:
        return None
    spot = (ground.lon, ground.lat, ground.lon, ground.lat)
    left, low, right, high = ground.area.bounds if ground.area is not None else spot
    cut = [shapely.clip_by_rect(shape, left - 8, low - 4, right + 8, high + 4) for shape in shapes]
    return shapely.make_valid(shapely.union_all(cut).simplify(_COAST_DEG))


def _conflicts(scene: _Scene) -> tuple[str, ...]:
    """What the text states and the map denies about a target whose place is known."""
    target = scene.region.target.place if scene.region.target is not None else None
    one = scene.anchors[0]
    wide = one.line is not None or (one.area is not None and one.kind not in areas.SETTLEMENTS)
    if target is None or wide or target.kind in {"country", "continent", "admin1"}:
        return ()
    found = []
    settings, phrase = scene.settings, scene.region.phrase
    km = distance_km(one.lon, one.lat, target.lon, target.lat)
    if phrase.distance is not None and not phrase.distance.travel_time:
        near, far = areas.span(phrase.distance, settings.offset_halo_share, settings)
        if not (0.0 if "within" in scene.words else near) <= km <= far:
            pair = f"{one.name} to {target.name}, centre to centre"
            found.append(f"{phrase.distance.km:g} km stated, {km:.0f} km on the map ({pair})")
    at = bearing_deg(one.lon, one.lat, target.lon, target.lat)
    turns = [turn_deg(at, bearing) for bearing in scene.bearings]
    if turns and km > one.extent_km and min(turns) > settings.direction_conflict_deg:
        stated = " and ".join(word for word in phrase.relations if word.upper() in BEARINGS)
        found.append(f"{stated} of {one.name} stated, {compass(at)} on the map ({target.name})")
    return tuple(found)
