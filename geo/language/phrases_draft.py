"""What the phrase rules hand over, and the words that they share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.language.phrases_text import View
    from geo.records import Distance, Reference


@dataclass(frozen=True, slots=True)
class Draft:
    """A phrase in sentence offsets. ``elliptic`` is the nominal kind of an anchor left unsaid."""

    model: str
    start: int
    end: int
    relations: tuple[str, ...]
    anchors: tuple[Reference, ...] = ()
    distance: Distance | None = None
    target: Reference | None = None
    elliptic: str | None = None


class Pattern:
    """A pattern that does not mind capitals, made when first tried (all take 0.25 seconds)."""

    def __init__(self, source: str) -> None:
        """Keep the source of the pattern."""
        self._source = source

    @cached_property
    def _made(self) -> re.Pattern[str]:
        return re.compile(self._source, re.IGNORECASE)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Where it holds, from left to right."""
        return self._made.finditer(text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Where it first holds."""
        return self._made.search(text, start)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Whether it holds at a place."""
        return self._made.match(text, start)


ADVERB = (
    r"(?:due|directly|just|further|farther|straight|roughly|immediately|slightly|well|far|almost|exactly)"
)
LIES = (
    r"\b(?:lies|lie|lying|lay|is|are|was|were|located|situated|based|sits|sit|sitting|stands|standing|nestled"
    r"|'s|\u2019s)"
)


def before(seen: View, position: int, count: int) -> list[str]:
    """The last words before a position, lower case, nearest last."""
    return re.findall(r"[\w'\u2019-]+", seen.masked[max(0, position - 80) : position].lower())[-count:]
