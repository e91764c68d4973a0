"""Paths, folders and globs into files to read, in a fixed order, each with its name for people."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.records import Problem

SUPPORTED = frozenset(
    {".txt", ".text", ".md", ".markdown", ".jsonl", ".ndjson", ".gz", ".zst", ".warc", ".wet"}
)
_NOT_TEXT = re.compile(
    r"\.(?:pdf|docx?|odt|rtf|html?|xml|json|xlsx?|zip|7z|png|jpe?g|gif|webp|mp[34]|eml|epub|pptx?|db|sqlite)",
    re.IGNORECASE,
)
_NOT_A_REPORT = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|changelog|contributing|authors|code_of_conduct|security)(?:\..*)?",
    re.IGNORECASE,
)
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and its name in the output (POSIX, relative to the folder that was given)."""

    path: Path
    name: str


def find(path: Path) -> Iterator[Source | Problem]:
    """Files that a path, folder or glob names, sorted by name; what is left out is a Problem."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield from _expand(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, path, seen=frozenset())
    else:
        yield _named(path, mode)


def _named(path: Path, mode: int) -> Source | Problem:
    name = printable(path.name)
    if not stat.S_ISREG(mode):
        return _left_out("unreadable", name, "is no regular file; give a file, a folder or - for stdin")
    if _NOT_TEXT.fullmatch(path.suffix):
        return _left_out("unsupported", name, f"has the ending {path.suffix}; {_EXPECTED}")
    return Source(path, name)


def _expand(path: Path, error: Exception) -> Iterator[Source | Problem]:
    pattern = str(path)
    matches = sorted(glob.glob(pattern, recursive=True)) if _MAGIC.search(pattern) else []  # noqa: PTH207
    if not matches:
        what = "matches no file" if _MAGIC.search(pattern) else f"cannot be found ({_reason(error)})"
        yield _left_out("missing", printable(path.as_posix()), f"{what}; check the spelling of the path")
    root = _root(path)
    for match in matches:
        for item in find(Path(match)):
            if isinstance(item, Source):
                yield Source(item.path, printable(_relative(item.path, root)))
            else:
                yield item


def _root(pattern: Path) -> Path:
    """Longest leading part of a glob without magic characters."""
    plain: list[str] = []
    for part in pattern.parts[:-1]:
        if _MAGIC.search(part):
            break
        plain.append(part)
    return Path(*plain)


def _relative(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name


def _folder(folder: Path, root: Path, *, seen: frozenset[tuple[int, int]]) -> Iterator[Source | Problem]:
    """Files below a folder. ``seen`` holds the folders above, so that links in a ring end."""
    try:
        info = folder.stat()
        entries = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError as error:
        yield _left_out(
            "unreadable", printable(_relative(folder, root)), f"cannot be read ({_reason(error)})"
        )
        return
    here = (info.st_dev, info.st_ino)
    if here in seen:
        return
    for entry in entries:
        if not entry.startswith("."):
            yield from _entry(folder / entry, root, seen | {here})


def _entry(path: Path, root: Path, seen: frozenset[tuple[int, int]]) -> Iterator[Source | Problem]:
    name = printable(_relative(path, root))
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield _left_out("unreadable", name, f"cannot be read ({_reason(error)})")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, root, seen=seen)
    elif _NOT_A_REPORT.fullmatch(path.name):
        return
    elif not stat.S_ISREG(mode):
        yield _left_out("unreadable", name, "is no regular file", severity="warning")
    elif path.suffix.lower() not in SUPPORTED:
        yield _left_out(
            "unsupported", name, f"has the ending {path.suffix or '(none)'}; {_EXPECTED}", severity="warning"
        )
    else:
        yield Source(path, name)


_EXPECTED = "expected .txt, .md or .jsonl"


def _left_out(code: str, name: str, what: str, *, severity: str = "error") -> Problem:
    return Problem(code, f"{name}: {what}", severity=severity, source=name)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


def printable(name: str) -> str:
    """A file name as valid Unicode: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
