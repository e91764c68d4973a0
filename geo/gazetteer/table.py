"""A person's CSV file as records of text cells: encodings, separators, comments, quotes, line numbers.

Nothing here knows what the cells mean. Line numbers are physical lines of the file, from 1, where a
record begins; a cell may hold line breaks inside quotes.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

from geo.records import Problem

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SEPARATORS = (",", ";", "\t")
_LONGEST = csv.field_size_limit()
_MOST_NULS = 20
"""One NUL in so many characters is text of two bytes a character, not text with a few stray ones."""
_GEONAMES_HEADER = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class",
    "feature code", "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code",
    "population", "elevation", "dem", "timezone", "modification date",
)  # fmt: skip
"""Columns of a GeoNames table, which has no header row (GeoNames readme.txt)."""


_FORMULA = re.compile(r'="([^"]*)"')
_SEP = re.compile(r'"?sep=([,;\t|])"?\s*$', re.IGNORECASE)


class Record(NamedTuple):
    """One record: its cells without outer blanks, and the physical lines where it begins and ends."""

    line: int
    cells: tuple[str, ...]
    end: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Header, records and faults of one file. ``header`` is empty when the file has no record."""

    header: tuple[str, ...] = ()
    header_line: int = 1
    records: tuple[Record, ...] = ()
    geonames: bool = False
    separator: str = ","
    problems: tuple[Problem, ...] = ()


def parse_table(data: bytes, *, source: str, after: int = 0) -> Table:
    """Read the bytes of a file; every fault becomes a problem and the rest goes on. Never raises.

    ``after`` is the number of a line above the table.
    """
    problems: list[Problem] = []
    text = _decode(data, source, problems)
    lines = lines_of(text)
    start, separator = _layout(lines, after)
    records = _records(lines, start, separator, source, problems)
    if not records:
        return Table(problems=tuple(problems))
    if _is_geonames(records[0].cells):
        return Table(
            _GEONAMES_HEADER,
            0,
            tuple(records),
            geonames=True,
            separator=separator,
            problems=tuple(problems),
        )
    if '="' in text:
        records = [record._replace(cells=tuple(map(_unwrapped, record.cells))) for record in records]
    header, *rest = records
    return Table(header.cells, header.line, tuple(rest), separator=separator, problems=tuple(problems))


def text_of(data: bytes) -> str:
    """The text of a file as ``parse_table`` reads it."""
    return _decode(data, "", [])


def lines_of(text: str) -> list[str]:
    """The physical lines of a text with their ends, as they are counted."""
    return list(io.StringIO(text, newline=""))


def header_key(header: str) -> str:
    """A column's header apart from case, accents, blanks and marks, as headers are compared."""
    plain = header.casefold() if header.isascii() else normalize("NFKD", header).casefold()
    return "".join([letter for letter in plain if letter.isalnum()])


def _decode(data: bytes, source: str, problems: list[Problem]) -> str:
    """The text; UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 with a warning."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        message = "got a spreadsheet or archive file; expected CSV text. Save the sheet as 'CSV UTF-8'."
        problems.append(Problem("file", message, "error", source, 1))
        return ""
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace").removeprefix("\ufeff")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"got bytes that are not UTF-8 (first on line {line}); expected UTF-8. Lines with such bytes are "
            "read as Windows-1252: check their accents, and save as 'CSV UTF-8'."
        )
        problems.append(Problem("encoding", message, "warning", source, line))
        text = "".join(map(_decode_line, data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)))
    return _without_nuls(text, source, problems) if "\x00" in text else text


def _wide(data: bytes) -> str:
    """The encoding of text of two or four bytes a letter, with a mark or without; "" for other text."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    head = data[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 8 or max(even, odd) * 4 < len(head) or min(even, odd) * 20 > len(head):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _without_nuls(text: str, source: str, problems: list[Problem]) -> str:
    """The text without stray NUL characters; "" for what is full of them, and so no text."""
    if text.count("\x00") * _MOST_NULS > len(text):
        message = "got a file with NUL bytes; expected CSV text. Save the sheet as 'CSV UTF-8' and give that."
        problems.append(Problem("file", message, "error", source, 1))
        return ""
    line = text.count("\n", 0, text.index("\x00")) + 1
    message = "got NUL characters; expected text. They are passed over: look at the rows that have them."
    problems.append(Problem("encoding", message, "warning", source, line))
    return text.replace("\x00", "")


