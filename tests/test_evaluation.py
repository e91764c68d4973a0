"""Measures, matching, the sphere, and lines of labelled files."""

from __future__ import annotations

import copy
import json
import math
import random
from collections import Counter
from itertools import combinations, pairwise, permutations
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.evaluation.lines import FormatError, Line, Span, read_lines, span_in
from geo.evaluation.matching import best_first, common, most_pairs, same_span
from geo.evaluation.measures import (
    area_under_errors,
    calibration_error,
    f1,
    intervals,
    median,
    prf,
    reliability,
    share,
    wilson,
)
from geo.evaluation.movement_answers import passage_read
from geo.evaluation.movement_labels import passage
from geo.evaluation.outcome import as_csv, grid, sentence_at
from geo.evaluation.place_labels import answered, labelled
from geo.evaluation.sphere import FARTHEST_KM, bearing_deg, distance_km, first_line, holds, turn_deg
from geo.evaluation.wording import content_words, same_words
from geo.evaluation.world_regions import NOWHERE, region_at
from geo.gazetteer import open_gazetteer
from geo.records import Problem

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(1, 9))
points = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


# -- measures ------------------------------------------------------------------------------------


def test_a_measure_over_nothing_is_none():
    assert share(0, 0) is None
    assert f1(0, 0, 0) is None
    assert wilson(0, 0) is None
    assert median([]) is None
    assert prf(0, 0, 3) == {
        "precision": None, "recall": 0.0, "f1": 0.0, "right": 0, "predicted": 0, "gold": 3
    }  # fmt: skip


def test_f1_of_three_right_among_four_read_and_six_wanted():
    assert prf(3, 4, 6)["f1"] == pytest.approx(0.6)


def test_area_under_errors_is_nought_for_no_error_and_one_for_the_antipodes():
    assert area_under_errors([0.0, 0.0, 0.0]) == 0
    assert area_under_errors([FARTHEST_KM] * 4) == pytest.approx(1, abs=1e-4)
    assert area_under_errors([5.0]) is None


@given(st.lists(st.floats(0, 20_000), min_size=2, max_size=30))
def test_area_under_errors_is_the_trapezoid_rule(errors):
    curve = [math.log(error + 1) for error in sorted(errors)]
    steps = sum((one + other) / 2 for one, other in pairwise(curve))
    assert area_under_errors(errors) == pytest.approx(steps / math.log(FARTHEST_KM) / (len(errors) - 1))


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_of_a_share_holds_it(right, of):
    right = min(right, of)
    low, high = wilson(right, of)
    assert 0 <= low <= right / of + 1e-12
    assert right / of - 1e-12 <= high <= 1


def test_the_interval_of_a_share_as_published():
    # Newcombe 1998, table I: 81 of 263, score method
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)


answers = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


@given(answers)
def test_bins_hold_every_answer_once(found):
    rows = reliability(found, bins=10)
    assert sum(row["answers"] for row in rows) == len(found)
    assert [row["from"] for row in rows] == [number / 10 for number in range(10)]


@given(answers)
def test_calibration_error_lies_between_nought_and_one(found):
    error = calibration_error(found, bins=10)
    assert error is None if not found else 0 <= error <= 1


def test_calibration_error_of_one_overconfident_bin():
    assert calibration_error([(0.95, True)] * 3 + [(0.95, False)], bins=10) == pytest.approx(0.2)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=12), st.randoms())
def test_intervals_hold_the_value_and_do_not_mind_the_order(counts, shuffler):
    groups = [[Counter(right=min(right, of), of=of)] for right, of in counts]

    def measure(sums):
        return {"share": share(sums["right"], sums["of"])}

    found = intervals(groups, measure, times=100)
    shuffled = groups[:]
    shuffler.shuffle(shuffled)
    assert intervals(shuffled, measure, times=100) == found
    low, high = found["share"]
    shares = [group[0]["right"] / group[0]["of"] for group in groups]
    assert min(shares) - 1e-4 <= low <= high <= max(shares) + 1e-4


def test_no_interval_for_a_single_group_or_no_draw():
    assert intervals([[Counter(a=1)]], lambda sums: {"a": sums["a"]}, times=10) == {}
    assert intervals([[Counter(a=1)]] * 3, lambda sums: {"a": sums["a"]}, times=0) == {}


# -- matching ------------------------------------------------------------------------------------


def most_by_trying(golds, reads):
    """The greatest number of pairs, by trying every assignment."""
    best = 0
    for size in range(1, min(len(golds), len(reads)) + 1):
        for some in combinations(range(len(golds)), size):
            for order in permutations(range(len(reads)), size):
                if all(common(golds[g], reads[r]) for g, r in zip(some, order, strict=True)):
                    best = size
    return best


