"""What premises say of real matrices of finite size, beyond the algebra of their letters."""

from __future__ import annotations

import pytest

from referee.asking.judging import judge
from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra.axioms import closed, equation, vanishing
from referee.numerics.free_algebra.letters import Letter
from referee.numerics.free_algebra.polynomials import Polynomial, identity, of_letter
from referee.numerics.free_algebra.real_matrices import consequences


def matrix(name: str, rows: str = "n", columns: str = "n") -> Polynomial:
    return of_letter(Letter(name, rows, columns))


A, B, X = matrix("A"), matrix("B"), matrix("X", "m", "n")
ONE = identity("n")


def implied(*premises: known.Axiom, given: tuple[known.Axiom, ...] = ()) -> set[Polynomial]:
    return {axiom.polynomial for axiom in consequences(premises, closed([*premises, *given]))}


def test_a_square_matrix_with_an_inverse_on_one_side_has_it_on_both() -> None:
    assert B * A - ONE in implied(equation(A * B, ONE))
    assert B * A - 2 * ONE in implied(equation(A * B, 2 * ONE))
    assert (A + B) * A - ONE in implied(equation(A * (A + B), ONE))
    assert A * (A + B) - ONE in implied(equation((A + B) * A, ONE))
    assert A * A.T - ONE in implied(equation(A.T * A, ONE))


def test_nothing_is_said_of_other_shapes_and_other_values() -> None:
    Y = matrix("Y", "n", "m")
    assert not implied(equation(X * Y, identity("m"))), "X and Y are not square"
    assert not implied(vanishing(A * B)), "AB = 0 says nothing of BA"
    assert not implied(equation(A * B, A))
    assert not implied(equation(A * B + B * A, ONE)), "no product"


def test_a_sum_of_squares_that_is_zero_has_no_other_terms() -> None:
    assert X in implied(vanishing(X.T * X))
    assert X.T in implied(vanishing(X * X.T))
    assert {A, B} <= implied(vanishing(A.T * A + 3 * B.T * B))
    assert X * A in implied(vanishing(A.T * X.T * X * A))
    assert not implied(vanishing(A.T * A - B.T * B)), "the signs differ"
    assert not implied(equation(X.T * X, ONE)), "it is not 0"
    assert not implied(vanishing(A * A)), "A need not be symmetric"
    assert not implied(vanishing(A.T * A + A * B)), "a term that is no square"


def test_symmetric_and_skew_letters_are_known_by_their_axioms() -> None:
    symmetric, skew = tuple(known.symmetric(A)), tuple(known.skew(A))
    assert A in implied(vanishing(A * A), given=symmetric)
    assert A in implied(vanishing(A**8), given=symmetric), "by three squares"
    assert A in implied(vanishing(A * A), given=skew)
    assert not implied(vanishing(A * A + B.T * B), given=skew), "A² is −AᵀA"
    assert {A, B} <= implied(vanishing(A * A - B.T * B), given=skew)


@pytest.mark.parametrize(
    "statement",
    [
        "Let A, B be square matrices. If A B = I then B A = I",
        "Let A be symmetric. If A^2 = 0 then A = 0",
        "Let A be symmetric. If A^4 = 0 then A = 0",
        "Let A be an m by n matrix. If A^T A = 0 then A = 0",
        "Let x, y be vectors. If x^T x + y^T y = 0 then x = y",
        "Let A, B be square with A(A+B)=I. Then A B = B A",
    ],
)
def test_it_proves_what_has_one_instance_a_size(statement: str) -> None:
    assert judge(statement).verdict == "proved"


@pytest.mark.parametrize(
    "statement",
    [
        "Let A be square. If A^2 = 0 then A = 0",
        "Let A be m by n and B be n by m. If A B = I then B A = I",
        "Let x, y be vectors. If x^T x = y^T y then x = y",
        "Let A, B be square matrices. If A B = 0 then B A = 0",
    ],
)
def test_what_looks_alike_and_is_false_is_refuted(statement: str) -> None:
    assert judge(statement).verdict == "refuted"
