"""Reading a report: place names, locative phrases and motion clauses, as spans without coordinates.

``Reader`` loads the language model once, when the first sentence needs it; ``read`` is the entry.
Importing this package, or finding names with it, does not import spaCy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.language.names import find_mentions

if TYPE_CHECKING:
    from geo.language.motion import find_motions
    from geo.language.parsing import split_sentences
    from geo.language.phrases import find_phrases
    from geo.language.reading import Reader, read, read_all

__all__ = ["Reader", "find_mentions", "find_motions", "find_phrases", "read", "read_all", "split_sentences"]

_HOMES = {
    "Reader": "reading",
    "find_motions": "motion",
    "find_phrases": "phrases",
    "read": "reading",
    "read_all": "reading",
    "split_sentences": "parsing",
}
"""Modules of the names that only a reading of whole sentences needs; they import spaCy."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
