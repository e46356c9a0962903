"""Axioms: polynomials that are zero, each named as a person says it.

An inverse and a pseudo-inverse are letters of their own, known by their equations; so is what a
kind of matrix satisfies. ``closed`` adds the transposes, without which a proof would be missed.
The equations of the pseudo-inverse are those of Penrose, "A generalized inverse for matrices",
Mathematical Proceedings of the Cambridge Philosophical Society 51 (1955).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from referee.numerics.free_algebra.coefficients import indeterminate
from referee.numerics.free_algebra.letters import spelled
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero


@dataclass(frozen=True, slots=True)
class Axiom:
    """A polynomial that is zero, what a person calls that, and where it comes from."""

    polynomial: Polynomial
    label: str
    origin: str = ""


def equation(left: Polynomial, right: Polynomial, label: str = "", origin: str = "") -> Axiom:
    """State that two matrices of one shape are equal."""
    return Axiom(left - right, label or f"{left} = {right}", origin)


def closed(axioms: Iterable[Axiom]) -> list[Axiom]:
    """Return the axioms with their transposes, without what says nothing or is said before."""
    kept: list[Axiom] = []
    said: set[Polynomial] = set()
    for axiom in axioms:
        transposed = Axiom(axiom.polynomial.T, f"{axiom.label}, transposed", axiom.origin)
        for each in (axiom, transposed):
            if each.polynomial and not {each.polynomial, -each.polynomial} & said:
                said.add(each.polynomial)
                kept.append(each)
    return kept


def factor(matrix: Polynomial) -> str:
    """Return a matrix as it is written where something multiplies it."""
    words = [*matrix.terms]
    alone = len(words) == 1 and matrix.terms[words[0]] == 1 and len(words[0]) == 1
    return str(matrix) if alone else f"({matrix})"


def inverse(A: Polynomial, G: Polynomial, origin: str = "") -> list[Axiom]:
    """State that G inverts A, both of one square shape."""
    one, other = f"{factor(A)}{factor(G)} = I", f"{factor(G)}{factor(A)} = I"
    unit = identity(A.rows)
    return [equation(A * G, unit, one, origin), equation(G * A, unit, other, origin)]


def moore_penrose(A: Polynomial, P: Polynomial, origin: str = "") -> list[Axiom]:
    """State that P is the pseudo-inverse of A: A is ``(rows, columns)``, P its transpose's."""
    whose = f"Moore–Penrose equation of {A}"
    return [
        equation(A * P * A, A, f"first {whose}", origin),
        equation(P * A * P, P, f"second {whose}", origin),
        equation((A * P).T, A * P, f"third {whose}", origin),
        equation((P * A).T, P * A, f"fourth {whose}", origin),
    ]


def orthonormal_columns(Q: Polynomial, origin: str = "") -> list[Axiom]:
    """State that QᵀQ = I."""
    return [equation(Q.T * Q, identity(Q.columns), f"{factor(Q.T)}{factor(Q)} = I", origin)]


def orthonormal_rows(Q: Polynomial, origin: str = "") -> list[Axiom]:
    """State that QQᵀ = I."""
    return orthonormal_columns(Q.T, origin)


def orthogonal(U: Polynomial, origin: str = "") -> list[Axiom]:
    """State that UᵀU = I and UUᵀ = I, U square."""
    return orthonormal_columns(U, origin) + orthonormal_rows(U, origin)


def symmetric(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A is its own transpose."""
    return [equation(A.T, A, f"{A} is symmetric", origin)]


def skew(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A is minus its transpose."""
    return [equation(A.T, -A, f"{A} is skew", origin)]


def idempotent(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A² = A."""
    return [equation(A * A, A, f"{A} is idempotent", origin)]


def projection(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A projects orthogonally."""
    return idempotent(A, origin) + symmetric(A, origin)


def nilpotent(A: Polynomial, index: int, origin: str = "") -> list[Axiom]:
    """State that the power of A of an index ≥ 1 is zero."""
    return [vanishing(A**index, origin)]


def involution(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A² = I."""
    return [equation(A * A, identity(A.rows), f"{factor(A)}{factor(A)} = I", origin)]


def commuting(A: Polynomial, B: Polynomial, origin: str = "") -> list[Axiom]:
    """State that AB = BA."""
    return [equation(A * B, B * A, f"{A} and {B} commute", origin)]


def normal(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A commutes with its transpose."""
    return [equation(A * A.T, A.T * A, f"{A} is normal", origin)]


def reflection(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A is orthogonal and symmetric."""
    return orthogonal(A, origin) + symmetric(A, origin)


def of_length_one(v: Polynomial, origin: str = "") -> list[Axiom]:
    """State that a column has length 1."""
    return [equation(v.T * v, identity("1"), f"{v} has length 1", origin)]


def diagonal(*matrices: Polynomial, origin: str = "") -> Iterator[Axiom]:
    """State what diagonal matrices share: each is symmetric, and any two of a size commute."""
    for D in matrices:
        yield equation(D.T, D, f"{D} is diagonal", origin)
    for C, D in combinations(matrices, 2):
        if C.rows == D.rows:
            yield equation(C * D, D * C, f"the diagonal {C} and {D} commute", origin)


def vanishing(A: Polynomial, origin: str = "") -> Axiom:
    """State that a matrix is zero, for example a product whose factor lies in a null space."""
    return equation(A, zero(A.rows, A.columns), origin=origin)


def ones(e: Polynomial, origin: str = "") -> list[Axiom]:
    """State that e, a column, is one of ones: eᵀe is its size."""
    size = indeterminate(e.rows)
    return [equation(e.T * e, size * identity("1"), f"{factor(e.T)}{e} = {size}", origin)]


def scalar(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that a 1×1 matrix is its own transpose. Raises ValueError for another shape."""
    if (A.rows, A.columns) != ("1", "1"):
        raise ValueError(f"{A} is {A.shape}")
    return [equation(A.T, A, f"{A} is a number", origin)]


def name_of(matrix: Polynomial, mark: str) -> str:
    """Return the name of a letter that is made from a matrix, such as (XᵀX)⁻¹ or X⁺."""
    words = [*matrix.terms]
    alone = len(words) == 1 and len(words[0]) == 1 and matrix.terms[words[0]] == 1
    simple = alone and len(spelled(words[0])) == 1
    return f"{matrix}{mark}" if simple else f"({matrix}){mark}"
