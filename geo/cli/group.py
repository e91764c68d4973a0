"""The ``geo`` command itself."""

from __future__ import annotations

from pathlib import Path

import click

from geo import __version__
from geo.cli.config import defaults
from geo.errors import SettingsError
from geo.parallel import one_thread


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geo")
@click.pass_context
def main(context: click.Context) -> None:
    """Read reports; draw every place and movement they tell of on one offline map.

    Options may stand in ./geo.toml, a table a command: [build], title = "Harvest".
    Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but something was left out; 130 interrupted.
    """
    one_thread()
    _configure(context)


def _configure(context: click.Context) -> None:
    """Take the options of ./geo.toml as defaults."""
    try:
        context.default_map = defaults(main, Path())
    except SettingsError as error:
        raise click.UsageError(str(error), context) from error
