"""Counting the movements read in one passage against its labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from geo.evaluation.matching import common
from geo.evaluation.measures import Tally
from geo.evaluation.movement_answers import MovementRead, PassageRead
from geo.evaluation.movement_ends import FALSE, MISSED, RIGHT, SWAPPED, judge, lies, says
from geo.evaluation.movement_labels import Amount, MovementLabel, Passage, Trap
from geo.evaluation.movement_matching import ROLES, is_repeat, pair
from geo.evaluation.sphere import turn_deg
from geo.evaluation.wording import same_words

_SAME_NUMBER = 0.02
_SAME_VAGUE = 2.0
_SAME_WAY_DEG = 45.0
HAPPENED = frozenset({"actual", "historical"})


@dataclass(slots=True)
class Sheet:
    """The counts of one passage and what a person should look at in it."""

    passage: Passage
    tally: Tally = field(default_factory=Tally)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, what: str, words: str, **details: Any) -> None:
        """Put down something to look at."""
        self.faults.append({"fault": what, "trigger": words, **details})

    def words(self, label: MovementLabel) -> str:
        """The trigger as it stands in the text."""
        span = label.triggers[0]
        return self.passage.text[span.start : span.end]


def count_movements(sheet: Sheet, read: PassageRead) -> None:
    """Count all movements of a passage into the sheet."""
    labels, reads = sheet.passage.movements, read.movements
    pairs = pair(reads, labels)
    matched = set(pairs.values())
    sheet.tally.add("passages")
    for number, label in enumerate(labels):
        if label.core:
            _count_label(sheet, label, found=number in matched)
    for at, one in enumerate(reads):
        sheet.tally.add("drawn", one.drawn)
        if at in pairs:
            _count_matched(sheet, one, labels[pairs[at]])
        elif is_repeat(one, pairs, labels):
            sheet.tally.add("repeats")
        else:
            _count_spurious(sheet, one)


def _count_label(sheet: Sheet, label: MovementLabel, *, found: bool) -> None:
    tally = sheet.tally
    drawable = "arrow" in label.draws
    tally.add("gold")
    tally.add("gold.drawable", drawable)
    tally.add("arrow.required", label.arrow_required)
    tally.add(f"class|{label.motion_class}|gold")
    if found:
        tally.add("found")
        tally.add("found.drawable", drawable)
        tally.add(f"class|{label.motion_class}|found")
        return
    for role in ROLES:
        tally.add(f"{role}.unmet", label.ends[role] is not None and None not in label.fair_ends[role])
    sheet.fault("missed", sheet.words(label), label=label.motion_class)


def _count_spurious(sheet: Sheet, read: MovementRead) -> None:
    tally = sheet.tally
    trap = next((one for one in sheet.passage.traps if common(read.trigger, one)), None)
    tally.add("spurious")
    tally.add("spurious.trap", trap is not None)
    for role in ROLES:
        end = read.ends[role]
        tally.add(f"{role}.unasked", end is not None and end.located)
    if read.drawn:
        tally.add("arrow.counted")
        tally.add("false.trap" if trap else "false.no_gold")
    sheet.fault(
        "false arrow" if read.drawn else "spurious", read.words, label=_why(trap), read=_ends_of(read)
    )


def _why(trap: Trap | None) -> str:
    return f"no movement: {trap.why}" if trap else "nothing labelled here"


def _ends_of(read: MovementRead) -> str:
    return " -> ".join(end.shown if (end := read.ends[role]) else "?" for role in ROLES)


def _count_matched(sheet: Sheet, read: MovementRead, label: MovementLabel) -> None:
    tally = sheet.tally
    may_be_drawn = "arrow" in label.draws
    if read.drawn and not may_be_drawn:
        tally.add("arrow.counted")
        tally.add("false.prevented" if label.draw == "prevented" else "false.denied_or_none")
        sheet.fault("false arrow", read.words, label=f"draw: {label.draw}", read=_ends_of(read))
    if not label.core:
        tally.add("aside")
        return
    tally.add("matched")
    _count_class(sheet, read, label)
    ends_right = _count_ends(sheet, read, label)
    turned = _count_direction(tally, read, label)
    _count_status(sheet, read, label)
    _count_attribution(sheet, read, label)
    _count_quantity(sheet, read, label)
    if read.drawn and may_be_drawn:
        only_a_way = label.direction_stated and not any(label.ends[role] for role in ROLES)
        right = ends_right and (not only_a_way or (turned is not None and turned <= _SAME_WAY_DEG))
        tally.add("arrow.counted")
        tally.add("arrow.right", right)
        tally.add("arrow.required_right", right and label.arrow_required)


def _count_class(sheet: Sheet, read: MovementRead, label: MovementLabel) -> None:
    if label.motion_class.upper().startswith("OTHER"):
        return
    right = bool(read.classes & label.classes)
    sheet.tally.add("class.of")
    sheet.tally.add("class.right", right)
    if not right:
        sheet.fault("class", read.words, label=label.motion_class, read="/".join(sorted(read.classes)))


def _count_ends(sheet: Sheet, read: MovementRead, label: MovementLabel) -> bool:
    """Whether every labelled end was read right and none was invented."""
    all_right = True
    for role in ROLES:
        end, wanted, fair = read.ends[role], label.ends[role], label.fair_ends[role]
        for name, fits in (("text", says), ("place", lies)):
            verdict = judge(end, wanted, fair, fits)
            sheet.tally.add(f"{role}.{name}.right", verdict == RIGHT)
            sheet.tally.add(f"{role}.{name}.false", verdict in {FALSE, SWAPPED})
            sheet.tally.add(f"{role}.{name}.missed", verdict in {MISSED, SWAPPED})
        sheet.tally.add(f"{role}.invented", verdict == FALSE)
        if verdict in {FALSE, MISSED, SWAPPED}:
            all_right = False
            told = {
                "label": (wanted.name or wanted.text) if wanted else None,
                "read": end.shown if end else None,
            }
            sheet.fault(f"{role} {'invented' if verdict == FALSE else verdict}", read.words, **told)
    return all_right


def _count_direction(tally: Tally, read: MovementRead, label: MovementLabel) -> float | None:
    """The angle between the direction read and the labelled one."""
    if not label.bearings:
        return None
    sorts = ("direction", "direction_stated") if label.direction_stated else ("direction",)
    turned = None
    if read.bearing is not None:
        turned = min(turn_deg(read.bearing, wanted) for wanted in label.bearings)
    for sort in sorts:
        tally.add(f"{sort}.of")
        if turned is not None:
            tally.values[sort].append(turned)
            tally.add(f"{sort}.told")
            tally.add(f"{sort}.within_22", turned <= _SAME_WAY_DEG / 2)
            tally.add(f"{sort}.within_45", turned <= _SAME_WAY_DEG)
    return turned


def _count_status(sheet: Sheet, read: MovementRead, label: MovementLabel) -> None:
    right = read.status in label.statuses
    merged = right or (read.status in HAPPENED and bool(label.statuses & HAPPENED))
    sheet.tally.add(f"status|{label.status}|of")
    sheet.tally.add(f"status|{label.status}|right", right)
    sheet.tally.add("status.of")
    sheet.tally.add("status.right", right)
    sheet.tally.add("status.right_merged", merged)
    if not right:
        sheet.fault("status", read.words, label=" or ".join(sorted(label.statuses)), read=read.status)


def _count_attribution(sheet: Sheet, read: MovementRead, label: MovementLabel) -> None:
    fair = label.fair_attributions
    if label.attribution is None:
        if not any(fair):
            sheet.tally.add("attribution.none")
            sheet.tally.add("attribution.spurious", bool(read.attribution))
        return
    if read.attribution is None and None in fair:
        return
    right = any(same_words(read.attribution, one) for one in (label.attribution, *fair) if one)
    sheet.tally.add("attribution.of")
    sheet.tally.add("attribution.right", right)
    if not right:
        sheet.fault("attribution", read.words, label=label.attribution, read=read.attribution)


def _count_quantity(sheet: Sheet, read: MovementRead, label: MovementLabel) -> None:
    fair = label.fair_quantities
    told = read.quantity is not None and bool(read.quantity.numbers)
    if label.quantity is None:
        if not any(fair):
            sheet.tally.add("quantity.none")
            sheet.tally.add("quantity.spurious", told)
        return
    if read.quantity is None and None in fair:
        return
    right = any(_same_amount(read.quantity, one) for one in (label.quantity, *fair) if one)
    sheet.tally.add("quantity.of")
    sheet.tally.add("quantity.right", right)
    if not right:
        sheet.fault("quantity", read.words, label=_numbers(label.quantity), read=_numbers(read.quantity))


def _same_amount(read: Amount | None, label: Amount) -> bool:
    """Whether any number read is any labelled one: within 2 %, a vague one within a factor of two."""
    pairs = [(mine, theirs) for mine in (read.numbers if read else ()) for theirs in label.numbers if theirs]
    if label.vague:
        return any(1 / _SAME_VAGUE <= mine / theirs <= _SAME_VAGUE for mine, theirs in pairs)
    return any(abs(mine - theirs) <= _SAME_NUMBER * abs(theirs) for mine, theirs in pairs)


def _numbers(amount: Amount | None) -> str:
    return " to ".join(f"{number:g}" for number in amount.numbers) if amount else ""
