"""Coordinates from the text to the map: anchors of regions, ends of movements, pins, warnings."""

from __future__ import annotations

import json

import pytest

from geo import contract
from geo.pipeline import build, extract_document, state_of
from geo.records import Document
from geo.settings import Settings


@pytest.fixture(scope="module")
def read(cache):
    settings = Settings(cache=cache)

    def run(text):
        return extract_document(Document("d", "d.txt", text), settings, state_of(settings))

    return run


def ids(ends):
    return [end.place.id for end in ends if end.place is not None]


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("Rescuers searched 20 km north of 36.34 N 43.13 E on Monday.", ["coord:36.34,43.13"]),
        ("A raft drifted near 12.5 S, 45.2 E for days.", ["coord:-12.5,45.2"]),
        (
            "Rebels hold the ridge between 36.34 N, 43.13 E and 36.50 N, 43.30 E.",
            ["coord:36.34,43.13", "coord:36.5,43.3"],
        ),
    ],
)
def test_coordinates_anchor_regions(read, text, anchors):
    found = read(text)
    (region,) = found.regions
    assert ids(region.anchors) == anchors
    assert found.region_drawings[0].geometry is not None


@pytest.mark.parametrize(
    ("text", "origin", "destination"),
    [
        (
            "Soldiers crossed from 36.34 N 43.13 E into 36.50 N 43.30 E at dawn.",
            "coord:36.34,43.13",
            "coord:36.5,43.3",
        ),
        (
            "Troops moved from grid 38S LF 25 23 to grid 38S LF 45 33 on Sunday.",
            "coord:36.34076,43.05557",
            "coord:36.43429,43.27634",
        ),
        ("The ship sailed from 12.5 S, 45.2 E to Mombasa on Monday.", "coord:-12.5,45.2", "geonames:186301"),
    ],
)
def test_coordinates_are_ends_of_movements(read, text, origin, destination):
    found = read(text)
    (movement,) = found.movements
    assert (ids(movement.origins), ids(movement.destinations)) == ([origin], [destination])
    assert movement.draw == "arrow"


def test_a_convoy_seen_at_coordinates_goes_on_from_there(read):
    found = read("A convoy was seen at 38S LF 25 23 heading north.")
    (movement,), (drawing,) = found.movements, found.movement_drawings
    assert ids(movement.origins) == ["coord:36.34076,43.05557"]
    assert movement.motion.directions == ("N",)
    assert drawing.geometry is not None
    assert "origin" in movement.motion.inferred


def test_a_sentence_may_end_in_coordinates(read):
    found = read(
        "The wreck lies at 25.50 N, 52.80 E. Divers left Doha on Monday. It was at 25.5° E. Nobody knew."
    )
    assert [end for _, end in found.reading.sentences] == [35, 63, 82, 95]


def test_the_contract_tells_of_coordinates(read):
    told = contract.to_dict(read("Divers found the wreck at 25.50 N, 52.80 E on Monday."))
    (place,) = told["places"]
    assert (place["id"], place["kind"]) == ("coord:25.5,52.8", "site")
    assert (place["lat"], place["lon"]) == (25.5, 52.8)
    assert place["extent_km"] == pytest.approx(1.112, abs=1e-3)


def test_a_contradiction_is_a_warning(read):
    told = contract.to_dict(read("Nairobi (12.34 N, 14.56 E) was quiet."))
    (warning,) = [one for one in told["warnings"] if one["code"] == "coordinates"]
    assert "stays where the gazetteer has it" in warning["message"]
    assert told["text"][warning["start"] : warning["end"]] == "Nairobi"


def test_the_map_has_a_pin(tmp_path, cache):
    report = tmp_path / "a.txt"
    report.write_text("Wreck found\n\nDivers found the wreck at 25.50 N, 52.80 E on Monday.\n", "utf-8")
    build([report], settings=Settings(cache=cache, out=tmp_path / "map", formats=("geojson",)))
    (pin,) = json.loads((tmp_path / "map" / "places.geojson").read_text("utf-8"))["features"]
    assert pin["id"] == "coord:25.5,52.8"
    assert pin["geometry"]["coordinates"] == [52.8, 25.5]
    assert pin["properties"]["precision"] == "exact"
