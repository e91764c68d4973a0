"""The record that every reader of the derivation fills, and rules on written names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

LATIN_BLOCKS = (
    (0x00, 0x24F),
    (0x259, 0x259),
    (0x2B0, 0x36F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x2C60, 0x2C7F),
)
"""Ranges of code points of which a name in the Latin script is made."""


@dataclass(slots=True)
class Entry:
    """One place on its way to the tables.

    ``admin1`` is GeoNames' code ``CC.CODE``. ``weight`` is the prominence that orders entries of
    one name. ``exact`` names count only as written ("US", "Calif."); ``demonyms`` are people's
    words for the place.
    """

    ident: str
    name: str
    kind: str
    lon: float
    lat: float
    country: str
    source: str
    names: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    admin1: str = ""
    feature: str = ""
    population: int = 0
    weight: float = 0.0
    extent_km: float = 0.0


def latin(name: str) -> bool:
    """Whether a name is written in the Latin script."""
    return all(any(low <= ord(char) <= high for low, high in LATIN_BLOCKS) for char in name)


def usable(name: str) -> bool:
    """Whether an alternate name can stand in English text.

    GeoNames also lists other scripts and their letter-by-letter transcripts, which are all lower
    case ("almwsl", "mo su er"): neither is ever written in English.
    """
    return bool(name) and latin(name) and name != name.lower() and any(char.isalpha() for char in name)


def code_like(name: str) -> bool:
    """Whether a name is a bare code such as LON or NYC, which GeoNames mixes with the names."""
    return len(name) <= 4 and name.isupper() and name.isalpha()


def clean(names: list[str], main: str) -> list[str]:
    """Distinct usable alternates without the main name, in order, composed (NFC), no line breaks."""
    seen = {main}
    kept: list[str] = []
    for raw in names:
        name = tidy(raw)
        if name not in seen and usable(name) and not code_like(name):
            seen.add(name)
            kept.append(name)
    return kept


def tidy(name: str) -> str:
    """A name composed (NFC) on one line with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())
