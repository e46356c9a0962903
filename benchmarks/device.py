"""Instances a second of the search on a device, drawn, built and screened there.

``python -m benchmarks.device [--device cuda] [--rows 131072]``: for two claims the search as it
is on a device, alternating with what it was before (integers drawn and arrays built by NumPy,
then moved there), and the parts of the way: words, integers, arrays, all. The bar of 50 million a
second is held against devices only: on ``cpu:0`` (torch's processor backend, one thread) the
numbers say what a processor does.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np

from benchmarks.measuring import Bar, Benchmark, Figure, alternating, main, ratios, unmeasured
from referee.deciding import claim as corpus
from referee.deciding.search.on_device import Device, OnDevice, Source
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import Cell
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.numerics import arrays, batches
from referee.numerics.philox import words
from referee.strategies import structured_rows
from referee.strategies.many_draws import ByGenerator

BARS = {
    "rate": Bar("instances of 1.2-E5 a second on a device", 50, "million", least=True),
    "before": Bar("time drawn and built by NumPy over drawn there, the least", 1.0, least=True),
}
TIMES = 5
SHAPE = {"d": 4, "n": 3}
CLAIMS: Mapping[str, str] = {
    "1.2-E5-gradient": "(1/n) * X @ (X.T @ w - y)",
    "1.1-E1-any-model": "-(1/n) * (u - y).T @ H @ (u - y)",
}


def wait(device: str) -> None:
    """Wait until a device has done all that it was given."""
    torch = batches.torch()
    if torch.device(device).type == "cuda":
        torch.cuda.synchronize()


def before(screen: Screen, rows: int) -> None:
    """Screen rows that NumPy draws and builds; what is seen of each comes back."""
    draws = ByGenerator(np.random.default_rng(1), rows)
    family = screen.claim.family
    screen.see(SHAPE, structured_rows.rows_of(family, SHAPE, "small", draws))


def now(device: Device, rows: int) -> OnDevice:
    """Screen rows on the device; suspicions and a histogram come back."""
    batch = device.batch(Cell(SHAPE, "small"), rows)
    batch.promising()
    return batch


def parts(screen: Screen, rows: int) -> dict[str, Callable[[], object]]:
    """Return the steps of the way to a batch by their names, each without the ones before."""
    family, torch = screen.claim.family, batches.torch()
    numbers = torch.arange(rows, device=screen.device)
    source = Source.of(family, Cell(SHAPE, "small"), "benchmark")
    integers, bounds = source.drawn(numbers), family.layout(SHAPE).bounds
    names = [each.name for each in family.fields if each.integers(SHAPE)]

    def built() -> list[object]:
        p = family.build(SHAPE, integers, arrays.batch_on(screen.device))
        return [getattr(p, name) for name in names]

    return {
        "words": partial(words, (1, 2), 1, numbers, len(bounds)),
        "integers": partial(source.drawn, numbers),
        "arrays": built,
        "screened": partial(screen.screened, SHAPE, integers),
    }


def measured(name: str, text: str, device: str, rows: int, rounds: int) -> dict[str, list[float]]:
    """Print one claim's rates; return the seconds of each way in each round."""
    claim = corpus.load("referee.claims")[name]
    screen = Screen(claim, partial(value_of, parse(text, dict.fromkeys(claim.names))), device)
    ways: dict[str, Callable[[], object]] = {
        "NumPy": partial(before, screen, rows),
        "device": partial(now, Device(screen, "benchmark"), rows),
    }
    ways |= parts(screen, rows)

    def waited(way: Callable[[], object]) -> None:
        way()
        wait(device)

    tasks = {key: partial(waited, way) for key, way in ways.items()}
    found = alternating(tasks, rounds)
    rates = (rows / statistics.median(each) / 1e6 for each in found.values())
    print(f"{name:20}" + "".join(f"{rate:11.2f}" for rate in rates))
    return found


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure two claims on a device."""
    trouble = batches.trouble(options.device)
    if trouble:
        yield from (unmeasured(bar, trouble) for bar in BARS.values())
        return
    batches.torch().set_num_threads(1)
    rows, rounds = (2**10, 2) if options.quick else (options.rows, TIMES)
    print(f"{options.device}, {rows:,} rows; million a second")
    heads = ("NumPy", "device", "words", "integers", "arrays", "screened")
    print(f"{'':20}" + "".join(f"{head:>11}" for head in heads))
    found = [measured(*claim, options.device, rows, rounds) for claim in CLAIMS.items()]
    least = min((ratios(each["NumPy"], each["device"]) for each in found), key=statistics.median)
    if batches.torch().device(options.device).type == "cpu":
        why = f"{options.device} is a processor: --device cuda"
        yield unmeasured(BARS["before"], f"{why}; there {statistics.median(least):.2f} times")
        yield unmeasured(BARS["rate"], why)
        return
    yield Figure(BARS["before"], least, f"on {options.device}")
    rates = tuple(rows / each / 1e6 for each in found[0]["device"])
    yield Figure(BARS["rate"], rates, f"on {options.device}")


def with_device(parser: argparse.ArgumentParser) -> None:
    """Add the device, and how many rows a batch has."""
    parser.add_argument("--device", default="cpu:0")
    parser.add_argument("--rows", type=int, default=2**17)


BENCHMARK = Benchmark(
    "Instances a second of the search on a device",
    BARS,
    figures,
    peers={"drawn and built by NumPy": "numpy", "torch": "torch"},
    options=with_device,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
