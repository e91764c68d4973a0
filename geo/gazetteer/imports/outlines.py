"""Geometries of layers as the points and WKT cells of a gazetteer row."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

_AREAS = ("Polygon", "MultiPolygon")
_LINES = ("LineString", "MultiLineString")
_DECIMALS = 1e-4
"""Ten metres, in degrees: finer than any outline here is drawn."""
_LONGEST = 40_000
"""Characters of a WKT cell: far below the 131,072 that a cell may have, and quick to read."""

_MOST = (180.0, 90.0, 180.0, 90.0)

Located = tuple["tuple[float, float] | None", str]
"""(lon, lat) of a point, and the WKT of an area or line ("" for a point)."""
NOWHERE: Located = (None, "")


def located(geometry: Any) -> Located:
    """Where a shapely geometry lies; nowhere for one that is empty, out of range or of another kind."""
    if geometry is None or geometry.is_empty:
        return NOWHERE
    geometry = shapely.force_2d(geometry)
    if any(abs(value) > most + 1e-3 for value, most in zip(geometry.bounds, _MOST, strict=True)):
        return NOWHERE
    if geometry.geom_type in {"Point", "MultiPoint"}:
        spot = geometry if geometry.geom_type == "Point" else geometry.centroid
        return (round(spot.x, 6), round(spot.y, 6)), ""
    wanted = _AREAS if shapely.area(geometry) else _LINES
    for tolerance in (0.0, 0.0005, 0.002, 0.01, 0.05, 0.2):
        parts = shapely.get_parts(_mended(geometry, tolerance, wanted)).tolist()
        if not parts:
            return NOWHERE
        joined = parts[0] if len(parts) == 1 else _many(parts, wanted)
        text = shapely.to_wkt(joined, rounding_precision=5, trim=True)
        if len(text) <= _LONGEST:
            return None, text
    hull = shapely.convex_hull(geometry)
    return None, shapely.to_wkt(hull, rounding_precision=5, trim=True)


def located_json(geometry: Any) -> Located:
    """As ``located``, of a GeoJSON geometry."""
    try:
        return located(shape(geometry)) if geometry else NOWHERE
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return NOWHERE


def located_wkt(text: str) -> Located:
    """As ``located``, of WKT."""
    try:
        return located(shapely.from_wkt(text)) if text else NOWHERE
    except ShapelyError:
        return NOWHERE


def _mended(geometry: Any, tolerance: float, wanted: tuple[str, ...]) -> Any:
    """A valid geometry of one kind, coarser by a tolerance in degrees."""
    coarse = shapely.simplify(geometry, tolerance) if tolerance else geometry
    snapped = shapely.set_precision(shapely.make_valid(coarse), _DECIMALS)
    kept = [
        part
        for whole in shapely.get_parts(snapped).tolist()
        for part in shapely.get_parts(whole).tolist()
        if part.geom_type in wanted
    ]
    return _many(kept, wanted)


def _many(parts: list[Any], wanted: tuple[str, ...]) -> Any:
    return shapely.multipolygons(parts) if wanted is _AREAS else shapely.multilinestrings(parts)
