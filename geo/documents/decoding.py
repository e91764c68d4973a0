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
_HALF_PAIR = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""Half a surrogate pair as some programs write it into what should be UTF-8."""
_HIGH = re.compile(rb"[\x80-\xff]+")
_LETTERS = re.compile(rb"[A-Za-z]+")
_SOUND_FOR_EACH_LOST = 10
"""Sound signs above ASCII for each damaged one, from which a text counts as UTF-8 (project choice)."""
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
    mended = _mended(data)
    if mended is not None:
        return mended
    if _is_accented_latin(data):
        return Decoded(data.decode("cp1252"), guess="cp1252")
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


def _mended(data: bytes) -> Decoded | None:
    """UTF-8 of which a few bytes are damaged: those become U+FFFD. None where it is no UTF-8.

    A single byte that follows no rule of UTF-8 is damage only among many that follow it.
    """
    text = _HALF_PAIR.sub("\ufffd".encode(), data).decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum(letter > "\x7f" for letter in text) - lost
    paired = len(_HALF_PAIR.findall(data))
    if lost > paired and whole < _SOUND_FOR_EACH_LOST * lost:
        return None
    return Decoded(text, guess="UTF-8 with damaged bytes")


def _is_accented_latin(data: bytes) -> bool:
    """Whether the bytes above ASCII stand alone among ASCII letters, as accented letters do.

    Bytes of other scripts stand in runs; a guess from a short text would take a Western letter and
    the one after it for one sign of an East Asian script.
    """
    runs = [len(run) for run in _HIGH.findall(data)]
    letters = sum(map(len, _LETTERS.findall(data)))
    if not runs or max(runs) > 2 or sum(run > 1 for run in runs) * 5 > len(runs):
        return False
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return sum(runs) * 6 <= letters


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
