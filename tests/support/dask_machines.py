"""A scheduler of Dask's and its workers, as processes of this machine."""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from processes import environment

# Of a worker, under an answer that it has: a few are enough here.
FAILURES = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}


@dataclass
class Machines:
    """A scheduler and its workers, each a process on this machine."""

    folder: Path
    scheduler: Any = None
    address: str = ""
    workers: list[Any] = field(default_factory=list)

    def start(self, number: int = 1) -> Machines:
        self.scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._said(self.scheduler, "Scheduler at:").split()[-1]
        for _ in range(number):
            self.workers.append(self._run("worker", self.address, "--nthreads", "1"))
        for worker in self.workers:
            self._said(worker, "Registered to:")
        return self

    def _run(self, role: str, *words: str) -> Any:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{role}", *words, "--no-dashboard"],
            cwd=self.folder,
            env=environment(**FAILURES),
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def _said(process: Any, what: str) -> str:
        for line in process.stderr:
            if what in line:
                return str(line)
        raise AssertionError(f"it ended and never said {what}")

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
            process.stderr.close()

    def kill_a_worker(self, number: int) -> None:
        """Kill the process of a worker; the one that watches over it starts another."""
        watching = importlib.import_module("psutil").Process(self.workers[number % 2].pid)
        for child in watching.children():
            child.kill()
