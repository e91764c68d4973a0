"""One decoded text into a Document: metadata from fields, header lines and the layout itself."""

# ruff: noqa: RUF001  (typographic quotes and dashes are what texts hold)

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.documents import patterns
from geo.documents.dates import find_date
from geo.documents.header import Header, read_header
from geo.documents.zones import find_zones
from geo.records import Document, Zone
from geo.settings import DocumentSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What comes with a text from outside it."""

    id: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


_NO_FIELDS = Fields()


def compose(text: str, name: str, *, settings: DocumentSettings, fields: Fields = _NO_FIELDS) -> Document:
    """Document of a text. What the fields give wins over what the text states."""
    header = read_header(text)
    zones = find_zones(text, header=header, title=fields.title)
    stated = _stated(text, header, zones)
    return Document(
        id=fields.id or content_id(text),
        source=name,
        text=text,
        title=fields.title or stated.title,
        published=fields.published or stated.published or settings.date,
        publisher=fields.publisher or stated.publisher,
        url=fields.url or stated.url,
        zones=zones,
        extra=fields.extra + stated.extra,
    )


def content_id(text: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a text says of itself."""

    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    extra: tuple[tuple[str, str], ...]


_OWNER = re.compile(
    r"(?:©|\(c\)|copyright)[\s:©]*(?:by\s)?(?:(?:19|20)\d{2}(?:\s?[-–]\s?(?:19|20)\d{2})?)?[\s,:]*(?:by\s)?"
    r"(?P<owner>[A-Z][\w’'&.-]*(?:\s(?:[A-Z][\w’'&.-]*|of|the|de|for|and|&)){0,6}?)(?=\s?[.,|;-]?\s?(?:all\s|$|(?:19|20)\d{2}|[|(]))",
    re.IGNORECASE,
)
_NO_OWNER = re.compile(r"\b(?:all|rights|reserved|material|content|photo|image)\b", re.IGNORECASE)
_OPENING = 300
"""``Published on ...`` inside a line counts within so many characters of the start."""


def _stated(text: str, header: Header, zones: Sequence[Zone]) -> _Stated:
    headline = next((text[zone.start : zone.end] for zone in zones if zone.kind == "headline"), None)
    return _Stated(
        title=header.first("title") or headline,
        published=header.published or _stamp(text, zones),
        publisher=header.first("publisher") or _agency(text, zones) or _owner(text, zones),
        url=header.first("url"),
        extra=header.extra,
    )


def _stamp(text: str, zones: Sequence[Zone]) -> str | None:
    """Date of the first date line; else of a dateline in the article, or of "Published on ..."."""
    for zone in zones:
        if zone.kind == "dateline" and (found := find_date(text[zone.start : zone.end])):
            return found[2]
    opening = text[:_OPENING]
    for label in patterns.INLINE_DATE.finditer(opening):
        found = find_date(text[label.end() : label.end() + 40])
        if found and found[0] <= 14:
            return found[2]
    return None


def _agency(text: str, zones: Sequence[Zone]) -> str | None:
    """Agency that opens the article: ``X News Agency - ...``, ``CITY (Agency) - ...``."""
    for zone in zones:
        if zone.kind != "dateline":
            continue
        tail = text[zone.start : zone.end + 2]
        match = patterns.PREFIX_NAME.match(tail)
        if match:
            return " ".join(match["agency"].split())
    return None


def _owner(text: str, zones: Sequence[Zone]) -> str | None:
    """Owner named in a copyright line outside the article."""
    for zone in zones:
        if zone.kind != "credit" or "photo" in text[zone.start : zone.end].lower():
            continue
        match = _OWNER.match(text, zone.start, zone.end)
        if match and not _NO_OWNER.search(match["owner"]):
            return match["owner"].strip(" .,") or None
    return None
