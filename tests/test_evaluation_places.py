"""``geo evaluate`` on place names: a corpus of our own, judged by known answers and by a real run."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.cli import main
from geo.errors import InputError, SettingsError
from geo.evaluation import Options, evaluate_places
from geo.evaluation.lines import Line, parsed, read_lines
from geo.evaluation.place_labels import labelled
from geo.settings import Settings

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "data" / "evaluation" / "places.jsonl"
DOCS = (HERE.parent / "docs" / "evaluation.md").read_text("utf-8")
LABELLED = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def perfect(document, **changes):
    """Answers that are right in every way."""
    found = [
        {name: top[name] for name in ("start", "end", "lat", "lon")} | {"kind": "city", "probability": 0.9}
        for top in document["toponyms"]
    ]
    return {"id": document["id"], "text": document["text"], "places": found} | changes


@pytest.fixture
def judge(tmp_path, cache):
    """Figures of given answers to the corpus, or to other documents."""

    def run(answers, documents=None, **options):
        corpus = write(tmp_path / "corpus.jsonl", documents) if documents else CORPUS
        given_answers = write(tmp_path / "answers.jsonl", answers)
        chosen = Options(**({"bootstrap": 0, "predictions": (given_answers,)} | options))
        return evaluate_places([corpus], settings=Settings(cache=cache), options=chosen)

    return run


def test_perfect_answers_are_perfect(judge):
    outcome = judge([perfect(document) for document in LABELLED])
    whole = outcome.content["all"]
    for figures in (
        whole["recognition"]["exact"],
        whole["recognition"]["overlap"],
        whole["end_to_end"],
        whole["end_to_end_names"],
    ):
        assert figures["precision"] == figures["recall"] == figures["f1"] == 1
    assert whole["resolution"]["exact"]["accuracy"] == 1
    assert whole["resolution"]["exact"]["mean_km"] == whole["resolution"]["exact"]["auc"] == 0
    assert outcome.faults == ()
    assert outcome.problems == ()


def test_no_answers_find_nothing(judge):
    outcome = judge([])
    whole = outcome.content["all"]
    assert outcome.content["documents_missing"] == len(LABELLED)
    assert whole["end_to_end"]["recall"] == 0
    assert whole["end_to_end"]["precision"] is None
    assert {fault["verdict"] for fault in outcome.faults} == {"missed"}
    assert len(outcome.faults) == whole["gold"]


def test_each_sort_of_fault_is_counted_once(judge):
    text = "Barges left Karagandy for Balkhash past the Ili mouth."
    spots = {
        word: (text.index(word), text.index(word) + len(word))
        for word in ("Karagandy", "Balkhash", "Ili", "mouth")
    }

    def top(word, lat=None, lon=None, **more):
        return {"start": spots[word][0], "end": spots[word][1], "lat": lat, "lon": lon} | more

    document = {
        "id": "k",
        "text": text,
        "toponyms": [top("Karagandy", 49.8, 73.1), top("Balkhash", 46.8, 75.0), top("Ili", 44.0, 78.0)],
    }
    found = [
        top("Karagandy", 49.8, 93.1, name="elsewhere"),
        top("Balkhash"),
        top("mouth", 1.0, 1.0),
    ]
    outcome = judge([{"id": "k", "places": found}], [document])
    assert [fault["verdict"] for fault in outcome.faults] == ["wrong place", "not placed", "missed", "false"]
    assert outcome.faults[0]["distance_km"] == pytest.approx(1435, abs=10)
    assert all(fault["sentence"] == text for fault in outcome.faults)
    whole = outcome.content["all"]
    assert whole["recognition"]["exact"]["right"] == 2
    assert whole["resolution"]["exact"] == {
        "accuracy": 0.0, "right": 0, "of": 1, "mean_km": pytest.approx(1435, abs=10),
        "median_km": pytest.approx(1435, abs=10), "auc": None, "unplaced": 1, "accuracy_unplaced_wrong": 0.0,
    }  # fmt: skip
    assert whole["end_to_end"]["predicted"] == 3


def test_names_without_coordinates_are_neither_right_nor_false(judge):
    answers = [perfect(document) for document in LABELLED]
    market = LABELLED[0]["nocoord"][0]
    answers[0]["places"].append(
        {"start": market["start"], "end": market["end"], "lat": 1, "lon": 2, "probability": 0.99}
    )
    whole = judge(answers).content["all"]
    assert whole["end_to_end"]["precision"] < 1
    assert whole["end_to_end"]["nocoord_ignored"]["precision"] == 1
    assert whole["calibration"]["answers"] == whole["gold"]


def test_a_toponym_without_coordinates_is_read_as_one_of_nocoord(judge):
    document = {"id": "a", "text": "Snow in Upper Dell.", "toponyms": [{"start": 8, "end": 18}]}
    other = {
        "id": "b",
        "text": "Snow in Bern.",
        "toponyms": [{"start": 8, "end": 12, "lat": 46.95, "lon": 7.45}],
    }
    answers = [{"id": "a", "places": [{"start": 8, "end": 18, "lat": 1, "lon": 1}]}]
    whole = judge(answers, [document, other]).content["all"]
    assert whole["gold"] == 1
    assert whole["end_to_end"]["nocoord_ignored"]["predicted"] == 0


def test_demonyms_are_counted_apart(judge):
    answers = [perfect(document) for document in LABELLED]
    for document, answer in zip(LABELLED, answers, strict=True):
        for top, place in zip(document["toponyms"], answer["places"], strict=True):
            if top.get("type") == "DEMONYM":
                place["kind"] = "demonym"
    content = judge(answers).content
    assert content["demonyms"] == 1
    assert content["all"]["end_to_end"]["recall"] < 1
    assert content["all"]["end_to_end"]["precision"] == 1
    assert content["all"]["with_demonyms"]["end_to_end"]["f1"] == 1


def test_the_greatest_error_can_be_chosen(judge):
    answers = [perfect(document) for document in LABELLED]
    for answer in answers:
        for place in answer["places"]:
            place["lat"] += 1  # 111 km
    assert judge(answers, km=112).content["all"]["end_to_end"]["f1"] == 1
    assert judge(answers, km=111).content["all"]["end_to_end"]["f1"] == 0


def test_handed_names_without_an_answer_are_as_wrong_as_can_be(judge):
    answers = [perfect(document) for document in LABELLED]
    answers[0]["places"][0]["lat"] = answers[0]["places"][0]["lon"] = None
    del answers[1]["places"][0]
    outcome = judge(answers, gold_spans=True)
    figures = outcome.content["all"]["resolution_gold_spans"]
    gold = outcome.content["all"]["gold"]
    assert figures["unanswered"] == 2
    assert figures["of"] == gold
    assert figures["accuracy"] == pytest.approx((gold - 2) / gold, abs=1e-4)
    assert figures["mean_km"] == pytest.approx(2 * 20039 / gold, abs=0.1)
    assert [fault["verdict"] for fault in outcome.faults] == ["not placed", "missed"]


def test_recall_is_given_by_label_and_region_and_precision_by_kind(judge):
    answers = [perfect(document) for document in LABELLED]
    answers[2]["places"] = []
    whole = judge(answers).content["all"]
    assert whole["by_gold"]["type=CITY"]["gold"] == 18
    oceania = whole["by_world_region"]["Oceania"]
    assert oceania | {"gold": 4, "recognised": 0, "accuracy": None, "pins": 0, "precision": None} == oceania
    africa = whole["by_world_region"]["Africa / Eastern Africa"]
    assert africa["end_to_end"] == africa["precision"] == africa["end_to_end_f1"] == 1
    assert africa["mean_km"] == africa["median_km"] == 0
    assert whole["by_predicted_kind"]["city"]["precision"] == 1


def test_a_threshold_keeps_what_is_sure(judge):
    answers = [perfect(document) for document in LABELLED]
    for answer in answers:
        first = answer["places"][0]
        first["probability"] = 0.4
        first["lat"] = -first["lat"]
    kept = {row["probability"]: row for row in judge(answers).content["all"]["calibration"]["kept"]}
    assert kept[0.0]["right"] < 1
    assert kept[0.5]["right"] == kept[0.5]["right_on_gold_names"] == 1
    assert kept[0.5]["correct_dropped"] == 0
    assert kept[0.95]["correct_dropped"] == 1


documents = st.permutations(range(len(LABELLED)))
dropped = st.sets(st.integers(0, 3))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=documents, lost=dropped)
def test_the_order_of_documents_and_answers_changes_nothing(judge, order, lost):
    answers = [perfect(document) for document in LABELLED]
    for answer in answers:
        answer["places"] = [place for at, place in enumerate(answer["places"]) if at not in lost]
    plain = judge(answers, LABELLED, bootstrap=50)
    mixed = judge(answers[::-1], [LABELLED[at] for at in order], bootstrap=50)
    assert mixed.content == plain.content
    assert sorted(map(str, mixed.faults)) == sorted(map(str, plain.faults))


def test_answers_are_found_by_their_text_where_ids_differ(judge):
    answers = [perfect(document, id=f"other-{document['id']}") for document in LABELLED]
    assert judge(answers).content["all"]["end_to_end"]["f1"] == 1


def test_answers_to_another_text_are_refused(judge):
    answers = [perfect(document) for document in LABELLED]
    answers[0]["text"] = "Another text altogether."
    outcome = judge(answers)
    assert outcome.content["documents_missing"] == 1
    (problem,) = outcome.problems
    assert problem.line == 1
    assert "another text" in problem.message


def test_offsets_beyond_the_text_are_refused(judge):
    answers = [perfect(document) for document in LABELLED]
    del answers[3]["text"]
    answers[3]["places"][0]["end"] = 5000
    outcome = judge(answers)
    assert "offsets beyond" in outcome.problems[0].message
    assert outcome.content["documents_missing"] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": None}, "text: got null, expected text"),
        ({"toponyms": None}, "toponyms: got null, expected a list"),
        ({"toponyms": [7]}, "toponyms[0]: got 7, expected an object"),
        ({"toponyms": [{"start": 11, "end": 16, "lat": 95, "lon": 0}]}, "toponyms[0].lat: got 95"),
        ({"toponyms": [{"start": 11, "end": 16, "lat": 9}]}, "both lat and lon"),
        ({"toponyms": [{"start": 11, "end": 16, "lat": "9", "lon": 1}]}, 'toponyms[0].lat: got "9"'),
        ({"toponyms": [{"start": 11, "end": 900, "lat": 9, "lon": 1}]}, "toponyms[0].start"),
        ({"toponyms": [{"start": 12, "end": 16, "text": "Oruro"}]}, 'got "Oruro", expected "ruro"'),
        ({"nocoord": [{"start": 4, "end": 4}]}, "nocoord[0].start"),
        ({"id": ["x"]}, 'id: got ["x"]'),
    ],
)
def test_a_faulty_line_is_named_and_the_rest_is_judged(tmp_path, cache, change, said):
    corpus = write(tmp_path / "c.jsonl", [LABELLED[0] | change, LABELLED[1]])
    answers = write(tmp_path / "a.jsonl", [perfect(LABELLED[1])])
    outcome = evaluate_places(
        [corpus], settings=Settings(cache=cache), options=Options(bootstrap=0, predictions=(answers,))
    )
    (problem,) = outcome.problems
    assert problem.message.startswith(f"{corpus}, line 1: ")
    assert said in problem.message
    assert outcome.content["all"]["documents"] == 1


def test_an_id_told_twice_is_judged_once(tmp_path, cache):
    corpus = write(tmp_path / "c.jsonl", [LABELLED[0], LABELLED[0]])
    outcome = evaluate_places([corpus], settings=Settings(cache=cache), options=Options(bootstrap=0))
    assert outcome.content["all"]["documents"] == 1
    assert "as in line 1" in outcome.problems[0].message


def test_a_corpus_of_nothing_is_an_error(tmp_path, cache):
    (tmp_path / "c.jsonl").write_text("rubbish\n", "utf-8")
    with pytest.raises(InputError, match=r"c\.jsonl, line 1"):
        evaluate_places([tmp_path / "c.jsonl"], settings=Settings(cache=cache))


def test_options_outside_their_range_are_refused():
    for wrong in ({"km": 0}, {"km": float("nan")}, {"bootstrap": -1}):
        with pytest.raises(SettingsError):
            Options(**wrong)


def test_the_examples_of_the_guide_are_in_the_format(tmp_path):
    examples = [
        body
        for body in re.findall(r"^```json\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
        if '"toponyms"' in body
    ]
    assert examples
    lines = write(tmp_path / "c.jsonl", [json.loads(body) for body in examples])
    made, problems = parsed(read_lines([lines]), labelled)
    assert problems == []
    assert [len(document.toponyms) for document in made] == [2]


def test_the_python_of_the_guide_runs(cache, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus.jsonl").write_bytes(CORPUS.read_bytes())
    (code,) = re.findall(r"^```python\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    exec(code.replace("Settings()", "Settings(cache=cache)"), {"cache": cache})  # noqa: S102
    assert "end-to-end F1" in capsys.readouterr().out


# -- a real run ----------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


def test_a_real_run_on_the_corpus(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(CORPUS, "--cache", cache, "--workers", 1, "--errors", "faults.csv", "--format", "json")
    assert done.exit_code == 0, done.output
    content = json.loads(done.stdout)
    assert content["all"]["documents"] == len(LABELLED)
    assert content["all"]["end_to_end"]["f1"] > 0.7
    assert content["all"]["resolution"]["exact"]["accuracy"] > 0.8
    low, high = content["all"]["intervals"]["end_to_end_f1"]
    assert low <= content["all"]["end_to_end"]["f1"] <= high
    rows = list(csv.DictReader((tmp_path / "faults.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) >= content["all"]["gold"] - content["all"]["end_to_end"]["right"]


def test_a_real_run_is_the_extraction_judged(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    extracted = CliRunner().invoke(main, ["extract", str(CORPUS), "--cache", str(cache), "--workers", "1"])
    (tmp_path / "read.jsonl").write_text(extracted.stdout, "utf-8")
    shared = (CORPUS, "--cache", cache, "--format", "json", "--bootstrap", 10)
    own = run(*shared, "--workers", 1)
    judged = run(*shared, "--predictions", "read.jsonl")
    assert own.exit_code == judged.exit_code == 0
    mine, theirs = (json.loads(done.stdout)["all"] for done in (own, judged))
    # whether people's words are written is an option of the extraction
    assert {**mine, "with_demonyms": None} == {**theirs, "with_demonyms": None}


def test_a_persons_rows_are_in_force(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("name,latitude,longitude,country\nRiga,10,10,\n", "utf-8")
    shared = (CORPUS, "--cache", cache, "--workers", 1, "--bootstrap", 0, "--format", "json")
    before, after = (json.loads(run(*shared, *more).stdout)["all"] for more in ((), ("-g", "mine.csv")))
    assert after["end_to_end"]["right"] == before["end_to_end"]["right"] - 1


def test_handed_names_are_resolved(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(CORPUS, "--gold-spans", "--cache", cache, "--workers", 1, "--bootstrap", 0, "--format", "json")
    assert done.exit_code == 0, done.output
    figures = json.loads(done.stdout)["all"]["resolution_gold_spans"]
    assert figures["of"] == sum(len(document["toponyms"]) for document in LABELLED)
    assert figures["accuracy"] > 0.8


def test_the_table_names_what_it_measures(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(CORPUS, "--cache", cache, "--workers", 1)
    for words in ("end-to-end F1", "accuracy", "AUC", "By region of the world", "Calibration", "threshold"):
        assert words in done.stdout


def test_bad_lines_give_exit_code_3_and_their_place(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.jsonl").write_text("{}\n" + json.dumps(LABELLED[1]) + "\n", "utf-8")
    done = run("c.jsonl", "--cache", cache, "--workers", 1, "--bootstrap", 0, "-q")
    assert done.exit_code == 3
    assert done.stderr.startswith("error: c.jsonl:1: text: got null, expected text")
    assert "end-to-end" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "got no CORPUS"),
        (("--movements",), 2, "got no CORPUS"),
        (("none.jsonl",), 1, "cannot be read"),
        ((CORPUS, "--predictions", "none.jsonl"), 1, "no answers could be read from none.jsonl"),
        ((CORPUS, "--predictions", CORPUS.with_name("movements.jsonl")), 1, "neither places nor toponyms"),
        ((CORPUS.with_name("movements.jsonl"),), 1, "judged with --movements"),
        ((CORPUS, "--movements"), 1, "judged without --movements"),
        (("c.jsonl", "--km", "-1"), 2, "--km"),
        (("c.jsonl", "--movements", "--corrections"), 2, "one at a time"),
        (("c.jsonl", "--movements", "--gold-spans"), 2, "one at a time"),
        (("c.jsonl", "--corrections", "--predictions", "c.jsonl"), 2, "--predictions"),
        (("c.jsonl", "--format", "xml"), 2, "xml"),
    ],
)
def test_wrong_usage_is_told_in_one_line(arguments, code, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code == code
    assert said in done.stderr
    assert done.stdout == ""


def test_a_text_that_no_report_may_hold_is_told(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "c.jsonl", [LABELLED[1], LABELLED[0] | {"text": LABELLED[0]["text"] + "\0"}])
    done = run("c.jsonl", "--cache", cache, "--workers", 1, "--bootstrap", 0)
    assert done.exit_code == 3
    assert "c.jsonl:2: got NUL characters" in done.stderr


def test_errors_that_cannot_be_written_are_told(cache, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")
    done = run(CORPUS, "--cache", cache, "--workers", 1, "--bootstrap", 0, "--errors", "file/faults.csv")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_lines_are_read_as_any_other_reports(tmp_path):
    line = Line("c.jsonl", 1, b'{"text": "x", "toponyms": []}', {"text": "x", "toponyms": []})
    assert labelled(line).id == "c.jsonl:1"