@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_pairs_are_one_to_one_and_as_many_as_can_be(golds, reads):
    pairs = most_pairs(golds, reads, fits=lambda _gold, _read: True)
    assert len(set(pairs.values())) == len(pairs)
    assert all(common(golds[gold], reads[read]) for gold, read in pairs.items())
    assert len(pairs) == most_by_trying(golds, reads)


@given(st.sets(spans, max_size=8))
def test_every_span_meets_itself(golds):
    ordered = sorted(golds, key=lambda span: (span.start, span.end))
    pairs = most_pairs(ordered, ordered, fits=lambda _gold, _read: True)
    assert all(same_span(ordered[gold], ordered[read]) for gold, read in pairs.items())
    assert len(pairs) == len(ordered)


def test_the_same_span_is_preferred_to_a_longer_overlap():
    golds = [Span(0, 5)]
    assert most_pairs(golds, [Span(0, 9), Span(0, 5)], fits=lambda _gold, _read: True) == {0: 1}


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_best_first_uses_each_side_once(scored):
    pairs = best_first(scored)
    assert len(set(pairs.values())) == len(pairs)
    if scored:
        _, left, right = max(scored)
        assert pairs[left] == right


# -- the sphere ----------------------------------------------------------------------------------


def test_distances_and_bearings_that_are_known():
    assert distance_km((0, 0), (0, 1)) == pytest.approx(111.195, abs=0.001)
    assert distance_km((-33.87, 151.21), (-36.85, 174.76)) == pytest.approx(2156, abs=5)
    assert bearing_deg((0, 0), (0, 1)) == pytest.approx(90)
    assert bearing_deg((10, 20), (5, 20)) == pytest.approx(180)
    assert turn_deg(350, 20) == pytest.approx(30)


@given(points, points)
def test_distance_is_the_same_both_ways_and_never_beyond_half_way_round(one, other):
    away = distance_km(one, other)
    assert 0 <= away <= FARTHEST_KM
    assert distance_km(other, one) == pytest.approx(away, abs=1e-6)


@given(st.integers(0, 10_000))
def test_areas_hold_what_shapely_says(seed):
    rng = random.Random(seed)  # noqa: S311
    lon, lat = rng.uniform(-150, 150), rng.uniform(-60, 60)
    star = [
        (lon + reach * math.cos(turn), lat + reach * math.sin(turn))
        for turn, reach in ((number * math.tau / 9, rng.uniform(1, 9)) for number in range(9))
    ]
    area = shapely.Polygon(star).difference(shapely.Point(lon, lat).buffer(0.5))
    for _ in range(20):
        x, y = lon + rng.uniform(-10, 10), lat + rng.uniform(-10, 10)
        geometry = shapely.geometry.mapping(area)
        assert holds(geometry, (y, x)) == area.contains(shapely.Point(x, y))


def test_holds_across_the_antimeridian_lines_and_collections():
    square = [[[179, -1], [181, -1], [181, 1], [179, 1], [179, -1]]]
    area = {"type": "Polygon", "coordinates": square}
    assert holds(area, (0, -179.5))
    assert holds(area, (0, 179.5))
    assert not holds(area, (0, 178))
    line = {"type": "LineString", "coordinates": [[10, 0], [12, 0]]}
    assert holds(line, (0.05, 11))
    assert not holds(line, (0.2, 11))
    both = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [5, 5]}},
            {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": [area, line]}},
        ],
    }
    assert holds(both, (5, 5.05))
    assert first_line(both) == line["coordinates"]
    assert not holds(None, (0, 0))


@pytest.mark.parametrize(
    ("lat", "lon", "region"),
    [
        (-1.29, 36.82, ("Africa", "Eastern Africa")),
        (-17.8, 177.4, ("Oceania", "Melanesia")),
        (35.0, 105.0, ("Asia", "Eastern Asia")),
        (64.15, -21.94, ("Europe", "Northern Europe")),
        (-45.0, -20.0, NOWHERE),
    ],
)
def test_regions_of_the_world(lat, lon, region, cache):
    assert region_at(lat, lon, open_gazetteer((), cache=cache)) == region


# -- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the city of Arequipa", "Arequipa", True),
        ("General Mbeki's troops", "Mbeki", True),
        ("São Tomé", "Sao Tome", True),
        ("Zambia", "Zambian police", True),
        ("the city", "the town", False),
        ("the city", "city centre", True),
        ("northern Chad", "northern Peru", False),
        (None, "Chad", False),
    ],
)
def test_wordings_of_the_same_thing(one, other, same):
    assert same_words(one, other) is same
    assert same_words(other, one) is same


def test_content_words_fall_back_on_what_there_is():
    assert content_words("the northern province") == {"northern", "province"}
    assert content_words("The governor") == {"the", "governor"}


