"""The straight line from reports to a map.

path -> documents.read -> language.read -> places.resolve -> relations.find -> geometry.draw
     -> claims.merge -> layers.arrange -> page.render, exports.write
"""

from __future__ import annotations

import gc
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar

from geo import claims as claims_room
from geo import (
    contract,
    documents,
    exports,
    geometry,
    language,
    parallel,
    places,
    recall,
    relations,
    report,
    safety,
)
from geo.errors import InputError, SettingsError
from geo.gazetteer import files as gazetteer_files
from geo.gazetteer import open_gazetteer, packaged_rows, prepare
from geo.gazetteer.index import cache_folder
from geo.records import (
    Atlas,
    Claim,
    Document,
    Drawing,
    Extract,
    Gazetteer,
    Movement,
    Problem,
    Progress,
    Reading,
    Region,
    Remade,
    Resolution,
    Standing,
)

if TYPE_CHECKING:
    from geo.gazetteer import OpenGazetteer
    from geo.schema import Layers
    from geo.settings import ClaimSettings, Settings

FORMATS = ("html", "geojson", "csv", "geoparquet")
"""Output formats that ``build`` can write beside ``report.json``."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made: the files written, the counts, and all that a person should know."""

    files: tuple[Path, ...]
    counts: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    """What the map says of positions that it gives less exactly than they are known."""
    page: Mapping[str, Any] = field(default_factory=dict)
    """How large the page is, and what of it is counted and not shown one by one, for the build report."""

    @property
    def complete(self) -> bool:
        """Whether nothing was left out: no report skipped, no gazetteer row refused."""
        return not any(problem.severity == "error" for problem in self.problems)


class Merge(Protocol):
    """How claims are merged: in memory, or out of core."""

    def __call__(self, extracts: Iterable[Extract], *, settings: ClaimSettings) -> tuple[Claim, ...]:
        """As ``claims.merge``."""


class Known(Gazetteer, Atlas, Protocol):
    """The gazetteer as it holds for one report."""


Made = TypeVar("Made")
Page = tuple[Document, Known]
"""A report and what is known of the world where it is read."""
Related = tuple[tuple[Region, ...], tuple[Movement, ...], tuple[Standing, ...]]
Drawn = tuple[tuple[Drawing, ...], tuple[Drawing, ...], tuple[Drawing, ...]]
"""Drawings of regions, movements and situations."""


@dataclass(frozen=True, slots=True)
class Line:
    """Opened once a process: the gazetteer and the language model."""

    gazetteer: OpenGazetteer
    reader: language.Reader


_COLLECTOR = 200_000, 50, 1_000
"""When the collector looks for cycles, which reading makes few of: 5 to 10 % faster than by default."""

State = tuple[str | None, ...]
"""Digests of a person's gazetteer files: what a correction changes."""


def state_of(settings: Settings) -> State:
    """The contents of the gazetteer files as they stand now."""
    return tuple(report.digest(path) for path in gazetteer_files(settings.gazetteer))


