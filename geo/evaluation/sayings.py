"""What a person's gazetteer rows say of a name: which place it means, or that it means none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer import OpenGazetteer, files, packaged_rows
from geo.gazetteer.layer import Entry, Layer, arrange, build
from geo.gazetteer.rows import Row, Rows, read_rows
from geo.gazetteer.rulings import holds_rulings
from geo.records import Document, Place, Problem

TABLES = frozenset({".csv", ".tsv"})
_GIVING = frozenset({"place", "alias"})
_BESIDE_TABLES = TABLES | {".md", ""}


@dataclass(frozen=True, slots=True)
class Saying:
    """What rows say of one name.

    ``places`` are the places it may mean; ``ignored`` says that it is no place at all; ``refused`` are
    rows that rule out the places of one country or kind.
    """

    rows: tuple[Row, ...]
    places: tuple[Place, ...] = ()
    ignored: bool = False
    refused: tuple[Row, ...] = ()


class OwnRows:
    """A person's rows, as they hold report by report."""

    def __init__(self, rows: Sequence[Row], gazetteer: OpenGazetteer) -> None:
        """``gazetteer`` is one in which the rows are in force."""
        self.rows = tuple(rows)
        self._gazetteer = gazetteer
        self._views: dict[tuple[int, ...], Sayings] = {}

    def within(self, document: Document) -> Sayings:
        """What the rows that hold in a report say."""
        active = tuple(at for at, row in enumerate(self.rows) if not row.only or row.only.holds(document))
        if active not in self._views:
            rows = arrange((), [self.rows[at] for at in active])
            self._views[active] = Sayings(rows, self._gazetteer.within(document))
        return self._views[active]


class Sayings:
    """What rows say, by name as it stands in a text."""

    def __init__(self, rows: Sequence[Row], gazetteer: OpenGazetteer) -> None:
        """``rows`` are in force in the gazetteer, weakest first."""
        self._layer: Layer = build(rows)
        self._gazetteer = gazetteer
        self._known: dict[str, Saying | None] = {}

    def of(self, name: str) -> Saying | None:
        """What the rows say of a name; None where none settles anything."""
        if name not in self._known:
            self._known[name] = self._say(self._layer.find(name))
        return self._known[name]

    def _say(self, entries: Sequence[Entry]) -> Saying | None:
        giving = [entry for entry in entries if entry.row.action in _GIVING]
        settling = [entry for entry in giving if entry.row.prefer]
        newest = max((entry.rank for entry in giving), default=-1)
        ignoring = [entry for entry in entries if entry.row.action == "ignore"]
        whole = [entry.row for entry in ignoring if not is_scoped(entry.row) and entry.rank > newest]
        refused = tuple(entry.row for entry in ignoring if is_scoped(entry.row))
        if whole:
            return Saying((whole[0],), ignored=True)
        places = tuple(place for entry in settling if (place := self._place(entry.row)) is not None)
        rows = (*(entry.row for entry in settling), *refused)
        return Saying(rows, places, refused=refused) if places or refused else None

    def _place(self, row: Row) -> Place | None:
        """The place that a row means, with what the row leaves out taken from the world."""
        if row.place is not None:
            return self._gazetteer.place(row.place.id) or row.place
        target = self._gazetteer.place(row.of) if ":" in row.of else None
        if target is not None:
            return target
        found = self._gazetteer.candidates(row.name)
        return found[0].place if found else None


def is_scoped(row: Row) -> bool:
    """Whether an ignoring row rules out only the places of a country or kind."""
    return bool(row.kind or row.countries)


def rules_out(row: Row, *, kind: str, country: str | None) -> bool:
    """Whether a scoped ignoring row rules out a place of this kind in this country."""
    right_kind = not row.kind or row.kind == kind
    return right_kind and (not row.countries or country in row.countries)


def own_rows(paths: Sequence[Path], *, needed: bool = True) -> tuple[Row, ...]:
    """A person's rows in the order of their files.

    Of a folder, rows that are as they came with the program are left out; of a file that is named, none.
    Raises GazetteerError when rows are ``needed`` and none is left.
    """
    shipped = packaged_rows()
    any_folder = any(path.is_dir() for path in paths)
    came = read_rows(shipped) if any_folder and shipped.is_file() else Rows()
    rows: list[Row] = []
    problems: list[Problem] = []
    for path in paths:
        for file in files([path]):
            came_with = path.is_dir() and shipped.is_file() and file.samefile(shipped)
            if came_with or holds_rulings(file):
                continue
            read = read_rows(file)
            rows.extend(_changed(read.rows, came.rows) if path.is_dir() else read.rows)
            problems.extend(read.problems)
    if needed and not rows:
        raise GazetteerError(_none_found(paths, problems))
    return tuple(rows)


def _changed(rows: Sequence[Row], came: Sequence[Row]) -> list[Row]:
    """Rows of a file that did not come with the program."""
    mine = {row.source_file for row in rows}
    return [row for row in arrange(came, rows) if row.source_file in mine]


def _none_found(paths: Sequence[Path], problems: Sequence[Problem]) -> str:
    named = ", ".join(map(str, paths)) or "./gazetteer"
    why = f" ({problems[0].message})" if problems else ""
    return (
        f"{named}: got no row of yours{why}; expected a CSV file with your corrections "
        "(rows of places.csv as they came do not count): geo evaluate --corrections mine.csv REPORTS"
    )


def is_table(path: Path) -> bool:
    """Whether a path names gazetteer tables: a CSV or TSV file, or a folder of such and nothing to read."""
    if path.is_dir():
        endings = {file.suffix.lower() for file in path.iterdir() if not file.name.startswith(".")}
        return bool(endings & TABLES) and endings <= _BESIDE_TABLES
    return path.suffix.lower() in TABLES
