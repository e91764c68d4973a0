"""Labelled documents once each, and the answers to them from a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from geo.errors import InputError
from geo.evaluation.lines import Line, name_of, parsed, read_lines, refused, words_in
from geo.records import Problem


class Document(Protocol):
    """A labelled document or passage."""

    @property
    def id(self) -> str:
        """What it is called."""

    @property
    def text(self) -> str:
        """Its text, verbatim."""

    @property
    def line(self) -> Line:
        """Where it stands."""


Doc = TypeVar("Doc", bound=Document)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Given(Generic[Made]):
    line: Line
    id: str
    text: str | None
    made: Made


def distinct(documents: Sequence[Doc], problems: list[Problem]) -> list[Doc]:
    """Documents without those that say an id a second time in one file; these go to the problems."""
    met: dict[tuple[str, str], int] = {}
    kept = []
    for document in documents:
        line = document.line
        first = met.setdefault((line.source, document.id), line.number)
        if first == line.number:
            kept.append(document)
        else:
            what = f"id: got {document.id!r} as in line {first}, expected an id of its own"
            problems.append(refused(line.source, line.number, what))
    return kept


def answers_to(
    documents: Sequence[Document],
    paths: Sequence[Path],
    parse: Callable[[Line], Made],
    problems: list[Problem],
) -> list[Made | None]:
    """The answers to each document: those to its text, or of its id where they come without a text.

    Raises InputError when no line of the files can be used.
    """
    read, faults = parsed(read_lines(paths), lambda line: _given(line, parse))
    if faults and not read:
        named = ", ".join(map(str, paths))
        raise InputError(f"no answers could be read from {named} ({faults[0].message})")
    problems.extend(faults)
    by_id: defaultdict[str, list[_Given[Made]]] = defaultdict(list)
    by_text: dict[str, _Given[Made]] = {}
    for one in read:
        by_id[one.id].append(one)
        if one.text is not None:
            by_text.setdefault(one.text, one)
    chosen: list[Made | None] = []
    for document in documents:
        same_id = by_id[document.id]
        found = next(
            (one for one in same_id if one.text in {None, document.text}), by_text.get(document.text)
        )
        if found is None and same_id:
            problems.append(_other_text(same_id[0].line, document))
        chosen.append(found.made if found else None)
    return chosen


def _given(line: Line, parse: Callable[[Line], Made]) -> _Given[Made]:
    return _Given(line, name_of(line), words_in(line.value, "text"), parse(line))


def _other_text(line: Line, document: Document) -> Problem:
    there = f"{document.line.source}, line {document.line.number}"
    return refused(
        line.source, line.number, f"got another text than {there} under {document.id!r}, expected the same"
    )
