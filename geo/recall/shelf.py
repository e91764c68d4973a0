"""A folder of entries under keys: bounded, shared by any number of processes, never trusted.

An entry is a file that bears the digest of its bytes and is put in place by a rename: what a killed process
or a failing disk leaves behind is no entry, and is taken as if it were not there. Nothing here raises but for
a folder that cannot be listed; what cannot be kept is not kept.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_DIGEST = 32
_ENDING = ".bin"
_DRAFT = ".part"
_STALE_S = 3600
"""Seconds after which a draft is taken for one of a process that was killed (project choice)."""
_PARTS = 256
_SLACK = 16
"""Share of the limit that is put in before room is made: more often would cost more (project choice)."""
_FEW = 1 << 30
"""Limit in bytes up to which all is looked at when room is made, else only where something was put."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What a shelf holds: entries and their bytes on disk."""

    entries: int
    size: int


class Shelf:
    """Entries under keys of hexadecimal digits; together at most ``limit`` bytes, once ``trim`` has run.

    Before that, each process that puts something in may exceed it by a sixteenth.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        """Name the folder, which need not exist."""
        self.folder, self.limit = folder, limit
        self._drafts = 0
        self._fresh: Counter[str] = Counter()  # bytes put into each part since room was made there

    def find(self, key: str) -> bytes | None:
        """The entry of a key; None where there is none, or a damaged one, which is removed."""
        path = self._path(key)
        try:
            content = path.read_bytes()
            body = content[_DIGEST:]
            if hashlib.blake2b(body, digest_size=_DIGEST, key=key.encode()).digest() == content[:_DIGEST]:
                os.utime(path)  # it is in use: others go before it
                return body
            path.unlink()
        except OSError:
            return None
        return None

    def keep(self, key: str, body: bytes) -> None:
        """Put an entry in its place, or in that of an older one."""
        path = self._path(key)
        self._drafts += 1
        draft = path.with_name(f"{key}.{os.getpid()}-{self._drafts}{_DRAFT}")
        digest = hashlib.blake2b(body, digest_size=_DIGEST, key=key.encode()).digest()
        try:
            try:
                draft.write_bytes(digest + body)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                draft.write_bytes(digest + body)
            draft.replace(path)
        except OSError:
            with suppress(OSError):
                draft.unlink()
            return
        self._put(path.parent.name, len(body))

    def _put(self, part: str, size: int) -> None:
        """Note what was put into a part, and make room when it is much."""
        self._fresh[part] += size
        if self.limit <= _FEW and self._fresh.total() > self.limit // _SLACK:
            self.trim()
        elif self.limit > _FEW and self._fresh[part] > self.limit // _PARTS // _SLACK:
            self._cut(list(self._files(self.folder / part)), self.limit // _PARTS)
            del self._fresh[part]

    def trim(self) -> None:
        """Make room: those longest unused go until the rest is within the limit, and drafts of the killed.

        On a large shelf only the parts that this process put something into are looked at, each against
        its share of the limit: keys are digests, so that all parts fill alike.
        """
        if self._fresh and self.limit <= _FEW:
            self._cut(list(self._files(self.folder)), self.limit)
        elif self._fresh:
            for part in sorted(self._fresh):
                self._cut(list(self._files(self.folder / part)), self.limit // _PARTS)
        self._fresh.clear()

    def clear(self) -> Stock:
        """Remove every entry; gives what there was."""
        entries = size = 0
        for path, told in list(self._files(self.folder)):
            with suppress(OSError):
                path.unlink()
                entries += path.suffix == _ENDING
                size += told.st_size
        if self.folder.is_dir():
            for part in self.folder.iterdir():
                with suppress(OSError):  # another process put something in just now
                    part.rmdir()
        return Stock(entries, size)

    def stock(self) -> Stock:
        """What there is."""
        sizes = [told.st_size for path, told in self._files(self.folder) if path.suffix == _ENDING]
        return Stock(len(sizes), sum(sizes))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_ENDING}"

    def _files(self, folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
        """Entries and drafts with their state; what goes away meanwhile is left out."""
        try:
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError:
            return
        for entry in entries:
            if entry.name.endswith((_ENDING, _DRAFT)):
                with suppress(OSError):
                    yield Path(entry.path), entry.stat()
            elif len(entry.name) == 2:
                yield from self._files(Path(entry.path))

    def _cut(self, files: list[tuple[Path, os.stat_result]], limit: int) -> None:
        size = sum(told.st_size for _, told in files)
        now = time.time()
        for path, told in sorted(files, key=lambda one: (one[1].st_mtime_ns, one[0])):
            stale = path.suffix == _DRAFT and now - told.st_mtime > _STALE_S
            if stale or (size > limit and path.suffix == _ENDING):
                with suppress(OSError):
                    path.unlink()
                    size -= told.st_size
