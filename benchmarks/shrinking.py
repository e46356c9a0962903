"""How long counterexamples take to shrink: 8×6 instances of a false gradient, against Hypothesis.

``python -m benchmarks.shrinking``. The peer is Hypothesis's own shrinker on the claim's own
strategy, which starts at whatever it found itself; ours starts at 48 integers between -50 and 50.
Times are the processor's. Both are to end at an instance of one number a field.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings

from benchmarks.measuring import Bar, Benchmark, Figure, alternating, main, ratios
from referee.deciding import claim as corpus
from referee.deciding.claim import Claim, Property
from referee.deciding.one_instance import decide_at
from referee.deciding.search.screen import Screen
from referee.deciding.shrink.steps import shrink
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.strategies.families import Instance

SHAPE = {"d": 8, "n": 6}
LARGEST = 50
SEEDS = range(5)
ROUNDS = 5
CLAIM, ANSWER = "1.2-E5-gradient", "X @ (X.T @ w - y) / 2"
BARS = {
    "time": Bar("time to shrink an 8×6 instance", 50, "ms"),
    "Hypothesis": Bar("time to a smallest instance, by Hypothesis over ours", 1.0, least=True),
}
CASES = settings(
    deadline=None,
    database=None,
    verbosity=Verbosity.quiet,
    report_multiple_bugs=False,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


class Asked:
    """What a Hypothesis test receives as its answer: it fails where the answer is false."""

    def __init__(self, value: Callable[[Instance], object]) -> None:
        self.value, self.last = value, ""

    def __call__(self, p: Instance) -> object:
        """Return the answer's value."""
        return self.value(p)

    def judge(self, decide_one: Property, p: Instance) -> None:
        """Fail where the claim is false, and keep the instance."""
        if decide_one(p, self).truth is Truth.FALSE:
            self.last = p.token
            raise AssertionError(p.token)


def by_hypothesis(claim: Claim, answer: Callable[[Instance], object], seed: int) -> str:
    """Return the token of what Hypothesis shrinks its own find to."""
    asked = Asked(answer)
    try:
        hypothesis.seed(seed)(claim.test)(answer=asked)
    except AssertionError:
        return asked.last
    raise RuntimeError("Hypothesis found nothing")


def by_shrinker(claim: Claim, answer: Callable[[Instance], object], seed: int) -> str:
    """Return the token of what a random instance is shrunk to, screened in batches."""

    def fails(p: Instance) -> bool:
        return decide_at(claim.decide, answer, p).truth is Truth.FALSE

    rng = random.Random(seed)
    bounds = claim.family.layout(SHAPE).bounds
    drawn = [rng.randint(-LARGEST, LARGEST) if low is None else 0 for low, _ in bounds]
    p = claim.family.build(SHAPE, drawn)
    return shrink(p, fails, Screen(claim, answer).suspects()).token


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Shrink at five seeds, in turns with Hypothesis."""
    settings.register_profile("shrinking", CASES)
    settings.load_profile("shrinking")
    claim = corpus.load("referee.claims")[CLAIM]
    answer = partial(value_of, parse(ANSWER, dict.fromkeys(claim.names)))
    own, theirs = list[float](), list[float]()
    for seed in SEEDS[:1] if options.quick else SEEDS:
        tasks = {
            "ours": partial(by_shrinker, claim, answer, seed),
            "theirs": partial(by_hypothesis, claim, answer, seed),
        }
        times = alternating(tasks, 2 if options.quick else ROUNDS, time.process_time)
        own.append(statistics.median(times["ours"]))
        theirs.append(statistics.median(times["theirs"]))
    ends = by_shrinker(claim, answer, 0), by_hypothesis(claim, answer, 0)
    yield Figure(BARS["time"], tuple(1000 * each for each in own), f"to {ends[0]}")
    yield Figure(BARS["Hypothesis"], ratios(theirs, own), f"Hypothesis ends at {ends[1]}")


BENCHMARK = Benchmark(
    "How long counterexamples take to shrink", BARS, figures, peers={"Hypothesis": "hypothesis"}
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
