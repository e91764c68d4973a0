"""What the documents say is run: commands, lines of API, and the worked corrections."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.cli import main
from geo.gazetteer import check, open_gazetteer

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CORRECTIONS = (ROOT / "gazetteer" / "README.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"\n\n((?:    [^\n]*\n)+)")


def fenced(language=""):
    return [body for found, body in FENCE.findall(README) if found == language]


def commands():
    """Lines of the README that call ``geo`` on reports, without their comments."""
    lines = [line.partition("#")[0].strip() for body in fenced() for line in body.splitlines()]
    return [line for line in lines if line.startswith("geo ")]


def examples():
    """The whole files shown in the guide to corrections."""
    blocks = [re.sub("^    ", "", block, flags=re.MULTILINE) for block in EXAMPLE.findall(CORRECTIONS)]
    return [block for block in blocks if is_table(block)]


def is_table(text):
    return text.startswith("name,")


@pytest.fixture
def desk(tmp_path, cache):
    """A newcomer's folder with the inputs that the README names, and a ``geo`` that finds the index."""
    (tmp_path / "reports").mkdir()
    report = (
        "Title: Families leave Gao\n\nHundreds of villagers fled Gao for Niamey on Friday, the mayor said.\n"
    )
    (tmp_path / "reports" / "gao.txt").write_text(report, "utf-8")
    (tmp_path / "letters.md").write_text("A convoy left Mopti for Timbuktu, a witness wrote.\n", "utf-8")
    (tmp_path / "more.jsonl").write_text(
        json.dumps({"text": "Traders left Kayes for Bamako."}) + "\n", "utf-8"
    )
    return tmp_path


def run(line, *, cwd, cache):
    words = shlex.split(line)
    target = words[words.index(">") + 1] if ">" in words else None
    words = words[1 : words.index(">")] if target else words[1:]
    done = subprocess.run(
        [sys.executable, "-m", "geo", *words, "--cache", str(cache)],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    if target:
        (cwd / target).write_bytes(done.stdout)
    return done


def test_the_commands_of_the_readme_run(desk, cache):
    lines = [line for line in commands() if "reports/" in line]
    assert len(lines) == 4
    for line in lines:
        done = run(line, cwd=desk, cache=cache)
        assert done.returncode == 0, done.stderr
    assert (desk / "out" / "index.html").exists()
    assert json.loads((desk / "read.jsonl").read_text("utf-8"))["title"] == "Families leave Gao"


def test_the_lines_of_api_run(desk, cache, monkeypatch, capsys):
    (code,) = fenced("python")
    import geo

    build, extract = geo.build, geo.extract
    monkeypatch.chdir(desk)
    monkeypatch.setattr(geo, "build", lambda *paths, **rest: build(*paths, cache=cache, **rest))
    monkeypatch.setattr(geo, "extract", lambda *paths, **rest: extract(*paths, cache=cache, **rest))
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  (our own README)
    assert (desk / "maps" / "index.html").exists()
    assert "fled Gao for Niamey" in capsys.readouterr().out
    for path in (desk / "maps").iterdir():  # and every file written is named
        assert f"`{path.name}`" in README or f"`maps/{path.name}`" in README


def test_the_table_of_commands_is_the_help():
    table = dict(re.findall(r"^\| `geo (\w+)([^`]*)`", README, re.MULTILINE))
    assert set(table) == set(main.commands)
    for name, arguments in table.items():
        shown = CliRunner().invoke(main, [name, "--help"]).output
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", arguments):
            assert option in shown, f"geo {name} {option}"


def test_the_exit_codes_of_the_readme_are_those_of_the_help():
    wanted = ("0 done", "1 failed", "2 wrong usage", "3 done", "130 interrupted")
    told = " ".join(README.split()), " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    assert all(code in text for code in wanted for text in told)


def test_links_to_files_lead_somewhere():
    for folder, text in ((ROOT, README), (ROOT / "gazetteer", CORRECTIONS)):
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (folder / link).exists(), link


@pytest.mark.parametrize(
    "text", [*filter(is_table, fenced()), *examples()], ids=lambda text: text.split("\n")[1].partition(",")[0]
)
def test_an_example_of_a_correction_has_no_fault(text, tmp_path):
    (tmp_path / "mine.csv").write_text(text, "utf-8")
    assert check([tmp_path / "mine.csv"]) == ()


def test_every_worked_correction_does_what_it_says(tmp_path, cache):
    for number, text in enumerate(examples()):
        (tmp_path / f"{number}.csv").write_text(text, "utf-8")
    opened = open_gazetteer([tmp_path], cache=cache)

    def first(name):
        place = opened.candidates(name)[0].place
        return place.name, place.country, place.lat, place.lon

    assert first("Qayyara") == ("Qayyara", "IQ", 35.80, 43.29)
    assert first("Checkpoint 23") == ("Checkpoint 23", "IQ", 33.4127, 44.0218)
    assert first("Tripoli")[1] == "LB"
    assert first("Big Apple")[0] == "New York City"
    assert opened.candidates("Reading") == ()
    assert "US" not in {found.place.country for found in opened.candidates("Naples")}
    assert first("Paris")[1] == "FR"
    assert "user" in {found.place.layer for found in opened.candidates("Paris")}
    for name in ("Eastern pocket", "Supply road"):
        assert opened.shape(opened.candidates(name)[0].place.id)
