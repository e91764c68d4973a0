"""What the page's filters and lists ask of a mark beyond its own columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from geo.page import swatches
from geo.page.countries import spelled
from geo.page.speakers import claimants
from geo.page.tree import Node, auto, node
from geo.page.wording import cut, joined, level, listed, plural

Row = Mapping[str, Any]

CLAIMS, PLACES = "movement situation", "place"
LONGEST_NAME = 32
"""Letters of a speaker's name in a line about a claim (project choice)."""
SURE = ((0.9, "Sure (90 % or more)"), (0.6, "Likely (60 to 90 %)"), (0.0, "Unsure (below 60 %)"))
"""Least probability of a place, and words for it (project choice)."""


class Facet(NamedTuple):
    """A facet of the filters: its heading, the types of marks that its counts are of, the column of values.

    Without a column it is read from the reports that tell of a mark.
    """

    name: str
    title: str
    types: str
    column: str = ""


FACETS = (
    Facet("report", "Report", f"{CLAIMS} region {PLACES}"),
    Facet("publisher", "Publisher", f"{CLAIMS} region {PLACES}"),
    Facet("class", "Movement or event", CLAIMS, "told"),
    Facet("actor", "Who", CLAIMS, "who"),
    Facet("status", "Status", CLAIMS, "standing"),
    Facet("sure", "How sure the place is", PLACES, "sure"),
    Facet("kind", "Kind of place", PLACES, "site"),
)


def columns(rows: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, str]]:
    """Columns of each mark by its id: values of facets, its group and swatch, and ``meta``, a line on it."""
    return {
        row["id"]: {
            **_values(kind, row),
            "group": swatches.group(kind, row),
            "swatch": swatches.name(kind, row),
            "meta": _meta(kind, row),
        }
        for kind in swatches.KINDS
        for row in rows[kind]
    }


def listed_reports(reports: Iterable[Row], rows: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """The entries of reports in the page's data, with their ``row`` in the list."""
    told = (row["documents"] for kind in swatches.KINDS for row in rows[kind])
    marks = Counter(index for documents in told for index in documents.split(","))
    return [{**one, "row": _report(one, marks)} for one in reports]


def _report(one: Row, marks: Mapping[str, int]) -> Node:
    [index] = one["docs"]
    count = plural(marks[str(index)], "mark")
    words = auto("span.main", one["name"]), node("span.meta", f"{one['byline']} \u00b7 {count}")
    return node("button.row", *words, tabindex=-1, data_report=index, data_read=index)


def listed_declined(one: Row) -> dict[str, Any]:
    """An entry of what is not mapped, with its ``row`` in the list, which opens in place."""
    words = auto("span.main", *one["line"]), node("span.meta", one["why"])
    row = node("details.fold", node("summary.row", *words, tabindex=-1), node("div.more"))
    return {**{name: value for name, value in one.items() if name != "line"}, "row": row}


def _values(kind: str, row: Row) -> dict[str, str]:
    """The values of facets that a mark has of its own, apart by "; "."""
    if kind == "places":
        sure = next(words for least, words in SURE if not row["probability"] < least)
        return {"sure": sure, "site": row["kind"]}
    if kind == "regions":
        return {}
    found = {"standing": row["status"]}
    if kind == "situations":
        found["who"] = row["actor"]
    else:
        found["told"] = row["noun"]
        found["who"] = row["label"].replace("; ", ", ") if row["label"] != row["noun"] else ""
    return {name: words for name, words in found.items() if words}


def _meta(kind: str, row: Row) -> str:
    """The second line of a mark's row in a list."""
    if kind == "places":
        parts = [plural(row["mentions"], "mention"), row["kind"], spelled(row["country"])]
    elif kind == "regions":
        parts = [plural(row["mentions"], "mention"), plural(row["reports"], "report")]
    else:
        many, when = (next(iter(listed(row[name])), "") for name in ("quantity", "time"))
        who = next(iter(claimants(listed(row["attribution"]))), "")
        says = f"says {cut(who, LONGEST_NAME)}" if who else ""
        parts = [plural(row["reports"], "report"), says, many, when]
    return level(joined(parts, " \u00b7 "))
