"""The ``geo`` command: options to Settings, a library call, an exit code.

Data goes to stdout, talk to stderr. Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but a
report or a gazetteer row was left out (each is named on stderr); 130 interrupted.
"""

from __future__ import annotations

from geo.cli import keeping, layers, loop, measure, reports, tables
from geo.cli.group import main

__all__ = ["keeping", "layers", "loop", "main", "measure", "reports", "tables"]
