"""Where marks stand beside each other on the screen: lanes of arrows, directions of stubs, places of symbols.

Nothing here moves a mark on the ground. Angles are those of a Mercator map, clockwise on the screen from
east, in radians.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import geopandas
import numpy as np
import shapely

from geo import schema

Point = tuple[float, float]
"""(lon, lat); longitudes of a line run on past 180 degrees."""
Line = tuple[Point, ...]

STUBS = {"open-head", "faded-tail", "bar"}
"""Shapes of arrows that have one stated end."""
SAME_DEG = 0.25
"""Ends this near to each other are one end."""
TOUCH_DEG = 0.05
"""A line that ends this near to a place ends at its dot."""
NEIGHBOUR_SHARE = 0.09
"""Places within this share of the first view crowd each other there (project choice)."""
MOST_NEIGHBOURS = 24
"""Among more than so many places no direction is free."""
DIRECTIONS = 24
FINE = 72
"""Directions taken are told apart to a 72th of a turn."""
ROOM = math.pi / 3
"""An angle this wide is room enough for a stub (project choice)."""
STACKED = 0.4
"""Symbols of one kind at one place overlap but for this share of their width (project choice)."""


@dataclass(slots=True)
class Room:
    """What leaves or reaches one spot: directions taken, and stubs to be turned (mark, own direction)."""

    taken: list[float] = field(default_factory=list)
    stubs: list[tuple[str, float]] = field(default_factory=list)


def lines_of(row: Mapping[str, Any], arrows: Mapping[str, Sequence[Line]]) -> tuple[Line, ...]:
    """The lines of a movement's row, tail to head; none for one that is a mere symbol."""
    if row["id"] in arrows:
        return tuple(arrows[row["id"]])
    shape = row["geometry"]
    parts = {"LineString": (shape["coordinates"],), "MultiLineString": shape["coordinates"]}
    return tuple(tuple((x, y) for x, y in part) for part in parts.get(shape["type"], ()))


def turned(lines: Iterable[Line]) -> bool:
    """Whether an arrow crosses 180 degrees, so that the page is better cut in the Atlantic."""
    return any(abs(lon) > 180 for line in lines for lon, _ in line)


