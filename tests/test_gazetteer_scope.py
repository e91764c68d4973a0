"""Rows that hold only in some reports, of some publisher, country or time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import pipeline
from geo.gazetteer.rows import parse_rows
from geo.gazetteer.scope import parse_scope
from geo.records import Document, Extract
from geo.settings import Settings


def report(**about: str) -> Document:
    return Document(
        **({"id": "abc", "source": "in/2024-03.txt", "text": "Trucks left Al Karama in Iraq."} | about)
    )


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        ("", True),
        ("2024-*.txt", True),
        ("report: 2023-*.txt", False),
        ("file: abc", True),
        ("publisher: river post", True),
        ("publisher: Hill Post", False),
        ("publisher: Hill Post; publisher: River Post", True),
        ("country: IQ", True),
        ("country: Syria; country: IRQ", True),
        ("country: Chad", False),
        ("from: 2014", True),
        ("from: 2014-06-10; to: 2024-03", True),
        ("to: 2024-02", False),
        ("from: 2024-03-11", False),
        ("country: IQ; from: 2025", False),
    ],
)
def test_where_a_row_holds(cell, holds):
    document = report(publisher="River Post", published="2024-03-10")
    assert parse_scope(cell).holds(document) is holds


def test_a_report_without_a_date_is_in_no_period():
    assert not parse_scope("from: 1900").holds(report())


@pytest.mark.parametrize("cell", ["colour: red", "from: last May", "country: Atlantis", "publisher:"])
def test_a_fault_is_told_with_line_and_column(cell):
    data = f"name,latitude,longitude,only\nMill,1,2,{cell}\n".encode()
    (problem,) = parse_rows(data, source="mine.csv").problems
    assert (problem.line, problem.column, problem.severity) == (2, "only", "error")


@given(st.text(max_size=40))
def test_a_cell_is_read_or_refused(cell):
    try:
        scope = parse_scope(cell)
    except ValueError:
        return
    assert scope.holds(report()) in {True, False}


def test_one_name_two_places_by_report(tmp_path: Path):
    for name in ("north", "south"):
        text = f"A convoy of {name}ern nurses left Mill Town for Bamako."
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = "name,latitude,longitude,only\nMill Town,20,10,north*\nMill Town,10,10,south*\n"
    (tmp_path / "mine.csv").write_text(rows, encoding="utf-8")
    settings = Settings(gazetteer=(tmp_path / "mine.csv",))
    found = pipeline.extract([tmp_path / "north.txt", tmp_path / "south.txt"], settings=settings)
    extracts = [one for one in found if isinstance(one, Extract)]
    places = [next(r.place for r in one.resolutions if r.place is not None) for one in extracts]
    assert [place.lat for place in places] == [20.0, 10.0]
