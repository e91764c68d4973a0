"""Rows of the map or a worklist put into a gazetteer file, which keeps comments, order and formatting."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from geo.coordinates import parse_angle
from geo.corrections.wording import csv_line
from geo.gazetteer.fold import fold
from geo.gazetteer.headers import columns_of
from geo.gazetteer.kinds import action_of, country_code, kind_of
from geo.gazetteer.rulings import column_of
from geo.gazetteer.table import Record, Table, header_key, lines_of, parse_table, text_of
from geo.records import Problem

_SPOTS = (("latitude", "longitude"), ("coordinates",))
"""Columns that say where a place lies: an edit that fills some leaves those of the other kind blank."""

Cells = dict[str, str]
"""What a record says, by the columns that its headers mean, or by the keys of those that mean none."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The file's new text, what was done to how many rows, and faults met on the way."""

    text: str
    added: int
    replaced: int
    same: int
    problems: tuple[Problem, ...] = ()


def merge_rows(standing: bytes, edits: bytes, *, source: str, edits_source: str) -> Merged:
    """Put every row of ``edits`` into ``standing``, places or rulings on movements.

    A row that says the same of the same name, kind and country (or of the same movement) is replaced, others
    go to the end. Lines that no edit touches stay as they are, byte for byte, in the file's encoding; columns
    that only the edits have are added at the right of the header. Rows still under review are left out.
    """
    new = parse_table(edits, source=edits_source)
    old = parse_table(standing, source=source)
    if not old.header:
        text = standing.decode("utf-8-sig", "replace")
        rows = [record for record in new.records if not _in_review(_cells(record, _columns(new)))]
        lines = [csv_line(new.header), *(csv_line(record.cells) for record in rows)]
        body = "".join(f"{line}\n" for line in lines)
        return Merged(text + body, len(rows), 0, 0, (*old.problems, *new.problems))
    if old.geonames:
        message = "got a table of GeoNames; expected a file of your own to put rows into"
        return Merged("", 0, 0, 0, (Problem("file", message, "error", source),))
    return _Merging(text_of(standing), old, new).done(mark=_is_marked(standing))


class _Merging:
    """A standing file while rows are put into it."""

    def __init__(self, text: str, old: Table, new: Table) -> None:
        self.old, self.new = old, new
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.lines = lines_of(text)
        self.columns = _columns(old)
        self.known = {_key(_cells(record, self.columns)): record for record in old.records}
        self.commas = _has_commas(old, self.columns)
        self.tail: dict[tuple[str, ...], str] = {}
        self.replaced = self.same = 0

    def done(self, *, mark: bool) -> Merged:
        """Put every row in."""
        self._widen()
        columns = _columns(self.new)
        for record in self.new.records:
            cells = _cells(record, columns)
            if not _in_review(cells):
                self._put(cells)
        if self.tail and not self.lines[-1].endswith(("\n", "\r")):
            self.lines[-1] += self.end
        text = "".join([*self.lines, *self.tail.values()])
        problems = (*self.old.problems, *self.new.problems)
        return Merged("\ufeff" * mark + text, len(self.tail), self.replaced, self.same, problems)

    def _widen(self) -> None:
        """Add the columns that only the edits have at the right of the header."""
        extra = [
            (header, column)
            for header, column in zip(self.new.header, _columns(self.new), strict=True)
            if column and column not in self.columns
        ]
        if extra:
            at = self.old.header_line - 1
            more = csv_line([header for header, _ in extra], separator=self.old.separator)
            self.lines[at] = f"{self.lines[at].rstrip()}{self.old.separator}{more}{self.end}"
            self.columns = (*self.columns, *(column for _, column in extra))

    def _put(self, cells: Cells) -> None:
        if self.commas:
            cells |= {name: cells[name].replace(".", ",") for name in _SPOTS[0] if name in cells}
        key = _key(cells)
        standing = self.known.get(key)
        if standing is None:
            self.tail[key] = self._line([cells.get(column, "") for column in self.columns])
            return
        was = _cells(standing, self.columns)
        kept = _kept(was, cells)
        if kept == was:
            self.same += 1
            return
        # a row that begins above others keeps their line numbers true: its own lines are emptied
        first, last = standing.line - 1, standing.end
        self.lines[first:last] = [
            self._line([kept.get(column, "") for column in self.columns]),
            *[""] * (last - first - 1),
        ]
        self.replaced += 1

    def _line(self, cells: Sequence[str]) -> str:
        return csv_line(cells, separator=self.old.separator) + self.end


def _is_marked(data: bytes) -> bool:
    """Whether a file is to begin with a mark: it had one, or was not UTF-8 and is so now."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return data.startswith(b"\xef\xbb\xbf")


def _columns(table: Table) -> tuple[str, ...]:
    """What each header means: a column, or its own key where it means none."""
    if "quote" in map(column_of, table.header):
        return tuple(map(column_of, table.header))
    meant = {at: column for column, at in columns_of(table.header)[0].items()}
    return tuple(meant.get(at, header_key(header)) for at, header in enumerate(table.header))


def _cells(record: Record, columns: Sequence[str]) -> Cells:
    found: Cells = {}
    for at, column in enumerate(columns):
        found.setdefault(column, record.cells[at] if at < len(record.cells) else "")
    return found


def _key(cells: Cells) -> tuple[str, ...]:
    """What a row speaks of: two rows of one key say the same of the same."""
    action = action_of(cells.get("action", "")) or cells["action"].casefold()
    if "quote" in cells:
        return (
            "",
            " ".join(cells["quote"].casefold().split()),
            cells.get("word", "").casefold(),
            cells.get("document", ""),
        )
    kind, country = cells.get("kind", ""), cells.get("country", "")
    return (
        "place" if action in {"prefer", "review"} else action,
        fold(" ".join(cells.get("name", "").split())),
        kind_of(kind) or kind.casefold(),
        country_code(country) or country.casefold(),
        cells.get("only", ""),
    )


def _in_review(cells: Cells) -> bool:
    return cells.get("action", "").casefold() == "review"


def _has_commas(table: Table, columns: Sequence[str]) -> bool:
    """Whether a table writes its decimals with a comma."""
    told = [cells.get("latitude", "") for cells in (_cells(record, columns) for record in table.records)]
    return (
        table.separator != "," and any("," in cell for cell in told) and not any("." in cell for cell in told)
    )


def _alike(column: str, text: str, edit: str) -> bool:
    """Whether an edit says nothing of a cell, or the same in other words ("city" of a "town")."""
    if column == "kind":
        return not edit or (bool(text) and kind_of(text) == kind_of(edit))
    if column == "country":
        return not edit or (bool(text) and country_code(text) == country_code(edit))
    if column in _SPOTS[0] and text and edit:
        with suppress(ValueError):
            return parse_angle(text, axis=column) == parse_angle(edit, axis=column)
    return not edit or text == edit


def _kept(was: Cells, cells: Cells) -> Cells:
    """The edit's cells; where it says nothing, what stood there, but for another spot and the review."""
    spot = next((names for names in _SPOTS if any(cells.get(name) for name in names)), ())
    elsewhere = {name for names in _SPOTS if spot and names != spot for name in names}
    kept = {
        name: text if _alike(name, text, cells.get(name, "")) else cells.get(name, "")
        for name, text in was.items()
    }
    kept |= dict.fromkeys(elsewhere & was.keys(), "")
    if _in_review(was):
        kept["action"] = cells.get("action", "")
    return kept
