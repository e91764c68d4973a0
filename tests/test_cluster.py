"""Reports read on a real Dask cluster: killed, restarted, shared, fed with poison; and what comes of it."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from clusters import Cluster, environment, free_port, until
from stores import Store

from geo import harvest, pipeline
from geo.errors import ClusterError, SettingsError
from geo.parallel.cluster import spread_out
from geo.parallel.spread import opened
from geo.records import Extract
from geo.settings import Settings

pytest.importorskip("distributed", reason="an extra")
pytest.importorskip("duckdb", reason="an extra")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

TOWNS = ("Gao", "Mopti", "Timbuktu", "Niamey", "Kidal", "Agadez", "Zinder", "Maradi", "Segou", "Tahoua")


def report(number: int, words: str = "") -> dict[str, str]:
    """A report of the tests' own making."""
    one, other, third = (TOWNS[(number * step + more) % 10] for step, more in ((1, 0), (3, 1), (7, 3)))
    return {
        "id": f"report {number}",
        "title": f"Day {number} in {one}",
        "published": f"2021-03-{number % 28 + 1:02d}",
        "publisher": ("River Post", "Desert Voice")[number % 2],
        "text": f"Hundreds of families fled {one} for {other}, the mayor said. {words}\n"
        f"A convoy left {third} on Friday and headed towards {one}.",
    }


def put(folder, reports, name="reports.jsonl.gz"):
    folder.mkdir(exist_ok=True)
    with gzip.open(folder / name, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(one) + "\n" for one in reports)
    return folder


def start(*arguments, cwd, cache):
    command = [sys.executable, "-m", "geo", *map(str, arguments), "--cache", str(cache)]
    return subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    )


def ended(process, code=0):
    out, talk = process.communicate(timeout=400)
    assert process.returncode == code, talk
    return out, talk


def run(*arguments, cwd, cache, code=0):
    return ended(start(*arguments, cwd=cwd, cache=cache), code)


def serial(*paths, out, cache, size=1000, gazetteer=()):
    """One process makes it: this one."""
    settings = Settings(cache=cache, gazetteer=gazetteer)
    harvest.extract(paths, out=str(out), settings=settings, executor="serial", size=size)


def lines(folder):
    """What ``geo extract --from`` prints."""
    return list(harvest.lines(str(folder), settings=Settings())[0])


def read(*paths, cache):
    """What ``geo extract`` prints."""
    settings = Settings(cache=cache)
    extracts = [one for one in pipeline.extract(paths, settings=settings) if isinstance(one, Extract)]
    return list(pipeline.to_jsonl(extracts, settings=settings))


