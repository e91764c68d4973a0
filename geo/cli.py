"""The ``geo`` command: options to Settings, a library call, an exit code.

Data goes to stdout, talk to stderr. Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but a
report or a gazetteer row was left out (each is named on stderr); 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, Self

import click

from geo import __version__
from geo.errors import GazetteerError, GeoError, InputError, SettingsError
from geo.records import Candidate, Problem
from geo.settings import DocumentSettings, Settings

FAILED, WRONG_USAGE, INCOMPLETE, INTERRUPTED = 1, 2, 3, 130

# -- one registry, so that an option means the same everywhere -----------------------------------

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
    "--cache", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the compiled index."
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout.")


def guarded(body: Callable[..., int | None]) -> Callable[..., None]:
    """Turn a GeoError into one clear line and exit code 1, and Ctrl-C into 130."""

    @wraps(body)
    def run(*args: Any, **options: Any) -> None:
        try:
            code = body(*args, **options) or 0
        except SettingsError as error:
            _say(f"geo: {error}", style="red")
            code = WRONG_USAGE
        except GeoError as error:
            _say(f"geo: {error}", style="red")
            code = FAILED
        except KeyboardInterrupt:
            _say("geo: interrupted; what was there before is unchanged", style="red")
            code = INTERRUPTED
        except BrokenPipeError:
            # the reader of stdout has gone (`geo extract ... | head`): nothing more to say
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FAILED
        sys.exit(code)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geo")
def main() -> None:
    """Read reports; draw every place and movement they tell of on one offline map.

    Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but something was left out; 130 interrupted.
    """


@main.command()
@paths
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("maps"),
    show_default=True,
    metavar="DIR",
    help="Folder for the map and the layers.",
)
@gazetteer
@workers
@date
@cache
@click.option(
    "--format",
    "formats",
    default="html,geojson",
    show_default=True,
    metavar="LIST",
    help="What to write: html, geojson, csv. report.json is always written.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 on warnings too.")
@as_json
@quiet
@guarded
def build(
    paths: Sequence[str], *, out: Path, formats: str, strict: bool, as_json: bool, quiet: bool, **options: Any
) -> int:
    """Draw the map of the reports at PATH... (files, folders, globs, - for stdin) to DIR/index.html.

    Without PATH the reports in ./seeds are drawn, or the bundled ones where there is no such folder.
    """
    from geo import pipeline  # noqa: PLC0415

    settings = _settings(out=out, formats=tuple(_names(formats)), **options)
    with _Bar(quiet=quiet) as bar:
        built = pipeline.build(_inputs(paths), settings=settings, stdin=sys.stdin.buffer, progress=bar)
    _tell(built.problems, quiet=quiet)
    if as_json:
        _print_json(
            {
                "files": [path.as_posix() for path in built.files],
                "counts": dict(built.counts),
                "problems": len(built.problems),
            }
        )
    elif not quiet:
        _say(_summary(dict(built.counts), built.files))
    return _code(built.problems, strict=strict)


@main.command()
@paths
@gazetteer
@workers
@date
@cache
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="One JSON object a document.",
)
@quiet
@guarded
def extract(paths: Sequence[str], *, form: str, quiet: bool, **options: Any) -> int:  # noqa: ARG001
    """Print what is understood of each report: places, regions, movements; one JSON object a line."""
    from geo import pipeline  # noqa: PLC0415

    settings = _settings(**options)
    with _Bar(quiet=quiet) as bar:
        items = list(
            pipeline.extract(_inputs(paths), settings=settings, stdin=sys.stdin.buffer, progress=bar)
        )
    problems = [item for item in items if isinstance(item, Problem)]
    if len(problems) == len(items):
        _tell(problems, quiet=quiet)
        raise InputError(f"no report could be read from {', '.join(paths) or 'the bundled reports'}")
    for line in pipeline.to_jsonl(
        [item for item in items if not isinstance(item, Problem)], settings=settings
    ):
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
    _tell(problems, quiet=quiet)
    return _code(problems)


@main.command()
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, readable=False, path_type=Path), metavar="[FILE]..."
)
@as_json
@guarded
def check(files: Sequence[Path], *, as_json: bool) -> int:
    """Check gazetteer files (default: ./gazetteer): every fault with its file, line and column."""
    from geo import gazetteer as room  # noqa: PLC0415
    from geo.contract import problem as plain  # noqa: PLC0415

    named = list(files) or list(_default_gazetteer())
    tables = room.files(named)
    if not tables:
        where = ", ".join(map(str, named)) or "./gazetteer"
        raise GazetteerError(f"{where}: got no gazetteer file; expected *.csv or *.tsv: geo check FILE")
    found = room.check(named)
    if as_json:
        _print_json([plain(problem) for problem in found])
    _tell(found, quiet=as_json)
    if not found:
        _say(f"geo: no fault found in {', '.join(map(str, tables))}", style="green")
    return _code(found)


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

    settings = _settings(**options)
    if country is not None:
        country = country_code(country) or _no_country(country)
    with _Bar(quiet=as_json) as bar:
        opened = open_gazetteer(settings.gazetteer, cache=settings.cache, progress=bar)
    candidates = opened.candidates(name, country=country)
    if country:
        candidates = tuple(c for c in candidates if c.place.country == country)
    if as_json:
        _print_json([_candidate(candidate) for candidate in candidates[:limit]])
    for candidate in () if as_json else candidates[:limit]:
        click.echo(_line(candidate))
    if not candidates and (row := opened.ignored(name)):
        _say(f"geo: {name!r} is no place here: {row.source_file}, line {row.line} says to ignore it")
        return FAILED
    if not candidates:
        near = ", ".join(f"{c.matched} ({c.place.country})" for c in opened.suggest(name)) or "none"
        _say(f"geo: {name!r} is not in the gazetteer; near names: {near}")
        return FAILED
    return 0


# -- talk ----------------------------------------------------------------------------------------


class _Bar:
    """A progress bar on stderr, shown only where a person looks and only for work that lasts."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet or not sys.stderr.isatty()
        self.bar: Any = None
        self.what = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def __call__(self, done: int, total: int, what: str) -> None:
        if self.quiet:
            return
        if self.bar is None or what != self.what:
            from tqdm import tqdm  # noqa: PLC0415

            self.__exit__()
            self.bar, self.what = tqdm(total=total or None, desc=what, leave=False, delay=0.5), what
        self.bar.update(done - self.bar.n)


