"""The loop as a person walks it: a wrong mark explained, reviewed, corrected, rebuilt, compared."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.corrections import compare, merge_rows, read_page
from geo.corrections.differences import Content
from geo.errors import InputError
from geo.gazetteer.table import parse_table
from geo.page.blocks import packed

REPORT = """Two convoys

Asuncion, 4 May 2024 - A convoy of trucks left Asuncion for Santa Rosa on Friday, drivers said.
Nurses later drove from Santa Rosa to Zzyzxville, which no map shows. Asuncion and Santa Rosa are in Paraguay.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "seeds" / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def geo(*words: str, desk: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    with_cache = words[0] not in {"apply", "diff"}
    return subprocess.run(
        [sys.executable, "-m", "geo", *words, *(["--cache", str(cache)] if with_cache else [])],
        cwd=desk,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_whole_loop(desk, cache):
    assert geo("build", "-o", "first", desk=desk, cache=cache).returncode == 0
    told = geo("explain", "asuncion", desk=desk, cache=cache)
    assert told.returncode == 0
    assert "A convoy of trucks left Asuncion" in told.stdout
    assert "of the bundled world" in told.stdout
    assert "Asuncion,ignore" in told.stdout.replace("asuncion", "Asuncion")

    listed = geo("todo", "-o", "gazetteer/work.csv", desk=desk, cache=cache)
    assert listed.returncode == 0, listed.stderr
    rows = records((desk / "gazetteer" / "work.csv").read_text("utf-8"))
    assert {row["action"] for row in rows} == {"review"}
    # a worklist that nobody has touched changes nothing
    assert geo("check", "gazetteer", desk=desk, cache=cache).returncode == 0
    assert geo("build", "-o", "second", desk=desk, cache=cache).returncode == 0
    same = geo("diff", "first", "second", desk=desk, cache=cache)
    assert same.stdout.startswith("No difference")

    edits = "name,latitude,longitude,kind,country,action\nAsuncion,-25.5,-57.0,city,PY,\nSkipped,,,,,review\n"
    (desk / "edits.csv").write_text(edits, encoding="utf-8")
    done = geo("apply", "edits.csv", desk=desk, cache=cache)
    assert done.returncode == 0, done.stderr
    assert "Skipped" not in (desk / "gazetteer" / "corrections.csv").read_text("utf-8")
    assert geo("build", "-o", "third", desk=desk, cache=cache).returncode == 0
    changed = geo("diff", "first", "third", desk=desk, cache=cache)
    assert "moved place: Asuncion" in changed.stdout
    assert "-25.5000, -57.0000" in changed.stdout
    again = geo("explain", "Asuncion", desk=desk, cache=cache)
    assert "corrections.csv, line 2" in again.stdout


def test_a_build_says_what_it_changed(desk, cache):
    first = geo("build", desk=desk, cache=cache)
    assert "the last" not in first.stderr
    assert "shows what the last one showed" in geo("build", desk=desk, cache=cache).stderr
    (desk / "gazetteer" / "mine.csv").write_text("name,latitude,longitude\nAsuncion,-25.5,-57\n", "utf-8")
    changed = geo("build", desk=desk, cache=cache).stderr
    assert "changed since the last map: 1 places moved, 1 movements" in changed
    assert "A convoy of trucks left Asuncion" in changed


def test_the_worklist_says_by_which_place_an_unknown_name_lies(desk, cache):
    report = (
        "Fire crews from Nakuru, Gilgil and Naivasha closed Quellinore Avenue on Monday, "
        "police in Nakuru said.\n"
    )
    (desk / "seeds" / "report.txt").write_text(report, encoding="utf-8")
    rows = records(geo("todo", desk=desk, cache=cache).stdout)
    street = next(row for row in rows if row["name"] == "Quellinore Avenue")
    assert street["latitude"] == ""
    assert street["other choices"].startswith("probably by ")
    assert street["other choices"].count("KE") == 1


def test_an_unknown_name_is_said_to_be_unknown(desk, cache):
    told = geo("explain", "Qwxyzzy", desk=desk, cache=cache)
    assert told.returncode == 1
    assert "0 times in 0 of 1 reports" in told.stdout


def test_faulty_edits_change_nothing(desk, cache):
    (desk / "gazetteer" / "corrections.csv").write_text("name,action\nNice,ignore\n", encoding="utf-8")
    (desk / "edits.csv").write_text("name,latitude,longitude\nMill,95,10\n", encoding="utf-8")
    done = geo("apply", "edits.csv", desk=desk, cache=cache)
    assert done.returncode == 1
    assert "edits.csv:2:latitude" in done.stderr
    assert (desk / "gazetteer" / "corrections.csv").read_text("utf-8") == "name,action\nNice,ignore\n"


def test_apply_keeps_what_stands_there_and_a_copy_of_it(desk, cache):
    target = desk / "gazetteer" / "corrections.csv"
    standing = '# our file\nname;latitude;longitude;note\n"Mill; old";1,5;2,5;keep\nCamp B;3,5;4,5;move me\n'
    target.write_text(standing, encoding="utf-8")
    (desk / "edits.csv").write_text("name,latitude,longitude\nCamp B,3.75,4.5\nNew,5,6\n", encoding="utf-8")
    assert geo("apply", "edits.csv", desk=desk, cache=cache).returncode == 0
    lines = target.read_text("utf-8").splitlines()
    assert lines[:3] == standing.splitlines()[:3]
    assert lines[3:] == ["Camp B;3,75;4,5;move me", "New;5;6;"]
    assert (desk / "gazetteer" / "corrections.csv.bak").read_text("utf-8") == standing


def test_what_is_no_map_is_said(tmp_path):
    (tmp_path / "index.html").write_text("<p>no map</p>", encoding="utf-8")
    with pytest.raises(InputError, match="holds no data of a map"):
        read_page(tmp_path)


def test_a_movement_with_another_end_has_changed():
    def content(ident: str, title: str) -> Content:
        mark = {"number": 0, "id": ident, "title": title, "geometry": "P??"}
        evidence = [
            {"sources": [["figure.source", ["blockquote", ["q", {}, "They ", ["mark", "went"], "."]], 0]]}
        ]
        return Content([], [mark], (packed(json.dumps(evidence), quick=True),))

    (found,) = compare(content("a", "to X"), content("b", "to Y"))
    assert (found.what, found.how, found.detail) == ("movement", "changed", "to X -> to Y")
    assert compare(content("a", "to X"), content("a", "to X")) == ()


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="#"), max_size=12)


