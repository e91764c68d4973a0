"""Tasks on the workers of Dask: a scheduler that runs somewhere, or one of this process's own."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from geo.errors import ClusterError, GeoError, SettingsError
from geo.parallel.spread import RETRIES, Failed, Told, shown

Item = TypeVar("Item")
Result = TypeVar("Result")
Job = TypeVar("Job")

PATIENCE_S = 300.0
"""Seconds without a scheduler, or without a worker, after which a run ends (project choice)."""
_LOOK_S = 2.0
"""Seconds between two looks at the workers."""
_LOSSES = 5
"""Times that a task is given anew after the scheduler was lost or has forgotten it."""
_CALM = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
"""For workers of one's own: no look a hundred times a second at what they do."""
_ONE = threading.Lock()
"""Held by the task that a worker is at: what is loaded in it serves one thread."""


class _LostError(Exception):
    """The scheduler has gone, or knows nothing of what it was given."""


def spread_out(  # noqa: PLR0913
    function: Callable[[Item, Job], Result],
    items: Iterable[Item],
    job: Job,
    *,
    address: str,
    told: Told,
    patience_s: float = PATIENCE_S,
) -> Iterator[tuple[Item, Result | Failed]]:
    """As ``geo.parallel.spread.spread``, on a cluster.

    When the scheduler goes away, what was under way is given to it again as soon as it is back. Raises
    ClusterError when there is no scheduler, or none of its workers is there, for ``patience_s``.
    """
    run = _Run(function, items, told, patience_s)
    while True:
        with _client(address, run) as client:
            try:
                yield from run.through(client, job)
            except _LostError:
                told(f"lost the scheduler at {address}; waiting for it")
            else:
                return


@contextmanager
def scheduler(address: str) -> Iterator[str]:
    """The address of a scheduler; for ``local:N`` of one with N workers, which end with the context.

    Raises SettingsError for what is none, and without Dask.
    """
    distributed = _distributed()
    kind, _, number = address.partition(":")
    if kind != "local":
        if "://" not in address:
            raise SettingsError(f"--cluster: got {address!r}, expected tcp://HOST:PORT or local:N")
        yield address
        return
    if not (number.isdigit() and int(number) >= 1):
        raise SettingsError(f"--cluster: got {address!r}, expected local:N with N of 1 or more")
    calm = _settings()(_CALM)
    with (
        calm,
        distributed.LocalCluster(
            n_workers=int(number),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        yield cluster.scheduler_address


@contextmanager
def _client(place: str, run: _Run) -> Iterator[Any]:
    """A connection to the scheduler, tried for as long as ``run`` waits."""
    distributed = _distributed()
    begun = time.monotonic()
    client: Any = None
    while client is None:
        try:
            client = distributed.Client(place, set_as_default=False, timeout=5)
        except (OSError, TimeoutError) as error:
            if time.monotonic() - begun > run.patience_s:
                raise ClusterError(
                    f"{place}: no scheduler answers ({shown(error)}); start one with: dask scheduler"
                ) from error
            run.told(f"no scheduler answers at {place} yet")
            time.sleep(1)
    try:
        yield client
    finally:
        with suppress(Exception):  # it may be lost already
            client.close(timeout=2)


class _Run:
    """What is left to do, what is under way, and how often each was given."""

    def __init__(
        self, function: Callable[..., Any], items: Iterable[Any], told: Told, patience_s: float
    ) -> None:
        self.function, self.told, self.patience_s = function, told, patience_s
        self._left = iter(items)
        self._again: deque[Any] = deque()
        self._losses: Counter[Any] = Counter()
        self._suspects: deque[Any] = deque()
        self._tried: set[Any] = set()
        self._seen = time.monotonic()

    def through(self, client: Any, job: Any) -> Iterator[tuple[Any, Any]]:
        """Give all that is left to the scheduler and yield what comes back. Raises _LostError."""
        under: dict[Any, Any] = {}
        ready: queue.SimpleQueue[Any] = queue.SimpleQueue()
        try:
            # each task names it: no copy travels with every one, and a lost worker's is made anew
            shared = client.submit(_itself, job, pure=False)
            looked, most = 0.0, 0
            while True:
                if time.monotonic() - looked > _LOOK_S:
                    most, looked = 2 * self._threads(client, waiting=bool(under)) + 2, time.monotonic()
                self._fill(client, shared, under, ready, most)
                if not under:
                    return
                with suppress(queue.Empty):
                    future = ready.get(timeout=_LOOK_S)
                    item = under.pop(future)
                    result = None if self._is_suspect(future, item) else self._result(future, item)
                    future.release()
                    if result is not None:
                        yield item, result
        except (_LostError, OSError, TimeoutError) as error:
            raise _LostError from error
        finally:
            self._again.extendleft(reversed(under.values()))

    def _fill(
        self, client: Any, shared: Any, under: dict[Any, Any], ready: queue.SimpleQueue[Any], most: int
    ) -> None:
        while len(under) < most:
            item = self._again.popleft() if self._again else next(self._left, None)
            if item is None and self._suspects and not under:
                item = self._suspects.popleft()
            if item is None:
                return
            future = client.submit(_alone, self.function, item, shared, pure=False, retries=RETRIES)
            under[future] = item
            future.add_done_callback(ready.put)

    def _is_suspect(self, future: Any, item: Any) -> bool:
        """Whether a task may only have been beside one that kills workers: it is tried once more, alone."""
        if future.status != "error" or item in self._tried:
            return False
        if type(future.exception(timeout=60)).__name__ != "KilledWorker":
            return False
        self._tried.add(item)
        self._suspects.append(item)
        return True

    def _result(self, future: Any, item: Any) -> Any:
        if future.status == "error":
            return Failed(shown(future.exception(timeout=60)))
        with suppress(Exception):  # its worker is lost since: it is given anew
            return future.result(timeout=60)
        self._losses[item] += 1
        if self._losses[item] > _LOSSES:
            return Failed("the cluster lost it each time it was given")
        self._again.append(item)
        raise _LostError

    def _threads(self, client: Any, *, waiting: bool) -> int:
        """Threads of all workers. Raises _LostError without a scheduler, ClusterError when none comes."""
        if client.status != "running":
            raise _LostError
        threads = sum(int(number) for number in client.nthreads().values())
        now = time.monotonic()
        if threads:
            self._seen = now
        elif now - self._seen > self.patience_s:
            raise ClusterError(
                f"{client.scheduler.address}: no worker is there; start some with: dask worker ADDRESS"
            )
        elif now - self._seen > 2 * _LOOK_S and waiting:
            self.told("no worker is there; waiting for one")
        return threads


def _itself(job: Job) -> Job:
    return job


def _alone(function: Callable[[Item, Job], Result], item: Item, job: Job) -> Result | Failed:
    """The result of one task, no other running in this process; a GeoError no other try would mend."""
    with _ONE:
        try:
            return function(item, job)
        except GeoError as error:
            return Failed(shown(error))


def _settings() -> Any:
    import dask  # noqa: PLC0415  (an extra)

    return dask.config.set


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise SettingsError("--cluster needs pip install 'geo-reports[cluster]'") from error
    return distributed
