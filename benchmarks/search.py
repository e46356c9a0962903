"""Instances a second and time to the first counterexample: this search against Hypothesis.

``python -m benchmarks.search [--device cuda]``: on planted claims whose violations are rare,
(a) Hypothesis alone, (b) Hypothesis with ``target``, (c) this search; then sixteen claims
that are false on subtle subsets; then a sweep against the same formula written by hand in
torch on the same integers; last the shrinking of an 8×6 instance. Medians of five seeds.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

import hypothesis
import numpy as np
import torch
from hypothesis import Phase, Verbosity, settings

from benchmarks.planted import RARE, SUBTLE, planted
from referee.deciding import claim as corpus
from referee.deciding.claim import Claim, Property
from referee.deciding.effort import Effort
from referee.deciding.one_instance import decide_at
from referee.deciding.search.in_batches import Search
from referee.deciding.search.screen import Screen
from referee.deciding.shrink.steps import shrink
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.numerics import arrays
from referee.strategies.distributions import DISTRIBUTIONS, integers
from referee.strategies.families import Instance, named

SEEDS = range(5)
LONGEST = 8.0  # seconds that Hypothesis is given
CASES = settings(
    deadline=None,
    database=None,
    verbosity=Verbosity.quiet,
    max_examples=1_000_000,
    phases=(Phase.generate, Phase.target),
    suppress_health_check=list(hypothesis.HealthCheck),
)


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


def by_hypothesis(claim: Claim, seed: int, *, targeted: bool) -> tuple[float, int, bool]:
    """Return seconds, instances and success of Hypothesis on a claim."""
    asked = Asked(targeted=targeted)
    start = time.perf_counter()
    with contextlib.suppress(Ended):
        hypothesis.seed(seed)(claim.test)(answer=asked)
    return time.perf_counter() - start, asked.seen, asked.found


def by_search(claim: Claim, seed: int, *, device: str, seconds: float) -> tuple[float, int, bool]:
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


def report_rare(device: str) -> bool:
    """Print the race on rare violations; say whether the search keeps its bars."""
    print(f"{'planted claim':22} {'rate':>8}   Hypothesis        + target          search")
    good = True
    for name, statement in RARE.items():
        claim = planted(name, statement)
        ways: list[Callable[[int], tuple[float, int, bool]]] = [
            partial(by_hypothesis, claim, targeted=False),
            partial(by_hypothesis, claim, targeted=True),
            partial(by_search, claim, device=device, seconds=8.0),
        ]
        runs = [[way(seed) for seed in SEEDS] for way in ways]
        cells = "  ".join(f"{_summary(each):16}" for each in runs)
        print(f"{name:22} {_rate(claim, device):8.1e}   {cells}")
        good &= all(found and seconds < 5 for seconds, _, found in runs[-1])
    return good


def _summary(runs: Sequence[tuple[float, int, bool]]) -> str:
    """Return how often of five, and the median seconds."""
    hits = sum(found for _, _, found in runs)
    return f"{hits}/5 {statistics.median(seconds for seconds, _, _ in runs):8.3f} s"


def _rate(claim: Claim, device: str) -> float:
    """Return the share of violations among the search's own instances, as floats see it."""
    screen, rng, seen, bad = Screen(claim, nothing, device), np.random.default_rng(0), 0, 0
    for shape in claim.family.all_shapes:
        for name in DISTRIBUTIONS:
            ints = integers(name, claim.family.layout(shape).bounds, 1024, rng)
            bad += int(screen.see(shape, ints).suspect.sum())
            seen += len(ints)
    return bad / seen


def report_subtle(device: str) -> bool:
    """Print the sixteen subtle claims; say whether all fall on every seed, in a second."""
    print("\nsubtle claim               search, five seeds")
    totals = dict.fromkeys(SEEDS, 0.0)
    everything = True
    for name, statement in SUBTLE.items():
        claim = planted(name, statement)
        runs = [by_search(claim, seed, device=device, seconds=8.0) for seed in SEEDS]
        for seed, (seconds, _, found) in zip(SEEDS, runs, strict=True):
            totals[seed] += seconds
            everything &= found
        print(f"{name:26} {_summary(runs)}")
    total = statistics.median(totals.values())
    print(f"all sixteen: {total:.2f} s (median of five seeds); the bar is 1 s")
    return everything and total < 1


def _speed(step: Callable[[], object], rows: int) -> float:
    """Return instances a second: the median of seven runs after one to warm up."""
    step()
    times = []
    for _ in range(7):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return rows / statistics.median(times)


def report_rates(device: str) -> bool:
    """Print instances a second of Hypothesis, the sweep and hand-written torch."""
    claims, good = corpus.load("referee.claims"), True
    print(
        "\nclaim                   Hypothesis/s   sweep/s   ratio   by hand/s   sweep is slower by"
    )
    for name, text in (("1.1-E1-any-model", MODEL), ("1.2-E5-gradient", GRADIENT)):
        claim = claims[name]
        formula = parse(text, dict.fromkeys(claim.names))
        asked = Rate(partial(value_of, formula))
        start = time.perf_counter()
        with contextlib.suppress(Ended):
            claim.test(answer=asked)
        alone = asked.seen / (time.perf_counter() - start)
        rows, shape = 4096, {"d": 4, "n": 3}
        ints = integers("small", claim.family.layout(shape).bounds, rows, np.random.default_rng(0))
        screen = Screen(claim, asked, device)
        sweep = _speed(partial(screen.see, shape, ints), rows)
        hand = _speed(partial(BY_HAND[name], ints, device), rows)
        print(
            f"{name:22} {alone:13,.0f} {sweep:9,.0f} {sweep / alone:7.0f} {hand:11,.0f}"
            f" {hand / sweep:10.1f}"
        )
        good &= sweep >= 500 * alone and hand <= 3 * sweep
    return good


