"""A folder of partitions: files put in place whole, and one manifest that says what they are.

The folder may be a path or a URL that fsspec knows. On a disk a file is written beside its place and renamed;
object stores show a file only when all of it is there.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

from geo import packing
from geo.errors import InputError, OutputError
from geo.partitions import table
from geo.partitions.records import Done, Missing, Part, Piece
from geo.records import Extract, Problem

MANIFEST = "_manifest.json"
"""Begins with a line so that readers of Parquet folders pass it over."""
_ENDING = ".parquet"
_KEPT = 8
"""Partitions whose packed reports are in memory at once while extracts are read one by one."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds: how it was made, and of which partitions, in the order of the inputs.

    ``asked`` are settings that count when a map is made of it. ``left_out`` are (partition, number of the
    report in it) of reports that an earlier one repeats, ``renamed`` (partition, number, id) of those whose
    id an earlier one has for another text; partitions are counted in ``done``. ``repeats`` are the Problems
    that say so.
    """

    versions: tuple[tuple[str, str], ...]
    fingerprint: str
    asked: tuple[tuple[str, Any], ...]
    parts: tuple[Part, ...]
    done: tuple[Done, ...]
    failed: tuple[Missing, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    renamed: tuple[tuple[int, int, str], ...] = ()
    repeats: tuple[tuple[int, int, Problem], ...] = ()
    gazetteer: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether no partition is missing."""
        return not self.failed and len(self.done) == len(self.parts)

    def problems(self) -> list[Problem]:
        """All that a person should know of the reports, in their order."""
        told = [(at, number, 0, one) for at, done in enumerate(self.done) for number, one in done.problems]
        told += [(at, number, 1, one) for at, number, one in self.repeats]
        return [*self.gazetteer, *(one for *_, one in sorted(told, key=lambda entry: entry[:3]))]


