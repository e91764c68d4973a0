"""All that is measured of speed and size: `make bench`, or `python docs/bench.py [PART ...]`.

Prints a Markdown table a part (all parts by default), and with `--write` puts each into docs/benchmarks.md as
soon as it is there. All of it takes about two hours, one of them the 200,000 articles of `scale`.
Medians of several rounds; what is compared is measured in turn in one run, as processor time where
nothing else is said: machines are noisy, ratios less so. PATH is what `geo extract` takes; with the five
reports of seeds/ alone, "not read before" means little. Needs the test extras, `page` Chromium too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bench_articles
import bench_places

from geo import pipeline
from geo.settings import LanguageSettings, Settings

ROOT = Path(__file__).resolve().parents[1]
GEO = (sys.executable, "-m", "geo")
MARKS = ("<!-- bench -->\n", "<!-- /bench -->\n")
"""Between these lines of docs/benchmarks.md the tables are written."""
TABLE = re.compile(r"^\*\*(\w+)\*\*:.*?(?=^\*\*\w+\*\*:|\Z)", re.MULTILINE | re.DOTALL)
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

Row = tuple[str, str, str]
"""What, measured, goal."""
Pair = tuple[float, float]
"""Seconds on the clock and of the processor."""


@dataclass(frozen=True)
class Asked:
    """What is measured, with what."""

    reports: list[Path]
    folder: Path
    rounds: int
    articles: int
    """Most articles of the growing runs."""
    words: int
    """Words of an article of the growing runs."""
    claims: int
    """Claims of the large map."""

    @property
    def cache(self) -> Path:
        """Folder of the compiled index, shared by all parts."""
        return self.folder / "cache"


def seconds(*command: str) -> Pair:
    """Seconds on the clock and of the processor for one run of a command."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def took(pairs: Sequence[Pair]) -> str:
    """Medians of several runs in words."""
    clock, processor = (statistics.median(column) for column in zip(*pairs, strict=True))
    return f"{clock:.2f} s, {processor:.2f} s of the processor"


def start(asked: Asked) -> Iterator[Row]:
    """The command's start, and five reports from end to end."""
    out, cache = str(asked.folder / "out"), str(asked.folder / "cold")
    build = (*GEO, "build", "seeds", "-o", out, "--cache", cache, "--no-cache")
    yield "`geo --help`", took([seconds(*GEO, "--help") for _ in range(asked.rounds)]), "0.3 s"
    yield "five reports, cold: index compiled", took([seconds(*build)]), "8 s"
    yield "five reports, warm", took([seconds(*build) for _ in range(asked.rounds)]), "3 s"
    split = (sys.executable, "-c", SPLIT, "seeds", out, cache)
    runs = [
        subprocess.run(split, check=True, capture_output=True, text=True, cwd=ROOT).stdout
        for _ in range(asked.rounds)
    ]
    tables = [[tuple(map(float, line.split())) for line in run.splitlines()] for run in runs]
    for number, what in enumerate(("imports", "index and model", "reading and drawing")):
        yield f"of it {what}", took([(table[number][0], table[number][1]) for table in tables]), ""


def speed(asked: Asked) -> Iterator[Row]:
    """Articles a second and core beside spaCy's, reports not read before."""
    reports = bench_articles.read(asked.reports)[:600]
    for what, goals in (("places only", ("400", "25", "")), ("everything", ("90", "", "7"))):
        settings = Settings(cache=asked.cache, places_only=what == "places only")
        table = bench_places.measured(reports, settings, asked.rounds)
        rates = [statistics.median(column) for column in zip(*table, strict=True)]
        low, high = min(row[0] for row in table), max(row[0] for row in table)
        yield (
            f"{what}, articles of 405 words a second and core",
            f"{rates[0]:.0f} ({low:.0f} to {high:.0f})",
            goals[0],
        )
        for number, name in ((1, "NER"), (2, "full pipeline")):
            times = statistics.median(row[0] / row[number] for row in table)
            said = f"{times:.1f} times ({rates[number]:.0f} a second)"
            yield f"{what}, against spaCy en_core_web_sm's {name}", said, goals[number]


