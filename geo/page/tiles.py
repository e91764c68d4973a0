"""Online basemaps by xyzservices name: address, hosts, attribution. None is loaded unless asked for."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from difflib import get_close_matches
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from geo.errors import SettingsError

EXAMPLES = ("OpenStreetMap.Mapnik", "OpenTopoMap", "Esri.WorldImagery")
MOST_ZOOM = 19
_DEFAULT_ZOOM = 18
_BARE = re.compile(
    r"nolabel|imagery|satellite|ortho|relief|shaded|physical|watercolor|background", re.IGNORECASE
)
"""Words in the names of basemaps that have no names of places on them."""
_ALWAYS = {"x", "y", "z", "s", "r"}
_HOLE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Tiles:
    """An online basemap. ``options`` are those of Leaflet's ``tileLayer``; ``hosts`` all it loads from."""

    name: str
    url: str
    options: dict[str, Any]
    hosts: tuple[str, ...]
    max_zoom: int
    labelled: bool

    @property
    def words(self) -> str:
        """What a reader of the map must know of it."""
        names = ", ".join(dict.fromkeys(_site(host) for host in self.hosts))
        return (
            f"The background is loaded from {names}, which thereby sees who looks at which area. "
            "Without a network the built-in land shows."
        )


def tiles_of(name: str) -> Tiles | None:
    """The basemap of that name, None for "".

    Raises SettingsError for an unknown name, and for a basemap that a file without a key cannot show.
    """
    if not name:
        return None
    from xyzservices import providers  # noqa: PLC0415  (only for maps that ask for it)

    found = providers.flatten()
    by_key = {_key(one): one for one in found}
    if _key(name) not in by_key:
        near = get_close_matches(_key(name), list(by_key), n=3, cutoff=0.6) or [
            one for one in by_key if len(name) > 3 and _key(name) in one
        ]
        shown = ", ".join(by_key[one] for one in near[:3]) or ", ".join(EXAMPLES)
        raise SettingsError(f"--tiles: got {name!r}, no basemap of xyzservices; did you mean {shown}?")
    provider = found[by_key[_key(name)]]
    url, options = _address(provider)
    hosts = _hosts(url, options.get("subdomains", "abc"))
    zoom = min(MOST_ZOOM, int(provider.get("max_zoom", _DEFAULT_ZOOM)))
    # so that a picture of the map may hold them
    options["crossOrigin"] = ""
    options |= {"attribution": attribution(provider.get("html_attribution") or ""), "maxNativeZoom": zoom}
    return Tiles(provider["name"], url, options, hosts, zoom, not _BARE.search(name))


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _address(provider: Any) -> tuple[str, dict[str, Any]]:
    """Address with its holes for Leaflet, and Leaflet's options."""
    name = provider["name"]
    instead = f"choose one that works without, such as {', '.join(EXAMPLES)}"
    if provider.requires_token():
        raise SettingsError(
            f"--tiles {name}: needs a key of its owner, which every reader of the map could copy; {instead}"
        )
    url = provider.build_url(x="{x}", y="{y}", z="{z}", scale_factor="{r}", fill_subdomain=False)
    unknown = set(_HOLE.findall(url)) - _ALWAYS
    if provider.get("status") == "broken" or provider.get("crs", "EPSG:3857") != "EPSG:3857" or unknown:
        raise SettingsError(f"--tiles {name}: cannot be shown on a web map as it is; {instead}")
    if not url.startswith("https://"):
        raise SettingsError(f"--tiles {name}: is not encrypted (http), which browsers refuse; {instead}")
    leaflet = {"subdomains": "subdomains", "min_zoom": "minZoom", "bounds": "bounds", "tms": "tms"}
    options = {ours: provider[theirs] for theirs, ours in leaflet.items() if theirs in provider}
    same = {one: one for one in ("tileSize", "zoomOffset") if one in provider}
    return url, options | {ours: provider[theirs] for theirs, ours in same.items()}


def _hosts(url: str, subdomains: Any) -> tuple[str, ...]:
    """Every host that the address leads to, as the content security policy names it."""
    base = urlsplit(url)
    root = f"{base.scheme}://{base.netloc}"
    return tuple(root.replace("{s}", one) for one in subdomains) if "{s}" in root else (root,)


def _site(host: str) -> str:
    """The part of a host by which people know it."""
    return ".".join(host.removeprefix("https://").split(".")[-2:]) if host.count(".") > 1 else host[8:]


def attribution(markup: str) -> str:
    """An attribution as HTML with nothing but text and links to the web."""
    reader = _Attribution()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts) + "</a>" * reader.open


class _Attribution(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and not self.open and href.startswith(("https://", "http://")):
            self.parts.append(f'<a href="{html.escape(href)}">')
            self.open = 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.open:
            self.parts.append("</a>")
            self.open = 0

    def handle_data(self, data: str) -> None:
        self.parts.append(html.escape(data))
