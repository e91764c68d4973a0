"""The axis of the timeline: bins that begin with calendar units, few labelled, with the words of every edge.

Years are astronomical (0 is 1 BCE) in numbers and historical in words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.page import swatches, times
from geo.page.times import MINUTES_A_DAY, MONTHS, When, date_of, day_number, day_words, short, year_words

if TYPE_CHECKING:
    from geo import schema

MOST_BINS = 100
"""Bins of the axis at most: 3 pixels each on a phone (project choice)."""
MOST_LABELS = 8
"""Labels under the axis at most (project choice)."""
FAR_SHARE = 0.2
"""Share of the marks that may be gathered at an end of the axis as "earlier" or "later" (project choice)."""
FAR_RATIO = 4.0
"""How much longer the axis must be with them than without (project choice)."""
FAR_WIDTH = 0.07
"""Bins of such an end, as a share of the others (project choice)."""
LAST_LABEL = 1 - FAR_WIDTH
"""Labels begin at their edge; one that begins beyond has no room (project choice)."""

HIGH = 30
"""Height of the box of the bars."""
LOWEST, FEWEST = 2.5, 3
"""Least height of a bar; marks that fill the height at least (project choices)."""
GAP, WIDEST = 0.08, 20
"""Share of its bin left free on each side of a bar; greatest width of a bar (project choices)."""


class Step(NamedTuple):
    """``many`` times a unit (minute, day, month, year), and about how many days that is."""

    unit: str
    many: int
    days: float


STEPS = (
    *(Step("minute", count, count / MINUTES_A_DAY) for count in (1, 5, 15, 30, 60, 180, 360, 720)),
    *(Step("day", count, count) for count in (1, 7)),
    *(Step("month", count, 30.4 * count) for count in (1, 3, 6)),
    *(Step("year", lead * 10**zeros, 365.2 * lead * 10**zeros) for zeros in range(11) for lead in (1, 2, 5)),
)


def timeline(layers: schema.Layers, whens: Mapping[str, When]) -> dict[str, Any] | None:
    """The axis over the claims, or over all marks where the claims are of one time; None if these are, too.

    It reaches over all that is only counted, too; bars are of what is shown one by one.
    ``bars`` are the outlines of all bars of "event" and of "report" in a box of 1,000 by ``HIGH``;
    ``stops`` are the numbers of the edges that end a bin in which a mark begins, ``undated`` counts the
    marks without a time.
    """
    claims = [*layers.movements["id"].tolist(), *layers.situations["id"].tolist()]
    counted = [When(*days, "event") for one in layers.counts if (days := times.days(one.period))]
    for marks in (claims, list(whens)):
        told = [whens[mark] for mark in marks if mark in whens]
        made = axis([*told, *counted])
        if told and made:
            edges: list[float] = made["edges"]
            bins = [(bisect_right(edges, when.start) - 1, bisect_left(edges, when.end)) for when in told]
            bars = _bars(len(edges) - 1, bins, [when.of for when in told])
            size = sum(len(getattr(layers, name)) for name in swatches.KINDS)
            stops = sorted({bisect_right(edges, when.start) for when in (*told, *counted)})
            return {**made, "stops": stops, "bars": bars, "undated": size - len(whens)}
    return None


def _bars(size: int, bins: Sequence[tuple[int, int]], kinds: Sequence[str]) -> dict[str, str]:
    """Bars by kind, one kind on the other; a mark of several bins is shared out over them."""
    counts: dict[str, list[float]] = {kind: [0.0] * size for kind in sorted(set(kinds))}
    for (first, end), kind in zip(bins, kinds, strict=True):
        for index in range(first, end):
            counts[kind][index] += 1 / (end - first)
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    scale = HIGH / max(FEWEST, *total)
    ground = [float(HIGH)] * size
    bars = {}
    for kind, column in counts.items():
        path = []
        for index, value in enumerate(column):
            if value:
                high = value * max(scale, LOWEST / total[index])
                ground[index] -= high
                path.append(_bar(1000 * index / size, 1000 / size, ground[index], high))
        bars[kind] = "".join(path)
    return bars


def _bar(left: float, room: float, top: float, high: float) -> str:
    wide = min((1 - 2 * GAP) * room, WIDEST)
    left += (room - wide) / 2
    return f"M{left:.1f} {top:.1f}h{wide:.1f}v{high:.1f}H{left:.1f}z"


def axis(whens: Sequence[When]) -> dict[str, Any] | None:
    """What the page needs to draw the axis, None when all is of one time: there is nothing to brush.

    ``edges`` are day numbers, one more than there are bins, all drawn equally wide; ``first``, ``last`` the
    words for a range that begins or ends there, ``ticks`` pairs of a place among the edges (an index, or a
    fraction between two) and a label.
    """
    if len({when[:2] for when in whens}) < 2:
        return None
    starts, ends = sorted(when.start for when in whens), sorted(when.end for when in whens)
    low, high = _near(starts, ends)
    step = _step((high - low) / MOST_BINS, min(when.end - when.start for when in whens))
    near = _boundaries(low, high, step)
    wide = max(1, round(len(near) * FAR_WIDTH))
    before = _far(starts[0], near[0], wide)
    after = _far(near[-1], ends[-1], wide)
    edges = [*before[:-1], *near, *after[1:]]
    words = [_words(edge, step.unit if edge in near else "day") for edge in edges]
    ticks: list[tuple[float, str]] = [(0, "earlier")] if before else []
    ticks += [(index + len(before[:-1]), label) for index, label in _labels(near, step)]
    ticks = [one for one in ticks if one[0] < LAST_LABEL * (len(edges) - 1)]
    return {
        "edges": [short(edge) for edge in edges],
        "first": [first for first, _ in words],
        "last": [last for _, last in words],
        "ticks": ticks + ([(len(edges) - len(after), "later")] if after else []),
    }


def _far(low: float, high: float, most: int) -> list[float]:
    """At most so many bins of whole days from ``low`` to ``high``, none when there is nothing between."""
    if low >= high:
        return []
    return sorted({low, *(float((low + (high - low) * index / most) // 1) for index in range(1, most)), high})


def _near(starts: list[float], ends: list[float]) -> tuple[float, float]:
    """The stretch that holds most marks: without the few that would make it many times longer."""
    low, high = starts[0], ends[-1]
    most = range(int(len(starts) * FAR_SHARE), 0, -1)
    # what lies far at one end may hide what lies far at the other, until it is left out
    for _ in range(2):
        apart = (i for i in most if _apart(high - starts[i], high - starts[i - 1], high - starts[0]))
        low = starts[next(apart, 0)]
        apart = (i for i in most if _apart(ends[-1 - i] - low, ends[-i] - low, ends[-1] - low))
        high = ends[-1 - next(apart, 0)]
    return low, high


def _apart(without: float, beside: float, whole: float) -> bool:
    return 0 < without * 2 <= beside and without * FAR_RATIO <= whole


def _step(least: float, shortest: float) -> Step:
    """The finest step that is not below ``least`` days nor much finer than the ``shortest`` mark."""
    return next((one for one in STEPS if one.days >= least and one.days >= shortest * 0.9), STEPS[-1])


def _boundaries(low: float, high: float, step: Step) -> list[float]:
    """Beginnings of the steps that hold ``low`` to ``high``, and the end of the last."""
    found = []
    for edge in _from(low, step):
        found.append(edge)
        if edge >= high:
            return found
    return found


def _from(low: float, step: Step) -> Iterator[float]:
    """Beginnings of steps, from the last that is not after ``low`` on."""
    if step.unit == "minute":
        first = int(low * MINUTES_A_DAY // step.many)
        yield from ((first + index) * step.many / MINUTES_A_DAY for index in range(MOST_BINS * 2))
    elif step.unit == "day":
        # day 4 was a Monday
        first = int((low - 4) // step.many) * step.many + 4
        yield from (first + index * step.many for index in range(MOST_BINS * 2))
    else:
        year, month, _ = date_of(int(low // 1))
        if step.unit == "month":
            first = (year * 12 + month - 1) // step.many * step.many
            yield from (day_number(0, first + index * step.many + 1, 1) for index in range(MOST_BINS * 2))
        else:
            first = (year if year > 0 else year - 1) // step.many
            multiples = ((first + index) * step.many for index in range(MOST_BINS * 2))
            # there is no year 0 in words: 100 BCE, 1, 100 are the neighbours
            yield from (day_number(one if one > 0 else one + 1, 1, 1) for one in multiples)


def _labels(near: list[float], step: Step) -> list[tuple[float, str]]:
    """Beginnings of coarser steps, as places among the edges, with short labels; the first has its year."""
    for coarse in STEPS[STEPS.index(step) :]:
        begins = [edge for edge in _boundaries(near[0], near[-1], coarse) if near[0] <= edge < near[-1]]
        if 0 < len(begins) <= MOST_LABELS:
            break
    labels, year = [], None
    for begin in begins:
        labels.append((_place(begin, near), _label(begin, coarse.unit, year)))
        year = date_of(int(begin // 1))[0]
    return labels


def _place(day: float, edges: list[float]) -> float:
    """Index of the edge at a day; between two edges, where a month begins within a week, a fraction."""
    after = bisect_left(edges, day)
    if edges[after] == day:
        return after
    return round(after - (edges[after] - day) / (edges[after] - edges[after - 1]), 2)


def _label(edge: float, unit: str, before: int | None) -> str:
    year, month, day = date_of(int(edge // 1))
    minutes = round(edge % 1 * MINUTES_A_DAY)
    if unit == "year":
        return year_words(year)
    clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
    if unit == "minute" and minutes and before is not None:
        return clock
    words = MONTHS[month - 1][:3]
    if unit == "minute" and minutes:
        return f"{day} {words}, {clock}"
    if unit == "month":
        return words if before == year else f"{words} {year_words(year)}"
    words = f"{day} {words}"
    return words if before == year else f"{words} {year_words(year)}"


def _words(edge: float, unit: str) -> tuple[str, str]:
    """Words for a range that begins, and for one that ends, at an edge."""
    if unit == "minute":
        minutes = round(edge * MINUTES_A_DAY)
        clock = f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
        return (f"{clock} on {day_words(minutes // MINUTES_A_DAY, 'day', letters=3)}",) * 2
    first, last = int(edge // 1), int(-(-edge // 1)) - 1
    return day_words(first, unit, letters=3), day_words(last, unit, letters=3)
