"""``geo evaluate --movements``: passages of our own, judged by known answers and by a real run."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.cli import main
from geo.errors import InputError
from geo.evaluation import Options, evaluate_movements
from geo.evaluation.lines import parsed, read_lines
from geo.evaluation.movement_answers import EndRead
from geo.evaluation.movement_ends import ASIDE, FALSE, MISSED, NOTHING, RIGHT, SWAPPED, judge, lies, says
from geo.evaluation.movement_labels import EndLabel, passage, status_of
from geo.settings import Settings

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "data" / "evaluation" / "movements.jsonl"
DOCS = (HERE.parent / "docs" / "evaluation.md").read_text("utf-8")
LABELLED = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
FIELDS = ("eventuality", "factuality", "attribution", "quantity", "class")


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def square(lat, lon):
    near, far = 0.02, -0.02
    ring = [[lon + x, lat + y] for x, y in ((far, far), (near, far), (near, near), (far, near), (far, far))]
    return [ring]


def perfect(document):
    """What the extraction would write if it read the passage as it is labelled."""
    movements = []
    for label in document["movements"]:
        read = {name: label[name] for name in FIELDS if name in label}
        ends = {
            role: {"text": end["text"], "name": end.get("canonical"), **end}
            if (end := label.get(role))
            else None
            for role in ("origin", "destination")
        }
        read |= {"trigger": label["trigger"], "drawn": label["draw"] == "arrow", **ends}
        read |= {"start": label["trigger"]["start"], "end": label["trigger"]["end"]}
        if label.get("direction"):
            read["direction_deg"] = 90
        movements.append(read)
    regions = [
        {
            "start": label["start"],
            "end": label["end"],
            "relation": label["relations"],
            "distance_km": label["distance_km"],
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [square(p["lat"], p["lon"]) for p in label["check_points"] if p["inside"]],
            },
            "halo": None,
        }
        for label in document["regions"]
    ]
    return {"id": document["id"], "text": document["text"], "movements": movements, "regions": regions}


@pytest.fixture
def answers():
    return copy.deepcopy([perfect(document) for document in LABELLED])


@pytest.fixture
def judge_all(tmp_path, cache):
    """Figures of given answers to the passages."""

    def run(answers, documents=None, **options):
        corpus = write(tmp_path / "passages.jsonl", documents) if documents else CORPUS
        given_answers = write(tmp_path / "answers.jsonl", answers)
        chosen = Options(**({"bootstrap": 0, "predictions": (given_answers,)} | options))
        return evaluate_movements([corpus], settings=Settings(cache=cache), options=chosen)

    return run


def test_perfect_answers_are_perfect(judge_all, answers):
    outcome = judge_all(answers)
    whole = outcome.content["all"]
    assert whole["arrow"]["f1"] == 1
    assert whole["detection"]["f1"] == 1
    assert whole["class"]["accuracy"] == 1
    for role in ("origin", "destination"):
        for name in ("text", "resolved", "end_to_end"):
            assert whole[f"{role}_{name}"]["f1"] == 1
    assert whole["status"]["macro"] == 1
    assert whole["attribution"]["accuracy"] == whole["quantity"]["accuracy"] == 1
    assert whole["attribution"]["spurious"] == whole["quantity"]["spurious"] == 0
    assert whole["invented_ends"]["count"] == whole["false_arrows"]["count"] == 0
    assert whole["direction"]["within_45"] == 1
    assert whole["regions"]["detection"]["f1"] == 1
    assert whole["regions"]["check_points"] == {"accuracy": 1, "right": 2, "of": 2}
    assert whole["regions"]["soft_points"]["of"] == 1
    assert outcome.faults == ()


def test_no_answers_find_nothing(judge_all):
    outcome = judge_all([])
    whole = outcome.content["all"]
    assert outcome.content["passages_missing"] == len(LABELLED)
    assert whole["detection"] | {"recall_drawable": 0} == whole["detection"]
    assert whole["detection"]["recall"] == whole["arrow"]["recall"] == whole["arrow"]["f1"] == 0
    assert whole["regions"]["detection"]["recall"] == 0
    assert {fault["fault"] for fault in outcome.faults} == {"missed", "region missed"}


def test_arrows_where_none_may_be_are_false_arrows(judge_all, answers):
    for answer in answers:
        for movement in answer["movements"]:
            movement["drawn"] = True
    text = LABELLED[1]["text"]
    start = text.index("withdrew")
    words = {"start": start, "end": start + 8, "text": "withdrew"}
    answers[1]["movements"].append({"trigger": words, "drawn": True})
    start = text.index("Tuesday")
    nothing = {"start": start, "end": start + 7, "text": "Tuesday"}
    answers[1]["movements"].append({"trigger": nothing, "drawn": True})
    whole = judge_all(answers).content["all"]
    false = whole["false_arrows"]
    assert (false["trap"], false["prevented"], false["denied_or_none"], false["no_gold"]) == (1, 1, 2, 1)
    assert false["per_100_passages"] == 100
    assert whole["detection"]["trap_hits"] == 1
    assert whole["arrow"]["recall"] == 1
    assert whole["arrow"]["precision"] == pytest.approx(3 / 8, abs=1e-4)


def test_a_wrong_end_and_an_invented_one_spoil_the_arrow(judge_all, answers):
    answers[0]["movements"][0]["destination"]["lat"] = 15.12
    answers[4]["movements"][0]["origin"] = {"text": "Nakuru", "lat": -0.3, "lon": 36.1, "country": "KE"}
    outcome = judge_all(answers)
    whole = outcome.content["all"]
    assert whole["arrow"]["required_right"] == 1
    assert whole["arrow"]["right"] == 1
    assert whole["invented_ends"] | {"count": 1, "origin": 1, "destination": 0} == whole["invented_ends"]
    assert whole["destination_text"]["f1"] == 1
    assert whole["destination_resolved"]["right"] == whole["destination_resolved"]["gold"] - 1
    assert {fault["fault"] for fault in outcome.faults} == {"destination swapped", "origin invented"}


def test_a_direction_alone_must_be_right_within_45_degrees(judge_all, answers):
    answers[4]["movements"][0]["direction_deg"] = 136
    whole = judge_all(answers).content["all"]
    assert whole["direction_stated_only"]["within_45"] == 0
    assert whole["arrow"]["right"] == 2


def test_a_movement_is_found_by_its_clause_when_its_ends_are_right(judge_all, answers):
    moved = answers[0]["movements"][0]
    moved["trigger"] = {"start": 0, "end": 7, "text": "Several"}
    assert judge_all(answers).content["all"]["detection"]["f1"] == 1
    moved["origin"] = None
    whole = judge_all(answers).content["all"]
    assert whole["detection"] | {"right": 4, "predicted": 5} == whole["detection"]


def test_the_same_told_twice_is_ignored(judge_all, answers):
    answers[2]["movements"].append(copy.deepcopy(answers[2]["movements"][0]))
    whole = judge_all(answers).content["all"]
    assert whole["detection"]["repeats_ignored"] == 1
    assert whole["detection"]["precision"] == 1
    answers[2]["movements"][-1]["destination"] = {"text": "Cebu", "lat": 10.3, "lon": 123.9, "country": "PH"}
    whole = judge_all(answers).content["all"]
    assert whole["detection"]["repeats_ignored"] == 0
    assert whole["detection"]["precision"] < 1


def test_status_attribution_and_quantity_are_judged_on_their_own(judge_all, answers):
    answers[0]["movements"][0] |= {
        "eventuality": "planned",
        "attribution": "a pilot",
        "quantity": {"value": 900},
    }
    outcome = judge_all(answers)
    whole = outcome.content["all"]
    assert whole["arrow"]["f1"] == 1
    assert whole["status"]["by_gold"]["actual"]["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert whole["status"]["macro"] == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)
    assert whole["attribution"]["right"] == whole["attribution"]["of"] - 1
    assert whole["quantity"]["right"] == whole["quantity"]["of"] - 1
    assert {fault["fault"] for fault in outcome.faults} == {"status", "attribution", "quantity"}


def test_a_vague_number_is_right_within_a_factor_of_two(judge_all, answers):
    for value, right in ((400, 2), (401, 1), (100, 2), (99, 1)):
        answers[0]["movements"][0]["quantity"] = {"value": value}
        assert judge_all(answers).content["all"]["quantity"]["right"] == right


def test_what_the_label_leaves_open_is_not_asked_for(judge_all, answers):
    answers[4]["movements"][0]["attribution"] = None
    answers[4]["movements"][0]["drawn"] = False
    whole = judge_all(answers).content["all"]
    assert whole["attribution"]["accuracy"] == 1
    assert whole["arrow"]["f1"] == 1


def test_a_region_without_geometry_has_all_points_wrong(judge_all, answers):
    answers[4]["regions"][0]["geometry"] = None
    regions = judge_all(answers).content["all"]["regions"]
    assert regions["detection"]["f1"] == 1
    assert regions["check_points"]["right"] == 0
    assert regions["without_geometry"] == 1


def test_a_halo_holds_what_must_be_inside_but_spoils_nothing_outside(judge_all, answers):
    region = answers[4]["regions"][0]
    region["halo"] = {"type": "Polygon", "coordinates": [[[30, -9], [40, -9], [40, 9], [30, 9], [30, -9]]]}
    region["geometry"] = {"type": "Polygon", "coordinates": square(0.5, 34.76)}
    regions = judge_all(answers).content["all"]["regions"]
    assert regions["check_points"]["right"] == 2
    assert regions["check_points_core_only"]["right"] == 1
    assert regions["check_points_halo_clean"]["right"] == 1


def test_figures_are_given_by_pool_and_source(judge_all, answers):
    content = judge_all(answers).content
    assert {name: one["passages"] for name, one in content["by_pool"].items()} == {"blind": 3, "chosen": 2}
    assert {name: one["passages"] for name, one in content["by_source"].items()} == {"coast": 3, "lakes": 2}
    assert content["documents"] == 4


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(LABELLED))), lost=st.sets(st.integers(0, len(LABELLED) - 1)))
def test_the_order_of_passages_and_answers_changes_nothing(judge_all, order, lost):
    read = [perfect(document) for at, document in enumerate(LABELLED) if at not in lost]
    plain = judge_all(read, LABELLED, bootstrap=50)
    mixed = judge_all(read[::-1], [LABELLED[at] for at in order], bootstrap=50)
    assert mixed.content == plain.content


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_count_exceeds_what_there_is(judge_all, data):
    read = copy.deepcopy([perfect(document) for document in LABELLED])
    for answer in read:
        for movement in answer["movements"]:
            movement["drawn"] = data.draw(st.booleans())
            if data.draw(st.booleans()):
                movement["trigger"] = {"start": 0, "end": data.draw(st.integers(1, 20)), "text": ""}
            if data.draw(st.booleans()):
                movement["origin"], movement["destination"] = movement["destination"], movement["origin"]
        answer["movements"] *= data.draw(st.integers(0, 2))
    whole = judge_all(read).content["all"]
    found, arrow = whole["detection"], whole["arrow"]
    assert found["right"] <= min(found["gold"], found["predicted"])
    assert arrow["required_right"] <= min(arrow["required"], arrow["right"])
    assert arrow["right"] + whole["false_arrows"]["count"] <= arrow["counted"] <= arrow["drawn"]
    assert whole["regions"]["detection"]["f1"] == 1


# -- ends ----------------------------------------------------------------------------------------


def label(kind="city", **changes):
    values = {"text": "Beira", "name": "Beira", "point": (-19.8, 34.9), "country": "MZ", "tolerance_km": 25.0}
    return EndLabel(kind=kind, **(values | changes))


def read_end(**changes):
    values = {"text": "Beira", "name": "Beira", "kind": "city", "point": (-19.8, 34.9), "country": "MZ"}
    return EndRead(**(values | changes))


@pytest.mark.parametrize(
    ("read", "wanted", "right"),
    [
        (read_end(), label(), True),
        (read_end(point=(-19.9, 35.0)), label(), True),
        (read_end(point=(-20.5, 34.9)), label(), False),
        (read_end(point=None), label(), False),
        (read_end(point=(-20.4, 34.9)), label("region"), True),
        (read_end(point=(-20.4, 34.9), name="Manica", text="Manica"), label("region"), False),
        (read_end(country="zw"), label("country", country="ZW", point=None), True),
        (read_end(country="MZ"), label("country", country="ZW", point=None), False),
        (read_end(country=None, kind="country"), label("country", country="ZW"), True),
        (read_end(point=None), label("continent", point=None), True),
        (read_end(point=None), label("unresolved", point=None), True),
        (read_end(point=None, country="ZA"), label("unresolved", point=None), False),
        (
            read_end(kind="country", point=(9, 9), name="Malawi"),
            label("border", text="the Malawi border"),
            True,
        ),
    ],
)
def test_a_place_is_judged_by_its_kind(read, wanted, right):
    assert lies(read, wanted) is right


@pytest.mark.parametrize(
    ("read", "wanted", "fair", "verdict"),
    [
        (read_end(), label(), (), RIGHT),
        (None, label(), (), MISSED),
        (None, label(), (None,), ASIDE),
        (None, None, (), NOTHING),
        (read_end(), None, (), FALSE),
        (read_end(), None, (label(),), ASIDE),
        (read_end(point=(9, 9)), label(), (), SWAPPED),
        (read_end(point=(9, 9)), label(), (label(point=(9, 9)),), RIGHT),
        (read_end(point=None, country=None), label(), (), MISSED),
        (read_end(point=None, country=None), None, (), NOTHING),
    ],
)
def test_verdicts_on_an_end(read, wanted, fair, verdict):
    assert judge(read, wanted, fair, lies) == verdict


def test_words_alone_are_an_answer_where_words_are_judged():
    unplaced = read_end(point=None, country=None)
    assert judge(unplaced, None, (), says) == FALSE
    assert judge(unplaced, label(), (), says) == RIGHT


@pytest.mark.parametrize(
    ("eventuality", "factuality", "status"),
    [
        ("actual", "asserted", "actual"),
        ("habitual", "probable", "actual"),
        ("ongoing", "negated", "prevented_or_denied"),
        ("prevented", "possible", "prevented_or_denied"),
        ("planned", "asserted", "planned_or_possible"),
        ("actual", "possible", "planned_or_possible"),
        ("historical", "asserted", "historical"),
        (None, None, "actual"),
    ],
)
def test_three_axes_become_four_statuses(eventuality, factuality, status):
    assert status_of(eventuality, factuality) == status


# -- the format ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"movements": None}, "movements: got null, expected a list"),
        ({"movements": [{"class": "FLEE/DISPLACE"}]}, "movements[0].trigger"),
        ({"draw": "yes"}, 'movements[0].draw: got "yes", expected one of arrow, none, prevented'),
        ({"class": None}, "movements[0].class"),
        ({"eventuality": "past"}, "movements[0].eventuality"),
        ({"acceptable": {"factuality": ["maybe"]}}, "acceptable.factuality"),
        ({"acceptable": {"origin": ["Pemba"]}}, "acceptable.origin"),
        ({"origin": {"text": "Pemba", "kind": "city"}}, "movements[0].origin.lat"),
        ({"origin": {"kind": "unresolved"}}, "movements[0].origin.text"),
        ({"destination": {"text": "Malawi", "kind": "country"}}, "movements[0].destination.country"),
        ({"direction": {"compass": "EAST"}}, "direction.compass"),
        ({"quantity": 300}, "movements[0].quantity"),
        ({"trigger": {"start": 25, "end": 29, "text": "flew"}}, 'got "flew", expected "fled"'),
    ],
)
def test_a_faulty_passage_is_named_and_the_rest_is_judged(tmp_path, cache, answers, change, said):
    bad = copy.deepcopy(LABELLED[0])
    if "movements" in change:
        bad |= change
    else:
        bad["movements"][0] |= change
    corpus = write(tmp_path / "c.jsonl", [bad, LABELLED[1]])
    read = write(tmp_path / "a.jsonl", answers)
    outcome = evaluate_movements(
        [corpus], settings=Settings(cache=cache), options=Options(bootstrap=0, predictions=(read,))
    )
    (problem,) = outcome.problems
    assert problem.message.startswith(f"{corpus}, line 1: ")
    assert said in problem.message
    assert outcome.content["all"]["passages"] == 1


def test_files_without_passages_are_an_error(tmp_path, cache):
    with pytest.raises(InputError, match="cannot be read"):
        evaluate_movements([tmp_path / "none.jsonl"], settings=Settings(cache=cache))


def test_the_examples_of_the_guide_are_in_the_format(tmp_path):
    blocks = re.findall(r"^```json\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    lines = write(tmp_path / "c.jsonl", [json.loads(body) for body in blocks if '"movements"' in body])
    made, problems = parsed(read_lines([lines]), passage)
    assert problems == []
    assert [(len(one.movements), len(one.regions), len(one.traps)) for one in made] == [(1, 0, 0), (0, 1, 1)]


# -- a real run ----------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["evaluate", "--movements", *map(str, arguments)])


def test_a_real_run_on_the_passages(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(CORPUS, "--cache", cache, "--workers", 1, "--errors", "faults.csv", "--format", "json")
    assert done.exit_code == 0, done.output
    whole = json.loads(done.stdout)["all"]
    assert whole["arrow"]["f1"] > 0.6
    assert whole["detection"]["f1"] > 0.7
    assert whole["false_arrows"]["count"] == 0
    assert set(whole["intervals"]) >= {"arrow_f1", "detection_f1", "false_arrows_per_100", "regions_f1"}
    assert (tmp_path / "faults.csv").read_text("utf-8-sig").startswith("corpus,passage,fault,trigger")


def test_a_real_run_is_the_extraction_judged(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    extracted = CliRunner().invoke(main, ["extract", str(CORPUS), "--cache", str(cache), "--workers", "1"])
    (tmp_path / "read.jsonl").write_text(extracted.stdout, "utf-8")
    own = run(CORPUS, "--cache", cache, "--workers", 1)
    judged = run(CORPUS, "--cache", cache, "--predictions", "read.jsonl")
    assert own.exit_code == judged.exit_code == 0
    assert own.stdout == judged.stdout
    for words in (
        "arrow F1",
        "status, macro",
        "false arrows per 100 passages",
        "check points inside",
        "By pool",
    ):
        assert words in own.stdout
