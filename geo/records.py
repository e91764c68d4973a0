"""Frozen records handed from room to room, and the conventions they share.

Coordinates are (lon, lat) in decimal degrees, WGS84. Bearings are degrees clockwise from true
north in [0, 360). Names carry units (``_km``, ``_m``, ``_deg``). Character offsets are Python
``str`` offsets into ``Document.text``, end exclusive. Ids are hashes of content. GeoJSON values are
plain mappings as in RFC 7946, at most six decimals, never changed after they are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

GeoJSON = Mapping[str, Any]
"""A GeoJSON geometry object (RFC 7946), coordinates (lon, lat)."""


# -- documents ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a document's text with one function.

    ``kind`` is one of headline, headline_repeat, standfirst, subheading, caption, body (article
    text: ``mapped`` is true) or kicker, dateline, credit, menu, related, form, dump, teaser
    (boilerplate: ``mapped`` is false, nothing in it is drawn).
    """

    start: int
    end: int
    kind: str
    mapped: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``text`` is verbatim; ``published`` an ISO 8601 date or None when not stated."""

    id: str
    source: str
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    zones: tuple[Zone, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: an input skipped, a row refused, two facts in conflict.

    ``code`` is a stable short word (``encoding``, ``row``, ``distance-conflict`` ...);
    ``severity`` is ``error`` (something was left out) or ``warning``.
    """

    code: str
    message: str
    severity: str = "warning"
    source: str | None = None
    line: int | None = None
    column: str | None = None
    start: int | None = None
    end: int | None = None


# -- gazetteer ---------------------------------------------------------------------------------

KINDS = (
    "country", "admin1", "admin2", "city", "neighbourhood", "continent", "region", "river", "lake", "sea",
    "ocean", "strait", "gulf", "island", "mountains", "mountain", "desert", "valley", "plain", "coast",
    "camp", "base", "airport", "border", "crossing", "dam", "road", "canal", "line", "site", "facility",
)  # fmt: skip
"""Kinds of place, as in ``Place.kind``."""


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry.

    ``kind`` is one of country, admin1, admin2, city, neighbourhood, continent, region, river,
    lake, sea, ocean, strait, gulf, island, mountains, mountain, desert, valley, plain, coast,
    camp, base, airport, border, crossing, dam, road, canal, line, site, facility. ``extent_km`` is
    the radius of a circle that holds the place about its point (None: unknown). ``has_shape``
    says that an Atlas can give a polygon or line for ``id``. ``layer`` is ``user`` for rows of the
    user's CSV files, ``world`` for bundled data. ``source`` and ``licence`` come with the row.
    """

    id: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str = ""
    admin1: str = ""
    population: int = 0
    extent_km: float | None = None
    has_shape: bool = False
    layer: str = "world"
    source: str = ""
    licence: str = ""
    note: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may bear a name.

    ``match`` says how the name met the entry: name, alias, fold (accents, case), article,
    transliteration, skeleton (consonants, inside one country only), demonym (a people's word),
    suggestion (a near name for a person to judge). ``similarity`` is 0 to 1.
    ``wins`` is true for a row of the user's that settles the name.
    """

    place: Place
    matched: str
    match: str
    similarity: float = 1.0
    wins: bool = False


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What the language room may know of a name without seeing a coordinate.

    ``entries`` counts the places that bear it; ``kinds`` are their kinds, most prominent first;
    ``population`` is the largest; ``primary`` says that it is some entry's main name (not just an
    alternate); ``countries`` are alpha-2 codes, most prominent first; ``user`` that a row of the
    user's bears it; ``ignored`` that a row of the user's says it is not a place. ``exact`` says that
    some entry's name is written just so, accents and case included; ``demonym`` is the code of the
    country whose people the word names (Iraqi, Iraqis): with no entries it is not a place's name.
    """

    entries: int
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    population: int
    primary: bool
    user: bool = False
    ignored: bool = False
    exact: bool = True
    demonym: str = ""


class Names(Protocol):
    """The gazetteer as the language room sees it: names and facts, no coordinates."""

    def facts(self, name: str) -> NameFacts | None:
        """Facts of a name as written in text (tolerant of case, accents, articles), or None."""

    def longest(self, words: Sequence[str]) -> int:
        """Number of leading words that make up the longest known name (0: none)."""

    def in_rows(self, name: str) -> bool:
        """Whether a person's row gives a place under this name, written just so."""

    def starts_row(self, text: str) -> bool:
        """Whether some such name begins with the two characters of this text."""


