"""Claims of more reports than memory holds: facts wait in a database on disk, groups are made knot by knot.

The claims are those of ``grouping.merge``. Whether two movements agree hangs on the two alone, and only such
that agree come into one group, one after the other. So a knot of movements that agree, however far round,
can be grouped by itself. Knots are found in facts sorted by place, family and status; each is then grouped in
memory.
"""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from itertools import combinations, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from geo import packing
from geo.claims.agreement import agree
from geo.claims.facts import Facts, Spot, gather
from geo.claims.grouping import Member, claim_of, groups_of, renamed, twins_of
from geo.errors import SettingsError
from geo.records import Claim, Extract
from geo.settings import ClaimSettings

_ROWS = 4096
"""Rows handed over at once."""
_TABLES = {
    "told": "k1 VARCHAR, k2 VARCHAR, k3 VARCHAR, k4 VARCHAR, k5 VARCHAR, fact VARCHAR, twins VARCHAR",
    "facts": "n INTEGER, fact VARCHAR, twins VARCHAR",
    "blocks": "block VARCHAR, narrow INTEGER, n INTEGER",
    "days": "document INTEGER, day INTEGER",
    "knots": "n INTEGER, knot INTEGER",
    "members": "document INTEGER, movement INTEGER, claim VARCHAR",
    "claims": "document INTEGER, movement INTEGER, id VARCHAR, other VARCHAR, claim VARCHAR",
}
Twins = list[list[Any]]
"""Number of the movement and key of each fact that the same report tells alike."""


def merge_on_disk(extracts: Iterable[Extract], *, settings: ClaimSettings) -> tuple[Claim, ...]:
    """As ``merge``; in memory are the claims, and of the facts those of one place or one knot at a time.

    Raises SettingsError without DuckDB.
    """
    with _desk(extracts, settings) as desk:
        return tuple(desk.claims())


def members_on_disk(extracts: Iterable[Extract], *, settings: ClaimSettings) -> Iterator[Member]:
    """As ``members``; the claims are not in memory either. Raises SettingsError without DuckDB."""
    with _desk(extracts, settings) as desk:
        yield from desk.members()


@contextmanager
def _desk(extracts: Iterable[Extract], settings: ClaimSettings) -> Iterator[_Desk]:
    """The tables of all facts, those that hang together found."""
    with tempfile.TemporaryDirectory(prefix="geo-") as folder:
        desk = _Desk(_connect(Path(folder)), settings)
        try:
            desk.gather(extracts)
            desk.knot()
            if desk.date():
                desk.knot()
            yield desk
        finally:
            desk.base.close()


def _connect(folder: Path) -> Any:
    try:
        import duckdb  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise SettingsError("--from needs pip install 'geo-reports[cluster]'") from error
    return duckdb.connect(
        str(folder / "claims.duckdb"),
        config={"threads": "1", "memory_limit": "1GB", "temp_directory": str(folder)},
    )


