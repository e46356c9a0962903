"""What 1, 2, 16 and 64 workers would take, each with a processor, simulated from measured times.

``python -m benchmarks.schedule`` decides the corpus on one worker, which gives the times of its
items; measures what a run without an item takes, and what drawing each family takes; and simulates
the scheduler of a run beside pytest-xdist's worksteal. What no schedule can beat is the start, and
then the longest item or everybody's equal part.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator

from benchmarks.items import drawing, of_times, without_drawing
from benchmarks.measuring import Bar, Benchmark, Figure, main
from benchmarks.runs import NOTHING, run
from benchmarks.simulated import Work, families_first, simulated, worksteal

WORKERS = (2, 16, 64)
ROUNDS = 3
BARS = {
    "two": Bar("time on one worker over that on 2, simulated", 1.85, least=True),
    "16": Bar("time on 16 workers over what no schedule beats, simulated", 1.25),
    "64": Bar("time on 64 workers over what no schedule beats, simulated", 1.25),
    "xdist": Bar("time on 16 workers over that by xdist's worksteal, simulated", 1.0),
}


def measured(*, quick: bool) -> tuple[Work, float, float]:
    """Return the items with their times, the seconds of a start and those of a report."""
    more = ("-k", "1.2-E4") if quick else ()
    whole = run("-n1", *more)
    start = statistics.median(run("-n1", *NOTHING).seconds for _ in range(1 if quick else ROUNDS))
    items = of_times(whole.items)
    report = max(0.0, whole.seconds - start - sum(item.seconds for item in items))
    families = {item.family for item in items}
    found = drawing(33, 1) if quick else drawing()
    drawn = {family: seconds for family, seconds in found.items() if family in families}
    return Work(without_drawing(items, drawn), drawn), start, report


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure, then simulate."""
    work, start, report = measured(quick=options.quick)
    ends = start + report
    total = sum(item.seconds for item in work.items)
    longest = max(work.items, key=lambda item: item.seconds)
    print(
        f"{len(work.items)} items, {total:.1f} s, and {sum(work.drawing.values()):.1f} s to draw"
        f" {len(work.drawing)} families; start {start:.1f} s, report {report:.1f} s;"
        f" the longest item takes {longest.seconds:.1f} s: {longest.name}"
    )
    own, theirs, bound = {}, {}, {}
    for workers in (1, *WORKERS):
        (mine, drawn), (other, redrawn) = (
            simulated(work, workers, scheduler) for scheduler in (families_first, worksteal)
        )
        own[workers], theirs[workers] = ends + mine, ends + other
        bound[workers] = ends + work.bound(workers)
        print(
            f"{workers:3} workers: {own[workers]:6.1f} s, {own[1] / own[workers]:5.2f} times one,"
            f" {drawn:.0f} s of drawing; worksteal {theirs[workers]:6.1f} s,"
            f" {redrawn:.0f} s of drawing; no schedule beats {bound[workers]:6.1f} s"
        )
    yield Figure(BARS["two"], (own[1] / own[2],))
    yield Figure(BARS["16"], (own[16] / bound[16],), f"{own[1] / own[16]:.1f} times one")
    yield Figure(BARS["64"], (own[64] / bound[64],), f"{own[1] / own[64]:.1f} times one")
    yield Figure(BARS["xdist"], (own[16] / theirs[16],))


BENCHMARK = Benchmark(
    "What 2, 16 and 64 workers would take, simulated from measured times",
    BARS,
    figures,
    peers={"pytest-xdist": "pytest-xdist"},
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
