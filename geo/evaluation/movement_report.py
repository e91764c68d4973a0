"""The figures of movements and regions, from counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median_high
from typing import Any

from geo.evaluation.measures import Counts, Tally, f1, intervals, mean, prf, ratio, rounded, share, total

FALSE_ARROWS = ("trap", "prevented", "denied_or_none", "no_gold")
STATUSES = ("actual", "historical", "planned_or_possible", "prevented_or_denied")


def figures(passages: Sequence[tuple[str, Tally]], *, times: int) -> dict[str, Any]:
    """All figures of passages given as (document, counts); the documents are resampled ``times`` times."""
    whole = total(tally for _, tally in passages)
    return {
        "passages": whole["passages"],
        "arrow": _arrow(whole),
        "detection": _detection(whole),
        "class": ratio(whole["class.right"], whole["class.of"]),
        **_ends(whole),
        "invented_ends": _invented(whole),
        "direction": _direction(whole, "direction"),
        "direction_stated_only": _direction(whole, "direction_stated"),
        "status": _status(whole),
        "attribution": _told(whole, "attribution"),
        "quantity": _told(whole, "quantity"),
        "false_arrows": _false_arrows(whole),
        "regions": _regions(whole),
        "recall_by_class": _recall_by(whole, "class"),
        "intervals": intervals(_by_document(passages), summary, times=times),
    }


def _by_document(passages: Sequence[tuple[str, Tally]]) -> list[list[Counts]]:
    groups: defaultdict[str, list[Counts]] = defaultdict(list)
    for document, tally in passages:
        groups[document].append(tally.counts)
    return list(groups.values())


def summary(counts: Counts) -> dict[str, float | None]:
    """The measures that get an interval."""
    found, spurious, gold = counts["found"], counts["spurious"], counts["gold"]
    return {
        "arrow_f1": arrow_f1(counts),
        "arrow_precision": share(counts["arrow.right"], counts["arrow.counted"]),
        "arrow_recall": share(counts["arrow.required_right"], counts["arrow.required"]),
        "detection_f1": f1(found, found + spurious, gold),
        "class_accuracy": share(counts["class.right"], counts["class.of"]),
        **{f"{role}_end_to_end_f1": _end_to_end_f1(counts, role) for role in ("origin", "destination")},
        "status_macro": status_macro(counts),
        "attribution_accuracy": share(counts["attribution.right"], counts["attribution.of"]),
        "quantity_accuracy": share(counts["quantity.right"], counts["quantity.of"]),
        "invented_ends_per_100": _per_100(_invented_count(counts), counts["matched"]),
        "false_arrows_per_100": _per_100(_false_count(counts), counts["passages"]),
        "regions_f1": f1(
            counts["regions.found"], counts["regions.found"] + counts["regions.false"], counts["regions.gold"]
        ),
        "points_inside": share(counts["points.inside.right"], counts["points.inside.of"]),
        "points_outside": share(counts["points.outside.right"], counts["points.outside.of"]),
    }


def arrow_f1(counts: Counts) -> float | None:
    """F1 of precision over the arrows drawn and recall over the arrows required."""
    precision = share(counts["arrow.right"], counts["arrow.counted"])
    recall = share(counts["arrow.required_right"], counts["arrow.required"])
    if recall is None:
        return None
    return share(2 * (precision or 0.0) * recall, (precision or 0.0) + recall) or 0.0


def status_macro(counts: Counts) -> float | None:
    """Mean of the accuracies of the four statuses that occur."""
    found = [share(counts[f"status|{name}|right"], counts[f"status|{name}|of"]) for name in STATUSES]
    return mean([value for value in found if value is not None])


def _arrow(whole: Tally) -> dict[str, Any]:
    return {
        "f1": rounded(arrow_f1(whole.counts)),
        "precision": rounded(share(whole["arrow.right"], whole["arrow.counted"])),
        "recall": rounded(share(whole["arrow.required_right"], whole["arrow.required"])),
        "drawn": whole["drawn"],
        "counted": whole["arrow.counted"],
        "right": whole["arrow.right"],
        "required": whole["arrow.required"],
        "required_right": whole["arrow.required_right"],
    }


def _detection(whole: Tally) -> dict[str, Any]:
    return {
        **prf(whole["found"], whole["found"] + whole["spurious"], whole["gold"]),
        "recall_drawable": rounded(share(whole["found.drawable"], whole["gold.drawable"])),
        "repeats_ignored": whole["repeats"],
        "not_core_ignored": whole["aside"],
        "trap_hits": whole["spurious.trap"],
    }


def _ends(whole: Tally) -> dict[str, Any]:
    """Text, place, and place with the ends of missed and spurious movements counted too."""
    found = {}
    for role in ("origin", "destination"):
        for name in ("text", "place"):
            right = whole[f"{role}.{name}.right"]
            read = right + whole[f"{role}.{name}.false"]
            found[f"{role}_{_NAMES[name]}"] = prf(right, read, right + whole[f"{role}.{name}.missed"])
        found[f"{role}_end_to_end"] = prf(whole[f"{role}.place.right"], *_end_to_end(whole.counts, role))
    return found


_NAMES = {"text": "text", "place": "resolved"}


def _end_to_end(counts: Counts, role: str) -> tuple[float, float]:
    """Ends read and ends wanted over all movements."""
    right = counts[f"{role}.place.right"]
    return (
        right + counts[f"{role}.place.false"] + counts[f"{role}.unasked"],
        right + counts[f"{role}.place.missed"] + counts[f"{role}.unmet"],
    )


def _end_to_end_f1(counts: Counts, role: str) -> float | None:
    return f1(counts[f"{role}.place.right"], *_end_to_end(counts, role))


def _per_100(count: float, of: float) -> float | None:
    return share(100 * count, of)


def _invented_count(counts: Counts) -> float:
    return counts["origin.invented"] + counts["destination.invented"]


def _invented(whole: Tally) -> dict[str, Any]:
    return {
        "count": int(_invented_count(whole.counts)),
        "origin": whole["origin.invented"],
        "destination": whole["destination.invented"],
        "matched_movements": whole["matched"],
        "per_100": rounded(_per_100(_invented_count(whole.counts), whole["matched"]), 2),
    }


def _direction(whole: Tally, sort: str) -> dict[str, Any]:
    turned = whole.values[sort]
    of = whole[f"{sort}.of"]
    return {
        "of": of,
        "told": whole[f"{sort}.told"],
        "mean_deg": rounded(mean(turned), 1),
        "median_deg": rounded(median_high(turned), 1) if turned else None,
        "within_22_5": rounded(share(whole[f"{sort}.within_22"], of)),
        "within_45": rounded(share(whole[f"{sort}.within_45"], of)),
    }


def _status(whole: Tally) -> dict[str, Any]:
    return {
        **ratio(whole["status.right"], whole["status.of"]),
        "macro": rounded(status_macro(whole.counts)),
        "accuracy_actual_historical_merged": rounded(share(whole["status.right_merged"], whole["status.of"])),
        "by_gold": {
            name: ratio(whole[f"status|{name}|right"], whole[f"status|{name}|of"])
            for name in STATUSES
            if whole[f"status|{name}|of"]
        },
    }


def _told(whole: Tally, what: str) -> dict[str, Any]:
    return {
        **ratio(whole[f"{what}.right"], whole[f"{what}.of"]),
        "spurious": whole[f"{what}.spurious"],
        "gold_has_none": whole[f"{what}.none"],
    }


def _false_count(counts: Counts) -> float:
    return sum(counts[f"false.{sort}"] for sort in FALSE_ARROWS)


def _false_arrows(whole: Tally) -> dict[str, Any]:
    count = _false_count(whole.counts)
    return {
        "count": int(count),
        "per_100_passages": rounded(_per_100(count, whole["passages"]), 2),
        **{sort: whole[f"false.{sort}"] for sort in FALSE_ARROWS},
    }


def _regions(whole: Tally) -> dict[str, Any]:
    found, false = whole["regions.found"], whole["regions.false"]
    of = whole["points.of"]
    return {
        "detection": prf(found, found + false, whole["regions.gold"]),
        "recall_without_named_target": ratio(whole["regions.unnamed_found"], whole["regions.unnamed"]),
        "relation": ratio(whole["relation.right"], whole["relation.of"]),
        "distance": ratio(whole["distance.right"], whole["distance.of"]),
        "check_points": ratio(whole["points.right"], of),
        "check_points_inside": ratio(whole["points.inside.right"], whole["points.inside.of"]),
        "check_points_outside": ratio(whole["points.outside.right"], whole["points.outside.of"]),
        "check_points_core_only": ratio(whole["points.strict_right"], of),
        "check_points_halo_clean": ratio(whole["points.halo_clean_right"], of),
        "soft_points": ratio(whole["points.soft_right"], whole["points.soft"]),
        "all_points_right": ratio(whole["regions.all_right"], whole["regions.with_points"]),
        "without_geometry": whole["regions.without_geometry"],
        "recall_by_model": _recall_by(whole, "region"),
    }


def _recall_by(whole: Tally, what: str) -> dict[str, Any]:
    names = sorted(
        name.split("|")[1] for name in whole.counts if name.startswith(f"{what}|") and name.endswith("|gold")
    )
    return {name: ratio(whole[f"{what}|{name}|found"], whole[f"{what}|{name}|gold"]) for name in names}


def brief(one: dict[str, Any]) -> dict[str, Any]:
    """The figures that are given by pool and by source."""
    return {
        "passages": one["passages"],
        "arrow_f1": one["arrow"]["f1"],
        "detection_f1": one["detection"]["f1"],
        "origin_end_to_end_f1": one["origin_end_to_end"]["f1"],
        "destination_end_to_end_f1": one["destination_end_to_end"]["f1"],
        "status_accuracy": one["status"]["accuracy"],
        "false_arrows_per_100": one["false_arrows"]["per_100_passages"],
        "regions_f1": one["regions"]["detection"]["f1"],
        "intervals": {name: one["intervals"][name] for name in _BRIEFLY if name in one["intervals"]},
    }


_BRIEFLY = ("arrow_f1", "detection_f1", "false_arrows_per_100", "regions_f1")
