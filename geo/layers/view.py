"""The box that the page shows first."""

from __future__ import annotations

import geopandas

VIEW_SHARE = 0.8
"""Share of the marks' weight that the first view must hold (project choice)."""
VIEW_STRETCH = 2.0
"""Marks beyond are held too while they make the view at most so many times longer (project choice)."""


def first_view(
    places: geopandas.GeoDataFrame, regions: geopandas.GeoDataFrame, movements: geopandas.GeoDataFrame
) -> tuple[float, float, float, float] | None:
    """Box of the marks that carry most of the weight, nearest to their middle first."""
    pointed = places[
        places["precision"].isin({"settlement", "exact", "district"}) & ~places["secondary"].astype(bool)
    ]
    told = regions[~regions["secondary"].astype(bool)]
    parts = ((movements, "reports", 3.0), (told, "reports", 2.0), (pointed, "reports", 1.0))
    boxes: list[tuple[float, tuple[float, ...]]] = [
        (factor * weight, tuple(box))
        for frame, column, factor in parts
        for weight, box in zip(frame[column].tolist(), frame.geometry.bounds.to_numpy().tolist(), strict=True)
    ]
    if not boxes and len(places):
        boxes = [(1.0, tuple(box)) for box in places.geometry.bounds.to_numpy().tolist()]
    if not boxes:
        return None
    middle = tuple(
        _weighted_median([((box[i] + box[i + 2]) / 2, weight) for weight, box in boxes]) for i in (0, 1)
    )
    boxes.sort(key=lambda one: (_reach(one[1], middle), one[1]))
    kept = _kept(boxes)
    west, south = (round(min(box[i] for box in kept), 4) for i in (0, 1))
    east, north = (round(max(box[i] for box in kept), 4) for i in (2, 3))
    return west, south, east, north


def _kept(boxes: list[tuple[float, tuple[float, ...]]]) -> list[tuple[float, ...]]:
    """The nearest boxes with most of the weight, and those beyond that do not stretch the view too far."""
    total, held, kept = sum(weight for weight, _ in boxes), 0.0, [boxes[0][1]]
    limit, round_all = 0.0, boxes[0][1]
    for weight, box in boxes:
        wider = _joined(round_all, box)
        if held >= VIEW_SHARE * total:
            limit = limit or VIEW_STRETCH * _side(round_all)
            if _side(wider) > limit:
                break
        kept.append(box)
        round_all = wider
        held += weight
    return kept


def _joined(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _side(box: tuple[float, ...]) -> float:
    """Longer side of a box, in degrees."""
    return max(box[2] - box[0], box[3] - box[1])


def _reach(box: tuple[float, ...], middle: tuple[float, ...]) -> float:
    return max(abs(box[i] - middle[i % 2]) for i in range(4))


def _weighted_median(values: list[tuple[float, float]]) -> float:
    half, held = sum(weight for _, weight in values) / 2, 0.0
    for value, weight in sorted(values):
        held += weight
        if held >= half:
            return value
    return max(values)[0]
