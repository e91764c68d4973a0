"""The parser of the pinned pipeline: its transitions, one step of many sentences at a time.

A sentence is parsed in about two transitions a word. Each is chosen by a small network over eight words
(the next ones, those on the stack and their children), whose first layer is worked out for every word
beforehand. spaCy takes these steps in C, but asks for the interpreter's lock seventy times at each
(thinc's ``Vec.arg_max``), which is half of its time; here the network is a handful of numpy calls for all
sentences together, and only the moves are spaCy's. The result is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.ml.parser_model import ParserStepModel  # type: ignore[import-not-found]  # compiled

from geo.language.vectors import ROWS, Floats, product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

_WORDS, _WIDTH, _PIECES = 8, 64, 2
"""Words that a transition looks at, width of the layer, linear maps of which the larger counts."""


class Parser:
    """Chooses transitions as ``spacy.pipeline.DependencyParser`` does."""

    nF = _WORDS  # noqa: N815  (asked for by ``get_token_ids``)
    _words_of = ParserStepModel.get_token_ids

    def __init__(self, pipe: Any) -> None:
        """Take the weights of a loaded parser of this shape."""
        self._pipe = pipe
        narrow = pipe.model.get_ref("tok2vec").layers[-1]
        lower, upper = pipe.model.get_ref("lower"), pipe.model.get_ref("upper")
        self._narrow, self._narrow_bias = narrow.get_param("W"), narrow.get_param("b")
        maps = lower.get_param("W").transpose(0, 2, 1, 3)  # one map after the other
        self._maps: Floats = np.ascontiguousarray(maps).reshape(-1, _WIDTH)
        self._bias: Floats = np.ascontiguousarray(lower.get_param("b").T).reshape(-1)
        self._missing: Floats = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(_WORDS, -1)
        self._moves, self._moves_bias = upper.get_param("W"), upper.get_param("b")

    @property
    def state2vec(self) -> Parser:
        """The layer that spaCy asks how many words it looks at: this very object."""
        return self

    def parse(self, docs: Sequence[Doc], rows: Floats) -> None:
        """Give sentences their heads and dependencies; ``rows`` are the vectors of all their words."""
        narrow = product(rows, self._narrow)
        narrow += self._narrow_bias
        count = len(rows) + -len(rows) % ROWS
        whole: Floats = np.zeros((count, len(self._narrow)), np.float32)
        whole[: len(rows)] = narrow
        mapped: Floats = np.empty((count + 1, len(self._maps)), np.float32)
        np.dot(whole, self._maps.T, out=mapped[:-1])
        features = mapped.reshape(-1, _PIECES * _WIDTH)
        features[-_WORDS:] = self._missing  # the number of a missing word is -1
        states = self._pipe.moves.init_batch(docs)
        self._run([state for state in states if not state.is_final()], features)
        self._pipe.set_annotations(docs, states)

    def _run(self, states: list[Any], features: Floats) -> None:
        """Take transitions until every sentence is read."""
        each = np.arange(_WORDS)
        most = len(states) + -len(states) % ROWS
        best: Floats = np.zeros((most, _WIDTH), np.float32)
        while states:
            count = len(states)
            words = self._words_of(states) * _WORDS + each
            summed = features.take(words, axis=0, mode="wrap").sum(axis=1)
            summed += self._bias
            np.maximum(summed[:, :_WIDTH], summed[:, _WIDTH:], out=best[:count])
            scores: Floats = np.dot(best[: count + -count % ROWS], self._moves.T)
            scores += self._moves_bias
            states = self._pipe.transition_states(states, scores[:count])
