"""The reports' own text for the page: sentence by sentence, with the words that tell of a mark.

A report is a list of paragraphs as trees; the marked words of a sentence name their mark, or say why they are
not mapped.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.page.tree import Node, auto, node
from geo.page.wording import word

if TYPE_CHECKING:
    from geo import schema
    from geo.records import Zone

BLOCK = 250_000
"""Characters of text that are packed together (project choice)."""
_REMEMBERED = 2048
"""Reports whose marked text is kept."""
_RANKS = {"trigger": 0, "place": 1, "region": 2, "declined": 9}
_OTHER = 3
LEFT_OUT = "left-out"
"""Kind of a stretch that is no part of the article."""
_QUIET = {"headline_repeat": "repeat", "body": ""}

Piece = tuple[int, int, str, bool]
"""(start, end, kind, begins a paragraph)."""


def blocks(documents: Sequence[schema.Report], declined: Iterable[schema.Declined]) -> list[tuple[int, str]]:
    """The texts in blocks: the index of the first report in each, and the JSON of its reports."""
    dropped = _dropped(declined)
    packed: list[tuple[int, list[str]]] = []
    room = 0
    for at, one in enumerate(documents):
        if room <= 0:
            packed.append((at, []))
            room = BLOCK
        told = (*one.marked, *dropped.get(at, ()))
        packed[-1][1].append(_report(one.text, one.sentences, one.zones, told))
        room -= len(one.text)
    return [(first, f"[{','.join(reports)}]") for first, reports in packed]


def _dropped(declined: Iterable[schema.Declined]) -> dict[int, list[schema.Marked]]:
    """Words of what is not mapped, by document, with why; words for people are too many to be shown."""
    found: dict[int, list[schema.Marked]] = {}
    for one in declined:
        quote = one.quote
        if one.what in {"people", "boilerplate"} or not quote.spans:
            continue
        start, end, _ = next((span for span in quote.spans if span[2] == "trigger"), quote.spans[0])
        told = (start + quote.start, end + quote.start, one.why, "declined")
        found.setdefault(quote.document, []).append(told)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _report(
    text: str,
    sentences: tuple[tuple[int, int], ...],
    zones: tuple[Zone, ...],
    told: tuple[schema.Marked, ...],
) -> str:
    """One report as JSON; in a map that is drawn again and again most are the same."""
    spans = _flat(told)
    paragraphs: list[list[Any]] = []
    for start, end, kind, opens in _pieces(text, sentences, zones):
        if opens or not paragraphs:
            paragraphs.append(auto(f"p.{kind or 'body'}"))
        name = kind if kind == LEFT_OUT else "sentence"
        paragraphs[-1] += [node(f"span.{name}", *_parts(text, start, end, spans)), " "]
    return json.dumps(paragraphs, ensure_ascii=False, separators=(",", ":"))


def _flat(told: Iterable[schema.Marked]) -> list[schema.Marked]:
    """Spans without overlaps: what moves before what is named, names before the words round them."""
    kept: list[schema.Marked] = []
    for start, end, mark, role in sorted(set(told), key=lambda one: (_RANKS.get(one[3], _OTHER), one)):
        at = bisect_left(kept, (start,))
        free = max(start, kept[at - 1][1]) if at else start
        while at < len(kept) and kept[at][0] < end:
            if free < kept[at][0]:
                kept.insert(at, (free, kept[at][0], mark, role))
                at += 1
            free = kept[at][1]
            at += 1
        if free < end:
            kept.insert(at, (free, end, mark, role))
    return kept


def _pieces(text: str, sentences: Sequence[tuple[int, int]], zones: Sequence[Zone]) -> Iterator[Piece]:
    """Every sentence, and the lines between sentences, which are no part of the article."""
    starts = [zone.start for zone in zones]

    def kind(at: int) -> str:
        found = bisect_right(starts, at) - 1
        if found < 0 or at >= zones[found].end:
            return ""
        zone = zones[found]
        return _QUIET.get(zone.kind, zone.kind) if zone.mapped else LEFT_OUT

    last = 0
    for start, end in (*sentences, (len(text), len(text))):
        at = last
        for line in text[last:start].split("\n"):
            if line.strip():
                yield at, at + len(line), kind(at + len(line) - len(line.lstrip())), at > last or at == 0
            at += len(line) + 1
        if start < end:
            yield start, end, kind(start), last == 0 or "\n" in text[last:start]
        last = max(last, end)


def _parts(text: str, start: int, end: int, spans: Sequence[schema.Marked]) -> list[Node]:
    """A stretch of text in parts."""
    parts: list[Node] = []
    at = start
    for index in range(max(0, bisect_right(spans, (start,)) - 1), len(spans)):
        opens, closes, mark, role = spans[index]
        if opens >= end:
            break
        low, high = max(opens, at), min(closes, end)
        if low < high:
            parts.append(text[at:low])
            parts.append(_word(text[low:high], role, mark))
            at = high
    parts.append(text[at:end])
    return parts


def _word(words: str, role: str, mark: str) -> Node:
    """Words that lead to a mark; of what is not mapped, ``mark`` is why."""
    if role == "declined":
        return word(words, role, title=f"Not mapped: {mark}")
    return word(words, role, data_mark=mark, role="button", tabindex=-1)
