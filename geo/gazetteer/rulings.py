"""``claims.csv``: what a person says of single movements, row by row, every fault with line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from geo.gazetteer.table import Record, Table, header_key, parse_table
from geo.records import Place, Problem, Ruling

NAME = "claims.csv"
"""A file of this name, or one that ends in ``.claims.csv``, holds rulings, not places."""

COLUMNS = ("quote", "word", "document", "action", "origin", "destination", "status", "group", "note")
ACTIONS = ("change", "ignore", "review")
STATUSES = ("happened", "claimed", "possible", "planned", "attempted", "prevented", "denied")
_SYNONYMS = {"sentence": "quote", "text": "quote", "trigger": "word", "report": "document", "claim": "group"}
_HEAD = 4000
"""Bytes that hold the header row of a file."""
_LEAST = 12
"""A quote of fewer letters would meet sentences by chance (project choice)."""

Seek = Callable[[str], "tuple[Place, ...]"]
"""Places that a cell names: names with ";" between, or coordinates. Raises ValueError with the reason."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """The usable rows in order, and every fault found."""

    rows: tuple[Ruling, ...] = ()
    problems: tuple[Problem, ...] = ()


def holds_rulings(path: Path) -> bool:
    """Whether a file is one of rulings: by its name, or by a column of quotes where others have names."""
    if path.name.lower() == NAME or path.name.lower().endswith(f".{NAME}"):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    columns = [column_of(header) for header in parse_table(head, source="").header]
    return "quote" in columns and "name" not in columns


def read_rulings(path: Path, seek: Seek) -> Rulings:
    """The rulings of one file. A file that cannot be opened is a problem, not an exception."""
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"got no file ({error.strerror or error}); expected a readable CSV file"
        return Rulings(problems=(Problem("file", message, "error", str(path)),))
    return parse_rulings(data, seek, source=str(path))


def parse_rulings(data: bytes, seek: Seek, *, source: str) -> Rulings:
    """Rulings of the bytes of a file; ``source`` is the name used in problems. Never raises."""
    table = parse_table(data, source=source)
    problems = list(table.problems)
    names = [column_of(header) for header in table.header]
    if table.records and "quote" not in names:
        message = (
            f"got the header row {', '.join(table.header)[:200]!r}; expected a column called quote, with the "
            "words of the sentence. The file is left out."
        )
        return Rulings(problems=(*problems, Problem("header", message, "error", source, table.header_line)))
    rows = []
    for record in table.records:
        found = _ruling(record, table, names, seek, source)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            rows.append(found)
    return Rulings(tuple(rows), tuple(problems))


def column_of(header: str) -> str:
    """The column that a header of such a file means; its key where that is none."""
    key = header_key(header)
    return _SYNONYMS.get(key, key)


def _ruling(
    record: Record, table: Table, names: list[str], seek: Seek, source: str
) -> Ruling | Problem | None:
    """The row, the fault that leaves it out, or None for one that is still under review."""
    cells = {name: record.cells[at] for at, name in enumerate(names) if at < len(record.cells)}

    def fault(column: str, got: str, expected: str) -> Problem:
        header = table.header[names.index(column)] if column in names else column
        message = f"got {got!r}; expected {expected}. The row is left out."
        return Problem(column, message, "error", source, record.line, header)

    action = cells.get("action", "").casefold() or "change"
    if action == "review":
        return None
    quote, status = " ".join(cells.get("quote", "").split()), cells.get("status", "").casefold()
    checks = (
        ("action", action in ACTIONS, f"one of {', '.join(ACTIONS)}"),
        (
            "quote",
            sum(map(str.isalnum, quote)) >= _LEAST,
            f"words of the sentence, at least {_LEAST} letters",
        ),
        ("status", status in {"", *STATUSES}, f"one of {', '.join(STATUSES)}"),
    )
    for column, right, expected in checks:
        if not right:
            return fault(column, cells.get(column, ""), expected)
    plain = Ruling(
        quote=quote,
        line=record.line,
        source_file=source,
        word=cells.get("word", ""),
        document=cells.get("document", ""),
        ignore=action == "ignore",
        status=status,
        group=cells.get("group", ""),
    )
    ends = _ends(cells, seek)
    if isinstance(ends, tuple):
        column, reason = ends
        return fault(column, cells[column], f"places of the gazetteer, coordinates, or - for none ({reason})")
    ruling = replace(plain, origin=ends.get("origin"), destination=ends.get("destination"))
    if replace(ruling, quote="", word="", document="", line=0, source_file="") == Ruling("", 0, ""):
        return fault("action", "", "ignore, or an origin, destination, status or group")
    return ruling


def _ends(cells: Mapping[str, str], seek: Seek) -> dict[str, tuple[Place, ...]] | tuple[str, str]:
    """Places by column, or the column whose cell names none and why."""
    found: dict[str, tuple[Place, ...]] = {}
    for column in ("origin", "destination"):
        cell = cells.get(column, "")
        if cell in {"-", "none"}:
            found[column] = ()
        elif cell:
            try:
                found[column] = seek(cell)
            except ValueError as error:
                return column, str(error)
    return found
