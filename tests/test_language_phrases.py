"""Locative phrases: the rows of the ontology, what must be refused, targets, offsets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.language import phrases_text
from geo.language import phrases_words as w
from geo.language.parsing import Sentence
from geo.language.phrases import find_phrases
from geo.language.phrases_text import distance, number
from geo.language.phrases_words import point, points
from geo.records import Mention, Phrase

NAMES = (
    "Cusco|Lima|Nairobi|Lampedusa|Grenoble|Lyon|France|Cali|Mekong|Laos|Danube|Vienna|Marawi|Colombia|Kashmir"
    "|Srinagar|Texas|Sendai|Tripoli|Chiang Mai|North Korea|South Sudan|Juba|West Bank|Kyiv|Odesa|Libya|Chad"
    "|Sudan|Thailand|Lagos|Houston|El Paso|Turkey|Japan|Kenya|Somalia|Lamu|Ghana|Togo|Rabat|Fez|Nile|Aswan"
    "|Paraguay|Oruro|Bolivia|Sydney|Gabon|Mali|Gao|Niger"
)
PEOPLES = "Peruvian|Philippine|Libyan|Kenyan|Mexican|Malian|Ghanaian|Togolese|Bolivian"


def read(text: str, *, start: int = 0) -> tuple[Phrase, ...]:
    mentions = [
        Mention(
            start + found.start(), start + found.end(), found.group(), demonym=bool(found.group("people"))
        )
        for found in re.finditer(rf"\b(?:(?P<people>{PEOPLES})|(?:{NAMES}))\b", text)
    ]
    return find_phrases(Sentence(start, start + len(text), text, None, start, "body"), mentions)


def brief(text: str) -> list[tuple[str, tuple[str, ...], list[str]]]:
    return [
        (phrase.model, phrase.relations, [anchor.text or f"<{anchor.nominal}>" for anchor in phrase.anchors])
        for phrase in read(text)
    ]


@pytest.mark.parametrize(
    ("text", "model", "relations", "anchors"),
    [
        # PART
        ("Rain fell over northern Laos.", "PART", ("N",), ["Laos"]),
        ("Rain fell over northern and eastern Laos.", "PART", ("N", "E"), ["Laos"]),
        ("Farms in the far south of Thailand burned.", "PART", ("S",), ["Thailand"]),
        ("They fled to the south of the country.", "PART", ("S",), ["the country"]),
        ("Kyiv's eastern suburbs were dark.", "PART", ("E", "outskirts"), ["Kyiv"]),
        ("A market in the western districts of Lagos opened.", "PART", ("W",), ["Lagos"]),
        ("Smoke rose over central Nairobi.", "PART", ("central",), ["Nairobi"]),
        ("Crowds filled the heart of the city.", "PART", ("central",), ["the city"]),
        ("Shops in the southern Philippine city of Marawi shut.", "PART", ("S",), ["Philippine"]),
        ("Rain fell over southern Zarkona.", "PART", ("S",), ["Zarkona"]),
        ("Rain fell over central and southern Laos.", "PART", ("central", "S"), ["Laos"]),
        # EXT
        ("A fire north of Lyon spread.", "EXT", ("N",), ["Lyon"]),
        ("A fire just east of Lyon spread.", "EXT", ("E",), ["Lyon"]),
        ("Farms south and east of Grenoble flooded.", "EXT", ("S", "E"), ["Grenoble"]),
        ("Farms to the north and west of Grenoble flooded.", "EXT", ("N", "W"), ["Grenoble"]),
        ("The army left open a corridor to the west.", "EXT", ("W",), ["<place>"]),
        # DD, DO, TIME, OFF
        ("Pisac lies 15 km north-east of Cusco.", "DD", ("NE",), ["Cusco"]),
        ("Juli is some 570km south-east of the Peruvian capital, Lima.", "DD", ("SE",), ["Lima"]),
        ("The hut stands 12 miles to the north.", "DD", ("N",), ["<place>"]),
        ("A mine 9 km from Oruro caved in.", "DO", ("distance",), ["Oruro"]),
        ("The bus crashed five miles outside Nairobi.", "DO", ("outside",), ["Nairobi"]),
        (
            "Karima, which lies about 20 kilometres (12 miles) away, is calm.",
            "DO",
            ("distance",),
            ["<place>"],
        ),
        ("The camp is a two-hour drive north of Gao.", "TIME", ("N",), ["Gao"]),
        ("The boat sank 20 nautical miles off Lampedusa.", "OFF", ("off",), ["Lampedusa"]),
        ("The boat sank off the southern coast of Japan.", "OFF", ("S",), ["Japan"]),
        ("The boat sank off Libya's coast.", "OFF", ("off",), ["Libya"]),
        # NEAR, SURR, IN
        ("A fire west of the city, Quispe said.", "EXT", ("W",), ["the city"]),
        ("Shots rang out near Oruro.", "NEAR", ("near",), ["Oruro"]),
        ("Shots rang out in the vicinity of Oruro.", "NEAR", ("near",), ["Oruro"]),
        ("A depot just outside Fez burned.", "NEAR", ("outside",), ["Fez"]),
        ("Troops massed around the city of Gao.", "SURR", ("around",), ["Gao"]),
        ("Buses stopped on the outskirts of the town.", "SURR", ("outskirts",), ["the town"]),
        ("The routes out of Fez are closed.", "SURR", ("out of",), ["Fez"]),
        ("The convoy was hit inside Libya.", "IN", ("inside",), ["Libya"]),
        ("Fighting goes on in the city proper.", "IN", ("within",), ["the city"]),
        # ADJ, SIDE, ALONG, BETW
        ("Guards patrol near the border with Togo.", "ADJ", ("near", "border"), ["Togo"]),
        ("Guards patrol on the Malian border.", "ADJ", ("on", "border"), ["Malian"]),
        (
            "Guards patrol along the Ghanaian-Togolese border.",
            "ADJ",
            ("along", "border"),
            ["Ghanaian", "Togolese"],
        ),
        (
            "It lies close to the border between Kenya and Somalia.",
            "ADJ",
            ("close to", "border"),
            ["Kenya", "Somalia"],
        ),
        ("A post 5 km from the Chad-Sudan border fell.", "ADJ", ("near", "border"), ["Chad", "Sudan"]),
        ("A shop just across the border from Texas shut.", "SIDE", ("across", "border"), ["Texas"]),
        ("Tents stand on the east bank of the Danube.", "SIDE", ("E", "bank"), ["Danube"]),
        ("Villages along the Mekong flooded.", "ALONG", ("along",), ["Mekong"]),
        ("The column worked its way up the Nile valley.", "ALONG", ("up",), ["Nile valley"]),
        ("Hotels along the coast of Ghana closed.", "ALONG", ("coast",), ["Ghana"]),
        ("Troops advanced to 5 km from Gao.", "DO", ("distance",), ["Gao"]),
        ("A car stood 20 km east of the city centre.", "DD", ("E",), ["the city centre"]),
        ("A farm midway from Rabat to Fez burned.", "BETW", ("halfway",), ["Rabat", "Fez"]),
        ("Farms within a 10-mile radius of Lyon burned.", "DO", ("within",), ["Lyon"]),
        ("A ferry sank off Lamu.", "OFF", ("off",), ["Lamu"]),
        ("Tents stand in the hills above Sendai.", "NEAR", ("near",), ["Sendai"]),
        ("Tents stand in the Gao countryside.", "SURR", ("outskirts",), ["Gao"]),
        ("A farm halfway between Rabat and Fez burned.", "BETW", ("halfway",), ["Rabat", "Fez"]),
        ("Trucks queue on the Houston-El Paso highway.", "BETW", ("road",), ["Houston", "El Paso"]),
        ("The road from Juba to Nairobi is cut.", "BETW", ("road",), ["Juba", "Nairobi"]),
    ],
)
def test_each_row_of_the_ontology(
    text: str, model: str, relations: tuple[str, ...], anchors: list[str]
) -> None:
    assert (model, relations, anchors) in brief(text)


@pytest.mark.parametrize(
    "text",
    [
        "Firms in Kenya sold north of 5,000 phones.",
        "The deal is worth north of $3 million to Gabon.",
        "It all went south of the border.",
        "Aid reached North Korea, South Sudan and the West Bank.",
        "Between 5 and 10 people died in Lima.",
        "Talks between France and Turkey broke down.",
        "The match between Ghana and Togo ended level.",
        "The economy of Gabon is near collapse.",
        "A left-leaning mayor of Lyon quit.",
        "He walked 20 km from Rabat to Fez.",
        "They toured around Japan around Christmas.",
        "Power was cut off in Gao.",
        "Buses crossed the border into Togo.",
        "Trade moved across the border into Togo.",
        "Many southern Baptists and western Christians came.",
        "It was printed in the South Sudan Herald.",
    ],
)
def test_what_is_no_region(text: str) -> None:
    assert brief(text) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Oruro, 230 km south of La Paz and not far from Cali, froze.", "Oruro"),
        ("Lamu, a resort on an island near Kenya, was quiet.", "Lamu"),
        ("Gao is about 320 km east of Mali.", "Gao"),
        ("The village of Zarkona, some 40 km (25 miles) west of Aswan, lost power.", "Zarkona"),
        ("Shops in the southern Philippine city of Marawi shut.", "Marawi"),
        ("Several villages south of Aswan lost power.", "Several villages"),
        ("A fire north of Lyon spread.", None),
        ("Herders fled to Zarkona, 40 km west of Aswan, by bus.", "Zarkona"),
        ("Herders fled to Tin Zarkona, which lies 40 km west of Aswan.", "Tin Zarkona"),
        ("Zarkona is 40 km west of Aswan.", "Zarkona"),
        ("Residents of Zarkona, near Aswan, fled.", "Zarkona"),
        ("The convoy reached Zarkona, between Rabat and Fez, at noon.", "Zarkona"),
        ("On Monday, 40 km west of Aswan, a bus broke down.", None),
        ("Yesterday, 40 km west of Aswan, a bus broke down.", None),
        ("The blast, said Colonel Diarra, 20 km from Gao, hurt six.", None),
        ("President Sarr, near Gao for a rally, spoke.", None),
        ("Members of ISGS, 30 km from Gao, gave up.", None),
        ("Troops are 5 km from Gao.", None),
    ],
)
def test_what_a_phrase_locates(text: str, target: str | None) -> None:
    found = read(text)[0].target
    assert (found.text if found else None) == target


def test_stacked_phrases_share_their_target() -> None:
    phrases = read("Oruro is about 45 miles north of Cali near the border with Bolivia.")
    assert [phrase.model for phrase in phrases] == ["DD", "ADJ"]
    assert [phrase.target.text if phrase.target else None for phrase in phrases] == ["Oruro", "Oruro"]


def test_the_head_noun_belongs_to_the_phrase() -> None:
    (phrase,) = read("Rebels shelled several fishing villages south and east of Aswan.")
    assert phrase.text == "several fishing villages south and east of Aswan"
    assert phrase.combine == "union"


def test_a_facility_with_a_town_in_its_name_is_not_the_town() -> None:
    (phrase,) = read("A fire north of Aswan Thermal Station spread.")
    assert phrase.anchors[0].mention is None
    assert phrase.anchors[0].text.startswith("Aswan Thermal")


def test_an_unsaid_anchor_is_marked() -> None:
    (phrase,) = read("The farm, which lies about 9 km away, is empty.")
    assert phrase.inferred == ("anchor",)
    assert phrase.anchors[0].nominal == "place"


@pytest.mark.parametrize(
    ("words", "km", "low", "high"),
    [
        ("about 15 kilometres (10 miles)", 15.0, None, None),
        ("some 160km", 160.0, None, None),
        ("1,196 miles", 1924.7754, None, None),
        ("20 nautical miles", 37.04, None, None),
        ("10-15 km", 12.5, 10.0, 15.0),
        ("between 10 and 15 km", 12.5, 10.0, 15.0),
        ("more than 40 km", 40.0, 40.0, None),
        ("less than 40 km", 40.0, None, 40.0),
        ("half a mile", 0.8047, None, None),
        ("twenty-five miles", 40.2336, None, None),
        ("several kilometres", 5.0, 2.5, 10.0),
        ("500 metres", 0.5, None, None),
    ],
)
def test_distances(words: str, km: float, low: float | None, high: float | None) -> None:
    found = distance(words)
    assert found is not None
    assert (found.km, found.low_km, found.high_km) == (km, low, high)


def test_numbers_in_words() -> None:
    assert [number(words) for words in ("two", "a couple of hundred", "a dozen", "1,250", "no")] == [
        2.0,
        200.0,
        12.0,
        1250.0,
        None,
    ]


def test_compass_words() -> None:
    assert [point(words) for words in ("north-eastern", "South West", "south/southeast", "east west")] == [
        "NE",
        "SW",
        "SSE",
        None,
    ]
    assert points("north, south and east") == ("N", "S", "E")


def test_offsets_count_from_the_document() -> None:
    text = "Farms 12 km north of Lyon flooded."
    here, there = read(text), read(text, start=500)
    assert [(phrase.start + 500, phrase.text) for phrase in here] == [(p.start, p.text) for p in there]


_CUES = (
    "the|city|of|north|southern|border|with|and|12 km|miles|from|near|between|along|coast|'s|,|-|which lies"
    "|away|to the|off|(|$3m|two hours' drive|outskirts|bank|\u2019|\n|Zarkona|village|inside|road|)"
)
_WORDS = st.sampled_from([*NAMES.split("|"), *PEOPLES.split("|"), *_CUES.split("|")])


@given(st.lists(_WORDS, max_size=14).map(" ".join) | st.text(max_size=80), st.integers(0, 1000))
def test_never_crashes_and_offsets_hold(text: str, start: int) -> None:
    phrases = read(text, start=start)
    for phrase in phrases:
        assert start <= phrase.start < phrase.end <= start + len(text)
        assert phrase.text == text[phrase.start - start : phrase.end - start]
        for reference in (*phrase.anchors, *([phrase.target] if phrase.target else [])):
            assert reference.text == text[reference.start - start : reference.end - start]
    assert list(phrases) == sorted(phrases, key=lambda phrase: phrase.start)
    assert phrases == read(text, start=start)


_LEXICON = [
    *w.PARTS,
    *w.HEADS,
    *w.WAYS,
    *w.WATERS,
    *w.SHORES,
    *w.BANKS,
    *w.CUES,
    *w.UNITS,
    *w.TIMES,
    *w.SPEEDS,
    *w.KINDS,
]
_MORE = (
    "of|in|to|from|outside|within|a 5 km radius|around|up|down|on|along|across|River|off|waters|into|out of"
    "|leading to|halfway|linking|proper|town of|central|downtown|outer|inner|heart|3-hour|40km|north-east"
    "|northwards|Its|the|A-B"
)
_ANY_WORD = st.sampled_from(
    [*_LEXICON, *_MORE.split("|"), *_CUES.split("|"), "Lima", "Kenyan", "Chad", "Vodava"]
)


@given(st.lists(_ANY_WORD, max_size=12).map(" ".join))
def test_no_phrase_is_lost_by_looking_at_the_words_first(text: str) -> None:
    found = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrases_text, "kinds", lambda _: -1)  # every kind of word
        assert read(text) == found
