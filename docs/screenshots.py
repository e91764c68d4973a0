"""Pictures of the page as different people meet it, into docs/screenshots/: ``make screenshots``.

The map is that of ``seeds/``; only text from right to left comes from the tests' own scene, since no seed has
any. The pictures are for the eye: the tests in tests/test_page_matrix.py look at the same views. Names are
fixed, colours are reduced to a palette, and what is no longer made is deleted.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
TARGET = HERE / "screenshots"
sys.path.insert(0, str(HERE.parent / "tests"))

import browsers  # noqa: E402
import test_page_matrix  # noqa: E402
from browsers import PHONE, Opened, View  # noqa: E402

NEAR = (7, 12, 18, 26)  # parts of 255 that two colours differ at least, the finest that is small enough
MOST = 3 * 255
LARGEST = 150_000  # bytes of one picture
Steps = Callable[[Opened], None]


@dataclass(frozen=True)
class Shot:
    """One picture: what is opened, how it is looked at, and what is done before it is taken."""

    name: str
    view: View
    steps: tuple[Steps, ...] = ()
    page: str = "seeds"
    firefox: bool = False
    print: bool = False


def click(selector: str) -> Steps:
    """Click the first element that matches."""
    return lambda visit: visit.click(selector)


def press(*keys: str) -> Steps:
    """Press keys."""
    return lambda visit: visit.press(*keys)


def focus(selector: str) -> Steps:
    """Put the keyboard's focus on the first element that matches."""
    return script(f"() => document.querySelector({selector!r}).focus()")


def script(function: str) -> Steps:
    """Run a function in the page."""
    return lambda visit: visit.run(function)


def open_row(tab: str, words: str) -> tuple[Steps, ...]:
    """Select the first mark of a list whose row has these words."""
    find = f"""() => [...document.querySelectorAll("#list button.row")]
      .find((row) => row.innerText.includes({words!r})).click()"""
    return click(f"#tab-{tab}"), script(find)


DARK, FORCED, STILL = View(dark=True), View(forced=True), View(still=True)
ON_PHONE = View(PHONE)
MOVEMENT = open_row("movement", "Islamic State leaders")
STORY = (click("#enter-story"), click('[data-step="1"]'))
BRUSH = """() => {
  const [from] = document.querySelectorAll("#timeline input[type=range]");
  from.value = Math.round(from.max * 0.7);
  for (const kind of ["input", "change"]) from.dispatchEvent(new Event(kind, { bubbles: true }));
}"""
LOOKS = {"light": View(), "dark": DARK, "forced": FORCED}
SHOTS = (
    *(Shot(f"desktop-{look}", view) for look, view in LOOKS.items()),
    *(Shot(f"phone-{look}", replace(view, size=PHONE)) for look, view in LOOKS.items()),
    *(Shot(f"firefox-desktop-{look}", view, firefox=True) for look, view in LOOKS.items()),
    *(Shot(f"firefox-phone-{look}", replace(view, size=PHONE), firefox=True) for look, view in LOOKS.items()),
    Shot("movement-light", View(), MOVEMENT),
    Shot("movement-dark", DARK, MOVEMENT),
    Shot("movement-forced", FORCED, MOVEMENT),
    Shot("movement-phone", ON_PHONE, MOVEMENT),
    Shot("reduced-motion", STILL, MOVEMENT),
    Shot("place", View(), open_row("place", "Qaraqosh")),
    Shot("area", View(), open_row("region", "of Mosul")),
    Shot("report", View(), (click("#tab-report"), click("#list button.row"))),
    Shot("declined", View(), (click("#tab-declined"),)),
    Shot("filters", View(), (click("#filters summary"),)),
    Shot("filters-phone", ON_PHONE, (click("#tab-movement"), click("#filters summary"))),
    Shot("timeline", View(), (script(BRUSH),)),
    Shot("story", View(), STORY),
    Shot("story-dark", DARK, STORY),
    Shot("story-phone", ON_PHONE, STORY),
    Shot("save", View(), (click("#enter-save"),)),
    Shot("correct", View(), (*open_row("place", "Qaraqosh"), click("details.correct summary"))),
    Shot("keyboard", View(), (focus("#tab-movement"), press("Tab", "Tab", "ArrowDown"))),
    Shot("zoom-200", View(zoom=2), (click("#tab-movement"),)),
    Shot("zoom-200-movement", View(zoom=2), MOVEMENT),
    Shot("firefox-zoom-200", View(zoom=2), (click("#tab-movement"),), firefox=True),
    Shot("right-to-left", View(), (click("#list button.row"),), page="mixed"),
    Shot("right-to-left-phone", ON_PHONE, (click("#tab-report"),), page="mixed"),
    Shot("embedded", View((1000, 640)), page="host"),
    Shot("print", View((794, 1123)), print=True),
)  # fmt: skip


