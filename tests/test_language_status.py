"""Status of an event: kind, certainty, whose word; on the real parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.language.parsing import Parser, Sentence
from geo.language.status import read_status
from geo.language.status_speakers import name_speakers
from geo.records import Mention, Motion, Status, Words
from geo.settings import LanguageSettings


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(LanguageSettings().model)


def sentence_of(parser: Parser, text: str, *, zone: str = "body") -> Sentence:
    plain = Sentence(0, len(text), text, None, 0, zone)
    return parser.parse([plain], [Mention(0, 0, "")])[0]


def status(
    parser: Parser, text: str, word: str, *, published: str | None = None, zone: str = "body"
) -> Status:
    sentence = sentence_of(parser, text, zone=zone)
    assert sentence.doc is not None
    trigger = next(token for token in sentence.doc if token.lower_ == word)
    return read_status(trigger, sentence, published=published)


@pytest.mark.parametrize(
    ("text", "word", "eventuality", "factuality"),
    [
        ("Thousands left Manila.", "left", "actual", "asserted"),
        ("Thousands were forced to leave Manila.", "leave", "actual", "asserted"),
        ("They managed to leave Manila.", "leave", "actual", "asserted"),
        ("People began to flee Quito.", "flee", "actual", "asserted"),
        ("Women are fleeing Quito.", "fleeing", "ongoing", "asserted"),
        ("Every day, hundreds of traders cross into Benin.", "cross", "habitual", "asserted"),
        ("Traders regularly cross into Benin.", "cross", "habitual", "asserted"),
        ("Storks leave the marsh each autumn.", "leave", "habitual", "asserted"),
        ("Rumours aside, the herd left the marsh within a day.", "left", "actual", "asserted"),
        ("Some 40 traders a day cross into Benin.", "cross", "habitual", "asserted"),
        ("The suspect faces deportation to Hue.", "deportation", "expected", "probable"),
        ("The suspect is fighting extradition to Hue.", "extradition", "requested", "asserted"),
        ("The consul used to fly to Porto.", "fly", "habitual", "asserted"),
        ("The thieves appear to have fled to Nis.", "fled", "actual", "probable"),
        ("The thieves must have fled to Nis.", "fled", "actual", "probable"),
        ("Police suspect the thieves fled to Nis.", "fled", "actual", "probable"),
        # stopped, given up, untrue
        ("The ferries were kept from entering Bari.", "entering", "prevented", "asserted"),
        ("The yacht was denied permission to enter Bari.", "enter", "prevented", "asserted"),
        ("The yacht failed in an attempt to reach Bari.", "reach", "prevented", "asserted"),
        ("A nurse was stopped before she could travel to Gulu.", "travel", "prevented", "possible"),
        ("The guards stopped 300 families crossing from Gulu.", "crossing", "prevented", "asserted"),
        ("Not one lorry has left Gulu.", "left", "actual", "negated"),
        ("Not a single lorry has left Gulu.", "left", "actual", "negated"),
        ("The transfer of orphans to Metz did not take place.", "transfer", "actual", "negated"),
        ("The evacuation of Metz was called off.", "evacuation", "prevented", "asserted"),
        ("The twins were saved from being deported to Hue.", "deported", "prevented", "asserted"),
        ("He would rather starve than return to Hue.", "return", "expected", "negated"),
        # what could not be stopped happened
        ("Guards could not prevent the crowd from entering Lira.", "entering", "ongoing", "asserted"),
        ("Nothing stopped them from leaving Lira.", "leaving", "ongoing", "asserted"),
        ("The fence failed to stop goats entering Lira.", "entering", "ongoing", "asserted"),
        ("The squad went on to enter Lira.", "enter", "actual", "asserted"),
        ("They swore they had not entered Lira.", "entered", "actual", "negated"),
        # to come, asked, told to
        ("The withdrawal from Lira will begin in May.", "withdrawal", "planned", "asserted"),
        (
            "Buses to carry orphans out of east Lira to Gulu are waiting at Pader.",
            "carry",
            "planned",
            "asserted",
        ),
        ("Once they reach Lira, they will rest.", "reach", "planned", "asserted"),
        ("Whenever ferries sail to Bari, gulls follow.", "sail", "habitual", "asserted"),
        ("Ferries are supposed to leave Bari.", "leave", "planned", "asserted"),
        ("The cook is supposed to have fled to Bari.", "fled", "actual", "probable"),
        ("Ferries have to leave Bari.", "leave", "requested", "asserted"),
        ("Did ferries leave Bari?", "leave", "actual", "unknown"),
        ("Why did ferries leave Bari?", "leave", "actual", "asserted"),
        ("Plans to move orphans to Metz were dropped.", "move", "prevented", "asserted"),
        ("The advance on Lira has stalled.", "advance", "prevented", "asserted"),
        ("Reports that guards had fled Lira were false.", "fled", "actual", "negated"),
        ("Her aides rejected reports that she had fled Lira.", "fled", "actual", "negated"),
        ("The envoy decided against flying to Lima.", "flying", "planned", "negated"),
        ("Residents were advised against returning to Lima.", "returning", "requested", "negated"),
        ("Instead of advancing on Lira, they dug in.", "advancing", "ongoing", "negated"),
        ("It was too late to evacuate Lira.", "evacuate", "actual", "negated"),
        ("Residents chose to stay rather than leave Lira.", "leave", "planned", "negated"),
        # planned, ordered, requested, threatened, feared, expected
        ("Troops are massing for an advance on Lira.", "advance", "planned", "asserted"),
        ("An advance on Lira looks likely.", "advance", "expected", "probable"),
        ("Residents were warned to leave Lira.", "leave", "ordered", "asserted"),
        ("Peru plans to withdraw its troops from the valley.", "withdraw", "planned", "asserted"),
        ("Kenya will withdraw its troops from the valley.", "withdraw", "planned", "asserted"),
        ("Kenya has vowed to withdraw from the valley.", "withdraw", "planned", "asserted"),
        ("The ship is due to arrive in Mombasa on Monday.", "arrive", "planned", "asserted"),
        ("They moved to Cairo to join a choir.", "join", "planned", "asserted"),
        ("In a bid to reach Spain, they sailed at night.", "reach", "attempted", "asserted"),
        ("Residents were ordered to leave Kherson by Friday.", "leave", "ordered", "asserted"),
        ("The governor ordered the evacuation of Dnipro.", "evacuation", "ordered", "asserted"),
        (
            "The council called on Rwanda to withdraw its troops from Congo.",
            "withdraw",
            "requested",
            "asserted",
        ),
        ("The bishop urged Armenia to withdraw from the district.", "withdraw", "requested", "asserted"),
        ("Kenya threatened to withdraw its troops from the valley.", "withdraw", "threatened", "asserted"),
        ("The agency fears that many will flee to Chad.", "flee", "feared", "possible"),
        ("The ship is expected to arrive in Mombasa on Monday.", "arrive", "expected", "probable"),
        ("About 40,000 people could flee to Uganda.", "flee", "hypothetical", "possible"),
        ("If the dam breaks, thousands will flee to Chad.", "flee", "conditional", "possible"),
        # attempted, prevented
        ("The rebels tried to cross the river near Juba.", "cross", "attempted", "asserted"),
        ("Police prevented the marchers from crossing the bridge.", "crossing", "prevented", "asserted"),
        ("Aid workers were unable to enter the camp.", "enter", "prevented", "asserted"),
        ("The lorries could not enter the camp.", "enter", "prevented", "asserted"),
        ("Journalists were not allowed to enter Minsk.", "enter", "prevented", "asserted"),
        ("The convoy failed to reach Goma on Tuesday.", "reach", "prevented", "asserted"),
        ("A planned evacuation of Dnipro was cancelled.", "evacuation", "prevented", "asserted"),
        # negated
        ("Hundreds refused to leave Valparaiso.", "leave", "actual", "negated"),
        ("They crossed the valley without leaving the road.", "leaving", "ongoing", "negated"),
        ("No one fled Quito.", "fled", "actual", "negated"),
        ("The ship has not yet arrived in Mombasa.", "arrived", "actual", "negated"),
        (
            "Officials said no large displacement from Kassala had been reported.",
            "displacement",
            "actual",
            "negated",
        ),
        ("There are no plans to leave Khartoum.", "leave", "planned", "negated"),
        ("It is unlikely that they will leave Khartoum.", "leave", "expected", "negated"),
        ("The mayor denied that residents had been forced to leave the town.", "leave", "actual", "negated"),
        # hearsay
        ("Villagers allegedly fled to Uganda after the raid.", "fled", "actual", "probable"),
    ],
)
def test_kind_and_certainty(parser: Parser, text: str, word: str, eventuality: str, factuality: str) -> None:
    found = status(parser, text, word)
    assert (found.eventuality, found.factuality) == (eventuality, factuality)


def test_a_conjunct_shares_what_governs_the_first(parser: Parser) -> None:
    assert status(parser, "They may flee or hide in Peru.", "hide").factuality == "possible"


def test_history_is_told_by_the_reports_date(parser: Parser) -> None:
    text = "The army withdrew from Basra in 2009."
    assert status(parser, text, "withdrew", published="2019-05-01").eventuality == "historical"
    assert status(parser, text, "withdrew", published="2009-09-01").eventuality == "actual"
    assert status(parser, text, "withdrew").eventuality == "actual"
    old = "Settlers crossed the Andes in 1817."
    assert status(parser, old, "crossed").eventuality == "historical"


def test_a_headline_in_the_present_tells_what_happened(parser: Parser) -> None:
    assert status(parser, "Farmers flee volcano in Luzon", "flee", zone="headline").eventuality == "actual"
    assert (
        status(parser, "US to deploy 300 troops to Norway", "deploy", zone="headline").eventuality
        == "planned"
    )


@pytest.mark.parametrize(
    ("text", "word", "evidentiality", "attribution"),
    [
        ("Many families fled to Goma.", "fled", "author", None),
        ("The mayor of Bukavu said 300 families fled to Goma.", "fled", "attributed", "The mayor of Bukavu"),
        (
            "According to the mayor of Bukavu, 300 families fled to Goma.",
            "fled",
            "attributed",
            "the mayor of Bukavu",
        ),
        ('"Many families fled to Goma," Jean Bahati told Radio Okapi.', "fled", "attributed", "Jean Bahati"),
        ("Many families fled to Goma, said Jean Bahati on Monday.", "fled", "attributed", "Jean Bahati"),
        ("The rebels claimed that they advanced on Sebha.", "advanced", "claimed", "The rebels"),
        (
            "A spokesman for the army said its men advanced on Sebha.",
            "advanced",
            "claimed",
            "A spokesman for the army",
        ),
        ("Satellite images show tanks moving towards Kharkiv.", "moving", "observed", "Satellite images"),
        ("The ministry denied the deployment of troops to Niger.", "deployment", "disputed", "The ministry"),
        ("Villagers allegedly fled to Uganda.", "fled", "hearsay", None),
        ("The rebels, the clerk said, had left Beni.", "left", "attributed", "the clerk"),
        ("The rebels, the clerk also said, had left Beni.", "left", "attributed", "the clerk"),
        ("The rebels, said the clerk, had left Beni.", "left", "attributed", "the clerk"),
        ("A daily quoted a nurse as saying that rebels had left Beni.", "left", "attributed", "a nurse"),
        ("Paluku told a news conference that rebels had left Beni.", "left", "attributed", "Paluku"),
        ("Experts accuse Laos of sending spies to Hue.", "sending", "claimed", "Experts"),
        (
            '"They left Beni," Jean Mwamba, a grocer, told the Okapi radio station.',
            "left",
            "attributed",
            "Jean Mwamba, a grocer",
        ),
        ("Spies were sent to Hue, but the consul said nothing about it.", "sent", "author", None),
        (
            "The president ordered the army to withdraw from Bogota.",
            "withdraw",
            "attributed",
            "The president",
        ),
    ],
)
def test_whose_word(
    parser: Parser, text: str, word: str, evidentiality: str, attribution: str | None
) -> None:
    found = status(parser, text, word)
    assert (found.evidentiality, found.attribution) == (evidentiality, attribution)


def test_nested_reporting_names_the_innermost_first(parser: Parser) -> None:
    found = status(
        parser, "The minister said that the governor had claimed that 200 families returned.", "returned"
    )
    assert found.attribution == "the governor, according to The minister"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Farmers flee volcano in Luzon, governor says", "governor"),
        ("Farmers flee volcano in Luzon: Red Cross", "Red Cross"),
        ("Report: Farmers flee volcano in Luzon", "Report"),
        ("Watch: Farmers flee volcano in Luzon", None),
    ],
)
def test_headlines_name_their_speaker(parser: Parser, text: str, speaker: str | None) -> None:
    assert status(parser, text, "flee", zone="headline").attribution == speaker


def motion(text: str, word: str, said: Status) -> Motion:
    start = text.index(word)
    trigger = Words(start, start + len(word), word)
    return Motion(start, start + len(word), word, trigger, word, "FLEE/DISPLACE", said)


def sentences(text: str, *ends: str) -> list[Sentence]:
    found, start = [], 0
    for end in ends:
        stop = text.index(end) + len(end)
        found.append(Sentence(start, stop, text[start:stop], None, start, "body"))
        start = stop + 1
    return found


def test_who_is_told_is_no_speaker() -> None:
    text = "Ana Quispe said the river rose. She told Pacha Radio of the mud. She said many fled to Puno."
    plain = motion(text, "fled", Status(attribution="She", evidentiality="attributed"))
    (found,) = name_speakers([plain], sentences(text, "rose.", "mud.", "Puno."))
    assert found.status.attribution == "Ana Quispe"


def test_a_pronoun_is_the_speaker_named_last() -> None:
    text = "Ana Quispe said the river rose. She said many fled to Puno."
    plain = motion(text, "fled", Status(attribution="She", evidentiality="attributed"))
    (named,) = name_speakers([plain], sentences(text, "rose.", "Puno."))
    assert named.status.attribution == "Ana Quispe"


def test_a_long_quotation_is_attributed_at_its_end() -> None:
    text = "“Many fled to Puno. The river rose,” said Ana Quispe on Monday."
    (named,) = name_speakers([motion(text, "fled", Status())], sentences(text, "Puno.", "Monday."))
    assert (named.status.attribution, named.status.evidentiality) == ("Ana Quispe", "attributed")
    outside = text + " Others fled."
    late = motion(outside, "Others", Status())
    assert name_speakers([late], sentences(outside, "Monday.", "fled."))[0].status.attribution is None


def test_straight_quotation_marks_over_several_sentences() -> None:
    text = '"Many fled to Puno. The river rose," Ana Quispe said. Then "Rosa" sank.'
    parts = sentences(text, "Puno.", "said.", "sank.")
    (named,) = name_speakers([motion(text, "fled", Status())], parts)
    assert named.status.attribution == "Ana Quispe"
    later = motion(text, "sank", Status())
    assert name_speakers([later], parts)[0].status.attribution is None


def test_a_quotation_is_attributed_to_who_opens_it() -> None:
    text = 'It rained. Ana Quispe told reporters: "The river rose. Many fled to Puno."'
    (named,) = name_speakers([motion(text, "fled", Status())], sentences(text, "rained.", "rose.", 'Puno."'))
    assert named.status.attribution == "Ana Quispe"


_WORDS = "the army said that denied fled to Goma if not will may tried ordered plans from no and were , “"
_WORD = st.sampled_from(_WORDS.split())


@settings(max_examples=40, deadline=None)
@given(st.lists(_WORD, min_size=1, max_size=16).map(" ".join))
def test_never_crashes_on_broken_text(text: str) -> None:
    sentence = sentence_of(_SHARED, text)
    assert sentence.doc is not None
    for token in sentence.doc:
        found = read_status(token, sentence, published="2020-02-02")
        assert found.attribution is None or found.attribution.strip()


_SHARED = Parser(LanguageSettings().model)


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        (
            "Kenya\u2019s Interior Minister Yusuf al-Bakari has said that herders fled Garissa.",
            "fled",
            "al-Bakari",
        ),
        ("Herders are leaving Garissa with their camels, Kenya has claimed.", "leaving", "Kenya"),
    ],
)
def test_a_speaker_is_named_whole_and_without_an_auxiliary(
    parser: Parser, text: str, word: str, who: str
) -> None:
    attribution = status(parser, text, word).attribution
    assert attribution is not None
    assert attribution.endswith(who)