def scale(asked: Asked) -> Iterator[Row]:
    """Time and memory as the articles grow, half real and half made."""
    for what, more in (("places only", ("--places-only",)), ("everything", ())):
        words = ("--words", str(asked.words))
        first: dict[str, Any] = {}
        for one in inside("bench_scale.py", "scale", str(asked.articles), *asked_of(asked), *words, *more):
            first = first or one
            said = f"{one['ms']:.2f} ms each ({one['ms'] / first['ms']:.2f} times that of the first; "
            said += f"{one['last_ms'] / first['last_ms']:.2f} for the last thousand), "
            said += f"{one['mb']:.0f} MB at most ({one['mb'] / first['mb']:.2f} times)"
            yield (
                f"{what}, {one['articles']:,.0f} articles of {asked.words} words",
                said,
                "1.1 times; 1.2 times",
            )


def cores(asked: Asked) -> Iterator[Row]:
    """How well two cores are used."""
    (found,) = inside("bench_scale.py", "cores", str(max(200, asked.articles // 50)), *asked_of(asked))
    yield "efficiency of two processes, by the busiest one's work", f"{found['work']:.2f}", ".9"
    yield (
        "the same by the clock: median and best of three",
        f"{found['clock']:.2f}, {found['best']:.2f}",
        ".9",
    )


def asked_of(asked: Asked) -> tuple[str, ...]:
    """Arguments of a script that makes articles."""
    return (*map(str, asked.reports), "--cache", str(asked.cache))


def inside(script: str, *arguments: str) -> Iterator[dict[str, Any]]:
    """What a script of this folder prints as JSON, line by line, run in a process of its own."""
    command = (sys.executable, str(Path(__file__).with_name(script)), *arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        yield from (json.loads(line) for line in running.stdout or () if line.startswith("{"))
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)


def dask(asked: Asked) -> Iterator[Row]:
    """Two Dask workers beside a pool of two processes, the same partitions of articles."""
    count = max(200, asked.articles // 10)
    path = asked.folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            f"{bench_articles.line(one)}\n"
            for one in bench_articles.articles(count, asked.reports, asked.cache)
        )
    ratios = []
    for number in range(3):
        both = []
        for how in (("--workers", "2"), ("--cluster", "local:2")):
            out = str(asked.folder / f"parts-{number}-{how[0]}")
            extract = (*GEO, "extract", str(path), "-o", out, "--cache", str(asked.cache), "--no-cache", "-q")
            both.append(seconds(*extract, "--partition", str(max(50, count // 10)), *how))
        ratios.append((both[1][0] / both[0][0], both[1][1] / both[0][1]))
    clock, processor = (statistics.median(column) for column in zip(*ratios, strict=True))
    what = f"two Dask workers against two processes, {count:,} articles in ten partitions"
    yield what, f"{clock:.2f} times by the clock, {processor:.2f} times of the processor", "1.15 times"


def rebuild(asked: Asked) -> Iterator[Row]:
    """A map drawn again after one row of a gazetteer was added."""
    folder = asked.folder / "rebuild"
    folder.mkdir()
    rows, reports = folder / "corrections.csv", folder / "articles.jsonl"
    count = max(20, asked.articles // 200)
    articles = bench_articles.articles(count, asked.reports, asked.cache)
    reports.write_text("".join(f"{bench_articles.line(one)}\n" for one in articles), encoding="utf-8")
    build = (
        *GEO,
        "build",
        str(reports),
        "-o",
        str(folder),
        "-g",
        str(rows),
        "--cache",
        str(folder / "cache"),
    )
    rows.write_text("name,latitude,longitude,kind\nNew Anywhere,1,1,city\n", encoding="utf-8")
    subprocess.run((*build, "-q"), check=True, cwd=ROOT)
    runs = []
    for number in range(3):
        row = f"name,latitude,longitude,kind\nBaghdad,33.{number}1,44.3,city\n"
        rows.write_text(row, encoding="utf-8")
        runs.append((seconds(*build, "-q"), seconds(*build, "-q", "--no-cache")))
    yield f"{count} articles, all read", took([one[1] for one in runs]), ""
    yield f"{count} articles, drawn again after a row was changed", took([one[0] for one in runs]), ""
    ratio = statistics.median(one[0][1] / one[1][1] for one in runs)
    yield "the same, share of the work", f"{ratio:.2f}", ""


def losses(asked: Asked) -> Iterator[Row]:
    """Movements lost by not parsing every sentence with a place."""
    reports = bench_articles.read(asked.reports)
    found = []
    for thorough in (False, True):
        settings = Settings(cache=asked.cache, language=LanguageSettings(thorough=thorough))
        state = pipeline.state_of(settings)
        extracts = (pipeline.extract_document(one, settings, state) for one in reports)
        found.append(
            {
                (one.document.id, movement.motion.trigger.start): drawing.geometry is not None
                for one in extracts
                for movement, drawing in zip(one.movements, one.movement_drawings, strict=True)
            }
        )
    quick, thorough_ones = found
    lost = [drawn for key, drawn in thorough_ones.items() if key not in quick]
    said = f"{len(lost)} of {len(thorough_ones):,}, {sum(lost)} of them drawn"
    yield f"movements of {len(reports):,} reports that only `--thorough` finds", said, "1 %"


def index(asked: Asked) -> Iterator[Row]:
    """The index of places: compiled and looked up."""
    del asked
    command = (sys.executable, str(ROOT / "tests" / "measure_world.py"))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines():
        what, _, measured = line.partition(": ")
        yield f"index, {what}", measured, "5 s of processor" if what == "compile" else ""


def page(asked: Asked) -> Iterator[Row]:
    """The page of many marks beside stock folium's, and one that holds more than fits."""
    del asked
    command = (sys.executable, str(Path(__file__).with_name("bench_page.py")))
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names = ("Python s", "file MB", "ready s", "heap MB", "zoom s", "filter s")
        if len(cells) == len(names) + 1:
            said = ", ".join(f"{name} {cell}" for name, cell in zip(names, cells[1:], strict=True))
            yield cells[0], said, ""


def claims(asked: Asked) -> Iterator[Row]:
    """A map of very many claims, and what of it a page holds."""
    (found,) = inside("bench_claims.py", str(asked.claims))
    told = found["page"]
    shown = told["aggregated"]["shown_one_by_one"] if "aggregated" in told else {}
    for step, (spent, held) in found["steps"].items():
        yield f"{asked.claims:,} claims, {step}", f"{spent:.0f} s so far, {held:,.0f} MB at most", ""
    yield "the page", f"{told['megabytes']} MB", f"{told['most_megabytes']:.0f} MB"
    for name, count in shown.items():
        yield f"{name} shown one by one", f"{count['shown']:,} of {count['of']:,}", ""
    sizes = ", ".join(f"{name} {size:,} MB" for name, size in found["mb"].items())
    yield "files", sizes, ""
    if found["browser"]:
        yield "the page in Chromium", ", ".join(f"{name} {n}" for name, n in found["browser"].items()), ""


PARTS: dict[str, Callable[[Asked], Iterator[Row]]] = {
    one.__name__: one for one in (start, speed, cores, dask, rebuild, losses, index, page, claims, scale)
}


def main() -> None:
    """Measure, and print or write the tables."""
    if not bench_places.THREADS.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **bench_places.THREADS})  # noqa: S606
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--reports", nargs="+", type=Path, default=[ROOT / "seeds"])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=bench_articles.WORDS, help="of a growing run's article")
    parser.add_argument("--claims", type=int, default=200_000, help="of the large map, 25,000 at least")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    options = parser.parse_args()
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        asked = Asked(
            options.reports, Path(folder), options.rounds, options.articles, options.words, options.claims
        )
        for name in options.parts or PARTS:
            try:
                text = table(name, PARTS[name](asked))
            except (OSError, ValueError, subprocess.CalledProcessError) as error:
                print(f"\n{name}: {error}\n", file=sys.stderr, flush=True)
                failed.append(name)
                continue
            if options.write:
                written(text)
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


def table(name: str, rows: Iterator[Row]) -> str:
    """The table of a part, printed as it grows."""
    told = "".join((PARTS[name].__doc__ or "").splitlines()[:1])
    text = f"**{name}**: {told} {bench_places.machine()}, load {os.getloadavg()[0]:.1f}\n\n"
    text += "| | measured | goal |\n|---|---|---|\n"
    print(text, end="", flush=True)
    for row in rows:
        line = f"| {' | '.join(row)} |\n"
        print(line, end="", flush=True)
        text += line
    print(flush=True)
    return f"{text}\n"


def written(text: str) -> None:
    """Put tables between the marks of docs/benchmarks.md, those of other parts stay."""
    path = ROOT / "docs" / "benchmarks.md"
    before, _, rest = path.read_text("utf-8").partition(MARKS[0])
    old, _, after = rest.partition(MARKS[1])
    tables = {found[1]: found[0] for found in TABLE.finditer(old + text)}
    ordered = "".join(tables[name] for name in PARTS if name in tables)
    path.write_text(f"{before}{MARKS[0]}{ordered}{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
