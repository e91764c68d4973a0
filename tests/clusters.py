"""A real Dask cluster on loopback: scheduler and workers as processes of their own, to be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PRELOAD = """
import os, pathlib, time
from geo import pipeline
pathlib.Path({folder!r}, f"pid.{{os.getpid()}}").touch()
def read(batch, settings, state, *, inner=pipeline.extract_documents):
    for document in batch:
        if "slowly" in document.text:
            time.sleep(0.3)
        if "fatal words" in document.text:
            os._exit(9)
        if "poisonous words" in document.text:
            raise LookupError("a text that nobody foresaw")
    return inner(batch, settings, state)
if pipeline.extract_documents.__module__ == "geo.pipeline":  # it is loaded twice
    pipeline.extract_documents = read
"""
"""What the workers do with some reports, as a fault of the program might."""


def until(met: Callable[[], Any], *, seconds: float = 200) -> Any:
    """Wait until something is true, and give it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := met():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not met within {seconds} s: {met}")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment() -> dict[str, str]:
    """Where processes find geo, and how little Dask waits."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s",
    }


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Cluster:
    """``dask scheduler`` and two of ``dask worker``, as a person would start them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        (folder / "faults.py").write_text(PRELOAD.format(folder=str(folder)), "utf-8")
        self.start()

    def start(self) -> None:
        self._run("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        for number in (1, 2):
            scratch = str(self.folder / f"worker{number}")
            options = ("--nthreads", "1", "--no-dashboard", "--local-directory", scratch)
            self._run("worker", self.address, *options, "--preload", str(self.folder / "faults.py"))
        until(lambda: len(self.workers()) == 2)

    def _run(self, *words: str) -> None:
        log = (self.folder / f"{words[0]}.log").open("ab")
        command = [sys.executable, "-m", "dask", *words]
        self.processes.append(
            subprocess.Popen(
                command, stdout=log, stderr=log, env=environment(), cwd=self.folder, start_new_session=True
            )
        )
        log.close()

    def workers(self) -> list[int]:
        """Processes of the workers themselves, which their nannies watch."""
        nannies = {process.pid for process in self.processes}
        pids = {int(path.suffix[1:]) for path in self.folder.glob("pid.*")}
        return sorted(pid for pid in pids - nannies if alive(pid))

    def stop(self) -> None:
        """Kill all of it at once."""
        for process in self.processes:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for process in self.processes:
            process.wait(30)
        self.processes.clear()
