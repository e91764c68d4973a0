"""Files of somebody else's gazetteer as records: tables, spreadsheets, GeoJSON and layers of GIS programs."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.gazetteer.imports.divisions import Locate, are_divisions, divisions
from geo.gazetteer.imports.found import Found, Properties, properties
from geo.gazetteer.imports.outlines import NOWHERE, Located, located, located_json, located_wkt
from geo.gazetteer.imports.records import geonames, is_linked, is_wof, linked_feature, linked_row, plain, wof
from geo.gazetteer.table import parse_table

MOST_ROWS = 300_000
"""Places of one layer: more would be slow to open as rows (project choice)."""
_JSON = frozenset({".json", ".geojson", ".jsonld", ".lpf"})
_TABLES = frozenset({".csv", ".tsv", ".txt"})
_LAYERS = frozenset({".kml", ".gpkg", ".shp", ".xlsx", ".ods", ".fgb", ".gml"})
_GEONAMES_CELLS = 19
_AS_TEXT = {
    f"OGR_{program}_{option}": value
    for program in ("XLSX", "ODS")
    for option, value in (("HEADERS", "FORCE"), ("FIELD_TYPES", "STRING"))
}
"""Sheets have a header row, and codes keep their leading zeros."""
_EXPECTED = (
    "expected a table (.csv, .tsv, .txt, .xlsx), GeoJSON or Linked Places (.json, .geojson), "
    "KML, GeoPackage or Shapefile, or a .zip with one of these"
)


@dataclass(frozen=True, slots=True)
class Read:
    """Places of a file, what kind of file it is, and words on what was left out."""

    places: tuple[Found, ...]
    form: str
    left_out: tuple[str, ...] = ()


def read(path: Path, locate: Locate) -> Read:
    """The places of a file. ``locate`` knows divisions that the file gives no coordinates of.

    Raises GazetteerError when it is no gazetteer, cannot be read or has too many places.
    """
    try:
        form, found, lost = _read(path, locate)
    except (OSError, ValueError, csv.Error, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path}: cannot be read ({error}); {_EXPECTED}") from error
    kept = [one for one in found if _is_whole(one)]
    if len(kept) < len(found):
        lost.append(f"{len(found) - len(kept)} places without a name or coordinates")
    if not kept:
        raise GazetteerError(f"{path}: got no place with a name and coordinates; {_EXPECTED}")
    return Read(tuple(kept), form, tuple(lost))


def _is_whole(found: Found) -> bool:
    return any(map(str.isalnum, found.name)) and bool(found.point or found.wkt)


def _read(path: Path, locate: Locate) -> tuple[str, list[Found], list[str]]:
    kind = path.suffix.lower()
    if kind == ".zip":
        return _archive(path, locate)
    if kind in _JSON:
        return _json(path.read_bytes(), locate)
    if kind in _LAYERS:
        return _layers(str(path), locate, kind)
    if kind in _TABLES:
        return _table(path.read_bytes(), str(path), locate)
    raise GazetteerError(f"{path}: got the ending {kind or '(none)'}; {_EXPECTED}")


def _archive(path: Path, locate: Locate) -> tuple[str, list[Found], list[str]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in sorted(archive.namelist()) if "readme" not in name.lower()]
        if any(name.lower().endswith((".shp", ".gpkg", ".kml")) for name in names):
            return _layers(f"/vsizip/{path}", locate, ".zip")
        for name in names:
            kind = Path(name).suffix.lower()
            if kind in _JSON:
                return _json(archive.read(name), locate)
            if kind in _TABLES:
                return _table(archive.read(name), name, locate)
    raise GazetteerError(f"{path}: got an archive without a gazetteer; {_EXPECTED}")


def _table(data: bytes, source: str, locate: Locate) -> tuple[str, list[Found], list[str]]:
    """A table as text; one of GeoNames is read line by line."""
    if data[:4096].split(b"\n", 1)[0].count(b"\t") == _GEONAMES_CELLS - 1 and data[:1].isdigit():
        return "GeoNames", *_geonames(data)
    table = parse_table(data, source=source)
    rows = [(properties(zip(table.header, record.cells, strict=False)), NOWHERE) for record in table.records]
    lost = [problem.message for problem in table.problems if problem.severity == "error"]
    form, found, more = _records(rows, locate)
    return form, found, [*lost, *more]


def _geonames(data: bytes) -> tuple[list[Found], list[str]]:
    found: list[Found] = []
    faulty = 0
    for line in io.TextIOWrapper(io.BytesIO(data), "utf-8", "replace"):
        cells = tuple(line.rstrip("\r\n").split("\t"))
        try:
            found.append(geonames(cells))
        except (ValueError, IndexError):
            faulty += bool(line.strip())
        _check_size(len(found))
    return found, [f"{faulty} lines that are not of a GeoNames table"] if faulty else []


def _check_size(count: int) -> None:
    if count > MOST_ROWS:
        raise GazetteerError(
            f"got more than {MOST_ROWS:,} places, expected fewer: take the file of one country or one kind"
        )


def _json(data: bytes, locate: Locate) -> tuple[str, list[Found], list[str]]:
    content = json.loads(data.decode("utf-8-sig", "replace"))
    features = content.get("features", [content]) if isinstance(content, dict) else content
    if not isinstance(features, list):
        raise GazetteerError(f"got no list of features; {_EXPECTED}")
    features = [one for one in features if isinstance(one, dict)]
    _check_size(len(features))
    if any("names" in one and ("@id" in one or "@id" in (one.get("properties") or {})) for one in features):
        return (
            "Linked Places",
            [linked_feature(one, *located_json(_main_geometry(one))) for one in features],
            [],
        )
    return _records(
        [
            (
                properties((("id", one.get("id")), *_flat(one.get("properties")))),
                located_json(one.get("geometry")),
            )
            for one in features
        ],
        locate,
    )


def _flat(told: Any) -> Iterable[tuple[str, Any]]:
    """Properties that are no lists or objects."""
    items = told.items() if isinstance(told, dict) else ()
    return ((key, value) for key, value in items if isinstance(value, (str, int, float)))


def _main_geometry(feature: dict[str, Any]) -> Any:
    """The geometry of a Linked Places feature; of a collection its first part that has coordinates."""
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") == "GeometryCollection":
        parts = [one for one in geometry.get("geometries") or () if isinstance(one, dict)]
        return next((one for one in parts if one.get("coordinates")), None)
    return geometry


def _layers(path: str, locate: Locate, kind: str) -> tuple[str, list[Found], list[str]]:
    """Every layer of a file that GDAL reads, in WGS84."""
    import pyogrio  # noqa: PLC0415  (0.5 s that only an import needs)

    pyogrio.set_gdal_config_options(_AS_TEXT)
    rows: list[tuple[Properties, Located]] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks on single features
            for name, geometry in pyogrio.list_layers(path):
                rows.extend(_features(path, str(name), plain_table=geometry is None))
                _check_size(len(rows))
    except pyogrio.errors.DataSourceError as error:
        raise GazetteerError(f"{path}: cannot be read ({error}); {_EXPECTED}") from error
    form, found, lost = _records(rows, locate)
    return (form if form != "table" else f"{kind.removeprefix('.')} layer"), found, lost


def _features(path: str, name: str, *, plain_table: bool) -> Iterator[tuple[Properties, Located]]:
    import pyogrio  # noqa: PLC0415

    frame = pyogrio.read_dataframe(path, layer=name, read_geometry=not plain_table)
    shapes = [None] * len(frame)
    if not plain_table:
        if frame.crs is not None and not frame.crs.equals("EPSG:4326"):
            frame = frame.to_crs("EPSG:4326")
        shapes = list(frame.geometry)
        frame = frame.drop(columns=frame.geometry.name)
    for cells, geometry in zip(frame.to_dict("records"), shapes, strict=True):
        yield properties(cells.items()), located(geometry)


def _records(rows: list[tuple[Properties, Located]], locate: Locate) -> tuple[str, list[Found], list[str]]:
    """Records by what their headers say they are."""
    keys = {key for cells, _ in rows[:50] for key in cells}
    if are_divisions(keys):
        pointed = ((_with_point(cells, place), place[1]) for cells, place in rows)
        found, lost = divisions(pointed, locate)
        words = f"{len(lost)} divisions without coordinates that the bundled world does not know: "
        return (
            "P-codes",
            found,
            [words + ", ".join(lost[:5]) + ("..." if len(lost) > 5 else "")] if lost else [],
        )
    if is_wof(keys):
        return "Who's On First", [one for cells, _ in rows if "id" in cells and (one := wof(cells))], []
    if is_linked(keys):
        whole = [cells for cells, _ in rows if {"id", "title"} <= cells.keys()]
        return (
            "Linked Places",
            [linked_row(cells, located_wkt(cells.get("geowkt", ""))[1]) for cells in whole],
            [],
        )
    named = [
        plain(_with_point(cells, place), place[1] or located_wkt(cells.get("wkt", ""))[1])
        for cells, place in rows
    ]
    return "table", named, []


def _with_point(cells: Properties, place: Located) -> Properties:
    """The cells with the point of the geometry as its coordinates."""
    if place[0] is None:
        return cells
    lon, lat = place[0]
    return {**cells, "longitude": f"{lon:.6f}", "latitude": f"{lat:.6f}"}