# -- lines ---------------------------------------------------------------------------------------


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path):
    file = tmp_path / "c.jsonl"
    file.write_bytes(b'{"a": 1}\n\n{"a": \n[1]\n\xff\xfe{}\n{"a": 2}\n')
    found = list(read_lines([file]))
    assert [item.value["a"] for item in found if isinstance(item, Line)] == [1, 2]
    faults = [item for item in found if isinstance(item, Problem)]
    assert [fault.line for fault in faults] == [3, 4, 5]
    assert "expected one JSON object" in faults[0].message
    assert "got [1], expected a JSON object" in faults[1].message
    assert "UTF-8" in faults[2].message


def test_a_folder_stands_for_its_files_by_name(tmp_path):
    for name in ("b.jsonl", "a.jsonl", "notes.txt"):
        (tmp_path / name).write_text('{"from": "' + name + '"}\n', "utf-8")
    found = [line.value["from"] for line in read_lines([tmp_path]) if isinstance(line, Line)]
    assert found == ["a.jsonl", "b.jsonl"]
    (tmp_path / "empty").mkdir()
    (fault,) = read_lines([tmp_path / "empty"])
    assert "without labelled files" in fault.message
    (fault,) = read_lines([tmp_path / "none.jsonl"])
    assert "cannot be read" in fault.message


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"start": 0, "end": 40}, "start < end <= 17"),
        ({"start": 5, "end": 5}, "start < end"),
        ({"start": "0", "end": 4}, 'x.start: got "0", expected a whole number'),
        ({"start": True, "end": 4}, "x.start: got true"),
        ({"start": 0, "end": 5, "text": "Qâlat"}, 'got "Qâlat", expected "Over "'),
    ],
)
def test_spans_are_checked_against_the_text(record, said):
    with pytest.raises(FormatError, match=r"^x\.") as caught:
        span_in(record, "Over Qâlat, dust.", "x.")
    assert said in str(caught.value)


def test_spans_count_characters_not_bytes():
    assert span_in({"start": 5, "end": 10, "text": "Qâlat"}, "Over Qâlat, dust.", "x.") == Span(5, 10)


@given(st.text(max_size=60), st.data())
def test_a_sentence_holds_its_span(text, data):
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    inside = " ".join(text[start:end].split())
    assert inside in " ".join(sentence_at(text, start, end).split()) or "\n" in text[start:end]


def test_a_sentence_ends_where_it_ends():
    text = "Rain fell. Trucks left Tambo at dawn. Nobody spoke."
    start = text.index("Tambo")
    assert sentence_at(text, start, start + 5) == "Trucks left Tambo at dawn."


def test_faults_are_safe_in_a_spreadsheet():
    text = as_csv(("a", "b"), [{"a": "=1+1", "b": None}, {"a": "x,y", "b": 2}])
    assert text == '\ufeffa,b\r\n\'=1+1,\r\n"x,y",2\r\n'


def test_a_table_lines_up():
    lines = grid(("kind", "n"), [("city", 1200), ("sea", None)]).splitlines()
    assert lines[0].endswith("n")
    assert [line[-5:] for line in lines[2:]] == ["1,200", "    -"]


def test_json_lines_survive_a_byte_order_mark(tmp_path):
    file = tmp_path / "c.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"a": 1}).encode())
    (line,) = read_lines([file])
    assert line.value == {"a": 1}


# -- whatever stands in a file -------------------------------------------------------------------

DATA = Path(__file__).resolve().parent / "data" / "evaluation"
PLACES, PASSAGES = (
    [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]
    for name in ("places.jsonl", "movements.jsonl")
)
GEOMETRY = {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}
READ = [
    {
        "text": document["text"],
        "places": document.get("toponyms", []),
        "movements": [
            {"direction_deg": None, "geometry": GEOMETRY, **one} for one in document.get("movements", [])
        ],
        "regions": [{"geometry": GEOMETRY, "halo": None, **one} for one in document.get("regions", [])],
    }
    for document in (*PLACES, *PASSAGES)
]
scalars = (
    st.none() | st.booleans() | st.integers(-5, 300) | st.just(10**400) | st.floats() | st.text(max_size=6)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def spots(value, path=()):
    """Every place in a JSON value, as a path of keys and indexes."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from spots(inner, (*path, key))


def spoilt(record, path, value):
    record = copy.deepcopy(record)
    inside = record
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return Line("f.jsonl", 1, b"", record)


@pytest.mark.parametrize(
    ("parse", "records"),
    [(labelled, PLACES), (passage, PASSAGES), (answered, READ), (passage_read, READ)],
    ids=["places", "passages", "answers", "movements read"],
)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_line_is_read_or_refused(parse, records, data):
    record = data.draw(st.sampled_from(records))
    line = spoilt(record, data.draw(st.sampled_from(list(spots(record)))), data.draw(values))
    try:
        made = parse(line)
    except FormatError:
        return
    if parse is passage_read:
        for region in made.regions:
            holds(region.core, (1.5, 1.5))
            holds(region.halo, (1.5, 1.5))
