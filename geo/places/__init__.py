"""Which place does each name mean? Mentions and candidates in, resolutions with probability out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.places.area import area_of
from geo.places.beside import with_places_beside
from geo.places.blocks import blocks_of
from geo.places.choosing import RIGHT_KM, SHOWN
from geo.places.coordinates import pointed, settle
from geo.places.groups import set_scene
from geo.places.home import home_of
from geo.places.model import confidence, doubts, known_model
from geo.places.ranking import rank
from geo.places.reasons import Reasoning
from geo.records import Alternative, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.places.blocks import Blocks
    from geo.places.choosing import Ranking
    from geo.places.groups import Group, Scene
    from geo.places.model import Model
    from geo.records import Document, Gazetteer, Mention
    from geo.settings import PlaceSettings

__all__ = ["RIGHT_KM", "resolve", "resolve_all"]

_LIKE = 0.75
"""Least similarity of a suggested name, 0 to 1 (project choice)."""
_WORTH_SHOWING = 0.001


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
    return resolve_all([document], [mentions], [gazetteer], settings=settings, model=model)[0]


def resolve_all(
    documents: Sequence[Document],
    mentions: Sequence[Sequence[Mention]],
    gazetteers: Sequence[Gazetteer],
    *,
    settings: PlaceSettings,
    model: Model | None = None,
) -> tuple[tuple[Resolution, ...], ...]:
    """As ``resolve``, of several documents at once, which is faster; none depends on the others.

    ``mentions`` and ``gazetteers`` are those of each document.
    """
    used, area = model or known_model(), area_of(settings)
    shared = [blocks_of(gazetteer) for gazetteer in gazetteers]
    known = [pointed(found, blocks) for found, blocks in zip(mentions, shared, strict=True)]
    for blocks in dict.fromkeys(known):
        blocks.prepare(
            mention.lookup or mention.text
            for found, own in zip(mentions, known, strict=True)
            if own is blocks
            for mention in found
        )
    scenes = [
        set_scene(document, found, home_of(document, blocks), blocks, sought=area.only if area else "")
        for document, found, blocks in zip(documents, mentions, known, strict=True)
    ]
    resolved = []
    rankings = rank(scenes, used, area=area)
    for document, found, blocks, scene, ranked in zip(
        documents, mentions, known, scenes, rankings, strict=True
    ):
        bench = _Bench(Reasoning(scene, ranked, area), blocks, settings, used)
        settled = settle(_resolutions(scene, ranked, found, bench), found, blocks.gazetteer)
        resolved.append(with_places_beside(document.text, found, settled, settings=settings))
    return tuple(resolved)


def _resolutions(
    scene: Scene, rankings: Sequence[Ranking], mentions: Sequence[Mention], bench: _Bench
) -> list[Resolution]:
    """A resolution a mention, in order: one for all of a group."""
    found: dict[int, Resolution] = {}
    for number, (group, ranking) in enumerate(zip(scene.groups, rankings, strict=True)):
        if group.members:
            named = max([mentions[index].score for index in group.members])
            one = _resolution(number, group, ranking, bench, named=named)
            found[one.mention] = one
            for index in group.members[1:]:
                found[index] = Resolution(
                    index, one.place, one.probability, one.alternatives, one.reasons, one.suggestions
                )
    return [found[index] for index in range(len(mentions))]


def _resolution(number: int, group: Group, ranking: Ranking, bench: _Bench, *, named: float) -> Resolution:
    """What a group means; ``named`` is the chance that its words are a place's name at all."""
    first = group.members[0]
    if not ranking.order:
        near = tuple(
            f"{found.place.name} ({found.place.country})"
            for found in bench.blocks.suggest(group.name)
            if found.similarity >= _LIKE
        )
        return Resolution(first, None, 0.0, reasons=("not in the gazetteer",), suggestions=near)
    best = group.candidates[ranking.best]
    probability, sense = _chances(group, ranking, bench.model)
    both = sense if best.wins else sense * named
    sure = sense >= bench.settings.min_probability and both >= bench.settings.min_chance
    sure = sure and not bench.reasoning.is_stray(number)
    others = tuple(_alternatives(group, ranking, without=ranking.best if sure else -1))
    if not sure:
        why = ("no place with this name is likely enough",)
        return Resolution(first, None, round(probability, 4), others, why)
    return Resolution(first, best.place, round(probability, 4), others, bench.reasoning.explain(number))


def _alternatives(group: Group, ranking: Ranking, *, without: int) -> Iterator[Alternative]:
    """The likeliest candidates, without the one that is pinned."""
    for at in ranking.order[: SHOWN + 1]:
        share = ranking.probabilities[at]
        if share < _WORTH_SHOWING:
            return
        if at != without:
            yield Alternative(group.candidates[at].place, round(share, 4))


def _chances(group: Group, ranking: Ranking, model: Model) -> tuple[float, float]:
    """Chances that the pin is right, and that the name is read right."""
    candidate = group.candidates[ranking.best]
    if candidate.wins and candidate.place.layer == "user":
        share = ranking.probabilities[ranking.best]
        return share, share
    row = doubts(ranking.around, candidate, demonym=group.demonym, cut=group.cut)
    return confidence(row, model), confidence(row, model, literal=True)
