"""The text of a web page: title and paragraphs, without marks, scripts and menus."""

from __future__ import annotations

from html.parser import HTMLParser

_SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "iframe",
    }
)
"""Elements whose text is none of the report's."""
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "main",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "td",
        "blockquote",
        "pre",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "dd", "dt", "br", "hr"}
)
"""Elements that begin and end a line."""
_STATED = {
    "article:published_time": "published",
    "datepublished": "published",
    "date": "published",
    "og:site_name": "publisher",
    "og:title": "title",
}
"""What the page says of itself in ``meta`` elements."""


def read_page(html: str) -> dict[str, str]:
    """``text`` of a page, with ``title``, ``published`` and ``publisher`` where it states them."""
    page = _Page()
    page.feed(html)
    page.close()
    lines = (" ".join(line.split()) for line in "".join(page.parts).split("\n"))
    title = " ".join(page.title.split())
    stated = {"title": title} if title else {}
    return {**stated, **page.stated, "text": "\n\n".join(line for line in lines if line)}


class _Page(HTMLParser):
    """Gathers the lines of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.stated: dict[str, str] = {}
        self.title = ""
        self._silent: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag == "title":
            self._in_title = not self.title
        elif tag == "meta":
            told = dict(attrs)
            key = (told.get("property") or told.get("name") or told.get("itemprop") or "").lower()
            if key in _STATED and told.get("content"):
                self.stated.setdefault(_STATED[key], (told["content"] or "").strip())
        elif tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End an element; one that was never begun is passed over."""
        if tag == "title":
            self._in_title = False
        elif tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Take text in."""
        if self._in_title:
            self.title += data
        elif not self._silent:
            self.parts.append(data.replace("\n", " "))
