"""What the page shows, composed here and drawn there: trees of plain text that ``grow`` of ``dom.js`` draws.

A node is text, ["tag.class.class", {attribute: value}, child, ...], or the number of a report, which stands
for its name as a way to its text, publisher and date. The attributes may be left out. Tags and attributes are
those named here and no others, so that whatever a report says stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

TAGS = frozenset({
    "a", "article", "b", "bdi", "blockquote", "button", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "h2", "h3", "header", "i", "li", "mark", "ol", "option", "p", "q", "section", "span", "summary",
    "svg", "time", "ul", "use",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "aria-hidden", "aria-label", "dir", "hidden", "href", "rel", "role", "tabindex", "target", "title",
    "value", "data-fix", "data-mark", "data-read", "data-report", "data-role", "data-swatch", "data-to",
    "data-way",
})  # fmt: skip
"""``data-to`` leads to the mark of that id, ``data-read`` to the report of that number, ``data-swatch`` is
replaced by the mark's sign; the other ``data-`` names are read by the modules that draw them."""
_NAME = re.compile(r"([a-z][a-z0-9]*)(?:\.[a-z][a-z-]*)*")
_WEB = re.compile(r"https?://\S", re.IGNORECASE)

Node = str | int | list[Any]


def node(name: str, *children: Node | None, **attributes: str | int | bool | None) -> list[Any]:
    """An element ``tag.class`` of children that are there; ``data_to=3`` is the attribute data-to.

    Raises ValueError for a tag or an attribute that the page does not know.
    """
    if not _known(name):
        raise ValueError(f"{name}: expected one of the tags {', '.join(sorted(TAGS))}, and classes after it")
    given = {
        key.replace("_", "-"): value
        for key, value in attributes.items()
        if value is not None and value is not False
    }
    if unknown := sorted(given.keys() - ATTRIBUTES):
        raise ValueError(f"{', '.join(unknown)}: not one of the attributes {', '.join(sorted(ATTRIBUTES))}")
    return [
        name,
        *([given] if given else []),
        *(child for child in children if child is not None and child != ""),
    ]


@lru_cache(maxsize=1024)
def _known(name: str) -> bool:
    found = _NAME.fullmatch(name)
    return found is not None and found[1] in TAGS


def auto(name: str, *children: Node | None, **attributes: str | int | bool | None) -> list[Any]:
    """An element whose text runs in its own direction: for what a report says and nothing else."""
    return node(name, *children, dir="auto", **attributes)


def web(url: str, words: str) -> list[Any] | None:
    """A link that leads to the web; None for any other address."""
    if not _WEB.match(url):
        return None
    return node("a", words, href=url, rel="noopener noreferrer", target="_blank")


def plain(nodes: Iterable[Any]) -> str:
    """The text of nodes."""
    return "".join(_text(one) for one in nodes)


def _text(one: Any) -> str:
    if isinstance(one, str):
        return one
    return plain(_children(one)) if isinstance(one, list) else ""


def _children(one: list[Any]) -> Iterable[Any]:
    return one[2:] if len(one) > 1 and isinstance(one[1], dict) else one[1:]
