"""What the judge weighs of each candidate, as small whole numbers: a row a feature, a column a candidate.

Words count by their meanings in the word lists, never by themselves. All candidates of a document are
read at once, from a table of the document's words.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.language.toponyms.vocabulary import AT, COLUMNS, GROUP_OF, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.vocabulary import Bytes
    from geo.records import NameFacts

Ints = npt.NDArray[np.int64]

_SHAPES = (
    "capital",
    "upper",
    "opens",
    "possessive",
    "gap",
    "length",
    "digits",
    "also_lower",
    "person",
    "style",
)
_SHAPE_AT = {name: number for number, name in enumerate(_SHAPES, len(COLUMNS))}
_GAPS = ((",", 2), ("-", 3), ("(", 4), ("/", 5), ("\n", 6), ('"', 7), ("\u201c", 7), (";", 8), (".", 9))
_STYLES = {"": 0, "title": 1, "caps": 2}
_HOWS = {"known": 0, "kind": 1, "people": 2, "ethnic": 3, "unknown": 4}
_WIDTH = len(COLUMNS) + len(_SHAPES)

_POSITIONS = (
    "before2", "before", "first", "last", "after", "after2", "run_first", "run_last", "run_before",
    "run_after",
)  # fmt: skip
"""Words that are read about and in a candidate, by where they stand."""
_INSIDE = (
    "common", "first_name", "last_name", "title", "organisation", "team", "publisher", "event", "kind_after",
    "demonym",
)  # fmt: skip
"""Meanings that are counted in the parts of the runs of capitals."""
_RANGES = ("in_run_before", "in_run_after", "inside", "in_wide_before", "in_wide_after")
_FACTS = (
    "known", "entries", "population", "primary", "exact", "user", "kind", "second_kind", "kinds", "countries",
    "demonym_of",
)  # fmt: skip
_OWN = (
    "words", "characters", "capitals", "stop", "numbered", "how", "run_left", "run_right", "wide_left",
    "wide_right", "inside_longer", "holds_shorter", "rivals", "is_base", "longer_known",
    "shorter_known", "shorter_population", "spelled_out", "count", "after_preposition", "after_title",
    "in_longer", "place_here", "country_named", "last_gap", "last_kind", "last_population", "next_gap",
    "next_kind", "next_population", "next_holds", "age_after", "text_words", "position",
)  # fmt: skip
NAMES = (
    *(f"{place}.{column}" for place in _POSITIONS for column in (*COLUMNS, *_SHAPES)),
    *(f"{part}.{column}" for part in _RANGES for column in _INSIDE),
    *_FACTS,
    *_OWN,
)
"""Names of the features of the first round, in the order of the rows."""


class Table:
    """A document's words and candidates as arrays: all that the features are read from."""

    def __init__(self, spans: Sequence[Span], base: Sequence[Span], context: Context) -> None:
        """Read the words and the facts once."""
        self.spans, self.base, self.context = spans, base, context
        self.words = _words(context)
        self.size = len(context.tokens)
        self.first = np.array([span.first for span in spans])
        self.last = np.array([span.last for span in spans])
        numbers: dict[int, tuple[int, ...]] = {}
        for span in spans:
            if id(span.facts) not in numbers:
                numbers[id(span.facts)] = _numbers(span.facts)
        self.facts = _bytes([numbers[id(span.facts)] for span in spans]).T
        self.base_facts = _bytes(
            [numbers.get(id(span.facts)) or _numbers(span.facts) for span in base] or [_numbers(None)]
        ).T
        seen: dict[str, int] = {}
        self.name = np.array([seen.setdefault(span.text.casefold(), len(seen)) for span in spans])
        self.known = self.facts[1] > 0

    def word(self, index: Ints, column: str) -> Bytes:
        """A column of the words at some places."""
        found: Bytes = self.words[index, AT[column] if column in AT else _SHAPE_AT[column]]
        return found


def _bytes(rows: Sequence[tuple[int, ...]]) -> Bytes:
    """Rows of numbers below 256 as an array."""
    return np.frombuffer(b"".join(map(bytes, rows)), np.uint8).reshape(len(rows), -1)


