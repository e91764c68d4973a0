"""A whole dump of GeoNames, thirteen million rows, compiled into files that are looked up on the disk.

A dump is a folder: ``rows.tsv`` with one place a line, ``offsets.bin`` with where each begins, ``ids.bin``
and ``id-rows.bin`` with the sorted ids and their rows, the hashes (see ``hashes``) of all folded names and of
their consonants, and ``about.json``, with the names of the first-order divisions. Nothing is held in
memory; a name is verified on its row.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from rapidfuzz import fuzz

from geo.errors import GazetteerError
from geo.gazetteer.fold import bare, fold, fold_name, skeleton
from geo.gazetteer.hashes import Hashes, Writer, mapped
from geo.gazetteer.kinds import country_code, geonames_kind
from geo.records import Candidate, Place, Progress

ENDING = ".dump"
_CELLS = 19
_LARGE = 60_000_000
"""Bytes of a table from which it is compiled; a smaller one becomes rows of a CSV file."""
_BLOCK = 16_000_000
_MOST_FOUND = 200
"""Places of one name that are looked at: the commonest names have thousands (project choice)."""
_MOST_ALIKE = 400
"""Places of the same consonants among which near names are sought (project choice)."""


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
            made = _write_rows(stream, draft, size, progress)
        _write_ids(draft)
        told = {**about, "rows": made.count, "divisions": made.divisions}
        (draft / "about.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path}: cannot be compiled ({error}); expected a dump of GeoNames") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return made.count


@dataclass(slots=True)
class _Made:
    """What is known of a table while its rows are written; ``divisions`` are names by country and code."""

    count: int = 0
    divisions: dict[str, str] = field(default_factory=dict)


def _write_rows(stream: IO[bytes], draft: Path, size: int, progress: Progress | None) -> _Made:
    made, done, at = _Made(), 0, 0
    with (
        Writer(draft, "names") as by_name,
        Writer(draft, "bones") as by_bones,
        (draft / "rows.tsv").open("wb") as rows,
        (draft / "offsets.bin").open("wb") as offsets,
        (draft / "ids.part").open("wb") as ids,
    ):
        while lines := stream.readlines(_BLOCK):
            done += sum(map(len, lines))
            kept, names, owners = _block(lines, made)
            rows.write(b"".join(kept))
            sizes = np.fromiter(map(len, kept), np.uint64, len(kept))
            ends = np.cumsum(sizes, dtype=np.uint64) + np.uint64(at)
            (ends - sizes).astype("<u8").tofile(offsets)
            at = int(ends[-1]) if kept else at
            np.array([int(row[: row.index(b"\t")]) for row in kept], "<u8").tofile(ids)
            folded = fold("\n".join(names))
            by_name.add(folded.split("\n"), owners)
            by_bones.add(*_bones(folded, owners))
            made.count += len(kept)
            if progress:
                progress(done >> 20, size >> 20, "compiling MB")
    if not made.count:
        raise ValueError("no row of a GeoNames table")
    return made


def _block(lines: Sequence[bytes], made: _Made) -> tuple[list[bytes], list[str], list[int]]:
    """Rows to keep of some lines, all their names, and the row of each name; notes divisions."""
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
        owners += [made.count + len(kept)] * len(own)
        kept.append(b"\t".join((*cells[:2], cells[4], cells[5], cells[6], cells[7], cells[8], cells[10],
                                cells[14], ",".join(own).encode())) + b"\n")  # fmt: skip
        if cells[7] == b"ADM1":
            made.divisions[f"{cells[8].decode()}.{cells[10].decode()}"] = main
    return kept, names, owners


def _bones(folded: str, owners: Sequence[int]) -> tuple[list[str], list[int]]:
    """The consonants of folded names, one a line, once for each row that they belong to."""
    pairs = dict.fromkeys(zip(_skeletons(folded).split("\n"), owners, strict=True))
    kept = [pair for pair in pairs if len(pair[0]) > 1]
    return [bones for bones, _ in kept], [owner for _, owner in kept]


def _skeletons(folded: str) -> str:
    """What names of one sound have in common: consonants, without articles and blanks."""
    return skeleton(bare(folded).replace(" ", ""))


def _write_ids(draft: Path) -> None:
    ids = np.fromfile(draft / "ids.part", "<u8")
    order = np.argsort(ids, kind="stable")
    ids[order].tofile(draft / "ids.bin")
    order.astype("<u4").tofile(draft / "id-rows.bin")
    (draft / "ids.part").unlink()


class Dump:
    """A compiled dump, opened; look-ups read a few pages of its files."""

    def __init__(self, folder: Path) -> None:
        """Map the files. Raises GazetteerError when one is missing or damaged."""
        try:
            self.about: dict[str, Any] = json.loads((folder / "about.json").read_text("utf-8"))
            self._divisions: dict[str, str] = self.about["divisions"]
            self._rows = mapped(folder / "rows.tsv")
            self._offsets = memoryview(mapped(folder / "offsets.bin")).cast("Q")
            self._ids = memoryview(mapped(folder / "ids.bin")).cast("Q")
            self._id_rows = memoryview(mapped(folder / "id-rows.bin")).cast("I")
            self._names, self._bones = Hashes(folder, "names"), Hashes(folder, "bones")
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise GazetteerError(
                f"{folder}: is damaged or of an older version ({error}); add it again: geo gazetteer add"
            ) from error

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Places that bear a name, those of most people first."""
        key = fold_name(name)[0]
        found = [
            candidate
            for row in self._names.rows(key, most=_MOST_FOUND)
            if (candidate := self._candidate(row, name, key)) is not None
        ]
        return tuple(sorted(found, key=lambda one: (-one.place.population, one.place.id)))

    def suggest(self, name: str, *, limit: int, least: float) -> tuple[Candidate, ...]:
        """Places whose names sound like a name, most alike first; ``least`` is of 100."""
        key = fold(" ".join(name.split()))
        found = []
        for row in self._bones.rows(_skeletons(key), most=_MOST_ALIKE):
            cells = self._cells(row)
            like, written = max((fuzz.ratio(key, fold(one)), one) for one in cells[-1].split(","))
            if like >= least:
                found.append(Candidate(self._place(cells), written, "near", round(like / 100, 4)))
        found.sort(key=lambda one: (-one.similarity, -one.place.population, one.place.id))
        return tuple(found[:limit])

    def place(self, ident: str) -> Place | None:
        """The place with an id such as ``geonames:98245``."""
        scheme, _, text = ident.partition(":")
        if scheme != "geonames" or not (text.isascii() and text.isdecimal()) or len(text) > 18:
            return None
        at = bisect_left(self._ids, int(text))
        if at == len(self._ids) or self._ids[at] != int(text):
            return None
        return self._place(self._cells(self._id_rows[at]))

    def _cells(self, row: int) -> list[str]:
        start = self._offsets[row]
        return self._rows[start : self._rows.find(b"\n", start)].decode("utf-8", "replace").split("\t")

    def _place(self, cells: Sequence[str]) -> Place:
        ident, main, lat, lon, group, code, country, division, people, _ = cells
        return Place(
            f"geonames:{ident}", main, geonames_kind(group, code), float(lon), float(lat),
            country_code(country) or "" if country else "",
            main if code == "ADM1" else self._divisions.get(f"{country}.{division}", ""),
            population=int(people) if people.isdecimal() else 0,
            source=str(self.about.get("source", "")), licence=str(self.about.get("licence", "")),
            extra=(("feature", code),),
        )  # fmt: skip

    def _candidate(self, row: int, name: str, key: str) -> Candidate | None:
        cells = self._cells(row)
        main = cells[1]
        matched = main if main.casefold() == name.casefold() else _bearing(main, cells[-1], name, key)
        if matched is None:
            return None
        same = matched.casefold() == name.casefold()
        how = ("name" if matched == main else "alias") if same else "fold"
        return Candidate(self._place(cells), matched, how)


def _bearing(main: str, names: str, name: str, key: str) -> str | None:
    """The name of a row that is the one sought, best written just so; None where only their hashes met."""
    found = [one for one in (main, *names.split(",")) if fold_name(one)[0] == key]
    just_so = (one for one in found if one.casefold() == name.casefold())
    return next(just_so, None) or next(iter(found), None)


def dumps_in(paths: Sequence[Path]) -> list[Path]:
    """The compiled dumps in some folders, by name."""
    found = (sorted(path.glob(f"*{ENDING}")) for path in paths if path.is_dir())
    return [folder for folders in found for folder in folders if (folder / "about.json").is_file()]
