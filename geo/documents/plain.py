"""A text file: one report."""

from __future__ import annotations

from collections.abc import Iterator

from geo.documents.decoding import decode
from geo.documents.files import printable
from geo.documents.layout import compose
from geo.records import Document, Problem
from geo.settings import DocumentSettings


def read_plain(data: bytes, name: str, settings: DocumentSettings) -> Iterator[Document | Problem]:
    """The report of a file's bytes, or why there is none."""
    name = printable(name)
    if len(data) > settings.max_bytes:
        limit = f"got more than {settings.max_bytes} bytes, expected one report (documents.max_bytes)"
        yield Problem("too-long", f"{name}: {limit}", severity="error", source=name)
        return
    decoded = decode(data, encoding=settings.encoding)
    if decoded.fault:
        message = f"{name}: {decoded.fault}; expected a text file"
        yield Problem("encoding", message, severity="error", source=name)
        return
    if not decoded.text.strip():
        yield Problem("empty", f"{name}: no text in it", severity="error", source=name)
        return
    if decoded.guess:
        message = f"{name}: not UTF-8; read as {decoded.guess} by guess (documents.encoding settles it)"
        yield Problem("encoding", message, source=name)
    yield compose(decoded.text, name, settings=settings)
