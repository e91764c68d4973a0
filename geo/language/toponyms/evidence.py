"""Named evidence for and against reading a span as a place, from the words around it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.language.toponyms.judge import probability
from geo.language.toponyms.neighbours import of_left, of_right, of_run
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.tokens import Token

_GROUPS = {
    kind: group
    for group, kinds in (
        (
            "natural",
            "river lake sea ocean strait gulf island mountains mountain desert valley plain coast canal",
        ),
        ("made", "camp base airport border crossing dam road line site facility"),
        ("wide", "continent region"),
    )
    for kind in kinds.split()
}
"""Kinds that weigh alike, by the name of their evidence."""
LARGE = 80_000
"""Population from which a town's name weighs against an English word of the same spelling."""


def gather_all(spans: Sequence[Span], context: Context) -> list[dict[str, float]]:
    """Evidence of every span, in order, by name; what is absent is 0.

    Two rounds: what the words about each span say, then what the document says of the same name and
    of the countries it speaks of.
    """
    found = [
        {} if span.how in {"people", "ethnic"} else gather(
            span,
            context,
            before=spans[index - 1] if index else None,
            after=spans[index + 1] if index + 1 < len(spans) else None,
        )
        for index, span in enumerate(spans)
    ]  # fmt: skip
    _of_countries(spans, found)
    _of_elsewhere(spans, found)
    return found


def _of_countries(spans: Sequence[Span], found: Sequence[dict[str, float]]) -> None:
    """Whether the place with a name lies in a country that the document names otherwise."""
    named: dict[str, set[str]] = {}
    for span in spans:
        facts = span.facts
        if facts is None or not facts.countries:
            continue
        if facts.demonym and not facts.entries:
            named.setdefault(facts.demonym, set()).add(span.lookup)
        elif facts.entries and (facts.kinds[0] in {"country", "admin1"} or facts.population >= 500_000):
            named.setdefault(facts.countries[0], set()).add(span.lookup)
    for span, evidence in zip(spans, found, strict=True):
        if span.facts is not None and evidence:
            others = max(
                (len(named.get(code, set()) - {span.lookup}) for code in span.facts.countries[:3]), default=0
            )
            evidence["country_named"] = min(others, 3) / 3
            for name in ("distinctive", "common_inside"):
                if evidence.get(name):
                    evidence[f"{name}_country"] = min(others, 2) / 2


def _of_elsewhere(spans: Sequence[Span], found: Sequence[dict[str, float]]) -> None:
    """How sure the document's other uses of a name are, and how often it is used."""
    scores: dict[str, list[float]] = {}
    for span, evidence in zip(spans, found, strict=True):
        if evidence:
            scores.setdefault(span.lookup, []).append(probability(evidence))
    for span, evidence in zip(spans, found, strict=True):
        same = scores.get(span.lookup, ())
        if evidence and len(same) > 1:
            evidence["sure_elsewhere"] = max(0.0, 2 * max(same) - 1)
            evidence["doubtful_elsewhere"] = max(0.0, 1 - 2 * min(same))


def gather(span: Span, context: Context, *, before: Span | None, after: Span | None) -> dict[str, float]:
    """Evidence by name; a value that is absent is 0. ``before``/``after`` are neighbouring spans."""
    found: dict[str, float] = {}
    _of_name(span, context, found)
    of_run(span, context, found)
    of_left(span, context, before, found)
    of_right(span, context, after, found)
    _of_document(span, context, found)
    return found


def _of_name(span: Span, context: Context, found: dict[str, float]) -> None:
    part = context.tokens[span.first : span.last]
    _of_facts(span, found)
    found["words"] = float(min(len(part), 4))
    found["length"] = min(len(span.text), 15) / 15
    if span.how == "kind":
        found["with_kind_word"] = 1.0
    if context.spelled_out[span.first] and len(part) < 3:
        found["spelled_out"] = 1.0
    if len(part) == 1:
        _of_word(part[0], span, context, found)
    else:
        _of_words(part, found)
    if span.facts is not None and not span.facts.exact and not span.text.isupper():
        found["inexact_foreign" if "distinctive" in found else "inexact"] = 1.0
    _of_capitals(span, context, part, found)


