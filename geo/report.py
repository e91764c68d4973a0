"""The build report: inputs and their hashes, counts, everything unresolved or declined and why."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from geo import contract
from geo.gazetteer import files as gazetteer_files
from geo.records import Claim, Document, Extract, Problem

if TYPE_CHECKING:
    from geo.schema import Layers
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


class Account:
    """What all reports come to, gathered in one go: counts, problems, and their part of the build report."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.sources: list[str] = []
        self.inputs: list[str] = []
        self.unresolved: list[str] = []
        self.declined: list[str] = []

    def see(self, item: Extract) -> None:
        """Take in the next report."""
        self.counts["reports"] += 1
        self.counts["mentions"] += len(item.resolutions)
        self.counts["mentions_resolved"] += sum(one.place is not None for one in item.resolutions)
        self.counts["movements_read"] += len(item.movements)
        self.counts["movements_declined"] += sum(movement.draw == "none" for movement in item.movements)
        self.problems += item.problems
        self.sources.append(item.document.source)
        self.inputs.append(_entry(_input(item.document)))
        self.unresolved += map(_entry, _unresolved(item))
        self.declined += map(_entry, _declined(item))

    def told(self, claims: int, arranged: Layers) -> dict[str, int]:
        """The counts of a build: of what was read, of claims, and of what is on the map."""
        read = self.counts
        return {
            **{name: read[name] for name in ("reports", "mentions", "mentions_resolved")},
            "places": len(arranged.places),
            "regions": len(arranged.regions),
            **{name: read[name] for name in ("movements_read", "movements_declined")},
            "claims": claims,
            "claims_on_map": len(arranged.movements),
            "situations": len(arranged.situations),
        }


def seen(extracts: Iterable[Extract], lookers: Sequence[Callable[[Extract], None]]) -> Iterator[Extract]:
    """The extracts, of which each is looked at: to read them from partitions takes long."""
    for extract in extracts:
        for look in lookers:
            look(extract)
        yield extract


def written(account: Account, merged: Sequence[Claim], told: Told, settings: Settings) -> Iterator[str]:
    """The report of a build as JSON, in pieces."""
    claims = (
        {
            "id": claim.id,
            "reports": [account.sources[index] for index in claim.documents],
            "mentions": len(claim.members),
            "quantity": [claim.quantity_min, claim.quantity_max],
        }
        for claim in merged
    )
    content: dict[str, Any] = {
        "versions": versions(settings),
        "counts": dict(told.counts),
        **({"safety": list(told.notes)} if told.notes else {}),
        **({"page": dict(told.page)} if told.page else {}),
        "inputs": iter(account.inputs),
        "gazetteer": _tables(settings),
        "unresolved": iter(account.unresolved),
        "declined": iter(account.declined),
        "claims": map(_entry, claims),
        "problems": (_entry(contract.problem(problem)) for problem in told.problems),
    }
    between = "{"
    for name, value in content.items():
        yield f'{between}\n "{name}": '
        between = ","
        if isinstance(value, Iterator):
            yield from _listed(value)
        else:
            yield _plain(value).replace("\n", "\n ")
    yield "\n}\n"


def _listed(entries: Iterator[str]) -> Iterator[str]:
    """A list of entries as JSON."""
    between = "["
    for entry in entries:
        yield between + entry
        between = ","
    yield "\n ]" if between == "," else "[]"


def _entry(value: dict[str, Any]) -> str:
    """An entry of a list, on lines of its own."""
    return "\n  " + _plain(value).replace("\n", "\n  ")


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)


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
