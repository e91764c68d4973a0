from __future__ import annotations

import subprocess
import sys
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.gazetteer import OpenGazetteer, open_gazetteer
from geo.language.names import find_mentions
from geo.language.toponyms.context import CAPS, PLAIN, TITLE, read_context
from geo.language.toponyms.lookup import lookup_of
from geo.language.toponyms.page import read_page
from geo.records import Document, Mention, Zone
from geo.settings import LanguageSettings


@cache
def world() -> OpenGazetteer:
    return open_gazetteer([])


def mentions(text: str, *zones: Zone) -> tuple[Mention, ...]:
    document = Document(id="d", source="d.txt", text=text, zones=zones)
    return find_mentions(document, world(), settings=LanguageSettings())


def places(text: str) -> list[str]:
    return [m.text for m in mentions(text) if not m.demonym]


def literal(text: str) -> list[str]:
    return [m.text for m in mentions(text) if m.literal]


def one(text: str, name: str) -> Mention:
    return next(m for m in mentions(text) if m.text == name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thousands fled N'Djamena for Kousseri, a town in Cameroon.", ["N'Djamena", "Kousseri", "Cameroon"]),
        ("Rebels seized Deir ez-Zor and Al-Mayadin in Syria.", ["Deir ez-Zor", "Al-Mayadin", "Syria"]),
        ("Patrols crossed the Gulf of Aden and the Strait of Hormuz.", ["Gulf of Aden", "Strait of Hormuz"]),
        ("Ferries left Newcastle upon Tyne for IJmuiden.", ["Newcastle upon Tyne", "IJmuiden"]),
        (
            "Trains between São Paulo and Rio de Janeiro stood still.",
            ["São Paulo", "Rio de Janeiro"],
        ),
        ("Shelling hit Kharkiv\u2019s northern suburbs and Kherson.", ["Kharkiv", "Kherson"]),
        ("Buses ran from Fayetteville, N.C., to Charleston, W.Va., on Friday.",
         ["Fayetteville", "N.C.", "Charleston", "W.Va."]),
        ("The convoy reached the Zaatari camp in\u00a0Jordan.", ["Zaatari camp", "Jordan"]),
        ("Talks in The Hague and Addis Ababa ended in May.", ["The Hague", "Addis Ababa"]),
        ("Kyiv-based groups met near the Chad\u2013Sudan border.", ["Kyiv", "Chad", "Sudan"]),
        ("Storms crossed Northern Bavaria before dawn.", ["Bavaria"]),
        ("Missiles were fired from Hodeidah at two tankers.", ["Hodeidah"]),
        ("Traders of Arsal in Lebanon shut their shops.", ["Arsal", "Lebanon"]),
        ("Families fled Qamishli for Hasakah in Syria.", ["Qamishli", "Hasakah", "Syria"]),
    ],
)  # fmt: skip
def test_names_from_all_over_the_world(text: str, expected: list[str]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "trap"),
    [
        ("Chad Smith drummed while Georgia Stanway watched in Doha.", "Chad"),
        ("Chad Smith drummed while Georgia Stanway watched in Doha.", "Georgia"),
        ("President Lincoln Adeyemi spoke in Abuja.", "Lincoln"),
        ("The Nairobi Star and the Buffalo Courier covered it.", "Buffalo"),
        ("Many people left in March.", "Many"),
        ("They came in August and stayed. Of course they did.", "Of"),
        ("Lawyers for Mr. Paris said so.", "Paris"),
        ("The Denver Broncos lost again.", "Denver"),
        ("She studied at Victoria University last June.", "June"),
        ("Islamic Front in Greater Sahel (IFGS) fighters attacked Menaka in Mali.", "Sahel"),
    ],
)
def test_traps_are_not_literal_places(text: str, trap: str) -> None:
    assert trap not in literal(text)


def test_surname_of_a_person_named_before_is_no_place() -> None:
    text = "Colonel Jordan Hamilton led the raid. Later Hamilton said the troops had left Zinder in Niger."
    assert "Hamilton" not in places(text)
    assert "Zinder" in places(text)


def test_capital_headlines_are_read() -> None:
    text = "SUDAN: CLASHES IN EL FASHER AND NYALA AS ARMY PUSHES TOWARDS KHARTOUM"
    assert places(text) == ["SUDAN", "EL FASHER", "NYALA", "KHARTOUM"]


def test_words_of_peoples_are_kept_apart() -> None:
    found = one("Ivorian troops and Peruvians met in Lima.", "Ivorian")
    assert found.demonym
    assert not found.literal
    assert [m.text for m in mentions("Ivorian troops and Peruvians met in Lima.") if m.demonym] == [
        "Ivorian",
        "Peruvians",
    ]
    assert places("Kurdish and Muslim families prayed.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Beijing rejected the plan.", "Beijing"),
        ("The Lima government fell.", "Lima"),
        ("Ghana police arrested two men.", "Ghana"),
        ("U.S.-backed forces left.", "U.S."),
        ("Students of the University of Nairobi marched.", "Nairobi"),
        ("Berlin sent aid on Monday, while Jakarta stayed silent.", "Jakarta"),
        ("Canberra accused Beijing of stealing the files.", "Beijing"),
        ("Delhi urged Dhaka to reopen the bridge.", "Dhaka"),
    ],
)
def test_metonyms_and_modifiers_are_not_literal(text: str, name: str) -> None:
    assert name not in literal(text)


