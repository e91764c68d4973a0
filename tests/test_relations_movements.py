"""Movements: ends resolved to places, nouns to places named before, and what may be drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.records import (
    Document,
    Mention,
    Motion,
    Movement,
    Phrase,
    Place,
    Reading,
    Reference,
    Resolution,
    Status,
    Words,
)
from geo.relations import find, find_movements, resolve_reference
from geo.relations.references import resolve_references

PLACES = {
    "Goma": Place("1", "Goma", "city", 29.2, -1.7, "CD"),
    "Bukavu": Place("2", "Bukavu", "city", 28.9, -2.5, "CD"),
    "Rwanda": Place("3", "Rwanda", "country", 30.0, -2.0, "RW"),
    "Mugombwa": Place("4", "Mugombwa", "camp", 29.8, -2.7, "RW"),
    "Kivu": Place("5", "Lake Kivu", "lake", 29.1, -2.0, ""),
    "Kigali": Place("6", "Kigali", "city", 30.1, -1.9, "RW", extra=(("feature", "PPLC"),)),
    "Rwandan": Place("3", "Rwanda", "country", 30.0, -2.0, "RW"),
}


def reading(
    text: str, *, motions: tuple[Motion, ...] = (), phrases: tuple[Phrase, ...] = ()
) -> tuple[Document, Reading, tuple[Resolution, ...]]:
    """A reading whose mentions are the known names of the text, all resolved."""
    spans = sorted(
        (text.index(name, at), name)
        for name in PLACES
        for at in range(len(text))
        if text.startswith(name, at) and not (name == "Rwanda" and text.startswith("Rwandan", at))
    )
    mentions = tuple(
        Mention(start, start + len(name), name, demonym=name == "Rwandan")
        for start, name in dict.fromkeys(spans)
    )
    resolutions = tuple(Resolution(i, PLACES[mention.text], 0.9) for i, mention in enumerate(mentions))
    sentences, at = [], 0
    for part in text.split(". "):
        sentences.append((at, at + len(part)))
        at += len(part) + 2
    made = Reading("d", tuple(sentences), mentions, phrases, motions)
    return Document("d", "d", text), made, resolutions


def noun(text: str, words: str, kind: str) -> Reference:
    start = text.rindex(words)
    return Reference(start, start + len(words), words, nominal=kind)


def name(text: str, words: str, index: int, **more: object) -> Reference:
    start = text.index(words)
    return Reference(start, start + len(words), words, mention=index, **more)  # type: ignore[arg-type]


def motion(text: str, status: Status | None = None, **more: object) -> Motion:
    fields = {"motion_class": "FLEE/DISPLACE", **more}
    return Motion(0, len(text), text, Words(0, 4, text[:4]), "flee", status=status or Status(), **fields)  # type: ignore[arg-type]


def one(text: str, item: Motion) -> Movement:
    document, made, resolutions = reading(text, motions=(item,))
    (movement,) = find_movements(document, made, resolutions, regions={})
    return movement


def resolved(text: str, reference: Reference) -> tuple[str | None, bool]:
    document, made, resolutions = reading(text)
    end = resolve_reference(reference, reading=made, resolutions=resolutions, document=document)
    return (end.place.name if end.place else None), end.inferred


def test_a_name_means_its_place() -> None:
    text = "They fled Goma for Bukavu"
    movement = one(
        text, motion(text, origins=(name(text, "Goma", 0),), destinations=(name(text, "Bukavu", 1),))
    )
    assert [end.place.name for end in (*movement.origins, *movement.destinations) if end.place] == [
        "Goma",
        "Bukavu",
    ]
    assert movement.draw == "arrow"
    assert movement.inferred == ()


def test_the_city_is_the_one_city_named() -> None:
    text = "Goma was quiet. They left the city"
    assert resolved(text, noun(text, "the city", "city")) == ("Goma", False)


def test_the_city_means_none_of_two_named_afar() -> None:
    text = "Goma was quiet. Bukavu was not. It rained. They left the city"
    assert resolved(text, noun(text, "the city", "city")) == (None, False)


def test_the_city_is_the_one_that_the_text_is_about() -> None:
    text = "Goma was quiet. Bukavu was not. Goma waited. Goma slept. It rained. They left the city"
    assert resolved(text, noun(text, "the city", "city")) == ("Goma", True)


def test_the_city_is_not_one_that_only_acts() -> None:
    text = "Kigali's troops entered Goma at dawn. People fled the city"
    assert resolved(text, noun(text, "the city", "city")) == ("Goma", False)
    text = "Kigali ordered its men into Goma. People fled the city"
    assert resolved(text, noun(text, "the city", "city")) == ("Goma", False)


def test_the_city_of_two_is_the_one_called_so() -> None:
    text = "Trucks drove from Bukavu to the city of Goma. People fled the city"
    assert resolved(text, noun(text, "the city", "city")) == ("Goma", False)


def test_the_city_is_not_where_somebody_speaks_later() -> None:
    text = "They want routes out of the city, she said from Goma"
    assert resolved(text, noun(text, "the city", "city")) == (None, False)


def test_the_border_is_that_of_the_only_country_near() -> None:
    text = "Rwanda sent troops to the border"
    assert resolved(text, noun(text, "the border", "border")) == ("Rwanda", True)
    text = "Goma sent troops to the border"
    assert resolved(text, noun(text, "the border", "border")) == (None, False)


def test_those_cities_are_the_ones_named_together() -> None:
    text = "He was seen in Goma and Bukavu. Some fled those cities"
    document, made, resolutions = reading(text)
    found = resolve_references(
        noun(text, "those cities", "city"), reading=made, resolutions=resolutions, document=document
    )
    assert [(end.text, end.inferred) for end in found] == [("Goma", True), ("Bukavu", True)]
    alone = noun(text, "Goma", "city")
    assert resolve_references(alone, reading=made, resolutions=resolutions, document=document) == ()


def test_it_is_the_only_place_of_the_sentence() -> None:
    text = "Rebels took Goma and then left it"
    assert resolved(text, noun(text, "it", "it")) == ("Goma", True)
    text = "Rebels took Goma and Bukavu and then left it"
    assert resolved(text, noun(text, "it", "it")) == (None, False)


def test_an_indefinite_noun_means_no_place_named_before() -> None:
    text = "Goma was quiet. They left a city"
    assert resolved(text, noun(text, "a city", "city")) == (None, False)


def test_a_noun_means_a_place_of_its_kind_only() -> None:
    text = "From Goma in the east they went on. They reached the camp"
    assert resolved(text, noun(text, "the camp", "camp"))[0] is None
    text = "Rwanda has a camp, Mugombwa. They reached the country"
    assert resolved(text, noun(text, "the country", "country")) == ("Rwanda", False)


def test_the_capital_is_the_one_capital_named() -> None:
    text = "In Kigali it rained, not in Goma. They left the capital"
    assert resolved(text, noun(text, "the capital", "capital")) == ("Kigali", False)
    text = "In Goma it rained. They left the capital"
    assert resolved(text, noun(text, "the capital", "capital")) == (None, False)


def test_the_area_is_plain_only_where_one_place_is_named() -> None:
    text = "Goma was quiet. They left the area"
    assert resolved(text, noun(text, "the area", "area")) == ("Goma", False)
    text = "Goma was quiet, Bukavu was not. They left the area"
    assert resolved(text, noun(text, "the area", "area")) == (None, False)


def test_there_is_the_place_just_named() -> None:
    text = "Goma was quiet. They went there"
    assert resolved(text, noun(text, "there", "there")) == ("Goma", False)


def test_there_and_that_city_point_at_the_place_named_last() -> None:
    text = "Goma fell. Goma burned. From Goma they fled to Bukavu. Some arrived there"
    assert resolved(text, noun(text, "there", "there"))[0] == "Bukavu"
    text = "Goma fell. Goma burned. Shells hit Bukavu. Many fled that city"
    assert resolved(text, noun(text, "that city", "city"))[0] == "Bukavu"


def test_there_is_the_goal_of_the_movement_just_told() -> None:
    text = "They fled to Mugombwa, a camp in Rwanda near Goma. Some arrived there"
    fled = motion(text, destinations=(name(text, "Mugombwa", 0),))
    start = text.index("arrived")
    arrived = replace(
        motion(text, destinations=(noun(text, "there", "there"),)), trigger=Words(start, start + 7, "arrived")
    )
    document, made, resolutions = reading(text, motions=(fled, arrived))
    end = resolve_reference(
        noun(text, "there", "there"), reading=made, resolutions=resolutions, document=document
    )
    assert end.place is not None
    assert end.place.name == "Mugombwa"


def test_the_city_is_the_one_of_its_sentence_first() -> None:
    text = "Goma fell. Goma burned. They took Bukavu and made many flee the city"
    assert resolved(text, noun(text, "the city", "city"))[0] == "Bukavu"


def test_a_peoples_border_is_their_country_and_their_camp_the_one_named() -> None:
    text = "They walked to the Rwandan border"
    assert resolved(text, name(text, "Rwandan border", 0, nominal="border")) == ("Rwanda", False)
    text = "They reached a Rwandan camp. Later Mugombwa was full"
    assert resolved(text, name(text, "Rwandan camp", 0, nominal="camp")) == ("Mugombwa", True)


def test_a_noun_points_back_to_the_end_that_it_named() -> None:
    text = "Buses left a camp in Rwanda. Later one bus left the camp"
    first = motion(text, origins=(name(text, "a camp in Rwanda", 0, nominal="camp"),))
    second = motion(text, origins=(noun(text, "the camp", "camp"),))
    document, made, resolutions = reading(text, motions=(first, second))
    found = find_movements(document, made, resolutions, regions={})
    assert [item.origins[0].place.name for item in found if item.origins[0].place] == ["Rwanda", "Rwanda"]


@pytest.mark.parametrize(
    ("eventuality", "factuality", "draw"),
    [
        ("actual", "asserted", "arrow"),
        ("ongoing", "asserted", "arrow"),
        ("planned", "asserted", "arrow"),
        ("ordered", "asserted", "arrow"),
        ("expected", "probable", "arrow"),
        ("attempted", "asserted", "arrow"),
        ("historical", "asserted", "arrow"),
        ("prevented", "asserted", "prevented"),
        ("actual", "negated", "none"),
        ("requested", "asserted", "none"),
        ("conditional", "possible", "none"),
        ("hypothetical", "unknown", "none"),
    ],
)
def test_the_status_decides_what_is_drawn(eventuality: str, factuality: str, draw: str) -> None:
    text = "They fled Goma"
    status = Status(eventuality=eventuality, factuality=factuality)
    movement = one(text, motion(text, status, origins=(name(text, "Goma", 0),)))
    assert movement.draw == draw
    assert (movement.declined is None) == (draw != "none")


def test_what_may_happen_is_drawn_as_possible() -> None:
    text = "They may flee Goma"
    status = Status("hypothetical", "possible", cues=("may",))
    assert one(text, motion(text, status, origins=(name(text, "Goma", 0),))).draw == "arrow"


def test_a_guard_of_the_language_room_holds() -> None:
    text = "It left Goma open"
    movement = one(text, motion(text, origins=(name(text, "Goma", 0),), declined="a result left behind"))
    assert (movement.draw, movement.declined) == ("none", "a result left behind")


def test_a_movement_without_any_place_is_not_drawn() -> None:
    text = "They fled their homes"
    movement = one(text, motion(text, origins=(noun(text, "their homes", "home"),)))
    assert movement.draw == "none"
    assert movement.declined


def test_a_march_through_a_place_has_no_path() -> None:
    text = "They marched through Goma"
    movement = one(text, motion(text, motion_class="MARCH/CONVOY", via=(name(text, "Goma", 0),)))
    assert movement.draw == "none"


def test_a_move_inside_one_town_is_not_drawn() -> None:
    text = "They moved from Goma market to Goma port"
    at = text.rindex("Goma")
    ends = {
        "origins": (Reference(16, 20, "Goma", mention=0),),
        "destinations": (Reference(at, at + 4, "Goma", mention=1),),
    }
    assert one(text, motion(text, **ends)).draw == "none"


def test_inferred_ends_are_named() -> None:
    text = "Merchants in Goma slipped out"
    movement = one(text, motion(text, origins=(name(text, "Goma", 0),), inferred=("origin",)))
    assert movement.inferred == ("origin",)


def test_a_region_is_an_end_by_its_index() -> None:
    text = "They fled to villages south of Goma"
    anchor = name(text, "Goma", 0)
    phrase = Phrase(13, len(text), "villages south of Goma", "EXT", ("S",), (anchor,))
    item = motion(text, destinations=(Reference(13, len(text), phrase.text, mention=0, phrase=0),))
    document, made, resolutions = reading(text, motions=(item,), phrases=(phrase,))
    regions, movements, _ = find(document, made, resolutions)
    assert regions[0].phrase == phrase
    assert movements[0].destinations[0].region == 0


def test_a_noun_at_one_end_is_not_the_place_at_the_other() -> None:
    text = "Bukavu was calm. They walked from Goma to the city"
    item = motion(text, origins=(name(text, "Goma", 1),), destinations=(noun(text, "the city", "city"),))
    movement = one(text, item)
    assert [end.place.name for end in movement.destinations if end.place] == ["Bukavu"]


def test_a_river_or_lake_by_name_goes_nowhere() -> None:
    text = "Kivu reached Goma"
    item = motion(text, destinations=(name(text, "Goma", 1),), mover=Words(0, 4, "Kivu"))
    assert one(text, item).draw == "none"
    people = motion(text, destinations=(name(text, "Goma", 1),))
    assert one(text, people).draw == "arrow"
