"""A parsed sentence as plain objects: words with what the parser says of them.

The rules look at a word's letters, head and children many times, and every look at a token of spaCy's makes
objects and searches the sentence. So each sentence is read off once. Names and meaning are spaCy's.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import spacy.tokens

_ASKED: list[int | str] = ["TAG", "DEP", "POS", "LEMMA", "IDX", "LENGTH", "HEAD"]


class Token:
    """A word of a sentence. ``children`` stand in order; the root is its own head."""

    __slots__ = (
        *("children", "dep_", "doc", "head", "i", "idx", "lemma_", "lower_", "pos_", "tag_", "text"),
    )

    def __init__(  # noqa: PLR0913, PLR0917  (read off in one go)
        self, doc: Doc, i: int, idx: int, text: str, tag: str, dep: str, pos: str, lemma: str
    ) -> None:
        """Take what is known of a word; heads are set when all words are there."""
        self.doc, self.i, self.idx = doc, i, idx
        self.text, self.lower_, self.lemma_ = text, text.lower(), lemma
        self.tag_, self.dep_, self.pos_ = tag, dep, pos
        self.head: Token = self
        self.children: list[Token] = []

    def __len__(self) -> int:
        """Letters."""
        return len(self.text)

    def __repr__(self) -> str:
        """The word."""
        return self.text

    def nbor(self, steps: int = 1) -> Token:
        """The word so many steps on; raises IndexError outside the sentence."""
        at = self.i + steps
        if at < 0:
            raise IndexError(at)
        return self.doc[at]

    @property
    def subtree(self) -> Sequence[Token]:
        """The word and all below it: what hangs on its left, itself, what hangs on its right."""
        if not self.children:
            return (self,)
        found: list[Token] = []
        _gather(self, found)
        return found

    @property
    def left_edge(self) -> Token:
        """The first word of its subtree."""
        return self.doc[self.doc.parse[self.i].left_edge.i]

    @property
    def right_edge(self) -> Token:
        """The last word of its subtree."""
        return self.doc[self.doc.parse[self.i].right_edge.i]

    @property
    def conjuncts(self) -> list[Token]:
        """The words that it is one of a row with."""
        return [self.doc[other.i] for other in self.doc.parse[self.i].conjuncts]

    @property
    def whitespace_(self) -> str:
        """The blank behind it, or nothing."""
        return str(self.doc.parse[self.i].whitespace_)

    @property
    def is_punct(self) -> bool:
        """Whether it is a mark."""
        return bool(self.doc.parse[self.i].is_punct)

    @property
    def is_space(self) -> bool:
        """Whether it is blank."""
        return self.text.isspace()


def _gather(token: Token, found: list[Token]) -> None:
    """Put a word between what hangs on its left and on its right."""
    waits = True
    for child in token.children:
        if waits and child.i > token.i:
            waits = False
            found.append(token)
        if child.children:
            _gather(child, found)
        else:
            found.append(child)
    if waits:
        found.append(token)


class Span(tuple[Token, ...]):
    """Some words of a sentence, one behind the other."""

    __slots__ = ()

    @property
    def start_char(self) -> int:
        """Where they begin in the sentence; they must not be none."""
        return self[0].idx

    @property
    def end_char(self) -> int:
        """Where they end."""
        return self[-1].idx + len(self[-1].text)

    @property
    def text(self) -> str:
        """As they are written."""
        return self[0].doc.text[self.start_char : self.end_char] if self else ""


class Doc:
    """The words of a parsed sentence; ``parse`` is spaCy's own. They are read off when first asked for."""

    def __init__(self, parse: spacy.tokens.Doc, text: str) -> None:
        """Keep a parse and the text that it is of, which spaCy would put together from the words."""
        self.parse, self.text = parse, text

    @cached_property
    def words(self) -> Sequence[Token]:
        """The words in order, with heads and children."""
        text, name = self.text, self.parse.vocab.strings.__getitem__
        rows = self.parse.to_array(_ASKED)
        words = [
            Token(self, i, at, text[at : at + length], name(tag), name(dep), name(pos), name(lemma))
            for i, (tag, dep, pos, lemma, at, length, _) in enumerate(rows.tolist())
        ]
        for token, steps in zip(words, rows[:, -1].astype(np.int64).tolist(), strict=True):
            if steps:
                token.head = head = words[token.i + steps]
                head.children.append(token)
        return words

    def close(self) -> None:
        """Let go of the words: as they hold one another, they would wait for the collector of cycles."""
        for token in self.__dict__.pop("words", ()):
            token.children.clear()
            del token.head, token.doc

    def __len__(self) -> int:
        """Number of words."""
        return len(self.words)

    def __iter__(self) -> Iterator[Token]:
        """The words in order."""
        return iter(self.words)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        """A word, or some of them."""
        return Span(self.words[at]) if isinstance(at, slice) else self.words[at]
