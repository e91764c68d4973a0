"""``geo evaluate CORPUS...``: place names read against labelled texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.evaluation import place_table
from geo.evaluation.given import answers_to, distinct
from geo.evaluation.lines import Span, parsed, read_lines, refused
from geo.evaluation.measures import Tally
from geo.evaluation.options import Options
from geo.evaluation.outcome import Outcome, sentence_at
from geo.evaluation.place_labels import Answer, Labelled, answered, answers_of, labelled
from geo.evaluation.place_report import figures, handed_figures
from geo.evaluation.place_scores import Comparison, compare, count, count_handed, verdicts
from geo.evaluation.reader import documents_of, opened, read_places, read_spans
from geo.evaluation.sphere import distance_km
from geo.evaluation.world_regions import Countries, region_at
from geo.records import Problem, Progress
from geo.settings import Settings

COLUMNS = (
    "corpus", "document", "verdict", "label", "read", "start", "end", "label_lat", "label_lon",
    "read_name", "read_kind", "read_lat", "read_lon", "distance_km", "probability", "sentence",
)  # fmt: skip


def evaluate_places(
    corpora: Sequence[Path],
    *,
    settings: Settings,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Figures of place names on labelled files, by file and over all.

    Raises InputError when no labelled document could be read.
    """
    chosen = options or Options()
    documents, problems = parsed(read_lines(corpora), labelled)
    documents = distinct(documents, problems)
    if not documents:
        raise InputError(_nothing(corpora, problems))
    answers, missing = _answers(documents, settings, chosen, problems, progress)
    gazetteer = opened(settings)
    problems.extend(gazetteer.problems)
    regions = _regions(documents, gazetteer)
    if chosen.gold_spans:
        return _handed(documents, answers, regions, chosen, problems, missing)
    return _found(documents, answers, regions, chosen, problems, missing)


def _nothing(paths: Sequence[Path], problems: Sequence[Problem]) -> str:
    why = f" ({problems[0].message})" if problems else ""
    return f"no labelled document could be read from {', '.join(map(str, paths))}{why}"


# -- answers -------------------------------------------------------------------------------------


def _answers(
    documents: Sequence[Labelled],
    settings: Settings,
    options: Options,
    problems: list[Problem],
    progress: Progress | None,
) -> tuple[list[tuple[Answer, ...]], int]:
    """Answers document by document, and how many documents a file of answers lacks."""
    if options.predictions:
        return _given(documents, options.predictions, problems)
    reports = documents_of((document.line for document in documents), settings, problems)
    if options.gold_spans:
        tasks = [
            (report, [Span(gold.start, gold.end) for gold in document.toponyms])
            for report, document in zip(reports, documents, strict=True)
        ]
        read = read_spans(tasks, settings=settings, progress=progress)
    else:
        read = read_places(reports, settings=settings, progress=progress)
    return [answers_of(one.get("places", [])) for one in read], 0


def _given(
    documents: Sequence[Labelled], paths: Sequence[Path], problems: list[Problem]
) -> tuple[list[tuple[Answer, ...]], int]:
    found = answers_to(documents, paths, answered, problems)
    for at, (document, answers) in enumerate(zip(documents, found, strict=True)):
        if any(answer.end > len(document.text) for answer in answers or ()):
            line, length = document.line, len(document.text)
            what = f"got answers with offsets beyond its {length} characters, expected offsets within it"
            problems.append(refused(line.source, line.number, what))
            found[at] = None
    return [answers or () for answers in found], sum(answers is None for answers in found)


def _regions(documents: Sequence[Labelled], countries: Countries) -> list[list[tuple[str, str]]]:
    known: dict[tuple[float, float], tuple[str, str]] = {}
    for point in {gold.point for document in documents for gold in document.toponyms}:
        known[point] = region_at(*point, countries)
    return [[known[gold.point] for gold in document.toponyms] for document in documents]


# -- figures -------------------------------------------------------------------------------------


def _found(  # noqa: PLR0913, PLR0917 - the parts of one run
    documents: Sequence[Labelled],
    answers: Sequence[tuple[Answer, ...]],
    regions: Sequence[list[tuple[str, str]]],
    options: Options,
    problems: Sequence[Problem],
    missing: int,
) -> Outcome:
    literal = [tuple(one for one in found if not one.demonym) for found in answers]
    demonyms = sum(map(len, answers)) - sum(map(len, literal))
    compared = _compared(documents, literal, options)
    content = _content(documents, _counted(compared, regions, options), options, missing)
    if demonyms:
        tallies = _counted(_compared(documents, answers, options), regions, options)
        _add_with_demonyms(content, documents, tallies, demonyms, options)
    faults = tuple(row for one in compared for row in _fault_rows(one))
    return Outcome(content, place_table.found(content), COLUMNS, faults, tuple(problems))


