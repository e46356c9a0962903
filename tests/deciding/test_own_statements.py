"""Statements about any numbers, vectors and matrices, as somebody's own corpus has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from small_claims import answer, claim_of

from referee.deciding.answer import CANONICAL
from referee.deciding.claim import Claim
from referee.deciding.decision import decide
from referee.strategies.families import FAMILIES, Family, family
from referee.strategies.fields import number, size, vector
from referee.strategies.matrices import free_matrix
from referee.strategies.shapes import Shapes


def own_things() -> Family:
    """Two numbers, two vectors and two square matrices, of any size."""
    fields = (
        *(number(name, "any number") for name in "xu"),
        *(vector(name, "d", "any vector") for name in "ab"),
        *(free_matrix(name, "d", "d", "any matrix") for name in "AB"),
        size("d", "the dimension"),
    )
    return Family("own_things", Shapes({"d": 1}), fields)


@pytest.fixture(scope="module")
def stated() -> Iterator[Claim]:
    """Return a claim that says just what its answer says."""
    strategy = family(own_things)()
    yield claim_of(strategy, lambda p, a: a(p), size=None, names="x u a b A B d")
    del FAMILIES["own_things"]


FALSE = """
norm_1(a) <= norm(a) * sqrt(4)
norm(b)**2 >= norm(b)
norm_1(b) >= 1 or norm_1(b) == 0
a.T @ a <= (a.T @ a)**2
x**2 + 1/10**6 > x/500
exp(x) >= 1 + x + x**2/2 or x < -1/100
(x-1000)**2 * (x-1001)**2 > 0
rank(A * B) <= rank(A) + rank(B)
abs(a.T @ b) < norm(a) * norm(b) or norm(a) * norm(b) == 0
implies(x**2 + u**2 == 1, x*u == 0)
implies(x**2 + u**2 == 2, x**2 == u**2)
implies(x + u == 1, abs(x) <= 1)
implies(norm_1(a) == 1, norm_inf(a) >= 1/6)
implies(norm(a) == 1 and norm(b) == 1, abs(a.T @ b) == 1 or a.T @ b == 0)
implies(3*x + 4*u == 5, x**2 + u**2 > 1)
implies(x**2 - u**2 == 1, abs(x) == 1)
implies(min(a) >= 0 and sum(a) == 1, norm(a)**2 >= 1/10)
norm_inf(A @ B) <= norm_inf(A) * norm_inf(B) * 6
implies(A @ A == 2*A, A == A.T)
implies(A @ A == A, A == A.T)
implies(A @ A == A and rank(A) == 1, min(A) >= -3)
implies(A @ A == eye(d), A.T @ A == eye(d))
implies(A.T @ A == eye(d), norm_inf(A) == 1)
implies(A @ A == zeros(d, d), norm_inf(A) == 0)
implies(A == -A.T, det(A) == 0)
implies(A == A.T and trace(A) == 0, det(A) <= 0)
implies(A @ A.T == A.T @ A, A == A.T or A == -A.T)
implies(A @ B == B @ A, A == B or rank(A - B) == d)
implies(symmetric(A) and det(A) > 0, trace(A) > 0)
"""
TRUE = """
implies(x + u == 1, x*u <= 1/4)
implies(A == A.T, A @ A == (A @ A).T)
implies(norm_1(a) == 1, norm_inf(a) >= 1/d)
implies(A == -A.T, trace(A) == 0)
implies(3*x + 4*u == 5, x**2 + u**2 >= 1)
norm_inf(A @ B) <= norm_inf(A) * norm_inf(B) * d
rank(A * B) <= rank(A) * rank(B)
"""


@pytest.mark.parametrize("text", FALSE.strip().splitlines())
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_false_is_refuted_whatever_the_seed(stated: Claim, text: str, seed: int) -> None:
    found = decide(stated, answer(text, notation=CANONICAL), seed=seed)
    assert found.verdict == "refuted", found.reason


@pytest.mark.parametrize("text", TRUE.strip().splitlines())
def test_what_is_true_holds(stated: Claim, text: str) -> None:
    found = decide(stated, answer(text, notation=CANONICAL))
    assert found.verdict == "held", found.reason
