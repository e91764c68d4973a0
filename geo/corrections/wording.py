"""Words and cells that the commands of the loop share."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterable

from geo.records import Extract, Place


def where(place: Place) -> str:
    """A place in words: Goma (city, North Kivu, CD) at -1.6741, 29.2285."""
    inside = ", ".join(part for part in (place.kind, place.admin1, place.country) if part)
    return f"{place.name} ({inside}) at {place.lat:.4f}, {place.lon:.4f}"


def sentence_of(extract: Extract, start: int, end: int) -> str:
    """The sentence round a span, on one line; the line of text where no sentence holds it."""
    text, sentences = extract.document.text, extract.reading.sentences
    at = bisect_right(sentences, (start, len(text) + 1)) - 1
    if at >= 0 and sentences[at][0] <= start < sentences[at][1]:
        low, high = sentences[at]
    else:
        low, right = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        high = len(text) if right < 0 else right
    return " ".join(text[low:high].split())


def csv_line(cells: Iterable[str], *, separator: str = ",") -> str:
    """One CSV record without its line end; cells that begin like a formula stay text in a spreadsheet."""
    out = io.StringIO()
    # with line breaks at its end the writer puts cells that hold one in quotes
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return out.getvalue().removesuffix("\r\n")


def _safe(cell: str) -> str:
    # -33.9 is a number, as is -33,9; "=cmd|..." or "-2+3" a formula (CWE-1236)
    if cell[:1] in {"=", "+", "@", "\t", "\r"} or (cell[:1] == "-" and not _is_number(cell)):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True
