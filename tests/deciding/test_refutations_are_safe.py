"""No refutation of the corpus hangs by a thread: another seed refutes the same answers.

What the small scope refutes is refuted by every seed. The rest depends on what is drawn, so
it must be false often: among all that a default run draws, at least SAFE times.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.claim import Claim
from referee.deciding.effort import Effort
from referee.deciding.findings import Findings
from referee.deciding.phases import learned
from referee.deciding.phases.constructed import Constructed
from referee.deciding.phases.exceptions import Exceptions
from referee.deciding.phases.ladder import Ladder
from referee.deciding.phases.numbers import Numbers
from referee.deciding.phases.premises import Premises
from referee.deciding.phases.proof import IdentityTest
from referee.deciding.phases.sample import Sample
from referee.deciding.phases.sizes import Sizes
from referee.deciding.phases.small_scope import SmallScope
from referee.deciding.phases.types import Types
from referee.deciding.search.in_batches import Search
from referee.deciding.search.one_by_one import sweep_exactly
from referee.deciding.search.screen import Screen
from referee.grading.sheet import read
from referee.language.comparison import Truth
from referee.language.reading import parse
from referee.strategies.families import Instance

CLAIMS = corpus.load()
FOLDER = Path(referee.claims.__file__).parent / "sheets"
SAFE = 14  # where so many are expected, a run misses them all once in e¹⁴, a million
REFUTED = [
    answer
    for name in ("worked_solution", "mutants")
    for answer in read(FOLDER / f"{name}.toml", CLAIMS).answers
    if answer.expect == "refuted"
]


def violations(claim: Claim, answer: Answer) -> int:
    """Count the instances at which an answer is false in a run that never stops at one."""
    formula = parse(answer.text or "", dict.fromkeys(claim.names))
    case = Case(claim, formula, 0, Effort(beside=10**6))
    known = begun(case)
    return known.violations if known.violations >= SAFE else known.violations + _swept(case, known)


SEEDS = 3
# What these find does not hang on what was drawn: they look where the answer itself points to.
AIMED = (
    Types(),
    Ladder(),
    IdentityTest(),
    Sizes(),
    Numbers(),
    Exceptions(),
    Premises(),
    Constructed(),
)


def refuted_by_aim(claim: Claim, answer: Answer) -> bool:
    """Say whether an answer is refuted with every seed without any sample or search."""
    formula = parse(answer.text or "", dict.fromkeys(claim.names))
    return all(
        _aimed(Case(claim, formula, seed, Effort())).counterexample is not None
        for seed in range(SEEDS)
    )


def _aimed(case: Case) -> Findings:
    known = Findings()
    for phase in AIMED:
        known = known.plus(learned(phase, case, known))
    assert all(finding.trouble is None for finding in known.found)
    return known


def begun(case: Case) -> Findings:
    """Return what the phases before Hypothesis find."""
    known = Findings()
    for phase in (Types(), SmallScope(), Sample()):
        known = known.plus(learned(phase, case, known))
    assert all(finding.trouble is None for finding in known.found)
    return known


def _swept(case: Case, known: Findings) -> int:
    """Count what the search would have found after that."""
    false = 0

    def seen(p: Instance) -> Truth:
        nonlocal false
        false += case.compared_at(p).truth is Truth.FALSE
        return Truth.TRUE  # go on

    fits = partial(known.fits, case)
    search = Search(Screen(case.claim, case.answer), seen, fits, case.name)
    search.run_briefly(batches=8)
    if search.sweep.reason:
        sweep_exactly(case.family, fits, seen, seconds=1, seed=case.seed)
        return false
    return sum(counts.tried + counts.open for counts in search.sweep.everything)


@pytest.mark.parametrize("part", referee.claims.PARTS)
def test_what_is_refuted_is_false_often_or_false_at_once(part: str) -> None:
    weak = {}
    for answer in (a for a in REFUTED if CLAIMS[a.claim].part == part):
        claim = CLAIMS[answer.claim]
        formula = parse(answer.text or "", dict.fromkeys(claim.names))
        at_once = begun(Case(claim, formula, 0, Effort(sample=0)))
        if at_once.counterexample is not None:
            continue
        if (false := violations(claim, answer)) < SAFE and not refuted_by_aim(claim, answer):
            weak[f"{answer.claim} {answer.id}"] = false
    assert weak == {}
