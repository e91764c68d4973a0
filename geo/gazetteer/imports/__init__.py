"""Somebody else's gazetteer as a layer of one's own: read, written as CSV, listed and taken away again."""

from __future__ import annotations

from geo.gazetteer.imports.sources import Read, read
from geo.gazetteer.imports.store import Layer, layer_name, layers, read_layer, remove_layer, write_layer

__all__ = ["Layer", "Read", "layer_name", "layers", "read", "read_layer", "remove_layer", "write_layer"]
