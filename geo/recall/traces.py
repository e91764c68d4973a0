"""What a report asked of the gazetteer, with a digest of the answers.

What is understood of a report follows from its text, the program and the answers it got. The program asks its
next question because of the answers before it: so if all that was asked is answered as it was then, a run
from the start would ask the same, be answered the same and find the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from geo.records import Atlas, Candidate, Gazetteer, NameFacts, Place

_MOST = 32_768
"""Answers remembered, beyond which all are forgotten (some 10 MB)."""
_BEGINS = "starts_row"
"""The one question whose answer counts only together with the text."""
Question = tuple[Any, ...]
"""Name of a method of the gazetteer and its arguments."""


class Known(Gazetteer, Atlas, Protocol):
    """The gazetteer as it holds for one report."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Questions in the order they were asked, and the digest of their answers.

    ``bare`` are beginnings of words with which no name of a row began: at these no row's name was sought.
    """

    questions: tuple[Question, ...]
    digest: str
    bare: tuple[str, ...] = ()


class Answers:
    """Digests of what one state of the gazetteer answers, each question asked once."""

    def __init__(self, gazetteer: Known, rows: Sequence[str]) -> None:
        """Remember whom to ask; ``rows`` are the names that rows give, in force or not."""
        self.gazetteer, self._rows = gazetteer, rows
        self._known: dict[Question, bytes] = {}
        self._places: dict[Place, bytes] = {}
        self._names: dict[str, list[str]] | None = None

    def trace(self, asked: dict[Question, Any]) -> Trace:
        """The trace of questions that were asked just now, by their answers."""
        digest = hashlib.sha256()
        bare = tuple(question[1] for question in asked if question[0] == _BEGINS and not asked[question])
        told = [question for question in asked if question[0] != _BEGINS]
        for question in told:
            digest.update(self._known.get(question) or self._kept(question, asked[question]))
        return Trace(tuple(told), digest.hexdigest(), bare)

    def holds(self, trace: Trace, text: str) -> bool:
        """Whether all questions of a trace of a report are answered as they were."""
        if any(name in text for beginning in trace.bare for name in self._beginning(beginning)):
            return False
        digest = hashlib.sha256()
        for question in trace.questions:
            digest.update(self._known.get(question) or self._kept(question, self._ask(question)))
        return digest.hexdigest() == trace.digest

    def _beginning(self, beginning: str) -> list[str]:
        """Names of rows in force that begin so, without what white space is written in them."""
        if self._names is None:
            names: dict[str, list[str]] = {}
            for name in self._rows:
                if self.gazetteer.in_rows(name):
                    names.setdefault(name[:2].rstrip(), []).append(name)
            self._names = names
        return self._names.get(beginning, [])

    def _ask(self, question: Question) -> Any:
        ask = _QUESTIONS.get(question[0])
        return ask(self.gazetteer, *question[1:]) if ask else None

    def _kept(self, question: Question, answer: Any) -> bytes:
        if len(self._known) >= _MOST or len(self._places) >= _MOST:
            self._known.clear()
            self._places.clear()
        found = self._known[question] = hashlib.sha256(self._told(answer)).digest()
        return found

    def _told(self, answer: Any) -> bytes:
        """An answer in bytes, equal for equal answers only."""
        if isinstance(answer, bytes):
            return answer
        if isinstance(answer, tuple):
            return b"".join(map(self._item, answer))
        return repr(answer).encode("utf-8", "surrogatepass")

    def _item(self, item: Any) -> bytes:
        if isinstance(item, Candidate):
            met = (item.matched, item.match, item.similarity, item.wins)
            return self._place(item.place) + repr(met).encode("utf-8", "surrogatepass")
        return self._place(item) if isinstance(item, Place) else repr(item).encode("utf-8", "surrogatepass")

    def _place(self, place: Place) -> bytes:
        found = self._places.get(place)
        if found is None:
            told = repr(place).encode("utf-8", "surrogatepass")
            found = self._places[place] = hashlib.sha256(told).digest()
        return found


_QUESTIONS: dict[str, Callable[..., Any]] = {
    "facts": lambda known, name: known.facts(name),
    "longest": lambda known, *words: known.longest(words),
    "in_rows": lambda known, name: known.in_rows(name),
    "candidates": lambda known, name, country: known.candidates(name, country=country),
    "suggest": lambda known, name, limit: known.suggest(name, limit=limit),
    "containing": lambda known, lon, lat: known.containing(lon, lat),
    "shape": lambda known, place_id: known.shape(place_id),
    "country": lambda known, alpha2: known.country(alpha2),
    "border": lambda known, one, other: known.border(one, other),
    "neighbours": lambda known, lon, lat, radius_km: known.neighbours(lon, lat, radius_km),
}
"""How each question is asked again."""


@dataclass(slots=True, eq=False)
class Traced:
    """A gazetteer that notes what is asked, and what it says. It is one report's own."""

    gazetteer: Known
    asked: dict[Question, Any] = field(default_factory=dict)

    def turn(self) -> dict[Question, Any]:
        """What was asked so far; what follows is noted apart."""
        asked, self.asked = self.asked, {}
        return asked

    def facts(self, name: str) -> NameFacts | None:
        """As ``Names.facts``."""
        answer = self.asked["facts", name] = self.gazetteer.facts(name)
        return answer

    def longest(self, words: Sequence[str]) -> int:
        """As ``Names.longest``."""
        answer = self.asked["longest", *words] = self.gazetteer.longest(words)
        return answer

    def in_rows(self, name: str) -> bool:
        """As ``Names.in_rows``."""
        answer = self.asked["in_rows", name] = self.gazetteer.in_rows(name)
        return answer

    def starts_row(self, text: str) -> bool:
        """As ``Names.starts_row``."""
        answer = self.asked[_BEGINS, text.rstrip()] = self.gazetteer.starts_row(text)
        return answer

    def candidates(self, name: str, *, country: str | None = None) -> tuple[Candidate, ...]:
        """As ``Gazetteer.candidates``."""
        answer = self.asked["candidates", name, country] = self.gazetteer.candidates(name, country=country)
        return answer

    def suggest(self, name: str, *, limit: int = 3) -> tuple[Candidate, ...]:
        """As ``Gazetteer.suggest``."""
        answer = self.asked["suggest", name, limit] = self.gazetteer.suggest(name, limit=limit)
        return answer

    def containing(self, lon: float, lat: float) -> tuple[str, str]:
        """As ``Gazetteer.containing``."""
        answer = self.asked["containing", lon, lat] = self.gazetteer.containing(lon, lat)
        return answer

    def shape(self, place_id: str) -> bytes | None:
        """As ``Atlas.shape``."""
        answer = self.asked["shape", place_id] = self.gazetteer.shape(place_id)
        return answer

    def country(self, alpha2: str) -> bytes | None:
        """As ``Atlas.country``."""
        answer = self.asked["country", alpha2] = self.gazetteer.country(alpha2)
        return answer

    def border(self, alpha2_a: str, alpha2_b: str | None = None) -> bytes | None:
        """As ``Atlas.border``."""
        answer = self.asked["border", alpha2_a, alpha2_b] = self.gazetteer.border(alpha2_a, alpha2_b)
        return answer

    def neighbours(self, lon: float, lat: float, radius_km: float) -> tuple[Place, ...]:
        """As ``Atlas.neighbours``."""
        answer = self.asked["neighbours", lon, lat, radius_km] = self.gazetteer.neighbours(
            lon, lat, radius_km
        )
        return answer
