"""What the words of a report mean: places, regions, movements, situations."""

from __future__ import annotations

from dataclasses import dataclass

from geo.records.reading import Motion, Phrase, Situation
from geo.records.world import Place


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