def _compared(
    documents: Sequence[Labelled], answers: Sequence[tuple[Answer, ...]], options: Options
) -> list[Comparison]:
    return [
        compare(document, found, km=options.km) for document, found in zip(documents, answers, strict=True)
    ]


def _counted(
    compared: Sequence[Comparison], regions: Sequence[list[tuple[str, str]]], options: Options
) -> list[Tally]:
    return [count(one, where, km=options.km) for one, where in zip(compared, regions, strict=True)]


def _content(
    documents: Sequence[Labelled], tallies: Sequence[Tally], options: Options, missing: int
) -> dict[str, Any]:
    make = handed_figures if options.gold_spans else figures
    corpora = {name: make(of, times=options.bootstrap) for name, of in _by_corpus(documents, tallies).items()}
    return {
        "evaluation": "places",
        "km": options.km,
        "bootstrap": options.bootstrap,
        "gold_spans": options.gold_spans,
        "documents_missing": missing,
        "all": make(tallies, times=options.bootstrap),
        "corpora": corpora,
    }


def _by_corpus(documents: Sequence[Labelled], tallies: Sequence[Tally]) -> dict[str, list[Tally]]:
    groups: dict[str, list[Tally]] = {}
    for document, tally in zip(documents, tallies, strict=True):
        groups.setdefault(document.line.corpus, []).append(tally)
    return groups


def _add_with_demonyms(
    content: dict[str, Any],
    documents: Sequence[Labelled],
    tallies: Sequence[Tally],
    demonyms: int,
    options: Options,
) -> None:
    """Put the same figures with people's words and adjectives counted as names beside the others."""
    content["demonyms"] = demonyms
    again = _content(documents, tallies, options, content["documents_missing"])
    content["all"]["with_demonyms"] = again["all"]
    for name, corpus in content["corpora"].items():
        corpus["with_demonyms"] = again["corpora"][name]


def _handed(  # noqa: PLR0913, PLR0917 - the parts of one run
    documents: Sequence[Labelled],
    answers: Sequence[tuple[Answer, ...]],
    regions: Sequence[list[tuple[str, str]]],
    options: Options,
    problems: Sequence[Problem],
    missing: int,
) -> Outcome:
    tallies = [
        count_handed(document, found, where, km=options.km)
        for document, found, where in zip(documents, answers, regions, strict=True)
    ]
    content = _content(documents, tallies, options, missing)
    faults = tuple(
        row
        for compared in _compared(documents, answers, options)
        for row in _fault_rows(compared)
        if row["label"]
    )
    return Outcome(content, place_table.handed(content), COLUMNS, faults, tuple(problems))


# -- review --------------------------------------------------------------------------------------


def _fault_rows(compared: Comparison) -> list[dict[str, Any]]:
    """Rows of a spreadsheet, in the order of the text."""
    document = compared.document
    wrong, false = verdicts(compared)
    rows = [
        {
            **_place_of(document, gold.start, gold.end),
            **_read(document, answer),
            "verdict": verdict,
            "label": gold.text,
            "label_lat": gold.point[0],
            "label_lon": gold.point[1],
            "distance_km": round(distance_km(gold.point, answer.point), 1)
            if answer and answer.point
            else None,
        }
        for gold, answer, verdict in wrong
    ]
    rows += [
        {
            **_place_of(document, answer.start, answer.end),
            **_read(document, answer),
            "verdict": "false",
            "label": None,
        }
        for answer in false
    ]
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _place_of(document: Labelled, start: int, end: int) -> dict[str, Any]:
    return {
        "corpus": document.line.corpus,
        "document": document.id,
        "start": start,
        "end": end,
        "sentence": sentence_at(document.text, start, end),
    }


def _read(document: Labelled, answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    lat, lon = answer.point or (None, None)
    return {
        "read": document.text[answer.start : answer.end],
        "read_name": answer.name,
        "read_kind": answer.kind,
        "read_lat": lat,
        "read_lon": lon,
        "probability": answer.probability,
    }
