"""Regions relative to one place: in it, a part of it, beside it, near it, around it.

Every builder gives a ``Patch``: core and halo in degrees. Numbers come from ``GeometrySettings``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.affinity import affine_transform, scale
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.geometry import sectors
from geo.geometry.geodesy import Coordinate, Frame
from geo.geometry.geojson import area_degrees, coarser, wrapped
from geo.geometry.ground import Ground, row
from geo.geometry.outlines import Outline, flattened, levelled
from geo.geometry.outlines import scale as scale_of
from geo.records import Distance
from geo.settings import GeometrySettings

SETTLEMENTS = frozenset(
    {"city", "neighbourhood", "camp", "base", "airport", "site", "facility", "crossing", "dam"}
)
"""Kinds whose distances are counted from the point, not from the edge."""

COURSES = frozenset({"river", "road", "canal", "border", "line", "coast"})
"""Kinds that are a line: without one nothing is known of where they run."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Core and halo of a region, polygons in degrees; an empty one is None."""

    core: BaseGeometry | None
    halo: BaseGeometry | None = None

    def grown(self, degrees: float) -> Patch:
        """Both parts with a margin of so many degrees."""
        return Patch(*(None if shape is None else shape.buffer(degrees) for shape in (self.core, self.halo)))

    def combine(self, other: Patch, join: Callable[[BaseGeometry, BaseGeometry], BaseGeometry]) -> Patch:
        """Both parts joined; a missing halo stands for the core."""
        core = _both(self.core, other.core, join)
        halo = _both(self.halo or self.core, other.halo or other.core, join)
        return Patch(core, halo)


def _both(
    one: BaseGeometry | None,
    other: BaseGeometry | None,
    join: Callable[[BaseGeometry, BaseGeometry], BaseGeometry],
) -> BaseGeometry | None:
    empty = shapely.MultiPolygon()
    out = join(one if one is not None else empty, other if other is not None else empty)
    return None if out.is_empty else out


def patch(frame: Frame, core: BaseGeometry, halo: BaseGeometry | None = None) -> Patch:
    """A patch from shapes of a plane."""
    inner, outer = (
        None if shape is None or shape.is_empty else area_degrees(frame, shape) for shape in (core, halo)
    )
    return Patch(inner, outer)


def footprint(ground: Ground, settings: GeometrySettings) -> tuple[Frame, BaseGeometry]:
    """The plane about a place and the place's shape in it: polygon, line, or circle of its extent."""
    shape = ground.area if ground.area is not None else ground.line
    if shape is None:
        return Frame(ground.lon, ground.lat), sectors.disc(ground.extent_km)
    return flattened(ground.outline or Outline(shape), ground.lon, ground.lat, settings.mainland_gap_km)


def grown(shape: BaseGeometry, km: float) -> BaseGeometry:
    """A buffer whose detail fits its width: fine bends of the edge do not show in a wide one."""
    if km <= 0:
        return shape
    plain = shape.simplify(km / 20)
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        plain = coarser(shape, km / 20)
    # part by part: one buffer of many islands costs the square of their number
    wide: BaseGeometry = shapely.union_all(shapely.buffer(shapely.get_parts(plain), km, quad_segs=8))
    return wide


# -- inside ------------------------------------------------------------------------------------


def inside(ground: Ground, settings: GeometrySettings) -> Patch:
    """IN: the place's polygon, else the circle of its extent."""
    frame, shape = footprint(ground, settings)
    if ground.area is not None:
        return patch(frame, shape)
    if ground.line is not None:
        return patch(frame, shape.buffer(settings.line_km[0]), shape.buffer(settings.line_km[1]))
    return patch(frame, shape, sectors.disc(1.5 * ground.extent_km))


def part(ground: Ground, bearings: Sequence[float | None], settings: GeometrySettings) -> Patch:
    """PART: "northern X" is the outer third of X's extent that way, fading to half; None: the middle.

    Extents are of latitude and longitude, so "north" follows the parallels. Of a place without a
    polygon the circle of its extent is cut, and the halo reaches half an extent beyond.
    """
    if ground.area is None:
        core, halo = sectors.disc(ground.extent_km), sectors.disc(1.5 * ground.extent_km)
        frame = Frame(ground.lon, ground.lat)
        cores = [_outer(core, core.bounds, bearing, settings.part_core_share) for bearing in bearings]
        share = settings.part_halo_share
        halos = [_outer(halo, core.bounds, bearing, share) for bearing in bearings]
        return patch(frame, shapely.union_all(cores), shapely.union_all(halos))
    return _part(ground.outline or Outline(ground.area), ground.point, tuple(bearings), settings)