class Folder:
    """Where partitions stand."""

    def __init__(self, place: str) -> None:
        """``place`` is an absolute path or a URL."""
        self.place = place

    def path(self, name: str) -> str:
        """Where a file of the folder stands."""
        return f"{self.place.rstrip('/')}/{name}"

    def part(self, name: str) -> str:
        """Where a partition stands."""
        return self.path(name + _ENDING)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where it cannot be read."""
        try:
            if not self._system:
                return Path(self.path(name)).read_bytes()
            self._system.invalidate_cache()  # others write here too
            with self._system.open(self.path(name), "rb") as stream:
                return bytes(stream.read())
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole. Raises OutputError where that cannot be."""
        try:
            if self._system:
                self._pipe(self._system, name, data)
                return
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{name}.{secrets.token_hex(6)}.part")
            try:
                draft.write_bytes(data)
                draft.replace(path)
            finally:
                with suppress(OSError):
                    draft.unlink()
        except OSError as error:
            raise OutputError(
                f"{self.path(name)}: cannot be written ({error}); choose another with -o"
            ) from error

    def write_part(self, name: str, data: bytes) -> None:
        """Put a partition in its place. Raises OutputError where that cannot be."""
        self.write(name + _ENDING, data)

    def _pipe(self, system: Any, name: str, data: bytes) -> None:
        try:
            system.pipe_file(self.path(name), data)
        except FileNotFoundError:  # where folders must be there first
            system.makedirs(self.place, exist_ok=True)
            system.pipe_file(self.path(name), data)

    def sizes(self) -> dict[str, int]:
        """Names of the partitions that stand there, with their sizes in bytes."""
        try:
            if self._system:
                self._system.invalidate_cache()
                found = [(one["name"], one["size"]) for one in self._system.ls(self.place, detail=True)]
            else:
                found = [(one.name, one.stat().st_size) for one in Path(self.place).iterdir()]
        except OSError:
            return {}
        named = [(str(path).rpartition("/")[2], size) for path, size in found]
        return {
            name.removesuffix(_ENDING): size
            for name, size in sorted(named)
            if name.endswith(_ENDING) and name[0] not in "._"
        }

    def drop(self, name: str) -> None:
        """Take a file away."""
        with suppress(OSError):
            if self._system:
                self._system.rm_file(self.path(name))
            else:
                Path(self.path(name)).unlink()

    def look(self, name: str) -> Done | None:
        """What the partition of a name says of itself, None where there is none that is whole."""
        data = self.read(name + _ENDING)
        return table.told(data) if data else None

    @property
    def _system(self) -> Any:
        return _system_of(self.place) if "://" in self.place else None

    def ids(self, name: str) -> list[tuple[str, str, str]]:
        """(id, digest of the text, source) of the reports of a partition. Raises InputError without one."""
        path = self.part(name)
        try:
            with self._system.open(path, "rb") if self._system else Path(path).open("rb") as stream:
                return list(table.read_ids(stream))
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"{path}: cannot be read ({error}); extract again to mend it") from error

    # -- the manifest

    def publish(self, manifest: Manifest) -> None:
        """Write the manifest."""
        made = {done.name: done for done in manifest.done}
        content = {
            "format": "geo-reports partitions",
            "version": table.VERSION,
            "complete": manifest.complete,
            "versions": dict(manifest.versions),
            "fingerprint": manifest.fingerprint,
            "asked": dict(manifest.asked),
            "counts": _summed(manifest.done),
            "partitions": [
                {
                    "name": part.name,
                    "pieces": [
                        {"piece": asdict(one)} if isinstance(one, Piece) else {"problem": asdict(one)}
                        for one in part.pieces
                    ],
                    "done": _plain(made[part.name]) if part.name in made else None,
                }
                for part in manifest.parts
            ],
            "failed": [asdict(missing) for missing in manifest.failed],
            "left_out": manifest.left_out,
            "renamed": manifest.renamed,
            "repeats": [[at, number, asdict(one)] for at, number, one in manifest.repeats],
            "gazetteer": [asdict(one) for one in manifest.gazetteer],
        }
        text = json.dumps(content, indent=1, ensure_ascii=True, allow_nan=False) + "\n"
        self.write(MANIFEST, text.encode())

    def manifest(self) -> Manifest:
        """The manifest. Raises InputError where there is none that can be read."""
        data = self.read(MANIFEST)
        if data is None:
            raise InputError(
                f"{self.place}: no {MANIFEST} in it; expected a folder that geo extract -o wrote"
            )
        try:
            return _manifest(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError(
                f"{self.path(MANIFEST)}: no manifest of geo's ({error}); extract again"
            ) from error


def _manifest(told: dict[str, Any]) -> Manifest:
    if told["version"] != table.VERSION:
        raise ValueError(f"got version {told['version']}, expected {table.VERSION}")
    entries = told["partitions"]
    return Manifest(
        tuple(told["versions"].items()),
        told["fingerprint"],
        tuple(told["asked"].items()),
        tuple(Part(entry["name"], tuple(map(_piece, entry["pieces"]))) for entry in entries),
        tuple(
            table.done_of({**made, "name": entry["name"]}, sha256=made["sha256"], size=made["size"])
            for entry in entries
            if (made := entry["done"])
        ),
        tuple(Missing(**missing) for missing in told["failed"]),
        tuple((part, number) for part, number in told["left_out"]),
        tuple((part, number, name) for part, number, name in told["renamed"]),
        tuple((part, number, Problem(**one)) for part, number, one in told["repeats"]),
        tuple(Problem(**one) for one in told["gazetteer"]),
    )


def _piece(told: dict[str, Any]) -> Piece | Problem:
    return Piece(**told["piece"]) if "piece" in told else Problem(**told["problem"])


def _plain(done: Done) -> dict[str, Any]:
    return {**table.plain(done), "sha256": done.sha256, "size": done.size}


@lru_cache(maxsize=4)
def _system_of(place: str) -> Any:
    try:
        import fsspec  # noqa: PLC0415  (an extra)

        return fsspec.core.url_to_fs(place)[0]
    except (ImportError, ValueError) as error:
        raise OutputError(
            f"{place}: cannot be opened ({error}); pip install 'geo-reports[cluster]'"
        ) from error


def _summed(done: Sequence[Done]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in done:
        found.update(dict(one.counts))
    return {**dict(sorted(found.items())), "set aside": sum(len(one.faults) for one in done)}


class Extracts(Sequence[Extract]):
    """The extracts of all partitions of a folder, read when they are asked for and not kept."""

    def __init__(self, folder: Folder, manifest: Manifest) -> None:
        """Number the reports; to ask for one raises InputError where its partition is not as it was made."""
        self._folder, self._manifest = folder, manifest
        gone, self._renamed = set(manifest.left_out), {(p, n): name for p, n, name in manifest.renamed}
        self._at = [
            (at, number)
            for at, done in enumerate(manifest.done)
            for number in range(done.reports)
            if (at, number) not in gone
        ]
        self._records = lru_cache(_KEPT)(self._read)

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, index: int) -> Extract: ...
    @overload
    def __getitem__(self, index: slice) -> list[Extract]: ...
    def __getitem__(self, index: int | slice) -> Extract | list[Extract]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        return self._unpacked(*self._at[index])

    def __iter__(self) -> Iterator[Extract]:
        return (self[at] for at in range(len(self)))

    def _unpacked(self, at: int, number: int) -> Extract:
        extract = packing.unpack(self._records(at)[number])
        name = self._renamed.get((at, number))
        return extract if name is None else _named(extract, name)

    def _read(self, at: int) -> list[bytes]:
        done = self._manifest.done[at]
        data = self._folder.read(done.name + _ENDING)
        if data is None or hashlib.sha256(data).hexdigest() != done.sha256:
            path = self._folder.part(done.name)
            raise InputError(
                f"{path}: is not the partition that the manifest names; extract again to mend it"
            )
        return table.read_records(data)


def _named(extract: Extract, name: str) -> Extract:
    """An extract whose report bears another id."""
    return replace(
        extract,
        document=replace(extract.document, id=name),
        reading=replace(extract.reading, document=name),
    )
