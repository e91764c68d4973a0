"""Names of countries and cities in the language asked for, see ``geo.derive.names``."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.page import basemap

ARCHIVE = Path(__file__).parent / "data" / "names.zip"
_GEONAMES = "geonames:"


@dataclass(frozen=True, slots=True)
class Names:
    """Names by ISO 3166-1 alpha-2 code and by GeoNames id; ``ids`` are those of the basemap's cities."""

    countries: Mapping[str, str] = field(default_factory=dict)
    cities: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[tuple[float, float], str] = field(default_factory=dict)

    def of_place(self, row: Mapping[str, Any]) -> str:
        """Name of a place of the layers, "" where there is none in the language."""
        if row["kind"] == "country":
            return self.countries.get(row["country"], "")
        return self.cities.get(str(row["id"]).removeprefix(_GEONAMES), "") if row["kind"] == "city" else ""

    def on_basemap(self, labels: Mapping[str, Any]) -> dict[str, Any]:
        """Labels of the basemap (``countries`` and ``cities``, names first) with the names that there are."""
        return {
            "countries": [[self.countries.get(one[1], one[0]), *one[1:]] for one in labels["countries"]],
            "cities": [
                [self.cities.get(self.ids.get((one[1], one[2]), ""), one[0]), *one[1:]]
                for one in labels["cities"]
            ],
        }


@lru_cache(maxsize=2)
def names_in(language: str) -> Names:
    """The names of a language of ``settings.LANGUAGES``; of English none, which the basemap bears itself.

    Raises DataError when the bundled archive is missing or damaged.
    """
    if language == "en":
        return Names()
    try:
        with zipfile.ZipFile(ARCHIVE) as archive:
            ids = json.loads(archive.read("ids.json"))
            found = json.loads(archive.read(f"{language}.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DataError(f"{ARCHIVE}: {error}; reinstall the package") from error
    at = {(one[1], one[2]): str(ident) for one, ident in zip(basemap.cities(), ids, strict=True)}
    return Names(found["countries"], found["cities"], at)
