"""Mentions of one name, taken together with what the text says about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import Candidate, Gazetteer, Mention

MAX_CANDIDATES = 60
"""Places compared for one name; the least prominent beyond are left out."""
_MAX_LOOSE = 3
"""Places of the report's country that are added for the same consonants (project choice)."""
_OPENING = 250
"""Characters at the start of a report where its dateline and main place stand."""


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions that must mean one place: same name, same kind word, same container.

    ``container`` is the index of the group that the text names as what holds it; ``weight`` is how
    much the group counts as context for others; ``spread`` is the share of its mentions that are literal.
    """

    name: str
    members: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    hint: str | None
    demonym: bool
    container: int | None
    weight: float
    capital_use: bool
    """Some mention stands for a government or modifies a noun: a country or capital is likely."""


def group_mentions(mentions: Sequence[Mention], gazetteer: Gazetteer) -> tuple[Group, ...]:
    """Groups in order of their first mention; containers point into the same tuple."""
    keys = _keys(mentions)
    order = list(dict.fromkeys(keys))
    position = {key: index for index, key in enumerate(order)}
    found: dict[str, tuple[Candidate, ...]] = {}
    country = _main_country(mentions, gazetteer, found)
    groups = []
    for key in order:
        members = tuple(index for index, other in enumerate(keys) if other == key)
        first = mentions[members[0]]
        held = (mentions[member].container for member in members)
        container = next((at for at in held if at is not None and 0 <= at < len(mentions)), None)
        groups.append(
            Group(
                name=_name(first),
                members=members,
                candidates=_fitting(first, _candidates(first, gazetteer, found, country)),
                hint=key[1],
                demonym=first.demonym,
                container=None if container is None else position[keys[container]],
                weight=_weight(members, mentions),
                capital_use=any(not mentions[member].literal for member in members),
            )
        )
    return tuple(groups)


def _name(mention: Mention) -> str:
    return mention.lookup or mention.text


def _keys(mentions: Sequence[Mention]) -> list[tuple[str, str | None, str | None, bool]]:
    """Name, kind word, container and people's word of each; a bare mention takes what another states."""
    stated: dict[str, Counter[tuple[str | None, str | None]]] = {}
    own: list[tuple[str, str | None, str | None]] = []
    for mention in mentions:
        held = mention.container
        container = _name(mentions[held]).lower() if held is not None and 0 <= held < len(mentions) else None
        hint = mention.kind_hint if mention.kind_hint not in {"border", "region", "neighbourhood"} else None
        own.append((_name(mention).lower(), hint, container))
        if hint or container:
            stated.setdefault(own[-1][0], Counter())[hint, container] += 1
    return [
        (name, *_joined(hint, container, stated.get(name)), mention.demonym)
        for (name, hint, container), mention in zip(own, mentions, strict=True)
    ]


def _joined(
    hint: str | None, container: str | None, said: Counter[tuple[str | None, str | None]] | None
) -> tuple[str | None, str | None]:
    """What a mention states of its place, filled from the other mentions of the same name."""
    if not said or container is not None:
        return hint, container
    if hint is not None:
        return hint, next((holder for _, holder in said if holder is not None), None)
    best = max(said, key=lambda item: (item[1] is not None, said[item]))
    city = best == ("city", None) and len(said) == 1
    return ("city" if city else None), best[1]


def _candidates(
    mention: Mention, gazetteer: Gazetteer, found: dict[str, tuple[Candidate, ...]], country: str | None
) -> tuple[Candidate, ...]:
    name = _name(mention)
    own = _found(name, gazetteer, found)
    if not own and mention.kind_hint and " " in name:
        own = _found(_without_kind_word(name), gazetteer, found)
    if (
        country is None
        or mention.demonym
        or any(candidate.place.country in {country, ""} for candidate in own)
    ):
        return own
    known = {candidate.place.id for candidate in own}
    near = (c for c in gazetteer.candidates(name, country=country) if c.place.country == country)
    return own + tuple(candidate for candidate in near if candidate.place.id not in known)[:_MAX_LOOSE]


def _found(name: str, gazetteer: Gazetteer, found: dict[str, tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    if name not in found:
        found[name] = gazetteer.candidates(name)[:MAX_CANDIDATES]
    return found[name]


def _without_kind_word(name: str) -> str:
    """The name without its last word: "Tumu District" to "Tumu"."""
    return name.rsplit(" ", 1)[0]


def _fitting(mention: Mention, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    winners = tuple(candidate for candidate in candidates if candidate.wins)
    if winners:
        return winners
    if mention.demonym:
        large = ("country", "admin1", "continent", "region")
        return tuple(c for c in candidates if c.place.kind in large)[:1] or candidates[:1]
    return candidates


def _main_country(
    mentions: Sequence[Mention], gazetteer: Gazetteer, found: dict[str, tuple[Candidate, ...]]
) -> str | None:
    """Country that most countries' names, people's words and single-country names point to, or None."""
    votes: Counter[str] = Counter()
    for mention in mentions:
        candidates = _candidates(mention, gazetteer, found, None)
        countries = {candidate.place.country for candidate in candidates}
        if candidates and (candidates[0].place.kind == "country" or len(countries) == 1):
            votes[candidates[0].place.country] += 1
    if not votes:
        return None
    country, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    return country if country and count * 2 > sum(votes.values()) else None


def _weight(members: Sequence[int], mentions: Sequence[Mention]) -> float:
    """How much a group says about the others: more when named often or at the start of the text."""
    opening = any(mentions[member].start < _OPENING for member in members)
    return min(3.0, 1 + 0.3 * (len(members) - 1)) * (1.5 if opening else 1.0)
