"""Boosted decision trees over small whole numbers, read from arrays and evaluated all at once.

Every tree has at most 32 leaves. For each inner node a mask of leaves tells which of them a row can no
longer reach when it fails the node's test; the leaf reached is the first that no failed test has struck
out (Lucchese et al. 2015, "QuickScorer"). So one comparison a node and a few bit operations do for all
rows and trees together, and nothing but numpy is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.language.toponyms.vocabulary import Bytes

Floats = npt.NDArray[np.float64]

LEAVES = 32
"""Most leaves of a tree: the bits of a mask."""
_BLOCK = 1024
"""Candidates evaluated at once."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays.

    ``feature`` and ``threshold`` are of the inner nodes, node by tree; ``mask`` is what a failed test (a
    value above the threshold) leaves; ``value`` of the leaves, in log-odds; ``share`` is what each group
    of features adds on the way to a leaf.
    """

    feature: npt.NDArray[np.int64]
    threshold: Bytes
    mask: npt.NDArray[np.uint32]
    value: npt.NDArray[np.float32]
    share: Floats
    bias: float

    def leaves(self, features: Bytes) -> npt.NDArray[np.int64]:
        """Number of the leaf of every tree (rows) for every candidate (columns).

        ``features`` has a row a feature and a column a candidate.
        """
        size = features.shape[1]
        if size > _BLOCK:
            parts = [self.leaves(features[:, at : at + _BLOCK]) for at in range(0, size, _BLOCK)]
            return np.concatenate(parts, axis=1)
        nodes, trees = self.feature.shape
        if not size:
            return np.zeros((trees, 0), np.int64)
        failed = features.take(self.feature.ravel(), axis=0) > self.threshold.ravel()[:, None]
        whole = np.negative(failed.view(np.uint8))  # all bits where a test failed
        struck = np.zeros((trees, size), np.uint32)
        for bit in range(0, LEAVES, 8):  # byte by byte: a fourth of the memory to go through
            leaves = (~self.mask >> np.uint32(bit)).astype(np.uint8).ravel()
            if leaves.any():
                gone = np.bitwise_or.reduce((whole & leaves[:, None]).reshape(nodes, trees, -1), axis=0)
                struck |= gone.astype(np.uint32) << np.uint32(bit)
        reach = ~struck
        lowest = (reach & (~reach + np.uint32(1))).astype(np.float32)
        first = (lowest.view(np.uint32) >> np.uint32(23)).astype(np.int64) - 127
        found: npt.NDArray[np.int64] = first + np.arange(0, trees * LEAVES, LEAVES)[:, None]
        return found

    def scores(self, leaves: npt.NDArray[np.int64]) -> Floats:
        """Log-odds of every candidate from its leaves."""
        total: Floats = self.value[leaves].sum(axis=0, dtype=np.float64) + self.bias
        return total

    def shares(self, leaves: npt.NDArray[np.int64]) -> Floats:
        """What each group of features adds to the log-odds of each candidate: candidate by group."""
        rows = self.share.take(leaves.ravel(), axis=0)  # faster than by an index of two dimensions
        added: Floats = rows.reshape(*leaves.shape, -1).sum(axis=0)
        return added


def forest(arrays: Mapping[str, npt.NDArray[Any]], prefix: str) -> Forest:
    """A forest from the arrays of a model file whose names start with a prefix."""
    return Forest(
        feature=arrays[f"{prefix}feature"].astype(np.int64),
        threshold=arrays[f"{prefix}threshold"],
        mask=arrays[f"{prefix}mask"],
        value=arrays[f"{prefix}value"],
        share=arrays[f"{prefix}share"].astype(np.float64),
        bias=float(arrays[f"{prefix}bias"]),
    )


def probability(log_odds: Floats) -> Floats:
    """Log-odds as probabilities."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found
