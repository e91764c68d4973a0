"""``geo evaluate``: how well labelled texts, and a person's own corrections, are read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.group import main
from geo.cli.options import cache, date, gazetteer, inputs_of, quiet, settings_of, workers
from geo.cli.talk import Bar, code_of, guarded, tell
from geo.errors import SettingsError

if TYPE_CHECKING:
    from geo.evaluation import Options, Outcome
    from geo.records import Progress

_corpora = click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path, readable=False), metavar="[CORPUS]..."
)
_predictions = click.option(
    "--predictions",
    multiple=True,
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    help="Judge this output of geo extract instead of reading the texts anew; may repeat.",
)
_bootstrap = click.option(
    "--bootstrap",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    metavar="N",
    help="Draws of the documents behind the 95 % intervals; 0: none.",
)
_form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table for people or one JSON object.",
)


@main.command()
@_corpora
@click.option("--movements", is_flag=True, help="CORPUS holds passages with labelled movements and regions.")
@click.option("--corrections", is_flag=True, help="Judge by your own rows: CSV files among the paths, or -g.")
@_predictions
@click.option("--gold-spans", is_flag=True, help="Hand over the labelled names; no answer counts as wrong.")
@click.option("--km", type=float, default=161.0, show_default=True, help="Greatest error of a right point.")
@_bootstrap
@click.option("--errors", type=click.Path(path_type=Path), metavar="FILE", help="Write every fault as CSV.")
@_form
@gazetteer
@workers
@date
@cache
@quiet
@guarded
def evaluate(paths: Sequence[Path], *, form: str, errors: Path | None, quiet: bool, **options: Any) -> int:
    """Measure how well CORPUS... (labelled .jsonl files, or folders of them) is read.

    By default place names; with --movements movements and regions. With --corrections the paths are
    reports and CSV files of your own corrections: precision by kind on the mentions that your rows
    speak of, read without them. The formats are in docs/evaluation.md.
    """
    with Bar(quiet=quiet) as bar:
        outcome = _outcome(paths, progress=bar, **options)
    if errors is not None:
        outcome.write_faults(errors)
    text = outcome.to_json() if form == "json" else outcome.table
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    tell(outcome.problems, quiet=quiet)
    return code_of(outcome.problems)


def _outcome(
    paths: Sequence[Path],
    *,
    movements: bool,
    corrections: bool,
    progress: Progress,
    gazetteer: Sequence[Path],
    **options: Any,
) -> Outcome:
    """Run the evaluation that the options ask for. Raises SettingsError where they exclude each other."""
    from geo import evaluation  # noqa: PLC0415

    judging = {name: options.pop(name) for name in ("km", "bootstrap", "gold_spans", "predictions")}
    chosen = evaluation.Options(**judging)
    _check(chosen, paths, movements=movements, corrections=corrections)
    if not corrections:
        judge = evaluation.evaluate_movements if movements else evaluation.evaluate_places
        settings = settings_of(gazetteer=gazetteer, **options)
        return judge(paths, settings=settings, options=chosen, progress=progress)
    tables = [path for path in paths if evaluation.is_table(path)]
    reports = [path for path in paths if path not in tables] or [Path(path) for path in inputs_of(())]
    settings = settings_of(gazetteer=(*gazetteer, *tables), **options)
    return evaluation.evaluate_corrections(
        reports, settings=settings, stdin=sys.stdin.buffer, progress=progress
    )


def _check(chosen: Options, paths: Sequence[Path], *, movements: bool, corrections: bool) -> None:
    if movements + corrections + chosen.gold_spans > 1:
        raise SettingsError("--movements, --corrections and --gold-spans: got two, expected one at a time")
    if corrections and chosen.predictions:
        raise SettingsError("--predictions: got it with --corrections, which reads the reports itself")
    if not corrections and not paths:
        raise SettingsError("got no CORPUS, expected labelled .jsonl files (docs/evaluation.md)")
