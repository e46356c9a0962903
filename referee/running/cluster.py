"""Answers and statements decided on many machines: Dask's ``distributed`` shares them out.

What is decided depends on the sources, the corpus, the text, the seed and the effort alone, so it
may be decided anywhere. Each thread of a worker keeps a process of its own that decides
(:mod:`referee.running.deciding_process`), held to the limits of an answer as on one machine. What
comes back is yielded at once: whoever asks keeps it.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar

from referee.deciding.faults import first_line
from referee.running.deciding_process import Faulty, decided, trouble_of
from referee.running.terms import Decided, NoCluster, Refused

NEEDS = "pip install 'claims-referee[cluster]'"
CONNECTING = 10  # seconds that a scheduler is given to answer
TRIES = 3  # of what ends the process that decides it
AHEAD = 4  # answers that wait on a worker for each of its threads, so that none is idle
LEAST_AHEAD = 64
_ADDRESS = re.compile(r"([a-z]+://)?\S+:[0-9]{1,5}")
K = TypeVar("K")


@dataclass(frozen=True)
class Lost:
    """What could not be decided: for a fault of the referee's own, else whatever decided it died.

    It did so each time that it was tried, the last times alone.
    """

    fault: str = ""


Found = Generator[tuple[K, Any], None, None]


def decide(address: str, terms: Decided, wanted: Mapping[K, object]) -> Found[K]:
    """Yield what is decided of each as it comes, or Lost. Raises NoCluster."""
    with _client(address) as client:
        _check(client, address, terms)
        yield from _Deciding(client, address, terms, iter(wanted.items())).found()


@contextlib.contextmanager
def _client(address: str) -> Iterator[Any]:
    if not _ADDRESS.fullmatch(address):
        raise NoCluster(f"{address}: an address like tcp://host:8786 is needed")
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise NoCluster(f"{address} needs Dask: {NEEDS}") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is wrong is said below
    try:
        client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        why = str(error).strip().partition("\n")[0]
        raise NoCluster(f"{address}: no scheduler answers there: {why}") from None
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=CONNECTING)


def _check(client: Any, address: str, terms: Decided) -> None:
    """Have every worker start to decide; raise NoCluster for one that decides otherwise."""
    workers = list(client.scheduler_info(n_workers=-1)["workers"])
    if not workers:
        raise NoCluster(f"{address}: it has no workers: dask worker {address}")
    asked = {w: client.submit(trouble_of, terms, workers=[w], pure=False) for w in workers}
    for worker, future in asked.items():
        # What a worker without the referee raises is an error of its import.
        error = future.exception()
        trouble = (
            future.result() if error is None else f"{type(error).__name__}: {first_line(error)}"
        )
        if trouble:
            raise NoCluster(f"{address}: worker {worker}: {trouble}")


@dataclass
class _Deciding(Generic[K]):
    """What is decided by a cluster, some of it ahead."""

    client: Any
    address: str
    terms: Decided
    left: Iterator[tuple[K, object]]
    keys: dict[str, tuple[K, object]] = field(default_factory=dict)

    def found(self) -> Iterator[tuple[K, Any]]:
        """Yield everything; what died with a worker, which may be another's fault, last."""
        suspects: list[tuple[K, object]] = []
        ahead = max(LEAST_AHEAD, AHEAD * sum(self.client.nthreads().values()))
        for each, found in self._decided(ahead):
            if found is None:
                suspects.append(each)
            else:
                yield each[0], found
        for each in suspects:
            self.left = iter([each])
            ((_, found),) = self._decided(1)
            yield each[0], found or Lost()

    def _decided(self, ahead: int) -> Iterator[tuple[tuple[K, object], Any]]:
        """Yield what is decided of each that is left, None where the worker died under it."""
        running = importlib.import_module("distributed").as_completed(
            self._submitted(ahead), loop=self.client.loop, with_results=True, raise_errors=False
        )
        for batch in running.batches():
            for future, result in batch:
                yield self.keys.pop(future.key), self._result(future.status, result)
            running.update(self._submitted(len(batch)))

    def _submitted(self, count: int) -> list[Any]:
        several = list(islice(self.left, count))
        told = [self.terms] * len(several), [what for _, what in several]
        futures: list[Any] = self.client.map(decided, *told, pure=False, retries=TRIES - 1)
        self.keys.update((f.key, each) for f, each in zip(futures, several, strict=True))
        return futures

    def _result(self, status: str, result: Any) -> Any:
        if status == "finished":
            return result
        if status != "error":
            raise NoCluster(f"{self.address}: the scheduler is gone")
        _, error, _ = result
        if isinstance(error, Refused):
            raise NoCluster(f"{self.address}: a worker has come that decides otherwise: {error}")
        if isinstance(error, importlib.import_module("distributed").KilledWorker):
            return None
        return Lost(str(error) if isinstance(error, Faulty) else "")
