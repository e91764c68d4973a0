"""Timings of the command on a folder of reports: `python docs/bench.py [REPORTS]` (default: seeds/).

Prints medians in seconds: help, a first build (index compiled), a warm build, and the split of a warm
build into imports, loading (gazetteer and language model) and the work itself. Compare ratios of one
run only: machines are noisy.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
SPLIT = """
import sys, time
start = time.perf_counter()
from geo import layers, page, pipeline
from geo.settings import Settings
from pathlib import Path
imported = time.perf_counter()
settings = Settings(gazetteer=(Path("gazetteer"),), out=Path(sys.argv[2]), cache=Path(sys.argv[3]))
line = pipeline._line(settings)
line.reader.load()
loaded = time.perf_counter()
pipeline.build([sys.argv[1]], settings=settings)
print(imported - start, loaded - imported, time.perf_counter() - loaded)
"""


def seconds(*command: str) -> float:
    """Wall seconds of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    reports = sys.argv[1] if len(sys.argv) > 1 else "seeds"
    geo = [sys.executable, "-m", "geo"]
    with tempfile.TemporaryDirectory() as name:
        out, cache = str(Path(name) / "out"), str(Path(name) / "cache")
        build = [*geo, "build", reports, "-o", out, "--cache", cache]
        print(
            f"geo --help               {statistics.median(seconds(*geo, '--help') for _ in range(RUNS)):6.2f}"
        )
        print(f"first build (compiles)   {seconds(*build):6.2f}")
        print(f"warm build               {statistics.median(seconds(*build) for _ in range(RUNS)):6.2f}")
        splits = []
        for _ in range(RUNS):
            done = subprocess.run(
                [sys.executable, "-c", SPLIT, reports, out, cache], check=True, capture_output=True, text=True
            )
            splits.append([float(part) for part in done.stdout.split()])
        for what, column in zip(("imports", "loading", "work"), zip(*splits, strict=True), strict=True):
            print(f"  {what:<22} {statistics.median(column):6.2f}")


if __name__ == "__main__":
    main()
