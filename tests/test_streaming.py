"""Lines made where reports are read are those made of all reports in memory, and few stay in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from geo import contract, harvest, packing, parallel, pipeline
from geo.claims import members, merge
from geo.errors import OutputError
from geo.harvest import streaming
from geo.records import Extract, Problem
from geo.settings import PageSettings, RecallSettings, Settings

TOWNS = ("Gao", "Mopti", "Niamey", "Agadez", "Zinder", "Tahoua")
HOSTILE = 'He wrote \\"claim\\": null} and "claim": null}, "claim": null} on a wall in Gao.'


@pytest.fixture
def reports(tmp_path):
    rows = [
        {
            "id": f"r{at}",
            "published": f"2021-03-{1 + at % 9:02}",
            "text": f"{HOSTILE if at % 3 else 'It rained.'} About {at + 100} villagers fled {TOWNS[at % 6]} "
            f"for {TOWNS[(at + 2) % 6]}, the mayor said. Villagers fled {TOWNS[at % 5]}.",
        }
        for at in range(70)
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "no JSON\n", "utf-8")
    return path


def settings_of(cache, **options):
    return Settings(cache=cache, executor="serial", recall=RecallSettings(keep=False), **options)


def direct(path, settings):
    found = list(pipeline.extract([path], settings=settings))
    extracts = [one for one in found if isinstance(one, Extract)]
    problems = [one for one in found if isinstance(one, Problem)]
    return extracts, list(pipeline.to_jsonl(extracts, settings=settings)), problems


@pytest.mark.parametrize(
    ("page", "executor"),
    [
        (PageSettings(), "processes:2"),
        (PageSettings(round_km=25.0), "serial"),
        (PageSettings(suppress=("city",)), "serial"),
    ],
    ids=["whole", "blunt", "withheld"],
)
def test_lines_are_those_of_all_reports_together(reports, cache, world, page, executor):
    settings = settings_of(cache, page=page)
    _, expected, problems = direct(reports, settings)
    lines, met = harvest.read([reports], settings=replace(settings, executor=executor))
    assert list(lines) == expected
    assert list(lines) == expected  # twice, if one likes
    assert len(lines) == 70
    assert met == problems
    assert len(met) == 1


def test_claims_of_many_reports_are_merged_on_disk_alike(reports, cache, world, monkeypatch):
    settings = settings_of(cache)
    expected = list(harvest.read([reports], settings=settings)[0])
    assert '"claim": "' in expected[0]
    monkeypatch.setattr(streaming, "_FEW", 10)
    monkeypatch.setattr(packing, "_LITTLE", 2000)
    monkeypatch.setattr("geo.claims.members", None)  # not these
    assert list(harvest.read([reports], settings=settings)[0]) == expected


def test_known_reports_give_the_same_lines(reports, cache, world, tmp_path):
    settings = replace(settings_of(cache), recall=RecallSettings(keep=True))
    first, again = (list(harvest.read([reports], settings=settings)[0]) for _ in range(2))
    assert first == again == direct(reports, settings)[1]


def test_what_claims_are_merged_by_is_kept(reports, cache, world):
    settings = settings_of(cache)
    extracts, *_ = direct(reports, settings)
    kept = [streaming._moves_of(streaming._moves(extract)) for extract in extracts]
    assert merge(kept, settings=settings.claims) == merge(extracts, settings=settings.claims)
    told = [member for claim in merge(extracts, settings=settings.claims) for member in claim.members]
    assert [member[:2] for member in members(kept, settings=settings.claims)] == sorted(told)


def test_claims_come_to_their_movements_and_nowhere_else(reports, cache, world):
    extracts, *_ = direct(reports, settings_of(cache))
    for extract in extracts[:4]:
        claims = {0: 'a"b', 1: "c"} if len(extract.movements) > 1 else {}
        line = contract.claimed(contract.to_json(extract), claims)
        assert line == contract.to_json(extract, claims=claims)
    assert len(extracts[1].movements) > 1
    assert '"claim": null}' in extracts[1].document.text


def test_what_waits_goes_to_disk_and_a_full_one_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "_LITTLE", 100)
    pile = packing.Pile(bytes.decode)
    for number in range(50):
        pile.append(f"report {number}".encode())
    pile.append(b"")
    assert list(pile) == [*(f"report {number}" for number in range(50)), ""]
    assert pile._file._rolled
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError, match="TMPDIR"):
        packing.Pile(bytes.decode).append(bytes(101))


PEAK = """
import resource, sys
from dataclasses import replace
from geo import harvest
from geo.records import Document, Extract, Reading
from geo.settings import Settings
extract = Extract(Document("", "", ""), Reading("", (), (), (), ()), (), (), (), (), ())
def made_of(make, paths, **rest):
    for number in range({count}):
        text = str(number) * 20_000
        yield make(replace(extract, document=Document(str(number), "a.txt", text[:20_000])))
harvest.streaming.pipeline.made_of = made_of
lines, _ = harvest.read([], settings=Settings())
for line in lines:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts kilobytes")
def test_memory_does_not_grow_with_the_reports():
    peaks = [
        int(subprocess.check_output([sys.executable, "-c", PEAK.format(count=count)], text=True))
        for count in (200, 6_000)
    ]
    assert peaks[1] < peaks[0] + 40_000  # their texts are 120 MB


def test_only_reports_that_are_not_known_are_asked_for():
    def squares(numbers):
        assert all(number % 3 for number in numbers)
        return [number**2 for number in numbers]

    def known(number):
        return None if number % 3 else number**2

    found = parallel.batched(squares, range(200), executor="serial", known=known)
    assert list(found) == [number**2 for number in range(200)]


def test_after_very_many_known_ones_the_function_looks_itself(monkeypatch):
    monkeypatch.setattr(parallel.batches, "_KNOWN", 40)
    asked = []

    def known(number):
        asked.append(number)
        return number if number % 2 else None

    found = parallel.batched(list, range(200), executor="serial", known=known)
    assert list(found) == list(range(200))
    assert asked == list(range(96))
