"""Derive the bundled world from its input packages and write the tables."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.derive.airports import read_airports
from geo.derive.atlas import join_divisions, read_atlas, read_lakes
from geo.derive.countries import add_facts, facts, read_continents, read_countries
from geo.derive.divisions import read_divisions
from geo.derive.entries import Entry, clean
from geo.derive.inputs import check
from geo.derive.polygons import Polygons, read_polygons
from geo.derive.postal import read_postal_places
from geo.derive.tables import write_tables
from geo.derive.towns import km, plain, read_towns

_SEAT_WEIGHT = {"PPLC": 1e6, "PPLG": 5e4, "PPLA": 5e4, "PPLA2": 5e3, "PPLA3": 1e3}
_SHARE = {"admin1": 0.2, "admin2": 0.05, "neighbourhood": 0.3}
_SAME_DIVISION_KM = 60.0
_TOWN_KM = 30.0
"""Half the width of the largest town: what is wider may lie in several divisions (project choice)."""
_DIVIDED = frozenset({"admin1", "admin2", "region", "river", "mountains", "sea", "ocean", "desert", "border"})
"""Kinds that may lie in several divisions however small they are given."""
_BONUS = {"continent": 2e12, "country": 1e12, "admin1": 1e5}


def derive(npm: Path, out: Path) -> None:
    """Read the inputs, check them, and write the tables of the bundled world into ``out``."""
    check(npm)
    towns = read_towns(npm)
    first, second = read_divisions(npm, towns)
    countries, continents = read_countries(npm), read_continents(npm)
    print(f"{len(towns)} towns, {len(first)} first-order and {len(second)} second-order divisions")
    polygons = read_polygons(npm, towns, {entry.admin1 for entry in first})
    print(f"{len(polygons.divisions)} division polygons; redrawn from towns: {polygons.redrawn}")
    _settle_divisions(first, polygons)
    _settle_countries(countries, polygons)
    add_facts(countries, continents, first, towns)
    areas = add_drawn(first, second, polygons.drawn)
    atlas = join_divisions(read_atlas(), [*first, *second])
    atlas += read_lakes(npm, atlas, polygons.countries)
    postal = read_postal_places(npm, towns)
    add_divisions(atlas, polygons.divisions)
    print(f"{len(atlas)} entries of the atlas, {len(postal)} postal places")
    entries = _ranked(
        [*countries, *continents, *first, *second, *towns, *postal, *atlas, *read_airports(npm)]
    )
    add_spellings(entries)
    write_tables(out, entries, _shapes(entries, polygons, areas))
    print(f"{len(entries)} places, {sum(1 + len(e.names) for e in entries)} names")


def _settle_divisions(divisions: list[Entry], polygons: Polygons) -> None:
    """English names, points and extents of first-order divisions."""
    points = {
        row["code"]: (float(row["longitude"]), float(row["latitude"])) for row in facts("admin1_points.csv")
    }
    for entry in divisions:
        names = _confirmed(entry, polygons.names.get(entry.admin1, []))
        area = polygons.divisions.get(entry.admin1)
        if names:
            entry.names = clean([entry.name, *entry.names, *names], "")
            entry.name = names[0]
            entry.names = [name for name in entry.names if name != entry.name]
            entry.exact = [name for name in entry.names if _cut_short(name, entry.name)]
            entry.names = [name for name in entry.names if name not in entry.exact]
        if area is not None:
            entry.lon, entry.lat = _middle(area)
        if entry.admin1 in points:
            entry.lon, entry.lat = points[entry.admin1]
        if area is not None:
            entry.extent_km = reach_km(entry, area)


def add_divisions(atlas: list[Entry], divisions: Mapping[str, BaseGeometry]) -> None:
    """Give entries of the atlas that are no wider than a town the first-order division they lie in."""
    codes = sorted(divisions)
    tree = shapely.STRtree([divisions[code] for code in codes])
    for entry in atlas:
        if not entry.admin1 and entry.kind not in _DIVIDED and entry.extent_km <= _TOWN_KM:
            inside = tree.query(shapely.Point(entry.lon, entry.lat), predicate="within").tolist()
            own = [codes[at] for at in inside if codes[at].startswith(f"{entry.country}.")]
            entry.admin1 = min(own, default="")


def add_spellings(entries: list[Entry]) -> None:
    """Add the spellings of ``facts/spellings.csv`` to the entries that they belong to, by id.

    Raises ValueError when a row's entry is not there.
    """
    known = {entry.ident: entry for entry in entries}
    rows = facts("spellings.csv")
    missing = [f"{row['place']} ({row['of']})" for row in rows if row["place"] not in known]
    if missing:
        raise ValueError(f"spellings.csv: no place with the id {', '.join(missing)}")
    for row in rows:
        entry = known[row["place"]]
        taken = {entry.name, *entry.names, *entry.exact}
        entry.names += [name for name in row["names"].split("|") if name not in taken]


def add_drawn(
    first: list[Entry], second: list[Entry], drawn: list[tuple[Entry, MultiPolygon]]
) -> dict[str, BaseGeometry]:
    """Polygons of second-order divisions, by id, from what Natural Earth draws.

    A drawn division that bears the name of a first-order one of its country is left out; one that
    bears that of a second-order one within 60 km gives it polygon and point; any other (a county
    since divided, a former province) joins ``second`` as an entry of its own.
    """
    known = {(e.country, plain(name)) for e in first for name in (e.name, *e.names)}
    named: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in second:
        for name in dict.fromkeys(plain(name) for name in (entry.name, *entry.names)):
            named[entry.country, name].append(entry)
    areas: dict[str, BaseGeometry] = {}
    for entry, area in drawn:
        keys = [(entry.country, plain(name)) for name in (entry.name, *entry.names)]
        if any(key in known for key in keys):
            continue
        same = [
            e for key in keys for e in named[key] if km(e, entry) < _SAME_DIVISION_KM and e.ident not in areas
        ]
        if not same:
            second.append(entry)
        target = same[0] if same else entry
        target.names += [n for n in (entry.name, *entry.names) if n not in {target.name, *target.names}]
        target.lon, target.lat = _middle(area)
        target.extent_km = reach_km(target, area)
        areas[target.ident] = area
    return areas


def _confirmed(entry: Entry, names: list[str]) -> list[str]:
    """Natural Earth's names if one of them is also GeoNames': else it is another division."""
    known = {plain(name) for name in (entry.name, *entry.names)}
    return names if known & {plain(name) for name in names} else []


def _cut_short(name: str, main: str) -> bool:
    """Whether a name is the start of the main name's first word: Calif of California."""
    first, word = plain(main.split(maxsplit=1)[0]), plain(name)
    return " " not in name and first.startswith(word) and len(word) < 0.7 * len(first)


