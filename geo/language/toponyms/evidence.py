"""Named evidence for and against reading a span as a place, from the words around it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.language.toponyms.judge import probability
from geo.language.toponyms.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.language.toponyms.context import Context
    from geo.language.toponyms.spans import Span
    from geo.language.toponyms.tokens import Token

_NATURAL = frozenset({
    "river", "lake", "sea", "ocean", "strait", "gulf", "island", "mountains", "mountain", "desert", "valley", "plain",
    "coast", "canal",
})  # fmt: skip
_MADE = frozenset(
    {"camp", "base", "airport", "border", "crossing", "dam", "road", "line", "site", "facility"}
)
_NONE = "\0"


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
            others = max((len(named.get(code, set()) - {span.lookup}) for code in span.facts.countries[:3]), default=0)
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
    _of_run(span, context, found)
    _of_left(span, context, before, found)
    _of_right(span, context, after, found)
    _of_document(span, context, found)
    return found


def _of_name(span: Span, context: Context, found: dict[str, float]) -> None:
    lexicon = words()
    facts = span.facts
    found["known" if facts else "unknown"] = 1.0
    if facts is not None:
        population = math.log10(facts.population + 1)
        found["population"] = population / 7
        found["entries"] = math.log10(facts.entries)
        found["primary"] = float(facts.primary)
        found["user"] = float(facts.user)
        found[f"kind_{_group(facts.kinds)}"] = 1.0
        if facts.population >= 500_000:
            found["big"] = 1.0
    part = context.tokens[span.first : span.last]
    count = len(part)
    found["words"] = float(min(count, 4))
    if span.how == "kind":
        found["with_kind_word"] = 1.0
    if context.spelled_out[span.first] and count < 3:
        found["spelled_out"] = 1.0
    if count == 1:
        _of_word(part[0], span, context, found)
    elif all(token.lower in lexicon.common for token in part):
        found["all_common"] = 1.0
    elif not any(token.capital and _ordinary(token.lower) for token in part):
        found["distinctive"] = 1.0
    if facts is not None and not facts.exact and not span.text.isupper():
        found["inexact_foreign" if "distinctive" in found else "inexact"] = 1.0
    if all(token.upper for token in part) and context.style[span.first] != "caps":
        found["capitals"] = 1.0
        found["short_capitals"] = float(len(span.text) <= 4 and "." not in span.text)
    if "." in span.text and len(span.text) <= 8:
        found["abbreviation"] = 1.0
    found["length"] = min(len(span.text), 15) / 15
    if any(token.lower in lexicon.organisations for token in part):
        found["holds_organisation_word"] = 1.0


def _group(kinds: Sequence[str]) -> str:
    best = kinds[0] if kinds else "none"
    for group, members in (("natural", _NATURAL), ("made", _MADE), ("wide", {"continent", "region"})):
        if best in members:
            return group
    return best


def _ordinary(word: str) -> bool:
    """Whether a word is English or a common name of persons, so that it says little of a place."""
    lexicon = words()
    return word in lexicon.common or word in lexicon.first_names or word in lexicon.last_names


def _of_word(token: Token, span: Span, context: Context, found: dict[str, float]) -> None:
    lexicon = words()
    band = lexicon.common.get(token.lower)
    if band is not None:
        found[f"common_{band}"] = 1.0
        if span.facts is not None and not span.facts.exact and not span.text.isupper():
            found["inexact_common"] = 1.0
    first, last = lexicon.first_names.get(token.lower), lexicon.last_names.get(token.lower)
    if first is not None:
        found["first_name"] = 1.0 / first
    if last is not None:
        found["last_name"] = 1.0 / last
    for name, group in (("calendar", "calendar"), ("never", "not_place"), ("direction_word", "direction")):
        if token.lower in lexicon.cues[group]:
            found[name] = 1.0
    if token.lower.rstrip(".") in lexicon.titles:
        found["title_word"] = 1.0
    if token.lower in lexicon.kinds_after or token.lower in lexicon.kinds_before:
        found["kind_word_alone"] = 1.0
    if band is not None and not token.first and not context.style[span.first]:
        found["common_inside"] = 1.0
        if span.facts is not None and span.facts.population >= 80_000 and span.facts.exact:
            found["common_large"] = 1.0
    if band is None and first is None and last is None and len(span.text) > 3:
        found["distinctive"] = 1.0
        if span.facts is not None and not span.facts.primary:
            found["distinctive_alias"] = 1.0
    if len(span.text) <= 2:
        found["two_letters"] = 1.0
    if token.text[0].isdigit():
        found["digit"] = 1.0


def _of_run(span: Span, context: Context, found: dict[str, float]) -> None:
    style = context.style[span.first]
    if style:
        found[f"style_{style}"] = 1.0
    if context.tokens[span.first].first:
        found["opens_sentence"] = 1.0
    lexicon = words()
    tight, wide = context.tight[span.first], context.wide[span.first]
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
    outer_left = context.tokens[wide[0] : span.first]
    outer_right = context.tokens[span.last : max(wide[1], span.last)]
    if any(token.lower in lexicon.organisations for token in outer_left):
        found["organisation_before"] = 1.0
    elif any(token.lower in lexicon.organisations for token in outer_right[len(right) :]):
        found["organisation_far"] = 1.0


def _explained(token: Token) -> bool:
    """Whether a capitalised word after a name says by itself that the name is no first name."""
    lexicon = words()
    word = token.lower.rstrip(".")
    known = (lexicon.organisations, lexicon.demonyms, lexicon.titles, lexicon.kinds_after, lexicon.cues["modifier"])
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


def _of_left(span: Span, context: Context, before: Span | None, found: dict[str, float]) -> None:
    lexicon = words()
    token = context.tokens[span.first]
    if span.first == 0 or not (token.joined or context.tokens[span.first - 1].full.endswith(".")):
        _after_mark(span, context, before, found)
        return
    previous = context.tokens[span.first - 1]
    word = previous.lower.rstrip(".")
    for name, group in (
        ("after_place_preposition", "place_preposition"), ("after_weak_preposition", "weak_preposition"),
        ("after_determiner", "determiner"), ("after_direction", "direction"), ("after_motion", "motion"),
    ):  # fmt: skip
        if word in lexicon.cues[group]:
            found[name] = 1.0
    if "after_place_preposition" in found and "common_large" in found:
        found["common_large_placed"] = 1.0
    if word == "of":
        found["after_of"] = 1.0
        if span.first > 1 and context.tokens[span.first - 2].lower in lexicon.kinds_before:
            found["after_kind_of"] = 1.0
    if word in lexicon.titles and not previous.possessive and word not in lexicon.cues["direction"]:
        found[f"after_{lexicon.titles[word]}_title"] = 1.0
    if previous.capital and not previous.possessive:
        if word in lexicon.first_names and lexicon.common.get(word, 9) > (3 if context.style[span.first] else 1):
            found["after_first_name"] = 1.0 / lexicon.first_names[word]
        elif len(word) == 1 and previous.text != "I":
            found["after_initial"] = 1.0
        elif not context.style[span.first] and (before is None or before.last != span.first):
            found["after_capital"] = float(context.tight[span.first - 1] == context.tight[span.first])
    elif word in lexicon.kinds_before:
        found["after_kind_word"] = 1.0
    if previous.possessive:
        found["after_possessive"] = 1.0
    if span.first > 1 and word == "the":
        earlier = context.tokens[span.first - 2].lower
        if earlier in lexicon.cues["place_preposition"]:
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


def _of_right(span: Span, context: Context, after: Span | None, found: dict[str, float]) -> None:
    lexicon = words()
    last = context.tokens[span.last - 1]
    if last.possessive:
        found["possessive"] = 1.0
    if span.last >= len(context.tokens):
        return
    token = context.tokens[span.last]
    gap = token.gap
    if gap.startswith(","):
        if after is not None and after.first == span.last:
            found["comma_span"] = 1.0
            kinds = after.facts.kinds[:1] if after.facts else ()
            found["comma_division"] = float(bool(set(kinds) & {"country", "admin1"}))
        elif len(token.text) <= 3 and token.text.isdigit():
            found["comma_number"] = 1.0
        return
    if gap.startswith("-"):
        found["hyphen_after"] = 1.0
        found["hyphen_word"] = float(
            token.lower in {"based", "born", "held", "area", "bound", "led", "backed", "controlled"}
        )
        return
    if not token.joined:
        if "(" in gap:
            found["bracket_after"] = 1.0
        found["ends_clause"] = float(any(mark in gap for mark in ".;:!?"))
        return
    word = token.lower
    for name, group in (
        ("then_speech", "speech"), ("then_person_verb", "person_verb"), ("then_government", "government_verb"),
        ("then_preposition", "place_preposition"),
    ):  # fmt: skip
        if word in lexicon.cues[group] and not token.capital:
            found[name] = 1.0
    if "then_speech" in found and word in lexicon.cues["government_verb"] and "big" in found:
        found["big_speech"] = 1.0
    if word == "of":
        found["then_of"] = 1.0
    if word in lexicon.cues["modifier"] and not token.capital:
        found["then_modifier"] = 1.0
    if word in lexicon.kinds_after and not token.capital:
        found["then_kind_word"] = 1.0


def _of_document(span: Span, context: Context, found: dict[str, float]) -> None:
    word = context.tokens[span.last - 1].lower
    single = span.last - span.first == 1
    if single and word in context.lowers:
        found["also_lower"] = 1.0
    if word in context.persons and single:
        found["person_here"] = 1.0
    if single and context.places[word]:
        found["place_here"] = min(1.0, context.places[word] / max(1, context.counts[word]) + 0.3)
