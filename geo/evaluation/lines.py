"""Lines of labelled files, and the checks of what stands in them.

A line that cannot be used is a Problem that says file, line, what was found and what was expected; the
rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from geo.records import Problem

ENDINGS = (".jsonl", ".ndjson")
Made = TypeVar("Made")
_VAST = 1e15
"""No number of people, degrees or kilometres is beyond this."""


@dataclass(frozen=True, slots=True)
class Line:
    """One JSON object of a file, with the bytes that it was read from."""

    source: str
    number: int
    data: bytes
    value: Mapping[str, Any]

    @property
    def corpus(self) -> str:
        """Name of the file without its ending: figures are given by it."""
        return Path(self.source).stem


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text; offsets count characters, end exclusive."""

    start: int
    end: int


class FormatError(ValueError):
    """What is wrong with a line: field, what was found, what was expected."""


def files_of(paths: Sequence[Path]) -> Iterator[Path | Problem]:
    """The files themselves, and of a folder all ``.jsonl`` files in it by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
        yield from inside
        if not inside:
            message = f"{path}: got a folder without labelled files, expected *.jsonl in it"
            yield Problem("empty", message, "error", str(path))


def read_lines(paths: Sequence[Path]) -> Iterator[Line | Problem]:
    """JSON objects of the files in order; blank lines are passed over."""
    for file in files_of(paths):
        if isinstance(file, Problem):
            yield file
            continue
        try:
            with file.open("rb") as stream:
                for number, data in enumerate(stream, 1):
                    if data.strip(b" \t\r\n\xef\xbb\xbf"):
                        yield _line(str(file), number, data)
        except OSError as error:
            message = f"{file}: cannot be read ({error.strerror}), expected a file of JSON lines"
            yield Problem("unreadable", message, "error", str(file))


def _line(source: str, number: int, data: bytes) -> Line | Problem:
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text)
    except UnicodeDecodeError:
        return refused(source, number, "got bytes that are not UTF-8, expected UTF-8 text")
    except (ValueError, RecursionError) as error:
        shown = text.strip()[:40]
        return refused(source, number, f"got {shown!r} ({_reason(error)}), expected one JSON object a line")
    if not isinstance(value, dict):
        return refused(source, number, f"got {shown_json(value)}, expected a JSON object")
    return Line(source, number, data, value)


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, json.JSONDecodeError) else "nested too deep or a number too long"


def parsed(
    lines: Iterable[Line | Problem], parse: Callable[[Line], Made]
) -> tuple[list[Made], list[Problem]]:
    """Every line as ``parse`` reads it, and a Problem for each that it finds fault with."""
    made: list[Made] = []
    problems: list[Problem] = []
    for line in lines:
        if isinstance(line, Problem):
            problems.append(line)
            continue
        try:
            made.append(parse(line))
        except FormatError as fault:
            problems.append(refused(line.source, line.number, str(fault)))
    return made, problems


def refused(source: str, number: int, what: str) -> Problem:
    """The Problem of a line that is left out."""
    return Problem("row", f"{source}, line {number}: {what}", "error", source, number)


# -- fields --------------------------------------------------------------------------------------


def shown_json(value: Any) -> str:
    """A value as it stood in the file, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"


def need(condition: object, where: str, value: Any, expected: str) -> None:
    """Raise FormatError unless the condition holds."""
    if not condition:
        raise FormatError(f"{where}: got {shown_json(value)}, expected {expected}")


def text_in(record: Mapping[str, Any], name: str, where: str = "") -> str:
    """A string that must be there and hold something."""
    value = record.get(name)
    need(isinstance(value, str) and value.strip(), f"{where}{name}", value, "text")
    return str(value)


def words_in(record: Mapping[str, Any], name: str, where: str = "") -> str | None:
    """A string that may be left out."""
    value = record.get(name)
    need(value is None or isinstance(value, str), f"{where}{name}", value, "text or null")
    return value or None


def number_in(
    record: Mapping[str, Any], name: str, where: str, low: float = -_VAST, high: float = _VAST
) -> float | None:
    """A number within bounds that may be left out."""
    value = record.get(name)
    if value is None:
        return None
    expected = "a number" if low == -_VAST else f"a number from {low:g} to {high:g}"
    good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    need(good, f"{where}{name}", value, expected)
    return float(value)


def point_in(record: Mapping[str, Any], where: str) -> tuple[float, float] | None:
    """(lat, lon), or None where both are left out."""
    lat = number_in(record, "lat", where, -90, 90)
    lon = number_in(record, "lon", where, -180, 180)
    need((lat is None) == (lon is None), f"{where}lat", record.get("lat"), "both lat and lon, or neither")
    return None if lat is None or lon is None else (lat, lon)


def flag_in(record: Mapping[str, Any], name: str, where: str, *, default: bool) -> bool:
    """True or false, ``default`` where it is left out."""
    value = record.get(name)
    need(value is None or isinstance(value, bool), f"{where}{name}", value, "true or false")
    return default if value is None else bool(value)


def objects_in(
    record: Mapping[str, Any], name: str, where: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Objects of a list that may be left out, each with its place for messages: ``toponyms[2].``."""
    value = record.get(name)
    need(value is None or isinstance(value, list), f"{where}{name}", value, "a list")
    for index, item in enumerate(value or ()):
        need(isinstance(item, dict), f"{where}{name}[{index}]", item, "an object")
        yield f"{where}{name}[{index}].", item


def object_in(record: Mapping[str, Any], name: str, where: str = "") -> Mapping[str, Any] | None:
    """An object that may be left out."""
    value = record.get(name)
    need(value is None or isinstance(value, dict), f"{where}{name}", value, "an object or null")
    return value


def span_in(record: Mapping[str, Any], text: str, where: str) -> Span:
    """Offsets that lie within the text; where the record gives the words too, they must stand there."""
    start, end = record.get("start"), record.get("end")
    for name, value in (("start", start), ("end", end)):
        good = isinstance(value, int) and not isinstance(value, bool)
        need(good, f"{where}{name}", value, "a whole number of characters")
    span = Span(int(start or 0), int(end or 0))
    bounds = f"0 <= start < end <= {len(text)} (the length of the text in characters)"
    need(0 <= span.start < span.end <= len(text), f"{where}start", [start, end], bounds)
    words = record.get("text")
    found = text[span.start : span.end]
    if isinstance(words, str) and words != found:
        expected = f"{shown_json(found)}, which stands at {start} to {end} (offsets count characters)"
        raise FormatError(f"{where}text: got {shown_json(words)}, expected {expected}")
    return span


def name_of(line: Line) -> str:
    """The document's id as text; where it has none, file and line."""
    value = line.value.get("id")
    given = isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip()
    need(value is None or given, "id", value, "text or a whole number")
    return str(value) if given else f"{line.source}:{line.number}"
