"""``geo build --watch``: the map drawn anew whenever a file of the gazetteer or a report is saved."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from geo.cli.options import default_gazetteer
from geo.cli.talk import Bar, say, tell
from geo.errors import GeoError

if TYPE_CHECKING:
    from geo.corrections.rebuilding import Desk
    from geo.pipeline import Build
    from geo.records import Problem
    from geo.settings import Settings

_LOOK_S = 0.1
"""Seconds between two looks at the files."""
_SETTLED_S = 0.05
"""Seconds for which a saved file must stay as it is: some programs write one in several steps."""

Stamps = dict[Path, tuple[int, int]]
"""Files with the time and the size of their last change."""
Fault = tuple[str, str | None, str | None, str]
"""A fault apart from its line, which moves when others are edited."""


def watch(
    paths: Sequence[str], settings: Settings, *, named: bool, quiet: bool, told: Callable[[Build], None]
) -> int:
    """Build, then build again on every change, until it is interrupted; 0 then.

    ``named`` says that the gazetteer was named, else it is ./gazetteer, also one that comes into being later.
    ``told`` is called with every build. Raises GeoError where the first map cannot be drawn.
    """
    from geo.corrections.rebuilding import Desk  # noqa: PLC0415

    for one in (signal.SIGINT, signal.SIGTERM):  # also where a shell has it ignored, as it does behind "&"
        signal.signal(one, _interrupted)
    loop = _Loop(Desk(paths, settings), settings, named=named, quiet=quiet, told=told)
    loop.start()
    try:
        while True:
            loop.turn()
    except KeyboardInterrupt:
        loop.stop()
    return 0


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


class _Loop:
    """What was seen and told last."""

    def __init__(
        self, desk: Desk, settings: Settings, *, named: bool, quiet: bool, told: Callable[[Build], None]
    ) -> None:
        self.desk, self.first, self.named, self.quiet, self.told = desk, settings, named, quiet, told
        self.tables: Stamps = {}
        self.reports: Stamps = {}
        self.faults: frozenset[Fault] = frozenset()

    def start(self) -> None:
        """Draw the first map."""
        self.tables, self.reports = self._look()
        self.desk.read_reports()
        with Bar(quiet=self.quiet) as bar:
            self.faults = frozenset(map(_fault, self.desk.open(self._settings(), progress=bar)))
            self.desk.update(bar)
        self.told(self.desk.draw(live=True))
        self._say(
            "geo: watching the gazetteer and the reports; the open page shows a change by itself, "
            "and after F5 where the browser forbids it that. Ctrl-C ends."
        )

    def turn(self) -> None:
        """Wait a moment; after a change, draw the map anew."""
        time.sleep(_LOOK_S)
        now = self._look()
        if now == (self.tables, self.reports):
            return
        begun = time.monotonic()
        last = None
        while now != last:
            time.sleep(_SETTLED_S)
            last, now = now, self._look()
        changed = _changed(self.tables, now[0]) + _changed(self.reports, now[1])
        moved = self.reports != now[1]
        self.tables, self.reports = now
        try:
            self._rebuild(", ".join(changed), reread=moved, begun=begun)
        except GeoError as error:
            say(f"geo: {error}; the last map stays", style="red")

    def stop(self) -> None:
        """Leave the map as a build without --watch makes it."""
        self._say("")
        self.desk.close()
        self._say("geo: no longer watching; the map stays, open it anew or press F5")

    def _rebuild(self, names: str, *, reread: bool, begun: float) -> None:
        if reread:
            self.desk.read_reports()
        found = self.desk.open(self._settings())
        faults = frozenset(_fault(one) for one in found if one.severity == "error")
        new, self.faults = faults - self.faults, faults
        if new:
            tell([one for one in found if _fault(one) in new], quiet=self.quiet)
            say("geo: the last map stays; mend the file, or save it once more to do without what is faulty")
            return
        work = self.desk.update()
        told = f"({work.read} reports read again, {work.placed} placed again)"
        self.told(
            self.desk.draw(
                live=True,
                shown=lambda: self._say(
                    f"geo: {names} changed; map drawn in {time.monotonic() - begun:.2f} s {told}"
                ),
            )
        )

    def _say(self, words: str) -> None:
        if not self.quiet:
            say(words)

    def _settings(self) -> Settings:
        return self.first if self.named else replace(self.first, gazetteer=tuple(default_gazetteer()))

    def _look(self) -> tuple[Stamps, Stamps]:
        from geo.documents.files import Source, find  # noqa: PLC0415
        from geo.gazetteer import files  # noqa: PLC0415

        found = (item for path in self.desk.paths for item in find(path))
        reports = _stamps(item.path for item in found if isinstance(item, Source))
        return _stamps(files(self._settings().gazetteer)), reports


def _stamps(paths: Iterable[Path]) -> Stamps:
    found: Stamps = {}
    for path in paths:
        try:
            told = path.stat()
        except OSError:  # gone since it was listed
            continue
        found[path] = told.st_mtime_ns, told.st_size
    return found


def _changed(before: Stamps, after: Stamps) -> list[str]:
    """Names of the files that differ."""
    return [path.name for path in sorted({*before, *after}) if before.get(path) != after.get(path)]


def _fault(problem: Problem) -> Fault:
    return problem.code, problem.source, problem.column, problem.message