def partitions(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def manifest(folder):
    return json.loads((folder / "_manifest.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, world):
    """One for all tests; ``world`` has the index compiled, which workers then open."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


@pytest.fixture
def desk(tmp_path, cluster):
    """Reports in several formats, and what a serial run of the very same command makes of them."""
    if len(cluster.workers()) < 2:
        until(lambda: len(cluster.workers()) >= 2)
    put(tmp_path / "in", [report(number) for number in range(9)])
    with (tmp_path / "in" / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.DictWriter(stream, ["id", "title", "published", "publisher", "text"])
        rows.writeheader()
        rows.writerows([report(number) for number in (7, 20, 21)])  # one of them twice
    return tmp_path


@pytest.fixture
def store():
    """A store of files that speaks S3, on loopback."""
    pytest.importorskip("s3fs", reason="an extra")
    with Store() as made:
        yield made


def on_cluster(cluster, paths, out, *options):
    return ("extract", paths, "-o", out, *options, "--cluster", cluster.address)


def test_a_cluster_makes_the_bytes_that_one_process_makes(desk, cluster, cache):
    reports = f"file://{desk}/in/*"
    serial(reports, out=desk / "one", cache=cache, size=4)
    _, talk = run(*on_cluster(cluster, reports, "many", "--partition", "4"), cwd=desk, cache=cache)
    assert "making partitions: 4 of 4" in talk  # progress on stderr
    assert partitions(desk / "many") == partitions(desk / "one")
    assert manifest(desk / "many") == manifest(desk / "one")
    told = read(reports, cache=cache)
    gathered, _ = run("extract", "--from", "many", cwd=desk, cache=cache)
    assert sorted(gathered.splitlines()) == sorted(told)
    assert gathered.splitlines() == told
    assert len(told) == 11
    run("build", "--from", "many", "-o", "map-of-many", cwd=desk, cache=cache)
    pipeline.build([reports], settings=Settings(cache=cache, out=desk / "map"))
    for file in ("index.html", "report.json", "places.geojson", "movements.geojson"):
        assert (desk / "map-of-many" / file).read_bytes() == (desk / "map" / file).read_bytes()


@pytest.fixture
def slow(desk, cache):
    """Reports that take a while on the cluster."""
    put(desk / "in", [report(number, "It went slowly.") for number in range(12)])
    serial(desk / "in", out=desk / "one", cache=cache, size=2)
    return desk


def test_a_worker_killed_midway_costs_nothing_but_time(slow, cluster, cache):
    running = start(*on_cluster(cluster, "in", "many", "--partition", "2"), cwd=slow, cache=cache)
    until(lambda: partitions(slow / "many"))
    os.kill(cluster.workers()[0], signal.SIGKILL)
    ended(running)
    assert partitions(slow / "many") == partitions(slow / "one")
    assert manifest(slow / "many") == manifest(slow / "one")


def test_a_scheduler_restarted_midway_costs_nothing_but_time(slow, cluster, cache):
    running = start(*on_cluster(cluster, "in", "many", "--partition", "2"), cwd=slow, cache=cache)
    until(lambda: partitions(slow / "many"))
    cluster.stop()
    stood = {path: path.stat().st_mtime_ns for path in (slow / "many").glob("*.parquet")}
    cluster.start()
    _, talk = ended(running)
    assert "lost the scheduler" in talk
    assert partitions(slow / "many") == partitions(slow / "one")
    assert {path: path.stat().st_mtime_ns for path in stood} == stood


def test_a_client_killed_midway_makes_no_partition_twice(slow, cluster, cache):
    words = on_cluster(cluster, "in", "many", "--partition", "2")
    running = start(*words, cwd=slow, cache=cache)
    until(lambda: len(partitions(slow / "many")) > 1)
    running.kill()
    running.communicate()
    stood = {path: path.stat().st_mtime_ns for path in (slow / "many").glob("*.parquet")}
    _, talk = run(*words, cwd=slow, cache=cache)
    assert "(0 stood there before)" not in talk
    assert partitions(slow / "many") == partitions(slow / "one")
    assert {path: path.stat().st_mtime_ns for path in stood} == stood


def test_a_partition_that_always_fails_stops_no_other_and_is_made_by_a_later_run(desk, cluster, cache):
    put(desk / "in", [report(number, "fatal words" if number == 5 else "") for number in range(9)])
    serial(desk / "in", out=desk / "one", cache=cache, size=2)
    words = on_cluster(cluster, "in", "many", "--partition", "2")
    _, talk = run(*words, cwd=desk, cache=cache, code=3)
    told = manifest(desk / "many")
    assert [one["name"][:25] for one in told["failed"]] == ["reports-jsonl-gz-00000004"]
    assert "KilledWorker" in told["failed"][0]["error"]
    assert "not made (KilledWorker" in talk
    assert not told["complete"]
    _, problems = harvest.opened(str(desk / "many"), settings=Settings())
    assert any("not made" in one.message and one.severity == "error" for one in problems)
    made = partitions(desk / "many")
    assert made == {name: data for name, data in partitions(desk / "one").items() if name in made}
    # elsewhere it does not fail: the next run makes what is missing, and no more
    _, talk = run("extract", "in", "-o", "many", "--partition", "2", "--workers", "1", cwd=desk, cache=cache)
    assert f"({len(made)} stood there before)" in talk
    assert manifest(desk / "many") == manifest(desk / "one")


def test_poisonous_reports_are_set_aside_with_their_error(desk, cluster, cache):
    good = [report(number) for number in range(8)]
    bad = [report(number, "poisonous words") for number in (50, 51)]
    put(desk / "in", [*good[:3], bad[0], *good[3:], bad[1]])
    (desk / "in" / "table.csv").unlink()
    put(desk / "good", good)
    _, talk = run(*on_cluster(cluster, "in", "many"), cwd=desk, cache=cache, code=3)
    assert "report 50: set aside (LookupError: a text that nobody foresaw)" in talk
    told = manifest(desk / "many")
    assert [one[0] for one in told["partitions"][0]["done"]["faults"]] == ["report 50", "report 51"]
    assert told["counts"]["set aside"] == 2
    assert lines(desk / "many") == read(desk / "good", cache=cache)


def test_two_clients_at_once_get_each_its_own(desk, cluster, cache):
    put(desk / "other", [report(number) for number in range(30, 40)])
    running = [
        start(*on_cluster(cluster, paths, out, "--partition", "2"), cwd=desk, cache=cache)
        for paths, out in (("in", "first"), ("other", "second"), ("other", "second"))  # and both at once
    ]
    for one in running:
        ended(one)
    for paths, out in (("in", "first"), ("other", "second")):
        assert lines(desk / out) == read(desk / paths, cache=cache)


def test_a_gazetteer_travels_to_workers_that_do_not_have_it(desk, cluster, cache, monkeypatch):
    (desk / "gazetteer").mkdir()
    rows = "name,latitude,longitude,kind\nGao,10.5,20.5,city\n"
    (desk / "gazetteer" / "mine.csv").write_text(rows, "utf-8")
    rulings = "quote,action\nA convoy left Kidal on Friday,ignore\n"
    (desk / "gazetteer" / "claims.csv").write_text(rulings, "utf-8")
    run(*on_cluster(cluster, "in", "many"), cwd=desk, cache=cache)
    monkeypatch.chdir(desk)
    serial("in", out="one", cache=cache, gazetteer=(Path("gazetteer"),))
    assert partitions(desk / "many") == partitions(desk / "one")
    gathered = "".join(lines("many"))
    assert '"lat": 10.5, "lon": 20.5' in gathered
    assert "gazetteer/claims.csv, line 2 says" in gathered


def test_workers_of_ones_own_read_from_a_store_and_write_to_it(desk, cache, store):
    for path in sorted((desk / "in").iterdir()):
        store.files[f"bucket/news/{path.name}"] = path.read_bytes()
    environ = {**environment(), **store.environment}
    command = [sys.executable, "-m", "geo", "extract", "s3://bucket/news/*", "--partition", "4"]
    command += ["-o", "s3://bucket/out/", "--cluster", "local:2", "--cache", str(cache)]
    done = subprocess.run(command, cwd=desk, capture_output=True, text=True, env=environ, check=False)
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "geo", "extract", "--from", "s3://bucket/out/", "--cache", str(cache)]
    done = subprocess.run(command, cwd=desk, capture_output=True, text=True, env=environ, check=False)
    assert done.stdout.splitlines() == read(f"file://{desk}/in/*", cache=cache)


def test_without_a_scheduler_it_says_what_to_start(tmp_path):
    nowhere = f"tcp://127.0.0.1:{free_port()}"
    told: list[str] = []
    with pytest.raises(ClusterError, match="start one with: dask scheduler"):
        list(spread_out(divmod, [7], 3, address=nowhere, told=told.append, patience_s=0))


@pytest.mark.parametrize("address", ["local:0", "local:x", "somewhere:8786", "local"])
def test_an_address_that_is_none_is_refused_with_what_is_expected(address):
    with pytest.raises(SettingsError, match="local:N"), opened(address):
        pass


def test_without_the_extra_the_message_names_it(tmp_path, cache):
    put(tmp_path / "in", [report(1)])
    code = "import sys; sys.modules['distributed'] = None; from geo.cli import main; main()"
    command = [sys.executable, "-c", code, "extract", "in", "-o", "out", "--cluster", "local:1"]
    done = subprocess.run(
        [*command, "--cache", str(cache)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'geo-reports[cluster]'" in done.stderr
