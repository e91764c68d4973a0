"""A map of very many claims, drawn from partitions: `python docs/bench_claims.py [COUNT [FOLDER]]`.

An invented scene (bench_page.py) of about COUNT (a million) movements, situations and areas, fifty a report,
is written as a folder of partitions by a process of its own; FOLDER keeps it, and the map in FOLDER/map. Then
`geo build --from` is run on it: claims merged out of core, arranged, cut to the megabytes of a page, written
as GeoJSON and GeoParquet. Prints one JSON object: seconds of the processor and the most memory held after
each step, megabytes of the files, what the build report says of the page, and, with Chromium, the seconds
until the page is ready, its heap, and the seconds of a zoom and of the slowest filter.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import bench_page
from playwright.sync_api import sync_playwright

from geo import claims, exports, harvest, layers, report, sizing
from geo.harvest.run import asked
from geo.partitions import Folder, Manifest, Part, packed
from geo.settings import PageSettings, Settings

SHARES = {"place": 0.03, "movement": 0.8, "situation": 0.1, "region": 0.1}
"""Marks of each kind for one claim."""
CLAIMS = 50
"""Of a report."""
SIZE = 500
"""Reports of a partition."""
STEPS = (
    *((claims, "merge_on_disk"), (layers, "arrange"), (sizing, "fitted"), (exports, "geojson")),
    *((exports, "geoparquet"), (report, "written"), (exports, "write")),
)
"""What a build does one after the other."""


class Scene(bench_page.Scene):
    """The scene part by part: movements are told twice within the reports of one partition."""

    def part(self, at: int) -> Any:
        """What the reports of a partition tell."""
        self.dice = random.Random(at)  # noqa: S311
        self.reports = [bench_page.Report() for _ in range(SIZE)]
        self.claims = []
        for kind, tell in (("movement", self.move), ("situation", self.hold), ("region", self.lean)):
            many = round(SIZE * CLAIMS * SHARES[kind])
            for index in range(at * many, (at + 1) * many):
                tell(index)
        return [self.extract(at * SIZE + index, one) for index, one in enumerate(self.reports)]


def write(count: int, folder: Path) -> None:
    """Write the scene as partitions."""
    gc.disable()  # there are no cycles in it
    bench_page.SHARES.update(SHARES)
    bench_page.REPORTS = SIZE
    scene, out, parts, made = Scene(count), Folder(str(folder)), [], []
    for at in range(round(count / CLAIMS / SIZE)):
        part = Part(f"scene-{at:05}", ())
        data, done = packed(part, scene.part(at), fingerprint="scene")
        out.write_part(part.name, data)
        parts.append(part)
        made.append(done)
    out.publish(Manifest((), "scene", asked(Settings()), tuple(parts), tuple(made)))


def noted(steps: dict[str, tuple[float, int]]) -> None:
    """Note seconds and megabytes when a step of the build has ended."""
    for room, name in STEPS:
        real = getattr(room, name)

        def step(*args: Any, _real: Any = real, _name: str = name, **more: Any) -> Any:
            made = _real(*args, **more)
            held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            steps[_name] = round(time.process_time(), 1), held
            print(f"{_name}: {steps[_name][0]} s, {held} MB", file=sys.stderr)
            return made

        setattr(room, name, step)


def browsed(path: Path) -> dict[str, float]:
    """Figures of the page in Chromium, none without it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        return {}
    names = ("mb", "ready_s", "ready_cpu_s", "heap_mb", "zoom_s", "filter_s", "filter_cpu_s")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        figures = bench_page.measured(browser, path, ours=True)
        return {name: round(value, 2) for name, value in zip(names, figures, strict=True)}


def build(folder: Path) -> None:
    """Draw the map of the partitions, and print what it took."""
    steps: dict[str, tuple[float, int]] = {}
    noted(steps)
    settings = Settings(out=folder / "map", page=PageSettings(title="Invented claims"))
    built = harvest.build(str(folder), settings=settings)
    files = {path.name: round(path.stat().st_size / 1e6, 1) for path in built.files}
    print(json.dumps({"counts": dict(built.counts), "steps": steps, "mb": files, "page": built.page}))


def main(count: int, folder: Path) -> None:
    """Each step in a process of its own."""
    if not (folder / "_manifest.json").exists():
        subprocess.run([sys.executable, __file__, "--write", str(count), str(folder)], check=True)
    done = subprocess.run(
        [sys.executable, __file__, "--build", str(folder)], check=True, stdout=subprocess.PIPE
    )
    print(json.dumps({**json.loads(done.stdout), "browser": browsed(folder / "map" / "index.html")}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--write", count, folder]:
            write(int(count), Path(folder))
        case ["--build", folder]:
            build(Path(folder))
        case [count, folder]:
            main(int(count), Path(folder))
        case given:
            with tempfile.TemporaryDirectory() as folder:
                main(int(given[0]) if given else 1_000_000, Path(folder))
