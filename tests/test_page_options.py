"""What a person may ask of the page: blunt positions, languages, tiles, theme, words; also in geo.toml."""

from __future__ import annotations

import base64
import gzip
import json
import math
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from geo.cli import main
from geo.coordinates import on_grid
from geo.errors import SettingsError
from geo.page import frame, tiles
from geo.page.names import names_in
from geo.records import Document, Extract, Reading
from geo.safety import masked, plain
from geo.settings import LANGUAGES, PageSettings

REPORT = (
    "Title: Families leave the camp\n\n"
    "Some 300 families left Camp Wadi Zarqa for Atbara on Monday, the governor said.\n"
    "Soldiers advanced from Atbara to Camp Wadi Zarqa on Tuesday.\n"
    "Fighting went on 12 km north of Camp Wadi Zarqa.\n"
    "Rebels besieged Camp Wadi Zarqa.\n"
    "A convoy drove from Shendi to Berber, aid workers said.\n"
)
WRITTEN = (
    "Soldiers found a depot near Camp Wadi Zarqa (17.8342 N, 33.9187 E) on Friday.\n"
    "A second one lies at 18.2517 N, 33.4429 E, 9 km east of Atbara.\n"
)
CAMP = (17.83421, 33.91871)
BEHIND = ("17.8342", "33.9187", "17.834", "33.918", "18.2517", "33.4429")


class Builder:
    """Builds maps of a report and a gazetteer with one camp."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.cache = folder, cache
        self.count = 0

    def run(self, *options: str, text: str = REPORT, camp: tuple[float, float] = CAMP) -> tuple[int, str]:
        """Exit code and all that was said; the output goes to ``out``."""
        self.count += 1
        self.out = self.folder / f"out{self.count}"
        (self.folder / "gazetteer").mkdir(exist_ok=True)
        rows = (
            "name,latitude,longitude,kind,country,note,survey\n"
            "Camp Wadi Zarqa,{0},{1},camp,SD,seen at {0} {1},{0}; {1}\n".format(*camp)
        )
        (self.folder / "gazetteer" / "camps.csv").write_text(rows, "utf-8")
        (self.folder / "report.txt").write_text(text, "utf-8")
        words = ["build", "report.txt", "-g", "gazetteer", "-o", str(self.out), "--cache", str(self.cache)]
        if "--format" not in options:
            words += ["--format", "html,geojson,csv"]
        done = CliRunner().invoke(main, [*words, *options], catch_exceptions=False)
        return done.exit_code, done.output

    def build(self, *options: str, text: str = REPORT, camp: tuple[float, float] = CAMP) -> dict[str, str]:
        """Every file of a map by name, what the page has packed unpacked."""
        code, said = self.run(*options, text=text, camp=camp)
        assert code == 0, said
        files = {path.name: path.read_text("utf-8") for path in sorted(self.out.iterdir())}
        report = json.loads(files["report.json"])
        report["gazetteer"] = None  # its hash follows from the rows, as it must
        files["report.json"] = json.dumps(report, ensure_ascii=False)
        files["index.html"] = unpacked(files["index.html"])
        return files


def unpacked(html: str) -> str:
    """A page with its packed data in plain text."""
    return re.sub(
        r"(<script[^>]*>)(H4sI[A-Za-z0-9+/=]+)(</script>)",
        lambda found: f"{found[1]}{gzip.decompress(base64.b64decode(found[2])).decode()}{found[3]}",
        html,
    )


def data_of(files: dict[str, str]) -> dict[str, object]:
    found = re.search(r'id="geo-data">(.*?)</script>', files["index.html"], re.DOTALL)
    assert found
    content: dict[str, object] = json.loads(found[1])
    return content


@pytest.fixture
def maps(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Builder:
    monkeypatch.chdir(tmp_path)
    return Builder(tmp_path, cache)


# -- blunt positions ---------------------------------------------------------------------------


@given(
    lon=st.floats(-180, 180), lat=st.floats(-90, 90), km=st.sampled_from([0.5, 1.0, 5.0, 20.0, 100.0, 500.0])
)
def test_a_point_on_the_grid_is_near_and_stays_there(lon: float, lat: float, km: float) -> None:
    east, south = on_grid(lon, lat, km=km)
    assert -180 <= east <= 180
    assert -90 <= south <= 90
    assert on_grid(east, south, km=km) == (east, south)
    assert away((lon, lat), (east, south)) <= 0.77 * km


def away(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points (lon, lat) in km."""
    (west, north), (east, south) = ([math.radians(part) for part in point] for point in (one, other))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin((west - east) / 2) ** 2
    return 2 * 6371.009 * math.asin(min(1.0, math.sqrt(half)))


