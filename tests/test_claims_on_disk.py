"""Claims merged out of core are those merged in memory, whatever the reports tell."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_claims import KENYA, KISUMU, MOMBASA, NAIROBI, UGANDA, place, report, told

from geo.claims import merge, merge_on_disk
from geo.records import Quantity
from geo.settings import ClaimSettings

pytest.importorskip("duckdb", reason="an extra")
RULES = ClaimSettings()
PLACES = (NAIROBI, MOMBASA, KISUMU, KENYA, UGANDA, place("Coast", kind="admin1"), place("Jinja", "UG"))
MOVERS = (None, "residents", "the army", "fighters of Al-Shabaab", "Kenyans", "20 trucks", "students")
KINDS = ("FLEE/DISPLACE", "WITHDRAW", "ADVANCE", "ENTER/INVADE", "MOVE", "STRIKE-TRAJECTORY")
EVENTS = ("actual", "actual", "actual", "attempted", "planned", "expected", "prevented")
TIMES = (None, None, "2021-04-28", "2021-05-02/2021-05-04", "2021-07")


def movement(dice: random.Random):
    ends = [dice.sample(PLACES, dice.choice((0, 1, 1, 1, 2))) for _ in range(2)]
    number = dice.choice((None, None, 200.0, 500.0, 4000.0))
    made = told(
        dice.choice(MOVERS),
        *ends,
        kind=dice.choice(KINDS),
        eventuality=dice.choice(EVENTS),
        speaker=dice.choice((None, None, "Governor Otieno", "Mary Wanjiru")),
        quantity=None if number is None else Quantity(str(number), number),
        time=dice.choice(TIMES),
        directions=dice.choice(((), (), ("N",), ("E", "NE"))),
        draw=dice.choice(("arrow", "arrow", "symbol", "none")),
    )
    return replace(made, group=dice.choice(("", "", "", "", "raid")))


def reports(seed: int, count: int):
    dice = random.Random(seed)  # noqa: S311
    found = []
    for number in range(count):
        movements = [movement(dice) for _ in range(dice.randrange(6))]
        movements += dice.choices(movements, k=dice.randrange(3)) if movements else []  # told twice
        day = dice.choice((None, None, "2021-05-01", "2021-05-03", "2021-05-20", "2021-08-01"))
        paper = dice.choice((None, "The Post", "The Star"))
        found.append(report(f"r{dice.randrange(10**6)}-{number}", *movements, published=day, publisher=paper))
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.integers(0, 25))
def test_they_are_the_claims_merged_in_memory(seed, count):
    extracts = reports(seed, count)
    assert merge_on_disk(extracts, settings=RULES) == merge(extracts, settings=RULES)


def test_many_reports_with_all_that_can_befall_them():
    extracts = reports(7, 100)
    merged = merge(extracts, settings=RULES)
    assert merge_on_disk(extracts, settings=RULES) == merged
    assert any(len(claim.documents) > 2 for claim in merged)


def test_what_a_person_put_together_is_one_whenever_it_was():
    extracts = reports(1618, 5)  # months between the tellings of one raid
    assert merge_on_disk(extracts, settings=RULES) == merge(extracts, settings=RULES)


def test_without_duckdb_it_says_what_to_install():
    code = (
        "import sys; sys.modules['duckdb'] = None\n"
        "from geo.claims import merge_on_disk\n"
        "from geo.settings import ClaimSettings\n"
        "merge_on_disk([], settings=ClaimSettings())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'geo-reports[cluster]'" in done.stderr
