"""How an evaluation judges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geo.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an evaluation judges. Raises SettingsError for a value outside its range.

    ``km`` is the greatest error of a right point; ``bootstrap`` how often the documents are drawn anew
    for the intervals (0: none); ``gold_spans`` hands the labelled names to the resolver;
    ``predictions`` are files of ``geo extract`` to judge instead of a run.
    """

    km: float = 161.0
    bootstrap: int = 1000
    gold_spans: bool = False
    predictions: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.km <= 20_040:
            raise SettingsError(f"--km: got {self.km:g}, expected kilometres above 0, at most 20040")
        if self.bootstrap < 0:
            raise SettingsError(f"--bootstrap: got {self.bootstrap}, expected 0 or more draws")
