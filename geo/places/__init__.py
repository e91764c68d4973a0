"""Which place does each name mean? Mentions and candidates in, resolutions with probability out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.places.coordinates import pointed, settle
from geo.places.groups import Group, group_mentions
from geo.places.ranking import distance_km, rank
from geo.places.reasons import countries_of, explain
from geo.records import Alternative, Resolution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def resolve(
    document: Document,  # noqa: ARG001 - the straight line hands it over; publisher and dateline may come to count
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    settings: PlaceSettings,
) -> tuple[Resolution, ...]:
    """One resolution a mention, in order; the place is None when no candidate is likely enough.

    All mentions of one name mean one place, unless the words about a mention (its kind word, its
    container) say otherwise. Never raises for any mentions.
    """
    gazetteer = pointed(mentions, gazetteer)
    groups = group_mentions(mentions, gazetteer)
    rankings = rank(groups)
    countries = countries_of(groups, rankings)
    found: dict[int, Resolution] = {}
    for group, ranking in zip(groups, rankings, strict=True):
        one = _resolution(group, ranking, groups, countries, gazetteer, settings)
        found.update((index, replace(one, mention=index)) for index in group.members)
    return settle([found[index] for index in range(len(mentions))], mentions, gazetteer)


def _resolution(  # noqa: PLR0913, PLR0917 - the whole document decides
    group: Group,
    ranking: Ranking,
    groups: Sequence[Group],
    countries: Mapping[str, frozenset[str]],
    gazetteer: Gazetteer,
    settings: PlaceSettings,
) -> Resolution:
    first = group.members[0]
    if not group.candidates:
        near = tuple(
            f"{found.place.name} ({found.place.country})"
            for found in gazetteer.suggest(group.name)
            if found.similarity >= _LIKE
        )
        return Resolution(first, None, 0.0, reasons=("not in the gazetteer",), suggestions=near)
    order = sorted(range(len(group.candidates)), key=lambda at: (-ranking.probabilities[at], at))
    masses = {at: _mass(at, order, group, ranking) for at in order[:_SHOWN]}
    best = max(
        order[:_SHOWN], key=lambda at: (masses[at] >= masses[order[0]] + _CLEARLY, ranking.probabilities[at])
    )
    probability = round(min(1.0, masses[best]), 4)
    sure = probability >= settings.min_probability
    others = tuple(
        Alternative(group.candidates[at].place, round(ranking.probabilities[at], 4))
        for at in order[: _SHOWN + 1]
        if not (sure and at == best) and ranking.probabilities[at] >= _WORTH_SHOWING
    )
    reasons = (
        explain(group, best, groups, countries) if sure else ("no place with this name is likely enough",)
    )
    return Resolution(first, group.candidates[best].place if sure else None, probability, others, reasons)


def _mass(at: int, order: Sequence[int], group: Group, ranking: Ranking) -> float:
    """Probability of a place together with entries for the same spot (a town and its district)."""
    place = group.candidates[at].place
    return sum(
        ranking.probabilities[other]
        for other in order[:_LIKELY]
        if other == at or distance_km(place, group.candidates[other].place) <= SAME_SPOT_KM
    )
