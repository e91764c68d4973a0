"""The loop as a person walks it, in a real browser: seen, explained, corrected on the page and in CSV."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

FIRST = """Title: Traders on the road
Publisher: Highland Post
Date: 2021-04-12

Traders drove from Nairobi to Thika on Monday. Nurses flew from Nairobi to Mombasa, the ministry said.
"""
LATER = """Title: School opens
Publisher: Coast Gazette
Date: 2022-09-02

Teachers walked from Garissa to Thika on Friday, and the school there opened at last.
"""


class Desk:
    """A person's folder, the command line run in it, and pages opened from it."""

    def __init__(self, folder: Path, cache: Path, browser: Any) -> None:
        self.folder, self.cache = folder, cache
        self.context = browser.new_context(accept_downloads=True)
        self.context.route(lambda url: not url.startswith(("file:", "blob:")), lambda route: route.abort())

    def geo(self, *words: str) -> subprocess.CompletedProcess[str]:
        cached = [] if words[0] in {"apply", "diff"} else ["--cache", str(self.cache)]
        done = subprocess.run(
            [sys.executable, "-m", "geo", *words, *cached],
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    def opened(self, folder: str) -> Any:
        sheet = self.context.new_page()
        sheet.goto((self.folder / folder / "index.html").as_uri())
        sheet.wait_for_selector("html[data-ready]", state="attached", timeout=15_000)
        return sheet

    def watching(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-u", "-m", "geo", "build", "first", "--watch", "--cache", str(self.cache)]
        with (self.folder / "log").open("w") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, text=True)


@pytest.fixture
def desk(tmp_path: Path, cache: Path, browser: Any) -> Iterator[Desk]:
    for name, text in (("first", FIRST), ("later", LATER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.txt").write_text(text, "utf-8")
    made = Desk(tmp_path, cache, browser)
    yield made
    made.context.close()


def look_at(sheet: Any, tab: str, words: str) -> str:
    """Open the evidence of a mark from the list, and give its text."""
    sheet.click(f"#tab-{tab}")
    sheet.click(f'button.row:has-text("{words}")')
    sheet.wait_for_selector("article.detail")
    return str(sheet.inner_text("article.detail"))


def wait(condition: Any, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_wrong_pin_is_seen_explained_corrected_rebuilt_and_gone(desk: Desk) -> None:
    desk.geo("build", "first", "-o", "before")
    sheet = desk.opened("before")
    assert "Traders drove from Nairobi to Thika on Monday." in look_at(sheet, "place", "Thika")
    told = desk.geo("explain", "Thika", "first").stdout
    assert "is Thika (city, " in told
    assert "of the bundled world" in told
    assert "Thika,ignore" in told

    # corrected on the page, which gives the rows back as CSV
    sheet.click("details.correct summary")
    sheet.fill('details.correct input[aria-label="Latitude, longitude"]', "2.5, 38.25")
    sheet.click("text=Put it there")
    sheet.click(".close")
    look_at(sheet, "movement", "Mombasa")
    sheet.click("details.correct summary")
    sheet.click("text=Not a movement")
    got: list[Any] = []
    sheet.on("download", lambda download: got.append(download))  # noqa: PLW0108  (a hook is set on it)
    for file in range(2):  # corrections.csv and claims.csv
        sheet.click(f"#edits [value=save]:visible >> nth={file}")
    wait(lambda: sheet.wait_for_timeout(100) or len(got) == 2)
    for download in got:
        download.save_as(desk.folder / "downloads" / download.suggested_filename)
        desk.geo("apply", f"downloads/{download.suggested_filename}")
    assert "Thika,2.5,38.25,city" in (desk.folder / "gazetteer" / "corrections.csv").read_text("utf-8")
    sheet.close()

    # rebuilt: the wrong pin and the wrong arrow are gone
    desk.geo("build", "first", "-o", "after")
    changed = desk.geo("diff", "before", "after").stdout
    assert "moved place: Thika" in changed
    assert "2.5000, 38.2500" in changed
    assert "gone movement: Nurses" in changed
    sheet = desk.opened("after")
    assert "gazetteer/corrections.csv" in desk.geo("explain", "Thika", "first").stdout
    assert sheet.locator('button.row:has-text("Mombasa")').count() == 0
    sheet.close()

    # the fix holds for reports that were not there when it was made
    desk.geo("build", "later", "-o", "next")
    assert "2.5000, 38.2500" in desk.geo("explain", "Thika", "later").stdout
    sheet = desk.opened("next")
    assert "Teachers walked from Garissa to Thika" in look_at(sheet, "place", "Thika")
    sheet.close()


def test_an_open_page_shows_a_row_as_soon_as_it_is_saved(desk: Desk) -> None:
    (desk.folder / "gazetteer").mkdir()
    running = desk.watching()
    try:
        wait(lambda: "Ctrl-C ends" in (desk.folder / "log").read_text("utf-8"))
        sheet = desk.opened("maps")
        look_at(sheet, "place", "Thika")
        (desk.folder / "gazetteer" / "mine.csv").write_text("name,action\nThika,ignore\n", "utf-8")
        # a question that the new load cuts off is asked anew
        wait(lambda: _counts(sheet, "Thika") == 0)
        sheet.wait_for_selector("html[data-ready]", state="attached", timeout=15_000)
        sheet.click("#tab-place")
        assert _counts(sheet, "Nairobi") >= 1
        (desk.folder / "gazetteer" / "mine.csv").unlink()
        wait(lambda: _counts(sheet, "Thika") > 0)
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0


def _counts(sheet: Any, words: str) -> int:
    """How often a name stands in the lists of the page; -1 while it loads."""
    from playwright.sync_api import Error

    try:
        ready = sheet.evaluate("document.documentElement.hasAttribute('data-ready')")
        return int(sheet.locator(f'button.row:has-text("{words}")').count()) if ready else -1
    except Error:
        return -1
