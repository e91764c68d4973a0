"""Reads news reports and draws every place they name and every movement they tell of on one map.

>>> import geo
>>> built = geo.build("reports/", out="maps")
>>> for report in geo.extract("reports/"):
...     print(report.document.title, len(report.movements))
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import (
    DataError,
    GazetteerError,
    GeoError,
    InputError,
    OutputError,
    SchemaError,
    SettingsError,
)
from geo.records import Document, Extract, Problem
from geo.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.pipeline import Build

__all__ = [
    "DataError",
    "Document",
    "Extract",
    "GazetteerError",
    "GeoError",
    "InputError",
    "OutputError",
    "Problem",
    "SchemaError",
    "Settings",
    "SettingsError",
    "__version__",
    "build",
    "extract",
]

__version__ = "0.1.0"


def build(*paths: str | Path, settings: Settings | None = None, **options: Any) -> Build:
    """Draw the map of the reports at ``paths`` (files, folders, globs; none: the bundled seeds).

    ``options`` are fields of Settings: ``out``, ``gazetteer``, ``formats``, ``executor`` ...
    Raises InputError when no report could be read, OutputError when nothing can be written.
    """
    from geo import pipeline  # noqa: PLC0415  (heavy: the language model, geopandas)

    return pipeline.build(paths, settings=_settings(settings, options))


def extract(*paths: str | Path, settings: Settings | None = None, **options: Any) -> Iterator[Extract]:
    """Everything understood of each report, in order; a report that cannot be read raises InputError.

    ``options`` are fields of Settings.
    """
    from geo import pipeline  # noqa: PLC0415  (heavy: the language model)

    for item in pipeline.extract(paths, settings=_settings(settings, options)):
        if isinstance(item, Extract):
            yield item
        elif item.severity == "error" and item.code != "row":
            raise InputError(item.message)


def _settings(settings: Settings | None, options: dict[str, Any]) -> Settings:
    if isinstance(gazetteer := options.get("gazetteer"), (str, Path)):
        options["gazetteer"] = (gazetteer,)
    if "gazetteer" in options:
        options["gazetteer"] = tuple(Path(path) for path in options["gazetteer"])
    if "out" in options:
        options["out"] = Path(options["out"])
    if "formats" in options:
        options["formats"] = tuple(options["formats"])
    try:
        return replace(settings or Settings(), **options)
    except TypeError as error:
        raise SettingsError(f"{error}; the options are the fields of geo.Settings") from error
