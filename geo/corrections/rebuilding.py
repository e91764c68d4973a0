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
from geo.pipeline import Build, Drawn, Line, Page, Related, State
from geo.records import Document, Extract, Problem, Progress, Reading, Ruling
from geo.settings import Settings


@dataclass(frozen=True, slots=True)
class Known:
    """What was understood of a report, and what it asked: to find its names, to place them, to draw."""

    extract: Extract
    naming: Questions
    placing: Questions
    drawing: Questions


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
            pipeline.settle()

    def close(self) -> None:
        """Leave the map as ``pipeline.build`` makes it, which nothing keeps up to date."""
        self.draw(live=False)
        (self.settings.out / page.SIGNAL).unlink(missing_ok=True)

    def _affected(
        self, texts: Sequence[Document], old: Line | None, new: Line
    ) -> tuple[list[Document], list[Known]]:
        """Reports to read again, and those whose words stand but whose places must be sought again.

        The latter come with their drawings if these hold for all that is drawn as before.
        """
        if old is None:
            return list(texts), []
        edit = Edit(old.gazetteer, new.gazetteer)
        ruled = set(old.gazetteer.rulings) ^ set(new.gazetteer.rulings)
        naming: list[Document] = []
        placing: list[Known] = []
        for document in texts:
            known = self._known.get(document)
            if known is None or edit.rereads(document, known.naming):
                naming.append(document)
            elif edit.replaces(document, known.drawing):
                placing.append(replace(known, extract=_undrawn(known.extract)))
            elif edit.replaces(document, known.placing) or _is_ruled(known.extract, ruled):
                placing.append(known)
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

    def _place(self, before: Sequence[Known], line: Line) -> None:
        noted = [Noted(line.gazetteer.within(known.extract.document)) for known in before]
        found = _placed(before, noted, line, self.settings)
        self._known.update((known.extract.document, known) for known in found)


def _noted_batch(batch: Sequence[Document], settings: Settings, state: State) -> list[Known]:
    return _noted(batch, pipeline.open_line(settings, state), settings)


def _noted(texts: Sequence[Document], line: Line, settings: Settings) -> list[Known]:
    """Reports read from the start, with all that each asked."""
    noted = [Noted(line.gazetteer.within(document)) for document in texts]
    readings = pipeline.read_pages(list(zip(texts, noted, strict=True)), line, settings)
    known = [
        Known(_nothing(document, reading), asked.turn(), Questions(), Questions())
        for document, reading, asked in zip(texts, readings, noted, strict=True)
    ]
    return _placed(known, noted, line, settings)


def _placed(before: Sequence[Known], noted: Sequence[Noted], line: Line, settings: Settings) -> list[Known]:
    """Reports placed and drawn, with all that each asked; the same is not drawn again."""
    pages: list[Page] = [(known.extract.document, own) for known, own in zip(before, noted, strict=True)]
    resolved = pipeline.resolve(pages, [known.extract.reading for known in before], settings)
    placing = [own.turn() for own in noted]
    found = []
    for sheet, placed, known, asked, own in zip(pages, resolved, before, placing, noted, strict=True):
        reading = known.extract.reading
        related = pipeline.relate(sheet, reading, placed, line)
        blunt, related = pipeline.meant(reading, placed, related, settings)
        drawn, drawing = _drawn(known.extract), known.drawing
        if drawn is None or related != _related(known.extract):
            drawn, drawing = pipeline.draw(related, sheet, settings), own.turn()
        extract = pipeline.assemble(sheet, reading, blunt, related, drawn)
        found.append(Known(extract, known.naming, asked, drawing))
    return found


def _nothing(document: Document, reading: Reading) -> Extract:
    """A report of which only the words are read."""
    return Extract(document, reading, (), (), (), (), ())


def _undrawn(extract: Extract) -> Extract:
    """A report without its drawings."""
    return replace(extract, region_drawings=(), movement_drawings=(), standing_drawings=())


def _related(extract: Extract) -> Related:
    return extract.regions, extract.movements, extract.standings


def _drawn(extract: Extract) -> Drawn | None:
    """The drawings of a report, None where there are none."""
    drawn = extract.region_drawings, extract.movement_drawings, extract.standing_drawings
    return drawn if any(drawn) else None


def _is_ruled(extract: Extract, rulings: Iterable[Ruling]) -> bool:
    """Whether one of some rulings speaks of a movement of a report."""
    return any(
        relations.speaks_of(ruling, movement, extract.document)
        for ruling in rulings
        for movement in extract.movements
    )
