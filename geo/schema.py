"""Frames: column, type, unit and meaning of each, and the check at the door of every room that takes one.

Properties are flat, so that a frame can be written as GeoJSON (RFC 7946) as it stands; ``title``,
``description``, ``stroke`` ... are the fields of simplestyle-spec 1.1. What a frame cannot hold flat (quotes
with their highlighted words, alternatives of a place) travels beside it in plain tuples that name the mark
by its ``id``. Coordinates are (lon, lat), WGS84.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

    from geo.records import Place, Zone


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``dtype`` is text, int, float or bool; ``empty`` says that a float may be NaN."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    empty: bool = False


Schema = tuple[Column, ...]

_STYLED = (
    Column("id", "text", "stable id: the place's own, or a hash of content"),
    Column("title", "text", "simplestyle: one line, plain text"),
    Column("description", "text", "simplestyle: the sentence with its source, plain text"),
)
_LINE = (
    Column("stroke", "text", "simplestyle: colour of the line, #rrggbb"),
    Column("stroke-width", "float", "simplestyle: width of the line", "px"),
    Column("stroke-opacity", "float", "simplestyle: opacity of the line, 0 to 1"),
)
_FILL = (
    Column("fill", "text", "simplestyle: colour of the area, #rrggbb"),
    Column("fill-opacity", "float", "simplestyle: opacity of the area, 0 to 1"),
)
_SAID = (
    Column("status_words", "text", "status in plain words"),
    Column("eventuality", "text", "as in Status.eventuality"),
    Column("factuality", "text", "as in Status.factuality"),
    Column("evidentiality", "text", "as in Status.evidentiality"),
    Column("attribution", "text", "who says so, ';'-separated"),
    Column("cues", "text", "words that decided the status, ';'-separated"),
)
_MANY_AND_WHEN = (
    Column("quantity_min", "float", "least number that a report gives", empty=True),
    Column("quantity_max", "float", "greatest number that a report gives", empty=True),
    Column("unit", "text", "unit of the quantity, as worded"),
    Column("time", "text", "when, in the reports' words, ';'-separated"),
    Column("time_start", "text", "ISO 8601 or EDTF date, empty when the words do not fix it"),
    Column("time_end", "text", "ISO 8601 or EDTF date, empty when the words do not fix it"),
    Column("reported", "text", "earliest date of a report that tells it (ISO 8601)"),
)
_DRAWN = (
    Column("model", "text", "rule that drew it"),
    Column("model_source", "text", "where the rule's numbers come from"),
    Column("warnings", "text", "conflicts met while drawing, ';'-separated"),
    Column("inferred", "text", "fields that the text does not state, ';'-separated"),
)
_COUNTED = (
    Column("mentions", "int", "sentences that tell it"),
    Column("reports", "int", "reports that tell it"),
    Column("publishers", "int", "independent publishers that tell it"),
    Column("documents", "text", "indices of these reports, comma-separated"),
)

PLACES: Schema = (
    *_STYLED,
    Column("name", "text", "main name of the gazetteer entry"),
    Column("kind", "text", "kind of place, as in Place.kind"),
    Column("country", "text", "ISO 3166-1 alpha-2 code, empty when unknown"),
    Column("admin1", "text", "first-order division"),
    Column("population", "int", "inhabitants, 0 when unknown", "persons"),
    Column("extent_km", "float", "radius of a circle that holds the place", "km", empty=True),
    Column("precision", "text", "exact, settlement, district, province, country or area"),
    Column("mentions", "int", "times the reports name it"),
    Column("literal", "int", "times it is meant as a place, not as a government or a modifier"),
    Column("secondary", "bool", "never meant literally: shown faintly"),
    Column("reports", "int", "reports that name it"),
    Column("documents", "text", "indices of these reports, comma-separated"),
    Column("probability", "float", "least sure mention, 0 to 1"),
    Column("names", "text", "spellings found, most frequent first, ';'-separated"),
    Column("layer", "text", "user for a row of the user's, world for bundled data"),
    Column("reasons", "text", "why this place, ';'-separated"),
    Column("note", "text", "note of the gazetteer entry"),
    Column("source", "text", "source of the gazetteer entry"),
    Column("own", "text", "own columns of a user's row as JSON; columns of their own in the exports"),
    Column("marker-color", "text", "simplestyle: colour of the marker"),
    Column("marker-size", "text", "simplestyle: small, medium or large"),
)
REGIONS: Schema = (
    *_STYLED,
    Column("relation", "text", "compass points or a word (near, between ...), comma-separated"),
    Column("relation_words", "text", "the relation in plain words"),
    Column("anchors", "text", "places that it is relative to, ';'-separated"),
    Column("anchor_ids", "text", "their ids, ';'-separated"),
    Column("target", "text", "what the reports place there"),
    Column("secondary", "bool", "tells no new place: inside a named place, or where a known place lies"),
    Column("distance_km", "float", "stated distance", "km", empty=True),
    Column("phrases", "text", "the words found, ';'-separated"),
    *_DRAWN,
    Column("mentions", "int", "times the reports tell of it"),
    Column("reports", "int", "reports that tell of it"),
    Column("documents", "text", "indices of these reports, comma-separated"),
    *_LINE,
    *_FILL,
)
MOVEMENTS: Schema = (
    *_STYLED,
    Column("class", "text", "class of movement of the ontology"),
    Column("noun", "text", "the class in a plain word"),
    Column("status", "text", "happened, claimed, possible, planned, attempted, prevented, past or denied"),
    *_SAID,
    Column("label", "text", "short caption: who moves, else the noun"),
    Column("mover", "text", "who or what moves"),
    Column("causer", "text", "who makes it move"),
    Column("origin", "text", "from where, ';'-separated"),
    Column("destination", "text", "to where, ';'-separated"),
    Column("via", "text", "through where, ';'-separated"),
    Column("path", "text", "line followed"),
    Column("towards", "bool", "the goal is only aimed at"),
    Column("goal_reached", "text", "yes, no or uncertain"),
    Column("directions", "text", "compass points stated, comma-separated"),
    Column("direction_deg", "float", "bearing drawn, clockwise from north", "degrees", empty=True),
    Column("quantity", "text", "how many, in the reports' words, ';'-separated"),
    *_MANY_AND_WHEN,
    Column("shape", "text", "how it is drawn, as in Drawing.shape"),
    *_DRAWN,
    Column("disputed", "bool", "reports contradict each other"),
    *_COUNTED,
    *_LINE,
)
SITUATIONS: Schema = (
    *_STYLED,
    Column("kind", "text", "captured, lost, besieged, blocked, held, patrolled or displaced"),
    Column("noun", "text", "the kind in plain words"),
    Column("status", "text", "happened, claimed, possible or past"),
    *_SAID,
    Column("actor", "text", "who does it, ';'-separated"),
    Column("place", "text", "where"),
    Column("place_id", "text", "id of the place, empty for a relative region"),
    Column("quantity", "text", "how many people, in the reports' words, ';'-separated"),
    *_MANY_AND_WHEN,
    *_DRAWN,
    *_COUNTED,
    Column("marker-color", "text", "simplestyle: colour of the marker"),
    Column("marker-size", "text", "simplestyle: small, medium or large"),
)
AREAS: Schema = (
    Column("mark", "text", "id of the region, movement or situation that it belongs to"),
    Column("role", "text", "halo, origin or destination"),
)
FRAMES: Mapping[str, Schema] = MappingProxyType(
    {
        "places": PLACES,
        "regions": REGIONS,
        "movements": MOVEMENTS,
        "situations": SITUATIONS,
        "areas": AREAS,
    }
)
"""Schema of every frame of ``Layers``, by its name."""


Marked = tuple[int, int, str, str]
"""(start, end, id of a mark, role) of words in a report's text that tell something of the mark."""


