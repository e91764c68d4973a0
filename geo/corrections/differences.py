"""What a build changed: two maps compared by what stands on them.

A map carries its own data, so any two ``index.html`` can be compared, however they were made.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from geo.errors import InputError

_DATA = re.compile(r'<script type="text/plain" id="geo-data">([A-Za-z0-9+/=]*)</script>')
_BLOCK = re.compile(r'<script [^>]*data-block="marks-\d+">([A-Za-z0-9+/=]*)</script>')
_DECIMALS = 4
_MOVED_DEG = 1e-4
"""Places are written with four decimals; less is no move."""

Mark = Mapping[str, Any]
"""A place or a movement; ``number`` is that of its evidence."""


@dataclass(frozen=True)
class Content:
    """What a page shows, as ``geo.page.payload`` writes it; ``codes`` hold the evidence, packed."""

    places: Sequence[Mark]
    movements: Sequence[Mark]
    codes: tuple[str, ...] = ()

    @cached_property
    def evidence(self) -> list[dict[str, Any]]:
        """The evidence of every mark by its number, opened when somebody asks for it."""
        return [one for code in self.codes for one in _opened(code)]


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

    Raises InputError when the file cannot be read or holds no map that this version can read.
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
        data = _opened(found[1])
    except (ValueError, OSError, EOFError) as error:
        raise InputError(f"{file}: its data is damaged ({error}); build it again") from error
    if not isinstance(data["places"], dict):
        raise InputError(f"{file}: made by another version of geo; build it again")
    return Content(_rows(data["places"]), _rows(data["movements"]), tuple(_BLOCK.findall(text)))


def _opened(code: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(code)))


def _rows(table: Mapping[str, Any]) -> list[Mark]:
    """The rows of a table of ``geo.page.columns``, the columns of text and shapes only."""
    columns = {name: _cells(column) for name, column in table["columns"].items()}
    for name, column in table["columns"].items():
        if "same" in column:
            columns[name] = columns[column["same"]]
    known = {name: cells for name, cells in columns.items() if cells}
    slots = table["columns"]["slot"]["numbers"] if table["size"] else []
    return [
        {"number": slots[at], **{name: cells[at] for name, cells in known.items() if cells[at]}}
        for at in range(table["size"])
    ]


def _cells(column: Mapping[str, Any]) -> list[Any]:
    if "words" in column:
        words = [None, *column["words"]]
        return [words[at] for at in column["at"]]
    found: list[Any] = column.get("texts") or column.get("shapes") or []
    return found


def _point(shape: str) -> tuple[float, float]:
    """(lon, lat) of a point as ``geo.page.columns.shape`` writes it."""
    values, value, shift = [], 0, 0
    for letter in shape[1:]:
        code = ord(letter) - 63
        value |= (code & 31) << shift
        shift += 5
        if code < 32:  # the last letter of a number
            values.append((~(value >> 1) if value & 1 else value >> 1) / 10**_DECIMALS)
            value, shift = 0, 0
    return values[0], values[1]


def compare(old: Content, new: Content) -> tuple[Difference, ...]:
    """Places first, then movements; what is alike is left out."""
    return (*_places(old, new), *_movements(old, new))


def _places(old: Content, new: Content) -> list[Difference]:
    before, after = _by_spelling(old), _by_spelling(new)
    found = []
    for name in sorted({*before, *after}):
        gone, come = _unlike(before.get(name, []), after.get(name, []))
        for place in come:
            twin = _told_alike(old, new, place, gone) or next(iter(gone), None)
            if twin is None:
                found.append(Difference("place", "new", place["name"], _spot(place), _told(new, place)))
            else:
                gone.remove(twin)
                detail = f"{_spot(twin)} -> {_spot(place)}"
                found.append(Difference("place", "moved", place["name"], detail, _told(new, place)))
        found += [Difference("place", "gone", one["name"], _spot(one), _told(old, one)) for one in gone]
    return found


def _by_spelling(content: Content) -> dict[str, list[Mark]]:
    """Places by the spelling that the reports use most; several may share one."""
    found: dict[str, list[Mark]] = {}
    for place in content.places:
        found.setdefault(place.get("names", place["name"]).split("; ")[0].casefold(), []).append(place)
    return found


def _unlike(old: Sequence[Mark], new: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Those of the places of one spelling that lie where none of the other map does."""
    gone = [one for one in old if all(_apart(one, other) for other in new)]
    come = [one for one in new if all(_apart(one, other) for other in old)]
    return gone, come


def _apart(one: Mark, other: Mark) -> bool:
    pairs = zip(_point(one["geometry"]), _point(other["geometry"]), strict=True)
    return any(abs(a - b) > _MOVED_DEG for a, b in pairs)


def _spot(place: Mark) -> str:
    lon, lat = _point(place["geometry"])
    inside = ", ".join(str(place[key]) for key in ("kind", "admin1", "country") if place.get(key))
    return f"{lat:.4f}, {lon:.4f} ({inside})"


def _movements(old: Content, new: Content) -> list[Difference]:
    before = {mark["id"]: mark for mark in old.movements}
    after = {mark["id"]: mark for mark in new.movements}
    gone = [mark for ident, mark in before.items() if ident not in after]
    found = []
    for ident, mark in after.items():
        if ident not in before:
            twin = _told_alike(old, new, mark, gone)
            if twin is not None:
                gone.remove(twin)
                detail = _change(twin, mark)
                found.append(Difference("movement", "changed", mark["title"], detail, _told(new, mark)))
            else:
                found.append(Difference("movement", "new", mark["title"], _state(mark), _told(new, mark)))
        elif mark["geometry"] != before[ident]["geometry"]:
            found.append(Difference("movement", "moved", mark["title"], _state(mark), _told(new, mark)))
    found += [Difference("movement", "gone", mark["title"], _state(mark), _told(old, mark)) for mark in gone]
    return found


def _told_alike(old: Content, new: Content, mark: Mark, gone: Sequence[Mark]) -> Mark | None:
    """The lost mark that a sentence of a new one told: it changed, it is not another."""
    told = set(_told(new, mark)) if gone else set()
    return next((one for one in gone if told & set(_told(old, one))), None)


def _change(old: Mark, new: Mark) -> str:
    """What is other in a movement that the same sentence tells."""
    if old["title"] != new["title"]:
        return f"{old['title']} -> {new['title']}"
    return "an end of it lies elsewhere" if old["geometry"] != new["geometry"] else "told of other places"


def _state(mark: Mark) -> str:
    return str(mark.get("status") or "").lower()


def _told(content: Content, mark: Mark) -> tuple[str, ...]:
    """The sentences of a mark, on one line each."""
    sources = content.evidence[mark["number"]].get("sources", ())
    return tuple(" ".join("".join(_words(node)).split()) for one in sources for node in _quotations(one))


def _quotations(node: Any) -> Iterator[Any]:
    """The quotations in a tree of ``geo.page.tree``."""
    if isinstance(node, list):
        if str(node[0]).partition(".")[0] == "blockquote":
            yield node
        else:
            for child in node[1:]:
                yield from _quotations(child)


def _words(node: Any) -> Iterator[str]:
    """The text of a tree; a number stands for a report, and attributes are no text."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for child in node[1:]:
            yield from _words(child)