def test_kind_words_and_containers() -> None:
    text = "They drove from Paris, Texas, to the city of Torreón in Mexico."
    found = mentions(text)
    assert [m.text for m in found] == ["Paris", "Texas", "Torreón", "Mexico"]
    assert found[0].container == 1
    assert found[2].kind_hint == "city"
    assert found[2].container == 3
    assert one("Floods hit Kharkiv Oblast.", "Kharkiv Oblast").kind_hint == "admin1"
    assert one("He was raised in Peru, Indiana.", "Peru").container == 1


def test_region_of_a_people_is_one_place() -> None:
    text = "Families moved towards (Iraq\u2019s Kurdish) region on Monday."
    region = one(text, "Kurdish) region")
    assert region.lookup == "Kurdish region"
    assert "Kurdish region" in places("They entered Iraq's autonomous Kurdish region at night.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The village of Qorvandesh, in hills, burned.", "Qorvandesh"),
        ("Men gathered in Zhurlabad, 40 km west of Herat.", "Zhurlabad"),
        ("Fighting shook Tarnugol district and the area of Vindelopo village yesterday.", "Vindelopo"),
    ],
)
def test_unknown_names_need_strong_words_of_place(text: str, name: str) -> None:
    found = one(text, name)
    assert any("not in the gazetteer" in reason for reason in found.reasons)


def test_unknown_names_without_such_words_are_left_alone() -> None:
    assert places("Zhurlabad was quiet and Vindelopo smiled.") == []


def test_boilerplate_is_not_read() -> None:
    text = "Related: Lima, Quito\n\nFlooding closed roads in Bogotá."
    found = mentions(text, Zone(0, 20, "related", mapped=False), Zone(22, len(text), "body", mapped=True))
    assert [m.text for m in found] == ["Bogotá"]


def test_broken_lines_are_joined_in_prose_only() -> None:
    prose = "The delegation arrived late on Thursday evening in Buenos\nAires and left again."
    assert one(prose, "Buenos\nAires").lookup == "Buenos Aires"
    assert "Lima\nOhio" not in places("Lima\nOhio\n")


def test_runs_and_headline_style() -> None:
    texts = ["Troops entered the old town of Harar at dawn.", "Troops Enter Old Town as Thousands Flee"]
    texts.append("SOLDIERS LEAVE OLD TOWN")
    page = read_page(texts, [lookup_of(world())] * len(texts))
    style = read_context(page).style
    assert [set(style[first:last].tolist()) for first, last in page.bounds] == [{PLAIN}, {TITLE}, {CAPS}]


def test_stage_never_loads_a_parser() -> None:
    code = (
        "import sys, types, geo, pathlib\n"
        "room = types.ModuleType('geo.language')\n"  # the package's face reads motion too, with a parser
        "room.__path__ = [str(pathlib.Path(geo.__file__).parent / 'language')]\n"
        "sys.modules['geo.language'] = room\n"
        "import geo.language.names, geo.places\n"
        "sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


WORDS = st.sampled_from([
    "Paris", "St.", "John's", "al-Bab", "U.S.", "-", "\u2019s", "the", "of", "Köln", "\u201c", "(",
    ")", "\n", "\n\n", ",", ".", "N.Y.", "İzmir", "said", "Gulf", "New", "York", "\u00a0", "🙂",
    "Iraqi", "Kurdish", "region", "1914", "E\u0301vora", "\u2028",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(WORDS, max_size=30).map(" ".join),
    st.lists(WORDS, max_size=30).map("".join),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=30).map(" ".join), st.lists(WORDS).map("".join))
)
def test_any_text_gives_ordered_spans_of_the_text(text: str) -> None:
    found = mentions(text)
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= m.score <= 1 for m in found)
    assert all(m.container is None or 0 <= m.container < len(found) for m in found)
    assert found == mentions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Amazon opened a store in Iquitos.",
        "The Amazon warehouse in Iquitos burned.",
        "The Republican in Iquitos lost his seat.",
        "The Baltic leaders met in Iquitos.",
    ],
)
def test_words_with_the_article_are_rivers_only_where_nothing_else_is_meant(text: str) -> None:
    assert literal(text) == ["Iquitos"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells hit Kharkiv's Saltivka quarter.", ["Kharkiv", "Saltivka"]),
        ("Fans filled Oslo's Central Station.", ["Oslo", "Central Station"]),
        ("Floods cut off Chile's Atacama region.", ["Chile", "Atacama"]),
        ("Chicago's Justice Department closed the case.", ["Chicago"]),
    ],
)
def test_an_owner_and_what_it_owns_are_heard_by_the_word_of_kind(text: str, names: list[str]) -> None:
    assert literal(text) == names
