"""Where the five bundled reports are."""

from __future__ import annotations

from pathlib import Path

from geo.errors import DataError


def bundled_seeds() -> Path:
    """Folder of the bundled reports: inside an installed package, or at the top of a checkout.

    Raises DataError when neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_bundled" / "seeds", package.parent / "seeds"):
        if folder.is_dir():
            return folder
    raise DataError(
        f"the bundled reports are missing: expected {package / '_bundled' / 'seeds'}; install geo again"
    )
