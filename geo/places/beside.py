"""Where a name that no entry fits probably lies: by a town or site that the report names beside it.

A street, a school or a hamlet that no gazetteer knows is mostly told of in one breath with the town where
it stands. So such a name is given the place beside it, with a probability, and is never pinned: no
mark and no arrow comes of it, only a hint for who looks for it, and a coarse point for who counts.
``beside.csv`` holds the numbers, in log-odds, fitted by ``docs/training/train_beside.py``.
"""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass, replace
from functools import cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.places.pairs import EARTH_KM
from geo.records import Alternative

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.records import Mention, Place, Resolution
    from geo.settings import PlaceSettings

EVIDENCE = (
    "bias",
    "share",
    "spread",
    "places",
    "several",
    "apart",
    "sentence",
    "inside",
    "unknown",
    "facility",
    "feature",
    "words",
)
"""What speaks for a place beside: see ``_row``."""
SUREST = 0.69
"""Most that a place beside can be likely: it never counts among the sure answers (project choice)."""
_MOST = 0.5
"""Least share of the say of the names about that must lie within reach of the place: most of it."""
_REACH = math.cos(161.0 / EARTH_KM)
"""Within 161 km a guess counts as right, here as in the literature."""
_FADING = 200.0
"""Characters over which a name's say fades to a third (project choice)."""
_FARTHEST = 1500
"""Characters from which names are far apart, however far (project choice)."""
_VAST = frozenset({
    "country", "continent", "ocean", "sea", "region", "admin1", "desert", "river", "mountains", "gulf",
    "plain", "coast",
})  # fmt: skip
"""Kinds too large to lie beside anything."""
_FACILITIES = frozenset(
    {"facility", "site", "road", "neighbourhood", "airport", "base", "camp", "crossing", "dam"}
)
_FEATURES = frozenset(
    {"lake", "river", "valley", "island", "coast", "mountain", "mountains", "city", "admin2"}
)
_END = re.compile(r"[.!?\n][\"\u201d\u2019)]?\s")


@dataclass(frozen=True, slots=True)
class Beside:
    """A place beside an unplaced mention: the mention that names it, and the row of ``EVIDENCE``."""

    mention: int
    anchor: int
    row: tuple[float, ...]

    @property
    def share(self) -> float:
        """Share of the say of the placed names about that lie within 161 km of the place."""
        return self.row[1]


def with_places_beside(
    text: str,
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    *,
    settings: PlaceSettings,
    weights: Sequence[float] | None = None,
) -> tuple[Resolution, ...]:
    """The resolutions, those without a place with ``near`` where it is likely enough.

    Resolutions are in the order of the mentions. All mentions of one name get the likeliest. ``weights``
    are other numbers than those shipped, in the order of ``EVIDENCE``.
    """
    best: dict[str, tuple[float, Place]] = {}
    for found in places_beside(text, mentions, resolutions):
        sure = probability(found.row, weights or known_weights()) if found.share >= _MOST else 0.0
        place, name = resolutions[found.anchor].place, mentions[found.mention].text.casefold()
        if place is not None and sure > best.get(name, (0.0,))[0]:
            best[name] = sure, place
    return tuple(
        _told(one, *best[key], mention, settings)
        if one.place is None and not mention.demonym and (key := mention.text.casefold()) in best
        else one
        for one, mention in zip(resolutions, mentions, strict=True)
    )


def _told(
    one: Resolution, sure: float, place: Place, mention: Mention, settings: PlaceSettings
) -> Resolution:
    if sure < settings.min_probability or sure * mention.score < settings.min_chance:
        return one
    near = Alternative(place, round(min(sure, SUREST), 4))
    return replace(one, near=near, reasons=(*one.reasons, f"probably near {place.name}, named beside it"))


