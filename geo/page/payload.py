"""Layers as the JSON that the page's own scripts read."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geo import schema
from geo.page import (
    axis,
    basemap,
    blocks,
    captions,
    columns,
    dressing,
    evidence,
    facets,
    looks,
    saving,
    shell,
    swatches,
    times,
    wording,
)
from geo.page.tree import auto, node, web

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.settings import PageSettings

_REMEMBERED = 8192
"""Shapes whose rounded coordinates are kept."""
EVERYTHING = (-150, -40, 170, 65)
"""What a map without marks shows: west, south, east, north."""
EXPORT_ONLY = {
    *("description", "stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity"),
    *("marker-color", "marker-size"),
}


class Packed(NamedTuple):
    """The page's data: what it reads at once, what it reads when asked for, and what its HTML says."""

    blob: str
    later: tuple[blocks.Block, ...]
    shell: shell.Shell


def pack(layers: schema.Layers, *, settings: PageSettings, quick: bool = False) -> Packed:
    """Everything that the page shows, as JSON, gzip and base64; the same bytes for the same layers.

    ``quick`` packs it less tightly, in an eighth of the time.
    """
    rows = {name: _rows(getattr(layers, name)) for name in schema.FRAMES}
    whens = times.of_layers(layers)
    stamps = times.stamps(layers, whens)
    later = blocks.pack(layers, rows, stamps, quick=quick)
    hung = {mark: {**stamps.get(mark, {}), "slot": slot} for mark, slot in later.slots.items()}
    data = {
        **content(layers, rows, whens, hung, settings=settings),
        "blocks": {"size": later.size},
    }
    for report in data["documents"] if later.texts else ():
        [index] = report["docs"]
        block = bisect_right(later.texts, index) - 1
        report["text"] = (block, index - later.texts[block])
    said = shell.of(layers, rows, data)
    text = json.dumps(shell.told(said, data), ensure_ascii=False, separators=(",", ":"))
    return Packed(blocks.packed(text, quick), tuple(later.all), said)


