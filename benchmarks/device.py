"""Instances a second of the search on a device, drawn, built and screened there.

``python -m benchmarks.device [--device cuda] [--rows 131072]``: for two claims the search as it
is on a device, alternating with what it was before (integers drawn and arrays built by NumPy,
then moved there), and the parts of the way: words, integers, arrays, all. Medians of five runs
after one to warm up. The bar, 50 million a second for 1.2-E5, is held against devices only: on
``cpu:0`` (torch's processor backend, one thread) the numbers say what a processor does.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

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

BAR = 50e6
TIMES = 5
SHAPE = {"d": 4, "n": 3}
CLAIMS: Mapping[str, str] = {
    "1.2-E5-gradient": "(1/n) * X @ (X.T @ w - y)",
    "1.1-E1-any-model": "-(1/n) * (u - y).T @ H @ (u - y)",
}


def seconds(step: Callable[[], object], device: str) -> float:
    """Return the seconds of one run, the device's work included."""
    start = time.perf_counter()
    step()
    wait(device)
    return time.perf_counter() - start


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


def report(name: str, text: str, device: str, rows: int) -> float:
    """Print one claim's rates; return instances a second on the device."""
    claim = corpus.load("referee.claims")[name]
    screen = Screen(claim, partial(value_of, parse(text, dict.fromkeys(claim.names))), device)
    ways: dict[str, Callable[[], object]] = {
        "NumPy": partial(before, screen, rows),
        "device": partial(now, Device(screen, "benchmark"), rows),
    }
    ways |= parts(screen, rows)
    for way in ways.values():
        way()
    runs: dict[str, list[float]] = {key: [] for key in ways}
    for _ in range(TIMES):
        for key, way in ways.items():
            wait(device)
            runs[key].append(seconds(way, device))
    rates = {key: rows / statistics.median(each) / 1e6 for key, each in runs.items()}
    spread = max(runs["device"]) / min(runs["device"])
    print(f"{name:20}" + "".join(f"{rate:11.2f}" for rate in rates.values()), end="")
    print(f"   {rates['device'] / rates['NumPy']:6.1f} times, spread {spread:.2f}")
    return 1e6 * rates["device"]


def main() -> int:
    """Print the rates; exit 1 where a device misses the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="cpu:0")
    parser.add_argument("--rows", type=int, default=2**17)
    options = parser.parse_args()
    trouble = batches.trouble(options.device)
    if trouble:
        parser.error(trouble)
    torch = batches.torch()
    torch.set_num_threads(1)
    print(f"torch {torch.__version__} on {options.device}, {options.rows} rows; million a second")
    heads = ("NumPy", "device", "words", "integers", "arrays", "screened")
    print(f"{'':20}" + "".join(f"{head:>11}" for head in heads))
    rates = [report(*claim, options.device, options.rows) for claim in CLAIMS.items()]
    if torch.device(options.device).type == "cpu":
        print("a processor: no bar")
        return 0
    print(f"the bar is {BAR / 1e6:g} million a second for {next(iter(CLAIMS))}")
    return int(rates[0] < BAR)


if __name__ == "__main__":
    sys.exit(main())
