"""Which sentences the parser sees."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy

from geo.language import choosing
from geo.language import motion_lexicon as lexicon
from geo.language.parsing import PINNED_MODEL, Sentence, split_sentences
from geo.records import Document, Mention

PLACES = ("Lagos", "Abuja", "Kano", "Cusco", "Puno", "Osaka", "Kyoto")


def mentions_in(text: str) -> tuple[Mention, ...]:
    upper = text.upper()
    starts = sorted((upper.find(name.upper()), name) for name in PLACES if name.upper() in upper)
    return tuple(Mention(start=start, end=start + len(name), text=name) for start, name in starts)


def wants(text: str) -> bool:
    sentence = Sentence(0, len(text), text, None, 0, "body")
    return choosing.wants_parse(sentence, mentions_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "Lorries set off for Kano at dawn.",
        "They made their way along the lake to Puno.",
        "Lagos, where the doctors had gone, was quiet.",
        "The nurses entered Cusco.",
        "Abuja's deployment of police surprised everyone.",
        "The ferry is bound for Osaka.",
        "Fifty teachers fled.  Nobody in Kano knew why.",
        "Rebels took control of the town of Puno.",
        "The family took refuge in Lagos.",
        "MINERS MARCH ON CUSCO AND PUNO",
        "They were en route to Kyoto when it rained.",
        "“March on Abuja,” the organisers wrote.",
        "He returned to the camp.",
        "After the storm they left the town.",
        "The sick were put on buses to Kano.",
        "They were not allowed into Puno.",
        "The minister is expected in Abuja on Friday.",
        "They received refugees from Kano.",
        "They followed the river to the coast.",
        "Lorries drove off in the direction of Kano.",
        "The family fled their homes.",
        "Rebels blocked the road.",
        "Lagos hosts hundreds of refugees.",
    ],
)
def test_what_may_tell_of_a_motion_is_parsed(text):
    assert wants(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council of Lagos met on Tuesday.",
        "The House of Assembly in Kano voted.",
        "Prices in Osaka set a record.",
        "It rained in Puno for weeks.",
        "Nobody in Kyoto is bound by the treaty.",
        "The port of Lagos had a hard year, and its workers get too little.",
        "The state of Kano has a way of doing things.",
        "In March the mayor of Cusco resigned.",
        "The board of Kano resigned.",
        "Rain will bring the town money.",
        "Nurses took photographs of the hall, the garden, the gate and every shelter in Puno.",
        "Osaka rarely sends anybody anything.",
        "Fans rode home.",
        "The wounded were taken to the hospital.",
        "The mayor put a question to Kano.",
        "The rule allows voters of Puno time.",
        "Lagos is expecting a good year in Kano.",
        "Kano received a prize for the town.",
        "The review followed a complaint of the town.",
        "The talks took most of the day in the hotel.",
        "A block of the town was painted.",
    ],
)
def test_what_words_alone_rule_out_is_not(text):
    assert not wants(text)


def test_thorough_parses_every_sentence_with_a_name():
    text = "The council of Lagos met. It rained. Lorries left for Kano."
    sentences = split_sentences(Document(id="1", source="a.txt", text=text))
    mentions = mentions_in(text)
    assert [s.text for s in choosing.chosen(sentences, mentions)] == ["Lorries left for Kano."]
    assert [s.text for s in choosing.chosen(sentences, mentions, thorough=True)] == [
        "The council of Lagos met.",
        "Lorries left for Kano.",
    ]


def test_every_form_of_a_light_verb_is_known():
    light = {phrase.split()[0] for phrase in lexicon.phrases()} - {"en", "on", "bound"}
    lemmatizer = spacy.load(PINNED_MODEL).get_pipe("lemmatizer")
    irregular = lemmatizer.lookups.get_table("lemma_exc")["verb"]
    forms = {form: found for form, found in irregular.items() if light & set(found)}
    assert len(forms) > 10
    missing = {
        (form, verb)
        for form, found in forms.items()
        for verb in light & set(found)
        if form not in choosing._light_forms(verb)
    }
    assert missing == set()


def test_names_are_found_without_spacy():
    code = (
        "import sys, geo.language.names, geo.places\n"
        "from geo.language import find_mentions\n"
        "sys.exit('spacy' in sys.modules or 'thinc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
