"""Time the enumeration of activation regions, alone and against other means.

Run ``python -m benchmarks.regions`` (with ``--quick`` for a fraction of the networks). Everything
is measured in one process: first a grid of small networks, in turns with an enumeration by linear
programs that HiGHS solves from a warm basis, and with the same search in Python; then networks
with biases against the packages relucent and parx; last one large network and its peak memory. A
package that cannot be imported or fails is left out, with the reason. All counts are compared.
"""

import argparse
import importlib
import importlib.util
import itertools
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import Bar, Benchmark, Figure, main, unmeasured
from referee.deciding.faults import Raised, attempted, trouble_of
from referee.numerics import _compiled_search
from referee.numerics.regions import Regions, activation_regions

Matrix = NDArray[Any]
Network = tuple[list[Matrix], list[Matrix] | None]
Counter = Callable[[list[Matrix], "list[Matrix] | None"], int]

BARS = {
    "median": Bar("median time of a cell of the grid, the slowest", 5.0, "ms"),
    "highs": Bar("time of warm HiGHS over ours, the least cell", 8.0, least=True),
    "counts": Bar("cells where the counts differ", 0, "cells"),
    "packages": Bar("time of relucent or parx over ours, the least network", 100, least=True),
    # 400,000 of them in 1.5 s.
    "large": Bar("time for a region of a large network", 3.75, "µs"),
}
ALL_CELLS = 72


def random_network(
    rng: np.random.Generator, d: int, widths: list[int], *, biased: bool = False
) -> Network:
    """Return hidden layers and one output unit with weights (and biases) in -9, ..., 9."""
    shapes = itertools.pairwise([d, *widths, 1])
    weights = [rng.integers(-9, 10, (rows, columns)) for columns, rows in shapes]
    return weights, [rng.integers(-9, 10, len(w)) for w in weights] if biased else None