def _rows(frame: GeoDataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, in a third of the time of ``to_dict``."""
    names = list(frame.columns)
    cells = zip(*(frame[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]


def content(
    layers: schema.Layers,
    rows: blocks.Rows,
    whens: dict[str, times.When],
    hung: times.Stamps,
    *,
    settings: PageSettings,
) -> dict[str, Any]:
    """What the page reads at once; keys are read in ``static/data.js``."""
    frames = (layers.places, layers.regions, layers.movements, layers.situations)
    boxes = [box for frame in frames for box in _boxes(frame)]
    if layers.view:
        boxes.append(layers.view)
    links = list(evidence.ends(layers))
    for found in (dressing.labels(rows["places"], settings), _links(links), facets.columns(rows)):
        for mark, values in found.items():
            hung.setdefault(mark, {}).update(values)
    countries = layers.places["country"][layers.places["kind"] == "country"].tolist()
    return {
        **dressing.content(layers, settings),
        "svgMarks": settings.svg_marks,
        "view": layers.view or EVERYTHING,
        "timeline": axis.timeline(layers, whens),
        "turned": layers.turned,
        "columns": saving.COLUMNS,
        "file": saving.file_name(settings.title),
        **{name: _table(layers, name, rows[name], hung) for name in schema.FRAMES},
        **({"counts": _counts(layers)} if layers.counts else {}),
        "documents": facets.listed_reports([_document(one) for one in layers.documents], rows),
        "declined": [facets.listed_declined(evidence.declined_row(one)) for one in layers.declined],
        "basemap": _ground(
            dressing.ground(basemap.choose(boxes, countries, most_cells=settings.detail_cells), settings),
            rows["places"],
            turned=layers.turned,
        ),
    }


_ROLES = {
    "origin": "from here",
    "destination": "to here",
    "via": "via here",
    "path": "along here",
    "region": "area",
    "situation": "event",
}


def _links(links: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    """``links`` of a mark by id: "|place" of its places, "words|mark" of what begins, ends or leans there."""
    found: dict[str, list[str]] = defaultdict(list)
    for mark, role, place in links:
        found[place].append(f"{_ROLES.get(role, '')}|{mark}")
        found[mark].append(f"|{place}")
    return {mark: {"links": "; ".join(links)} for mark, links in found.items()}


def _document(one: schema.Report) -> dict[str, Any]:
    """A report: its name, who published it when; and all that as a tree with its file and its address."""
    file = evidence.file_of(one.source)
    byline = wording.joined((one.publisher, wording.date_words(one.published) or "no date stated"), ", ")
    name = one.title or file or "Untitled report"
    about = node(
        "span.cite",
        auto("button.jump", name, data_read=one.index),
        node("span.byline", wording.level(byline)),
        auto("span.file", file) if one.title and file else None,
        web(one.url, "original"),
    )
    return {
        "title": one.title,
        "name": name,
        "publisher": one.publisher,
        "published": one.published,
        "byline": wording.level(byline),
        "about": about,
        "source": one.source,
        "url": one.url,
        "docs": [one.index],
        "cite": saving.cite(one),
    }


def _counts(layers: schema.Layers) -> columns.Json:
    """How many claims there are by place and period, as columns; ``when`` as of marks.

    A column for each group of the legend says how many are of it; ``groups`` names them by frame.
    """
    rows, groups = [], {name: dict[str, None]() for name in ("movements", "situations", "regions")}
    for one in layers.counts:
        shares = {swatches.counted_as(name, sort): count for name, sort, count in one.shares}
        for (name, *_), group in zip(one.shares, shares, strict=True):
            groups[name].setdefault(group)
        lon = one.lon + 360 * (layers.turned and one.lon < schema.SEAM_DEG)
        when = times.days(one.period)
        rows.append({"name": one.place or None, "lon": lon, "lat": one.lat, "when": when, **shares})
    return {**columns.table(rows), "groups": {name: list(found) for name, found in groups.items()}}


def _ground(ground: dict[str, Any], places: Iterable[dict[str, Any]], *, turned: bool) -> dict[str, Any]:
    """The basemap, its labels where a turned page has them."""
    labels = [
        (text, style, lon + 360 * (turned and lon < schema.SEAM_DEG), *rest)
        for text, style, lon, *rest in basemap.labels(ground, places)
    ]
    return {"layers": basemap.layers(ground), "outlines": ground["outlines"], "labels": labels}


def _boxes(frame: GeoDataFrame) -> list[basemap.Box]:
    boxes: list[list[float]] = frame.geometry.bounds.to_numpy().tolist()
    return [(box[0], box[1], box[2], box[3]) for box in boxes if not any(map(math.isnan, box))]


def _table(
    layers: schema.Layers, name: str, frame: Iterable[dict[str, Any]], stamps: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """A frame with its stamps as columns; empty text, NaN and False are left out, undefined in JavaScript."""
    names = [
        column.name for column in schema.FRAMES[name] if column.name not in {*EXPORT_ONLY, *blocks.LATER}
    ]
    placed = {one.mark: one for one in layers.courses} if name == "movements" else {}
    signs = {mark: {"sign": looks.shift(x, y)} for mark, x, y in layers.signs} if name == "situations" else {}
    rows = []
    for row in frame:
        values = {name: row[name] for name in names if _says_something(row[name])}
        mark = row.get("id", "")
        values.update(stamps.get(mark, {}))
        values.update(signs.get(mark, {}))
        if "title" in values:
            values["title"] = wording.level(row["title"])
        values.update(captions.label(name, {**row, **stamps.get(mark, {})}))
        values.update(looks.look(name, row))
        if "caption" in values:
            values["caption"] = wording.level(values["caption"])
        if name == "places":
            values["glyph"] = swatches.glyph(row)
        if name == "regions":
            values["spot"] = _middle(row["geometry"], turned=layers.turned)
        course = placed.get(mark)
        if course is None:
            values["geometry"] = _shape(row["geometry"], layers.turned)
        else:
            values.update(_course(course, turned=layers.turned))
        rows.append(values)
    return columns.table(rows)


def _middle(area: Any, *, turned: bool) -> tuple[float, float]:
    """Where the name of an area belongs: a point inside it."""
    spot = area.representative_point()
    return round(spot.x + 360 * (turned and spot.x < schema.SEAM_DEG), 3), round(spot.y, 3)


def _course(course: schema.Course, *, turned: bool) -> dict[str, Any]:
    """What draws an arrow; a line that runs on past 180 degrees is kept in one piece."""
    letter = columns.LETTERS["LineString" if len(course.lines) == 1 else "MultiLineString"]
    tail, head = course.meets
    said = {"lane": looks.LANE * course.lane, "turn": course.turn, "tail": tail, "head": head}
    shape = letter + columns.lines(course.lines, turned=turned)
    return {"geometry": shape, **{name: value for name, value in said.items() if value}}


def _says_something(value: Any) -> bool:
    return not (value == "" or value is False or (isinstance(value, float) and math.isnan(value)))


@lru_cache(maxsize=_REMEMBERED)
def _shape(geometry: Any, turned: bool) -> str:  # noqa: FBT001
    """A shape as text; in a map that is drawn again and again most are the same."""
    return columns.shape(geometry, turned=turned)
