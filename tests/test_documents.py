"""Reports from files: encodings, folders, JSON Lines, zones and stated metadata."""

# ruff: noqa: RUF001  (typographic quotes and dashes are what texts hold)

import codecs
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.documents import read
from geo.documents.dates import read_date
from geo.documents.decoding import decode
from geo.documents.header import Header
from geo.documents.zones import find_zones
from geo.errors import SettingsError
from geo.records import Document, Problem
from geo.settings import DocumentSettings

DEFAULT = DocumentSettings()
BODY = [
    "Rescuers in Valparaíso said on Tuesday that the last families had left the hillside before dawn.",
    "A second convoy set out from Santiago at noon with blankets, water and two field kitchens.",
    "The mayor asked residents to stay away from the port until engineers had looked at the quay.",
    "Trains towards the north were running again by the evening, the railway company said.",
]


def documents(*paths, settings=DEFAULT, stdin=None):
    return [item for item in read(paths, settings=settings, stdin=stdin) if isinstance(item, Document)]


def problems(*paths, settings=DEFAULT, stdin=None):
    return [item for item in read(paths, settings=settings, stdin=stdin) if isinstance(item, Problem)]


def one(text, tmp_path, name="report.txt"):
    path = tmp_path / name
    path.write_bytes(text.encode())
    (document,) = documents(path)
    return document


def parts(document, kind):
    return [document.text[zone.start : zone.end] for zone in document.zones if zone.kind == kind]


def unmapped(document):
    return [document.text[zone.start : zone.end] for zone in document.zones if not zone.mapped]


# -- encodings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_stated_encodings_are_read_without_a_word(tmp_path, encoding, mark):
    text = "Žižkov, N'Djaména, 東京\r\nsecond line\n"
    path = tmp_path / "a.txt"
    path.write_bytes(mark + text.encode(encoding))
    assert documents(path)[0].text == text
    assert problems(path) == []


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "The mayor of Málaga said “no” – the café at Orléans stayed open for São Paulo’s team. " * 4,
            "cp1252",
        ),
        ("Колонна грузовиков вышла из Одессы и направилась в сторону Николаева рано утром. " * 5, "cp1251"),
        ("避難した住民は火曜日の朝に仙台から東京へ向かったと市の担当者が語った。" * 6, "shift_jis"),
        ("The column left Lagos for Ibadan at dawn.", "utf-16-le"),
        ("The column left Lagos for Ibadan at dawn.", "utf-16-be"),
    ],
)
def test_guessed_encodings_are_right_and_reported(tmp_path, text, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert documents(path)[0].text == text
    (problem,) = problems(path)
    assert problem.code == "encoding"
    assert problem.severity == "warning"
    assert "a.txt" in problem.message


def test_a_named_encoding_settles_it(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Łódź".encode("cp1250"))
    settings = DocumentSettings(encoding="cp1250")
    assert documents(path, settings=settings)[0].text == "Łódź"
    assert problems(path, settings=settings) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7 ...", "encoding"),
        (b"PK\x03\x04rest", "encoding"),
        (b"text with \x00 in it", "encoding"),
        (bytes(range(256)) * 20, "encoding"),
        (b"\x01\x02\x03\x04\x05 few words", "encoding"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "encoding"),
    ],
)
def test_what_is_no_text_is_a_problem(tmp_path, data, code):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert documents(path) == []
    (problem,) = problems(path)
    assert (problem.code, problem.severity, problem.source) == (code, "error", "a.txt")


def test_a_huge_file_is_left_out(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"word " * 100)
    (problem,) = problems(path, settings=DocumentSettings(max_bytes=100))
    assert problem.code == "too-long"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_fault(data):
    decoded = decode(data)
    assert decoded.fault or "\x00" not in decoded.text
    decoded.text.encode()


# -- paths -------------------------------------------------------------------------------------


