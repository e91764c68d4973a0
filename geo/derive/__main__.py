"""``python -m geo.derive world NPM_FOLDER``: write the tables of the bundled world."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.derive.world import derive


def main() -> None:
    """Read the arguments and derive."""
    parser = argparse.ArgumentParser(prog="python -m geo.derive", description=__doc__)
    parser.add_argument("table", choices=["world"])
    parser.add_argument("npm", type=Path, help="folder of unpacked npm packages, NAME-VERSION each")
    parser.add_argument("-o", "--out", type=Path, default=Path("geo/gazetteer/data"))
    arguments = parser.parse_args()
    derive(arguments.npm, arguments.out)


if __name__ == "__main__":
    main()
