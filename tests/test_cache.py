"""What is kept of reports between runs: never wrong, never in the way, bounded, whoever is killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from itertools import count

import pytest

from geo import pipeline
from geo.recall import Shelf, code_digest, shelf
from geo.records import Extract
from geo.settings import RecallSettings, Settings

TOWNS = ("Gao", "Mopti", "Niamey", "Agadez", "Zinder", "Segou", "Tahoua", "Kidal")


def write_reports(folder, number, *, more=""):
    rows = [
        {
            "id": f"r{at}",
            "published": "2021-03-14",
            "text": f"About {at + 100} villagers fled {TOWNS[at % 8]} for {TOWNS[(at + 3) % 8]}, "
            f"the mayor said.{more}",
        }
        for at in range(number)
    ]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def command(*words, cache):
    return [sys.executable, "-m", "geo", *map(str, words), "--cache", str(cache)]


def start(*words, cwd, cache):
    environ = {**os.environ, "OMP_NUM_THREADS": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command(*words, cache=cache), cwd=cwd, env=environ, text=True, **pipes)


def run(*words, cwd, cache):
    process = start(*words, cwd=cwd, cache=cache)
    out, talk = process.communicate(timeout=400)
    assert process.returncode == 0, talk
    return out


def status(cwd, cache):
    return json.loads(run("cache", "status", "--json", cwd=cwd, cache=cache))


@pytest.fixture
def own(tmp_path, cache, world):
    """A cache with the compiled index, and of reports nothing."""
    made = tmp_path / "cache"
    made.mkdir()
    for path in cache.iterdir():
        if path.name != "extracts":
            (made / path.name).symlink_to(path)
    return made


def entries(cache):
    return {path: path.stat().st_mtime_ns for path in (cache / "extracts").rglob("*.bin")}


def read(folder, cache, *, keep=True, gazetteer=(), most_mb=2000):
    """What ``geo extract`` prints, read by this process."""
    settings = Settings(cache=cache, gazetteer=gazetteer, recall=RecallSettings(keep=keep, most_mb=most_mb))
    items = list(pipeline.extract([folder / "in.jsonl"], settings=settings))
    return list(pipeline.to_jsonl([one for one in items if isinstance(one, Extract)], settings=settings))


def test_a_second_run_reads_nothing_anew_and_says_the_same(tmp_path, own):
    write_reports(tmp_path, 40)
    first = run("extract", "in.jsonl", cwd=tmp_path, cache=own).splitlines()
    kept = entries(own)
    assert len(kept) == status(tmp_path, own)["reports"] == 40
    assert read(tmp_path, own) == first
    assert entries(own).keys() == kept.keys()
    # without it all is read, nothing kept, and the same is found
    run("cache", "clear", cwd=tmp_path, cache=own)
    assert status(tmp_path, own)["reports"] == 0
    assert run("extract", "in.jsonl", "--no-cache", cwd=tmp_path, cache=own).splitlines() == first
    assert not entries(own)


def test_a_changed_report_and_a_corrected_gazetteer_count_at_once(tmp_path, own):
    write_reports(tmp_path, 8)
    read(tmp_path, own)
    write_reports(tmp_path, 8, more=" He gave no reason.")
    assert "He gave no reason" in read(tmp_path, own)[0]
    row = "name,latitude,longitude,kind\nGao,10.5,20.5,city\n"
    (tmp_path / "mine.csv").write_text(row, "utf-8")
    mine = (tmp_path / "mine.csv",)
    moved = read(tmp_path, own, gazetteer=mine)
    assert '"lat": 10.5, "lon": 20.5' in "".join(moved)
    assert moved == read(tmp_path, own, gazetteer=mine, keep=False)
    assert '"lat": 10.5, "lon": 20.5' not in "".join(read(tmp_path, own))


def test_runs_at_once_share_it(tmp_path, own):
    write_reports(tmp_path, 60)
    running = [start("extract", "in.jsonl", cwd=tmp_path, cache=own) for _ in range(3)]
    told = [process.communicate(timeout=400)[0].splitlines() for process in running]
    assert told == 3 * [read(tmp_path, own, keep=False)]
    assert len(entries(own)) == 60


def test_a_killed_run_leaves_nothing_that_would_be_believed(tmp_path, own):
    write_reports(tmp_path, 200)
    running = start("extract", "in.jsonl", "--workers", "1", cwd=tmp_path, cache=own)
    end = time.monotonic() + 200
    while not entries(own) and time.monotonic() < end:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    kept = sorted(entries(own))
    assert kept
    # what a kill or a failing disk may leave behind besides
    kept[0].write_bytes(kept[0].read_bytes()[:100])
    kept[-1].write_bytes(b"")
    kept[0].with_name(f"{kept[0].stem}.1-1.part").write_bytes(b"half")
    assert read(tmp_path, own) == read(tmp_path, own, keep=False)
    assert len(entries(own)) == 200


@pytest.mark.parametrize("few", [1 << 30, 0], ids=["small", "large"])
def test_it_stays_near_its_limit_while_it_is_filled(tmp_path, monkeypatch, few):
    monkeypatch.setattr(shelf, "_FEW", few)
    monkeypatch.setattr(shelf, "_PARTS", 4)
    one = Shelf(tmp_path, limit=400_000)
    sizes = []
    for number in range(1000):  # no trim: a worker of a long run
        one.keep(f"{number % 4:02}{number:062x}", bytes(1_000))
        sizes.append(one.stock().size)
    assert 300_000 < max(sizes) <= 400_000 * 17 / 16 + 4 * 2_000
    assert one.find(f"{999 % 4:02}{999:062x}") == bytes(1_000)
    assert one.find(f"{0:02}{0:062x}") is None


def test_it_stays_within_its_limit(tmp_path, own):
    write_reports(tmp_path, 4, more=" Nobody was hurt." * 2)
    for number in range(300):
        Shelf(own / "extracts", limit=10**9).keep(f"{number:064x}", bytes(10_000))
    read(tmp_path, own, most_mb=1)
    stock = Shelf(own / "extracts", limit=1).stock()
    assert stock.size <= 1_000_000
    assert stock.entries > 50  # what was used last stays


# -- the shelf alone


def test_what_is_longest_unused_goes_first(tmp_path):
    shelf = Shelf(tmp_path, limit=10**6)
    for number in range(5):
        shelf.keep(f"{number:064x}", bytes(1000))
        for path in tmp_path.rglob("*.bin"):
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
    assert shelf.find(f"{0:064x}") == bytes(1000)
    shelf.limit = 2500
    shelf.trim()
    assert [shelf.find(f"{number:064x}") is not None for number in range(5)] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_an_entry_of_another_key_or_with_other_bytes_is_none(tmp_path):
    shelf = Shelf(tmp_path, limit=10**6)
    one, other = "a" * 64, "a" * 63 + "b"
    shelf.keep(one, b"told")
    path = next(tmp_path.rglob("*.bin"))
    path.with_name(f"{other}.bin").write_bytes(path.read_bytes())
    assert shelf.find(other) is None
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert shelf.find(one) is None
    assert not path.exists()


def _busy(folder, seed):
    shelf = Shelf(folder, limit=20_000)
    for number in count(seed):
        key = f"{number % 50:064x}"
        shelf.keep(key, key.encode() * 20)
        body = shelf.find(f"{(number * 7) % 50:064x}")
        if body is not None and body != body[:64] * 20:
            os._exit(1)
        if number % 10 == 0:
            shelf.trim()


def test_processes_that_write_trim_and_are_killed_never_see_half_an_entry(tmp_path):
    context = multiprocessing.get_context("spawn")
    busy = [context.Process(target=_busy, args=(tmp_path, seed)) for seed in range(3)]
    for process in busy:
        process.start()
    shelf, end, seen = Shelf(tmp_path, limit=20_000), time.monotonic() + 20, 0
    while seen < 300 and time.monotonic() < end:
        for number in range(50):
            body = shelf.find(f"{number:064x}")
            assert body in {None, f"{number:064x}".encode() * 20}
            seen += body is not None
    assert seen
    assert all(process.is_alive() for process in busy)
    for process in busy:
        process.kill()
        process.join()


def test_the_program_its_lexicons_and_models_are_in_the_key(tmp_path):
    room = tmp_path / "language"
    room.mkdir()
    for name in ("rules.py", "verbs.csv", "weights.npz"):
        (room / name).write_bytes(b"one")
        os.utime(room / name, (1, 1))
    before = code_digest(tmp_path, ["language"])
    for name in ("rules.py", "verbs.csv", "weights.npz"):
        (room / name).write_bytes(b"other")
        os.utime(room / name, (1, 1))
        after = code_digest(tmp_path, ["language"])
        assert after not in {None, before}
        before = after
    (room / "rules.py").write_bytes(b"just now")
    assert code_digest(tmp_path, ["language"]) is None
