"""Clauses about one place ("near X, 30 km from Y"): what they cover together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from geo.geometry.areas import Patch
from geo.geometry.regions import written
from geo.records import Drawing, Region

_LOOSE = frozenset({"IN"})
"""Models whose place already cuts the others."""


def stacked(
    regions: Sequence[Region], drawings: Sequence[Drawing], patches: Sequence[Patch | None]
) -> tuple[tuple[Drawing, ...], tuple[Patch | None, ...]]:
    """Drawings of clauses about one place ("near X, 30 km from Y"): each core is cut to the others.

    Halos stay, since either clause may be loose; clauses that do not meet are drawn apart, with a warning.
    """
    made, cut = list(drawings), list(patches)
    for index, region in enumerate(regions):
        core, met = _core(patches[index]), True
        for other in _about_the_same(index, regions):
            rim = _reach(patches[other])
            if core is None or rim is None:
                continue
            both = core.intersection(rim)
            met, core = met and not both.is_empty, core if both.is_empty else both
        if not met:
            told = region.phrase.target.text if region.phrase.target else "it"
            note = f"the clauses about {told} do not meet: drawn apart"
            made[index] = replace(made[index], warnings=(*made[index].warnings, note))
        elif core is not None and core is not _core(patches[index]):
            made[index] = replace(
                made[index],
                geometry=written(core),
                model=f"{made[index].model}; cut to the clauses beside it",
            )
            cut[index] = Patch(core, _reach(patches[index]))
    return tuple(made), tuple(cut)


def _about_the_same(index: int, regions: Sequence[Region]) -> list[int]:
    """Other regions whose clauses locate the same words."""
    target = regions[index].phrase.target
    if target is None or target.start == target.end or regions[index].phrase.model in _LOOSE:
        return []
    return [
        other
        for other, region in enumerate(regions)
        if other != index
        and region.phrase.target is not None
        and region.phrase.model not in _LOOSE
        and (region.phrase.target.start, region.phrase.target.end) == (target.start, target.end)
    ]


def _core(patch: Patch | None) -> BaseGeometry | None:
    return None if patch is None else patch.core if patch.core is not None else patch.halo


def _reach(patch: Patch | None) -> BaseGeometry | None:
    return None if patch is None else patch.halo if patch.halo is not None else patch.core
