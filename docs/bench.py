"""Timings of the command on a folder of reports: `python docs/bench.py [REPORTS]` (default: seeds/).

Prints medians in seconds, on the clock and of the processor: help, a first build (index compiled), a
warm build, and the split of a warm build into imports, loading (gazetteer and language model) and the
work itself. Compare ratios of one run only: machines are noisy.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
SPLIT = """
import sys, time
def now():
    return time.perf_counter(), time.process_time()
marks = [now()]
from geo import layers, page, pipeline
from geo.records import Document
from geo.settings import Settings
from pathlib import Path
marks.append(now())
settings = Settings(gazetteer=(Path("gazetteer"),), out=Path(sys.argv[2]), cache=Path(sys.argv[3]))
state = pipeline.state_of(settings)
pipeline.extract_document(Document("x", "x", "Villagers fled Gao for Niamey."), settings, state)
marks.append(now())
pipeline.build([sys.argv[1]], settings=settings)
marks.append(now())
for before, after in zip(marks, marks[1:]):
    print(after[0] - before[0], after[1] - before[1])
"""

Pair = tuple[float, float]


def seconds(*command: str) -> Pair:
    """Seconds on the clock and of the processor for one run of a command."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(what: str, pairs: list[Pair]) -> None:
    """Print the medians of several runs."""
    clock, processor = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{what:<26} {clock:6.2f} {processor:6.2f}")


def main() -> None:
    """Print the table."""
    reports = sys.argv[1] if len(sys.argv) > 1 else "seeds"
    geo = [sys.executable, "-m", "geo"]
    print(f"{'':<26} {'clock':>6} {'cpu':>6}")
    with tempfile.TemporaryDirectory() as name:
        out, cache = str(Path(name) / "out"), str(Path(name) / "cache")
        build = [*geo, "build", reports, "-o", out, "--cache", cache]
        row("geo --help", [seconds(*geo, "--help") for _ in range(RUNS)])
        row("first build (compiles)", [seconds(*build)])
        row("warm build", [seconds(*build) for _ in range(RUNS)])
        split = [sys.executable, "-c", SPLIT, reports, out, cache]
        runs = [subprocess.run(split, check=True, capture_output=True, text=True).stdout for _ in range(RUNS)]
        tables = [[tuple(map(float, line.split())) for line in run.splitlines()] for run in runs]
        for number, what in enumerate(("  imports", "  loading", "  work")):
            row(what, [(table[number][0], table[number][1]) for table in tables])


if __name__ == "__main__":
    main()
