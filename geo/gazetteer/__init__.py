"""The gazetteer: a person's CSV files over the hand-written rows over the bundled world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from geo.gazetteer.layered import OpenGazetteer, files_of, read_layers
from geo.gazetteer.rows import read_rows
from geo.gazetteer.world import open_world
from geo.records import Problem, Progress

__all__ = ["OpenGazetteer", "check", "open_gazetteer", "packaged_rows"]

_PACKAGE = Path(__file__).resolve().parent.parent


def open_gazetteer(
    paths: Sequence[Path], *, cache: Path | None = None, progress: Progress | None = None
) -> OpenGazetteer:
    """Open all layers: the bundled world, the rows shipped with geo, the CSV files at ``paths``.

    ``paths`` are files or folders in order, later ones win. ``cache`` is the folder of the compiled
    index (None: the user's cache directory); it is compiled on first use, with ``progress``. Faults in
    the files are in ``.problems``. Raises DataError when the bundled data is damaged.
    """
    return OpenGazetteer(open_world(cache, progress=progress), read_layers(paths, packaged_rows()))


def check(paths: Sequence[Path]) -> tuple[Problem, ...]:
    """Every fault of the CSV files at ``paths``, with file, line and column."""
    return tuple(problem for path in files_of(paths) for problem in read_rows(path).problems)


def packaged_rows() -> Path:
    """The hand-written gazetteer shipped with geo: in the package, or in a checkout beside it."""
    bundled = _PACKAGE / "_bundled" / "gazetteer" / "places.csv"
    return bundled if bundled.is_file() else _PACKAGE.parent / "gazetteer" / "places.csv"
