"""What the phrase rules hand over, and the words that they share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that does not mind capitals."""
    return re.compile(pattern, re.IGNORECASE)


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