@dataclass(frozen=True, slots=True)
class Report:
    """A document of the build, as the page lists it; ``index`` is what ``documents`` columns hold.

    ``text`` is verbatim; ``sentences`` are its (start, end) in order, ``zones`` the stretches by function.
    ``marked`` spans may overlap.
    """

    index: int
    id: str
    source: str
    title: str
    publisher: str
    published: str
    url: str
    text: str = ""
    sentences: tuple[tuple[int, int], ...] = ()
    zones: tuple[Zone, ...] = ()
    marked: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that a mark comes from, verbatim.

    ``spans`` are (start, end, role) inside ``text``, ordered, apart from each other; ``start`` is the offset
    of ``text`` in its document. ``facts`` are (label, words) that this sentence alone gives, ``words`` the
    (role, words) that were read in the report for it, overlapping ones too.
    """

    mark: str
    document: int
    text: str
    start: int
    spans: tuple[tuple[int, int, str], ...]
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the places that a name could mean; ``chosen`` marks the one on the map."""

    mark: str
    name: str
    place: str
    kind: str
    where: str
    probability: float
    chosen: bool
    lat: float
    lon: float
    country: str


@dataclass(frozen=True, slots=True)
class Declined:
    """Something read but not drawn, and why.

    ``what`` is movement, situation, region, name, people or boilerplate; ``doubt`` is denied or supposed
    where the report itself says so, else "".
    """

    what: str
    text: str
    why: str
    count: int
    quote: Quote
    documents: tuple[int, ...]
    suggestions: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """How the arrow of a movement runs on the page.

    ``lines`` go tail to head as (lon, lat), longitudes run on past 180. ``lane`` tells arrows between the
    same ends apart: 0 runs straight, 1 and -1 beside it. ``turn`` is by how much a stub whose direction
    means nothing is turned, clockwise on the screen, in radians. ``meets`` are the places whose dots its
    tail and its head touch, "" for none.
    """

    mark: str
    lines: tuple[tuple[tuple[float, float], ...], ...]
    lane: int = 0
    turn: float = 0.0
    meets: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Count:
    """How many movements, situations and regions there are at a place, or about it, in a period.

    ``period`` is an EDTF date, "" for claims without one; ``place`` may be "". (lon, lat) is WGS84.
    ``shares`` say how many are of which sort: (frame, sort, count), the sort being the status of movements,
    the kind of situations, and of regions "passing" if they tell no new place.
    """

    place: str
    lon: float
    lat: float
    period: str
    movements: int
    situations: int
    regions: int
    shares: tuple[tuple[str, str, int], ...] = ()


