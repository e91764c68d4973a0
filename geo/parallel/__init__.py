"""Executors: ``serial``, ``processes:N``, ``auto``; in ``spread`` also clusters, for long tasks."""

from geo.parallel.batches import (
    AUTO,
    BATCH,
    batched,
    cores,
    in_batches,
    keep_memory,
    may_fork,
    one_thread,
    ordered,
    workers_of,
)

__all__ = [
    "AUTO",
    "BATCH",
    "batched",
    "cores",
    "in_batches",
    "keep_memory",
    "may_fork",
    "one_thread",
    "ordered",
    "workers_of",
]
