"""One registry of options, so that an option means the same everywhere, and what they make together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from geo.settings import DocumentSettings, LanguageSettings, Settings

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
thorough = click.option(
    "--thorough",
    is_flag=True,
    help="Parse every sentence with a place, for the few more movements (slower).",
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout.")


def settings_of(
    *,
    gazetteer: Sequence[Path] = (),
    workers: int | None = None,
    date: str | None = None,
    thorough: bool = False,
    **options: Any,
) -> Settings:
    """The settings that options ask for."""
    return Settings(
        gazetteer=tuple(gazetteer) or tuple(default_gazetteer()),
        executor="auto" if workers is None else "serial" if workers == 1 else f"processes:{workers}",
        documents=DocumentSettings(date=date),
        language=LanguageSettings(thorough=thorough),
        **options,
    )


def default_gazetteer() -> Iterable[Path]:
    """The gazetteer read when none is named: the folder of that name, if there is one."""
    return [Path("gazetteer")] if Path("gazetteer").is_dir() else []


def inputs_of(paths: Sequence[str]) -> Sequence[str]:
    """The reports read when none is named: ``./seeds``, else the bundled ones (an empty answer)."""
    return paths or (["seeds"] if Path("seeds").is_dir() else [])


def names_in(text: str) -> list[str]:
    """The names of a comma-separated list, in lower case."""
    return [name.strip().lower() for name in text.split(",") if name.strip()]
