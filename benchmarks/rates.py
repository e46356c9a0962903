"""Instances a second: the search against Hypothesis, for every claim; against torch by hand.

``python -m benchmarks.rates [--device cuda]``: the first answer of the reference to each claim. The
peer is Hypothesis with the claim's own strategy, each instance decided exactly. Against it stand
the screen, which draws batches of every shape and distribution and says which look false; and the
whole search of a run, with its climb and what is decided exactly of what looked false. All in
turns, in seconds of the processor. What cannot be screened in batches is decided one by one, and is
counted with its reason. Last, two claims beside what somebody writes by hand in torch for them,
drawing included.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module

import numpy as np
from hypothesis import settings

from benchmarks.items import references
from benchmarks.measuring import (
    Bar,
    Benchmark,
    Figure,
    Task,
    alternating,
    main,
    unmeasured,
)
from benchmarks.search import CASES, Ended, with_device
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.claim import Claim, Property
from referee.deciding.one_instance import decide_at
from referee.deciding.search.in_batches import Search, rows_of
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import cells
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.screening import NotBatched
from referee.numerics import batches
from referee.strategies import structured_rows
from referee.strategies.distributions import integers
from referee.strategies.families import Instance
from referee.strategies.many_draws import ByGenerator

ROUNDS = 3
CASES_OF_ONE = 300  # that Hypothesis draws of a claim
PART = 1024  # rows of a batch
BUDGET = 1.0  # of the search, as a run has it
ROWS, SHAPE = 4096, {"d": 4, "n": 3}
BARS = {
    "median": Bar("screened a second over Hypothesis, the median claim", 500, least=True),
    "below": Bar("claims that are screened less than 500 times as fast", 5, "claims"),
    "whole": Bar("searched a second over Hypothesis, the median claim", 50, least=True),
    "by hand": Bar("instances a second by hand in torch over ours", 3.0),
}


class Drawn:
    """An answer whose instances Hypothesis draws and nobody judges but exactly."""

    def __init__(self, value: Callable[[Instance], object]) -> None:
        self.value, self.seen = value, 0

    def __call__(self, p: Instance) -> object:
        """Return the answer's value at an instance."""
        return self.value(p)

    def judge(self, decide_one: Property, p: Instance) -> None:
        """Decide one instance exactly; stop after so many."""
        self.seen += 1
        decide_one(p, self)
        if self.seen >= CASES_OF_ONE:
            raise Ended


@dataclass(frozen=True)
class Rate:
    """How many instances a second of the processor each way decides of a claim."""

    claim: str
    family: str
    hypothesis: float
    screen: float
    search: float
    reason: str  # why it cannot be screened in batches

    @property
    def ratio(self) -> float:
        """How many times as many are screened."""
        return self.screen / self.hypothesis


def by_hypothesis(claim: Claim, value: Callable[[Instance], object]) -> float:
    """Return instances a second of Hypothesis."""
    asked, start = Drawn(value), time.process_time()
    with contextlib.suppress(Ended):
        claim.test(answer=asked)
    return asked.seen / (time.process_time() - start)


def by_screen(claim: Claim, value: Callable[[Instance], object], device: str) -> float:
    """Return instances a second that are drawn and screened, 0 where none can be in batches."""
    screen, rng, seen = Screen(claim, value, device), np.random.default_rng(0), 0
    start = time.process_time()
    try:
        screen.check()
        for cell in cells(claim.family, lambda _: True):
            draws = ByGenerator(rng, rows_of(cell.shape, PART))
            ints = structured_rows.rows_of(claim.family, cell.shape, cell.distribution, draws)
            seen += len(screen.see(cell.shape, ints).suspect)
    except NotBatched:
        return 0.0
    return seen / (time.process_time() - start)


def by_search(
    claim: Claim, value: Callable[[Instance], object], device: str, name: str
) -> tuple[float, str]:
    """Return instances a second of the search, and why it was not in batches."""

    def truth_at(p: Instance) -> Truth:
        return decide_at(claim.decide, value, p).truth

    start = time.process_time()
    search = Search(Screen(claim, value, device), truth_at, lambda _: True, name)
    search.run(BUDGET)
    seen = sum(counts.instances for counts in search.sweep.everything)
    return seen / (time.process_time() - start), search.sweep.reason


