"""How far from where a person puts a place a pin may lie and still be right."""

from __future__ import annotations

from geo.evaluation.sphere import LatLon, distance_km
from geo.geometry.ground import extent_km
from geo.records import Place
from geo.settings import GeometrySettings

_LEAST_KM = 5.0
_LEAST_OF_SETTLEMENTS_KM = 15.0
_SETTLEMENTS = frozenset({"city", "admin2"})
"""Towns and districts, whose points differ so much between gazetteers."""


def tolerance_km(place: Place, settings: GeometrySettings) -> float:
    """The place's radius; at least 15 km for towns and districts, 5 km for all else (project choice)."""
    least = _LEAST_OF_SETTLEMENTS_KM if place.kind in _SETTLEMENTS else _LEAST_KM
    return max(least, extent_km(place, settings))


def is_at(point: LatLon, place: Place, settings: GeometrySettings) -> bool:
    """Whether a (lat, lon) is right for a place."""
    return distance_km(point, (place.lat, place.lon)) <= tolerance_km(place, settings)
