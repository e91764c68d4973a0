"""Annotated corpora for the resolver: their names handed over as mentions, and which candidates are right.

A corpus has one document a line: ``text``, perhaps ``url``, and ``toponyms`` with start, end, lat, lon,
geonameid. The file's name without its ending is the corpus's name. Nothing of a corpus is kept.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from places_made import made_rows

from geo.language import find_mentions
from geo.places import RIGHT_KM
from geo.places.blocks import blocks_of
from geo.places.groups import set_scene
from geo.places.home import home_of
from geo.records import Document, Mention
from geo.settings import LanguageSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geo.places.groups import Group, Scene
    from geo.records import Gazetteer

Gold = dict[str, Any]
MADE = "made"
UNFOUND = 0.7
"""Weight as company of an annotated name that the recogniser does not see."""


@dataclass(frozen=True)
class Sample:
    """A document of a corpus with its annotated names among its mentions."""

    corpus: str
    number: int
    document: Document
    mentions: tuple[Mention, ...]
    golds: tuple[Gold, ...]
    scene: Scene

    def asked(self) -> Iterator[tuple[int, list[Gold]]]:
        """Groups with annotated members, and their annotations."""
        spans = {(gold["start"], gold["end"]): gold for gold in self.golds}
        for number, group in enumerate(self.scene.groups):
            held = (self.mentions[member] for member in group.members)
            golds = [spans[key] for mention in held if (key := (mention.start, mention.end)) in spans]
            if golds:
                yield number, golds


def read_samples(path: Path, gazetteer: Gazetteer, *, only_gold: bool = False) -> list[Sample]:
    """Documents of a corpus; with ``only_gold`` no other names stand beside the annotated ones."""
    rows = map(json.loads, path.open(encoding="utf-8"))
    return samples_of(rows, path.stem, gazetteer, only_gold=only_gold)


def made_samples(count: int, gazetteer: Gazetteer) -> list[Sample]:
    """Documents made up from places of every country; see ``places_made.py``."""
    return samples_of(made_rows(count), MADE, gazetteer)


def samples_of(
    rows: Iterable[dict[str, Any]], corpus: str, gazetteer: Gazetteer, *, only_gold: bool = False
) -> list[Sample]:
    """Documents of a corpus by their rows."""
    found = []
    for number, row in enumerate(rows):
        document = Document(row["id"], row["id"], row["text"], title=row.get("title"), url=row.get("url"))
        mentions = hand_over(document, row["toponyms"], gazetteer, only_gold=only_gold)
        blocks = blocks_of(gazetteer)
        scene = set_scene(document, mentions, home_of(document, blocks), blocks)
        found.append(Sample(corpus, number, document, mentions, tuple(row["toponyms"]), scene))
    return found


def hand_over(
    document: Document, golds: Sequence[Gold], gazetteer: Gazetteer, *, only_gold: bool
) -> tuple[Mention, ...]:
    """Annotated names as mentions, with what the recogniser knows of them, and the others it finds."""
    eager = replace(LanguageSettings(), min_name_score=0.0)
    own = find_mentions(document, gazetteer, settings=eager)
    known = {(mention.start, mention.end): (at, mention) for at, mention in enumerate(own)}
    spans = {(gold["start"], gold["end"]) for gold in golds}
    chosen: list[tuple[int | None, Mention]] = []
    for start, end in sorted(spans):
        at, mention = known.get((start, end), (None, None))
        found = mention or Mention(start, end, document.text[start:end], score=UNFOUND)
        chosen.append((at, found))
    if not only_gold:
        chosen += [
            (at, mention)
            for at, mention in enumerate(own)
            if mention.score >= LanguageSettings().min_name_score
            and not any(start < mention.end and mention.start < end for start, end in spans)
        ]
    chosen.sort(key=lambda item: (item[1].start, item[1].end))
    moved = {at: number for number, (at, _) in enumerate(chosen) if at is not None}
    return tuple(
        replace(
            mention,
            container=None if mention.container is None else moved.get(mention.container),
            at=None,
            score=max(mention.score, UNFOUND) if (mention.start, mention.end) in spans else mention.score,
        )
        for _, mention in chosen
    )


def errors_km(group: Group, gold: Gold) -> NDArray[np.float64]:
    """How far each candidate lies from where an annotation has the name."""
    return np.array([km((c.place.lat, c.place.lon), (gold["lat"], gold["lon"])) for c in group.candidates])


def right_of(group: Group, gold: Gold) -> NDArray[np.bool_]:
    """Candidates that are what an annotation means: its own entry, else the nearest within reach."""
    away = errors_km(group, gold)
    same = np.array([c.place.id == f"geonames:{gold.get('geonameid')}" for c in group.candidates], dtype=bool)
    if same.any() and away[same].min() <= RIGHT_KM:
        return same | (away <= 15)
    for limit in (15.0, 50.0, RIGHT_KM):
        if (away <= limit).any():
            return away <= limit
    return np.zeros(len(group.candidates), dtype=bool)


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon)."""
    la1, lo1, la2, lo2 = map(math.radians, (*a, *b))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 2 * 6371.009 * math.asin(min(1.0, math.sqrt(h)))
