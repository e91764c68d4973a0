"""Annotated texts as rows for the judge of place names: features, labels and weights of all candidates."""

# ruff: noqa: ANN001, ANN201, ANN202, D103 - a script run by hand

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.language.toponyms.candidates import candidates_of
from geo.language.toponyms.features import Table, read_features
from geo.language.toponyms.words import words

NO_PLACE = {"Homonym", "Language"}
"""Types of GeoWebNews' marks that are no places."""
FACILITIES = frozenset({
    "court", "hospital", "university", "college", "school", "airport", "cathedral", "church",
    "mosque", "temple", "courthouse", "stadium", "arena", "park", "zoo", "museum", "library",
    "hotel", "mall", "center", "centre", "theatre", "theater", "prison", "jail", "station",
    "bridge", "tower", "palace", "castle", "cemetery", "fairgrounds", "plaza", "square", "highway",
    "road", "street", "avenue", "boulevard", "drive", "lane", "parkway", "freeway", "turnpike",
    "pike", "terminal", "harbor", "harbour", "beach", "clinic", "academy", "campus", "hall",
    "gallery", "resort", "abbey", "monastery", "base", "barracks", "st", "ave", "rd", "blvd", "dr",
    "fort", "camp", "dam", "lake", "river", "elementary",
})  # fmt: skip
"""Last words of names that are marked whole: the corpora mark now the whole, now the town in it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text's candidates: ``features`` a row a feature, ``labels`` and ``weights`` of each candidate."""

    record: dict[str, Any]
    table: Any
    features: Any
    labels: Any
    weights: Any


def read_corpus(path):
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def example(record, gazetteer, *, weight=1.0, open_world=False):
    """None for a text without candidates; ``open_world`` as ``OPEN`` of train_names.py."""
    found = candidates_of([record["text"]], [gazetteer])
    if not found.spans[0]:
        return None
    table = Table(found)
    labels, weights = _labels(record, table.spans, found.context.page, open_world=open_world)
    return Example(record, table, read_features(table), labels, weights * weight)


def _labels(record, spans, page, *, open_world):
    marks = [*record["toponyms"], *(m for m in record["nocoord"] if m.get("type") not in NO_PLACE)]
    gold = {(mark["start"], mark["end"]) for mark in marks}
    labels = np.array([(span.start, span.end) in gold for span in spans], dtype=bool)
    weights = np.ones(len(spans))
    lexicon, row = words(), page.words
    marked = [(span.first, span.last, index) for index, span in enumerate(spans) if labels[index]]
    for index, span in enumerate(spans):
        last = row[span.last - 1].lower.rstrip(".")
        if labels[index]:
            follower = row[span.last]
            behind = follower.capital and page.joined[span.last]
            group = lexicon.organisations.get(follower.lower) if behind else None
            if group in {"team", "publisher"} and not row[span.last - 1].possessive:
                labels[index] = False
            continue
        if span.how == "ethnic":
            weights[index] = 0.0
        elif _headed(span, row) and (inner := [i for a, b, i in marked if span.first < a and b == span.last]):
            labels[index] = True
            labels[inner] = False
        elif last in FACILITIES and row[span.last - 1].capital and span.last - span.first > 1:
            inner = [i for a, b, i in marked if span.first <= a and b <= span.last]
            outer = any(a <= span.first and span.last <= b for a, b, _ in marked)
            starts = [i for i in inner if spans[i].first == span.first]
            if starts and len(inner) == 1 and not outer and not row[spans[starts[0]].last - 1].possessive:
                labels[index], labels[starts[0]] = True, False
            elif open_world and not inner and not outer:
                weights[index] = 0.0
        elif span.how == "people" and open_world:
            weights[index] = 0.0
    return labels, weights


def _headed(span, row):
    """Whether a cut is "University of X" or the like."""
    head, of = row[span.first], row[span.first + 1] if span.last - span.first > 2 else None
    return of is not None and of.lower == "of" and head.capital and head.lower in {"university", "college"}
