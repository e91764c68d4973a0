"""The build report: inputs and their hashes, counts, everything unresolved or declined and why."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from geo import contract
from geo.gazetteer import files as gazetteer_files
from geo.records import Claim, Document, Extract, Problem

if TYPE_CHECKING:
    from geo.settings import Settings


class Told(Protocol):
    """What a build has to tell of itself."""

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of what there are."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that a person should know."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the map says of its blunt positions."""

    @property
    def page(self) -> Mapping[str, Any]:
        """How large the page is, and what of it is only counted."""


def written(extracts: Sequence[Extract], merged: Sequence[Claim], told: Told, settings: Settings) -> str:
    """The report of a build as JSON."""
    sources = [item.document.source for item in extracts]
    content: dict[str, Any] = {
        "versions": versions(settings),
        "counts": dict(told.counts),
        **({"safety": list(told.notes)} if told.notes else {}),
        **({"page": dict(told.page)} if told.page else {}),
        "inputs": [_input(item.document) for item in extracts],
        "gazetteer": _tables(settings),
        "unresolved": [entry for item in extracts for entry in _unresolved(item)],
        "declined": [entry for item in extracts for entry in _declined(item)],
        "claims": [
            {
                "id": claim.id,
                "reports": [sources[index] for index in claim.documents],
                "mentions": len(claim.members),
                "quantity": [claim.quantity_min, claim.quantity_max],
            }
            for claim in merged
        ],
        "problems": [contract.problem(problem) for problem in told.problems],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _input(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "sha256_text": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "characters": len(document.text),
        "boilerplate": [[zone.start, zone.end, zone.kind] for zone in document.zones if not zone.mapped],
    }


def _unresolved(item: Extract) -> Iterator[dict[str, Any]]:
    for mention, resolution in zip(item.reading.mentions, item.resolutions, strict=True):
        if resolution.place is None and not mention.demonym:
            yield {
                "source": item.document.source,
                "start": mention.start,
                "end": mention.end,
                "name": mention.text,
                "reasons": list(resolution.reasons),
                "suggestions": list(resolution.suggestions),
            }


def _declined(item: Extract) -> Iterator[dict[str, Any]]:
    for movement, drawing in zip(item.movements, item.movement_drawings, strict=True):
        motion = movement.motion
        if movement.draw == "none" or drawing.geometry is None:
            yield {
                "source": item.document.source,
                "start": motion.start,
                "end": motion.end,
                "trigger": motion.trigger.text,
                "class": motion.motion_class,
                "why": movement.declined or motion.declined or "no end could be placed",
            }


def _tables(settings: Settings) -> list[dict[str, str | None]]:
    """The gazetteer files with their hashes; one that cannot be read (it is among the problems) has none."""
    return [{"file": path.as_posix(), "sha256": digest(path)} for path in gazetteer_files(settings.gazetteer)]


def digest(path: Path) -> str | None:
    """SHA-256 of a file, None where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def versions(settings: Settings) -> dict[str, str]:
    """Versions of the program and of what it is made with."""
    names = ("geo-reports", "geopandas", "shapely", "folium", "geopy", "spacy", "XStatic-Leaflet")
    found = {name: version_of(name) for name in names}
    return {
        **found,
        "python": ".".join(map(str, sys.version_info[:3])),
        "contract": str(contract.VERSION),
        "model": settings.language.model,
    }


ABSENT = "not installed"
"""Instead of the version of a package that is not there."""


def version_of(name: str) -> str:
    """Version of an installed package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ABSENT
