"""Regions along something: a border, a river, a road, a coast, the way between two places."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, unary_union

from geo.geometry import sectors
from geo.geometry.areas import SETTLEMENTS, Patch, footprint, grown, patch
from geo.geometry.geodesy import BEARINGS, Coordinate, Frame, densify, distance_km, polar
from geo.geometry.ground import Ground, Grounds, row
from geo.settings import GeometrySettings

TOUCH_DEG = 0.03
"""Borders of two sources may lie this far apart and still be one, degrees."""

_COAST_DEG = 0.05
"""A division's edge within this of its country's edge, and not of a land border, is coast."""


# -- borders -----------------------------------------------------------------------------------


def border_band(
    anchors: Sequence[Ground],
    within: Sequence[BaseGeometry],
    grounds: Grounds,
    settings: GeometrySettings,
    *,
    beside: str = "",
) -> Patch | None:
    """ADJ: a band along a border, inside each side; None when no border is known."""
    line = border_line(anchors, within, grounds, beside=beside)
    points = [ground for ground in anchors if ground.kind in SETTLEMENTS]
    areas = [ground for ground in anchors if ground.area is not None and ground not in points]
    if line is None or line.is_empty:
        return None
    frame = _frame_of(line)
    flat = frame.plane(line)
    for ground in points:
        flat = _part_near(flat, Point(frame.point(*ground.point)))
    widths = [_width(ground, settings) for ground in areas] or [math.inf]
    depth = min(settings.border_max_km, settings.border_share * min(widths))
    return patch(frame, grown(flat, depth), grown(flat, 2 * depth))


def border_line(
    anchors: Sequence[Ground], within: Sequence[BaseGeometry], grounds: Grounds, *, beside: str = ""
) -> BaseGeometry | None:
    """The border that the anchors mean, in degrees.

    A border of the gazetteer; the one that two anchors share; the one between the one country and the
    country ``beside`` it (ISO code); else the whole land border of the one country, or the part that touches
    the places it lies within.
    """
    for ground in anchors:
        if ground.line is not None:
            return ground.line
    areas = [ground for ground in anchors if ground.area is not None and ground.kind not in SETTLEMENTS]
    if len(areas) > 1:
        return shared_border(areas[0], areas[1], grounds)
    if not areas:
        return None
    if areas[0].kind == "country":
        shared = grounds.border(areas[0].country, beside) if beside else None
        whole = grounds.border(areas[0].country) if shared is None else shared
    else:
        whole = None if areas[0].area is None else areas[0].area.boundary
    for shape in within:
        touching = None if whole is None else whole.intersection(shape.buffer(TOUCH_DEG))
        if touching is not None and not touching.is_empty:
            whole = touching
    return whole


def shared_border(one: Ground, other: Ground, grounds: Grounds) -> BaseGeometry | None:
    """The line that two areas share, in degrees, None when they do not touch."""
    if one.kind == other.kind == "country":
        known = grounds.border(one.country, other.country)
        if known is not None:
            return known
    if one.area is None or other.area is None:
        return None
    if not _touch(one.area, other.area):
        return None
    line = one.area.boundary.intersection(other.area.buffer(TOUCH_DEG))
    return None if line.is_empty or line.length == 0 else line


def _touch(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether areas meet, part by part: the bounds of a country with far islands say little."""
    parts = shapely.STRtree(shapely.get_parts(one))
    return bool(parts.query(shapely.get_parts(other), predicate="dwithin", distance=TOUCH_DEG).size)


def across(
    anchors: Sequence[Ground],
    within: Sequence[BaseGeometry],
    grounds: Grounds,
    settings: GeometrySettings,
    *,
    beside: str = "",
) -> Patch | None:
    """SIDE of an area: "across the border from X", the band outside X."""
    band = border_band(anchors, within, grounds, settings, beside=beside)
    area = anchors[0].area if anchors else None
    if band is None or area is None:
        return band
    return band.combine(Patch(area), lambda one, other: one.difference(other))


def _width(ground: Ground, settings: GeometrySettings) -> float:
    """The short side of an area's tightest box."""
    _, shape = footprint(ground, settings)
    tight = shapely.minimum_rotated_rectangle(shape)
    if not isinstance(tight, Polygon):
        return 0.0
    corners = list(tight.exterior.coords)
    return min(math.dist(corners[0], corners[1]), math.dist(corners[1], corners[2]))


