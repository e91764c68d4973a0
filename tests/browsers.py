"""One harness for both browsers: a page opened from disk, the network blocked, every complaint kept.

Chromium is driven through Playwright, Firefox through its Marionette port on the loopback. A test that
needs only Chromium takes the fixture ``browser`` and opens a `Visit`; one that must hold in both takes
``engine`` and calls its ``visit``. Where a browser is missing the tests are skipped; on CI they fail.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

DESKTOP = (1280, 800)
PHONE = (390, 844)
READY = 15.0  # seconds until a page must have drawn itself
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Nothing that Firefox asks for of its own accord; all the rest of the network ends at a closed port.
PREFERENCES: dict[str, str | int | bool] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.zoom.siteSpecific": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,  # a free one
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "toolkit.telemetry.enabled": False,
}
# A browser's own remarks, not the page's.
OWN = ("Window.fullScreen attribute is deprecated",)


@dataclass(frozen=True)
class View:
    """How a reader looks at the page; ``size`` in CSS pixels before ``zoom``."""

    size: tuple[int, int] = DESKTOP
    dark: bool = False
    forced: bool = False
    still: bool = False
    zoom: int = 1


class Opened(ABC):
    """An opened page: what both browsers can do, and what went wrong on it."""

    @abstractmethod
    def run(self, function: str, *values: Any) -> Any:
        """Result of a JavaScript function of these values, run outside the page's policy."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Click the first element that matches."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys one after another, named as in `KeyboardEvent.key`, ``Shift+Tab`` with shift."""

    @abstractmethod
    def fill(self, selector: str, words: str) -> None:
        """Write words into a field in place of what stands there."""

    @abstractmethod
    def picture(self, selector: str = "") -> bytes:
        """The viewport as PNG, or the first element that matches."""

    @abstractmethod
    def axe(self, part: str) -> list[str]:
        """What axe-core finds serious or critical in the first element that matches."""

    @abstractmethod
    def enter(self, selector: str) -> None:
        """Let `run` and all that rests on it work inside this frame, until `leave`."""

    @abstractmethod
    def leave(self) -> None:
        """Work in the page itself again."""

    @abstractmethod
    def close(self, *, loads: int = 1) -> None:
        """Close the page; fails when anything went wrong on it or was asked for but ``loads`` files."""

    def text(self, selector: str) -> str:
        """Words that a reader sees in the first element that matches."""
        return str(self.run("(selector) => document.querySelector(selector).innerText", selector))

    def count(self, selector: str) -> int:
        """How many elements match."""
        return int(self.run("(selector) => document.querySelectorAll(selector).length", selector))

    def tap(self, selector: str) -> None:
        """Click the first element that matches by script: at once, whatever lies over it."""
        self.run("(selector) => document.querySelector(selector).click()", selector)

    def shown(self, selector: str) -> bool:
        """Whether the first element that matches takes up room."""
        return bool(self.run("(s) => Boolean(document.querySelector(s)?.getClientRects().length)", selector))

    def until(self, function: str, *values: Any, seconds: float = 5.0) -> Any:
        """Ask again until the answer is true; the answer."""
        end = time.monotonic() + seconds
        while not (answer := self.run(function, *values)):
            if time.monotonic() > end:
                pytest.fail(f"not within {seconds} s: {function}")
            time.sleep(0.03)
        return answer

    def settle(self) -> None:
        """Wait until nothing moves: the map and the page stand still."""
        look = """() => {
          const pane = document.querySelector(".leaflet-map-pane");
          const moving = document.getAnimations().some((one) => one.playState === "running");
          const zooming = document.querySelector(".leaflet-zoom-anim");
          return zooming || moving ? null : `${pane?.style.transform} ${scrollY}`;
        }"""
        before, end = None, time.monotonic() + 3
        while ((now := self.run(look)) is None or now != before) and time.monotonic() < end:
            before = now
            time.sleep(0.06)


