"""Counts of people, vehicles and troops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.language.quantities import find_quantities

COUNTS = [
    ("more than 3,000 fighters", 3000, 3000, None, "fighters"),
    ("3,000 to 4,500 IS fighters", None, 3000, 4500, "fighters"),
    ("between 20 and 30 buses", None, 20, 30, "buses"),
    ("20-30 buses", None, 20, 30, "buses"),
    ("two to three million refugees", None, 2e6, 3e6, "refugees"),
    ("3 or 4 people", None, 3, 4, "people"),
    ("up to one million people", 1e6, None, 1e6, "people"),
    ("as many as 80 troops", 80, None, 80, "troops"),
    ("hardly more than 40 tanks", 40, None, 40, "tanks"),
    ("fewer than 40 families", 40, None, 40, "families"),
    ("at least 1,200 households", 1200, 1200, None, "households"),
    ("at least about half a million people", 5e5, 5e5, None, "people"),
    ("no fewer than 12 trucks", 12, 12, None, "trucks"),
    ("500 or more migrants", 500, 500, None, "migrants"),
    ("100+ migrants", 100, 100, None, "migrants"),
    ("nearly 600 villagers", 600, None, None, "villagers"),
    ("some 200,000 people", 200000, None, None, "people"),
    ("half a million people", 5e5, None, None, "people"),
    ("two and a half million people", 2.5e6, None, None, "people"),
    ("1.2m people", 1.2e6, None, None, "people"),
    ("200k refugees", 2e5, None, None, "refugees"),
    ("one hundred and fifty men", 150, None, None, "men"),
    ("two thousand three hundred soldiers", 2300, None, None, "soldiers"),
    ("twenty-five police officers", 25, None, None, "police officers"),
    ("650 special forces", 650, None, None, "special forces"),
    ("a dozen ships", 12, None, None, "ships"),
    ("five lakh people", 5e5, None, None, "people"),
    ("1 200 soldiers", 1200, None, None, "soldiers"),
    ("10.000 people", 10000, None, None, "people"),
    ("3 million Peruvians", 3e6, None, None, "Peruvians"),
    ("1,500 desperate Somali refugees", 1500, None, None, "refugees"),
    ("thousands of people", None, 2000, None, "people"),
    ("a hundred and twenty families", 120, None, None, "families"),
    ("a thousand two hundred men", 1200, None, None, "men"),
    ("a hundred and twenty thousand people", 120000, None, None, "people"),
    ("between a hundred and two hundred people", None, 100, 200, "people"),
    ("300,000 Congolese", 300000, None, None, "Congolese"),
    ("400 Nepalese labourers", 400, None, None, "labourers"),
    ("tens of thousands of people", None, 20000, None, "people"),
    ("hundreds of thousands of hungry civilians", None, 200000, None, "civilians"),
    ("hundreds of vehicles", None, 200, None, "vehicles"),
    ("dozens of boats", None, 24, None, "boats"),
    ("several hundred rebels", None, 200, None, "rebels"),
    ("a few hundred rebels", None, 200, None, "rebels"),
    ("a couple of helicopters", 2, None, None, "helicopters"),
    ("one soldier", 1, None, None, "soldier"),
    ("2014 people", 2014, None, None, "people"),
]

PIECES = """
more than up to at least 3,000 1.5 million half a thousands of hundreds people - and or
2014 km % $ ° twenty one no 10,00 1.000.000 strong -year-old IS troops families about +
between
"""


@pytest.mark.parametrize(("words", "value", "low", "high", "unit"), COUNTS)
def test_counts_with_their_bounds_and_unit(words, value, low, high, unit):
    ((start, end, found),) = find_quantities(f"Yesterday {words} crossed the Mekong.")
    assert (found.text, found.value, found.min, found.max, found.unit) == (words, value, low, high, unit)
    assert (start, end) == (10, 10 + len(words))


@pytest.mark.parametrize(
    ("text", "value", "low"),
    [
        ("Thousands fled to Juba", None, 2000),
        ("About 5,000 of them reached Juba", 5000, None),
        ("Aid reached more than three million who had no food", 3e6, 3e6),
        ("650", 650, None),
        ("A 12,000-strong army", 12000, None),
    ],
)
def test_counts_without_a_noun(text, value, low):
    ((_, _, found),) = find_quantities(text)
    assert (found.value, found.min, found.unit) == (value, low, None)


@pytest.mark.parametrize(
    "text",
    [
        "half the population of Lagos",
        "$17.1 million for food",
        "20 million dollars",
        "90 percent of residents",
        "a rise of 4%",
        "15 kilometres (10 miles) away",
        "more than 10 km north of Lagos",
        "thousands of miles",
        "an 18-year-old man",
        "Ana Gomez, 34, left",
        "in the past 10 days",
        "on March 3 soldiers left",
        "in 2014 people left",
        "40C heat",
        "temperatures of 40 degrees",
        "F-16 jets",
        "the 101st Airborne",
        "on 2016-07-31 soldiers left",
        "no one left",
        "two-thirds of the people",
        "five villages",
        "four attacks",
        "They won 3-2",
        "at 10:30 people left",
    ],
)
def test_other_numbers_are_no_counts(text):
    assert find_quantities(text) == ()


def test_each_count_of_a_sentence_is_found():
    text = "Some 40 buses took 1,900 villagers and two battalions from Goma."
    found = [(quantity.value, quantity.unit) for _, _, quantity in find_quantities(text)]
    assert found == [(40, "buses"), (1900, "villagers"), (2, "battalions")]


@given(
    st.lists(
        st.sampled_from(PIECES.split()),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=80)
)
def test_spans_slice_the_text_and_bounds_are_ordered(text):
    last = 0
    for start, end, quantity in find_quantities(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == quantity.text
        assert quantity.value is not None or quantity.min is not None
        if quantity.min is not None and quantity.max is not None:
            assert quantity.min < quantity.max
        last = end


@pytest.mark.parametrize(("text", "value"), [("a family of five", 5), ("a crew of 21", 21)])
def test_a_group_is_counted_without_a_noun(text, value):
    ((_, _, found),) = find_quantities(f"They sheltered {text} from Tartu.")
    assert found.value == value
