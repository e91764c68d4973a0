"""The figures of place names, from counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.evaluation.measures import (
    Counts,
    Tally,
    area_under_errors,
    calibration_error,
    f1,
    intervals,
    mean,
    median,
    prf,
    ratio,
    reliability,
    rounded,
    share,
    total,
)

BINS = 10
KEPT_FROM = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Probabilities from which answers are kept, in the table of what that costs."""


def figures(tallies: Sequence[Tally], *, times: int) -> dict[str, Any]:
    """All figures of a run, with intervals from resampling the documents ``times`` times."""
    whole = total(tallies)
    return {
        "documents": whole["documents"],
        "gold": whole["gold"],
        "predicted": whole["predicted"],
        "recognition": {way: _found(whole, way) for way in ("exact", "overlap")},
        "resolution": {way: _placed(whole, way) for way in ("exact", "overlap")},
        "end_to_end": _found(whole, "end_to_end"),
        "end_to_end_names": _names(whole),
        "intervals": intervals([[tally.counts] for tally in tallies], _summary, times=times),
        "by_gold": _by_label(whole, ("kind", "type", "fclass")),
        "by_predicted_kind": _by_predicted(whole),
        "by_world_region": _by_region(whole),
        "calibration": _calibration(whole),
    }


def handed_figures(tallies: Sequence[Tally], *, times: int) -> dict[str, Any]:
    """Figures of a run whose spans were handed over."""
    whole = total(tallies)
    errors = whole.values["handed"]
    return {
        "documents": whole["documents"],
        "gold": whole["gold"],
        "resolution_gold_spans": {
            **_errors(errors, whole["handed.near"]),
            "unanswered": whole["handed.unanswered"],
        },
        "intervals": intervals([[tally.counts] for tally in tallies], _handed_summary, times=times),
        "by_gold": _near_by(whole, ("kind", "type", "fclass")),
        "by_world_region": _near_by(whole, ("world",)),
    }


def _found(whole: Tally, way: str) -> dict[str, Any]:
    right, read, gold = whole[f"{way}.right"], whole["predicted"], whole["gold"]
    judged = prf(right, read - whole[f"{way}.unjudged"], gold)
    return {
        **prf(right, read, gold),
        "nocoord_ignored": {name: judged[name] for name in ("precision", "recall", "f1", "predicted")},
    }


def _placed(whole: Tally, way: str) -> dict[str, Any]:
    near, unplaced = whole[f"{way}.near"], whole[f"{way}.unplaced"]
    placed = whole[f"{way}.placed"]
    return {
        **_errors(whole.values[way], near),
        "unplaced": unplaced,
        "accuracy_unplaced_wrong": rounded(share(near, placed + unplaced)),
    }


def _errors(errors_km: Sequence[float], near: float) -> dict[str, Any]:
    return {
        **ratio(near, len(errors_km)),
        "mean_km": rounded(mean(errors_km), 1),
        "median_km": rounded(median(errors_km), 2),
        "auc": rounded(area_under_errors(errors_km)),
    }


def _names(whole: Tally) -> dict[str, Any]:
    precision = share(whole["names.predicted_right"], whole["names.predicted"])
    recall = share(whole["names.gold_right"], whole["names.gold"])
    both = (precision or 0) + (recall or 0)
    return {
        "precision": rounded(precision),
        "recall": rounded(recall),
        "f1": rounded(share(2 * (precision or 0) * (recall or 0), both)),
    }


def _summary(counts: Counts) -> dict[str, float | None]:
    """The measures that get an interval."""
    gold, read = counts["gold"], counts["predicted"]
    right = counts["end_to_end.right"]
    return {
        "recognition_exact_f1": f1(counts["exact.right"], read, gold),
        "recognition_overlap_f1": f1(counts["overlap.right"], read, gold),
        "accuracy": share(counts["exact.near"], counts["exact.placed"]),
        "mean_km": share(counts["exact.sum_m"] / 1000, counts["exact.placed"]),
        "end_to_end_precision": share(right, read),
        "end_to_end_recall": share(right, gold),
        "end_to_end_f1": f1(right, read, gold),
        "end_to_end_f1_nocoord_ignored": f1(right, read - counts["end_to_end.unjudged"], gold),
    }


