"""One partition made: the function that runs in every worker, here and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo import documents, pipeline, safety
from geo.documents import Input, inputs
from geo.errors import GeoError, InputError
from geo.harvest.job import Job, as_given, unpacked
from geo.parallel import BATCH
from geo.partitions import Done, Fault, Folder, Part, Piece, packed
from geo.records import Document, Extract, Problem
from geo.settings import Settings

MARK = "_run-"
"""Beginning of the name of the file by which a worker knows the folder."""


def make(part: Part, job: Job) -> Done:
    """Make a partition and put it in its place.

    A report that raises is set aside as a Fault. Raises InputError where a file has gone or changed, and the
    error itself where it befalls every report: then the fault is not theirs.
    """
    settings, state = unpacked(job)
    found: list[Document] = []
    problems: list[tuple[int, Problem]] = []
    for item in _read(part, settings):
        if isinstance(item, Document):
            found.append(item)
        else:
            blunt = settings.page.blunt
            told = replace(item, message=safety.plain(item.message)) if blunt else item
            problems.append((len(found), told))
    faults: list[tuple[int, Fault]] = []
    extracts = (
        safety.masked(as_given(extract, job), settings=settings.page)
        for first in range(0, len(found), BATCH)
        for extract in _understood(found[first : first + BATCH], first, settings, state, faults)
    )
    data, done = packed(
        part,
        extracts,
        fingerprint=job.fingerprint,
        faults=(fault for _, fault in faults),  # known once all extracts were made
        problems=_shifted(problems, faults),
    )
    if len(faults) == len(found) >= _ALL:
        raise RuntimeError(f"every report of it raises, the last one {faults[-1][1].error}")
    folder = Folder(job.out)
    if folder.read(MARK + job.token) is None:
        return replace(done, data=data)
    folder.write_part(done.name, data)
    return done


def load(settings: Settings) -> None:
    """Read a sentence, so that this process holds what its copies then share: code, models, word tables."""
    line = pipeline.open_line(settings, pipeline.state_of(settings))
    report = Document("", "", "Villagers fled Gao for Niamey.")
    pages = [(report, line.gazetteer.within(report))]
    pipeline.understand(pages, pipeline.read_pages(pages, line, settings), line, settings)


def counted(piece: Piece, job: Job) -> int:
    """Records of a file."""
    source = Input(piece.path, piece.source, piece.stamp)
    return documents.count(source, settings=job.settings.documents)


def _shifted(
    problems: Sequence[tuple[int, Problem]], faults: Sequence[tuple[int, Fault]]
) -> Iterator[tuple[int, Problem]]:
    """Problems with the number of reports before them of which something was understood."""
    for at, problem in problems:
        yield at - sum(gone < at for gone, _ in faults), problem


def _read(part: Part, settings: Settings) -> Iterator[Document | Problem]:
    for piece in part.pieces:
        if isinstance(piece, Problem):
            yield piece
            continue
        now = [one for one in inputs([piece.path]) if isinstance(one, Input)]
        if [one.stamp for one in now] != [piece.stamp]:
            raise InputError(f"{piece.path}: has gone or changed since the run began; run it again")
        source = Input(piece.path, piece.source, piece.stamp)
        yield from documents.read_part(
            source, settings=settings.documents, first=piece.first, stop=piece.stop
        )


def _understood(
    batch: Sequence[Document],
    first: int,
    settings: Settings,
    state: pipeline.State,
    faults: list[tuple[int, Fault]],
) -> list[Extract]:
    """Extracts of a batch; where it raises, of one report after the other."""
    try:
        return pipeline.extract_documents(batch, settings, state)
    except _NOT_THEIRS:
        raise
    except Exception:  # noqa: BLE001  (whatever a hostile text brings about)
        found = []
        for at, document in enumerate(batch, first):
            try:
                found.append(pipeline.extract_document(document, settings, state))
            except _NOT_THEIRS:
                raise
            except Exception as error:  # noqa: BLE001
                told = " ".join(f"{type(error).__name__}: {error}".split())
                faults.append((at, Fault(document.id, document.source, told)))
        return found


_NOT_THEIRS = (GeoError, OSError, MemoryError)
"""Errors that a report does not bring about."""
_ALL = 8
"""So many reports that all raise are not to blame."""
