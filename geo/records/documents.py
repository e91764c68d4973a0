"""Reports, and what a person should know of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a document's text with one function.

    ``kind`` is one of headline, headline_repeat, standfirst, subheading, caption, body (article
    text: ``mapped`` is true) or kicker, dateline, credit, menu, related, form, dump, teaser
    (boilerplate: ``mapped`` is false, nothing in it is drawn).
    """

    start: int
    end: int
    kind: str
    mapped: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``text`` is verbatim; ``published`` an ISO 8601 date or None when not stated."""

    id: str
    source: str
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    zones: tuple[Zone, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: an input skipped, a row refused, two facts in conflict.

    ``code`` is a stable short word (``encoding``, ``row``, ``distance-conflict`` ...);
    ``severity`` is ``error`` (something was left out) or ``warning``.
    """

    code: str
    message: str
    severity: str = "warning"
    source: str | None = None
    line: int | None = None
    column: str | None = None
    start: int | None = None
    end: int | None = None


def in_zones(zones: Iterable[Zone], start: int, end: int) -> bool:
    """Whether a span touches a zone that is not mapped (boilerplate)."""
    return any(not zone.mapped and start < zone.end and zone.start < end for zone in zones)
