"""Which partitions are made of which records, always the same for the same files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator

from geo.documents import Input
from geo.partitions import Part, Piece
from geo.records import Problem

MANY = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".warc", ".wet"})
"""Files of many reports; any other holds one."""


def planned(found: Iterable[Input | Problem], count: Callable[[Input], int], *, size: int) -> Iterator[Part]:
    """Partitions of at most ``size`` records, in the order of the files.

    A file of many reports has partitions of its own, so that files that come or go beside it leave them
    as they are. Others share partitions. A Problem stands where its file would.
    """
    waiting: list[Piece | Problem] = []
    for item in found:
        if isinstance(item, Problem):
            waiting.append(item)
        elif item.form not in MANY:
            waiting.append(_piece(item))
            if sum(isinstance(one, Piece) for one in waiting) >= size:
                yield _part(waiting)
                waiting = []
        else:
            if any(isinstance(one, Piece) for one in waiting):
                yield _part(waiting)
                waiting = []
            records = count(item)
            for first in range(0, max(records, 1), size):
                # the last takes what follows too: the damage at which counting ended is told there
                stop = first + size if first + size < records else None
                yield _part([*waiting, _piece(item, first, stop)])
                waiting = []
    if waiting:
        yield _part(waiting)


def _piece(item: Input, first: int = 0, stop: int | None = None) -> Piece:
    return Piece(item.path, item.name, item.stamp, first, stop)


def _part(pieces: Iterable[Piece | Problem]) -> Part:
    told = tuple(pieces)
    first = next((one for one in told if isinstance(one, Piece)), None)
    digest = hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    words = re.sub(r"[^A-Za-z0-9]+", "-", first.source if first else "nothing").strip("-")[-40:]
    return Part(f"{words or 'part'}-{first.first if first else 0:08d}-{digest}", told)