def _of_facts(span: Span, found: dict[str, float]) -> None:
    facts = span.facts
    found["known" if facts else "unknown"] = 1.0
    if facts is None:
        return
    found["population"] = math.log10(facts.population + 1) / 7
    found["entries"] = math.log10(max(1, facts.entries))
    found["primary"] = float(facts.primary)
    found["user"] = float(facts.user)
    best = facts.kinds[0] if facts.kinds else "none"
    found[f"kind_{_GROUPS.get(best, best)}"] = 1.0
    if facts.population >= 500_000:
        found["big"] = 1.0


def _of_words(part: Sequence[Token], found: dict[str, float]) -> None:
    """What a name of several words is made of."""
    common = words().common
    if all(token.lower in common for token in part):
        found["all_common"] = 1.0
    elif not any(token.capital and _ordinary(token.lower) for token in part):
        found["distinctive"] = 1.0


def _of_capitals(span: Span, context: Context, part: Sequence[Token], found: dict[str, float]) -> None:
    organisations = words().organisations
    if all(token.upper for token in part) and context.style[span.first] != "caps":
        found["capitals"] = 1.0
        found["short_capitals"] = float(len(span.text) <= 4 and "." not in span.text)
    if "." in span.text and len(span.text) <= 8:
        found["abbreviation"] = 1.0
    if any(token.lower in organisations for token in part):
        found["holds_organisation_word"] = 1.0


def _ordinary(word: str) -> bool:
    """Whether a word is English or a common name of persons, so that it says little of a place."""
    lexicon = words()
    return word in lexicon.common or word in lexicon.first_names or word in lexicon.last_names


def _of_word(token: Token, span: Span, context: Context, found: dict[str, float]) -> None:
    """What a name of one word is otherwise: an English word, a person's name, a month, a title."""
    lexicon = words()
    for name, table in (("first_name", lexicon.first_names), ("last_name", lexicon.last_names)):
        if token.lower in table:
            found[name] = 1.0 / table[token.lower]
    _of_role(token, found)
    if len(span.text) <= 2:
        found["two_letters"] = 1.0
    if token.text[0].isdigit():
        found["digit"] = 1.0
    if token.lower in lexicon.common:
        _of_common_word(token, span, context, found)
    elif not _ordinary(token.lower) and len(span.text) > 3:
        found["distinctive"] = 1.0
        if span.facts is not None and not span.facts.primary:
            found["distinctive_alias"] = 1.0


def _of_role(token: Token, found: dict[str, float]) -> None:
    """Months, titles, kind words and the like that are no names alone."""
    lexicon = words()
    for name, group in (("calendar", "calendar"), ("never", "not_place"), ("direction_word", "direction")):
        if token.lower in lexicon.cues[group]:
            found[name] = 1.0
    if token.lower.rstrip(".") in lexicon.titles:
        found["title_word"] = 1.0
    if token.lower in lexicon.kinds_after or token.lower in lexicon.kinds_before:
        found["kind_word_alone"] = 1.0


def _of_common_word(token: Token, span: Span, context: Context, found: dict[str, float]) -> None:
    facts = span.facts
    found[f"common_{words().common[token.lower]}"] = 1.0
    if facts is not None and not facts.exact and not span.text.isupper():
        found["inexact_common"] = 1.0
    if not token.first and not context.style[span.first]:
        found["common_inside"] = 1.0
        if facts is not None and facts.population >= LARGE and facts.exact:
            found["common_large"] = 1.0


def _of_document(span: Span, context: Context, found: dict[str, float]) -> None:
    word = context.tokens[span.last - 1].lower
    single = span.last - span.first == 1
    if single and word in context.lowers:
        found["also_lower"] = 1.0
    if word in context.persons and single:
        found["person_here"] = 1.0
    if single and context.places[word]:
        found["place_here"] = min(1.0, context.places[word] / max(1, context.counts[word]) + 0.3)
