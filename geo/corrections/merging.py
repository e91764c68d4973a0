"""Rows of the map or a worklist put into a gazetteer file, which keeps comments, order and formatting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.corrections.wording import csv_line
from geo.gazetteer.fold import fold
from geo.gazetteer.table import Record, Table, header_key, parse_table
from geo.records import Problem

_KEYS = ("name", "kind", "country")


@dataclass(frozen=True, slots=True)
class Merged:
    """The file's new text, what was done to how many rows, and faults met on the way."""

    text: str
    added: int
    replaced: int
    same: int
    problems: tuple[Problem, ...] = ()


def merge_rows(standing: bytes, edits: bytes, *, source: str, edits_source: str) -> Merged:
    """Put every row of ``edits`` into ``standing``.

    A row of the same name, kind and country is replaced, others go to the end. Lines that no edit touches
    stay as they are, byte for byte; columns that only the edits have are added at the right of the header.
    Rows still under review are left out.
    """
    new = parse_table(edits, source=edits_source)
    old = parse_table(standing, source=source)
    if not old.header:
        text = standing.decode("utf-8-sig", "replace")
        header = csv_line(new.header)
        rows = [record for record in new.records if not _in_review(record, new)]
        lines = [csv_line(record.cells) for record in rows]
        body = "".join(f"{line}\n" for line in (header, *lines))
        return Merged(text + body, len(rows), 0, 0, (*old.problems, *new.problems))
    return _into(standing, old, new)


def _into(standing: bytes, old: Table, new: Table) -> Merged:
    text = standing.decode("utf-8-sig", "replace")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    separator = max((",", ";", "\t"), key=lines[old.header_line - 1].count)
    header = [*old.header, *(name for name in new.header if header_key(name) not in _names(old))]
    if len(header) > len(old.header):
        more = csv_line(header[len(old.header) :], separator=separator)
        lines[old.header_line - 1] = f"{lines[old.header_line - 1].rstrip()}{separator}{more}{end}"
    spans = _spans(old, len(lines))
    known = {_key(record, old): record for record in old.records}
    added = replaced = same = 0
    tail = []
    for record in new.records:
        if _in_review(record, new):
            continue
        cells = _cells(record, new, header)
        standing_row = known.get(_key(record, new))
        if standing_row is None:
            tail.append(csv_line(cells, separator=separator) + end)
            added += 1
            continue
        kept = _kept(standing_row, cells)
        if kept == _padded(standing_row, len(header)):
            same += 1
            continue
        first, last = spans[standing_row.line]
        lines[first:last] = [csv_line(kept, separator=separator) + end, *[""] * (last - first - 1)]
        replaced += 1
    if tail and lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    mark = "\ufeff" if standing.startswith(b"\xef\xbb\xbf") else ""
    return Merged(mark + "".join([*lines, *tail]), added, replaced, same, (*old.problems, *new.problems))


def _spans(table: Table, count: int) -> dict[int, tuple[int, int]]:
    """Physical lines [first, last) of each record, by its first; quoted cells may hold breaks."""
    found = {}
    for record in table.records:
        height = 1 + sum(cell.count("\n") for cell in record.cells)
        found[record.line] = (record.line - 1, min(count, record.line - 1 + height))
    return found


def _names(table: Table) -> set[str]:
    return {header_key(name) for name in table.header}


def _by_column(record: Record, table: Table) -> Mapping[str, str]:
    return {
        header_key(name): record.cells[at] if at < len(record.cells) else ""
        for at, name in enumerate(table.header)
    }


def _key(record: Record, table: Table) -> tuple[str, ...]:
    cells = _by_column(record, table)
    return tuple(fold(cells.get(name, "")) for name in _KEYS)


def _in_review(record: Record, table: Table) -> bool:
    return _by_column(record, table).get("action", "").casefold() == "review"


def _cells(record: Record, table: Table, header: Sequence[str]) -> list[str]:
    cells = _by_column(record, table)
    return [cells.get(header_key(name), "") for name in header]


def _padded(record: Record, width: int) -> list[str]:
    return [*record.cells, *[""] * (width - len(record.cells))]


def _kept(standing: Record, cells: Sequence[str]) -> list[str]:
    """The edit's cells; where it says nothing, what stood there."""
    return [cell or was for cell, was in zip(cells, _padded(standing, len(cells)), strict=True)]
