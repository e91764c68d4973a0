"""What the pinned pipeline's attribute ruler and lemmatizer say of a word, from their own tables.

Both know no more of a word than its letters, its tag and its dependency, save in a few patterns of two
words. spaCy's own run costs 50 microseconds a word, as it tries every pattern on every word and looks
through lists of 57,000 lemmas; here patterns are found by their tag or word, and lists are sets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any


class Word(NamedTuple):
    """What the tables are asked about: a word as written, its tag and its dependency."""

    text: str
    tag: str
    dep: str


class Attributes(NamedTuple):
    """What they say; the tag and the dependency may themselves be put right."""

    tag: str
    dep: str
    pos: str
    lemma: str


Fact = str | bool
Facts = tuple[Fact, ...]
Test = tuple[int, "Callable[[Any], object]"]

_SLOTS = {"LOWER": 0, "TAG": 1, "DEP": 2, "IS_SPACE": 3}


def _facts(word: Word) -> Facts:
    """What patterns ask of a word, in the order of ``_SLOTS``."""
    return word.text.lower(), word.tag, word.dep, word.text.isspace()


def _test(wanted: Any) -> Callable[[Any], object]:
    """A test of one fact; what it gives is true or false, or a match or None."""
    if not isinstance(wanted, dict):
        return frozenset([wanted]).__contains__
    ((how, value),) = wanted.items()
    if how == "REGEX":
        return re.compile(value).search
    values = frozenset(value)
    return values.__contains__ if how == "IN" else lambda fact: fact not in values


class _Rule:
    """A pattern of words, and the attributes that it gives to the word ``at``."""

    def __init__(self, words: Sequence[Mapping[str, Any]], at: int, given: Mapping[str, str]) -> None:
        self.words: list[list[Test]] = [
            [(_SLOTS[name], _test(wanted)) for name, wanted in parts.items()] for parts in words
        ]
        self.at, self.given = at, given

    @property
    def asks_letters(self) -> bool:
        """Whether the pattern asks for more than tags and dependencies."""
        return any(slot == _SLOTS["LOWER"] for tests in self.words for slot, _ in tests)

    def holds(self, words: Sequence[Facts]) -> bool:
        """Whether the first words of the pattern are these."""
        for tests, facts in zip(self.words, words, strict=False):
            for slot, test in tests:
                if not test(facts[slot]):
                    return False
        return True


class _Index:
    """Numbers of patterns by the words or the tags that they may hold for."""

    def __init__(self) -> None:
        self._by_word: dict[Fact, list[int]] = defaultdict(list)
        self._by_tag: dict[Fact, list[int]] = defaultdict(list)
        self._others: list[int] = []

    def add(self, number: int, parts: Mapping[str, Any]) -> None:
        """Keep a pattern under each word, or else each tag, that it asks for."""
        for name, kept in (("LOWER", self._by_word), ("TAG", self._by_tag)):
            wanted = parts.get(name)
            values = wanted.get("IN") if isinstance(wanted, dict) else wanted and [wanted]
            if values:
                for value in values:
                    kept[value].append(number)
                return
        self._others.append(number)

    def of(self, facts: Facts) -> Sequence[int]:
        """Patterns that may hold for a word."""
        word, tag = self._by_word.get(facts[0]), self._by_tag.get(facts[1])
        return (*(word or ()), *(tag or ()), *self._others) if word or tag else self._others


class Tables:
    """The patterns of an attribute ruler and the tables of a rule lemmatizer for English."""

    def __init__(
        self, patterns: Sequence[Mapping[str, Any]], lemmas: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Take patterns of the ruler, and rules, exceptions and index of the lemmatizer by part of speech.

        A later pattern has the last word, as in spaCy.
        """
        told = [(words, each) for each in patterns for words in each["patterns"]]
        self._rules = [_Rule(words, each["index"], each["attrs"]) for words, each in told]
        self._pairs = [number for number, (words, _) in enumerate(told) if len(words) > 1]
        self._firsts, self._lettered, self._unlettered = _Index(), _Index(), _Index()
        for number, (words, _) in enumerate(told):
            single = self._lettered if self._rules[number].asks_letters else self._unlettered
            (single if len(words) == 1 else self._firsts).add(number, words[0])
        self._lemmas = lemmas
        self._kept: dict[Facts, tuple[int, ...]] = {}

    def opens(self, word: Word) -> bool:
        """Whether a pattern of several words may begin with this one."""
        return bool(self._holding(self._firsts, _facts(word)))

    def together(self, words: Sequence[Word]) -> dict[int, list[int]]:
        """Places of words to the patterns of several words that say something of them."""
        facts = [_facts(word) for word in words]
        found: dict[int, list[int]] = defaultdict(list)
        for number in self._pairs:
            rule = self._rules[number]
            for start in range(len(words) - len(rule.words) + 1):
                if rule.holds(facts[start : start + len(rule.words)]):
                    found[start + rule.at].append(number)
        return found

    def of(self, word: Word, also: Collection[int] = ()) -> Attributes:
        """Attributes of a word, for which some patterns of several words hold ``also``."""
        facts = _facts(word)
        given: dict[str, str] = {}
        numbers: Collection[int] = self._by_tag(facts)
        if (lettered := self._holding(self._lettered, facts)) or also:
            numbers = sorted({*lettered, *numbers, *also})
        for number in numbers:
            given.update(self._rules[number].given)
        pos = given.get("POS", "")
        lemma = given.get("LEMMA") or self._lemma(word.text, pos.lower(), given.get("MORPH", ""))
        return Attributes(given.get("TAG", word.tag), given.get("DEP", word.dep), pos, lemma)

    def _holding(self, index: _Index, facts: Facts) -> list[int]:
        """Patterns of an index that hold for one word."""
        rules, one = self._rules, (facts,)
        return [number for number in index.of(facts) if rules[number].holds(one)]

    def _by_tag(self, facts: Facts) -> tuple[int, ...]:
        """Patterns that hold whatever the letters are, kept by tag and dependency: there are few."""
        key = facts[1:]
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = tuple(sorted(self._holding(self._unlettered, facts)))
        return found

    def _lemma(self, text: str, pos: str, morph: str) -> str:
        """Base form by spaCy's rules (``Lemmatizer.rule_lemmatize``): the first form that it lists."""
        rules = self._lemmas["lemma_rules"].get(pos, ())
        exceptions = self._lemmas["lemma_exc"].get(pos, {})
        index = self._lemmas["lemma_index"].get(pos, frozenset())
        lower = text.lower()
        if pos in {"", "eol", "space"} or _is_base(pos, morph):
            return lower
        if not (rules or exceptions or index):
            return text if pos == "propn" else lower
        forms = [lower[: len(lower) - len(old)] + new for old, new in rules if lower.endswith(old)]
        best = [form for form in forms if form in index][::-1]
        best += [form for form in forms if form and form not in index and not form.isalpha()]
        for form in exceptions.get(lower, ()):
            if form not in best:
                best.insert(0, form)
        return next(iter(best or filter(None, forms)), text)


@cache
def _is_base(pos: str, morph: str) -> bool:
    """Whether a word stands in its base form (``EnglishLemmatizer.is_base_form``)."""
    features = dict(part.split("=", 1) for part in morph.split("|") if "=" in part)
    if features.get("VerbForm") in {"Inf", "None"} or features.get("Degree") == "Pos":
        return True
    if pos == "noun":
        return features.get("Number") == "Sing"
    present = (features.get("VerbForm"), features.get("Tense"), features.get("Number")) == (
        "Fin",
        "Pres",
        None,
    )
    return pos == "verb" and present
