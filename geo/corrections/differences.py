"""What a build changed: two maps compared by what stands on them.

A map carries its own data, so any two ``index.html`` can be compared, however they were made.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import InputError

_DATA = re.compile(r'<script type="text/plain" id="geo-data">([A-Za-z0-9+/=]*)</script>')
_MOVED_DEG = 1e-4
"""Places are written with four decimals; less is no move."""

Content = Mapping[str, Any]
"""The data of a page as ``geo.page.payload`` writes it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. ``what`` is place or movement, ``how`` new, gone, moved or changed.

    ``sentences`` are the words of the reports that tell it.
    """

    what: str
    how: str
    name: str
    detail: str
    sentences: tuple[str, ...] = ()


def read_page(path: Path) -> Content:
    """The data of a map: a file, or the ``index.html`` of a folder.

    Raises InputError when the file cannot be read or holds no map.
    """
    file = path / "index.html" if path.is_dir() else path
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error}); expected a map made by geo build") from error
    found = _DATA.search(text)
    if found is None:
        raise InputError(f"{file}: holds no data of a map; expected an index.html made by geo build")
    try:
        content: Content = json.loads(gzip.decompress(base64.b64decode(found[1])))
    except (ValueError, OSError, EOFError) as error:
        raise InputError(f"{file}: its data is damaged ({error}); build it again") from error
    return content


def compare(old: Content, new: Content) -> tuple[Difference, ...]:
    """Places first, then movements; what is alike is left out."""
    return (*_places(old, new), *_movements(old, new))


def _places(old: Content, new: Content) -> list[Difference]:
    before, after = _by_spelling(old), _by_spelling(new)
    found = []
    for name in sorted({*before, *after}):
        one, other = before.get(name), after.get(name)
        if one is None and other is not None:
            found.append(Difference("place", "new", other["name"], _spot(other), _told(new, other)))
        elif other is None and one is not None:
            found.append(Difference("place", "gone", one["name"], _spot(one), _told(old, one)))
        elif one is not None and other is not None and _apart(one, other):
            detail = f"{_spot(one)} -> {_spot(other)}"
            found.append(Difference("place", "moved", other["name"], detail, _told(new, other)))
    return found


def _by_spelling(content: Content) -> dict[str, Mapping[str, Any]]:
    """Places by the spelling that the reports use most; of several with one spelling the most named."""
    found: dict[str, Mapping[str, Any]] = {}
    for place in content["places"]:
        found.setdefault(place.get("names", place["name"]).split("; ")[0].casefold(), place)
    return found


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    pairs = zip(one["geometry"]["coordinates"], other["geometry"]["coordinates"], strict=True)
    return any(abs(a - b) > _MOVED_DEG for a, b in pairs)


def _spot(place: Mapping[str, Any]) -> str:
    lon, lat = place["geometry"]["coordinates"]
    inside = ", ".join(str(place[key]) for key in ("kind", "admin1", "country") if place.get(key))
    return f"{lat:.4f}, {lon:.4f} ({inside})"


def _movements(old: Content, new: Content) -> list[Difference]:
    before = {mark["id"]: mark for mark in old["movements"]}
    after = {mark["id"]: mark for mark in new["movements"]}
    gone = [mark for ident, mark in before.items() if ident not in after]
    found = []
    for ident, mark in after.items():
        if ident not in before:
            twin = _twin(old, new, mark, gone)
            if twin is not None:
                gone.remove(twin)
                detail = f"{twin['title']} -> {mark['title']}"
                found.append(Difference("movement", "changed", mark["title"], detail, _told(new, mark)))
            else:
                found.append(Difference("movement", "new", mark["title"], _state(mark), _told(new, mark)))
        elif mark["geometry"] != before[ident]["geometry"]:
            found.append(Difference("movement", "moved", mark["title"], _state(mark), _told(new, mark)))
    found += [Difference("movement", "gone", mark["title"], _state(mark), _told(old, mark)) for mark in gone]
    return found


def _twin(
    old: Content, new: Content, mark: Mapping[str, Any], gone: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The lost movement that the same sentence told: it changed, it is not a new one."""
    told = set(_told(new, mark))
    return next((one for one in gone if told & set(_told(old, one))), None)


def _state(mark: Mapping[str, Any]) -> str:
    return str(mark.get("status_words") or mark.get("status") or "")


def _told(content: Content, mark: Mapping[str, Any]) -> tuple[str, ...]:
    """The sentences of a mark, on one line each."""
    return tuple(" ".join(quote[2].split()) for quote in content["quotes"] if quote[0] == mark["id"])