class Gazetteer(Names, Protocol):
    """The gazetteer as the places room sees it."""

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        """Places that may bear the name, most prominent first; skeletons only inside a country."""

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        """Near names for an unresolved one, for a person to choose from; never pinned."""

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """(country alpha-2, first-order division name) at a point, "" where none."""


class Atlas(Protocol):
    """Shapes of places, as WKB bytes, for the geometry room."""

    def shape(self, place_id: str) -> bytes | None:
        """Polygon or line of a place, or None."""

    def country(self, alpha2: str) -> bytes | None:
        """Polygon of a country by ISO 3166-1 alpha-2 code."""

    def border(self, alpha2_a: str, alpha2_b: str | None = None) -> bytes | None:
        """Land border between two countries, or all land borders of one."""

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """Settlements within a radius, nearest first (at most 50)."""


# -- language ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A point that the text writes as coordinates.

    ``extent_km`` is what the last digit is worth on the ground: the side of the grid square or cell that the
    words name. ``notation`` is in plain words (decimal degrees, MGRS reference ...), ``note`` what had
    to be assumed. ``bare`` marks two plain numbers that count only where a place beside them agrees.
    """

    lon: float
    lat: float
    extent_km: float
    notation: str
    note: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name or written coordinates in the text.

    ``kind_hint`` is a kind word that stands with it ("city of X", "X province", "X camp"), in the
    words of ``Place.kind``; ``demonym`` marks people's words (Iraqi, Syrian), kept apart.
    ``literal`` is false for a metonym (a capital for its government) or a noun modifier.
    ``container`` is the index of the mention that this one names as container ("Paris, Texas").
    ``score`` is the recogniser's confidence, 0 to 1. ``reasons`` say in plain words why.
    ``lookup`` is the name to ask the gazetteer for when it is not the text itself: the country of a
    demonym, a name broken by a line end or a bracket.
    ``point`` is set for coordinates, ``code`` for a short plus code, which the place of ``container``
    completes. ``at`` is the index of the coordinates that the text gives for a name ("X (36.3 N, 43.1 E)").
    """

    start: int
    end: int
    text: str
    kind_hint: str | None = None
    literal: bool = True
    demonym: bool = False
    container: int | None = None
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    lookup: str | None = None
    point: Point | None = None
    code: str | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point to a place: a name, or a nominal such as "the city", "there".

    ``mention`` indexes ``Reading.mentions``; ``nominal`` is the kind pointed at (city, camp,
    country, capital, region, border, province, area, village, place) when there is no name.
    ``phrase`` indexes ``Reading.phrases`` when the end is itself a relative region
    ("villages south of X").
    """

    start: int
    end: int
    text: str
    mention: int | None = None
    nominal: str | None = None
    phrase: int | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """A stated distance in kilometres; ``low_km`` and ``high_km`` bound a range or "about"."""

    text: str
    km: float
    low_km: float | None = None
    high_km: float | None = None
    travel_time: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A locative phrase: where something lies, relative to one or more anchors.

    ``model`` is the row of the ontology: IN, PART, EXT, DD, DO, NEAR, ADJ, BETW, ALONG, SIDE,
    SURR, TIME, OFF. ``relations`` are compass points (N, NNE ... NNW), "central", or a word
    (near, around, outskirts, along, border, between, within, inside, west bank ...).
    ``combine`` is ``union`` for coordinated directions, ``intersection`` for stacked clauses.
    ``target`` is the place that the phrase locates ("Ramadi, 100 km west of Baghdad").
    """

    start: int
    end: int
    text: str
    model: str
    relations: tuple[str, ...] = ()
    anchors: tuple[Reference, ...] = ()
    distance: Distance | None = None
    combine: str = "union"
    target: Reference | None = None
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many. ``unit`` is persons, families, households, vehicles, troops ... as worded."""

    text: str
    value: float | None = None
    min: float | None = None
    max: float | None = None
    unit: str | None = None
    stock: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """When. ``start`` and ``end`` are ISO 8601/EDTF dates, None when the words do not fix them."""

    text: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Status on three axes, kept apart.

    ``eventuality``: actual, ongoing, habitual, planned, ordered, requested, threatened, feared,
    expected, conditional, hypothetical, attempted, prevented, historical.
    ``factuality``: asserted, probable, possible, negated, unknown.
    ``evidentiality``: author, attributed, claimed, hearsay, observed, disputed.
    ``attribution`` names the speaker. ``cues`` are the words that decided.
    """

    eventuality: str = "actual"
    factuality: str = "asserted"
    evidentiality: str = "author"
    attribution: str | None = None
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text with its offsets."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion clause as read, before places are known. Roles as in FrameNet's Motion frames.

    ``motion_class`` is a class of the ontology (WITHDRAW, FLEE/DISPLACE ...). ``towards`` says
    that the goal is only aimed at; ``goal_reached`` is yes, no or uncertain. ``directions`` are
    compass points. ``path`` is a line feature followed ("up the X valley"), ``upstream`` true or
    false when the words say so. ``area`` holds places that the motion happens in.
    ``inferred`` names fields that the clause does not state. ``placed`` says that the mover is only
    said to stand at its destination ("stationed in X"): a symbol, no path. ``declined`` is why nothing
    may be drawn (a guard: metaphor, stock figure, state change ...), None when it may.
    """

    start: int
    end: int
    text: str
    trigger: Words
    lemma: str
    motion_class: str
    status: Status
    mover: Words | None = None
    causer: Words | None = None
    origins: tuple[Reference, ...] = ()
    destinations: tuple[Reference, ...] = ()
    via: tuple[Reference, ...] = ()
    path: Reference | None = None
    upstream: bool | None = None
    area: tuple[Reference, ...] = ()
    directions: tuple[str, ...] = ()
    towards: bool = False
    goal_reached: str = "uncertain"
    distance: Distance | None = None
    quantity: Quantity | None = None
    time: Time | None = None
    inferred: tuple[str, ...] = ()
    declined: str | None = None
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds or comes about at a place, without a path, as read, before places are known.

    ``kind`` is captured, lost, besieged, blocked, held, patrolled or displaced (a number of people
    who stay there, not their way). ``actor`` is who does it, ``quantity`` how many are displaced.
    """

    start: int
    end: int
    text: str
    trigger: Words
    kind: str
    place: Reference
    status: Status
    actor: Words | None = None
    quantity: Quantity | None = None
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the language room read in one document: spans and words, no coordinates."""

    document: str
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    phrases: tuple[Phrase, ...]
    motions: tuple[Motion, ...]
    situations: tuple[Situation, ...] = ()


# -- places ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place that the name could mean, with its probability."""

    place: Place
    probability: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which place a mention means. ``place`` is None for "none of these": never pinned.

    Resolutions are in the order of ``Reading.mentions``, one for each. ``warnings`` tell of facts in the
    text that contradict the place; ``near`` of a place by which an unplaced name probably lies.
    """

    mention: int
    place: Place | None
    probability: float
    alternatives: tuple[Alternative, ...] = ()
    reasons: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    near: Alternative | None = None


# -- relations ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class End:
    """One end of a movement, or an anchor of a region, with the place that its words mean.

    ``place`` is None when the words name no known place. ``region`` indexes the document's
    regions when the end is a relative region. ``inferred`` says that the text implies it only.
    """

    text: str
    start: int | None
    end: int | None
    place: Place | None
    region: int | None = None
    inferred: bool = False
    mention: int | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A relative region whose anchors are resolved."""

    phrase: Phrase
    anchors: tuple[End, ...]
    target: End | None = None
    within: tuple[str, ...] = ()
    """Ids of places (country, division, second anchor) that the text says the region lies in."""
    along: End | None = None  # the river or road that it lies along ("on the X north of Y")
    beside: str = ""  # country code of the other side of a border told by one country


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement whose ends are resolved. ``draw`` is arrow, prevented, symbol or none.

    ``declined`` says why nothing is drawn when ``draw`` is none. Movements of one ``group`` are one claim,
    of different groups never ("": the claims room decides).
    """

    motion: Motion
    origins: tuple[End, ...] = ()
    destinations: tuple[End, ...] = ()
    via: tuple[End, ...] = ()
    path: End | None = None
    draw: str = "arrow"
    inferred: tuple[str, ...] = ()
    declined: str | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A situation whose place is resolved; ``declined`` says why it is not drawn, None when it is."""

    situation: Situation
    place: End
    declined: str | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says of one movement: a row of ``claims.csv``.

    It speaks of the movement whose sentence holds ``quote`` (small edits of the text forgiven), in documents
    that match the pattern ``document``, with the trigger ``word``; "" is any. ``ignore`` says that it is no
    movement. ``origin`` and ``destination`` are the ends it has; an empty tuple is none, None leaves it as
    read. ``status`` is happened, claimed, possible, planned, attempted, prevented or denied. Movements of one
    ``group`` are one claim, of different groups different ones.
    """

    quote: str
    line: int
    source_file: str
    word: str = ""
    document: str = ""
    ignore: bool = False
    origin: tuple[Place, ...] | None = None
    destination: tuple[Place, ...] | None = None
    status: str = ""
    group: str = ""


# -- geometry ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drawing:
    """Geometry of one region or movement with its uncertainty.

    ``geometry`` is the core (polygon for a region, LineString or MultiLineString for a movement),
    ``halo`` the wider area of doubt. ``model`` names the rule, ``source`` where its numbers come
    from. ``direction_deg`` is the bearing drawn. ``origin_area``/``destination_area`` are polygons
    of doubt at the ends of a movement. ``shape`` says how the page draws a movement: arrow,
    open-head (origin only), faded-tail (destination only), short (stops before its goal), sector
    (direction only), bar (prevented), band (along a line), symbol (a point), none; a region's is
    area, a situation's symbol. ``arrows`` are the lines of a movement one by one, tail to head, as
    (lon, lat) whose longitudes run on past 180 where ``geometry`` is cut at the antimeridian.
    """

    geometry: GeoJSON | None
    halo: GeoJSON | None = None
    model: str = ""
    source: str = ""
    shape: str = ""
    direction_deg: float | None = None
    origin_area: GeoJSON | None = None
    destination_area: GeoJSON | None = None
    warnings: tuple[str, ...] = ()
    arrows: tuple[tuple[tuple[float, float], ...], ...] = ()


# -- the whole ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Extract:
    """All that was understood of one document, index by index in step.

    ``resolutions[i]`` belongs to ``reading.mentions[i]``, ``region_drawings[i]`` to ``regions[i]``,
    ``movement_drawings[i]`` to ``movements[i]``, ``standing_drawings[i]`` to ``standings[i]``.
    """

    document: Document
    reading: Reading
    resolutions: tuple[Resolution, ...]
    regions: tuple[Region, ...]
    movements: tuple[Movement, ...]
    region_drawings: tuple[Drawing, ...]
    movement_drawings: tuple[Drawing, ...]
    problems: tuple[Problem, ...] = ()
    standings: tuple[Standing, ...] = ()
    standing_drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One event told by one or more reports.

    ``members`` are (document index, movement index) pairs, the representative first. ``documents``
    are the indices of the reports that tell it, ``publishers`` the independent ones.
    ``quantity_min``/``quantity_max`` span the numbers that the reports give.
    """

    id: str
    members: tuple[tuple[int, int], ...]
    documents: tuple[int, ...]
    publishers: tuple[str, ...] = ()
    quantity_min: float | None = None
    quantity_max: float | None = None
    disputed: bool = False


class Progress(Protocol):
    """Called with the number of finished steps and the total; talk goes to stderr."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Report ``done`` of ``total`` steps (0: unknown) of ``what``."""


def in_zones(zones: Iterable[Zone], start: int, end: int) -> bool:
    """Whether a span touches a zone that is not mapped (boilerplate)."""
    return any(not zone.mapped and start < zone.end and zone.start < end for zone in zones)
