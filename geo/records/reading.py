"""What the language room reads: spans and words, no coordinates."""

from __future__ import annotations

from dataclasses import dataclass


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
