"""``geo cache``: what is kept of reports that were read."""

from __future__ import annotations

from pathlib import Path

from geo.cli.group import main
from geo.cli.options import as_json
from geo.cli.options import cache as cache_option
from geo.cli.talk import guarded, print_json, say
from geo.settings import RecallSettings


@main.group(name="cache")
def cache() -> None:
    """What is kept of reports that were read, so that the next run need not read them again.

    Nothing is taken from it that a run from the start would find otherwise: a corrected gazetteer, other
    settings or another version of geo count at once.
    """


@cache.command()
@cache_option
@as_json
@guarded
def status(*, cache: Path | None, as_json: bool) -> int:
    """Say where it is and how much is kept."""
    from geo import pipeline, recall  # noqa: PLC0415

    folder, limit = pipeline.extracts_folder(cache), RecallSettings().most_mb
    stock = recall.Shelf(folder, limit=limit * 1_000_000).stock()
    if as_json:
        print_json(
            {"folder": folder.as_posix(), "reports": stock.entries, "bytes": stock.size, "most_mb": limit}
        )
    else:
        say(f"{folder}: {stock.entries} reports, {stock.size / 1e6:.1f} of {limit} MB (--cache-mb)")
    return 0


@cache.command()
@cache_option
@guarded
def clear(*, cache: Path | None) -> int:
    """Remove all that is kept of reports; the compiled index stays."""
    from geo import pipeline, recall  # noqa: PLC0415

    gone = recall.Shelf(pipeline.extracts_folder(cache), limit=1).clear()
    say(f"{gone.entries} reports removed, {gone.size / 1e6:.1f} MB")
    return 0
