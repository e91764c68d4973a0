"""How cost grows with the reports: `python docs/bench_scale.py scale|cores COUNT [PATH...]`.

`scale` reads COUNT mixed articles (bench_articles.py) in one process, in a stream, and prints at 1,000,
10,000, 100,000, ... of them and at the last the processor time an article (of all so far, and of the last
thousand) and the most memory held so far; with `--places-only` without movements. `cores` makes lines of them
as `geo extract` does, with one process and with two, in turn, and prints how well two cores are used: by the
clock, and by what the busiest process computes (which other work on the machine does not change).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import bench_articles

from geo import harvest, parallel, pipeline
from geo.harvest import streaming
from geo.parallel import BATCH
from geo.records import Document
from geo.settings import Settings

BLOCK = 1_000
"""Articles in a block whose time is taken by itself."""
Counted = tuple[int, float, tuple[bytes, bytes]]


def main() -> None:
    """Run what is asked for, and print one JSON object a line."""
    parallel.one_thread()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["scale", "cores", "one"])
    parser.add_argument("count", type=int)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--places-only", action="store_true")
    parser.add_argument("--executor", default="serial")
    parser.add_argument("--words", type=int, default=bench_articles.WORDS, help="of an article")
    options = parser.parse_args()
    settings = Settings(cache=options.cache, places_only=options.places_only, executor=options.executor)
    if options.what == "cores":
        print(json.dumps(cores(options.count, options.paths, options.cache)))
        return
    articles = bench_articles.articles(options.count, options.paths, options.cache, length=options.words)
    grown = options.what == "scale"
    for found in scale(articles, options.count, settings) if grown else [one(list(articles), settings)]:
        print(json.dumps(found), flush=True)


def scale(articles: Iterator[Document], count: int, settings: Settings) -> Iterator[dict[str, float]]:
    """At 1,000, 10,000, ... and all articles: ms each so far and in the last block, megabytes at most."""
    state = pipeline.state_of(settings)
    done, spent, mark = 0, 0.0, min(BLOCK, count)
    block: list[float] = []
    while batch := [one for _, one in zip(range(BATCH), articles, strict=False)]:
        start = time.process_time()  # the making of articles does not count
        pipeline.extract_documents(batch, settings, state)
        took = time.process_time() - start
        done, spent = done + len(batch), spent + took
        block = [*block, took / len(batch)][-BLOCK // BATCH :]
        if done >= mark:
            yield {
                "articles": done,
                "ms": 1e3 * spent / done,
                "last_ms": 1e3 * statistics.median(block),
                "mb": held_mb(),
            }
            mark = min(10 * mark, max(count, done + 1))


def held_mb() -> float:
    """The most memory that this process has held (on Linux without what its parent held when it began)."""
    status = Path("/proc/self/status")
    if status.exists():
        rows = dict(row.partition(":")[::2] for row in status.read_text("utf-8").splitlines())
        return int(rows["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(articles: list[Document], settings: Settings) -> dict[str, float]:
    """Read articles as the command does: seconds on the clock, of all processes, of the busiest worker."""
    state = pipeline.state_of(settings)
    pipeline.extract_documents(articles[:1], settings, state)  # index and model are there
    clock, own = time.perf_counter(), time.process_time()
    read, lines = partial(counted, settings=settings, state=state), harvest.Lines(settings)
    busy: dict[int, float] = {}
    for pid, took, told in parallel.batched(read, articles, executor=settings.executor):
        busy[pid] = busy.get(pid, 0.0) + took
        lines.add(*told)
    clock = time.perf_counter() - clock
    rest = time.process_time() - own - busy.get(os.getpid(), 0.0)
    return {
        "clock": clock,
        "processor": sum(busy.values()) + rest,
        "busiest": max(busy.values()),
        "parent": rest,
    }


def counted(batch: list[Document], settings: Settings, state: pipeline.State) -> list[Counted]:
    """Read a batch: for each report who read it, in which time, and its line."""
    start = time.process_time()
    told = [streaming.told(one, settings) for one in pipeline.extract_documents(batch, settings, state)]
    took = (time.process_time() - start) / len(told)
    return [(os.getpid(), took, one) for one in told]


def cores(count: int, paths: list[Path], cache: Path | None, rounds: int = 3) -> dict[str, float]:
    """One process and two in turn: how well two cores are used."""
    command = [sys.executable, __file__, "one", str(count), *map(str, paths)]
    command += ["--cache", str(cache)] if cache else []
    clock, work = [], []
    for _ in range(rounds):
        single, double = (
            json.loads(subprocess.run([*command, "--executor", how], check=True, capture_output=True).stdout)
            for how in ("serial", "processes:2")
        )
        clock.append(single["clock"] / 2 / double["clock"])
        work.append(single["processor"] / 2 / max(double["busiest"], double["processor"] / 2))
    return {"clock": statistics.median(clock), "best": max(clock), "work": statistics.median(work)}


if __name__ == "__main__":
    main()