def test_folders_are_read_in_order_with_hidden_files_and_readmes_left(tmp_path):
    for name in (
        "b/2.txt",
        "b/1.md",
        "a.txt",
        "README.md",
        ".hidden.txt",
        ".git/x.txt",
        "photo.png",
        "c/LICENSE",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"A report about {name}.")
    assert [document.source for document in documents(tmp_path)] == ["a.txt", "b/1.md", "b/2.txt"]
    (problem,) = problems(tmp_path)
    assert (problem.code, problem.source, problem.severity) == ("unsupported", "photo.png", "warning")


def test_globs_missing_paths_and_files_named_twice(tmp_path):
    for name in ("x1.txt", "x2.txt", "y.txt"):
        (tmp_path / name).write_text(f"A report about {name}.")
    paths = (tmp_path / "x2.txt", tmp_path / "x*.txt", tmp_path / "none.txt", tmp_path / "n*.txt")
    assert [document.source for document in documents(*paths)] == ["x2.txt", "x1.txt"]
    assert [problem.code for problem in problems(*paths)] == ["missing", "missing"]


def test_links_in_a_ring_end(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "r.txt").write_text("A report.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert [document.source for document in documents(tmp_path)] == ["a/r.txt"]
    assert [problem.code for problem in problems(tmp_path)] == ["unreadable"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "p.txt")
    assert [problem.code for problem in problems(tmp_path)] == ["unreadable"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode here")
def test_names_that_are_no_unicode_can_be_written(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("A report.")
    (document,) = documents(tmp_path)
    assert document.source == "caf\ufffd.txt"


def test_stdin_holds_a_report_or_json_lines():
    (plain,) = documents(Path("-"), stdin=io.BytesIO(b"A report."))
    assert (plain.source, plain.text) == ("stdin", "A report.")
    lines = documents(Path("-"), stdin=io.BytesIO(b'{"id": 7, "text": "A report."}\n{"text": "Another."}'))
    assert [document.text for document in lines] == ["A report.", "Another."]
    assert problems(Path("-"))[0].code == "missing"


def test_ids_hang_on_the_text_alone_and_copies_are_read_once(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The same report.")
    (document,) = documents(tmp_path)
    assert document.id == one("The same report.", tmp_path, "c.txt").id
    assert [problem.code for problem in problems(tmp_path / "a.txt", tmp_path / "b.txt")] == ["duplicate"]


# -- JSON Lines --------------------------------------------------------------------------------


def test_json_lines_keep_text_and_id_and_go_on_after_a_bad_line(tmp_path):
    text = "  First line\r\nsecond – line \u00a0"
    rows = [
        json.dumps(
            {"id": 12, "text": text, "title": "T", "date": "July 31, 2016", "publisher": "P", "n": 3, "x": []}
        ),
        "{broken",
        "[1]",
        '{"id": "e"}',
        '{"text": 5}',
        '{"text": "a\\u0000b"}',
        "",
        '{"id": "d", "text": "Lone \\ud800 half", "published": "03/04/2016"}',
        '{"id": "d", "text": "Another text"}',
        "[" * 100_000,
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(rows))
    first, second, third = documents(path)
    assert (first.id, first.text, first.title) == ("12", text, "T")
    assert (first.published, first.publisher, first.extra) == ("2016-07-31", "P", (("n", "3"),))
    assert (second.text, second.published) == ("Lone \ufffd half", None)
    assert (second.id, third.id) == ("d", "d#2")
    found = [(problem.code, problem.line) for problem in problems(path)]
    assert found[:5] == [("row", 2), ("row", 3), ("row", 4), ("row", 5), ("row", 6)]
    assert found[5:] == [("encoding", 8), ("date", 8), ("duplicate", None), ("row", 10)]
    assert all("r.jsonl" in problem.message for problem in problems(path))


def test_wide_json_lines_and_long_lines(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_bytes(codecs.BOM_UTF16_LE + '{"text": "Łomża"}\n{"text": "b"}\n'.encode("utf-16-le"))
    assert [document.text for document in documents(path)] == ["Łomża", "b"]
    path.write_text('{"text": "' + "a" * 200 + '"}\n{"text": "b"}\n')
    assert [document.text for document in documents(path, settings=DocumentSettings(max_bytes=100))] == ["b"]


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_any_json_lines_are_read_or_reported(rows):
    data = b'{"text":"a"}\n' + b"\n".join(rows)
    for item in read([Path("-")], settings=DEFAULT, stdin=io.BytesIO(data)):
        assert isinstance(item, Document | Problem)


# -- metadata ----------------------------------------------------------------------------------


def test_header_lines_give_the_metadata(tmp_path):
    head = "Title: Bridge reopens\nPublisher: Andes Daily\nDate: 5 March 2019\nAuthor: Ana Ruiz\n\n"
    document = one(head + "\n\n".join(BODY), tmp_path)
    assert (document.title, document.publisher, document.published) == (
        "Bridge reopens",
        "Andes Daily",
        "2019-03-05",
    )
    assert document.extra == (("author", "Ana Ruiz"),)
    assert parts(document, "headline") == ["Bridge reopens"]
    assert parts(document, "body") == BODY
    assert "Ana Ruiz" in unmapped(document)[-1]


def test_front_matter_of_markdown(tmp_path):
    head = '---\ntitle: "Bridge: open"\ndate: 2019-03-05\nurl: https://example.org/a\n---\n\n'
    document = one(head + "\n\n".join(BODY), tmp_path, "a.md")
    assert (document.title, document.published, document.url) == (
        "Bridge: open",
        "2019-03-05",
        "https://example.org/a",
    )
    assert parts(document, "body") == BODY


def test_a_summary_names_the_report_that_it_summarises(tmp_path):
    document = one("Title: T one\nSummary of: Pampas Radio report\n\nA text.", tmp_path)
    assert document.publisher == "Pampas Radio"


@pytest.mark.parametrize(
    "text",
    [
        "Report: ships leave Odesa\n\nThe ships left.",
        "Sources: two men fled.",
        "Kuala Lumpur: Police said so.\nMore.",
    ],
)
def test_a_colon_makes_no_header(tmp_path, text):
    document = one(text, tmp_path)
    assert document.publisher is None
    assert unmapped(document) == []


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("31 July, 2016", "2016-07-31"),
        ("Sun Jul 31, 2016 16:45:03", "2016-07-31"),
        ("Sun Jul 31 16:45:03 GMT 2016", "2016-07-31"),
        ("October 20, 2016", "2016-10-20"),
        ("Published: 1st of May 2009 at 10:00", "2009-05-01"),
        ("2016-07-31T16:45:03Z", "2016-07-31"),
        ("2016/7/31", "2016-07-31"),
        ("20160731", "2016-07-31"),
        ("31.07.2016", "2016-07-31"),
        ("07/31/2016", "2016-07-31"),
        ("04/04/2016", "2016-04-04"),
        ("03/04/2016", None),
        ("31 February 2016", None),
        ("2016-07", "2016-07"),
        ("2016", "2016"),
        ("2016-13", None),
        ("last Tuesday", None),
        ("", None),
    ],
)
def test_dates_of_publishers(value, iso):
    assert read_date(value) == iso


def test_the_settings_date_stands_in_where_none_is_stated(tmp_path):
    (tmp_path / "a.txt").write_text("A report.")
    (tmp_path / "b.txt").write_text(
        "Ships leave Odesa\nUpdated 2 May 2020, 10:15 GMT\n\n" + "\n\n".join(BODY)
    )
    dates = [
        document.published for document in documents(tmp_path, settings=DocumentSettings(date="2021-01-01"))
    ]
    assert dates == ["2021-01-01", "2020-05-02"]


@pytest.mark.parametrize(
    "bad", [{"date": "yesterday"}, {"date": "2021-02-30"}, {"max_bytes": 0}, {"encoding": "no-such"}]
)
def test_settings_out_of_range_are_refused(bad):
    with pytest.raises(SettingsError, match="expected"):
        DocumentSettings(**bad)


def test_agencies_and_owners_name_the_publisher(tmp_path):
    agency = one("Ships leave\n\nPampas News Agency - " + "\n\n".join(BODY), tmp_path, "a.txt")
    assert agency.publisher == "Pampas News Agency"
    assert parts(agency, "body") == BODY
    city = one("Ships leave\n\nMONTEVIDEO (Reuters) - " + "\n\n".join(BODY), tmp_path, "b.txt")
    assert city.publisher == "Reuters"
    assert parts(city, "body") == ["MONTEVIDEO", *BODY]
    owner = one("\n\n".join([*BODY, "© 2020 Pampas Daily. All rights reserved."]), tmp_path, "c.txt")
    assert owner.publisher == "Pampas Daily"


# -- zones -------------------------------------------------------------------------------------


def test_the_furniture_of_a_page_is_not_mapped(tmp_path):
    furniture = [
        "1. Skip to content",
        "Home | World | Business | Sport | Weather",
        "Chile – Fire – Rescue – Aid",
    ]
    head = ["Hundreds leave Valparaíso hills as fire spreads"] * 2
    stamp = ["3 min read", "12 January, 2021", "By Ana Ruiz"]
    middle = ["Smoke over the hills of Valparaíso", "Image: Example Photos/L. Soto"]
    links = [
        "- Chile sends more helicopters to the burning coast",
        "- Santiago schools open their gyms to evacuees",
    ]
    tail = [
        "Thousands march in Santiago",
        "ab/cde (AP, dpa)",
        "Read more: Peru closes its southern border",
        "Share on Facebook",
        "We use cookies to improve your visit to this site.",
        "Related articles",
        "Argentina sends firefighters across the Andes",
        "Leave a reply",
        "Your e-mail will not be shared. * Required fields are marked",
        "Name *",
        'array(2) { ["title"]=> "Lima floods" ["id"]=> "7" }',
        "© 2021 Example",
    ]
    blocks = [
        *furniture,
        *head,
        "\n".join(stamp),
        BODY[0],
        "\n".join(middle),
        BODY[1],
        "\n".join(links),
        BODY[2],
    ]
    document = one("\n\n".join([*blocks, BODY[3], *tail]), tmp_path)
    text = "\n".join(unmapped(document))
    for line in (*furniture, *stamp, middle[1], *links, *tail):
        assert line in text, line
    assert parts(document, "body") == BODY
    assert parts(document, "headline") == head[:1]
    assert parts(document, "headline_repeat") == head[:1]
    assert parts(document, "caption") == middle[:1]
    assert (document.title, document.published) == (head[0], "2021-01-12")


def test_subheadings_and_standfirst_stay_on_the_map(tmp_path):
    lines = ["Hills burn", "Families leave the coast as the wind turns towards the port", BODY[0], BODY[1]]
    lines += ["A night in the gym", BODY[2], BODY[3]]
    document = one("\n".join(lines), tmp_path)
    assert unmapped(document) == []
    assert parts(document, "standfirst") == [lines[1]]
    assert parts(document, "subheading") == ["A night in the gym"]


def test_a_credit_in_brackets_is_cut_from_its_caption(tmp_path):
    lines = ["Hills burn", "Families walk down to the port of Arica [Anadolu]", *BODY]
    document = one("\n\n".join(lines), tmp_path)
    assert unmapped(document) == ["[Anadolu]"]
    assert parts(document, "caption") == ["Families walk down to the port of Arica"]


def test_photo_captions_with_a_label_stay_on_the_map(tmp_path):
    caption = "Photo: Refugees cross the river into Uganda after walking from Juba"
    assert unmapped(one("\n\n".join([BODY[0], caption, *BODY[1:]]), tmp_path)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thousands flee Mogadishu",
        "Rebels left Goma on Friday. Share prices fell. Print shops closed.",
        "By Monday the troops had left Kabul.\nMore followed.",
        "He said: menu prices rose.\n\nThe convoy reached Lviv",
        "- 3,000 left Homs for Hama\n- 500 left Hama for Homs",
        "Key points:\n- Army enters the port of Aden\n- Thousands flee to the hills of Taiz\n\nIt moved.",
        "The column left\nTripoli on Sunday and\nreached Sirte two days later.",
        "Moving on\n\nThey moved from Lima to Cusco.",
        "“We use cookies as bait,” the guard in Cusco said.\nThen he left.",
        "1) Refugees walking to #Austria\n2) Refugees walking from #Hungary",
    ],
)
def test_passages_are_mapped_from_end_to_end(tmp_path, text):
    document = one(text, tmp_path)
    assert unmapped(document) == []


def test_wrapped_paragraphs_stay_whole(tmp_path):
    text = (
        "Boats with families on board left the harbour of Zanzibar early on\n"
        "Monday and headed for the mainland, where the authorities of Dar es\n"
        "Salaam had opened two schools for them and their belongings.\n\n"
        "A ferry was to follow on the next day, when the wind was expected to\n"
        "turn and the sea to calm down a little along the coast.\n"
    )
    assert len(parts(one(text, tmp_path), "body")) == 2


def test_offsets_hold_for_windows_line_ends(tmp_path):
    document = one("Hills burn\r\n\r\n" + "\r\n\r\n".join(BODY), tmp_path)
    assert "\r\n" in document.text
    assert parts(document, "body") == BODY


LINES = """Skip to content|Home|Tags: a, b|Image: AFP/X|12 May 2020|<script>|</script>|- One two three four
Related articles|Post your comments|Name *|(AFP)|ab/cd|By Ann Lee|Title: x|---|string(9) "[{"a":1}]"
The army left the town of Example on Sunday morning."""


@given(
    st.lists(st.sampled_from(LINES.replace("\n", "|").split("|")) | st.text(max_size=20), max_size=14),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
)
def test_zones_cover_the_text_in_order(lines, join):
    text = join.join(lines)
    zones = find_zones(text, header=Header())
    position = 0
    for zone in zones:
        assert position <= zone.start < zone.end <= len(text)
        assert not text[position : zone.start].strip()
        assert text[zone.start : zone.end] == text[zone.start : zone.end].strip()
        position = zone.end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "." * 200_000,
        ". (" * 60_000,
        " |" * 90_000,
        ".a" * 90_000,
        "A: " + " \t" * 90_000,
        "<script>\n" * 20_000,
    ],
)
def test_hostile_lines_are_read_in_a_moment(tmp_path, text):
    assert one("Hills burn\n\n" + text + "x\n\nThe end came.", tmp_path).text


