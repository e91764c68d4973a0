"""Invented news of many genres, read whole: nothing is drawn that the words do not say."""

from __future__ import annotations

import pytest
from test_language_motion import ends, motions


def drawn(text: str) -> list[tuple[str, list[str], list[str]]]:
    return [(m.lemma, *ends(m)) for m in motions(text) if m.declined is None]


@pytest.mark.parametrize(
    "text",
    [
        "More than 700,000 people are displaced inside [Haiti].",
        "The cyclone slammed into [Toliara], leaving the port in ruins.",
        "Membership of the club in [Lusaka] has reached 52,000.",
        "Shares in [Jakarta] advanced and those in [Manila] retreated.",
    ],
)
def test_states_results_and_figures_are_no_movements(text: str) -> None:
    assert drawn(text) == []


def test_a_people_word_with_a_thing_is_no_place() -> None:
    found = drawn("Shares in [Jakarta] fell. Savers fled to the safety of {Danish} bonds.")
    assert found == [("flee", [], [])]


def test_people_who_were_displaced_by_somebody_still_moved() -> None:
    assert drawn("About 900 families are displaced from [Kaga Bandoro] by the raids.")


def test_an_area_is_no_way() -> None:
    found = motions("Around 4,000 herders were displaced in the north-east.")
    assert all(not motion.directions for motion in found)


def test_what_lies_beside_a_goal_is_no_goal() -> None:
    (found,) = drawn(
        "Families fled to [Minawao], a crowded camp in [Cameroon] close to the {Nigerian} border."
    )
    assert found[2] == ["Minawao"]


def test_close_to_a_border_is_not_aimed_at() -> None:
    text = "Families fled to [Minawao], a crowded camp in [Cameroon] close to the {Nigerian} border."
    assert not motions(text)[0].towards


def test_one_journey_is_told_once() -> None:
    found = drawn("Nurses were driven in a convoy from [Bambari] to [Bangui] on Monday.")
    assert found == [("drive", ["Bambari"], ["Bangui"])]


@pytest.mark.parametrize(
    ("text", "eventuality"),
    [
        ("The mayor told 3,000 residents to leave [Kelowna].", "ordered"),
        ("Residents were told to leave [Kelowna].", "ordered"),
        ("Smugglers tried to bring cattle into [Malawi], but guards turned them back.", "prevented"),
        ("Activists tried to bring cattle into [Malawi].", "attempted"),
        ("Police halted a train carrying migrants to [Austria].", "prevented"),
        ("A train carrying migrants to [Austria] left on Monday.", "ongoing"),
    ],
)
def test_status_of_orders_and_thwarted_attempts(text: str, eventuality: str) -> None:
    assert motions(text)[0].status.eventuality == eventuality


def test_the_speaker_is_not_who_moves() -> None:
    found = motions(
        "A column of militia has left [Bunia] and is heading for [Beni], the province's governor,"
        " Jean Bamanisa, said on Friday."
    )
    assert found[0].status.attribution == "the province's governor, Jean Bamanisa"


def test_need_of_others_is_no_attribution() -> None:
    text = "Some two million farmers need help, and thousands of them were driven from [Ituri]."
    assert motions(text)[0].status.attribution is None
