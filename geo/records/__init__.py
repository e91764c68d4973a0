"""Frozen records handed from room to room, and the conventions they share.

Coordinates are (lon, lat) in decimal degrees, WGS84. Bearings are degrees clockwise from true
north in [0, 360). Names carry units (``_km``, ``_m``, ``_deg``). Character offsets are Python
``str`` offsets into ``Document.text``, end exclusive. Ids are hashes of content. GeoJSON values are
plain mappings as in RFC 7946, at most six decimals, never changed after they are made.
"""

from __future__ import annotations

from geo.records.documents import (
    Document,
    Problem,
    Zone,
    in_zones,
)
from geo.records.meaning import (
    Alternative,
    End,
    Movement,
    Region,
    Resolution,
    Ruling,
    Standing,
)
from geo.records.reading import (
    Distance,
    Mention,
    Motion,
    Phrase,
    Point,
    Quantity,
    Reading,
    Reference,
    Situation,
    Status,
    Time,
    Words,
)
from geo.records.whole import (
    Claim,
    Drawing,
    Extract,
    GeoJSON,
    Progress,
    Remade,
)
from geo.records.world import (
    KINDS,
    WITH_ARTICLE,
    Atlas,
    Candidate,
    Gazetteer,
    NameFacts,
    Names,
    Place,
)

__all__ = [
    "KINDS",
    "WITH_ARTICLE",
    "Alternative",
    "Atlas",
    "Candidate",
    "Claim",
    "Distance",
    "Document",
    "Drawing",
    "End",
    "Extract",
    "Gazetteer",
    "GeoJSON",
    "Mention",
    "Motion",
    "Movement",
    "NameFacts",
    "Names",
    "Phrase",
    "Place",
    "Point",
    "Problem",
    "Progress",
    "Quantity",
    "Reading",
    "Reference",
    "Region",
    "Remade",
    "Resolution",
    "Ruling",
    "Situation",
    "Standing",
    "Status",
    "Time",
    "Words",
    "Zone",
    "in_zones",
]
