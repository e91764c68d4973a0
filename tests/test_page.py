"""The page as text: self-contained, the same bytes twice, safe, valid, small and quick to make."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import time
import zipfile
from dataclasses import replace

import pytest
from scene import PLACES, Writer, scene

from geo import page, schema
from geo.errors import DataError, SchemaError
from geo.layers import arrange
from geo.page import basemap, frame, leaflet
from geo.settings import PageSettings

SETTINGS = PageSettings(title="Scene & <b>test</b>")
HOSTILE = (
    "</script><script>alert(1)</script>${alert(2)} `tick` {{7*7}} \"quote\" 'single' "
    "<img src=x onerror=alert(3)>"
)


@pytest.fixture(scope="module")
def layers() -> schema.Layers:
    return arrange(*scene(), settings=SETTINGS)


@pytest.fixture(scope="module")
def html(layers: schema.Layers) -> str:
    return page.render(layers, settings=SETTINGS)


def data_of(html: str) -> dict[str, object]:
    found = re.search(r'id="geo-data">([A-Za-z0-9+/=]+)</script>', html)
    assert found
    content: dict[str, object] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return content


def test_two_renders_give_the_same_bytes(layers: schema.Layers, html: str) -> None:
    assert page.render(layers, settings=SETTINGS) == html


def test_nothing_is_loaded_from_elsewhere(html: str) -> None:
    assert not re.search(r"<(?:script|img|iframe|link|object|embed)[^>]*\b(?:src|href)\s*=", html)
    assert "sourceMappingURL" not in html
    assert "@import" not in html
    assert "cdn." not in html


def test_the_policy_names_every_script_and_style_and_nothing_else(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;") or policy[1].startswith("default-src 'none'")
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
    for code in re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy[1]
    assert "\r" not in html, "browsers hash CR LF as LF"


def test_the_frame_is_decent_html(html: str) -> None:
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html)
    assert '<html lang="en">' in html
    assert "user-scalable" not in html
    assert html.count("<title>") == 1
    assert "<title>Scene &amp; &lt;b&gt;test&lt;/b&gt;</title>" in html


def test_the_licence_of_leaflet_is_in_the_page(html: str) -> None:
    assert "Volodymyr Agafonkin" in html
    assert "Redistribution and use in source and binary forms" in html


def test_text_of_a_report_appears_only_in_the_data(html: str) -> None:
    assert "Palonegro" not in html
    assert "Palonegro" in json.dumps(data_of(html), ensure_ascii=False)


def test_hostile_text_cannot_leave_the_data() -> None:
    w = Writer(f"{HOSTILE} fled Ocaña\n", title=HOSTILE, publisher=HOSTILE)
    w.place("Ocaña", replace(PLACES["Ocaña"], name=HOSTILE, note=HOSTILE))
    made = page.render(
        arrange([w.extract()], [], settings=SETTINGS), settings=replace(SETTINGS, title=HOSTILE)
    )
    assert "<img src=x" not in made
    assert "alert(1)</script>" not in made
    assert "49" not in re.findall(r"<title>(.*?)</title>", made)[0]
    assert data_of(made)["title"] == HOSTILE


def test_an_empty_build_still_makes_a_page() -> None:
    made = page.render(arrange([], [], settings=SETTINGS), settings=SETTINGS)
    assert data_of(made)["movements"]["size"] == 0


def test_lone_surrogates_of_a_broken_report_do_not_stop_the_page() -> None:
    layers = arrange([Writer("Bad \ud800 text\n", title="Bad \ud800 title").extract()], [], settings=SETTINGS)
    assert data_of(page.render(layers, settings=SETTINGS))["documents"][0]["title"] == "Bad ? title"  # type: ignore[index]


def test_a_frame_that_breaks_its_schema_is_refused(layers: schema.Layers) -> None:
    with pytest.raises(SchemaError, match="movements breaks its schema: status: missing"):
        page.render(replace(layers, movements=layers.movements.drop(columns=["status"])), settings=SETTINGS)


def test_small_and_quick(layers: schema.Layers, html: str) -> None:
    assert len(html.encode()) < 1_500_000
    started = time.process_time()
    page.render(layers, settings=SETTINGS)
    assert time.process_time() - started < 1.5, "measured 0.15 s; the limit allows for a busy machine"


def test_an_altered_leaflet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(leaflet.DIGESTS, "leaflet.css", "0" * 64)
    with pytest.raises(DataError, match=r"leaflet\.css: SHA-256 is"):
        leaflet.read("leaflet.css")


def test_scripts_hold_nothing_that_would_break_out() -> None:
    for name in (*sorted(one.name for one in (frame.HERE / "static").glob("*.js")), *frame.STYLES):
        code = frame.static(name)
        assert "</" not in code
        assert "innerHTML" not in code
        assert "eval(" not in code
        assert "http://" not in code.replace("http://www.w3.org/2000/svg", "")


def test_basemap_gives_detail_where_the_marks_are() -> None:
    chosen = basemap.choose([(43.1, 36.3, 43.2, 36.4)], ["IQ"], most_cells=60)
    assert chosen["near"], "detail cells"
    assert len(chosen["far"]) > 500, "the rest of the world"
    assert list(chosen["outlines"]) == ["IQ"]
    names = {city[0] for city in chosen["cities"]}
    assert {"Mosul", "Baghdad", "Tokyo"} <= names


def test_basemap_keeps_to_its_limit_of_cells() -> None:
    wide = [(x, y, x + 1, y + 1) for x in range(-170, 170, 10) for y in range(-50, 70, 10)]
    chosen = basemap.choose(wide, [], most_cells=20)
    assert len(chosen["near"]) <= 20


def test_basemap_archive_is_whole() -> None:
    with zipfile.ZipFile(basemap.ARCHIVE) as archive:
        assert archive.testzip() is None
        cell = json.loads(archive.read("detail/40_35.json"))
    assert {"land", "borders", "divisions", "rivers"} <= set(cell)
