"""Sentences of a mark with their highlighted words, and the account of what is not drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geo import schema
from geo.layers.wording import one_line
from geo.records import Extract


@dataclass(slots=True)
class Quotes:
    """Sentences by mark, each once, spans of several mentions together."""

    found: dict[tuple[str, int, str], schema.Quote] = field(default_factory=dict)
    by_mark: dict[str, list[str]] = field(default_factory=dict)

    def add(
        self,
        mark: str,
        document: int,
        extract: Extract,
        spans: Sequence[tuple[int, int, str]],
        facts: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Add the sentence round ``spans`` (document offsets, the first one decides)."""
        made = quote_of(mark, document, extract, spans, facts)
        # a headline printed twice is one quote
        key = (mark, document, one_line(made.text))
        known = self.found.get(key)
        if known is None:
            self.found[key] = made
            self.by_mark.setdefault(mark, []).append(key[2])
        elif known.start == made.start:
            both = apart((*known.spans, *made.spans))
            merged = tuple(dict.fromkeys((*known.facts, *facts)))
            self.found[key] = schema.Quote(mark, document, known.text, known.start, both, merged)

    def description(self, mark: str) -> str:
        """Plain text for GIS programs: the first three sentences of a mark."""
        return "\n".join(self.by_mark.get(mark, [])[:3])

    def all(self) -> tuple[schema.Quote, ...]:
        """Every quote, in the order found."""
        return tuple(self.found.values())


def quote_of(
    mark: str,
    document: int,
    extract: Extract,
    spans: Sequence[tuple[int, int, str]],
    facts: tuple[tuple[str, str], ...] = (),
) -> schema.Quote:
    """The sentence round the first of ``spans`` (document offsets) with those of them inside it."""
    start, end = _sentence(extract, spans[0][0], spans[0][1])
    inside = [(s - start, e - start, role) for s, e, role in spans if start <= s < e <= end]
    return schema.Quote(mark, document, extract.document.text[start:end], start, apart(inside), facts)


def apart(spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Spans in order without overlaps; of two that overlap the one added first stays."""
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


def _sentence(extract: Extract, start: int, end: int) -> tuple[int, int]:
    """The sentence (or run of sentences) that holds a span, else the line that it stands on."""
    sentences = extract.reading.sentences
    first = bisect_right(sentences, (start, len(extract.document.text) + 1)) - 1
    if first >= 0 and sentences[first][0] <= start < sentences[first][1]:
        last = first
        while last + 1 < len(sentences) and sentences[last][1] < end:
            last += 1
        return sentences[first][0], max(sentences[last][1], end)
    text = extract.document.text
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    return left, len(text) if right < 0 else right


@dataclass(slots=True)
class Declined:
    """What was read but not drawn, equal cases counted together."""

    found: dict[tuple[str, str, str], schema.Declined] = field(default_factory=dict)

    def add(
        self,
        what: str,
        text: str,
        why: str,
        quote: schema.Quote,
        suggestions: tuple[str, ...] = (),
    ) -> None:
        """Add one case; equal ones are counted."""
        key = (what, text, why)
        known = self.found.get(key)
        if known is None:
            self.found[key] = schema.Declined(what, text, why, 1, quote, (quote.document,), suggestions)
            return
        documents = tuple(dict.fromkeys((*known.documents, quote.document)))
        self.found[key] = schema.Declined(
            what, text, why, known.count + 1, known.quote, documents, known.suggestions
        )

    def all(self) -> tuple[schema.Declined, ...]:
        """Every case: movements first, then situations, regions, names and words for people."""
        order = {"movement": 0, "situation": 1, "region": 2, "name": 3, "people": 4}
        return tuple(sorted(self.found.values(), key=lambda one: order[one.what]))
