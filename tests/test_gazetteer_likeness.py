"""Finding near names fast: nothing that the slow way finds may be missed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from geo.gazetteer.fold import canon, fold, skeleton
from geo.gazetteer.index import Index
from geo.gazetteer.leads import COUNT, leads, leads_from
from geo.gazetteer.likeness import Likeness
from geo.gazetteer.world import SUGGESTION_RATIO, World

FOLDED = st.text(alphabet="abeilnorst x09", max_size=24).map(fold)


@given(FOLDED, st.lists(FOLDED, max_size=30), st.sampled_from([0.0, 50.0, 70.0, 75.0, 100.0]))
def test_no_like_name_is_missed(written: str, names: list[str], ratio: float) -> None:
    near = Likeness(names).near(written, ratio)
    alike = [name for name in names if fuzz.ratio(written, name) >= ratio]
    left = iter(near)
    assert all(name in left for name in alike)  # in their order


def test_unlike_names_are_left_out() -> None:
    names = ["tegucigalpa", "quito", "reykjavik"]
    assert Likeness(names).near("tegucigalpo", 75.0) == ["tegucigalpa"]


@given(st.lists(FOLDED, max_size=30), FOLDED)
def test_leads_are_in_the_order_of_names(names: list[str], beginning: str) -> None:
    names.sort()
    found = leads(names).tolist()
    assert found == sorted(found)
    first, after = leads_from(beginning[:3])
    assert 0 <= first < after <= COUNT
    assert names[bisect_left(found, first) : bisect_right(found, after - 1)] == [
        name for name in names if name.startswith(beginning[:3])
    ]


@pytest.mark.parametrize("beginning", ["bam", "x", "zyz", "san", "al", "0", "q7", "mzu"])
def test_keys_by_their_beginning(index: Index, beginning: str) -> None:
    assert sorted(index.beginning(beginning)) == sorted(index.trie.keys(beginning))


@pytest.mark.parametrize(
    "name",
    ["Antananarivoo", "Ouagadugu", "Al Qunaytirra", "El Mreyyer", "Saint Petersbourg", "Ulan Batur", "Xx"],
)
def test_suggestions_are_those_of_the_slow_way(world: World, index: Index, name: str) -> None:
    written, canonical = fold(name), canon(fold(name))
    keys = {key for start in (written[:3], canonical[:3]) for key in index.trie.keys(start)}
    bones = skeleton(canonical)
    keys |= {index.trie.restore_key(int(index.arrays["form_key"][form])) for form in index.bones(bones)}
    scored = process.extract(
        written, sorted(keys), scorer=fuzz.ratio, limit=40, score_cutoff=SUGGESTION_RATIO
    )
    best = max((score for _, score, _ in scored), default=0.0)
    found = world.suggest(name)
    assert [one.similarity for one in found] == sorted((one.similarity for one in found), reverse=True)
    assert len(name) < 3 or found[0].similarity == round(best / 100, 4)
    assert all(fuzz.ratio(written, fold(one.matched)) >= SUGGESTION_RATIO for one in found)


def test_skeletons_inside_countries_make_up_those_of_the_world(index: Index) -> None:
    bones = skeleton(canon(fold("Qamishli")))
    codes = range(len(index.meta["countries"]))
    inside = [form for code in codes for form in index.bones(bones, code)]
    assert inside
    assert sorted(inside) == sorted(index.bones(bones))
