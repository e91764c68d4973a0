"""The judge of place names: its trees, its candidates, and what it finds in passages from all over the world.

Passages mark the places to find with [..].
"""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import OpenGazetteer, open_gazetteer
from geo.language.names import find_all_mentions, find_mentions
from geo.language.toponyms.candidates import candidates_of
from geo.language.toponyms.features import NAMES, Table, pairs, read_features
from geo.language.toponyms.judge import MODEL, judge, weigh
from geo.language.toponyms.lookup import lookup_of
from geo.language.toponyms.page import read_page
from geo.language.toponyms.second import SECOND
from geo.language.toponyms.spans import windows_of
from geo.language.toponyms.trees import LEAVES, Forest, forest
from geo.records import Document, Mention
from geo.settings import LanguageSettings

ALL = (1 << LEAVES) - 1
PASSAGES = (
    "Officials in [Gitega] said the road to [Rumonge] was cut by a landslide on Tuesday.",
    "The [Jamuna] burst its banks near [Sirajganj], and families moved to [Bogura].",
    "A lorry overturned on [Highway 61] outside [Vicksburg], [Mississippi], at dawn.",
    "Divers from [Tórshavn] searched the fjord for [Kunoy] fishermen missing since Sunday.",
    "Mayor Florence Okello of [Soroti] asked Paris Hoang, an engineer, to inspect the bridge.",
    "Traders in [Maradi] and [Zinder] closed their shops after the minister left [Niamey].",
    "Jordan Whitfield, 34, and Chelsea Marsh, 29, were married in [Invercargill].",
    "Miners at the [Chuquicamata] pit near [Calama] in northern [Chile] went back to work.",
    "She teaches at the [University of Ljubljana] and spends her summers in [Piran].",
    "The [Strait of Magellan] was closed to ships, the port of [Punta Arenas] said.",
    "Austin Reyes and Sydney Blake sang at a wedding; Blake's mother wept.",
    "Rebels left [Bria] for [Bambari], 200 km to the west, residents of [Bria] said.",
    "Fires burned in the hills above [Valparaíso], in [Chile], and in [Corrientes] in [Argentina].",
    "[Canberra] rejected the claim, while [Wellington] called for talks in [Suva].",
    "Aid reached [Mae La camp] on the border of [Thailand] and [Myanmar] on Friday.",
    "Doctors at [Mulago Hospital] in [Kampala] treated nine of the wounded.",
    "The tanker left [Fujairah], crossed the [Gulf of Oman] and anchored off [Gwadar].",
    "Detective Dallas Mbeki questioned Ms. Lima for an hour and let her go.",
    "Snow closed schools in [Bergen], [Voss] and [Odda], and ferries stayed in port.",
    "Two villages in [Badakhshan], one of them near [Fayzabad], have no clean water.",
    "The river ferry from [Santarém] to [Manaus] takes two days, said Captain Salvador Prado.",
    "Herders from [Turkana] walked to [Lodwar]; others stayed on the shore of [Lake Turkana].",
    "Shares of Orange and Shell rose while Amazon fell, brokers said on Monday.",
    "He flew from [Nuuk] to [Reykjavik], then by road to [Akureyri] in northern [Iceland].",
    "Protesters in [Kathmandu] blocked the road to [Bhaktapur] until Inspector Gurung came.",
    "May and June were dry in [Saskatchewan], and August brought little rain to [Regina].",
)


@cache
def world() -> OpenGazetteer:
    return open_gazetteer([])


def mentions(text: str, **changes: float) -> tuple[Mention, ...]:
    document = Document(id="d", source="d.txt", text=text)
    return find_mentions(document, world(), settings=LanguageSettings(**changes))  # type: ignore[arg-type]


def plain(passage: str) -> tuple[str, set[tuple[int, int]]]:
    text, gold = "", set()
    for piece in re.split(r"(\[[^\]]*\])", passage):
        if piece.startswith("["):
            gold.add((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]  # noqa: PLW2901
        text += piece
    return text, gold


def test_names_in_passages_from_all_over_the_world_are_found_as_marked() -> None:
    right = found = marked = 0
    for passage in PASSAGES:
        text, gold = plain(passage)
        spans = {(m.start, m.end) for m in mentions(text) if not m.demonym}
        right += len(spans & gold)
        found += len(spans)
        marked += len(gold)
    assert right / found >= 0.9
    assert right / marked >= 0.9


@pytest.mark.parametrize("passage", [p for p in PASSAGES if "[" not in p])
def test_persons_and_firms_that_bear_the_names_of_places_are_none(passage: str) -> None:
    assert [m.text for m in mentions(passage) if not m.demonym] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A crash closed the M62 near Goole.", "M62"),
        ("Police sealed off Harcourt Street in Dublin.", "Harcourt Street"),
        ("Trucks crossed the Mukhtara Bridge into Basra.", "Mukhtara Bridge"),
        ("Climbers died on Mount Ramsund in Norway.", "Mount Ramsund"),
        ("Patients at Torvena General Hospital in Lviv were moved.", "Torvena General Hospital"),
        ("Two jets left Qarun Air Base in Egypt.", "Qarun Air Base"),
    ],
)
def test_fine_places_that_no_gazetteer_has_are_found_whole(text: str, name: str) -> None:
    found = next(m for m in mentions(text) if m.text == name)
    assert found.score >= LanguageSettings().min_unlisted_score
    assert not found.demonym


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Route 9, Interstate 70 and the A38 were closed.", ["Route 9", "Interstate 70", "A38"]),
        ("Ms. Chelsea Bolton flew to Lomé.", ["Lomé"]),
        ("Sir Lancaster Webb lives in Windhoek, Namibia.", ["Windhoek", "Namibia"]),
        ("The Ministry of Health of Malawi (MHM) tested wells in Zomba.", ["Zomba"]),
    ],
)
def test_words_that_settle_a_name(text: str, expected: list[str]) -> None:
    assert [m.text for m in mentions(text)] == expected


