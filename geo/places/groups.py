"""Mentions of one name, taken together with what the text says about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.places.articles import with_article
from geo.places.blocks import FIT
from geo.places.links import find_links
from geo.places.told import countries_told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.places.blocks import Block, Blocks
    from geo.places.home import Home
    from geo.places.links import Link
    from geo.records import Candidate, Document, Mention

    Key = tuple[str, str | None, str | None, bool]
    """Name, kind word, container and whether it is a people's word."""

_AHEAD = 40
"""Characters behind a name where its words of kind stand."""
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
    article: bool = False

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


def set_scene(
    document: Document, mentions: Sequence[Mention], home: Home, blocks: Blocks, *, sought: str = ""
) -> Scene:
    """Groups in order of their first mention, those of the publisher last; links between groups.

    Where no country is named most, other spellings are sought in the country ``sought``.
    """
    names = [mention.lookup or mention.text for mention in mentions]
    known = [blocks.of(name) for name in names]
    country = _main_country(known) or sought or None
    keys = _keys(mentions, names)
    members: dict[Key, list[int]] = {}
    for index, key in enumerate(keys):
        members.setdefault(key, []).append(index)
    position = {key: number for number, key in enumerate(members)}
    places = [position[key] for key in keys]
    groups = []
    for key, held in members.items():
        first = held[0]
        stated = [mentions[member] for member in held]
        articled = with_article(document.text, stated) and not blocks.has_article(names[first])
        found = _block(names[first], mentions[first], known[first], blocks, country)
        if key[1] is not None or articled:
            longer = _longer(names[first], key[1], found[0], document.text[stated[0].end :][:_AHEAD], blocks)
            found = longer, found[1]
        container = next(
            (places[at] for one in stated if (at := one.container) is not None and 0 <= at < len(places)),
            None,
        )
        groups.append(_group(names[first], key[1], held, stated, container, articled, *found))
    groups += [
        Group(name=name, members=(), block=blocks.of(name.title()), weight=0.0, home=True)
        for name in home.names
    ]
    links = _between(find_links(document.text, mentions), places)
    return Scene(tuple(groups), links, home.country, home.generic, countries_told(document.text))


def _group(  # noqa: PLR0913, PLR0917 - what the text says of one name
    name: str,
    hint: str | None,
    members: Sequence[int],
    stated: Sequence[Mention],
    container: int | None,
    articled: bool,  # noqa: FBT001
    block: Block,
    cut: bool,  # noqa: FBT001
) -> Group:
    return Group(
        name=name,
        members=tuple(members),
        block=block,
        hint=hint,
        demonym=stated[0].demonym,
        container=container,
        weight=_weight(stated),
        capital_use=not all(mention.literal for mention in stated),
        starts=tuple([mention.start for mention in stated]),
        cut=cut,
        article=articled,
    )


def _between(links: Sequence[Link], places: Sequence[int]) -> tuple[Link, ...]:
    """Links of mentions as links of their groups, each once, none within a group."""
    moved = [
        type(link)(link.kind, places[link.first], places[link.second], link.km, link.bearing_deg)
        for link in links
    ]
    return tuple(dict.fromkeys([link for link in moved if link.first != link.second]))


def _keys(mentions: Sequence[Mention], names: Sequence[str]) -> list[Key]:
    """Name, kind word, container and people's word of each; a bare mention takes what another states."""
    lower = [name.lower() for name in names]
    stated: dict[str, Counter[tuple[str | None, str | None]]] = {}
    own: list[tuple[str | None, str | None]] = []
    for name, mention in zip(lower, mentions, strict=True):
        held, hint = mention.container, mention.kind_hint
        container = lower[held] if held is not None and 0 <= held < len(mentions) else None
        own.append((hint if hint not in _UNTOLD else None, container))
        if own[-1] != (None, None):
            stated.setdefault(name, Counter())[own[-1]] += 1
    return [
        (name, *_joined(hint, container, stated.get(name)), mention.demonym)
        for name, (hint, container), mention in zip(lower, own, mentions, strict=True)
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


def _block(
    name: str, mention: Mention, block: Block, blocks: Blocks, country: str | None
) -> tuple[Block, bool]:
    """Candidates of a mention, and whether they are those of its name without the last word.

    ``block`` are those of the whole name. Places of the same consonants in the report's country are added
    where none of the name lies there.
    """
    cut = not block.kinds and " " in name and _named_by_place(mention, name)
    if cut:
        name = name.rsplit(" ", 1)[0]
        block = blocks.of(name)
    if mention.demonym:
        return blocks.of_people(name), False
    if cut or country is None or block.wins or not block.countries.isdisjoint((country, "")):
        return block, cut
    return blocks.of(name, country), cut


def _longer(name: str, hint: str | None, block: Block, after: str, blocks: Blocks) -> Block:
    """The candidates of a name with those of the name and the words of kind that belong to it.

    "Bagram air base" may be listed as that alone, "the Limpopo" as the Limpopo River.
    """
    if hint is None:
        return blocks.with_river(name, block)
    kinds = FIT.get(hint, frozenset({hint}))
    if block.wins or not kinds.isdisjoint(block.kinds):
        return block
    words = after.split()[:2]
    return blocks.with_longer(block, [f"{name} {' '.join(words[:count])}" for count in (2, 1)], kinds=kinds)


def _named_by_place(mention: Mention, name: str) -> bool:
    """Whether a name without its kind word may be that of a place there: "Tumu District" of Tumu."""
    if mention.kind_hint is not None:
        return mention.kind_hint not in _OWN_NAMES
    return name.rsplit(" ", 1)[1].lower() in _KIND_WORDS


def _main_country(known: Sequence[Block]) -> str | None:
    """Country that most countries' names, people's words and single-country names point to, or None."""
    votes = Counter([block.nation for block in known if block.nation])
    if not votes:
        return None
    country, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    return country if count * 2 > votes.total() else None


def _weight(members: Sequence[Mention]) -> float:
    """How much a group says about the others: more when named often or at the start of the text."""
    if members[0].kind_hint in _MINOR:
        return 0.0
    opening = min([mention.start for mention in members]) < _OPENING
    sure = max([mention.score for mention in members])
    return sure * min(3.0, 1 + 0.3 * (len(members) - 1)) * (1.5 if opening else 1.0)