def cell_text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["name", "note"], *rows])
    return out.getvalue()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.lists(st.tuples(CELL, CELL), max_size=6))
def test_merging_loses_no_row(standing, edits):
    rows = [[f"n{at} {name}", note] for at, (name, note) in enumerate(standing)]
    more = [[f"m{at} {name}", note] for at, (name, note) in enumerate(edits)]
    merged = merge_rows(
        cell_text(rows).encode(), cell_text(more).encode(), source="a.csv", edits_source="b.csv"
    )
    names = [
        record.cells[0].lstrip("'") for record in parse_table(merged.text.encode(), source="a.csv").records
    ]
    assert [name.split(" ")[0] for name in names] == [row[0].split(" ")[0] for row in (*rows, *more)]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_bytes_break_it(standing, edits):
    merge_rows(standing, edits, source="a.csv", edits_source="b.csv")


def merged(standing: str | bytes, edits: str) -> tuple[str, tuple[int, int, int]]:
    data = standing if isinstance(standing, bytes) else standing.encode()
    done = merge_rows(data, edits.encode(), source="a.csv", edits_source="b.csv")
    return done.text, (done.added, done.replaced, done.same)


EDIT = "name,latitude,longitude,kind,country\nQayyara,35.8,43.29,city,IQ\n"


def test_a_row_is_met_under_other_headers_and_words():
    standing = "Toponym;Lat;Lng;Type;ISO3;wards\nQayyara;35,1;43,1;town;IRQ;7\nOther;1,5;2,5;;;\n"
    text, counts = merged(standing, EDIT)
    assert counts == (0, 1, 0)
    assert text.splitlines()[1:] == ["Qayyara;35,8;43,29;town;IRQ;7", "Other;1,5;2,5;;;"]
    assert text.splitlines()[0] == standing.splitlines()[0]