MODEL = "-(1/n) * (u - y).T @ H @ (u - y)"
GRADIENT = "(1/n) * X @ (X.T @ w - y)"


class Rate:
    """An answer whose instances Hypothesis draws and nobody judges but exactly."""

    def __init__(self, value: Callable[[Instance], object]) -> None:
        self.value, self.seen = value, 0

    def __call__(self, p: Instance) -> object:
        """Return the answer's value at an instance."""
        return self.value(p)

    def judge(self, decide_one: Property, p: Instance) -> None:
        """Decide one instance exactly; stop after 300."""
        self.seen += 1
        decide_one(p, self)
        if self.seen >= 300:
            raise Ended


def _suspicious(lhs: torch.Tensor, rhs: torch.Tensor) -> torch.Tensor:
    a, b = lhs.flatten(1), rhs.flatten(1)
    scale = torch.maximum(a.abs(), b.abs()).amax(1)
    return (a - b).abs().amax(1) > 1e-9 * scale


def _gradient_by_hand(ints: np.ndarray, device: str) -> np.ndarray:
    """Screen 1.2-E5 at d = 4, n = 3 for the integers of its family, by hand."""
    p = named("least_squares").build({"d": 4, "n": 3}, ints, arrays.float64)
    X, y, w = (torch.as_tensor(a, device=device) for a in (p.X, p.y, p.w))
    leaf = w.clone().requires_grad_()
    loss = ((X.mT @ leaf - y) ** 2 / 2).sum((-1, -2)) / 3
    (gradient,) = torch.autograd.grad(loss.sum(), leaf)
    found: np.ndarray = _suspicious(gradient, X @ (X.mT @ w - y) / 3).cpu().numpy()
    return found


def _model_by_hand(ints: np.ndarray, device: str) -> np.ndarray:
    """Screen 1.1-E1 for the nonlinear model at d = 4, n = 3, by hand."""
    numbers = torch.as_tensor(ints.astype(float), device=device)
    y, w = numbers[:, :3, None], numbers[:, 3:7, None]
    X, A = numbers[:, 7:19].reshape(-1, 4, 3), numbers[:, 19:].reshape(-1, 4, 3)

    def predict(at: torch.Tensor) -> torch.Tensor:
        inner = A.mT @ at
        return inner * inner + X.mT @ at

    def energy(at: torch.Tensor) -> torch.Tensor:
        return ((predict(at) - y) ** 2).sum((-1, -2), keepdim=True) / 2

    leaf = w.clone().requires_grad_()
    (flow,) = torch.autograd.grad(-energy(leaf).sum() / 3, leaf)
    along = torch.func.jvp(energy, (w,), (flow,))[1]
    columns = []
    for j in range(4):
        unit = torch.zeros_like(w)
        unit[:, j] = 1
        columns.append(torch.func.jvp(predict, (w,), (unit,))[1])
    J = torch.cat(columns, -1)
    residual = predict(w) - y
    found: np.ndarray = _suspicious(along, -(residual.mT @ J @ J.mT @ residual) / 3).cpu().numpy()
    return found


BY_HAND = {"1.1-E1-any-model": _model_by_hand, "1.2-E5-gradient": _gradient_by_hand}


def report_shrinking(device: str) -> bool:
    """Print how long an 8×6 instance takes to shrink, screened in batch."""
    claim = corpus.load("referee.claims")["1.2-E5-gradient"]
    formula = parse("X @ (X.T @ w - y) / 2", dict.fromkeys(claim.names))

    def answer(p: Instance) -> object:
        return value_of(formula, p)

    def fails(p: Instance) -> bool:
        return decide_at(claim.decide, answer, p).truth is Truth.FALSE

    times, tokens = [], set()
    for seed in SEEDS:
        rng = random.Random(seed)
        bounds = claim.family.layout({"d": 8, "n": 6}).bounds
        drawn = [rng.randint(-50, 50) if low is None else 0 for low, _ in bounds]
        p = claim.family.build({"d": 8, "n": 6}, drawn)
        suspects = Screen(claim, answer, device).suspects()
        start = time.perf_counter()
        found = shrink(p, fails, suspects)
        times.append(1e3 * (time.perf_counter() - start))
        tokens.add(found.token)
    median = statistics.median(times[1:])  # the first loads torch's linear algebra
    print(
        f"\nan 8×6 instance of 1.2-E5 shrinks in {median:.0f} ms to {min(tokens)}; the bar is 50 ms"
    )
    return median < 50


def main() -> int:
    """Print all comparisons; exit 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="cpu")
    device = parser.parse_args().device
    torch.set_num_threads(1)
    settings.register_profile("race", CASES)
    settings.load_profile("race")  # before any claim is made: a test keeps those of its making
    steps = (report_rare, report_subtle, report_rates, report_shrinking)
    missed = [step.__name__ for step in steps if not step(device)]
    print("\nall bars are kept" if not missed else f"\nbars missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
