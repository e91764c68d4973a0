"""Precision on a person's own corrections as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.evaluation.outcome import grid, shown, with_interval

Content = Mapping[str, Any]
_SHOWN = 20
"""Rows listed by name, those that put most right first (project choice)."""


def table(content: Content) -> str:
    """All tables of a run."""
    return "\n\n".join(_tables(content))


def _tables(content: Content) -> Iterator[str]:
    yield _head(content)
    if content["reviewed"]:
        yield from _of_places(content)
    if content["movements"]:
        yield _of_movements(content["movements"])


def _of_movements(content: Content) -> str:
    classes = [*content["by_class"].items(), ("all", content["all"])]
    names = (
        "reviewed",
        "right",
        "wrong_ends",
        "wrong_status",
        "not_a_movement",
        "missing",
        "rightly_not_drawn",
    )
    header = ("class", *(name.replace("_", " ") for name in names), "precision")
    return (
        f"Movements: precision by class on the {shown(content['all']['reviewed'])} movements you reviewed; "
        f"{shown(content['rows_met'])} of {shown(content['rows'])} rows met one.\n"
    ) + grid(
        header,
        [
            (
                name,
                *(one[column] for column in names),
                with_interval(one["precision"], one["precision_interval"]),
            )
            for name, one in classes
        ],
    )


def _of_places(content: Content) -> Iterator[str]:
    kinds = [*content["by_kind"].items(), ("all", content["all"])]
    yield "Precision by kind, as the reports are read without your rows:\n" + grid(
        (
            "kind",
            "reviewed",
            "right",
            "wrong place",
            "not a place",
            "missing",
            "rightly left out",
            "precision",
        ),
        [_row(kind, one) for kind, one in kinds],
    )
    yield "Pins set without your rows, and how many of them your rows speak of:\n" + grid(
        ("kind", "pins", "reviewed", "share"),
        [(kind, *one.values()) for kind, one in content["coverage_by_kind"].items()],
    )
    busiest = _busiest(content)
    if busiest:
        yield "Rows that put most right:\n" + grid(
            ("row", "name", "action", "mentions", "wrong place", "not a place", "missing"),
            busiest,
            left=(0, 1, 2),
        )


def _head(content: Content) -> str:
    covered = f"{shown(content['reviewed'])} ({_percent(content['covered'])})"
    return (
        f"Precision by kind on the {shown(content['reviewed'])} mentions you reviewed.\n"
        f"Reports: {shown(content['reports'])}. Place names in them: {shown(content['mentions'])}; "
        f"your rows speak of {covered}.\n"
        f"Rows of yours: {shown(content['rows'])}; {shown(content['rows_met'])} met a name in these reports."
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f} %"


def _row(kind: str, one: Content) -> tuple[Any, ...]:
    names = ("reviewed", "right", "wrong_place", "not_a_place", "missing", "rightly_left_out")
    return (
        kind,
        *(one[name] for name in names),
        with_interval(one["precision"], one["precision_interval"]),
    )


def _busiest(content: Content) -> list[tuple[Any, ...]]:
    names = ("wrong_place", "not_a_place", "missing")
    telling = [row for row in content["by_row"] if any(row[name] for name in names)]
    telling.sort(key=lambda row: -sum(row[name] for name in names))
    return [
        (row["row"], row["name"], row["action"], row["mentions"], *(row[name] for name in names))
        for row in telling[:_SHOWN]
    ]