def places_beside(
    text: str, mentions: Sequence[Mention], resolutions: Sequence[Resolution]
) -> tuple[Beside, ...]:
    """For every mention without a place the place beside it with the most others about, if there is one."""
    wanted = [at for at, one in enumerate(resolutions) if one.place is None and not mentions[at].demonym]
    anchors = [
        at
        for at, one in enumerate(resolutions)
        if one.place is not None and one.place.kind not in _VAST and not mentions[at].demonym
    ]
    if not (wanted and anchors):
        return ()
    return tuple(_Scene(text, mentions, resolutions, anchors).beside(wanted))


class _Scene:
    """A report's placed names, and which lie within reach of which."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        resolutions: Sequence[Resolution],
        anchors: Sequence[int],
    ) -> None:
        self._text, self._mentions, self._resolutions = text, mentions, resolutions
        self._anchors = anchors
        self._places = [place for at in anchors if (place := resolutions[at].place) is not None]
        points = _vectors(self._places)
        self._near = (points @ points.T >= _REACH).astype(np.float64)
        self._sure = np.array([resolutions[at].probability for at in anchors])
        self._starts = np.array([mentions[at].start for at in anchors])
        self._ends = np.array([mentions[at].end for at in anchors])

    def beside(self, wanted: Sequence[int]) -> Iterator[Beside]:
        """The places beside mentions: its container, else that with the most of the names about it."""
        held = [self._mentions[at] for at in wanted]
        starts, ends = (
            np.array([span]).T for span in zip(*((one.start, one.end) for one in held), strict=True)
        )
        gaps = np.maximum(np.maximum(self._starts - ends, starts - self._ends), 0)
        weights = self._sure * np.exp(-gaps / _FADING)
        for at, gap, weight in zip(wanted, gaps.tolist(), weights, strict=True):
            shares = (self._near @ weight) / max(float(weight.sum()), 1e-300)
            best = self._best(self._mentions[at].container, shares.round(6).tolist(), weight.tolist())
            yield Beside(at, self._anchors[best], self._row(at, best, float(shares[best]), gap[best]))

    def _best(self, container: int | None, shares: Sequence[float], weights: Sequence[float]) -> int:
        """The anchor that holds a mention, else that with the largest share; of equals the nearest."""
        numbers = range(len(self._anchors))
        return max(numbers, key=lambda at: (self._anchors[at] == container, shares[at], weights[at], at))

    def _row(self, at: int, best: int, share: float, gap: int) -> tuple[float, ...]:
        mention, resolution = self._mentions[at], self._resolutions[at]
        anchor = self._mentions[self._anchors[best]]
        near = self._near[best]
        names = {place.id for place, close in zip(self._places, near.tolist(), strict=True) if close}
        between = self._text[min(mention.end, anchor.end) : max(mention.start, anchor.start)]
        return (
            1.0,
            share,
            float(near.mean()),
            math.log(1 + len(self._anchors)),
            float(len(names) > 1),
            min(gap, _FARTHEST) / 500,
            float(gap < _FARTHEST and _END.search(between) is None),
            float(self._anchors[best] == mention.container),
            float(not resolution.alternatives),
            float(mention.kind_hint in _FACILITIES),
            float(mention.kind_hint in _FEATURES),
            float(" " in mention.text),
        )


def _vectors(places: Sequence[Place]) -> NDArray[np.float64]:
    """Unit vectors of places."""
    lat, lon = np.radians([[place.lat for place in places], [place.lon for place in places]])
    level = np.cos(lat)
    return np.array((level * np.cos(lon), level * np.sin(lon), np.sin(lat))).T


def probability(row: Sequence[float], weights: Sequence[float]) -> float:
    """Chance that the mention lies within 161 km of the place beside it."""
    return 1 / (1 + math.exp(-sum(map(mul, row, weights))))


@cache
def known_weights() -> tuple[float, ...]:
    """The numbers shipped with the package, in the order of ``EVIDENCE``."""
    shipped: Mapping[str, float]
    with Path(__file__).with_name("beside.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["evidence"]: float(row["weight"]) for row in csv.DictReader(file)}
    return tuple(shipped[name] for name in EVIDENCE)
