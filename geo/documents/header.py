"""Header lines (``Title: ...``) and YAML-like front matter before a report's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.documents.dates import read_date

_ROLES = {
    "title": "title",
    "headline": "title",
    "publisher": "publisher",
    "outlet": "publisher",
    "newspaper": "publisher",
    "publication": "publisher",
    "agency": "publisher",
    "source": "publisher",
    "summary of": "publisher",
    "date": "published",
    "published": "published",
    "date published": "published",
    "publication date": "published",
    "updated": "published",
    "url": "url",
    "link": "url",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "by": "author",
    "language": "language",
    "section": "section",
    "tags": "tags",
    "keywords": "tags",
    "id": "report id",
}
_FIELD = re.compile(r"[ \t]*(?P<key>[A-Za-z][A-Za-z _-]{0,23}):[ \t]+(?P<value>\S.*?)[ \t]*$")
_RULE = re.compile(r"-{3,}[ \t]*")
_OF_REPORT = re.compile(
    r"(?:^(?:an?|the)\s+(?=unnamed|report)|^report\s+(?:by|of|from)\s+|\s+reports?$)", re.IGNORECASE
)
_LINE = re.compile(r"[^\r\n]*")
_MOST_LINES = 40
_LONGEST = 500
"""A header line has at most so many characters."""


@dataclass(frozen=True, slots=True)
class Field:
    """One header line: its role, and its value with the offsets of the value."""

    role: str
    key: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """Fields before the text; the text itself starts at or after ``end``."""

    fields: tuple[Field, ...] = ()
    end: int = 0

    def first(self, role: str) -> str | None:
        """Value of the first field with a role."""
        return next((field.value for field in self.fields if field.role == role), None)

    @property
    def published(self) -> str | None:
        """ISO 8601 date of the first date field that can be read."""
        dates = (read_date(field.value) for field in self.fields if field.role == "published")
        return next((day for day in dates if day), None)

    @property
    def extra(self) -> tuple[tuple[str, str], ...]:
        """Fields that are neither title, publisher, date nor address."""
        told = {"title", "publisher", "published", "url"}
        return tuple((field.key, field.value) for field in self.fields if field.role not in told)


def read_header(text: str) -> Header:
    """Header of a report; empty when the text starts with the report itself.

    Two known fields in the first paragraph make a header, or one title that stands alone.
    """
    lines = list(_leading_lines(text))
    if lines and _RULE.fullmatch(lines[0].group()):
        return _front_matter(lines)
    block: list[re.Match[str]] = []
    for line in lines:
        if not line.group().strip():
            break
        block.append(line)
    fields = tuple(_field(line) for line in block)
    known = [field for field in fields if field and field.role != "extra"]
    alone = len(fields) == 1 and bool(known) and known[0].role == "title"
    if None in fields or not known or fields[0] is not known[0] or not (alone or len(known) >= 2):
        return Header()
    return Header(tuple(field for field in fields if field), block[-1].end())


def _leading_lines(text: str) -> list[re.Match[str]]:
    """First lines of the text from the first that is not blank."""
    found: list[re.Match[str]] = []
    position = len(text) - len(text.lstrip())
    while position <= len(text) and len(found) < _MOST_LINES:
        line = _LINE.match(text, position)
        if line is None:
            break
        found.append(line)
        position = line.end() + (2 if text.startswith("\r\n", line.end()) else 1)
    return found


def _front_matter(lines: list[re.Match[str]]) -> Header:
    for number, line in enumerate(lines[1:], 1):
        if _RULE.fullmatch(line.group()):
            fields = tuple(field for field in map(_field, lines[1:number]) if field)
            return Header(fields, line.end()) if fields else Header()
    return Header()


def _field(line: re.Match[str]) -> Field | None:
    match = _FIELD.match(line.group()) if len(line.group()) <= _LONGEST else None
    if not match:
        return None
    key = " ".join(re.split(r"[\s_-]+", match["key"].lower()))
    value, start = match["value"], line.start() + match.start("value")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value, start = value[1:-1], start + 1
    role = _ROLES.get(key, "extra")
    shown = (_OF_REPORT.sub("", value).strip() or value) if key == "summary of" else value
    return Field(role, key, shown, start, start + len(value))
