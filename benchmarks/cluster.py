"""What a cluster adds to a decision: 10,000 decisions that take no time, on this machine.

``python -m benchmarks.cluster`` starts Dask's scheduler and two workers on loopback, and has
answers decided as ``referee grade --cluster`` does, by a function that returns a record of usual
size at once. The peer is Dask alone: as many calls by ``Client.map``. Both alternate in one run;
the exit status is 1 where the bar is missed.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from importlib.metadata import version
from typing import Any
from unittest import mock

from referee.deciding.answer import Answer
from referee.deciding.limits import Limits
from referee.evidence.schema import Record
from referee.running import cluster
from referee.running.cache import Key
from referee.running.terms import Terms

distributed: Any = importlib.import_module("distributed")  # it has no types of its own
DECISIONS = 10_000
ROUNDS = 3
MOST_MILLISECONDS = 5.0
RECORD = 10_000  # characters: a record of usual size


def simulated(_terms: Terms, answer: Answer) -> Any:
    """Return what stands for the record of an answer, at once."""
    return {"label": answer.label, "text": "x" * RECORD}


def bare(number: int) -> Any:
    """Return as much without a referee."""
    return {"label": f"{number}", "text": "x" * RECORD}


def ours(address: str) -> float:
    """Return the milliseconds a decision."""
    terms = Terms("referee.claims", "", "", 0, None, None, None, Limits())
    wanted: dict[Key, Answer] = {
        ("claim", f"{i}"): Answer("sheet", "claim", "x", f"{i}") for i in range(DECISIONS)
    }
    kept: dict[Key, Record] = {}
    with (
        mock.patch.object(cluster, "decided", simulated),
        mock.patch.object(cluster, "_check", return_value=None),
    ):
        start = time.perf_counter()
        for key, record in cluster.decide(address, terms, wanted):
            kept[key] = record
        spent = time.perf_counter() - start
    return 1000 * spent / len(kept)


def dask_alone(address: str) -> float:
    """Return the milliseconds a call."""
    with distributed.Client(address, set_as_default=False) as client:
        start = time.perf_counter()
        found = client.gather(client.map(bare, range(DECISIONS), pure=False))
        spent = time.perf_counter() - start
    return 1000 * spent / len(found)


def main() -> int:
    """Measure and print; return 1 where the bar is missed."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as machines:
        pairs = [
            (ours(machines.scheduler_address), dask_alone(machines.scheduler_address))
            for _ in range(ROUNDS)
        ]
    own, peer = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"distributed {version('distributed')}, two workers on loopback, {ROUNDS} rounds")
    print(f"{DECISIONS:,} decisions: {own:.2f} ms each (bar: {MOST_MILLISECONDS})")
    print(f"Dask alone, all at once: {peer:.2f} ms each, ratio {own / peer:.1f}")
    return 0 if own <= MOST_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
