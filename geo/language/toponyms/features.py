"""What the judge weighs of each candidate, as small whole numbers: a row a feature, a column a candidate.

Words count by their meanings in the word lists, never by themselves. All candidates of a page are read at
once, from the table of its words; what is said of a text speaks of the candidates in that text only.
"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.language.toponyms.known import FACTS, UNKNOWN
from geo.language.toponyms.natural import natural_of
from geo.language.toponyms.owned import owned_of
from geo.language.toponyms.page import spread
from geo.language.toponyms.spans import Span
from geo.language.toponyms.tokens import BLANK_GAP, COMMA_GAP
from geo.language.toponyms.vocabulary import AT, COLUMNS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from geo.language.toponyms.candidates import Candidates
    from geo.language.toponyms.context import Context
    from geo.language.toponyms.known import Known
    from geo.language.toponyms.page import Flags, Ints
    from geo.language.toponyms.vocabulary import Bytes

    Columns = dict[str, npt.NDArray[np.generic]]

_HOWS = {"known": 0, "kind": 1, "people": 2, "ethnic": 3, "unknown": 4}
_WIDTH = len(COLUMNS) + len(SHAPES)
_LOWER = attrgetter("lower")

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
_OWN = (
    "words", "characters", "capitals", "stop", "numbered", "how", "run_left", "run_right", "wide_left",
    "wide_right", "inside_longer", "holds_shorter", "rivals", "is_base", "longer_known",
    "shorter_known", "shorter_population", "spelled_out", "count", "after_preposition", "after_title",
    "in_longer", "place_here", "country_named", "last_gap", "last_kind", "last_population", "next_gap",
    "next_kind", "next_population", "next_holds", "age_after", "text_words", "position",
)  # fmt: skip
NAMES = (
    *(f"{place}.{column}" for place in _POSITIONS for column in (*COLUMNS, *SHAPES)),
    *(f"{part}.{column}" for part in _RANGES for column in _INSIDE),
    *FACTS,
    *_OWN,
)
"""Names of the features of the first round, in the order of the rows."""


class Pairs(NamedTuple):
    """Candidates that share a word, the one that starts first or is longer before the other."""

    before: Ints
    after: Ints
    inside: Flags
    """Whether the second lies in the first."""


class Table:
    """A page's words and candidates as arrays: all that the features are read from."""

    def __init__(self, found: Candidates) -> None:
        """Read the words and the facts once; there must be a candidate."""
        self.context = context = found.context
        self.spans = spans = list(chain.from_iterable(found.spans))
        self.base = list(chain.from_iterable(found.base))
        self.words = _words(context)
        self.size = len(context.page.words)
        self.first = np.array([span.first for span in spans])
        self.last = np.array([span.last for span in spans])
        self.text = context.page.text_of[self.first]
        self.facts = _facts(spans)
        seen: dict[tuple[int, str], int] = {}
        names = zip(self.text.tolist(), [span.text.casefold() for span in spans], strict=True)
        self.name = np.array([seen.setdefault(name, len(seen)) for name in names])
        self.known = self.facts[FACTS.index("entries")] > 0
        self.settled = natural_of(found) | owned_of(spans, context.page)

    def word(self, index: Ints, column: str) -> Bytes:
        """A column of the words at some places."""
        found: Bytes = self.words[index, AT[column]]
        return found

    def marked(self, index: Ints, mark: str) -> Flags:
        """Whether the words at some places have a mark of ``vocabulary.AT``."""
        found: Flags = self.context.page.table[index, AT[mark]] != 0
        return found


def _facts(spans: Sequence[Span]) -> Bytes:
    """A row for each of ``FACTS``, a column a name."""
    return np.frombuffer(b"".join([span.known.numbers for span in spans]), np.uint8).reshape(-1, len(FACTS)).T


