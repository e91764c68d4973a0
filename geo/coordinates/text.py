"""Coordinates in running text: every notation, each with what its digits are worth and how sure it is."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from geo.coordinates import guards, patterns
from geo.coordinates.angles import SAME_LENGTH, Angle, read_angle, read_packed
from geo.coordinates.codes import code_point, is_short
from geo.coordinates.grids import mgrs_point, utm_point
from geo.coordinates.links import find_links
from geo.coordinates.precision import extent_km
from geo.records import Point


@dataclass(frozen=True, slots=True)
class Written:
    """Coordinates in a text. ``point`` is None for a short plus code, which ``code`` then holds.

    ``sure`` is 0 to 1: how little doubt the notation and the words around it leave that these are
    coordinates (project choice, by notation; below 0.6 only a place beside them can tell).
    """

    start: int
    end: int
    point: Point | None
    sure: float
    code: str | None = None


_REACH = 120
"""Characters about a hint in which coordinates are looked for: longer than any notation written out."""
UNSURE = 0.5
"""Two plain numbers beside a name: coordinates only if a place of that name lies there."""
_MONTHS = frozenset({"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"})
_NOT_GRID = frozenset({"GMT", "UTC", "EST", "EDT", "PST", "CET", "BST", "USD", "EUR", "GBP", "PSI", "RPM"})
_LEAD = re.compile(
    r"(?:\b(?:at|near|in|to|from|of|grid|square|by|around|towards?|reached|is|was)\s|[(\[:,]\s?)$"
)


def find_coordinates(text: str) -> tuple[Written, ...]:
    """All coordinates of a text in order, none overlapping; never raises for any text.

    Numbers out of range, malformed grid references and numbers that look like scores, prices, dates,
    shares or lists are left out.
    """
    found: list[Written] = []
    if _may_link(text):
        found += [Written(start, end, point, 0.97) for start, end, point in find_links(text)]
    if "+" in text:
        found += _codes(text)
    windows = _windows(text)
    if windows:
        plain = text.translate(SAME_LENGTH)
        for low, high in windows:
            for finder in (_labelled, _lettered, _packed, _iso, _utm, _mgrs, _bare, _unsigned):
                found += finder(plain, low, high)
    return _apart(found) if found else ()


def _windows(text: str) -> list[tuple[int, int]]:
    """Stretches of a text about what may be coordinates, for the slower patterns."""
    found: list[tuple[int, int]] = []
    for hint in patterns.HINT.finditer(text):
        low, high = max(0, hint.start() - _REACH), hint.end() + _REACH
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def _may_link(text: str) -> bool:
    return patterns.LINK_HINT.search(text) is not None


def _apart(found: list[Written]) -> tuple[Written, ...]:
    """Without overlaps: the surer, then the longer, then the earlier one stays."""
    kept: list[Written] = []
    for one in sorted(found, key=lambda one: (-one.sure, one.start - one.end, one.start)):
        at = bisect(kept, one.start, key=lambda other: other.start)
        before, after = kept[at - 1 : at] if at else [], kept[at : at + 1]
        if not any(one.start < other.end and other.start < one.end for other in (*before, *after)):
            kept.insert(at, one)
    return tuple(kept)


# -- degrees -------------------------------------------------------------------------------------


def _halves(found: re.Match[str]) -> tuple[str, str] | None:
    """(latitude, longitude) as written, from whichever groups matched."""
    groups = found.groupdict()
    for lat, lon in (("a", "b"), ("d", "c"), ("e", "f"), ("h", "g")):
        if groups.get(lat) and groups.get(lon):
            return found[lat], found[lon]
    return None


def _span(found: re.Match[str]) -> tuple[int, int]:
    """The match without spaces, and without a full stop that ends the sentence."""
    return found.start(), found.start() + len(found[0].rstrip(" ."))


def _read(
    halves: tuple[str, str] | None, read: Callable[..., Angle] = read_angle
) -> tuple[Angle, Angle] | None:
    if halves is None:
        return None
    try:
        return read(halves[0], axis="latitude"), read(halves[1], axis="longitude")
    except ValueError:
        return None


def _point(lat: Angle, lon: Angle) -> Point:
    form = max(lat.form, lon.form, key=len)
    size = extent_km(lat.degrees, max(lat.unit_deg, lon.unit_deg))
    return Point(round(lon.degrees, 8), round(lat.degrees, 8), size, form)


def _labelled(text: str, low: int, high: int) -> Iterator[Written]:
    for found in patterns.LABELLED.finditer(text, low, high):
        angles = _read(_halves(found))
        start, end = _span(found)
        if angles is not None and not guards.is_counted("", text[end : end + 24]):
            yield Written(start, end, _point(*angles), 0.98)


def _lettered(text: str, low: int, high: int) -> Iterator[Written]:
    for found in patterns.LETTERED.finditer(text, low, high):
        halves = _halves(found)
        angles = _read(halves)
        start, end = _span(found)
        if angles is None or halves is None or _is_range(text, found):
            continue
        marked = all(any(sign in half for sign in "°'\"") or "deg" in half.lower() for half in halves)
        exact = all(angle.unit_deg < 1 for angle in angles)
        spelled = any(half.rstrip()[-4:].lower() in {"orth", "outh", "east", "west"} for half in halves)
        before = text[max(0, start - 96) : start]
        says = guards.says_coordinates(before, text[end : end + 24])
        packed = not any(letter in " .-" for half in halves for letter in half.strip())
        led = (packed and guards.leads(before)) or (_fine(angles) and guards.stands(before))
        if not says and not marked and (spelled or not exact) and not led:
            continue  # "200 N 300 E" of a town's streets, "3.5 north, 2.1 east"; but "near 15S 145E"
        sure = 0.99 if marked and exact else 0.97 if exact or says else 0.93
        yield Written(start, end, _point(*angles), sure)


def _fine(angles: tuple[Angle, Angle]) -> bool:
    return all(angle.unit_deg <= 0.01 for angle in angles)


_RANGE_BEFORE = re.compile(r"\d[^.;!?\n]{0,8}?([NSEW]|°)\s?(?:and|to|through|[-\u2013\u2014])\s?$")
_RANGE_AFTER = re.compile(
    r"\s?(?:and|to|through|[-\u2013\u2014])\s?\d[\d.,°'\"\s]{0,14}([NSEW])\b(?!\s?[,;]?\s?\d[\d.,°'\"\s]{0,14}[NSEW]\b)"
)


def _is_range(text: str, found: re.Match[str]) -> bool:
    """Whether the angles bound an area ("between 36°N and 38°N, 42°E and 44°E")."""
    northern_first = bool(found["a"] or found["e"])
    before = _RANGE_BEFORE.search(text[max(0, found.start() - 24) : found.start()])
    after = _RANGE_AFTER.match(text, found.end(), found.end() + 48)
    return bool(
        (before and before[1] in ("NS°" if northern_first else "EW°"))
        or (after and after[1] in ("EW" if northern_first else "NS"))
    )


def _packed(text: str, low: int, high: int) -> Iterator[Written]:
    for found in patterns.PACKED.finditer(text, low, high):
        angles = _read(_halves(found), read_packed)
        if angles is not None:
            yield Written(*_span(found), _point(*angles), 0.95)


def _iso(text: str, low: int, high: int) -> Iterator[Written]:
    for found in patterns.ISO_6709.finditer(text, low, high):
        angles = _read((found["a"], found["b"]))
        if angles is not None:
            yield Written(found.start(), found.end(), _point(*angles), 0.95)


def _unsigned(text: str, low: int, high: int) -> Iterator[Written]:
    for found in patterns.UNSIGNED.finditer(text, low, high):
        angles = _read((found["a"], found["b"]))
        start, end = _span(found)
        before = text[max(0, start - 96) : start]
        if angles is None:
            continue
        if guards.says_coordinates(before, text[end : end + 24]):
            yield Written(start, end, _point(*angles), 0.93)
        elif guards.opens(before):
            yield Written(start, end, replace(_point(*angles), bare=True), UNSURE)


def _bare(text: str, low: int, high: int) -> Iterator[Written]:
    for found in patterns.BARE.finditer(text, low, high):
        start, end = _span(found)
        before, after = text[max(0, start - 96) : start], text[end : end + 32]
        angles = _read((found["a"], found["b"]))
        if angles is None or guards.is_counted(before, after, found["gap"]):
            continue
        sure = _how_sure(text, start, end, digits=_decimals(found))
        if sure:
            point = _point(*angles)
            yield Written(start, end, replace(point, bare=True) if sure == UNSURE else point, sure)


def _decimals(found: re.Match[str]) -> int:
    return min(len(found[key].strip("° ").partition(".")[2]) for key in "ab")


def _how_sure(text: str, start: int, end: int, *, digits: int) -> float:
    """How sure it is that two plain numbers are coordinates; 0 when nothing says so."""
    before, after = text[max(0, start - 96) : start], text[end : end + 32]
    if guards.says_coordinates(before, after):
        return 0.95
    if guards.speaks_of_figures(text, start, end):
        return 0.0
    if digits >= 5 or (digits >= 2 and guards.leans(before)):
        return 0.9
    opened = guards.opens(before)
    if digits >= 4 and opened:
        return 0.88
    return UNSURE if opened else 0.0


# -- grids and codes -----------------------------------------------------------------------------


def _utm(text: str, low: int, high: int) -> Iterator[Written]:
    for pattern in (patterns.UTM, patterns.UTM_LATE_ZONE):
        for found in pattern.finditer(text, low, high):
            try:
                point = utm_point(found["zone"], found["letter"], found["easting"], found["northing"])
            except ValueError:
                continue
            yield Written(*_span(found), point, 0.9 if point.note else 0.96)


def _mgrs(text: str, low: int, high: int) -> Iterator[Written]:
    for found in patterns.MGRS.finditer(text, low, high):
        start, end = _span(found)
        before = text[max(0, start - 96) : start]
        says = guards.says_coordinates(before, text[end : end + 24])
        count = sum(letter.isdigit() for letter in found["digits"])
        word = found["band"] + found["square"]
        if not says and (
            count < 4
            or (count == 4 and not _LEAD.search(before))
            or (count <= 4 and word in _MONTHS)
            or word in _NOT_GRID
        ):
            continue
        try:
            point = mgrs_point(found["zone"], found["band"], found["square"], found["digits"])
        except ValueError:
            continue
        yield Written(start, end, point, 0.98 if says else 0.95 if count >= 6 else 0.9)


def _codes(text: str) -> Iterator[Written]:
    for found in patterns.FULL_CODE.finditer(text):
        code = found[0]
        says = guards.says_coordinates(text[max(0, found.start() - 96) : found.start()], "")
        mixed = any(letter.isalpha() for letter in code) and any(letter.isdigit() for letter in code)
        if not says and not mixed:
            continue
        try:
            yield Written(found.start(), found.end(), code_point(code), 0.98)
        except ValueError:
            continue
    for found in patterns.SHORT_CODE.finditer(text):
        code = found[0]
        says = guards.says_coordinates(text[max(0, found.start() - 96) : found.start()], "")
        mixed = any(letter.isalpha() for letter in code) and any(letter.isdigit() for letter in code)
        if is_short(code) and (says or (mixed and code.index("+") >= 4)):
            yield Written(found.start(), found.end(), None, 0.93 if says else 0.9, code)
