"""Long tasks spread over processes or a cluster: results as they are ready; what fails stops nothing else."""

from __future__ import annotations

import gc
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from geo.parallel.batches import context, cores, worker, workers_of

Item = TypeVar("Item")
Result = TypeVar("Result")
Job = TypeVar("Job")

RETRIES = 2
"""Times that a task is tried again after an error (project choice)."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What came of a task that failed each time it was tried."""

    error: str


Told = Callable[[str], None]
"""Called with news of the cluster, in words for people."""


@contextmanager
def opened(executor: str) -> Iterator[str]:
    """An executor for ``spread``, for tasks of several kinds. Raises SettingsError for what is none.

    ``executor`` is as in ``workers_of`` (``auto`` is a process a core), ``local:N`` for N Dask workers, or
    the address of a Dask scheduler.
    """
    if executor == "auto":
        yield f"processes:{cores()}"
    elif is_cluster(executor):
        from geo.parallel.cluster import scheduler  # noqa: PLC0415  (an extra)

        with scheduler(executor) as address:
            yield address
    else:
        workers_of(executor)
        yield executor


def is_cluster(executor: str) -> bool:
    """Whether others do the work."""
    return executor not in {"serial", "auto"} and not executor.startswith("processes:")


def spread(
    function: Callable[[Item, Job], Result],
    items: Iterable[Item],
    job: Job,
    *,
    executor: str,
    told: Told | None = None,
) -> Iterator[tuple[Item, Result | Failed]]:
    """Apply a picklable function to each item and the job; gives (item, result) as they are ready.

    ``executor`` comes from ``opened``. Only some items are under way at once, and they may come in any order.
    An item whose worker dies or that raises is tried again, then given as Failed; after GeoError, which
    another try would not mend, at once.
    """
    if is_cluster(executor):
        from geo.parallel.cluster import spread_out  # noqa: PLC0415  (an extra)

        yield from spread_out(function, items, job, address=executor, told=told or _silent)
        return
    workers = workers_of(executor) or 1
    if workers == 1:
        for item in items:
            yield item, _tried(function, job, item)
    else:
        yield from _pooled(partial(_tried, function, job), items, workers)


def _silent(_: str) -> None:
    """Say nothing."""


def shown(error: BaseException) -> str:
    """An error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _tried(function: Callable[[Item, Job], Result], job: Job, item: Item) -> Result | Failed:
    from geo.errors import GeoError  # noqa: PLC0415

    for left in reversed(range(RETRIES + 1)):
        try:
            return function(item, job)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is told in the manifest)
            if not left or isinstance(error, GeoError):
                return Failed(shown(error))
    raise AssertionError(item)


def _pooled(
    work: Callable[[Item], Result | Failed], items: Iterable[Item], workers: int
) -> Iterator[tuple[Item, Result | Failed]]:
    """Through a pool; when a process dies, those under way are tried again alone, to find which kills."""
    left, alone = iter(items), deque[Item]()
    deaths: Counter[Item] = Counter()
    gc.freeze()  # else the collector would write to the pages that workers share
    while True:
        under: dict[Future[Result | Failed], Item] = {}
        with ProcessPoolExecutor(workers, mp_context=context(), initializer=worker) as pool:
            try:
                while _filled(under, lambda item: pool.submit(work, item), alone, left, most=2 * workers):
                    done, _ = wait(under, return_when=FIRST_COMPLETED)
                    for future in [one for one in under if one in done]:
                        result = future.result()
                        yield under.pop(future), result
            except BrokenProcessPool:
                if len(under) == 1:
                    deaths.update(under.values())
                alone.extendleft(reversed(under.values()))
            else:
                return
        if alone and deaths[alone[0]] > RETRIES:
            yield alone.popleft(), Failed("its process was killed each time it was tried")


def _filled(
    under: dict[Future[Result | Failed], Item],
    submit: Callable[[Item], Future[Result | Failed]],
    alone: deque[Item],
    left: Iterator[Item],
    *,
    most: int,
) -> bool:
    """Put the next items under way; whether any is."""
    if alone:
        if not under:
            under[submit(alone[0])] = alone[0]
            alone.popleft()
        return True
    for item in left:
        alone.append(item)  # until it is under way: a broken pool takes none
        under[submit(item)] = alone.pop()
        if len(under) >= most:
            break
    return bool(under)
