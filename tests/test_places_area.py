"""The area of work that a person names: sought first, told as a reason, and not all the evidence there is."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from geo import pipeline
from geo.errors import SettingsError
from geo.places.area import Area, area_of
from geo.records import Place
from geo.settings import PlaceSettings, Settings


def resolved(text: str, tmp_path, cache, **area):
    path = tmp_path / "report.txt"
    path.write_text(text, "utf-8")
    settings = Settings(cache=cache, places=PlaceSettings(**area))
    (found,) = pipeline.extract([path], settings=settings)
    return [
        (m.text, r.place, r.reasons) for m, r in zip(found.reading.mentions, found.resolutions, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "country", "box"),
    [
        ("Shelling was heard in Tripoli on Monday, residents said.", "LB", (35.0, 33.0, 36.7, 34.8)),
        ("Hyderabad was quiet after the rain on Monday.", "PK", (66.0, 23.5, 71.5, 28.5)),
        ("Police in San Jose seized the boats on Monday.", "CR", (-86.0, 8.0, -82.5, 11.3)),
    ],
)
def test_names_are_sought_first_in_the_area(text, country, box, tmp_path, cache):
    ((_, plain, _),) = resolved(text, tmp_path, cache)
    assert plain is None or plain.country != country
    for area, words in (({"countries": (country,)}, country), ({"box": box}, f"{box[0]:g},")):
        ((_, place, reasons),) = resolved(text, tmp_path, cache, **area)
        assert place.country == country
        assert any("in the area you named" in reason and words in reason for reason in reasons)


def test_what_the_text_says_counts_more(tmp_path, cache):
    found = resolved("The ferry left Cartagena, Spain on Monday.", tmp_path, cache, countries=("CO",))
    assert [place.country for _, place, _ in found] == ["ES", "ES"]
    assert not any("area you named" in reason for _, _, reasons in found for reason in reasons)
    ((_, place, _),) = resolved("Rain fell over Nairobi on Monday.", tmp_path, cache, countries=("PE",))
    assert place.country == "KE"


def test_a_box_may_lie_across_the_antimeridian():
    area = Area(frozenset(), (170.0, -25.0, -170.0, -5.0))
    assert area.holds(Place("a", "Labasa", "city", 179.4, -16.4, "FJ"))
    assert area.holds(Place("b", "Apia", "city", -171.8, -13.8, "WS"))
    assert not area.holds(Place("c", "Suva", "city", 160.0, -16.4, "SB"))


def test_countries_and_a_box_must_both_hold():
    area = Area(frozenset({"IQ", "SY"}), (38.0, 33.0, 42.0, 37.0))
    assert area.holds(Place("a", "Al Qaim", "city", 41.0, 34.4, "IQ"))
    assert not area.holds(Place("b", "Basra", "city", 47.8, 30.5, "IQ"))
    assert not area.holds(Place("c", "Viransehir", "city", 39.8, 36.9, "TR"))
    assert area.holds(Place("d", "Jazira", "region", 40.0, 36.0, extra=(("countries", "TR;SY"),)))
    assert str(area) == "IQ, SY and 38,33,42,37"
    assert area_of(PlaceSettings()) is None


@pytest.mark.parametrize(
    "wrong",
    [{"countries": ("Iraq",)}, {"box": (0, 10, 1, 5)}, {"box": (0, 0, 200, 5)}, {"box": (0, -95, 1, 5)}],
)
def test_settings_that_mean_nothing_are_refused(wrong):
    with pytest.raises(SettingsError, match="expected"):
        PlaceSettings(**wrong)


def geo(*words, cwd):
    command = [sys.executable, "-m", "geo", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_takes_an_area(tmp_path, cache):
    (tmp_path / "r.txt").write_text("Shelling was heard in Tripoli on Monday, residents said.", "utf-8")
    done = geo("extract", "r.txt", "--country", "Lebanon,SY", "--cache", cache, cwd=tmp_path)
    (place,) = json.loads(done.stdout)["places"]
    assert place["country"] == "LB"
    done = geo("explain", "Tripoli", "r.txt", "--bbox", "35,33,36.7,34.8", "--cache", cache, cwd=tmp_path)
    assert "area you named (35,33,36.7,34.8)" in done.stdout
    for command in ("build", "todo"):
        done = geo(
            command, "r.txt", "--country", "LB", "--bbox", "-180,-90,180,90", "--cache", cache, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--country", "Narnia", "'Narnia'"),
        ("--bbox", "1,2,3", "west,south,east,north"),
        ("--bbox", "1,9,3,4", "south below north"),
    ],
)
def test_an_area_that_means_nothing_is_wrong_usage(option, value, words, tmp_path):
    (tmp_path / "r.txt").write_text("Rain fell on Monday.", "utf-8")
    done = geo("extract", "r.txt", option, value, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
