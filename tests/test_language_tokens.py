"""Words of a text: offsets, case, what stands before them; and what a sentence's style is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.language.toponyms.context import read_context
from geo.language.toponyms.tokens import tokenize

TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("aBcS tlÅ.,;:!?()'\u2019-\u2010&\"\n_ 19\u0301")),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@given(TEXTS)
def test_words_and_gaps_make_up_the_text(text):
    before = 0
    for token in tokenize(text):
        assert text[before : token.start] == token.gap
        assert text[token.start :].startswith(token.full)
        assert token.full.startswith(token.text)
        assert token.lower == token.text.lower()
        assert token.end == token.start + len(token.text)
        before = token.start + len(token.full)
    assert not re.search(r"[^\W_]", text[before:])


@given(TEXTS)
def test_a_low_line_parts_words_like_any_other_mark(text):
    plain = tokenize(text.replace("_", "+"))
    assert [token.full for token in tokenize(text)] == [token.full for token in plain]


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
    assert [token.full for token in tokenize(text)] == words


def test_a_word_knows_how_it_stands():
    first, owner, after = tokenize("Chad's border.  Then")
    assert (first.text, first.possessive, first.capital, first.first, first.joined) == (
        "Chad",
        True,
        True,
        True,
        False,
    )
    assert (owner.first, owner.joined) == (False, True)
    assert after.first
    assert not after.joined


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("we saw Rio de la Plata and Ushuaia", {"Rio de la Plata": 4, "Ushuaia": 1}),
        ("we saw Dar al el de Salaam", {"Dar": 1, "Salaam": 1}),
    ],
)
def test_runs_of_capitals_go_on_over_two_particles_at_most(text, runs):
    tokens = tokenize(text)
    found = {
        text[tokens[first].start : tokens[last - 1].end]: last - first
        for first, last in read_context(tokens).tight
        if tokens[first].capital
    }
    assert found == runs
