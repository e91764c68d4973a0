"""Counting the relative regions read in one passage against its labels and their check points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.evaluation.matching import best_first, common, touches
from geo.evaluation.measures import Tally
from geo.evaluation.movement_answers import PassageRead, RegionRead
from geo.evaluation.movement_labels import RegionLabel
from geo.evaluation.movement_scores import Sheet
from geo.evaluation.sphere import holds

_LEAST_SHARE = 0.5
"""Of the shorter span that two regions must share to be the same."""
_BY_CORE = 0.001
_DIRECTED = frozenset({"EXT", "PART", "DD"})
"""Models whose relation words are judged."""


def count_regions(sheet: Sheet, read: PassageRead) -> None:
    """Count all regions of a passage into the sheet."""
    labels, reads, tally = sheet.passage.regions, read.regions, sheet.tally
    pairs = best_first(_overlaps(reads, labels))
    for at, one in enumerate(reads):
        if at not in pairs:
            again = touches(one, labels)
            tally.add("regions.repeats" if again else "regions.false")
            if not again:
                words = sheet.passage.text[one.start : one.end]
                sheet.fault("region false", words, read=" ".join(sorted(one.relations)))
    found = {number: reads[at] for at, number in pairs.items()}
    for number, label in enumerate(labels):
        if label.core:
            _count_label(sheet, label, found.get(number))


def _overlaps(reads: Sequence[RegionRead], labels: Sequence[RegionLabel]) -> Iterator[tuple[float, int, int]]:
    for at, read in enumerate(reads):
        for number, label in enumerate(labels):
            lengths = (read.end - read.start, label.end - label.start)
            shared = common(read, label)
            if shared and shared / min(lengths) >= _LEAST_SHARE:
                yield shared / max(lengths) + _BY_CORE * label.core, at, number


def _count_label(sheet: Sheet, label: RegionLabel, read: RegionRead | None) -> None:
    tally = sheet.tally
    tally.add("regions.gold")
    tally.add(f"region|{label.model}|gold")
    tally.add("regions.unnamed", not label.named_target)
    if read is None:
        sheet.fault("region missed", label.text, label=label.model)
        return
    tally.add("regions.found")
    tally.add(f"region|{label.model}|found")
    tally.add("regions.unnamed_found", not label.named_target)
    if label.model in _DIRECTED and label.relations:
        tally.add("relation.of")
        tally.add("relation.right", read.relations in label.relations)
    if label.distance_km:
        slack_km = max(1.0, 0.05 * label.distance_km)
        told = read.distance_km is not None and abs(read.distance_km - label.distance_km) <= slack_km
        tally.add("distance.of")
        tally.add("distance.right", told)
    tally.add("regions.without_geometry", not read.core)
    wrong = _count_points(tally, label, read)
    if wrong:
        sheet.fault("region points", label.text, label=label.model, read=f"{wrong} check points wrong")


def _count_points(tally: Tally, label: RegionLabel, read: RegionRead) -> int:
    """How many check points are wrong.

    One inside must lie in the core or the halo, one outside not in the core; without a core all are wrong.
    """
    wrong = 0
    for point in label.points:
        core, halo = holds(read.core, point.point), holds(read.halo, point.point)
        drawn = bool(read.core)
        either = core or halo
        if point.soft:
            tally.add("points.soft")
            tally.add("points.soft_right", drawn and either == point.inside)
            continue
        right = drawn and (either if point.inside else not core)
        side = "inside" if point.inside else "outside"
        for name in ("points", f"points.{side}"):
            tally.add(f"{name}.of")
            tally.add(f"{name}.right", right)
        tally.add("points.strict_right", drawn and core == point.inside)
        tally.add("points.halo_clean_right", drawn and either == point.inside)
        wrong += not right
    if any(not point.soft for point in label.points):
        tally.add("regions.with_points")
        tally.add("regions.all_right", not wrong)
    return wrong
