"""What an evaluation hands back: figures, a table of them, and what a person should look at."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo import exports
from geo.errors import OutputError
from geo.records import Problem

_ENDS = re.compile(r"[.!?]['\"\u201d\u2019)\]]*\s+|\n\s*\n|\n(?=\s*[-*•])")
_LONGEST = 300
"""Characters of a sentence shown on either side of a span (project choice)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures as JSON-ready ``content`` and as a readable ``table``; ``faults`` are rows for review.

    ``columns`` are those of the faults. ``problems`` are lines and files that were left out.
    """

    content: Mapping[str, Any]
    table: str
    columns: tuple[str, ...]
    faults: tuple[Mapping[str, Any], ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def to_json(self) -> str:
        """The figures as one JSON object."""
        return json.dumps(self.content, ensure_ascii=False, indent=1, allow_nan=False)

    def write_faults(self, path: Path) -> None:
        """Write the faults as CSV for a spreadsheet. Raises OutputError."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(as_csv(self.columns, self.faults), encoding="utf-8", newline="")
        except OSError as error:
            raise OutputError(
                f"{path}: cannot be written ({error.strerror or error}); choose another place"
            ) from error


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, with a byte order mark so that a spreadsheet reads the accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(column) is None else exports.cell(row[column]) for column in columns])
    return "\ufeff" + out.getvalue().encode("utf-8", "replace").decode("utf-8")


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence round a span on one line, cut where it is very long."""
    before = max((found.end() for found in _ENDS.finditer(text, 0, start)), default=0)
    after = _ENDS.search(text, end)
    low = max(before, start - _LONGEST)
    high = min(after.start() + 1 if after else len(text), end + _LONGEST)
    return " ".join(text[low:high].split())


# -- tables --------------------------------------------------------------------------------------


def grid(header: Sequence[str], rows: Sequence[Sequence[Any]], *, left: Sequence[int] = (0,)) -> str:
    """Rows under a header, the columns of ``left`` to the left and the others to the right.

    Numbers under a name that ends in km are kilometres, others that are no counts are shares.
    """
    shows = [_kilometres if name.endswith("km") else shown for name in header]
    cells = [list(header), *([show(value) for show, value in zip(shows, row, strict=True)] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    lines = []
    for row in cells:
        padded = [
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join((lines[0], "-" * max(map(len, lines)), *lines[1:]))


def shown(value: Any) -> str:
    """A value in a table: shares with three decimals, nothing as a dash."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) <= 1 else f"{value:,.1f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def _kilometres(value: Any) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else shown(value)


def with_interval(value: float | None, bounds: Sequence[float] | None) -> str:
    """A share with its 95 % interval: ``.812 (.79-.83)``."""
    if value is None or not bounds:
        return shown(value)
    return f"{shown(value)} ({bounds[0]:.2f}-{bounds[1]:.2f})"
