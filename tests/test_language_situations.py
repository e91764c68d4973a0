"""What holds at a place without a path, read from invented sentences, placed, drawn and gathered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_language_motion import named, parser

from geo import pipeline
from geo.exports import geojson, table
from geo.language import situations as room
from geo.language.parsing import split_sentences
from geo.layers import arrange
from geo.records import Document, Extract, Situation, Zone
from geo.settings import PageSettings, Settings


def situations(marked: str) -> tuple[Situation, ...]:
    text, mentions = named(marked)
    document = Document("d", "d", text, zones=(Zone(0, len(text), "body", mapped=True),))
    found: list[Situation] = []
    for sentence in parser().parse(split_sentences(document), mentions):
        found += room.find_situations(sentence, mentions)
    return tuple(found)


TOLD = [
    ("Rebels captured [Goma] on Tuesday.", "captured", "Goma", "Rebels"),
    ("The junta's troops retook [Loikaw] after a week.", "captured", "Loikaw", "The junta's troops"),
    ("[Kidal] was seized by separatist fighters.", "captured", "Kidal", "separatist fighters"),
    ("[Bunia] fell to the militia in May.", "captured", "Bunia", "the militia"),
    ("The guerrillas took control of [Mitu].", "captured", "Mitu", "The guerrillas"),
    ("After the fall of [Vukovar], many despaired.", "captured", "Vukovar", None),
    ("The recapture of [Palma] by soldiers took days.", "captured", "Palma", "soldiers"),
    ("Government forces lost control of [Laascaanood].", "lost", "Laascaanood", "Government forces"),
    ("The army laid siege to [El Fasher].", "besieged", "El Fasher", "The army"),
    ("Insurgents have encircled [Djibo] for a year.", "besieged", "Djibo", "Insurgents"),
    ("The siege of [Leningrad] lasted 872 days.", "besieged", "Leningrad", None),
    ("Farmers blocked the road to [Cochabamba].", "blocked", "Cochabamba", "Farmers"),
    ("Police sealed off [Wuhan].", "blocked", "Wuhan", "Police"),
    ("The militia controls [Kismayo].", "held", "Kismayo", "The militia"),
    ("Soldiers are patrolling in [Colombo].", "patrolled", "Colombo", "Soldiers"),
    ("[Uganda] hosts 1.5 million refugees.", "displaced", "Uganda", None),
    ("Some 30,000 displaced people are sheltering in [Cagayan].", "displaced", "Cagayan", None),
    ("Thousands of refugees live in [Dadaab].", "displaced", "Dadaab", None),
]


@pytest.mark.parametrize(("text", "kind", "place", "actor"), TOLD, ids=[one[0] for one in TOLD])
def test_what_holds_at_a_place_is_read(text, kind, place, actor):
    (found,) = situations(text)
    assert found.kind == kind
    assert place in found.place.text or found.place.mention == 0
    assert (found.actor.text if found.actor else None) == actor


SILENT = [
    "Police captured 12 suspects in [Nairobi].",
    "The photographer captured [Paris] in black and white.",
    "[Arsenal] held [Chelsea] to a draw.",
    "The film captured attention in [Tokyo].",
    "[Japan] blocked the sale of the steelmaker.",
    "Ministers held talks in [Geneva].",
    "The firm seized control of a rival in [Peru].",
    "Thousands of refugees crossed into [Chad].",
    "The sharp fall of the rouble alarmed [Moscow].",
    "Refugees in [Turin] opened a bakery.",
    "She took the train to [Lyon].",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_hold_on_ground_is_left_alone(text):
    assert situations(text) == ()


@pytest.mark.parametrize(
    ("text", "eventuality"),
    [
        ("The next step is the recapture of [Goma], the colonel said.", "planned"),
        ("The next move, which is the liberation of [Raqqa], will need more men.", "planned"),
        ("Their goal was the capture of [Kidal].", "planned"),
        ("The worst moment was the fall of [Goma].", "actual"),
        ("The biggest success was the recapture of [Palmyra].", "actual"),
    ],
)
def test_what_an_aim_is_has_not_come_about(text, eventuality):
    (found,) = situations(text)
    assert found.status.eventuality == eventuality


def test_how_many_and_when_are_told():
    (found,) = situations("About 400,000 displaced people were living in [Maiduguri] in 2017.")
    assert found.quantity is not None
    assert found.quantity.value == 400_000
    assert found.time is not None
    assert found.time.start == "2017"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_no_text_breaks_it(text):
    for one in situations(text.replace("[", "").replace("{", "")):
        assert one.kind in {word.kind for found in room.words().values() for word in found}


TEXT = """Fighting spreads

Rebels captured Goma on Tuesday, residents said. The rebels seized Goma, the army confirmed.
Fighters besieged Bukavu. The army did not capture Kisangani. Militants threatened to besiege Butembo.
Some 30,000 displaced people are sheltering in Kigali.
About 45,000 displaced people live in Kigali.
"""


@pytest.fixture(scope="module")
def extract(tmp_path_factory) -> Extract:
    path = tmp_path_factory.mktemp("told") / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    found = [one for one in pipeline.extract([path], settings=Settings()) if isinstance(one, Extract)]
    return found[0]


def test_only_what_has_come_about_is_drawn(extract):
    declined = {one.place.text: one.declined for one in extract.standings if one.declined}
    assert declined == {"Kisangani": "the text denies it", "Butembo": "only threatened in the text"}
    for standing, drawing in zip(extract.standings, extract.standing_drawings, strict=True):
        assert (drawing.geometry is None) == (standing.declined is not None)
        if drawing.geometry is not None:
            assert drawing.geometry["type"] == "Point"
            assert drawing.halo is not None


def test_tellings_of_one_situation_are_one_mark(extract):
    frame = arrange([extract], [], settings=PageSettings()).situations
    goma = frame[(frame["place"] == "Goma")].to_dict("records")
    assert [(row["kind"], row["mentions"], row["actor"]) for row in goma] == [
        ("captured", 2, "Rebels; The rebels")
    ]
    camp = frame[frame["kind"] == "displaced"].to_dict("records")
    assert [(row["quantity_min"], row["quantity_max"]) for row in camp] == [(30_000.0, 45_000.0)]


def test_they_are_exported(extract):
    frame = arrange([extract], [], settings=PageSettings()).situations
    assert '"kind": "besieged"' in "".join(geojson(frame))
    assert "POINT" in "".join(table(frame))


def test_it_is_never_a_movement(extract):
    assert all(movement.draw == "none" for movement in extract.movements)
    assert Path(extract.document.source).name == "report.txt"
