"""The gazetteer: a person's CSV files over the hand-written rows over the bundled world."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.gazetteer.checks import out_of_country
from geo.gazetteer.dump import Dump, dumps_in
from geo.gazetteer.index import cache_folder, open_index
from geo.gazetteer.kinds import country_code
from geo.gazetteer.layered import OpenGazetteer
from geo.gazetteer.rows import Rows, read_rows
from geo.gazetteer.rulings import holds_rulings
from geo.gazetteer.world import open_world
from geo.records import Problem, Progress

__all__ = ["OpenGazetteer", "check", "country_code", "files", "open_gazetteer", "packaged_rows", "prepare"]

_PACKAGE = Path(__file__).resolve().parent.parent


def open_gazetteer(
    paths: Sequence[Path], *, cache: Path | None = None, progress: Progress | None = None
) -> OpenGazetteer:
    """Open all layers: the bundled world, the packaged rows, the CSV files at ``paths``.

    ``paths`` are files or folders (their ``*.csv`` and ``*.tsv`` by name) in order, later ones win.
    ``cache`` is the folder of the compiled index (None: the user's cache directory); it is compiled on
    first use, with ``progress``. Faults in the files are in ``.problems``. Raises DataError when the
    bundled data is damaged.
    """
    collects = gc.isenabled()
    gc.disable()  # tens of thousands of rows come at once and stay: there is nothing to collect
    try:
        return _opened(paths, cache, progress)
    finally:
        if collects:
            gc.enable()


def _opened(paths: Sequence[Path], cache: Path | None, progress: Progress | None) -> OpenGazetteer:
    world = open_world(cache, progress=progress)
    shipped = packaged_rows()
    packaged = read_rows(shipped, cache=cache_folder(cache)) if shipped.is_file() else Rows()
    # In a checkout the user's file is the packaged one itself: read it once.
    named = files(paths)
    users = [
        read_rows(path, cache=cache_folder(cache))
        for path in named
        if not (holds_rulings(path) or _is_same(path, shipped))
    ]
    rulings = [path for path in named if holds_rulings(path)]
    dumps = tuple(map(Dump, dumps_in(paths)))
    return OpenGazetteer(world, packaged=packaged, users=users, rulings=rulings, dumps=dumps)


def prepare(*, cache: Path | None = None, progress: Progress | None = None) -> None:
    """Compile the index of the bundled world where it is missing, with ``progress``; else do nothing."""
    open_index(cache, progress=progress)


def check(paths: Sequence[Path], *, cache: Path | None = None) -> tuple[Problem, ...]:
    """Every fault of the CSV files at ``paths``, with file, line and column; no file is changed.

    The bundled world is opened only where a row names a country or another place, or a ruling a place.
    """
    named = files(paths)
    read = [read_rows(path) for path in named if not holds_rulings(path)]
    rows = [row for file in read for row in file.rows]
    told = [problem for file in read for problem in file.problems]
    if any(row.action in {"alias", "prefer"} or row.countries for row in rows) or any(
        map(holds_rulings, named)
    ):
        opened = open_gazetteer(paths, cache=cache)
        told += [problem for problem in opened.problems if problem not in told]
        told += out_of_country(rows, opened.containing)
    order = {str(path): number for number, path in enumerate(named)}
    return tuple(sorted(told, key=lambda one: (order.get(one.source or "", -1), one.line or 0)))


def packaged_rows() -> Path:
    """The hand-written gazetteer that comes with geo: in the package, or in a checkout beside it."""
    bundled = _PACKAGE / "_bundled" / "gazetteer" / "places.csv"
    return bundled if bundled.is_file() else _PACKAGE.parent / "gazetteer" / "places.csv"


def _is_same(path: Path, other: Path) -> bool:
    return path.is_file() and other.is_file() and path.samefile(other)


def files(paths: Sequence[Path]) -> list[Path]:
    """CSV files of the paths, in order; a folder's by name, temporary files of editors left out."""
    return [file for path in paths for file in _files(path)]


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.iterdir()):
        if file.suffix.lower() in {".csv", ".tsv"} and not file.name.startswith((".", "~")):
            yield file
