"""Partitions: planned alike, written whole, read back as they were; repeats as one reader finds them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import documents, harvest, pipeline
from geo.documents import Input
from geo.errors import InputError, OutputError, SettingsError
from geo.harvest.plan import planned
from geo.partitions import Done, Extracts, Fault, Folder, Manifest, Missing, Part, Piece, packed
from geo.records import Document, Extract, Problem
from geo.settings import DocumentSettings, PageSettings, Settings

geopandas = pytest.importorskip("geopandas")
duckdb = pytest.importorskip("duckdb", reason="an extra")


ROOT = Path(__file__).resolve().parent.parent


def rows(*reports):
    return "".join(json.dumps(one) + "\n" for one in reports)


def told(number, words="fled Gao for Niamey"):
    return {"id": f"r{number}", "published": "2021-03-14", "text": f"About {number} villagers {words}."}


@pytest.fixture
def desk(tmp_path, cache, world):
    """Two files of reports, settings to read them with, and a folder for partitions."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(rows(*map(told, range(5))), "utf-8")
    (tmp_path / "in" / "b.jsonl").write_text(rows(*map(told, range(5, 8))), "utf-8")
    return tmp_path


@pytest.fixture
def asked(cache):
    return Settings(cache=cache)


def made(desk, asked, size=2, name="out", **options):
    return harvest.extract(
        [desk / "in"], out=str(desk / name), settings=asked, size=size, executor="serial", **options
    )


# -- the plan

pieces = st.lists(
    st.one_of(
        st.integers(0, 30).map(lambda count: ("many.jsonl", count)),
        st.just(("one.txt", 1)),
        st.just(("gone", 0)),
    ),
    max_size=12,
)


@given(pieces, st.integers(1, 9))
def test_every_record_is_in_one_partition_in_order_and_none_is_too_large(files, size):
    counts = {f"/in/{at}/{name}": count for at, (name, count) in enumerate(files)}
    found = [
        Problem("missing", f"{at}") if name == "gone" else Input(f"/in/{at}/{name}", f"{at}/{name}", "1")
        for at, (name, _) in enumerate(files)
    ]
    parts = list(planned(found, lambda item: counts[item.path], size=size))
    assert len({part.name for part in parts}) == len(parts)
    met = []
    for part in parts:
        sizes = 0
        for piece in part.pieces:
            if isinstance(piece, Problem):
                met.append(piece.message)
                continue
            stop = counts[piece.path] if piece.stop is None else piece.stop
            sizes += stop - piece.first
            met += [(piece.path, record) for record in range(piece.first, stop)]
        assert sizes <= size
    wanted = []
    for at, (name, count) in enumerate(files):
        path = f"/in/{at}/{name}"
        wanted += [f"{at}"] if name == "gone" else [(path, record) for record in range(count)]
    assert met == wanted


def test_a_file_that_joins_leaves_the_partitions_of_others_as_they_are():
    count = {"/a.jsonl": 5, "/b.jsonl": 5, "/c.jsonl": 7}.get
    some = [Input(path, path[1:], "1") for path in ("/a.jsonl", "/c.jsonl")]
    more = [some[0], Input("/b.jsonl", "b.jsonl", "1"), some[1]]
    before = {part.name for part in planned(some, lambda item: count(item.path), size=3)}
    after = {part.name for part in planned(more, lambda item: count(item.path), size=3)}
    assert before < after
    changed = [some[0], replace(some[1], stamp="2")]
    assert before != {part.name for part in planned(changed, lambda item: count(item.path), size=3)}


# -- files


def test_geopandas_and_duckdb_read_the_files(desk, asked):
    made(desk, asked)
    frame = geopandas.read_parquet(next((desk / "out").glob("a-*.parquet")))
    places = frame[frame["layer"] == "place"]
    assert set(places["name"]) == {"Gao", "Niamey"}
    assert frame.crs.name.startswith("WGS 84")
    assert all(-1 < point.x < 3 and 13 < point.y < 17 for point in places.geometry)
    query = "SELECT count(*) FROM read_parquet(?) WHERE layer = 'document'"
    with duckdb.connect() as base:
        assert base.execute(query, [str(desk / "out" / "*.parquet")]).fetchall() == [(8,)]


