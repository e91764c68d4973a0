"""Why a place was chosen, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.places.ranking import holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.places.groups import Group
    from geo.places.ranking import Ranking


def explain(
    group: Group, best: int, groups: Sequence[Group], countries: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """Reasons for one candidate, the weightiest first; ``countries`` as ``countries_of`` gives them."""
    candidate = group.candidates[best]
    place = candidate.place
    if candidate.wins:
        return (
            "a row of your gazetteer says so" if place.layer == "user" else "the hand-made gazetteer says so",
        )
    reasons = []
    if group.demonym:
        reasons.append(f"people of {place.name}")
    if group.container is not None:
        outer = groups[group.container]
        if any(holds(holder.place, place) for holder in outer.candidates):
            reasons.append(f"the text says it lies in {outer.name}")
    if group.hint is not None and group.hint == place.kind:
        reasons.append(f"the text calls it a {place.kind}")
    reasons.append(_among(group, best))
    company = len(countries.get(place.country, frozenset()) - {group.name})
    if company and place.kind != "country":
        others = (
            "another name in the report lies" if company == 1 else f"{company} other names in the report lie"
        )
        reasons.append(f"{others} in the same country ({place.country})")
    if candidate.match not in {"name", "alias"}:
        reasons.append(f"written differently in the gazetteer: {candidate.matched}")
    return tuple(reasons)


def _among(group: Group, best: int) -> str:
    count = len(group.candidates)
    if count == 1:
        return "only place with this name"
    population = group.candidates[best].place.population
    if population and all(population >= other.place.population for other in group.candidates):
        return f"largest of {count} places with this name"
    return f"most likely of {count} places with this name"


def countries_of(groups: Sequence[Group], rankings: Sequence[Ranking]) -> Mapping[str, frozenset[str]]:
    """Names by the country of their likeliest place."""
    found: dict[str, set[str]] = {}
    for group, ranking in zip(groups, rankings, strict=True):
        if group.candidates:
            top = max(ranking.probabilities)
            found.setdefault(group.candidates[ranking.probabilities.index(top)].place.country, set()).add(
                group.name
            )
    return {country: frozenset(names) for country, names in found.items() if country}
