"""One registry of options, so that an option means the same everywhere, and what they make together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from geo.errors import SettingsError
from geo.settings import (
    LANGUAGES,
    THEMES,
    DocumentSettings,
    LanguageSettings,
    PageSettings,
    PlaceSettings,
    RecallSettings,
    Settings,
)

# an unreadable file is left out and named like any other; click would refuse the whole run
paths = click.argument("paths", nargs=-1, type=click.Path(path_type=str, readable=False), metavar="[PATH]...")
gazetteer = click.option(
    "-g",
    "--gazetteer",
    multiple=True,
    type=click.Path(exists=True, readable=False, path_type=Path),
    metavar="PATH",
    help="Your gazetteer: a CSV file or a folder of them; may repeat, later wins. [default: ./gazetteer]",
)
workers = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that read reports. [default: one for a few reports, all cores for many]",
)
date = click.option("--date", metavar="YYYY-MM-DD", help="Date of reports that state none.")
cache = click.option(
    "--cache",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of the compiled index and of what is kept of reports.",
)
no_cache = click.option(
    "--no-cache", is_flag=True, help="Read every report anew, and keep nothing of it for the next run."
)
cache_mb = click.option(
    "--cache-mb",
    type=click.IntRange(min=1),
    default=RecallSettings().most_mb,
    show_default=True,
    metavar="MB",
    help="Most megabytes kept of reports that were read; what is longest unused goes first.",
)
thorough = click.option(
    "--thorough",
    is_flag=True,
    help="Parse every sentence with a place, for the few more movements (slower).",
)
countries = click.option(
    "--country",
    "countries",
    default="",
    metavar="CC[,CC]",
    help="Seek names in these countries first (ISO 3166 codes or English names).",
)
box = click.option(
    "--bbox", "box", default="", metavar="W,S,E,N", help="Seek names in this box first (degrees)."
)
round_km = click.option(
    "--round-km",
    type=click.FloatRange(0, 500),
    default=0.0,
    metavar="KM",
    help="For safety: round every position to a grid of KM, on the map and in all files.",
)
suppress = click.option(
    "--suppress",
    multiple=True,
    metavar="KIND",
    help="For safety: leave out the positions of places of this KIND (camp, base, ...; may repeat) and "
    "black out coordinates that reports write; the kind coordinates does the latter alone.",
)
_page = (
    click.option(
        "--title", default="Reported places and movements", metavar="WORDS", help="Title of the map."
    ),
    click.option("--subtitle", default="", metavar="WORDS", help="A line under the title."),
    click.option(
        "--theme",
        type=click.Choice(THEMES),
        default="auto",
        show_default=True,
        help="Ground of the map; auto: as the reader's system has it.",
    ),
    click.option(
        "--language",
        default="en",
        show_default=True,
        metavar="LANG",
        help=f"Language of country and city names: {', '.join(LANGUAGES)}.",
    ),
    click.option(
        "--tiles",
        default="",
        metavar="NAME",
        help="Draw over an online basemap of xyzservices, such as OpenStreetMap.Mapnik. Whoever opens the "
        "map then tells its server what he looks at. [default: none, nothing is loaded]",
    ),
    click.option(
        "--page-mb",
        "most_mb",
        type=click.FloatRange(min=1),
        default=PageSettings().most_mb,
        show_default=True,
        metavar="MB",
        help="Most megabytes of the page. Where marks take more, the weightiest are shown one by one, all "
        "are counted by place and period, and GeoParquet files hold them all.",
    ),
    round_km,
    suppress,
)


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """All options of how the page looks and how exactly it gives positions."""
    for option in reversed(_page):
        command = option(command)
    return command


quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout.")


def settings_of(
    *,
    gazetteer: Sequence[Path] = (),
    workers: int | None = None,
    date: str | None = None,
    thorough: bool = False,
    countries: str = "",
    box: str = "",
    page: PageSettings | None = None,
    no_cache: bool = True,
    cache_mb: int = RecallSettings().most_mb,
    **options: Any,
) -> Settings:
    """The settings that options ask for. Raises SettingsError for values that mean nothing."""
    return Settings(
        page=page or PageSettings(),
        gazetteer=tuple(gazetteer) or tuple(default_gazetteer()),
        executor="auto" if workers is None else "serial" if workers == 1 else f"processes:{workers}",
        documents=DocumentSettings(date=date),
        language=LanguageSettings(thorough=thorough),
        places=PlaceSettings(countries=_countries(countries), box=_box(box)),
        recall=RecallSettings(keep=not no_cache, most_mb=cache_mb),
        **options,
    )


def page_of(*, language: str = "en", suppress: Sequence[str], **options: Any) -> PageSettings:
    """The settings of the page that options ask for. Raises SettingsError for values that mean nothing."""
    from geo.gazetteer.kinds import kind_of  # noqa: PLC0415

    tags = {tag.lower(): tag for tag in LANGUAGES}
    tag = language.strip().replace("_", "-").lower()
    if options.get("tiles"):
        from geo.page.tiles import tiles_of  # noqa: PLC0415  (0.6 s of folium)

        tiles_of(options["tiles"])  # a name that means nothing is told before the work begins
    kinds = dict.fromkeys(kind_of(word) or word.strip().lower() for word in suppress)
    return PageSettings(language=tags.get(tag, language), suppress=tuple(kinds), **options)


def _countries(text: str) -> tuple[str, ...]:
    """Codes of a list of countries."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        return ()
    from geo.gazetteer.kinds import country_code  # noqa: PLC0415

    codes = {name: country_code(name) for name in names}
    unknown = next((name for name, code in codes.items() if code is None), None)
    if unknown is not None:
        raise SettingsError(
            f"--country: got {unknown!r}, expected ISO 3166 codes or English names with commas between"
        )
    return tuple(dict.fromkeys(code for code in codes.values() if code))


def _box(text: str) -> tuple[float, float, float, float] | None:
    if not text.strip():
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise SettingsError(
            f"--bbox: got {text!r}, expected west,south,east,north such as 38.7,29.0,48.6,37.4"
        ) from None
    return west, south, east, north


def default_gazetteer() -> Iterable[Path]:
    """The gazetteer read when none is named: the folder of that name, if there is one."""
    return [Path("gazetteer")] if Path("gazetteer").is_dir() else []


def inputs_of(paths: Sequence[str]) -> Sequence[str]:
    """The reports read when none is named: ``./seeds``, else the bundled ones (an empty answer)."""
    return paths or (["seeds"] if Path("seeds").is_dir() else [])


def names_in(text: str) -> list[str]:
    """The names of a comma-separated list, in lower case."""
    return [name.strip().lower() for name in text.split(",") if name.strip()]
