"""Running the program over labelled texts and over reports, as ``geo extract`` would."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from geo import contract, language, parallel, pipeline, places
from geo.documents.jsonl import read_lines
from geo.evaluation.lines import Line, Span
from geo.gazetteer import OpenGazetteer, open_gazetteer, prepare
from geo.records import Document, Extract, Mention, Problem, Progress, Reading
from geo.settings import Settings

Read = dict[str, Any]
"""An extract in the words of the contract, or a part of it."""


def documents_of(lines: Iterable[Line], settings: Settings, problems: list[Problem]) -> list[Document | None]:
    """The reports that labelled lines hold, read as any other line of reports; None where that fails."""
    return [_document(line, settings, problems) for line in lines]


def _document(line: Line, settings: Settings, problems: list[Problem]) -> Document | None:
    found = list(read_lines(io.BytesIO(line.data), line.source, settings=settings.documents))
    faults = [item for item in found if isinstance(item, Problem) and item.severity == "error"]
    problems.extend(_placed(fault, line) for fault in faults)
    return next((item for item in found if isinstance(item, Document)), None)


def _placed(fault: Problem, line: Line) -> Problem:
    """A fault of a line that was read alone, with the line's own number."""
    what = fault.message.removeprefix(f"{line.source}, line 1: ")
    return replace(fault, message=f"{line.source}, line {line.number}: {what}", line=line.number)


def read_whole(
    documents: Iterable[Document | None], *, settings: Settings, progress: Progress | None = None
) -> Iterator[Read]:
    """Everything understood of each document, in order; nothing of one that could not be read."""
    yield from _run(_whole, documents, settings, progress)


def read_places(
    documents: Iterable[Document | None], *, settings: Settings, progress: Progress | None = None
) -> Iterator[Read]:
    """The names of each document and what they mean, without the language model."""
    yield from _run(_whole, documents, replace(settings, places_only=True), progress)


def read_spans(
    tasks: Iterable[tuple[Document | None, Sequence[Span]]],
    *,
    settings: Settings,
    progress: Progress | None = None,
) -> Iterator[Read]:
    """What names mean whose spans are handed over, in the order of the spans."""
    yield from _run(_resolved, tasks, settings, progress)


def opened(settings: Settings) -> OpenGazetteer:
    """The gazetteer of the settings, opened once while its files stay as they are."""
    return _opened(settings.gazetteer, settings.cache, pipeline.state_of(settings))


def _run(
    work: Callable[..., list[Read]],
    tasks: Iterable[Any],
    settings: Settings,
    progress: Progress | None,
) -> Iterator[Read]:
    prepare(cache=settings.cache, progress=progress)
    step = partial(work, settings=settings, state=pipeline.state_of(settings))
    for done, read in enumerate(parallel.batched(step, tasks, executor=settings.executor), 1):
        yield read
        if progress:
            progress(done, 0, "reading texts")


def _whole(batch: Sequence[Document | None], settings: Settings, state: pipeline.State) -> list[Read]:
    there = [document for document in batch if document is not None]
    extracts = iter(pipeline.extract_documents(there, settings, state))
    return [
        contract.to_dict(next(extracts), demonyms=True) if document is not None else {} for document in batch
    ]


def _resolved(
    batch: Sequence[tuple[Document | None, Sequence[Span]]], settings: Settings, state: pipeline.State
) -> list[Read]:
    gazetteer = _opened(settings.gazetteer, settings.cache, state)
    return [
        _resolved_one(document, spans, gazetteer.within(document), settings) if document is not None else {}
        for document, spans in batch
    ]


def _resolved_one(
    document: Document, spans: Sequence[Span], gazetteer: OpenGazetteer, settings: Settings
) -> Read:
    # names that the reader would doubt are kept: what it knows of them (kind words, containers) still helps
    eager = replace(settings.language, min_name_score=0.0, min_unlisted_score=0.0)
    own = language.find_mentions(document, gazetteer, settings=eager)
    mentions = _handed(document.text, spans, own)
    resolutions = places.resolve(document, mentions, gazetteer, settings=settings.places)
    reading = Reading(document.id, (), tuple(mentions), (), ())
    return contract.to_dict(Extract(document, reading, resolutions, (), (), (), ()), demonyms=True)


def _handed(text: str, spans: Sequence[Span], own: Sequence[Mention]) -> list[Mention]:
    """The spans as mentions; what the reader knows of a name it found itself is kept."""
    known = {(mention.start, mention.end): mention for mention in own}
    order = {(span.start, span.end): at for at, span in enumerate(spans)}
    handed = []
    for span in spans:
        mention = known.get((span.start, span.end)) or Mention(
            span.start, span.end, text[span.start : span.end]
        )
        container, at = (_moved(index, own, order) for index in (mention.container, mention.at))
        handed.append(replace(mention, container=container, at=at))
    return handed


def _moved(index: int | None, own: Sequence[Mention], order: Mapping[tuple[int, int], int]) -> int | None:
    """Where a mention that another one points to stands among the spans handed over, if it does."""
    return None if index is None else order.get((own[index].start, own[index].end))


@lru_cache(maxsize=2)
def _opened(paths: tuple[Path, ...], cache: Path | None, state: pipeline.State) -> OpenGazetteer:  # noqa: ARG001
    return open_gazetteer(paths, cache=cache)
