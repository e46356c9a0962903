"""Axioms: polynomials that are zero, each named as a person says it.

An inverse and a pseudo-inverse are letters of their own, known by their equations; so is what a
kind of matrix satisfies. ``closed`` adds the transposes, without which a proof would be missed.
The equations of the pseudo-inverse are those of Penrose, "A generalized inverse for matrices",
Mathematical Proceedings of the Cambridge Philosophical Society 51 (1955).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TypeAlias

from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.letters import spelled
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero

# Words, matrices, and products of matrices whose sums are put in brackets.
Part: TypeAlias = str | Polynomial | tuple[Polynomial, ...]


@dataclass(frozen=True, slots=True)
class Axiom:
    """A polynomial that is zero, what a person calls that, and where it comes from.

    ``said`` is the label in parts, for those who set its matrices otherwise than as text.
    """

    polynomial: Polynomial
    label: str
    origin: str = ""
    said: tuple[Part, ...] = field(default=(), compare=False, repr=False)


def equation(
    left: Polynomial,
    right: Polynomial,
    label: str = "",
    origin: str = "",
    said: tuple[Part, ...] = (),
) -> Axiom:
    """State that two matrices of one shape are equal; ``said`` is the label in parts."""
    parts = said or (left, " = ", right)
    return Axiom(left - right, label or "".join(map(_spelled, parts)), origin, parts)


def _spelled(part: Part) -> str:
    return "".join(map(factor, part)) if isinstance(part, tuple) else str(part)


def closed(axioms: Iterable[Axiom]) -> list[Axiom]:
    """Return the axioms with their transposes, without what says nothing or is said before."""
    kept: list[Axiom] = []
    known: set[Polynomial] = set()
    for axiom in axioms:
        said = (*axiom.said, ", transposed") if axiom.said else ()
        label = f"{axiom.label}, transposed"
        transposed = replace(axiom, polynomial=axiom.polynomial.T, label=label, said=said)
        for each in (axiom, transposed):
            if each.polynomial and not {each.polynomial, -each.polynomial} & known:
                known.add(each.polynomial)
                kept.append(each)
    return kept


def factor(matrix: Polynomial) -> str:
    """Return a matrix as it is written where something multiplies it."""
    words = [*matrix.terms]
    alone = len(words) == 1 and matrix.terms[words[0]] == 1 and len(words[0]) == 1
    return str(matrix) if alone else f"({matrix})"


def inverse(A: Polynomial, G: Polynomial, origin: str = "") -> list[Axiom]:
    """State that G inverts A, both of one square shape."""
    unit = identity(A.rows)
    return [
        equation(A * G, unit, origin=origin, said=((A, G), " = ", unit)),
        equation(G * A, unit, origin=origin, said=((G, A), " = ", unit)),
    ]


def moore_penrose(A: Polynomial, P: Polynomial, origin: str = "") -> list[Axiom]:
    """State that P is the pseudo-inverse of A: A is ``(rows, columns)``, P its transpose's."""
    whose = "Moore–Penrose equation of "
    return [
        equation(A * P * A, A, origin=origin, said=(f"first {whose}", A)),
        equation(P * A * P, P, origin=origin, said=(f"second {whose}", A)),
        equation((A * P).T, A * P, origin=origin, said=(f"third {whose}", A)),
        equation((P * A).T, P * A, origin=origin, said=(f"fourth {whose}", A)),
    ]


def orthonormal_columns(Q: Polynomial, origin: str = "") -> list[Axiom]:
    """State that QᵀQ = I."""
    unit = identity(Q.columns)
    return [equation(Q.T * Q, unit, origin=origin, said=((Q.T, Q), " = ", unit))]


def orthonormal_rows(Q: Polynomial, origin: str = "") -> list[Axiom]:
    """State that QQᵀ = I."""
    return orthonormal_columns(Q.T, origin)


def orthogonal(U: Polynomial, origin: str = "") -> list[Axiom]:
    """State that UᵀU = I and UUᵀ = I, U square."""
    return orthonormal_columns(U, origin) + orthonormal_rows(U, origin)


def symmetric(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A is its own transpose."""
    return [equation(A.T, A, origin=origin, said=(A, " is symmetric"))]


def skew(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A is minus its transpose."""
    return [equation(A.T, -A, origin=origin, said=(A, " is skew"))]


def idempotent(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A² = A."""
    return [equation(A * A, A, origin=origin, said=(A, " is idempotent"))]


def projection(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A projects orthogonally."""
    return idempotent(A, origin) + symmetric(A, origin)


def nilpotent(A: Polynomial, index: int, origin: str = "") -> list[Axiom]:
    """State that the power of A of an index ≥ 1 is zero."""
    return [vanishing(A**index, origin)]


def involution(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A² = I."""
    unit = identity(A.rows)
    return [equation(A * A, unit, origin=origin, said=((A, A), " = ", unit))]


def commuting(A: Polynomial, B: Polynomial, origin: str = "") -> list[Axiom]:
    """State that AB = BA."""
    return [equation(A * B, B * A, origin=origin, said=(A, " and ", B, " commute"))]


def normal(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A commutes with its transpose."""
    return [equation(A * A.T, A.T * A, origin=origin, said=(A, " is normal"))]


def reflection(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that A is orthogonal and symmetric."""
    return orthogonal(A, origin) + symmetric(A, origin)


def of_length_one(v: Polynomial, origin: str = "") -> list[Axiom]:
    """State that a column has length 1."""
    return [equation(v.T * v, identity("1"), origin=origin, said=(v, " has length 1"))]


def diagonal(*matrices: Polynomial, origin: str = "") -> Iterator[Axiom]:
    """State what diagonal matrices share: each is symmetric, and any two of a size commute."""
    for D in matrices:
        yield equation(D.T, D, origin=origin, said=(D, " is diagonal"))
    for C, D in combinations(matrices, 2):
        if C.rows == D.rows:
            yield diagonals_commute(C, D, origin)


def diagonals_commute(C: Polynomial, D: Polynomial, origin: str = "") -> Axiom:
    """State that two diagonal matrices of one size commute."""
    return equation(C * D, D * C, origin=origin, said=("the diagonal ", C, " and ", D, " commute"))


def vanishing(A: Polynomial, origin: str = "") -> Axiom:
    """State that a matrix is zero, for example a product whose factor lies in a null space."""
    return equation(A, zero(A.rows, A.columns), origin=origin)


def ones(e: Polynomial, origin: str = "") -> list[Axiom]:
    """State that e, a column, is one of ones: eᵀe is its size."""
    size = vertices.size(e.rows)
    return [equation(e.T * e, size * identity("1"), f"{factor(e.T)}{e} = {size}", origin)]


def scalar(A: Polynomial, origin: str = "") -> list[Axiom]:
    """State that a 1×1 matrix is its own transpose. Raises ValueError for another shape."""
    if (A.rows, A.columns) != ("1", "1"):
        raise ValueError(f"{A} is {A.shape}")
    return [equation(A.T, A, origin=origin, said=(A, " is a number"))]


def name_of(matrix: Polynomial, mark: str) -> str:
    """Return the name of a letter that is made from a matrix, such as (XᵀX)⁻¹ or X⁺."""
    words = [*matrix.terms]
    alone = len(words) == 1 and len(words[0]) == 1 and matrix.terms[words[0]] == 1
    simple = alone and len(spelled(words[0])) == 1
    return f"{matrix}{mark}" if simple else f"({matrix}){mark}"
