"""The five bundled reports: headers, lengths, facts."""

import pytest

from geo.documents import bundled_seeds, read
from geo.language.quantities import find_quantities
from geo.language.times import find_times
from geo.records import Document
from geo.settings import DocumentSettings

HEADERS = {
    "000_al-alam.txt": ("Al-Alam News Network", "2016-07-31"),
    "001_unnamed.txt": ("unnamed publisher", "2016-07-31"),
    "002_canadian.txt": ("unnamed Canadian outlet", "2016-07"),
    "003_ahlulbayt.txt": ("AhlulBayt News Agency", "2016"),
    "004_deutsche-welle.txt": ("Deutsche Welle", "2016-10-20"),
}


@pytest.fixture(scope="module")
def seeds():
    return list(read([bundled_seeds()], settings=DocumentSettings()))


def test_every_seed_says_whose_report_it_summarises_and_when(seeds):
    assert all(isinstance(item, Document) for item in seeds)
    assert {seed.source: (seed.publisher, seed.published) for seed in seeds} == HEADERS


def test_seeds_are_short_prose_under_a_headline(seeds):
    for seed in seeds:
        body = " ".join(seed.text[zone.start : zone.end] for zone in seed.zones if zone.kind == "body")
        assert 150 <= len(body.split()) <= 300
        assert [seed.text[z.start : z.end] for z in seed.zones if z.kind == "headline"] == [seed.title]


def test_only_the_header_is_left_off_the_map(seeds):
    for seed in seeds:
        last = max(zone.end for zone in seed.zones if not zone.mapped)
        assert last < min(zone.start for zone in seed.zones if zone.kind == "body")


def test_figures_and_dates_of_a_seed_can_be_read(seeds):
    text = seeds[4].text
    counts = {(q.value, q.min, q.max, q.unit) for _, _, q in find_quantities(text)}
    assert {
        (None, 3000, 4500, "fighters"),
        (200000, None, None, "people"),
        (None, 200000, None, "civilians"),
    } <= counts
    times = {
        time.text: (time.start, time.end) for _, _, time in find_times(text, published=seeds[4].published)
    }
    assert times["for Thursday"] == ("2016-10-20", "2016-10-20")
    assert times["on Wednesday"] == ("2016-10-19", "2016-10-19")
    assert times["in the past 10 days"] == ("2016-10-10", "2016-10-20")