def test_what_is_read_back_is_what_was_understood(desk, asked):
    made(desk, asked)
    extracts, _ = harvest.opened(str(desk / "out"), settings=asked)
    direct = [one for one in pipeline.extract([desk / "in"], settings=asked) if isinstance(one, Extract)]
    assert list(extracts) == direct
    assert extracts[2:4] == direct[2:4]
    assert extracts[-1] == direct[-1]


def test_a_manifest_is_read_back_as_it_was_written(tmp_path):
    piece = Piece("/in/a.jsonl", "a.jsonl", "12 3", 0, 4)
    problem = Problem("row", "a.jsonl, line 2: é", severity="error", source="a.jsonl", line=2)
    done = Done(
        *("p1", (("document", 3),), "00", 17, "f"),
        faults=(Fault("r1", "a.jsonl", "KeyError: 'é'"),),
        problems=((1, problem),),
    )
    manifest = Manifest(
        versions=(("geo-reports", "1"),),
        fingerprint="f",
        asked=(("round_km", 0.0), ("suppress", ["camp"])),
        parts=(Part("p1", (piece, problem)), Part("p2", (piece,))),
        done=(done,),
        failed=(Missing("p2", "KilledWorker"),),
        left_out=((0, 1),),
        renamed=((0, 2, "x#2"),),
        repeats=((0, 1, problem),),
        gazetteer=(problem,),
    )
    folder = Folder(str(tmp_path / "out"))
    folder.publish(manifest)
    assert folder.manifest() == manifest
    assert not manifest.complete
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["_manifest.json"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"version": 99}', '{"version": 1, "partitions": 3}'])
def test_what_is_no_manifest_is_refused(tmp_path, content):
    (tmp_path / "_manifest.json").write_text(content, "utf-8")
    with pytest.raises(InputError, match="_manifest"):
        Folder(str(tmp_path)).manifest()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="-o"):
        Folder(str(tmp_path / "file" / "out")).write("x", b"")


def test_bytes_that_are_no_partition_are_none(tmp_path):
    folder = Folder(str(tmp_path))
    folder.write_part("p", b"PAR1 and no more")
    assert folder.look("p") is None
    with pytest.raises(InputError, match="mend"):
        folder.ids("p")


def test_equal_extracts_make_equal_bytes(desk, asked):
    made(desk, asked)
    extracts, _ = harvest.opened(str(desk / "out"), settings=asked)
    part = Part("p", ())
    assert packed(part, list(extracts), fingerprint="f") == packed(part, iter(extracts), fingerprint="f")


# -- runs


def test_what_stands_there_is_not_made_again(desk, asked):
    assert made(desk, asked).before == 0
    first = {path: path.stat().st_mtime_ns for path in (desk / "out").glob("*.parquet")}
    assert made(desk, asked).before == 5
    # a run that was killed before it wrote the manifest
    (desk / "out" / "_manifest.json").unlink()
    assert made(desk, asked).before == 5
    assert {path: path.stat().st_mtime_ns for path in (desk / "out").glob("*.parquet")} == first


def test_damage_other_settings_and_changed_files_are_made_anew(desk, asked):
    made(desk, asked)
    path = next((desk / "out").glob("a-*.parquet"))
    path.write_bytes(path.read_bytes()[:-9])
    assert made(desk, asked).before == 4
    assert made(desk, replace(asked, documents=DocumentSettings(date="2020-01-01"))).before == 0
    assert made(desk, replace(asked, documents=DocumentSettings(date="2020-01-01"))).before == 5
    (desk / "in" / "b.jsonl").write_text(rows(*map(told, range(5, 9))), "utf-8")
    harvested = made(desk, replace(asked, documents=DocumentSettings(date="2020-01-01")))
    assert harvested.before == 3
    assert harvested.manifest.complete


def test_a_partition_that_was_altered_is_refused(desk, asked):
    made(desk, asked)
    path = next((desk / "out").glob("a-*.parquet"))
    path.write_bytes(path.read_bytes() + b"x")
    extracts, _ = harvest.opened(str(desk / "out"), settings=asked)
    with pytest.raises(InputError, match="extract again"):
        list(extracts)


def test_processes_make_the_bytes_that_one_makes(desk, cache):
    words = [sys.executable, "-m", "geo", "extract", "in", "--partition", "2", "--cache", str(cache), "-q"]
    for name, workers in (("one", "1"), ("two", "2")):
        subprocess.run([*words, "-o", name, "--workers", workers], cwd=desk, check=True)
    for path in (desk / "one").iterdir():
        assert path.read_bytes() == (desk / "two" / path.name).read_bytes()


