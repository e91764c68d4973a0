"""What travels between the one who asks for partitions and those who make them."""

from __future__ import annotations

from dataclasses import dataclass

from geo.records import Problem


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of the records of one file.

    ``path`` is an absolute path or a URL, ``source`` its name in the output, ``stamp`` changes with the file.
    ``stop`` None is its end.
    """

    path: str
    source: str
    stamp: str
    first: int = 0
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one partition is made of, in order; an input that could not be found is its Problem."""

    name: str
    pieces: tuple[Piece | Problem, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A report that could not be gone through, set aside with the error that it caused."""

    document: str
    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A partition that could not be made, and the last error."""

    name: str
    error: str


@dataclass(frozen=True, slots=True)
class Done:
    """A partition that is made: what it holds, its bytes' digest, and all that a person should know.

    ``counts`` are of rows by layer. A problem comes with the number of reports that stand before it.
    ``data`` is the file itself where the maker cannot reach the folder.
    """

    name: str
    counts: tuple[tuple[str, int], ...]
    sha256: str
    size: int
    fingerprint: str
    faults: tuple[Fault, ...] = ()
    problems: tuple[tuple[int, Problem], ...] = ()
    data: bytes | None = None

    @property
    def reports(self) -> int:
        """Reports in it."""
        return dict(self.counts).get("document", 0)
