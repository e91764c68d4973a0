"""Ends of unknown name are put where the text says that they lie."""

from __future__ import annotations

from dataclasses import replace

from geo.records import End, Motion, Movement, Phrase, Place, Region, Status, Words
from geo.relations.described import located

GAO = Place("1", "Gao", "city", -0.04, 16.27, "ML")
NIAMEY = Place("2", "Niamey", "city", 2.11, 13.51, "NE")


def end(text: str, place: Place | None = None) -> End:
    return End(text, 0, len(text), place)


def region(target: End | None, model: str = "DD", anchor: Place | None = GAO) -> Region:
    return Region(Phrase(0, 1, "40 km west of Gao", model, ("W",)), (end("Gao", anchor),), target)


def flight(goal: End, *, declined: str | None = None, eventuality: str = "actual") -> Movement:
    word = Words(0, 4, "fled")
    status = Status(eventuality)
    motion = Motion(0, 4, "fled", word, "flee", "FLEE/DISPLACE", status, declined=declined)
    reason = declined or "no end is a place that could be found"
    return Movement(motion, destinations=(goal,), draw="none", declined=reason)


def test_an_unknown_goal_that_the_text_describes_is_drawn_there() -> None:
    (found,) = located([flight(end("the village of Zarkona"))], [region(end("Zarkona"))])
    assert found.destinations[0].region == 0
    assert found.destinations[0].place is None
    assert (found.draw, found.declined) == ("arrow", None)


def test_the_most_telling_description_locates() -> None:
    regions = [region(end("Zarkona"), "NEAR"), region(end("Zarkona"))]
    (found,) = located([flight(end("Zarkona"))], regions)
    assert found.destinations[0].region == 1


def test_what_is_known_or_not_described_stays() -> None:
    known = flight(end("Niamey", NIAMEY))
    assert located([known], [region(end("Niamey"))]) == (known,)
    other = flight(end("Dirkou"))
    assert located([other], [region(end("Zarkona"))]) == (other,)


def test_a_description_that_starts_nowhere_locates_nothing() -> None:
    lost = flight(end("Zarkona"))
    assert located([lost], [region(end("Zarkona"), anchor=None)]) == (lost,)
    common = flight(end("a village"))
    assert located([common], [region(end("a village"))]) == (common,)


def test_a_description_does_not_undo_what_forbids_an_arrow() -> None:
    told = located([flight(end("Zarkona"), eventuality="requested")], [region(end("Zarkona"))])[0]
    assert (told.draw, told.declined) == ("none", "only asked for in the text")
    guarded = flight(end("Zarkona"), declined="metaphor")
    assert located([guarded], [region(end("Zarkona"))])[0].declined == "metaphor"


def test_two_ends_of_one_region_are_the_places_themselves() -> None:
    there = replace(flight(end("Niamey", NIAMEY)), origins=(replace(end("Gao", GAO), region=0),))
    there = replace(there, destinations=(replace(end("Niamey", NIAMEY), region=0),))
    (found,) = located([there], [region(None, "BETW")])
    assert [one.region for one in (*found.origins, *found.destinations)] == [None, None]


def test_a_common_noun_lies_where_its_own_clause_says() -> None:
    phrase = Phrase(20, 52, "villages 20 km south of Gao", "DD", ("S",))
    there = Region(phrase, (end("Gao", GAO),))
    villages = End("villages", 20, 28, None)
    (found,) = located([flight(villages)], [there])
    assert found.destinations[0].region == 0
    elsewhere = flight(End("villages", 2, 10, None))
    assert located([elsewhere], [there]) == (elsewhere,)
