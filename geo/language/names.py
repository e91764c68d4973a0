"""Place names in running text: candidates of the gazetteer and of the text, decided by boosted trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.language.coordinates import with_coordinates
from geo.language.toponyms.candidates import candidates_of
from geo.language.toponyms.features import Table
from geo.language.toponyms.judge import choose, judge, weigh
from geo.language.toponyms.reasons import reasons_of
from geo.language.toponyms.roles import container_of, is_literal, kind_hint, town_within
from geo.records import Mention, in_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.candidates import Candidates
    from geo.language.toponyms.context import Context
    from geo.language.toponyms.judge import Choice
    from geo.language.toponyms.spans import Span
    from geo.records import Document, Names
    from geo.settings import LanguageSettings


def find_mentions(document: Document, names: Names, *, settings: LanguageSettings) -> tuple[Mention, ...]:
    """Place names of a document in order, never overlapping, none in a zone that is not mapped.

    ``document.text[m.start:m.end] == m.text`` for every mention. People's words ("Iraqi") come as
    mentions with ``demonym`` true; names that no gazetteer knows only where the words around them
    leave little doubt. ``score`` is the calibrated probability that the words name a place. Never
    raises for any text.
    """
    return find_all_mentions([(document, names)], settings=settings)[0]


def find_all_mentions(
    documents: Sequence[tuple[Document, Names]], *, settings: LanguageSettings
) -> list[tuple[Mention, ...]]:
    """As ``find_mentions``, of many documents at once, which is faster; none depends on the others.

    Each document comes with the names that hold in it.
    """
    found = candidates_of([document.text for document, _ in documents], [names for _, names in documents])
    chosen = _chosen(found, settings)
    return [
        with_coordinates(document, _mentions(_mapped(document, choices), spans, found.context))
        for (document, _), choices, spans in zip(documents, chosen, found.spans, strict=True)
    ]


def _chosen(found: Candidates, settings: LanguageSettings) -> list[Sequence[Choice]]:
    """The candidates that are taken for places, text by text."""
    if not any(found.spans):
        return [()] * len(found.spans)
    table, forests = Table(found), judge()
    kept = choose(
        table.spans,
        weigh(table, by=forests),
        by=forests,
        least=settings.min_name_score,
        unlisted=settings.min_unlisted_score,
    )
    return found.context.page.by_text(np.array([choice.span.first for choice in kept], np.int64), kept)


def _mapped(document: Document, choices: Sequence[Choice]) -> list[Choice]:
    """Without what stands in zones that are not mapped."""
    zones = document.zones
    return [choice for choice in choices if not in_zones(zones, choice.span.start, choice.span.end)]


def _mentions(kept: Sequence[Choice], candidates: Sequence[Span], context: Context) -> tuple[Mention, ...]:
    spans = [choice.span for choice in kept]
    return tuple(
        [
            _mention(choice, container_of(index, spans, context.page), candidates, context)
            for index, choice in enumerate(kept)
        ]
    )


def _mention(choice: Choice, container: int | None, candidates: Sequence[Span], context: Context) -> Mention:
    span, page = choice.span, context.page
    town = town_within(span, candidates, page.words) if span.facts is None else None
    lookup = town.lookup if town is not None else span.lookup
    return Mention(
        start=span.start,
        end=span.end,
        text=span.text,
        kind_hint=kind_hint(span, page) if town is None else None,
        literal=is_literal(span, context),
        demonym=span.how == "people",
        container=container,
        score=choice.score,
        reasons=reasons_of(choice, context, town),
        lookup=lookup if lookup != span.text else None,
    )
