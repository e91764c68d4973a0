"""Paths into Documents and Problems, in a fixed order; one bad file never stops the rest."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from geo.documents.bulk import read_part
from geo.documents.jsonl import as_utf8, read_lines
from geo.documents.plain import read_plain
from geo.documents.streams import inputs
from geo.records import Document, Problem
from geo.settings import DocumentSettings


def read(
    paths: Sequence[str | Path], *, settings: DocumentSettings, stdin: BinaryIO | None = None
) -> Iterator[Document | Problem]:
    """Documents of files, folders, globs and ``-`` (stdin), with a Problem for all that is left out.

    Order is that of ``paths``, folders sorted by name. ``Document.source`` is the path relative to
    the folder that was given. A file met twice is read once; a text met twice is read once and
    said so; of two different texts with one id the later one gets ``#2``.
    """
    files: set[str] = set()
    ids: dict[str, tuple[str, str]] = {}
    for path in paths:
        for item in _open(path, settings, stdin, files):
            yield from _distinct(item, ids) if isinstance(item, Document) else (item,)


def _open(
    path: str | Path, settings: DocumentSettings, stdin: BinaryIO | None, files: set[str]
) -> Iterator[Document | Problem]:
    if str(path) == "-":
        yield from _stdin(stdin, settings)
        return
    for item in inputs([path]):
        if isinstance(item, Problem):
            yield item
        elif item.path not in files:
            files.add(item.path)
            yield from read_part(item, settings=settings)


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
        yield from read_plain(data, "stdin", settings)
