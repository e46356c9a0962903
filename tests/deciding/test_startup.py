"""What a worker imports: torch costs a second and a half, and only who needs it pays."""

from __future__ import annotations

from processes import python

IMPORTED = """
import sys
from pathlib import Path
from referee.deciding import claim as corpus
from referee.grading.sheet import read

claims = corpus.load()
assert len(claims) > 100
assert "torch" not in sys.modules, "the corpus"
"""
DECIDED = """
from referee.deciding.decision import decide
from referee.deciding.effort import Effort

effort = Effort(scope=5, sample=5, proof=2, search=0.1)
sheet = read(Path("claims/sheets/reference.toml"), claims)
searched = 0
for answer in sheet.answers:
    if answer.claim.startswith("2."):
        decision = decide(claims[answer.claim], answer, effort=effort)
        searched += decision.sweep is not None
        assert "torch" not in sys.modules, answer.claim
assert searched > 20
"""


SEARCHED = """
from referee.deciding.decision import decide
from referee.deciding.effort import Effort

answer = next(a for a in read(Path("claims/sheets/reference.toml"), claims).answers
    if a.claim == "1.2-E5-gradient")
effort = Effort(scope=5, sample=5, proof=0, search=0.1)
sweep = decide(claims[answer.claim], answer, effort=effort).sweep
assert not sweep.reason and sweep.arithmetic == "numpy", sweep
assert sum(counts.instances for counts in sweep.drawn.values()) > 1_000
assert "torch" not in sys.modules
"""


def test_importing_the_corpus_does_not_import_torch() -> None:
    done = python("-c", IMPORTED)
    assert done.returncode == 0, done.stderr


def test_deciding_problem_2_does_not_import_torch() -> None:
    done = python("-c", IMPORTED + DECIDED)
    assert done.returncode == 0, done.stderr


def test_a_small_search_does_not_import_torch() -> None:
    done = python("-c", IMPORTED + SEARCHED)
    assert done.returncode == 0, done.stderr


def test_what_options_need_imports_no_mathematics() -> None:
    light = "import sys, referee.deciding.effort\n"
    done = python(
        "-c", f"{light}print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    )
    assert done.returncode == 0, done.stderr
    assert {"numpy", "flint", "hypothesis", "torch"}.isdisjoint(done.stdout.split())
    assert "referee" in done.stdout.split()
