"""The pinned pipeline, run as spaCy runs it but in a third of the time, with the same result.

Three things are done otherwise. The large matrix products go to numpy's BLAS. What the attribute ruler
and the lemmatizer say of a word depends on the word, its tag and its dependency only, save in a few
patterns of two words; so it is looked up once (``attributes``) and kept. And sentences of many reports are
read together. No result depends on which sentences are read together. Morphology is left out: nothing
asks for it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import srsly  # type: ignore[import-untyped]  # spaCy's reader of its own files
from spacy.attrs import IDS  # type: ignore[import-not-found]  # compiled
from spacy.lang.lex_attrs import word_shape

from geo.language.attributes import Attributes, Tables, Word
from geo.language.transitions import Parser
from geo.language.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from spacy.language import Language
    from spacy.tokens import Doc

Numbers = npt.NDArray[np.uint64]

BATCH = 96
"""Sentences read together; larger batches gain no more."""
_KEPT = 1 << 16
"""Words with tag and dependency whose attributes are kept (12 MB)."""
_PAIRS = 16
"""Bits for the number of a tag with a dependency: there are some fifty of each."""
_LETTERS = ("LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX", "IS_SPACE", "IS_PUNCT")
"""What is worked out of the letters of a new word, of two dozen things that spaCy does."""
_ASKED: list[int | str] = ["ORTH", "TAG", "DEP"]
_SET: list[int | str] = ["TAG", "DEP", "POS", "LEMMA"]


_SAME = 4
"""Letters of one kind in a row that a shape shows, at most."""


def shape(text: str) -> str:
    """As spaCy's ``word_shape``, which looks at every letter: "Xxxxx" for a plain word that has a capital."""
    if text.isalpha() and len(text) < _LONG:
        if text.islower():
            return "x" * min(len(text), _SAME)
        if text[0].isupper() and (text[1:].islower() or len(text) == 1):
            return "X" + "x" * min(len(text) - 1, _SAME)
    return str(word_shape(text))


_LONG = 100
"""Letters from which spaCy says LONG."""


class Pinned:
    """Reads sentences with a pipeline of tagger, parser, attribute ruler and lemmatizer."""

    def __init__(self, nlp: Language) -> None:
        """Take over a loaded pipeline. Of new words, it will only know what is asked for."""
        self._nlp = nlp
        vocab: Any = nlp.vocab
        known = vocab.lex_attr_getters
        vocab.lex_attr_getters = {key: known[key] for key in map(IDS.__getitem__, _LETTERS)}
        vocab.lex_attr_getters[IDS["SHAPE"]] = shape
        self._tagger: Any = nlp.get_pipe("tagger")
        self._parser = Parser(nlp.get_pipe("parser"))
        first: Any = nlp.get_pipe("tok2vec")
        self._vectors = Vectors(first.model)
        self._tables = _tables(nlp)
        self._pairs: dict[tuple[int, int], int] = {}
        self._make_room(_KEPT)

    def _make_room(self, most: int) -> None:
        """Forget all words, and hold room for so many."""
        self._known: dict[int, int] = {}
        # tag, dependency, part of speech and lemma in the numbers of the vocabulary
        self._numbered: Numbers = np.zeros((most, len(_SET)), np.uint64)
        # whether a pattern of several words may begin at such a word
        self._opens: npt.NDArray[np.bool_] = np.zeros(most, np.bool_)

    def read(self, texts: Sequence[str]) -> Iterator[Doc]:
        """Parses of texts, in order."""
        for start in range(0, len(texts), BATCH):
            docs = [self._nlp.make_doc(text) for text in texts[start : start + BATCH]]
            rows = self._vectors.set_on(docs)
            self._tagger.set_annotations(docs, self._tagger.predict(docs))
            self._parser.parse(docs, rows)
            self._describe(docs)
            yield from docs

    def _describe(self, docs: Sequence[Doc]) -> None:
        """Put tags and dependencies right, and set part of speech and lemma, of every word."""
        told = np.concatenate([doc.to_array(_ASKED) for doc in docs]).tolist()
        rows = self._rows(told)
        numbers, opens = self._numbered[rows], self._opens[rows]
        ends = [0, *np.cumsum([len(doc) for doc in docs]).tolist()]
        for doc, (start, end) in zip(docs, pairwise(ends), strict=True):
            if opens[start:end].any():
                words = [self._word(key) for key in told[start:end]]
                for at, patterns in self._tables.together(words).items():
                    numbers[start + at] = self._numbers(self._tables.of(words[at], patterns))
            doc.from_array(_SET, numbers[start:end])  # type: ignore[arg-type]  # spaCy says signed, and has not

    def _rows(self, told: Sequence[Sequence[int]]) -> list[int]:
        """Where in the tables each word with its tag and dependency stands; new ones are put there."""
        pairs = self._pairs
        keys = [word << _PAIRS | pairs.setdefault((tag, dep), len(pairs)) for word, tag, dep in told]
        new = {key: at for at, key in enumerate(keys) if key not in self._known}
        if len(self._known) + len(new) > len(self._opens):
            new = {key: at for at, key in enumerate(keys)}
            self._make_room(max(_KEPT, len(new)))
        known = self._known
        for key, at in new.items():
            word, row = self._word(told[at]), len(known)
            self._numbered[row] = self._numbers(self._tables.of(word))
            self._opens[row] = self._tables.opens(word)
            known[key] = row
        return [known[key] for key in keys]

    def _word(self, key: Sequence[int]) -> Word:
        strings = self._nlp.vocab.strings
        return Word(*(strings[part] for part in key))

    def _numbers(self, found: Attributes) -> tuple[int, ...]:
        return tuple(map(self._nlp.vocab.strings.add, found))


def _tables(nlp: Language) -> Tables:
    """Tables of the attribute ruler and the lemmatizer, read from the pipeline's files."""
    patterns = srsly.read_msgpack(nlp.path / "attribute_ruler" / "patterns")
    lookups = srsly.read_msgpack(nlp.path / "lemmatizer" / "lookups" / "lookups.bin")
    told = sorted({rule["attrs"].get("POS", "").lower() for rule in patterns})
    numbers = {pos: nlp.vocab.strings[pos] for pos in told}
    lemmas = {
        name: {pos: table[number] for pos, number in numbers.items() if number in table}
        for name, table in lookups.items()
    }
    lemmas["lemma_index"] = {pos: frozenset(words) for pos, words in lemmas["lemma_index"].items()}
    return Tables(patterns, lemmas)
