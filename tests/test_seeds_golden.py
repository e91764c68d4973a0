"""Goldens of the five seeds: what is read and drawn, reviewed as a diff (`make golden` rewrites them)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo import pipeline
from geo.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"


def rounded(value):
    """Positions to four decimals (11 m): libraries' last bits differ between machines."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, list):
        return [rounded(part) for part in value]
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return value


def summary(made):
    """What a reviewer reads: names and where, regions and movements with their ends and status."""
    return {
        "source": made["source"],
        "title": made["title"],
        "published": made["published"],
        "publisher": made["publisher"],
        "places": [
            f"{p['text']} -> {p['name']} ({p['kind']}) {p['lat']}, {p['lon']}" for p in made["places"]
        ],
        "regions": [
            {key: region[key] for key in ("text", "type", "relation", "distance_km", "model", "geometry")}
            for region in made["regions"]
        ],
        "movements": [
            {
                "text": m["trigger"]["text"],
                "class": m["class"],
                "mover": m["mover"],
                "from": m["origin"] and m["origin"]["name"],
                "to": m["destination"] and m["destination"]["name"],
                "status": f"{m['eventuality']}, {m['factuality']}, {m['evidentiality']}: {m['attribution']}",
                "quantity": m["quantity"] and m["quantity"]["text"],
                "time": m["time"],
                "draw": m["draw"],
                "why_not": m["declined"],
                "shape": m["shape"],
                "geometry": m["geometry"],
            }
            for m in made["movements"]
        ],
    }


@pytest.fixture(scope="module")
def extracts(cache):
    settings = Settings(gazetteer=(ROOT / "gazetteer",), cache=cache)
    items = list(pipeline.extract([ROOT / "seeds"], settings=settings))
    return [json.loads(line) for line in pipeline.to_jsonl(items, settings=settings)]


def test_the_five_seeds_read_as_reviewed(extracts, request):
    assert len(extracts) == 5
    for made in extracts:
        path = GOLDEN / f"{Path(made['source']).stem}.json"
        text = json.dumps(rounded(summary(made)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8"), f"{path.name}: run `make golden` and review the diff"


def test_the_same_event_in_several_seeds_is_one_claim(extracts):
    claims = [{m["claim"] for m in made["movements"] if m["claim"]} for made in extracts]
    shared = [claim for claim in set.union(*claims) if sum(claim in told for told in claims) > 1]
    assert shared