SEAM_DEG = -30
"""Where a page is cut that shows arrows over 180 degrees: in the Atlantic, so that it runs to 330 east."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Everything that the page and the exports draw.

    ``areas`` holds the wider doubt of regions and movements; ``view`` is the box (west, south, east, north)
    that the marks ask for, None without marks; ``ends`` are (movement id, role, place id); ``signs`` are
    (situation id, x, y): how far its symbol stands from its place, y downwards, in widths of a symbol.
    ``turned`` says that the page runs from ``SEAM_DEG`` to 330 east, and ``view`` with it.
    """

    places: GeoDataFrame
    regions: GeoDataFrame
    movements: GeoDataFrame
    situations: GeoDataFrame
    areas: GeoDataFrame
    documents: tuple[Report, ...]
    quotes: tuple[Quote, ...] = ()
    choices: tuple[Choice, ...] = ()
    ends: tuple[tuple[str, str, str], ...] = ()
    courses: tuple[Course, ...] = ()
    signs: tuple[tuple[str, float, float], ...] = ()
    declined: tuple[Declined, ...] = ()
    view: tuple[float, float, float, float] | None = None
    turned: bool = False
    safety: tuple[str, ...] = ()
    """What is said of what is shown less exactly than it is known; a sentence each."""
    counts: tuple[Count, ...] = ()
    """All claims by place and period, where the marks are only the weightiest of them; else none."""
    evident: int | None = None
    """About how many marks, the weightiest, have their evidence, courses and areas, where not all have."""
    more_declined: int = 0
    """Cases that were not drawn beyond those of ``declined``."""
    published: tuple[str, ...] = ()
    """Dates of all reports of the map ("" where there is none), if ``documents`` are only those cited."""


def own_columns(place: Place) -> dict[str, str]:
    """What a row of the user's says in columns of its own, by their headers."""
    ours = {"countries", "gazetteer name"}
    return {key: value for key, value in place.extra if key not in ours} if place.layer == "user" else {}


def check(frame: pd.DataFrame, schema: Schema, *, name: str = "frame") -> None:
    """Compare a frame with its schema; gathers all faults and raises one SchemaError that lists them."""
    faults = [fault for column in schema for fault in _faults(frame, column)]
    known = {column.name for column in schema} | {"geometry"}
    faults += [f"{column}: not in the schema" for column in frame.columns if column not in known]
    if "geometry" not in frame.columns:
        faults.append("geometry: missing")
    if "id" in frame.columns and frame["id"].duplicated().any():
        twice = sorted({str(value) for value in frame["id"][frame["id"].duplicated()]})
        faults.append(f"id: not unique ({', '.join(twice[:5])})")
    if faults:
        raise SchemaError(f"{name} breaks its schema: " + "; ".join(faults))


def _faults(frame: pd.DataFrame, column: Column) -> list[str]:
    if column.name not in frame.columns:
        return [f"{column.name}: missing, expected {column.dtype}"]
    values = frame[column.name].tolist()
    allowed = {"text": (str,), "int": (int,), "float": (float, int), "bool": (bool,)}[column.dtype]
    wrong = [value for value in values if type(value) not in allowed]
    if wrong:
        return [f"{column.name}: got {wrong[0]!r}, expected {column.dtype}"]
    # NaN is the one float that differs from itself
    if column.dtype == "float" and not column.empty and any(value != value for value in values):  # noqa: PLR0124
        return [f"{column.name}: empty, expected a number"]
    return []
