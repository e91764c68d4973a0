"""``geo check`` and ``geo find``: the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from geo.cli.group import main
from geo.cli.options import as_json, cache, default_gazetteer, gazetteer, settings_of
from geo.cli.talk import FAILED, Bar, code_of, guarded, print_json, say, tell
from geo.errors import GazetteerError, SettingsError
from geo.records import Candidate


@main.command()
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, readable=False, path_type=Path), metavar="[FILE]..."
)
@cache
@as_json
@guarded
def check(files: Sequence[Path], *, cache: Path | None, as_json: bool) -> int:
    """Check gazetteer files (default: ./gazetteer): every fault with its file, line and column."""
    from geo import gazetteer as room  # noqa: PLC0415
    from geo.contract import problem as plain  # noqa: PLC0415

    named = list(files) or list(default_gazetteer())
    tables = room.files(named)
    if not tables:
        where = ", ".join(map(str, named)) or "./gazetteer"
        raise GazetteerError(f"{where}: got no gazetteer file; expected *.csv or *.tsv: geo check FILE")
    found = room.check(named, cache=cache)
    if as_json:
        print_json([plain(problem) for problem in found])
    tell(found, quiet=as_json)
    if not found:
        say(f"geo: no fault found in {', '.join(map(str, tables))}", style="green")
    return code_of(found)


@main.command()
@click.argument("name")
@click.option("--country", metavar="XX", help="Look only in this country (ISO 3166 code or name).")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Candidates to show."
)
@gazetteer
@cache
@as_json
@guarded
def find(name: str, *, country: str | None, limit: int, as_json: bool, **options: Any) -> int:
    """List the places that NAME may mean, most prominent first, with the reason of each."""
    from geo.gazetteer import country_code, open_gazetteer  # noqa: PLC0415

    settings = settings_of(**options)
    if country is not None:
        country = country_code(country) or _no_country(country)
    with Bar(quiet=as_json) as bar:
        opened = open_gazetteer(settings.gazetteer, cache=settings.cache, progress=bar)
    candidates = opened.candidates(name, country=country)
    if country:
        candidates = tuple(c for c in candidates if c.place.country == country)
    if as_json:
        print_json([_candidate(candidate) for candidate in candidates[:limit]])
    for candidate in () if as_json else candidates[:limit]:
        click.echo(_line(candidate))
    if not candidates and (row := opened.ignored(name)):
        say(f"geo: {name!r} is no place here: {row.source_file}, line {row.line} says to ignore it")
        return FAILED
    if not candidates:
        near = ", ".join(f"{c.matched} ({c.place.country})" for c in opened.suggest(name)) or "none"
        say(f"geo: {name!r} is not in the gazetteer; near names: {near}")
        return FAILED
    return 0


def _no_country(text: str) -> NoReturn:
    raise SettingsError(f"--country: got {text!r}, expected an ISO 3166 code or an English country name")


def _line(candidate: Candidate) -> str:
    place = candidate.place
    inside = ", ".join(part for part in (place.admin1, place.country) if part)
    people = f"{place.population:,} people" if place.population else ""
    how = "your row" if place.layer == "user" else f"by {candidate.match}"
    parts = (
        f"{place.name} ({place.kind})",
        inside,
        f"{place.lat:.5f}, {place.lon:.5f}",
        people,
        f"{how} {candidate.matched!r}",
        place.id,
        place.source,
    )
    return " | ".join(part for part in parts if part)


def _candidate(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "lat": round(place.lat, 6),
        "lon": round(place.lon, 6),
        "country": place.country or None,
        "admin1": place.admin1 or None,
        "population": place.population,
        "match": candidate.match,
        "matched": candidate.matched,
        "similarity": round(candidate.similarity, 3),
        "wins": candidate.wins,
        "layer": place.layer,
        "source": place.source,
        "licence": place.licence,
    }