def pages(folder: Path) -> dict[str, Path]:
    """The map of the seeds, that of the tests' reports from right to left, a host page."""
    command = [sys.executable, "-m", "geo", "build", str(HERE.parent / "seeds"), "-o", str(folder), "-q"]
    subprocess.run(command, check=True)
    host = folder / "host.html"
    host.write_text(
        '<!DOCTYPE html><html lang="en" data-ready="true"><title>Article</title><body style="font: 16px'
        ' Georgia; max-width: 800px; margin: 20px auto"><h1>An article</h1><p>Its text and the map:</p>'
        '<iframe src="index.html" width="800" height="480" title="Map" style="border: 0"></iframe>',
        encoding="utf-8",
    )
    mixed = test_page_matrix.write(folder / "mixed.html", *test_page_matrix.mixed(), "خريطة Map מפה")
    return {"seeds": folder / "index.html", "host": host, "mixed": mixed}


def take(engine: browsers.Chromium | browsers.Firefox, shot: Shot, path: Path) -> bytes:
    """One picture as PNG; fails on any fault of the page."""
    visit = engine.visit(path, shot.view)
    for step in shot.steps:
        step(visit)
        visit.settle()
    if shot.page == "host":
        visit.enter("iframe")
        visit.until("() => document.documentElement.hasAttribute('data-ready')", seconds=15)
        visit.leave()
    if shot.print and isinstance(visit, browsers.Visit):
        visit.run("() => dispatchEvent(new Event('beforeprint'))")
        visit.page.emulate_media(media="print")
        visit.settle()
    picture = visit.picture()
    visit.close(loads=2 if shot.page == "host" else 1)
    return picture


def palette(whole: Image.Image, near: int) -> Image.Image:
    """The most frequent colours of which no two are near each other: flat ones stay, rare hues are there."""
    found = sorted(whole.getcolors(whole.width * whole.height) or [], key=lambda one: (-one[0], one[1]))
    every = np.array([colour for _, colour in found], dtype=np.int32)
    chosen: list[int] = []
    left = np.ones(len(every), dtype=bool)
    while left.any() and len(chosen) < MOST:
        best = every[left.argmax()]
        chosen += best.tolist()
        left &= np.abs(every - best).max(axis=1) > near
    made = Image.new("P", (1, 1))
    made.putpalette(chosen)
    return made


def reduced(picture: bytes) -> bytes:
    """The same picture in few colours, no larger than it may be."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    for near in NEAR:
        out = io.BytesIO()
        few = whole.quantize(palette=palette(whole, near), dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise SystemExit("a picture is too large even in few colours")


def main() -> None:
    """Take the pictures whose names have one of the given words; all without any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    wanted = parser.parse_args().words
    shots = [shot for shot in SHOTS if not wanted or any(word in shot.name for word in wanted)]
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = pages(folder)
        (folder / "profile").mkdir()
        for of_firefox in (False, True):
            some = [shot for shot in shots if shot.firefox == of_firefox]
            if not some:
                continue
            with (
                browsers.launched_firefox(folder / "profile")
                if of_firefox
                else browsers.launched_chromium() as driver
            ):
                engine = browsers.Firefox(driver) if of_firefox else browsers.Chromium(driver)
                for shot in some:
                    data = reduced(take(engine, shot, made[shot.page]))
                    (TARGET / f"{shot.name}.png").write_bytes(data)
                    print(f"{shot.name}: {len(data) // 1000} kB")
    if not wanted:
        for old in TARGET.glob("*.png"):
            if old.stem not in {shot.name for shot in SHOTS}:
                old.unlink()


if __name__ == "__main__":
    main()
