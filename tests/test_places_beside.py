"""Names that no entry fits, told of beside a place that one does."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from geo import contract, pipeline
from geo.gazetteer import OpenGazetteer, open_gazetteer
from geo.language.names import find_mentions
from geo.places import resolve
from geo.places.beside import EVIDENCE, SUREST, known_weights, places_beside, probability, with_places_beside
from geo.records import Document, Mention, Place, Resolution
from geo.settings import LanguageSettings, PlaceSettings, Settings

STREETS = """\
Two people were hurt when a bus struck a lamp post in Nakuru on Sunday, police in Nakuru said.
The bus was bound for Naivasha and left Quellinore Avenue at dawn. It stopped at Quellinore General Hospital
in Nakuru, where doctors from Gilgil and Naivasha helped.
"""
WEIGHTS = known_weights()


@cache
def world() -> OpenGazetteer:
    return open_gazetteer([])


def read(text: str) -> dict[str, Resolution]:
    document = Document(id="d", source="d.txt", text=text)
    found = find_mentions(document, world(), settings=LanguageSettings())
    resolved = resolve(document, found, world(), settings=PlaceSettings())
    return {mention.text: one for mention, one in zip(found, resolved, strict=True)}


def extracted(text: str) -> dict[str, Any]:
    made = pipeline.extract_document(Document("d", "d.txt", text), Settings(), ())
    return contract.to_dict(made)


def test_a_street_is_told_of_with_its_town_and_never_pinned() -> None:
    found = read(STREETS)["Quellinore Avenue"]
    assert found.place is None
    assert found.near is not None
    assert found.near.place.country == "KE"
    assert PlaceSettings().min_probability <= found.near.probability <= SUREST
    assert "named beside it" in found.reasons[-1]


def test_a_placed_name_has_nothing_beside_it() -> None:
    found = read(STREETS)
    assert found["Nakuru"].place is not None
    assert found["Nakuru"].near is None


def test_without_a_town_in_the_text_nothing_is_guessed() -> None:
    found = read("A bus left Quellinore Avenue at dawn, police in Kenya said on Sunday.")
    assert all(one.near is None for one in found.values())


def test_towns_all_over_the_world_tell_of_no_place_beside() -> None:
    text = "Envoys of Lima, Oslo, Hanoi, Tunis and Perth met. Later Quellinore Avenue was closed."
    found = read(text)
    assert all(one.near is None for one in found.values())


def test_the_contract_says_that_the_point_is_of_a_place_near_by() -> None:
    found = extracted(STREETS)
    street = next(one for one in found["places"] if one["text"] == "Quellinore Avenue")
    assert (street["id"], street["name"], street["located"]) == (None, None, "near")
    assert street["near"]["country"] == "KE"
    assert abs(street["lat"] - -0.5) < 1.5
    assert abs(street["lon"] - 36.2) < 1.5
    town = next(one for one in found["places"] if one["text"] == "Nakuru")
    assert (town["located"], town["near"]) == ("entry", None)


def test_no_arrow_ends_at_a_place_near_by() -> None:
    text = (
        "Thousands fled from Quellinore Heights to Nakuru on Monday, police in Nakuru said. "
        "Others went to Naivasha and Gilgil."
    )
    made = extracted(text)
    unknown = [one for one in made["places"] if one["text"].startswith("Quellinore")]
    assert all(one["id"] is None for one in unknown)
    for movement in made["movements"]:
        for end in (*movement["origins"], *movement["destinations"]):
            assert end["place"] is not None or end["lat"] is None


def test_every_number_is_shipped() -> None:
    assert len(WEIGHTS) == len(EVIDENCE)
    assert 0 < probability([0.0] * len(EVIDENCE), WEIGHTS) <= 1


def _place(name: str, lat: float, lon: float) -> Place:
    return Place(id=f"made:{name}", name=name, lat=lat, lon=lon, kind="city", country="KE")


def _evidence(distance: int, far: float) -> dict[str, float]:
    """What speaks for three towns that many characters behind a name, the last town at a latitude."""
    text = "Xa" + " " * distance + "Ya Za Xu"
    spots = [(0, 2), *((distance + at, distance + at + 2) for at in (2, 5, 8))]
    mentions = [Mention(start, end, text[start:end], score=1.0) for start, end in spots]
    places = [None, _place("Ya", 0, 36), _place("Za", 0.1, 36.1), _place("Xu", far, 36)]
    resolved = [Resolution(at, place, 0.95 if place else 0.0) for at, place in enumerate(places)]
    (found,) = places_beside(text, mentions, resolved)
    assert found.mention == 0
    return dict(zip(EVIDENCE, found.row, strict=True))


def test_what_speaks_for_a_place_beside() -> None:
    near, apart, alone = _evidence(100, 0.2), _evidence(3000, 0.2), _evidence(100, 60.0)
    assert near["apart"] < apart["apart"]
    assert near["sentence"] > apart["sentence"]
    assert near["spread"] == 1.0 > alone["spread"]
    assert near["share"] > 0.99 > alone["share"]
    assert near["several"] == alone["several"] == 1.0


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.floats(-90, 90), st.floats(-180, 180), st.booleans(), st.booleans()),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_only_unplaced_names_change(rows: list[tuple[int, float, float, bool, bool]]) -> None:
    text = "a. b " * 60
    mentions = [Mention(at, at + 2, text[at : at + 2], demonym=people) for at, *_, people in rows]
    given_ = [
        Resolution(number, _place(str(number), lat, lon) if placed else None, 0.8 if placed else 0.0)
        for number, (_, lat, lon, placed, _) in enumerate(rows)
    ]
    found = with_places_beside(text, mentions, given_, settings=PlaceSettings())
    assert len(found) == len(given_)
    for before, after, mention in zip(given_, found, mentions, strict=True):
        assert after.place == before.place
        if before.place is not None or mention.demonym:
            assert after == before
        elif after.near is not None:
            assert after.near.probability <= SUREST
