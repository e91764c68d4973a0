"""Evidence from the words about a span: the run of capitals it stands in, what is left and right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.tokens import Token

_LEFT = (
    ("after_place_preposition", "place_preposition"),
    ("after_weak_preposition", "weak_preposition"),
    ("after_determiner", "determiner"),
    ("after_direction", "direction"),
    ("after_motion", "motion"),
)
_RIGHT = (
    ("then_speech", "speech"),
    ("then_person_verb", "person_verb"),
    ("then_government", "government_verb"),
    ("then_preposition", "place_preposition"),
    ("then_modifier", "modifier"),
)
_COMPOUNDS = frozenset({"based", "born", "held", "area", "bound", "led", "backed", "controlled"})


def of_run(span: Span, context: Context, found: dict[str, float]) -> None:
    """Evidence from the capitalised words about a span."""
    style = context.style[span.first]
    if style:
        found[f"style_{style}"] = 1.0
    if context.tokens[span.first].first:
        found["opens_sentence"] = 1.0
    tight = context.tight[span.first]
    left = context.tokens[tight[0] : span.first]
    right = context.tokens[span.last : max(tight[1], span.last)]
    if not left and not right:
        found["whole_run"] = 1.0
    if style == "caps":
        return
    if right:
        found["run_goes_on"] = float(not style)
        if "first_name" in found and not style and not _explained(right[0]):
            found["first_name_goes_on"] = 1.0
        _of_rest(right, found, in_title=bool(style))
    if left and not style:
        found["run_before"] = 1.0
    _of_organisation(span, context, len(right), found)


def _of_organisation(span: Span, context: Context, skipped: int, found: dict[str, float]) -> None:
    """Whether the wider run (also over of, for, and) names an organisation."""
    organisations = words().organisations
    first, last = context.wide[span.first]
    if any(token.lower in organisations for token in context.tokens[first : span.first]):
        found["organisation_before"] = 1.0
    elif any(
        token.lower in organisations for token in context.tokens[span.last + skipped : max(last, span.last)]
    ):
        found["organisation_far"] = 1.0


def _explained(token: Token) -> bool:
    """Whether a capitalised word after a name says by itself that the name is no first name."""
    lexicon = words()
    word = token.lower.rstrip(".")
    known = (
        lexicon.organisations,
        lexicon.demonyms,
        lexicon.titles,
        lexicon.kinds_after,
        lexicon.cues["modifier"],
    )
    return any(word in group for group in known)


def _of_rest(right: Sequence[Token], found: dict[str, float], *, in_title: bool) -> None:
    """The capitalised words that go on after the span."""
    lexicon = words()
    follower = right[0].lower
    classes = {lexicon.organisations[token.lower] for token in right if token.lower in lexicon.organisations}
    for group in classes:
        found[f"then_{group}"] = 1.0
    if right[0].lower in lexicon.demonyms:
        found["then_demonym"] = 1.0
    elif follower.rstrip(".") in lexicon.titles or follower in lexicon.cues["modifier"]:
        found["then_title"] = 1.0
    elif not classes:
        if follower in lexicon.last_names and follower not in lexicon.common:
            found["then_surname"] = 1.0
        elif len(follower.rstrip(".")) == 1:
            found["then_initial"] = 1.0
        elif not in_title:
            found["then_common_word" if follower in lexicon.common else "then_unknown_word"] = 1.0


def of_left(span: Span, context: Context, before: Span | None, found: dict[str, float]) -> None:
    """Evidence from what stands before a span; ``before`` is the span before it."""
    lexicon = words()
    token = context.tokens[span.first]
    if span.first == 0 or not (token.joined or context.tokens[span.first - 1].full.endswith(".")):
        _after_mark(span, context, before, found)
        return
    previous = context.tokens[span.first - 1]
    word = previous.lower.rstrip(".")
    for name, group in _LEFT:
        if word in lexicon.cues[group]:
            found[name] = 1.0
    if "after_place_preposition" in found and "common_large" in found:
        found["common_large_placed"] = 1.0
    if word in lexicon.titles and not previous.possessive and word not in lexicon.cues["direction"]:
        found[f"after_{lexicon.titles[word]}_title"] = 1.0
    if previous.possessive:
        found["after_possessive"] = 1.0
    elif previous.capital:
        _after_capital(span, context, before, found)
    if not previous.capital and word in lexicon.kinds_before:
        found["after_kind_word"] = 1.0
    _after_link(span, context, before, found)


def _after_capital(span: Span, context: Context, before: Span | None, found: dict[str, float]) -> None:
    """What a capitalised word just before says: a first name, an initial, more of a longer name."""
    lexicon = words()
    previous = context.tokens[span.first - 1]
    word = previous.lower.rstrip(".")
    style = context.style[span.first]
    if word in lexicon.first_names and lexicon.common.get(word, 9) > (3 if style else 1):
        found["after_first_name"] = 1.0 / lexicon.first_names[word]
    elif len(word) == 1 and previous.text != "I":
        found["after_initial"] = 1.0
    elif not style and (before is None or before.last != span.first):
        found["after_capital"] = float(context.tight[span.first - 1] == context.tight[span.first])


def _after_link(span: Span, context: Context, before: Span | None, found: dict[str, float]) -> None:
    """What "of", "the" and "and" link the span to."""
    lexicon = words()
    word = context.tokens[span.first - 1].lower
    earlier = context.tokens[span.first - 2].lower if span.first > 1 else ""
    if word == "of":
        found["after_of"] = 1.0
        if earlier in lexicon.kinds_before:
            found["after_kind_of"] = 1.0
    if word == "the" and earlier in lexicon.cues["place_preposition"]:
        found["after_preposition_the"] = 1.0
    if word == "and" and before is not None and before.last == span.first - 1:
        found["joined_to_span"] = 1.0


def _after_mark(span: Span, context: Context, before: Span | None, found: dict[str, float]) -> None:
    gap = context.tokens[span.first].gap
    if gap.startswith(",") and before is not None and before.last == span.first:
        found["after_comma_span"] = 1.0
    elif gap.startswith(",") and span.first and context.tokens[span.first - 1].capital:
        found["after_comma_capital"] = 1.0
    elif gap.startswith("-"):
        found["after_hyphen"] = 1.0
    elif "(" in gap or "[" in gap:
        found["opens_bracket"] = 1.0


def of_right(span: Span, context: Context, after: Span | None, found: dict[str, float]) -> None:
    """Evidence from what stands after a span; ``after`` is the span after it."""
    if context.tokens[span.last - 1].possessive:
        found["possessive"] = 1.0
    if span.last >= len(context.tokens):
        return
    token = context.tokens[span.last]
    if token.gap.startswith(","):
        _before_comma(span, token, after, found)
    elif token.gap.startswith("-"):
        found["hyphen_after"] = 1.0
        found["hyphen_word"] = float(token.lower in _COMPOUNDS)
    elif token.joined:
        _before_word(token, found)
    else:
        if "(" in token.gap:
            found["bracket_after"] = 1.0
        found["ends_clause"] = float(any(mark in token.gap for mark in ".;:!?"))


def _before_comma(span: Span, token: Token, after: Span | None, found: dict[str, float]) -> None:
    if after is not None and after.first == span.last:
        found["comma_span"] = 1.0
        kinds = after.facts.kinds[:1] if after.facts else ()
        found["comma_division"] = float(bool(set(kinds) & {"country", "admin1"}))
    elif len(token.text) <= 3 and token.text.isdigit():
        found["comma_number"] = 1.0


def _before_word(token: Token, found: dict[str, float]) -> None:
    lexicon = words()
    word = token.lower
    if not token.capital:
        for name, group in _RIGHT:
            if word in lexicon.cues[group]:
                found[name] = 1.0
        if word in lexicon.kinds_after:
            found["then_kind_word"] = 1.0
    if "then_speech" in found and "then_government" in found and "big" in found:
        found["big_speech"] = 1.0
    if word == "of":
        found["then_of"] = 1.0