def test_a_map_on_a_grid_is_the_same_wherever_in_its_cell_a_place_lies(maps: Builder) -> None:
    near = (CAMP[0] + 0.011, CAMP[1] + 0.009)
    assert on_grid(CAMP[1], CAMP[0], km=20) == on_grid(near[1], near[0], km=20)
    exact, moved = maps.build(), maps.build(camp=near)
    assert exact["places.geojson"] != moved["places.geojson"]
    blunt, same = maps.build("--round-km", "20"), maps.build("--round-km", "20", camp=near)
    assert blunt.keys() == exact.keys()
    for name, text in blunt.items():
        assert text == same[name], name


def test_all_points_and_the_ends_between_towns_lie_on_the_grid(maps: Builder) -> None:
    files = maps.build("--round-km", "50")
    features = json.loads(files["places.geojson"])["features"]
    assert len(features) == 3
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        assert on_grid(lon, lat, km=50) == (lon, lat)
    said = json.loads(files["report.json"])["safety"]
    assert said == ["For safety, positions are rounded to a grid of 50 km."]
    assert data_of(files)["notes"] == said
    exact = {label[0] for label in data_of(maps.build())["basemap"]["labels"]}  # type: ignore[index]
    labels = data_of(files)["basemap"]["labels"]  # type: ignore[index]
    for city in (label for label in labels if label[1] == "city"):
        assert on_grid(*city[2:4], km=50) == tuple(city[2:4])
        assert city[0] in exact


def test_a_suppressed_place_may_lie_anywhere_for_all_that_the_map_tells(maps: Builder) -> None:
    far = (CAMP[0] + 0.4, CAMP[1] - 0.9)
    exact = maps.build()
    assert "Camp Wadi Zarqa" in {
        one["properties"]["name"] for one in json.loads(exact["places.geojson"])["features"]
    }
    hidden, same = maps.build("--suppress", "camp"), maps.build("--suppress", "camp", camp=far)
    for name, text in hidden.items():
        assert text == same[name], name
    places = {one["properties"]["name"] for one in json.loads(hidden["places.geojson"])["features"]}
    assert "Atbara" in places
    assert "Camp Wadi Zarqa" not in places
    assert json.loads(hidden["regions.geojson"])["features"] == []
    assert json.loads(hidden["situations.geojson"])["features"] == []
    titles = [one["properties"]["title"] for one in json.loads(hidden["movements.geojson"])["features"]]
    assert any("Camp Wadi Zarqa" in title for title in titles), "the words stay, and an arrow's other end"


def test_what_is_suppressed_is_named_with_the_reason(maps: Builder) -> None:
    files = maps.build("--suppress", "idp camp", "--suppress", "Air Base")
    (said,) = json.loads(files["report.json"])["safety"]
    assert said.startswith("For safety, positions are left out of places of the kind camp, base,")
    assert "(4 mentions)" in said
    unresolved = json.loads(files["report.json"])["unresolved"]
    assert {one["reasons"][0] for one in unresolved if one["name"] == "Camp Wadi Zarqa"} == {
        "position withheld for safety (suppressed: camp, base)"
    }


@pytest.mark.parametrize("kind", ["coordinates", "camp", "site"])
def test_coordinates_that_reports_write_are_nowhere_once_suppressed(maps: Builder, kind: str) -> None:
    text = REPORT + WRITTEN
    exact = "".join(maps.build(text=text).values())
    assert all(digits in exact for digits in BEHIND)
    camp = (12.5, 30.25) if kind != "camp" else CAMP
    for name, content in maps.build("--suppress", kind, text=text, camp=camp).items():
        for digits in BEHIND:
            assert digits not in content, (name, digits)


