"""Layers to files: GeoJSON (RFC 7946, simplestyle), CSV and GeoParquet; every write is atomic."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import OutputError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

DECIMALS = 6
"""Decimals of a coordinate: 0.1 m, as RFC 7946 section 11.2 advises."""
OWN = "own"
"""Column of the layers whose JSON object becomes columns, or properties, of their own."""
_REMEMBERED = 8192
"""Shapes whose rounded coordinates are kept."""


def geojson(frame: GeoDataFrame) -> str:
    """A FeatureCollection (RFC 7946): (lon, lat), no crs member, flat properties, stable ids.

    ``frame`` has a ``geometry`` column in WGS84 and an ``id`` column; rows without geometry keep a
    null geometry, so that nothing is lost.
    """
    columns = [column for column in frame.columns if column not in {"geometry", "id", OWN}]
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": _shape(row["geometry"]) if row["geometry"] is not None else None,
            "properties": {**_own(row), **{column: _flat(row[column]) for column in columns}},
        }
        for row in frame.to_dict("records")
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def table(frame: GeoDataFrame) -> str:
    """CSV of a frame: UTF-8, one row a feature, geometry as ``wkt``, text never read as a formula."""
    columns = [column for column in frame.columns if column not in {"geometry", OWN}]
    rows = frame.to_dict("records")
    more = [name for name in dict.fromkeys(name for row in rows for name in _own(row)) if name not in columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, "wkt", *map(cell, more)])
    for row in rows:
        wkt = row["geometry"].wkt if row["geometry"] is not None else ""
        given = _own(row)
        own = (cell(given.get(name, "")) for name in more)
        writer.writerow([*(cell(_flat(row[column])) for column in columns), wkt, *own])
    return out.getvalue()


def can_write_parquet() -> bool:
    """Whether the library is there that GeoParquet needs."""
    return find_spec("pyarrow") is not None


def geoparquet(frame: GeoDataFrame) -> bytes:
    """GeoParquet 1.0 of a frame, all its columns as they are; the same bytes for the same frame.

    Raises OutputError where pyarrow, an extra, is not installed.
    """
    if not can_write_parquet():
        raise OutputError("GeoParquet needs pyarrow: pip install 'geo-reports[cluster]'")
    out = io.BytesIO()
    frame.to_parquet(out, index=False, compression="zstd", schema_version="1.0.0", write_covering_bbox=False)
    return out.getvalue()


def write(files: Mapping[Path, str | bytes]) -> None:
    """Write all files or none: each to a temporary neighbour first, renamed when all are whole.

    Raises OutputError naming the file that could not be written.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            ready.append((_draft(path, content), path))
        while ready:
            draft, path = ready[0]
            draft.replace(path)
            del ready[0]
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror or error}); choose another folder with -o"
        ) from error
    finally:
        for draft, _ in ready:
            draft.unlink(missing_ok=True)


def _draft(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


@lru_cache(maxsize=_REMEMBERED)
def _shape(geometry: Any) -> dict[str, Any]:
    """A shape as GeoJSON; in a map that is drawn again and again most are the same."""
    return _rounded(geometry.__geo_interface__)


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    if geometry["type"] == "GeometryCollection":
        return {
            "type": "GeometryCollection",
            "geometries": [_rounded(part) for part in geometry["geometries"]],
        }
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(value: Any) -> Any:
    # a sum with 0.0 is never minus zero, which is equal to zero and yet written otherwise
    if not len(value) or isinstance(value[0], (int, float)):
        return [round(float(part), DECIMALS) + 0.0 for part in value]
    return [_round(part) for part in value]


def _own(row: Mapping[str, Any]) -> dict[str, str]:
    """What a user's row says in columns of its own."""
    own: dict[str, str] = json.loads(row.get(OWN) or "{}")
    return own


def _flat(value: Any) -> str | int | float | bool | None:
    """A value that GIS programs read as a flat attribute; lists become text."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return "; ".join(str(part) for part in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def cell(value: Any) -> Any:
    """A value as a cell of a table; text that a spreadsheet would run as a formula is marked (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
