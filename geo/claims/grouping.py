"""Movements into groups, and groups into claims."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from geo.claims.agreement import agree, compatible, likeness
from geo.claims.facts import Facts, gather
from geo.records import Claim, Extract
from geo.settings import ClaimSettings

Member = tuple[int, int, str]
"""Number of a document, of a movement in it, and the id of the claim that this belongs to."""


def merge(extracts: Iterable[Extract], *, settings: ClaimSettings) -> tuple[Claim, ...]:
    """Claims over all documents; every movement that is drawn belongs to exactly one.

    The grouping and the ids do not depend on the order of the documents; claims stand in the
    order of their first member.
    """
    facts = [fact for index, extract in enumerate(extracts) for fact in gather(extract, index)]
    facts.sort(key=lambda fact: fact.key)
    twins = twins_of(facts)
    facts = [same[0] for same in twins.values()]
    # once more with the days that undated reports owe to dated ones telling the same events
    groups = groups_of(dated(facts, groups_of(facts, settings), settings), settings)
    groups = [[twin for fact in group for twin in same_days(fact, twins[fact.member])] for group in groups]
    claims = [claim_of(group) for group in groups]
    return tuple(sorted(unique(claims, groups), key=lambda claim: min(claim.members)))


def members(extracts: Iterable[Extract], *, settings: ClaimSettings) -> Iterator[Member]:
    """The members of the claims of ``merge``, in order."""
    merged = merge(extracts, settings=settings)
    yield from sorted((*member, claim.id) for claim in merged for member in claim.members)


def twins_of(facts: Sequence[Facts]) -> dict[tuple[int, int], list[Facts]]:
    """Facts that one report tells alike, by the member of the first: compared once, however often told."""
    alike: dict[Facts, list[Facts]] = defaultdict(list)
    for fact in facts:
        alike[replace(fact, key=(), member=(fact.member[0], 0))].append(fact)
    return {same[0].member: same for same in alike.values()}


def same_days(fact: Facts, twins: Sequence[Facts]) -> list[Facts]:
    """A fact's twins with the report's day that the fact has been given."""
    return [replace(twin, reported=fact.reported) for twin in twins]


def groups_of(facts: Sequence[Facts], settings: ClaimSettings) -> list[list[Facts]]:
    """Groups of facts, all compatible with all, joined by agreeing pairs, the most alike first."""
    alike: dict[tuple[int, int], float] = {}
    for a, b in _meeting(facts):
        if (a, b) not in alike and agree(facts[a], facts[b], settings):
            alike[a, b] = likeness(facts[a], facts[b])
    group_of = list(range(len(facts)))
    members: dict[int, list[int]] = {index: [index] for index in group_of}
    for a, b in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        one, other = sorted((group_of[a], group_of[b]))
        if one == other:
            continue
        if all(compatible(facts[x], facts[y], settings) for x in members[one] for y in members[other]):
            for index in members[other]:
                group_of[index] = one
            members[one] += members.pop(other)
    return [[facts[index] for index in group] for group in members.values()]


def dated(facts: Sequence[Facts], groups: Iterable[Sequence[Facts]], settings: ClaimSettings) -> list[Facts]:
    """Facts of undated reports with the middle day of the dated reports that they agree with.

    Two thirds of those must lie within ``max_days`` of it.
    """
    shared: dict[int, list[int]] = defaultdict(list)
    for group in groups:
        known = [fact.reported for fact in group if fact.reported is not None]
        for document in {fact.member[0] for fact in group if fact.reported is None}:
            shared[document] += known
    middle = {document: sorted(found)[len(found) // 2] for document, found in shared.items() if found}
    sure = {
        document: day
        for document, day in middle.items()
        if 3 * sum(abs(other - day) <= settings.max_days for other in shared[document])
        >= 2 * len(shared[document])
    }
    return [
        replace(fact, reported=sure.get(fact.member[0])) if fact.reported is None else fact for fact in facts
    ]


def _meeting(facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: of one place, of a place and its country or division, of a person's group.

    Pairs come in rising order and may come twice.
    """
    by_place: dict[str, list[int]] = defaultdict(list)
    by_area: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        for place in dict.fromkeys(fact.places):
            by_place[place].append(index)
        for area in dict.fromkeys(
            (spot.country, spot.kind in {"country", "admin1"}) for spot in (*fact.origins, *fact.goals)
        ):
            by_area[area].append(index)
    by_word: dict[str, list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        if fact.group:
            by_word[fact.group].append(index)
    for group in (*by_place.values(), *by_word.values()):
        yield from combinations(group, 2)
    for (country, wide), group in by_area.items():
        if country and wide:
            yield from combinations(group, 2)
            small = by_area.get((country, False), [])
            yield from ((min(pair), max(pair)) for pair in product(group, small) if pair[0] != pair[1])


def claim_of(group: Sequence[Facts]) -> Claim:
    """A claim with its best-told member first."""
    ranked = sorted(group, key=_rank)
    numbers = [number for fact in group for number in fact.quantities]
    statuses = {fact.status for fact in group}
    return Claim(
        id=_identity(ranked),
        members=tuple(fact.member for fact in ranked),
        documents=tuple(sorted({fact.member[0] for fact in group})),
        publishers=tuple(sorted({fact.report for fact in group if fact.report})),
        quantity_min=min(numbers, default=None),
        quantity_max=max(numbers, default=None),
        disputed=any(fact.disputed for fact in group) or {"actual", "attempted"} <= statuses,
    )


def _rank(fact: Facts) -> tuple[object, ...]:
    """The most complete telling first, then the earliest, then by content."""
    stated = bool(fact.origins) + bool(fact.goals) + bool(fact.path) + bool(fact.directions)
    told = bool(fact.speakers) + (fact.quantity is not None) + bool(fact.kind)
    return -stated, fact.inferred, -told, fact.reported or 10**7, fact.key


def _identity(ranked: Sequence[Facts]) -> str:
    """A hash of what the claim says: mover, class, ends, status, month."""
    first = ranked[0]
    dates = [fact.reported for fact in ranked if fact.reported is not None]
    parts = [
        first.kind,
        *sorted(first.groups),
        first.motion_class,
        ",".join(spot.id for spot in first.origins),
        ",".join(spot.id for spot in first.goals),
        first.path,
        first.status,
        str(min(dates) // 30 if dates else ""),
    ]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


def unique(claims: Sequence[Claim], groups: Iterable[Sequence[Facts]]) -> list[Claim]:
    """Claims with ids that differ: equal ones take in the keys of their members."""
    by_id: dict[str, list[tuple[Claim, Sequence[Facts]]]] = defaultdict(list)
    for claim, group in zip(claims, groups, strict=True):
        by_id[claim.id].append((claim, group))
    return [
        claim if len(same) == 1 else renamed(claim, group) for same in by_id.values() for claim, group in same
    ]


def renamed(claim: Claim, group: Iterable[Facts]) -> Claim:
    """A claim whose id takes in the keys of its members."""
    keys = "|".join("/".join(fact.key) for fact in sorted(group, key=lambda fact: fact.key))
    return replace(claim, id=hashlib.sha256(f"{claim.id}|{keys}".encode()).hexdigest()[:12])
