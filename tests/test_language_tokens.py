"""Words of a text: offsets, case, what stands before them; and what a sentence's style is."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import open_gazetteer
from geo.language.toponyms.context import read_context
from geo.language.toponyms.lookup import lookup_of
from geo.language.toponyms.page import read_page
from geo.language.toponyms.tokens import BLANK, tokenize
from geo.language.toponyms.vocabulary import WIDTH

TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("aBcS tlÅ.,;:!?()'\u2019-\u2010&\"\n_ 19\u0301")),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@cache
def world():
    return lookup_of(open_gazetteer([]))


@settings(deadline=None)  # the word lists are read at the first text
@given(TEXTS)
def test_words_and_gaps_make_up_the_text(text):
    before, tokens = 0, tokenize(text)
    assert len({len(column) for column in tokens}) == 1
    for word, start, gap in zip(tokens.words, tokens.starts, tokens.gaps, strict=True):
        assert text[before:start] == gap
        assert text[start:].startswith(word.full)
        assert word.full.startswith(word.text)
        assert word.lower == word.text.lower()
        before = start + len(word.full)
    assert not re.search(r"[^\W_]", text[before:])


@settings(deadline=None)  # the word lists are read at the first text
@given(TEXTS)
def test_a_low_line_parts_words_like_any_other_mark(text):
    plain = tokenize(text.replace("_", "+"))
    assert [word.full for word in tokenize(text).words] == [word.full for word in plain.words]


@settings(deadline=None)  # the word lists are read at the first text
@given(st.lists(TEXTS.map(lambda text: re.sub("[-\u2010]", "", text)), min_size=1, max_size=4))
def test_a_page_holds_the_words_of_its_texts_with_blanks_between(texts):
    page = read_page(texts, [world()] * len(texts))
    for text, (first, last) in zip(texts, page.bounds, strict=True):
        assert [word.full for word in page.words[first:last]] == [word.full for word in tokenize(text).words]
        assert page.words[first - 1] is page.words[last] is BLANK
    assert page.table.shape == (len(page.words) + 1, WIDTH)
    assert page.marked("capital").tolist() == [word.capital for word in page.words]


def test_compounds_of_names_are_cut_on_a_page():
    text = "The Xoxlt-based firm's Lima-based rivals left Saudi-Turkish talks in Guinea-Bissau's hotels."
    page = read_page([text], [world()])
    words = [word.full for word in page.words[1:-1]]
    assert words == [
        "The", "Xoxlt-based", "firm's", "Lima", "based", "rivals", "left", "Saudi", "Turkish", "talks", "in",
        "Guinea-Bissau's", "hotels",
    ]  # fmt: skip
    starts = zip(page.words[1:-1], page.starts[1:-1], strict=True)
    assert all(text[start:].startswith(word.full) for word, start in starts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gov. Amina Diallo flew to St. Louis.", ["Gov.", "Amina", "Diallo", "flew", "to", "St.", "Louis"]),
        ("The mines' owner met Oruro's mayor", ["The", "mines'", "owner", "met", "Oruro's", "mayor"]),
        ("from the U.S. to Sa\u2019ada, N.W.F.P.", ["from", "the", "U.S.", "to", "Sa\u2019ada", "N.W.F.P."]),
        ("Bosnia-Herzegovina and AT&T", ["Bosnia-Herzegovina", "and", "AT&T"]),
        ("They left No.7 in Pa.", ["They", "left", "No", "7", "in", "Pa."]),
        ("", []),
        (" ... \n", []),
    ],
)
def test_what_counts_as_a_word(text, words):
    assert [word.full for word in tokenize(text).words] == words


def test_what_follows_the_last_word_is_gone_through_once():
    for blank in (" ", "-", "\n.", "_ "):
        assert [word.full for word in tokenize("Puno" + blank * 200_000).words] == ["Puno"]
        assert tokenize(blank * 200_000).words == []


def test_a_word_knows_how_it_stands():
    tokens = tokenize("Chad's border.  Then")
    owner = tokens.words[0]
    assert (owner.text, owner.possessive, owner.capital) == ("Chad", True, True)
    assert list(tokens.opens) == [1, 0, 1]
    assert list(tokens.joined) == [0, 1, 0]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("we saw Rio de la Plata and Ushuaia", {"Rio de la Plata": 4, "Ushuaia": 1}),
        ("we saw Dar al el de Salaam", {"Dar": 1, "Salaam": 1}),
    ],
)
def test_runs_of_capitals_go_on_over_two_particles_at_most(text, runs):
    page = read_page([text], [world()])
    found = {
        text[page.starts[first] : page.starts[last - 1] + len(page.words[last - 1].text)]: last - first
        for first, last in read_context(page).runs[0]
    }
    assert found == runs
