"""The command, run as a user runs it: real files, real processes, real exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

REPORT = """Title: Villagers flee Gao
Publisher: Niger River Post
Date: 2021-03-14

Hundreds of villagers fled Gao for Niamey on Friday, the mayor said.

An army convoy left Mopti and headed towards Timbuktu. The ceasefire paved the way for talks.
"""
GAZETTEER = """name,latitude,longitude,kind,note
Gao,10.5,20.5,city,moved for a test
"""


def geo(*arguments, cwd, cache, **options):
    environment = {**os.environ, "NO_COLOR": "1", **options.pop("env", {})}
    command = [sys.executable, "-m", "geo", *map(str, arguments)]
    if arguments and arguments[0] in {"build", "extract", "find", "check"}:
        command += ["--cache", str(cache)]
    return subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        **options,
    )


@pytest.fixture
def desk(tmp_path):
    """A folder with one report, as a user has it."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "gao.txt").write_text(REPORT, "utf-8")
    return tmp_path


def test_version(tmp_path, cache):
    done = geo("--version", cwd=tmp_path, cache=cache)
    assert done.returncode == 0
    assert done.stdout.startswith("geo, version 0.")


def test_every_command_has_help(tmp_path, cache):
    for command in ("build", "extract", "check", "find"):
        done = subprocess.run(
            [sys.executable, "-m", "geo", command, "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) > 5


def test_an_unknown_option_is_wrong_usage(tmp_path, cache):
    assert geo("build", "--no-such-option", cwd=tmp_path, cache=cache).returncode == 2


def test_build_writes_the_map_the_layers_and_the_report(desk, cache):
    done = geo("build", "reports", "-o", "out", cwd=desk, cache=cache)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in (desk / "out").iterdir()) == [
        "index.html",
        "movements.geojson",
        "places.geojson",
        "regions.geojson",
        "report.json",
        "situations.geojson",
    ]
    places = json.loads((desk / "out" / "places.geojson").read_text("utf-8"))
    named = {
        feature["properties"]["name"]: feature["geometry"]["coordinates"] for feature in places["features"]
    }
    assert abs(named["Niamey"][0] - 2.1) < 0.2
    assert abs(named["Niamey"][1] - 13.5) < 0.2
    report = json.loads((desk / "out" / "report.json").read_text("utf-8"))
    assert report["inputs"][0]["source"] == "gao.txt"
    assert report["inputs"][0]["published"] == "2021-03-14"
    assert report["counts"]["claims_on_map"] == 2


def test_two_builds_are_the_same_bytes(desk, cache):
    for out in ("one", "two"):
        assert geo("build", "reports", "-o", out, cwd=desk, cache=cache).returncode == 0
    for path in sorted((desk / "one").iterdir()):
        assert path.read_bytes() == (desk / "two" / path.name).read_bytes(), path.name


def test_processes_give_the_same_bytes_as_one(desk, cache):
    for number in range(40):
        (desk / "reports" / f"copy{number}.txt").write_text(
            REPORT.replace("Friday", f"Friday {number}"), "utf-8"
        )
    assert geo("build", "reports", "-o", "one", "--workers", "1", cwd=desk, cache=cache).returncode == 0
    assert geo("build", "reports", "-o", "two", "--workers", "2", cwd=desk, cache=cache).returncode == 0
    for path in sorted((desk / "one").iterdir()):
        assert path.read_bytes() == (desk / "two" / path.name).read_bytes(), path.name


def test_a_row_of_the_users_moves_a_place(desk, cache):
    (desk / "gazetteer").mkdir()
    (desk / "gazetteer" / "mine.csv").write_text(GAZETTEER, "utf-8")
    assert geo("build", "reports", "-o", "out", cwd=desk, cache=cache).returncode == 0
    places = json.loads((desk / "out" / "places.geojson").read_text("utf-8"))
    (gao,) = [feature for feature in places["features"] if feature["properties"]["name"] == "Gao"]
    assert gao["geometry"]["coordinates"] == [20.5, 10.5]


def test_a_bad_row_is_named_and_the_map_is_drawn(desk, cache):
    (desk / "mine.csv").write_text("name,latitude,longitude\nGao,95,0\nMopti,14.5,-4.2\n", "utf-8")
    done = geo("build", "reports", "-g", "mine.csv", "-o", "out", cwd=desk, cache=cache)
    assert done.returncode == 3
    assert "mine.csv:2:latitude" in done.stderr
    assert "-90" in done.stderr
    assert (desk / "out" / "index.html").exists()


def test_one_bad_file_never_stops_the_run(desk, cache):
    (desk / "reports" / "broken.jsonl").write_text(
        '{"id": "a", "text": "He left Gao for Niamey."}\n{"id": \n', "utf-8"
    )
    done = geo("build", "reports", "-o", "out", cwd=desk, cache=cache)
    assert done.returncode == 3
    assert "broken.jsonl:2" in done.stderr
    assert json.loads((desk / "out" / "report.json").read_text("utf-8"))["counts"]["reports"] == 2


def test_nothing_to_read_fails_and_leaves_the_last_map(desk, cache):
    (desk / "out").mkdir()
    (desk / "out" / "index.html").write_text("the last map")
    done = geo("build", "no-such-folder", "-o", "out", cwd=desk, cache=cache)
    assert done.returncode == 1
    assert "no-such-folder" in done.stderr
    assert (desk / "out" / "index.html").read_text() == "the last map"


def test_an_interrupted_build_leaves_the_last_map(desk, cache):
    (desk / "out").mkdir()
    (desk / "out" / "index.html").write_text("the last map")
    for number in range(600):
        (desk / "reports" / f"{number}.txt").write_text(f"{REPORT * 20}\n\nReport {number}.", "utf-8")
    before = sum(1 for _ in cache.rglob("*"))
    run = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "geo",
            "build",
            "reports",
            "-o",
            "out",
            "--workers",
            "1",
            "--cache",
            str(cache),
        ],
        cwd=desk,
        stderr=subprocess.PIPE,
        text=True,
        # tests that run in the background of a shell ignore it, and so would the build
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no threads)
    )
    while sum(1 for _ in cache.rglob("*")) == before and run.poll() is None:  # until a first batch is kept
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=60)
    assert run.returncode == 130
    assert [path.name for path in (desk / "out").iterdir()] == ["index.html"]
    assert (desk / "out" / "index.html").read_text() == "the last map"


