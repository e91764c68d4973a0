"""The rows of all files as one layer: which row replaces which, and finding rows by name.

Order says who wins: the packaged rows first, then the user's files as given, each from top to bottom;
a later row replaces an earlier one of the same name, kind and country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from geo.gazetteer.fold import canon, fold, fold_name, fold_word
from geo.gazetteer.rows import Row, values_of

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
    """Rows in force, by folded and by canonical name, strongest first.

    ``bare`` are folded names less the article that they begin with, ``starts`` what is left of any name when
    words at its end go, ``firsts`` the words that names begin with.
    """

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    canonical: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    firsts: frozenset[str] = frozenset()

    def find(self, name: str) -> tuple[Entry, ...]:
        """Entries that bear a name, strongest first; without articles only where none bears it whole."""
        folded, canonical = fold_name(name)
        found = self.entries.get(folded)
        return found if found is not None else self.canonical.get(canonical, ())

    def longest(self, words: Sequence[str]) -> int:
        """Number of leading words that make up the longest name of the layer (0: none).

        Words are tokens as they stand in the text; a hyphen or apostrophe may be a token of its own,
        any other token without a letter or digit ends the name. The article may stand or be left out.
        """
        if not words or fold_word(words[0]).partition(" ")[0] not in self.firsts:
            return 0
        length, key, entries, bare = 0, "", self.entries, self.bare
        for count, word in enumerate(words, 1):
            part = fold_word(word)
            if part:
                key = f"{key} {part}" if key else part
            elif not key or not set(word) <= _JOINERS:
                break
            plain = key.removeprefix("al ")
            if key in entries or plain in entries or plain in bare or key in bare:
                length = count if part else length
            elif key not in self.starts and plain not in self.starts and key not in _ARTICLES:
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
    named = [
        Entry(row, rank, written, number > 0)
        for rank, row in enumerate(rows)
        for number, written in enumerate((row[0], *row[7]) if row[7] else row[:1])
    ]
    if not named:
        return Layer()
    keys = fold("\n".join([entry[2] for entry in named]))
    folded = keys.split("\n")
    entries = _by_key(named, folded, shortest=1)
    bare = {rest for name in entries if (rest := _bare(name))}
    return Layer(
        entries=entries,
        canonical=_by_key(named, canon(keys).split("\n"), shortest=_SHORTEST_CANON),
        bare=frozenset(bare),
        starts=_starts((*entries, *bare)),
        firsts=_ARTICLES.union([name.partition(" ")[0] for name in (*entries, *bare)]),
    )


def _by_key(named: Sequence[Entry], keys: Sequence[str], *, shortest: int) -> Mapping[str, tuple[Entry, ...]]:
    """Entries by their keys, those of one key strongest first."""
    found: dict[str, tuple[Entry, ...]] = {}
    several: dict[str, list[Entry]] = {}
    for entry, key in zip(named, keys, strict=True):
        if key in found:
            several.setdefault(key, [*found[key]]).append(entry)
        elif len(key) >= shortest:
            found[key] = (entry,)
    found.update((key, _strongest(same)) for key, same in several.items())
    return found


def _as_packaged(row: Row) -> Row:
    place = row.place
    return row if place is None else row._replace(told=values_of(replace(place, layer="world")))


def _content(row: Row) -> Row:
    """A row apart from where it stands, to tell copies."""
    return row._replace(line=0, source_file="")


def _in_force(rows: Sequence[Row]) -> Iterable[Row]:
    """Rows that no later one replaces."""
    later: dict[tuple[str, str], list[Row]] = {}
    kept = []
    folded = fold("\n".join([row[0] for row in rows])).split("\n")
    for row, name in zip(reversed(rows), reversed(folded), strict=bool(rows)):
        key = row[1], name
        taken = later.get(key)
        if taken is None:
            later[key] = [row]
            kept.append(row)
            continue
        if not any(_replaces(newer, row) for newer in taken):
            kept.append(row)
        taken.append(row)
    kept.reverse()
    return kept


def _replaces(newer: Row, row: Row) -> bool:
    """Whether a row of the same action and name replaces another: same kind, same or unsaid country.

    A row without a kind of its own replaces a packaged row of any kind.
    """
    packaged = row.layer == "world"
    kind = _kind(newer) == _kind(row) or (packaged and not newer.kind)
    return kind and (not newer.countries or not row.countries or newer.countries == row.countries)


def _kind(row: Row) -> str:
    return row.kind or (row.told[2] if row.told else "")


def _strongest(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Strongest first, a main name before an alias of the same row, each row once."""
    ordered = sorted(found, key=lambda entry: (-entry.rank, entry.alias))
    return tuple({entry.rank: entry for entry in reversed(ordered)}[rank] for rank in _ranks(ordered))


def _ranks(ordered: Sequence[Entry]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(entry.rank for entry in ordered))


def _bare(folded: str) -> str:
    """A folded name without the article it begins with; "" where it begins with none."""
    first, _, rest = folded.partition(" ")
    return rest if first in _ARTICLES else ""


def _starts(names: Iterable[str]) -> frozenset[str]:
    """What is left of names when words at their ends go."""
    found: set[str] = set()
    while names := {start for name in names if (start := name.rpartition(" ")[0])} - found:
        found |= names
    return frozenset(found)
