"""What a cluster adds to a decision: 10,000 decisions that take no time, on this machine.

``python -m benchmarks.cluster`` starts Dask's scheduler and two workers on loopback, and has
answers decided as ``referee grade --cluster`` does, by a function that returns a record of usual
size at once. The peer is Dask alone: as many calls by ``Client.map``. Both alternate in one run.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

from benchmarks.measuring import Bar, Benchmark, Figure, main
from referee.deciding.answer import Answer
from referee.deciding.limits import Limits
from referee.evidence.schema import Record
from referee.running import cluster
from referee.running.cache import Key
from referee.running.terms import Terms

distributed: Any = importlib.import_module("distributed")  # it has no types of its own
DECISIONS = 10_000
ROUNDS = 3
RECORD = 10_000  # characters: a record of usual size
BARS = {"time": Bar("time a decision over a cluster adds", 5.0, "ms")}


def simulated(_terms: Terms, answer: Answer) -> Any:
    """Return what stands for the record of an answer, at once."""
    return {"label": answer.label, "text": "x" * RECORD}


def bare(number: int) -> Any:
    """Return as much without a referee."""
    return {"label": f"{number}", "text": "x" * RECORD}


def ours(address: str, decisions: int) -> float:
    """Return the milliseconds a decision."""
    terms = Terms("referee.claims", "", "", 0, None, None, None, Limits())
    wanted: dict[Key, Answer] = {
        ("claim", f"{i}"): Answer("sheet", "claim", "x", f"{i}") for i in range(decisions)
    }
    kept: dict[Key, Record | None] = {}
    with (
        mock.patch.object(cluster, "decided", simulated),
        mock.patch.object(cluster, "_check", return_value=None),
    ):
        start = time.perf_counter()
        cluster.decide(address, terms, wanted, kept.__setitem__)
        spent = time.perf_counter() - start
    return 1000 * spent / len(kept)


def dask_alone(address: str, decisions: int) -> float:
    """Return the milliseconds a call."""
    with distributed.Client(address, set_as_default=False) as client:
        start = time.perf_counter()
        found = client.gather(client.map(bare, range(decisions), pure=False))
        spent = time.perf_counter() - start
    return 1000 * spent / len(found)


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure rounds in turns."""
    decisions, rounds = (100, 1) if options.quick else (DECISIONS, ROUNDS)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as machines:
        address = machines.scheduler_address
        pairs = [(ours(address, decisions), dask_alone(address, decisions)) for _ in range(rounds)]
    own, peer = zip(*pairs, strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    note = f"Dask alone {statistics.median(peer):.2f} ms, {ratio:.1f} times that"
    yield Figure(BARS["time"], own, f"{decisions:,} decisions, two workers on loopback; {note}")


BENCHMARK = Benchmark(
    "What a cluster adds to a decision", BARS, figures, peers={"Dask": "distributed"}
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
