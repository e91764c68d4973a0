"""What corrections cost: `python docs/bench_corrections.py [REPORTS]` (default: seeds/).

Prints processor milliseconds, medians and least values: 20,000 correction rows at a start (fresh processes,
in turn with starts without them), and a map that is watched after one row of a table has changed, until the
page can be seen. REPORTS are a file of JSON lines or a folder.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from geo.corrections.rebuilding import Desk
from geo.settings import Settings

ROWS, ROUNDS = 20_000, 6
START = """
import sys, time
from pathlib import Path
from geo.gazetteer import open_gazetteer
begun = time.process_time()
open_gazetteer([Path(path) for path in sys.argv[2:]], cache=Path(sys.argv[1]))
print((time.process_time() - begun) * 1000)
"""
EDITED = ("Alexandria,31.3,-92.4", "Lufkin,31.3,-94.7", "Paris,48.85,2.35")


def table(path: Path) -> None:
    """Write many rows of made-up names."""
    chance = random.Random(3)  # noqa: S311  (names, no secrets)
    parts = ("ka", "ro", "mi", "ta", "zu", "be", "lo", "shi", "na", "gu", "pe", "dar", "mon", "tel", "qu")
    lines = ["name,latitude,longitude,kind,country,aliases,note"]
    for number in range(ROWS):
        name = "".join(chance.choices(parts, k=4)).title()
        spot = f"{chance.uniform(-60, 70):.5f},{chance.uniform(-180, 180):.5f}"
        lines.append(f"{name} {number % 97},{spot},city,ML,{name}a {number % 89},row {number}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def start(*paths: Path) -> float:
    """Processor milliseconds of opening the gazetteer in a process of its own."""
    command = [sys.executable, "-c", START, *map(str, paths)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def say(what: str, values: list[float]) -> None:
    """Print the median and the least of some values."""
    print(f"{what:<44} {statistics.median(values):6.0f} {min(values):6.0f}")


def starts(folder: Path) -> None:
    """Measure starts without and with the rows, in turn."""
    rows, cache = folder / "rows.csv", folder / "cache"
    table(rows)
    start(cache)
    start(cache)
    pairs = [(start(cache), start(cache, rows)) for _ in range(ROUNDS)]
    say("open the gazetteer", [without for without, _ in pairs])
    say(f"the same with {ROWS:,} rows", [with_rows for _, with_rows in pairs])


def rebuilds(folder: Path, reports: str) -> None:
    """Measure a watched map after one row has changed."""
    own = folder / "gazetteer"
    own.mkdir()
    settings = Settings(gazetteer=(own,), cache=folder / "cache", out=folder / "maps")
    desk = Desk([reports], settings)
    desk.read_reports()
    opened: list[float] = []
    found: list[float] = []
    shown: list[float] = []
    for turn in range(ROUNDS + 1):
        rows = list(EDITED)
        name, lat, lon = rows[turn % len(rows)].split(",")
        rows[turn % len(rows)] = f"{name},{float(lat) + 0.001 * turn:.4f},{lon}"
        (own / "mine.csv").write_text("\n".join(["name,latitude,longitude", *rows]) + "\n", encoding="utf-8")
        marks = [time.process_time()]
        desk.open(settings)
        marks.append(time.process_time())
        desk.update()
        marks.append(time.process_time())
        desk.draw(live=True, shown=lambda marks=marks: marks.append(time.process_time()))  # type: ignore[misc]
        if turn:  # the first turn reads the reports
            for kept, before, after in zip((opened, found, shown), marks, marks[1:], strict=False):
                kept.append((after - before) * 1000)
    print(f"{len(desk.extracts)} reports, one row changed")
    say("open the gazetteer anew", opened)
    say("seek places again", found)
    say("draw until the page can be seen", shown)
    say("all", [sum(parts) for parts in zip(opened, found, shown, strict=True)])


def main() -> None:
    """Print the table."""
    print(f"{'processor milliseconds':<44} median  least")
    with tempfile.TemporaryDirectory() as folder:
        starts(Path(folder))
        rebuilds(Path(folder), sys.argv[1] if len(sys.argv) > 1 else "seeds")


if __name__ == "__main__":
    main()
