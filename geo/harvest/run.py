"""Reports into a folder of partitions: planned, made by many, noted in the manifest as they come."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import documents, pipeline, report
from geo.documents import Input
from geo.errors import InputError, SettingsError
from geo.gazetteer import prepare
from geo.harvest.job import Job, job_of
from geo.harvest.making import MARK, counted, load, make
from geo.harvest.plan import MANY, planned
from geo.harvest.repeats import repeats
from geo.parallel import may_fork
from geo.parallel.spread import Failed, is_cluster, opened, spread
from geo.partitions import Done, Folder, Manifest, Missing, Part, Piece
from geo.records import Problem, Progress

if TYPE_CHECKING:
    from geo.settings import Settings

SIZE = 1000
"""Records of a partition (project choice: some megabytes, some seconds of work)."""
_NOTED_S = 20.0
"""Seconds between two writings of the manifest while a run lasts."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a run made: its manifest, and how many of its partitions stood there before."""

    manifest: Manifest
    before: int

    @property
    def problems(self) -> list[Problem]:
        """All that a person should know, reports that were set aside and partitions that failed among it."""
        told = self.manifest.problems()
        for done in self.manifest.done:
            told += (
                Problem("set-aside", f"{one.document}: set aside ({one.error})", "error", source=one.source)
                for one in done.faults
            )
        told += (
            Problem("partition", f"partition {one.name}: not made ({one.error}); run it again", "error")
            for one in self.manifest.failed
        )
        return told


def extract(  # noqa: PLR0913
    paths: Sequence[str | Path],
    *,
    out: str,
    settings: Settings,
    executor: str = "auto",
    size: int = SIZE,
    progress: Progress | None = None,
    told: Callable[[str], None] | None = None,
) -> Harvest:
    """Read reports into the folder ``out`` (a path or URL): partitions of GeoParquet and their manifest.

    A partition that stands there, made by the same program of the same files with the same settings, is
    left as it is. ``executor`` is ``serial``, ``processes:N``, ``auto``, ``local:N`` or the address of a Dask
    scheduler. What fails is told in the manifest, and made by the next run.

    Raises InputError when there is nothing to read, OutputError when nothing can be written, ClusterError
    when the cluster does not answer.
    """
    if "-" in map(str, paths):
        raise SettingsError("got - for stdin, expected files, folders or URLs, which can be read in parts")
    _need_arrow()
    prepare(cache=settings.cache, progress=progress)
    folder = Folder(out if documents.is_url(out) else str(Path(out).resolve()))
    job = job_of(settings, out=folder.place, token=secrets.token_hex(8))
    chosen = list(paths) or [documents.bundled_seeds()]
    found = list(documents.inputs(chosen))
    if not any(isinstance(item, Input) for item in found):
        raise InputError(pipeline.nothing_read(paths, [one for one in found if isinstance(one, Problem)]))
    # what this process has open is what forked workers share
    problems = pipeline.open_line(settings, pipeline.state_of(settings)).gazetteer.problems
    with opened(executor) as place:
        runner = _Runner(folder, job, place, progress, told, problems)
        runner.start()
        try:
            return runner.run(list(planned(found, runner.counter(found), size=size)))
        finally:
            folder.drop(MARK + job.token)


def asked(settings: Settings) -> tuple[tuple[str, Any], ...]:
    """Settings that the partitions were made with and that a map of them must not gainsay."""
    page = settings.page
    return (
        ("round_km", page.round_km),
        ("suppress", list(page.suppress)),
        ("places_only", settings.places_only),
    )


def _need_arrow() -> None:
    """Raise SettingsError without Arrow; its import would start a thread, and no worker could be forked."""
    if any(find_spec(name) is None for name in ("pyarrow", "duckdb")):
        raise SettingsError("-o for GeoParquet needs pip install 'geo-reports[cluster]'")


@dataclass(slots=True)
class _Runner:
    """A run and what has come of it so far."""

    folder: Folder
    job: Job
    executor: str
    progress: Progress | None
    told: Callable[[str], None] | None
    gazetteer: tuple[Problem, ...]
    done: dict[str, Done] = field(default_factory=dict)
    failed: list[Missing] = field(default_factory=list)
    standing: dict[str, int] = field(default_factory=dict)
    noted: float = 0.0

    def start(self) -> None:
        """Look what stands in the folder, and leave the token that workers know it by."""
        self.folder.write(MARK + self.job.token, b"")
        try:
            before = self.folder.manifest().done
        except InputError:
            before = ()
        self.standing = self.folder.sizes()
        self.done = {
            one.name: one for one in before if self.standing.get(one.name) == one.size and self._stands(one)
        }

    def _stands(self, one: Done | None) -> bool:
        # "" is of a program that was being edited: nobody knows which
        return one is not None and bool(self.job.program) and one.fingerprint == self.job.fingerprint

    def counter(self, found: Iterable[Input | Problem]) -> Callable[[Input], int]:
        """Records of each file of many reports, counted by the workers."""
        files = [
            Piece(item.path, item.name, item.stamp)
            for item in found
            if isinstance(item, Input) and item.form in MANY
        ]
        counts: dict[str, int] = {}
        executor = self.executor if len(files) > 1 or is_cluster(self.executor) else "serial"
        for piece, records in spread(counted, files, self.job, executor=executor, told=self.told):
            if isinstance(records, Failed):
                raise InputError(f"{piece.path}: its reports cannot be counted ({records.error})")
            counts[piece.path] = records
            if self.progress:
                self.progress(len(counts), len(files), "counting reports")
        return lambda item: counts[item.path]

    def run(self, parts: Sequence[Part]) -> Harvest:
        """Make what is missing."""
        names = {part.name for part in parts}
        self.done = {name: one for name, one in self.done.items() if name in names}
        for name in names & self.standing.keys() - self.done.keys():
            # a run that was killed has made it since it wrote the manifest
            if (one := self.folder.look(name)) and self._stands(one):
                self.done[name] = one
        before = len(self.done)
        self._note(parts)
        left = [part for part in parts if part.name not in self.done]
        executor = self.executor if len(left) > 1 or is_cluster(self.executor) else "serial"
        if executor != "serial" and not is_cluster(executor) and may_fork():
            load(self.job.settings)
        for part, made in spread(make, left, self.job, executor=executor, told=self.told):
            if isinstance(made, Failed):
                self.failed.append(Missing(part.name, made.error))
            else:
                if made.data is not None:
                    self.folder.write_part(made.name, made.data)
                self.done[part.name] = replace(made, data=None)
            if self.progress:
                self.progress(len(self.done) + len(self.failed), len(parts), "making partitions")
            if time.monotonic() - self.noted > _NOTED_S:
                self._note(parts)
        return Harvest(self._note(parts, ended=True), before)

    def _note(self, parts: Sequence[Part], *, ended: bool = False) -> Manifest:
        order = {part.name: at for at, part in enumerate(parts)}
        manifest = Manifest(
            versions=tuple(report.versions(self.job.settings).items()),
            fingerprint=self.job.fingerprint,
            asked=asked(self.job.settings),
            parts=tuple(parts),
            done=tuple(self.done[part.name] for part in parts if part.name in self.done),
            failed=tuple(sorted(self.failed, key=lambda one: order[one.name])),
            gazetteer=self.gazetteer,
        )
        if ended:
            manifest = repeats(self.folder, manifest)
        self.folder.publish(manifest)
        self.noted = time.monotonic()
        return manifest
