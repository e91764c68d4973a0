"""Mentions of one name, taken together with what the text says about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.places.blocks import blocks_of, make_block
from geo.places.links import find_links
from geo.places.told import countries_told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.places.blocks import Block, Blocks
    from geo.places.home import Home
    from geo.places.links import Link
    from geo.records import Candidate, Document, Gazetteer, Mention

_OPENING = 250
"""Characters at the start of a report where its dateline and main place stand."""
_UNTOLD = frozenset({"border", "region", "neighbourhood"})
"""Kind words that say little of the kind of the place that is named."""
_OWN_NAMES = frozenset({"road", "crossing", "line", "border"})
"""Kinds whose places bear names from elsewhere: "Lima Street" is not in Lima."""
_KIND_WORDS = frozenset({
    "township", "county", "district", "province", "governorate", "region", "state", "municipality",
    "department", "prefecture", "city", "town", "village", "camp", "airport", "airfield", "base",
    "station", "park", "hospital", "cathedral", "stadium", "castle", "prison", "port", "harbour",
    "harbor", "museum", "zoo", "arena", "university", "college", "school", "racecourse",
})  # fmt: skip
"""Last words of names that may be left out where the recogniser gives no kind."""
_MINOR = frozenset({"road", "facility", "site"})
"""Kinds named after places elsewhere: they are no company."""
_LARGE = frozenset({"country", "admin1", "continent", "region"})


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions that must mean one place: same name, same kind word, same container.

    ``container`` is the index of the group that the text names as what holds it; ``weight`` is how
    much the group counts as context for others. ``capital_use`` says that some mention stands for a
    government or modifies a noun: a country or capital is likely. ``home`` marks a name that stands
    in the publisher's name or address and not in the text: it has no members. ``cut`` says that the gazetteer
    knows the name only without its last word.
    """

    name: str
    members: tuple[int, ...]
    block: Block
    hint: str | None = None
    demonym: bool = False
    container: int | None = None
    weight: float = 1.0
    capital_use: bool = False
    starts: tuple[int, ...] = ()
    home: bool = False
    cut: bool = False

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Places that the name may mean, most prominent first."""
        return self.block.candidates


@dataclass(frozen=True, slots=True)
class Scene:
    """One report's groups and what the text says of one from another (links between groups).

    ``country`` is that of the publisher's domain, "" where it tells none.
    """

    groups: tuple[Group, ...]
    links: tuple[Link, ...]
    country: str = ""
    generic: bool = False
    told: Mapping[str, float] = field(default_factory=dict)


def set_scene(document: Document, mentions: Sequence[Mention], home: Home, gazetteer: Gazetteer) -> Scene:
    """Groups in order of their first mention, those of the publisher last; links between groups."""
    links = find_links(document.text, mentions)
    blocks = blocks_of(gazetteer)
    keys = _keys(mentions)
    members: dict[tuple[str, str | None, str | None, bool], list[int]] = {}
    for index, key in enumerate(keys):
        members.setdefault(key, []).append(index)
    position = {key: index for index, key in enumerate(members)}
    country = _main_country(mentions, blocks)
    groups = [
        _group(key, tuple(held), mentions, country, blocks, [position[k] for k in keys])
        for key, held in members.items()
    ]
    groups += [
        Group(name=name, members=(), block=blocks.of(name.title()), weight=0.0, home=True)
        for name in home.names
    ]
    return Scene(
        tuple(groups),
        _between(links, [position[key] for key in keys]),
        home.country,
        home.generic,
        countries_told(document.text),
    )


def _group(  # noqa: PLR0913, PLR0917 - what the text says of one name
    key: tuple[str, str | None, str | None, bool],
    members: tuple[int, ...],
    mentions: Sequence[Mention],
    country: str | None,
    blocks: Blocks,
    places: Sequence[int],
) -> Group:
    first = mentions[members[0]]
    held = (mentions[member].container for member in members)
    container = next((at for at in held if at is not None and 0 <= at < len(mentions)), None)
    block, cut = _block(first, blocks, country)
    return Group(
        name=_name(first),
        members=members,
        block=block,
        cut=cut,
        hint=key[1],
        demonym=first.demonym,
        container=None if container is None else places[container],
        weight=_weight(members, mentions),
        capital_use=any(not mentions[member].literal for member in members),
        starts=tuple(mentions[member].start for member in members),
    )


def _between(links: Sequence[Link], places: Sequence[int]) -> tuple[Link, ...]:
    """Links of mentions as links of their groups, each once, none within a group."""
    moved = (
        type(link)(link.kind, places[link.first], places[link.second], link.km, link.bearing_deg)
        for link in links
    )
    return tuple(dict.fromkeys(link for link in moved if link.first != link.second))


def _name(mention: Mention) -> str:
    return mention.lookup or mention.text


def _keys(mentions: Sequence[Mention]) -> list[tuple[str, str | None, str | None, bool]]:
    """Name, kind word, container and people's word of each; a bare mention takes what another states."""
    stated: dict[str, Counter[tuple[str | None, str | None]]] = {}
    own: list[tuple[str, str | None, str | None]] = []
    for mention in mentions:
        held = mention.container
        container = _name(mentions[held]).lower() if held is not None and 0 <= held < len(mentions) else None
        hint = mention.kind_hint if mention.kind_hint not in _UNTOLD else None
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


def _block(mention: Mention, blocks: Blocks, country: str | None) -> tuple[Block, bool]:
    """Candidates of a mention, and whether they are those of its name without the last word.

    Places of the same consonants in the report's country are added where none of the name lies there.
    """
    name, cut = _name(mention), False
    block = blocks.of(name)
    if not block.candidates and " " in name and _named_by_place(mention, name):
        name, cut = name.rsplit(" ", 1)[0], True
        block = blocks.of(name)
    if mention.demonym:
        large = tuple(c for c in block.candidates if c.place.kind in _LARGE)[:1]
        return make_block(large or block.candidates[:1]), False
    if cut or country is None or any(c.place.country in {country, ""} or c.wins for c in block.candidates):
        return block, cut
    return blocks.of(name, country), cut


def _named_by_place(mention: Mention, name: str) -> bool:
    """Whether a name without its kind word may be that of a place there: "Tumu District" of Tumu."""
    if mention.kind_hint is not None:
        return mention.kind_hint not in _OWN_NAMES
    return name.rsplit(" ", 1)[1].lower() in _KIND_WORDS


def _main_country(mentions: Sequence[Mention], blocks: Blocks) -> str | None:
    """Country that most countries' names, people's words and single-country names point to, or None."""
    votes = Counter(nation for mention in mentions if (nation := blocks.of(_name(mention)).nation))
    if not votes:
        return None
    country, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    return country if count * 2 > sum(votes.values()) else None


def _weight(members: Sequence[int], mentions: Sequence[Mention]) -> float:
    """How much a group says about the others: more when named often or at the start of the text."""
    opening = any(mentions[member].start < _OPENING for member in members)
    sure = max(mentions[member].score for member in members)
    if mentions[members[0]].kind_hint in _MINOR:
        return 0.0
    return sure * min(3.0, 1 + 0.3 * (len(members) - 1)) * (1.5 if opening else 1.0)
