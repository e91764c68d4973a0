"""Drawings, all that is understood of a report, and claims over several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from geo.records.documents import Document, Problem
from geo.records.meaning import Movement, Region, Resolution, Standing
from geo.records.reading import Reading

GeoJSON = Mapping[str, Any]
"""A GeoJSON geometry object (RFC 7946), coordinates (lon, lat)."""


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
class Remade:
    """Extracts made of others, each whenever it is asked for: to be gone through again and again."""

    extracts: Iterable[Extract]
    make: Callable[[Extract], Extract]

    def __iter__(self) -> Iterator[Extract]:
        return map(self.make, self.extracts)


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
