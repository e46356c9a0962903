"""What a cluster adds to a decision: 10,000 decisions that take no time, on this machine.

``python -m benchmarks.cluster`` starts Dask's scheduler and two workers on loopback, and has
answers decided as ``referee grade --cluster`` does, by a function that returns a record of usual
size at once. The peer is Dask alone: as many calls by ``Client.map``. Both alternate in one run;
the exit status is 1 where the bar is missed.
"""

from __future__ import annotations

import argparse
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


def ours(address: str) -> tuple[float, float]:
    """Return the milliseconds a decision, and how many of them this process computes.

    The scheduler is in it too, the workers are not.
    """
    terms = Terms("referee.claims", "", "", 0, None, None, None, Limits())
    wanted: dict[Key, Answer] = {
        ("claim", f"{i}"): Answer("sheet", "claim", "x", f"{i}") for i in range(DECISIONS)
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
    if len(kept) != DECISIONS:
        raise RuntimeError(f"{len(kept):,} of {DECISIONS:,} decisions came back")
    return told("ours", 1000 * spent / DECISIONS, 1000 * computed / DECISIONS)


def dask_alone(address: str) -> tuple[float, float]:
    """Return the milliseconds a call, and how many of them this process computes."""
    with distributed.Client(address, set_as_default=False) as client:
        start, before = time.perf_counter(), time.process_time()
        found = client.gather(client.map(bare, range(DECISIONS), pure=False))
        spent, computed = time.perf_counter() - start, time.process_time() - before
    return told("Dask alone", 1000 * spent / len(found), 1000 * computed / len(found))


def told(name: str, spent: float, computed: float) -> tuple[float, float]:
    """Print what was measured as soon as it is, and return it."""
    print(f"  {name}: {spent:.2f} ms each, {computed:.2f} ms computing", flush=True)
    return spent, computed


def main() -> int:
    """Measure and print; return 1 where the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as machines:
        pairs = [
            (ours(machines.scheduler_address), dask_alone(machines.scheduler_address))
            for _ in range(options.rounds)
        ]
    own, peer = (
        [statistics.median(each) for each in zip(*runs, strict=True)]
        for runs in zip(*pairs, strict=True)
    )
    spread = " to ".join(f"{bound(mine[0] for mine, _ in pairs):.2f}" for bound in (min, max))
    print(f"distributed {version('distributed')}, two workers on loopback, {options.rounds} rounds")
    bar = f"bar: {MOST_MILLISECONDS}; {spread}"
    print(f"{DECISIONS:,} decisions: {own[0]:.2f} ms each ({bar}), {own[1]:.2f} ms computing")
    ratio = f"ratio {own[0] / peer[0]:.1f}"
    print(f"Dask alone, all at once: {peer[0]:.2f} ms each, {peer[1]:.2f} ms computing, {ratio}")
    return 0 if own[0] <= MOST_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
