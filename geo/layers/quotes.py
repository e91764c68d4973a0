"""Sentences of a mark with their highlighted words, and the account of what is not drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo import schema
from geo.layers.spans import Span, apart, read_words
from geo.layers.wording import one_line
from geo.records import Document, Extract, Status

Facts = tuple[tuple[str, str], ...]
_LONGEST = 400
"""Characters of a stretch of boilerplate that are shown (project choice)."""


@dataclass(slots=True)
class Quotes:
    """Sentences by mark, each once, spans of several mentions together; and all spans by document."""

    found: dict[tuple[str, int, str], schema.Quote] = field(default_factory=dict)
    by_mark: dict[str, list[str]] = field(default_factory=dict)
    spans: dict[int, list[schema.Marked]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self, mark: str, document: int, extract: Extract, spans: Sequence[Span], facts: Facts = ()
    ) -> None:
        """Add the sentence round ``spans`` (document offsets, the first one decides)."""
        self.spans[document] += [(start, end, mark, role) for start, end, role in spans]
        made = quote_of(mark, document, extract, spans, facts)
        # a headline printed twice is one quote
        key = (mark, document, one_line(made.text))
        known = self.found.get(key)
        if known is None:
            self.found[key] = made
            self.by_mark.setdefault(mark, []).append(key[2])
        elif known.start == made.start:
            self.found[key] = _both(known, made)

    def description(self, mark: str) -> str:
        """Plain text for GIS programs: the first three sentences of a mark."""
        return "\n".join(self.by_mark.get(mark, [])[:3])

    def all(self) -> tuple[schema.Quote, ...]:
        """Every quote, in the order found."""
        return tuple(self.found.values())


def quote_of(
    mark: str, document: int, extract: Extract, spans: Sequence[Span], facts: Facts = ()
) -> schema.Quote:
    """The sentence round the first of ``spans`` (document offsets) with those of them inside it."""
    start, end = _sentence(extract, spans[0][0], spans[0][1])
    text = extract.document.text
    sentence = text[start:end]
    inside = [(s - start, e - start, role) for s, e, role in spans if start <= s < e <= end]
    if len(spans) == 1:
        return schema.Quote(mark, document, sentence, start, tuple(inside), facts)
    words = () if mark == "" else read_words(spans, text)
    return schema.Quote(mark, document, sentence, start, apart(inside, sentence), facts, words)


def _both(one: schema.Quote, other: schema.Quote) -> schema.Quote:
    """A sentence with the spans and facts of two tellings."""
    return schema.Quote(
        one.mark,
        one.document,
        one.text,
        one.start,
        apart((*one.spans, *other.spans), one.text),
        tuple(dict.fromkeys((*one.facts, *other.facts))),
        tuple(dict.fromkeys((*one.words, *other.words))),
    )


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


_ORDER = ("movement", "situation", "region", "name", "boilerplate", "people")


@dataclass(slots=True)
class Declined:
    """What was read but not drawn, equal cases counted together."""

    found: dict[tuple[str, str, str], schema.Declined] = field(default_factory=dict)

    def add(self, case: schema.Declined) -> None:
        """Add one case; equal ones are counted."""
        if not self.again(case.what, case.text, case.why, case.documents[0]):
            self.found[case.what, case.text, case.why] = case

    def again(self, what: str, text: str, why: str, document: int) -> bool:
        """Count a case once more if an equal one is known; whether it is."""
        known = self.found.get((what, text, why))
        if known is None:
            return False
        documents = known.documents
        if document not in documents:
            documents = (*documents, document)
        # as dataclasses.replace, several times faster: a word for people may stand thousands of times
        self.found[what, text, why] = schema.Declined(
            what, text, why, known.count + 1, known.quote, documents, known.suggestions, known.doubt
        )
        return True

    def leave_out(self, index: int, document: Document) -> None:
        """Add the stretches of a report that are no part of its article."""
        for zone in document.zones:
            words = "" if zone.mapped else one_line(document.text[zone.start : zone.end])[:_LONGEST]
            if words:
                why = f"not part of the article ({zone.kind})"
                quote = schema.Quote("", index, words, zone.start, ())
                self.add(schema.Declined("boilerplate", words, why, 1, quote, (index,)))

    def all(self) -> tuple[schema.Declined, ...]:
        """Every case: movements first, words for people last; of a kind, those denied or supposed first."""
        rank = {what: at for at, what in enumerate(_ORDER)}
        return tuple(sorted(self.found.values(), key=lambda one: (rank[one.what], _DOUBTS[one.doubt])))


_DOUBTS = {"denied": 0, "supposed": 1, "": 2}


def doubt(status: Status) -> str:
    """``Declined.doubt``: whether a report denies what it tells, or only supposes it."""
    if status.factuality == "negated":
        return "denied"
    return "supposed" if status.eventuality in _SUPPOSED else ""


_SUPPOSED = frozenset({"conditional", "hypothetical", "requested", "threatened", "feared"})
