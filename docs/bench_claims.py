"""A map of very many claims: `python docs/bench_claims.py [COUNT]` (a million, in about 15 GB of memory).

An invented scene (bench_page.py) of COUNT movements, situations and areas in 20,000 reports is arranged,
cut to the megabytes of a page and written as GeoParquet. Prints one JSON object: seconds of the processor
and the most memory held after each step, and what the build report would say of the page.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import bench_page

from geo import exports, sizing
from geo.layers import arrange
from geo.settings import PageSettings

SHARES = {"place": 0.03, "movement": 0.8, "situation": 0.1, "region": 0.1}
"""Marks of each kind for one claim."""
REPORTS = 20_000


def main(count: int, out: Path | None) -> None:
    """Make the map, and print what it took."""
    bench_page.SHARES.update(SHARES)
    bench_page.REPORTS = REPORTS
    steps: dict[str, tuple[float, float]] = {}

    def note(step: str) -> None:
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        steps[step] = round(time.process_time(), 1), round(held)
        print(f"{step}: {steps[step][0]} s, {held:.0f} MB", file=sys.stderr)

    extracts, claims = bench_page.Scene(count).extracts()
    note("scene")
    layers = arrange(extracts, claims, settings=PageSettings())
    note("arranged")
    made = sizing.fitted(layers, settings=PageSettings())
    note("page")
    written = sum(
        len(exports.geoparquet(getattr(layers, name)))
        for name in ("places", "movements", "situations", "regions")
    )
    note("parquet")
    if out:
        out.write_text(made.html, encoding="utf-8", newline="\n")
    print(
        json.dumps({"claims": count, "steps": steps, "parquet_mb": round(written / 1e6), "page": made.told})
    )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, Path(sys.argv[2]) if len(sys.argv) > 2 else None
    )
