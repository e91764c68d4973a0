"""From a local plane to GeoJSON as RFC 7946 wants it.

Coordinates (lon, lat), at most ``DECIMALS`` decimals, exterior rings counter-clockwise, cut at
the antimeridian, valid, also over a pole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import translate
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from geo.geometry.geodesy import Coordinate, Frame, wrap
from geo.records import GeoJSON

Rows = npt.NDArray[np.float64]
"""A row a vertex."""

DECIMALS = 5
"""Decimals written: about one metre."""

_DETAIL = 1200.0
"""Diameter of a shape over the finest bend that is kept."""

_PLAIN = 300
"""Vertices of shapes that are remembered, at most."""

_MANY = 2000
"""Vertices from which on a shape is thinned out."""

_POLE_KM = 0.001
_AREAS = frozenset({"Polygon", "MultiPolygon"})


def area(frame: Frame, shape: BaseGeometry) -> GeoJSON | None:
    """A Polygon or MultiPolygon of the plane as GeoJSON, None when it is empty."""
    return areas(area_degrees(frame, shape))


def areas(degrees: BaseGeometry | None) -> GeoJSON | None:
    """Polygons in degrees (as ``area_degrees`` gives them) as GeoJSON, None when there are none."""
    if degrees is None:
        return None
    parts: list[Polygon] = []
    rings: list[Rows] = []
    counts: list[int] = []
    for decimals in range(DECIMALS, 1, -1):
        whole = _merged(degrees, 10.0**-decimals)
        parts = _polygons(whole)
        rings, counts, kept = _written(parts)
        # rounding may let an edge touch itself: a coarser grid clears that up
        if (kept and whole.geom_type in _AREAS) or not rings or _valid(rings, counts):
            break
    if not parts:
        return None
    written = [ring.tolist() for ring in rings]
    polygons = [written[end - count : end] for count, end in zip(counts, accumulate(counts), strict=True)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def coarser(flat: BaseGeometry, fine: float) -> BaseGeometry:
    """Polygons without bends and islands finer than so many units, if anything is left then."""
    parts = [part for part in _polygons(flat.simplify(fine)) if part.area >= fine * fine]
    return shapely.multipolygons(parts) if parts else flat


def thinned(degrees: BaseGeometry) -> BaseGeometry:
    """Polygons in degrees; where they have very many vertices, without what is too fine to show."""
    if shapely.get_num_coordinates(degrees) < _MANY:
        return degrees
    return coarser(degrees, min(0.1, math.sqrt(degrees.area) / 600.0))


def area_degrees(frame: Frame, shape: BaseGeometry) -> BaseGeometry:
    """Polygons of the plane as valid polygons in degrees, inside [-180, 180] x [-90, 90]."""
    plain = shapely.get_num_coordinates(shape) <= _PLAIN
    flat = _known_level(shape) if plain else _levelled(shape)
    if flat is None:
        return MultiPolygon()
    degrees = _around_pole(frame, flat) if _sees_pole(frame, flat) else _beside_pole(frame, flat)
    return _merged(degrees, 10.0**-DECIMALS)


def _levelled(shape: BaseGeometry) -> BaseGeometry | None:
    """Polygons of the plane without what is too fine to show, with points where edges are long."""
    parts = _polygons(shapely.make_valid(shape))
    if not parts:
        return None
    flat: BaseGeometry = shapely.multipolygons(parts)
    left, low, right, high = flat.bounds
    flat = coarser(flat, math.hypot(right - left, high - low) / _DETAIL)
    return shapely.segmentize(flat, min(50.0, max(2.0, max(right - left, high - low) / 20.0)))


_known_level = lru_cache(maxsize=512)(_levelled)
"""The same, remembered: the discs and rings about places of one size are one shape in their planes."""


def lines(paths: Iterable[Sequence[Coordinate]]) -> GeoJSON | None:
    """Lines in degrees as a LineString or MultiLineString, cut at the antimeridian."""
    pieces = [piece for path in paths for piece in _cut(unwrap(path)) if len(piece) > 1]
    if not pieces:
        return None
    if len(pieces) == 1:
        return {"type": "LineString", "coordinates": pieces[0]}
    return {"type": "MultiLineString", "coordinates": pieces}


def point(lon: float, lat: float) -> GeoJSON:
    """A point."""
    return {"type": "Point", "coordinates": [round(wrap(lon), DECIMALS), round(lat, DECIMALS)]}


def unwrap(path: Sequence[Coordinate]) -> list[Coordinate]:
    """A path whose longitudes run on past 180 instead of jumping; the first lies in [-180, 180)."""
    if not path:
        return []
    longitude = wrap(path[0][0])
    out = [(longitude, path[0][1])]
    for lon, lat in path[1:]:
        longitude += wrap(lon - longitude)
        out.append((longitude, lat))
    return out


def rounded(path: Sequence[Coordinate]) -> list[Coordinate]:
    """A path with the decimals that are written."""
    return [(round(lon, DECIMALS) + 0.0, round(lat, DECIMALS) + 0.0) for lon, lat in path]


def _cut(path: Sequence[Coordinate]) -> list[list[list[float]]]:
    """Cut an unwrapped path where it crosses 180 degrees (plus whole turns)."""
    pieces: list[list[Coordinate]] = [[path[0]]]
    turns = [_turn(path[0][0])]
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(path):
        turn = turns[-1]
        while _turn(lon_b) != turn:
            step = 1 if lon_b > lon_a else -1
            seam = turn * 360.0 + 180.0 * step
            lat = lat_a + (lat_b - lat_a) * (seam - lon_a) / (lon_b - lon_a)
            pieces[-1].append((seam, lat))
            turn += step
            pieces.append([(seam, lat)])
            turns.append(turn)
        pieces[-1].append((lon_b, lat_b))
    return [_tidy(piece, turn) for piece, turn in zip(pieces, turns, strict=True)]


def _turn(lon: float) -> int:
    return math.floor((lon + 180.0) / 360.0)


def _tidy(piece: Sequence[Coordinate], turn: int) -> list[list[float]]:
    out: list[list[float]] = []
    for lon, lat in piece:
        vertex = [round(lon - 360.0 * turn, DECIMALS), round(lat, DECIMALS)]
        if not out or out[-1] != vertex:
            out.append(vertex)
    return out


def _written(parts: Sequence[Polygon]) -> tuple[list[Rows], list[int], bool]:
    """Rows of the rings of polygons as they are written, counter-clockwise, of holes clockwise.

    With them, how many each polygon has, the first its edge, and whether all are as they were.
    """
    rings, owner = shapely.get_rings(parts, return_index=True)
    exact, ring = shapely.get_coordinates(rings, return_index=True)
    rows: Rows = np.round(exact, DECIMALS) + 0.0
    edges = np.diff(owner, prepend=-1) > 0
    turned = shapely.is_ccw(rings) != edges
    ends = ring.searchsorted(np.arange(len(rings) + 1)).tolist()
    pieces = [rows[start:end] for start, end in pairwise(ends)]
    written = [piece[::-1] if turn else piece for piece, turn in zip(pieces, turned.tolist(), strict=True)]
    return written, np.bincount(owner, minlength=len(parts)).tolist(), bool((rows == exact).all())


def _valid(rings: Sequence[Rows], counts: Sequence[int]) -> bool:
    """Whether rings make up a valid area, the first of each polygon and its holes."""
    ends = np.cumsum([0, *map(len, rings)])
    starts = np.cumsum([0, *counts])
    polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, np.concatenate(rings), (ends, starts))
    return bool(shapely.is_valid(shapely.multipolygons(polygons)))


def _merged(shape: BaseGeometry, grid: float) -> BaseGeometry:
    """The polygons of a shape as one valid area on a grid, whatever overlaps grown together."""
    parts = _polygons(shapely.make_valid(shape))
    whole = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    return shapely.set_precision(whole, grid)


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, Polygon):
        return [] if shape.is_empty else [shape]
    return [
        part
        for part in shapely.get_parts(shapely.get_parts(shape)).tolist()
        if isinstance(part, Polygon) and not part.is_empty
    ]


def _sees_pole(frame: Frame, flat: BaseGeometry) -> bool:
    """Whether a shape, its holes filled, holds a pole or passes behind one as seen from its centre."""
    left, low, right, high = flat.bounds
    reach = math.hypot(max(-left, right), max(-low, high))
    if reach + 2.0 < 110.5 * (90.0 - abs(frame.lat)):
        return False  # a degree of latitude has 110.57 km and more
    hull = flat.convex_hull.buffer(1.0)
    return any(hull.contains(Point(frame.point(0.0, lat))) for lat in (90.0, -90.0))


def _beside_pole(frame: Frame, flat: BaseGeometry) -> BaseGeometry:
    """Degrees of a shape away from the poles: longitudes about the shape's own, cut at 180."""
    middle = frame.lonlat(*flat.centroid.coords[0])[0]

    def degrees(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        out = frame.inverse(coordinates)
        out[:, 0] = middle + (out[:, 0] - middle + 180.0) % 360.0 - 180.0
        return out

    return wrapped(shapely.make_valid(shapely.transform(flat, degrees)))


def wrapped(run: BaseGeometry) -> BaseGeometry:
    """Polygons whose longitudes run on past 180, cut there and put inside [-180, 180]."""
    if run.is_empty:
        return run
    if run.bounds[0] >= -180.0 and run.bounds[2] <= 180.0:
        return run
    pieces = []
    for turn in (-1, 0, 1):
        piece = run.intersection(box(turn * 360.0 - 180.0, -90.0, turn * 360.0 + 180.0, 90.0))
        pieces.append(translate(piece, xoff=-360.0 * turn))
    return unary_union(pieces)


def _around_pole(frame: Frame, flat: BaseGeometry) -> BaseGeometry:
    """Degrees of a shape at a pole: cut along the meridians of 0 and 180, each half on its own."""
    seams = _meridians(frame, flat)
    faces = [
        face
        for face in polygonize(unary_union([flat.boundary, *seams]))
        if flat.contains(face.representative_point())
    ]
    halves = [_half(frame, face) for face in faces]
    return unary_union(halves) if halves else GeometryCollection()


def _meridians(frame: Frame, flat: BaseGeometry) -> list[LineString]:
    """Both seams in the plane, from pole to pole, as far as the shape may reach."""
    hull = flat.convex_hull.buffer(300.0)
    shapely.prepare(hull)
    seams = []
    for lon in (0.0, 180.0):
        # both seams must meet in the very same pole
        grid = [(lon if abs(lat) < 90.0 else 0.0, lat) for lat in np.linspace(-90.0, 90.0, 1441).tolist()]
        run: list[Coordinate] = []
        rows = frame.forward(np.asarray(grid))
        known = np.nan_to_num(rows, nan=1e9, posinf=1e9, neginf=1e9)
        inside = np.asarray(shapely.contains_xy(hull, known[:, 0], known[:, 1]), dtype=bool)
        for row, keep in zip(rows.tolist(), inside.tolist(), strict=True):
            if keep:
                run.append((row[0], row[1]))
                continue
            if len(run) > 1:
                seams.append(LineString(run))
            run = []
        if len(run) > 1:
            seams.append(LineString(run))
    return seams


def _half(frame: Frame, face: Polygon) -> BaseGeometry:
    """A face within one half of the globe, in degrees; a pole becomes an edge along its latitude."""
    middle = frame.lonlat(*face.representative_point().coords[0])[0]
    low, high = (0.0, 180.0) if middle >= 0 else (-180.0, 0.0)
    rings = []
    for ring in (face.exterior, *face.interiors):
        raw = frame.inverse(np.asarray(ring.coords)[:-1]).tolist()
        centre = (low + high) / 2.0
        turned = [(min(high, max(low, centre + wrap(lon - centre))), lat) for lon, lat in raw]
        rings.append(_open_pole(turned))
    return shapely.make_valid(Polygon(rings[0], rings[1:]))


def _open_pole(ring: list[Coordinate]) -> list[Coordinate]:
    out: list[Coordinate] = []
    near = _POLE_KM / 111.0
    for index, (lon, lat) in enumerate(ring):
        if abs(lat) < 90.0 - near:
            out.append((lon, lat))
            continue
        pole = math.copysign(90.0, lat)
        out.append((ring[index - 1][0], pole))
        out.append((ring[(index + 1) % len(ring)][0], pole))
    return out
