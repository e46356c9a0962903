"""No refutation of the corpus hangs by a thread: another seed refutes the same answers.

What the small scope refutes is refuted by every seed. The rest depends on what is drawn, so
it must be false often: among all that a default run draws, at least SAFE times.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.exact_sweep import sweep_exactly
from referee.deciding.search import Screen, Search
from referee.deciding.sweep import Sweep
from referee.deciding.trial import Effort, Trial
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
    trial = Trial(claim, formula, 0, Effort(beside=10**6))
    trial.begin()
    return trial.violations if trial.violations >= SAFE else trial.violations + _swept(trial)


def _swept(trial: Trial) -> int:
    """Count what the search would have found after that."""
    false = 0

    def seen(p: Instance) -> Truth:
        nonlocal false
        false += trial.compare(trial.claim.decide, p).truth is Truth.FALSE
        return Truth.TRUE  # go on

    search = Search(Screen(trial.claim, trial), seen, trial.fits, trial.name)
    search.run_briefly()
    if search.sweep.reason:
        family, fits = trial.family, trial.fits
        sweep_exactly(family, fits, seen, Sweep(), seconds=1, seed=trial.name)
        return false
    return sum(counts.tried + counts.open for counts in search.sweep.everything)


@pytest.mark.parametrize("part", referee.claims.PARTS)
def test_what_is_refuted_is_false_often_or_false_at_once(part: str) -> None:
    weak = {}
    for answer in (a for a in REFUTED if CLAIMS[a.claim].part == part):
        claim = CLAIMS[answer.claim]
        formula = parse(answer.text or "", dict.fromkeys(claim.names))
        at_once = Trial(claim, formula, 0, Effort(sample=0))
        at_once.begin()
        if at_once.counterexample is None and (false := violations(claim, answer)) < SAFE:
            weak[f"{answer.claim} {answer.id}"] = false
    assert weak == {}
