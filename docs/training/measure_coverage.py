"""Measure how much of annotated corpora the gazetteer can answer at all.

    python docs/training/measure_coverage.py CORPUS.jsonl... [--list 40] [--cache FOLDER]

For every gold name with coordinates: is there a candidate within 161 km (100 miles) of them? If not: is
there none at all, or only others of the name? A corpus has one document a line with ``toponyms`` (``text``,
``lat``, ``lon``, and ``kind`` or ``fcode`` where known); a corpus of movements has ``places`` instead.
``--list N`` prints the N most frequent names of either sort, to see which kinds of place are missing.
"""

# ruff: noqa: D103 - a script run by hand

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.gazetteer import OpenGazetteer, open_gazetteer

NEAR_KM = 161.0


def gold(file: Path) -> Iterator[tuple[str, float, float, str]]:
    """(name, latitude, longitude, kind) of every gold place with coordinates."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for mark in record.get("toponyms") or record.get("places") or ():
                if mark.get("lat") is not None:
                    yield (
                        name_of(mark["text"]),
                        float(mark["lat"]),
                        float(mark["lon"]),
                        str(mark.get("fcode") or mark.get("kind") or ""),
                    )


def name_of(text: str) -> str:
    """A marked name without line breaks, leading article and possessive."""
    name = " ".join(text.split())
    for ending in ("'s", "\u2019s", "'", "\u2019"):
        name = name.removesuffix(ending)
    return name[4:] if name[:4].lower() == "the " and len(name) > 6 else name


def km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    half = math.sin(math.radians(lat2 - lat) / 2) ** 2
    half += (
        math.cos(math.radians(lat))
        * math.cos(math.radians(lat2))
        * math.sin(math.radians(lon2 - lon) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, half)))


def judge(gazetteer: OpenGazetteer, name: str, lat: float, lon: float) -> tuple[str, float]:
    """("near", "first", "far" or "none", distance of the nearest candidate in km)."""
    found = gazetteer.candidates(name)
    if not found:
        return "none", math.inf
    distances = [km(lat, lon, candidate.place.lat, candidate.place.lon) for candidate in found]
    if distances[0] <= NEAR_KM:
        return "first", distances[0]
    return ("near" if min(distances) <= NEAR_KM else "far"), min(distances)


def report(file: Path, gazetteer: OpenGazetteer, most: int) -> None:
    missed: Counter[tuple[str, str, str]] = Counter()
    nearest: dict[tuple[str, str, str], float] = {}
    kinds: dict[str, Counter[str]] = {}
    for name, lat, lon, kind in gold(file):
        verdict, distance = judge(gazetteer, name, lat, lon)
        kinds.setdefault(kind or "-", Counter())[verdict] += 1
        if verdict in {"none", "far"}:
            missed[verdict, name, kind] += 1
            nearest[verdict, name, kind] = min(distance, nearest.get((verdict, name, kind), math.inf))
    total = sum(kinds.values(), Counter[str]())
    share = {verdict: count / total.total() for verdict, count in total.items()}
    print(
        f"{file.stem}: {total.total()} names, within {NEAR_KM:.0f} km "
        f"{share.get('first', 0) + share.get('near', 0):.3f} (first candidate {share.get('first', 0):.3f}), "
        f"others only {share.get('far', 0):.3f}, none {share.get('none', 0):.3f}"
    )
    for kind, counts in sorted(kinds.items(), key=lambda item: -(item[1]["none"] + item[1]["far"]))[:12]:
        print(f"    {kind}: none {counts['none']}, others only {counts['far']}, of {counts.total()}")
    for verdict in ("none", "far"):
        chosen = sorted((-n, key) for key, n in missed.items() if key[0] == verdict)
        for number, key in chosen[:most]:
            extra = f" ({nearest[key]:.0f} km)" if verdict == "far" else ""
            print(f"        {verdict}: {-number} {key[1]} [{key[2]}]{extra}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--list", type=int, default=0, dest="most")
    parser.add_argument("--cache", type=Path)
    arguments: Any = parser.parse_args()
    gazetteer = open_gazetteer([], cache=arguments.cache)
    for file in arguments.corpora:
        report(file, gazetteer, arguments.most)


if __name__ == "__main__":
    main()