@lru_cache(maxsize=64)
def _part(
    of: Outline, point: Coordinate, bearings: tuple[float | None, ...], settings: GeometrySettings
) -> Patch:
    """As ``part``, of a shape; reports of one day name the same parts of the same countries."""
    flat = levelled(of, *point, settings.mainland_gap_km)
    wide, high = scale_of(point[1])
    pieces = []
    for share, halo_wide in ((settings.part_core_share, False), (settings.part_halo_share, True)):
        cut = [
            _outer(flat, flat.bounds, bearing, settings.central_halo_share)
            if bearing is None and halo_wide
            else _outer(flat, flat.bounds, bearing, share)
            for bearing in bearings
        ]
        whole = affine_transform(shapely.union_all(cut), [1 / wide, 0, 0, 1 / high, 0, 0])
        pieces.append(wrapped(whole))
    return Patch(*(None if piece.is_empty else piece for piece in pieces))


def _outer(
    shape: BaseGeometry, bounds: tuple[float, float, float, float], bearing: float | None, share: float
) -> BaseGeometry:
    """The outer ``share`` of a shape towards a bearing, or its middle ``share`` each way for None.

    Between the axes the shape's own reach along the diagonal counts, and a core (share below
    half) must also lie in both halves: "north-eastern X" is neither due north nor due east.
    """
    left, low, right, high = bounds
    width, height = right - left, high - low
    if bearing is None:
        side = (1 - share) / 2
        return shape.intersection(
            box(left + side * width, low + side * height, right - side * width, high - side * height)
        )
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
    east, north = (0.0 if abs(value) < 0.2 else value for value in (east, north))
    unit = scale(shape, 1 / width, 1 / height, origin=(left, low))
    edges = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_parts(unit)))
    if not len(edges):
        return shape
    reach = (edges[:, 0] - left) * east + (edges[:, 1] - low) * north
    limit = float(reach.max() - share * (reach.max() - reach.min()))
    cut = unit.intersection(_half_plane(left, low, east, north, limit))
    if east and north and share < 0.5:
        middle = (left + 0.5, low + 0.5)
        corner = (middle[0] + math.copysign(9, east), middle[1] + math.copysign(9, north))
        cut = cut.intersection(box(*_corners(middle, corner)))
    return scale(cut, width, height, origin=(left, low))


