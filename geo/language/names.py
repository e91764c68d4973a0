"""Place names in running text: candidates of the gazetteer, decided by the words around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language.coordinates import with_coordinates
from geo.language.toponyms.context import read_context
from geo.language.toponyms.evidence import gather_all
from geo.language.toponyms.judge import probability, strongest
from geo.language.toponyms.roles import container_of, is_literal, kind_hint
from geo.language.toponyms.spans import Remembered, find_spans, prepared
from geo.language.toponyms.tokens import tokenize
from geo.language.toponyms.unknown import find_unknown
from geo.records import Mention, in_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.spans import Span
    from geo.records import Document, Names
    from geo.settings import LanguageSettings


def find_mentions(document: Document, names: Names, *, settings: LanguageSettings) -> tuple[Mention, ...]:
    """Place names of a document in order, never overlapping, none in a zone that is not mapped.

    ``document.text[m.start:m.end] == m.text`` for every mention. People's words ("Iraqi") come as
    mentions with ``demonym`` true; names that no gazetteer knows only where the words around them
    leave little doubt. Never raises for any text.
    """
    known = Remembered(names)
    tokens = prepared(tokenize(document.text), known)
    spans = find_spans(document.text, tokens, known)
    context = read_context(tokens)
    judged = _judge(spans, context)
    judged += [
        (span, score, reasons) for span, score, reasons in find_unknown(document.text, context, judged)
    ]
    kept = [
        (span, score, reasons)
        for span, score, reasons in sorted(judged, key=_position)
        if score >= settings.min_name_score and not in_zones(document.zones, span.start, span.end)
    ]
    return with_coordinates(document, _mentions([span for span, _, _ in kept], kept, context))


def _position(item: tuple[Span, float, tuple[str, ...]]) -> int:
    return item[0].start


def _judge(spans: Sequence[Span], context: Context) -> list[tuple[Span, float, tuple[str, ...]]]:
    judged: list[tuple[Span, float, tuple[str, ...]]] = []
    for span, found in zip(spans, gather_all(spans, context), strict=True):
        if span.how == "people":
            judged.append((span, 0.95, ("a people's word",)))
        elif span.how == "ethnic" or (span.facts is not None and span.facts.ignored):
            judged.append((span, 0.0, ()))
        else:
            judged.append((span, round(probability(found), 4), strongest(found)))
    return judged


def _mentions(
    spans: Sequence[Span], kept: Sequence[tuple[Span, float, tuple[str, ...]]], context: Context
) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            start=span.start,
            end=span.end,
            text=span.text,
            kind_hint=kind_hint(span, context),
            literal=is_literal(span, context),
            demonym=span.how == "people",
            container=container_of(index, spans, context),
            score=score,
            reasons=reasons,
            lookup=span.lookup if span.lookup != span.text else None,
        )
        for index, (span, score, reasons) in enumerate(kept)
    )