KILLS = """
import os, sys
from geo import pipeline
read = pipeline.extract_documents
def fatal(batch, settings, state):
    if any("fatal" in one.text for one in batch):
        os._exit(9)
    return read(batch, settings, state)
pipeline.extract_documents = fatal
if __name__ == "__main__":
    from geo.cli import main
    main()
"""
"""A program whose workers do so too, whether they are its copies or start from nothing."""


@pytest.mark.skipif(sys.platform != "linux", reason="workers are copies on Linux only")
def test_a_report_that_kills_its_process_costs_one_partition(desk, cache):
    (desk / "in" / "b.jsonl").write_text(rows(told(5), told(6, "fatal"), told(7)), "utf-8")
    words = ["extract", "in", "-o", "out", "--partition", "2", "--workers", "2", "--cache", str(cache)]
    (desk / "kills.py").write_text(KILLS, "utf-8")
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "kills.py", *words],
        cwd=desk,
        capture_output=True,
        text=True,
        env=environ,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    manifest = Folder(str(desk / "out")).manifest()
    assert [one.error for one in manifest.failed] == ["its process was killed each time it was tried"]
    assert len(manifest.done) == 4


def test_a_map_that_asks_for_blunter_positions_than_the_partitions_have_is_refused(desk, asked):
    made(desk, asked)
    blunt = replace(asked, page=PageSettings(round_km=20.0))
    with pytest.raises(SettingsError, match="round_km"):
        harvest.opened(str(desk / "out"), settings=blunt)
    made(desk, blunt, name="blunt")
    extracts, _ = harvest.opened(str(desk / "blunt"), settings=blunt)
    exact, _ = harvest.opened(str(desk / "out"), settings=asked)
    assert extracts[0].resolutions[0].place.lon != exact[0].resolutions[0].place.lon
    with pytest.raises(SettingsError, match="round_km"):
        harvest.opened(str(desk / "blunt"), settings=asked)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["extract", "in", "--cluster", "local:2"], "needs -o"),
        (["extract", "in", "--partition", "5"], "needs -o"),
        (["extract", "-", "-o", "out"], "stdin"),
        (["build", "in", "--from", "out"], "one of the two"),
        (["build", "--from", "nowhere"], "_manifest.json"),
        (["build", "--from", "out", "--watch"], "--watch"),
    ],
)
def test_options_that_do_not_go_together_are_told(desk, cache, words, said):
    done = subprocess.run(
        [sys.executable, "-m", "geo", *words, "--cache", str(cache)],
        cwd=desk,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode in {1, 2}
    assert said in done.stderr


# -- repeats

ids = st.sampled_from(["a", "b", "a#2", "a#2#2", "a#3", "c"])
texts = st.sampled_from(["Rain fell in Gao.", "Snow fell in Oslo.", "Nothing happened."])


class Kept(Folder):
    """A folder that knows the ids of its partitions by heart."""

    def __init__(self, parts):
        super().__init__("nowhere")
        self.parts = parts

    def ids(self, name):
        return [(one.id, one.text, one.source) for one in self.parts[int(name)]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.tuples(ids, texts), max_size=5), max_size=4))
def test_repeats_are_those_that_one_reader_finds(tmp_path_factory, parts):
    from geo.harvest.repeats import repeats

    folder = tmp_path_factory.mktemp("in")
    for at, reports in enumerate(parts):
        content = rows(*({"id": name, "text": text} for name, text in reports))
        (folder / f"{at}.jsonl").write_text(content, "utf-8")
    read = list(documents.read([folder], settings=DocumentSettings()))
    shelves = [
        [Document(name, f"{at}.jsonl", text) for name, text in reports] for at, reports in enumerate(parts)
    ]
    done = tuple(Done(f"{at}", (("document", len(one)),), "", 0, "") for at, one in enumerate(parts))
    manifest = repeats(Kept(shelves), Manifest((), "", (), (), done))
    gone, renamed = set(manifest.left_out), {(p, n): name for p, n, name in manifest.renamed}
    kept = [
        (renamed.get((part, number), one.id), one.text)
        for part, reports in enumerate(shelves)
        for number, one in enumerate(reports)
        if (part, number) not in gone
    ]
    assert kept == [(one.id, one.text) for one in read if isinstance(one, Document)]
    assert manifest.problems() == [one for one in read if isinstance(one, Problem)]
    assert len(Extracts(Kept(shelves), manifest)) == len(kept)
