from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache as once
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import pipeline
from geo.gazetteer import OpenGazetteer, open_gazetteer
from geo.places import resolve
from geo.places.blocks import Blocks, blocks_of
from geo.places.evidence import FEATURES, NONE
from geo.places.home import home_of
from geo.places.links import find_links
from geo.places.model import CONFIDENCE, confidence, doubts, known_model, make_model, read_weights
from geo.places.told import countries_told
from geo.records import Document, Mention, Place, Resolution
from geo.settings import PlaceSettings, Settings


@once
def world() -> OpenGazetteer:
    return open_gazetteer([])


def mentions_of(text: str, names: tuple[str, ...]) -> list[Mention]:
    found, start = [], 0
    for name in names:
        start = text.index(name, start)
        found.append(Mention(start, start + len(name), name))
        start += len(name)
    return found


def handed(
    text: str, *names: str, url: str | None = None, publisher: str | None = None
) -> dict[str, Resolution]:
    """Resolutions of names handed over in the order of the text, with nothing known but the words."""
    document = Document(id="d", source="d.txt", text=text, url=url, publisher=publisher)
    found = mentions_of(text, names)
    return dict(zip(names, resolve(document, found, world(), settings=PlaceSettings()), strict=True))


def where(resolution: Resolution) -> tuple[str, str]:
    assert resolution.place is not None
    return resolution.place.country, resolution.place.admin1


# -- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("between", "kind"),
    [
        (", ", "comma"),
        (" and ", "list"),
        ("-", "list"),
        (" in ", "inside"),
        (", a mining town in northern ", "inside"),
        (" in the province of ", "inside"),
        (" near ", "near"),
        (" was hit just outside ", "near"),
        (", south-west of ", "away"),
        (", about 40 km west of ", "away"),
        (" lies 25 miles (40 km) from the city of ", "away"),
    ],
)
def test_what_stands_between_two_names(between: str, kind: str) -> None:
    text = f"Quilpué{between}Zomba rested."
    (link,) = find_links(text, mentions_of(text, ("Quilpué", "Zomba")))
    assert (link.kind, link.first, link.second) == (kind, 0, 1)


def test_brackets_and_owners_hold() -> None:
    text = "Zomba (Malawi) was calm."
    assert [link.kind for link in find_links(text, mentions_of(text, ("Zomba", "Malawi")))] == ["inside"]
    text = "Malawi's southern city of Zomba was calm."
    (link,) = find_links(text, mentions_of(text, ("Malawi", "Zomba")))
    assert (link.kind, link.first, link.second) == ("inside", 1, 0)


@pytest.mark.parametrize(
    ("words", "km", "bearing"),
    [
        ("15 km from", 15.0, None),
        ("12.5 kilometres north of", 12.5, 0.0),
        ("30 miles southwest of", 48.28, 225.0),
        ("20-25 km east of the town of", 20.0, 90.0),
        ("west of", None, 270.0),
    ],
)
def test_stated_distances_and_sides(words: str, km: float | None, bearing: float | None) -> None:
    text = f"Villagers in Tanguiéta, {words} Natitingou, fled."
    (link,) = find_links(text, mentions_of(text, ("Tanguiéta", "Natitingou")))
    assert link.km == (km if km is None else pytest.approx(km, abs=0.01))
    assert link.bearing_deg == bearing


def test_names_far_apart_or_in_other_sentences_have_no_link() -> None:
    text = "Rain fell in Osaka. Later, a fair opened with song and dance and speeches in Kobe."
    assert find_links(text, mentions_of(text, ("Osaka", "Kobe"))) == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aZ, .()'km0123of-northeawis\u2013\n", max_size=60))
def test_any_words_between_names_are_read(between: str) -> None:
    text = f"Lima{between}Quito"
    found = find_links(text, [Mention(0, 4, "Lima"), Mention(len(text) - 5, len(text), "Quito")])
    assert all({link.first, link.second} == {0, 1} for link in found)
    assert all(link.km is None or link.km >= 0 for link in found)


# -- the publisher -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "names", "country"),
    [
        ("https://www.dunedintimes.co.nz/a/1", ("dunedin",), "NZ"),
        ("http://thewindhoekobserver.com/x", ("windhoek",), ""),
        ("https://news.cordoba-herald.com.ar/", ("cordoba",), "AR"),
        ("https://www.newdelhipost.in/", ("new delhi",), "IN"),
        ("https://someone.blogspot.fr/2020", (), ""),
        ("https://dailynews.io", (), ""),
        ("not an address", (), ""),
        ("http://[broken", (), ""),
    ],
)
def test_where_a_publisher_is_at_home(url: str, names: tuple[str, ...], country: str) -> None:
    home = home_of(Document("d", "d", "", url=url), blocks_of(world()))
    assert set(names) <= set(home.names)
    assert bool(home.names) == bool(names)
    assert home.country == country


