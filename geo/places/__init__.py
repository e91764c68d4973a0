"""Which place does each name mean? Mentions and candidates in, resolutions with probability out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.places.beside import with_places_beside
from geo.places.blocks import blocks_of
from geo.places.coordinates import pointed, settle
from geo.places.groups import set_scene
from geo.places.home import home_of
from geo.places.model import confidence, doubts, known_model
from geo.places.pairs import EARTH_KM
from geo.places.ranking import rank
from geo.places.reasons import Reasoning
from geo.records import Alternative, Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places.blocks import Blocks
    from geo.places.groups import Group
    from geo.places.model import Model
    from geo.places.ranking import Ranking
    from geo.records import Document, Gazetteer, Mention
    from geo.settings import PlaceSettings

__all__ = ["resolve"]

_SHOWN = 5
"""Alternatives kept for a person to choose from (project choice)."""
_LIKELY = 12
"""Candidates, best first, whose probability may add to a spot's (project choice)."""
_CLEARLY = 0.05
"""How much likelier another spot must be than the likeliest entry's (project choice)."""
_LIKE = 0.75
"""Least similarity of a suggested name, 0 to 1 (project choice)."""
_WORTH_SHOWING = 0.001
SAME_SPOT_KM = 15.0
"""Entries with one name this near are one spot: a town and its district (project choice)."""
RIGHT_KM = 161.0
"""A pin within 100 miles counts as right, here as in the literature."""
_SETTLED = 0.9
"""A share from which no other spot is looked at."""
_SAME_SPOT, _IN_REACH = (math.cos(km / EARTH_KM) for km in (SAME_SPOT_KM, RIGHT_KM))


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all names of a report are judged with."""

    reasoning: Reasoning
    blocks: Blocks
    settings: PlaceSettings
    model: Model


def resolve(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    settings: PlaceSettings,
    model: Model | None = None,
) -> tuple[Resolution, ...]:
    """One resolution a mention, in order; the place is None when no candidate is likely enough.

    ``probability`` is the chance that the pin lies within 161 km of what the name means, as measured
    on annotated news; so a sea or a world region, whose point is a convention, has less than a town.
    ``alternatives`` have their share of the evidence, likeliest first. All mentions of one name mean
    one place, unless the words about a mention (its kind word, its container) say otherwise. A name without
    a place has as ``near`` the one that it is probably told of with. ``model`` are other numbers than
    those shipped. Never raises for any mentions.
    """
    gazetteer = pointed(mentions, gazetteer)
    scene = set_scene(document, mentions, home_of(document, gazetteer), gazetteer)
    used = model or known_model()
    rankings = rank(scene, used)
    bench = _Bench(Reasoning(scene, rankings), blocks_of(gazetteer), settings, used)
    found: dict[int, Resolution] = {}
    for number, (group, ranking) in enumerate(zip(scene.groups, rankings, strict=True)):
        if group.members:
            named = max(mentions[index].score for index in group.members)
            one = _resolution(number, group, ranking, bench, named=named)
            for index in group.members:
                found[index] = Resolution(
                    index, one.place, one.probability, one.alternatives, one.reasons, one.suggestions
                )
    settled = settle([found[index] for index in range(len(mentions))], mentions, gazetteer)
    return with_places_beside(document.text, mentions, settled, settings=settings)


def _resolution(number: int, group: Group, ranking: Ranking, bench: _Bench, *, named: float) -> Resolution:
    """What a group means; ``named`` is the chance that its words are a place's name at all."""
    first = group.members[0]
    if not group.candidates:
        near = tuple(
            f"{found.place.name} ({found.place.country})"
            for found in bench.blocks.suggest(group.name)
            if found.similarity >= _LIKE
        )
        return Resolution(first, None, 0.0, reasons=("not in the gazetteer",), suggestions=near)
    shares = ranking.probabilities
    order = sorted(range(len(shares)), key=lambda at: (-shares[at], at))
    best = choose(order, group, ranking)
    probability, sense = _chances(best, group, ranking, bench.model)
    both = sense if group.candidates[best].wins else sense * named
    sure = sense >= bench.settings.min_probability and both >= bench.settings.min_chance
    sure = sure and not bench.reasoning.is_stray(number, best)
    others = tuple(
        Alternative(group.candidates[at].place, round(shares[at], 4))
        for at in order[: _SHOWN + 1]
        if not (sure and at == best) and shares[at] >= _WORTH_SHOWING
    )
    if not sure:
        why = ("no place with this name is likely enough",)
        return Resolution(first, None, round(probability, 4), others, why)
    reasons = bench.reasoning.explain(number, best)
    return Resolution(first, group.candidates[best].place, round(probability, 4), others, reasons)


def choose(order: Sequence[int], group: Group, ranking: Ranking) -> int:
    """The candidate to pin: the likeliest, or one whose spot, with its other entries, is clearly likelier."""
    shares = ranking.probabilities
    if len(order) == 1 or shares[order[0]] >= _SETTLED:
        return order[0]
    likely, shown = list(order[:_LIKELY]), list(order[:_SHOWN])
    near = group.block.xyz[shown] @ group.block.xyz[likely].T >= _SAME_SPOT
    masses = dict(zip(shown, (near @ np.array([shares[at] for at in likely])).tolist(), strict=True))
    return max(shown, key=lambda at: (masses[at] >= masses[order[0]] + _CLEARLY, shares[at]))


def _chances(best: int, group: Group, ranking: Ranking, model: Model) -> tuple[float, float]:
    """Chances that the pin is right, and that the name is read right."""
    candidate = group.candidates[best]
    if candidate.wins and candidate.place.layer == "user":
        return ranking.probabilities[best], ranking.probabilities[best]
    around = within_reach(best, group, ranking)
    row = doubts(around, candidate, demonym=group.demonym, cut=group.cut)
    return confidence(row, model), confidence(row, model, literal=True)


def within_reach(at: int, group: Group, ranking: Ranking) -> float:
    """Share of a place together with those of all entries within 161 km."""
    shares = ranking.probabilities
    if len(shares) == 1:
        return shares[0]
    return float((group.block.xyz @ group.block.xyz[at] >= _IN_REACH) @ np.array(shares))
