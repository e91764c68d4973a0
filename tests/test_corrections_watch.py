"""Watching: after any edit the map is the one that a build from the start makes, and few reports are read."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import page, pipeline
from geo.corrections.rebuilding import Desk
from geo.errors import InputError, SettingsError
from geo.gazetteer import open_gazetteer
from geo.gazetteer.questions import Edit, Noted
from geo.settings import Settings

REPORTS = {
    "lake.txt": """Title: Boats reach Kisumu
Publisher: Kisumu Shore Gazette
Date: 2022-05-03

Traders crossed Lake Victoria from Mwanza to Kisumu on Tuesday. Heavy rain fell in western Kenya.
Farmers left Okimbe for Mwanza, and the road north of Zorvelet was closed.
""",
    "border.txt": """Title: Families leave Chernivtsi
Publisher: Prut Valley Courier
Date: 2023-11-20

Some 300 people fled Chernivtsi for Suceava, officials in Romania said. A convoy left Al-Mirha and
headed for the St. Olga Crossing. Reading the list, Don Amadi named Zorvelett and Tripoli.
""",
    "coast.txt": """Title: Ferry returns to Puntarenas
Publisher: Nicoya Mail
Date: 2020-01-15

The ferry sailed from Paquera to Puntarenas. Fishermen went back to Montezuma, 12 km south of Cobano.
""",
}
TABLES = (
    "",
    "name,latitude,longitude\nMwanza,10,10\n",
    "name,latitude,longitude\nOkimbe,-1.2,33.1\n",
    "name,latitude,longitude,kind\nZorvelet,-0.3,34.2,camp\n",
    "name,latitude,longitude,aliases\nSuceava,47.6,26.2,Al-Mirha;Zorvelett\n",
    "name,action\nTripoli,ignore\nReading,ignore\n",
    "name,action,country\nTripoli,ignore,LY\n",
    "name,action,of\nAl Mirha,alias,Suceava\n",
    "name,action,of\nOkimbe,alias,geonames:184745\n",
    "name,action,of\nOkimbe,alias,mine:1\n",
    "name,latitude,longitude,id\nKesho,-1.1,33.3,mine:1\n",
    "name,latitude,longitude\nKesho,-2.2,34.4\n",
    "name,latitude,longitude,only\nTripoli,34.4,35.8,publisher: Prut Valley Courier\n",
    "name,latitude,longitude,only\nMontezuma,9.6,-85.0,from: 2020; to: 2020-06\n",
    'name,kind,wkt\nLake Victoria,lake,"POLYGON((31 -3, 35 -3, 35 1, 31 1, 31 -3))"\n',
    "name,latitude,longitude\nSt. Olga Crossing,48.1,26.3\nDon,50.0,40.0\n",
    "name,latitude,longitude,prefer\nCobano,1,1,no\n",
    "name,latitude,longitude\nZorvelettt,5,5\n",
    "name,latitude,longitude\nheavy rain,5,5\n",
    "name,latitude,longitude\nKisumu,4,4\nKisumu,6,6\n",
    "name,latitude,longitude\nKisumu,6,6\nKisumu,4,4\n",
    "name,country,aliases\nTripoli,LB,\nSuceava,,Al-Mirha;Zorvelett\n",
    "name,id,latitude,longitude,aliases\nTripoli,geonames:252601,,,Okimbe\n",
    "no,header\nhere,1\n",
)
CLAIMS = (
    "",
    "quote,word,action\nTraders crossed Lake Victoria from Mwanza,,ignore\n",
    "quote,origin,destination\nThe ferry sailed from Paquera to,Okimbe; Cobano,-\n",
    "quote,status\n# a comment\nThe ferry sailed from Paquera to,planned\n",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with reports and an empty gazetteer."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "gazetteer").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "reports" / name).write_text(text, "utf-8")
    return tmp_path


def settings_in(folder: Path, cache: Path) -> Settings:
    return Settings(gazetteer=(folder / "gazetteer",), out=folder / "maps", cache=cache)


def save(folder: Path, **files: str) -> None:
    for stem, text in files.items():
        path = folder / "gazetteer" / f"{stem}.csv"
        if text:
            path.write_text(text, "utf-8")
        else:
            path.unlink(missing_ok=True)


def from_the_start(folder: Path, chosen: Settings) -> list[object]:
    return list(pipeline.extract([str(folder / "reports")], settings=chosen))


def kept(desk: Desk) -> list[object]:
    return [*desk.problems, *desk.extracts]


@pytest.fixture(scope="module")
def bench(tmp_path_factory, cache):
    """A desk that lives through many edits, as at a long sitting."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / "reports").mkdir()
    (folder / "gazetteer").mkdir()
    for name, text in REPORTS.items():
        (folder / "reports" / name).write_text(text, "utf-8")
    chosen = settings_in(folder, cache)
    desk = Desk([str(folder / "reports")], chosen)
    desk.read_reports()
    desk.open(chosen)
    desk.update()
    return folder, chosen, desk


