"""What the referee costs over Hypothesis alone, as ratios in one run.

The peer is the bare Hypothesis property: the same ``@given`` strategy, the same number of
examples, the same comparison, with the same ``target`` towards a violation, decided with
``assert`` and nothing else: no record, no report. On as many instances the referee must cost at
most 10 % more, in seconds of the processor. With its small scope, its independent sample and its
proofs it does more; what that costs an instance stands beside it. Run:
``python -m benchmarks.overhead``.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import hypothesis
from hypothesis import Verbosity, settings

from benchmarks.measuring import Bar, Benchmark, Figure, main
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.claim import Claim, Property
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.evidence.record import from_decision
from referee.grading.sheet import read
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.tree import Formula
from referee.reports import log
from referee.reports.page import render
from referee.strategies.families import Instance

SHEET = Path(__file__).parent.parent / "claims" / "sheets" / "reference.toml"
ROUNDS = 5
NO_MORE = Effort(scope=0, sample=0, proof=0, search=0)
BARS = {"same": Bar("time an instance, refereed over Hypothesis alone", 1.10)}


class Bare:
    """The bare property's answer: it asserts where a trial keeps the books."""

    def __init__(self, formula: Formula) -> None:
        self.formula, self.seen = formula, 0

    def __call__(self, p: Instance) -> object:
        """Return the answer's value at an instance."""
        return value_of(self.formula, p)

    def judge(self, decide_one: Property, p: Instance) -> None:
        """Assert the claim at one instance."""
        self.seen += 1
        compared = decide_one(p, self)
        if compared.truth is not Truth.TRUE:
            raise AssertionError(p.token)
        if compared.slack is not None and math.isfinite(compared.slack):
            hypothesis.target(-compared.slack, label="violation")


def bare(claim: Claim, formula: Formula) -> tuple[float, int]:
    """Run the property under Hypothesis alone; return seconds and instances."""
    answer = Bare(formula)
    start = time.process_time()
    claim.test(answer=answer)
    return time.process_time() - start, answer.seen


def refereed(claim: Claim, answer: Answer, effort: Effort, folder: Path) -> tuple[float, int]:
    """Decide the same answer and record it; return seconds and instances."""
    start = time.process_time()
    decision = decide(claim, answer, effort=effort)
    log.append(folder / "records.jsonl", from_decision(decision))
    return time.process_time() - start, decision.findings.decided


def whole_sheet(
    effort: Effort, claims: Mapping[str, Claim], answers: Sequence[Answer], folder: Path
) -> float:
    """Referee answers, their page included; return seconds an instance."""
    (folder / "records.jsonl").unlink(missing_ok=True)
    costs = [refereed(claims[a.claim], a, effort, folder) for a in answers]
    start = time.process_time()
    render(log.read(folder / "records.jsonl"))
    rendering = time.process_time() - start
    return (sum(s for s, _ in costs) + rendering) / sum(n for _, n in costs)


def bare_sheet(claims: Mapping[str, Claim], answers: Sequence[Answer]) -> float:
    """Run answers under Hypothesis alone; return seconds an instance."""
    costs = []
    for answer in answers:
        claim = claims[answer.claim]
        costs.append(bare(claim, parse(answer.text or "", dict.fromkeys(claim.names))))
    return sum(s for s, _ in costs) / sum(n for _, n in costs)


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure rounds in turns: Hypothesis alone, refereed on as many, refereed with all."""
    settings.register_profile("bench", deadline=None, database=None, verbosity=Verbosity.quiet)
    settings.load_profile("bench")
    claims = corpus.load("referee.claims")
    answers = read(SHEET, claims).answers[:: 40 if options.quick else 1]
    alone, same, full = [], [], []
    with tempfile.TemporaryDirectory() as name:
        for _ in range(1 if options.quick else ROUNDS):
            alone.append(bare_sheet(claims, answers))
            same.append(whole_sheet(NO_MORE, claims, answers, Path(name)))
            full.append(whole_sheet(Effort(), claims, answers, Path(name)))
    each = [1e6 * statistics.median(times) for times in (alone, same, full)]
    note = "µs an instance: {:.0f} alone, {:.0f} refereed, {:.0f} with all phases".format(*each)
    yield Figure(BARS["same"], tuple(s / a for s, a in zip(same, alone, strict=True)), note)


BENCHMARK = Benchmark(
    "What the referee costs over a bare Hypothesis property on the reference sheet",
    BARS,
    figures,
    peers={"Hypothesis": "hypothesis"},
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