def milliseconds(task: Callable[[], Any], repeats: int) -> float:
    """Return the shortest of `repeats` runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


class WarmHighs:
    """Depth-first enumeration with one LP per region and unit, all in one HiGHS model.

    The model keeps the constraints of the current region; a unit adds one row for one of its sides
    and maximises the margin e of all rows, starting from the basis of the last solve. The side
    on which the last interior point lies needs no LP.
    """

    tolerance = 1e-7

    def __init__(self, hidden: list[Matrix]) -> None:
        highspy = importlib.import_module("highspy")
        self.hidden = hidden
        self.inputs = hidden[0].shape[1]
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        for _ in range(self.inputs):
            self.model.addVar(-1.0, 1.0)
        self.model.addVar(-1.0, 1.0)
        self.model.changeColCost(self.inputs, -1.0)
        self.columns = np.arange(self.inputs + 1, dtype=np.int32)
        self.rows = 0
        self.regions = 0

    def count(self) -> int:
        """Return the number of activation regions, up to rounding errors."""
        self._layer(0, np.eye(self.inputs), np.ones(self.inputs))
        return self.regions

    def _layer(self, depth: int, inputs: NDArray[Any], point: NDArray[Any]) -> None:
        if depth == len(self.hidden):
            self.regions += 1
        else:
            self._unit(depth, self.hidden[depth] @ inputs, [], point)

    def _unit(
        self, depth: int, forms: NDArray[Any], active: list[bool], point: NDArray[Any]
    ) -> None:
        if len(active) == len(forms):
            self._layer(depth + 1, np.array(active)[:, None] * forms, point)
            return
        form = forms[len(active)]
        if not form.any():
            self._unit(depth, forms, [*active, False], point)
            return
        value = form @ point
        for sign in (1.0, -1.0):
            row = np.append(sign * form, -1.0)
            self.model.addRow(0.0, np.inf, len(row), self.columns, row)
            self.rows += 1
            inside = point if sign * value > self.tolerance else self._solve()
            if inside is not None:
                self._unit(depth, forms, [*active, sign > 0], inside)
            self.rows -= 1
            self.model.deleteRows(1, np.array([self.rows], dtype=np.int32))

    def _solve(self) -> NDArray[Any] | None:
        self.model.run()
        solution = np.array(self.model.getSolution().col_value)
        return solution[:-1] if solution[-1] > self.tolerance else None


def highs(weights: list[Matrix], biases: list[Matrix] | None) -> int:
    """Count regions with warm linear programs (bias-free networks)."""
    if biases is not None:
        raise ValueError("written for bias-free networks")
    return WarmHighs(weights[:-1]).count()


def ours(weights: list[Matrix], biases: list[Matrix] | None) -> int:
    """Count regions exactly."""
    return activation_regions(weights, biases=biases).activation_regions


def in_python(weights: list[Matrix], biases: list[Matrix] | None) -> int:
    """Count regions exactly without what was compiled."""
    with mock.patch.object(_compiled_search, "COMPILED", None):
        return ours(weights, biases)


def relucent(weights: list[Matrix], biases: list[Matrix] | None) -> int:
    """Count regions with relucent: breadth-first search over facets."""
    package = importlib.import_module("relucent")
    layers = importlib.import_module("relucent.model.model")
    shifts = biases or [np.zeros(len(w)) for w in weights]
    stack: list[Any] = []
    for weight, shift in zip(weights, shifts, strict=True):
        stack += [layers.LinearLayer(weight.astype(float), shift.astype(float)), layers.ReLULayer()]
    found = package.Complex(layers.ReLUNetwork(stack[:-1]))
    start = np.random.default_rng(0).standard_normal((1, weights[0].shape[1]))
    found.bfs(start=start, nworkers=1, verbose=0)
    return len(found)


def parx(weights: list[Matrix], biases: list[Matrix] | None) -> int:
    """Count regions with parx, by its pure Python method."""
    # Importing parx demands a Julia that this method never starts.
    with mock.patch("shutil.which", return_value="julia"):
        find = importlib.import_module("parx.methods.exact_python").find
    shifts = biases or [np.zeros(len(w)) for w in weights]
    start = np.random.default_rng(0).standard_normal((1, weights[0].shape[1]))
    layers = [w.astype(float) for w in weights[:-1]]
    return len(find(layers, [b.astype(float) for b in shifts[:-1]], start).patterns)


def grid(*, quick: bool) -> Iterator[tuple[int, int, int]]:
    """Yield input dimension, width and number of layers of every cell."""
    sizes = itertools.product(range(1, 5), range(1, 7), range(1, 4))
    yield from itertools.islice(sizes, None, None, 5 if quick else 1)


def report_grid(*, quick: bool) -> Iterator[Figure]:
    """Print the median time for every cell of the grid, and how much longer others take."""
    rng = np.random.default_rng(0)
    ours([np.eye(4, dtype=np.int64), np.ones((1, 4), np.int64)], None)
    print("\nGrid (bias-free, weights -9..9): median over 20 networks, HiGHS over 3 of them")
    print(" d  m  H   regions   median ms    p90 ms  Python ms   HiGHS ms    ratio   counts")
    medians, ratios, mismatches = [], [], 0
    for d, m, layers in grid(quick=quick):
        networks = [random_network(rng, d, [m] * layers)[0] for _ in range(20)]
        times = [milliseconds(partial(ours, w, None), 3) for w in networks]
        counts = [ours(w, None) for w in networks]
        pure = statistics.median(milliseconds(partial(in_python, w, None), 3) for w in networks[:5])
        ratio, slow, same = against_highs(networks[:3], counts, times)
        same &= all(in_python(w, None) == n for w, n in zip(networks[:5], counts, strict=False))
        regions, median = statistics.median(counts), statistics.median(times)
        medians.append(median)
        ratios.append(ratio)
        mismatches += not same
        print(
            f"{d:2} {m:2} {layers:2} {regions:9.0f} {median:11.3f} {sorted(times)[17]:9.3f}"
            f" {pure:10.2f} {slow:10.1f} {ratio:8.1f}   {'same' if same else 'DIFFER'}"
        )
    yield Figure(BARS["median"], (max(medians),), f"{len(medians)} of {ALL_CELLS} cells")
    yield Figure(BARS["counts"], (float(mismatches),))
    if importlib.util.find_spec("highspy") is None:
        yield unmeasured(BARS["highs"], "highspy is not installed")
    else:
        note = f"the median cell {statistics.median(ratios):.0f}"
        yield Figure(BARS["highs"], (min(ratios),), note)


def against_highs(
    networks: list[list[Matrix]], counts: list[int], times: list[float]
) -> tuple[float, float, bool]:
    """Return the median ratio and time of warm HiGHS, and whether its counts are the same.

    ``times`` are ours just before; ours are taken once more after it, and the better ones count.
    """
    try:
        importlib.import_module("highspy")
    except ImportError:
        return float("nan"), float("nan"), True
    slow = [milliseconds(partial(highs, w, None), 2) for w in networks]
    same = all(highs(w, None) == count for w, count in zip(networks, counts, strict=False))
    again = [milliseconds(partial(ours, w, None), 3) for w in networks]
    own = [min(pair) for pair in zip(times, again, strict=False)]
    ratios = [theirs / mine for theirs, mine in zip(slow, own, strict=True)]
    return statistics.median(ratios), statistics.median(slow), same


def report_packages(*, quick: bool) -> Iterator[Figure]:
    """Print how much longer relucent and parx take on networks with biases."""
    ratios = dict[str, float]()
    rng = np.random.default_rng(1)
    sizes = [(2, [4]), (2, [4, 4]), (3, [4, 4]), (2, [8, 8]), (3, [6, 6])][: 2 if quick else 5]
    networks = [(d, widths, random_network(rng, d, widths, biased=True)) for d, widths in sizes]
    print("\nPackages (with biases, all of R^d), one network each")
    print(" d  widths     regions   ours ms     package      ms       ratio   count")
    for name, count in (("relucent", relucent), ("parx", parx)):
        for d, widths, (weights, biases) in networks:
            own = milliseconds(partial(ours, weights, biases), 5)
            regions = ours(weights, biases)
            start = f"{d:2}  {widths!s:9} {regions:8} {own:9.2f}  {name:>10}"
            theirs = attempted(partial(count, weights, biases))
            if isinstance(theirs, Raised):  # a peer may fail in any way it likes
                print(f"{start}  left out: {trouble_of(theirs.error).reason[:80]}")
                continue
            slow = milliseconds(partial(count, weights, biases), 1)
            ratios[f"{name} {widths}"] = slow / own
            print(f"{start} {slow:8.0f} {slow / own:10.0f}   {theirs}")
    if ratios:
        least = min(ratios, key=lambda name: ratios[name])
        yield Figure(BARS["packages"], (ratios[least],), least)
    else:
        yield unmeasured(BARS["packages"], "neither relucent nor parx is installed")


def report_large(*, quick: bool) -> Iterator[Figure]:
    """Print time and peak memory of one large network."""
    d, m, layers = (5, 16, 2) if quick else (5, 16, 3)
    weights, _ = random_network(np.random.default_rng(1), d, [m] * layers)
    start = time.perf_counter()
    regions: Regions = activation_regions(weights)
    enumerated = time.perf_counter()
    linear = (regions.connected_linear_regions, regions.distinct_linear_functions)
    end = time.perf_counter()
    each = 1e6 * (enumerated - start) / regions.activation_regions
    pure = milliseconds(partial(in_python, weights, None), 1) / 1000
    print(f"\nLarge: d = {d}, {layers} layers of {m} units, one process")
    print(
        f"activation regions {regions.activation_regions} in {enumerated - start:.2f} s,", end=" "
    )
    print(f"{each:.2f} µs each; in Python {pure:.1f} s")
    print(f"connected linear regions {linear[0]}, distinct functions {linear[1]}", end=" ")
    print(f"in {end - enumerated:.1f} s more")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    yield Figure(BARS["large"], (each,), f"{regions.activation_regions:,} regions")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Run all three parts."""
    if _compiled_search.COMPILED is None:
        print("built without a compiler: every search is in Python")
    for part in (report_grid, report_packages, report_large):
        yield from part(quick=options.quick)


BENCHMARK = Benchmark(
    "The activation regions of ReLU networks",
    BARS,
    figures,
    peers={"HiGHS": "highspy", "relucent": "relucent", "parx": "parx"},
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
