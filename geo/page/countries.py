"""Names of countries for their codes, as Natural Earth writes them on the basemap."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from functools import cache

from geo.errors import DataError
from geo.page.basemap import ARCHIVE

_CODE = re.compile(r"(?<=, )[A-Z]{2}$|(?<=\()[A-Z]{2}(?=\))|^[A-Z]{2}$")


def spelled(text: str) -> str:
    """A line with the name for an ISO 3166-1 alpha-2 code that is all of it, ends it or is in brackets.

    Raises DataError when the bundled archive is missing or damaged.
    """
    return _CODE.sub(lambda found: _names().get(found[0], found[0]), text)


@cache
def _names() -> Mapping[str, str]:
    try:
        with zipfile.ZipFile(ARCHIVE) as archive:
            labels = json.loads(archive.read("labels.json"))
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"{ARCHIVE}: {error}; reinstall the package") from error
    return {code: name for name, code, *_ in labels["countries"]}
