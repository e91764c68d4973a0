"""What travels between the one who asks for partitions and those who make them."""

from __future__ import annotations

from dataclasses import dataclass

from geo.records import Problem


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the records of one file, and the name of the partition that is made of it.

    ``path`` is an absolute path or a URL, ``source`` its name in the output, ``stamp`` changes with the file.
    ``stop`` None is its end.
    """

    name: str
    path: str
    source: str
    stamp: str
    first: int
    stop: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A report that could not be gone through, set aside with the error that it caused."""

    document: str
    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Done:
    """A partition that is made: what it holds, its bytes' digest, and all that a person should know.

    ``counts`` are of rows by layer. ``data`` is the file itself where the maker cannot reach the folder.
    """

    name: str
    counts: tuple[tuple[str, int], ...]
    sha256: str
    size: int
    fingerprint: str
    faults: tuple[Fault, ...] = ()
    problems: tuple[Problem, ...] = ()
    data: bytes | None = None
