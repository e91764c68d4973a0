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
    for name, columns in schema.FRAMES.items():
        schema.check(getattr(layers, name), columns, name=name)
    return frame.document(settings.title, payload.blob(layers, settings=settings))
