"""parallel: order, bounded memory, errors."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path

import pytest

from geo.errors import SettingsError
from geo.parallel import AUTO, BATCH, ordered, workers_of


def square(number: int) -> int:
    return number * number


def whose(_: int) -> int:
    return os.getpid()


def fail_on_seven(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return number


@pytest.mark.parametrize("executor", ["serial", "auto", "processes:2"])
def test_results_come_in_the_order_of_the_items(executor):
    assert list(ordered(square, range(100), executor=executor)) == [n * n for n in range(100)]


def test_serial_stays_in_this_process():
    assert set(ordered(whose, range(5), executor="serial")) == {os.getpid()}


def test_auto_stays_in_this_process_for_a_few_items():
    assert set(ordered(whose, range(AUTO - 1), executor="auto")) == {os.getpid()}


def test_processes_do_all_but_the_first_batch_elsewhere():
    workers = list(ordered(whose, range(3 * BATCH), executor="processes:2"))
    assert set(workers[:BATCH]) == {os.getpid()}
    assert os.getpid() not in workers[BATCH:]


def test_one_batch_starts_no_process():
    assert set(ordered(whose, range(BATCH), executor="processes:2")) == {os.getpid()}


FORKING = """
import os, threading, time
from geo.parallel import BATCH, batched
loaded = []
def read(batch):
    fresh = not loaded
    loaded.append(os.getpid())
    return [(fresh, os.getpid() != loaded[0])] * len(batch)
if {busy}:
    threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
try:
    print(sorted(set(batched(read, range(4 * BATCH), executor="processes:2"))))
except Exception as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers are copies on Linux only")
@pytest.mark.parametrize(
    ("busy", "told"), [(False, "[(False, True), (True, False)]"), (True, "BrokenProcessPool")]
)
def test_workers_share_what_the_first_batch_loaded_unless_a_thread_runs(busy, told):
    # a function of a program given by -c cannot be found by a worker that starts from nothing
    done = subprocess.run(
        [sys.executable, "-c", FORKING.format(busy=busy)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == told


ORPHANS = """
import os, time
from geo.parallel import BATCH, ordered
from geo.parallel.spread import spread
def slow(number, job=None):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(0.2)
    return number
if {spread}:
    list(spread(slow, range(1000), None, executor="processes:2"))
else:
    list(ordered(slow, range(1000), executor="processes:2"))
"""


def lives(pid: int) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())  # of what only waits to be buried it is empty
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("spread", [False, True])
def test_workers_do_not_outlive_a_parent_that_is_killed(spread):
    program = ORPHANS.format(spread=spread)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        found = {int(line) for line in islice(parent.stdout, 60)} - {parent.pid}
        assert found
        parent.kill()
        end = time.monotonic() + 60
        while any(map(lives, found)) and time.monotonic() < end:
            time.sleep(0.1)
    assert not list(filter(lives, found))


def test_an_endless_input_is_streamed():
    assert list(islice(ordered(square, count(), executor="serial"), 3)) == [0, 1, 4]


def test_an_error_in_a_worker_reaches_the_caller():
    with pytest.raises(ValueError, match="seven"):
        list(ordered(fail_on_seven, range(20), executor="processes:2"))


@pytest.mark.parametrize("executor", ["threads", "processes", "processes:0", "processes:x", ""])
def test_an_unknown_executor_is_refused_with_what_is_expected(executor):
    with pytest.raises(SettingsError, match="processes:N"):
        workers_of(executor)


@pytest.mark.skipif(sys.platform != "linux", reason="of glibc only")
def test_what_is_freed_is_kept_for_the_next_batch():
    program = (
        "import resource, sys\n"
        "from geo.parallel import keep_memory\n"
        "if {kept}: keep_memory()\n"
        "for _ in range(200): bytearray(1 << 20)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)\n"
    )
    environ = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}  # as Dask gives it to its workers
    given, kept = (
        int(subprocess.check_output([sys.executable, "-c", program.format(kept=how)], env=environ, text=True))
        for how in (False, True)
    )
    assert kept < given / 3
