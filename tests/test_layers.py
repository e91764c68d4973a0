"""Records to frames: one row a mark, all evidence kept, nothing dropped in silence."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from scene import PLACES, Writer, curve, first, scene

from geo import schema
from geo.errors import SchemaError
from geo.exports import geojson, table
from geo.layers import arrange
from geo.layers.wording import class_noun, status_of, status_words
from geo.records import (
    Claim,
    Document,
    Drawing,
    Extract,
    Mention,
    Motion,
    Movement,
    Place,
    Reading,
    Resolution,
    Status,
    Words,
)
from geo.settings import PageSettings

SETTINGS = PageSettings()


@pytest.fixture(scope="module")
def layers() -> schema.Layers:
    extracts, claims = scene()
    return arrange(extracts, claims, settings=SETTINGS)


def row(frame: pd.DataFrame, mark: str) -> dict[str, object]:
    return frame[frame["id"] == mark].to_dict("records")[0]


def test_a_place_named_by_two_reports_is_one_row(layers: schema.Layers) -> None:
    cucuta = row(layers.places, "t:1")
    assert cucuta["mentions"] == 2
    assert cucuta["reports"] == 2
    assert cucuta["documents"] == "0,1"
    assert cucuta["precision"] == "settlement"
    assert (cucuta["geometry"].x, cucuta["geometry"].y) == (-72.508, 7.894)


def test_a_place_never_meant_literally_is_secondary(layers: schema.Layers) -> None:
    assert row(layers.places, "t:7")["secondary"] is True
    assert row(layers.places, "t:7")["literal"] == 0
    assert row(layers.places, "t:1")["secondary"] is False


def test_words_for_people_and_unknown_names_are_declined_not_drawn(layers: schema.Layers) -> None:
    declined = {(one.what, one.text): one for one in layers.declined}
    assert ("people", "Colombian") in declined
    unknown = declined["name", "Villa Sin Nombre"]
    assert unknown.why == "not in the gazetteer"
    assert unknown.suggestions == ("Villa Sandino", "Villanueva")
    assert "Colombian" not in set(layers.places["name"])


def test_a_movement_that_is_not_drawn_says_why(layers: schema.Layers) -> None:
    nobody = next(one for one in layers.declined if one.what == "movement")
    assert nobody.text == "Nobody had left Arauca"
    assert nobody.why == "negated: it did not happen"
    assert "claim-nobody" not in set(layers.movements["id"])


def test_a_claim_of_two_reports_is_one_arrow_with_both_sentences(layers: schema.Layers) -> None:
    flight = row(layers.movements, "claim-flight")
    assert layers.movements["id"].tolist()[0] == "claim-flight", "most publishers first"
    assert flight["publishers"] == 2
    assert (flight["quantity_min"], flight["quantity_max"]) == (900.0, 1200.0)
    assert flight["title"] == "About 1,200 families: flight from Tibú to Cúcuta"
    quotes = [quote for quote in layers.quotes if quote.mark == "claim-flight"]
    assert [quote.document for quote in quotes] == [0, 1]
    marked = {role: quotes[1].text[start:end] for start, end, role in quotes[1].spans}
    assert marked["trigger"] == "escaped"
    assert marked["mover"] == "people"


def test_the_first_drawable_member_speaks_for_a_claim() -> None:
    extract = first()
    claims = [Claim("both", ((0, 4), (0, 1)), (0,), ("one",))]
    layers = arrange([extract], claims, settings=SETTINGS)
    assert layers.movements["id"].tolist() == ["both"]
    assert layers.movements["mover"].tolist() == ["An army column"]


def test_alternatives_travel_with_the_chosen_place_first(layers: schema.Layers) -> None:
    choices = [choice for choice in layers.choices if choice.mark == "t:11"]
    assert [(one.where, one.chosen) for one in choices] == [
        ("Norte de Santander, CO", True),
        ("Navarre, ES", False),
    ]
    assert choices[1].probability == 0.22


def test_reasons_that_differ_in_a_number_only_are_given_once() -> None:
    w = Writer("Ocaña is a town. Ocaña lies high. Ocaña is old.\n", title="Ocaña")
    for number, other in ((4, "largest place of the name"), (2, "stated so"), (7, "stated so")):
        w.place("Ocaña", PLACES["Ocaña"], reasons=(f"{number} other names lie near", other))
        w.cursor = w.text.index("Ocaña", w.mentions[-1].end) if number != 7 else 0
    places = arrange([w.extract()], [], settings=SETTINGS).places
    assert places["reasons"].tolist() == ["4 other names lie near; largest place of the name; stated so"]


def test_the_same_region_in_other_words_is_one_row_with_its_halo() -> None:
    p = PLACES
    w = Writer("Fire broke out south of Ocaña.\nIt spread to the south of Ocaña overnight.\n", title="Fire")
    w.place("Ocaña", p["Ocaña"])
    drawing = Drawing(
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        halo={"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 0]]]},
    )
    w.area("south of Ocaña.", "EXT", ("S",), w.end("Ocaña", p["Ocaña"]), drawing)
    w.area("the south of Ocaña", "EXT", ("S",), w.end("Ocaña", p["Ocaña"]), drawing)
    layers = arrange([w.extract()], [], settings=SETTINGS)
    assert layers.regions["mentions"].tolist() == [2]
    assert layers.areas["role"].tolist() == ["halo"]
    assert len(layers.quotes) == 1 + 2


def test_a_region_that_tells_no_new_place_is_secondary() -> None:
    p = PLACES
    w = Writer("Ocaña lies north of Bucaramanga.\nA camp stands in Santander.\n", title="Camp")
    box = Drawing({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]})
    w.area("north of Bucaramanga", "EXT", ("N",), w.end("Bucaramanga", p["Bucaramanga"]), box)
    w.regions[0] = replace(w.regions[0], target=w.end("Ocaña", p["Ocaña"]))
    w.area("in Santander", "IN", ("in",), w.end("Santander", p["Bucaramanga"]), box)
    w.area("north", "EXT", ("N",), w.end("Bucaramanga", p["Cúcuta"]), box)
    regions = arrange([w.extract()], [], settings=SETTINGS).regions
    assert dict(zip(regions["title"], regions["secondary"], strict=True)) == {
        "north of Bucaramanga": True,
        "in Santander": True,
        "north": False,
    }
    assert "Ocaña" in set(regions["target"])


def test_a_pronoun_is_no_caption() -> None:
    w = Writer("They withdrew from Ocaña, he said.\n", title="Withdrawal")
    drawing = Drawing(curve(PLACES["Ocaña"], PLACES["Tibú"]), shape="open-head")
    status = Status(evidentiality="claimed", attribution="he")
    w.move("They withdrew from Ocaña", "withdrew", "WITHDRAW", drawing, mover="They", status=status)
    moved = arrange([w.extract()], [Claim("one", ((0, 0),), (0,))], settings=SETTINGS).movements
    assert moved["title"].tolist() == ["Withdrawal"]
    assert moved["label"].tolist() == ["withdrawal"]
    assert moved["mover"].tolist() == ["They"]
    assert moved["attribution"].tolist() == [""]
    assert moved["status_words"].tolist() == ["reported as happened; claimed by a speaker"]


def test_a_headline_printed_twice_is_one_quote() -> None:
    text = "Crowds leave Ocaña\nCrowds leave Ocaña\n"
    w = Writer(text, title="Crowds leave Ocaña")
    w.place("Ocaña", PLACES["Ocaña"])
    extract = w.extract()
    again = replace(extract.reading.mentions[0], start=text.rindex("Ocaña"), end=text.rindex("Ocaña") + 5)
    twice = replace(
        extract,
        reading=replace(extract.reading, mentions=(*extract.reading.mentions, again)),
        resolutions=(*extract.resolutions, replace(extract.resolutions[0], mention=1)),
    )
    layers = arrange([twice], [], settings=SETTINGS)
    assert layers.places["mentions"].tolist() == [2]
    assert len(layers.quotes) == 1


def test_exports_are_flat_and_read_back(layers: schema.Layers) -> None:
    for frame in (layers.places, layers.regions, layers.movements):
        collection = json.loads("".join(geojson(frame)))
        for feature in collection["features"]:
            assert feature["id"]
            assert all(
                value is None or isinstance(value, (str, int, float, bool))
                for value in feature["properties"].values()
            )
            assert feature["properties"]["title"]
        assert "".join(table(frame)).count("\n") >= len(frame)


def test_arranging_twice_gives_the_same_bytes() -> None:
    made = [arrange(*scene(), settings=SETTINGS) for _ in range(2)]
    assert list(geojson(made[0].movements)) == list(geojson(made[1].movements))
    assert (made[0].quotes, made[0].declined, made[0].view) == (
        made[1].quotes,
        made[1].declined,
        made[1].view,
    )


def test_no_reports_and_empty_reports_give_empty_frames() -> None:
    for extracts in ([], [Writer("Nothing happened.\n").extract()]):
        layers = arrange(extracts, [], settings=SETTINGS)
        assert len(layers.places) == len(layers.regions) == len(layers.movements) == 0
        assert layers.view is None


def test_the_view_leaves_out_a_lone_far_mark(layers: schema.Layers) -> None:
    assert layers.view is not None
    west, south, east, north = layers.view
    assert -75 < west < east < -70
    assert 6 < south < north < 9.5


@pytest.mark.parametrize(
    ("status", "draw", "expected"),
    [
        (Status(), "arrow", "happened"),
        (Status(evidentiality="claimed"), "arrow", "claimed"),
        (Status(evidentiality="hearsay"), "arrow", "claimed"),
        (Status(evidentiality="attributed"), "arrow", "happened"),
        (Status(eventuality="planned", evidentiality="claimed"), "arrow", "planned"),
        (Status(eventuality="feared"), "arrow", "planned"),
        (Status(eventuality="hypothetical"), "arrow", "possible"),
        (Status(factuality="possible"), "arrow", "possible"),
        (Status(eventuality="attempted"), "arrow", "attempted"),
        (Status(), "prevented", "prevented"),
        (Status(eventuality="historical", factuality="possible"), "arrow", "past"),
        (Status(eventuality="planned", factuality="negated"), "arrow", "denied"),
    ],
)
def test_status_decides_the_look(status: Status, draw: str, expected: str) -> None:
    motion = Motion(0, 4, "went", Words(0, 4, "went"), "go", "ADVANCE", status)
    assert status_of(Movement(motion, draw=draw)) == expected


def test_status_in_plain_words() -> None:
    status = Status("planned", "probable", "claimed", "the interior\nministry")
    assert status_words(status) == "planned; probable; claimed by the interior ministry"
    assert status_words(Status()) == "reported as happened"
    assert class_noun("FLEE/DISPLACE") == "flight"


def test_check_gathers_all_faults_in_one_report(layers: schema.Layers) -> None:
    broken = layers.places.drop(columns=["kind"]).assign(extra=1, mentions=2.5, id="same")
    with pytest.raises(SchemaError) as caught:
        schema.check(broken, schema.PLACES, name="places")
    for fault in (
        "kind: missing",
        "mentions: got 2.5, expected int",
        "extra: not in the schema",
        "id: not unique",
    ):
        assert fault in str(caught.value)


def test_check_refuses_nan_where_a_number_is_due(layers: schema.Layers) -> None:
    with pytest.raises(SchemaError, match="probability: empty"):
        schema.check(layers.places.assign(probability=float("nan")), schema.PLACES)


def test_an_odd_span_outside_all_sentences_still_gets_its_line() -> None:
    w = Writer("A line.\nOcaña stands alone\n")
    w.place("Ocaña", PLACES["Ocaña"])
    extract: Extract = w.extract()
    bare = replace(extract, reading=replace(extract.reading, sentences=()))
    layers = arrange([bare], [], settings=SETTINGS)
    assert layers.quotes[0].text == "Ocaña stands alone"
    assert layers.quotes[0].spans == ((0, 5, "place"),)


def test_inputs_are_not_changed() -> None:
    extracts, claims = scene()
    before = repr((extracts, claims))
    arrange(extracts, claims, settings=SETTINGS)
    assert repr((extracts, claims)) == before
    assert curve(PLACES["Tibú"], PLACES["Cúcuta"])["type"] == "LineString"


def test_a_mark_bears_the_name_that_the_reports_use():
    from geo.layers.naming import Names, own_name

    place = Place("geonames:1", "Al Qaşr al Kabīr", "city", 12.0, 40.0)
    text = "They left Ksar El Kebir. KSAR EL KEBIR fell silent. K.E.K. is far."
    spans = [(10, 23), (25, 38), (55, 61)]
    mentions = tuple(Mention(start, end, text[start:end]) for start, end in spans)
    reading = Reading("d", ((0, len(text)),), mentions, (), ())
    resolutions = tuple(Resolution(index, place, 0.9) for index in range(3))
    extract = Extract(Document("d", "d.txt", text), reading, resolutions, (), (), (), ())
    names = Names()
    names.see(extract)
    (renamed,) = names.given([extract])
    assert {one.place.name for one in renamed.resolutions} == {"Ksar El Kebir"}
    assert own_name(renamed.resolutions[0].place) == "Al Qaşr al Kabīr"
    assert extract.resolutions[0].place.name == "Al Qaşr al Kabīr"  # the input is not changed
