"""Bytes into text: UTF-8 first, then byte order marks, then a guess that says that it is one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_GUESS_BYTES = 200_000
"""A guess looks at this many bytes at most, the rest follows it."""
_WESTERN = frozenset(
    {"cp1250", "cp1254", "cp1257", "cp1258", "latin_1", "iso8859_15", "iso8859_9", "iso8859_3"}
)
"""Guesses that a few accented letters cannot tell from cp1252."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, or why there is none (``fault``); ``guess`` names a guessed encoding."""

    text: str = ""
    guess: str | None = None
    fault: str | None = None


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """Text of a file's bytes, line ends kept, byte order mark removed.

    ``encoding`` is tried first when given. Never raises: bytes that are no text give a ``fault``.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return Decoded(fault=f"{what}, not text")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    if encoding is not None:
        return _strict(data, encoding)
    try:
        return _checked(Decoded(data.decode("utf-8")))
    except UnicodeDecodeError:
        return _checked(_guess(data))


def _strict(data: bytes, name: str) -> Decoded:
    try:
        return _checked(Decoded(data.decode(name)))
    except (UnicodeDecodeError, LookupError) as error:
        return Decoded(fault=f"not {name} text ({error})")


def _guess(data: bytes) -> Decoded:
    if b"\x00" in data:
        return _wide(data)
    sample = data[:_GUESS_BYTES]
    best = from_bytes(sample).best()
    if best is None:
        return Decoded(fault="no known text encoding fits its bytes")
    for name in ("cp1252", best.encoding) if best.encoding in _WESTERN else (best.encoding,):
        try:
            return Decoded(data.decode(name), guess=name)
        except UnicodeDecodeError:
            continue
    return Decoded(fault=f"the guessed encoding {best.encoding} does not fit all of its bytes")


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark, told by zeros in one half of the byte pairs."""
    odd, even = data[1::2].count(0), data[0::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if min(odd, even) * 10 > max(odd, even) or max(odd, even) * 10 < len(data):
        return Decoded(fault="NUL bytes: a binary file, not text")
    try:
        return Decoded(data.decode(name), guess=name)
    except UnicodeDecodeError:
        return Decoded(fault="NUL bytes: a binary file, not text")


def _checked(decoded: Decoded) -> Decoded:
    if decoded.fault:
        return decoded
    if "\x00" in decoded.text:
        wide = _wide(decoded.text.encode("utf-8")) if decoded.guess is None else decoded
        return wide if wide.fault or "\x00" not in wide.text else Decoded(fault="NUL characters, not text")
    if len(_CONTROL.findall(decoded.text)) * 20 > len(decoded.text):
        return Decoded(fault="control characters: a binary file, not text")
    return decoded
