"""The pinned pipeline, run as spaCy runs it but in a third of the time, with the same result.

Three things are done otherwise. The large matrix products go to numpy's BLAS. What the attribute ruler
and the lemmatizer say of a word depends on the word, its tag and its dependency only, save in a few
patterns of two words; so it is looked up once (``attributes``) and kept. And sentences of many reports are
read together. No result depends on which sentences are read together. Morphology is left out: nothing
asks for it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import srsly  # type: ignore[import-untyped]  # spaCy's reader of its own files
from spacy.attrs import IDS  # type: ignore[import-not-found]  # compiled

from geo.language.attributes import Attributes, Tables, Word
from geo.language.transitions import Parser
from geo.language.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 96
"""Sentences read together; larger batches gain no more."""
_KEPT = 1 << 16
"""Words with tag and dependency whose attributes are kept."""
_LETTERS = ("LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX", "IS_SPACE", "IS_PUNCT")
"""What is worked out of the letters of a new word, of two dozen things that spaCy does."""
_ASKED: list[int | str] = ["ORTH", "TAG", "DEP"]
_SET: list[int | str] = ["TAG", "DEP", "POS", "LEMMA"]


class _Known(NamedTuple):
    """Attributes of a word with a tag and a dependency, in the numbers of the vocabulary."""

    numbers: tuple[int, ...]
    """Tag, dependency, part of speech, lemma."""
    opens: bool
    """Whether a pattern of several words may begin here."""


class Pinned:
    """Reads sentences with a pipeline of tagger, parser, attribute ruler and lemmatizer."""

    def __init__(self, nlp: Language) -> None:
        """Take over a loaded pipeline. Of new words, it will only know what is asked for."""
        self._nlp = nlp
        vocab: Any = nlp.vocab
        known = vocab.lex_attr_getters
        vocab.lex_attr_getters = {key: known[key] for key in map(IDS.__getitem__, _LETTERS)}
        self._tagger: Any = nlp.get_pipe("tagger")
        self._parser = Parser(nlp.get_pipe("parser"))
        first: Any = nlp.get_pipe("tok2vec")
        self._vectors = Vectors(first.model)
        self._tables = _tables(nlp)
        self._known: dict[tuple[int, ...], _Known] = {}

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
        keys = list(map(tuple, np.concatenate([doc.to_array(_ASKED) for doc in docs]).tolist()))
        known = self._known
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if len(known) + len(new) > _KEPT:
            known.clear()
            new = list(dict.fromkeys(keys))
        for key in new:
            known[key] = self._asked(key)
        ends = [0, *np.cumsum([len(doc) for doc in docs]).tolist()]
        for doc, (start, end) in zip(docs, pairwise(ends), strict=True):
            found = [known[key] for key in keys[start:end]]
            if any(each.opens for each in found):
                words = [self._word(key) for key in keys[start:end]]
                for at, patterns in self._tables.together(words).items():
                    told = self._tables.of(words[at], patterns)
                    found[at] = found[at]._replace(numbers=self._numbers(told))
            numbers: Any = np.array([each.numbers for each in found], np.uint64)
            doc.from_array(_SET, numbers)

    def _asked(self, key: tuple[int, ...]) -> _Known:
        word = self._word(key)
        return _Known(self._numbers(self._tables.of(word)), self._tables.opens(word))

    def _word(self, key: tuple[int, ...]) -> Word:
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