def _corners(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    """Bounds of two corners."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _half_plane(left: float, low: float, east: float, north: float, limit: float) -> Polygon:
    """Where (x - left) * east + (y - low) * north is above ``limit``, within nine units."""
    norm = math.hypot(east, north)
    ex, ny = east / norm, north / norm
    x, y = left + ex * limit / norm, low + ny * limit / norm
    across = (-ny * 9, ex * 9)
    return Polygon(
        [
            (x + across[0], y + across[1]),
            (x - across[0], y - across[1]),
            (x - across[0] + ex * 9, y - across[1] + ny * 9),
            (x + across[0] + ex * 9, y + across[1] + ny * 9),
        ]
    )


# -- beside ------------------------------------------------------------------------------------


def cone(ground: Ground, bearing: float, settings: GeometrySettings) -> Patch:
    """EXT: "north of X" without a distance, a cone from X's edge."""
    _, wide, far = row(settings.reach_km, _weight(ground))
    if ground.area is None:
        frame, edge = Frame(ground.lon, ground.lat), ground.extent_km
        core = sectors.sector(edge, edge + wide, bearing, settings.core_half_deg)
        halo = sectors.sector(edge / 2, edge + far, bearing, settings.halo_half_deg)
        return patch(frame, core, halo)
    frame, shape = footprint(ground, settings)
    middle = shape.centroid
    span = 2 * math.dist(shape.bounds[:2], shape.bounds[2:]) + 2 * far
    shapes = []
    for km, half in ((wide, settings.core_half_deg), (far, settings.halo_half_deg)):
        opening = sectors.wedge(bearing, half, span, apex=(middle.x, middle.y))
        shapes.append(grown(shape, km).intersection(opening).difference(shape))
    return patch(frame, *shapes)


def offset(ground: Ground, bearing: float, distance: Distance, settings: GeometrySettings) -> Patch:
    """DD and TIME: "15 km north of X", an annular sector; wider than a circle to allow for roads."""
    core, halo = (
        span(distance, settings.offset_core_share, settings),
        span(distance, settings.offset_halo_share, settings),
    )
    if ground.area is None or ground.kind in SETTLEMENTS:
        frame = Frame(ground.lon, ground.lat)
        return patch(
            frame,
            sectors.sector(*core, bearing, settings.offset_core_half_deg),
            sectors.sector(*halo, bearing, settings.offset_halo_half_deg),
        )
    frame, shape = footprint(ground, settings)
    middle = shape.centroid
    reach = 2 * math.dist(shape.bounds[:2], shape.bounds[2:]) + 2 * halo[1]
    shapes = []
    for (low, high), half in ((core, settings.offset_core_half_deg), (halo, settings.offset_halo_half_deg)):
        opening = sectors.wedge(bearing, half, reach, apex=(middle.x, middle.y))
        hole = grown(shape, low)
        shapes.append(grown(shape, high).intersection(opening).difference(hole))
    return patch(frame, *shapes)


def span(distance: Distance, share: tuple[float, float], settings: GeometrySettings) -> tuple[float, float]:
    """Nearest and farthest kilometres that a stated distance allows."""
    near = distance.low_km if distance.low_km is not None else distance.km
    far = distance.high_km if distance.high_km is not None else distance.km
    pad = settings.pad_short_km if distance.km < settings.short_km else settings.pad_km
    return max(0.0, share[0] * near - pad), share[1] * far + pad


def within(ground: Ground, distance: Distance, settings: GeometrySettings) -> Patch:
    """DO: "within 5 km of X", all that lies so near to X's edge."""
    core, halo = (
        span(distance, share, settings)[1] for share in (settings.ring_share, settings.offset_halo_share)
    )
    frame, shape = footprint(ground, settings)
    if ground.area is None and ground.line is None:
        return patch(frame, sectors.disc(ground.extent_km + core), sectors.disc(ground.extent_km + halo))
    return patch(frame, grown(shape, core), grown(shape, halo))


def distant(ground: Ground, distance: Distance, settings: GeometrySettings) -> Patch:
    """DO: "5 km from X", a ring about X's edge; the halo also counts from X's middle."""
    core, halo = (
        span(distance, settings.ring_share, settings),
        span(distance, settings.offset_halo_share, settings),
    )
    frame, shape = footprint(ground, settings)
    if ground.area is None and ground.line is None:
        edge = ground.extent_km
        inner = sectors.ring(edge + core[0], edge + core[1])
        return patch(frame, inner, sectors.ring(halo[0], edge + halo[1]))
    rings = [grown(shape, high).difference(grown(shape, low)) for low, high in (core, halo)]
    return patch(frame, *rings)


def near(ground: Ground, settings: GeometrySettings) -> Patch:
    """NEAR: a buffer to the median distance, fading to the 90th percentile."""
    middle, far = row(settings.near_km, _weight(ground))
    frame, shape = footprint(ground, settings)
    if ground.area is None and ground.line is None:
        edge = ground.extent_km
        return patch(frame, sectors.disc(max(middle, 1.5 * edge)), sectors.disc(max(far, 2 * edge)))
    core = grown(shape, middle)
    halo = grown(shape, far)
    if ground.area is not None and ground.kind not in SETTLEMENTS:
        core, halo = core.difference(shape), halo.difference(shape)
    return patch(frame, core, halo)


def around(ground: Ground, settings: GeometrySettings, *, outskirts: bool) -> Patch:
    """SURR: a ring about X's edge, out to the median of "near", or of "just outside"."""
    frame, shape = footprint(ground, settings)
    middle, far = settings.outskirts_km if outskirts else row(settings.near_km, _weight(ground))
    if ground.area is None and ground.line is None:
        edge = ground.extent_km
        outer = edge + middle if outskirts else max(middle, 1.5 * edge)
        reach = edge + far if outskirts else max(far, 2 * edge)
        return patch(frame, sectors.ring(edge, outer), sectors.ring(edge / 2, reach))
    return patch(frame, grown(shape, middle).difference(shape), grown(shape, far).difference(shape))


def offshore(
    ground: Ground,
    land: BaseGeometry | None,
    distance: Distance | None,
    bearing: float | None,
    settings: GeometrySettings,
) -> Patch:
    """OFF: "20 nautical miles off X", the ring or sector about X less the land."""
    if distance is not None:
        whole = distant(ground, distance, settings)
        if bearing is not None:
            whole = offset(ground, bearing, distance, settings)
    else:
        whole = cone(ground, bearing, settings) if bearing is not None else near(ground, settings)
    if land is None:
        return whole
    return whole.combine(Patch(land), lambda one, other: one.difference(other))


def _weight(ground: Ground) -> int:
    """Population that picks the row: areas count as great cities."""
    return ground.population if ground.area is None or ground.kind in SETTLEMENTS else 10**9
