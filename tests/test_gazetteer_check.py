"""``geo check``: each kind of fault told with file, line, column, what was got and what to do.

And files that are damaged at random: reading them never crashes and never loses a row that is whole. The
suite damages a few hundred; ``GEO_EXAMPLES=10000 pytest tests/test_gazetteer_check.py`` ten thousand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.gazetteer.rows import parse_rows
from geo.gazetteer.rulings import parse_rulings

EXAMPLES = int(os.environ.get("GEO_EXAMPLES", "300"))
CHOSEN = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def check(path, cache):
    before = path.read_bytes()
    command = [sys.executable, "-m", "geo", "check", path.name, "--json", "--cache", str(cache)]
    done = subprocess.run(
        command, cwd=path.parent, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]
    return done.returncode, json.loads(done.stdout)


FAULTS = [
    # (rows after the header, line, column, words of the message, severity)
    ("Erbil,44.01,136.19,,,\n", 2, "longitude", ("136.19", "lies in", "IQ"), None),
    ("Aleppo,37.16,36.20,city,SY,\n", 2, "latitude", ("lies in TR", "expected a point in SY"), "warning"),
    ("Herat,62.20,34.35,city,AF,\n", 2, "latitude", ("swapped",), "warning"),
    ("Suva,178.44,-18.14,city,FJ,\n", 2, "latitude", ("178.44", "-90 to 90", "look swapped"), "error"),
    ("Nowhere,0,0,,,\n", 2, "latitude", ("0, 0", "only sea"), "warning"),
    ("Lima,-12,05,-77,04,city\n", 2, "kind", ("'-77'", "Decimal commas", "write 36.34"), "error"),
    ("Lima,-12,05,-77,04,city,PE,\n", 2, None, ("8 cells", "expected 6", "Decimal commas"), "error"),
    ("Lima,-12.05,-77.04,town hall,PE,\n", 2, "kind", ("'town hall'", "expected a kind of place"), "error"),
    ("Lima,-12.05,-77.04,citi,PE,\n", 2, "kind", ("did you mean city",), "error"),
    ("Lima,-12.05,-77.04,city,Perou,\n", 2, "country", ("'Perou'", "did you mean Peru"), "error"),
    ("Pond,,,lake,,POLYGON((1 1 2 2))\n", 2, "wkt", ("POLYGON", "expected WKT such as"), "error"),
    (
        'Pond,,,lake,,"POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))"\n',
        2,
        "wkt",
        ("Self-intersection", "cross"),
        "error",
    ),
    ('Pond,,,lake,,"POLYGON((10 100, 11 100, 11 101, 10 100))"\n', 2, "wkt", ("swapped",), "error"),
    ("MÃ¡laga,36.72,-4.42,city,ES,\n", 2, "name", ("Málaga", "CSV UTF-8"), "warning"),
    ("M\ufffdlaga,36.72,-4.42,city,ES,\n", 2, "name", ("lost", "CSV UTF-8"), "warning"),
    (
        "Lima,-12.05,-77.04,city,PE,\nLima,-12.1,-77.1,city,PE,\n",
        3,
        "name",
        ("line 2", "later row"),
        "warning",
    ),
    ("Lima,north,-77.04,city,PE,\n", 2, "latitude", ("'north'", "expected"), "error"),
    ("Lima,-12.05,,city,PE,\n", 2, "longitude", ("no value", "both"), "error"),
    ("Lima,,,,,\n", 2, "latitude", ("no coordinates", "expected a latitude"), "error"),
    ("Xqwzp,,,city,PE,\n", 2, "latitude", ("'Xqwzp'", "or a known place of that name"), "error"),
    (",-12.05,-77.04,city,PE,\n", 2, "name", ("expected the name",), "error"),
    (
        '"Lima,-12.05,-77.04,city,PE,\nCusco,-13.5,-72,city,PE,\n',
        2,
        None,
        ("quotes that do not pair",),
        "error",
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[0][:24])
def test_a_fault_is_told_with_its_place_and_what_to_do(fault, tmp_path, cache):
    rows, line, column, words, severity = fault
    path = tmp_path / "mine.csv"
    path.write_text("name,latitude,longitude,kind,country,wkt\n" + rows, "utf-8")
    code, found = check(path, cache)
    if severity is None:  # a point of another country without one named in the row is none
        assert not any("IQ" in one["message"] for one in found)
        return
    told = [one for one in found if one["line"] == line and all(word in one["message"] for word in words)]
    assert told, found
    assert told[0]["source"] == "mine.csv"
    assert told[0]["severity"] == severity
    assert column is None or told[0].get("column") == column
    assert code == (3 if any(one["severity"] == "error" for one in found) else 0)


def test_all_faults_of_all_files_come_at_once(tmp_path, cache):
    (tmp_path / "gazetteer").mkdir()
    head = "name,latitude,longitude,kind,country\n"
    (tmp_path / "gazetteer" / "a.csv").write_text(f"{head}A1,95,0,,\nA2,1,1,,\nA3,1,200,citi,XX\n", "utf-8")
    (tmp_path / "gazetteer" / "b.csv").write_bytes(f"{head}Bogotá,4.6,-74.1,city,CO\n".encode("cp1252"))
    (tmp_path / "gazetteer" / "claims.csv").write_text("quote,status\nshort,happened\n", "utf-8")
    command = [sys.executable, "-m", "geo", "check", "--json", "--cache", str(cache)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    found = [(one["source"], one["line"], one.get("column")) for one in json.loads(done.stdout)]
    assert found == [
        ("gazetteer/a.csv", 2, "latitude"),
        ("gazetteer/a.csv", 4, "kind"),
        ("gazetteer/a.csv", 4, "country"),
        ("gazetteer/a.csv", 4, "longitude"),
        ("gazetteer/b.csv", 2, None),
        ("gazetteer/claims.csv", 2, "quote"),
    ]
    assert done.returncode == 3


def test_points_by_a_border_and_at_sea_are_none_of_it(tmp_path, cache):
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,latitude,longitude,kind,country\nTerespol,52.08,23.63,city,PL\nRig 4,57.5,1.9,site,GB\n"
        "Don,47.2,39.6,river,KZ\n",
        "utf-8",
    )
    assert check(path, cache) == (0, [])


# -- damaged at random

NAMES = ("Ayod", "Bor", "Căuşeni", "Dhi'b", "Eïne", "Fangak", "Gök Tepe", "ha-Kfar", "Ibb 2", "Йошкар")
PIECES = (
    '"',
    "'",
    ",",
    ";",
    "\t",
    "#",
    "\r",
    "\x00",
    "\ufeff",
    "é",
    "\x85",
    "999",
    "=",
    "-",
    " ",
    "POLYGON((",
    '""',
    "\\",
)


@st.composite
def damaged(draw):
    """(bytes of a file, names of its rows that nothing touched).

    Rows between two touched ones do not count: a quote in each may make one cell of all that is between.
    """
    separator = draw(st.sampled_from((",", ";", "\t")))
    end = draw(st.sampled_from(("\n", "\r\n")))
    rows = []
    for at, name in enumerate(NAMES):
        note = draw(st.sampled_from(("", "plain", f'"a{separator} b"', '"said ""so"" twice"')))
        alias = draw(st.sampled_from(("", f"Other {at}", f'"Other {at}|Third {at}"')))
        rows.append(separator.join((name, f"{at}.5", f"{10 + at}.25", alias, note)))
    touched = draw(st.sets(st.integers(0, len(rows) - 1), max_size=4))
    lines = [row.encode() for row in rows]
    for at in touched:
        lines[at] = draw(_spoilt(lines[at]))
    head = separator.join(("name", "latitude", "longitude", "aliases", "note")).encode()
    mark = draw(st.sampled_from((b"", b"\xef\xbb\xbf")))
    between = range(min(touched, default=0), max(touched, default=-1) + 1)
    whole = [name for at, name in enumerate(NAMES) if at not in between]
    return mark + end.encode().join((head, *lines)) + end.encode(), whole


@st.composite
def _spoilt(draw, line: bytes):
    """A row with pieces taken out, put in or doubled, at any byte."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(line)))
        how = draw(st.sampled_from(("cut", "drop", "put", "double", "byte")))
        if how == "cut":
            line = line[:at]
        elif how == "drop":
            line = line[:at] + line[at + 1 :]
        elif how == "put":
            line = line[:at] + draw(st.sampled_from(PIECES)).encode() + line[at:]
        elif how == "double":
            line = line[:at] + line
        else:
            line = line[:at] + bytes([draw(st.integers(128, 255))]) + line[at:]
    return line


@CHOSEN
@given(damaged())
def test_no_damage_loses_a_row_that_is_whole(made):
    data, whole = made
    read = parse_rows(data, source="mine.csv")
    assert {row.name for row in read.rows} >= set(whole)
    assert all(problem.line for problem in read.problems)


@CHOSEN
@given(damaged(), st.data())
def test_no_damage_of_any_line_crashes(made, data):
    spoilt = data.draw(_spoilt(made[0]))
    parse_rows(spoilt, source="mine.csv")
    parse_rulings(spoilt, lambda _: (), source="claims.csv")


@CHOSEN
@given(st.binary(max_size=300))
def test_no_bytes_at_all_crash(data):
    for mark in (b"", b"\xff\xfe", b"\xfe\xff", b"name,latitude,longitude\n", b"quote,status\n"):
        parse_rows(mark + data, source="mine.csv")
        parse_rulings(mark + data, lambda _: (), source="claims.csv")
