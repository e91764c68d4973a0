"""Parsed sentences as plain objects: all that rules ask of a word is what spaCy says of it."""

from __future__ import annotations

import gc
import weakref

import pytest
import spacy

from geo.language.parsing import PINNED_MODEL
from geo.language.tree import Doc

SENTENCES = (
    "About 300 farmers, most of them from Puno, set out for Cusco on Monday and reached it by night.",
    "Osaka's “peace march” - led by well-known nurses -  was stopped, she said, near Kyoto.",
    "What did the ferry that left Lagos carry?",
    "\u201cGo north,\u201d they told us\u2026 nobody went there, or to Abuja or Kano.",
    "",
)


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(PINNED_MODEL, exclude=["ner", "senter"])


@pytest.mark.parametrize("text", SENTENCES)
def test_words_are_spacys(nlp, text):
    parse = nlp(text)
    doc = Doc(parse, parse.text)
    assert (doc.text, len(doc)) == (parse.text, len(parse))
    for own, token in zip(doc, parse, strict=True):
        for name in ("i", "idx", "text", "lower_", "tag_", "dep_", "pos_", "lemma_", "is_punct", "is_space"):
            assert getattr(own, name) == getattr(token, name), name
        assert own.whitespace_ == token.whitespace_
        assert len(own) == len(token)
        for name in ("head", "left_edge", "right_edge"):
            assert getattr(own, name).i == getattr(token, name).i, name
        for name in ("children", "subtree", "conjuncts"):
            assert [one.i for one in getattr(own, name)] == [one.i for one in getattr(token, name)], name


def test_a_stretch_is_spacys(nlp):
    parse = nlp(SENTENCES[0])
    doc = Doc(parse, parse.text)
    for start in range(len(doc)):
        assert doc[start : start + 3].text == parse[start : start + 3].text
        assert [token.i for token in doc[:start]] == [token.i for token in parse[:start]]
    assert (doc[2:4].start_char, doc[2:4].end_char) == (parse[2:4].start_char, parse[2:4].end_char)
    assert doc[4:4].text == ""


def test_no_word_stands_outside(nlp):
    doc = Doc(nlp(SENTENCES[2]), SENTENCES[2])
    assert doc[0].nbor(1) is doc[1]
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
    with pytest.raises(IndexError):
        doc[len(doc) - 1].nbor(1)


def test_words_go_at_once_when_let_go(nlp):
    doc = Doc(nlp(SENTENCES[0]), SENTENCES[0])
    first = doc.words
    gc.disable()
    try:
        gone = weakref.ref(doc)
        assert len(first) > 1
        del first
        doc.close()
        del doc
        assert gone() is None
    finally:
        gc.enable()
