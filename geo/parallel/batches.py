"""Short tasks in batches: ``serial``, ``processes:N`` or ``auto``; results in the order of the inputs."""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from geo.errors import SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 32
"""Items a task: large enough to hide the hand-over, small enough to keep both ends busy."""
AUTO = 96
"""Items from which ``auto`` starts processes: below it, starting them costs more than it saves."""
_MALLOC = ((-1, 128 << 20), (-2, 16 << 20), (-3, 32 << 20))
"""M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD: what is freed stays, up to a batch's arrays (mallopt(3))."""
_KNOWN = 2_000
"""Known results after which processes look for them (project choice: a few seconds)."""
_LOOK_S = 2.0
"""Seconds between two looks of a worker at whether its parent lives."""
_LOOK = 8
"""Batches looked at ahead to find so many items."""


def workers_of(executor: str) -> int | None:
    """Number of worker processes that the setting asks for (None: decide by the work).

    Raises SettingsError for anything but ``serial``, ``auto`` or ``processes:N`` with N >= 1.
    """
    if executor == "serial":
        return 1
    if executor == "auto":
        return None
    kind, _, number = executor.partition(":")
    if kind == "processes" and number.isdigit() and int(number) >= 1:
        return int(number)
    raise SettingsError(
        f"executor {executor!r}: expected 'serial', 'auto' or 'processes:N' with N of 1 or more"
    )


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ordered(
    function: Callable[[Item], Result], items: Iterable[Item], *, executor: str = "serial"
) -> Iterator[Result]:
    """Apply a picklable function to each item and give the results in order, as they are ready.

    At most a few batches are under way at once, so that memory stays flat however long ``items`` is.
    """
    return batched(partial(_apply, function), items, executor=executor)


def batched(
    function: Callable[[list[Item]], list[Result]],
    items: Iterable[Item],
    *,
    executor: str = "serial",
    known: Callable[[Item], Result | None] | None = None,
) -> Iterator[Result]:
    """As ``ordered`` for a function that takes a batch of items at once and gives a result for each.

    It is not asked for those items whose result is ``known`` to this process (else None). Of very many,
    looking is work too: after the first thousands it is left to the function.
    """
    if known is None:
        for results in in_batches(function, _batches(iter(items)), executor=executor):
            yield from results
        return
    waiting: deque[list[Result | None]] = deque()

    def unknown() -> Iterator[list[Item]]:
        found = 0
        for batch in _batches(iter(items)):
            waiting.append(list(map(known, batch)) if found < _KNOWN else [None] * len(batch))
            found += len(batch) - waiting[-1].count(None)
            yield [item for item, result in zip(batch, waiting[-1], strict=True) if result is None]

    for results in in_batches(function, unknown(), executor=executor):
        fresh = iter(results)
        yield from (next(fresh) if one is None else one for one in waiting.popleft())


def in_batches(
    function: Callable[[list[Item]], list[Result]], batches: Iterable[list[Item]], *, executor: str = "serial"
) -> Iterator[list[Result]]:
    """As ``batched``, batch by batch as the caller makes them; of an empty one the results are empty.

    With ``auto``, processes start as soon as enough items lie ahead.
    """
    workers = workers_of(executor)
    stream = iter(batches)
    while workers is None:
        ahead = _ahead(stream)
        if sum(map(len, ahead)) >= AUTO:
            workers = cores()
            stream = chain(ahead, stream)
        elif not ahead:
            return
        else:
            yield from map(partial(_applied, function), ahead)
    if workers == 1:
        yield from map(partial(_applied, function), stream)
        return
    # what the first batch loads in this process is what forked workers share
    for batch in stream:
        yield _applied(function, batch)
        if batch:
            break
    yield from _pooled(function, stream, workers)


def _applied(function: Callable[[list[Item]], list[Result]], batch: list[Item]) -> list[Result]:
    return function(batch) if batch else []


def _ahead(stream: Iterator[list[Item]]) -> list[list[Item]]:
    """The next batches, until they hold enough items for processes or are many."""
    found: list[list[Item]] = []
    items = 0
    for batch in stream:
        found.append(batch)
        items += len(batch)
        if items >= AUTO or len(found) == _LOOK:
            break
    return found


def _pooled(
    function: Callable[[list[Item]], list[Result]], batches: Iterator[list[Item]], workers: int
) -> Iterator[list[Result]]:
    first = next(batches, None)
    if first is None:
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    gc.freeze()  # else the collector would write to the pages that workers share
    with ProcessPoolExecutor(workers, mp_context=context(), initializer=worker) as pool:
        waiting: list[Future[list[Result]] | None] = []
        for batch in chain([first], batches):
            waiting.append(pool.submit(function, batch) if batch else None)
            if len(waiting) > 2 * workers:
                yield _result(waiting.pop(0))
        for future in waiting:
            yield _result(future)


def _result(future: Future[list[Result]] | None) -> list[Result]:
    return future.result() if future else []


def context() -> BaseContext:
    """How worker processes come into being."""
    import multiprocessing  # noqa: PLC0415  (15 ms that a help does not need)

    return multiprocessing.get_context("fork" if may_fork() else "spawn")


def may_fork() -> bool:
    """Whether workers may be copies of this process: on Linux, while it has a single thread.

    A copy starts at once and shares what is loaded; but a lock that another thread holds would stay
    locked in it for ever, so that elsewhere workers start from nothing.
    """
    tasks = Path("/proc/self/task")
    return sys.platform == "linux" and tasks.is_dir() and len(list(tasks.iterdir())) == 1


def one_thread() -> None:
    """Let numpy use one thread in this process, unless the user says otherwise; call before its import.

    Its matrices are small here: more threads only get in each other's way.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def worker() -> None:
    """Begin as a worker process: with one thread for numpy, and no longer than who asks for its work.

    A pool's workers wait for ever when the process that made them was killed: each holds the others' pipes.
    """
    import threading  # noqa: PLC0415
    import time  # noqa: PLC0415

    one_thread()
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def keep_memory() -> None:
    """Let the C library keep what is freed for the next batch, instead of giving it back and asking anew.

    Of glibc only, where a worker of Dask gives it back at once: a sixth of its time would go into that.
    """
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415

    with suppress(AttributeError, OSError):  # another C library
        for option, size in _MALLOC:
            ctypes.CDLL(None).mallopt(option, size)


def _apply(function: Callable[[Item], Result], batch: list[Item]) -> list[Result]:
    return [function(item) for item in batch]


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch
