from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import OpenGazetteer, open_gazetteer
from geo.language.names import find_mentions
from geo.places import resolve, resolve_all
from geo.places.evidence import FEATURES, NONE
from geo.places.model import CONFIDENCE, read_weights
from geo.records import Document, Gazetteer, Mention, Place, Resolution
from geo.settings import LanguageSettings, PlaceSettings


@cache
def world() -> OpenGazetteer:
    return open_gazetteer([])


def read(text: str, gazetteer: Gazetteer | None = None) -> list[tuple[Mention, Resolution]]:
    known = gazetteer or world()
    document = Document(id="d", source="d.txt", text=text)
    found = find_mentions(document, known, settings=LanguageSettings())
    return list(zip(found, resolve(document, found, known, settings=PlaceSettings()), strict=True))


def place(text: str, name: str) -> Place:
    resolution = next(r for m, r in read(text) if m.text == name)
    assert resolution.place is not None
    return resolution.place


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("A fire broke out in Paris, Texas, on Monday.", "Paris", "US", "Texas"),
        ("A fire broke out in Paris on Monday, France's interior minister said.", "Paris", "FR", ""),
        ("Students in Athens, Georgia, protested.", "Athens", "US", "Georgia"),
        ("Students in Athens protested as Greece cut pensions.", "Athens", "GR", ""),
        ("Police in Valencia, Carabobo, and Caracas said Venezuela was calm.", "Valencia", "VE", ""),
        ("Trains from Valencia to Madrid and Barcelona in Spain were late.", "Valencia", "ES", ""),
        ("Ships left Tripoli and Benghazi as Libya reopened its ports.", "Tripoli", "LY", ""),
        ("Georgia and Armenia closed their border; Tbilisi was quiet.", "Georgia", "GE", ""),
        ("Atlanta and Savannah were hit as Georgia and Florida flooded.", "Georgia", "US", "Georgia"),
        ("He was raised in Peru, Indiana.", "Peru", "US", "Indiana"),
        ("Shells fell on Kobani and Tall Rifat in Syria.", "Tall Rifat", "SY", ""),
        ("Fighters took Hyderabad and Karachi roads in Pakistan.", "Hyderabad", "PK", ""),
        ("Buses linked Hyderabad, Bengaluru and Chennai in India.", "Hyderabad", "IN", ""),
    ],
)
def test_which_of_many(text: str, name: str, country: str, admin1: str) -> None:
    found = place(text, name)
    assert found.country == country
    assert found.admin1 == admin1 or not admin1


def test_kind_words_choose_among_namesakes() -> None:
    assert place("Floods hit Kharkiv Oblast in Ukraine.", "Kharkiv Oblast").kind == "admin1"
    assert place("Floods hit the city of Kharkiv in Ukraine.", "Kharkiv").kind == "city"
    assert place("Planes left Manchester Airport in England.", "Manchester Airport").kind == "airport"


def test_a_town_is_meant_before_the_district_called_after_it() -> None:
    assert place("Crowds gathered in Goma, in eastern Congo.", "Goma").kind == "city"
    assert place("A bus crashed near the town of Chhindwara in India.", "Chhindwara").kind == "city"
    assert place("Floods hit Chhindwara district in India.", "Chhindwara").kind == "admin2"


def test_people_words_resolve_to_their_country() -> None:
    found = {m.text: r.place for m, r in read("Ivorian and Peruvian envoys met.")}
    assert {name: found_place and found_place.country for name, found_place in found.items()} == {
        "Ivorian": "CI",
        "Peruvian": "PE",
    }


def test_one_sense_a_document() -> None:
    text = "Moscow, Idaho, lost power. Two hours later Moscow was lit again, and Moscow's mayor left Idaho."
    senses = {r.place.id for m, r in read(text) if m.text == "Moscow" and r.place}
    assert len(senses) == 1
    assert place(text, "Moscow").country == "US"


def test_probabilities_alternatives_and_reasons() -> None:
    for _, found in read("Springfield and San José were quiet while Iraq and Peru played in Córdoba."):
        shown = [alternative.probability for alternative in found.alternatives]
        assert shown == sorted(shown, reverse=True)
        assert 0 <= found.probability <= 1
        assert sum(shown) <= 1.001
        assert found.reasons
        assert found.place is None or found.place.id not in {a.place.id for a in found.alternatives}


def test_reasons_are_plain_words() -> None:
    _, found = read("Troops left Mopti for Gao and Timbuktu in Mali.")[0]
    assert any("in the same country (ML)" in reason for reason in found.reasons)


def test_unknown_names_are_not_pinned() -> None:
    _, found = read("The village of Qorvandesh, in hills, burned.")[0]
    assert found.place is None
    assert found.probability == 0
    assert found.reasons == ("not in the gazetteer",)


def test_low_probability_is_no_place() -> None:
    document = Document(id="d", source="d.txt", text="A storm passed near Springfield.")
    found = find_mentions(document, world(), settings=LanguageSettings())
    strict = resolve(document, found, world(), settings=PlaceSettings(min_probability=0.99))
    assert strict[0].place is None
    assert strict[0].alternatives


