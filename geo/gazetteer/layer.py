"""The rows of all files as one layer: which row replaces which, and finding rows by name.

Order says who wins: the packaged rows first, then the user's files as given, each from top to bottom;
a later row replaces an earlier one of the same name, kind and country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from geo.gazetteer.fold import canon, fold, fold_name, fold_word
from geo.gazetteer.rows import Row

_ARTICLES = frozenset({"al", "el", "ul", "ad", "ar", "as", "ash", "at", "az", "an", "the"})
_JOINERS = frozenset("-\u2010\u2011\u2013'\u2019\u02bc`")
_SHORTEST_CANON = 4  # below this, names without article and spaces meet by chance


class Entry(NamedTuple):
    """A row under one of the names it bears. ``rank`` grows with precedence."""

    row: Row
    rank: int
    written: str
    alias: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """Rows in force, by folded and by canonical name, strongest first."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    canonical: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    spoken: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()

    def find(self, name: str) -> tuple[Entry, ...]:
        """Entries that bear a name, strongest first; without articles only where none bears it whole."""
        folded, canonical = fold_name(name)
        found = self.entries.get(folded)
        return found if found is not None else self.canonical.get(canonical, ())

    def longest(self, words: Sequence[str]) -> int:
        """Number of leading words that make up the longest name of the layer (0: none).

        Words are tokens as they stand in the text; a hyphen or apostrophe may be a token of its own,
        any other token without a letter or digit ends the name.
        """
        length, key = 0, ""
        for count, word in enumerate(words, 1):
            part = fold_word(word)
            if part:
                key = f"{key} {part}" if key else part
            elif not key or not set(word) <= _JOINERS:
                break
            if key in self.spoken:
                length = count if part else length
            elif key not in self.starts and key not in _ARTICLES:
                break
        return length


def arrange(packaged: Sequence[Row], users: Sequence[Row]) -> tuple[Row, ...]:
    """Rows in force, weakest first: replaced rows gone, untouched copies of packaged rows packaged.

    A packaged row's place is of layer ``world``: it comes with the program, not from the user.
    """
    shipped = [_as_packaged(row) for row in packaged]
    if not users:
        return tuple(_in_force(shipped))
    known = {_content(row) for row in shipped}
    names = {row.name for row in shipped}
    own = [row for row in users if row.name not in names or _content(_as_packaged(row)) not in known]
    return tuple(_in_force((*shipped, *own)))


def build(rows: Iterable[Row]) -> Layer:
    """The layer of rows in force, weakest first."""
    entries: dict[str, list[Entry]] = {}
    canonical: dict[str, list[Entry]] = {}
    named = [
        Entry(row, rank, written, number > 0)
        for rank, row in enumerate(rows)
        for number, written in enumerate((row.name, *row.aliases))
    ]
    if not named:
        return Layer()
    keys = fold("\n".join(entry.written for entry in named))
    for entry, folded, key in zip(named, keys.split("\n"), canon(keys).split("\n"), strict=True):
        if folded:
            entries.setdefault(folded, []).append(entry)
        if len(key) >= _SHORTEST_CANON:
            canonical.setdefault(key, []).append(entry)
    bare = {_bare(name) for name in entries}
    spoken = frozenset((*entries, *bare, *(f"al {name}" for name in bare)))
    return Layer(
        entries={name: _strongest(found) for name, found in entries.items()},
        canonical={name: _strongest(found) for name, found in canonical.items()},
        spoken=spoken,
        starts=_starts(spoken),
    )


def _as_packaged(row: Row) -> Row:
    if row.place is None:
        return row
    return row._replace(place=replace(row.place, layer="world"))


def _content(row: Row) -> Row:
    """A row apart from where it stands, to tell copies."""
    return row._replace(line=0, source_file="")


def _in_force(rows: Sequence[Row]) -> Iterable[Row]:
    """Rows that no later one replaces."""
    later: dict[tuple[str, str], list[Row]] = {}
    kept = []
    folded = fold("\n".join(row.name for row in rows)).split("\n")
    for row, name in zip(reversed(rows), reversed(folded), strict=bool(rows)):
        taken = later.setdefault((row.action, name), [])
        if not any(_replaces(newer, row) for newer in taken):
            kept.append(row)
        taken.append(row)
    return reversed(kept)


def _replaces(newer: Row, row: Row) -> bool:
    """Whether a row of the same action and name replaces another: same kind, same or unsaid country.

    A row without a kind of its own replaces a packaged row of any kind.
    """
    packaged = row.place is not None and row.place.layer == "world"
    kind = _kind(newer) == _kind(row) or (packaged and not newer.kind)
    return kind and (not newer.countries or not row.countries or newer.countries == row.countries)


def _kind(row: Row) -> str:
    return row.kind or (row.place.kind if row.place else "")


def _strongest(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Strongest first, a main name before an alias of the same row, each row once."""
    if len(found) == 1:
        return tuple(found)
    ordered = sorted(found, key=lambda entry: (-entry.rank, entry.alias))
    return tuple({entry.rank: entry for entry in reversed(ordered)}[rank] for rank in _ranks(ordered))


def _ranks(ordered: Sequence[Entry]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(entry.rank for entry in ordered))


def _bare(folded: str) -> str:
    """A folded name without the article it begins with."""
    first, _, rest = folded.partition(" ")
    return rest if first in _ARTICLES and rest else folded


def _starts(names: Iterable[str]) -> frozenset[str]:
    """What is left of names when words at their ends go."""
    found: set[str] = set()
    for name in names:
        start = name.rpartition(" ")[0]
        while start and start not in found:
            found.add(start)
            start = start.rpartition(" ")[0]
    return frozenset(found)
