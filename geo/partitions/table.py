"""What was understood of some reports as one file of GeoParquet, and back.

A row is a thing on the map, or a report: its geometry is then empty, and ``record`` holds all that was
understood of it, from which the map and the contract of ``geo extract`` are made. Equal extracts give equal
bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from geo import packing
from geo.errors import InputError
from geo.partitions.records import Done, Fault, Part
from geo.records import Drawing, End, Extract, Movement, Place, Problem, Region, Resolution, Standing

VERSION = 1
"""Of the columns; raised when one changes its meaning."""
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("layer", "string", "document, place, region, movement or situation"),
    ("id", "string", "id of the row: the document's, then / and the layer's number in it"),
    ("document", "string", "id of the document"),
    ("source", "string", "name of its file"),
    ("title", "string", "of the document"),
    ("publisher", "string", "of the document"),
    ("published", "string", "ISO 8601 date of the document"),
    ("url", "string", "of the document"),
    ("start", "int64", "offset of the words in the document's text"),
    ("end", "int64", "their end, exclusive"),
    ("text", "string", "the words themselves"),
    ("place", "string", "id of the place that is meant, or by which it lies"),
    ("name", "string", "its name in the gazetteer"),
    ("kind", "string", "its kind; of a movement the class, of a situation the kind of it"),
    ("country", "string", "ISO 3166-1 alpha-2 code of the place"),
    ("admin1", "string", "its first-order division"),
    ("probability", "double", "chance that the place is right, 0 to 1"),
    ("literal", "bool", "whether the name is meant as a place"),
    ("mover", "string", "who or what moves, or does it"),
    ("origin", "string", "from where, ';'-separated names"),
    ("destination", "string", "to where, ';'-separated names"),
    ("eventuality", "string", "as in Status.eventuality"),
    ("factuality", "string", "as in Status.factuality"),
    ("evidentiality", "string", "as in Status.evidentiality"),
    ("attribution", "string", "who says so"),
    ("quantity_min", "double", "least number told"),
    ("quantity_max", "double", "greatest number told"),
    ("unit", "string", "what is counted"),
    ("time_start", "string", "ISO 8601 or EDTF date"),
    ("time_end", "string", "ISO 8601 or EDTF date"),
    ("direction_deg", "double", "bearing drawn, degrees clockwise from north"),
    ("shape", "string", "how it is drawn, as in Drawing.shape"),
    ("model", "string", "rule that drew it"),
    ("declined", "string", "why it is not drawn"),
    ("geometry", "binary", "WKB, (lon, lat) in degrees, WGS84; empty where nothing is drawn"),
    ("digest", "string", "of a document the SHA-256 of its text, 32 digits"),
    ("record", "binary", "of a document all that was understood: zlib, JSON, as geo/packing.py writes it"),
)
"""Name, Arrow type and meaning of each column; text is empty (null) where there is none."""
_KEY = b"geo-reports"
_ROWS = 100_000
"""Rows of a group (of a partition of a thousand reports there is one)."""

Row = dict[str, Any]
Columns = dict[str, list[Any]]


def packed(
    part: Part,
    extracts: Iterable[Extract],
    *,
    fingerprint: str,
    faults: Iterable[Fault] = (),
    problems: Iterable[tuple[int, Problem]] = (),
) -> tuple[bytes, Done]:
    """The file of a partition, and what is to be said of it.

    ``faults`` and ``problems`` are looked at once all ``extracts`` have come, of which none is kept.
    """
    columns = _columns(extracts)
    done = Done(
        part.name,
        tuple(sorted(Counter(columns["layer"]).items())),
        sha256="",
        size=0,
        fingerprint=fingerprint,
        faults=tuple(faults),
        problems=tuple(problems),
    )
    data = _written(columns, {"version": VERSION, **plain(done)})
    return data, replace(done, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def plain(done: Done) -> dict[str, Any]:
    """What is said of a partition, but for its digest, as JSON holds it."""
    return {
        "name": done.name,
        "fingerprint": done.fingerprint,
        "counts": dict(done.counts),
        "faults": packing.pack_records(Fault, done.faults),
        "problems": [[at, *packing.pack_records(Problem, [one])] for at, one in done.problems],
    }


def done_of(about: Mapping[str, Any], *, sha256: str, size: int) -> Done:
    """The opposite of ``plain``. Raises ValueError, TypeError or KeyError for what ``plain`` did not make."""
    return Done(
        str(about["name"]),
        tuple((str(layer), int(count)) for layer, count in about["counts"].items()),
        sha256,
        size,
        str(about["fingerprint"]),
        faults=packing.unpack_records(Fault, about["faults"]),
        problems=tuple((int(at), *packing.unpack_records(Problem, [one])) for at, one in about["problems"]),
    )


def told(data: bytes) -> Done | None:
    """What a file of a partition says of itself; None for bytes that are none, or of another version."""
    try:
        about = json.loads(_file(data).schema_arrow.metadata[_KEY])
        if about["version"] != VERSION:
            return None
        return done_of(about, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    except (ValueError, TypeError, KeyError, AttributeError, OSError):  # Arrow's errors are of these
        return None


def read_records(data: bytes) -> list[bytes]:
    """The records of the documents of a partition, in order. Raises InputError for bytes that are none."""
    try:
        found = _file(data).read(columns=["record"]).column("record").to_pylist()
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise InputError(f"got no partition ({error}), expected GeoParquet that geo wrote") from error
    return [record for record in found if record is not None]


def read_ids(stream: Any) -> Iterator[tuple[str, str, str]]:
    """(id, digest of the text, source) of the reports of a partition, in order, from an open file."""
    from pyarrow import parquet  # noqa: PLC0415

    for batch in parquet.ParquetFile(stream).iter_batches(columns=["layer", "id", "digest", "source"]):
        for row in batch.to_pylist():
            if row["layer"] == "document":
                yield row["id"], row["digest"], row["source"] or ""


# -- Parquet -------------------------------------------------------------------------------------


def _file(data: bytes) -> Any:
    import pyarrow as pa  # noqa: PLC0415  (an extra)
    from pyarrow import parquet  # noqa: PLC0415

    return parquet.ParquetFile(pa.BufferReader(data))


def _columns(extracts: Iterable[Extract]) -> Columns:
    """All rows as columns."""
    columns: Columns = {name: [] for name, _, _ in COLUMNS}
    for extract in extracts:
        rows = list(_rows(extract))
        for name, column in columns.items():
            column.extend(_wkb(rows) if name == "geometry" else [row.get(name) for row in rows])
    return columns


def _written(columns: Columns, about: dict[str, Any]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    kinds = {"string": pa.string(), "int64": pa.int64(), "double": pa.float64()}
    kinds |= {"bool": pa.bool_(), "binary": pa.binary()}
    geo = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    schema = pa.schema(
        [(name, kinds[kind]) for name, kind, _ in COLUMNS],
        metadata={"geo": json.dumps(geo), _KEY: json.dumps(about, ensure_ascii=True)},
    )
    sink = pa.BufferOutputStream()
    table = pa.table(columns, schema=schema)
    parquet.write_table(table, sink, compression="zstd", row_group_size=_ROWS, write_statistics=False)
    return bytes(sink.getvalue())


def _wkb(rows: Sequence[Row]) -> list[bytes | None]:
    """The geometries of rows, GeoJSON as WKB."""
    import shapely  # noqa: PLC0415

    drawn = [
        (at, json.dumps(row["geometry"])) for at, row in enumerate(rows) if row.get("geometry") is not None
    ]
    found: list[bytes | None] = [None] * len(rows)
    shapes = shapely.to_wkb(shapely.from_geojson([text for _, text in drawn]))
    for (at, _), wkb in zip(drawn, shapes, strict=True):
        found[at] = wkb
    return found


# -- rows ----------------------------------------------------------------------------------------


def _rows(extract: Extract) -> Iterator[Row]:
    document = extract.document
    shared = {
        "document": _clean(document.id),
        "source": _clean(document.source),
        "title": _clean(document.title),
        "publisher": _clean(document.publisher),
        "published": document.published,
        "url": _clean(document.url),
    }
    text = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    yield {
        "layer": "document",
        "id": shared["document"],
        **shared,
        "digest": text,
        "record": packing.pack(extract),
    }
    things = (
        ("place", map(_place, extract.reading.mentions, extract.resolutions)),
        ("region", map(_region, extract.regions, extract.region_drawings)),
        ("movement", map(_movement, extract.movements, extract.movement_drawings)),
        ("situation", map(_situation, extract.standings, extract.standing_drawings)),
    )
    for layer, rows in things:
        for number, row in enumerate(rows):
            told = {key: _clean(value) if isinstance(value, str) else value for key, value in row.items()}
            yield {"layer": layer, "id": f"{shared['document']}/{layer}{number}", **shared, **told}


def _clean(text: str | None) -> str | None:
    """Text as UTF-8 can hold it; nothing for none."""
    return text.encode("utf-8", "replace").decode() if text else None


def _place(mention: Any, resolution: Resolution) -> Row:
    place = resolution.place
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": "demonym" if mention.demonym else mention.kind_hint,
        "probability": round(resolution.probability, 4),
        "literal": mention.literal,
        **(_where(place) if place else {}),
        **({"kind": "demonym"} if mention.demonym else {}),
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place else None,
    }


def _where(place: Place) -> Row:
    return {
        "place": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
    }


def _drawn(drawing: Drawing) -> Row:
    return {
        "geometry": drawing.geometry,
        "model": drawing.model,
        "shape": drawing.shape,
        "direction_deg": drawing.direction_deg,
    }


def _region(region: Region, drawing: Drawing) -> Row:
    phrase = region.phrase
    return {
        "start": phrase.start,
        "end": phrase.end,
        "text": phrase.text,
        "kind": phrase.model,
        "origin": _names(region.anchors),
        **_drawn(drawing),
    }


def _told(words: Any) -> Row:
    """What a motion and a situation have in common."""
    status, quantity, time = words.status, words.quantity, words.time
    numbers = [n for n in (quantity.value, quantity.min, quantity.max) if n is not None] if quantity else []
    return {
        "start": words.start,
        "end": words.end,
        "text": words.text,
        "eventuality": status.eventuality,
        "factuality": status.factuality,
        "evidentiality": status.evidentiality,
        "attribution": status.attribution,
        "quantity_min": min(numbers, default=None),
        "quantity_max": max(numbers, default=None),
        "unit": quantity.unit if quantity else None,
        "time_start": time.start if time else None,
        "time_end": time.end if time else None,
    }


def _movement(movement: Movement, drawing: Drawing) -> Row:
    motion = movement.motion
    return {
        **_told(motion),
        "kind": motion.motion_class,
        "mover": motion.mover.text if motion.mover else None,
        "origin": _names(movement.origins),
        "destination": _names(movement.destinations),
        "declined": movement.declined or motion.declined,
        **_drawn(drawing),
    }


def _situation(standing: Standing, drawing: Drawing) -> Row:
    situation, place = standing.situation, standing.place.place
    return {
        **_told(situation),
        **(_where(place) if place else {}),
        "kind": situation.kind,
        "mover": situation.actor.text if situation.actor else None,
        "declined": standing.declined,
        **_drawn(drawing),
    }


def _names(ends: Sequence[End]) -> str:
    return "; ".join(
        dict.fromkeys(end.place.name if end.place else " ".join(end.text.split()) for end in ends)
    )