def rate(claim: Claim, answer: Answer, device: str, rounds: int) -> Rate:
    """Measure a claim in turns; the medians of the rounds."""
    value = partial(value_of, parse(answer.text or "", dict.fromkeys(claim.names)))
    found, reason = [], ""
    for number in range(rounds):
        alone, screened = by_hypothesis(claim, value), by_screen(claim, value, device)
        searched, reason = by_search(claim, value, device, f"{number}")
        found.append((alone, screened, searched))
    alone, screened, searched = (statistics.median(each) for each in zip(*found, strict=True))
    return Rate(claim.id, claim.family.name, alone, screened, searched, reason)


def chosen(every: int) -> list[tuple[Claim, Answer]]:
    """Return one in so many claims, with the first answer of the reference."""
    first = {claim.id: (claim, answer) for claim, answer in reversed(list(references()))}
    return [pair for pair in list(first.values())[::-every] if pair[1].text]


def show(rates: Sequence[Rate]) -> None:
    """Print rates by family, and why claims are not screened."""
    families: dict[str, list[Rate]] = defaultdict(list)
    for each in rates:
        families[each.family].append(each)
    print(f"{'family':58} claims  Hypothesis/s   screen/s   search/s   least ratio")
    for name, found in sorted(families.items()):
        alone, screen, search = (
            statistics.median(values)
            for values in zip(*((r.hypothesis, r.screen, r.search) for r in found), strict=True)
        )
        least = min(each.ratio for each in found)
        speeds = f"{alone:13,.0f} {screen:10,.0f} {search:10,.0f} {least:13,.0f}"
        print(f"{name[:58]:58} {len(found):6} {speeds}")
    for each in rates:
        if each.reason:
            print(f"{each.claim}: one by one: {each.reason}")


def against_hypothesis(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure all claims, or one in twenty of them."""
    pairs = chosen(20 if options.quick else 1)
    rates = [rate(*pair, options.device, 1 if options.quick else ROUNDS) for pair in pairs]
    show(rates)
    screened = [each for each in rates if not each.reason]
    if not screened:
        yield unmeasured(BARS["median"], "no claim is screened in batches")
        return
    below = sorted((r for r in screened if r.ratio < BARS["median"].number), key=lambda r: r.ratio)
    note = f"{len(screened)} of {len(rates)} claims are screened in batches"
    # The spread is that of claims, not of rounds.
    yield Figure(BARS["median"], tuple(each.ratio for each in screened), note)
    names = ", ".join(f"{each.claim} {each.ratio:.0f}" for each in below)
    yield Figure(BARS["below"], (float(len(below)),), names)
    yield Figure(BARS["whole"], tuple(each.search / each.hypothesis for each in screened))


def against_torch(options: argparse.Namespace) -> Iterator[Figure]:
    """Screen so many rows of two claims, drawn and built by each in its own way."""
    if not batches.has_torch():
        yield unmeasured(BARS["by hand"], "torch is not installed")
        return
    claims = corpus.load("referee.claims")
    for name, (text, by_hand) in import_module("benchmarks.by_hand").BY_HAND.items():
        claim = claims[name]
        value = partial(value_of, parse(text, dict.fromkeys(claim.names)))
        screen, rng = Screen(claim, value, options.device), np.random.default_rng(0)
        bounds = claim.family.layout(SHAPE).bounds

        def ours(
            screen: Screen = screen,
            rng: np.random.Generator = rng,
            bounds: Sequence[tuple[int | None, int | None]] = bounds,
        ) -> object:
            return screen.see(SHAPE, integers("small", bounds, ROWS, rng))

        tasks: dict[str, Task] = {"ours": ours, "by hand": partial(by_hand, ROWS, options.device)}
        times = alternating(tasks, 2 if options.quick else 7)
        ratios = tuple(o / t for o, t in zip(times["ours"], times["by hand"], strict=True))
        speed = {way: ROWS / statistics.median(found) for way, found in times.items()}
        note = f"{name}: {speed['by hand']:,.0f} by hand, {speed['ours']:,.0f} ours"
        yield Figure(BARS["by hand"], ratios, note)


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure against Hypothesis, then against torch by hand."""
    if batches.has_torch():
        import_module("torch").set_num_threads(1)
    settings.register_profile("rates", CASES)
    settings.load_profile("rates")  # before any claim is made: a test keeps those of its making
    yield from against_hypothesis(options)
    yield from against_torch(options)


BENCHMARK = Benchmark(
    "Instances a second, by Hypothesis, by this search and by hand in torch",
    BARS,
    figures,
    peers={"Hypothesis": "hypothesis", "torch": "torch"},
    options=with_device,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
