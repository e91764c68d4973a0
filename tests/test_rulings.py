"""claims.csv: a person's word on single movements, read, found again after small edits, and honoured."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import claims, pipeline
from geo.gazetteer.rulings import parse_rulings
from geo.records import Extract, Movement, Place
from geo.settings import ClaimSettings, Settings

REPORT = """Title: On the roads of Mali
Date: 2021-03-14

Hundreds of villagers fled Gao for Niamey on Friday, the mayor said. An army convoy left Mopti for Timbuktu.
Nurses drove from Segou to Bamako.
"""
HOME = Place("t:1", "Home", "city", 1.0, 2.0)


def seek(cell: str) -> tuple[Place, ...]:
    if cell != "Home":
        raise ValueError(f"{cell!r} is not known")
    return (HOME,)


def read(tmp_path: Path, rows: str, report: str = REPORT) -> tuple[Extract, list[object]]:
    (tmp_path / "report.txt").write_text(report, encoding="utf-8")
    (tmp_path / "claims.csv").write_text(rows, encoding="utf-8")
    found = list(
        pipeline.extract([tmp_path / "report.txt"], settings=Settings(gazetteer=(tmp_path / "claims.csv",)))
    )
    (extract,) = (one for one in found if isinstance(one, Extract))
    return extract, [one for one in found if not isinstance(one, Extract)]


def told(extract: Extract, word: str) -> Movement:
    return next(one for one in extract.movements if one.motion.trigger.text == word)


def names(movement: Movement) -> tuple[list[str], list[str]]:
    return [end.text for end in movement.origins], [end.text for end in movement.destinations]


def test_a_movement_that_is_none_is_listed_with_the_row_that_says_so(tmp_path):
    extract, problems = read(tmp_path, "quote,action\nHundreds of villagers fled Gao,ignore\n")
    assert problems == []
    movement = told(extract, "fled")
    assert movement.draw == "none"
    assert "claims.csv, line 2 says that it is no movement" in str(movement.declined)
    assert told(extract, "left").draw == "arrow"


def test_ends_and_status_are_changed(tmp_path):
    rows = (
        "quote,word,origin,destination,status\n"
        "An army convoy left Mopti for Timbuktu.,left,-,Gao; Kidal,planned\n"
        '"Nurses drove from Segou to Bamako.",drove,"13.5, -4.9",,\n'
    )
    extract, problems = read(tmp_path, rows)
    assert problems == []
    convoy, nurses = told(extract, "left"), told(extract, "drove")
    assert names(convoy) == ([], ["Gao", "Kidal"])
    assert convoy.motion.status.eventuality == "planned"
    assert nurses.origins[0].place is not None
    assert (nurses.origins[0].place.lat, nurses.origins[0].place.lon) == (13.5, -4.9)
    assert nurses.origins[0].place.country == "ML"
    drawn = dict(zip(extract.movements, extract.movement_drawings, strict=True))
    assert drawn[nurses].geometry is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hundreds of villagers", "Thousands of villagers"),
        ("fled Gao for Niamey", "fled Gao, for Niamey,"),
        ("fled Gao for Niamey", "fled “Gao” for Niamey late"),
        ("Niamey", "Niamei"),
        ("Hundreds of villagers fled", "On the same morning, it is told here, hundreds of villagers fled"),
    ],
)
def test_part_of_a_sentence_is_found_again_after_a_small_edit(tmp_path, old, new):
    rows = "quote,action\nHundreds of villagers fled Gao for Niamey,ignore\n"
    assert told(read(tmp_path, rows, REPORT.replace(old, new))[0], "fled").draw == "none"


def test_a_like_sentence_of_another_place_or_verb_is_another(tmp_path):
    rows = "quote,action\nHundreds of villagers fled Gao for Niamey,ignore\n"
    for old, new, word in (("Niamey", "Gossi", "fled"), ("fled", "left", "left")):
        assert told(read(tmp_path, rows, REPORT.replace(old, new))[0], word).draw == "arrow"


def test_a_ruling_survives_a_small_edit_of_the_text(tmp_path):
    rows = 'quote,action\n"Hundreds of villagers fled Gao for Niamey on Friday, the mayor said.",ignore\n'
    edited = REPORT.replace("Hundreds of villagers", "Some hundreds of villagers").replace("mayor", "Mayor")
    assert told(read(tmp_path, rows, edited)[0], "fled").draw == "none"


def test_a_ruling_speaks_only_of_its_report_and_word(tmp_path):
    rows = "quote,word,document,action\nHundreds of villagers fled Gao,went,,ignore\n"
    assert told(read(tmp_path, rows)[0], "fled").draw == "arrow"
    rows = "quote,word,document,action\nHundreds of villagers fled Gao,fled,other*.txt,ignore\n"
    assert told(read(tmp_path, rows)[0], "fled").draw == "arrow"


def test_a_group_joins_and_parts_claims(tmp_path):
    twice = REPORT + "\nThe villagers who fled Gao arrived in Niamey.\n"
    rows = "quote,word,group\nAn army convoy left Mopti,left,one\nNurses drove from Segou,drove,one\n"
    extract, _ = read(tmp_path, rows, twice)
    merged = claims.merge([extract], settings=ClaimSettings())
    joined = {extract.movements.index(told(extract, word)) for word in ("left", "drove")}
    assert any(joined <= {movement for _, movement in claim.members} for claim in merged)
    parted, _ = read(tmp_path, rows.replace("Segou,drove,one", "Segou,drove,two"), twice)
    for claim in claims.merge([parted], settings=ClaimSettings()):
        assert not joined <= {movement for _, movement in claim.members}


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("short,ignore,,,", "quote", "at least 12 letters"),
        ("A sentence long enough,forget,,,", "action", "one of change, ignore, review"),
        ("A sentence long enough,,Atlantis,,", "origin", "'Atlantis' is not known"),
        ("A sentence long enough,,,,maybe", "status", "one of happened"),
        ("A sentence long enough,,,,", "action", "ignore, or an origin"),
    ],
)
def test_a_fault_names_line_and_column(row, column, words):
    data = f"quote,action,origin,destination,status\n{row}\n".encode()
    (problem,) = parse_rulings(data, seek, source="claims.csv").problems
    assert (problem.line, problem.column) == (2, column)
    assert words in problem.message


def test_a_row_under_review_does_nothing():
    assert parse_rulings(b"quote,action\nA sentence long enough,review\n", seek, source="c").rows == ()


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_it(data):
    parse_rulings(b"quote,action,origin,status,group\n" + data, seek, source="claims.csv")
