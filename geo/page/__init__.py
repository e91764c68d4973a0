"""Layers to one HTML file that opens from disk: no network, no server, nothing loaded from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import schema
from geo.page import frame, payload

if TYPE_CHECKING:
    from geo.settings import PageSettings

__all__ = ["render"]


def render(layers: schema.Layers, *, settings: PageSettings) -> str:
    """One self-contained HTML document; the same bytes for the same layers and settings.

    Raises SchemaError when a frame breaks its schema, DataError when bundled data is damaged.
    """
    schema.check(layers.places, schema.PLACES, name="places")
    schema.check(layers.regions, schema.REGIONS, name="regions")
    schema.check(layers.movements, schema.MOVEMENTS, name="movements")
    schema.check(layers.areas, schema.AREAS, name="areas")
    return frame.document(settings.title, payload.blob(layers, settings=settings))
