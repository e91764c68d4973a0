"""LightGBM's trees as the arrays that ``geo.language.toponyms.trees`` reads."""

# ruff: noqa: ANN001, ANN201, ANN202, ANN204 - a script run by hand

from __future__ import annotations

import math

import numpy as np

from geo.language.toponyms.trees import LEAVES

_ALL = (1 << LEAVES) - 1


def arrays_of(booster, group_of, groups, prefix):
    """``group_of`` gives each feature's group; all are numbers. Thresholds become whole numbers."""
    trees = [info["tree_structure"] for info in booster.dump_model()["tree_info"]]
    nodes = max(_inner(tree) for tree in trees)
    feature = np.zeros((nodes, len(trees)), np.uint16)
    threshold = np.full((nodes, len(trees)), 255, np.uint8)
    mask = np.full((nodes, len(trees)), _ALL, np.uint32)
    value = np.zeros(len(trees) * LEAVES, np.float32)
    share = np.zeros((len(trees) * LEAVES, groups), np.float32)
    bias = 0.0
    for number, tree in enumerate(trees):
        bias += tree.get("internal_value", tree.get("leaf_value", 0.0))
        filled = _Filled(feature[:, number], threshold[:, number], mask[:, number])
        for leaf, (found, added) in enumerate(_walk(tree, filled, group_of, np.zeros(groups))):
            value[number * LEAVES + leaf] = found
            share[number * LEAVES + leaf] = added
    found = {"feature": feature, "threshold": threshold, "mask": mask, "value": value, "share": share}
    return {f"{prefix}{name}": array for name, array in found.items()} | {f"{prefix}bias": np.float32(0.0)}


class _Filled:
    def __init__(self, feature, threshold, mask):
        self.feature, self.threshold, self.mask = feature, threshold, mask
        self.nodes = self.leaves = 0


def _inner(tree):
    return 1 + _inner(tree["left_child"]) + _inner(tree["right_child"]) if "split_feature" in tree else 0


def _walk(tree, filled, group_of, added):
    """Leaves from left to right: (value, shares); fills in the inner nodes on the way."""
    if "split_feature" not in tree:
        filled.leaves += 1
        yield tree["leaf_value"], added
        return
    node = filled.nodes
    filled.nodes += 1
    filled.feature[node] = tree["split_feature"]
    filled.threshold[node] = min(255, math.floor(tree["threshold"]))
    here, start = tree["internal_value"], filled.leaves
    group = group_of[tree["split_feature"]]
    for side in ("left_child", "right_child"):
        child = tree[side]
        more = added.copy()
        more[group] += child.get("internal_value", child.get("leaf_value")) - here
        yield from _walk(child, filled, group_of, more)
        if side == "left_child":
            gone = sum(1 << leaf for leaf in range(start, filled.leaves))
            filled.mask[node] = _ALL & ~gone
