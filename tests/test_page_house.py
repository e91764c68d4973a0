"""The house rules of the page's scripts, and a checklist that names only what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "geo" / "page" / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
CHECKLIST = (ROOT / "docs" / "page.md").read_text("utf-8")
PICTURES = sorted((ROOT / "docs" / "screenshots").glob("*.png"))
ROW = re.compile(r"^\| (?!point\b|-)(.+?) \| (.+?) \|$", re.MULTILINE)
UNSAFE = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(")


def test_all_scripts_together_stay_under_two_thousand_lines() -> None:
    assert sum(len(path.read_text("utf-8").splitlines()) for path in SCRIPTS) < 2000


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_short_and_says_its_one_job(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 260
    assert max(map(len, text.splitlines())) <= 140
    assert text.startswith("// ")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_makes_no_html_of_text_and_asks_for_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [word for word in UNSAFE if word in text] == []


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.stem)
def test_a_style_sheet_loads_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("/* ")
    assert "@import" not in text
    assert not re.search(r"url\((?!data:|#)", text)


def test_the_checklist_names_only_tests_and_pictures_that_exist() -> None:
    tests = {
        name
        for path in (ROOT / "tests").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    named = set(re.findall(r"`(test_\w+)`", CHECKLIST))
    assert named - tests == set()
    shown = set(re.findall(r"screenshots/([\w-]+)\.png", CHECKLIST))
    assert shown == {path.stem for path in PICTURES}


def test_every_point_of_the_checklist_has_its_witness() -> None:
    _, checklist = CHECKLIST.split("## Checklist", 1)
    points = ROW.findall(checklist)
    assert len(points) > 30
    assert [point for point, proof in points if not re.search(r"`test_\w+`|screenshots/", proof)] == []


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_small(path: Path) -> None:
    assert path.stat().st_size < 150_000
