"""Regions: anchors resolved, what is left out, what a region lies in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.language.parsing import split_sentences
from geo.language.phrases import find_phrases
from geo.records import Document, Mention, Place, Reading, Region, Resolution, Zone
from geo.relations.regions import find_regions

PLACES = {
    "Oruro": Place("p:1", "Oruro", "city", -67.1, -17.97, "BO"),
    "Uyuni": Place("p:2", "Uyuni", "city", -66.82, -20.46, "BO"),
    "Bolivia": Place("p:3", "Bolivia", "country", -65.0, -17.0, "BO"),
    "Bolivian": Place("p:3", "Bolivia", "country", -65.0, -17.0, "BO"),
    "Chile": Place("p:4", "Chile", "country", -71.0, -30.0, "CL"),
    "Chilean": Place("p:4", "Chile", "country", -71.0, -30.0, "CL"),
    "Potosi": Place("p:5", "Potosí", "admin1", -66.9, -20.6, "BO"),
    "Lauca": Place("p:6", "Lauca", "river", -68.3, -18.5, "BO"),
    "Zarkona": None,
    "Desaguadero": None,
}


def regions_of(text: str, *, zones: tuple[Zone, ...] = ()) -> tuple[Region, ...]:
    document = Document("d", "d.txt", text, zones=zones)
    found = list(re.finditer("|".join(sorted(PLACES, key=len, reverse=True)), text))
    mentions = tuple(
        Mention(name.start(), name.end(), name.group(), demonym=name.group() in ("Bolivian", "Chilean"))
        for name in found
    )
    resolutions = tuple(
        Resolution(index, PLACES[mention.text], 0.9) for index, mention in enumerate(mentions)
    )
    sentences = split_sentences(document)
    phrases = tuple(phrase for sentence in sentences for phrase in find_phrases(sentence, mentions))
    spans = tuple((sentence.start, sentence.end) for sentence in sentences)
    return find_regions(document, Reading("d", spans, mentions, phrases, ()), resolutions)


def anchors(region: Region) -> list[str | None]:
    return [end.place.name if end.place else None for end in region.anchors]


def test_a_named_anchor_is_its_place() -> None:
    (region,) = regions_of("A mine 9 km north of Oruro caved in.")
    assert anchors(region) == ["Oruro"]
    assert region.phrase.relations == ("N",)


def test_an_anchor_that_no_one_knows_stays_without_a_place() -> None:
    (region,) = regions_of("A mine 9 km north of Zarkona caved in.")
    assert anchors(region) == [None]
    assert region.anchors[0].text == "Zarkona"


def test_the_city_is_the_city_named_before() -> None:
    (region,) = regions_of("Rain fell on Oruro. Buses stopped on the outskirts of the city.")
    assert anchors(region) == ["Oruro"]


def test_a_noun_with_nothing_named_before_it_is_left_out() -> None:
    assert regions_of("Buses stopped on the outskirts of the city. Rain fell on Oruro.") == ()


def test_an_unsaid_anchor_is_the_place_that_the_sentence_speaks_of() -> None:
    text = "Snow fell on villages south of Oruro, for example Uyuni, which lies about 9 km away."
    last = regions_of(text)[-1]
    assert anchors(last) == ["Oruro"]
    assert last.anchors[0].inferred
    assert last.target is not None
    assert last.target.place == PLACES["Uyuni"]


def test_an_unsaid_anchor_that_nothing_makes_plain_is_left_out() -> None:
    assert regions_of("The farm, which lies about 9 km away, is empty.") == ()


def test_the_northern_city_of_a_named_country() -> None:
    region = regions_of("Bolivia mourned. Shops in the northern city of Oruro shut.")[0]
    assert anchors(region) == ["Bolivia"]
    assert region.anchors[0].inferred
    assert regions_of("Shops in the northern city of Oruro shut.") == ()


def test_the_border_alone_is_the_border_named_before() -> None:
    first, second = regions_of(
        "Guards patrol near the Chilean border. Shots rang out near the border at dawn."
    )
    assert anchors(first) == anchors(second) == ["Chile"]
    assert second.anchors[0].inferred
    assert regions_of("Shots rang out near the border at dawn.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose around Bolivia.",
        "The fight between Bolivia and Chile goes on.",
        "A depot just outside Chile burned.",
    ],
)
def test_whole_countries_are_no_surroundings(text: str) -> None:
    assert regions_of(text) == ()


def test_within_comes_from_the_same_clause() -> None:
    inside, near = regions_of("The camp lies inside Bolivia near the Chilean border.")
    assert (inside.within, near.within) == ((), ("p:3",))
    (region,) = regions_of("A mine 9 km north of Uyuni in Potosi province caved in.")
    assert region.within == ("p:5",)
    (side,) = regions_of("Trucks wait on the Bolivian side of the border with Chile.")
    assert (anchors(side), side.within) == (["Bolivia", "Chile"], ("p:3",))


def test_a_region_named_in_front_holds_the_spot_and_is_not_the_spot() -> None:
    (region,) = regions_of("In Potosi, 40 km north of Uyuni, snow fell.")
    assert (region.target, region.within) == (None, ("p:5",))


def test_a_river_nobody_mapped_gives_way_to_the_town_beside_it() -> None:
    (region,) = regions_of("Boats sank on the Desaguadero river north of Oruro.")
    assert region.phrase.model == "EXT"
    (both,) = regions_of("Boats sank on the Lauca river north of Oruro.")
    assert both.along is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Camps along the Lauca north of Oruro closed.", "along the Lauca north of Oruro"),
        ("Camps on the Lauca between Oruro and Uyuni closed.", "between Oruro and Uyuni"),
        ("Camps on the Lauca south of Uyuni closed.", "south of Uyuni"),
    ],
)
def test_a_stretch_of_a_river_is_one_region(text: str, words: str) -> None:
    (region,) = regions_of(text)
    assert region.phrase.text == words
    assert region.along is not None
    assert region.along.place == PLACES["Lauca"]
    assert region.target is None


def test_a_town_beside_no_line_lies_along_none() -> None:
    (region,) = regions_of("Camps in Uyuni, south of Oruro, closed.")
    assert region.along is None


def test_in_the_north_of_a_country_is_inside_it() -> None:
    (inside,) = regions_of("Herds died in north-west of Bolivia.")
    assert inside.phrase.model == "PART"
    (outside,) = regions_of("Herds died north-west of Bolivia.")
    assert outside.phrase.model == "EXT"
    (town,) = regions_of("Herds died in hills north-west of Oruro.")
    assert town.phrase.model == "EXT"


def test_boilerplate_has_no_regions() -> None:
    text = "A mine 9 km north of Oruro caved in."
    assert regions_of(text, zones=(Zone(0, len(text), "body", mapped=True),))
    document_zones = (Zone(0, len(text), "menu", mapped=False),)
    assert regions_of(text, zones=document_zones) == ()


_WORDS = st.sampled_from(
    [
        *PLACES,
        "the city",
        "of",
        "north",
        "southern",
        "the border",
        "with",
        "and",
        "12 km",
        "from",
        "near",
        "between",
    ]
)


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_never_crashes_and_keeps_the_order(text: str) -> None:
    found = regions_of(text)
    assert [region.phrase.start for region in found] == sorted(region.phrase.start for region in found)
    assert all(region.anchors for region in found)
