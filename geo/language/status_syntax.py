"""Walking from a word up its dependency tree, and reading the noun phrase of a speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.language.tree import Doc, Token

_LIMIT = 12
"""Steps to climb at most; news sentences nest less deeply."""
_DROPPED = frozenset({"relcl", "acl", "advcl", "punct", "parataxis", "dep", "cc"})
_FRONT = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
PRONOUNS = frozenset({"who", "which", "that", "whom"})
MAX_WORDS = 14
"""Longest name of a speaker, in words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step up: ``child`` hangs on ``head``."""

    child: Token
    head: Token

    @property
    def link(self) -> str:
        """Dependency label of the step."""
        return str(self.child.dep_)


def climb(token: Token) -> Iterator[Step]:
    """Steps from a token to the root of its sentence, nearest first."""
    for _ in range(_LIMIT):
        if token.head.i == token.i:
            return
        yield Step(token, token.head)
        token = token.head


def subject(verb: Token) -> Token | None:
    """Subject of a verb, also one shared across "and" or lent by the noun of a relative clause."""
    for _ in range(_LIMIT):
        for child in verb.children:
            if child.dep_ in _FRONT:
                if child.lower_ in PRONOUNS and verb.dep_ == "relcl":
                    return verb.head
                return child
        if (verb.dep_ == "conj" or (verb.dep_ == "advcl" and verb.tag_ == "VBG")) and verb.head.i != verb.i:
            verb = verb.head
            continue
        if verb.dep_ in ("acl", "relcl") and verb.tag_ in ("VBG", "VBD", "VBZ", "VBP"):
            return verb.head
        return None
    return None


def agent(verb: Token) -> Token | None:
    """Who did it, of a passive verb ("was reported by X")."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((each for each in child.children if each.dep_ == "pobj"), None)
    return None


def phrase(head: Token) -> tuple[int, int]:
    """Token range ``[start, end)`` of a noun phrase without its clauses; at most ``MAX_WORDS`` words."""
    inside = {head.i}
    todo = [head]
    while todo:
        token = todo.pop()
        for child in token.children:
            if child.dep_ in _DROPPED or (child.dep_ == "appos" and child.i - head.i > MAX_WORDS):
                continue
            inside.add(child.i)
            todo.append(child)
    start = end = head.i
    while start - 1 in inside and head.i - start < MAX_WORDS:
        start -= 1
    while _joined(head.doc, end, inside) and end - start < MAX_WORDS:
        end += 1
    return _trimmed(head.doc, start, end + 1)


def _joined(doc: Doc, end: int, inside: set[int]) -> bool:
    if end + 1 in inside:
        return True
    # a comma or dash inside a phrase of several parts ("its commander, A B")
    return end + 2 in inside and end + 1 < len(doc) and doc[end + 1].text in (",", "-", "\u2019s", "'s")


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while end - 1 > start and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].dep_ == "prep"):
        end -= 1
    while start < end - 1 and (doc[start].is_punct or doc[start].is_space):
        start += 1
    return start, end


def words(head: Token) -> str:
    """Words of the noun phrase of a token, white space made plain."""
    start, end = _whole(head, *phrase(head))
    return " ".join(head.doc[start:end].text.split())


def _whole(head: Token, start: int, end: int) -> tuple[int, int]:
    """The phrase with a hyphenated name whole ("al-Obeidi") and without an auxiliary at its end."""
    doc = head.doc
    while (
        end < len(doc) and not doc[end - 1].whitespace_ and (doc[end].text == "-" or doc[end - 1].text == "-")
    ):
        end += 1
    while end - 1 > start and doc[end - 1].pos_ == "AUX":
        end -= 1
    return start, end
