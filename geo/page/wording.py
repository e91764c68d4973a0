"""Dates, counts and runs of words as the page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from geo.page.tree import Node, node

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DOUBTS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
_LEAST = 0.005
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:T(\d{2}:\d{2})\S*)?([~?%]?)", re.ASCII)


@lru_cache(maxsize=4096)
def date_words(iso: str) -> str:
    """2024-03-05 reads 5 March 2024, 2024-03~ about March 2024; other forms of EDTF stay as they are."""
    found = _DATE.fullmatch(iso)
    if found is None:
        plain, doubt = iso[:-1], iso[-1:]
        return f"{_DOUBTS[doubt]}{plain}" if doubt in _DOUBTS and plain.isdigit() else iso
    year, month, day, clock, doubt = found.groups()
    if not 1 <= int(month) <= len(MONTHS):
        return iso
    words = f"{int(day)} " if day else ""
    return (
        f"{_DOUBTS.get(doubt, '')}{words}{MONTHS[int(month) - 1]} {int(year)}{f', {clock}' if clock else ''}"
    )


def span_words(start: str, end: str) -> str:
    """Two dates in words: once when they are one, with what they share said once."""
    first, last = date_words(start), date_words(end)
    if not first or not last or first == last:
        return first or last
    head, tail = first.split(" "), last.split(" ")
    while len(head) == len(tail) and len(head) > 1 and head[-1] == tail[-1] and "about" not in first:
        head.pop()
        tail.pop()
    return f"{' '.join(head)} \u2013 {last}"


def plural(count: int, one: str) -> str:
    """1 report, 2 reports."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def share_words(share: float) -> str:
    """71 % for 0.71; what is neither nothing nor all never reads so."""
    if 0 < share < _LEAST or 1 - _LEAST < share < 1:
        return "less than 1 %" if share < _LEAST else "more than 99 %"
    return f"{share * 100:.0f} %"


def capital(words: str) -> str:
    """The words with a capital at their head."""
    return words[:1].upper() + words[1:]


def listed(text: str) -> list[str]:
    """Parts of a column that holds several, separated by "; "."""
    return text.split("; ") if text else []


def joined(words: Iterable[str | None], between: str = "; ") -> str:
    """The words that there are, each once."""
    return between.join(dict.fromkeys(word for word in words if word))


def cut(text: str, length: int) -> str:
    """The text, or its head up to a blank with "…" when it is longer."""
    if len(text) <= length:
        return text
    head = text[:length]
    return head[: max(head.rfind(" "), length * 3 // 5)].rstrip(" ,;:") + "…"


def level(text: str) -> str:
    """A line composed here, with words that run from right to left kept apart from what stands beside them.

    Without the isolates of Unicode (UAX 9) figures and commas next to such a word would change places.
    """
    return _LEFTWARD.sub("\u2068\\g<0>\u2069", text)


_LEFTWARD_LETTER = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_LEFTWARD = re.compile(rf"{_LEFTWARD_LETTER}+(?:(?:[ '\u2019.-]|\d[\d.,]* )*{_LEFTWARD_LETTER}+)*")


def marked(text: str, spans: Iterable[tuple[int, int, str]]) -> list[Node]:
    """A text in parts, so that no offsets are needed where it is shown; spans are apart and in order."""
    parts: list[Node] = []
    at = 0
    for start, end, role in spans:
        if at < start:
            parts.append(text[at:start])
        parts.append(word(text[start:end], role))
        at = end
    if at < len(text):
        parts.append(text[at:])
    return parts


_CLASSES = {role: f"place.{role}" for role in ("origin", "destination", "via", "path")}
"""Classes of marked words where they are not the role itself."""


def word(words: str, name: str, **attributes: str | int) -> Node:
    """Marked words in their role."""
    return node(f"mark.{_CLASSES.get(name, name)}", words, **attributes)


def excerpt(text: str, spans: Sequence[tuple[int, int, str]], length: int) -> list[Node]:
    """Some words round the trigger, or round the first marked words."""
    if not spans:
        return [cut(" ".join(text.split()), length)]
    start, end, role = next((span for span in spans if span[2] == "trigger"), spans[0])
    low = max(0, start - length // 2)
    before = text[low:start].split()
    lead = " ".join(before[1:] if low else before)
    lead = f"…{lead}" if low else lead
    after = cut(" ".join(text[end : end + length].split()), length // 2)
    return [
        f"{lead} " if lead and text[start - 1 : start].isspace() else lead,
        word(" ".join(text[start:end].split()), role),
        f" {after}" if after and text[end : end + 1].isspace() else after,
    ]
