"""Layers as the JSON that the page's own scripts read."""

from __future__ import annotations

import base64
import gzip
import json
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo import schema
from geo.page import axis, basemap, times

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.settings import PageSettings

DECIMALS = 4
"""Decimals of a coordinate on the page: 10 m."""
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
        "places": _rows(layers.places, schema.PLACES, stamps),
        "regions": _rows(layers.regions, schema.REGIONS, stamps),
        "movements": _rows(layers.movements, schema.MOVEMENTS, stamps),
        "situations": _rows(layers.situations, schema.SITUATIONS, stamps),
        "areas": _rows(layers.areas, schema.AREAS, {}),
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
        "arrows": [[one.mark, _rounded(one.lines)] for one in layers.courses],
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
        "basemap": basemap.choose(boxes, countries, most_cells=settings.detail_cells),
    }


def _quote(quote: schema.Quote) -> list[Any]:
    return [quote.mark, quote.document, quote.text, quote.start, quote.spans, quote.facts]


def _boxes(frame: GeoDataFrame) -> list[basemap.Box]:
    boxes: list[list[float]] = frame.geometry.bounds.to_numpy().tolist()
    return [(box[0], box[1], box[2], box[3]) for box in boxes if not any(map(math.isnan, box))]


def _rows(
    frame: GeoDataFrame, columns: schema.Schema, stamps: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Rows as objects with their stamps; empty text, NaN and False are left out, undefined in JavaScript."""
    names = [column.name for column in columns if column.name not in EXPORT_ONLY]
    rows = []
    for row in frame.to_dict("records"):
        values = {name: row[name] for name in names if _says_something(row[name])}
        values.update(stamps.get(row.get("id"), {}))
        values["geometry"] = _geometry(row["geometry"])
        rows.append(values)
    return rows


def _says_something(value: Any) -> bool:
    return not (value == "" or value is False or (isinstance(value, float) and math.isnan(value)))


@lru_cache(maxsize=_REMEMBERED)
def _geometry(geometry: Any) -> dict[str, Any]:
    """A shape as GeoJSON; in a map that is drawn again and again most are the same."""
    shape = geometry.__geo_interface__
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(value: Any) -> Any:
    # a sum with 0.0 is never minus zero, which is equal to zero and yet written otherwise
    if not len(value) or isinstance(value[0], (int, float)):
        return [round(float(part), DECIMALS) + 0.0 for part in value]
    return [_rounded(part) for part in value]
