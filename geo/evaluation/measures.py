"""The measures: shares, F1, errors in kilometres, calibration, and intervals for them.

A measure over nothing is None, never 0: "no case" is not "all wrong".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geo.evaluation.sphere import FARTHEST_KM

DIGITS = 4
SEED = 13
"""Of the resampling, so that the same input gives the same intervals."""
_Z = 1.959964
"""Standard normal deviate of a two-sided 95 % interval."""

Counts = Mapping[str, float]
Summary = Callable[[Counts], dict[str, float | None]]


@dataclass(slots=True)
class Tally:
    """What was counted in one document, or in many: counts by name, and lists of values by name."""

    counts: Counter[str] = field(default_factory=Counter)
    values: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, amount: int = 1) -> None:
        """Count ``amount`` more under a name."""
        self.counts[name] += amount

    def __getitem__(self, name: str) -> int:
        return self.counts[name]


def total(tallies: Iterable[Tally]) -> Tally:
    """All tallies as one."""
    whole = Tally()
    for tally in tallies:
        whole.counts.update(tally.counts)
        for name, values in tally.values.items():
            whole.values[name].extend(values)
    return whole


def share(part: float, whole: float) -> float | None:
    """Part of the whole, None where there is none."""
    return part / whole if whole else None


def rounded(value: float | None, digits: int = DIGITS) -> float | None:
    """A measure as it is reported."""
    return None if value is None else round(value, digits)


def f1(right: float, predicted: float, wanted: float) -> float | None:
    """Harmonic mean of precision and recall."""
    return share(2 * right, predicted + wanted)


def prf(right: float, predicted: float, wanted: float) -> dict[str, Any]:
    """Precision, recall and F1 with the counts behind them."""
    return {
        "precision": rounded(share(right, predicted)),
        "recall": rounded(share(right, wanted)),
        "f1": rounded(f1(right, predicted, wanted)),
        "right": int(right),
        "predicted": int(predicted),
        "gold": int(wanted),
    }


def ratio(right: float, of: float) -> dict[str, Any]:
    """How many of how many, and their share."""
    return {"accuracy": rounded(share(right, of)), "right": int(right), "of": int(of)}


def mean(values: Sequence[float]) -> float | None:
    """Arithmetic mean."""
    return share(math.fsum(values), len(values))


def median(values: Sequence[float]) -> float | None:
    """Middle value, or the mean of the two in the middle."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def area_under_errors(errors_km: Sequence[float]) -> float | None:
    """Area under the curve of ascending ln(error + 1) as a share of the worst: 0 perfect, 1 antipodes.

    Gritta, Pilehvar and Collier (2018), "A Pragmatic Guide to Geoparsing Evaluation", by the trapezoid rule.
    """
    if len(errors_km) < 2:
        return None
    curve = [math.log(error + 1) for error in sorted(errors_km)]
    area = math.fsum(curve) - (curve[0] + curve[-1]) / 2
    return area / (math.log(FARTHEST_KM) * (len(curve) - 1))


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """95 % interval of a share (Wilson 1927), None over nothing."""
    if not of:
        return None
    found, spread = right / of, _Z**2 / of
    middle = (found + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (found * (1 - found) + spread / 4)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def reliability(answers: Sequence[tuple[float, bool]], *, bins: int) -> list[dict[str, Any]]:
    """Stated probability against the share that was right, in bins of equal width over 0 to 1."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, right in answers:
        held[min(bins - 1, int(probability * bins))].append((probability, right))
    return [
        {
            "from": round(number / bins, 4),
            "to": round((number + 1) / bins, 4),
            "answers": len(inside),
            "stated": rounded(mean([probability for probability, _ in inside])),
            "right": rounded(share(sum(right for _, right in inside), len(inside))),
        }
        for number, inside in enumerate(held)
    ]


def calibration_error(answers: Sequence[tuple[float, bool]], *, bins: int) -> float | None:
    """Expected calibration error: the gap between stated and found, weighted by answers."""
    rows = [row for row in reliability(answers, bins=bins) if row["answers"]]
    gaps = math.fsum(row["answers"] * abs(row["stated"] - row["right"]) for row in rows)
    return share(gaps, len(answers))


def intervals(groups: Sequence[Iterable[Counts]], summary: Summary, *, times: int) -> dict[str, Any]:
    """95 % interval of each measure of ``summary`` by drawing the groups anew, with replacement.

    A group holds what belongs together (the passages of one document). No interval for fewer than two.
    """
    sums = [_sum(group) for group in groups]
    if times < 1 or len(sums) < 2:
        return {}
    names = sorted({name for one in sums for name in one})
    # sorted, so that the order of the documents changes nothing
    table = np.array(sorted([float(one.get(name, 0)) for name in names] for one in sums))
    draws = np.random.default_rng(SEED).multinomial(len(sums), [1 / len(sums)] * len(sums), size=times)
    drawn: defaultdict[str, list[float]] = defaultdict(list)
    for row in (draws @ table).tolist():
        for name, value in summary(Counter(dict(zip(names, row, strict=True)))).items():
            if value is not None:
                drawn[name].append(value)
    return {name: _middle(values) for name, values in drawn.items()}


def _sum(group: Iterable[Counts]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for counts in group:
        whole.update(counts)
    return whole


def _middle(values: Sequence[float]) -> list[float]:
    """The middle 95 % of the values."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return [round(ordered[min(last, int(len(ordered) * part))], DIGITS) for part in (0.025, 0.975)]
