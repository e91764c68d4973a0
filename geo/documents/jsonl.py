"""JSON Lines: one report a line, ``text`` verbatim."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from geo.documents.dates import read_date
from geo.documents.decoding import decode
from geo.documents.layout import Fields, compose
from geo.records import Document, Problem
from geo.settings import DocumentSettings

DATE_KEYS = ("published", "date", "publication_date", "datePublished")
"""Keys under which a report's date stands."""
_KNOWN = frozenset({"id", "text", "title", "publisher", "url", *DATE_KEYS})
_SURROGATE = re.compile("[\ud800-\udfff]")
_CHUNK = 1 << 16


def as_utf8(stream: BinaryIO, limit: int) -> BinaryIO:
    """The stream itself, or its text in UTF-8 when a mark says that its lines are of wide characters.

    A wide stream longer than ``limit`` bytes is cut there.
    """
    mark = stream.peek(2)[:2] if isinstance(stream, io.BufferedReader) else b""
    if isinstance(stream, io.BytesIO):
        mark = stream.getvalue()[:2]
    if mark not in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return stream
    return io.BytesIO(decode(stream.read(limit)).text.encode("utf-8", "replace"))


def read_lines(stream: BinaryIO, name: str, *, settings: DocumentSettings) -> Iterator[Document | Problem]:
    """Reports of a JSON Lines stream; a bad line is a Problem and the rest goes on."""
    for number, data in enumerate(lines(stream, settings.max_bytes), 1):
        yield from read_line(data, name, number, settings=settings)


def read_line(
    data: bytes | None, name: str, number: int, *, settings: DocumentSettings
) -> Iterator[Document | Problem]:
    """The report of a line, as ``lines`` gives it."""
    if data is None:
        limit = f"longer than {settings.max_bytes} bytes (documents.max_bytes)"
        yield _bad(name, number, f"got a line {limit}", "a shorter line")
    elif data.strip(b" \t\r\n\xef\xbb\xbf\x00"):
        yield from _line(data, name, number, settings)


def lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Lines split at LF; None for one over the limit, whose rest is read past."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


def _line(data: bytes, name: str, number: int, settings: DocumentSettings) -> Iterator[Document | Problem]:
    decoded = decode(data, encoding=settings.encoding)
    if decoded.fault:
        yield _bad(name, number, f"got {decoded.fault}", "UTF-8 text")
        return
    if decoded.guess:
        message = f"{name}, line {number}: not UTF-8; read as {decoded.guess} by guess"
        yield Problem("encoding", message, source=name, line=number)
    try:
        row = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        shown = decoded.text.strip()[:40]
        yield _bad(name, number, f"got {shown!r} ({_short(error)})", 'a JSON object such as {"text": "..."}')
        return
    yield from read_row(row, name, number, settings=settings)


def _short(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return str(error)
    return "a number too long" if isinstance(error, ValueError) else "nested too deep"


_JSON_NAMES = {"NoneType": "null", "list": "array", "str": "string", "dict": "object", "bool": "boolean"}


def _json_type(value: Any) -> str:
    """Name of a value's type as JSON calls it."""
    name = type(value).__name__
    return _JSON_NAMES.get(name, "number")


def read_row(row: Any, name: str, number: int, *, settings: DocumentSettings) -> Iterator[Document | Problem]:
    """The report of a JSON object, or of a row of a table with the same columns."""
    if not isinstance(row, dict):
        yield _bad(name, number, f"got a JSON {_json_type(row)}", "a JSON object with a text field")
        return
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        got = (
            "no text field"
            if "text" not in row
            else f"text of type {_json_type(text)}"
            if not isinstance(text, str)
            else "an empty text"
        )
        yield _bad(name, number, f"got {got}", "text, a string with the report's words")
        return
    if "\x00" in text:
        yield _bad(name, number, "got NUL characters in text", "text without them")
        return
    if _SURROGATE.search(text):
        message = f"{name}, line {number}: half a surrogate pair in text; shown as U+FFFD"
        yield Problem("encoding", message, source=name, line=number)
    published, problem = _published(row, name, number)
    if problem:
        yield problem
    yield compose(
        _clean(text),
        name,
        settings=settings,
        fields=Fields(
            id=_id(row.get("id")),
            title=_string(row.get("title")),
            published=published,
            publisher=_string(row.get("publisher")),
            url=_string(row.get("url")),
            extra=_extra(row),
        ),
    )


def _published(row: Mapping[str, Any], name: str, number: int) -> tuple[str | None, Problem | None]:
    for key in DATE_KEYS:
        value = row.get(key)
        if value is None or value == "":
            continue
        iso = read_date(value) if isinstance(value, str) else None
        if iso is not None:
            return iso, None
        message = f"{name}, line {number}, {key}: got {str(value)[:40]!r}, expected a date such as 2016-07-31"
        return None, Problem("date", message, source=name, line=number, column=key)
    return None, None


def _extra(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = ((str(key), value) for key, value in row.items() if key not in _KNOWN)
    return tuple(
        (_clean(key), _scalar(value)) for key, value in pairs if isinstance(value, str | int | float)
    )


def _scalar(value: str | float) -> str:
    return _clean(value) if isinstance(value, str) else json.dumps(value)


def _id(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return _clean(str(value)).strip() or None


def _string(value: Any) -> str | None:
    return (_clean(value).strip() or None) if isinstance(value, str) else None


def _clean(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _bad(name: str, number: int, got: str, expected: str) -> Problem:
    return Problem(
        "row",
        f"{name}, line {number}: {got}, expected {expected}",
        severity="error",
        source=name,
        line=number,
    )