def _settings(
    *, gazetteer: Sequence[Path] = (), workers: int | None = None, date: str | None = None, **options: Any
) -> Settings:
    return Settings(
        gazetteer=tuple(gazetteer) or tuple(_default_gazetteer()),
        executor="auto" if workers is None else "serial" if workers == 1 else f"processes:{workers}",
        documents=DocumentSettings(date=date),
        **options,
    )


def _no_country(text: str) -> NoReturn:
    raise SettingsError(f"--country: got {text!r}, expected an ISO 3166 code or an English country name")


def _default_gazetteer() -> Iterable[Path]:
    return [Path("gazetteer")] if Path("gazetteer").is_dir() else []


def _inputs(paths: Sequence[str]) -> Sequence[str]:
    return paths or (["seeds"] if Path("seeds").is_dir() else [])


def _names(text: str) -> list[str]:
    return [name.strip().lower() for name in text.split(",") if name.strip()]


def _code(problems: Iterable[Problem], *, strict: bool = False) -> int:
    return INCOMPLETE if any(strict or problem.severity == "error" for problem in problems) else 0


def _tell(problems: Iterable[Problem], *, quiet: bool) -> None:
    for problem in problems:
        if problem.severity == "error" or not quiet:
            place, message = _placed(problem)
            _say(
                f"{problem.severity}: {place}{message}",
                style="red" if problem.severity == "error" else "yellow",
            )


def _placed(problem: Problem) -> tuple[str, str]:
    """``file:line:column: `` and the message without it, so that the place is told once."""
    parts = [str(part) for part in (problem.source, problem.line, problem.column) if part is not None]
    spoken = [problem.source, f"line {problem.line}", problem.column]
    message = problem.message.removeprefix(f"{', '.join(str(part) for part in spoken[: len(parts)])}: ")
    return f"{':'.join(parts)}: " if parts else "", message


def _summary(counts: dict[str, int], files: Sequence[Path]) -> str:
    page = next((path for path in files if path.suffix == ".html"), files[0])
    return (
        f"{counts['reports']} reports: {counts['places']} places, {counts['regions']} regions, "
        f"{counts['claims_on_map']} movements on the map ({counts['movements_declined']} mentions of "
        f"movement not drawn, {counts['mentions'] - counts['mentions_resolved']} names unresolved; "
        f"see report.json)\n{page}"
    )


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


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _say(text: str, *, style: str | None = None) -> None:
    colour = style if sys.stderr.isatty() and not os.environ.get("NO_COLOR") else None
    click.secho(text, err=True, fg=colour)
