"""Annotations to layers: the one place where records become frames.

Places, regions, movements and situations are gathered over all the reports, each mark once, with every
sentence that tells of it. The order of rows follows from the records alone, so the same input gives the
same frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas

from geo import schema
from geo.layers import placing
from geo.layers.movements import movement_rows
from geo.layers.naming import as_reported
from geo.layers.places import place_rows
from geo.layers.quotes import Declined, Quotes
from geo.layers.regions import region_rows
from geo.layers.shapes import shapes_of
from geo.layers.situations import situation_rows
from geo.layers.view import first_view
from geo.layers.wording import one_line
from geo.records import Claim, Extract
from geo.settings import PageSettings

__all__ = ["arrange"]


def arrange(extracts: Sequence[Extract], claims: Sequence[Claim], *, settings: PageSettings) -> schema.Layers:
    """Gather what was understood of all reports into frames, each checked against its schema."""
    del settings  # nothing of the page changes what is on it yet
    extracts = as_reported(extracts)
    quotes = Quotes()
    declined = Declined()
    places, choices = place_rows(extracts, quotes, declined)
    regions, region_areas = region_rows(extracts, quotes, declined)
    told = movement_rows(extracts, claims, quotes, declined)
    situations, grounds = situation_rows(extracts, quotes, declined)
    for index, extract in enumerate(extracts):
        declined.leave_out(index, extract.document)
    frames = {
        "places": _frame(places, schema.PLACES),
        "regions": _frame(regions, schema.REGIONS),
        "movements": _frame(told.rows, schema.MOVEMENTS),
        "situations": _frame(situations, schema.SITUATIONS),
        "areas": _frame([*region_areas, *told.areas, *grounds], schema.AREAS),
    }
    for name, columns in schema.FRAMES.items():
        schema.check(frames[name], columns, name=name)
    arrows = dict(told.arrows)
    turned = placing.turned(line for lines in arrows.values() for line in lines)
    pointed = [frames[name] for name in ("places", "regions", "movements")]
    view = first_view(*(map(placing.eastward, pointed) if turned else pointed))
    courses, taken = placing.courses(told.rows, arrows, told.ends, places, view=view)
    return schema.Layers(
        **frames,
        documents=tuple(_report(index, extract, quotes) for index, extract in enumerate(extracts)),
        quotes=quotes.all(),
        choices=tuple(choices),
        ends=tuple(told.ends),
        courses=courses,
        signs=placing.signs(situations, taken),
        declined=declined.all(),
        view=view,
        turned=turned,
    )


def _report(index: int, extract: Extract, quotes: Quotes) -> schema.Report:
    document = extract.document
    return schema.Report(
        index=index,
        id=document.id,
        source=document.source,
        title=one_line(document.title or ""),
        publisher=one_line(document.publisher or ""),
        published=document.published or "",
        url=document.url or "",
        text=document.text,
        sentences=extract.reading.sentences,
        zones=document.zones,
        marked=tuple(quotes.spans.get(index, ())),
    )


def _frame(rows: Sequence[dict[str, Any]], columns: schema.Schema) -> geopandas.GeoDataFrame:
    names = [column.name for column in columns]
    if not rows:
        return geopandas.GeoDataFrame({name: [] for name in names}, geometry=[], crs="EPSG:4326")
    shapes = shapes_of([row["geometry"] for row in rows])
    # column by column: several times quicker than a dictionary a row
    return geopandas.GeoDataFrame(
        {name: [row[name] for row in rows] for name in names}, geometry=shapes, crs="EPSG:4326"
    )