def settle() -> None:
    """Take what is there for lasting: the collector need not look through it again and again.

    What an earlier gazetteer left in cycles goes first, else every correction of a long session would stay.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()


@lru_cache(maxsize=2)
def open_line(settings: Settings, state: State) -> Line:  # noqa: ARG001  (a corrected file is opened anew)
    """What reports are read with; ``state`` is ``state_of(settings)``."""
    gazetteer = open_gazetteer(settings.gazetteer, cache=settings.cache)
    settle()
    gc.set_threshold(*_COLLECTOR)
    parallel.keep_memory()
    return Line(gazetteer, language.Reader(settings.language))


def extract_document(document: Document, settings: Settings, state: State) -> Extract:
    """Everything understood of one document, on its own; ``state`` is ``state_of(settings)``."""
    return extract_documents([document], settings, state)[0]


def extract_documents(batch: Sequence[Document], settings: Settings, state: State) -> list[Extract]:
    """As ``extract_document``, of several at once, which is faster; none depends on the others."""
    line = open_line(settings, state)
    pages: list[Page] = [(document, line.gazetteer.within(document)) for document in batch]
    memory = open_memory(settings, state)
    if memory is None:
        return understand(pages, read_pages(pages, line, settings), line, settings)
    read = partial(read_pages, line=line, settings=settings)
    return memory.through(pages, read=read, understand=partial(understand, line=line, settings=settings))


UNDERSTANDING = (
    *("language", "places", "relations", "geometry", "gazetteer", "coordinates", "recall", "records"),
    *("safety.py", "packing.py", "pipeline.py"),
)
"""Rooms that what is understood of a report depends on, beside its text, the settings and the gazetteer."""
LIBRARIES = ("spacy", "numpy", "shapely", "pyproj", "geographiclib", "rapidfuzz", "anyascii", "mgrs", "utm")
"""Libraries that it depends on, beside the language model."""


@lru_cache(maxsize=2)
def open_memory(settings: Settings, state: State) -> recall.Memory | None:
    """What was understood of reports before, where it is kept; ``state`` is ``state_of(settings)``."""
    if not settings.recall.keep or report.version_of(settings.language.model) == report.ABSENT:
        return None
    gazetteer = open_line(settings, state).gazetteer
    code = recall.code_digest(Path(__file__).parent, UNDERSTANDING)
    if code is None:
        return None
    blunt = settings.page.round_km, settings.page.suppress
    asked = settings.language, settings.places, settings.geometry, settings.places_only, blunt
    versions = [report.version_of(name) for name in (*LIBRARIES, settings.language.model)]
    layers = state, report.digest(packaged_rows()), [dump.about for dump in gazetteer.dumps]
    return recall.Memory(
        recall.Shelf(extracts_folder(settings.cache), limit=settings.recall.most_mb * 1_000_000),
        basis=_digest_of((code, sys.version_info[:2], versions, asked)),
        state=_digest_of(layers),
        rows=(name for row in gazetteer.written for name in (row.name, *row.aliases)),
        rulings=gazetteer.rulings,
    )


def extracts_folder(cache: Path | None) -> Path:
    """Where what was understood of reports is kept."""
    return cache_folder(cache) / "extracts"


def read_pages(pages: Sequence[Page], line: Line, settings: Settings) -> list[Reading]:
    """What the words of some reports say, each on its own."""
    if settings.places_only:
        return language.read_names(pages, settings=settings.language)
    return language.read_all(pages, reader=line.reader)


def understand(
    pages: Sequence[Page], readings: Sequence[Reading], line: Line, settings: Settings
) -> list[Extract]:
    """What was read in some reports with its places, and all that is drawn of it."""
    found = []
    for page, reading, placed in zip(pages, readings, resolve(pages, readings, settings), strict=True):
        blunt, related = meant(reading, placed, relate(page, reading, placed, line), settings)
        found.append(assemble(page, reading, blunt, related, draw(related, page, settings)))
    return found


def resolve(
    pages: Sequence[Page], readings: Sequence[Reading], settings: Settings
) -> tuple[tuple[Resolution, ...], ...]:
    """The places of all names that were read in some reports."""
    mentions = [reading.mentions for reading in readings]
    return places.resolve_all(
        [document for document, _ in pages],
        mentions,
        [gazetteer for _, gazetteer in pages],
        settings=settings.places,
    )


def relate(page: Page, reading: Reading, placed: tuple[Resolution, ...], line: Line) -> Related:
    """What a report tells of the places that were found in it."""
    regions, movements, standings = relations.find(page[0], reading, placed)
    return regions, relations.ruled(movements, page[0], line.gazetteer.rulings), standings


def meant(
    reading: Reading, placed: tuple[Resolution, ...], related: Related, settings: Settings
) -> tuple[tuple[Resolution, ...], Related]:
    """Places and what is told of them, as exactly as the map may show them."""
    if not settings.page.blunt:
        return placed, related
    found = safety.blunted(safety.Meaning(placed, *related), reading.mentions, settings=settings.page)
    return found.resolutions, (found.regions, found.movements, found.standings)


def draw(related: Related, page: Page, settings: Settings) -> Drawn:
    """The drawings of all that a report tells, in its order."""
    regions, movements, standings = related
    areas, arrows = geometry.draw(regions, movements, page[1], settings=settings.geometry)
    symbols = geometry.draw_standings(standings, areas, page[1], settings=settings.geometry)
    if settings.page.round_km:
        areas, arrows = safety.unmeasured(areas), safety.unmeasured(arrows)
    return areas, arrows, symbols


def assemble(
    page: Page, reading: Reading, placed: tuple[Resolution, ...], related: Related, drawn: Drawn
) -> Extract:
    """All that was understood of a report, with what is doubtful in it."""
    document = page[0]
    regions, movements, standings = related
    areas, arrows, symbols = drawn
    warnings = [
        Problem("coordinates", warning, source=document.source, start=mention.start, end=mention.end)
        for mention, resolution in zip(reading.mentions, placed, strict=True)
        for warning in resolution.warnings
    ]
    warnings += (
        Problem("geometry", warning, source=document.source)
        for drawing in (*areas, *arrows)
        for warning in drawing.warnings
    )
    return Extract(
        document=document,
        reading=reading,
        resolutions=placed,
        regions=regions,
        movements=movements,
        region_drawings=areas,
        movement_drawings=arrows,
        problems=tuple(dict.fromkeys(warnings)),
        standings=standings,
        standing_drawings=symbols,
    )


def extract(
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Iterator[Extract | Problem]:
    """Read reports and give one Extract a document, in the order of the inputs.

    A file or line that cannot be read comes out as a Problem in its place; the rest goes on.
    """
    return made_of(_itself, paths, settings=settings, stdin=stdin, progress=progress)


def made_of(
    make: Callable[[Extract], Made],
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Iterator[Made | Problem]:
    """As ``extract``, with what a picklable ``make`` makes of each Extract, where it was read."""
    prepare(cache=settings.cache, progress=progress)
    state = state_of(settings)
    yield from open_line(settings, state).gazetteer.problems
    problems: list[Problem] = []
    chosen = list(paths) or [documents.bundled_seeds()]
    found = _readable(documents.read(chosen, settings=settings.documents, stdin=stdin), problems)
    work = partial(_made, make, settings=settings, state=state)
    memory = open_memory(settings, state)
    known = None if memory is None else partial(_known, make, memory=memory, line=open_line(settings, state))
    results = parallel.batched(work, found, executor=settings.executor, known=known)
    for done, result in enumerate(results, 1):
        yield from _drained(problems)
        yield result
        if progress:
            progress(done, 0, "reading reports")
    yield from _drained(problems)
    if memory is not None:
        memory.shelf.trim()


def _itself(extract: Extract) -> Extract:
    return extract


def _known(
    make: Callable[[Extract], Made], document: Document, *, memory: recall.Memory, line: Line
) -> Made | None:
    found = memory.find(document, line.gazetteer.within(document))
    return None if found is None else make(found)


def _made(
    make: Callable[[Extract], Made], batch: Sequence[Document], *, settings: Settings, state: State
) -> list[Made]:
    return [make(one) for one in extract_documents(batch, settings, state)]


def _readable(found: Iterable[Document | Problem], problems: list[Problem]) -> Iterator[Document]:
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item


def _drained(problems: list[Problem]) -> list[Problem]:
    drained = list(problems)
    problems.clear()
    return drained


def to_jsonl(
    extracts: Sequence[Extract], *, settings: Settings, merge: Merge = claims_room.merge
) -> Iterator[str]:
    """Lines of the extraction contract, with the claims merged over all the documents."""
    merged = merge(extracts, settings=settings.claims)
    claim_of: dict[int, dict[int, str]] = {}
    for claim in merged:
        for document, movement in claim.members:
            claim_of.setdefault(document, {})[movement] = claim.id
    for index, item in enumerate(extracts):
        shown = safety.masked(item, settings=settings.page)
        yield contract.to_json(shown, claims=claim_of.get(index), demonyms=settings.demonyms)


def build(
    paths: Sequence[str | Path],
    *,
    settings: Settings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Build:
    """Draw the map of the reports: ``index.html``, the layers as files, and ``report.json``.

    Raises InputError when no report could be read, OutputError when nothing can be written; the last
    map then stays as it was.
    """
    check_formats(settings.formats)
    extracts, problems = _split(extract(paths, settings=settings, stdin=stdin, progress=progress))
    if not extracts:
        raise InputError(nothing_read(paths, problems))
    return finish(extracts, problems, settings=settings)


def finish(  # noqa: PLR0913
    extracts: Iterable[Extract],
    problems: Sequence[Problem],
    *,
    settings: Settings,
    live: bool = False,
    shown: Callable[[], None] | None = None,
    merge: Merge = claims_room.merge,
) -> Build:
    """Write the map of what was understood of some reports, and all that ``build`` writes beside it.

    They are gone through several times, one after the other.
    A ``live`` page looks whether it was built anew, and shows itself again when it was. It is written
    before all else, and ``shown`` is called.
    """
    from geo import layers  # noqa: PLC0415  (0.7 s of geopandas that only a build needs)

    gc.set_threshold(*_COLLECTOR)
    parallel.keep_memory()
    if settings.page.blunt:
        extracts = Remade(extracts, partial(safety.masked, settings=settings.page))
        problems = [replace(one, message=safety.plain(one.message)) for one in problems]
    account, survey, notice = report.Account(), layers.Survey(), safety.Notice(settings.page)
    lookers = [survey.see, notice.see, *([] if live else [account.see])]
    merged = merge(report.seen(extracts, lookers), settings=settings.claims)
    arranged = layers.arrange(extracts, merged, settings=settings.page, survey=survey)
    arranged = replace(arranged, safety=notice.said())
    files, page = _page(arranged, settings, live=live)
    if live:  # somebody waits for it
        exports.write(files)
        if shown:
            shown()
        for item in extracts:
            account.see(item)
    counts = account.told(len(merged), arranged)
    told = Build((), tuple(counts.items()), (*problems, *account.problems), notice.said(), page)
    rest: dict[Path, exports.Content] = dict(_tables_of(arranged, settings, whole="aggregated" in page))
    rest[settings.out / "report.json"] = report.written(account, merged, told, settings)
    exports.write(rest if live else files | rest)
    files |= rest
    return replace(told, files=tuple(files))


def check_formats(formats: Sequence[str]) -> None:
    """Raise SettingsError where a format is unknown, or none is given."""
    if not formats:
        raise SettingsError(f"formats: got none, expected some of {', '.join(FORMATS)}")
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise SettingsError(f"format {unknown[0]!r}: expected one of {', '.join(FORMATS)}")


def _split(items: Iterable[Extract | Problem]) -> tuple[list[Extract], tuple[Problem, ...]]:
    extracts: list[Extract] = []
    problems: list[Problem] = []
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            extracts.append(item)
    return extracts, tuple(problems)


def nothing_read(paths: Sequence[str | Path], problems: Sequence[Problem]) -> str:
    """What to say where no report could be read."""
    named = ", ".join(str(path) for path in paths) or "no path"
    why = f" ({problems[-1].message})" if problems else ""
    return f"no report could be read from {named}{why}; give .txt, .md or .jsonl files, or a folder of them"


def _page(
    arranged: Layers, settings: Settings, *, live: bool
) -> tuple[dict[Path, exports.Content], Mapping[str, Any]]:
    """The page, if it is asked for, with what it shows; and of a live one the file that it looks at."""
    from geo import page, sizing  # noqa: PLC0415  (0.6 s of folium that only a build needs)

    if "html" not in settings.formats:
        return {}, {}
    html, told = sizing.fitted(arranged, settings=settings.page, live=live)
    files: dict[Path, exports.Content] = {settings.out / "index.html": html}
    if live:
        files[settings.out / page.SIGNAL] = page.signal(html)
    return files, told


def _tables_of(
    arranged: Layers, settings: Settings, *, whole: bool
) -> Iterator[tuple[Path, exports.Content]]:
    """The layers as files; ``whole``: as GeoParquet too, since the page does not hold them all."""
    frames = {
        "places": arranged.places,
        "regions": arranged.regions,
        "movements": arranged.movements,
        "situations": arranged.situations,
    }
    for name, frame in frames.items():
        if "geojson" in settings.formats:
            yield settings.out / f"{name}.geojson", exports.geojson(frame)
        if "csv" in settings.formats:
            yield settings.out / f"{name}.csv", exports.table(frame)
        if "geoparquet" in settings.formats or (whole and exports.can_write_parquet()):
            yield settings.out / f"{name}.parquet", exports.geoparquet(frame)


def _digest_of(value: object) -> str:
    """Digest of plain values and settings, by what they look like."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()