def _unwrapped(cell: str) -> str:
    """A cell without the formula that keeps its text from a spreadsheet: 0071 for ="0071"."""
    found = _FORMULA.fullmatch(cell)
    return found[1].strip() if found else cell


def _passed_over(line: str) -> bool:
    """Whether a physical line is blank, a comment or an HXL tag row."""
    return not line.strip() or line.lstrip(' ",;\t').startswith("#")


def _layout(lines: list[str], after: int) -> tuple[int, str]:
    """Index of the first line to read, and the separator that its header uses."""
    for index in range(after, len(lines)):
        line = lines[index]
        if _passed_over(line):
            continue
        # Excel writes and reads "sep=;" as a first line, and some programs put it in quotes.
        told = _SEP.match(line)
        if told is not None:
            return index + 1, told[1]
        best = max(SEPARATORS, key=line.count)
        return index, best if best in line or "|" not in line else "|"
    return len(lines), ","


class _Feed:
    """Feeds physical lines to ``csv.reader``, passing over comments and blanks between records."""

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines = lines
        self.at = at
        self.first = at
        self.between = True

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        while self.between and self.at < len(self.lines) and _passed_over(self.lines[self.at]):
            self.at += 1
        if self.at >= len(self.lines):
            raise StopIteration
        if self.between:
            self.first = self.at
            self.between = False
        self.at += 1
        return self.lines[self.at - 1]


def _records(
    lines: list[str], start: int, separator: str, source: str, problems: list[Problem]
) -> list[Record]:
    if not any('"' in line for line in lines):
        return _plain_records(lines, start, separator, source, problems)
    records: list[Record] = []
    feed = _Feed(lines, start)
    reader = csv.reader(feed, delimiter=separator, strict=True)
    while True:
        feed.between = True
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return records
        except csv.Error as error:
            problems.append(_quote_problem(str(error), source, feed.first + 1))
            # An opening quote without its end swallows the file: go on with the line after it.
            feed = _Feed(lines, feed.first + 1)
            reader = csv.reader(feed, delimiter=separator, strict=True)
            continue
        if any(cells):
            records.append(Record(feed.first + 1, cells, feed.at))


def _plain_records(
    lines: list[str], start: int, separator: str, source: str, problems: list[Problem]
) -> list[Record]:
    """Records of lines without a quote: each line is one."""
    records = []
    for number in range(start, len(lines)):
        line = lines[number]
        if "#" in line and _passed_over(line):
            continue
        cells = tuple([cell.strip() for cell in line.split(separator)])
        if len(line) > _LONGEST and any(len(cell) > _LONGEST for cell in cells):
            problems.append(_quote_problem("field larger than field limit", source, number + 1))
        elif any(cells):
            records.append(Record(number + 1, cells, number + 1))
    return records


def _quote_problem(reason: str, source: str, line: int) -> Problem:
    if "field larger" in reason:
        message = "got a cell of over 131,072 characters; expected fewer. The row is left out."
    else:
        message = (
            f"got quotes that do not pair ({reason}); expected a quoted cell to end with a quote, and "
            'quotes inside to be doubled (""). The row is left out.'
        )
    return Problem("quote", message, "error", source, line)


def _is_geonames(cells: tuple[str, ...]) -> bool:
    """Whether the first record is data of a GeoNames table: 19 cells, an id, two coordinates."""
    if len(cells) != len(_GEONAMES_HEADER) or not cells[0].isdecimal():
        return False
    return all(cell.replace("-", "", 1).replace(".", "", 1).isdecimal() for cell in cells[4:6])
