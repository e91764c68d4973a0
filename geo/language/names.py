"""Place names in running text: candidates of the gazetteer and of the text, decided by boosted trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language.coordinates import with_coordinates
from geo.language.toponyms.candidates import find_candidates
from geo.language.toponyms.context import read_context
from geo.language.toponyms.features import Table
from geo.language.toponyms.judge import choose, judge, weigh
from geo.language.toponyms.reasons import reasons_of
from geo.language.toponyms.roles import container_of, is_literal, kind_hint, town_within
from geo.language.toponyms.spans import Remembered, find_spans, prepared
from geo.language.toponyms.tokens import tokenize
from geo.records import Mention, in_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    known = Remembered(names)
    tokens = prepared(tokenize(document.text), known)
    base = find_spans(document.text, tokens, known)
    context = read_context(tokens)
    spans = find_candidates(base, context, document.text, known)
    if not spans:
        return with_coordinates(document, ())
    forests = judge()
    weighed = weigh(Table(spans, base, context), by=forests)
    kept = [
        choice
        for choice in choose(
            spans, weighed, by=forests, least=settings.min_name_score, unlisted=settings.min_unlisted_score
        )
        if not in_zones(document.zones, choice.span.start, choice.span.end)
    ]
    return with_coordinates(document, _mentions(kept, spans, context))


def _mentions(kept: Sequence[Choice], candidates: Sequence[Span], context: Context) -> tuple[Mention, ...]:
    spans = [choice.span for choice in kept]
    return tuple(
        _mention(choice, container_of(index, spans, context), candidates, context)
        for index, choice in enumerate(kept)
    )


def _mention(choice: Choice, container: int | None, candidates: Sequence[Span], context: Context) -> Mention:
    span = choice.span
    town = town_within(span, candidates, context) if span.facts is None else None
    lookup = town.lookup if town is not None else span.lookup
    return Mention(
        start=span.start,
        end=span.end,
        text=span.text,
        kind_hint=kind_hint(span, context) if town is None else None,
        literal=is_literal(span, context),
        demonym=span.how == "people",
        container=container,
        score=choice.score,
        reasons=reasons_of(choice, context, town),
        lookup=lookup if lookup != span.text else None,
    )
