"""What was read of a large file of a person's, kept so that the next start need not read it again."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_MOST_KEPT = 12
"""Files of the store; beyond them the one that is longest unused goes (project choice)."""


class Store:
    """The place where what was read of one state of one file is kept.

    Its name follows from the file's bytes, the program's own code and Python's version, so that nothing
    stale is ever found. Nothing here raises: what cannot be kept or found is read anew.
    """

    def __init__(self, folder: Path, data: bytes, source: str) -> None:
        """Name the place for the bytes of a file."""
        digest = hashlib.sha256(_version())
        digest.update(source.encode("utf-8", "surrogatepass"))
        digest.update(data)
        self._path = folder / f"rows-{digest.hexdigest()[:24]}.bin"

    def load(self) -> Any:
        """What was kept, or None."""
        try:
            content = self._path.read_bytes()
            if hashlib.sha256(content[32:]).digest() != content[:32]:
                return None
            found = marshal.loads(content[32:])  # noqa: S302  (our own file, as its digest shows)
            os.utime(self._path)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return found

    def save(self, content: Any) -> None:
        """Keep plain values (tuples, lists, text, bytes, numbers)."""
        packed = marshal.dumps(content)
        draft = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(hashlib.sha256(packed).digest() + packed)
            draft.replace(self._path)
            kept = sorted(self._path.parent.glob("rows-*.bin"), key=lambda path: path.stat().st_mtime)
            for old in kept[:-_MOST_KEPT]:
                old.unlink()
        except OSError:
            with suppress(OSError):
                draft.unlink()


@cache
def _version() -> bytes:
    """Digest of the code that reads rows, and of Python's own version."""
    digest = hashlib.sha256(sys.version.encode())
    room = Path(__file__).parent
    others = (path for name in ("coordinates", "records") for path in (room.parent / name).glob("*.py"))
    for source in sorted((*room.glob("*.py"), *room.glob("*.csv"), *others)):
        digest.update(source.read_bytes())
    return digest.digest()
