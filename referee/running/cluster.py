"""Answers decided on many machines: Dask's ``distributed`` schedules, retries and restarts.

A decision depends on the corpus, the claim, the formula, the seed and the effort alone, so it may
be made anywhere. Each thread of a worker keeps a process of its own that decides
(:mod:`referee.running.deciding_process`), held to the limits of an answer as on one machine. What
comes back is kept at once; whatever ends a run, the next one goes on there.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from referee.deciding.answer import Answer
from referee.deciding.faults import first_line
from referee.evidence.schema import Record
from referee.running.cache import Key
from referee.running.deciding_process import decided, trouble_of
from referee.running.terms import Refused, Terms

NEEDS = "pip install 'claims-referee[cluster]'"
CONNECTING = 10  # seconds that a scheduler is given to answer
TRIES = 3  # of an answer that ends the process that decides it, or its worker
AHEAD = 4  # answers that wait on a worker for each of its threads, so that none is idle
LEAST_AHEAD = 64


class NoCluster(Exception):
    """No scheduler, no workers, or not ones that decide as here; the message says which."""


Keep = Callable[[Key, Record | None], None]  # None for what could not be decided: it crashed


def decide(address: str, terms: Terms, wanted: Mapping[Key, Answer], keep: Keep) -> None:
    """Have answers decided on a cluster, and keep each as it comes. Raises NoCluster."""
    with _client(address) as client:
        _check(client, address, terms)
        _decide(client, address, terms, wanted, keep)


@contextlib.contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise NoCluster(f"--cluster={address} needs Dask: {NEEDS}") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is wrong is said below
    try:
        client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        why = str(error).strip().partition("\n")[0]
        raise NoCluster(f"--cluster={address}: no scheduler answers there: {why}") from None
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=CONNECTING)


def _check(client: Any, address: str, terms: Terms) -> None:
    """Have every worker start to decide; raise NoCluster for one that decides otherwise."""
    workers = list(client.scheduler_info(n_workers=-1)["workers"])
    if not workers:
        raise NoCluster(f"--cluster={address}: it has no workers: dask worker {address}")
    asked = {w: client.submit(trouble_of, terms, workers=[w], pure=False) for w in workers}
    for worker, future in asked.items():
        # What a worker without the referee raises is an error of its import.
        error = future.exception()
        trouble = (
            future.result() if error is None else f"{type(error).__name__}: {first_line(error)}"
        )
        if trouble:
            raise NoCluster(f"--cluster={address}: worker {worker}: {trouble}")


def _decide(
    client: Any, address: str, terms: Terms, wanted: Mapping[Key, Answer], keep: Keep
) -> None:
    distributed = importlib.import_module("distributed")
    ahead = max(LEAST_AHEAD, AHEAD * sum(client.nthreads().values()))
    left = iter(wanted.items())
    keys: dict[str, Key] = {}

    def submitted(count: int) -> list[Any]:
        several = list(islice(left, count))
        told = [terms] * len(several), [answer for _, answer in several]
        futures: list[Any] = client.map(decided, *told, pure=False, retries=TRIES - 1)
        keys.update((future.key, key) for future, (key, _) in zip(futures, several, strict=True))
        return futures

    running = distributed.as_completed(
        submitted(ahead), loop=client.loop, with_results=True, raise_errors=False
    )
    for batch in running.batches():
        for future, result in batch:
            keep(keys.pop(future.key), _record(future.status, result, address))
        running.update(submitted(len(batch)))


def _record(status: str, result: Any, address: str) -> Record | None:
    """Return what was decided, None where whatever decided it was killed again and again."""
    if status == "finished":
        record: Record = result
        return record
    if status != "error":
        raise NoCluster(f"--cluster={address}: the scheduler is gone")
    _, error, _ = result
    if isinstance(error, Refused):
        raise NoCluster(f"--cluster={address}: a worker has come that decides otherwise: {error}")
    return None
