"""A person's gazetteer files as rows: what each cell means, and every fault with its line and column.

One row that cannot be used is left out and reported as a ``Problem``; the rest goes on. Messages say
what was got, what was expected and what happens.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from geo.coordinates import parse_angle, parse_point
from geo.gazetteer.checks import (
    DECIMALS,
    damage,
    duplicates,
    expected_one_of,
    spoiled,
    tidy_number,
    too_many,
)
from geo.gazetteer.headers import columns_of
from geo.gazetteer.kinds import (
    ACTIONS,
    action_of,
    country_code,
    country_names,
    geonames_kind,
    kind_of,
    kind_words,
)
from geo.gazetteer.plain import names_of, plain_rows
from geo.gazetteer.scope import EVERYWHERE, Scope, parse_scope
from geo.gazetteer.shapes import Shape, ShapeError, parse_shape
from geo.gazetteer.store import Store
from geo.gazetteer.table import Record, Table, header_key, parse_table
from geo.records import KINDS, Place, Problem

_YES = frozenset({"", "yes", "y", "true", "t", "1"})
_NO = frozenset({"no", "n", "false", "f", "0"})
_LARGE = 200_000
"""Bytes of a file from which it may be quicker to keep what is read of it."""
_SLOW_S = 0.3e-6
"""Seconds a byte from which it is: rows in decimal degrees are read nearly as fast as they are kept."""
_MOST_TITLES = 5
"""Lines of one cell that may stand above the header row."""
_LARGEST_EXTENT_KM = 20_040.0  # half the Earth's circumference


class Row(NamedTuple):
    """One usable row. ``told`` is None for an alias or an ignored name; ``shape`` is WKB.

    ``told`` are the values of the place in the order of ``Place``: of tens of thousands of rows few places
    are ever asked for. ``action`` is place, alias, ignore, or prefer: the row means a known place, of the
    name or id ``of``.

    ``kind`` and ``country`` are "" where the cell was blank; ``countries`` holds every code of a
    place that lies in several. ``prefer`` says that the row settles its name, ``only`` in which reports.
    """

    name: str
    action: str
    kind: str
    country: str
    line: int
    source_file: str
    told: tuple[Any, ...] | None = None
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    of: str = ""
    prefer: bool = True
    shape: bytes | None = None
    only: Scope = EVERYWHERE

    @property
    def place(self) -> Place | None:
        """The place that the row gives."""
        return Place(*self.told) if self.told is not None else None

    @property
    def ident(self) -> str:
        """The place's id, "" where the row gives none."""
        return self.told[0] if self.told is not None else ""

    @property
    def layer(self) -> str:
        """The place's layer, "" where the row gives none."""
        return self.told[_LAYER] if self.told is not None else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Usable rows of one or more files, in order, and every fault found in them."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_rows(path: Path, *, cache: Path | None = None) -> Rows:
    """Rows of one CSV file. A file that cannot be opened is a problem, not an exception.

    What is read slowly of a large file is kept in the folder ``cache``, if there is one.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"got no file ({error.strerror or error}); expected a readable CSV file"
        return Rows(problems=(Problem("file", message, "error", str(path)),))
    return _remembered(data, str(path), cache)


@lru_cache(maxsize=16)
def _remembered(data: bytes, source: str, cache: Path | None) -> Rows:
    """A file opened again and again while others are edited is read once."""
    if cache is None or len(data) < _LARGE:
        return parse_rows(data, source=source)
    store = Store(cache, data, source)
    kept = store.load()
    if kept is not None:
        rows, problems = kept
        return Rows(tuple(map(_row, rows)), tuple(Problem(*told) for told in problems))
    begun = time.process_time()
    found = parse_rows(data, source=source)
    if time.process_time() - begun > _SLOW_S * len(data):
        store.save(([_plain(row) for row in found.rows], [_told(one) for one in found.problems]))
    return found


def _plain(row: Row) -> tuple[object, ...]:
    """A row as plain values."""
    return (*row[:-1], _SCOPE(row.only) if row.only else None)


def _row(plain: tuple[Any, ...]) -> Row:
    """The row of plain values."""
    return Row._make((*plain[:-1], Scope(*plain[-1]) if plain[-1] else EVERYWHERE))


values_of = attrgetter(*(one.name for one in fields(Place)))
"""The values of a place, as ``Row.told`` has them."""
_LAYER = [one.name for one in fields(Place)].index("layer")
_SCOPE = attrgetter(*(one.name for one in fields(Scope)))
_told = attrgetter(*(one.name for one in fields(Problem)))


def parse_rows(data: bytes, *, source: str) -> Rows:
    """Rows of the bytes of a CSV file; ``source`` is the name used in problems. Never raises."""
    table = _below_titles(data, parse_table(data, source=source), source)
    problems = list(table.problems)
    columns = _columns(table, source, problems)
    if columns is None:
        return Rows(problems=tuple(problems))
    known = set(columns.values())
    unknown = [(at, header) for at, header in enumerate(table.header) if at not in known and header]
    rows = tuple(_read(table, columns, unknown, source, problems))
    problems.extend(duplicates(rows))
    return Rows(rows, tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def _below_titles(data: bytes, table: Table, source: str) -> Table:
    """The table under lines of one cell, such as the title of a sheet, if a header row stands there."""
    first = table
    for _ in range(_MOST_TITLES):
        if len(list(filter(None, first.header))) != 1 or "name" in columns_of(first.header)[0]:
            break
        first = parse_table(data, source=source, after=first.header_line)
    if first is table or "name" not in columns_of(first.header)[0]:
        return table
    message = "got words above the header row; expected the column names first. They are passed over."
    told = Problem("header", message, "warning", source, table.header_line)
    return replace(first, problems=(*first.problems, told))


def _read(
    table: Table,
    columns: Mapping[str, int],
    unknown: Sequence[tuple[int, str]],
    source: str,
    problems: list[Problem],
) -> Iterator[Row]:
    """Usable rows: plain ones at once, all others with care."""
    numbered = "id" in columns and header_key(table.header[columns["id"]]).startswith("geoname")
    told = plain_rows(
        [] if table.geonames else [record.cells for record in table.records],
        columns,
        unknown,
        width=len(table.header),
        ident=partial(_ident, numbered=numbered),
    )
    plain = {found[0]: found for found in told}
    for number, record in enumerate(table.records):
        found = plain.get(number)
        if found is None:
            row = _Reading(record, table, columns, source, problems, unknown).row()
        else:
            _, kind, values, aliases, countries, wins = found
            row = Row(
                values[1], "place", kind, values[5], record.line, source, values, aliases, countries, "", wins
            )
        if row is not None:
            yield row


def _columns(table: Table, source: str, problems: list[Problem]) -> dict[str, int] | None:
    """Index of each known column; None (with one problem) when the file has no ``name`` column."""
    found, twice = columns_of(table.header)
    for index in twice:
        header = table.header[index]
        message = f"got the column {header!r} twice; expected it once. The first is used."
        problems.append(Problem("header", message, "warning", source, table.header_line, header))
    if "name" in found or not (table.header or table.records):
        return found
    shown = ", ".join(header for header in table.header if header)[:200]
    message = (
        f"got the header row {shown!r}; expected a column called name (or toponym, title, place). "
        "Put the column names in the first row. The file is left out."
    )
    problems.append(Problem("header", message, "error", source, table.header_line, "name"))
    return None


@dataclass(slots=True)
class _Reading:
    """One record being read: its cells by column, and the faults met so far."""

    record: Record
    table: Table
    columns: Mapping[str, int]
    source: str
    problems: list[Problem]
    unknown: Sequence[tuple[int, str]]
    failed: bool = field(default=False)

    def cell(self, column: str) -> str:
        index = self.columns.get(column)
        if index is None:
            return ""
        cells = self.record.cells
        return cells[index] if index < len(cells) else ""

    def fault(self, code: str, column: str, message: str, *, severity: str = "error") -> None:
        index = self.columns.get(column)
        named = index is not None and index < len(self.table.header)
        header = self.table.header[index] if named and index is not None else column or None
        if severity == "error":
            self.failed = True
            message = f"{message}. The row is left out."
        else:
            message = f"{message}."
        self.problems.append(Problem(code, message, severity, self.source, self.record.line, header))

    def row(self) -> Row | None:
        """The row, or None when a fault leaves it out."""
        if any(self.record.cells[len(self.table.header) :]):
            self.fault("columns", "", too_many(self.record, self.table))
            return None
        name, action, prefer = self.name(), self.action(), self.prefer()
        kind, countries = self.kind(), self.countries()
        country = countries[0] if len(countries) == 1 else ""
        row = Row(
            name, action, kind, country, self.record.line, self.source, countries=countries, prefer=prefer,
            only=self.only(),
        )  # fmt: skip
        if action == "review":
            return None  # a row of the worklist that a person has not decided yet
        if action == "alias":
            return self.alias(row)
        if action == "ignore":
            return None if self.failed else row
        if action == "prefer":
            return None if self.failed else self.known(row)
        return self.place(row)

    def only(self) -> Scope:
        try:
            return parse_scope(self.cell("only"))
        except ValueError as error:
            self.fault("only", "only", str(error))
            return EVERYWHERE

    def name(self) -> str:
        name = " ".join(self.cell("name").split())
        if not any(map(str.isalnum, name)):
            self.fault("name", "name", f"got {name!r}; expected the name of a place")
        for column in ("name", "aliases"):
            why = damage(self.cell(column))
            if why:
                expected = f"expected letters as they are written; {why}. Save the file as 'CSV UTF-8'"
                self.fault("letters", column, f"got {self.cell(column)!r}; {expected}", severity="warning")
        return name

    def action(self) -> str:
        action = action_of(self.cell("action"))
        if action is None:
            self.fault("action", "action", expected_one_of("an action", self.cell("action"), ACTIONS))
        return action or "place"

    def prefer(self) -> bool:
        text = self.cell("prefer").casefold()
        if text not in _YES | _NO:
            self.fault("prefer", "prefer", f"got {self.cell('prefer')!r}; expected yes or no (blank is yes)")
        return text not in _NO

    def kind(self) -> str:
        text = self.cell("kind")
        if self.table.geonames:
            return geonames_kind(self.cell_at(6), self.cell_at(7))
        found = kind_of(text) if text else ""
        if found is None:
            hint = f". {DECIMALS}" if text.lstrip("-").isdecimal() else ""
            self.fault(
                "kind", "kind", expected_one_of("a kind of place", text, KINDS, known=kind_words()) + hint
            )
        return found or ""

    def cell_at(self, index: int) -> str:
        return self.record.cells[index] if index < len(self.record.cells) else ""

    def countries(self) -> tuple[str, ...]:
        codes = []
        for part in self.cell("country").replace("|", ";").split(";"):
            if not part.strip():
                continue
            code = country_code(part)
            if code is None:
                near = process.extractOne(part, country_names(), scorer=fuzz.WRatio, score_cutoff=70)
                hint = f" (did you mean {near[0]}?)" if near else ""
                expected = "expected a two- or three-letter ISO 3166 code or an English country name"
                self.fault("country", "country", f"got {part.strip()!r}; {expected}{hint}")
            else:
                codes.append(code)
        return tuple(dict.fromkeys(codes))

    def alias(self, row: Row) -> Row | None:
        of = " ".join(self.cell("of").split())
        if not of:
            expected = "expected the name or id of the place that it is another name of"
            self.fault("alias-of", "of", f"got no value for an alias row; {expected}")
        return None if self.failed else row._replace(of=of)

    def place(self, row: Row) -> Row | None:
        shape = self.shape()
        point = self.point()
        if point is None and shape is not None:
            point = shape.point
        if point is None and not self.failed and self.is_known(row):
            return self.known(row)
        if point is None and not self.failed:
            expected = "expected a latitude and a longitude, or a wkt shape, or an action"
            self.fault("coordinates", "latitude", f"got no coordinates; {expected}")
        population, extent_km = self.population(), self.extent_km()
        if self.failed or point is None:
            return None
        self.weigh(point, shape)
        kind = row.kind or (shape.kind if shape else "") or "city"
        if extent_km is None and shape is not None:
            extent_km = shape.extent_km(point)
        told = (
            self.id(row), row.name, kind, *point, row.country, self.cell("admin1"), population, extent_km,
            shape is not None and shape.wkb is not None, "user", self.cell("source"), self.cell("licence"),
            self.cell("note"), tuple(self.others(row)),
        )  # fmt: skip
        return row._replace(told=told, aliases=self.aliases(), shape=shape.wkb if shape else None)

    def known(self, row: Row) -> Row:
        """The row as one that means a known place: of that id, or of that name."""
        of = " ".join(self.cell("of").split()) or self.cell("id") or row.name
        return row._replace(action="prefer", of=of, aliases=self.aliases())

    def is_known(self, row: Row) -> bool:
        """Whether a row without coordinates says which known place is meant, or how else it is written."""
        return bool(row.countries or row.kind or ":" in self.cell("id") or self.aliases())

    def shape(self) -> Shape | None:
        text = self.cell("wkt")
        if not text:
            return None
        try:
            return parse_shape(text)
        except ShapeError as fault:
            self.fault(fault.code, "wkt", str(fault))
            return None

    def point(self) -> tuple[float, float] | None:
        """(lon, lat) of the row's own coordinate cells."""
        lat, lon = self.cell("latitude"), self.cell("longitude")
        if not lat and not lon:
            return self.pair()
        if not lat or not lon:
            missing = "longitude" if lat else "latitude"
            self.fault(missing, missing, "got no value; expected both a latitude and a longitude, or neither")
            return None
        lat_deg, lon_deg = self.angle("latitude", lat), self.angle("longitude", lon)
        return None if lon_deg is None or lat_deg is None else (lon_deg, lat_deg)

    def angle(self, axis: str, text: str) -> float | None:
        try:
            return parse_angle(tidy_number(text), axis=axis)
        except ValueError as error:
            hint = spoiled(text)
            self.fault(axis, axis, f"got {text!r}; {hint}" if hint else f"{error}{self.swapped()}")
            return None

    def swapped(self) -> str:
        """A hint when the two cells would be right the other way round."""
        try:
            parse_angle(self.cell("longitude"), axis="latitude")
            parse_angle(self.cell("latitude"), axis="longitude")
        except ValueError:
            return ""
        return ". Latitude and longitude look swapped"

    def pair(self) -> tuple[float, float] | None:
        text = self.cell("coordinates")
        if not text:
            return None
        try:
            point = parse_point(text)
        except ValueError as error:
            self.fault("coordinates", "coordinates", str(error))
            return None
        return point.lon, point.lat

    def population(self) -> int:
        text = tidy_number(self.cell("population").replace(" ", "").replace(",", "")).removesuffix(".0")
        if text and not (text.isascii() and text.isdecimal() and len(text) <= 10):
            self.fault(
                "population", "population", f"got {self.cell('population')!r}; expected a whole number"
            )
            return 0
        return int(text or 0)

    def extent_km(self) -> float | None:
        text = self.cell("extent_km")
        if not text:
            return None
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = -1.0
        if not 0 < value <= _LARGEST_EXTENT_KM:
            expected = f"expected a radius in kilometres above 0 and up to {_LARGEST_EXTENT_KM:g}"
            self.fault("extent", "extent_km", f"got {text!r}; {expected}")
            return None
        return value

    def weigh(self, point: tuple[float, float], shape: Shape | None) -> None:
        """Warn of what is allowed and yet looks wrong."""
        if point == (0.0, 0.0):
            expected = "expected a place; there is only sea at that point. The row is used as it stands"
            self.fault("zero", "latitude", f"got 0, 0; {expected}", severity="warning")
        if shape is None:
            return
        away_deg = shape.distance_deg(point)
        if away_deg > max(0.5, shape.half_diagonal_deg / 10):  # or a tenth of its extent
            swapped = shape.distance_deg((point[1], point[0])) < away_deg / 10
            hint = ". Latitude and longitude look swapped in one of the two" if swapped else ""
            expected = "expected the point in or near its shape (wkt is longitude latitude)"
            message = f"got a point {away_deg:.1f} degrees away from the wkt shape; {expected}{hint}"
            self.fault("wkt-point", "wkt", message, severity="warning")

    def aliases(self) -> tuple[str, ...]:
        text = self.cell("aliases")
        return names_of(text.replace(",", ";") if self.table.geonames else text)

    def id(self, row: Row) -> str:
        index = self.columns.get("id")
        numbered = index is not None and header_key(self.table.header[index]).startswith("geoname")
        return _ident(self.cell("id"), row.name, row.kind, ";".join(row.countries), numbered=numbered)

    def others(self, row: Row) -> Iterator[tuple[str, str]]:
        if len(row.countries) > 1:
            yield "countries", ";".join(row.countries)
        if self.table.geonames:
            return
        for index, header in self.unknown:
            if index < len(self.record.cells) and self.record.cells[index]:
                yield header, self.record.cells[index]


def _ident(given: str, name: str, kind: str, country: str, *, numbered: bool) -> str:
    """A row's id; ``numbered`` says that the table gives those of GeoNames."""
    if numbered and given.isdecimal():
        return f"geonames:{given}"
    return given or row_id(name, kind, country)


def row_id(name: str, kind: str, country: str) -> str:
    """Id of a row that gives none: a hash of what tells it from others, the same in every build."""
    content = "\x1f".join((" ".join(name.split()).casefold(), kind, country))
    return f"row:{hashlib.sha256(content.encode()).hexdigest()[:12]}"