def test_a_place_lifts_the_row_that_ignores_its_name():
    text, counts = merged("name,action\nQayyara,ignore\n", EDIT)
    assert counts == (1, 0, 0)
    assert text.splitlines()[1:] == ["Qayyara,ignore", "Qayyara,,35.8,43.29,city,IQ"]


def test_a_row_of_the_worklist_that_is_decided_is_no_longer_under_review():
    standing = "name,latitude,longitude,kind,country,action\nQayyara,1.0,2.0,city,IQ,review\n"
    text, counts = merged(standing, EDIT)
    assert counts == (0, 1, 0)
    assert text.splitlines()[1] == "Qayyara,35.8,43.29,city,IQ,"


def test_another_spot_takes_the_place_of_the_old_notation():
    standing = 'name,coordinates,kind,country,note\nQayyara,38S LF 25234 23456,city,IQ,"kept, as it is"\n'
    text, _ = merged(standing, EDIT)
    assert text.splitlines()[1] == 'Qayyara,,city,IQ,"kept, as it is",35.8,43.29'


def test_letters_of_another_encoding_are_kept():
    standing = "name,latitude,longitude,note\nSão Vê,1.5,2.5,près\n"
    for codec in ("cp1252", "utf-16", "utf-8-sig"):
        text, counts = merged(standing.encode(codec), EDIT)
        assert counts == (1, 0, 0)
        assert text.startswith("\ufeffname")
        assert "São Vê,1.5,2.5,près\n" in text


def test_lines_inside_quotes_and_odd_breaks_stay():
    rows = ['"Two\nlines",1.5,2.5," first\n\nlast\n"', "A\u2028B,3.5,4.5,", "Qayyara,5.5,6.5,", ""]
    standing = "\n".join(["name,latitude,longitude,note", *rows])
    text, counts = merged(standing, "name,latitude,longitude\nTwo lines,7.5,8.5\nQayyara,9.5,9.5\n")
    assert counts == (0, 2, 0)
    assert text == (
        'name,latitude,longitude,note\nTwo lines,7.5,8.5,"first\n\nlast"\n'
        "A\u2028B,3.5,4.5,\nQayyara,9.5,9.5,\n"
    )


def test_rulings_are_put_into_the_file_of_rulings(desk, cache):
    rows = "quote,word,document,action,status,note\n"
    first = rows + "A convoy of trucks left Asuncion,left,,ignore,,\n"
    (desk / "claims (1).csv").write_text(first, "utf-8")
    assert geo("apply", "claims (1).csv", desk=desk, cache=cache).returncode == 0
    target = desk / "gazetteer" / "claims.csv"
    assert target.read_text("utf-8") == first
    second = rows + "A convoy of trucks left Asuncion,left,,,planned,\nNurses later drove from,,,ignore,,\n"
    (desk / "claims (1).csv").write_text(second, "utf-8")
    done = geo("apply", "claims (1).csv", desk=desk, cache=cache)
    assert "1 rows added, 1 replaced, 0 as they were" in done.stderr
    assert "planned" in target.read_text("utf-8")
    assert (desk / "gazetteer" / "claims.csv.bak").read_text("utf-8") == first


def test_apply_makes_the_folder_that_a_build_reads(tmp_path, cache):
    (tmp_path / "edits.csv").write_text(EDIT, "utf-8")
    assert geo("apply", "edits.csv", desk=tmp_path, cache=cache).returncode == 0
    assert (tmp_path / "gazetteer" / "corrections.csv").read_text("utf-8") == EDIT


