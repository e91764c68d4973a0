"""Files as streams of bytes: on this machine, behind any URL that fsspec knows, compressed or not."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from geo.documents.files import Source, find, printable
from geo.errors import InputError
from geo.records import Problem

_PACKED = (".gz", ".zst")
_STAMPS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")
"""Names under which file systems tell whether a file has changed."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file of reports: its absolute path or URL, its name in the output, and what changes with it."""

    path: str
    name: str
    stamp: str

    @property
    def form(self) -> str:
        """Ending of the name without that of the compression, such as ``.jsonl``."""
        plain = self.name.lower()
        for ending in _PACKED:
            plain = plain.removesuffix(ending)
        return Path(plain).suffix

    @property
    def packed(self) -> str:
        """``.gz``, ``.zst`` or nothing."""
        return next((ending for ending in _PACKED if self.name.lower().endswith(ending)), "")


def is_url(path: str | Path) -> bool:
    """Whether a path names a place for fsspec, such as ``s3://bucket/key``."""
    return "://" in str(path)


def inputs(paths: Sequence[str | Path]) -> Iterator[Input | Problem]:
    """Files that paths, folders, globs and URLs name, in order; what is left out is a Problem.

    Raises InputError for a URL where fsspec, or what it needs for such a URL, is not installed.
    """
    met: set[str] = set()
    for path in paths:
        for item in _remote(str(path)) if is_url(path) else map(_local, find(Path(path))):
            if isinstance(item, Problem):
                yield item
            elif item.path not in met:
                met.add(item.path)
                yield item


def _local(item: Source | Problem) -> Input | Problem:
    if isinstance(item, Problem):
        return item
    told = item.path.stat()
    return Input(str(item.path.resolve()), item.name, f"{told.st_size} {told.st_mtime_ns}")


def _remote(url: str) -> Iterator[Input | Problem]:
    system, path = _file_system(url)
    try:
        found = sorted(system.glob(path)) if any(sign in path for sign in "*?[") else [path]
        if len(found) == 1 and found[0] == path and system.isdir(path):
            found = sorted(name for name in system.find(path) if not name.rpartition("/")[2].startswith("."))
        known = [(name, system.info(name)) for name in found]
    except Exception as error:  # noqa: BLE001  (what the library of a store raises is its own)
        yield Problem("unreadable", f"{url}: cannot be listed ({error})", severity="error", source=url)
        return
    files = [(name, about) for name, about in known if about.get("type") == "file"]
    if not files:
        message = f"{url}: matches no file; check the spelling of the URL"
        yield Problem("missing", message, severity="error", source=url)
    root = _root(path)
    for name, about in files:
        told = next((str(about[key]) for key in _STAMPS if about.get(key) is not None), "")
        stamp = f"{about.get('size')} {told}"
        shown = name.removeprefix(root) if name != path else name.rpartition("/")[2]
        yield Input(str(system.unstrip_protocol(name)), printable(shown.lstrip("/")), stamp)


def _root(pattern: str) -> str:
    """The folders of a pattern before the first sign that stands for others."""
    plain: list[str] = []
    for part in pattern.rstrip("/").split("/"):
        if any(sign in part for sign in "*?["):
            break
        plain.append(part)
    return "/".join(plain)


def _file_system(url: str) -> tuple[Any, str]:
    try:
        import fsspec  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise InputError(f"{url}: reading URLs needs pip install 'geo-reports[cluster]'") from error
    try:
        found = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(f"{url}: cannot be opened ({error})") from error
    return found[0], str(found[1])


@contextmanager
def opened(source: Input) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked. Raises OSError where it cannot be read, also midway."""
    with _raw(source.path) as raw:
        if source.packed == ".gz":
            with gzip.GzipFile(fileobj=raw) as stream:
                yield io.BufferedReader(_Sound(stream))
        elif source.packed == ".zst":
            with _zstandard().ZstdDecompressor().stream_reader(raw, read_across_frames=True) as stream:
                yield io.BufferedReader(_Sound(stream))
        else:
            yield raw


@contextmanager
def _raw(path: str) -> Iterator[BinaryIO]:
    if not is_url(path):
        with Path(path).open("rb") as stream:
            yield stream
        return
    system, inner = _file_system(path)
    with system.open(inner, "rb") as stream:
        yield stream


class _Sound(io.RawIOBase):
    """A stream whose damage shows as OSError, whatever the library behind it raises."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer."""
        try:
            data = self._stream.read(len(buffer))
        except (EOFError, zlib.error) as error:
            raise OSError(str(error)) from error
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            raise OSError(str(error)) from error
        buffer[: len(data)] = data
        return len(data)


def _zstandard() -> Any:
    try:
        import zstandard  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise InputError("reading .zst needs pip install 'geo-reports[cluster]'") from error
    return zstandard