def _part_near(line: BaseGeometry, at: Point, *, more_km: float = 40.0) -> BaseGeometry:
    """The part of a line that lies little farther from a point than its nearest point."""
    kept = line.intersection(at.buffer(line.distance(at) + more_km))
    return line if kept.is_empty else kept


# -- lines -------------------------------------------------------------------------------------


def along(
    line: BaseGeometry,
    clips: Sequence[BaseGeometry],
    stops: Sequence[Ground],
    settings: GeometrySettings,
) -> Patch:
    """ALONG: a buffer of a line (degrees), clipped to areas and to the stretch that stops mark."""
    frame, flat = stretch(line, clips, stops, settings)
    wide = half_width_km(flat, settings)
    return patch(frame, grown(flat, wide), grown(flat, 2 * wide))


def half_width_km(flat: BaseGeometry, settings: GeometrySettings) -> float:
    """Half-width of a band along a line of the plane."""
    least, most = settings.line_km
    return float(min(most, max(least, settings.line_share * flat.length)))


def stretch(
    line: BaseGeometry,
    clips: Sequence[BaseGeometry],
    stops: Sequence[Ground],
    settings: GeometrySettings,
) -> tuple[Frame, BaseGeometry]:
    """The part of a line that a text means, in the plane about it."""
    whole = line
    for clip in clips:
        cut = whole.intersection(clip)
        whole = whole if cut.is_empty or cut.length == 0 else cut
    frame = _frame_of(whole)
    flat = merged(frame.plane(whole)).simplify(0.05)
    if len(stops) > 1 and isinstance(flat, LineString):
        places = sorted(flat.project(Point(frame.point(*stop.point))) for stop in stops)
        pad = 0.05 * (places[-1] - places[0])
        return frame, _substring(flat, places[0] - pad, places[-1] + pad)
    if len(stops) == 1:
        _, far = row(settings.near_km, stops[0].population)
        spot = Point(frame.point(*stops[0].point))
        return frame, flat.intersection(spot.buffer(max(far, flat.distance(spot) + settings.path_km)))
    return frame, flat


def merged(line: BaseGeometry) -> BaseGeometry:
    """Touching parts of a line joined to one."""
    return linemerge(line) if isinstance(line, MultiLineString) else line


def coast(ground: Ground, grounds: Grounds) -> BaseGeometry | None:
    """The coast of an area: its edge, less land borders and borders inside its country."""
    if ground.area is None:
        return None
    edge = ground.area.boundary
    borders = grounds.border(ground.country)
    if borders is not None:
        edge = edge.difference(borders.buffer(TOUCH_DEG))
    country = grounds.country(ground.country)
    if ground.kind != "country" and country is not None:
        edge = edge.intersection(country.boundary.buffer(_COAST_DEG))
    return None if edge.is_empty else edge


def side(
    line: BaseGeometry,
    bearing: float | None,
    *,
    left: bool | None,
    reach_km: tuple[float, float],
    clips: Sequence[BaseGeometry],
) -> Patch | None:
    """SIDE of a line: the band on the side of a bearing, or on the left or right of its course.

    ``reach_km`` are the depths of core and halo. None when neither side is meant.
    """
    whole = line
    for clip in clips:
        cut = whole.intersection(clip)
        whole = whole if cut.is_empty or cut.length == 0 else cut
    frame = _frame_of(whole)
    flat = merged(frame.plane(whole)).simplify(0.2)
    if bearing is not None:
        left = _lies_left(flat, bearing)
    if left is None:
        return None
    return patch(frame, *(_bank(flat, km, left=left) for km in reach_km))


def _lies_left(flat: BaseGeometry, bearing: float) -> bool:
    """Whether a bearing points to the left of a line's course, from start to end of every part."""
    east, north = polar(1.0, bearing)
    lean = 0.0
    for piece in shapely.get_parts(flat).tolist():
        (x, y), (u, v) = piece.coords[0], piece.coords[-1]
        lean += (u - x) * north - (v - y) * east
    return lean > 0


