"""Checks across the rows of one file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from geo.gazetteer.scope import EVERYWHERE
from geo.records import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geo.gazetteer.rows import Row
    from geo.gazetteer.table import Record, Table


def duplicates(rows: Sequence[Row]) -> Iterator[Problem]:
    """A warning for each row that says again what an earlier row of the file said."""
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        # a row is a tuple, and most hold everywhere: tens of thousands are compared at each start
        key = (row[1], row[0].casefold(), row[2], row[8], row.only if row[-1] is not EVERYWHERE else None)
        earlier = first.setdefault(key, row)
        if earlier is not row:
            message = (
                f"got {row.name!r} with the same kind and country as line {earlier.line}; "
                "expected each once. The later row is used."
            )
            yield Problem("duplicate", message, "warning", row.source_file, row.line, "name")


_NEAR_DEG = 0.1
"""A point so near to the country that its row names lies in it: borders are drawn coarsely."""
_POINTED = frozenset({
    "admin1", "admin2", "city", "neighbourhood", "camp", "base", "airport", "dam", "site", "facility",
    "crossing", "mountain",
})  # fmt: skip
"""Kinds that lie in one country, on land; seas, rivers and regions may not."""


def out_of_country(
    rows: Sequence[Row], containing: Callable[[float, float], tuple[str, str]]
) -> Iterator[Problem]:
    """A warning for each point that lies in another country than its row says."""
    for row in rows:
        place = row.place
        if place is None or not row.countries or row.shape is not None:
            continue
        if (row.kind or "city") not in _POINTED:
            continue
        here = containing(place.lon, place.lat)[0]
        if not here or here in row.countries or _is_near(place.lon, place.lat, row.countries, containing):
            continue
        swapped = abs(place.lon) <= 90 and containing(place.lat, place.lon)[0] in row.countries
        hint = ". Latitude and longitude look swapped" if swapped else ""
        message = (
            f"got {place.lat:g}, {place.lon:g}, which lies in {here}; expected a point in "
            f"{', '.join(row.countries)} as the row says{hint}. The row is used as it stands."
        )
        yield Problem("country-point", message, "warning", row.source_file, row.line, "latitude")


def _is_near(
    lon: float, lat: float, countries: Sequence[str], containing: Callable[[float, float], tuple[str, str]]
) -> bool:
    around = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
    return any(
        containing((lon + x * _NEAR_DEG + 180) % 360 - 180, max(-90.0, min(90.0, lat + y * _NEAR_DEG)))[0]
        in countries
        for x, y in around
    )


def damage(text: str) -> str:
    """What is wrong with the letters of a cell, "" for nothing: some lost, or read in another encoding."""
    if "\ufffd" in text:
        return "a letter was lost when the file was saved in another encoding"
    if text.isascii():
        return ""
    for encoding in ("cp1252", "latin-1"):
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return f"it is {meant!r} saved as UTF-8 and opened as something else"
    return ""


_EXPONENT = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,15})?[eE][+-]?[0-9]{1,2}")
_DATE = re.compile(
    r"\d{1,2}[-./ ](?:\d{1,2}|[^\W\d_]{3,9}\.?)(?:[-./ ]\d{2,4})?|[^\W\d_]{3,9}[-. ]\d{1,4}|\d{4}-\d\d-\d\d.*"
)
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}|-?\d{1,3}(?:,\d{3}){2,}")


def tidy_number(text: str) -> str:
    """A cell without the apostrophe by which a spreadsheet keeps text, and without an exponent."""
    text = text.removeprefix("'")
    return f"{float(text.replace(',', '.')):.12g}" if _EXPONENT.fullmatch(text) else text


def spoiled(text: str) -> str:
    """What a spreadsheet has made of a number, and how to mend it; "" where it has not."""
    if _ERROR.fullmatch(text):
        return "expected a number; it is an error of a formula. Put the number itself into the cell"
    if _THOUSANDS.fullmatch(text):
        return (
            "expected degrees such as 36.34; a spreadsheet took its point for one between thousands. "
            "Format the column as text and type the number again"
        )
    if _DATE.fullmatch(text):
        return (
            "expected degrees such as 36.34; a spreadsheet made a date of it. "
            "Format the column as text and type the number again"
        )
    return ""


DECIMALS = "Decimal commas split a number in two: write 36.34, or put quotes around it"
"""A hint at what most often gives a row more cells than its header."""


def expected_one_of(what: str, got: str, allowed: Sequence[str], *, known: Sequence[str] = ()) -> str:
    """What to say of a cell that is none of the words allowed."""
    near = process.extractOne(got.casefold(), known or allowed, scorer=fuzz.ratio, score_cutoff=60)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"got {got!r}; expected {what}{hint}: one of {', '.join(allowed)}"


def too_many(record: Record, table: Table) -> str:
    """What to say of a record with more cells than the header row."""
    return (
        f"got {len(record.cells)} cells; expected {len(table.header)} as in the header row. "
        f"Put quotes around a cell that holds the separator. {DECIMALS}"
    )
