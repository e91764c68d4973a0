"""What of the page stands in its HTML from the start: the legend's rows, tabs, facets, the axis of time.

Only what the map holds is there; the scripts fill in counts and hide what filters leave nothing of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from geo import schema
from geo.page import facets, swatches, wording

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class Entry(NamedTuple):
    """A row of the legend: ``more`` explains ``words``; ``on`` says that its marks are shown at first."""

    name: str
    words: str
    more: str = ""
    on: bool = True


SECTIONS = {
    "Movements": (
        Entry("movement-happened", "Reported as happened"),
        Entry("movement-claimed", "Claimed by a party, or hearsay"),
        Entry("movement-attempted", "Attempted"),
        Entry("movement-planned", "Planned or expected"),
        Entry("movement-possible", "Possible"),
        Entry("movement-prevented", "Prevented"),
        Entry("movement-past", "Before these events"),
        Entry("movement-denied", "Denied", on=False),
    ),
    "Areas": (
        Entry("region", "Told relative to a place", "paler where less sure"),
        Entry("region-passing", "Inside a named place, or where a known place lies", on=False),
    ),
    "Told of a place, no movement": (
        Entry("situation-captured", "Captured or retaken"),
        Entry("situation-lost", "Lost or given up"),
        Entry("situation-besieged", "Besieged or encircled"),
        Entry("situation-blocked", "Blocked or sealed off"),
        Entry("situation-held", "Held or defended"),
        Entry("situation-patrolled", "Patrolled"),
        Entry("situation-displaced", "Displaced people staying", "a number, not a flow"),
    ),
    "Places": (
        Entry("place-dot", "Town or city"),
        Entry("place-diamond", "Camp, base or other site"),
        Entry("place-area", "Country, region or water", "its name is the mark"),
        Entry("place-passing", "Named only in passing"),
    ),
}
TRAITS = (
    Entry("open", "Open head: destination not stated, or only implied"),
    Entry("tail", "Fading tail: origin not stated, or only implied"),
    Entry("ring", "Ring: told of a place, no course stated"),
    Entry("sector", "Direction stated, not how far"),
    Entry("tip", "Dashed tip: only heading there"),
)
TABS = {
    "movement": ("Movements", "The reports tell of no movement that could be drawn."),
    "situation": ("Events", "Nothing is told of a place alone."),
    "region": ("Areas", "No relative area was found."),
    "place": ("Places", "No place was found."),
    "report": ("Reports", "No report."),
    "declined": ("Not mapped", "Everything that was read is on the map."),
}
WIDTHS = {"reports": ("1 publisher", "4 or more"), "people": ("fewer", "more people")}


@dataclass(frozen=True, slots=True)
class Shell:
    """What the templates fill in; see ``of``."""

    title: str
    subtitle: str
    sections: Mapping[str, Sequence[tuple[Entry, str]]]
    traits: Sequence[tuple[Entry, str]]
    symbols: Sequence[str]
    people: bool
    widths: Mapping[str, tuple[str, str]]
    notes: Sequence[str]
    tabs: Mapping[str, tuple[str, str]]
    facets: Sequence[facets.Facet]
    timeline: Mapping[str, Any] | None
    turned: bool
    story: bool


def of(layers: schema.Layers, rows: Rows, data: Mapping[str, Any]) -> Shell:
    """The shell of a page by its rows and its ``data``: title, subtitle, notes, timeline, basemap."""
    looks = dict.fromkeys(
        (swatches.group(kind, row), swatches.name(kind, row)) for kind in swatches.KINDS for row in rows[kind]
    )
    named = dict(reversed(looks))
    arrows = {name for row in rows["movements"] for name in (swatches.name("movements", row), row["shape"])}
    traits = {trait for name in arrows for trait in name.split("-")}
    disputed = any(shapes for _, shapes in data["basemap"]["layers"]["disputed"])
    return Shell(
        title=data["title"],
        subtitle=data["subtitle"],
        sections={
            title: found
            for title, entries in SECTIONS.items()
            if (found := [(one, _sample(one.name, named)) for one in entries if one.name in named])
        },
        traits=[(one, _trait(one.name)) for one in TRAITS if one.name in traits],
        symbols=sorted({name for _, name in looks}),
        people=any(row["quantity_max"] > 0 for row in rows["movements"]),
        widths=WIDTHS,
        notes=[f"Borders are Natural Earth's{'; dashed where disputed' * disputed}.", *data["notes"]],
        tabs={name: words for name, words in TABS.items() if name != "situation" or rows["situations"]},
        facets=facets.FACETS,
        timeline=data["timeline"],
        turned=layers.turned,
        story=len(rows["movements"]) + len(rows["situations"]) > 1,
    )


def _sample(group: str, named: Mapping[str, str]) -> str:
    """The swatch of a row of the legend: of movements, an arrow that says nothing but its status."""
    kind, _, status = group.partition("-")
    if kind != "movement":
        return named[group]
    plain = {"status": status, "shape": "arrow", "inferred": ""}
    return swatches.name("movements", plain)


def _trait(name: str) -> str:
    return {"ring": "ring", "sector": "arrow"}.get(name, f"arrow-{name}")


def subtitle(layers: schema.Layers) -> str:
    """How many reports, how many of them are cited where not all are, and from when to when."""
    cited = len(layers.documents)
    published = layers.published or tuple(one.published for one in layers.documents)
    dates = sorted(filter(None, published))
    few = f" ({cited:,} quoted here)" if cited < len(published) else ""
    span = wording.span_words(dates[0], dates[-1]) if dates else ""
    return ", ".join(filter(None, (wording.plural(len(published), "report") + few, span)))


def told(shell: Shell, data: Mapping[str, Any]) -> dict[str, Any]:
    """The page's data with the groups of its marks, and without the drawing of its axis.

    ``groups`` are the words of each group in the order of the lists, ``off`` those that are hidden at first.
    """
    axis = data["timeline"]
    entries = [one for rows in shell.sections.values() for one, _ in rows]
    return {
        **data,
        "groups": {one.name: one.words for one in entries},
        "off": ",".join(one.name for one in entries if not one.on),
        "timeline": axis and {name: axis[name] for name in ("edges", "first", "last", "stops")},
    }
