"""What the command says: progress, problems, results, errors and exit codes.

Data goes to stdout, talk to stderr.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Self

import click

from geo.errors import GeoError, SettingsError
from geo.records import Problem

FAILED, WRONG_USAGE, INCOMPLETE, INTERRUPTED = 1, 2, 3, 130
"""Exit codes besides 0, as the help of ``geo`` gives them."""


def guarded(body: Callable[..., int | None]) -> Callable[..., None]:
    """Turn a GeoError into one clear line and exit code 1, and Ctrl-C into 130."""

    @wraps(body)
    def run(*args: Any, **options: Any) -> None:
        try:
            code = body(*args, **options) or 0
        except SettingsError as error:
            say(f"geo: {error}", style="red")
            code = WRONG_USAGE
        except GeoError as error:
            say(f"geo: {error}", style="red")
            code = FAILED
        except KeyboardInterrupt:
            say("geo: interrupted; what was there before is unchanged", style="red")
            code = INTERRUPTED
        except BrokenPipeError:
            # the reader of stdout has gone (`geo extract ... | head`): nothing more to say
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FAILED
        sys.exit(code)

    return run


class Bar:
    """A progress bar on stderr, shown only where a person looks and only for work that lasts."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet or not sys.stderr.isatty()
        self.bar: Any = None
        self.what = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Move on; see ``geo.records.Progress``."""
        if self.quiet:
            return
        if self.bar is None or what != self.what:
            from tqdm import tqdm  # noqa: PLC0415

            self.__exit__()
            tqdm.monitor_interval = 0  # a thread to wake a stalled bar: with one, no worker may be forked
            self.bar, self.what = tqdm(total=total or None, desc=what, leave=False, delay=0.5), what
        self.bar.update(done - self.bar.n)


def code_of(problems: Iterable[Problem], *, strict: bool = False) -> int:
    """3 when something was left out (or, if ``strict``, on any problem), else 0."""
    return INCOMPLETE if any(strict or problem.severity == "error" for problem in problems) else 0


def tell(problems: Iterable[Problem], *, quiet: bool) -> None:
    """Say every problem, warnings only if not ``quiet``."""
    for problem in problems:
        if problem.severity == "error" or not quiet:
            place, message = placed(problem)
            say(
                f"{problem.severity}: {place}{message}",
                style="red" if problem.severity == "error" else "yellow",
            )


def placed(problem: Problem) -> tuple[str, str]:
    """``file:line:column: `` and the message without it, so that the place is told once."""
    parts = [str(part) for part in (problem.source, problem.line, problem.column) if part is not None]
    spoken = [problem.source, f"line {problem.line}", problem.column]
    message = problem.message.removeprefix(f"{', '.join(str(part) for part in spoken[: len(parts)])}: ")
    return f"{':'.join(parts)}: " if parts else "", message


def print_json(value: Any) -> None:
    """Print a result on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say(text: str, *, style: str | None = None) -> None:
    """Say one line on stderr."""
    colour = style if sys.stderr.isatty() and not os.environ.get("NO_COLOR") else None
    click.secho(text, err=True, fg=colour)
