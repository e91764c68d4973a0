"""Why a candidate is taken for a place, in plain words, from what each group of features adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.language.toponyms.context import Context
    from geo.language.toponyms.judge import Choice
    from geo.language.toponyms.page import Page
    from geo.language.toponyms.spans import Span
    from geo.records import NameFacts

GROUPS = ("before", "after", "name", "gazetteer", "run", "document", "rivals", "shape", "neighbours")
"""Groups of features that are told together."""
_FACTS = frozenset({
    "known", "entries", "population", "primary", "exact", "user", "kind", "second_kind", "kinds", "countries",
    "demonym_of", "shorter_known", "shorter_population", "longer_known",
})  # fmt: skip
_DOCUMENT = frozenset({
    "count", "after_preposition", "after_title", "in_longer", "place_here", "country_named", "own",
    "same_most", "same_least", "same_mean", "text_mean", "country_share", "country_places",
    "text_words", "position",
})  # fmt: skip
_RIVALS = frozenset({"inside_longer", "holds_shorter", "rivals", "is_base", "rival_most", "part_of_most"})
_NEIGHBOURS = frozenset({
    "last_gap", "last_group", "last_population", "next_gap", "next_group", "next_population", "next_holds",
    "before_known", "last_score", "next_score",
})  # fmt: skip
_LEAST = 0.25
"""Log-odds from which a group is told."""
_MOST = 3
"""Reasons told of one name."""
_MOST_TOLD = 40
"""Words told of a run of capitals: a text all in capitals is one."""


def group_of(feature: str) -> int:
    """Number of the group that a feature is told with."""
    part, _, meaning = feature.partition(".")
    if part in {"before", "before2"}:
        return GROUPS.index("before")
    if part in {"after", "after2"} or feature == "age_after":
        return GROUPS.index("after")
    if part in {"first", "last", "inside"}:
        return GROUPS.index("name")
    if meaning or part.startswith(("run", "wide")):
        return GROUPS.index("run")
    told = (("gazetteer", _FACTS), ("document", _DOCUMENT), ("rivals", _RIVALS), ("neighbours", _NEIGHBOURS))
    return next((GROUPS.index(group) for group, names in told if part in names), GROUPS.index("shape"))


def reasons_of(choice: Choice, context: Context, town: Span | None) -> tuple[str, ...]:
    """The strongest reasons; what speaks against comes with "although". ``town`` is looked up instead."""
    span = choice.span
    told = [f"sought as {town.text}, the place in its name"] if town is not None else []
    if span.facts is None:
        told.append("not in the gazetteer")
    strong = sorted(
        [(-abs(share), group) for group, share in enumerate(choice.shares) if abs(share) >= _LEAST]
    )
    for _, group in strong:
        if len(told) >= _MOST:
            break
        if span.facts is None and GROUPS[group] == "gazetteer":
            continue
        words = _words(GROUPS[group], span, context)
        if words:
            told.append(words if choice.shares[group] > 0 else f"although {words}")
    return tuple(told[:_MOST])


def _words(group: str, span: Span, context: Context) -> str:
    """What a group's features say of a span; "" where there is nothing to say."""
    match group:
        case "before":
            return _before(span, context.page)
        case "after":
            return _after(span, context.page)
        case "gazetteer":
            return _facts(span.facts)
        case "run":
            return _run(span, context)
    return _FIXED.get(group, "")


_FIXED = {
    "name": "the words of the name",
    "document": "what the rest of the text says of the name and its country",
    "neighbours": "the names beside it",
}


def _before(span: Span, page: Page) -> str:
    if page.opens[span.first]:
        return "opens a sentence or line"
    return f"after \u201c{page.words[span.first - 1].full}\u201d"


def _after(span: Span, page: Page) -> str:
    if page.opens[span.last]:
        return "ends a sentence or line"
    return f"before \u201c{page.words[span.last].full}\u201d"


def _facts(facts: NameFacts | None) -> str:
    if facts is None or not facts.entries:
        return "not in the gazetteer" if facts is None or not facts.demonym else "a people's word"
    where = "your gazetteer" if facts.user else "the gazetteer"
    people = f", {facts.population:,} people" if facts.population else ""
    return f"in {where} ({facts.kinds[0] if facts.kinds else 'place'}{people})"


def _run(span: Span, context: Context) -> str:
    first, last = context.tight.first[span.first], context.tight.last[span.first]
    if first >= span.first and last <= span.last:
        return "no other capitals beside it"
    run = [word.full for word in context.page.words[first : min(last, first + _MOST_TOLD)]]
    if last - first > _MOST_TOLD:
        run.append("\u2026")
    return f"part of \u201c{' '.join(run)}\u201d"