def _bank(flat: BaseGeometry, km: float, *, left: bool) -> BaseGeometry:
    """One bank of a line: the faces of its buffer whose inside lies on that side."""
    flat = flat.simplify(km / 40)
    whole = flat.buffer(km, cap_style="flat")
    # a line that runs on past the buffer cuts it clean through
    run = shapely.MultiLineString([_run_on(piece, 3 * km) for piece in shapely.get_parts(flat).tolist()])
    kept = []
    for face in polygonize(unary_union([whole.boundary, run])):
        spot = face.representative_point()
        if whole.contains(spot) and _on_left(run, spot) is left:
            kept.append(face)
    return unary_union(kept)


def _run_on(piece: LineString, km: float) -> LineString:
    """A line with both ends carried on along the course of their last tenth."""
    start, end = piece.coords[0], piece.coords[-1]
    near = piece.interpolate(0.1, normalized=True)
    far = piece.interpolate(0.9, normalized=True)
    before = _beyond((near.x, near.y), (start[0], start[1]), km)
    after = _beyond((far.x, far.y), (end[0], end[1]), km)
    return LineString([before, *piece.coords, after])


def _beyond(one: Coordinate, other: Coordinate, km: float) -> Coordinate:
    """The point ``km`` past ``other``, coming from ``one``."""
    length = math.dist(one, other) or 1.0
    return other[0] + km * (other[0] - one[0]) / length, other[1] + km * (other[1] - one[1]) / length


def _on_left(flat: BaseGeometry, spot: Point) -> bool:
    piece = min(shapely.get_parts(flat).tolist(), key=lambda part: float(part.distance(spot)))
    place = piece.project(spot)
    before = piece.interpolate(max(0.0, place - 0.5))
    after = piece.interpolate(min(piece.length, place + 0.5))
    turn = (after.x - before.x) * (spot.y - before.y) - (after.y - before.y) * (spot.x - before.x)
    return bool(turn > 0)


def _substring(line: LineString, start: float, end: float) -> BaseGeometry:
    return shapely.ops.substring(line, max(0.0, start), min(line.length, end))


# -- between -----------------------------------------------------------------------------------


def between(one: Ground, other: Ground, settings: GeometrySettings) -> Patch | None:
    """BETW: a lens on the way from A to B; None when A and B are one point."""
    length = distance_km(one.lon, one.lat, other.lon, other.lat)
    if length < 0.1:
        return None
    middle = densify(one.lon, one.lat, other.lon, other.lat, 3)[1]
    frame = Frame(*middle)
    a, b = frame.point(*one.point), frame.point(*other.point)
    core, halo = settings.between_core_width, settings.between_halo_width
    return patch(frame, sectors.lens(a, b, core), sectors.lens(a, b, halo))


def straight_band(one: Ground, other: Ground, settings: GeometrySettings) -> Patch:
    """ALONG without a mapped course: a straight band from A to B."""
    ends = densify(one.lon, one.lat, other.lon, other.lat, 3)
    frame = Frame(*ends[1])
    flat = LineString([frame.point(*point) for point in ends])
    wide = half_width_km(flat, settings)
    return patch(frame, grown(flat, wide), grown(flat, 2 * wide))


def bearing_in(words: Sequence[str]) -> float | None:
    """The compass point in a relation's words ("W", "west bank"), None when there is none."""
    for word in words:
        for piece in word.replace("-", " ").split():
            if piece.upper() in BEARINGS:
                return BEARINGS[piece.upper()]
            code = _WORDS.get(piece.lower().removesuffix("ern"))
            if code is not None:
                return BEARINGS[code]
    return None


_WORDS = {
    "north": "N",
    "northeast": "NE",
    "east": "E",
    "southeast": "SE",
    "south": "S",
    "southwest": "SW",
    "west": "W",
    "northwest": "NW",
}


def _frame_of(line: BaseGeometry) -> Frame:
    """The plane about the middle of a line in degrees."""
    parts = [part for part in shapely.get_parts(merged(line)).tolist() if isinstance(part, LineString)]
    longest = max(parts, key=lambda part: float(part.length))
    spot = longest.interpolate(0.5, normalized=True)
    return Frame(spot.x, spot.y)
