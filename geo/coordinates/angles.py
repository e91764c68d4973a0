"""Coordinates as people write them: decimal degrees, degrees and minutes, degrees-minutes-seconds.

Everything here is in decimal degrees, WGS84, south and west negative. A pair is (lat, lon) in the
text (the order in which people write it) and (lon, lat) once read, as everywhere inside geo.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = r"\d+(?:[.,]\d+)?"
_WORDS = {"north": "N", "south": "S", "east": "E", "west": "W"}
_WORD = re.compile(r"\b(?:north|south|east|west)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\s*(?<![a-z])(?:(?P<deg>deg(?:ree)?s?)|(?P<min>min(?:ute)?s?)|(?P<sec>sec(?:ond)?s?))\b\.?"
    r"(?:,?\s+and\b|,(?=\s*\d))?\s*",
    re.IGNORECASE,
)
_SIGNS = {"deg": "°", "min": "'", "sec": '"'}
SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u00ba\u02da", "\u00b0"),  # ordinal sign and ring above, for the degree sign
        **dict.fromkeys("\u2032\u2019\u2018\u00b4\u02b9`", "'"),
        **dict.fromkeys("\u2033\u201d\u201c\u02ba", '"'),
        "\u2212": "-",
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
    }
)
"""One sign for each of the many that writers use; offsets stay as they are."""
_ANGLE = re.compile(
    rf"""^\s*(?P<before>[NSEW])?\.?\s*(?P<sign>[+-])?\s*
    (?P<deg>{_NUMBER})\s*(?:°|d(?=[\s\d])|:|-(?=\d))?
    (?:\s*(?P<min>{_NUMBER})\s*(?:'|m\b|:|-(?=\d))?)?
    (?:\s*(?P<sec>{_NUMBER})\s*(?:"|''|s\b(?!$))?)?
    \s*(?P<after>[NSEW])?\.?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_PACKED = re.compile(
    r"^(?P<before>[NSEW])?(?P<deg>\d{2,3})(?P<min>\d\d)(?P<sec>\d\d)?(?P<part>\.\d+)?(?P<after>[NSEW])?$"
)
_TINY = re.compile(r"[+-]?\d+(?:[.,]\d+)?e-\d{1,2}", re.IGNORECASE)  # as spreadsheets write 0.000061
_PLAIN = re.compile(r"-?[0-9]{1,3}\.[0-9]{1,12}")  # as nearly every cell of a table has it
_HEMISPHERES = re.compile(r"[NSEW]", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:lat(?:itude)?|long?(?:itude)?|lng)\b\.?\s*[:=]?\s*", re.IGNORECASE)
FORMS = ("decimal degrees", "degrees and minutes", "degrees, minutes and seconds")
"""How an angle is written, by how many parts it has beyond the degrees."""


@dataclass(frozen=True, slots=True)
class Angle:
    """One angle: its value, what one unit of its last digit is worth (both in degrees), and its form."""

    degrees: float
    unit_deg: float
    form: str


def parse_angle(text: str, *, axis: str) -> float:
    """Decimal degrees of one written angle; ``axis`` is ``latitude`` or ``longitude``.

    Accepts ``36.34``, ``36,34``, ``-12.5``, ``36° 20.4' N``, ``36°20'24"N``, ``36 20 24 N``.

    Raises:
        ValueError: with what was got and expected, when the text is no such angle or out of range.

    """
    if _PLAIN.fullmatch(text):
        return _in_range(float(text), axis)
    return read_angle(text, axis=axis).degrees


def read_angle(text: str, *, axis: str) -> Angle:
    """As ``parse_angle``, with what the last digit is worth."""
    tidy = _tidy(text)
    if _TINY.fullmatch(tidy):
        return Angle(_in_range(_number(tidy), axis), 1e-6, FORMS[0])
    found = _ANGLE.match(tidy)
    if found is None:
        raise ValueError(_not_an_angle(text, axis))
    if found["before"] and found["after"]:
        raise ValueError(f"got {text!r} with two hemisphere letters; expected one")
    letter = (found["before"] or found["after"] or "").upper()
    if letter and letter not in _letters(axis):
        raise ValueError(f"got {text!r} as a {axis}; expected {' or '.join(_letters(axis))} as its letter")
    if letter and found["sign"]:
        raise ValueError(f"got {text!r} with both a sign and a letter; expected one of the two")
    parts = [found[key] for key in ("deg", "min", "sec") if found[key] is not None]
    value = _degrees(parts, text)
    south_or_west = letter in {"S", "W"} or found["sign"] == "-"
    return Angle(_in_range(-value if south_or_west else value, axis), _unit_deg(parts), FORMS[len(parts) - 1])


def read_packed(text: str, *, axis: str) -> Angle:
    """An angle without separators as pilots and sailors write it: ``3620N``, ``0430748E``, ``N3620.4``.

    Raises:
        ValueError: as ``parse_angle``; latitudes have two digits of degrees, longitudes three.

    """
    found = _PACKED.match(text.replace(" ", ""))
    width = 2 if axis == "latitude" else 3
    if found is None or len(found["deg"]) != width:
        raise ValueError(_not_an_angle(text, axis))
    parts = [part for part in (found["deg"], found["min"], found["sec"]) if part]
    parts[-1] += found["part"] or ""
    letter = found["before"] or found["after"] or ""
    return read_angle(f"{' '.join(parts)} {letter}", axis=axis)


def read_pair(text: str) -> tuple[Angle, Angle]:
    """(latitude, longitude) of words that hold both, latitude first unless letters or labels say otherwise.

    Raises:
        ValueError: with what was got and expected.

    """
    tidy = _tidy(text).strip("()[] ")
    labels = [label[0].lower() for label in _LABEL.finditer(tidy)]
    first, second = _split(_LABEL.sub(" ", tidy).strip() if labels else tidy, text)
    if set(_HEMISPHERES.findall(first.upper())) & {"E", "W"} or (labels and not labels[0].startswith("lat")):
        first, second = second, first
    return read_angle(first, axis="latitude"), read_angle(second, axis="longitude")


def _tidy(text: str) -> str:
    marked = text.translate(SAME_LENGTH).replace("\u2013", "-")
    marked = _UNIT.sub(lambda found: _SIGNS[found.lastgroup or "deg"], marked)
    return _WORD.sub(lambda found: _WORDS[found[0].lower()], marked).strip()


def _letters(axis: str) -> tuple[str, str]:
    return ("N", "S") if axis == "latitude" else ("E", "W")


def _not_an_angle(text: str, axis: str) -> str:
    example = "36.34 or 36°20'24\"N" if axis == "latitude" else "43.13 or 43°7'48\"E"
    return f"got {text!r}; expected a {axis} in degrees such as {example}"


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _degrees(parts: list[str], text: str) -> float:
    """Degrees without a sign; minutes and seconds must be under 60, and only the last may be broken."""
    broken = any("." in part or "," in part for part in parts[:-1])
    numbers = [_number(part) for part in parts]
    if broken or any(number >= 60 for number in numbers[1:]):
        raise ValueError(f"got {text!r}; expected minutes and seconds under 60, decimals in the last only")
    return math.fsum(number / 60.0**power for power, number in enumerate(numbers))


def _unit_deg(parts: list[str]) -> float:
    decimals = len(parts[-1].replace(",", ".").partition(".")[2])
    return 10.0**-decimals / 60.0 ** (len(parts) - 1)


def _in_range(value: float, axis: str) -> float:
    limit = 90 if axis == "latitude" else 180
    if not -limit <= value <= limit:
        raise ValueError(f"got {value:g}; expected a {axis} from -{limit} to {limit}")
    return value


def _split(tidy: str, text: str) -> tuple[str, str]:
    """The two halves of a pair."""
    for pattern in (
        r"\s*[;/|]\s*",
        r",\s+",
        r"\s*,\s*",
        r"\s+and\s+",
        r"(?<=[NSEWnsew])\s*-?\s*(?=[\d+-])",
        r"\s+(?=[NSEWnsew]\s*\d)",
    ):
        parts = [part for part in re.split(pattern, tidy) if part]
        if len(parts) == 2:
            return parts[0], parts[1]
    words = tidy.split()
    if len(words) % 2 == 0 and 2 <= len(words) <= 6:
        half = len(words) // 2
        return " ".join(words[:half]), " ".join(words[half:])
    raise ValueError(f"got {text!r}; expected latitude, longitude such as 36.34, 43.13 or 36°20'N 43°8'E")
