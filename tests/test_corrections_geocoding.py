"""An online geocoder, asked over real sockets on loopback: answers, silence, garbage, limits, resuming."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from geo.corrections.geocoding import Service, propose
from geo.corrections.worklist import Task, write_rows
from geo.errors import SettingsError


class Nominatim:
    """A server that speaks Nominatim's JSON; ``answers`` says how it treats a name."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = parse_qs(urlparse(self.path).query)["q"][0]
                outer.asked.append(name)
                outer.agents.add(self.headers["User-Agent"])
                answer = answers.get(name, [])
                if answer == "slow":
                    time.sleep(1.5)
                status = 429 if answer == "limit" else 500 if answer == "down" else 200
                body = (
                    answer.encode()
                    if answer == "<garbage"
                    else json.dumps(answer if isinstance(answer, list) else []).encode()
                )
                self.send_response(status)
                if status == 429:
                    self.send_header("Retry-After", "1")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def found(name: str, lat: float, lon: float) -> dict[str, Any]:
    return {"place_id": 1, "display_name": name, "lat": str(lat), "lon": str(lon)}


ANSWERS: dict[str, Any] = {
    "Zyx": [found("Zyx, Far Land", 12.5, 40.25), found("Zyx, Near Land", -3.0, 30.0)],
    "Nowhere": [],
    "Busy": "limit",
    "Broken": "<garbage",
    "Slow": "slow",
    "Down": "down",
    "Odd": [{"lat": "north", "lon": "1", "display_name": "Odd"}],
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Nominatim]:
    monkeypatch.setattr("geo.corrections.geocoding._TIMEOUT_S", 0.5)
    opened = Nominatim(ANSWERS)
    yield opened
    opened.close()


def task(name: str) -> Task:
    return Task(name, None, ("in no gazetteer",), (), 2, 1, 1, f"They went to {name}.")


def service(server: Nominatim) -> Service:
    return Service("nominatim", url=server.url, seconds_between=0.0)


def test_an_answer_is_a_suggestion_under_review(server, tmp_path):
    (done,), problems = propose([task("Zyx")], service(server), cache=tmp_path)
    assert problems == ()
    assert done.place is not None
    assert (done.place.lat, done.place.lon) == (12.5, 40.25)
    row = write_rows([done]).splitlines()[1]
    assert row.startswith("Zyx,12.50000,40.25000,,,review")
    assert "Zyx, Near Land at -3.0000, 30.0000" in row
    assert all(agent.startswith("geo-reports/") for agent in server.agents)


def test_a_name_is_asked_once_and_a_cut_off_run_goes_on(server, tmp_path):
    propose([task("Zyx"), task("Nowhere")], service(server), cache=tmp_path)
    kept = tmp_path / "geocoding.jsonl"
    kept.write_text(kept.read_text("utf-8") + '{"service": "nom', encoding="utf-8")
    done, problems = propose([task("Zyx"), task("Nowhere")], service(server), cache=tmp_path)
    assert server.asked == ["Zyx", "Nowhere"]
    assert problems == ()
    assert "nominatim knows no such place" in done[1].why


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Busy", "asks to wait 1 seconds"),
        ("Broken", "gave no answer for 'Broken'"),
        ("Slow", "gave no answer for 'Slow'"),
        ("Down", "gave no answer for 'Down'"),
        ("Odd", "could not be read"),
    ],
)
def test_what_goes_wrong_is_told_and_the_rest_goes_on(server, tmp_path, name, words):
    done, problems = propose([task(name), task("Zyx")], service(server), cache=tmp_path)
    assert words in problems[0].message
    assert done[0].place is None
    assert done[1].place is not None


def test_a_service_that_fails_again_and_again_is_left_alone(server, tmp_path):
    names = ["Down", "Broken", "Odd", "Zyx", "Nowhere"]
    done, problems = propose([task(name) for name in names], service(server), cache=tmp_path)
    assert len(problems) == 3
    assert "left for the next run" in problems[-1].message
    assert [one.place for one in done] == [None] * 5
    assert "Zyx" not in server.asked


def test_no_server_at_all(tmp_path):
    silent = Service("nominatim", url="http://127.0.0.1:9", seconds_between=0.0)
    _, problems = propose([task("Zyx")], silent, cache=tmp_path)
    assert "gave no answer" in problems[0].message


def test_an_unknown_service_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="expected one of geopy"):
        propose([task("Zyx")], Service("oracle"), cache=Path(tmp_path))


def test_nothing_is_sent_without_consent(tmp_path):
    from click.testing import CliRunner

    from geo.cli import main

    (tmp_path / "one.txt").write_text(
        "Nurses drove from the village of Zzyzxville to Bamako.", encoding="utf-8"
    )
    words = [
        "todo",
        str(tmp_path / "one.txt"),
        "--geocode",
        "nominatim",
        "--geocode-url",
        "http://127.0.0.1:9",
    ]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert "Zzyzxville" in done.stderr
    assert "--send-names" in done.stderr
