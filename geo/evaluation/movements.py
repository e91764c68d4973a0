"""``geo evaluate --movements FILE...``: movements and regions read against labelled passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.evaluation import movement_table
from geo.evaluation.given import answers_to, distinct
from geo.evaluation.lines import parsed, read_lines
from geo.evaluation.movement_answers import NOTHING, PassageRead, from_contract, passage_read
from geo.evaluation.movement_labels import Passage, passage
from geo.evaluation.movement_report import brief, figures
from geo.evaluation.movement_scores import Sheet, count_movements
from geo.evaluation.options import Options
from geo.evaluation.outcome import Outcome
from geo.evaluation.reader import documents_of, opened, read_whole
from geo.evaluation.region_scores import count_regions
from geo.records import Progress
from geo.settings import Settings

COLUMNS = ("corpus", "passage", "fault", "trigger", "label", "read", "text")


def evaluate_movements(
    files: Sequence[Path],
    *,
    settings: Settings,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Figures of movements and regions on labelled passages, over all and by pool, source and file.

    Raises InputError when no labelled passage could be read.
    """
    chosen = options or Options()
    passages, problems = parsed(read_lines(files), passage)
    passages = distinct(passages, problems)
    if not passages:
        why = f" ({problems[0].message})" if problems else ""
        raise InputError(f"no labelled passage could be read from {', '.join(map(str, files))}{why}")
    if chosen.predictions:
        given = answers_to(passages, chosen.predictions, passage_read, problems)
        reads, missing = [read or NOTHING for read in given], given.count(None)
    else:
        problems.extend(opened(settings).problems)
        reports = documents_of((one.line for one in passages), settings, problems)
        found = read_whole(reports, settings=settings, progress=progress)
        reads, missing = [from_contract(one) for one in found], 0
    sheets = [_counted(one, read) for one, read in zip(passages, reads, strict=True)]
    strict = [_counted(_strict(one), read) for one, read in zip(passages, reads, strict=True)]
    content = _content(sheets, strict, chosen, missing)
    faults = tuple(_row(sheet, fault) for sheet in sheets for fault in sheet.faults)
    return Outcome(content, movement_table.table(content), COLUMNS, faults, tuple(problems))


def _strict(one: Passage) -> Passage:
    """The passage without other triggers and other fair readings: only what is labelled is right."""
    record = dict(one.line.value)
    for name in ("movements", "regions"):
        items = record.get(name) or ()
        record[name] = [
            {field: value for field, value in item.items() if field not in {"acceptable", "alt_triggers"}}
            for item in items
        ]
    return passage(replace(one.line, value=record))


def _counted(one: Passage, read: PassageRead) -> Sheet:
    sheet = Sheet(one)
    count_movements(sheet, read)
    count_regions(sheet, read)
    return sheet


def _content(
    sheets: Sequence[Sheet], strict: Sequence[Sheet], options: Options, missing: int
) -> dict[str, Any]:
    return {
        "evaluation": "movements",
        "bootstrap": options.bootstrap,
        "documents": len({sheet.passage.document for sheet in sheets}),
        "passages_missing": missing,
        "all": _figures(sheets, times=options.bootstrap),
        "without_fair_readings": _figures(strict, times=0),
        "by_pool": _by(sheets, lambda one: one.pool, times=options.bootstrap),
        "by_source": _by(sheets, lambda one: one.source, times=options.bootstrap),
        "by_corpus": _by(sheets, lambda one: one.line.corpus, times=options.bootstrap),
    }


def _figures(sheets: Sequence[Sheet], *, times: int) -> dict[str, Any]:
    return figures([(sheet.passage.document, sheet.tally) for sheet in sheets], times=times)


def _by(sheets: Sequence[Sheet], field: Callable[[Passage], str], *, times: int) -> dict[str, Any]:
    groups: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        groups[field(sheet.passage) or "not stated"].append(sheet)
    return {name: brief(_figures(groups[name], times=times)) for name in sorted(groups)}


def _row(sheet: Sheet, fault: Mapping[str, Any]) -> dict[str, Any]:
    one = sheet.passage
    return {"corpus": one.line.corpus, "passage": one.id, **fault, "text": " ".join(one.text.split())}
