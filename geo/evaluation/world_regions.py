"""Regions of the world: the continent and the region of the United Nations' M49 standard of a point.

The table ``data/world_regions.csv`` follows the M49 scheme; Kosovo, which it does not list, stands with
its neighbours, Taiwan with Eastern Asia.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Protocol

from geo.records import Place

NOWHERE = ("at sea or unknown", "at sea or unknown")
_SHORE_KM = 50.0
"""A point off the simplified coast belongs to the country of the nearest settlement this near."""


class Countries(Protocol):
    """What knows which country a point lies in: the gazetteer."""

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """(country alpha-2, division) at a point, "" where none."""

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """Settlements within a radius, nearest first."""


def region_at(lat: float, lon: float, countries: Countries) -> tuple[str, str]:
    """(continent, region) of a point; ``NOWHERE`` far out at sea."""
    code, _ = countries.containing(lon, lat)
    if not code:
        near = countries.neighbours(lon, lat, _SHORE_KM)
        code = near[0].country if near else ""
    return _regions().get(code, NOWHERE)


def parts_of_the_world(lat: float, lon: float, countries: Countries) -> tuple[str, ...]:
    """A continent, and the region in it where it has several: ``Africa``, ``Africa / Western Africa``."""
    continent, region = region_at(lat, lon, countries)
    return (continent,) if continent == region else (continent, f"{continent} / {region}")


@lru_cache(maxsize=1)
def _regions() -> MappingProxyType[str, tuple[str, str]]:
    """(continent, region) by ISO 3166-1 alpha-2 code."""
    text = files("geo.evaluation").joinpath("data/world_regions.csv").read_text("utf-8")
    return MappingProxyType(
        {
            code: (row["continent"], row["region"])
            for row in csv.DictReader(text.splitlines())
            for code in row["countries"].split()
        }
    )
