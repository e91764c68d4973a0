"""Coordinates in a report: mentions, places, and what they settle about the names beside them."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from geo.gazetteer import OpenGazetteer, open_gazetteer
from geo.language.coordinates import with_coordinates
from geo.language.names import find_mentions
from geo.places import resolve
from geo.records import Document, Mention, Point, Resolution, Zone
from geo.settings import LanguageSettings, PlaceSettings


@cache
def world() -> OpenGazetteer:
    return open_gazetteer([])


def mentions(text: str, *names: str) -> tuple[Mention, ...]:
    """Mentions of a text whose names are given, with its coordinates."""
    found = [Mention(text.index(name), text.index(name) + len(name), name) for name in names]
    return with_coordinates(Document("d", "d.txt", text), found)


def read(text: str) -> dict[str, tuple[Mention, Resolution]]:
    document = Document("d", "d.txt", text)
    found = find_mentions(document, world(), settings=LanguageSettings())
    resolved = resolve(document, found, world(), settings=PlaceSettings())
    return {mention.text: (mention, one) for mention, one in zip(found, resolved, strict=True)}


# -- mentions


@pytest.mark.parametrize(
    "text",
    [
        "Tarumbo (12.5 S, 45.2 W) burned.",
        "Tarumbo [12.5 S, 45.2 W] burned.",
        "Tarumbo (grid 23L MG 8586 3584) burned.",
        "Tarumbo (GPS coordinates: -12.500, -45.200) burned.",
        "Tarumbo village (12.5 S, 45.2 W) burned.",
        "Tarumbo, at 12.5 S, 45.2 W, burned.",
        "Tarumbo lies at 12.5 S, 45.2 W.",
        "Tarumbo, which is located at 12.5 S, 45.2 W, burned.",
        "Tarumbo: 12.5 S, 45.2 W",
        "Tarumbo's coordinates are 12.5 S, 45.2 W.",
        "The coordinates of Tarumbo are 12.5 S, 45.2 W.",
        "12.5 S, 45.2 W (Tarumbo) burned.",
        "Tarumbo, at -12.5, -45.2, burned.",
    ],
)
def test_coordinates_are_joined_to_the_name_that_they_pinpoint(text):
    found = mentions(text, "Tarumbo")
    name = next(one for one in found if one.text == "Tarumbo")
    assert name.at is not None
    assert found[name.at].point is not None


@pytest.mark.parametrize(
    "text",
    [
        "They drove from Tarumbo to 12.5 S, 45.2 W.",
        "It lies 20 km north of Tarumbo, at 12.5 S, 45.2 W.",
        "It lies 20 km north of Tarumbo (12.5 S, 45.2 W).",
        "The raft left Tarumbo at 12.5 S, 45.2 W.",
        "Tarumbo was calm. A raft was seen at 12.5 S, 45.2 W.",
        "Tarumbo and a point at 12.5 S, 45.2 W were searched.",
    ],
)
def test_coordinates_of_something_else_are_not(text):
    assert all(one.at is None for one in mentions(text, "Tarumbo"))


def test_a_name_before_its_country_is_pinpointed():
    text = "Tarumbo, Brazil (12.5 S, 45.2 W) burned."
    town = Mention(0, 7, "Tarumbo", container=1)
    found = with_coordinates(Document("d", "d.txt", text), [town, Mention(9, 15, "Brazil")])
    assert [one.at for one in found] == [2, None, None]
    assert found[0].container == 1


def test_coordinates_win_over_names_and_containers_stay_in_step():
    text = "At 12.5 S, 45.2 W lies Tarumbo, Brazil."
    wrong = Mention(3, 9, "12.5 S")
    town, country = Mention(23, 30, "Tarumbo", container=2), Mention(32, 38, "Brazil")
    found = with_coordinates(Document("d", "d.txt", text), [wrong, town, country])
    assert [one.text for one in found] == ["12.5 S, 45.2 W", "Tarumbo", "Brazil"]
    assert found[1].container == 2


def test_an_unknown_name_before_coordinates_becomes_a_mention():
    assert mentions("A hamlet, Vorlat Dam (12.5 S, 45.2 W), burned.")[0].text == "Vorlat Dam"


@pytest.mark.parametrize(
    "text",
    [
        "The tanker Northern Pearl (12.5 S, 45.2 W) sank.",
        "The Northern Pearl (12.5 S, 45.2 W) sank.",
        "Position (12.5 S, 45.2 W) was logged.",
        "On Monday (12.5 S, 45.2 W) was logged.",
    ],
)
def test_what_is_no_name_does_not(text):
    (only,) = mentions(text)
    assert only.point is not None


def test_two_plain_numbers_count_only_beside_a_name():
    assert mentions("It stood at 36.3, 43.4 again.") == ()
    assert len(mentions("Tarumbo (36.3, 43.4) burned.", "Tarumbo")) == 2


def test_zones_that_are_not_mapped_hold_none():
    text = "Seen at 12.5 S, 45.2 W."
    document = Document("d", "d.txt", text, zones=(Zone(0, len(text), "menu", mapped=False),))
    assert with_coordinates(document, []) == ()


@given(st.text("Tarumbo (12.5 S, 45.2 W) at X4R2+7W and, 36.3 43.4 grid 38SLF12345678\n", max_size=80))
def test_any_text_gives_mentions_in_step(text):
    found = mentions(text)
    for index, one in enumerate(found):
        assert text[one.start : one.end] == one.text
        assert one.container is None or found[one.container].point is None
        assert one.at is None or (found[one.at].point is not None and one.at != index)


# -- places


def test_coordinates_are_a_place():
    mention, found = read("Divers searched at 25.50 N, 52.80 E on Monday.")["25.50 N, 52.80 E"]
    assert isinstance(mention.point, Point)
    place = found.place
    assert (place.id, place.kind, place.name) == ("coord:25.5,52.8", "site", "25.50 N, 52.80 E")
    assert place.extent_km == pytest.approx(1.11195)
    assert found.probability >= 0.9
    assert found.reasons == ("decimal degrees, to within 1.1 km",)


def test_a_place_of_coordinates_knows_its_country():
    _, found = read("An aircraft came down at 33T TG 91 40 at noon.")["33T TG 91 40"]
    assert (found.place.country, found.place.admin1) == ("IT", "Lazio")
    assert found.place.extent_km == 1.0


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("The team met in Springfield (39.80 N, 89.64 W) at noon.", "Springfield", "Illinois"),
        ("The team met in Springfield (37.21 N, 93.29 W) at noon.", "Springfield", "Missouri"),
        ("The team met in Springfield, at 42.1, -72.6, at noon.", "Springfield", "Massachusetts"),
        ("A fire in Georgetown (6.80 N, 58.16 W) was put out.", "Georgetown", "Demerara-Mahaica"),
        ("A fire in Georgetown (5.41 N, 100.33 E) was put out.", "Georgetown", "Penang"),
    ],
)
def test_coordinates_say_which_of_many(text, name, admin1):
    _, found = read(text)[name]
    assert found.place.admin1 == admin1
    assert found.probability >= 0.95
    assert "coordinates" in found.reasons[0]
    assert found.warnings == ()


def test_a_name_without_an_entry_near_is_placed_at_its_coordinates():
    found = read("The hamlet of Vorlatumbe (12.34 N, 14.56 E) was cut off. Vorlatumbe has no road.")
    name, point = found["Vorlatumbe"][1], found["12.34 N, 14.56 E"][1]
    assert name.place == point.place
    assert name.place.name == "Vorlatumbe"
    assert name.reasons[0] == "placed at the coordinates that the text gives for it"
    assert name.probability < point.probability


def test_a_well_known_town_is_never_moved():
    found = read("Nairobi (12.34 N, 14.56 E) was quiet.")
    name = found["Nairobi"][1]
    assert name.place.country == "KE"
    assert "stays where the gazetteer has it" in name.warnings[0]


def test_two_plain_numbers_need_a_place_that_agrees():
    found = read("Nairobi, at 34.5, 69.2, was quiet.")
    assert found["34.5, 69.2"][1].place is None
    assert found["Nairobi"][1].place.country == "KE"
    assert found["Nairobi"][1].warnings == ()


def test_a_short_plus_code_is_completed_by_its_town():
    found = read("The clinic stands at PR5C+4V Nairobi, nurses said.")
    place = found["PR5C+4V"][1].place
    assert place.country == "KE"
    assert abs(place.lat + 1.29) < 0.5
    assert abs(place.lon - 36.82) < 0.5


def test_a_short_plus_code_alone_is_left():
    assert "PR5C+4V" not in read("The parcel bore PR5C+4V on its side.")


@limits(max_examples=30, deadline=None)
@given(st.floats(-89, 89), st.floats(-179, 179))
def test_any_point_is_placed_where_it_is_written(lat, lon):
    words = f"{abs(lat):.4f}° {'NS'[lat < 0]}, {abs(lon):.4f}° {'EW'[lon < 0]}"
    _, found = read(f"A raft was seen at {words} today.")[words]
    assert found.place.lat == pytest.approx(lat, abs=1e-4)
    assert found.place.lon == pytest.approx(lon, abs=1e-4)
    assert found.place.id.startswith("coord:")