def test_a_publisher_by_name() -> None:
    assert home_of(Document("d", "d", "", publisher="The Nairobi Courier"), blocks_of(world())).names == (
        "Nairobi",
    )
    assert home_of(Document("d", "d", "", publisher="Daily Independent"), blocks_of(world())).names == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_address_is_read(url: str) -> None:
    home_of(Document("d", "d", "", url=url, publisher=url), blocks_of(world()))


def test_the_publisher_decides_where_the_text_does_not() -> None:
    text = "The council of Hamilton met on Monday to talk about buses."
    assert where(handed(text, "Hamilton", url="https://www.hamiltonherald.co.nz/1")["Hamilton"])[0] == "NZ"
    assert where(handed(text, "Hamilton", url="https://www.hamiltonherald.ca/1")["Hamilton"])[0] == "CA"


# -- words that tell a country -------------------------------------------------------------------


def test_common_words_tell_of_a_country() -> None:
    assert max(countries_told("The panchayat spent 3 crore rupees.").items(), key=lambda i: i[1])[0] == "IN"
    assert "IE" in countries_told("Gardaí were called, the Taoiseach said.")
    assert countries_told("It rained.") == {}
    shares = countries_told("The sheriff met the knesset, and naira and zloty fell.")
    assert math.fsum(shares.values()) < 1


# -- what it makes of names ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names", "country", "admin1"),
    [
        ("Fire crews reached Springfield (Oregon) at dawn.", "*Springfield|Oregon", "US", "Oregon"),
        ("Police in London, Ontario, found a canoe.", "*London|Ontario", "CA", "Ontario"),
        ("Chile's port of Valparaíso shut.", "Chile|*Valparaíso", "CL", ""),
        ("He drove from Victoria to Nanaimo and Tofino.", "*Victoria|Nanaimo|Tofino", "CA", ""),
        ("Ballarat, Bendigo and the rest of Victoria flooded.", "Ballarat|Bendigo|*Victoria", "AU", ""),
        ("Cattle died in Granada, 45 km from Managua.", "*Granada|Managua", "NI", ""),
        ("Lorries left Santa Cruz for Cochabamba and Sucre.", "*Santa Cruz|Cochabamba|Sucre", "BO", ""),
        ("Clashes in Qamishli, Hasakah and Raqqa went on.", "*Qamishli|Hasakah|Raqqa", "SY", ""),
        ("Kaduna, Zaria and Kano are without light.", "Kaduna|Zaria|*Kano", "NG", ""),
        (
            "Sydney airport closed, and Perth and Brisbane took its flights.",
            "Sydney|*Perth|Brisbane",
            "AU",
            "",
        ),
        ("Monks left Perth for Dundee and Stirling.", "*Perth|Dundee|Stirling", "GB", ""),
    ],
)
def test_names_all_over_the_world(text: str, names: str, country: str, admin1: str) -> None:
    """The name with a star is asked for."""
    asked = next(name[1:] for name in names.split("|") if name.startswith("*"))
    found = where(handed(text, *names.replace("*", "").split("|"))[asked])
    assert found[0] == country
    assert found[1] == admin1 or not admin1


def test_a_city_before_its_state() -> None:
    found = handed("Banks in New York opened late.", "New York")["New York"]
    shown = [found.place, *(other.place for other in found.alternatives)]
    assert {"city", "admin1"} <= {place.kind for place in shown if place is not None}


def test_the_smallest_states_are_found() -> None:
    for name, code in (("Holy See", "VA"), ("Nauru", "NR"), ("Tuvalu", "TV")):
        assert where(handed(f"Envoys of {name} signed the treaty.", name)[name])[0] == code


def test_a_street_does_not_lie_in_its_namesake() -> None:
    document = Document("d", "d", "A tram left Toledo Street at noon.")
    mention = Mention(12, 25, "Toledo Street", kind_hint="road")
    assert resolve(document, [mention], world(), settings=PlaceSettings())[0].place is None


def test_reasons_name_what_decided() -> None:
    text = "Herders left Gao, some 300 km from Timbuktu, and crossed into Niger near Tillabéri."
    found = handed(text, "Gao", "Timbuktu", "Niger", "Tillabéri", url="http://bamakonews.ml/a")
    gao = " ".join(found["Gao"].reasons)
    assert "km from Timbuktu" in gao
    assert "the publisher's address is in the same country (ML)" in gao
    lies = handed("A bus left Zomba, Malawi, early.", "Zomba", "Malawi")["Zomba"]
    assert "the text says it lies in Malawi" in lies.reasons


# -- the model -----------------------------------------------------------------------------------


def weights(column: str = "weight") -> Mapping[str, float]:
    return read_weights(column)


