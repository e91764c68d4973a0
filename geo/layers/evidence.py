"""What a page shows of its marks beyond their rows, gathered report by report for those that are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from geo import schema
from geo.layers.quotes import Quotes
from geo.layers.spans import Span
from geo.records import GeoJSON

Place = tuple[Any, ...]
"""Where something stands among its kind: sorted by it, all is in the order of the marks."""


class Evidence:
    """Sentences, words and areas of some marks.

    ``few``: of a map that is cut, whose marks keep few sentences and whose reports no texts.
    """

    def __init__(self, kept: Collection[str], *, few: bool) -> None:
        """``kept`` are the ids of the marks."""
        self.kept, self.few = kept, few
        self.spans: dict[int, list[schema.Marked]] = defaultdict(list)
        self._told: dict[str, Quotes] = {kind: Quotes(few=few) for kind in ("places", "regions")}
        self._waiting: dict[str, list[tuple[Place, schema.Quote]]] = {"movements": [], "situations": []}
        self._areas: dict[str, list[tuple[Place, dict[str, Any]]]] = defaultdict(list)

    def read(self, kind: str, made: schema.Quote, spans: Sequence[Span]) -> None:
        """Add a sentence to a mark whose reports come in their order; ``spans`` are words of the report."""
        self._told[kind].add(made)
        self._mark(made, spans)

    def tell(self, kind: str, place: Place, made: schema.Quote, spans: Sequence[Span]) -> None:
        """Add a sentence to a mark whose sentences have an order."""
        self._waiting[kind].append((place, made))
        self._mark(made, spans)

    def _mark(self, made: schema.Quote, spans: Sequence[Span]) -> None:
        if not self.few:
            self.spans[made.document] += [(start, end, made.mark, role) for start, end, role in spans]

    def cover(self, kind: str, place: Place, mark: str, role: str, area: GeoJSON | None) -> None:
        """Add an area of a mark, if there is one."""
        if area:
            self._areas[kind].append((place, {"mark": mark, "role": role, "geometry": area}))

    def areas(self) -> Iterator[dict[str, Any]]:
        """Rows of all areas, in the order of their marks."""
        for kind in ("regions", "movements", "situations"):
            yield from (row for _, row in sorted(self._areas[kind], key=lambda one: one[0]))

    def quotes(self) -> tuple[schema.Quote, ...]:
        """All sentences, those of a mark in their order."""
        found = [quote for quotes in self._told.values() for quote in quotes.found.values()]
        for waiting in self._waiting.values():
            ordered = Quotes()
            for _, quote in sorted(waiting, key=lambda one: one[0]):
                ordered.add(quote)
            found += ordered.found.values()
        return tuple(found)
