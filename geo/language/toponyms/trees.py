"""Boosted decision trees over small whole numbers, read from arrays and evaluated all at once.

Every tree has at most 32 leaves. Each test that occurs in any tree is made once for all candidates, whose
answers are the bits of one row. A leaf is reached by those candidates that pass all the tests on its way,
so a few bit operations do for eight candidates at once, and nothing but numpy is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.language.toponyms.page import Flags, Ints
    from geo.language.toponyms.vocabulary import Bytes

Floats = npt.NDArray[np.float64]

LEAVES = 32
"""Most leaves of a tree, and how many there is room for in each."""
_ALL = np.uint32((1 << LEAVES) - 1)
_BITS = LEAVES.bit_length() - 1
_BLOCK = 2048
"""Candidates evaluated at once."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays.

    ``feature`` and ``threshold`` are of the tests that occur in the trees, each once: a value above the
    threshold fails. ``steps`` are rows of answers: of its first test for every leaf that has one, the
    deepest leaves first, of the second for those that have a second, and so on (see ``_answers`` for the
    rows). ``numbered`` says for each bit of a leaf's number where in that order the leaves stand whose
    number has it, tree by tree. ``value`` of the leaves is in log-odds; ``share`` is what each group of
    features adds on the way to a leaf.
    """

    feature: Ints
    threshold: Bytes
    steps: tuple[Ints, ...]
    numbered: tuple[Ints, ...]
    value: Floats
    share: Floats
    bias: float

    def leaves(self, features: Bytes) -> Ints:
        """Number of the leaf of every tree (rows) for every candidate (columns).

        ``features`` has a row a feature and a column a candidate.
        """
        size = features.shape[1]
        blocks = [self._reached(features[:, at : at + _BLOCK]) for at in range(0, max(size, 1), _BLOCK)]
        first: Ints = np.arange(0, len(self.numbered[0]) * LEAVES, LEAVES)[:, None]
        return first + (np.concatenate(blocks, axis=1) if len(blocks) > 1 else blocks[0])

    def _reached(self, features: Bytes) -> Bytes:
        """As ``leaves``, each tree's own counted from 0."""
        answers = _answers(features, self.feature, self.threshold)
        reached = np.zeros((len(self.numbered[0]), features.shape[1]), np.uint8)
        if not self.steps:
            return reached
        way = answers.take(self.steps[0], axis=0)
        for step in self.steps[1:]:
            way[: len(step)] &= answers.take(step, axis=0)
        for bit, leaves in enumerate(self.numbered):
            having = np.bitwise_or.reduce(way.take(leaves, axis=0), axis=1)
            reached |= np.unpackbits(having, axis=1, count=features.shape[1]) << np.uint8(bit)
        return reached

    def scores(self, leaves: Ints) -> Floats:
        """Log-odds of every candidate from its leaves."""
        total: Floats = self.value.take(leaves).sum(axis=0) + self.bias
        return total

    def shares(self, leaves: Ints) -> Floats:
        """What each group of features adds to the log-odds of each candidate: candidate by group."""
        added = np.zeros((leaves.shape[1], self.share.shape[1]))
        for reached in leaves:  # tree by tree: all at once would be megabytes
            added += self.share.take(reached, axis=0)
        return added


def _answers(features: Bytes, feature: Ints, threshold: Bytes) -> Bytes:
    """A bit a candidate: whether it fails each test, whether it passes each, and a row of no answers."""
    failed = np.packbits(features.take(feature, axis=0) > threshold[:, None], axis=1)
    return np.concatenate((failed, ~failed, np.zeros_like(failed[:1])))


def forest(arrays: Mapping[str, npt.NDArray[Any]], prefix: str) -> Forest:
    """A forest from the arrays of a model file whose names start with a prefix.

    Of the inner nodes, node by tree, they give the feature, the threshold and, for a failed test, the
    leaves that are left: bits of a mask.
    """
    test = arrays[f"{prefix}feature"].astype(np.int64) << 8 | arrays[f"{prefix}threshold"]
    tests, number = np.unique(test, return_inverse=True)
    steps, numbered = _ways(number.reshape(test.shape).T, arrays[f"{prefix}mask"].T, len(tests))
    return Forest(
        feature=tests >> 8,
        threshold=(tests & 255).astype(np.uint8),
        steps=steps,
        numbered=numbered,
        value=arrays[f"{prefix}value"].astype(np.float64),
        share=arrays[f"{prefix}share"].astype(np.float64),
        bias=float(arrays[f"{prefix}bias"]),
    )


def _ways(test: Ints, mask: npt.NDArray[np.uint32], tests: int) -> tuple[tuple[Ints, ...], tuple[Ints, ...]]:
    """``Forest.steps`` and ``numbered`` of trees, from the tests and masks of their nodes, tree by node."""
    passing, failing, missing = _sides(mask)
    row = np.where(passing, test[:, None] + tests, np.where(failing, test[:, None], -1))
    row[..., 0] = np.where(missing, 2 * tests, row[..., 0])
    trees, room, nodes = row.shape
    row = -np.sort(-row.reshape(-1, nodes), axis=1)  # the ways first: their order is of no matter
    depth = np.count_nonzero(row >= 0, axis=1)
    order = np.argsort(-depth, kind="stable")
    row, depth = row[order], depth[order]
    steps = tuple(row[: np.count_nonzero(depth > at), at] for at in range(depth.max(initial=0)))
    place = np.argsort(order).reshape(trees, room)
    leaf = np.arange(room)
    return steps, tuple(place[:, leaf >> bit & 1 == 1] for bit in range(_BITS))


def _sides(mask: npt.NDArray[np.uint32]) -> tuple[Flags, Flags, Flags]:
    """For each leaf the nodes whose test leads to it when passed, and when failed; leaves that do not exist.

    A failed test strikes out the leaves from a first to a last: those below the node that a passed one
    leads to. The others below it follow, up to where those struck out by a node further up end.
    """
    struck: Flags = (~mask[..., None] >> np.arange(LEAVES, dtype=np.uint32) & 1).astype(bool)
    exists: Flags = mask != _ALL
    count: Ints = exists.sum(axis=1) + 1
    first: Ints = struck.argmax(axis=2)
    last: Ints = first + struck.sum(axis=2)
    above = (first[:, None] <= first[..., None]) & (last[:, None] > last[..., None]) & exists[:, None]
    end = np.where(above, last[:, None], count[:, None, None]).min(axis=2)
    leaf = np.arange(count.max(initial=1))
    passing = struck[..., : len(leaf)].transpose(0, 2, 1)
    failing = (last[:, None] <= leaf[:, None]) & (leaf[:, None] < end[:, None]) & exists[:, None]
    return passing, failing, leaf >= count[:, None]


def probability(log_odds: Floats) -> Floats:
    """Log-odds as probabilities."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found
