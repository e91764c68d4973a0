"""Coordinates as people write them: decimal degrees, degrees and minutes, degrees-minutes-seconds.

Everything here is in decimal degrees, WGS84, south and west negative. A pair is (lat, lon) in the
text (the order in which people write it) and (lon, lat) once read, as everywhere inside geo.
"""

from __future__ import annotations

import math
import re

_NUMBER = r"\d+(?:[.,]\d+)?"
_WORDS = {"north": "N", "south": "S", "east": "E", "west": "W"}
_WORD = re.compile(r"\b(?:north|south|east|west)\b", re.IGNORECASE)
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u00ba\u02da", "\u00b0"),  # ordinal sign and ring above, for the degree sign
        **dict.fromkeys("\u2032\u2019\u2018\u00b4\u02b9`", "'"),
        **dict.fromkeys("\u2033\u201d\u201c\u02ba", '"'),
        **dict.fromkeys("\u2212\u2013", "-"),
        **dict.fromkeys("\u00a0\u202f", " "),
    }
)
_ANGLE = re.compile(
    rf"""^\s*(?P<before>[NSEW])?\s*(?P<sign>[+-])?\s*
    (?P<deg>{_NUMBER})\s*(?:°|\bdeg\b|d(?=[\s\d])|:)?
    (?:\s*(?P<min>{_NUMBER})\s*(?:'|m\b|:)?)?
    (?:\s*(?P<sec>{_NUMBER})\s*(?:"|''|s\b(?!$))?)?
    \s*(?P<after>[NSEW])?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_TINY = re.compile(r"[+-]?\d+(?:[.,]\d+)?e-\d{1,2}", re.IGNORECASE)  # as spreadsheets write 0.000061
_MGRS = re.compile(r"^\d{1,2}[C-HJ-NP-X]\s*[A-HJ-NP-Z]{2}[\s\d]*$", re.IGNORECASE)
_UTM = re.compile(r"^\d{1,2}\s*[C-HJ-NP-X]?\s+\d{6,7}(?:\.\d+)?\D+\d{5,8}", re.IGNORECASE)
_HEMISPHERES = re.compile(r"[NSEW]", re.IGNORECASE)


def parse_angle(text: str, *, axis: str) -> float:
    """Decimal degrees of one written angle; ``axis`` is ``latitude`` or ``longitude``.

    Accepts ``36.34``, ``36,34``, ``-12.5``, ``36° 20.4' N``, ``36°20'24"N``, ``36 20 24 N``.

    Raises:
        ValueError: with what was got and expected, when the text is no such angle or out of range.

    """
    tidy = _tidy(text)
    if _TINY.fullmatch(tidy):
        return _in_range(_number(tidy), axis)
    found = _ANGLE.match(tidy)
    if found is None:
        raise ValueError(_not_an_angle(text, axis))
    value = _degrees(found, text)
    letter = (found["before"] or found["after"] or "").upper()
    if found["before"] and found["after"]:
        raise ValueError(f"got {text!r} with two hemisphere letters; expected one")
    if letter and letter not in _letters(axis):
        raise ValueError(f"got {text!r} as a {axis}; expected {' or '.join(_letters(axis))} as its letter")
    if letter and found["sign"]:
        raise ValueError(f"got {text!r} with both a sign and a letter; expected one of the two")
    return _in_range(-value if letter in {"S", "W"} or found["sign"] == "-" else value, axis)


def parse_pair(text: str) -> tuple[float, float]:
    """(lon, lat) of one cell that holds both, written latitude first unless letters say otherwise.

    Raises:
        ValueError: with what was got and expected; MGRS and UTM are named and refused.

    """
    tidy = _tidy(text).strip("()[] ")
    if _MGRS.match(tidy) or _UTM.match(tidy):
        kind = "an MGRS reference" if _MGRS.match(tidy) else "UTM coordinates"
        raise ValueError(f"got {text!r}, which looks like {kind}; expected latitude and longitude in degrees")
    first, second = _split(tidy, text)
    if set(_HEMISPHERES.findall(first.upper())) & {"E", "W"}:
        first, second = second, first
    return parse_angle(second, axis="longitude"), parse_angle(first, axis="latitude")


def _tidy(text: str) -> str:
    marked = text.translate(_MARKS)
    return _WORD.sub(lambda found: _WORDS[found[0].lower()], marked).strip()


def _letters(axis: str) -> tuple[str, str]:
    return ("N", "S") if axis == "latitude" else ("E", "W")


def _not_an_angle(text: str, axis: str) -> str:
    example = "36.34 or 36°20'24\"N" if axis == "latitude" else "43.13 or 43°7'48\"E"
    return f"got {text!r}; expected a {axis} in degrees such as {example}"


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _degrees(found: re.Match[str], text: str) -> float:
    """Degrees without a sign; minutes and seconds must be under 60, and only the last may be broken."""
    parts = [found[key] for key in ("deg", "min", "sec") if found[key] is not None]
    broken = any("." in part or "," in part for part in parts[:-1])
    numbers = [_number(part) for part in parts]
    if broken or any(number >= 60 for number in numbers[1:]):
        raise ValueError(f"got {text!r}; expected minutes and seconds under 60, decimals in the last only")
    return math.fsum(number / 60.0**power for power, number in enumerate(numbers))


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
        r"(?<=[NSEWnsew])\s+(?=[\d+-])",
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
