"""``geo build`` and ``geo extract``: reports in, a map or JSON out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geo.cli import volume
from geo.cli.group import main
from geo.cli.options import (
    as_json,
    box,
    cache,
    cache_mb,
    countries,
    date,
    gazetteer,
    inputs_of,
    names_in,
    no_cache,
    page_of,
    page_options,
    paths,
    quiet,
    round_km,
    settings_of,
    suppress,
    thorough,
    workers,
)
from geo.cli.talk import Bar, code_of, guarded, print_json, say, tell
from geo.errors import InputError, SettingsError
from geo.records import Extract, Problem

if TYPE_CHECKING:
    from geo.corrections.differences import Content
    from geo.pipeline import Build
    from geo.settings import Settings


@main.command()
@paths
@volume.source
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
@countries
@box
@cache
@no_cache
@cache_mb
@click.option(
    "--format",
    "formats",
    default="html,geojson",
    show_default=True,
    metavar="LIST",
    help="What to write: html, geojson, csv, geoparquet. report.json is always written.",
)
@page_options
@thorough
@click.option("--strict", is_flag=True, help="Exit with 3 on warnings too.")
@click.option(
    "--watch", is_flag=True, help="Draw the map anew whenever a gazetteer file or a report is saved."
)
@as_json
@quiet
@guarded
def build(
    paths: Sequence[str],
    *,
    source: str | None,
    out: Path,
    formats: str,
    strict: bool,
    watch: bool,
    as_json: bool,
    quiet: bool,
    title: str,
    subtitle: str,
    theme: str,
    language: str,
    tiles: str,
    most_mb: float,
    round_km: float,
    suppress: Sequence[str],
    **options: Any,
) -> int:
    """Draw the map of the reports at PATH... (files, folders, globs, - for stdin) to DIR/index.html.

    Without PATH the reports in ./seeds are drawn, or the bundled ones where there is no such folder.
    """
    from geo import pipeline  # noqa: PLC0415

    page = page_of(
        title=title,
        subtitle=subtitle,
        theme=theme,
        language=language,
        tiles=tiles,
        most_mb=most_mb,
        round_km=round_km,
        suppress=suppress,
    )
    teller = _Teller(out, as_json=as_json, quiet=quiet, page="html" in names_in(formats), again=watch)
    settings = settings_of(out=out, formats=tuple(names_in(formats)), page=page, **options)
    volume.check(source=source, paths=paths, others={})
    if source is not None:
        from geo import harvest  # noqa: PLC0415

        if watch:
            raise SettingsError("--watch: got --from too, expected reports, which can change")
        built = harvest.build(source, settings=settings)
        teller.tell(built)
        return code_of(built.problems, strict=strict)
    if watch:
        from geo.cli.watch import watch as keep_watching  # noqa: PLC0415

        named = bool(options["gazetteer"])
        return keep_watching(inputs_of(paths), settings, named=named, quiet=quiet, told=teller.tell)
    with Bar(quiet=quiet) as bar:
        built = pipeline.build(inputs_of(paths), settings=settings, stdin=sys.stdin.buffer, progress=bar)
    teller.tell(built)
    return code_of(built.problems, strict=strict)


@main.command()
@paths
@volume.source
@volume.out
@volume.cluster
@volume.size
@gazetteer
@workers
@date
@countries
@box
@cache
@no_cache
@cache_mb
@round_km
@suppress
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="One JSON object a document.",
)
@thorough
@click.option("--places-only", is_flag=True, help="Only places, no regions or movements: many times faster.")
@click.option(
    "--demonyms", is_flag=True, help='Give words for peoples ("Iraqi") among the places too, kind demonym.'
)
@quiet
@guarded
def extract(
    paths: Sequence[str],
    *,
    source: str | None,
    out: str | None,
    cluster: str | None,
    size: int | None,
    form: str,  # noqa: ARG001
    quiet: bool,
    round_km: float,
    suppress: Sequence[str],
    **options: Any,
) -> int:
    """Print what is understood of each report: places, regions, movements; one JSON object a line.

    PATH may be a URL such as s3://bucket/*.jsonl.gz. With -o, partitions of GeoParquet are written instead,
    for any number of reports: geo build --from DIR draws them, geo extract --from DIR prints them.
    """
    settings = settings_of(page=page_of(round_km=round_km, suppress=suppress), **options)
    if out is not None and source is None:
        return volume.harvested(paths, settings, out=out, cluster=cluster, size=size, quiet=quiet)
    volume.check(source=source, paths=paths, others={"cluster": cluster, "partition": size})
    lines, problems = _lines(paths, source, settings, quiet=quiet)
    for line in lines:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
    tell(problems, quiet=quiet)
    return code_of(problems)


def _lines(
    paths: Sequence[str], source: str | None, settings: Settings, *, quiet: bool
) -> tuple[Iterable[str], list[Problem]]:
    """Lines of JSON for the reports, or for a folder of partitions, and the problems met."""
    from geo import harvest  # noqa: PLC0415

    if source is not None:
        return harvest.lines(source, settings=settings)
    with Bar(quiet=quiet) as bar:
        lines, problems = harvest.read(
            inputs_of(paths), settings=settings, stdin=sys.stdin.buffer, progress=bar
        )
    if not lines:
        _none_read(paths, problems, quiet=quiet)
    return lines, problems


def _none_read(paths: Sequence[str], problems: Sequence[Problem], *, quiet: bool) -> NoReturn:
    tell(problems, quiet=quiet)
    raise InputError(f"no report could be read from {', '.join(paths) or 'the bundled reports'}")


def read_reports(
    paths: Sequence[str], settings: Settings, *, quiet: bool
) -> tuple[list[Extract], list[Problem]]:
    """What was understood of the reports that a command names, and the problems met.

    Raises InputError when no report could be read.
    """
    from geo import pipeline  # noqa: PLC0415

    with Bar(quiet=quiet) as bar:
        items = list(
            pipeline.extract(inputs_of(paths), settings=settings, stdin=sys.stdin.buffer, progress=bar)
        )
    extracts = [item for item in items if isinstance(item, Extract)]
    problems = [item for item in items if isinstance(item, Problem)]
    if not extracts:
        _none_read(paths, problems, quiet=quiet)
    return extracts, problems


class _Teller:
    """Tells what a build made, and what it changed against the last map."""

    def __init__(self, out: Path, *, as_json: bool, quiet: bool, page: bool, again: bool) -> None:
        self.out, self.as_json, self.quiet, self.again = out, as_json, quiet, again
        self.compares = page and not quiet and not as_json
        self.last = self._map()
        self.told: set[Problem] = set()

    def tell(self, built: Build) -> None:
        """Tell of one build: of its problems those that none before it had."""
        tell([one for one in built.problems if one not in self.told], quiet=self.quiet)
        self.told.update(built.problems)
        if self.as_json:
            counts = dict(built.counts)
            files = [path.as_posix() for path in built.files]
            print_json({"files": files, "counts": counts, "problems": len(built.problems)})
        elif not self.quiet:
            for words in built.notes:
                say(f"geo: {words}")
            say(_summary(dict(built.counts), built.files))
            last = self.last
            self.last = self._map() if last is not None or self.again else None
            if last is not None and self.last is not None:
                _tell_changes(last, self.last)

    def _map(self) -> Content | None:
        """The data of the map that stands there, None where there is none that can be read."""
        from geo.corrections.differences import read_page  # noqa: PLC0415

        try:
            return read_page(self.out) if self.compares and (self.out / "index.html").is_file() else None
        except InputError:
            return None


def _tell_changes(last: Content, new: Content) -> None:
    """What a build changed against the last one, with the sentences."""
    from geo.corrections.differences import compare  # noqa: PLC0415

    found = compare(last, new)
    if not found:
        say("geo: the map shows what the last one showed")
        return
    counts = Counter(f"{one.what}s {one.how}" for one in found)
    say("geo: changed since the last map: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    for one in found[:_MOST_CHANGES]:
        say(f"  {one.how} {one.what}: {one.name} ({one.detail})")
        for sentence in one.sentences[:1]:
            say(f"    “{sentence}”")
    if len(found) > _MOST_CHANGES:
        say(f"  and {len(found) - _MOST_CHANGES} more")


_MOST_CHANGES = 12
"""Changes told one by one after a build; ``geo diff`` tells all."""


def _summary(counts: dict[str, int], files: Sequence[Path]) -> str:
    page = next((path for path in files if path.suffix == ".html"), files[0])
    return (
        f"{counts['reports']} reports: {counts['places']} places, {counts['regions']} regions, "
        f"{counts['claims_on_map']} movements on the map ({counts['movements_declined']} mentions of "
        f"movement not drawn, {counts['mentions'] - counts['mentions_resolved']} names unresolved; "
        f"see report.json)\n{page}"
    )