def test_what_is_hardly_a_name_is_not_pinned() -> None:
    document = Document(id="d", source="d.txt", text="Maiduguri was calm.")
    for score, pinned in ((0.95, True), (0.3, False)):
        mention = Mention(0, 9, "Maiduguri", score=score)
        (found,) = resolve(document, [mention], world(), settings=PlaceSettings())
        assert (found.place is not None) is pinned


def test_row_of_the_user_wins(tmp_path: Path) -> None:
    rows = tmp_path / "mine.csv"
    rows.write_text("name,latitude,longitude,kind,country\nParis,10.5,20.5,camp,TD\n", encoding="utf-8")
    mine = open_gazetteer([rows])
    found = next(r for m, r in read("Thousands fled to Paris in France.", mine) if m.text == "Paris")
    assert found.place is not None
    assert (found.place.lat, found.place.lon) == (10.5, 20.5)
    assert found.probability == 1.0
    assert found.reasons == ("a row of your gazetteer says so",)


def test_every_feature_has_a_weight() -> None:
    assert set(read_weights("weight")) == {*FEATURES, *NONE, *CONFIDENCE}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Paris", "Texas", "Iraq", "Qwxyz", "Georgia", "", "Al", "São Paulo"]),
            st.sampled_from([None, "city", "river", "admin1", "nonsense"]),
            st.booleans(),
            st.one_of(st.none(), st.integers(0, 7)),
        ),
        max_size=8,
    )
)
def test_any_mentions_get_one_resolution_each(
    rows: Sequence[tuple[str, str | None, bool, int | None]],
) -> None:
    text = " ".join(name for name, *_ in rows)
    start, found = 0, []
    for name, hint, demonym, container in rows:
        found.append(
            Mention(start, start + len(name), name, kind_hint=hint, demonym=demonym, container=container)
        )
        start += len(name) + 1
    document = Document(id="d", source="d.txt", text=text)
    resolved = resolve(document, found, world(), settings=PlaceSettings())
    assert [r.mention for r in resolved] == list(range(len(rows)))
    assert all(0 <= r.probability <= 1 for r in resolved)
    assert resolved == resolve(document, found, world(), settings=PlaceSettings())


READ_TOGETHER = (
    ("Buses linked Kisumu, Eldoret and Nakuru in Kenya.", "https://www.kisumuherald.co.ke/1"),
    ("Springfield and Georgia were quiet; San José, 40 km west of Cartago, was not.", None),
    ("Nothing happened anywhere.", None),
    ("Qorvandesh burned.", "http://thelimapost.pe"),
    ("Sappers reached Raqqa (35.95 N, 39.01 E) and Tabqa in Syria.", None),
    ("Ferries left Victoria for Nanaimo, Tofino and Victoria; Perth, Ontario, was cut off.", None),
)


def test_no_report_depends_on_what_is_read_with_it() -> None:
    documents = [
        Document(id=str(number), source="d.txt", text=text, url=url)
        for number, (text, url) in enumerate(READ_TOGETHER * 4)
    ]
    found = [find_mentions(document, world(), settings=LanguageSettings()) for document in documents]
    together = resolve_all(documents, found, [world()] * len(documents), settings=PlaceSettings())
    assert together == tuple(
        resolve(document, mentions, world(), settings=PlaceSettings())
        for document, mentions in zip(documents, found, strict=True)
    )
    assert together[: len(READ_TOGETHER)] == together[-len(READ_TOGETHER) :]
    assert resolve_all([], [], [], settings=PlaceSettings()) == ()


def handed(text: str, *names: str, holds: Mapping[str, str] | None = None) -> dict[str, Resolution]:
    """Resolutions of names that are handed over, some with the name of what holds them."""
    starts = [text.index(name) for name in names]
    within = holds or {}
    found = [
        Mention(
            start, start + len(name), name, container=names.index(within[name]) if name in within else None
        )
        for start, name in zip(starts, names, strict=True)
    ]
    document = Document(id="d", source="d.txt", text=text)
    return dict(zip(names, resolve(document, found, world(), settings=PlaceSettings()), strict=True))


def test_a_town_in_a_country_that_has_none_of_its_name_is_not_pinned_elsewhere() -> None:
    text = "Gunmen attacked Palma in northern Mozambique and burned Pemba."
    found = handed(text, "Palma", "Mozambique", "Pemba", holds={"Palma": "Mozambique"})
    assert found["Palma"].place is None
    assert any(one.place.country == "ES" for one in found["Palma"].alternatives)
    assert found["Pemba"].place is not None
    assert place("Tourists left Palma in Spain for Barcelona.", "Palma").country == "ES"


def test_a_name_written_differently_needs_company() -> None:
    alone = handed("Ships left Japan and Vietnam for Al Goma.", "Japan", "Vietnam", "Al Goma")
    assert alone["Al Goma"].place is None
    near = handed("Shells fell on Manbij and Al Goma in Congo.", "Congo", "Al Goma")
    assert near["Al Goma"].place is not None
