"""Where a row of a person's holds: only in some reports, of some publisher, country or time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType

from geo.gazetteer.kinds import country_code, names_of_country
from geo.records import Document

KEYS = ("report", "publisher", "country", "from", "to")
_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {"document": "report", "file": "report", "source": "publisher", "since": "from", "until": "to"}
)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """Every kind of condition that is given must hold, one of its values is enough. Empty: everywhere.

    ``reports`` are patterns of file names or ids, ``countries`` ISO codes of countries that the report
    names; ``start`` and ``end`` are ISO dates (year, month or day) that hold the report's date.
    """

    reports: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    start: str = ""
    end: str = ""

    def __bool__(self) -> bool:
        return bool(self.reports or self.publishers or self.countries or self.start or self.end)

    def holds(self, document: Document) -> bool:
        """Whether the row speaks of this report."""
        return (
            self._is_report(document)
            and (not self.publishers or (document.publisher or "").casefold() in self.publishers)
            and (not self.countries or any(_names(document, code) for code in self.countries))
            and self._is_time(document.published)
        )

    def _is_report(self, document: Document) -> bool:
        short = document.source.replace("\\", "/").rsplit("/", 1)[-1]
        names = (document.source, document.id, short)
        return not self.reports or any(fnmatchcase(name, one) for name in names for one in self.reports)

    def _is_time(self, published: str | None) -> bool:
        if not self.start and not self.end:
            return True
        if published is None:
            return False
        # ISO dates compare as text when cut to the same length
        after = not self.start or published[: len(self.start)] >= self.start
        return after and (not self.end or published[: len(self.end)] <= self.end)


EVERYWHERE = Scope()
"""The scope of a row that says nothing of it."""


def parse_scope(cell: str) -> Scope:
    """A cell such as ``report: 2024-*.txt; country: IQ; from: 2014-06``; a bare value is a report.

    Raises ValueError saying what was got and what was expected.
    """
    if not cell:
        return EVERYWHERE
    found: dict[str, list[str]] = {key: [] for key in KEYS}
    for key, value in _parts(cell):
        found[key].append(_value(key, value))
    if len(found["from"]) > 1 or len(found["to"]) > 1:
        raise ValueError(f"got {cell!r}; expected one from and one to")
    return Scope(
        reports=tuple(found["report"]),
        publishers=tuple(name.casefold() for name in found["publisher"]),
        countries=tuple(found["country"]),
        start="".join(found["from"]),
        end="".join(found["to"]),
    )


def _parts(cell: str) -> Iterator[tuple[str, str]]:
    for part in cell.replace("|", ";").split(";"):
        head, colon, tail = part.partition(":")
        key = _SYNONYMS.get(head.strip().casefold(), head.strip().casefold())
        if not part.strip():
            continue
        if not colon:
            yield "report", part.strip()
        elif key in KEYS and tail.strip():
            yield key, tail.strip()
        else:
            raise ValueError(f"got {part.strip()!r}; expected one of {', '.join(KEYS)}, a colon and a value")


def _value(key: str, value: str) -> str:
    if key in {"from", "to"} and not _DATE.fullmatch(value):
        raise ValueError(f"got {value!r}; expected a date as 2014, 2014-06 or 2014-06-10")
    if key != "country":
        return value
    code = country_code(value)
    if code is None:
        raise ValueError(f"got {value!r}; expected an ISO 3166 code or an English country name")
    return code


def _names(document: Document, code: str) -> bool:
    """Whether a report names a country, in title or text."""
    names = "|".join(map(re.escape, names_of_country(code)))
    whole = rf"(?<!\w)(?:{names})(?!\w)"
    return bool(names) and any(re.search(whole, text) for text in (document.title or "", document.text))
