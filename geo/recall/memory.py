"""Reports that were understood before, given back as long as they would be understood so again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.packing import deflate, inflate, pack, unpack
from geo.recall.shelf import Shelf
from geo.recall.traces import Answers, Known, Trace, Traced
from geo.records import Document, Extract, Reading, Ruling

Page = tuple[Document, Known]
Read = Callable[[Sequence[Page]], Sequence[Reading]]
Understand = Callable[[Sequence[Page], Sequence[Reading]], Sequence[Extract]]

_BEGUN = time.time()
_SETTLED_S = 10
"""Seconds before this module was loaded in which another may have been (project choice)."""
_ANSWERERS = 64
"""States of the gazetteer (one for each set of scoped rows) whose answers are remembered at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of a report: in which state of the gazetteer, what it asked, what was understood."""

    state: str
    naming: Trace
    placing: Trace
    ruled: str
    extract: Extract


class Memory:
    """Extracts kept on a shelf, for one program with one set of settings and one state of the gazetteer."""

    def __init__(
        self, shelf: Shelf, *, basis: str, state: str, rows: Iterable[str], rulings: Sequence[Ruling]
    ) -> None:
        """``basis`` is a digest of the program and settings, ``state`` of the gazetteer's files.

        ``rows`` are the names that its rows give, in force or not.
        """
        self._rows = tuple(dict.fromkeys(rows))
        self.shelf = shelf
        self._basis, self._state = basis, state
        self._ruled = hashlib.sha256(repr(tuple(rulings)).encode("utf-8", "surrogatepass")).hexdigest()
        self._answers: dict[int, Answers] = {}

    def find(self, document: Document, gazetteer: Known) -> Extract | None:
        """What was understood of a report, None where it must be gone through (again)."""
        entry = self._entry(document)
        return entry.extract if entry and self._stands(entry, (document, gazetteer)) else None

    def through(self, pages: Sequence[Page], *, read: Read, understand: Understand) -> list[Extract]:
        """Extracts of some reports, in order: those that are known, the others understood now and kept.

        Of a report whose places may be others now, but not its words, the reading is taken as it was.
        """
        entries = [self._entry(document) for document, _ in pages]
        both = list(zip(entries, pages, strict=True))
        stand = [entry.extract if entry and self._stands(entry, page) else None for entry, page in both]
        left = [at for at, extract in enumerate(stand) if extract is None]
        read_before = {at: entry for at in left if (entry := entries[at]) and self._is_read(entry, pages[at])}
        noted = {at: Traced(pages[at][1]) for at in left}
        anew: dict[int, Page] = {at: (pages[at][0], noted[at]) for at in left}
        fresh = iter(read([anew[at] for at in left if at not in read_before]))
        readings = [read_before[at].extract.reading if at in read_before else next(fresh) for at in left]
        asked = [noted[at].turn() for at in left]
        found = understand(list(anew.values()), readings)
        for at, extract, names in zip(left, found, asked, strict=True):
            stand[at] = extract
            naming = read_before[at].naming if at in read_before else self._trace(pages[at], names)
            self._keep(extract, naming, self._trace(pages[at], noted[at].turn()))
        return [extract for extract in stand if extract is not None]

    # -- what stands

    def _stands(self, entry: Entry, page: Page) -> bool:
        if entry.state == self._state:
            return True
        if entry.ruled != self._ruled or not self._is_read(entry, page):
            return False
        return self._answerer(page[1]).holds(entry.placing, _one_line(page[0]))

    def _is_read(self, entry: Entry, page: Page) -> bool:
        """Whether the reading of an entry stands."""
        return self._answerer(page[1]).holds(entry.naming, _one_line(page[0]))

    def _trace(self, page: Page, asked: dict[tuple[Any, ...], Any]) -> Trace:
        return self._answerer(page[1]).trace(asked)

    def _answerer(self, gazetteer: Known) -> Answers:
        found = self._answers.get(id(gazetteer))
        if found is None:
            if len(self._answers) >= _ANSWERERS:
                self._answers.clear()
            found = self._answers[id(gazetteer)] = Answers(
                gazetteer, self._rows
            )  # which holds it: the id stays its own
        return found

    # -- entries in bytes

    def _key(self, document: Document) -> str:
        told = json.dumps([self._basis, astuple(document)])
        return hashlib.sha256(told.encode()).hexdigest()

    def _keep(self, extract: Extract, naming: Trace, placing: Trace) -> None:
        head = [self._state, _plain(naming), _plain(placing), self._ruled]
        told = deflate(head)
        body = len(told).to_bytes(4, "big") + told + pack(extract, document=False)
        self.shelf.keep(self._key(extract.document), body)

    def _entry(self, document: Document) -> Entry | None:
        body = self.shelf.find(self._key(document))
        if body is None:
            return None
        start = 4 + int.from_bytes(body[:4], "big")
        try:
            state, naming, placing, ruled = inflate(body[4:start])
            return Entry(state, _trace(naming), _trace(placing), ruled, unpack(body[start:], document))
        except (InputError, ValueError, TypeError):
            return None


def _plain(trace: Trace) -> list[Any]:
    return [trace.questions, trace.digest, trace.bare]


def _trace(told: Any) -> Trace:
    questions, digest, bare = told
    return Trace(tuple(map(tuple, questions)), digest, tuple(bare))


def _one_line(document: Document) -> str:
    """The text with every run of white space as one blank, as names are sought in it."""
    return " ".join(document.text.split())


def code_digest(package: Path, rooms: Iterable[str], *, settled_s: float = _SETTLED_S) -> str | None:
    """Digest of the files of some rooms of a package: code, lexicons, models; of bundled archives the names.

    An archive's content follows from the table of digests that stands beside it. None where a file was
    written within ``settled_s`` before this process began, or since: what runs may be what stood there.
    """
    digest = hashlib.sha256()
    for room in sorted(rooms):
        path = package / room
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                if file.stat().st_mtime > _BEGUN - settled_s:
                    return None
                digest.update(f"{file.relative_to(package).as_posix()}\n".encode())
                digest.update(b"" if file.suffix == ".xz" else file.read_bytes())
    return digest.hexdigest()
