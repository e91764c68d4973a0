"""Layers to one HTML file that opens from disk: no network, no server, nothing loaded from elsewhere."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from geo import schema
from geo.page import frame, payload
from geo.page.tiles import tiles_of

if TYPE_CHECKING:
    from geo.settings import PageSettings

__all__ = ["SIGNAL", "render", "signal"]

SIGNAL = "geo-live.svg"
"""Name of the file beside a live page that says which build of the page is the newest."""


def render(layers: schema.Layers, *, settings: PageSettings, live: bool = False) -> str:
    """One self-contained HTML document; the same bytes for the same layers and settings.

    A ``live`` page looks at ``signal`` of its newest build, in a file named ``SIGNAL`` beside it, and loads
    itself again when that is not its own. Nothing else is loaded but the tiles asked for, and no script from
    outside runs in it.

    Raises SchemaError when a frame breaks its schema, DataError when bundled data is damaged.
    """
    for name, columns in schema.FRAMES.items():
        schema.check(getattr(layers, name), columns, name=name)
    data = payload.pack(layers, settings=settings, quick=live)
    dress = frame.Dress(settings.theme, tiles_of(settings.tiles))
    return frame.document(settings.title, data, live=SIGNAL if live else "", stamp=_stamp(data), dress=dress)


def signal(page: str) -> str:
    """A picture whose width and height tell one build of a live page from another.

    A page opened from a disk may not read a file, but it may look how large a picture is.
    """
    found = _STAMP.search(page)
    width, height = found.groups() if found else ("1", "1")
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"></svg>\n'


def _stamp(data: payload.Packed) -> tuple[int, int]:
    """Width and height, each from 1 to 4,096, that follow from what the page shows."""
    found = hashlib.sha256(data.blob.encode())
    for block in data.later:
        found.update(block.code.encode())
    digest = found.digest()
    return 1 + int.from_bytes(digest[:2]) % 4096, 1 + int.from_bytes(digest[2:4]) % 4096


_STAMP = re.compile(r'live_js\.watch\("[^"]*", (\d+), (\d+)\)')
