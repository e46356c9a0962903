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


def ours(address: str, decisions: int) -> tuple[float, float]:
    """Return the milliseconds a decision, and how many of them this process computes.

    The scheduler is in it too, the workers are not.
    """
    terms = Terms("referee.claims", "", "", 0, None, None, None, Limits())
    wanted: dict[Key, Answer] = {
        ("claim", f"{i}"): Answer("sheet", "claim", "x", f"{i}") for i in range(decisions)
    }
    kept: dict[Key, Record] = {}
    with (
        mock.patch.object(cluster, "decided", simulated),
        mock.patch.object(cluster, "_check", return_value=None),
    ):
        start, before = time.perf_counter(), time.process_time()
        for key, record in cluster.decide(address, terms, wanted):
            kept[key] = record
        spent, computed = time.perf_counter() - start, time.process_time() - before
    if len(kept) != decisions:
        raise RuntimeError(f"{len(kept):,} of {decisions:,} decisions came back")
    return told("ours", 1000 * spent / decisions, 1000 * computed / decisions)


def dask_alone(address: str, decisions: int) -> tuple[float, float]:
    """Return the milliseconds a call, and how many of them this process computes."""
    with distributed.Client(address, set_as_default=False) as client:
        start, before = time.perf_counter(), time.process_time()
        found = client.gather(client.map(bare, range(decisions), pure=False))
        spent, computed = time.perf_counter() - start, time.process_time() - before
    return told("Dask alone", 1000 * spent / len(found), 1000 * computed / len(found))


def told(name: str, spent: float, computed: float) -> tuple[float, float]:
    """Print what was measured as soon as it is, and return it."""
    print(f"  {name}: {spent:.2f} ms each, {computed:.2f} ms computing", flush=True)
    return spent, computed


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure rounds in turns."""
    decisions, rounds = (100, 1) if options.quick else (DECISIONS, ROUNDS)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as machines:
        address = machines.scheduler_address
        pairs = [(ours(address, decisions), dask_alone(address, decisions)) for _ in range(rounds)]
    own, peer = zip(*pairs, strict=True)
    alone, computing = (statistics.median(each) for each in zip(*peer, strict=True))
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    note = f"{decisions:,} decisions, {statistics.median(c for _, c in own):.2f} ms computing;"
    note += f" Dask alone {alone:.2f} ms, {computing:.2f} ms computing; {ratio:.1f} times that"
    yield Figure(BARS["time"], tuple(each for each, _ in own), note)


BENCHMARK = Benchmark(
    "What a cluster adds to a decision", BARS, figures, peers={"Dask": "distributed"}
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
