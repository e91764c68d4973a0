"""What is read only when asked for: evidence, the reports' texts and what is not mapped, in blocks.

A block is JSON, gzip and base64 in a script element of its own, named by what it holds and its number.
``marks`` hold the evidence of so many marks each, in the order movements, regions, places, situations;
``declined`` what a row of "Not mapped" opens to; ``texts`` the reports' texts.
"""

from __future__ import annotations

import base64
import gzip
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.page import evidence, reading, saving, story, times
from geo.page.wording import level

if TYPE_CHECKING:
    from geo import schema

FEW = 2000
"""Up to so many marks have their evidence in one block, which the page opens at once (project choice)."""
MOST_TEXT = 8_000_000
"""Characters of the reports' texts that a page may hold, about 4 MB of it (project choice)."""
MANY = 500
"""Marks in a block of a larger map (project choice)."""
_REMEMBERED = 64
"""Blocks that are kept as they were packed."""
_REMEMBERED_MARKS = 8192
"""Marks whose evidence is kept."""
COMPOSE = {
    "movements": evidence.of_movement,
    "regions": evidence.of_region,
    "places": evidence.of_place,
    "situations": evidence.of_situation,
}
"""How the marks of each frame show their evidence, in the order of the blocks."""
LATER = (
    "status_words", "eventuality", "factuality", "evidentiality", "cues", "causer", "via", "path", "towards",
    "goal_reached", "directions", "time_start", "time_end", "model", "model_source", "warnings",
    "relation_words", "distance_km", "layer", "reasons", "note", "source", "own",
)  # fmt: skip
"""Columns that travel with the evidence and not with the marks."""

Rows = dict[str, list[dict[str, Any]]]
"""The rows of each frame, with shapes."""


class Block(NamedTuple):
    """A packed block and its name."""

    name: str
    code: str


class Blocks(NamedTuple):
    """All blocks, and what the page must know to find its way in them.

    ``size`` is the number of marks in a block, and of rows of what is not mapped; ``texts`` are the indices
    of the first report in each block of texts, none when they were too long to travel; ``slots`` are the
    places of marks in the blocks, by id.
    """

    all: list[Block]
    size: int
    texts: list[int]
    slots: dict[str, int]


def pack(layers: schema.Layers, rows: Rows, stamps: times.Stamps, *, quick: bool) -> Blocks:
    """Everything that is read later, the same bytes for the same layers."""
    entries = sorted(_entries(layers, rows, stamps), key=itemgetter(0))
    size = FEW if len(entries) <= FEW else MANY
    found = [
        Block(f"marks-{at}", packed(f"[{','.join(entry for _, _, entry in part)}]", quick))
        for at, part in _chunks(entries, size)
    ]
    dropped = [evidence.of_declined(one) for one in layers.declined]
    found += [Block(f"declined-{at}", packed(_json(part), quick)) for at, part in _chunks(dropped, size)]
    length = sum(len(one.text) for one in layers.documents)
    texts = reading.blocks(layers.documents, layers.declined) if length <= MOST_TEXT else []
    found += [Block(f"texts-{at}", packed(text, quick)) for at, (_, text) in enumerate(texts)]
    slots = {mark: slot for slot, (_, mark, _) in enumerate(entries)}
    return Blocks(found, size, [first for first, _ in texts], slots)


def _entries(
    layers: schema.Layers, rows: Rows, stamps: times.Stamps
) -> Iterator[tuple[tuple[float, int], str, str]]:
    """(where its first sentence stands, mark, entry): marks of one sentence lie together and pack well."""
    told = evidence.gather(layers)
    for name in COMPOSE:
        keys: tuple[str, ...] = ()
        for row in rows[name]:
            shown = {**row, "when": _when(stamps.get(row["id"], {}))}
            if layers.turned:
                # the page's own shapes run on past 180 degrees there
                shown["cut"] = row["geometry"]
            keys = keys or tuple(key for key in shown if key != "geometry")
            values = tuple(None if shown[key] != shown[key] else shown[key] for key in keys)
            spot = (row["geometry"].x, row["geometry"].y) if name == "places" else None
            found = told(row["id"])
            first = next(((one.document, one.start) for one in found.quotes), (math.inf, 0))
            yield first, row["id"], _entry(name, keys, values, spot, found)


def _when(stamp: Mapping[str, Any]) -> str:
    """When a claim happened, in the words of the story."""
    date = stamp.get("date", "")
    return f"{'Reported ' if stamp['whenOf'] == 'report' else ''}{date}" if date else "No date stated"


@lru_cache(maxsize=_REMEMBERED_MARKS)
def _entry(
    name: str,
    keys: tuple[str, ...],
    values: tuple[Any, ...],
    spot: tuple[float, float] | None,
    told: evidence.Told,
) -> str:
    """The evidence of a mark as JSON; in a map that is drawn again and again most are the same."""
    row = dict(zip(keys, values, strict=True))
    entry = COMPOSE[name]({**row, "spot": spot}, told)
    if name in {"movements", "situations"}:
        entry |= {"told": level(story.sentence(row)), "when": row["when"]}
    entry["row"] = {key: row[key] for key in LATER if key in row and row[key] not in {None, "", False}}
    if "cut" in row:
        entry["row"]["cut"] = saving.shape(row["cut"])
    return _json(entry)


def _chunks(items: Sequence[Any], size: int) -> Iterator[tuple[int, Sequence[Any]]]:
    return ((at // size, items[at : at + size]) for at in range(0, len(items), size))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=_REMEMBERED)
def packed(text: str, quick: bool) -> str:  # noqa: FBT001  (part of what is remembered)
    """Gzip in base64; ``quick`` packs less tightly, in an eighth of the time."""
    code = gzip.compress(text.encode("utf-8", "replace"), compresslevel=1 if quick else 9, mtime=0)
    # byte 9 of a gzip header names the operating system, which must not show in the output
    return base64.b64encode(code[:9] + b"\xff" + code[10:]).decode("ascii")