def _settle_countries(countries: list[Entry], polygons: Polygons) -> None:
    for entry in countries:
        area = polygons.countries.get(entry.country)
        if area is not None:
            if math.isnan(entry.lon):
                entry.lon, entry.lat = _middle(area)
            entry.extent_km = reach_km(entry, area)


def _middle(area: BaseGeometry) -> tuple[float, float]:
    """The centroid where it lies inside, else the polygon's representative point."""
    point = area.centroid
    point = point if area.contains(point) else area.representative_point()
    return round(point.x, 5), round(point.y, 5)


def reach_km(entry: Entry, area: BaseGeometry) -> float:
    """Distance from an entry's point to the furthest point of its area, great-circle, in km."""
    coordinates = shapely.get_coordinates(area)
    return max(
        _haversine_km(entry.lon, entry.lat, x, y) for x, y in coordinates[:: max(1, len(coordinates) // 2000)]
    )


def _haversine_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    phi, theta = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((theta - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(theta) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, half)))


def _ranked(entries: list[Entry]) -> list[Entry]:
    """Most prominent first; entries without a point are left out."""
    kept = [entry for entry in entries if not math.isnan(entry.lon)]
    for entry in kept:
        entry.weight += entry.population * _SHARE.get(entry.kind, 1.0) + _BONUS.get(entry.kind, 0.0)
        entry.weight += _SEAT_WEIGHT.get(entry.feature, 0.0)
    _put_cities_first(kept)
    return sorted(kept, key=lambda entry: (-entry.weight, entry.ident))


def _put_cities_first(entries: list[Entry]) -> None:
    """A division that is called after a town of its own ranks just below that town."""
    towns = {
        (e.admin1, plain(e.name)): e.weight
        for e in sorted(entries, key=lambda e: e.weight)
        if e.kind == "city"
    }
    for entry in entries:
        if entry.kind in {"admin1", "admin2"}:
            weights = [
                w for name in (entry.name, *entry.names) if (w := towns.get((entry.admin1, plain(name))))
            ]
            entry.weight = min([entry.weight, *(0.9 * weight for weight in weights[:1])])


def _shapes(
    entries: list[Entry], polygons: Polygons, areas: dict[str, BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Shapes by place id for countries and divisions, ``border:AA-BB`` for borders."""
    shapes: dict[str, BaseGeometry] = {}
    for entry in entries:
        if entry.kind == "country" and entry.country in polygons.countries:
            shapes[entry.ident] = polygons.countries[entry.country]
        elif entry.kind == "admin1" and entry.admin1 in polygons.divisions:
            shapes[entry.ident] = polygons.divisions[entry.admin1]
        elif entry.ident in areas:
            shapes[entry.ident] = areas[entry.ident]
    for (one, other), line in sorted(polygons.borders.items()):
        shapes[f"border:{one}-{other}"] = line
    return shapes
