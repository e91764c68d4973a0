"""What is asked of everyone who makes partitions, and how each makes sure of doing just that."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import geo
from geo import pipeline, recall, report
from geo.errors import ClusterError, SettingsError
from geo.gazetteer import files as gazetteer_files
from geo.gazetteer import packaged_rows
from geo.gazetteer.dump import Dump, dumps_in
from geo.gazetteer.index import cache_folder
from geo.records import Extract
from geo.settings import Settings

_MOST = 64_000_000
"""Bytes of a person's gazetteer files that travel to the workers (project choice); they look for larger ones
under the path that was given."""
_READING = ("documents",)
"""Rooms that what is in a partition depends on besides those of ``pipeline.UNDERSTANDING``."""
_WRITING = ("partitions",)


@dataclass(frozen=True, slots=True)
class Job:
    """What all partitions of a run have in common.

    ``luggage`` are the gazetteer's files, (path as given, content). ``token`` stands in the output folder:
    who sees it there writes there, others send their partitions.
    """

    settings: Settings
    out: str
    token: str
    program: str
    fingerprint: str
    state: tuple[str, ...] = ()
    luggage: tuple[tuple[str, bytes], ...] = ()


def job_of(settings: Settings, *, out: str, token: str) -> Job:
    """The job of a run with these settings. Raises SettingsError where a gazetteer file cannot be read."""
    named, dumps = gazetteer_files(settings.gazetteer), dumps_in(settings.gazetteer)
    try:
        luggage = tuple((path.as_posix(), path.read_bytes()) for path in named)
    except OSError as error:
        raise SettingsError(f"{error.filename}: cannot be read ({error.strerror})") from error
    state = _known(settings)
    program = program_digest()
    asked = settings.documents, settings.language, settings.places, settings.geometry, settings.places_only
    blunt = settings.page.round_km, settings.page.suppress
    told = repr((program, asked, blunt, state, [path for path, _ in luggage], report.digest(packaged_rows())))
    return Job(
        settings=replace(settings, cache=settings.cache and settings.cache.resolve()),
        out=out,
        token=token,
        program=program,
        fingerprint=hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest(),
        state=state,
        luggage=() if dumps or sum(len(data) for _, data in luggage) > _MOST else luggage,
    )


def _known(settings: Settings) -> tuple[str, ...]:
    """Digests of all that the gazetteer holds besides what is packaged."""
    dumps = [repr(Dump(path).about) for path in dumps_in(settings.gazetteer)]
    return (*map(str, pipeline.state_of(settings)), *dumps)


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Digest of the program and the libraries that partitions depend on; "" while the program is edited."""
    rooms = (*pipeline.UNDERSTANDING, *_READING, *_WRITING)
    code = recall.code_digest(Path(geo.__file__).parent, rooms, settled_s=0)
    if code is None:
        return ""
    versions = [report.version_of(name) for name in (*pipeline.LIBRARIES, "pyarrow")]
    return hashlib.sha256(repr((code, sys.version_info[:2], versions)).encode()).hexdigest()


@lru_cache(maxsize=2)
def unpacked(job: Job) -> tuple[Settings, pipeline.State]:
    """The settings of a job as they hold in this process, and the state of the gazetteer.

    Raises ClusterError where another program, or a gazetteer with other content, would do the job.
    """
    mine = program_digest()
    if mine and job.program and mine != job.program:
        raise ClusterError(
            f"process {os.getpid()} on {os.uname().nodename if hasattr(os, 'uname') else 'a worker'} runs "
            f"another geo, Python or library than the client; install the same on every worker"
        )
    settings = job.settings
    if _known(settings) != job.state and job.luggage:
        settings = replace(settings, gazetteer=tuple(_put(job.luggage, settings.cache)))
    if _known(settings) != job.state:
        raise ClusterError(
            f"{', '.join(map(str, settings.gazetteer)) or 'no gazetteer'}: a worker finds other files there "
            "than the client; give it as a path that is the same for both"
        )
    return settings, pipeline.state_of(settings)


def as_given(extract: Extract, job: Job) -> Extract:
    """An extract whose reasons name the gazetteer's files as they were given, wherever they stand here."""
    home = f"{_luggage_folder(job.settings.cache).as_posix()}/"
    if not any((one.declined or "").startswith(home) for one in extract.movements):
        return extract
    named = partial(_named, home=home)
    return replace(
        extract,
        movements=tuple(
            replace(one, declined=named(one.declined)) if one.declined else one for one in extract.movements
        ),
        movement_drawings=tuple(replace(one, model=named(one.model)) for one in extract.movement_drawings),
    )


def _named(words: str, *, home: str) -> str:
    """Words that may begin with a path below a gazetteer's folder, without what stands before it."""
    return words[len(home) :].partition("/")[2].removeprefix(_ROOT) if words.startswith(home) else words


_ROOT = "_root"
"""Stands before paths that begin at the root."""


def _luggage_folder(cache: Path | None) -> Path:
    """Where gazetteers stand that were sent to this machine: each in a folder of its own, below its path."""
    return cache_folder(cache) / "gazetteers"


def _put(luggage: Sequence[tuple[str, bytes]], cache: Path | None) -> list[Path]:
    """Put the files of a gazetteer into a folder of the cache, each below its path as given."""
    digest = hashlib.sha256(repr(luggage).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    folder = _luggage_folder(cache) / digest
    paths = []
    for name, data in luggage:
        path = folder / (_ROOT + name if name.startswith("/") else name).replace("..", "__")
        with suppress(OSError):
            if path.read_bytes() == data:
                paths.append(path)
                continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.part")
        draft.write_bytes(data)
        draft.replace(path)
        paths.append(path)
    return paths
