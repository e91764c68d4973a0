"""The figures of movements and regions as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.evaluation.outcome import grid, shown, with_interval

Content = Mapping[str, Any]


def table(content: Content) -> str:
    """All tables of a run."""
    return "\n\n".join(_tables(content))


def _tables(content: Content) -> Iterator[str]:
    whole = content["all"]
    yield _head(content)
    strict = {name: value for name, value, _ in _rows(content["without_fair_readings"])}
    rows = [(name, value, strict[name], behind) for name, value, behind in _rows(whole)]
    yield "Strictly: only what is labelled is right, no other fair reading.\n" + grid(
        ("figure", "measured", "strictly", "behind the measured"), rows, left=(0, 3)
    )
    yield "Found, by labelled class:\n" + grid(
        ("class", "found", "of", "share"),
        [(name, one["right"], one["of"], one["accuracy"]) for name, one in whole["recall_by_class"].items()],
    )
    yield "Regions found, by model:\n" + grid(
        ("model", "found", "of", "share"),
        [
            (name, one["right"], one["of"], one["accuracy"])
            for name, one in whole["regions"]["recall_by_model"].items()
        ],
    )
    for field in ("pool", "source", "corpus"):
        groups = content[f"by_{field}"]
        if len(groups) > 1:
            yield f"By {field}:\n" + _by(field, groups)


def _head(content: Content) -> str:
    lines = [f"Passages: {shown(content['all']['passages'])}. Documents: {shown(content['documents'])}."]
    if content["passages_missing"]:
        lines.append(f"{shown(content['passages_missing'])} passages have no answers and count as empty.")
    if content["bootstrap"]:
        lines.append(f"In brackets: 95 % intervals from {content['bootstrap']:,} draws of the documents.")
    return "\n".join(lines)


def _by(field: str, groups: Content) -> str:
    header = (
        field, "passages", "arrow F1", "detection", "origin", "destination", "status", "false arrows/100",
        "regions",
    )  # fmt: skip
    return grid(header, [_group_row(name, one) for name, one in groups.items()])


def _group_row(name: str, one: Content) -> tuple[Any, ...]:
    bounds = one["intervals"]
    figures = {key: value for key, value in one.items() if key != "intervals"}
    return (
        name,
        *(with_interval(figures[key], bounds.get(key)) if key in bounds else figures[key] for key in figures),
    )


def _rows(one: Content) -> Iterator[tuple[str, str, str]]:
    bounds = one["intervals"]
    arrow, found, regions = one["arrow"], one["detection"], one["regions"]
    yield (
        "arrow F1",
        with_interval(arrow["f1"], bounds.get("arrow_f1")),
        f"P {arrow['right']}/{arrow['counted']}, R {arrow['required_right']}/{arrow['required']}",
    )
    yield (
        "movements found, F1",
        with_interval(found["f1"], bounds.get("detection_f1")),
        f"{_prf(found)}; {found['trap_hits']} on traps",
    )
    yield "class", with_interval(one["class"]["accuracy"], bounds.get("class_accuracy")), _of(one["class"])
    for role in ("origin", "destination"):
        yield f"{role}, words F1", shown(one[f"{role}_text"]["f1"]), _prf(one[f"{role}_text"])
        yield f"{role}, place F1", shown(one[f"{role}_resolved"]["f1"]), _prf(one[f"{role}_resolved"])
        whole = one[f"{role}_end_to_end"]
        interval = with_interval(whole["f1"], bounds.get(f"{role}_end_to_end_f1"))
        yield f"{role}, end to end F1", interval, _prf(whole)
    yield from _judged(one, bounds)
    yield from _of_regions(regions, bounds)


def _judged(one: Content, bounds: Content) -> Iterator[tuple[str, str, str]]:
    status, turned, invented = one["status"], one["direction"], one["invented_ends"]
    by_status = ", ".join(f"{name} {_of(found)}" for name, found in status["by_gold"].items())
    yield "status, macro", with_interval(status["macro"], bounds.get("status_macro")), by_status
    for what in ("attribution", "quantity"):
        told = one[what]
        yield (
            what,
            with_interval(told["accuracy"], bounds.get(f"{what}_accuracy")),
            f"{_of(told)}; told {told['spurious']} times where the label has none of {told['gold_has_none']}",
        )
    errors = f"mean error {shown(turned['mean_deg'])}, median {shown(turned['median_deg'])} degrees"
    yield (
        "direction within 45 degrees",
        shown(turned["within_45"]),
        f"{turned['told']} of {turned['of']} told; {errors}",
    )
    yield (
        "invented ends per 100 movements",
        with_interval(invented["per_100"], bounds.get("invented_ends_per_100")),
        f"{invented['count']} in {invented['matched_movements']}",
    )
    false = one["false_arrows"]
    yield (
        "false arrows per 100 passages",
        with_interval(false["per_100_passages"], bounds.get("false_arrows_per_100")),
        f"{false['count']}: {', '.join(f'{false[sort]} {words}' for sort, words in _FALSE.items())}",
    )


_FALSE = {
    "trap": "on traps",
    "prevented": "prevented",
    "denied_or_none": "denied or not to be drawn",
    "no_gold": "where nothing is labelled",
}


def _of_regions(one: Content, bounds: Content) -> Iterator[tuple[str, str, str]]:
    found = one["detection"]
    yield "regions found, F1", with_interval(found["f1"], bounds.get("regions_f1")), _prf(found)
    for side in ("inside", "outside"):
        points = one[f"check_points_{side}"]
        interval = with_interval(points["accuracy"], bounds.get(f"points_{side}"))
        yield f"check points {side}", interval, _of(points)
    yield (
        "regions with all points right",
        shown(one["all_points_right"]["accuracy"]),
        _of(one["all_points_right"]),
    )
    yield "compass words", shown(one["relation"]["accuracy"]), _of(one["relation"])
    yield "stated distances", shown(one["distance"]["accuracy"]), _of(one["distance"])


def _of(one: Content) -> str:
    return f"{one['right']} of {one['of']}"


def _prf(one: Content) -> str:
    return (
        f"P {shown(one['precision'])} ({one['right']}/{one['predicted']}), "
        f"R {shown(one['recall'])} ({one['right']}/{one['gold']})"
    )