def test_of_two_places_of_one_name_the_one_that_moved_is_told(desk, cache):
    (desk / "seeds" / "other.txt").write_text(
        "Buenos Aires, 6 May 2024 - A ship left Asuncion Bay. Asuncion in Chile is small, said Santiago.\n",
        "utf-8",
    )
    table = desk / "gazetteer" / "mine.csv"
    rows = "name,latitude,longitude,only\nAsuncion,{},-71.5,report: other.txt\n"
    table.write_text(rows.format("-33.5"), "utf-8")
    assert geo("build", "-o", "first", desk=desk, cache=cache).returncode == 0
    table.write_text(rows.format("-35.5"), "utf-8")
    assert geo("build", "-o", "second", desk=desk, cache=cache).returncode == 0
    told = geo("diff", "first", "second", desk=desk, cache=cache).stdout
    assert "-33.5000, -71.5000" in told
    assert "-35.5000, -71.5000" in told
    assert "-25." not in told  # the capital of Paraguay stands where it stood


def test_the_worklist_holds_what_does_not_fit_together(desk, cache):
    report = (
        "Officials in Lagos, Ghana, said that Accra and Kumasi in Ghana were calm. Traders went to Lagos.\n"
        "Engineers drove from Kirkuk, 400 km south of Erbil, to Baiji. Ships left Lagos, Nigeria and Togo.\n"
    )
    (desk / "seeds" / "report.txt").write_text(report, encoding="utf-8")
    rows = {row["name"]: row for row in records(geo("todo", desk=desk, cache=cache).stdout)}
    assert "the text says Ghana, its point lies in" in rows["Lagos"]["why"]
    assert "Nigeria" not in rows["Lagos"]["why"]
    assert "400 km stated" in rows["Kirkuk"]["why"]
    assert {"Accra", "Kumasi", "Erbil"}.isdisjoint(rows)


def test_explain_says_which_line_decided_and_which_would_change_it(desk, cache):
    table = desk / "gazetteer" / "mine.csv"
    table.write_text("# ours\nname,country\nSanta Rosa,AR\n", "utf-8")
    told = geo("explain", "Santa Rosa", desk=desk, cache=cache).stdout
    assert "settled by gazetteer/mine.csv, line 3" in told
    assert "take out gazetteer/mine.csv, line 3" in told
    table.write_text("name,action\nSanta Rosa,ignore\n", "utf-8")
    told = geo("explain", "Santa Rosa", desk=desk, cache=cache).stdout
    assert "gazetteer/mine.csv, line 2 says to ignore it" in told
    assert "take out gazetteer/mine.csv, line 2" in told
    assert "Santa Rosa,ignore" not in told


def test_the_worklist_proposes_the_place_that_the_text_tells_of(desk, cache):
    (desk / "seeds" / "report.txt").write_text(
        "Alexandria, Louisiana, sent pumps on Monday; Alexandria in Egypt sent none.\n", "utf-8"
    )
    (row,) = records(geo("todo", desk=desk, cache=cache).stdout)
    assert (row["name"], row["country"], row["action"]) == ("Alexandria", "US", "review")
    assert "Alexandria (city, Alexandria, EG)" in row["other choices"]
    told = geo("explain", "Alexandria", desk=desk, cache=cache).stdout
    always, only = told.index("it is always Alexandria (city, Louisiana"), told.index("in report.txt only")
    assert always < only
    assert "Alexandria,31.31129,-92.44514,report: report.txt" in told


def test_what_stands_there_keeps_its_words_and_a_second_time_changes_nothing():
    standing = b"Name;Lat;Long;Type;Country\nLower Well;12,60;-3,35;town;Mali\nUpper Well;-1,5;3,5;;ML\n"
    edits = b"name,latitude,longitude,kind,country\nLower Well,12.6,-3.4,city,ML\nUpper Well,-1.7,3.5,,ML\n"
    merged = merge_rows(standing, edits, source="a.csv", edits_source="e.csv")
    assert (merged.added, merged.replaced) == (0, 2)
    assert "Lower Well;12,60;-3,4;town;Mali\nUpper Well;-1,7;3,5;;ML\n" in merged.text
    again = merge_rows(merged.text.encode(), edits, source="a.csv", edits_source="e.csv")
    assert (again.added, again.replaced, again.same, again.text) == (0, 0, 2, merged.text)
