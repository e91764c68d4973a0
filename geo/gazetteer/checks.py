"""Checks across the rows of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.gazetteer.rows import Row


def duplicates(rows: Sequence[Row]) -> Iterator[Problem]:
    """A warning for each row that says again what an earlier row of the file said."""
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row.action, row.name.casefold(), row.kind, *row.countries, row.only)
        earlier = first.setdefault(key, row)
        if earlier is not row:
            message = (
                f"got {row.name!r} with the same kind and country as line {earlier.line}; "
                "expected each once. The later row is used."
            )
            yield Problem("duplicate", message, "warning", row.source_file, row.line, "name")
