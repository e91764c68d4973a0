"""Rows read column by column: they are what the careful reading makes of them, and so are their faults."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer.rows import parse_rows
from geo.gazetteer.table import parse_table

HEADER = (
    "name",
    "lat",
    "lon",
    "type",
    "country",
    "aliases",
    "prefer",
    "pop",
    "note",
    "id",
    "wards",
    "action",
)
CELLS = (
    st.sampled_from(["لحج", "a\ufffdb", "Ica", "São Tomé", "SÃ£o TomÃ©", "_x", "", "N'Guigmi", "Qala  at"]),
    st.sampled_from(["-14.07", "12.5", "0.0", "91.0", "-14,07", "12", "", "1e1", "12.5N", "-00.50"]),
    st.sampled_from(["-75.73", "0.0", "180.0", "-180.01", "75", "", "7.5W", "7.5 "]),
    st.sampled_from(["", "town", "City", "air base", "zeppelin"]),
    st.sampled_from(["", "PE", "per", "Peru", "PE;BO", "Atlantis"]),
    st.sampled_from(["", "Yca", "Yca; Ika|Yca", "--;Yca", " ; ", "MÃ¼nchen", "Y  ca"]),
    st.sampled_from(["", "yes", "no", "No", "maybe"]),
    st.sampled_from(["", "120", "1 200", "twelve", "12345678901"]),
    st.sampled_from(["", "seen, once", "=1+1"]),
    st.sampled_from(["", "wikidata:Q1", "77"]),
    st.sampled_from(["", "3"]),
)  # fmt: skip
RECORDS = st.lists(st.tuples(*CELLS).filter(any), max_size=6)  # a blank row is none


def table(records: list[tuple[str, ...]], action: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADER, *((*cells, action) for cells in records)])
    return out.getvalue().encode()


@settings(max_examples=300, deadline=None)
@given(RECORDS)
def test_a_plain_row_is_read_as_with_care(records):
    # a row that names its action is read with care, and "place" is what a blank cell means
    quick = parse_rows(table(records, ""), source="mine.csv")
    careful = parse_rows(table(records, "place"), source="mine.csv")
    assert quick == careful


@settings(max_examples=200, deadline=None)
@given(st.text("ab,;\t\n\r# =|.1é\x0b\x1c\u2028", max_size=80))
def test_lines_without_a_quote_are_read_as_with_one(text):
    # a quoted cell in the last record makes the reader look out for quotes in all of them
    plain = parse_table(text.encode(), source="mine.csv")
    quoted = parse_table(f'{text}\n"end"\n'.encode(), source="mine.csv")
    if not plain.header:
        return
    assert quoted.records[-1].cells == ("end",)
    assert plain.header == quoted.header
    assert plain.records == quoted.records[:-1]


def test_a_long_table_is_read_whole_and_in_order():
    rows = [f"Place {number},{number % 90}.5,{number % 180}.25,,PE,,,,,,," for number in range(400)]
    rows[50] = "Odd,12°30'N,75°15'W,,PE,,,,,,,"
    rows[60] = "Faulty,95.5,1.5,,PE,,,,,,,"
    found = parse_rows("\n".join([",".join(HEADER), *rows]).encode(), source="mine.csv")
    assert [row.line for row in found.rows] == [line for line in range(2, 402) if line != 62]
    assert found.rows[50].place is not None
    assert found.rows[50].place.lat == 12.5
    assert [(one.line, one.column) for one in found.problems] == [(62, "lat")]
