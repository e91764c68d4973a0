"""Files of many reports, read whole or in part: JSON Lines, CSV, Parquet and WARC, compressed or not.

A record is a line, a row or an archived page; a part is a range of them. Records are counted and passed over
without making Documents of them, so that a large file can be read in parts by many.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from geo.documents import jsonl
from geo.documents.decoding import decode
from geo.documents.markup import read_page
from geo.documents.plain import read_plain
from geo.documents.streams import Input, opened
from geo.errors import InputError
from geo.records import Document, Problem
from geo.settings import DocumentSettings

Found = Document | Problem
_ROWS = 256
"""Rows of a Parquet file that are taken at once."""


def count(source: Input, *, settings: DocumentSettings) -> int:
    """Records of a file up to its end, or to where it is damaged."""
    number = 0
    with suppress(OSError):
        for number, _ in enumerate(_records(source, settings), 1):  # noqa: B007
            pass
    return number


def read_part(
    source: Input, *, settings: DocumentSettings, first: int = 0, stop: int | None = None
) -> Iterator[Found]:
    """Reports of the records from ``first`` to before ``stop`` (None: to the end), counted from 0.

    What cannot be read is a Problem; damage in the midst of a file ends it.
    """
    records = islice(_records(source, settings), first, stop)
    number = first
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except (OSError, InputError) as error:
            where = f" after record {number}" if number else ""
            why = getattr(error, "strerror", None) or error
            message = f"{source.name}: cannot be read{where} ({why})"
            yield Problem("unreadable", message, severity="error", source=source.name)
            return
        number += 1
        yield from record(number)


Record = Callable[[int], Iterator[Found]]
"""Makes a report of a record with a number, counted from 1."""


def _records(source: Input, settings: DocumentSettings) -> Iterator[Record]:
    with opened(source) as stream:
        yield from _READERS.get(source.form, _text)(stream, source.name, settings)


def _text(stream: BinaryIO, name: str, settings: DocumentSettings) -> Iterator[Record]:
    data = stream.read(settings.max_bytes + 1)
    yield lambda _: read_plain(data, name, settings)


def _lines(stream: BinaryIO, name: str, settings: DocumentSettings) -> Iterator[Record]:
    for data in jsonl.lines(jsonl.as_utf8(stream, settings.max_bytes), settings.max_bytes):
        yield partial(_line, data, name, settings)


def _line(data: bytes | None, name: str, settings: DocumentSettings, number: int) -> Iterator[Found]:
    return jsonl.read_line(data, name, number, settings=settings)


def _row(row: Mapping[str, Any], name: str, settings: DocumentSettings, number: int) -> Iterator[Found]:
    return jsonl.read_row(row, name, number, settings=settings)


def _table(stream: BinaryIO, name: str, settings: DocumentSettings) -> Iterator[Record]:
    """Rows of a CSV file; its first line gives the columns, and which sign stands between them."""
    csv.field_size_limit(min(settings.max_bytes, 2**31 - 1))  # by default a long report is an error
    text = io.TextIOWrapper(stream, settings.encoding or "utf-8-sig", errors="replace", newline="")
    try:
        yield from _cells(text, name, settings)
    finally:
        text.detach()  # whoever opened the stream closes it


def _cells(text: io.TextIOWrapper, name: str, settings: DocumentSettings) -> Iterator[Record]:
    first = text.readline()
    between = max(",;\t", key=first.count)
    header = [
        _KEYS.get(cell.strip().lower(), cell.strip())
        for cell in next(csv.reader([first], delimiter=between), [])
    ]
    try:
        for cells in csv.reader(text, delimiter=between):
            yield partial(
                _row, {key: cell for key, cell in zip(header, cells, strict=False) if cell}, name, settings
            )
    except csv.Error as error:
        raise OSError(str(error)) from error


def _parquet(stream: BinaryIO, name: str, settings: DocumentSettings) -> Iterator[Record]:
    try:
        from pyarrow import ArrowException, parquet  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise InputError("reading .parquet needs pip install 'geo-reports[cluster]'") from error
    try:
        for batch in parquet.ParquetFile(stream).iter_batches(_ROWS):
            for row in batch.to_pylist():
                yield partial(_row, {key: _value(value) for key, value in row.items()}, name, settings)
    except ArrowException as error:
        raise OSError(str(error)) from error


def _value(value: Any) -> Any:
    """A cell as JSON would give it: days and times as text."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _archive(stream: BinaryIO, name: str, settings: DocumentSettings) -> Iterator[Record]:
    """Pages of a WARC file: text as it stands, HTML without its marks and menus; the rest is passed over."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415  (an extra)
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError as error:
        raise InputError("reading .warc needs pip install 'geo-reports[cluster]'") from error
    try:
        for record in ArchiveIterator(stream):
            headers = record.http_headers or record.rec_headers
            form = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            if record.rec_type in {"response", "conversion", "resource"} and form in _PAGES:
                data = record.content_stream().read(settings.max_bytes + 1)
                url = record.rec_headers.get_header("WARC-Target-URI")
                yield partial(_page, _Page(data, form, url), name, settings)
    except ArchiveLoadFailed as error:
        raise OSError(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Page:
    """A record of an archive."""

    data: bytes
    form: str
    url: str | None


def _page(page: _Page, name: str, settings: DocumentSettings, number: int) -> Iterator[Found]:
    decoded = decode(page.data, encoding=settings.encoding)
    if decoded.fault or len(page.data) > settings.max_bytes:
        what = decoded.fault or f"longer than {settings.max_bytes} bytes (documents.max_bytes)"
        message = f"{name}, record {number}: {what}"
        yield Problem("encoding", message, severity="error", source=name, line=number)
        return
    row = {"text": decoded.text} if page.form == "text/plain" else read_page(decoded.text)
    if not str(row["text"]).strip():
        message = f"{name}, record {number}: no text in {page.url or 'it'}"
        yield Problem("empty", message, source=name, line=number)
        return
    yield from jsonl.read_row({**row, "url": page.url}, name, number, settings=settings)


_KEYS = {key.lower(): key for key in ("id", "text", "title", "publisher", "url", *jsonl.DATE_KEYS)}
"""Columns that mean something, however their capitals stand."""
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_READERS: dict[str, Callable[[BinaryIO, str, DocumentSettings], Iterator[Record]]] = {
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".csv": _table,
    ".tsv": _table,
    ".parquet": _parquet,
    ".warc": _archive,
    ".wet": _archive,
}
