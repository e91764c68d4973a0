"""Maps built again and again while a person edits: only what an edit may change is gone through again.

What was understood of a report is kept in memory with all that the report asked of the gazetteer. After an
edit of the gazetteer the report's words are read again only where a name may be found otherwise, and its
places sought again only where one may be another. The map is the one that a build from the start makes.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from geo import documents, language, page, parallel, pipeline, relations
from geo.errors import InputError, SettingsError
from geo.gazetteer import OpenGazetteer, open_gazetteer, prepare
from geo.gazetteer.questions import Edit, Noted, Questions
from geo.pipeline import Build, Line, Page, State
from geo.records import Document, Extract, Problem, Progress, Reading, Ruling
from geo.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """What was understood of a report, and what it asked: to find its names, and to place and draw them."""

    extract: Extract
    naming: Questions
    placing: Questions


@dataclass(frozen=True, slots=True)
class Work:
    """How many reports a rebuild read again, and how many more it placed again."""

    read: int
    placed: int


class Desk:
    """The reports and the gazetteer of a map that is kept up to date."""

    def __init__(self, paths: Sequence[str], settings: Settings) -> None:
        """Remember what to read. Raises SettingsError for what cannot be watched."""
        if "-" in paths:
            raise SettingsError("--watch: got - for stdin, expected files or folders, which can change")
        pipeline.check_formats(settings.formats)
        self.paths = [Path(path) for path in paths] or [documents.bundled_seeds()]
        self.settings = settings
        self._line: Line | None = None
        self._state: State = ()
        self._reports: tuple[Document | Problem, ...] = ()
        self._known: dict[Document, Known] = {}
        self._next: OpenGazetteer | None = None

    def read_reports(self) -> None:
        """Read the files of the reports; at the start and when one has changed."""
        self._reports = tuple(documents.read(self.paths, settings=self.settings.documents))

    def open(self, settings: Settings, *, progress: Progress | None = None) -> tuple[Problem, ...]:
        """Open the gazetteer as it stands and give its faults; ``update`` then takes it into use."""
        self.settings = settings
        prepare(cache=settings.cache, progress=progress)
        self._state = pipeline.state_of(settings)
        self._next = open_gazetteer(settings.gazetteer, cache=settings.cache)
        return self._next.problems

    def update(self, progress: Progress | None = None) -> Work:
        """Understand every report with the gazetteer that was opened last, going again through few."""
        if self._next is None:
            raise AssertionError(self.paths)
        old = self._line
        line = Line(self._next, old.reader if old else language.Reader(self.settings.language))
        texts = [item for item in self._reports if isinstance(item, Document)]
        naming, placing = self._affected(texts, old, line)
        self._read(naming, line, progress)
        self._place(placing, line)
        self._known = {document: self._known[document] for document in texts}
        self._line = line
        gc.freeze()  # most of it stays, and the collector would go through it again and again
        return Work(len(naming), len(placing))

    @property
    def extracts(self) -> list[Extract]:
        """What was understood of the reports, in their order."""
        return [self._known[item].extract for item in self._reports if isinstance(item, Document)]

    @property
    def problems(self) -> list[Problem]:
        """Faults of the gazetteer and of the reports."""
        faults = self._line.gazetteer.problems if self._line else ()
        return [*faults, *(item for item in self._reports if isinstance(item, Problem))]

    def draw(self, *, live: bool, shown: Callable[[], None] | None = None) -> Build:
        """Write the map; a live one loads itself again, and ``shown`` is called as soon as it can.

        Raises InputError where no report can be read.
        """
        extracts = self.extracts
        if not extracts:
            named = ", ".join(map(str, self.paths))
            raise InputError(f"no report could be read from {named}; the last map stays")
        gc.disable()  # all of it goes at once
        try:
            return pipeline.finish(extracts, self.problems, settings=self.settings, live=live, shown=shown)
        finally:
            gc.enable()

    def close(self) -> None:
        """Leave the map as ``pipeline.build`` makes it, which nothing keeps up to date."""
        self.draw(live=False)
        (self.settings.out / page.SIGNAL).unlink(missing_ok=True)

    def _affected(
        self, texts: Sequence[Document], old: Line | None, new: Line
    ) -> tuple[list[Document], list[Document]]:
        """Reports to read again, and those whose words stand but whose places must be sought again."""
        if old is None:
            return list(texts), []
        edit = Edit(old.gazetteer, new.gazetteer)
        ruled = set(old.gazetteer.rulings) ^ set(new.gazetteer.rulings)
        naming: list[Document] = []
        placing: list[Document] = []
        for document in texts:
            known = self._known.get(document)
            if known is None or edit.rereads(document, known.naming):
                naming.append(document)
            elif edit.replaces(document, known.placing) or _is_ruled(known.extract, ruled):
                placing.append(document)
        return naming, placing

    def _read(self, texts: Sequence[Document], line: Line, progress: Progress | None) -> None:
        if len(texts) < parallel.AUTO or self.settings.executor == "serial":
            batches = (texts[at : at + parallel.BATCH] for at in range(0, len(texts), parallel.BATCH))
            found: Iterable[Known] = (
                known for batch in batches for known in _noted(batch, line, self.settings)
            )
        else:
            work = partial(_noted_batch, settings=self.settings, state=self._state)
            found = parallel.batched(work, texts, executor=self.settings.executor)
        for done, known in enumerate(found, 1):
            self._known[known.extract.document] = known
            if progress:
                progress(done, len(texts), "reading reports")

    def _place(self, texts: Sequence[Document], line: Line) -> None:
        before = [self._known[document] for document in texts]
        pages = [Noted(line.gazetteer.within(document)) for document in texts]
        readings = [known.extract.reading for known in before]
        found = _understood(texts, pages, readings, line, self.settings)
        for document, extract, known, noted in zip(texts, found, before, pages, strict=True):
            self._known[document] = replace(known, extract=extract, placing=noted.turn())


def _noted_batch(batch: Sequence[Document], settings: Settings, state: State) -> list[Known]:
    return _noted(batch, pipeline.open_line(settings, state), settings)


def _noted(texts: Sequence[Document], line: Line, settings: Settings) -> list[Known]:
    """Reports read from the start, with all that each asked."""
    noted = [Noted(line.gazetteer.within(document)) for document in texts]
    readings = pipeline.read_pages(list(zip(texts, noted, strict=True)), line, settings)
    naming = [page.turn() for page in noted]
    extracts = _understood(texts, noted, readings, line, settings)
    return [
        Known(extract, asked, page.turn())
        for extract, asked, page in zip(extracts, naming, noted, strict=True)
    ]


def _understood(
    texts: Sequence[Document],
    noted: Sequence[Noted],
    readings: Sequence[Reading],
    line: Line,
    settings: Settings,
) -> list[Extract]:
    pages: list[Page] = list(zip(texts, noted, strict=True))
    return pipeline.understand(pages, readings, line, settings)


def _is_ruled(extract: Extract, rulings: Iterable[Ruling]) -> bool:
    """Whether one of some rulings speaks of a movement of a report."""
    return any(
        relations.speaks_of(ruling, movement, extract.document)
        for ruling in rulings
        for movement in extract.movements
    )
