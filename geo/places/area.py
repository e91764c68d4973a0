"""The area that a person works on: places in it are sought first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.records import Place
    from geo.settings import PlaceSettings

SOUGHT_FIRST = math.log(100)
"""What lying in the area adds to the evidence: as much as a hundredfold chance (project choice). A place that
the text itself puts elsewhere, or that is far better known, still wins."""


@dataclass(frozen=True, slots=True)
class Area:
    """Countries (ISO alpha-2), a box (west, south, east, north), or both: then both must hold."""

    countries: frozenset[str]
    box: tuple[float, float, float, float] | None

    @property
    def only(self) -> str:
        """The country, where it is one."""
        return next(iter(self.countries)) if len(self.countries) == 1 else ""

    def holds(self, place: Place) -> bool:
        """Whether a place lies in the area."""
        if self.countries and self.countries.isdisjoint(_countries(place)):
            return False
        return self.box is None or _within(self.box, place)

    def __str__(self) -> str:
        told = [", ".join(sorted(self.countries))] if self.countries else []
        if self.box is not None:
            told.append(",".join(f"{value:g}" for value in self.box))
        return " and ".join(told)


def area_of(settings: PlaceSettings) -> Area | None:
    """The area that the settings name, None where they name none."""
    if not settings.countries and settings.box is None:
        return None
    return Area(frozenset(settings.countries), settings.box)


def _countries(place: Place) -> tuple[str, ...]:
    listed = dict(place.extra).get("countries", "")
    return tuple(listed.split(";")) if listed else (place.country,)


def _within(box: tuple[float, float, float, float], place: Place) -> bool:
    west, south, east, north = box
    if not south <= place.lat <= north:
        return False
    # a box whose west is east of its east lies across the antimeridian
    return west <= place.lon <= east if west <= east else place.lon >= west or place.lon <= east
