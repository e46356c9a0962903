"""Properties that a matrix has or has not."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language import comparison
from referee.language.comparison import Comparison, fact
from referee.language.vocabulary.operation import Changes, Notation, Operation
from referee.language.vocabulary.sizes import predicate, square_predicate
from referee.numerics import arrays, linalg, scalars
from referee.numerics.arrays import Array
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed


def symmetric(a: Array) -> Comparison:
    """Decide whether a is symmetric; a matrix that is not square is not."""
    if a.shape[-1] != a.shape[-2]:
        return fact(False, "symmetric")
    return comparison.equal(a, a.mT)


def invertible(a: Array) -> Comparison:
    """Decide whether a square matrix is invertible."""
    if arrays.is_traced(a):
        return comparison.undecidable("whether a matrix is invertible")
    if arrays.is_batch(a):
        return fact(linalg.rank(a) == a.shape[-1], "invertible")
    return comparison.negation(comparison.equal(linalg.det(a), 0 * linalg.det(a)))


def positive_definite(a: Array) -> Comparison:
    """Decide whether a matrix of exact numbers is symmetric and positive definite."""
    return _by_inertia(a, {1}, "positive definite")


def positive_semidefinite(a: Array) -> Comparison:
    """Decide whether a matrix of exact numbers is symmetric and positive semidefinite."""
    return _by_inertia(a, {0, 1}, "positive semidefinite")


def _by_inertia(a: Array, signs: set[int], relation: str) -> Comparison:
    if arrays.is_traced(a):
        return comparison.undecidable(f"whether a matrix is {relation}")
    if arrays.is_exact(a) and not all(isinstance(x, EXACT) for x in a.flat):
        raise NotComputed("the inertia of a matrix that is not exact")
    if arrays.is_batch(a):
        return comparison.all_of(symmetric(a), fact(linalg.inertia_within(a, signs), relation))
    if not (a == arrays.conjugate(a).mT).all():
        return fact(False, relation)
    return fact(all(scalars.sign(x) in signs for x in linalg.inertia_pivots(a)), relation)


def diagonal_matrix(a: Array) -> Comparison:
    """Decide whether every off-diagonal entry is zero."""
    return comparison.equal(linalg.off_diagonal(a), 0 * a)


EXACT = (*scalars.RATIONAL, *scalars.IRRATIONAL, Gaussian)
_APART = Changes(offered=False)  # the properties of square matrices are not exchanged
FUNCTIONS: Mapping[str, Operation] = {
    "symmetric": Operation(
        "a matrix equals its transpose",
        1,
        predicate,
        symmetric,
        Notation(r"{0} \text{{ is symmetric}}", 2),
        sides=(Notation("{0}"), Notation(r"{0}^{{\top}}", needs=(9,))),
        written={
            "matlab": Notation("issymmetric({0})"),
            "unicode": Notation("{0} is symmetric", 2, (3,)),
            "lean": Notation("{0}.IsSymm", 10, (10,)),
        },
    ),
    "invertible": Operation(
        "a square matrix has an inverse",
        1,
        square_predicate,
        invertible,
        Notation(r"{0} \text{{ is invertible}}", 2),
        sides=(Notation(r"\det {0}", needs=(9,)), Notation("0")),
        changes=_APART,
        written={
            "unicode": Notation("{0} is invertible", 2, (3,)),
            "lean": Notation("IsUnit {0}", 9, (10,)),
        },
    ),
    "positive_definite": Operation(
        "a square matrix is symmetric, its eigenvalues positive",
        1,
        square_predicate,
        positive_definite,
        Notation(r"{0} \succ 0", 2),
        changes=_APART,
        written={
            "unicode": Notation("{0} ≻ 0", 2, (3,)),
            "lean": Notation("{0}.PosDef", 10, (10,)),
        },
    ),
    "positive_semidefinite": Operation(
        "a square matrix is symmetric, its eigenvalues not negative",
        1,
        square_predicate,
        positive_semidefinite,
        Notation(r"{0} \succeq 0", 2),
        changes=_APART,
        written={
            "unicode": Notation("{0} ⪰ 0", 2, (3,)),
            "lean": Notation("{0}.PosSemidef", 10, (10,)),
        },
    ),
    "diagonal": Operation(
        "every entry off the diagonal is zero",
        1,
        predicate,
        diagonal_matrix,
        Notation(r"{0} \text{{ is diagonal}}", 2),
        sides=(Notation(r"\text{{off the diagonal of }} {0}"), Notation("0")),
        written={
            "matlab": Notation("isdiag({0})"),
            "unicode": Notation("{0} is diagonal", 2, (3,)),
            "lean": Notation("{0}.IsDiag", 10, (10,)),
        },
    ),
}
