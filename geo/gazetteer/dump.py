"""A whole dump of GeoNames, thirteen million rows, compiled into files that are looked up on the disk.

A dump is a folder: ``rows.tsv`` with one place a line, ``offsets.bin`` with where each begins, ``hashes.bin``
with the sorted 64-bit hashes of all folded names, ``owners.bin`` with the row of each, ``heads.bin`` with
where the hashes of each leading 20 bits begin, and ``about.json``. Nothing is held in memory; a name is
verified on its row.
"""

from __future__ import annotations

import json
import mmap
import shutil
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import numpy as np

from geo.errors import GazetteerError
from geo.gazetteer.fold import fold, fold_name
from geo.gazetteer.kinds import country_code, geonames_kind
from geo.records import Candidate, Place, Progress

ENDING = ".dump"
_CELLS = 19
_LARGE = 60_000_000
"""Bytes of a table from which it is compiled; a smaller one becomes rows of a CSV file."""
_BLOCK = 16_000_000
_HEAD_BITS = 20
_MOST_FOUND = 200
"""Places of one name that are looked at: the commonest names have thousands (project choice)."""


def is_dump(path: Path) -> bool:
    """Whether a file is a table of GeoNames too large for rows of a CSV file."""
    try:
        with _opened(path) as (stream, size):
            first = stream.readline(100_000)
    except (OSError, ValueError, zipfile.BadZipFile):
        return False
    return size >= _LARGE and first.count(b"\t") == _CELLS - 1 and first[:1].isdigit()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The table of a file or zip archive as a stream, and its size in bytes."""
    if path.suffix.lower() != ".zip":
        with path.open("rb") as stream:
            yield stream, path.stat().st_size
        return
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if "readme" not in one.filename.lower()]
        if not members:
            raise ValueError("an empty archive")
        with archive.open(members[0]) as stream:
            yield stream, members[0].file_size


def compile_dump(
    path: Path, folder: Path, about: Mapping[str, str], *, progress: Progress | None = None
) -> int:
    """Compile a table into a folder, which it replaces when it is whole; gives the number of places.

    Raises GazetteerError when the file cannot be read or the folder not be written.
    """
    draft = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True)
        with _opened(path) as (stream, size):
            count = _write_rows(stream, draft, size, progress)
        _sort(draft)
        told = {**about, "rows": count}
        (draft / "about.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path}: cannot be compiled ({error}); expected a dump of GeoNames") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return count


def _write_rows(stream: IO[bytes], draft: Path, size: int, progress: Progress | None) -> int:
    count = done = at = 0
    with (
        (draft / "rows.tsv").open("wb") as rows,
        (draft / "offsets.bin").open("wb") as offsets,
        (draft / "names.part").open("wb") as hashes,
        (draft / "owners.part").open("wb") as owners,
    ):
        while lines := stream.readlines(_BLOCK):
            done += sum(map(len, lines))
            kept, names, owned = _block(lines, count)
            rows.write(b"".join(kept))
            sizes = np.fromiter(map(len, kept), np.uint64, len(kept))
            ends = np.cumsum(sizes, dtype=np.uint64) + np.uint64(at)
            (ends - sizes).astype("<u8").tofile(offsets)
            at = int(ends[-1]) if kept else at
            folded = fold("\n".join(names)).split("\n")
            np.frombuffer(b"".join(map(_hash, folded)), "<u8").tofile(hashes)
            np.array(owned, "<u4").tofile(owners)
            count += len(kept)
            if progress:
                progress(done >> 20, size >> 20, "compiling MB")
    if not count:
        raise ValueError("no row of a GeoNames table")
    return count


def _block(lines: Sequence[bytes], count: int) -> tuple[list[bytes], list[str], list[int]]:
    """Rows to keep of some lines, all their names, and the row of each name."""
    kept: list[bytes] = []
    names: list[str] = []
    owners: list[int] = []
    for line in lines:
        cells = line.rstrip(b"\r\n").split(b"\t")
        if len(cells) != _CELLS or not cells[0].isdigit():
            continue
        main, plain, others = (cell.decode("utf-8", "replace") for cell in cells[1:4])
        own = [name for name in dict.fromkeys((main, plain, *others.split(","))) if name and ":/" not in name]
        names += own
        owners += [count + len(kept)] * len(own)
        kept.append(b"\t".join((*cells[:2], cells[4], cells[5], cells[6], cells[7], cells[8], cells[14],
                                ",".join(own).encode())) + b"\n")  # fmt: skip
    return kept, names, owners


def _hash(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=8).digest()


def _sort(draft: Path) -> None:
    """The hashes in order, and with each leading part of them where it begins."""
    hashes = np.fromfile(draft / "names.part", "<u8")
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    hashes.tofile(draft / "hashes.bin")
    heads = np.arange((1 << _HEAD_BITS) + 1, dtype=np.uint64) << np.uint64(64 - _HEAD_BITS)
    heads[-1] = np.iinfo(np.uint64).max
    starts = np.searchsorted(hashes, heads)
    starts[-1] = len(hashes)
    starts.astype("<u8").tofile(draft / "heads.bin")
    del hashes
    np.fromfile(draft / "owners.part", "<u4")[order].tofile(draft / "owners.bin")
    for name in ("names.part", "owners.part"):
        (draft / name).unlink()


class Dump:
    """A compiled dump, opened; look-ups read a few pages of its files."""

    def __init__(self, folder: Path) -> None:
        """Map the files. Raises GazetteerError when one is missing or damaged."""
        try:
            self.about: dict[str, Any] = json.loads((folder / "about.json").read_text("utf-8"))
            self._rows = _mapped(folder / "rows.tsv")
            self._offsets = memoryview(_mapped(folder / "offsets.bin")).cast("Q")
            self._hashes = memoryview(_mapped(folder / "hashes.bin")).cast("Q")
            self._owners = memoryview(_mapped(folder / "owners.bin")).cast("I")
            self._heads = memoryview(_mapped(folder / "heads.bin")).cast("Q")
        except (OSError, ValueError, TypeError) as error:
            raise GazetteerError(
                f"{folder}: is damaged ({error}); add it again: geo gazetteer add"
            ) from error

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Places that bear a name, those of most people first."""
        key = fold_name(name)[0]
        found = [
            candidate
            for row in self._owners_of(key)
            if (candidate := self._candidate(row, name, key)) is not None
        ]
        return tuple(sorted(found, key=lambda one: (-one.place.population, one.place.id)))

    def _owners_of(self, key: str) -> list[int]:
        """Rows of which one name has the hash of a folded name."""
        if not key:
            return []
        wanted = int.from_bytes(_hash(key), "little")
        head = wanted >> (64 - _HEAD_BITS)
        at, end = (
            bisect_left(self._hashes, wanted, self._heads[head], self._heads[head + 1]),
            len(self._hashes),
        )
        found: list[int] = []
        while at < end and self._hashes[at] == wanted and len(found) < _MOST_FOUND:
            found.append(self._owners[at])
            at += 1
        return list(dict.fromkeys(found))

    def _candidate(self, row: int, name: str, key: str) -> Candidate | None:
        start = self._offsets[row]
        line = self._rows[start : self._rows.find(b"\n", start)].decode("utf-8", "replace")
        ident, main, lat, lon, group, code, country, people, names = line.split("\t")
        matched = main if main.casefold() == name.casefold() else _bearing(main, names, name, key)
        if matched is None:
            return None
        place = Place(
            f"geonames:{ident}", main, geonames_kind(group, code), float(lon), float(lat),
            country_code(country) or "" if country else "",
            population=int(people) if people.isdecimal() else 0,
            source=str(self.about.get("source", "")), licence=str(self.about.get("licence", "")),
            extra=(("feature", code),),
        )  # fmt: skip
        same = matched.casefold() == name.casefold()
        return Candidate(place, matched, ("name" if matched == main else "alias") if same else "fold")


def _bearing(main: str, names: str, name: str, key: str) -> str | None:
    """The name of a row that is the one sought, best written just so; None where only their hashes met."""
    found = [one for one in (main, *names.split(",")) if fold_name(one)[0] == key]
    just_so = (one for one in found if one.casefold() == name.casefold())
    return next(just_so, None) or next(iter(found), None)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def dumps_in(paths: Sequence[Path]) -> list[Path]:
    """The compiled dumps in some folders, by name."""
    found = (sorted(path.glob(f"*{ENDING}")) for path in paths if path.is_dir())
    return [folder for folders in found for folder in folders if (folder / "about.json").is_file()]