def read_features(table: Table) -> Bytes:
    """Features of the first round: a row for each of ``NAMES``, a column a candidate."""
    context = table.context
    tight = np.array([context.tight[span.first] for span in table.spans])
    ends = np.array([context.tight[span.last - 1][1] for span in table.spans])
    wide = np.array([context.wide[span.first] for span in table.spans])
    starts, stops = tight[:, 0], np.maximum(np.maximum(tight[:, 1], table.last), ends)
    wide_starts, wide_stops = wide[:, 0], np.maximum(wide[:, 1], table.last)
    at = _at(table, starts, stops)
    ranges = (
        (starts, table.first), (table.last, stops), (table.first, table.last), (wide_starts, table.first),
        (table.last, wide_stops),
    )  # fmt: skip
    own: dict[str, npt.NDArray[np.generic]] = {
        "run_left": table.first - starts,
        "run_right": stops - table.last,
        "wide_left": table.first - wide_starts,
        "wide_right": wide_stops - table.last,
        **_of_text(table),
        **_of_rivals(table),
        **_of_document(table, starts, stops),
        **_of_neighbours(table),
    }
    columns = np.empty((len(_OWN), len(table.spans)), np.int64)
    for row, name in enumerate(_OWN):
        columns[row] = own[name]
    return np.concatenate((at, _sums(table, ranges), table.facts, np.minimum(columns, 255).astype(np.uint8)))


def _words(context: Context) -> Bytes:
    """The document's words: meanings and shape, with two empty rows at the end."""
    size = len(context.tokens)
    table = np.zeros((size + 2, _WIDTH), np.uint8)
    _, _, _, _, lowers, gaps, capital, upper, possessive, opens, _ = zip(*context.tokens, strict=True)
    capitals = bytes(capital)
    near = _near_capitals(capitals)
    table[near, : len(COLUMNS)] = vocabulary().of([lowers[index] for index in near.tolist()])
    codes = {gap: _gap(gap) for gap in set(gaps)}
    shapes = (
        capitals,
        bytes(upper),
        bytes(opens),
        bytes(possessive),
        bytes(map(codes.__getitem__, gaps)),
        bytes(np.minimum(list(map(len, lowers)), _LONG).astype(np.uint8)),
        bytes(map(str.isdigit, lowers)),
        bytes(map(context.lowers.__contains__, lowers)),
        bytes(map(context.persons.__contains__, lowers)),
        bytes(map(_STYLES.__getitem__, context.style)),
    )
    table[:size, len(COLUMNS) :] = np.frombuffer(b"".join(shapes), np.uint8).reshape(-1, size).T
    return table


def _near_capitals(capitals: bytes) -> Ints:
    """Numbers of the words at most three from a capitalised one: no others are read."""
    size = len(capitals)
    padded = np.zeros(size + 6, bool)
    padded[3 : size + 3] = np.frombuffer(capitals, bool)
    wide = padded[:-2] | padded[1:-1] | padded[2:]
    return np.flatnonzero(wide[:-4] | wide[2:-2] | wide[4:])


_LONG = 20
"""Words are as long as this at most."""


@lru_cache(maxsize=1024)
def _gap(gap: str) -> int:
    if gap == " ":
        return 1
    return next((code for mark, code in _GAPS if mark in gap), 10 if gap.strip() else 1) if gap else 0


def _at(table: Table, starts: Ints, stops: Ints) -> Bytes:
    """Meanings of the words at each position; words of another sentence are left out."""
    words, empty = table.words, table.size + 1
    opens = words[:, _SHAPE_AT["opens"]].astype(bool)
    closed = opens.copy()
    closed[table.size :] = True
    first, last = table.first, table.last
    before = np.where((first > 0) & ~opens[first], first - 1, empty)
    before2 = np.where((before > 0) & (before < empty) & ~opens[before], before - 1, empty)
    after = np.where(closed[last], empty, last)
    after2 = np.where(closed[np.minimum(after + 1, empty)], empty, after + 1)
    run_before = np.where((starts > 0) & ~opens[starts], starts - 1, empty)
    run_after = np.where(closed[stops], empty, stops)
    places = np.array(
        (before2, before, first, last - 1, after, after2, starts, stops - 1, run_before, run_after)
    )
    found: Bytes = np.ascontiguousarray(words[places].transpose(0, 2, 1)).reshape(-1, len(first))
    return found


def _sums(table: Table, ranges: Sequence[tuple[Ints, Ints]]) -> Bytes:
    """How many words of each meaning stand in the parts of the runs about and in the candidates."""
    total = np.zeros((table.size + 1, len(_INSIDE)), np.int32)
    np.cumsum(table.words[: table.size, _INSIDE_AT] > 0, axis=0, out=total[1:])
    starts = np.array([start for start, _ in ranges])
    stops = np.maximum(starts, np.array([stop for _, stop in ranges]))
    counts = np.minimum(total[stops] - total[starts], 9).astype(np.uint8)
    found: Bytes = counts.transpose(0, 2, 1).reshape(-1, len(table.first))
    return found