def read_features(table: Table) -> Bytes:
    """Features of the first round: a row for each of ``NAMES``, a column a candidate."""
    tight, wide = table.context.tight, table.context.wide
    starts = tight.first[table.first]
    stops = np.maximum(np.maximum(tight.last[table.first], table.last), tight.last[table.last - 1])
    wide_starts, wide_stops = wide.first[table.first], np.maximum(wide.last[table.first], table.last)
    at = _at(table, starts, stops)
    ranges = (
        (starts, table.first), (table.last, stops), (table.first, table.last), (wide_starts, table.first),
        (table.last, wide_stops),
    )  # fmt: skip
    own: Columns = {
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
    """The page's words: meanings and shape, with an empty row at the end."""
    page = context.page
    table = page.table[:, :_WIDTH].copy()
    table[:-1, AT["also_lower"]] = context.also_lower
    table[:-1, AT["style"]] = context.style
    for (first, last), persons in zip(page.bounds, context.persons, strict=True):
        if persons:
            named = bytes(map(persons.__contains__, map(_LOWER, page.words[first:last])))
            table[first:last, AT["person"]] = np.frombuffer(named, np.uint8)
    return table


def _at(table: Table, starts: Ints, stops: Ints) -> Bytes:
    """Meanings of the words at each position; words of another sentence are left out."""
    words, empty = table.words, table.size
    opens = words[:, AT["opens"]] != 0
    opens[empty] = True
    first, last = table.first, table.last
    before = np.where(opens[first], empty, first - 1)
    before2 = np.where(opens[before], empty, before - 1)
    after = np.where(opens[last], empty, last)
    after2 = np.where(opens[np.minimum(after + 1, empty)], empty, after + 1)
    run_before = np.where(opens[starts], empty, starts - 1)
    run_after = np.where(opens[stops], empty, stops)
    places = np.array(
        (before2, before, first, last - 1, after, after2, starts, stops - 1, run_before, run_after)
    )
    found: Bytes = np.ascontiguousarray(words[places].transpose(0, 2, 1)).reshape(-1, len(first))
    return found


def _sums(table: Table, ranges: Sequence[tuple[Ints, Ints]]) -> Bytes:
    """How many words of each meaning stand in the parts of the runs about and in the candidates."""
    total = np.zeros((len(_INSIDE), table.size + 1), np.int32)
    meant = np.ascontiguousarray(table.words[: table.size, _INSIDE_AT].T) > 0
    np.cumsum(meant, axis=1, out=total[:, 1:])
    starts = np.array([start for start, _ in ranges])
    stops = np.maximum(starts, np.array([stop for _, stop in ranges]))
    counts = np.minimum(total[:, stops] - total[:, starts], 9).astype(np.uint8)
    found: Bytes = counts.transpose(1, 0, 2).reshape(-1, len(table.first))
    return found


_INSIDE_AT = [AT[name] for name in _INSIDE]


def _of_text(table: Table) -> Columns:
    texts = [span.text for span in table.spans]
    capitals = np.concatenate(([0], np.cumsum(table.words[:, AT["capital"]], dtype=np.int64)))
    begins, ends = np.array(table.context.page.bounds)[table.text].T
    size = ends - begins
    return {
        "words": table.last - table.first,
        "characters": np.array([len(text) for text in texts]),
        "capitals": capitals[table.last] - capitals[table.first],
        "stop": np.array([("." in text) + (text[-1] == ".") for text in texts]),
        "numbered": np.array([text[-1].isdigit() for text in texts]),
        "how": np.array([_HOWS[span.how] for span in table.spans]),
        "spelled_out": table.context.spelled_out[table.first],
        "text_words": np.minimum(size // 20, 100),
        "position": (table.first - begins) * 20 // size,
    }


_POPULATION, _KIND = FACTS.index("population"), FACTS.index("kind")


def _of_rivals(table: Table) -> Columns:
    """How the candidates that share words with one relate to it."""
    size, known = len(table.spans), table.known
    before, after, inside = pairs(table.first, table.last)
    outer, inner = before[inside], after[inside]
    population = np.zeros(size, np.uint8)
    np.maximum.at(population, outer, table.facts[_POPULATION, inner])
    bases = {(span.first, span.last) for span in table.base}
    return {
        "inside_longer": np.bincount(inner, minlength=size),
        "holds_shorter": np.bincount(outer, minlength=size),
        "rivals": np.bincount(before, minlength=size) + np.bincount(after, minlength=size),
        "longer_known": np.bincount(inner[known[outer]], minlength=size) > 0,
        "shorter_known": np.bincount(outer[known[inner]], minlength=size) > 0,
        "shorter_population": population,
        "is_base": np.array([(span.first, span.last) in bases for span in table.spans]),
    }


def pairs(first: Ints, last: Ints) -> Pairs:
    """Which candidates share a word with which others; they stand in order, the longer first."""
    counts = np.searchsorted(first, last) - np.arange(1, len(first) + 1)
    before = np.repeat(np.arange(len(first)), counts)
    after = spread(np.arange(1, len(first) + 1), counts)
    return Pairs(before, after, last[after] <= last[before])


def _of_document(table: Table, starts: Ints, stops: Ints) -> Columns:
    """What the whole text says of a candidate's name and of the countries where it lies."""
    first, name, context = table.first, table.name, table.context
    before = first - 1
    near = (table.word(first, "gap") == BLANK_GAP) & (before >= np.array(context.page.bounds)[table.text, 0])
    placed = near & (table.word(before, "place_preposition") > 0)
    personal = (table.word(before, "title") > 0) | (table.word(before, "first_name") > 1)
    titled = near & personal & (table.word(before, "capital") > 0)
    longer = (stops > table.last) | (starts < first)
    counts = np.bincount(name)

    def share(marked: Flags) -> Ints:
        """Tenths of a name's uses that are marked."""
        found: Ints = (np.bincount(name, marked) * 10 / counts + 0.5).astype(np.int64)[name]
        return found

    texts, row = table.text.tolist(), context.page.words
    here = [context.after_place[text].get(row[span.last - 1].lower, 0)
            for text, span in zip(texts, table.spans, strict=True)]  # fmt: skip
    return {
        "count": counts[name],
        "after_preposition": share(placed),
        "after_title": share(titled),
        "in_longer": share(longer),
        "place_here": np.array(here),
        "country_named": np.array(_countries_named(table)),
    }


def _countries_named(table: Table) -> list[int]:
    """How many other names of the text speak of each candidate's countries."""
    named: list[dict[str, set[str]]] = [{} for _ in table.context.page.texts]
    texts = table.context.page.text_of[[span.first for span in table.base]].tolist()
    for text, span in zip(texts, table.base, strict=True):
        if span.known.speaks_for:
            named[text].setdefault(span.known.speaks_for, set()).add(span.lookup)
    return [
        _support(span, named[text]) if span.known.countries else 0
        for text, span in zip(table.text.tolist(), table.spans, strict=True)
    ]


def _support(span: Span, named: Mapping[str, set[str]]) -> int:
    most, facts = 0, span.known.facts
    for code in facts.countries[:3] if named and facts is not None else ():
        others = named.get(code)
        if others:
            most = max(most, len(others) - (span.lookup in others))
    return min(most, 5)


def _of_neighbours(table: Table) -> Columns:
    """The known names next to a candidate in its text, how far they are, whether they can hold it."""
    first, last = table.first, table.last
    base = table.base or [_NOWHERE]
    starts, ends = np.array([span.first for span in base]), np.array([span.last for span in base])
    begins, stops = np.array(table.context.page.bounds)[table.text].T
    former = np.maximum(np.searchsorted(ends, first, "right") - 1, 0)
    latter = np.minimum(np.searchsorted(starts, last, "left"), len(base) - 1)
    has_former = (ends[former] <= first) & (ends[former] > begins)
    has_latter = (starts[latter] >= last) & (starts[latter] < stops)
    marks, facts = _marks(table), _facts(base)
    holds = [
        _shared(span.known, base[after].known)
        for span, after in zip(table.spans, latter.tolist(), strict=True)
    ]
    after_digits = (table.word(last, "digits") > 0) & (table.word(last, "length") <= _AGE)
    return {
        "last_gap": has_former * (np.minimum(first - ends[former], 9) * 4 + marks[first] + 1),
        "last_kind": has_former * facts[_KIND][former],
        "last_population": has_former * facts[_POPULATION][former],
        "next_gap": has_latter * (np.minimum(starts[latter] - last, 9) * 4 + marks[last] + 1),
        "next_kind": has_latter * facts[_KIND][latter],
        "next_population": has_latter * facts[_POPULATION][latter],
        "next_holds": has_latter * np.array(holds),
        "age_after": after_digits & (marks[last] == 1),
    }


_NOWHERE = Span(0, 0, 0, 0, "", "", "unknown", UNKNOWN)
"""Stands for a neighbour where no text of the page has a known name."""
_AGE = 3
"""Most digits of an age."""


def _marks(table: Table) -> Ints:
    """How each word is parted from the one before: 0 by a space, 1 a comma, 2 a sentence, 3 else."""
    gap = table.words[:, AT["gap"]]
    found = np.where(gap == BLANK_GAP, 0, np.where(gap == COMMA_GAP, 1, 3))
    found[table.words[:, AT["opens"]] > 0] = 2
    return found


def _shared(inner: Known, outer: Known) -> int:
    """Whether two names can lie in one country: 1 unknown, 2 no, 3 yes."""
    if not inner.countries or not outer.countries:
        return 1
    return 2 if inner.countries.isdisjoint(outer.countries) else 3
