"""Which sentences of a report tell what: claims and situations by their members, found report by report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np


class Members:
    """The members of groups, by report."""

    def __init__(self, groups: Iterable[Sequence[tuple[int, int]]]) -> None:
        """``groups`` hold (report, number in it); a member is in one group only."""
        told = ((*member, at, rank) for at, group in enumerate(groups) for rank, member in enumerate(group))
        table = np.fromiter(chain.from_iterable(told), dtype=np.int32).reshape(-1, 4)
        self._table: Any = table[np.lexsort((table[:, 1], table[:, 0]))]

    def of(self, report: int) -> list[tuple[int, int, int]]:
        """(number in the report, number of the group, rank in it) of the members in a report, in order."""
        start, end = np.searchsorted(self._table[:, 0], (report, report + 1))
        return [(number, group, rank) for _, number, group, rank in self._table[start:end].tolist()]
