"""``geo evaluate --movements FILE...``: movements and regions read against labelled passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.evaluation import movement_table
from geo.evaluation.lines import parsed, read_lines, refused
from geo.evaluation.movement_answers import NOTHING, PassageRead, from_contract, passage_read
from geo.evaluation.movement_labels import Passage, passage
from geo.evaluation.movement_report import brief, figures
from geo.evaluation.movement_scores import Sheet, count_movements
from geo.evaluation.options import Options
from geo.evaluation.outcome import Outcome
from geo.evaluation.reader import document_of, opened, read_whole
from geo.evaluation.region_scores import count_regions
from geo.records import Problem, Progress
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
    passages = _distinct(passages, problems)
    if not passages:
        why = f" ({problems[0].message})" if problems else ""
        raise InputError(f"no labelled passage could be read from {', '.join(map(str, files))}{why}")
    if chosen.predictions:
        reads, missing = _given(passages, chosen.predictions, problems)
    else:
        reports = [document_of(one.line, settings) for one in passages]
        found = read_whole(reports, settings=settings, progress=progress)
        reads, missing = [from_contract(one, str(one.get("id", ""))) for one in found], 0
    problems.extend(opened(settings).problems)
    sheets = [_counted(one, read) for one, read in zip(passages, reads, strict=True)]
    content = _content(sheets, chosen, missing)
    faults = tuple(_row(sheet, fault) for sheet in sheets for fault in sheet.faults)
    return Outcome(content, movement_table.table(content), COLUMNS, faults, tuple(problems))


def _distinct(passages: Sequence[Passage], problems: list[Problem]) -> list[Passage]:
    """Passages without those that say an id a second time in one file."""
    met: dict[tuple[str, str], int] = {}
    kept = []
    for one in passages:
        first = met.setdefault((one.line.source, one.id), one.line.number)
        if first == one.line.number:
            kept.append(one)
        else:
            what = f"id: got {one.id!r} as in line {first}, expected an id of its own"
            problems.append(refused(one.line.source, one.line.number, what))
    return kept


def _given(
    passages: Sequence[Passage], paths: Sequence[Path], problems: list[Problem]
) -> tuple[list[PassageRead], int]:
    """Answers passage by passage from files, and how many passages have none there."""
    reads, faults = parsed(read_lines(paths), passage_read)
    problems.extend(faults)
    by_id = {read.id: read for read in reversed(reads)}
    by_text = {read.text: read for read in reversed(reads) if read.text is not None}
    chosen = []
    for one in passages:
        read = by_id.get(one.id)
        if read is not None and read.text not in {None, one.text}:
            read = None
        chosen.append(read or by_text.get(one.text))
    return [read or NOTHING for read in chosen], sum(read is None for read in chosen)


def _counted(one: Passage, read: PassageRead) -> Sheet:
    sheet = Sheet(one)
    count_movements(sheet, read)
    count_regions(sheet, read)
    return sheet


def _content(sheets: Sequence[Sheet], options: Options, missing: int) -> dict[str, Any]:
    return {
        "evaluation": "movements",
        "bootstrap": options.bootstrap,
        "documents": len({sheet.passage.document for sheet in sheets}),
        "passages_missing": missing,
        "all": _figures(sheets, times=options.bootstrap),
        "by_pool": _by(sheets, lambda one: one.pool),
        "by_source": _by(sheets, lambda one: one.source),
        "by_corpus": _by(sheets, lambda one: one.line.corpus),
    }


def _figures(sheets: Sequence[Sheet], *, times: int) -> dict[str, Any]:
    return figures([(sheet.passage.document, sheet.tally) for sheet in sheets], times=times)


def _by(sheets: Sequence[Sheet], field: Callable[[Passage], str]) -> dict[str, Any]:
    groups: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        groups[field(sheet.passage) or "not stated"].append(sheet)
    return {name: brief(_figures(groups[name], times=0)) for name in sorted(groups)}


def _row(sheet: Sheet, fault: Mapping[str, Any]) -> dict[str, Any]:
    one = sheet.passage
    return {"corpus": one.line.corpus, "passage": one.id, **fault, "text": " ".join(one.text.split())}
