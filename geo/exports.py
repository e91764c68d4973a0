"""Layers to files: GeoJSON (RFC 7946, simplestyle), CSV and GeoParquet; every write is atomic."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
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
_PIECE = 2_000
"""Rows that are written at once."""
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


Content = str | bytes | Iterable[str]
"""What is written into a file: whole, or piece by piece."""


def geojson(frame: GeoDataFrame) -> Iterator[str]:
    """A FeatureCollection (RFC 7946) in pieces: (lon, lat), no crs member, flat properties, stable ids.

    ``frame`` has a ``geometry`` column in WGS84 and an ``id`` column; rows without geometry keep a
    null geometry, so that nothing is lost.
    """
    between = '{"type": "FeatureCollection", "features": [\n'
    for rows in _rows(frame):
        features = (
            {
                "type": "Feature",
                "id": row.pop("id"),
                "geometry": _shape(shape) if (shape := row.pop("geometry")) is not None else None,
                "properties": {**_own(row.pop(OWN, "")), **row},
            }
            for row in rows
        )
        yield between + ",\n".join(map(_JSON.encode, features))
        between = ",\n"
    yield "\n]}\n" if between == ",\n" else f"{between}\n]}}\n"


def table(frame: GeoDataFrame) -> Iterator[str]:
    """CSV of a frame in pieces: UTF-8, a row a feature, geometry as ``wkt``, text never read as a formula."""
    columns = [column for column in frame.columns if column not in {"geometry", OWN}]
    given = frame[OWN].tolist() if OWN in frame else []
    more = [
        name for name in dict.fromkeys(name for own in given for name in _own(own)) if name not in columns
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, "wkt", *map(cell, more)])
    for rows in _rows(frame):
        for row in rows:
            wkt = row["geometry"].wkt if row["geometry"] is not None else ""
            own = _own(row.get(OWN, ""))
            told = (cell(own.get(name, "")) for name in more)
            writer.writerow([*(cell(row[column]) for column in columns), wkt, *told])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _rows(frame: GeoDataFrame) -> Iterator[Iterator[dict[str, Any]]]:
    """The rows of a frame, some thousand at a time, with flat values."""
    names = list(frame.columns)
    for start in range(0, len(frame), _PIECE):
        piece = frame.iloc[start : start + _PIECE]
        cells = (piece[name].tolist() for name in names)
        flat = (
            values if name == "geometry" else list(map(_flat, values))
            for name, values in zip(names, cells, strict=True)
        )
        yield (dict(zip(names, row, strict=True)) for row in zip(*flat, strict=True))


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


def write(files: Mapping[Path, Content]) -> None:
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


def _draft(path: Path, content: Content) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            pieces = [content] if isinstance(content, (str, bytes)) else content
            file.writelines(one.encode("utf-8") if isinstance(one, str) else one for one in pieces)
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
    if value[0] and isinstance(value[0][0], float):
        return [[round(part, DECIMALS) + 0.0 for part in spot] for spot in value]
    return [_round(part) for part in value]


def _own(told: str | None) -> dict[str, str]:
    """What a user's row says in columns of its own."""
    own: dict[str, str] = json.loads(told or "{}")
    return own


def _flat(value: Any) -> str | int | float | bool | None:
    """A value that GIS programs read as a flat attribute; lists become text."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, (int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return "; ".join(str(part) for part in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def cell(value: Any) -> Any:
    """A value as a cell of a table; text that a spreadsheet would run as a formula is marked (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
