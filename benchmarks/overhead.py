"""What the referee costs over Hypothesis alone, as ratios in one run.

The peer is the bare Hypothesis property: the same ``@given`` strategy, the same number of
examples, the same comparison, decided with ``assert`` and nothing else: no record, no
report. On the same instances the referee must cost at most 10 % more. With its small scope,
its independent sample and its proofs it does more; their cost is shown per instance.
Run: ``python -m benchmarks.overhead``.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from hypothesis import Verbosity, settings

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
        if decide_one(p, self).truth is not Truth.TRUE:
            raise AssertionError(p.token)


def bare(claim: Claim, formula: Formula) -> tuple[float, int]:
    """Run the property under Hypothesis alone; return seconds and instances."""
    answer = Bare(formula)
    start = time.perf_counter()
    claim.test(answer=answer)
    return time.perf_counter() - start, answer.seen


def refereed(claim: Claim, answer: Answer, effort: Effort, folder: Path) -> tuple[float, int]:
    """Decide the same answer and record it; return seconds and instances."""
    start = time.perf_counter()
    decision = decide(claim, answer, effort=effort)
    log.append(folder / "records.jsonl", from_decision(decision))
    return time.perf_counter() - start, decision.findings.decided


def whole_sheet(effort: Effort, claims: Mapping[str, Claim], folder: Path) -> tuple[float, int]:
    """Referee the whole reference sheet, its page included; return seconds and instances."""
    (folder / "records.jsonl").unlink(missing_ok=True)
    answers = read(SHEET, claims).answers
    costs = [refereed(claims[a.claim], a, effort, folder) for a in answers]
    start = time.perf_counter()
    render(log.read(folder / "records.jsonl"))
    rendering = time.perf_counter() - start
    return sum(s for s, _ in costs) + rendering, sum(n for _, n in costs)


def bare_sheet(claims: Mapping[str, Claim]) -> tuple[float, int]:
    """Run the whole reference sheet under Hypothesis alone; return seconds and instances."""
    costs = []
    for answer in read(SHEET, claims).answers:
        claim = claims[answer.claim]
        costs.append(bare(claim, parse(answer.text or "", dict.fromkeys(claim.names))))
    return sum(s for s, _ in costs), sum(n for _, n in costs)


def main() -> int:
    """Print the ratios of each round; exit 1 where the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    settings.register_profile("bench", deadline=None, database=None, verbosity=Verbosity.quiet)
    settings.load_profile("bench")
    claims = corpus.load("referee.claims")
    ratios = []
    with tempfile.TemporaryDirectory() as name:
        for _ in range(options.rounds):
            alone, count = bare_sheet(claims)
            no_more = Effort(scope=0, sample=0, proof=0, search=0)
            same, same_count = whole_sheet(no_more, claims, Path(name))
            full, full_count = whole_sheet(Effort(), claims, Path(name))
            ratios.append((same / same_count) / (alone / count))
            print(
                f"Hypothesis alone {1e6 * alone / count:.0f} µs an instance ({count});"
                f" refereed on as many {1e6 * same / same_count:.0f} µs ({same_count}),"
                f" ratio {ratios[-1]:.2f};"
                f" with small scope, sample, proofs and search"
                f" {1e6 * full / full_count:.0f} µs ({full_count})"
            )
    median = statistics.median(ratios)
    print(f"median ratio {median:.2f}; the bar is 1.10")
    return 0 if median <= 1.10 else 1


if __name__ == "__main__":
    sys.exit(main())
