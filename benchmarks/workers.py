"""One worker and two: how much sooner two are done, and what that costs of the processor.

``python -m benchmarks.workers`` decides the whole corpus, in turns on one worker, on two, and on
two with the scheduler of pytest-xdist that it would have by itself. It needs two processors that
do nothing else.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from benchmarks.measuring import Bar, Benchmark, Figure, main, ratios
from benchmarks.runs import Run, run

ROUNDS = 3
BARS = {
    "sooner": Bar("time on one worker over that on two", 1.85, least=True),
    "dearer": Bar("processor on two workers over that on one", 1.10),
    "xdist": Bar("time on two workers over that by xdist's worksteal", 1.02),
}
WAYS = {"one": ("-n1",), "two": ("-n2",), "xdist": ("-n2", "--dist=worksteal")}


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure rounds, every second one backwards."""
    more = ("-k", "1.2-E4") if options.quick else ()
    runs: dict[str, list[Run]] = {name: [] for name in WAYS}
    for number in range(1 if options.quick else ROUNDS):
        for name in list(WAYS)[:: 1 if number % 2 == 0 else -1]:
            runs[name].append(run(*WAYS[name], *more))
    time = {name: [each.seconds for each in found] for name, found in runs.items()}
    spent = {name: [each.processor for each in found] for name, found in runs.items()}
    note = ", ".join(f"{name} {min(times):.1f} s" for name, times in time.items())
    yield Figure(BARS["sooner"], ratios(time["one"], time["two"]), f"at best: {note}")
    note = ", ".join(f"{name} {min(times):.1f} s" for name, times in spent.items())
    yield Figure(BARS["dearer"], ratios(spent["two"], spent["one"]), f"at best: {note}")
    yield Figure(BARS["xdist"], ratios(time["two"], time["xdist"]))


BENCHMARK = Benchmark(
    "The corpus on one worker and on two",
    BARS,
    figures,
    peers={"pytest-xdist": "pytest-xdist"},
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
