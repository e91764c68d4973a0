"""Which movement as read is which labelled one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.evaluation.matching import best_first, common, touches
from geo.evaluation.movement_answers import EndRead, MovementRead
from geo.evaluation.movement_ends import ASIDE, NOTHING, RIGHT, judge, lies, says
from geo.evaluation.movement_labels import EndLabel, MovementLabel

ROLES = ("origin", "destination")
_BY_ENDS, _BY_CORE = 0.01, 0.001
"""What breaks a tie between triggers that overlap alike: ends that agree, then a core label."""
_ALTERNATIVE = 0.5
"""Worth of an overlap with another trigger than the labelled one."""


def pair(reads: Sequence[MovementRead], labels: Sequence[MovementLabel]) -> dict[int, int]:
    """Index of read to index of label, one to one.

    First by triggers that overlap, the best first; what is left then by a clause that the movement
    touches, where every labelled end was read.
    """
    pairs = best_first(_by_trigger(reads, labels))
    used = set(pairs.values())
    open_reads = [at for at in range(len(reads)) if at not in pairs]
    open_labels = [number for number in range(len(labels)) if number not in used]
    left = (
        (agreed + 100 * _BY_CORE * labels[number].core, at, number)
        for at in open_reads
        for number in open_labels
        if common(reads[at].whole, labels[number].clause)
        and (agreed := ends_agreeing(reads[at], labels[number]))
    )
    return pairs | best_first(left)


def _by_trigger(
    reads: Sequence[MovementRead], labels: Sequence[MovementLabel]
) -> Iterator[tuple[float, int, int]]:
    for at, read in enumerate(reads):
        for number, label in enumerate(labels):
            overlap = _overlap(read, label)
            if overlap:
                yield overlap + _BY_ENDS * ends_agreeing(read, label) + _BY_CORE * label.core, at, number


def _overlap(read: MovementRead, label: MovementLabel) -> float:
    """Characters shared with the trigger that shares most, as a part of the longer of the two."""
    worth = [1.0] + [_ALTERNATIVE] * (len(label.triggers) - 1)
    shared = [common(read.trigger, span) * each for span, each in zip(label.triggers, worth, strict=True)]
    most = max(shared)
    trigger = label.triggers[shared.index(most)]
    longer = max(read.trigger.end - read.trigger.start, trigger.end - trigger.start)
    return most / longer if longer else 0.0


def ends_agreeing(read: MovementRead, label: MovementLabel) -> int:
    """Labelled ends that were read; 0 where any was not."""
    wanted = [role for role in ROLES if label.ends[role] is not None]
    return len(wanted) if all(_agrees(read.ends[role], label, role) for role in wanted) else 0


def _agrees(end: EndRead | None, label: MovementLabel, role: str) -> bool:
    open_to: list[EndLabel | None] = [label.ends[role], *label.fair_ends[role]]
    return end is not None and any(says(end, one) or lies(end, one) for one in open_to if one is not None)


def is_repeat(read: MovementRead, pairs: dict[int, int], labels: Sequence[MovementLabel]) -> bool:
    """Whether a movement tells once more what a matched one tells: on its trigger, with fair ends."""
    return any(
        touches(read.trigger, labels[number].triggers)
        and all(_is_fair(read.ends[role], labels[number], role) for role in ROLES)
        for number in pairs.values()
    )


def _is_fair(end: EndRead | None, label: MovementLabel, role: str) -> bool:
    if end is None:
        return True
    fits = lies if end.located else says
    return judge(end, label.ends[role], label.fair_ends[role], fits) in {RIGHT, ASIDE, NOTHING}