def test_one_of_many_in_a_town_is_not_the_towns_kind() -> None:
    found = {
        m.text: m.kind_hint for m in mentions("Shells hit a neighbourhood of Odesa and the city of Izmail.")
    }
    assert found == {"Odesa": None, "Izmail": "city"}


def test_a_facility_that_no_gazetteer_has_is_sought_as_its_town() -> None:
    found = next(
        m for m in mentions("Patients at Tampere Central Hospital were moved.") if "Tampere" in m.text
    )
    assert (found.text, found.lookup) == ("Tampere Central Hospital", "Tampere")
    assert found.reasons[0] == "sought as Tampere, the place in its name"


def test_names_that_no_gazetteer_has_ask_for_more() -> None:
    text = "Men gathered in Zhurlabad, 40 km west of Herat."
    assert [m.text for m in mentions(text)] == ["Zhurlabad", "Herat"]
    assert [m.text for m in mentions(text, min_unlisted_score=1.01)] == ["Herat"]


def test_scores_are_probabilities_and_every_name_has_reasons() -> None:
    for passage in PASSAGES:
        for mention in mentions(plain(passage)[0]):
            assert 0.4 <= mention.score <= 1
            assert mention.reasons


def test_a_long_text_is_read_whole() -> None:
    sentence = "Buses left Kumasi for Tamale while Mr. Bolga Addo stayed in Wa. "
    once, often = mentions(sentence), mentions(sentence * 400)
    assert len(often) >= 400 * len(once)
    assert all(a.end <= b.start for a, b in pairwise(often))


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 4)), min_size=1, max_size=40, unique=True))
def test_pairs_are_the_candidates_that_share_a_word(spans: list[tuple[int, int]]) -> None:
    order = sorted(((first, first + size) for first, size in spans), key=lambda span: (span[0], -span[1]))
    first, last = np.array(order).T
    found = pairs(first, last)
    expected = [
        (a, b, order[b][1] <= order[a][1]) for a, b in combinations(range(len(order)), 2)
        if order[a][0] < order[b][1] and order[b][0] < order[a][1]
    ]  # fmt: skip
    rows = zip(found.before.tolist(), found.after.tolist(), found.inside.tolist(), strict=True)
    assert list(rows) == expected


BATCHED = (
    *(plain(passage)[0] for passage in PASSAGES),
    "", "no capital here", "Lima", " -Oruro", "St.", "Mr.", "Lima-based", "(UNDP) Ghana\n", "'s",
    "NORTH KOREA", "The United Nations Development Programme (UNDP) left", "in", ", 41, of Accra",
    ") region", "of Aden.",
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(BATCHED), min_size=1, max_size=12))
def test_no_text_of_a_batch_depends_on_the_others(texts: list[str]) -> None:
    documents = [Document(id=str(at), source="d.txt", text=text) for at, text in enumerate(texts)]
    together = find_all_mentions([(one, world()) for one in documents], settings=LanguageSettings())
    assert together == [mentions(text) for text in texts]


def test_each_text_of_a_batch_has_its_own_names(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("name,action,latitude,longitude\nTamale,ignore,,\nXoxlt,,9.5,-1.2\n", encoding="utf-8")
    corrected, text = open_gazetteer([rows]), "Buses left Tamale for Xoxlt and Kumasi."
    pages = [(Document(id="d", source="d", text=text), names) for names in (world(), corrected, world())]
    found = find_all_mentions(pages, settings=LanguageSettings())
    assert found == [find_mentions(*page, settings=LanguageSettings()) for page in pages]
    assert [m.text for m in found[0]][:1] == ["Tamale"]
    assert [m.text for m in found[1]] == ["Xoxlt", "Kumasi"]


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("Ferries cross the Gulf of Aden and the Red Sea.", ["Ferries", "Gulf of Aden and the Red Sea"]),
        ("He left Deir ez-Zor in May.", ["He", "Deir ez-Zor in May", "ez-Zor in May"]),
        ("They met in Lomé of all towns; The end.", ["", "Lomé", "The"]),
        ("Peru's and the rest", ["Peru's and the"]),
        ("Mr. Okello (the Kasese) district", ["Mr. Okello", "Okello", "Kasese) district"]),
        ("St.\nGallen\n\nBern", ["St.\nGallen", "Gallen", "Bern"]),
        (
            "One Two Three Four Five Six Seven Eight",
            ["One Two Three Four Five Six Seven", "Two Three Four Five Six Seven Eight"],
        ),
    ],
)
def test_a_window_holds_what_one_name_could_be_made_of(text: str, windows: list[str]) -> None:
    page = read_page([text], [lookup_of(world())])
    (found,) = windows_of(page)
    ends = [page.starts[last - 1] + len(page.words[last - 1].full) for _, last in found]
    told = [
        text[page.starts[first] : end] if last > first else ""
        for (first, last), end in zip(found, ends, strict=True)
    ]
    assert told[: len(windows)] == windows


