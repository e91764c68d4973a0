"""A page that is not too large: of too many marks the weightiest one by one, all of them in numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geo import page
from geo.layers import aggregate

if TYPE_CHECKING:
    from geo.schema import Count, Layers
    from geo.settings import PageSettings

_GROUND = 600_000
"""Bytes of a page without marks, about: where the search for their number begins."""
_MARK = 300
"""Bytes of a mark with its evidence, about (measured: 90 to 400)."""
_FULL = 0.9
"""A page that takes this share of its room is full enough."""
_ROOM = 0.96
"""Share of the room aimed at, since marks differ."""
_TRIES = 5
_MEGA = 1_000_000


class Fitted(NamedTuple):
    """A page, and what is to be said of it in the build report."""

    html: str
    told: dict[str, Any]


class _Try(NamedTuple):
    """A page of so many marks, and its size in bytes."""

    shown: Layers
    html: str
    marks: int
    size: int


def fitted(layers: Layers, *, settings: PageSettings, live: bool = False) -> Fitted:
    """The page of some layers, of at most ``settings.most_mb`` unless its ground alone is larger.

    Raises what ``page.render`` raises.
    """
    most, total = round(settings.most_mb * _MEGA), aggregate.size(layers)
    limit = total if layers.evident is None else layers.evident
    counts = cache(lambda: aggregate.counted(layers))
    # a map that surely fits is drawn once
    marks = min(limit, total if total * _MARK < most else max(0, most - _GROUND) // _MARK)
    before, best, over = (0, _GROUND), None, limit + 1
    for _ in range(_TRIES):
        tried = _page(layers, marks, settings, counts, live=live)
        if tried.size > most:
            over = marks
        else:
            best = tried
            if marks == limit or tried.size >= most * _FULL:
                break
        marks = _next(before, (tried.marks, tried.size), most)
        marks = max(min(marks, over - 1), best.marks + 1 if best else 0)
        before = tried.marks, tried.size
        if marks >= over:
            break
    if best is None:
        best = _page(layers, 0, settings, counts, live=live)
    return Fitted(best.html, _told(layers, best, settings))


Counts = Callable[[], tuple["Count", ...]]
"""All claims of a map by place and period, counted when they are first asked for."""


def _page(layers: Layers, marks: int, settings: PageSettings, counts: Counts, *, live: bool) -> _Try:
    whole = marks >= aggregate.size(layers)
    shown = layers if whole else _noted(aggregate.cut(layers, marks=marks, counts=counts()), layers)
    html = page.render(shown, settings=settings, live=live)
    return _Try(shown, html, marks, len(html.encode("utf-8", "replace")))


def _next(before: tuple[int, int], tried: tuple[int, int], most: int) -> int:
    """How many marks fit, if each takes what one takes by which two pages (marks, bytes) differ."""
    each = max(1.0, (tried[1] - before[1]) / max(1, tried[0] - before[0], key=abs))
    return max(0, int(tried[0] + (most * _ROOM - tried[1]) / each))


def _noted(shown: Layers, layers: Layers) -> Layers:
    """A cut page says so."""
    claims = sum(one.movements + one.situations + one.regions for one in shown.counts)
    kept = aggregate.size(shown) - len(shown.places)
    note = (
        f"Of {claims:,} movements, situations and areas the {kept:,} that most reports tell are shown one by "
        f"one, and so are {len(shown.places):,} of {len(layers.places):,} places. The numbers on the map "
        "count all of them; the tables written beside the map hold them all."
    )
    return replace(shown, safety=(*shown.safety, note))


def _told(layers: Layers, tried: _Try, settings: PageSettings) -> dict[str, Any]:
    """For the build report: how large the page is, and what of it is only counted."""
    shown = tried.shown
    said: dict[str, Any] = {"megabytes": round(tried.size / _MEGA, 2), "most_megabytes": settings.most_mb}
    if shown is layers:
        return said
    names = ("places", *aggregate.CLAIMS, "quotes", "documents", "declined")
    said["aggregated"] = {
        "counts": len(shown.counts),
        "periods": len({one.period for one in shown.counts}),
        "counted": {name: sum(getattr(one, name) for one in shown.counts) for name in aggregate.CLAIMS},
        "shown_one_by_one": {name: _shown(layers, shown, name) for name in names},
    }
    return said


def _shown(layers: Layers, shown: Layers, name: str) -> dict[str, int]:
    """How many there are of something, where that is known, and how many of them are on the page."""
    told, there = len(getattr(shown, name)), len(getattr(layers, name))
    if name == "quotes" and layers.evident is not None:
        return {"shown": told}
    return {"of": there + layers.more_declined * (name == "declined"), "shown": told}
