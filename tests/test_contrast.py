"""The contrast suite: minimal pairs from all continents and topics, read whole with the real gazetteer.

``data/contrast_places.csv`` gives the places that the bundled world lacks, as a user's rows would, so
that the suite measures what is read and drawn and not what the gazetteer holds. The floors lie a little
under what is reached; a change that breaks more pairs than it mends shows here by topic and by kind.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from contrast import PASSAGES, judge, passages

from geo import contract, pipeline
from geo.records import Document
from geo.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FLOOR = 0.91
FLOOR_BY = 0.6
"""Least share of the pairs of one topic, continent or kind of contrast."""
MAX_FALSE_ARROWS = 4
MAX_INVENTED_ENDS = 1
CONTINENTS = {"Africa", "Asia", "Europe", "North America", "Oceania", "South America"}
TOPICS = {
    "aid", "conflict", "crime", "disaster", "epidemic", "history", "market", "migration", "politics",
    "protest", "shipping", "sport", "transport", "wildlife",
}  # fmt: skip


@pytest.fixture(scope="module")
def found(cache: Path) -> list[dict[str, Any]]:
    """Each passage as its own report."""
    rows = PASSAGES.with_name("contrast_places.csv")
    settings = Settings(cache=cache, gazetteer=(rows,))
    state = pipeline.state_of(settings)
    reports = (Document(p["id"], p["id"], p["text"], published=p["published"]) for p in passages())
    return [contract.to_dict(pipeline.extract_document(report, settings, state)) for report in reports]


@pytest.fixture(scope="module")
def faults(found: list[dict[str, Any]]) -> Mapping[str, list[str]]:
    return judge(found)


def shares(faults: Mapping[str, list[str]], field: str) -> dict[str, float]:
    """Share of the pairs of each value of a field whose two passages are right."""
    wrong = {p["pair"] for p in passages() if faults[p["id"]]}
    pairs = {p["pair"]: p[field] for p in passages()}
    all_pairs = Counter(pairs.values())
    right = Counter(value for pair, value in pairs.items() if pair not in wrong)
    return {value: right[value] / count for value, count in sorted(all_pairs.items())}


def test_the_suite_is_made_of_pairs_from_everywhere():
    count = Counter(p["pair"] for p in passages())
    assert set(count.values()) == {2}
    assert len(count) >= 150
    assert {p["continent"] for p in passages()} == CONTINENTS
    assert {p["topic"] for p in passages()} == TOPICS
    assert len({p["text"] for p in passages()}) == len(passages())


def test_most_pairs_are_right(faults: Mapping[str, list[str]]):
    wrong = {p["pair"] for p in passages() if faults[p["id"]]}
    pairs = {p["pair"] for p in passages()}
    told = [f"{key}: {'; '.join(found)}" for key, found in faults.items() if found]
    assert 1 - len(wrong) / len(pairs) >= FLOOR, "\n".join(told)


@pytest.mark.parametrize("field", ["topic", "continent", "kind"])
def test_no_topic_continent_or_kind_is_left_behind(faults: Mapping[str, list[str]], field: str):
    low = {value: share for value, share in shares(faults, field).items() if share < FLOOR_BY}
    assert low == {}


def test_hardly_an_arrow_where_none_must_be(found: list[dict[str, Any]]):
    false = [
        report["text"]
        for passage, report in zip(passages(), found, strict=True)
        if "arrow" not in passage["expect"]["draw"] and any(m["drawn"] for m in report["movements"])
    ]
    assert len(false) <= MAX_FALSE_ARROWS, "\n".join(false)


def test_no_arrow_has_an_end_that_is_not_told(faults: Mapping[str, list[str]]):
    invented = [fault for told in faults.values() for fault in told if fault.startswith("invented")]
    assert len(invented) <= MAX_INVENTED_ENDS, "\n".join(invented)
