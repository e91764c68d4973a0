"""``geo explain``, ``todo``, ``diff`` and ``apply``: from a wrong mark to a corrected row and back."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.group import main
from geo.cli.options import (
    as_json,
    box,
    cache,
    countries,
    date,
    gazetteer,
    quiet,
    settings_of,
)
from geo.cli.options import paths as report_paths
from geo.cli.options import workers as worker_count
from geo.cli.reports import read_reports
from geo.cli.talk import FAILED, Bar, code_of, guarded, print_json, say, tell
from geo.errors import GazetteerError, InputError, SettingsError
from geo.records import Problem

if TYPE_CHECKING:
    from geo.corrections import Difference, Explanation, Task, Use
    from geo.settings import Settings


@main.command()
@click.argument("name")
@report_paths
@gazetteer
@worker_count
@date
@countries
@box
@cache
@as_json
@guarded
def explain(name: str, paths: Sequence[str], *, as_json: bool, **options: Any) -> int:
    """Say where NAME stands in the reports, which entry it means, why, and what would change it."""
    from geo import corrections  # noqa: PLC0415
    from geo.gazetteer import open_gazetteer  # noqa: PLC0415

    settings = settings_of(**options)
    extracts, problems = read_reports(paths, settings, quiet=as_json)
    opened = open_gazetteer(settings.gazetteer, cache=settings.cache)
    found = corrections.explain(name, extracts, opened)
    tell(problems, quiet=as_json)
    if as_json:
        print_json(_as_data(found))
    else:
        click.echo("\n".join(_explained(found, len(extracts))))
    return 0 if found.uses or found.entries or found.ignored else FAILED


@main.command()
@report_paths
@gazetteer
@worker_count
@date
@countries
@box
@cache
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, not to stdout."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N names that matter most.")
@click.option(
    "--geocode", metavar="SERVICE", help="Ask nominatim, photon, pelias or geonames about unknown names."
)
@click.option("--geocode-url", default="", metavar="URL", help="Your own server of that service.")
@click.option(
    "--geocode-key", default="", metavar="KEY", envvar="GEO_GEOCODE_KEY", help="Its key or user name."
)
@click.option("--send-names", is_flag=True, help="Yes, send the unknown names of these reports to SERVICE.")
@quiet
@guarded
def todo(
    paths: Sequence[str],
    *,
    out: Path | None,
    limit: int | None,
    geocode: str | None,
    geocode_url: str,
    geocode_key: str,
    send_names: bool,
    quiet: bool,
    **options: Any,
) -> int:
    """Write the worklist: names unresolved, doubtful or inconsistent, what matters most first, as CSV.

    Its rows have the columns of the gazetteer and the action "review", which changes nothing: correct a row,
    clear its action, and drop the file into ./gazetteer. With --geocode an online service proposes
    coordinates for names that no gazetteer knows: nothing is sent without --send-names.
    """
    from geo import exports  # noqa: PLC0415
    from geo.corrections.worklist import worklist, write_rows  # noqa: PLC0415

    settings = settings_of(**options)
    extracts, problems = read_reports(paths, settings, quiet=quiet)
    tasks = worklist(extracts)[:limit]
    if geocode:
        service = (geocode.lower(), geocode_url, geocode_key)
        tasks, met = _geocoded(tasks, service, settings, consent=send_names, quiet=quiet)
        problems += met
    text = write_rows(tasks)
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    else:
        exports.write({out: text})
    tell(problems, quiet=quiet)
    if not quiet:
        say(f"geo: {len(tasks)} names to review")
    return code_of(problems)


def _geocoded(
    tasks: Sequence[Task], service: tuple[str, str, str], settings: Settings, *, consent: bool, quiet: bool
) -> tuple[tuple[Task, ...], list[Problem]]:
    """The worklist with the answers of an online service, which a person must have agreed to."""
    from geo.corrections.geocoding import Service, propose  # noqa: PLC0415
    from geo.gazetteer.index import cache_folder  # noqa: PLC0415

    unknown = [task.name for task in tasks if task.place is None]
    if unknown and not consent:
        shown = ", ".join(unknown[:5]) + (" ..." if len(unknown) > 5 else "")
        raise SettingsError(
            f"this would send {len(unknown)} names ({shown}) to {service[1] or service[0]}; "
            "add --send-names if that is right"
        )
    folder = cache_folder(settings.cache)
    with Bar(quiet=quiet) as bar:
        done, problems = propose(tasks, Service(*service), cache=folder, progress=bar)
    return done, list(problems)


@main.command()
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@as_json
@guarded
def diff(old: Path, new: Path, *, as_json: bool) -> int:
    """Compare two maps (files or folders that geo build made): places moved, arrows gained and lost."""
    from geo import corrections  # noqa: PLC0415

    found = corrections.compare(corrections.read_page(old), corrections.read_page(new))
    if as_json:
        print_json([_difference(one) for one in found])
    else:
        for line in _compared(found):
            click.echo(line)
    return 0


@main.command()
@click.argument("edits", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file to change. [default: gazetteer/corrections.csv, or claims.csv for movements]",
)
@quiet
@guarded
def apply(edits: Path, *, target: Path | None, quiet: bool) -> int:
    """Put the rows of EDITS (from the map or the worklist) into a gazetteer file.

    A row of the same name, kind and country (or of the same movement) is replaced, others are added at the
    end; comments, order and formatting stay. The file as it was is kept beside it as FILE.bak.
    """
    from geo import exports  # noqa: PLC0415
    from geo import gazetteer as room  # noqa: PLC0415
    from geo.corrections import merge_rows  # noqa: PLC0415
    from geo.gazetteer.rulings import NAME, holds_rulings  # noqa: PLC0415

    target = target or Path("gazetteer", NAME if holds_rulings(edits) else "corrections.csv")
    standing = target.read_bytes() if target.is_file() else b""
    try:
        merged = merge_rows(standing, edits.read_bytes(), source=str(target), edits_source=str(edits))
    except OSError as error:
        raise InputError(f"{edits}: cannot be read ({error.strerror or error})") from error
    faults = [one for one in (*merged.problems, *room.check([edits])) if one.severity == "error"]
    if faults:
        tell(faults, quiet=quiet)
        raise GazetteerError(f"{edits}: {len(faults)} faults; nothing was changed. Mend them and apply again")
    if merged.added or merged.replaced:
        if standing:
            shutil.copy2(target, f"{target}.bak")
        exports.write({target: merged.text})
    if not quiet:
        done = f"{merged.added} rows added, {merged.replaced} replaced, {merged.same} as they were"
        say(f"geo: {target}: {done}")
    return 0


# -- words ---------------------------------------------------------------------------------------


def _explained(found: Explanation, reports: int) -> Iterator[str]:
    total = sum(use.count for use in found.uses)
    yield f"{found.name}: {total} times in {len({use.source for use in found.uses})} of {reports} reports"
    for use in found.uses:
        yield ""
        yield from _used(use)
    yield ""
    if found.ignored:
        yield f"Not a place: {found.ignored}"
    yield f"In the gazetteer: {len(found.entries) or 'no'} entries bear the name"
    yield from (f"  {entry}" for entry in found.entries[:8])
    if len(found.entries) > 8:
        yield f"  and {len(found.entries) - 8} more: geo find {found.name!r}"
    yield ""
    yield "To change it, put a row into a CSV file in gazetteer/, such as gazetteer/corrections.csv:"
    for what, rows in found.changes:
        yield f"  {what}:" if rows else f"  {what}"
        yield from (f"    {line}" for line in rows.splitlines())


def _used(use: Use) -> Iterator[str]:
    from geo.corrections.wording import where  # noqa: PLC0415

    yield f"{use.source}: {use.name!r} {use.count} times"
    yield f"  in “{use.sentence}”"
    if use.people:
        yield "  a word for people, kept apart from places"
    elif use.place is None:
        yield "  not placed: " + (
            ("; ".join(use.suggestions) and f"near names {', '.join(use.suggestions)}") or "no entry"
        )
    else:
        meant = "" if use.literal else ", not meant as the place itself"
        yield f"  is {where(use.place)}, {use.probability:.0%} sure{meant}"
        yield f"  entry {use.entry}"
        if use.row and use.row != use.entry:
            yield f"  settled by {use.row}"
    if use.reasons:
        yield f"  because {'; '.join(use.reasons)}"
    for rival in use.alternatives[:4]:
        if use.place is None or rival.place.id != use.place.id:
            yield f"  or {where(rival.place)} {rival.probability:.0%}"
    if use.arrows:
        yield f"  {use.arrows} arrows drawn from, to or through it"


def _as_data(found: Explanation) -> dict[str, Any]:
    from geo.corrections.wording import where  # noqa: PLC0415

    return {
        "name": found.name,
        "ignored": found.ignored or None,
        "entries": list(found.entries),
        "changes": [{"meaning": what, "rows": rows} for what, rows in found.changes],
        "uses": [
            {
                "report": use.source,
                "name": use.name,
                "count": use.count,
                "sentence": use.sentence,
                "place": where(use.place) if use.place else None,
                "id": use.place.id if use.place else None,
                "entry": use.entry or None,
                "settled_by": use.row or None,
                "probability": round(use.probability, 4),
                "reasons": list(use.reasons),
                "others": [
                    {"place": where(rival.place), "probability": round(rival.probability, 4)}
                    for rival in use.alternatives
                ],
                "suggestions": list(use.suggestions),
                "arrows": use.arrows,
            }
            for use in found.uses
        ],
    }


def _compared(found: Sequence[Difference]) -> Iterator[str]:
    if not found:
        yield "No difference: both maps show the same places and movements."
    for one in found:
        yield f"{one.how} {one.what}: {one.name}" + (f" ({one.detail})" if one.detail else "")
        yield from (f"    “{sentence}”" for sentence in one.sentences[:3])


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "what": one.what,
        "how": one.how,
        "name": one.name,
        "detail": one.detail,
        "sentences": list(one.sentences),
    }
