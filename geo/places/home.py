"""Where a report comes from: the places in its publisher's name and address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.places.blocks import remember

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.places.blocks import Blocks
    from geo.records import Document

_STARTS = (
    "new", "san", "santa", "los", "las", "el", "la", "saint", "st", "fort", "port", "mount", "great", "grand",
    "north", "south", "east", "west", "salt", "des", "little", "palm", "long", "green", "white", "red",
    "cape", "lake", "sierra", "santo", "tel", "abu", "sao", "rio", "cedar",
)  # fmt: skip
"""First words of two-word names, which addresses write as one."""
_GENERIC = frozenset(
    {"tv", "io", "co", "me", "ly", "fm", "ai", "cc", "ws", "am", "to", "gg", "sh", "vc", "eu", "su"}
)
"""Country domains that are mostly sold worldwide (project choice)."""
_CODES = {"uk": "GB"}
_LEAST = 4
"""Letters of the shortest place that is read out of an address (project choice)."""
_LEAST_POPULATION = 5_000
"""Inhabitants of the smallest town that is (project choice)."""
_HOSTS = frozenset({"blogspot", "wordpress", "tumblr", "medium", "substack", "yahoo"})
"""Sites where anybody writes: their domain says nothing of the writer's country."""
_WORD = re.compile(r"[^\W\d_][\w'\u2019.-]*")


@dataclass(frozen=True, slots=True)
class Home:
    """Names of places in a publisher's name and address, and the country of its domain ("" none)."""

    names: tuple[str, ...]
    country: str
    generic: bool = False


def home_of(document: Document, blocks: Blocks) -> Home:
    """What the publisher and address of a report say of where it comes from. Never raises."""
    host, publisher = _host(document.url or ""), document.publisher or ""
    home = blocks.homes.get((host, publisher))
    if home is None:
        home = _home(host, publisher, blocks)
        remember(blocks.homes, (host, publisher), home)
    return home


def _home(host: str, publisher: str, blocks: Blocks) -> Home:
    names = list(_in_publisher(publisher, blocks))
    if not host:
        return Home(tuple(dict.fromkeys(names)), "")
    named, country = _of_host(host, blocks)
    return Home(tuple(dict.fromkeys([*names, *named])), country, not country)


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""


def _of_host(host: str, blocks: Blocks) -> tuple[tuple[str, ...], str]:
    labels = host.split(".")
    top = labels[-1] if len(labels) > 1 else ""
    country = "" if len(top) != 2 or top in _GENERIC else _CODES.get(top, top.upper())
    if _HOSTS & {*labels}:
        country = ""
    inner = [
        label for label in labels[:-1] if label not in {"www", "m", "co", "com", "org", "net", "gov", "ac"}
    ]
    names = (name for label in inner for name in _in_label(label, blocks))
    return tuple(dict.fromkeys(names)), country


def _in_label(label: str, blocks: Blocks) -> Iterator[str]:
    """The places in "concordmonitor", "cambridge-news" or "newhavenregister", if any."""
    words = [word for word in label.split("-") if word and word not in _press()]
    if len(words) > 1 and _known(" ".join(words), blocks):
        yield " ".join(words)
        return
    for word in words[:3]:
        for bare in _without_press(word):
            found = [name for name in _spellings(bare) if _known(name, blocks)]
            yield from found
            if found:
                break


@lru_cache(maxsize=1024)
def _without_press(label: str) -> tuple[str, ...]:
    """A label less and less of the press words at its ends: "thevalenciasun", "valenciasun", "valencia"."""
    ends = sorted(
        (word for word in _press() if label.endswith(word) or label.startswith(word)),
        key=lambda word: (-len(word), word),
    )
    for word in ends:
        rest = label.removesuffix(word) if label.endswith(word) else label.removeprefix(word)
        if len(rest) >= _LEAST:
            return label, *_without_press(rest)
    return (label,)


def _spellings(word: str) -> Iterator[str]:
    """A word as it stands, and cut where such names are mostly written as two."""
    yield word
    for start in _STARTS:
        if word.startswith(start) and len(word) - len(start) >= 3:
            yield f"{start} {word[len(start) :]}"
    if word.endswith("city") and len(word) > 7:
        yield f"{word[:-4]} city"


@cache
def _press() -> frozenset[str]:
    """Words of the press in names of newspapers and stations."""
    lines = Path(__file__).with_name("press_words.csv").read_text(encoding="utf-8").split()
    return frozenset(lines[1:])


def _known(name: str, blocks: Blocks) -> bool:
    """Whether a name, as written but for its case, is that of a division, a country or a larger town."""
    if len(name) < _LEAST or name in _press():
        return False
    return any(
        found.match in {"name", "alias", "fold"}
        and (
            found.place.population >= _LEAST_POPULATION or found.place.kind in {"admin1", "admin2", "country"}
        )
        for found in blocks.candidates(name.title())[:3]
    )


def _in_publisher(publisher: str, blocks: Blocks) -> Iterator[str]:
    words = _WORD.findall(publisher)[:8]
    at = 0
    while at < len(words):
        length = blocks.gazetteer.longest(words[at:])
        name = " ".join(words[at : at + length])
        if length and len(name) >= _LEAST and name.lower() not in _press() and _known(name, blocks):
            yield name
        at += max(1, length)
