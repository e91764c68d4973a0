"""Places all over the world, read and resolved end to end: a floor under each figure.

``data/world_places.jsonl`` holds short invented reports from every continent, labelled in the format
of ``docs/evaluation.md``. A label takes the capitalised words of a name ("M4" of "the M4 highway"), and
``type`` says what the place is; peoples and adjectives are not labelled, nor are persons, teams, firms
and things that bear a place's name. A river or range has the gazetteer's point where that lies on it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.evaluation import Options, Outcome, evaluate_places
from geo.settings import Settings

CORPUS = Path(__file__).resolve().parent / "data" / "world_places.jsonl"
PASSAGES = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
TYPES = {
    *("admin1", "admin2", "airport", "base", "camp", "city", "coordinates", "country", "crossing", "dam"),
    *("desert", "facility", "gulf", "island", "lake", "mountain", "mountains", "ocean", "region", "river"),
    *("road", "sea", "site", "strait", "valley"),
}


@pytest.fixture(scope="module")
def outcome(cache) -> Outcome:
    return evaluate_places([CORPUS], settings=Settings(cache=cache), options=Options(bootstrap=0))


@pytest.fixture(scope="module")
def figures(outcome):
    return outcome.content["all"]


def test_the_passages_come_from_everywhere():
    assert len(PASSAGES) >= 100
    assert len({passage["id"] for passage in PASSAGES}) == len(PASSAGES)
    continents = {passage["id"].partition("-")[0] for passage in PASSAGES}
    assert continents == {"af", "an", "as", "eu", "mix", "na", "oc", "sa", "sea"}
    kinds = {label["type"] for passage in PASSAGES for label in passage["toponyms"]}
    assert kinds == TYPES


def test_the_labels_fit_their_texts():
    for passage in PASSAGES:
        for label in passage["toponyms"]:
            assert passage["text"][label["start"] : label["end"]] == label["text"]
            assert abs(label["lat"]) <= 90
            assert abs(label["lon"]) <= 180


@pytest.mark.parametrize(("way", "floor"), [("exact", 0.955), ("overlap", 0.97)])
def test_names_are_found(figures, way, floor):
    assert figures["recognition"][way]["f1"] >= floor


def test_names_are_placed_right(figures):
    assert figures["resolution"]["exact"]["accuracy"] >= 0.968
    assert figures["resolution"]["exact"]["median_km"] <= 2


def test_pins_are_right_end_to_end(figures):
    assert figures["end_to_end"]["f1"] >= 0.9
    assert figures["end_to_end"]["precision"] >= 0.89


@pytest.mark.parametrize("continent", ["Africa", "Americas", "Asia", "Europe", "Oceania"])
def test_no_continent_is_left_behind(figures, continent):
    assert figures["by_world_region"][continent]["end_to_end"] >= 0.88


@pytest.mark.parametrize(
    ("type_", "floor"),
    [
        ("country", 0.95),
        ("admin1", 0.95),
        ("city", 0.92),
        ("island", 0.7),
        ("strait", 0.85),
        ("camp", 0.6),
        ("coordinates", 1.0),
    ],
)
def test_kinds_of_place(figures, type_, floor):
    assert figures["by_gold"][f"type={type_}"]["end_to_end"] >= floor


def test_probabilities_mean_what_they_say(figures):
    calibration = figures["calibration"]
    assert calibration["expected_calibration_error"] <= 0.06
    sure = next(row for row in calibration["kept"] if row["probability"] == 0.7)
    assert sure["right"] >= 0.95
    assert sure["correct_dropped"] <= 0.1


def test_names_that_are_no_places_stay_off_the_map(outcome):
    false = [row for row in outcome.faults if row["verdict"] == "false" and row["probability"]]
    assert len(false) <= 13


def test_labelled_names_are_placed_when_handed_over(cache):
    found = evaluate_places(
        [CORPUS], settings=Settings(cache=cache), options=Options(bootstrap=0, gold_spans=True)
    )
    assert found.content["all"]["resolution_gold_spans"]["accuracy"] >= 0.91
