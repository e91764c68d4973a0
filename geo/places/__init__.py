"""Which place does each name mean? Mentions and candidates in, resolutions with probability out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.places.groups import Group, group_mentions
from geo.places.ranking import distance_km, rank
from geo.places.reasons import explain
from geo.records import Alternative, Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.places.ranking import Ranking
    from geo.records import Document, Gazetteer, Mention
    from geo.settings import PlaceSettings

__all__ = ["resolve"]

_SHOWN = 5
"""Alternatives kept for a person to choose from (project choice)."""
_LIKELY = 12
"""Candidates, best first, whose probability may add to a spot's (project choice)."""
SAME_SPOT_KM = 15.0
"""Entries with one name this near are one spot: a town and its district (project choice)."""


def resolve(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer, *, settings: PlaceSettings
) -> tuple[Resolution, ...]:
    """One resolution a mention, in order; the place is None when no candidate is likely enough.

    All mentions of one name mean one place, unless the words about a mention (its kind word, its
    container) say otherwise. Never raises for any mentions.
    """
    groups = group_mentions(document, mentions, gazetteer)
    rankings = rank(groups)
    by_mention = {
        index: (group, ranking)
        for group, ranking in zip(groups, rankings, strict=True)
        for index in group.members
    }
    return tuple(
        _resolution(index, *by_mention[index], groups, rankings, gazetteer, settings)
        for index in range(len(mentions))
    )


def _resolution(  # noqa: PLR0913 - one line a mention
    index: int,
    group: Group,
    ranking: Ranking,
    groups: Sequence[Group],
    rankings: Sequence[Ranking],
    gazetteer: Gazetteer,
    settings: PlaceSettings,
) -> Resolution:
    if not group.candidates:
        near = tuple(f"{found.place.name} ({found.place.country})" for found in gazetteer.suggest(group.name))
        return Resolution(index, None, 0.0, reasons=("not in the gazetteer",), suggestions=near)
    order = sorted(range(len(group.candidates)), key=lambda at: (-ranking.probabilities[at], at))
    masses = {at: _mass(at, order, group, ranking) for at in order[:_SHOWN]}
    best = max(order[:_SHOWN], key=lambda at: (masses[at] >= masses[order[0]] + 0.05, ranking.probabilities[at]))
    probability = round(min(1.0, masses[best]), 4)
    sure = probability >= settings.min_probability
    others = tuple(
        Alternative(group.candidates[at].place, round(ranking.probabilities[at], 4))
        for at in order[: _SHOWN + 1]
        if not (sure and at == best) and ranking.probabilities[at] >= 0.001
    )
    reasons = (
        explain(group, best, groups, rankings) if sure else ("no place with this name is likely enough",)
    )
    return Resolution(index, group.candidates[best].place if sure else None, probability, others, reasons)


def _mass(at: int, order: Sequence[int], group: Group, ranking: Ranking) -> float:
    """Probability of a place together with entries for the same spot (a town and its district)."""
    place = group.candidates[at].place
    return sum(
        ranking.probabilities[other]
        for other in order[:_LIKELY]
        if other == at or distance_km(place, group.candidates[other].place) <= SAME_SPOT_KM
    )
