"""What is false of structured matrices and vectors only is found, whatever the seed."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from small_claims import answer, claim_of, examples, is_false

from referee.deciding.claim import Claim
from referee.deciding.decision import decide
from referee.language.comparison import Comparison, at_most, equal, implies
from referee.numerics import linalg
from referee.strategies.draws import ByRandom
from referee.strategies.families import Family, Instance, family, family_of, size_of
from referee.strategies.fields import size, vector
from referee.strategies.integer_vectors import STRUCTURED
from referee.strategies.kinds.decomposed import decomposed
from referee.strategies.matrices import free_matrix
from referee.strategies.shapes import Shapes

SEEDS = range(5)


@family
def squares_and_vectors() -> Family:
    """Any square matrix A, any matrix B and a vector a: what an own corpus has."""
    fields = (
        free_matrix("A", "d", "d", "any square matrix"),
        free_matrix("B", "n", "d", "any matrix"),
        vector("a", "d", "any vector"),
        size("d", "rows of A"),
        size("n", "rows of B"),
    )
    return Family("squares_and_vectors", Shapes({"d": 1, "n": 1}, small=3, reach=12), fields)


def condition(then: Callable[[Instance], Comparison]) -> Claim:
    """Return the claim that an answer implies something."""
    return claim_of(
        squares_and_vectors(),
        lambda p, a: implies(a(p), lambda: then(p)),
        size=None,
        names="A B a d n",
    )


SYMMETRIC = condition(lambda p: equal(p.A, p.A.mT))
AT_AN_END = condition(lambda p: at_most(1 + 0 * p.d, linalg.norm_inf(p.a)))
SMALL_RANK = condition(lambda p: at_most(linalg.rank(p.A), 1 + 0 * p.d))
FALSE = [
    (SYMMETRIC, "A @ A == A"),
    (SYMMETRIC, "A @ A == eye(d)"),
    (SYMMETRIC, "A.T @ A == eye(d)"),
    (SYMMETRIC, "A.T @ A == A @ A.T"),
    (SMALL_RANK, "A @ A == A and A == A.T and trace(A) < d"),
    (SMALL_RANK, "A @ A @ A == 0 * A"),
    (AT_AN_END, "norm(a) == 1"),
    (AT_AN_END, "norm(a) == 1 and min(a) > 0"),
    (AT_AN_END, "sum(a) == 1 and min(a) >= 0"),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("claim", "text"), FALSE, ids=[text for _, text in FALSE])
def test_a_condition_that_few_matrices_meet_is_refuted(claim: Claim, text: str, seed: int) -> None:
    with examples(claim, 60):
        found = decide(claim, answer(text, to=claim.id), seed=seed)
    assert found.verdict == "refuted"
    assert is_false(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_condition_that_suffices_is_held(seed: int) -> None:
    with examples(SYMMETRIC, 20):
        text = "A == A.T and A @ A == A"
        assert decide(SYMMETRIC, answer(text, to=SYMMETRIC.id), seed=seed).verdict == "held"


def test_what_is_shown_is_small() -> None:
    for text in ("A @ A == A", "A @ A == eye(d)"):
        for seed in SEEDS:
            with examples(SYMMETRIC, 20):
                found = decide(SYMMETRIC, answer(text, to=SYMMETRIC.id), seed=seed).smallest
            assert found is not None
            assert found.instance.shape["d"] == 2
            assert size_of(found.instance) <= 8


def test_matrices_with_a_decomposition_are_of_kinds_that_blocks_of_two_do_not_make() -> None:
    draws = ByRandom(random.Random(1))
    found = [decomposed(3, draws) for _ in range(200)]
    matrices = [d.U @ np.diag(d.sigma[:, 0]) @ d.V.T for d in found]
    nilpotent = [A for A in matrices if not (A @ A @ A).any()]
    assert any((A @ A).any() for A in nilpotent)
    cycles = [A for A in matrices if (np.eye(3, dtype=int) == A @ A @ A).all()]
    assert any((A != A.T).any() and set(A.flat) == {0, 1} for A in cycles)
    assert any(A.any() and (A @ A == 2 * A).all() for A in matrices)


def test_a_search_draws_members_where_there_are_any() -> None:
    text = "A == A.T"
    with examples(SYMMETRIC, 5):
        found = decide(SYMMETRIC, answer(text, to=SYMMETRIC.id))
    assert found.sweep is not None
    assert found.sweep.drawn[STRUCTURED].instances > 0
    assert family_of(squares_and_vectors()).has_structure({"d": 2, "n": 1})
    assert not family_of(squares_and_vectors()).slots({"d": 1, "n": 1})
