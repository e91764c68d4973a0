"""The HTML frame: folium's only home.

folium writes the document and the Leaflet map; everything else is ours. Its default scripts (jQuery,
Bootstrap, Font Awesome from a CDN) are left out, its random ids are fixed, and no text of a report passes
through it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from geo.page import leaflet, modules, swatches

if TYPE_CHECKING:
    from geo.page.payload import Packed
    from geo.page.shell import Shell
from geo.page.tiles import Tiles

HERE = Path(__file__).parent
ENTRY = "main"
"""The module that starts the parts."""
PARTS = (
    *("marks", "counts", "labels", "legend", "filters", "panel"),
    *("corrections", "reader", "timeline", "story", "save"),
)
"""Modules that export a part of the page, as ``startMarks``; each is started after those before it."""
STYLES = ("page.css", "map.css", "panel.css", "tools.css", "save.css", "print.css")
MAX_ZOOM = 12
WESTMOST, ROUND_DEG = {False: -270, True: -90}, 540
"""Where the map ends in the west, of a page that is turned and of others; how far it reaches from there."""
SCHEMES = {"auto": "light dark", "light": "light", "dark": "dark"}
"""Value of the page's ``color-scheme`` by theme."""
POLICY_PLACE = "@content-security-policy@"

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dress:
    """How the page looks: ``light``, ``dark`` or ``auto``; only tiles are loaded from elsewhere."""

    theme: str = "auto"
    tiles: Tiles | None = None


PLAIN = Dress()


@cache
def _template(name: str) -> Template:
    # nothing of a report is rendered here but title and subtitle, which are escaped like all else
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["swatch"] = swatches.drawing
    return environment.get_template(name)


class Page(Figure):
    """The document: language, policy, header, body, scripts."""

    def __init__(self, title: str, *, theme: str, online: bool) -> None:
        super().__init__(title=title)
        self._template = _template("page.html")
        self._id = "page"
        self.policy = POLICY_PLACE
        self.scheme = SCHEMES[theme]
        # servers of tiles ask which site shows them, but not which page
        self.referrer = "strict-origin-when-cross-origin" if online else "no-referrer"


class OfflineMap(folium.Map):
    """A folium map without tiles, without scripts from elsewhere and with a fixed name."""

    def __init__(self, shell: Shell, *, max_zoom: int) -> None:
        super().__init__(tiles=None)
        self.shell = shell
        self.default_js, self.default_css = [], []
        # the names are Leaflet's own
        self.options = {
            "maxBounds": [[-86, WESTMOST[shell.turned]], [86, WESTMOST[shell.turned] + ROUND_DEG]],
            "maxZoom": max_zoom,
            "minZoom": 1,
            "wheelPxPerZoomLevel": 90,
            "zoomDelta": 0.75,
            "zoomSnap": 0.25,
        }
        self._template = _template("map.html")
        self._id = "geo"

    def render(self, **kwargs: Any) -> str:
        """Add the page's own HTML to the figure as it is: what folium is given it would compile once more."""
        html = _template("body.html").render(shell=self.shell, name=self.get_name())
        cast("Figure", self.get_root()).html.add_child(_Inline("code.html", html), name="body")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""


class Script(MacroElement):
    """The data, and our own scripts after the map; never compiled as a template, unlike macros."""

    def __init__(self, data: Packed, *, code: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._id = "script"
        self.data = data
        self.code = code

    def render(self, **_: Any) -> str:
        """Add the data and the scripts to the figure."""
        figure = cast("Figure", self.get_root())
        figure.html.add_child(_Inline("data.html", self.data.blob), name="data")
        for block in self.data.later:
            figure.html.add_child(_Inline("block.html", block.code, name=block.name), name=block.name)
        figure.script.add_child(_Inline("code.html", self.code), name="scripts")
        return ""


class _Inline(Element):
    """Text put into the document as it is."""

    def __init__(self, template: str, code: str, *, name: str = "") -> None:
        super().__init__()
        self._template = _template(template)
        self.code = code
        self.name = name


def static(name: str) -> str:
    """Text of a file of ``static/``."""
    return (HERE / "static" / name).read_text(encoding="utf-8")


def script(*, live: str = "", stamp: tuple[int, int] = (1, 1)) -> str:
    """All modules as one script; it watches for a newer build when ``live`` names that build's picture."""
    code = modules.bundle([*PARTS, ENTRY, *(["live"] if live else [])], lambda name: static(f"{name}.js"))
    parts = ", ".join(f"{name}_js.start{name.capitalize()}" for name in PARTS)
    watch = f'live_js.watch("{live}", {stamp[0]}, {stamp[1]});\n' if live else ""
    return f"(() => {{\n{code}{ENTRY}_js.start(globalThis.map_geo, [{parts}]);\n{watch}}})();"


def document(
    title: str,
    data: Packed,
    *,
    live: str = "",
    stamp: tuple[int, int] = (1, 1),
    dress: Dress = PLAIN,
) -> str:
    """The whole HTML document round the page's data; the same bytes for the same arguments.

    ``live`` names the picture by whose size the page tells whether its ``stamp`` is the newest.
    """
    theme, tiles = dress.theme, dress.tiles
    page = Page(title, theme=theme, online=tiles is not None)
    page.header.add_child(_Inline("style.html", leaflet.read("leaflet.css")), name="leaflet_css")
    page.header.add_child(
        _Inline("loaded.html", f"/*! {leaflet.LICENCE} */\n{leaflet.read('leaflet.js')}"), name="leaflet_js"
    )
    for name in STYLES:
        page.header.add_child(_Inline("style.html", themed(static(name), theme)), name=name)
    offline = OfflineMap(data.shell, max_zoom=max(MAX_ZOOM, tiles.max_zoom if tiles else 0))
    offline.add_child(Script(data, code=script(live=live, stamp=stamp)))
    page.add_child(offline)
    html = str(page.render())
    pictures = [*(("file:", "'self'") if live else ()), *(tiles.hosts if tiles else ())]
    return html.replace(POLICY_PLACE, _policy(html, pictures=pictures), 1)


def themed(css: str, theme: str) -> str:
    """A style sheet for readers of one theme only, whatever their systems ask for; ``auto`` leaves it."""
    if theme == "auto":
        return css
    css = css.replace("color-scheme: light dark", f"color-scheme: {theme}")
    css = css.replace("(prefers-color-scheme: dark)", "all" if theme == "dark" else "not all")
    return css.replace("(prefers-color-scheme: light)", "all" if theme == "light" else "not all")


def _policy(html: str, *, pictures: Sequence[str]) -> str:
    """Nothing may be loaded but the pictures named, and only the page's own scripts and styles run."""
    scripts = " ".join(_hash(code) for code in _SCRIPT.findall(html))
    styles = " ".join(_hash(code) for code in _STYLE.findall(html))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        f"img-src {' '.join(('data:', 'blob:', *pictures))}; base-uri 'none'; form-action 'none'"
    )


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
