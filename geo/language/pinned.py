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
_BETWEEN = ("x", "NN", "dep")
"""Stands between words that are asked for together, so that no pattern of several words holds."""


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
            self._describe(docs)
            yield from docs

    def _describe(self, docs: Sequence[Doc]) -> None:
        """Set part of speech, morphology and lemma of every word."""
        keys = [list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist())) for doc in docs]
        wanted = dict.fromkeys(key for row in keys for key in row)
        if len(self._known) + len(wanted) > _KEPT:
            self._known.clear()
        self._learn([key for key in wanted if key not in self._known])
        for doc, row in zip(docs, keys, strict=True):
            self._set_on(doc, [self._known[key] for key in row])

    def _set_on(self, doc: Doc, found: Sequence[_Attributes]) -> None:
        if any(known.opens for known in found):
            for pipe in self._tables:
                pipe(doc)
            return
        for token, known in zip(doc, found, strict=True):
            token.tag, token.dep, token.pos, token.lemma = known.tag, known.dep, known.pos, known.lemma
            token.morph = known.morph

    def _learn(self, keys: Sequence[tuple[int, int, int]]) -> None:
        """Ask the tables of words with their tags and dependencies, all at once."""
        if not keys:
            return
        strings = self._nlp.vocab.strings
        rows = [row for key in keys for row in (tuple(strings[part] for part in key), _BETWEEN)]
        words, tags, deps = map(list, zip(*rows, strict=True))
        doc = Doc(self._nlp.vocab, words=words, spaces=[False] * len(rows), tags=tags, deps=deps)
        openers = {start for _, start, _ in self._openers(doc)}
        for pipe in self._tables:
            pipe(doc)
        for key, word in zip(keys, list(doc)[::2], strict=True):
            self._known[key] = _Attributes(
                word.tag, word.dep, word.pos, word.lemma, word.morph, word.i in openers
            )


def _openers(nlp: Language) -> Matcher:
    """Finds first words of the attribute ruler's patterns of several words."""
    matcher = Matcher(nlp.vocab)
    ruler: Any = nlp.get_pipe("attribute_ruler")
    for rule in ruler.patterns:
        firsts = [pattern[:1] for pattern in rule["patterns"] if len(pattern) > 1]
        if firsts:
            matcher.add("opener", firsts)
    return matcher
