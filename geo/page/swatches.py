"""Small pictures of the marks, for the legend and beside the rows of lists: names, and their outlines as SVG.

They show what the map shows of a mark at a glance, texture for doubt, in a box of 38 by 16; colours are in
the style sheet. Arrows here are straight, so that their outlines are short sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

HIGH = 16
"""Height of the box in pixels."""
DASHED = frozenset({"planned", "possible", "attempted", "denied"})
"""Status of movements that are drawn dashed."""
SIGNS = {
    "captured": "M13.6 1.2L22.95 4.6L15.3 8L15.3 14.8L13.6 14.8Z",
    "lost": "M13.6 14.8L22.95 11.4L15.3 8L15.3 1.2L13.6 1.2Z",
    "blocked": "M10 2.9L12.75 2.9L12.75 6.3L21.25 6.3L21.25 2.9L24 2.9L24 13.1L21.25 13.1L21.25 9.7"
    "L12.75 9.7L12.75 13.1L10 13.1Z",
    "held": "M11.9 2.9L22.1 2.9L22.1 8.85L17 14L11.9 8.85Z",
    "patrolled": "M10.2 8L14 4.2L20 4.2L23.8 8L20 11.8L14 11.8Z",
    "displaced": "M17 3L22.75 11.75L18.75 11.75L17 8L15.25 11.75L11.25 11.75Z",
}
"""Outlines of the signs of situations."""
_OTHERS = {
    "besieged": '<circle class="sw-siege" cx="17" cy="8" r="6.4"/>',
    "ring": '<circle class="sw-ring" cx="19" cy="8" r="6.5"/>',
    "region": '<rect class="sw-halo" x="2" y="1" width="30" height="14" rx="4"/>'
    '<rect class="sw-core" x="8" y="3" width="18" height="10" rx="4"/>',
    "dot": '<circle cx="17" cy="8" r="5"/>',
    "diamond": '<path d="M17 2L23 8L17 14L11 8Z"/>',
    "area": '<text class="sw-name" x="17" y="12" text-anchor="middle">NAME</text>',
    "passing": '<circle class="sw-passing" cx="17" cy="8" r="3"/>',
}
KINDS = ("movements", "regions", "situations", "places")
"""Frames whose rows are marks."""
_TRAITS = ("dashed", "tail", "open", "bar", "tip")

Row = Mapping[str, Any]


def name(kind: str, row: Row) -> str:
    """Name of the swatch of a row of the frame ``kind``; the parts of an arrow's name are its traits."""
    if kind == "movements":
        return "ring" if row["shape"] == "symbol" else "-".join(("arrow", *traits(row)))
    if kind == "situations":
        return str(row["kind"])
    return "region" if kind == "regions" else _place(row)


def group(kind: str, row: Row) -> str:
    """The row of the legend that a row of the frame ``kind`` belongs to."""
    if kind == "movements":
        return f"movement-{row['status']}"
    if kind == "situations":
        return f"situation-{row['kind']}"
    if kind == "regions":
        return "region-passing" if row["secondary"] else "region"
    return f"place-{_place(row)}"


def counted_as(frame: str, sort: str) -> str:
    """The row of the legend for a sort of ``schema.Count``."""
    return group(frame, {"status": sort, "kind": sort, "secondary": sort == "passing"})


def traits(row: Row) -> Iterator[str]:
    """What an arrow says beside its status: an end that the text only implies is as good as not stated."""
    implied, shape = row["inferred"].split("; "), row["shape"]
    dashed = row["status"] in DASHED
    found = {
        "dashed": dashed,
        "tail": shape == "faded-tail" or "origin" in implied,
        "open": shape == "open-head" or "destination" in implied,
        "bar": shape == "bar" or row["status"] == "prevented",
        "tip": shape == "short" and not dashed,
    }
    return (trait for trait in _TRAITS if found[trait])


def glyph(row: Row) -> str:
    """What marks a place on the map: dot, diamond, or "area" for its name alone."""
    return {"settlement": "dot", "exact": "diamond"}.get(row["precision"], "area")


def _place(row: Row) -> str:
    return "passing" if row["secondary"] else glyph(row)


def drawing(swatch: str, width: float) -> str:
    """The SVG elements of a swatch by its name; ``width`` is that of an arrow's shaft."""
    first, *more = swatch.split("-")
    if first == "arrow":
        return f'<path d="{arrow(width, frozenset(more))}"/>'
    return _OTHERS.get(first) or f'<path d="{SIGNS[first]}"/>'


def arrow(width: float, traits: frozenset[str]) -> str:
    """Path of an arrow from left to right: its shaft tapers to the tail, in pieces where it is unsure."""
    bar = "bar" in traits
    left, right = 2.0, 28.0 if bar else 37.0
    head = 0.0 if bar else 1.4 * width + 5.2
    end = right - 0.78 * head
    shaft = [_quad(a, b, width, (left, right)) for a, b in _pieces(left, end, traits) if b - a > 0.4]
    if bar:
        return "".join(shaft) + _polygon((right - 4, 1), (right, 1), (right, 15), (right - 4, 15))
    half, back, tip = max(width + 3, 0.92 * head) / 2, right - head, (right, HIGH / 2)
    if "open" in traits:
        wings = [(back, 8 + half), (back, 5 + half), (right - 3.4, 8), (back, 11 - half), (back, 8 - half)]
    else:
        wings = [(back, 8 + half), (right - 0.78 * head, 8), (back, 8 - half)]
    return "".join(shaft) + _polygon(tip, *wings)


def _pieces(left: float, right: float, traits: frozenset[str]) -> Iterator[tuple[float, float]]:
    """Stretches of the shaft: dissolving towards an end that nobody stated, dashed, or whole."""
    fade = (right - left) / 2
    step = fade / 6
    shares = [0.1 + 0.15 * at for at in range(6)]
    if "tail" in traits:
        for share in shares:
            yield left + step * (1 - share), left + step
            left += step
    solid = right - fade if "open" in traits else right
    if "dashed" in traits:
        count = max(2, round((solid - left) / 13))
        for at in range(count):
            dash = (solid - left) / count
            yield left + dash * (at + (0.38 if at or "tail" in traits else 0)), left + dash * (at + 1)
    elif "tip" in traits:
        from_ = solid - 0.4 * (solid - left)
        yield left, from_
        yield from_ + 0.42 * (solid - from_), solid
    else:
        yield left, solid
    if "open" in traits:
        for at, share in enumerate(reversed(shares)):
            yield solid + step * (at + 0.3), solid + step * (at + 0.3 + 0.7 * share)


def _quad(a: float, b: float, width: float, ends: tuple[float, float]) -> str:
    left, right = ends
    near, far = (width * (0.25 + 0.25 * (x - left) / (right - left)) for x in (a, b))
    return _polygon((a, 8 + near), (b, 8 + far), (b, 8 - far), (a, 8 - near))


def _polygon(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
