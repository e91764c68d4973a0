"""The pinned pipeline reads as spaCy does, whichever sentences are read together."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.lex_attrs import word_shape
from spacy.tokens import Doc

from geo.language import parsing, pinned, vectors
from geo.language.parsing import PINNED_MODEL, Parser, _load, split_sentences
from geo.records import Document

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = [
    "Two ferries left Batangas for Calapan on Monday, but the third couldn't sail.",
    "There were 40 families in the schools of Kisumu.",
    "Let's go! They're gonna cross the Paraguay river, aren't they?",
    "Troops withdrew.",
    "The  minister  said it had been a long march from Gao to Kidal,   and that nobody got hurt.",
    "y'all come on",
    "Nurses who fled Mocoa have not returned, and her brother says he'd rather do it himself.",
    "Y",
    "The convoy was due in Juba; it does not have fuel, nor did its drivers' union pay for it.",
    "A dam burst above Derna sent mud down the valley, which people who lived there had left only once.",
] * 3


def told(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.head.i, t.dep_, t.tag_, t.pos_, t.lemma_, t.is_sent_start) for t in doc]


@pytest.fixture(scope="module")
def spacys() -> Language:
    return spacy.load(PINNED_MODEL, exclude=["ner", "senter"])


@pytest.fixture(scope="module")
def expected(spacys) -> list[list[tuple[object, ...]]]:
    return [told(doc) for doc in spacys.pipe(TEXTS)]


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return _load(PINNED_MODEL)


@pytest.fixture(scope="module")
def own(pipeline) -> pinned.Pinned:
    return pinned.Pinned(pipeline)


@pytest.mark.parametrize("batch", [1, 2, 7, 30])
def test_a_reading_is_spacys_own_in_every_batch(expected, pipeline, batch, monkeypatch):
    monkeypatch.setattr(pinned, "BATCH", batch)
    reader = pinned.Pinned(pipeline)
    for _ in range(2):  # the second time, every word is known
        assert [told(doc) for doc in reader.read(TEXTS)] == expected


def test_vectors_do_not_depend_on_the_batch(pipeline, monkeypatch):
    reader = pinned.Pinned(pipeline)
    found = []
    for batch in (1, 4, 30):
        monkeypatch.setattr(pinned, "BATCH", batch)
        found.append([doc.tensor.tobytes() for doc in reader.read(TEXTS)])
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("kept", [5, 110])
def test_many_words_do_not_change_what_is_kept(expected, pipeline, kept, monkeypatch):
    monkeypatch.setattr(pinned, "_KEPT", 5)
    monkeypatch.setattr(vectors, "_KEPT", kept)
    reader = pinned.Pinned(pipeline)
    assert [told(doc) for doc in reader.read(TEXTS)] == expected


SOME = """n't not ai gon na got ta let 's c'm on y' all there is 're It it I you was 'd but that The which
Troops leaves lay axes better best farther ran fled boxes left Nothin' nuthin' wo ca Ministries Rwandans 40 --
U.S. \u201c \u2019s men went-off flying dying GLASSES does has been being having ol' 'em 'nuff s ing ed"""


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*SOME.split(), " ", "\n"]),
            st.sampled_from(
                ["NN", "NNS", "NNP", "VB", "VBZ", "VBP", "VBD", "VBN", "VBG", "MD", "IN", "DT", "WDT"]
            )
            | st.sampled_from(
                ["PRP", "PRP$", "RB", "RBR", "JJ", "JJR", "JJS", "_SP", "``", "TO", "CD", "XX", "POS"]
            ),
            st.sampled_from(
                ["nsubj", "dobj", "pobj", "expl", "aux", "ROOT", "mark", "det", "conj", "dep", "advmod"]
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_words_with_any_tags_get_spacys_attributes(spacys, pipeline, own, words):
    texts, tags, deps = map(list, zip(*words, strict=True))
    vocabs = (spacys.vocab, pipeline.vocab)
    docs = [Doc(vocab, words=texts, tags=tags, deps=deps, heads=[0] * len(texts)) for vocab in vocabs]
    for name in ("attribute_ruler", "lemmatizer"):
        spacys.get_pipe(name)(docs[0])
    own._describe(docs[1:])
    assert told(docs[0]) == told(docs[1])


@given(st.text(st.characters() | st.sampled_from("aZ\u01c5\u00e9\u4e2d1'-"), max_size=120))
def test_a_shape_is_spacys(text):
    assert pinned.shape(text) == word_shape(text)


def test_sentences_of_many_reports_are_told_apart():
    parser = Parser(PINNED_MODEL)
    reports = [
        split_sentences(Document(id=str(number), source="a.txt", text=text))
        for number, text in enumerate(("Trucks reached Herat. They were late.", "", "Rebels left Bria."))
    ]
    parsed = parser.parse_all([(sentences, ()) for sentences in reports])
    assert [[sentence.text for sentence in found] for found in parsed] == [
        ["Trucks reached Herat.", "They were late."],
        [],
        ["Rebels left Bria."],
    ]
    assert all(s.doc is not None and s.doc.text == s.text for found in parsed for s in found)


def test_a_pipeline_that_knows_too_many_words_goes_before_the_next_comes(monkeypatch):
    monkeypatch.setattr(parsing, "MOST_WORDS", 2)
    parser = Parser(PINNED_MODEL)
    sentences = split_sentences(
        Document(id="a", source="a.txt", text="Trucks reached Qwxyland and Vbnmville.")
    )
    told = []
    for _ in range(2):
        before = weakref.ref(parser._nlp) if parser._nlp else None
        (read,) = parser.parse(sentences, ())
        told.append([(word.text, word.tag_, word.lemma_, word.head.i) for word in read.doc])
        del read
    assert before is not None
    assert before() is None  # without the collector's help
    assert told[0] == told[1]
