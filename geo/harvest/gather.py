"""Maps and lines of JSON made of a folder of partitions, whose reports are never all in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from geo import claims, documents, pipeline
from geo.errors import InputError, SettingsError
from geo.harvest.run import Harvest, asked
from geo.partitions import Extracts, Folder
from geo.records import Problem

if TYPE_CHECKING:
    from geo.pipeline import Build
    from geo.settings import Settings


def build(place: str, *, settings: Settings) -> Build:
    """Draw the map of what ``extract`` left in a folder: as ``pipeline.build`` of the same reports.

    Raises InputError for a folder without a manifest or reports, SettingsError where the map should give
    positions less exactly than the partitions do.
    """
    pipeline.check_formats(settings.formats)
    extracts, problems = opened(place, settings=settings)
    return pipeline.finish(extracts, problems, settings=settings, merge=claims.merge_on_disk)


def lines(place: str, *, settings: Settings) -> tuple[Iterator[str], list[Problem]]:
    """Lines of the extraction contract for what ``extract`` left in a folder, and the problems met then."""
    extracts, problems = opened(place, settings=settings)
    return pipeline.to_jsonl(extracts, settings=settings, merge=claims.merge_on_disk), problems


def opened(place: str, *, settings: Settings) -> tuple[Extracts, list[Problem]]:
    """The reports of a folder, read when they are asked for, and the problems met when it was made."""
    folder = Folder(place if documents.is_url(place) else str(Path(place).resolve()))
    manifest = folder.manifest()
    made, wanted = dict(manifest.asked), dict(asked(settings))
    for name in ("round_km", "suppress"):
        if made.get(name) != wanted[name]:
            raise SettingsError(
                f"{place}: was made with {name} {made.get(name)!r}, the map asks for {wanted[name]!r}; "
                "give geo extract and geo build the same --round-km and --suppress"
            )
    extracts = Extracts(folder, manifest)
    if not extracts:
        raise InputError(f"{place}: no report in it; run geo extract -o again")
    problems = Harvest(manifest, before=0).problems
    unmade = len(manifest.parts) - len(manifest.done) - len(manifest.failed)
    if unmade:
        message = f"{place}: {unmade} partitions are not made yet; run geo extract -o again"
        problems.append(Problem("partition", message, "error", source=place))
    return extracts, problems
