"""The ``geo`` command itself."""

from __future__ import annotations

import click

from geo import __version__
from geo.parallel import one_thread


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geo")
def main() -> None:
    """Read reports; draw every place and movement they tell of on one offline map.

    Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but something was left out; 130 interrupted.
    """
    one_thread()