def test_an_unknown_format_is_refused_with_the_known_ones(desk, cache):
    done = geo("build", "reports", "-o", "out", "--format", "dwg", cwd=desk, cache=cache)
    assert done.returncode == 2
    assert "html, geojson, csv" in done.stderr


def test_no_format_at_all_is_wrong_usage(desk, cache):
    assert geo("build", "reports", "-o", "out", "--format", "", cwd=desk, cache=cache).returncode == 2


def test_json_goes_to_stdout_and_talk_to_stderr(desk, cache):
    done = geo("build", "reports", "-o", "out", "--json", cwd=desk, cache=cache)
    assert json.loads(done.stdout)["counts"]["reports"] == 1


def test_extract_gives_the_contract(desk, cache):
    done = geo("extract", "reports", "--format", "jsonl", cwd=desk, cache=cache)
    assert done.returncode == 0, done.stderr
    (made,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert {
        "id",
        "source",
        "title",
        "published",
        "publisher",
        "text",
        "places",
        "regions",
        "movements",
        "warnings",
    } <= made.keys()
    assert made["text"] == REPORT
    for place in made["places"]:
        assert made["text"][place["start"] : place["end"]] == place["text"]
    flights = [m for m in made["movements"] if m["origin"] and m["origin"]["name"] == "Gao"]
    assert [m["destination"]["name"] for m in flights if m["destination"]] == ["Niamey"]
    assert all(m["drawn"] for m in flights)
    assert len({m["claim"] for m in flights}) == 1  # the headline and the body tell one event
    assert not [m for m in made["movements"] if m["drawn"] and "paved" in m["trigger"]["text"]]


def test_extract_reads_stdin(desk, cache):
    done = geo("extract", "-", cwd=desk, cache=cache, input="Rebels withdrew from Goma towards Sake.")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == "Rebels withdrew from Goma towards Sake."


def test_find_lists_candidates(tmp_path, cache):
    done = geo("find", "Fallujah", cwd=tmp_path, cache=cache)
    assert done.returncode == 0
    assert "IQ" in done.stdout.splitlines()[0]


def test_find_suggests_near_names_for_an_unknown_one(tmp_path, cache):
    done = geo("find", "Fallujjjah", cwd=tmp_path, cache=cache)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "allu" in done.stderr


def test_check_names_file_line_and_column(tmp_path, cache):
    (tmp_path / "g.csv").write_text("name,latitude,longitude\nX,abc,3\n", "utf-8")
    done = geo("check", "g.csv", cwd=tmp_path, cache=cache)
    assert done.returncode == 3
    assert "g.csv:2:latitude" in done.stderr


def test_check_of_a_good_file_says_so(tmp_path, cache):
    (tmp_path / "g.csv").write_text("name,latitude,longitude\nX,1,3\n", "utf-8")
    assert geo("check", "g.csv", cwd=tmp_path, cache=cache).returncode == 0


def test_the_library_is_the_commands_twin(desk, cache):
    import geo as library

    built = library.build(desk / "reports", out=desk / "library", cache=cache, gazetteer=())
    assert geo("build", "reports", "-o", "command", cwd=desk, cache=cache).returncode == 0
    assert built.complete
    for path in sorted((desk / "command").iterdir()):
        assert path.read_bytes() == (desk / "library" / path.name).read_bytes(), path.name


def test_hostile_text_is_never_html(desk, cache):
    hostile = "<script>alert(1)</script> `${alert(2)}` </script><img src=x onerror=alert(3)>"
    (desk / "reports" / "gao.txt").write_text(f"{hostile}\n\nHe fled Gao for Niamey. {hostile}\n", "utf-8")
    assert geo("build", "reports", "-o", "out", cwd=desk, cache=cache).returncode == 0
    page = (desk / "out" / "index.html").read_text("utf-8")
    assert "alert(1)" not in page
    assert "onerror=alert" not in page


def test_extract_of_an_empty_folder_fails_aloud(tmp_path, cache):
    (tmp_path / "empty").mkdir()
    done = geo("extract", "empty", cwd=tmp_path, cache=cache)
    assert done.returncode == 1
    assert "empty" in done.stderr


def test_check_of_nothing_says_that_nothing_was_checked(tmp_path, cache):
    (tmp_path / "empty").mkdir()
    for arguments in ((), ("empty",)):
        done = geo("check", *arguments, cwd=tmp_path, cache=cache)
        assert done.returncode == 1
        assert "no gazetteer file" in done.stderr


def test_find_tells_of_a_name_that_a_row_ignores(tmp_path, cache):
    (tmp_path / "g.csv").write_text("name,action\nLagos,ignore\n", "utf-8")
    done = geo("find", "Lagos", "-g", "g.csv", cwd=tmp_path, cache=cache)
    assert done.returncode == 1
    assert "g.csv, line 2 says to ignore it" in done.stderr


def test_find_takes_a_country_by_code_or_name(tmp_path, cache):
    for country in ("ng", "NGA", "Nigeria"):
        done = geo("find", "Lagos", "--country", country, "--limit", 1, cwd=tmp_path, cache=cache)
        assert "NG" in done.stdout
    assert geo("find", "Lagos", "--country", "Nowhereland", cwd=tmp_path, cache=cache).returncode == 2


def test_a_place_of_a_fault_is_told_once(desk, cache):
    (desk / "odd.jsonl").write_text('{"id": 1}\n', "utf-8")
    done = geo("extract", "reports", "odd.jsonl", "-q", cwd=desk, cache=cache)
    assert done.stderr.startswith("error: odd.jsonl:1: got no text field")


def test_the_report_lists_the_gazetteer_files_that_were_read(desk, cache):
    folder = desk / "gazetteer"
    folder.mkdir()
    (folder / "a.tsv").write_text("name\tlatitude\tlongitude\nGao\t10.5\t20.5\n", "utf-8")
    (folder / "~b.csv").write_text("rubbish", "utf-8")
    assert geo("build", "reports", "-o", "out", cwd=desk, cache=cache).returncode == 0
    report = json.loads((desk / "out" / "report.json").read_text("utf-8"))
    assert [entry["file"] for entry in report["gazetteer"]] == ["gazetteer/a.tsv"]


@pytest.mark.skipif(os.name == "nt", reason="file modes are of POSIX")
def test_an_unreadable_file_never_stops_the_run(desk, cache):
    for name in ("reports/closed.txt", "closed.csv"):
        (desk / name).write_text("name\n", "utf-8")
        (desk / name).chmod(0)
    if os.access(desk / "closed.csv", os.R_OK):
        pytest.skip("the superuser reads everything")
    done = geo(
        "build", "reports", "reports/closed.txt", "-g", "closed.csv", "-o", "out", cwd=desk, cache=cache
    )
    assert done.returncode == 3
    assert "closed.txt" in done.stderr
    assert "closed.csv" in done.stderr
    assert (desk / "out" / "index.html").exists()


def test_names_of_the_users_rows_are_found_as_written(desk, cache):
    (desk / "mine.csv").write_text(
        "name,latitude,longitude,kind\nCheckpoint 23,-1.5,29.1,site\nEastern pocket,-1.6,29.0,region\n",
        "utf-8",
    )
    text = "Troops left Checkpoint 23 on Monday and drove to the Eastern pocket."
    done = geo("extract", "-", "-g", "mine.csv", cwd=desk, cache=cache, input=text)
    assert done.returncode == 0, done.stderr
    drawn = [m for m in json.loads(done.stdout)["movements"] if m["drawn"]]
    assert {m["origin"]["name"] for m in drawn if m["origin"]} == {"Checkpoint 23"}
    assert {m["destination"]["name"] for m in drawn if m["destination"]} == {"Eastern pocket"}


def test_a_goal_that_no_gazetteer_knows_is_not_another_goal(desk, cache):
    text = "Rebels fled Goma for Bukavu on Monday.\n\nRebels fled Goma for Qwrtplk on Monday.\n"
    done = geo("extract", "-", cwd=desk, cache=cache, input=text)
    claims = [m["claim"] for m in json.loads(done.stdout)["movements"] if m["drawn"]]
    assert len(claims) == len(set(claims)) == 2


def test_the_library_honours_a_correction_made_between_two_builds(desk, cache):
    import geo as library

    rows = desk / "mine.csv"
    for longitude in (20.5, 21.5):
        rows.write_text(f"name,latitude,longitude\nGao,10.5,{longitude}\n", "utf-8")
        library.build(desk / "reports", out=desk / "out", cache=cache, gazetteer=rows)
        places = json.loads((desk / "out" / "places.geojson").read_text("utf-8"))["features"]
        (gao,) = [place for place in places if place["properties"]["name"] == "Gao"]
        assert gao["geometry"]["coordinates"] == [longitude, 10.5]
