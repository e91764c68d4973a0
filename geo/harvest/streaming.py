"""Lines of JSON for reports read now, of which none stays in memory: each waits packed for its claims.

Which claim a movement belongs to is known once all reports are read. So the process that reads a report
makes its line, with the claims left open, and beside it keeps only what claims are merged by.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from geo import claims, contract, packing, pipeline, safety
from geo.packing import Pile
from geo.records import Document, Extract, Problem, Progress, Reading
from geo.settings import Settings

_FEW = 4_000
"""Reports whose claims are merged in memory: of more on disk, where DuckDB is there (project choice)."""
_LEVEL = 1
_NOTHING = Extract(Document("", "", ""), Reading("", (), (), (), ()), (), (), (), (), ())
"""Stands for a report that tells of no movement."""


class Lines:
    """Lines of the extraction contract, in the order of the reports."""

    def __init__(self, settings: Settings) -> None:
        """Begin with none."""
        self._settings = settings
        self._open = Pile(_line_of)
        self._moves = Pile(_moves_of)

    def __len__(self) -> int:
        return len(self._open)

    def add(self, line: bytes, moves: bytes) -> None:
        """Take what ``told`` made of a report. Raises OutputError where the disk is full."""
        self._open.append(line)
        self._moves.append(moves)

    def __iter__(self) -> Iterator[str]:
        on_disk = len(self) > _FEW and all(map(find_spec, ("duckdb", "pyarrow")))
        merge = claims.members_on_disk if on_disk else claims.members
        members = merge(self._moves, settings=self._settings.claims)
        member = next(members, None)
        for number, line in enumerate(self._open):
            found: dict[int, str] = {}
            while member is not None and member[0] == number:
                found[member[1]] = member[2]
                member = next(members, None)
            yield contract.claimed(line, found) if found else line


def read(
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> tuple[Lines, list[Problem]]:
    """The lines of ``pipeline.to_jsonl`` for reports that are read now, and the problems met."""
    lines, problems = Lines(settings), []
    make = partial(told, settings=settings)
    for item in pipeline.made_of(make, paths, settings=settings, stdin=stdin, progress=progress):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            lines.add(*item)
    return lines, problems


def told(extract: Extract, settings: Settings) -> tuple[bytes, bytes]:
    """The line of a report without its claims, and what these are merged by."""
    shown = safety.masked(extract, settings=settings.page)
    line = contract.to_json(shown, demonyms=settings.demonyms).encode("utf-8", "surrogatepass")
    return zlib.compress(line, _LEVEL), _moves(extract)


def _line_of(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def _moves(extract: Extract) -> bytes:
    """Of a report what claims are merged by: nothing where no movement is drawn."""
    if all(movement.draw == "none" for movement in extract.movements):
        return b""
    reading = extract.reading
    return packing.pack(
        replace(
            _NOTHING,
            document=replace(extract.document, text="", zones=()),
            reading=replace(_NOTHING.reading, document=reading.document, mentions=reading.mentions),
            movements=extract.movements,
        )
    )


def _moves_of(data: bytes) -> Extract:
    return packing.unpack(data) if data else _NOTHING
