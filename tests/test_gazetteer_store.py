"""What is read of a large file is kept: the same rows come back, and nothing stale or damaged ever does."""

from __future__ import annotations

import pytest

from geo.gazetteer import rows
from geo.gazetteer.rows import parse_rows, read_rows

HEAD = "name,latitude,longitude,kind,country,aliases,wkt,only,action,of,ward\n"


@pytest.fixture
def table(tmp_path):
    """A file large and slow enough to be kept, with a row of every sort and some faults."""
    path = tmp_path / "mine.csv"
    lines = [
        f"Hamlet {at},{at % 80}°30'N,{at % 170}°15'E,city,,Ham {at}; Häm {at},,,,,{at}\n"
        for at in range(5000)
    ]
    lines += [
        'Pond,,,lake,,,"POLYGON((10 10, 11 10, 11 11, 10 10))",,,,\n',
        "Springs,1,1,city,,,,publisher: Hill News; from: 2020,,,\n",
        "Old Hamlet,,,,,,,,alias,Hamlet 3,\n",
        "Nobody,,,,,,,,ignore,,\n",
        "Wrong,95,1,city,,,,,,,\n",
    ]
    path.write_text(HEAD + "".join(lines), "utf-8")
    return path


def read(path, cache):
    rows._remembered.cache_clear()
    return read_rows(path, cache=cache)


def test_the_same_rows_come_back(table, tmp_path):
    cache = tmp_path / "cache"
    plain = parse_rows(table.read_bytes(), source=str(table))
    assert read(table, cache) == plain
    (kept,) = cache.glob("rows-*.bin")
    assert kept.stat().st_size > 100_000
    again = read(table, cache)
    assert again == plain
    assert [type(row.place) for row in again.rows] == [type(row.place) for row in plain.rows]
    assert again.rows[-3].only == plain.rows[-3].only
    assert again.rows[-4].shape == plain.rows[-4].shape
    assert list(cache.iterdir()) == [kept]


def test_what_is_read_quickly_is_not_kept(tmp_path):
    path = tmp_path / "mine.csv"
    rows = "".join(f"Hamlet of number {at},{at % 80}.5,{at % 170}.25\n" for at in range(8000))
    path.write_text(f"name,latitude,longitude\n{rows}", "utf-8")
    assert len(read(path, tmp_path / "cache").rows) == 8000
    assert not (tmp_path / "cache").exists()


def test_a_changed_file_is_read_anew(table, tmp_path):
    cache = tmp_path / "cache"
    read(table, cache)
    table.write_text(table.read_text("utf-8").replace("Hamlet 7,", "Town 7,"), "utf-8")
    assert "Town 7" in {row.name for row in read(table, cache).rows}


@pytest.mark.parametrize("damage", [b"", b"xx", None])
def test_a_damaged_store_is_no_matter(table, tmp_path, damage):
    cache = tmp_path / "cache"
    plain = read(table, cache)
    (kept,) = cache.glob("rows-*.bin")
    kept.write_bytes(kept.read_bytes()[:-9] if damage is None else damage)
    assert read(table, cache) == plain


def test_a_folder_that_cannot_be_written_is_no_matter(table, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    assert len(read(table, tmp_path / "file" / "cache").rows) == 5004


def test_only_the_last_few_are_kept(table, tmp_path):
    cache = tmp_path / "cache"
    text = table.read_text("utf-8")
    for at in range(14):
        table.write_text(f"{text}Extra {at},1,1,city,,,,,,,\n", "utf-8")
        read(table, cache)
    assert len(list(cache.iterdir())) == 12