def test_a_grid_leaves_coordinates_in_quotes_alone_and_says_so(maps: Builder) -> None:
    files = maps.build("--round-km", "20", text=REPORT + WRITTEN)
    assert json.loads(files["report.json"])["safety"][1] == (
        "1 report writes coordinates, which stand in quotes as written."
    )
    for feature in json.loads(files["places.geojson"])["features"]:
        own = {**feature["properties"], "description": ""}
        told = json.dumps([feature["id"], feature["geometry"], own])
        assert not any(digits in told for digits in BEHIND)
    assert "18.2517 N, 33.4429 E, 9 km" in files["index.html"], "the quote"


@pytest.mark.parametrize("settings", [PageSettings(round_km=20.0), PageSettings(suppress=("camp",))])
def test_what_is_masked_stays_as_it_is_when_it_is_masked_again(settings: PageSettings) -> None:
    written = "A well lies at 14.2312 N, 3.1244 E, another about 14.9 N, 3.5 E."
    document = Document("a", written, "a.txt", title=written)
    extract = Extract(document, Reading("a", (), (), (), ()), (), (), (), (), ())
    once = masked(extract, settings=settings)
    assert once.document.title != written
    assert "about about" not in (once.document.title or "")
    assert masked(once, settings=settings) == once


def test_note_and_columns_of_a_row_of_the_users_are_left_out_of_a_blunt_map(maps: Builder) -> None:
    exact, blunt = maps.build(), maps.build("--round-km", "1")
    for words in ("survey", "seen at"):
        assert words in exact["places.geojson"]
        assert not any(words in text for text in blunt.values())


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("row 3: 17.83421 33.91871 is in the sea", "row 3: ▒ is in the sea"),
        ("row 3: 17.834209999999998; 33.918712345 E", "row 3: ▒ E"),
        ("latitude 95.1234 in a 3.5 km grid", "latitude ▒ in a 3.5 km grid"),
    ],
)
def test_words_of_the_program_lose_positions_and_how_they_were_written(words: str, left: str) -> None:
    assert plain(words) == left


def test_exact_maps_say_nothing_of_safety(maps: Builder) -> None:
    files = maps.build()
    assert "safety" not in json.loads(files["report.json"])
    assert data_of(files)["notes"] == []
    assert not PageSettings().blunt


# -- words that mean nothing -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--suppress", "cmap"], "did you mean camp"),
        (["--language", "jp"], "did you mean pt or pl or ja"),
        (["--tiles", "OpenStreetMap.Mapnick"], "did you mean OpenStreetMap.Mapnik"),
        (["--tiles", "CartoDB.Positron"], "needs a key"),
        (["--tiles", "TopPlusOpen.Color"], "not encrypted"),
        (["--theme", "sepia"], "'auto', 'light', 'dark'"),
        (["--round-km", "-1"], "0<=x<=500"),
    ],
)
def test_wrong_words_are_told_before_any_work(maps: Builder, options: list[str], words: str) -> None:
    code, said = maps.run(*options)
    assert code == 2
    assert words in said
    assert not maps.out.exists()


@pytest.mark.parametrize(
    "wrong", [{"round_km": 501.0}, {"theme": "grey"}, {"suppress": ("camps",)}, {"language": "xx"}]
)
def test_settings_check_themselves(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="page\\."):
        PageSettings(**wrong)  # type: ignore[arg-type]


# -- geo.toml ----------------------------------------------------------------------------------


def test_options_may_stand_in_geo_toml_and_the_command_line_wins(maps: Builder) -> None:
    (maps.folder / "geo.toml").write_text(
        '[build]\ntitle = "Harvest"\nround-km = 20\nsuppress = ["base"]\nformat = ["html", "geojson"]\n',
        "utf-8",
    )
    code, said = maps.run("--title", "Rain", "--format", "html,geojson")
    assert code == 0
    assert "grid of 20 km" in said
    assert "kind base" in said
    assert "<title>Rain</title>" in (maps.out / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[build]\nroundkm = 3\n", "did you mean round-km"),
        ("[biuld]\ntitle = 'x'\n", "did you mean build"),
        ("[build\n", "cannot be read"),
        ("title = 'x'\n", "no command of geo"),
    ],
)
def test_a_faulty_geo_toml_is_told(maps: Builder, text: str, words: str) -> None:
    (maps.folder / "geo.toml").write_text(text, "utf-8")
    code, said = maps.run()
    assert code == 2
    assert words in said.replace("\n", " ")


# -- words and languages -----------------------------------------------------------------------