@pytest.mark.parametrize("which", ["first", "second"])
def test_sums_of_the_shipped_trees_are_exact_in_any_order(which: str) -> None:
    value = getattr(judge(), which).value.astype(np.float64)
    assert np.all(value * 2**45 % 1 == 0)  # whole parts of 2**-45, so that no sum of 120 is rounded
    assert np.abs(value).max() < 2


def test_a_text_all_in_capitals_is_not_told_again_for_each_of_its_names() -> None:
    found = mentions("Gaborone " * 300)
    assert found
    assert all(len(reason) < 500 for mention in found for reason in mention.reasons)


def test_words_without_a_capital_give_no_candidates() -> None:
    assert mentions("nothing of note took place here today") == ()
    assert mentions("") == ()


def small_forest() -> Forest:
    """One tree: first feature at most 2? then second at most 5? leaf 0, leaf 1; else leaf 2.

    Two more: first feature above 2 and again above 7? leaf 1, leaf 2; else leaf 0; and one of a leaf alone.
    """
    values = [[1.0, -1.0, 0.5], [0.0, 2.0, 4.0], [8.0, 0.0, 0.0]]
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[Any]]] = {
        "feature": np.array([[0, 0, 0], [1, 0, 0]], np.uint16),
        "threshold": np.array([[2, 2, 255], [5, 7, 255]], np.uint8),
        "mask": np.array([[ALL & ~0b11, ALL & ~0b1, ALL], [ALL & ~0b1, ALL & ~0b10, ALL]], np.uint32),
        "value": np.array([row + [0.0] * (LEAVES - 3) for row in values], np.float32).ravel(),
        "share": np.zeros((3 * LEAVES, 2), np.float32),
        "bias": np.array(0.25),
    }
    return forest(arrays, "")


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 255)), max_size=1200))
def test_trees_give_every_row_the_leaf_that_its_tests_lead_to(rows: list[tuple[int, int]]) -> None:
    features = np.array(rows, np.uint8).reshape(-1, 2).T
    trees = small_forest()
    leaves = trees.leaves(features)
    first = [2 if a > 2 else 1 if b > 5 else 0 for a, b in rows]
    second = [(a > 2) + (a > 7) for a, _ in rows]
    assert leaves.tolist() == [first, [LEAVES + leaf for leaf in second], [2 * LEAVES] * len(rows)]
    added = {0: 1.0, 1: -1.0, 2: 0.5}
    assert trees.scores(leaves).tolist() == [
        added[one] + 2 * other + 8.25 for one, other in zip(first, second, strict=True)
    ]


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=40))
def test_the_shipped_trees_reach_the_leaf_that_no_failed_test_strikes_out(seeds: list[int]) -> None:
    with np.load(MODEL, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    rows = [np.random.default_rng(seed).integers(0, 256, 1000) % (1 + seed % 256) for seed in seeds]
    for prefix in ("first_", "second_"):
        features = np.array(rows, np.uint8).T[: int(arrays[f"{prefix}feature"].max()) + 1]
        failed = features[arrays[f"{prefix}feature"]] > arrays[f"{prefix}threshold"][..., None]
        masks = np.where(failed, arrays[f"{prefix}mask"][..., None], np.uint32(ALL))
        left = np.bitwise_and.reduce(masks, axis=0)
        lowest = np.log2(left & (~left + np.uint32(1))).astype(int)
        assert (forest(arrays, prefix).leaves(features) % LEAVES == lowest).all()


def test_the_shipped_trees_fit_the_features() -> None:
    forests = judge()
    assert forests.first.feature.max() < len(NAMES)
    assert forests.second.feature.max() < len(NAMES) + len(SECOND)
    assert len(set(NAMES)) == len(NAMES)


def test_one_candidate_makes_one_column() -> None:
    found = candidates_of(["It lay near Xoxltabad."], [world()])
    table = Table(found)
    assert read_features(table).shape == (len(NAMES), len(table.spans)) == (len(NAMES), 1)
    assert len(weigh(table, by=judge()).scores) <= 1
