"""Paths into Documents and Problems, in a fixed order; one bad file never stops the rest."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from geo.documents.decoding import decode
from geo.documents.files import Source, find, printable
from geo.documents.jsonl import as_utf8, read_lines
from geo.documents.layout import compose
from geo.records import Document, Problem
from geo.settings import DocumentSettings

_JSONL = frozenset({".jsonl", ".ndjson"})


def read(
    paths: Sequence[Path], *, settings: DocumentSettings, stdin: BinaryIO | None = None
) -> Iterator[Document | Problem]:
    """Documents of files, folders, globs and ``-`` (stdin), with a Problem for all that is left out.

    Order is that of ``paths``, folders sorted by name. ``Document.source`` is the path relative to
    the folder that was given. A file met twice is read once; a text met twice is read once and
    said so; of two different texts with one id the later one gets ``#2``.
    """
    files: set[Path] = set()
    ids: dict[str, tuple[str, str]] = {}
    for path in paths:
        for item in _open(path, settings, stdin, files):
            yield from _distinct(item, ids) if isinstance(item, Document) else (item,)


def _open(
    path: Path, settings: DocumentSettings, stdin: BinaryIO | None, files: set[Path]
) -> Iterator[Document | Problem]:
    if str(path) == "-":
        yield from _stdin(stdin, settings)
        return
    for item in find(path):
        if isinstance(item, Problem):
            yield item
        elif (real := item.path.resolve()) not in files:
            files.add(real)
            yield from _file(item, settings)


def _distinct(document: Document, ids: dict[str, tuple[str, str]]) -> Iterator[Document | Problem]:
    before = ids.get(document.id)
    if before is None:
        ids[document.id] = (document.source, document.text)
        yield document
        return
    source, text = before
    if text == document.text:
        message = f"{document.source}: same id and text as in {source}; read once"
        yield Problem("duplicate", message, source=document.source)
        return
    count = 2
    while f"{document.id}#{count}" in ids:
        count += 1
    renamed = replace(document, id=f"{document.id}#{count}")
    ids[renamed.id] = (document.source, document.text)
    message = f"{document.source}: id {document.id!r} is also in {source}; kept as {renamed.id!r}"
    yield Problem("duplicate", message, source=document.source)
    yield renamed


def _stdin(stdin: BinaryIO | None, settings: DocumentSettings) -> Iterator[Document | Problem]:
    if stdin is None:
        yield Problem("missing", "-: nothing is piped to stdin", severity="error", source="-")
        return
    data = stdin.read()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'{"', b"{ ")):
        yield from read_lines(as_utf8(io.BytesIO(data), settings.max_bytes), "stdin", settings=settings)
    else:
        yield from _plain(data, "stdin", settings)


def _file(source: Source, settings: DocumentSettings) -> Iterator[Document | Problem]:
    try:
        with source.path.open("rb") as stream:
            if source.path.suffix.lower() in _JSONL:
                yield from read_lines(as_utf8(stream, settings.max_bytes), source.name, settings=settings)
                return
            data = stream.read(settings.max_bytes + 1)
    except OSError as error:
        message = f"{source.name}: cannot be read ({error.strerror})"
        yield Problem("unreadable", message, severity="error", source=source.name)
        return
    yield from _plain(data, source.name, settings)


def _plain(data: bytes, name: str, settings: DocumentSettings) -> Iterator[Document | Problem]:
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
