"""Why a place was chosen, in plain words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from geo.places.blocks import WIDE
from geo.places.choosing import COMPANY_KM
from geo.places.ranking import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.places.area import Area
    from geo.places.choosing import Ranking
    from geo.places.groups import Group, Scene
    from geo.places.links import Link
    from geo.records import Place

_VAST = WIDE | {"country"}
_HOME_KM = 80.0
"""What lies so near is where a paper is at home (project choice)."""
_FITS = 1.6
"""A stated distance is met within this factor, and 15 km (project choice)."""


_LOOSE = frozenset({"article", "transliteration", "skeleton", "part"})
"""Ways of meeting an entry that is written differently: company must bear them out."""


class Reasoning:
    """What speaks for the places chosen in one report."""

    def __init__(self, scene: Scene, rankings: Sequence[Ranking], area: Area | None = None) -> None:
        """Keep a report's groups with how likely their candidates are, and the area sought first."""
        self._scene = scene
        self._area = area
        self._rankings = rankings

    @cached_property
    def _chosen(self) -> tuple[Place | None, ...]:
        """Likeliest place of every group."""
        pairs = zip(self._scene.groups, self._rankings, strict=True)
        return tuple(
            [group.candidates[ranking.order[0]].place if ranking.order else None for group, ranking in pairs]
        )

    @cached_property
    def _links(self) -> Mapping[int, Sequence[Link]]:
        """Links by the groups that they join."""
        found: dict[int, list[Link]] = {}
        for link in self._scene.links:
            found.setdefault(link.first, []).append(link)
            found.setdefault(link.second, []).append(link)
        return found

    @cached_property
    def _homes(self) -> tuple[Place, ...]:
        """Likeliest places of the publisher's names."""
        pairs = zip(self._scene.groups, self._chosen, strict=True)
        return tuple(place for group, place in pairs if group.home and place is not None)

    @cached_property
    def _named(self) -> Mapping[str, frozenset[str]]:
        """Names by the country of their likeliest place."""
        found: dict[str, set[str]] = {}
        for group, place in zip(self._scene.groups, self._chosen, strict=True):
            if place is not None and place.country and not group.home:
                found.setdefault(place.country, set()).add(group.name)
        return {country: frozenset(names) for country, names in found.items()}

    def is_stray(self, number: int) -> bool:
        """Whether a name written differently leads to a country that nothing else in the text names."""
        group = self._scene.groups[number]
        candidate = group.candidates[self._rankings[number].best]
        if candidate.wins or candidate.match not in _LOOSE or not candidate.place.country:
            return False
        if self._area is not None and self._area.holds(candidate.place):
            return False
        others = {country for country, names in self._named.items() if names - {group.name}}
        return bool(others) and candidate.place.country not in others

    def explain(self, number: int) -> tuple[str, ...]:
        """Reasons for the candidate of a group that is pinned, what the text says first."""
        group = self._scene.groups[number]
        candidate = group.candidates[self._rankings[number].best]
        place = candidate.place
        if candidate.wins:
            whose = "a row of your gazetteer" if place.layer == "user" else "the hand-made gazetteer"
            return (f"{whose} says so",)
        reasons = list(dict.fromkeys(self._said(number, group, place)))
        if self._area is not None and self._area.holds(place):
            reasons.append(f"it lies in the area you named ({self._area})")
        reasons.append(_among(group, place))
        if place.kind != "country":
            reasons.extend(self._around(number, group, place))
        if candidate.match == "within":
            reasons.append(f"not known itself; its name holds {candidate.matched}")
        elif candidate.match not in {"name", "alias", "demonym"}:
            reasons.append(f"written differently in the gazetteer: {candidate.matched}")
        return tuple(reasons)

    def _said(self, number: int, group: Group, place: Place) -> Iterator[str]:
        """What the words about the name say."""
        if group.demonym:
            yield f"people of {place.name}"
        for link in self._links.get(number, ()):
            yield from self._linked(link, number, place)
        if group.hint is not None and group.hint == place.kind:
            yield f"the text calls it a {place.kind}"

    def _linked(self, link: Link, number: int, place: Place) -> Iterator[str]:
        other = link.second if link.first == number else link.first
        there, name = self._chosen[other], self._scene.groups[other].name
        if there is None:
            return
        if link.kind in {"inside", "comma"} and link.first == number and holds(there, place):
            yield f"the text says it lies in {name}"
        km = distance_km(there, place)
        if link.kind == "away" and link.km is not None and link.km / _FITS - 15 <= km <= link.km * _FITS + 15:
            yield f"the text puts it {link.km:.0f} km from {name}; it lies {km:.0f} km from there"
        elif link.kind in {"away", "near"} and link.km is None and km <= COMPANY_KM:
            yield f"the text names it by {name}, {km:.0f} km away"

    def _around(self, number: int, group: Group, place: Place) -> Iterator[str]:
        """What the other names and the publisher say."""
        named = self._named.get(place.country, frozenset())
        company = len(named) - (group.name in named)
        if company:
            others = (
                "another name in the report lies"
                if company == 1
                else f"{company} other names in the report lie"
            )
            yield f"{others} in the same country ({place.country})"
        near = [
            other.name
            for at in self._rankings[number].company
            if _speaks((other := self._scene.groups[at]), self._chosen[at], group)
        ]
        if near:
            yield f"near {', '.join(dict.fromkeys(near[:3]))} of the same report"
        for there in self._homes:
            if distance_km(there, place) <= _HOME_KM:
                yield f"the publisher is at home in {there.name}"
                return
        if self._scene.country and self._scene.country == place.country:
            yield f"the publisher's address is in the same country ({place.country})"


def _speaks(other: Group, there: Place | None, group: Group) -> bool:
    """Whether a place near by is company worth naming: another name of the text, and no whole country."""
    return not other.home and other.name != group.name and there is not None and there.kind not in _VAST


def holds(outer: Place, inner: Place) -> bool:
    """Whether one place can hold another: its country, its division, or an area about it."""
    if outer.kind == "country":
        return outer.country == inner.country and inner.kind not in {"country", "continent"}
    if outer.kind == "admin1":
        return outer.country == inner.country and inner.admin1 in {outer.name, outer.admin1}
    if outer.kind in {"admin2", "city"}:
        return inner.kind not in {"country", "admin1"} and distance_km(outer, inner) <= 60
    if outer.kind in {"region", "island", "valley", "desert", "coast", "plain"}:
        return distance_km(outer, inner) <= (outer.extent_km or 300.0)
    return False


def _among(group: Group, place: Place) -> str:
    count = len(group.block.kinds)
    if count == 1:
        return "only place with this name"
    if place.population and place.population == group.block.most:
        return f"largest of {count} places with this name"
    return f"most likely of {count} places with this name"