def eastward(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The frame's shapes part by part, those west of the page's cut moved on by 360 degrees."""
    parts = frame.explode(index_parts=False)
    shapes = parts.geometry.to_numpy().copy()
    west = shapely.bounds(shapes)[:, 0] < schema.SEAM_DEG
    shapes[west] = shapely.transform(shapes[west], lambda points: points + np.array([360.0, 0.0]))
    return parts.set_geometry(geopandas.GeoSeries(shapes, index=parts.index, crs=parts.crs))


def courses(
    rows: Sequence[Mapping[str, Any]],
    arrows: Mapping[str, Sequence[Line]],
    ends: Iterable[tuple[str, str, str]],
    places: Iterable[Mapping[str, Any]],
    *,
    view: tuple[float, float, float, float] | None = None,
) -> tuple[tuple[schema.Course, ...], dict[Point, list[float]]]:
    """The course of every movement that has one, and the directions taken at each spot.

    ``rows`` are those of the movements, ``ends`` (movement, role, place), ``places`` the rows of the places,
    ``view`` the box that the page shows first.
    """
    lines = {row["id"]: found for row in rows if (found := lines_of(row, arrows))}
    dots = {row["id"]: _spot(row) for row in places if row["precision"] in {"settlement", "exact"}}
    lanes = _lanes(lines)
    free = {row["id"]: row["shape"] for row in rows if row["id"] in lines and _free(row, lines[row["id"]])}
    rooms = _rooms(lines, free)
    _crowd(rooms, dots.values(), view)
    turns = dict(_turns(rooms))
    meets = _meets(lines, ends, dots)
    placed = tuple(
        schema.Course(
            mark, own, 0 if mark in turns else lanes[mark], round(turns.get(mark, 0.0), 3), meets[mark]
        )
        for mark, own in lines.items()
    )
    return placed, {spot: room.taken for spot, room in rooms.items()}


def signs(
    rows: Sequence[Mapping[str, Any]], taken: Mapping[Point, Sequence[float]]
) -> tuple[tuple[str, float, float], ...]:
    """(mark, x, y) of each situation's symbol from its place, y downwards, in widths of a symbol.

    A siege is a ring round its place. Others stand in a row where arrows leave room; equal ones overlap.
    """
    at_place: dict[Point, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["kind"] != "besieged":
            at_place[_spot(row)].append(row)
    found = []
    for spot, group in at_place.items():
        # above the place when there is room, as flags stand
        angle = _roomiest(-math.pi / 2, _coarse(taken.get(_key(spot), ())))
        x, y = math.cos(angle), math.sin(angle)
        beside = abs(x) > math.sqrt(0.5)
        row_of = _row(group)
        length = row_of[-1][1]
        for mark, along in row_of:
            shift = math.copysign(along, x) if beside else along - length / 2
            found.append((mark, round(x + shift, 2), round(y, 2)))
    return tuple(found)


def _row(group: Sequence[Mapping[str, Any]]) -> list[tuple[str, float]]:
    """Symbols, those of a kind together, each with its distance from the first."""
    row: list[tuple[str, float]] = []
    before = ""
    for one in sorted(group, key=lambda one: str(one["kind"])):
        step = (STACKED if one["kind"] == before else 1.0) if row else 0.0
        row.append((one["id"], (row[-1][1] if row else 0.0) + step))
        before = one["kind"]
    return row


def _spot(row: Mapping[str, Any]) -> Point:
    lon, lat = row["geometry"]["coordinates"]
    return lon, lat


def _key(spot: Point) -> Point:
    """Spots with one key are one end of an arrow."""
    return round(spot[0] / SAME_DEG), round(spot[1] / SAME_DEG)


def _free(row: Mapping[str, Any], lines: Sequence[Line]) -> bool:
    """Whether the direction of the arrow means nothing."""
    return len(lines) == 1 and row["shape"] in STUBS and math.isnan(row["direction_deg"])


def _lanes(lines: Mapping[str, Sequence[Line]]) -> dict[str, int]:
    """0, 1, -1, 2, -2 ... for the arrows between the same two ends, in their order."""
    beams: dict[tuple[Point, Point], int] = defaultdict(int)
    found = {}
    for mark, own in lines.items():
        beam = _key(own[0][0]), _key(own[0][-1])
        count = beams[beam]
        found[mark] = (count + 1) // 2 * (1 if count % 2 else -1)
        beams[beam] += 1
    return found


def _rooms(lines: Mapping[str, Sequence[Line]], free: Mapping[str, str]) -> dict[Point, Room]:
    rooms: dict[Point, Room] = defaultdict(Room)
    for mark, own in lines.items():
        for line in own:
            tail, head = line[0], line[-1]
            if mark not in free:
                rooms[_key(tail)].taken.append(angle(tail, line[min(3, len(line) - 1)]))
                rooms[_key(head)].taken.append(angle(head, line[max(0, len(line) - 4)]))
            elif free[mark] == "faded-tail":
                rooms[_key(head)].stubs.append((mark, angle(head, tail)))
            else:
                rooms[_key(tail)].stubs.append((mark, angle(tail, head)))
    return rooms


def _crowd(rooms: dict[Point, Room], dots: Iterable[Point], view: tuple[float, ...] | None) -> None:
    """Take the directions towards places near by, which a stub would run over."""
    if view is None:
        return
    reach = NEIGHBOUR_SHARE * max(view[2] - view[0], view[3] - view[1])
    squares: dict[Point, list[Point]] = defaultdict(list)
    size = max(reach, SAME_DEG)
    for dot in dots:
        squares[math.floor(dot[0] / size), math.floor(dot[1] / size)].append(dot)
    for key, room in rooms.items():
        if not room.stubs:
            continue
        spot = key[0] * SAME_DEG, key[1] * SAME_DEG
        x, y = math.floor(spot[0] / size), math.floor(spot[1] / size)
        near = [squares.get((x + i, y + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        if sum(map(len, near)) <= MOST_NEIGHBOURS:
            room.taken += [
                angle(spot, dot) for dots in near for dot in dots if SAME_DEG < math.dist(spot, dot) < reach
            ]


def _turns(rooms: Mapping[Point, Room]) -> Iterator[tuple[str, float]]:
    """By how much each stub is turned to where its place has room."""
    for room in rooms.values():
        taken = _coarse(room.taken)
        for mark, own in room.stubs:
            chosen = _roomiest(own, taken)
            taken = _coarse((*taken, chosen))
            room.taken.append(chosen)
            yield mark, chosen - own


def _coarse(angles: Iterable[float]) -> tuple[float, ...]:
    """The different ones of many directions."""
    steps = dict.fromkeys(round(one / (2 * math.pi) * FINE) % FINE for one in angles)
    return tuple(step * 2 * math.pi / FINE for step in steps)


def _roomiest(own: float, taken: Sequence[float]) -> float:
    """Of 24 directions, beginning with its own, the one farthest from those taken; 60 degrees are enough."""
    best, most = own, -1.0
    for step in range(DIRECTIONS):
        tried = own + 2 * math.pi / DIRECTIONS * ((step + 1) // 2) * (1 if step % 2 else -1)
        room = min((_apart(tried, other) for other in taken), default=ROOM)
        if min(ROOM, room) > most + 0.01:
            best, most = tried, min(ROOM, room)
    return best


def _apart(one: float, other: float) -> float:
    return abs(math.remainder(one - other, 2 * math.pi))


def angle(start: Point, end: Point) -> float:
    """Direction on a Mercator map, clockwise on the screen from east, in radians."""
    return math.atan2(_north(start[1]) - _north(end[1]), math.radians(end[0] - start[0]))


def _north(lat: float) -> float:
    """Mercator's northing of a latitude, in radii of the earth."""
    return math.asinh(math.tan(math.radians(max(-85.0, min(85.0, lat)))))


def _meets(
    lines: Mapping[str, Sequence[Line]], ends: Iterable[tuple[str, str, str]], dots: Mapping[str, Point]
) -> dict[str, tuple[str, str]]:
    """Which places' dots the tail and the head of each movement touch, "" where none."""
    met: dict[str, list[str]] = {mark: ["", ""] for mark in lines}
    sides = {"origin": 0, "destination": 1}
    for mark, role, place in ends:
        if mark not in met or role not in sides or place not in dots or met[mark][sides[role]]:
            continue
        x, y = dots[place]
        spots = (line[-sides[role]] for line in lines[mark])
        if any(abs(math.remainder(lon - x, 360)) + abs(lat - y) < TOUCH_DEG for lon, lat in spots):
            met[mark][sides[role]] = place
    return {mark: (tail, head) for mark, (tail, head) in met.items()}
