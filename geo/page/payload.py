"""Layers as the JSON that the page's own scripts read."""

from __future__ import annotations

import base64
import gzip
import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo import schema
from geo.page import axis, basemap, columns, times

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.settings import PageSettings

_REMEMBERED = 8192
"""Shapes whose rounded coordinates are kept."""
EXPORT_ONLY = {"description", "stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity"}


def blob(layers: schema.Layers, *, settings: PageSettings, quick: bool = False) -> str:
    """Everything that the page shows, as JSON, gzip and base64; the same bytes for the same layers.

    ``quick`` packs it less tightly, in an eighth of the time.
    """
    text = json.dumps(content(layers, settings=settings), ensure_ascii=False, separators=(",", ":"))
    packed = gzip.compress(text.encode("utf-8", "replace"), compresslevel=1 if quick else 9, mtime=0)
    # byte 9 of a gzip header names the operating system, which must not show in the output
    packed = packed[:9] + b"\xff" + packed[10:]
    return base64.b64encode(packed).decode("ascii")


def content(layers: schema.Layers, *, settings: PageSettings) -> dict[str, Any]:
    """The page's data; keys are read in ``static/data.js``."""
    frames = (layers.places, layers.regions, layers.movements, layers.situations)
    boxes = [box for frame in frames for box in _boxes(frame)]
    if layers.view:
        boxes.append(layers.view)
    whens = times.of_layers(layers)
    stamps = times.stamps(layers, whens)
    countries = layers.places["country"][layers.places["kind"] == "country"].tolist()
    return {
        "title": settings.title,
        "svgMarks": settings.svg_marks,
        "view": layers.view,
        "timeline": axis.timeline(layers, whens),
        "turned": layers.turned,
        **{name: _table(layers, name, stamps) for name in schema.FRAMES},
        "documents": [
            {
                "title": one.title,
                "publisher": one.publisher,
                "published": one.published,
                "source": one.source,
                "url": one.url,
            }
            for one in layers.documents
        ],
        "quotes": [_quote(one) for one in layers.quotes],
        "choices": [
            [
                one.mark,
                one.name,
                one.kind,
                one.where,
                one.probability,
                one.chosen,
                one.lat,
                one.lon,
                one.country,
            ]
            for one in layers.choices
        ],
        "ends": layers.ends,
        "declined": [
            {
                "what": one.what,
                "text": one.text,
                "why": one.why,
                "count": one.count,
                "quote": _quote(one.quote),
                "documents": one.documents,
                "suggestions": one.suggestions,
            }
            for one in layers.declined
        ],
        "basemap": _ground(
            basemap.choose(boxes, countries, most_cells=settings.detail_cells), turned=layers.turned
        ),
    }


def _ground(ground: dict[str, Any], *, turned: bool) -> dict[str, Any]:
    """The basemap, its labels where a turned page has them (their longitude is in field 2 and 1)."""
    if not turned:
        return ground
    moved = {
        name: [
            [*one[:at], one[at] + 360 * (one[at] < schema.SEAM_DEG), *one[at + 1 :]] for one in ground[name]
        ]
        for name, at in (("countries", 2), ("cities", 1))
    }
    return {**ground, **moved}


def _quote(quote: schema.Quote) -> list[Any]:
    return [quote.mark, quote.document, quote.text, quote.start, quote.spans, quote.facts]


def _boxes(frame: GeoDataFrame) -> list[basemap.Box]:
    boxes: list[list[float]] = frame.geometry.bounds.to_numpy().tolist()
    return [(box[0], box[1], box[2], box[3]) for box in boxes if not any(map(math.isnan, box))]


def _table(layers: schema.Layers, name: str, stamps: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A frame with its stamps as columns; empty text, NaN and False are left out, undefined in JavaScript."""
    frame: GeoDataFrame = getattr(layers, name)
    names = [column.name for column in schema.FRAMES[name] if column.name not in EXPORT_ONLY]
    placed = {one.mark: one for one in layers.courses} if name == "movements" else {}
    signs = {mark: {"sign": (x, y)} for mark, x, y in layers.signs} if name == "situations" else {}
    rows = []
    for row in frame.to_dict("records"):
        values = {name: row[name] for name in names if _says_something(row[name])}
        values.update(stamps.get(row.get("id"), {}))
        values.update(signs.get(row.get("id"), {}))
        course = placed.get(row.get("id"))
        if course is None:
            values["geometry"] = _shape(row["geometry"], layers.turned)
        else:
            values.update(_course(course, turned=layers.turned))
        rows.append(values)
    return columns.table(rows)


def _course(course: schema.Course, *, turned: bool) -> dict[str, Any]:
    """What draws an arrow; a line that runs on past 180 degrees is kept in one piece."""
    letter = columns.LETTERS["LineString" if len(course.lines) == 1 else "MultiLineString"]
    said = {"lane": course.lane, "turn": course.turn, "tail": course.meets[0], "head": course.meets[1]}
    shape = letter + columns.lines(course.lines, turned=turned)
    return {"geometry": shape, **{name: value for name, value in said.items() if value}}


def _says_something(value: Any) -> bool:
    return not (value == "" or value is False or (isinstance(value, float) and math.isnan(value)))


@lru_cache(maxsize=_REMEMBERED)
def _shape(geometry: Any, turned: bool) -> str:  # noqa: FBT001
    """A shape as text; in a map that is drawn again and again most are the same."""
    return columns.shape(geometry, turned=turned)