@settings(
    max_examples=int(os.environ.get("GEO_EXAMPLES", "5")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    first=st.sampled_from(TABLES),
    second=st.sampled_from(TABLES),
    both=st.sampled_from(TABLES),
    claims=st.sampled_from(CLAIMS),
)
def test_after_any_edit_all_is_as_from_the_start(bench, first, second, both, claims):
    folder, chosen, desk = bench
    rows = (
        first + "".join(both.splitlines(keepends=True)[1:]) if first.count(",") == both.count(",") else first
    )
    save(folder, a=rows, b=second, claims=claims)
    desk.open(chosen)
    desk.update()
    assert kept(desk) == from_the_start(folder, chosen)


def test_only_reports_that_an_edit_touches_are_gone_through_again(bench):
    folder, chosen, desk = bench
    save(folder, a="", b="", claims="")
    desk.open(chosen)
    desk.update()
    save(folder, a="name,latitude,longitude,country\nMontezuma,9.7,-85.1,CR\n")
    desk.open(chosen)
    work = desk.update()
    assert (work.read, work.placed) in {(0, 1), (1, 0)}
    save(folder, a="name,latitude,longitude,country\nMontezuma,9.8,-85.1,CR\n")
    desk.open(chosen)
    assert desk.update() == replace(work, read=0, placed=1)  # the name is found as before, only elsewhere
    save(folder, a="name,latitude,longitude,country\n# a remark\nMontezuma,9.8,-85.1,CR\n")
    desk.open(chosen)
    assert desk.update() == replace(work, read=0, placed=0)
    save(folder, claims=CLAIMS[1])
    desk.open(chosen)
    assert desk.update() == replace(work, read=0, placed=1)


def test_an_edit_of_names_that_no_report_holds_asks_for_no_report(cache, tmp_path):
    table = tmp_path / "mine.csv"
    old = open_gazetteer([], cache=cache)
    table.write_text("name,latitude,longitude\nUlmaqhari,9.7,-85.1\n", "utf-8")
    edit = Edit(old, open_gazetteer([table], cache=cache))
    noted = Noted(old)
    assert noted.candidates("Mwanza")
    assert noted.longest(["Mwanza", "on"]) == 1
    asked = noted.turn()
    (document,) = pipeline.documents.read([write(tmp_path)], settings=Settings().documents)
    assert not edit.rereads(document, asked)
    assert not edit.replaces(document, asked)
    assert Edit(old, old).empty
    assert not edit.empty


def write(folder: Path) -> Path:
    path = folder / "one.txt"
    path.write_text("Rain fell on Mwanza on Monday.", "utf-8")
    return path


def test_a_live_map_ends_as_the_plain_one(folder, cache):
    chosen = settings_in(folder, cache)
    desk = Desk([str(folder / "reports")], chosen)
    desk.read_reports()
    desk.open(chosen)
    desk.update()
    desk.draw(live=True)
    live = (folder / "maps" / "index.html").read_text("utf-8")
    assert "live_js.watch(" in live
    assert "img-src data: blob: file: 'self'" in live
    desk.close()
    plain = replace(chosen, out=folder / "plain")
    pipeline.build([str(folder / "reports")], settings=plain)
    names = sorted(path.name for path in (folder / "plain").iterdir())
    assert sorted(path.name for path in (folder / "maps").iterdir()) == names
    for name in names:
        assert (folder / "maps" / name).read_bytes() == (folder / "plain" / name).read_bytes(), name


def test_reports_may_come_and_go(folder, cache):
    chosen = settings_in(folder, cache)
    desk = Desk([str(folder / "reports")], chosen)
    desk.read_reports()
    desk.open(chosen)
    assert desk.update().read == 3
    (folder / "reports" / "coast.txt").unlink()
    (folder / "reports" / "new.txt").write_text("Hundreds fled Gao for Niamey on Friday.", "utf-8")
    desk.read_reports()
    desk.open(chosen)
    assert desk.update().read == 1
    assert kept(desk) == from_the_start(folder, chosen)
    for path in (folder / "reports").iterdir():
        path.unlink()
    desk.read_reports()
    desk.open(chosen)
    desk.update()
    with pytest.raises(InputError, match="the last map stays"):
        desk.draw(live=True)


def test_stdin_cannot_be_watched(tmp_path, cache):
    with pytest.raises(SettingsError, match="stdin"):
        Desk(["-"], settings_in(tmp_path, cache))


# -- through the command line


class Watched:
    """A ``geo build --watch`` that runs, and what it says."""

    def __init__(self, folder: Path, cache: Path) -> None:
        command = [sys.executable, "-u", "-m", "geo", "build", "reports", "--watch", "--cache", str(cache)]
        self.log = folder / "log"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)

    def said(self, words: str, *, after: int = 0, seconds: float = 60) -> int:
        """Wait until it says some words; where in the log they end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            text = self.log.read_text("utf-8")
            at = text.find(words, after)
            if at >= 0:
                return at + len(words)
            assert self.process.poll() is None, text
            time.sleep(0.05)
        raise AssertionError(f"not said: {words!r}\n{text}")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def watched(folder, cache):
    running = Watched(folder, cache)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_a_saved_row_is_drawn_a_fault_is_told_and_ctrl_c_ends_it(folder, watched):
    at = watched.said("Ctrl-C ends")
    save(folder, mine="name,latitude,longitude\nMwanza,10.5,10.5\n")
    at = watched.said("mine.csv changed; map drawn in", after=at)
    at = watched.said("moved place: Mwanza", after=at)
    assert "10.5000, 10.5000" in watched.log.read_text("utf-8")[at:]
    drawn = (folder / "maps" / "index.html").read_bytes()
    save(folder, mine="name,latitude,longitude\nMwanza,10.5,910.5\n")
    at = watched.said("mine.csv:2:longitude", after=at)
    at = watched.said("the last map stays", after=at)
    assert (folder / "maps" / "index.html").read_bytes() == drawn
    save(folder, mine="name,latitude,longitude\nMwanza,11.5,10.5\n")
    at = watched.said("map drawn in", after=at)
    assert (folder / "maps" / page.SIGNAL).exists()
    assert watched.stop() == 0
    assert not (folder / "maps" / page.SIGNAL).exists()
    assert "live_js.watch(" not in (folder / "maps" / "index.html").read_text("utf-8")


def test_faulty_rows_are_left_out_when_the_file_is_saved_once_more(folder, watched):
    at = watched.said("Ctrl-C ends")
    save(folder, mine="name,latitude,longitude\nMwanza,10.5,10.5\nKisumu,99,0\n")
    at = watched.said("the last map stays", after=at)
    time.sleep(0.05)
    save(folder, mine="name,latitude,longitude\nMwanza,10.5,10.5\nKisumu,99,0\n")
    at = watched.said("map drawn in", after=at)
    watched.said("moved place: Mwanza", after=at)
    assert watched.stop() == 0


def test_the_signal_tells_one_build_from_another(folder, cache):
    chosen = settings_in(folder, cache)
    desk = Desk([str(folder / "reports")], chosen)
    desk.read_reports()
    told = []
    for table in ("", TABLES[1], ""):
        save(folder, a=table)
        desk.open(chosen)
        desk.update()
        desk.draw(live=True)
        signal_file = (folder / "maps" / page.SIGNAL).read_text("utf-8")
        width, height = map(int, re.findall(r'(?:width|height)="(\d+)"', signal_file))
        assert f'live_js.watch("{page.SIGNAL}", {width}, {height})' in (
            folder / "maps" / "index.html"
        ).read_text("utf-8")
        told.append((width, height))
    assert told[0] != told[1]
    assert told[0] == told[2]


# -- in a real browser


@pytest.fixture
def shown(folder, cache, browser):
    """The live map of the folder, opened from the disk."""
    chosen = settings_in(folder, cache)
    desk = Desk([str(folder / "reports")], chosen)
    desk.read_reports()
    desk.open(chosen)
    desk.update()
    desk.draw(live=True)
    sheet = browser.new_page()
    told: list[str] = []
    sheet.on("console", lambda message: told.append(message.text))
    sheet.on("pageerror", lambda error: told.append(str(error)))
    sheet.goto((folder / "maps" / "index.html").as_uri())
    yield desk, chosen, sheet, told
    sheet.close()


def until(sheet, expression: str) -> None:
    """Ask the page again and again; a question that a new load cuts off is asked anew."""
    from playwright.sync_api import Error

    for _ in range(100):
        with contextlib.suppress(Error):
            if sheet.evaluate(expression):
                return
        sheet.wait_for_timeout(50)
    raise AssertionError(expression)


@pytest.mark.browser
def test_the_open_page_loads_itself_anew_and_keeps_its_view(folder, shown):
    desk, chosen, sheet, told = shown
    until(sheet, "document.documentElement.hasAttribute('data-ready')")
    sheet.evaluate("map_geo.setView([1, 35], 5, { animate: false })")
    until(sheet, "location.hash.startsWith('#5.00/1.0000')")
    sheet.evaluate("globalThis.before = true")
    assert not sheet.evaluate("new Promise((done) => setTimeout(() => done(!globalThis.before), 900))")
    save(folder, a="name,latitude,longitude\nMwanza,10.5,10.5\n")
    desk.open(chosen)
    desk.update()
    desk.draw(live=True)
    until(sheet, "!globalThis.before && !!globalThis.map_geo")
    until(sheet, "document.body.innerText.includes('Mwanza') && map_geo.getZoom() === 5")
    assert told == []
    desk.close()
    sheet.evaluate("globalThis.before = true")
    sheet.wait_for_timeout(1500)
    assert sheet.evaluate("globalThis.before")  # nothing is watched any more, the page stays as it is


def test_gazetteers_of_earlier_corrections_are_let_go(tmp_path: Path, cache: Path) -> None:
    rows = tmp_path / "rows.csv"
    wanted = Settings(gazetteer=(rows,), cache=cache)
    opened = []
    for number in range(5):
        rows.write_text(f"name,latitude,longitude,kind\nOld Mill,12.{number},40.1,camp\n", encoding="utf-8")
        line = pipeline.open_line(wanted, pipeline.state_of(wanted))
        opened.append(weakref.ref(line.gazetteer._world))
    assert [one() is None for one in opened[:2]] == [
        True,
        True,
    ]  # two are remembered, a third goes with the next
    assert opened[-1]() is not None
