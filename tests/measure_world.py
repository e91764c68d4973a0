# ruff: noqa: T201, S311
"""Measure the bundled world: ``python tests/measure_world.py`` (figures in docs/world-data.md)."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from geo.gazetteer.compile import DEMONYM, EXACT
from geo.gazetteer.fold import canon, fold, skeleton
from geo.gazetteer.index import TABLES, open_index
from geo.gazetteer.world import SKELETON_RATIO, World


def _size_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _micros(world: World, names: list[str]) -> None:
    calls = {
        "facts": world.facts,
        "candidates": world.candidates,
        "candidates in a country": lambda name: world.candidates(name, country="IQ"),
        "longest": lambda name: world.longest([*name.split(), "said", "on", "Monday"]),
        "suggest": world.suggest,
    }
    for label, call in calls.items():
        begin = time.perf_counter()
        for name in names:
            call(name)
        print(f"{label}: {(time.perf_counter() - begin) / len(names) * 1e6:.0f} us a name, first look")


def _leave_one_out(world: World, country: str) -> tuple[int, int, int]:
    """(spellings of towns, those whose town is answered first, those with an answer), each hidden in turn."""
    arrays, meta = world._index.arrays, world._index.meta
    towns = (arrays["kind"] == meta["kinds"].index("city")) & (
        arrays["country"] == meta["countries"].index(country)
    )
    tried = first = answered = 0
    for form in np.flatnonzero(towns[arrays["form_place"]] & (arrays["form_flags"] & (EXACT | DEMONYM) == 0)):
        answer = _answer(world, int(form), country, towns)
        tried += 1
        answered += answer is not None
        first += answer == int(arrays["form_place"][form])
    return tried, first, answered


def _answer(world: World, hidden: int, country: str, towns: npt.NDArray[np.bool_]) -> int | None:
    """Row of the first town of a country that one written name leads to, without that very name."""
    index = world._index
    name, places = index.form(hidden), index.arrays["form_place"]
    met = [(rank, int(places[f])) for f, rank, _ in world._meeting(name) if f != hidden and towns[places[f]]]
    if met:
        return min(met)[1]
    bones = index.bones(skeleton(canon(fold(name))), index.meta["countries"].index(country))
    near = [(fuzz.ratio(fold(name), fold(index.form(int(f)))), -int(places[f])) for f in bones if f != hidden]
    best = max((pair for pair in near if towns[-pair[1]]), default=(0.0, 0))
    return -best[1] if best[0] >= SKELETON_RATIO else None


def main() -> None:
    """Compile into a fresh folder, open, look up, and print."""
    with tempfile.TemporaryDirectory() as folder:
        begin, cpu = time.perf_counter(), time.process_time()
        open_index(Path(folder))
        print(
            f"compile: {time.perf_counter() - begin:.1f} s ({time.process_time() - cpu:.1f} s of processor)"
        )
        begin = time.perf_counter()
        index = open_index(Path(folder))
        print(f"open: {(time.perf_counter() - begin) * 1e3:.1f} ms")
        print(f"shipped: {_size_mb(TABLES):.1f} MB; index: {_size_mb(Path(folder)):.1f} MB")
        world = World(index)
        rows = random.Random(1).sample(range(len(index.arrays["lon"])), 3000)
        _micros(world, [world.place_at(row).name for row in rows])
        for country in ("IQ", "SY"):
            tried, first, answered = _leave_one_out(world, country)
            print(
                f"{country}: {tried} spellings, hit@1 {first / tried:.3f}, precision {first / answered:.3f}"
            )


if __name__ == "__main__":
    main()