def _handed_summary(counts: Counts) -> dict[str, float | None]:
    return {
        "accuracy": share(counts["handed.near"], counts["gold"]),
        "mean_km": share(counts["handed.sum_m"] / 1000, counts["gold"]),
    }


def _groups(whole: Tally, families: Sequence[str], of: str) -> list[str]:
    """Names such as ``type=CITY`` that something was counted under, in a fixed order."""
    found = [
        name.split("|")[1] for name in whole.counts if name.startswith("by|") and name.endswith(f"|{of}")
    ]
    return sorted(
        (name for name in found if name.partition("=")[0] in families),
        key=lambda name: (families.index(name.partition("=")[0]), name),
    )


def _by_label(whole: Tally, families: Sequence[str]) -> dict[str, Any]:
    """Names found and how they were placed, by group of labels."""
    return {name.removeprefix("world="): _group(whole, name) for name in _groups(whole, families, "gold")}


def _group(whole: Tally, name: str) -> dict[str, Any]:
    gold = whole[f"by|{name}|gold"]
    return {
        "gold": gold,
        "recognised_exact": rounded(share(whole[f"by|{name}|exact"], gold)),
        "recognised": rounded(share(whole[f"by|{name}|overlap"], gold)),
        **_errors_of(whole, name),
        "end_to_end": rounded(share(whole[f"by|{name}|end_to_end"], gold)),
    }


def _by_region(whole: Tally) -> dict[str, Any]:
    """The same by part of the world, with the precision of the pins put there and the F1 of both."""
    return {
        name: {**figures, **_pins(whole, f"put={name}", figures["end_to_end"])}
        for name, figures in _by_label(whole, ("world",)).items()
    }


def _pins(whole: Tally, name: str, recall: float | None) -> dict[str, Any]:
    pins = whole[f"by|{name}|placed"]
    precision = share(whole[f"by|{name}|right"], pins)
    both = (precision or 0.0) + (recall or 0.0)
    return {
        "pins": pins,
        "precision": rounded(precision),
        "end_to_end_f1": rounded(share(2 * (precision or 0.0) * (recall or 0.0), both)),
    }


def _near_by(whole: Tally, families: Sequence[str]) -> dict[str, Any]:
    return {
        name.removeprefix("world="): {"gold": whole[f"by|{name}|gold"], **_errors_of(whole, name)}
        for name in _groups(whole, families, "gold")
    }


def _errors_of(whole: Tally, name: str) -> dict[str, Any]:
    """Accuracy and errors of the labels of a group that were placed."""
    figures = _errors(whole.values[f"by|{name}"], whole[f"by|{name}|near"])
    return {key: figures[key] for key in ("accuracy", "mean_km", "median_km", "auc")}


def _by_predicted(whole: Tally) -> dict[str, Any]:
    return {
        name.partition("=")[2]: {
            "placed": whole[f"by|{name}|placed"],
            "right": whole[f"by|{name}|right"],
            "precision": rounded(share(whole[f"by|{name}|right"], whole[f"by|{name}|placed"])),
        }
        for name in _groups(whole, ("predicted",), "placed")
    }


def _calibration(whole: Tally) -> dict[str, Any]:
    """How far the stated probability can be trusted, and what a threshold on it keeps and costs."""
    right = whole.values["met.right"]
    wrong, unmet = whole.values["met.wrong"], whole.values["unmet.wrong"]
    answers = [(value, True) for value in right] + [(value, False) for value in (*wrong, *unmet)]
    on_names = [(value, True) for value in right] + [(value, False) for value in wrong]
    return {
        "answers": len(answers),
        "expected_calibration_error": rounded(calibration_error(answers, bins=BINS)),
        "expected_calibration_error_on_gold_names": rounded(calibration_error(on_names, bins=BINS)),
        "reliability": reliability(answers, bins=BINS),
        "kept": [_kept(right, wrong, unmet, least) for least in KEPT_FROM] if answers else [],
    }


def _kept(
    right: Sequence[float], wrong: Sequence[float], unmet: Sequence[float], least: float
) -> dict[str, Any]:
    good = sum(value >= least for value in right)
    bad = sum(value >= least for value in wrong)
    false = sum(value >= least for value in unmet)
    return {
        "probability": least,
        "kept": good + bad + false,
        "right": rounded(share(good, good + bad + false)),
        "right_on_gold_names": rounded(share(good, good + bad)),
        "correct_dropped": rounded(share(len(right) - good, len(right))),
    }