def test_the_table_of_weights_is_whole() -> None:
    names = [*FEATURES, *NONE, *CONFIDENCE]
    assert list(weights()) == names == list(weights("prior"))
    assert len(set(names)) == len(names)
    with pytest.raises(KeyError):
        make_model({"population": 1.0})


def test_more_share_is_never_less_sure() -> None:
    candidate = world().candidates("Accra")[0]
    shares = np.linspace(0, 1, 40)
    chances = [
        confidence(doubts(share, candidate, demonym=False, cut=False), known_model()) for share in shares
    ]
    assert chances == sorted(chances)
    assert 0 < chances[0] < 0.1
    assert 0.9 < chances[-1] < 1


def test_the_point_of_a_wide_place_is_a_convention() -> None:
    found = handed("Envoys spoke of the Balkans in Accra.", "Balkans", "Accra")
    assert found["Balkans"].place is not None
    assert found["Balkans"].probability < found["Accra"].probability


def test_names_are_looked_up_once() -> None:
    blocks = blocks_of(world())
    assert blocks_of(world()) is blocks
    assert blocks.of("Nairobi") is blocks.of("Nairobi")
    assert Blocks(world()).of("Qqzzx").candidates == ()


def test_names_made_ready_together_are_the_same() -> None:
    names = ["Georgia", "New York", "Qqzzx", "Victoria", "Mexico", "San José", "Kharkiv Oblast", "Lima"]
    together = Blocks(world())
    together.prepare([*names, *names])
    for name in names:
        alone, block = Blocks(world()).of(name), together.of(name)
        assert (alone.candidates, alone.kinds, alone.nation) == (block.candidates, block.kinds, block.nation)
        for one, other in ((alone.own, block.own), (alone.keys, block.keys), (alone.spans, block.spans)):
            assert one.tobytes() == other.tobytes()
        assert [row for row, _ in alone.lent] == [row for row, _ in block.lent]


def test_other_numbers_may_be_given() -> None:
    doubtful = make_model({**weights(), "none": 40.0})
    document = Document("d", "d", "Rain fell in Nairobi.")
    mention = Mention(13, 20, "Nairobi")
    assert resolve(document, [mention], world(), settings=PlaceSettings())[0].place is not None
    unsure = resolve(document, [mention], world(), settings=PlaceSettings(), model=doubtful)[0]
    assert unsure.place is None
    assert unsure.probability < 0.1


def read(text: str, cache: Path) -> dict[str, Place | None]:
    """Places of a text, read and resolved as a build does, by the words that name them."""
    chosen = Settings(cache=cache, places_only=True)
    document = Document(id="d", source="d.txt", text=text)
    (found,) = pipeline.extract_documents([document], chosen, pipeline.state_of(chosen))
    return {found.reading.mentions[one.mention].text: one.place for one in found.resolutions}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Shells fell on both banks of the Dnipro near Nikopol.", "Dnipro", "river"),
        ("Drones hit Dnipro and Nikopol in Ukraine.", "Dnipro", "city"),
        ("Fishermen crossed the Niger below Gao.", "Niger", "river"),
        ("The president of Niger flew to Gao.", "Niger", "country"),
        ("The trawler went down in the Atlantic off Dakar.", "Atlantic", "ocean"),
        ("She left the Gambia for Dakar.", "Gambia", "country"),
        ("The Limpopo burst its banks at Xai-Xai.", "Limpopo", "river"),
        ("The Limpopo premier visited Polokwane.", "Limpopo", "admin1"),
        ("Aid reached the Bagram air base north of Kabul.", "Bagram", "base"),
        ("The storm grew over the Pacific and turned towards Vanuatu.", "Pacific", "ocean"),
        ("Loggers crossed the Amazon near Iquitos.", "Amazon", "river"),
        ("Ferries stayed in port as the Baltic froze.", "Baltic", "sea"),
        ("A dam on the Blue Nile began to fill.", "Blue Nile", "river"),
        ("The Moscow and Kyiv delegations met.", "Moscow", "city"),
        ("Aid reached Bagram district north of Kabul.", "Bagram", "admin2"),
    ],
)
def test_the_article_and_the_words_behind_a_name_tell_its_kind(cache, text, name, kind):
    found = read(text, cache)[name]
    assert found is not None
    assert found.kind == kind


def test_a_known_owner_and_what_it_owns_are_two_names(cache):
    found = read(
        "Flights from Sapporo's New Chitose Airport to Quetta's Satellite Town were cancelled.", cache
    )
    assert {name: place and place.kind for name, place in found.items()} == {
        "Sapporo": "city",
        "New Chitose Airport": "airport",
        "Quetta": "city",
        "Satellite Town": None,
    }


def test_what_a_known_owner_owns_is_not_sought_elsewhere(cache):
    found = read("Rain fell on North Carolina's Sandhills on Monday.", cache)
    assert {name: place and place.kind for name, place in found.items()} == {"North Carolina": "admin1"}
