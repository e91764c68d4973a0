"""A folder of partitions: files put in place whole, and one manifest that says what they are.

The folder may be a path or a URL that fsspec knows. On a disk a file is written beside its place and renamed;
object stores show a file only when all of it is there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

from geo import packing
from geo.errors import InputError, OutputError
from geo.partitions import table
from geo.partitions.records import Done, Fault, Part
from geo.records import Extract, Problem

MANIFEST = "_manifest.json"
"""Begins with a line so that readers of Parquet folders pass it over."""
_ENDING = ".parquet"
_KEPT = 4
"""Partitions whose bytes are in memory at once while extracts are read one by one."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds: how it was made, and of which partitions.

    ``left_out`` are (partition, number of the report in it) of reports that an earlier one repeats,
    ``renamed`` (partition, number, id) of those whose id an earlier one has for another text.
    """

    versions: tuple[tuple[str, str], ...]
    fingerprint: str
    parts: tuple[Part, ...]
    done: tuple[Done, ...]
    failed: tuple[Fault, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()
    renamed: tuple[tuple[int, int, str], ...] = ()

    @property
    def complete(self) -> bool:
        """Whether no partition is missing."""
        return not self.failed and len(self.done) == len(self.parts)


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
            with self._system.open(self.path(name), "rb") as stream:
                return bytes(stream.read())
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole. Raises OutputError where that cannot be."""
        try:
            if self._system:
                self._system.makedirs(self.place, exist_ok=True)
                self._system.pipe_file(self.path(name), data)
                return
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{name}.{os.getpid()}.part")
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

    def names(self) -> list[str]:
        """Names of the partitions that stand there."""
        try:
            found = self._system.ls(self.place, detail=False) if self._system else os.listdir(self.place)  # noqa: PTH208
        except OSError:
            return []
        names = sorted(str(path).rpartition("/")[2] for path in found)
        return [
            name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING) and name[0] not in "._"
        ]

    def remove(self, name: str) -> None:
        """Take a partition away."""
        with suppress(OSError):
            if self._system:
                self._system.rm_file(self.part(name))
            else:
                Path(self.part(name)).unlink()

    def look(self, name: str) -> Done | None:
        """What the partition of a name says of itself, None where there is none that is whole."""
        data = self.read(name + _ENDING)
        return table.told(data) if data else None

    @property
    def _system(self) -> Any:
        return _system_of(self.place) if "://" in self.place else None

    # -- the manifest

    def publish(self, manifest: Manifest) -> None:
        """Write the manifest."""
        content = {
            "format": "geo-reports partitions",
            "version": table.VERSION,
            "complete": manifest.complete,
            "versions": dict(manifest.versions),
            "fingerprint": manifest.fingerprint,
            "counts": _summed(manifest.done),
            "partitions": [
                {**asdict(part), "done": _plain(done)}
                for part in manifest.parts
                for done in [next((one for one in manifest.done if one.name == part.name), None)]
            ],
            "failed": [asdict(fault) for fault in manifest.failed],
            "problems": [_short(problem) for problem in manifest.problems],
            "left_out": manifest.left_out,
            "renamed": manifest.renamed,
        }
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        self.write(MANIFEST, text.encode("utf-8", "replace"))

    def manifest(self) -> Manifest:
        """The manifest. Raises InputError where there is none that can be read."""
        data = self.read(MANIFEST)
        if data is None:
            raise InputError(
                f"{self.place}: no {MANIFEST} in it; expected a folder that geo extract -o wrote"
            )
        try:
            told = json.loads(data)
            parts, done = [], []
            for entry in told["partitions"]:
                made = entry.pop("done")
                parts.append(Part(**entry))
                if made is not None:
                    done.append(_done(entry["name"], made))
            return Manifest(
                tuple(told["versions"].items()),
                told["fingerprint"],
                tuple(parts),
                tuple(done),
                tuple(Fault(**fault) for fault in told["failed"]),
                tuple(Problem(**problem) for problem in told["problems"]),
                tuple((part, number) for part, number in told["left_out"]),
                tuple((part, number, name) for part, number, name in told["renamed"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError(
                f"{self.path(MANIFEST)}: no manifest of geo's ({error}); extract again"
            ) from error


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
    found: dict[str, int] = {}
    for one in done:
        for layer, count in one.counts:
            found[layer] = found.get(layer, 0) + count
    return dict(sorted(found.items())) | {"set aside": sum(len(one.faults) for one in done)}


def _plain(done: Done | None) -> dict[str, Any] | None:
    if done is None:
        return None
    return {
        "counts": dict(done.counts),
        "sha256": done.sha256,
        "size": done.size,
        "fingerprint": done.fingerprint,
        "faults": [asdict(fault) for fault in done.faults],
        "problems": [_short(problem) for problem in done.problems],
    }


def _short(problem: Problem) -> dict[str, Any]:
    return {key: value for key, value in asdict(problem).items() if value is not None}


def _done(name: str, told: dict[str, Any]) -> Done:
    return Done(
        name,
        tuple(told["counts"].items()),
        told["sha256"],
        told["size"],
        told["fingerprint"],
        faults=tuple(Fault(**fault) for fault in told["faults"]),
        problems=tuple(Problem(**problem) for problem in told["problems"]),
    )


class Extracts(Sequence[Extract]):
    """The extracts of all partitions of a folder, read when they are asked for and not kept."""

    def __init__(self, folder: Folder, manifest: Manifest) -> None:
        """Number the reports. Raises InputError where a partition is not as the manifest says."""
        self._folder, self._manifest = folder, manifest
        gone, self._renamed = set(manifest.left_out), {(p, n): name for p, n, name in manifest.renamed}
        self._done = [(at, done) for at, done in enumerate(manifest.done)]
        self._at = [
            (at, number)
            for at, done in self._done
            for number in range(dict(done.counts).get("document", 0))
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
        at, number = self._at[index]
        extract = packing.unpack(self._records(at)[number])
        name = self._renamed.get((at, number))
        return extract if name is None else _named(extract, name)

    def __iter__(self) -> Iterator[Extract]:
        return (self[at] for at in range(len(self)))

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
