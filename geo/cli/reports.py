"""``geo build`` and ``geo extract``: reports in, a map or JSON out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from geo.cli.group import main
from geo.cli.options import (
    as_json,
    cache,
    date,
    gazetteer,
    inputs_of,
    names_in,
    paths,
    quiet,
    settings_of,
    workers,
)
from geo.cli.talk import Bar, code_of, guarded, print_json, say, tell
from geo.errors import InputError
from geo.records import Problem


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

    settings = settings_of(out=out, formats=tuple(names_in(formats)), **options)
    with Bar(quiet=quiet) as bar:
        built = pipeline.build(inputs_of(paths), settings=settings, stdin=sys.stdin.buffer, progress=bar)
    tell(built.problems, quiet=quiet)
    if as_json:
        print_json(
            {
                "files": [path.as_posix() for path in built.files],
                "counts": dict(built.counts),
                "problems": len(built.problems),
            }
        )
    elif not quiet:
        say(_summary(dict(built.counts), built.files))
    return code_of(built.problems, strict=strict)


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

    settings = settings_of(**options)
    with Bar(quiet=quiet) as bar:
        items = list(
            pipeline.extract(inputs_of(paths), settings=settings, stdin=sys.stdin.buffer, progress=bar)
        )
    problems = [item for item in items if isinstance(item, Problem)]
    if len(problems) == len(items):
        tell(problems, quiet=quiet)
        raise InputError(f"no report could be read from {', '.join(paths) or 'the bundled reports'}")
    for line in pipeline.to_jsonl(
        [item for item in items if not isinstance(item, Problem)], settings=settings
    ):
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
    tell(problems, quiet=quiet)
    return code_of(problems)


def _summary(counts: dict[str, int], files: Sequence[Path]) -> str:
    page = next((path for path in files if path.suffix == ".html"), files[0])
    return (
        f"{counts['reports']} reports: {counts['places']} places, {counts['regions']} regions, "
        f"{counts['claims_on_map']} movements on the map ({counts['movements_declined']} mentions of "
        f"movement not drawn, {counts['mentions'] - counts['mentions_resolved']} names unresolved; "
        f"see report.json)\n{page}"
    )
