"""Layers too large for a page: the weightiest marks one by one, all of them counted by place and period.

Frames come with their weightiest rows first, so that what is kept is the head of each. What is cut away is
still counted, and whole in the layers that the exports are written from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from geo import schema
from geo.layers.quotes import MOST_SENTENCES

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

MOST_COUNTS = 30_000
"""Rows of counts on a page, about half a megabyte of it (project choice)."""
MOST_REPORTS = 12
"""Reports kept of what is not mapped, where many tell the same."""
PLACES_SHARE = 4
"""Places take at most one of so many marks, so that there is room for what happened there."""
DECLINED_SHARE = 50
"""Of so many marks on the page, one row of what is not mapped."""
GRIDS = (
    *(("day", 0.0), ("month", 0.0), ("month", 0.25), ("month", 1.0), ("year", 0.0), ("year", 0.25)),
    *(("year", 1.0), ("month", 2.0), ("month", 4.0), ("decade", 1.0), ("year", 4.0), ("decade", 10.0)),
    ("", 10.0),
)
"""(period, degrees of a cell; 0: the place itself), the finest first: the first that fits is taken. Periods
before places: what is not told apart in time cannot be played, places come apart when looked at closely."""
LEAST_PERIODS = 4
"""Fewer periods are taken only where no grid with more of them fits (project choice)."""
CLAIMS = ("movements", "situations", "regions")
"""Frames whose rows are counted, in the order of ``schema.Count``."""
_DATE = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?")
_CUT = {"day": (10, ""), "month": (7, ""), "year": (4, ""), "decade": (3, "X")}
"""Characters of an ISO date that name a period, and what stands for the rest (EDTF)."""

Spot = tuple[str, float, float]
"""Name, longitude and latitude of where a claim is counted."""


def size(layers: schema.Layers) -> int:
    """Marks of some layers."""
    return sum(len(getattr(layers, name)) for name in ("places", *CLAIMS))


def cut(
    layers: schema.Layers, *, marks: int, counts: tuple[schema.Count, ...] | None = None
) -> schema.Layers:
    """Layers of at most about so many marks, with ``counts`` of all; as they are when they have no more.

    Each mark keeps at most ``MOST_SENTENCES`` sentences, and of the reports those stay that are cited.
    ``counts`` are those of ``counted`` where they are known.
    """
    if size(layers) <= marks:
        return layers
    frames = {name: getattr(layers, name) for name in ("places", *CLAIMS)}
    kept = {name: frames[name].iloc[:count] for name, count in heads(frames, marks).items()}
    ids = {mark for frame in kept.values() for mark in frame["id"].tolist()}
    quotes = tuple(_quotes(layers.quotes, ids))
    declined = layers.declined[: max(1, marks // DECLINED_SHARE)]
    cited = sorted({one.document for one in quotes} | {number for one in declined for number in _told(one)})
    renumbered = {number: at for at, number in enumerate(cited)}
    return replace(
        layers,
        **{name: _renumbered(frame, renumbered) for name, frame in kept.items()},
        areas=layers.areas[layers.areas["mark"].isin(ids)],
        documents=tuple(_report(layers.documents[number], renumbered, ids) for number in cited),
        quotes=tuple(replace(one, document=renumbered[one.document]) for one in quotes),
        choices=tuple(one for one in layers.choices if one.mark in ids),
        ends=tuple(one for one in layers.ends if one[0] in ids),
        courses=tuple(one for one in layers.courses if one.mark in ids),
        signs=tuple(one for one in layers.signs if one[0] in ids),
        declined=tuple(_declined(one, renumbered) for one in declined),
        counts=counted(layers) if counts is None else counts,
        published=tuple(one.published for one in layers.documents),
    )


def heads(frames: Mapping[str, Sized], marks: int) -> dict[str, int]:
    """How many rows of each frame are kept: places, and of all else the same share."""
    all_places, claims = len(frames["places"]), sum(len(frames[name]) for name in CLAIMS)
    places = min(all_places, marks // PLACES_SHARE)
    share = min(1.0, (marks - places) / claims) if claims else 1.0
    found = {name: round(share * len(frames[name])) for name in CLAIMS}
    return {"places": max(places, marks - sum(found.values())), **found}


def _quotes(quotes: Iterable[schema.Quote], ids: set[str]) -> Iterator[schema.Quote]:
    """The sentences of the marks that are kept: when there are too many, the first of every report first."""
    by_mark: dict[str, list[schema.Quote]] = defaultdict(list)
    for quote in quotes:
        if quote.mark in ids:
            by_mark[quote.mark].append(quote)
    for found in by_mark.values():
        if len(found) <= MOST_SENTENCES:
            yield from found
            continue
        firsts = {quote.document: at for at, quote in reversed(list(enumerate(found)))}
        ranked = sorted(range(len(found)), key=lambda at: (firsts[found[at].document] != at, at))
        yield from (found[at] for at in sorted(ranked[:MOST_SENTENCES]))


def _told(one: schema.Declined) -> Iterator[int]:
    """The reports of something not mapped that are kept: that of its sentence, and the first others."""
    yield one.quote.document
    yield from islice(one.documents, MOST_REPORTS)


def _declined(one: schema.Declined, renumbered: Mapping[int, int]) -> schema.Declined:
    documents = tuple(renumbered[number] for number in islice(one.documents, MOST_REPORTS))
    return replace(
        one, quote=replace(one.quote, document=renumbered[one.quote.document]), documents=documents
    )


def _report(report: schema.Report, renumbered: Mapping[int, int], ids: set[str]) -> schema.Report:
    marked = tuple(span for span in report.marked if span[2] in ids)
    return replace(report, index=renumbered[report.index], marked=marked)


def _renumbered(frame: GeoDataFrame, renumbered: Mapping[int, int]) -> GeoDataFrame:
    """A frame whose ``documents`` are those that are kept, under their new numbers."""
    told = [
        ",".join(str(at) for one in text.split(",") if one and (at := renumbered.get(int(one))) is not None)
        for text in frame["documents"].tolist()
    ]
    return frame.assign(documents=told)


# -- counts ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cell:
    """What is counted together: the claims by frame and sort, and where they are."""

    claims: Counter[tuple[str, str]]
    spots: Counter[Spot]

    def of(self, name: str) -> int:
        """The claims of a frame."""
        return sum(count for (frame, _), count in self.claims.items() if frame == name)


def counted(layers: schema.Layers, *, most: int = MOST_COUNTS) -> tuple[schema.Count, ...]:
    """All claims by place and period, in the finest of ``GRIDS`` with at most so many rows, else the last.

    A claim counts once: a movement where it ends (else where it begins, else where it is drawn), a situation
    at its place, a region at the first place that it leans on.
    """
    claims = [((name, sort), spot, date) for name in CLAIMS for spot, date, sort in _claims(layers, name)]
    finest: _Cells | None = None
    for period, degrees in GRIDS:
        cells = _cells(claims, period, degrees, most if (period, degrees) != GRIDS[-1] else len(claims))
        if cells is None:
            continue
        # what is of one year can be played only by its months
        if len({when for _, when in cells}) >= LEAST_PERIODS:
            return tuple(_counts(cells))
        finest = finest or cells
    return tuple(_counts(finest or {}))


_Cells = dict[tuple[object, str], _Cell]
"""What is counted together, by its cell and its period."""


def _cells(
    claims: Iterable[tuple[tuple[str, str], Spot, str]], period: str, degrees: float, most: int
) -> _Cells | None:
    """The cells of a grid, None where there are more than ``most``."""
    cells: _Cells = {}
    for sort, spot, date in claims:
        key = (_cell(spot, degrees), _period(date, period))
        cell = cells.get(key)
        if cell is None:
            if len(cells) == most:
                return None
            cell = cells[key] = _Cell(Counter(), Counter())
        cell.claims[sort] += 1
        cell.spots[spot] += 1
    return cells


def _counts(cells: _Cells) -> Iterator[schema.Count]:
    for (_, period), cell in sorted(cells.items(), key=lambda one: (-one[1].claims.total(), repr(one[0]))):
        name, lon, lat = min(cell.spots, key=lambda spot: (-cell.spots[spot], spot))
        shares = tuple((*sort, count) for sort, count in sorted(cell.claims.items()))
        movements, situations, regions = map(cell.of, CLAIMS)
        yield schema.Count(
            name, round(lon, 4), round(lat, 4), str(period), movements, situations, regions, shares
        )


def _claims(layers: schema.Layers, name: str) -> Iterator[tuple[Spot, str, str]]:
    """Where and when each claim of a frame counts, and as which sort."""
    frame: GeoDataFrame = getattr(layers, name)
    places = _places(layers.places)
    aims = {mark: place for mark, role, place in reversed(layers.ends) if role != "via" and place in places}
    aims |= {mark: at for mark, role, at in reversed(layers.ends) if role == "destination" and at in places}
    if name == "movements":
        named: Sequence[str] = [aims.get(mark, "") for mark in frame["id"].tolist()]
    elif name == "situations":
        named = frame["place_id"].tolist()
    else:
        named = [text.split("; ")[0] for text in frame["anchor_ids"].tolist()]
    dates = _dates(layers, frame)
    shapes = frame.geometry.bounds.to_numpy()
    for place, date, sort, box in zip(named, dates, _sorts(frame, name), shapes.tolist(), strict=True):
        west, south, east, north = box
        yield places.get(place) or ("", (west + east) / 2, (south + north) / 2), date, sort


def _sorts(frame: GeoDataFrame, name: str) -> list[str]:
    """The sort of each row, as in ``schema.Count``."""
    if name == "regions":
        return ["passing" if passing else "" for passing in frame["secondary"].tolist()]
    found: list[str] = frame["status" if name == "movements" else "kind"].tolist()
    return found


def _places(frame: GeoDataFrame) -> dict[str, Spot]:
    points = zip(frame.geometry.x.tolist(), frame.geometry.y.tolist(), strict=True)
    named = zip(frame["id"].tolist(), frame["name"].tolist(), points, strict=True)
    return {ident: (name, lon, lat) for ident, name, (lon, lat) in named}


def _dates(layers: schema.Layers, frame: GeoDataFrame) -> list[str]:
    """When each row is: as it says itself, else the date of the first report that tells it."""
    if "reported" in frame:
        told = zip(frame["time_start"].tolist(), frame["reported"].tolist(), strict=True)
        return [own if _DATE.match(own) else reported for own, reported in told]
    firsts = (text.partition(",")[0] for text in frame["documents"].tolist())
    return [layers.documents[int(first)].published if first else "" for first in firsts]


def _period(date: str, period: str) -> str:
    """The period of a date as EDTF, "" when it is not known so exactly, or has none."""
    found = _DATE.match(date)
    if found is None or not period:
        return ""
    length, rest = _CUT[period]
    length += date.startswith("-")
    return found[0][:length] + rest


def _cell(spot: Spot, degrees: float) -> object:
    if not degrees:
        return spot
    return round(spot[1] // degrees), round(spot[2] // degrees)
