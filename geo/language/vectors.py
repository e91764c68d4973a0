"""Word vectors of the pinned pipeline: its own layers, but each word embedded once, the rest in few steps.

The model embeds a word by its norm, prefix, suffix and shape, then four times mixes each word with its
neighbours (a window of three, the largest of three maps, a layer norm, added to what was there). The
result is the same as thinc's, to the last bit, whichever sentences are read together.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

Floats = npt.NDArray[np.float32]
Features = npt.NDArray[np.uint64]

_HASHED = 6
_FEATURES: list[int | str] = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE", "ORTH"]
"""What the model embeds, and the word."""
_KEY = [0, 4, 6]
"""What the rest of these depends on."""
_WIDTH, _PIECES = 96, 3
_PAD = 4
"""Empty words between sentences: as far as four windows reach."""
ROWS = 48
"""Rows of a product come in multiples of this, as in the kernels of every BLAS: a row at the edge of a
kernel would be summed in another order, so that its last bit would depend on its neighbours."""
_KEPT = 12_288
"""Words whose embedding is kept (5 MB)."""


def product(rows: Floats, matrix: Floats) -> Floats:
    """``rows @ matrix.T``, every row as if alone."""
    missing = -len(rows) % ROWS
    if missing:
        rows = np.concatenate((rows, np.zeros((missing, rows.shape[1]), rows.dtype)))
    found: Floats = np.dot(rows, matrix.T)[: len(rows) - missing]
    return found


class Layer:
    """The largest of three linear maps, and a layer norm."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        """Take the weights, one map after the other."""
        weights = maxout.get_param("W").transpose(1, 0, 2)
        self._matrix = np.ascontiguousarray(weights.reshape(_PIECES * _WIDTH, -1))
        self._bias = np.ascontiguousarray(maxout.get_param("b").T.reshape(-1))
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def apply(self, rows: Floats) -> Floats:
        """One vector a row."""
        mapped = product(rows, self._matrix)
        mapped += self._bias
        best = np.maximum(mapped[:, :_WIDTH], mapped[:, _WIDTH : 2 * _WIDTH])
        np.maximum(best, mapped[:, 2 * _WIDTH :], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.multiply(best, best).mean(axis=1, keepdims=True) + np.float32(1e-8)
        best *= spread ** np.float32(-0.5)
        best *= self._scale
        best += self._shift
        return best


class Vectors:
    """Vectors of the words of sentences."""

    def __init__(self, model: Any) -> None:
        """Take the layers of a loaded model of this shape."""
        embed, encode = model.get_ref("embed"), model.get_ref("encode")
        self._hashes = embed.layers[2].layers[0]
        self._mix = Layer(*_maxout_of(embed.layers[3].layers[0]))
        self._windows = [Layer(*_maxout_of(layer)) for layer in encode.layers[0].layers]
        self._known: dict[tuple[int, ...], int] = {}
        self._table = np.zeros((_KEPT, _WIDTH), np.float32)

    def set_on(self, docs: Sequence[Doc]) -> Floats:
        """Vectors of all words; each sentence gets those of its own as its ``tensor``."""
        embedded = self._embedded(np.concatenate([doc.to_array(_FEATURES) for doc in docs]))
        ends = np.cumsum([len(doc) for doc in docs]).tolist()
        last = len(embedded) + _PAD * (len(docs) + 1)
        rows: Floats = np.zeros((last + -last % ROWS, _WIDTH), np.float32)
        places = [
            (start + _PAD * number, end + _PAD * number, start, end)
            for number, (start, end) in enumerate(pairwise((0, *ends)), 1)
        ]
        for low, high, start, end in places:
            rows[low:high] = embedded[start:end]
        window: Floats = np.zeros((len(rows), 3 * _WIDTH), np.float32)
        for layer in self._windows:
            window[1:, :_WIDTH] = rows[:-1]
            window[:, _WIDTH : 2 * _WIDTH] = rows
            window[:-1, 2 * _WIDTH :] = rows[1:]
            rows += layer.apply(window)
        for doc, (low, high, _, _) in zip(docs, places, strict=True):
            doc.tensor = rows[low:high]  # type: ignore[assignment]  # spaCy says 64 bits, and has 32
        found: Floats = np.concatenate([rows[low:high] for low, high, _, _ in places])
        return found

    def _embedded(self, features: Features) -> Floats:
        """The words of a batch by themselves; those seen before come from a table."""
        keys = list(map(tuple, features[:, _KEY].tolist()))
        new = {key: at for at, key in enumerate(keys) if key not in self._known}
        if len(self._known) + len(new) > _KEPT:
            self._known.clear()
            new = {key: at for at, key in enumerate(keys)}
        if len(new) > _KEPT:
            return self._embed(features)
        if new:
            base = len(self._known)
            self._table[base : base + len(new)] = self._embed(features[list(new.values())])
            self._known.update({key: base + number for number, key in enumerate(new)})
        found: Floats = self._table[[self._known[key] for key in keys]]
        return found

    def _embed(self, features: Features) -> Floats:
        return self._mix.apply(self._hashes.predict(features[:, :_HASHED]))


def _maxout_of(layer: Any) -> tuple[Any, Any]:
    """The maxout layer and the layer norm somewhere inside a layer."""
    inner = {node.name: node for node in layer.walk()}
    return inner["maxout"], inner["layernorm"]