def test_title_and_subtitle_are_on_the_page(maps: Builder) -> None:
    files = maps.build("--title", "Nile <b>&</b> camps", "--subtitle", "Desk of maps, 3 May")
    assert "<title>Nile &lt;b&gt;&amp;&lt;/b&gt; camps</title>" in files["index.html"]
    assert data_of(files)["title"] == "Nile <b>&</b> camps"
    assert data_of(files)["subtitle"] == "Desk of maps, 3 May"


def test_every_language_has_names_of_nearly_all_countries() -> None:
    for language in LANGUAGES:
        names = names_in(language)
        if language == "en":
            assert not names.countries
            continue
        assert len(names.countries) > 230
        assert not any(
            "<" in name or "\n" in name for name in (*names.countries.values(), *names.cities.values())
        )
        assert set(names.cities) <= set(names.ids.values())
    scripts = {
        "ar": "مصر",
        "el": "Αίγυπτος",
        "he": "מצרים",
        "ko": "이집트",
        "zh-Hant": "埃及",
        "de": "Ägypten",
    }
    assert {language: names_in(language).countries["EG"] for language in scripts} == scripts


def test_labels_are_in_the_language_asked_for_and_marks_keep_the_reports_names(maps: Builder) -> None:
    data = data_of(maps.build("--language", "AR", text=f"{REPORT}Envoys flew from Sudan to Egypt.\n"))
    labels = {label[0] for label in data["basemap"]["labels"]}  # type: ignore[index]
    assert {"الخرطوم", "القاهرة", "مصر", "السودان"} <= labels
    assert data["language"] == "ar"
    places = data["places"]["columns"]  # type: ignore[index]
    assert "مصر" in json.dumps(places["caption"], ensure_ascii=False)
    assert "Egypt" in json.dumps([places["name"], places["title"]])


# -- theme and tiles ---------------------------------------------------------------------------


def policy(html: str) -> str:
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert found
    return found[1]


def test_tiles_open_the_policy_for_their_hosts_only(maps: Builder) -> None:
    closed = maps.build()["index.html"]
    assert "img-src data: blob:;" in policy(closed)
    assert "https" not in policy(closed)
    files = maps.build("--tiles", "opentopomap")
    html = files["index.html"]
    hosts = " ".join(f"https://{one}.tile.opentopomap.org" for one in "abc")
    assert f"img-src data: blob: {hosts};" in policy(html)
    assert policy(html).startswith("default-src 'none'")
    data = data_of(files)
    assert data["tiles"]["url"] == "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png"  # type: ignore[index]
    assert (
        'href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>'
        in data["tiles"]["options"]["attribution"]
    )  # type: ignore[index]
    assert data["tiles"]["options"]["maxNativeZoom"] == 17  # type: ignore[index]
    assert '"maxZoom": 17' in html
    assert any("opentopomap.org, which thereby sees" in note for note in data["notes"])  # type: ignore[union-attr]


def test_every_basemap_is_shown_whole_or_refused_with_a_reason() -> None:
    from xyzservices import providers

    shown, reasons = 0, []
    for name in providers.flatten():
        try:
            found = tiles.tiles_of(name)
        except SettingsError as error:
            reasons.append(str(error))
            continue
        assert found
        shown += 1
        assert {"{z}", "{x}", "{y}"} <= set(re.findall(r"{\w+}", found.url))
        assert not set(re.findall(r"{(\w+)}", found.url)) - {"s", "r", "x", "y", "z"}
        assert all(re.fullmatch(r"https://[\w.:-]+", host) for host in found.hosts)
    assert shown > 50
    assert all("choose one that works" in reason for reason in reasons)


def test_an_attribution_keeps_text_and_links_only() -> None:
    markup = (
        '&copy; <a href="https://x.example/c" onclick="f()">X & Y</a> <img src=x> '
        '<a href="javascript:f()">z</a><script>1</script>'
    )
    assert tiles.attribution(markup) == '© <a href="https://x.example/c">X &amp; Y</a>  z1'


def test_a_theme_holds_whatever_the_readers_system_asks_for() -> None:
    css = ":root { color-scheme: light dark; } @media (prefers-color-scheme: dark) { a { color: red } }"
    assert frame.themed(css, "auto") == css
    assert frame.themed(css, "dark") == ":root { color-scheme: dark; } @media all { a { color: red } }"
    assert "@media not all" in frame.themed(css, "light")
