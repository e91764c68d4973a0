"""The gazetteer as the recogniser asks it: with a memory, since reports repeat the same few names."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from geo.language.toponyms.known import Known, known_by
from geo.language.toponyms.spans import best_cut

if TYPE_CHECKING:
    from geo.records import Names

_REMEMBERED = 8_192
"""Names, and rows of words that may hold one, of which the answer is kept."""
_BEGINNINGS = 1_024
"""First two characters of names that are kept likewise."""
_VIEWS = 4
"""Gazetteers whose answers are kept: a person's rows may hold in some reports only."""


class Lookup:
    """A gazetteer's names with a memory, which changes nothing of what is found."""

    def __init__(self, names: Names) -> None:
        """Wrap the names, which must not change."""
        self._facts = names.facts
        self.longest = names.longest
        self.starts_row = lru_cache(_BEGINNINGS)(names.starts_row)
        self.in_rows = names.in_rows
        self.known = lru_cache(_REMEMBERED)(self._known)
        self.best_cut = lru_cache(_REMEMBERED)(partial(best_cut, self))

    def _known(self, name: str) -> Known:
        """What is known of a name as written in text."""
        return known_by(self._facts(name))


def lookup_of(names: Names) -> Lookup:
    """The names of a gazetteer, with the memory of all reports that were read by it.

    A gazetteer that cannot be hashed is one report's own and is remembered for that report only.
    """
    return _shared(names) if isinstance(names, Hashable) else Lookup(names)


@lru_cache(_VIEWS)
def _shared(names: Names) -> Lookup:
    return Lookup(names)