class Visit(Opened):
    """A page opened in Chromium: ``page`` is Playwright's."""

    def __init__(
        self,
        browser: Any,
        path: Path,
        *,
        size: tuple[int, int] = DESKTOP,
        fragment: str = "",
        **options: Any,
    ) -> None:
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        self.page = self.context.new_page()
        self.frame = self.page.main_frame
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("requestfailed", lambda request: self.faults.append(f"failed {request.url}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + fragment)
        self.wait()

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def wait(self) -> None:
        """Wait until the page has drawn itself."""
        end = time.monotonic() + READY
        while not self.page.evaluate("document.documentElement?.hasAttribute('data-ready')"):
            if self.faults or time.monotonic() > end:
                pytest.fail(f"the page does not get ready: {self.faults}")
            self.page.wait_for_timeout(20)

    def run(self, function: str, *values: Any) -> Any:
        return self.frame.evaluate(f"(values) => ({function})(...values)", list(values))

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def fill(self, selector: str, words: str) -> None:
        self.page.locator(selector).first.fill(words)

    def picture(self, selector: str = "") -> bytes:
        return bytes((self.page.locator(selector).first if selector else self.page).screenshot())

    def axe(self, part: str) -> list[str]:
        from axe_playwright_python.base import AXE_SCRIPT

        if not self.run("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        return list(self.run(f"async (part) => {_SERIOUS}(await axe.run(part, {_AXE}))", part))

    def enter(self, selector: str) -> None:
        self.frame = self.page.query_selector(selector).content_frame()

    def leave(self) -> None:
        self.frame = self.page.main_frame

    def close(self, *, loads: int = 1) -> None:
        self.context.close()
        assert self.faults == []
        assert all(url.startswith("file:") for url in self.requests)
        assert len(self.requests) == loads


class FirefoxPage(Opened):
    """A page opened in Firefox's one tab."""

    def __init__(self, client: Any, path: Path, view: View, *, fragment: str = "") -> None:
        self.client = client
        self._look(view)
        client.navigate(path.as_uri() + fragment)
        self.until("() => document.documentElement.hasAttribute('data-ready')", seconds=READY)
        if view.zoom != 1:  # a new page begins at 100 %
            self._chrome("ZoomManager.setZoomForBrowser(gBrowser.selectedBrowser, arguments[0])", view.zoom)
            self.until("(width) => innerWidth === width", view.size[0] // view.zoom)
            self.settle()

    def _chrome(self, script: str, *values: Any) -> Any:
        with self.client.using_context("chrome"):
            return self.client.execute_script(script, list(values), sandbox="system", new_sandbox=False)

    def _look(self, view: View) -> None:
        self.client.set_prefs(
            {
                "layout.css.prefers-color-scheme.content-override": 0 if view.dark else 1,
                "browser.display.document_color_use": 2 if view.forced else 1,
                "ui.prefersReducedMotion": int(view.still),
            }
        )
        self._chrome(_PREPARE, *view.size)

    def run(self, function: str, *values: Any) -> Any:
        return self.client.execute_script(f"return ({function})(...arguments)", list(values))

    def _find(self, selector: str) -> Any:
        return self.client.find_element("css selector", selector)

    def click(self, selector: str) -> None:
        self._find(selector).click()

    def press(self, *keys: str) -> None:
        for combination in keys:
            actions = self.client.actions.sequence("key", "keyboard")
            held = [_key(name) for name in combination.split("+")]
            for key in held:
                actions.key_down(key)
            for key in reversed(held):
                actions.key_up(key)
            actions.perform()

    def fill(self, selector: str, words: str) -> None:
        found = self._find(selector)
        found.clear()
        found.send_keys(words)

    def picture(self, selector: str = "") -> bytes:
        element = self._find(selector) if selector else None
        return bytes(self.client.screenshot(element, format="binary", full=False))

    def axe(self, part: str) -> list[str]:
        from axe_playwright_python.base import AXE_SCRIPT

        own = {"sandbox": "axe", "new_sandbox": False}
        if self.client.execute_script("return typeof axe", **own) != "object":
            self.client.execute_script(f"{AXE_SCRIPT}; window.axe = axe", **own)
        ask = (
            f"const [part, done] = arguments; axe.run(part, {_AXE}).then((found) => done({_SERIOUS}(found)))"
        )
        return list(self.client.execute_async_script(ask, [part], script_timeout=60_000, **own))

    def enter(self, selector: str) -> None:
        self.client.switch_to_frame(self._find(selector))

    def leave(self) -> None:
        self.client.switch_to_frame()

    def close(self, *, loads: int = 1) -> None:
        del loads  # files are no requests here
        seen = self._chrome(_SEEN)
        self.client.navigate("about:blank")
        faults = [line for line in seen["faults"] if not any(own in line for own in OWN)]
        assert faults == []
        assert seen["requests"] == []


# The size of the tab; from here on its requests (not those of Firefox itself) and all messages are kept.
_PREPARE = """
  const [width, height] = arguments, tab = gBrowser.selectedBrowser;
  Object.assign(tab.style, { flex: "none", width: `${width}px`, height: `${height}px` });
  tab.parentNode.style.alignItems = "flex-start";
  if (!globalThis.watching) {
    globalThis.watching = { observe(subject) {
      const channel = subject.QueryInterface(Ci.nsIHttpChannel);
      if (channel.loadInfo.browsingContext) globalThis.requests.push(channel.URI.spec);
    } };
    Services.obs.addObserver(globalThis.watching, "http-on-opening-request");
  }
  globalThis.requests = [];
  Services.console.reset();
"""
_SEEN = """
  const faults = Services.console.getMessageArray().map((one) => one.message)
    .filter((words) => /file:\\/\\/|Content-Security-Policy/.test(words));
  return { faults, requests: globalThis.requests };
"""

_AXE = '{ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }'
_SERIOUS = """(({ violations }) => violations.filter((one) => /serious|critical/.test(one.impact))
  .flatMap((one) => one.nodes.map((node) => `${one.id} (${one.impact}) ${node.html.slice(0, 120)}`)))"""


def _key(name: str) -> str:
    from marionette_driver.keys import Keys

    return str(getattr(Keys, _NAMED[name])) if name in _NAMED else name


_NAMED = {
    "Tab": "TAB",
    "Shift": "SHIFT",
    "Enter": "ENTER",
    "Escape": "ESCAPE",
    "Space": "SPACE",
    "Home": "HOME",
    "End": "END",
    "ArrowLeft": "ARROW_LEFT",
    "ArrowRight": "ARROW_RIGHT",
    "ArrowUp": "ARROW_UP",
    "ArrowDown": "ARROW_DOWN",
}


class Chromium:
    """Chromium, launched once."""

    name = "chromium"

    def __init__(self, launched: Any) -> None:
        self.launched = launched

    def visit(self, path: Path, view: View = View(), *, fragment: str = "") -> Visit:
        """Open a file; 200 % are half as many CSS pixels of twice the size, as in the browser's zoom."""
        width, height = view.size
        return Visit(
            self.launched,
            path,
            size=(width // view.zoom, height // view.zoom),
            fragment=fragment,
            device_scale_factor=view.zoom,
            color_scheme="dark" if view.dark else "light",
            forced_colors="active" if view.forced else "none",
            reduced_motion="reduce" if view.still else "no-preference",
        )


class Firefox:
    """Firefox, launched once; one page at a time."""

    name = "firefox"

    def __init__(self, client: Any) -> None:
        self.client = client

    def visit(self, path: Path, view: View = View(), *, fragment: str = "") -> FirefoxPage:
        """Open a file in the tab."""
        return FirefoxPage(self.client, path, view, fragment=fragment)


def _program(what: str, variable: str, names: tuple[str, ...]) -> str:
    named = os.environ.get(variable)
    found = named or next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    words = f"no {what}: install the package {names[0]} or name one in {variable}"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def chromium() -> str:
    """Path of Chromium; without one the tests fail on CI and are skipped elsewhere."""
    return _program("Chromium", "CHROMIUM", ("chromium", "chromium-browser", "google-chrome"))


def firefox() -> str:
    """Path of Firefox; without one the tests fail on CI and are skipped elsewhere."""
    return _program("Firefox", "FIREFOX", ("firefox-esr", "firefox"))


@contextlib.contextmanager
def launched_chromium() -> Iterator[Any]:
    """Playwright's browser."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@contextlib.contextmanager
def launched_firefox(folder: Path) -> Iterator[Any]:
    """Marionette's client of a headless Firefox with a profile of its own in this folder."""
    path = firefox()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its dependencies use what the standard library has deprecated
        from marionette_driver.marionette import Marionette

    lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in PREFERENCES.items())
    (folder / "user.js").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [path, "-marionette", "-headless", "-remote-allow-system-access", "-no-remote"]
    # without a settled size of its window the tab would be cut off
    room = {**os.environ, "MOZ_HEADLESS_WIDTH": "1600", "MOZ_HEADLESS_HEIGHT": "1100"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "-profile", str(folder)], env=room, **quiet) as process:  # type: ignore[call-overload]
        try:
            client = Marionette(host="127.0.0.1", port=_port(folder, process))
            client.start_session()
            client.set_window_rect(width=1600, height=1100)
            yield client
            client.delete_session()
        finally:
            process.terminate()
            process.wait(20)


def _port(folder: Path, process: Any) -> int:
    told, end = folder / "MarionetteActivePort", time.monotonic() + 60
    while not (told.exists() and told.read_text().strip()):
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail("Firefox does not open its Marionette port")
        time.sleep(0.03)
    return int(told.read_text())
