"""Folders of partitions: written by ``geo extract -o``, read by ``--from``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import click

from geo.cli.options import inputs_of
from geo.cli.talk import Bar, code_of, say, tell
from geo.errors import SettingsError

if TYPE_CHECKING:
    from geo.settings import Settings

out = click.option(
    "-o",
    "--out",
    metavar="DIR|URL",
    help="Write partitions of GeoParquet and a manifest to this folder instead; what stands there is not "
    "made again.",
)
cluster = click.option(
    "--cluster",
    metavar="ADDRESS",
    help="With -o: read on Dask workers; tcp://HOST:PORT of their scheduler, or local:N for N here.",
)
size = click.option(
    "--partition",
    "size",
    type=click.IntRange(min=1),
    metavar="N",
    help="With -o: most reports of a partition. [default: 1000]",
)
source = click.option(
    "--from",
    "source",
    metavar="DIR|URL",
    help="Take what geo extract -o left in this folder, instead of reading reports.",
)
_EVERY_S = 15.0
"""Seconds between two lines of progress where stderr is no terminal (project choice)."""


class Steps:
    """Progress on stderr: a bar where a person looks, else a line now and then; and news of the cluster."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet, self.bar = quiet, Bar(quiet=quiet)
        self._last = time.monotonic()
        self._news: tuple[str, float] = ("", 0.0)

    def __enter__(self) -> Self:
        self.bar.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.__exit__()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Move on; see ``geo.records.Progress``."""
        self.bar(done, total, what)
        now = time.monotonic()
        if self.bar.quiet and not self.quiet and (now - self._last > _EVERY_S or done == total):
            self._last = now
            say(f"geo: {what}: {done} of {total}" if total else f"geo: {what}: {done}")

    def told(self, words: str) -> None:
        """Say what has become of the cluster; the same again only after a while."""
        now = time.monotonic()
        if words != self._news[0] or now - self._news[1] > _EVERY_S:
            self._news = words, now
            say(f"geo: {words}", style="yellow")


def harvested(
    paths: Sequence[str],
    settings: Settings,
    *,
    out: str,
    cluster: str | None,
    size: int | None,
    quiet: bool,
) -> int:
    """Read the reports that a command names into a folder of partitions."""
    from geo import harvest  # noqa: PLC0415

    with Steps(quiet=quiet) as steps:
        made = harvest.extract(
            inputs_of(paths),
            out=out,
            settings=settings,
            executor=cluster or settings.executor,
            size=size or harvest.SIZE,
            progress=steps,
            told=steps.told,
        )
    problems = made.problems
    tell(problems, quiet=quiet)
    if not quiet:
        say(_summary(made, out))
    return code_of(problems)


def _summary(made: Any, out: str) -> str:
    manifest = made.manifest
    reports = sum(done.reports for done in manifest.done) - len(manifest.left_out)
    aside = sum(len(done.faults) for done in manifest.done)
    parts = f"{len(manifest.done)} of {len(manifest.parts)} partitions ({made.before} stood there before)"
    return f"geo: {reports} reports in {parts}, {aside} reports set aside\n{out}"


def check(*, source: str | None, paths: Sequence[str], others: dict[str, Any]) -> None:
    """Raise SettingsError for options that do not go together."""
    if source is not None and paths:
        raise SettingsError(f"--from {source}: got reports to read too ({paths[0]}), expected one of the two")
    for name, value in others.items():
        if value is not None:
            raise SettingsError(f"--{name}: needs -o DIR, the folder for the partitions")