class _Desk:
    """The tables, and what is known over all facts: which hang together, and days of undated reports."""

    def __init__(self, base: Any, settings: ClaimSettings) -> None:
        self.base, self.settings = base, settings
        self.parents = array("i")
        self.days: dict[int, int] = {}
        self.undated = False
        for name, columns in _TABLES.items():
            base.execute(f"CREATE TABLE {name} ({columns})")

    # -- facts

    def gather(self, extracts: Iterable[Extract]) -> None:
        """Put the facts of all reports into the base, those that one report tells alike once."""
        self._fill("told", self._told(extracts))
        # numbered by content, in the order of ``merge``: ties are broken by it
        self.base.execute(
            "INSERT INTO facts "
            "SELECT row_number() OVER (ORDER BY k1, k2, k3, k4, k5) - 1, fact, twins FROM told"
        )
        self.base.execute("DROP TABLE told")
        self._fill("blocks", self._blocks())

    def _told(self, extracts: Iterable[Extract]) -> Iterator[tuple[Any, ...]]:
        for index, extract in enumerate(extracts):
            found = sorted(gather(extract, index), key=lambda fact: fact.key)
            self.undated = self.undated or any(fact.reported is None for fact in found)
            for same in twins_of(found).values():
                others = [[one.member[1], *one.key] for one in same[1:]]
                yield (*same[0].key, _plain(same[0]), json.dumps(others))

    def _blocks(self) -> Iterator[tuple[str, int, int]]:
        for n, fact in self._facts("SELECT n, fact FROM facts"):
            yield from ((block, narrow, n) for block, narrow in _blocks_of(fact))

    def _facts(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a query whose second column is a fact."""
        for first, told, *rest in self._rows(query):
            fact = _fact(told)
            if fact.reported is None and fact.member[0] in self.days:
                fact = replace(fact, reported=self.days[fact.member[0]])
            yield (first, fact, *rest)

    def _rows(self, query: str) -> Iterator[Any]:
        """Rows of a query, not all of them in memory."""
        found = self.base.cursor().execute(query)
        while rows := found.fetchmany(_ROWS):
            yield from rows

    def _fill(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        import pyarrow as pa  # noqa: PLC0415

        names = [column.split()[0] for column in _TABLES[table].split(", ")]
        stream = iter(rows)
        while batch := list(islice(stream, _ROWS)):
            told = pa.table(dict(zip(names, map(list, zip(*batch, strict=True)), strict=True)))
            self.base.register("batch", told)
            self.base.execute(f"INSERT INTO {table} SELECT * FROM batch")  # noqa: S608  (one of ours)
            self.base.unregister("batch")

    # -- knots

    def knot(self) -> None:
        """Find which facts hang together by agreeing ones."""
        count = self.base.execute("SELECT count(*) FROM facts").fetchone()[0]
        self.parents = array("i", range(count))
        # blocks of one fact have no pairs, nor have areas of which none is as wide as a country or division
        query = (
            "WITH worth AS (SELECT block FROM blocks GROUP BY block "
            "HAVING count(*) > 1 AND (block NOT LIKE 'a%' OR min(narrow) = 0)) "
            "SELECT block, fact, narrow, facts.n FROM blocks JOIN worth USING (block) JOIN facts USING (n) "
            "ORDER BY block, narrow, facts.n"
        )
        for block, rows in groupby(self._facts(query), itemgetter(0)):
            for one, other in _pairs(
                block, ((n, fact, bool(narrow)) for _, fact, narrow, n in rows), self.settings
            ):
                self._tie(one, other)
        self.base.execute("DELETE FROM knots")
        self._fill("knots", ((n, self._root(n)) for n in range(count)))

    def _root(self, n: int) -> int:
        parents = self.parents
        while parents[n] != n:
            parents[n] = parents[parents[n]]
            n = parents[n]
        return n

    def _tie(self, one: tuple[int, Facts], other: tuple[int, Facts]) -> None:
        """Tie two facts that agree, unless they hang together already."""
        a, b = self._root(one[0]), self._root(other[0])
        if a != b and agree(*_in_order(one, other), self.settings):
            self.parents[max(a, b)] = min(a, b)

    def _groups(self) -> Iterator[list[tuple[Facts, Twins]]]:
        """The groups of all knots."""
        query = "SELECT knot, fact, twins FROM knots JOIN facts USING (n) ORDER BY knot, facts.n"
        for _, rows in groupby(self._facts(query), itemgetter(0)):
            found = [(fact, twins) for _, fact, twins in rows]
            twins_by = {fact.member: json.loads(twins) for fact, twins in found}
            for group in groups_of([fact for fact, _ in found], self.settings):
                yield [(fact, twins_by[fact.member]) for fact in group]

    # -- days

    def date(self) -> bool:
        """Give undated reports the days of those that tell the same, as ``merge`` does; whether any."""
        if not self.undated:
            return False
        self._fill("days", self._shared())
        found = self._rows("SELECT document, day FROM days ORDER BY document, day")
        for document, rows in groupby(found, itemgetter(0)):
            days = [day for _, day in rows]
            middle = days[len(days) // 2]
            near = sum(abs(day - middle) <= self.settings.max_days for day in days)
            if 3 * near >= 2 * len(days):
                self.days[document] = middle
        return bool(self.days)

    def _shared(self) -> Iterator[tuple[int, int]]:
        for group in self._groups():
            known = [fact.reported for fact, _ in group if fact.reported is not None]
            for document in {fact.member[0] for fact, _ in group if fact.reported is None}:
                yield from ((document, day) for day in known)

    # -- claims

    def claims(self) -> Iterator[Claim]:
        """The claims in the order of their first member."""
        self._fill("claims", self._made())
        found = self._rows(
            "SELECT claim, other, count(*) OVER (PARTITION BY id) FROM claims ORDER BY document, movement"
        )
        names: dict[tuple[str, ...], tuple[str, ...]] = {}
        for told, other, count in found:
            (claim,) = packing.unpack_records(Claim, [json.loads(told)])
            publishers = names.setdefault(claim.publishers, claim.publishers)
            yield replace(claim, id=claim.id if count == 1 else other, publishers=publishers)

    def members(self) -> Iterator[Member]:
        """The members of all claims, in order."""
        self._fill("members", ((*member, claim.id) for claim in self.claims() for member in claim.members))
        yield from self._rows("SELECT document, movement, claim FROM members ORDER BY document, movement")

    def _made(self) -> Iterator[tuple[Any, ...]]:
        for group in self._groups():
            told = [one for fact, twins in group for one in (fact, *_twins(fact, twins))]
            claim = claim_of(told)
            (plain,) = packing.pack_records(Claim, [claim])
            yield (*min(claim.members), claim.id, renamed(claim, told).id, json.dumps(plain))


def _in_order(one: tuple[int, Facts], other: tuple[int, Facts]) -> tuple[Facts, Facts]:
    return (one[1], other[1]) if one[0] < other[0] else (other[1], one[1])


# -- which facts may agree -----------------------------------------------------------------------


def _blocks_of(fact: Facts) -> Iterator[tuple[str, int]]:
    """The blocks that a fact is in: facts agree only within one. 1 marks what lies in a country."""
    if fact.group:
        yield f"g{fact.group}", 0
    status = "done" if fact.status in {"actual", "attempted"} else fact.status
    areas = {(spot.country, spot.kind in {"country", "admin1"}) for spot in (*fact.origins, *fact.goals)}
    for family in sorted(fact.families):
        for place in dict.fromkeys(fact.places):
            yield f"p{family}/{status}/{place}", 0
        for country, wide in sorted(areas):
            if country:
                yield f"a{family}/{status}/{country}", int(not wide)


def _pairs(
    block: str, rows: Iterable[tuple[int, Facts, bool]], settings: ClaimSettings
) -> Iterator[tuple[tuple[int, Facts], tuple[int, Facts]]]:
    """Facts of a block that are worth comparing. Of an area those come first that are as wide as it."""
    if block[0] == "g":  # what a person put together, whenever it was
        yield from combinations([(n, fact) for n, fact, _ in rows], 2)
        return
    if block[0] != "a":
        yield from _in_time([(n, fact) for n, fact, _ in rows], settings)
        return
    wide: list[tuple[int, Facts]] = []
    for n, fact, narrow in rows:
        for other in wide:
            if other[0] != n:
                yield other, (n, fact)
        if not narrow:
            wide.append((n, fact))


def _in_time(
    found: list[tuple[int, Facts]], settings: ClaimSettings
) -> Iterator[tuple[tuple[int, Facts], tuple[int, Facts]]]:
    """Pairs that the days of reports, or of what they tell, do not keep apart."""
    undated = [one for one in found if one[1].reported is None]
    dated = sorted(
        (one for one in found if one[1].reported is not None), key=lambda one: one[1].reported or 0
    )
    for at, one in enumerate(undated):
        yield from ((one, other) for other in undated[at + 1 :])
        yield from ((one, other) for other in dated)
    for at, one in enumerate(dated):
        for other in dated[at + 1 :]:
            if (other[1].reported or 0) - (one[1].reported or 0) > settings.max_days:
                break
            yield one, other
    timed = sorted(
        ((one[1].happened, one) for one in dated if one[1].happened is not None), key=itemgetter(0)
    )
    for at, (days, one) in enumerate(timed):
        for begun, other in timed[at + 1 :]:
            if begun[0] > days[1] + 1:
                break
            yield one, other


# -- facts as text -------------------------------------------------------------------------------

_SETS = frozenset({"groups", "words", "families", "directions", "speakers"})
_SPOTS = frozenset({"origins", "goals"})
_PAIRS = frozenset({"key", "member", "quantity", "happened", "quantities"})
_NAMES = tuple(field.name for field in fields(Facts))


def _plain(fact: Facts) -> str:
    """A fact as JSON."""
    told: list[Any] = []
    for name in _NAMES:
        value = getattr(fact, name)
        if name in _SETS:
            value = sorted(value)
        elif name in _SPOTS:
            value = [[spot.id, spot.kind, spot.country, spot.admin1, spot.name] for spot in value]
        told.append(value)
    return json.dumps(told)


def _fact(told: str) -> Facts:
    values: dict[str, Any] = dict(zip(_NAMES, json.loads(told), strict=True))
    for name, value in values.items():
        if name in _SETS:
            values[name] = frozenset(value)
        elif name in _SPOTS:
            values[name] = tuple(Spot(*spot) for spot in value)
        elif name in _PAIRS and value is not None:
            values[name] = tuple(value)
    return Facts(**values)


def _twins(fact: Facts, told: Twins) -> Iterator[Facts]:
    """The facts that one report tells alike, of which the first is known."""
    for movement, *key in told:
        yield replace(fact, member=(fact.member[0], movement), key=tuple(key))
