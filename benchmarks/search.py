"""Time to the first counterexample: this search against Hypothesis.

``python -m benchmarks.search [--device cuda]``: on planted claims whose violations are rare,
(a) Hypothesis alone, (b) Hypothesis with ``target``, (c) this search, in turns at each of five
seeds; then sixteen claims that are false on subtle subsets, by this search alone.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import islice

import hypothesis
import numpy as np
from hypothesis import Phase, Verbosity, settings

from benchmarks.measuring import Bar, Benchmark, Figure, main, unmeasured
from benchmarks.planted import RARE, SUBTLE, planted
from referee.deciding.claim import Claim, Property
from referee.deciding.effort import Effort
from referee.deciding.one_instance import decide_at
from referee.deciding.search.in_batches import Search
from referee.deciding.search.screen import Screen
from referee.language.comparison import Truth
from referee.numerics import batches
from referee.strategies.distributions import DISTRIBUTIONS, integers
from referee.strategies.families import Instance

SEEDS = range(5)
LONGEST = 8.0  # seconds that anybody is given
CASES = settings(
    deadline=None,
    database=None,
    verbosity=Verbosity.quiet,
    max_examples=1_000_000,
    phases=(Phase.generate, Phase.target),
    suppress_health_check=list(hypothesis.HealthCheck),
)
BARS = {
    "rare": Bar("time to a rare counterexample, the slowest claim and seed", 5.0, "s"),
    "Hypothesis": Bar("time to a rare counterexample, by Hypothesis over ours", 1.0, least=True),
    "subtle": Bar("time for all sixteen subtle claims", 1.0, "s"),
}


Run = tuple[float, int, bool]  # seconds, instances, whether it was found


def nothing(_: Instance) -> None:
    """Answer nothing: planted claims have no blank."""


class Ended(BaseException):
    """A counterexample, or the end of the time: no failure that Hypothesis would replay.

    An exception that ends a run by the clock looks flaky to Hypothesis where it is one of its
    own failures, since the same case has passed before.
    """


class Asked:
    """What a Hypothesis test receives as its answer: it stops at a violation or in time."""

    def __init__(self, *, targeted: bool) -> None:
        self.targeted, self.seen, self.found = targeted, 0, False
        self.end = time.perf_counter() + LONGEST

    def judge(self, decide_one: Property, p: Instance) -> None:
        """Decide one instance exactly."""
        self.seen += 1
        compared = decide_one(p, nothing)
        if compared.truth is Truth.FALSE or time.perf_counter() > self.end:
            self.found = compared.truth is Truth.FALSE
            raise Ended
        if self.targeted and compared.slack is not None:
            hypothesis.target(-compared.slack)


def by_hypothesis(claim: Claim, seed: int, *, targeted: bool) -> Run:
    """Return seconds, instances and success of Hypothesis on a claim."""
    asked = Asked(targeted=targeted)
    start = time.perf_counter()
    with contextlib.suppress(Ended):
        hypothesis.seed(seed)(claim.test)(answer=asked)
    return time.perf_counter() - start, asked.seen, asked.found


def by_search(claim: Claim, seed: int, *, device: str, seconds: float) -> Run:
    """Return seconds, instances and success of small scope, sweep and climb on a claim."""

    def truth_at(p: Instance) -> Truth:
        return decide_at(claim.decide, nothing, p).truth

    start = time.perf_counter()
    for number, p in enumerate(islice(claim.family.in_order(), Effort().scope), 1):
        if truth_at(p) is Truth.FALSE:
            return time.perf_counter() - start, number, True
    search = Search(Screen(claim, nothing, device), truth_at, lambda _: True, str(seed))
    found = search.run(seconds)
    seen = sum(counts.instances for counts in search.sweep.everything)
    return time.perf_counter() - start, seen, found is not None


def rare(device: str, seeds: Sequence[int]) -> Iterator[Figure]:
    """Race on rare violations; who finds none in time is given that time."""
    print(f"{'planted claim':22} {'rate':>8}   Hypothesis        + target          search")
    slowest, ratios, missed = list[float](), list[float](), list[str]()
    for name, statement in RARE.items():
        claim = planted(name, statement)
        ways: list[Callable[[int], Run]] = [
            partial(by_hypothesis, claim, targeted=False),
            partial(by_hypothesis, claim, targeted=True),
            partial(by_search, claim, device=device, seconds=LONGEST),
        ]
        turns = [[way(seed) for way in ways] for seed in seeds]
        runs = [[turn[way] for turn in turns] for way in range(3)]
        cells = "  ".join(f"{summary(each):16}" for each in runs)
        print(f"{name:22} {rate(claim, device):8.1e}   {cells}", flush=True)
        alone, targeted, own = (statistics.median(run[0] for run in each) for each in runs)
        ratios.append(min(alone, targeted) / own)
        slowest.append(max(run[0] for run in runs[2]))
        missed += [name for run in runs[2] if not run[2]]
    if missed:
        yield unmeasured(BARS["rare"], f"not found at every seed: {', '.join(sorted(set(missed)))}")
    else:
        yield Figure(BARS["rare"], (max(slowest),), f"of {len(RARE)} claims, {len(seeds)} seeds")
    yield Figure(BARS["Hypothesis"], tuple(ratios), "the better of its two ways, a claim each")


def summary(runs: Sequence[Run]) -> str:
    """Return how often it was found, and the median seconds."""
    hits = sum(found for _, _, found in runs)
    return f"{hits}/{len(runs)} {statistics.median(seconds for seconds, _, _ in runs):8.3f} s"


def rate(claim: Claim, device: str) -> float:
    """Return the share of violations among the search's own instances, as floats see it."""
    screen, rng, seen, bad = Screen(claim, nothing, device), np.random.default_rng(0), 0, 0
    for shape in claim.family.all_shapes:
        for name in DISTRIBUTIONS:
            ints = integers(name, claim.family.layout(shape).bounds, 1024, rng)
            bad += int(screen.see(shape, ints).suspect.sum())
            seen += len(ints)
    return bad / seen


def subtle(device: str, seeds: Sequence[int]) -> Iterator[Figure]:
    """Search the sixteen subtle claims; all are to fall on every seed."""
    print("\nsubtle claim               search")
    totals, missed = dict.fromkeys(seeds, 0.0), list[str]()
    for name, statement in SUBTLE.items():
        claim = planted(name, statement)
        runs = [by_search(claim, seed, device=device, seconds=LONGEST) for seed in seeds]
        for seed, (seconds, _, found) in zip(seeds, runs, strict=True):
            totals[seed] += seconds
            missed += [] if found else [name]
        print(f"{name:26} {summary(runs)}", flush=True)
    if missed:
        yield unmeasured(BARS["subtle"], f"not found: {', '.join(sorted(set(missed)))}")
    else:
        yield Figure(BARS["subtle"], tuple(totals.values()), "a seed each")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Run both races."""
    if batches.by_torch(options.device):
        import_module("torch").set_num_threads(1)
    settings.register_profile("race", CASES)
    settings.load_profile("race")  # before any claim is made: a test keeps those of its making
    seeds = SEEDS[:1] if options.quick else SEEDS
    yield from rare(options.device, seeds)
    yield from subtle(options.device, seeds)


def with_device(parser: argparse.ArgumentParser) -> None:
    """Add where the search computes."""
    parser.add_argument("--device", default="cpu")


BENCHMARK = Benchmark(
    "Time to the first counterexample, by Hypothesis and by this search",
    BARS,
    figures,
    peers={"Hypothesis": "hypothesis"},
    options=with_device,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
