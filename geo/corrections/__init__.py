"""The correction loop: why a name stands where it stands, what to review, and what a correction changed."""

from __future__ import annotations

from geo.corrections.differences import Difference, compare, read_page
from geo.corrections.explain import Explanation, Use, explain
from geo.corrections.merging import Merged, merge_rows
from geo.corrections.worklist import COLUMNS, Task, worklist

__all__ = [
    "COLUMNS",
    "Difference",
    "Explanation",
    "Merged",
    "Task",
    "Use",
    "compare",
    "explain",
    "merge_rows",
    "read_page",
    "worklist",
]