# -- bytes that are nearly UTF-8, and short Western ones ----------------------------------------


@pytest.mark.parametrize("word", ["São Paulo", "Münster", "Bogotá", "Malmö", "Besançon"])
def test_a_short_western_text_is_not_taken_for_an_east_asian_one(word):
    decoded = decode(f"Rescuers reached {word} on Monday, the mayor said.".encode("cp1252"))
    assert word in decoded.text
    assert decoded.guess == "cp1252"


def test_another_script_is_still_guessed():
    text = "Войска покинули город утром"
    assert decode(text.encode("cp1251")).text == text


def test_half_a_surrogate_pair_in_bytes_becomes_a_mark():
    decoded = decode(b"Rescuers \xed\xa0\x80 reached Pisco.")
    assert decoded.text == "Rescuers � reached Pisco."
    assert decoded.guess


def test_one_damaged_byte_does_not_spoil_a_utf8_text():
    text = "Der Bürgermeister von Münster öffnete Brücken, Plätze, Gärten, Höfe, Türme, Säle. " * 3
    decoded = decode(text.encode() + b"\xff")
    assert decoded.text == text + "�"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("null", "a JSON null"),
        ("[1]", "a JSON array"),
        ('{"text": true}', "type boolean"),
        ('{"text": null}', "type null"),
    ],
)
def test_a_row_that_is_no_report_is_named_as_json_names_it(line, named, tmp_path):
    (tmp_path / "a.jsonl").write_text(line, "utf-8")
    (problem,) = problems(tmp_path / "a.jsonl")
    assert named in problem.message


def test_a_number_of_too_many_digits_is_a_plain_message(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": ' + "9" * 5000 + ', "text": "Fine."}', "utf-8")
    (problem,) = problems(tmp_path / "a.jsonl")
    assert "a number too long" in problem.message
    assert "sys." not in problem.message
