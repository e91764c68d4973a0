"""The pinned pipeline, run as spaCy runs it but in a third of the time, with the same result.

Three things are done otherwise. The large matrix products go to numpy's BLAS. What the attribute ruler
and the lemmatizer say of a word depends on the word, its tag and its dependency only, save in a few
patterns of two words; so it is asked once and kept. And sentences of many reports are read together.
No result depends on which sentences are read together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spacy.matcher import Matcher
from spacy.tokens import Doc
from thinc.api import NumpyOps

from geo.language.vectors import Vectors, product

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from spacy.language import Language
    from spacy.tokens import MorphAnalysis

BATCH = 64
"""Sentences read together; larger batches gain no more."""
_LARGE = 1 << 15
"""Entries of a matrix from which numpy multiplies faster than thinc, whatever the number of rows."""
_KEPT = 1 << 16
"""Words with tag and dependency whose attributes are kept."""
_TABLES = ("attribute_ruler", "lemmatizer")


class _Ops(NumpyOps):  # type: ignore[misc]
    """Thinc's own arithmetic but for large products."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:  # noqa: FBT001, FBT002
        if trans1 or not trans2 or y.size < _LARGE:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        found = product(x, y)
        if out is None:
            return found
        out[:] = found
        return out


class _Attributes(NamedTuple):
    """What is known of a word with a tag and a dependency, which may themselves be put right."""

    tag: int
    dep: int
    pos: int
    lemma: int
    morph: MorphAnalysis
    opens: bool
    """Whether a pattern of several words may begin here."""


class Pinned:
    """Reads sentences with a pipeline of tagger, parser, attribute ruler and lemmatizer."""

    def __init__(self, nlp: Language) -> None:
        """Take over a loaded pipeline; its arithmetic is replaced."""
        self._nlp = nlp
        self._models: list[Any] = [nlp.get_pipe("tagger"), nlp.get_pipe("parser")]
        first: Any = nlp.get_pipe("tok2vec")
        self._vectors = Vectors(first.model)
        self._tables: list[Any] = [pipe for name, pipe in nlp.pipeline if name in _TABLES]
        self._known: dict[tuple[int, int, int], _Attributes] = {}
        self._openers = _openers(nlp)
        ops = _Ops()
        for pipe in self._models:
            for layer in pipe.model.walk():
                layer.ops = ops

    def read(self, texts: Sequence[str]) -> Iterator[Doc]:
        """Parses of texts, in order."""
        for start in range(0, len(texts), BATCH):
            docs = [self._nlp.make_doc(text) for text in texts[start : start + BATCH]]
            self._vectors.set_on(docs)
            for pipe in self._models:
                pipe.set_annotations(docs, pipe.predict(docs))
            for doc in docs:
                self._describe(doc)
            yield from docs

    def _describe(self, doc: Doc) -> None:
        """Set part of speech, morphology and lemma of every word."""
        found = [self._attributes(doc, *key) for key in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        if any(known.opens for known in found):
            for pipe in self._tables:
                pipe(doc)
            return
        for token, known in zip(doc, found, strict=True):
            token.tag, token.dep, token.pos, token.lemma = known.tag, known.dep, known.pos, known.lemma
            token.morph = known.morph

    def _attributes(self, doc: Doc, orth: int, tag: int, dep: int) -> _Attributes:
        known = self._known.get((orth, tag, dep))
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            strings = doc.vocab.strings
            alone = Doc(
                doc.vocab, words=[strings[orth]], spaces=[False], tags=[strings[tag]], deps=[strings[dep]]
            )
            opens = bool(self._openers(alone))
            for pipe in self._tables:
                pipe(alone)
            word = alone[0]
            known = _Attributes(word.tag, word.dep, word.pos, word.lemma, word.morph, opens)
            self._known[orth, tag, dep] = known
        return known


def _openers(nlp: Language) -> Matcher:
    """Finds first words of the attribute ruler's patterns of several words."""
    matcher = Matcher(nlp.vocab)
    ruler: Any = nlp.get_pipe("attribute_ruler")
    for rule in ruler.patterns:
        firsts = [pattern[:1] for pattern in rule["patterns"] if len(pattern) > 1]
        if firsts:
            matcher.add("opener", firsts)
    return matcher
