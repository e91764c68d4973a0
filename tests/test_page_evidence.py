"""What the page says of each mark, the reports' texts, what is not mapped, corrections: data and browser."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browsers import Visit
from hypothesis import given
from hypothesis import strategies as st
from scene import PLACES, Writer, curve, first, scene

from geo import page, schema
from geo.gazetteer.rows import read_rows
from geo.gazetteer.rulings import read_rulings
from geo.layers import arrange
from geo.layers.spans import apart
from geo.page import blocks, countries, evidence, reading, speakers, wording
from geo.page.tree import plain
from geo.records import Claim, Drawing, End, Extract, Status, Zone
from geo.settings import PageSettings

SETTINGS = PageSettings(title="Evidence")
HOSTILE = "</script><script>alert(1)</script>${alert(2)} <img src=x onerror=alert(3)>"


@pytest.fixture(scope="module")
def layers() -> schema.Layers:
    return arrange(*scene(), settings=SETTINGS)


def later(html: str, kind: str) -> list[Any]:
    """The content of all blocks of a kind, one after another."""
    found = re.findall(rf'data-block="{kind}-\d+">([A-Za-z0-9+/=]+)</script>', html)
    return [one for code in found for one in json.loads(gzip.decompress(base64.b64decode(code)))]


def entries(layers: schema.Layers) -> dict[str, dict[str, Any]]:
    """The evidence of each mark by its id."""
    html = page.render(layers, settings=SETTINGS)
    blob = re.search(r'id="geo-data">([A-Za-z0-9+/=]+)<', html)
    assert blob
    data = json.loads(gzip.decompress(base64.b64decode(blob[1])))
    slots = {}
    for name in blocks.COMPOSE:
        marks = getattr(layers, name)["id"].tolist()
        numbers = data[name]["columns"]["slot"]["numbers"] if marks else []
        slots |= dict(zip(marks, map(int, numbers), strict=True))
    found = later(html, "marks")
    assert sorted(slots.values()) == list(range(len(found)))
    return {mark: found[slot] for mark, slot in slots.items()}


def rows(entry: dict[str, Any]) -> dict[str, Any]:
    """The rows of facts by their label."""
    facts = next(one for one in entry["about"] if one[0] == "dl.facts")
    return {plain(inside(row)[:1]): row for row in facts[1:]}


def facts(entry: dict[str, Any]) -> dict[str, list[str]]:
    """The lines of each row as plain text."""
    return {label: [plain([line]) for line in inside(row)[1:]] for label, row in rows(entry).items()}


def texts(entry: dict[str, Any], name: str) -> list[str]:
    """The text of every tree of that name."""
    return [plain([one]) for one in (*entry["about"], *entry["below"]) if one[0] == name]


def sentences(entry: dict[str, Any]) -> list[tuple[int, str]]:
    """Report and text of each sentence."""
    return [(caption[1], plain([quotation])) for _, quotation, caption in entry["sources"]]


def inside(one: list[Any]) -> list[Any]:
    """The children of a node."""
    return one[2:] if isinstance(one[1], dict) else one[1:]


def marked(children: list[Any]) -> list[tuple[str, str]]:
    """Classes and text of marked words."""
    return [(one[0].removeprefix("mark."), plain([one])) for one in children if one[0].startswith("mark.")]


def alone(writer: Writer) -> schema.Layers:
    """Layers of one report whose movements are each a claim."""
    claims = [Claim(f"c{at}", ((0, at),), (0,), ("x",)) for at in range(len(writer.movements))]
    return arrange([writer.extract()], claims, settings=SETTINGS)


def test_a_movement_says_who_what_from_to_when_how_many_how_sure_and_says_who(layers: schema.Layers) -> None:
    flight = entries(layers)["claim-flight"]
    assert flight["kicker"] == "flight"
    assert texts(flight, "p.status.happened") == ["Reported as happened; said by the town's mayor"]
    told = facts(flight)
    assert told["Who"] == ["About 1,200 families, people"]
    assert (told["From"], told["To"]) == (["Tibú"], ["Cúcuta"])
    assert told["When"] == ["4 March 2031 \u2014 read from on Tuesday"]
    assert told["How many"] == [
        "900 to 1,200 families",
        "About 1,200 families (The Andean Courier)",
        "More than 900 people (Radio Frontera)",
    ]
    assert told["Says who"] == ["the town's mayor"]
    assert told["Told by"] == ["2 reports of 2 publishers, 5 \u2013 6 March 2031"]
    assert "Not stated" not in told
    assert flight["heading"] == "The 2 sentences"
    assert sentences(flight) == [
        (0, "About 1,200 families fled Tibú for Cúcuta on Tuesday, the town's mayor said."),
        (1, "More than 900 people who escaped from Tibú have reached Cúcuta."),
    ]


def test_ends_lead_to_their_places_and_words_stand_as_written(layers: schema.Layers) -> None:
    found = rows(entries(layers)["claim-flight"])
    assert found["From"][1] == {"data-role": "origin"}
    assert found["From"][3] == ["dd", ["button.jump", {"data-to": "t:2"}, "Tibú"]]
    said = [["bdi.said", words] for words in ("About 1,200 families", "people")]
    assert found["Who"][3] == ["dd", said[0], ", ", said[1]]


def test_the_words_of_a_fact_are_marked_in_its_sentence(layers: schema.Layers) -> None:
    (_, (_, quotation), _), _ = entries(layers)["claim-flight"]["sources"]
    assert marked(inside(quotation)) == [
        ("mover", "About 1,200 families"),
        ("trigger", "fled"),
        ("place.origin", "Tibú"),
        ("place.destination", "Cúcuta"),
        ("time", "on Tuesday"),
    ]


def test_what_is_inferred_and_what_is_not_stated_is_said() -> None:
    w = Writer("They left the town on foot, crossing the river.\n", title="River")
    town = w.words("the town")
    w.move(
        "They left the town on foot, crossing the river.",
        "left",
        "DEPART",
        Drawing(curve(PLACES["Ocaña"], PLACES["Tibú"]), shape="open-head", warnings=("ends lie close",)),
        mover="They",
        origins=(End("the town", town.start, town.end, PLACES["Ocaña"], inferred=True),),
        status=Status(factuality="possible", cues=("crossing",)),
        inferred=("origin",),
    )
    entry = entries(alone(w))["c0"]
    told = facts(entry)
    assert told["From"] == ["Ocaña \u2014 read from the town"]
    assert told["Inferred"] == ["from where: the text only implies it"]
    assert told["Not stated"] == ["to where, when, how many"]
    assert told["How sure"] == ["from the words crossing"]
    assert texts(entry, "p.status.possible") == ["Reported as happened; possible"]
    assert texts(entry, "p.warning") == ["ends lie close"]
    assert texts(entry, "p.note")[0] == "Schematic course, not the route."


def test_reports_that_contradict_each_other_are_said_to() -> None:
    extracts, claims = scene()
    disputed = arrange(extracts, [replace(claims[0], disputed=True), *claims[1:]], settings=SETTINGS)
    assert texts(entries(disputed)["claim-flight"], "p.warning") == ["The reports contradict each other."]


def test_one_speaker_in_many_wordings_is_named_once_and_fully() -> None:
    told = [
        "the minister", "Peru's defence minister", "Rosa Quispe", "the mayor of Ocaña",
        "Peruvian Defense Minister Rosa Quispi", "the mayor", "Peru's foreign minister",
    ]  # fmt: skip
    assert speakers.folded(told) == [
        (told[4], [told[0], told[1], told[2]]),
        (told[3], [told[5]]),
        (told[6], []),
    ]


def test_reports_and_rumours_are_nobody() -> None:
    told = ["Report", "the reports", "Rosa Quispe", "the report of the mayor"]
    assert speakers.claimants(told) == ["Rosa Quispe", "the report of the mayor"]


def test_codes_of_countries_are_spelled_out() -> None:
    assert countries.spelled("Navarre, ES") == "Navarre, Spain"
    assert countries.spelled("the same country (CO)") == "the same country (Colombia)"
    assert countries.spelled("PE") == "Peru"
    assert countries.spelled("UN, XX") == "UN, XX"


def test_what_is_only_claimed_is_not_said_to_have_happened() -> None:
    crossing = entries(arrange(*scene(), settings=SETTINGS))["claim-crossing"]
    (status,) = texts(crossing, "p.status.claimed")
    assert not status.startswith("Reported as happened")


NAMES = ("the", "a", "mayor", "mayors", "Ana", "Anna", "Lima", "of", "minister")


@given(st.lists(st.sampled_from(NAMES), max_size=6))
def test_no_speaker_is_lost_when_wordings_are_folded(words: list[str]) -> None:
    told = [" ".join(words[:at]) for at in range(1, len(words) + 1)] + words
    kept = [one for shown, rest in speakers.folded(told) for one in (shown, *rest)]
    assert sorted(kept) == sorted(set(told))


def test_a_place_says_what_else_it_could_be_and_why_it_was_chosen(layers: schema.Layers) -> None:
    pamplona = entries(layers)["t:11"]
    assert pamplona["kicker"] == "town or city, Norte de Santander, Colombia"
    assert facts(pamplona)["Why this one"] == ["Same division as other places of the report"]
    assert facts(pamplona)["How sure"] == ["71 %"]
    assert facts(pamplona)["Precision"] == ["a settlement, within about 3 km of its middle"]
    assert texts(pamplona, "section") == [
        "The name could also meanPamplona (town or city, Navarre, Spain)22 %"
    ]
    assert (
        pamplona["fix"]["rows"][0] | {"name": "Pamplona", "latitude": 7.376, "longitude": -72.648}
        == (pamplona["fix"]["rows"][0])
    )
    assert pamplona["fix"]["choices"][0] == [
        "Pamplona, town or city, Navarre, Spain",
        {"latitude": 42.817, "longitude": -1.643, "kind": "city", "country": "ES"},
    ]


def test_an_area_says_what_it_leans_on(layers: schema.Layers) -> None:
    north = next(one for one in entries(layers).values() if facts(one).get("Relation") == ["north"])
    assert facts(north)["Relative to"] == ["Cúcuta"]
    assert facts(north)["Distance"] == ["30 km"]
    assert texts(north, "p.note")[0].startswith("The dark core is likelier")


def test_of_many_sentences_some_of_every_report_are_shown() -> None:
    extracts: list[Extract] = []
    for report in range(3):
        w = Writer("".join(f"Ocaña is named, time {at}.\n" for at in range(30)), title=f"R{report}")
        for at in range(30):
            w.after(f"Ocaña is named, time {at}")
            w.place("Ocaña", PLACES["Ocaña"])
        extracts.append(w.extract())
    entry = entries(arrange(extracts, [], settings=SETTINGS))["t:3"]
    assert len(entry["sources"]) == evidence.MOST_SENTENCES
    assert entry["heading"] == "The 90 sentences"
    more = 90 - evidence.MOST_SENTENCES
    assert texts(entry, "p.note") == [f"{more} more are marked in the texts of the reports."]
    assert {document for document, _ in sentences(entry)} == {0, 1, 2}


def test_the_least_and_the_surest_share_are_no_nought_and_no_certainty() -> None:
    assert [wording.share_words(share) for share in (0.0, 0.001, 0.22, 0.999, 1.0)] == [
        "0 %",
        "less than 1 %",
        "22 %",
        "more than 99 %",
        "100 %",
    ]


def test_dates_are_words_and_what_two_share_is_said_once() -> None:
    told = {
        "2031-03-05": "5 March 2031",
        "2016-10-01~": "about 1 October 2016",
        "2014-06?": "perhaps June 2014",
        "1990%": "perhaps about 1990",
        "2031-13-01": "2031-13-01",
        "-0043-03": "-0043-03",
        "2031-03-05T14:30Z": "5 March 2031, 14:30",
    }
    assert {iso: wording.date_words(iso) for iso in told} == told
    assert wording.span_words("2031-03-05", "2031-03-06") == "5 \u2013 6 March 2031"
    assert wording.span_words("2031-03-05", "2031-04-06") == "5 March \u2013 6 April 2031"
    assert wording.span_words("2031-03-05", "") == "5 March 2031"


# -- what is not mapped ------------------------------------------------------------------------


def test_everything_declined_is_listed_under_its_kind_with_its_sentence_and_why() -> None:
    w = Writer("Home | News | Log in\nOcaña may be left by all, one of them feared.\n", title="Feared")
    w.place("Ocaña", PLACES["Ocaña"])
    w.move(
        "Ocaña may be left by all, one of them feared.",
        "left",
        "DEPART",
        Drawing(None),
        draw="none",
        declined="only a hypothesis in the text",
        status=Status(eventuality="hypothetical"),
    )
    menu = replace(
        w.extract(), document=replace(w.extract().document, zones=(Zone(0, 20, "menu", mapped=False),))
    )
    layers = arrange([first(), menu], [], settings=SETTINGS)
    html = page.render(layers, settings=SETTINGS)
    rows = [evidence.declined_row(one) for one in layers.declined]
    groups = {plain(row["line"]): (row["group"], row["why"]) for row in rows}
    assert groups["Nobody had left Arauca, the governor said."] == (
        "Movements that the reports deny",
        "negated: it did not happen",
    )
    assert groups["Ocaña may be left by all, one of them feared."] == (
        "Movements only supposed, feared or asked for",
        "only a hypothesis in the text",
    )
    assert groups["Home | News | Log in"] == (
        "Left out: no part of the article",
        "not part of the article (menu)",
    )
    assert groups["Colombian"][0] == "Words for people, off the map"
    assert groups["Villa Sin Nombre"] == ("Names without a place", "not in the gazetteer")
    opened = later(html, "declined")
    found = [(plain([source[1]]), plain(near)) for source, *near in opened]
    near = "Near names: Villa Sandino, Villanueva"
    assert ("Colombian officials met in Villa Sin Nombre.", near) in found
    assert ("Nobody had left Arauca, the governor said.", "") in found


# -- the reports' texts ------------------------------------------------------------------------


def test_a_text_comes_whole_and_in_order(layers: schema.Layers) -> None:
    texts = later(page.render(layers, settings=SETTINGS), "texts")
    assert len(texts) == len(layers.documents)
    for paragraphs, report in zip(texts, layers.documents, strict=True):
        assert plain(paragraphs).split() == report.text.split()


def test_marked_words_lead_to_what_they_tell(layers: schema.Layers) -> None:
    paragraphs = later(page.render(layers, settings=SETTINGS), "texts")[0]
    said = [part for paragraph in paragraphs for sentence in inside(paragraph)[::2] for part in sentence[1:]]
    words = [part for part in said if not isinstance(part, str)]
    flight = [(*one, part[1].get("data-mark")) for part in words for one in marked([part])]
    for told in (
        ("mover", "About 1,200 families", "claim-flight"),
        ("trigger", "fled", "claim-flight"),
        ("place.origin", "Tibú", "claim-flight"),
        ("place", "Cúcuta", "t:1"),
        ("time", "on Tuesday", "claim-flight"),
    ):
        assert told in flight
    assert ["mark.declined", {"title": "Not mapped: negated: it did not happen"}, "left"] in words


def test_what_is_no_part_of_the_article_is_there_and_told_apart() -> None:
    text = "Log in\nHarvest begins\n\nOcaña reaps. It rains.\n3 March\nTibú sows.\nShare this"
    zones = (
        Zone(0, 6, "menu", mapped=False),
        Zone(7, 21, "headline", mapped=True),
        Zone(23, 46, "body", mapped=True),
        Zone(46, 53, "dateline", mapped=False),
        Zone(54, 64, "body", mapped=True),
        Zone(65, 75, "form", mapped=False),
    )
    sentences = ((7, 21), (23, 35), (36, 45), (54, 64))
    made = json.loads(
        reading.blocks([schema.Report(0, "a", "a", "", "", "", "", text, sentences, zones)], [])[0][1]
    )
    assert made == [
        [
            ["p.left-out", {"dir": "auto"}, ["span.left-out", "Log in"], " "],
            ["p.headline", {"dir": "auto"}, ["span.sentence", "Harvest begins"], " "],
            [
                "p.body",
                {"dir": "auto"},
                ["span.sentence", "Ocaña reaps."],
                " ",
                ["span.sentence", "It rains."],
                " ",
            ],
            ["p.left-out", {"dir": "auto"}, ["span.left-out", "3 March"], " "],
            ["p.body", {"dir": "auto"}, ["span.sentence", "Tibú sows."], " "],
            ["p.left-out", {"dir": "auto"}, ["span.left-out", "Share this"], " "],
        ]
    ]


SPAN = st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from("abc"), st.sampled_from(
    ["trigger", "place", "region", "mover", "declined"]
))  # fmt: skip


@given(st.lists(SPAN, max_size=9))
def test_no_word_is_lost_or_doubled_however_spans_overlap(found: list[tuple[int, int, str, str]]) -> None:
    text = "abcdefghij klmnopqrst uvwxyz 0123456789"
    told = tuple((start, start + length, mark, role) for start, length, mark, role in found)
    report = schema.Report(0, "a", "a", "", "", "", "", text, ((0, len(text)),), (), told)
    ((_, _, (_, *parts), _),) = json.loads(reading.blocks([report], [])[0][1])[0]
    assert plain(parts) == text
    at, covered = 0, set()
    for part in parts:
        words = plain([part])
        if not isinstance(part, str):
            covered |= set(range(at, at + len(words)))
        at += len(words)
    assert covered == {at for start, end, _, _ in told for at in range(start, min(end, len(text)))}
    kept = apart([(start, end, role) for start, end, _, role in told], text)
    assert all(one[1] <= other[0] for one, other in pairwise(kept))
    assert all(text[start:end] == text[start:end].strip() for start, end, _ in kept) or len(told) == 1


def test_texts_that_are_too_long_are_left_out(layers: schema.Layers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_TEXT", 100)
    html = page.render(layers, settings=SETTINGS)
    assert later(html, "texts") == []
    assert len(later(html, "marks")) == sum(len(getattr(layers, name)) for name in blocks.COMPOSE)


def test_texts_and_marks_are_split_into_blocks(
    layers: schema.Layers, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = page.render(layers, settings=SETTINGS)
    for where, name, value in ((blocks, "FEW", 3), (blocks, "MANY", 3), (reading, "BLOCK", 50)):
        monkeypatch.setattr(where, name, value)
    split = page.render(layers, settings=SETTINGS)
    for kind in ("marks", "texts", "declined"):
        pieces = split.count(f'data-block="{kind}-')
        assert pieces > whole.count(f'data-block="{kind}-') or len(later(whole, kind)) <= 3
        assert later(split, kind) == later(whole, kind)
    assert page.render(layers, settings=SETTINGS) == split


# -- in the browser ----------------------------------------------------------------------------


def write(path: Path, layers: schema.Layers) -> Path:
    path.write_text(page.render(layers, settings=SETTINGS), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, layers: schema.Layers) -> Path:
    return write(tmp_path_factory.mktemp("evidence") / "index.html", layers)


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Visit]:
    opened = Visit(browser, file)
    yield opened
    opened.close()


@pytest.mark.browser
def test_a_fact_under_the_pointer_lights_up_its_words(visit: Visit) -> None:
    visit.tap('button.row[data-mark="claim-flight"]')
    row = visit.page.locator(".facts div", has_text="When")
    assert row.inner_text().split("\n")[0] == "When"
    word = visit.page.locator("article mark.time")
    assert word.evaluate("(word) => getComputedStyle(word).outlineStyle") == "none"
    row.hover()
    assert word.evaluate("(word) => getComputedStyle(word).outlineStyle") == "solid"


@pytest.mark.browser
def test_a_report_is_read_sentence_by_sentence_and_the_map_follows(visit: Visit) -> None:
    visit.tap("#tab-report")
    visit.tap('button.row[data-report="0"]')
    visit.until("() => document.querySelectorAll('#reader .sentence').length === 9")
    assert visit.shown("#reader")
    assert visit.count(".leaflet-movement-pane path.arrow") == 4, "only this report's marks"
    visit.page.locator("#reader .text").focus()
    visit.press("ArrowDown", "ArrowDown")
    visit.until(
        "() => document.querySelector('.sentence[aria-current]')?.innerText.startsWith('About 1,200')"
    )
    assert visit.text("#reader mark.trigger.current") == "fled", "what the sentence tells is pointed at"
    visit.tap('#reader mark[data-mark="t:5"]')
    assert visit.run("() => document.querySelector('#reader').hidden") is False
    visit.until("() => decodeURIComponent(location.hash).includes('/t:5')")
    visit.tap('#reader mark[data-mark="t:5"]')
    assert visit.text("#detail h2") == "San Cristóbal", "a second click opens its evidence"
    visit.press("Escape")
    assert visit.shown("#reader")


@pytest.mark.browser
def test_the_map_follows_a_text_that_is_scrolled(browser: Any, file: Path) -> None:
    opened = Visit(browser, file, size=(1000, 420))
    opened.tap("#tab-report")
    opened.tap('button.row[data-report="1"]')
    opened.until("() => document.querySelector('#reader .sentence')")
    opened.run("() => document.querySelector('#reader .sentence:has(.trigger)').scrollIntoView()")
    opened.until("() => document.querySelector('#reader mark.trigger.current')")
    opened.close()


@pytest.mark.browser
def test_words_that_are_not_mapped_say_why_in_the_text(visit: Visit) -> None:
    visit.tap("#tab-report")
    visit.tap('button.row[data-report="0"]')
    title = visit.until("() => document.querySelector('#reader mark.declined')?.title")
    assert title == "Not mapped: negated: it did not happen"


@pytest.mark.browser
def test_texts_left_out_are_said_to_be(
    browser: Any, layers: schema.Layers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "MOST_TEXT", 100)
    opened = Visit(browser, write(tmp_path / "short.html", layers))
    opened.tap("#tab-report")
    opened.tap("button.row[data-report]")
    opened.until(
        "() => document.querySelector('#reader')?.innerText.includes('too long to be part of this page')"
    )
    opened.close()


@pytest.mark.browser
def test_evidence_in_many_blocks_is_opened_when_asked_for(
    browser: Any, layers: schema.Layers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FEW", "MANY"):
        monkeypatch.setattr(blocks, name, 1)
    opened = Visit(browser, write(tmp_path / "blocks.html", layers))
    for name in ("movements", "regions", "places"):
        for mark, title in zip(getattr(layers, name)["id"], getattr(layers, name)["title"], strict=True):
            opened.page.wait_for_timeout(300)  # until the address of the mark before is written
            opened.run("(hash) => { location.hash = hash }", f"#8/8/-72/{mark}")
            opened.until("(words) => document.querySelector('#detail h2')?.innerText === words", title)
            opened.until("() => document.querySelector('#detail blockquote mark')")
    opened.tap("#detail .close")
    opened.tap("#tab-declined")
    opened.click(".fold .row")
    opened.until("() => document.querySelector('.fold blockquote')")
    opened.close()


@pytest.mark.browser
def test_hostile_text_stays_text_in_the_reader(browser: Any, tmp_path: Path) -> None:
    w = Writer(f"{HOSTILE} fled Tibú\n{HOSTILE}\n", title=HOSTILE, publisher=HOSTILE)
    w.place("Tibú", replace(PLACES["Tibú"], name=HOSTILE))
    w.place("script", None, reasons=(HOSTILE,))
    opened = Visit(browser, write(tmp_path / "hostile.html", alone(w)))
    opened.tap("#tab-report")
    opened.tap("button.row[data-report]")
    opened.until("() => document.querySelector('#reader .sentence')")
    assert opened.text("#reader .text").count("alert(3)") == 2
    assert opened.count("img") == 0
    opened.close()


@pytest.mark.browser
def test_corrections_add_up_are_kept_and_come_back_as_rows(browser: Any, file: Path, tmp_path: Path) -> None:
    visit = Visit(browser, file)
    visit.tap("#tab-place")
    visit.tap('button.row[data-mark="t:11"]')
    visit.tap("details.correct summary")
    visit.fill('input[aria-label="Its right name"]', "Pamplona, the new")
    visit.click("text=Rename")
    visit.click(".choices button")
    visit.fill('input[aria-label="Note"]', 'says "so"')
    visit.press("Tab")
    assert "called Pamplona, the new; Pamplona, town or city, Navarre, Spain" in visit.text(".edited")
    visit.tap("#detail .close")
    visit.tap('button.row[data-mark="t:1"]')
    visit.tap("details.correct summary")
    visit.click("text=Not a place")
    visit.tap("#detail .close")
    visit.tap('button.row[data-mark="t:2"]')
    visit.tap("details.correct summary")
    visit.fill('input[aria-label="Note"]', "ask the desk")
    visit.press("Tab")
    visit.tap("#detail .close")
    visit.tap("#tab-movement")
    visit.tap('button.row[data-mark="claim-column"]')
    visit.tap("details.correct summary")
    visit.click(".choices >> text=planned")
    visit.page.reload()
    visit.wait()
    assert "4 corrections" in visit.text("#edits")
    visit.until("() => document.querySelector('.dragged')")
    got: list[Any] = []
    visit.page.on("download", lambda download: got.append(download))  # noqa: PLW0108  (a hook is set on it)
    visit.click("#edits [value=save]:visible >> nth=0")
    visit.click("#edits [value=save]:visible >> nth=1")
    visit.page.wait_for_timeout(500)
    for download in got:
        download.save_as(tmp_path / download.suggested_filename)
    visit.context.close()
    assert visit.faults == []
    rows = read_rows(tmp_path / "corrections.csv")
    assert rows.problems == ()
    moved = next(row for row in rows.rows if row.place)
    assert moved.place
    assert (moved.name, moved.aliases) == ("Pamplona, the new", ("Pamplona",))
    assert (moved.place.lat, moved.place.lon, moved.place.note) == (42.817, -1.643, 'says "so"')
    assert [row.name for row in rows.rows if row.action == "ignore"] == ["Cúcuta"]
    assert "review,ask the desk" in (tmp_path / "corrections.csv").read_text("utf-8")
    rulings = read_rulings(tmp_path / "claims.csv", lambda _: ())
    assert rulings.problems == ()
    assert [(one.status, one.word, one.document) for one in rulings.rows] == [
        ("planned", "left", "andean.txt")
    ]


@pytest.mark.browser
def test_a_marker_is_dragged_to_its_place_and_an_edit_undone(visit: Visit) -> None:
    visit.tap("#tab-place")
    visit.tap('button.row[data-mark="t:6"]')
    visit.settle()
    visit.tap("details.correct summary")
    visit.click("text=Drag it to its place")
    box = visit.page.locator(".dragged").bounding_box()
    assert box
    mouse = visit.page.mouse
    mouse.move(box["x"] + 11, box["y"] + 11)
    mouse.down()
    mouse.move(box["x"] - 60, box["y"] - 40, steps=5)
    mouse.up()
    said = visit.until("() => document.querySelector('.edited').innerText")
    lat, lon = map(float, re.findall(r"-?\d+\.\d+", said))
    assert lat > PLACES["Arauca"].lat
    assert lon < PLACES["Arauca"].lon
    assert visit.count(".dragged") == 1, "a ring stays where it should be"
    visit.click("text=Undo")
    assert not visit.shown(".edited")
    assert not visit.shown("#edits")
    assert visit.count(".dragged") == 0


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_says_so_and_loses_nothing(browser: Any, file: Path) -> None:
    visit = Visit(browser, file)
    visit.run("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    visit.tap("#tab-place")
    for mark in ("t:1", "t:2"):
        visit.tap(f'button.row[data-mark="{mark}"]')
        visit.tap("details.correct summary")
        visit.click("text=Not a place")
        visit.tap("#detail .close")
    assert "2 corrections" in visit.text("#edits")
    assert "save before you leave" in visit.text("#edits")
    visit.close()
