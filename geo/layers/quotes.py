"""Sentences of a mark with their highlighted words, and the account of what is not drawn."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from geo import schema
from geo.layers.spans import Span, apart, read_words
from geo.layers.wording import one_line
from geo.records import Document, Extract, Status

Facts = tuple[tuple[str, str], ...]
MOST_SENTENCES = 6
"""Sentences of a mark that are kept of a map that is cut: of more marks some are better than of fewer all
(project choice)."""
_LONGEST = 400
"""Characters of a stretch of boilerplate that are shown (project choice)."""
_DESCRIBED = 3
"""Sentences in the description of a mark."""


@dataclass(slots=True)
class Lines:
    """The first sentences of a mark, for GIS programs: plain text, each once of every report."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, document: int, extract: Extract, start: int, end: int) -> None:
        """Add the sentence round a span of a report, if there is room for it."""
        if len(self.found) < _DESCRIBED:
            self.put(document, line_of(extract, start, end))

    def put(self, document: int, line: str) -> None:
        """Add a sentence."""
        if len(self.found) < _DESCRIBED and (document, line) not in self.found:
            self.found.append((document, line))

    @property
    def text(self) -> str:
        """The sentences, one a line."""
        return "\n".join(line for _, line in self.found)


def line_of(extract: Extract, start: int, end: int) -> str:
    """The sentence round a span on one line."""
    start, end = _sentence(extract, start, end)
    return one_line(extract.document.text[start:end])


@dataclass(slots=True)
class Quotes:
    """Sentences by mark, each once, spans of several mentions together.

    ``few``: of each mark at most about ``MOST_SENTENCES``, the first of every report first; reports then come
    in their order.
    """

    few: bool = False
    found: dict[tuple[str, int, str], schema.Quote] = field(default_factory=dict)
    kept: dict[str, list[int]] = field(default_factory=dict)
    """Of a mark the last report, and how many sentences are the first of theirs, and how many are not."""

    def add(self, made: schema.Quote) -> None:
        """Add a sentence, if there is room for it."""
        # a headline printed twice is one quote
        key = (made.mark, made.document, one_line(made.text))
        known = self.found.get(key)
        if known is None:
            if self.few and not self._room(made.mark, made.document):
                return
            self.found[key] = made
        elif known.start == made.start:
            self.found[key] = _both(known, made)

    def _room(self, mark: str, document: int) -> bool:
        told = self.kept.setdefault(mark, [-1, 0, 0])
        first = told[0] != document
        if told[1] == MOST_SENTENCES or (not first and told[2] == MOST_SENTENCES):
            return False
        told[0] = document
        told[1 if first else 2] += 1
        return True


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
MOST_DECLINED = 20_000
"""Cases of a kind that are kept; more are counted, and stand in the build report (project choice)."""


@dataclass(slots=True)
class _Case:
    """Equal cases: the first of them, how many, and the reports that tell them."""

    first: schema.Declined
    count: int
    documents: list[int]


@dataclass(slots=True)
class Declined:
    """What was read but not drawn, equal cases counted together; reports come in their order."""

    found: dict[tuple[str, str, str], _Case] = field(default_factory=dict)
    kinds: dict[tuple[str, str], int] = field(default_factory=dict)
    beyond: set[bytes] = field(default_factory=set)
    """Digests of the cases for which there was no room."""

    def add(self, case: schema.Declined) -> None:
        """Add one case; equal ones are counted."""
        if self.again(case.what, case.text, case.why, case.documents[0]):
            return
        kind = case.what, case.doubt
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] > MOST_DECLINED:
            words = f"{case.what}\n{case.text}\n{case.why}".encode("utf-8", "surrogatepass")
            self.beyond.add(hashlib.blake2b(words, digest_size=8).digest())
        else:
            self.found[case.what, case.text, case.why] = _Case(case, 1, [case.documents[0]])

    def again(self, what: str, text: str, why: str, document: int) -> bool:
        """Count a case once more if an equal one is known; whether it is."""
        known = self.found.get((what, text, why))
        if known is None:
            return False
        known.count += 1
        if known.documents[-1] != document:
            known.documents.append(document)
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
        cases = sorted(self.found.values(), key=lambda one: (rank[one.first.what], _DOUBTS[one.first.doubt]))
        return tuple(replace(one.first, count=one.count, documents=tuple(one.documents)) for one in cases)


_DOUBTS = {"denied": 0, "supposed": 1, "": 2}


def doubt(status: Status) -> str:
    """``Declined.doubt``: whether a report denies what it tells, or only supposes it."""
    if status.factuality == "negated":
        return "denied"
    return "supposed" if status.eventuality in _SUPPOSED else ""


_SUPPOSED = frozenset({"conditional", "hypothetical", "requested", "threatened", "feared"})
