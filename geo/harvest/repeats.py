"""Reports that the partitions of a run hold twice, found as one reader of them all would find them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.partitions import Folder, Manifest
from geo.records import Problem

_ROWS = 10_000
_NUMBERED = re.compile(r"(?:#\d+)+$")
Row = tuple[int, int, str, str, str]
"""Partition, number of the report in it, id, digest of the text, source."""


def repeats(folder: Folder, manifest: Manifest) -> Manifest:
    """The manifest with the reports that are told twice: left out, or renamed where only the id is the same.

    Ids are sorted on disk; in memory are only those that come more than once.
    """
    import duckdb  # noqa: PLC0415  (an extra)

    with tempfile.TemporaryDirectory(prefix="geo-") as place:
        base = duckdb.connect(str(Path(place) / "ids.duckdb"), config={"threads": "1"})
        try:
            base.execute(_TABLE)
            _fill(base, folder, manifest)
            found = list(_judged(_twice(base)))
        finally:
            base.close()
    return replace(
        manifest,
        left_out=tuple((part, number) for part, number, name, _ in found if name is None),
        renamed=tuple((part, number, name) for part, number, name, _ in found if name is not None),
        repeats=tuple((part, number, problem) for part, number, _, problem in found),
    )


_TABLE = (
    "CREATE TABLE ids "
    "(part INTEGER, number INTEGER, id VARCHAR, digest VARCHAR, source VARCHAR, plain VARCHAR)"
)


def _fill(base: Any, folder: Folder, manifest: Manifest) -> None:
    import pyarrow as pa  # noqa: PLC0415

    for part, done in enumerate(manifest.done):
        rows = folder.ids(done.name)
        told = pa.table(
            {
                "part": pa.array([part] * len(rows), pa.int32()),
                "number": pa.array(range(len(rows)), pa.int32()),
                "id": pa.array([row[0] for row in rows], pa.string()),
                "digest": pa.array([row[1] for row in rows], pa.string()),
                "source": pa.array([row[2] for row in rows], pa.string()),
                "plain": pa.array([_NUMBERED.sub("", row[0]) for row in rows], pa.string()),
            }
        )
        base.register("told", told)
        base.execute("INSERT INTO ids SELECT * FROM told")
        base.unregister("told")


def _twice(base: Any) -> Iterator[Row]:
    """Reports whose id comes more than once, and those whose id one of them may be given; in order."""
    found = base.execute(
        "SELECT part, number, id, digest, source FROM ids WHERE plain IN "
        "(SELECT plain FROM ids GROUP BY plain HAVING count(*) > 1) ORDER BY part, number"
    )
    while rows := found.fetchmany(_ROWS):
        yield from rows


def _judged(rows: Iterable[Row]) -> Iterator[tuple[int, int, str | None, Problem]]:
    """(part, number, new id or None where it is left out, what to say of it), as ``documents.read`` does."""
    ids: dict[str, tuple[str, str]] = {}
    for part, number, name, digest, source in rows:
        before = ids.get(name)
        if before is None:
            ids[name] = source, digest
            continue
        if before[1] == digest:
            message = f"{source}: same id and text as in {before[0]}; read once"
            yield part, number, None, Problem("duplicate", message, source=source)
            continue
        count = 2
        while f"{name}#{count}" in ids:
            count += 1
        new = f"{name}#{count}"
        ids[new] = source, digest
        message = f"{source}: id {name!r} is also in {before[0]}; kept as {new!r}"
        yield part, number, new, Problem("duplicate", message, source=source)
