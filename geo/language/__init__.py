"""Reading a report: place names, locative phrases and motion clauses, as spans without coordinates.

``Reader`` loads the language model once, when the first sentence needs it; ``read`` is the entry.
spaCy is imported then; finding names does without.
"""

from __future__ import annotations

from geo.language.motion import find_motions
from geo.language.names import find_mentions
from geo.language.parsing import split_sentences
from geo.language.phrases import find_phrases
from geo.language.reading import Reader, read, read_all, read_names

__all__ = [
    "Reader",
    "find_mentions",
    "find_motions",
    "find_phrases",
    "read",
    "read_all",
    "read_names",
    "split_sentences",
]
