"""``geo.toml`` in the folder where ``geo`` is called: options that hold unless the command line differs.

One table a command, keys as the options are called: ``[build]``, ``round-km = 5``, ``suppress = ["camp"]``.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from geo.errors import SettingsError

NAME = "geo.toml"


def defaults(group: click.Group, folder: Path) -> dict[str, dict[str, Any]]:
    """What the file of a folder sets, for click; nothing where there is none.

    Raises SettingsError for a file that cannot be read, and for a command or option that does not exist.
    """
    file = folder / NAME
    if not file.is_file():
        return {}
    try:
        tables = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: cannot be read ({error})") from error
    found = {}
    for name, table in tables.items():
        command = group.commands.get(name)
        if command is None or not isinstance(table, dict):
            raise SettingsError(
                f"{file}: [{name}] is no command of geo{_near(name, group.commands)}; "
                'write [build] and under it, say, title = "Harvest"'
            )
        found[name] = _options(command, table, f"{file}, [{name}]")
    return found


def _options(command: click.Command, table: dict[str, Any], where: str) -> dict[str, Any]:
    """The options of a table by the names of their parameters."""
    known = {
        option.removeprefix("--"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }
    found: dict[str, Any] = {}
    for key, value in table.items():
        parameter = known.get(key.replace("_", "-"))
        if parameter is None or parameter.name is None:
            raise SettingsError(f"{where}: {key} is no option of it{_near(key, known)}")
        found[parameter.name] = _value(value, parameter)
    return found


def _value(value: Any, parameter: click.Option) -> Any:
    """A value as click reads it: of options that repeat a list, of others with commas a text."""
    if parameter.multiple:
        return value if isinstance(value, list) else [value]
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _near(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