_INSIDE_AT = [AT[name] for name in _INSIDE]


def _of_text(table: Table) -> dict[str, npt.NDArray[np.generic]]:
    texts = [span.text for span in table.spans]
    capitals = np.concatenate(([0], np.cumsum(table.words[:, _SHAPE_AT["capital"]], dtype=np.int64)))
    size = table.size
    return {
        "words": table.last - table.first,
        "characters": np.array([len(text) for text in texts]),
        "capitals": capitals[table.last] - capitals[table.first],
        "stop": np.array([("." in text) + (text[-1] == ".") for text in texts]),
        "numbered": np.array([text[-1].isdigit() for text in texts]),
        "how": np.array([_HOWS[span.how] for span in table.spans]),
        "spelled_out": np.array([table.context.spelled_out[span.first] for span in table.spans]),
        "text_words": np.full(len(texts), min(size // 20, 100)),
        "position": table.first * 20 // size,
    }


def _numbers(facts: NameFacts | None) -> tuple[int, ...]:
    """Facts as numbers below 256, in the order of ``_FACTS``; populations and counts by their logarithm."""
    if facts is None:
        return (0,) * len(_FACTS)
    kinds = facts.kinds
    return (
        1,
        min(int(20 * math.log2(facts.entries + 1)), 255),
        min(int(25 * math.log10(facts.population + 1)), 255),
        facts.primary,
        facts.exact,
        facts.user,
        _kind(kinds[0]) if kinds else 0,
        _kind(kinds[1]) if len(kinds) > 1 else 0,
        min(len(kinds), 20),
        min(len(facts.countries), 20),
        bool(facts.demonym),
    )


_SETTLED = {
    "continent": 1,
    "country": 2,
    "admin1": 3,
    "region": 4,
    "admin2": 5,
    "city": 6,
    "neighbourhood": 7,
}
_POPULATION, _KIND = _FACTS.index("population"), _FACTS.index("kind")


def _kind(kind: str) -> int:
    return _SETTLED.get(kind) or 7 + GROUP_OF.get(kind, 9)


def _of_rivals(table: Table) -> dict[str, npt.NDArray[np.generic]]:
    """How the candidates that share words with one relate to it."""
    parts = [_rivals(table, block) for block in blocks(table.first, table.last)]
    rows = np.concatenate(parts, axis=1) if len(parts) > 1 else parts[0]
    bases = {(span.first, span.last) for span in table.base}
    return {
        **dict(zip(_RIVALS, rows, strict=True)),
        "is_base": np.array([(span.first, span.last) in bases for span in table.spans]),
    }


_RIVALS = ("inside_longer", "holds_shorter", "rivals", "longer_known", "shorter_known", "shorter_population")


def _rivals(table: Table, block: slice) -> Ints:
    """A row for each of ``_RIVALS``, a column a candidate of the block."""
    first, last, known = table.first[block], table.last[block], table.known[block]
    clash = overlaps(first, last)
    longer = (first[:, None] >= first) & (last[:, None] <= last) & clash
    shorter = longer.T
    return np.array((
        longer.sum(axis=1),
        shorter.sum(axis=1),
        clash.sum(axis=1),
        (longer & known).any(axis=1),
        (shorter & known).any(axis=1),
        (shorter * table.facts[_POPULATION, block]).max(axis=1),
    ))  # fmt: skip


def overlaps(first: Ints, last: Ints) -> npt.NDArray[np.bool_]:
    """Which candidates share a word with which others; none with itself."""
    found = (first[:, None] < last) & (first < last[:, None])
    np.fill_diagonal(found, val=False)
    return found


_BLOCK = 200
"""Candidates that are compared with one another at once; more need time and memory by their square."""


def blocks(first: Ints, last: Ints) -> list[slice]:
    """Candidates cut into blocks that share no word, of about ``_BLOCK`` each."""
    size = len(first)
    if size <= _BLOCK:
        return [slice(0, size)]
    safe = np.flatnonzero(first[1:] >= np.maximum.accumulate(last)[:-1]) + 1
    cuts = [0]
    for cut in safe.tolist():
        if cut - cuts[-1] >= _BLOCK:
            cuts.append(cut)
    return [slice(start, end) for start, end in pairwise((*cuts, size)) if end > start]


def _of_document(table: Table, starts: Ints, stops: Ints) -> dict[str, npt.NDArray[np.generic]]:
    """What the whole document says of a candidate's name and of the countries where it lies."""
    first, name, context = table.first, table.name, table.context
    before = np.maximum(first - 1, 0)
    near = (first > 0) & (table.word(first, "gap") == 1)
    placed = near & (table.word(before, "place_preposition") > 0)
    personal = (table.word(before, "title") > 0) | (table.word(before, "first_name") > 1)
    titled = near & personal & (table.word(before, "capital") > 0)
    longer = (stops > table.last) | (starts < first)
    counts = np.bincount(name)

    def share(marked: npt.NDArray[np.bool_]) -> Ints:
        """Tenths of a name's uses that are marked."""
        found: Ints = (np.bincount(name, marked) * 10 / counts + 0.5).astype(np.int64)[name]
        return found

    words = [context.tokens[span.last - 1].lower for span in table.spans]
    at_place = context.places
    here = [10 * at_place[word] // context.counts[word] if word in at_place else 0 for word in words]
    named = _countries(table.base)
    return {
        "count": counts[name],
        "after_preposition": share(placed),
        "after_title": share(titled),
        "in_longer": share(longer),
        "place_here": np.array(here),
        "country_named": np.array([_support(span, named) for span in table.spans]),
    }


def _countries(base: Sequence[Span]) -> dict[str, set[str]]:
    """Names that speak of each country: its own, its large places', its people's."""
    named: dict[str, set[str]] = {}
    for span in base:
        facts = span.facts
        if facts is None:
            continue
        if not facts.entries:
            if facts.demonym:
                named.setdefault(facts.demonym, set()).add(span.lookup)
        elif facts.countries and (facts.population >= 500_000 or facts.kinds[0] in {"country", "admin1"}):
            named.setdefault(facts.countries[0], set()).add(span.lookup)
    return named


def _support(span: Span, named: dict[str, set[str]]) -> int:
    if span.facts is None or not named:
        return 0
    most = 0
    for code in span.facts.countries[:3]:
        others = named.get(code)
        if others:
            most = max(most, len(others) - (span.lookup in others))
    return min(most, 5)


def _of_neighbours(table: Table) -> dict[str, npt.NDArray[np.generic]]:
    """The known names next to a candidate, how far they are, and whether they can hold it."""
    spans, base, first, last = table.spans, table.base, table.first, table.last
    size = len(base)
    starts = np.array([span.first for span in base] or [0])
    ends = np.array([span.last for span in base] or [0])
    former = np.searchsorted(ends[:size], first, "right") - 1
    latter = np.searchsorted(starts[:size], last, "left")
    has_former, has_latter = former >= 0, latter < size
    former, latter = np.maximum(former, 0), np.minimum(latter, max(size - 1, 0))
    marks = _marks(table)
    facts = table.base_facts
    holds = [
        _shared(span.facts, base[after].facts) if has else 0
        for span, after, has in zip(spans, latter.tolist(), has_latter.tolist(), strict=True)
    ]
    after_digits = (table.word(last, "digits") > 0) & (table.word(last, "length") <= 3)
    return {
        "last_gap": has_former * (np.minimum(first - ends[former], 9) * 4 + marks[first] + 1),
        "last_kind": has_former * facts[_KIND][former],
        "last_population": has_former * facts[_POPULATION][former],
        "next_gap": has_latter * (np.minimum(starts[latter] - last, 9) * 4 + marks[last] + 1),
        "next_kind": has_latter * facts[_KIND][latter],
        "next_population": has_latter * facts[_POPULATION][latter],
        "next_holds": np.array(holds),
        "age_after": after_digits & (marks[last] == 1),
    }


def _marks(table: Table) -> Ints:
    """How each word is parted from the one before: 0 by a space, 1 a comma, 2 a sentence, 3 else."""
    gap = table.words[:, _SHAPE_AT["gap"]]
    found = np.where(gap == 1, 0, np.where(gap == 2, 1, 3))
    found[table.words[:, _SHAPE_AT["opens"]] > 0] = 2
    found[table.size :] = 2
    return found


def _shared(inner: NameFacts | None, outer: NameFacts | None) -> int:
    """Whether two names can lie in one country: 1 unknown, 2 no, 3 yes."""
    if inner is None or outer is None or not inner.countries or not outer.countries:
        return 1
    return 2 if set(inner.countries).isdisjoint(outer.countries) else 3
