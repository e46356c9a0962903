"""The words that say what a name is: kinds of matrix, vector and number, and some that say nothing.

A kind is that of a construction (``referee.strategies.kinds``, ``strategies.declared``) or a sort:
matrix, vector, number, square. A condition is a formula, with ``{0}`` for the name and ``{zero}``
for a 0 of its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MATRIX, VECTOR, NUMBER = "matrix", "vector", "number"


@dataclass(frozen=True)
class Word:
    """What an adjective or noun says of a name.

    ``kind`` is that of a matrix, ``vector`` that of a vector, ``number`` the interval of a number;
    ``sort`` is what the name then is, "" where it leaves that open; ``square`` says that a matrix
    of the kind is square. ``condition`` is what else it satisfies, ``of_vectors`` where these are
    vectors. ``several`` is a condition on each two of several names.
    """

    kind: str = ""
    sort: str = ""
    vector: str = ""
    number: str = ""
    square: bool = False
    condition: str = ""
    several: str = ""
    of_vectors: str = ""


def _square(
    kind: str, condition: str = "", several: str = "", of_vectors: str = "", number: str = ""
) -> Word:
    return Word(
        kind,
        MATRIX,
        number=number,
        square=True,
        condition=condition,
        several=several,
        of_vectors=of_vectors,
    )


_POSITIVE = Word("positive", vector="positive", number="number_gt_0")
_NONNEGATIVE = Word("nonnegative", vector="nonnegative", number="number_ge_0")
_PD = _square("positive definite")
_PSD = _square("positive semidefinite")
_SPECTRAL: Mapping[str, Word] = {
    **dict.fromkeys(
        ("positive definite", "symmetric positive definite", "pd", "spd", "PD", "SPD",
         "strictly positive definite", "positive-definite", "symmetric positive-definite",
         "positive definite symmetric", "symmetric and positive definite"),
        _PD,
    ),
    **dict.fromkeys(
        ("positive semidefinite", "positive semi definite", "psd", "PSD", "spsd",
         "symmetric positive semidefinite", "symmetric positive semi definite",
         "positive semidefinite symmetric", "nonnegative definite",
         "symmetric psd", "covariance", "symmetric and positive semidefinite"),
        _PSD,
    ),
}  # fmt: skip
KINDS: Mapping[str, Word] = {
    **_SPECTRAL,
    "symmetric": _square("symmetric"),
    "selfadjoint": _square("symmetric"),
    "self adjoint": _square("symmetric"),
    "hermitian": _square("hermitian"),
    "Hermitian": _square("hermitian"),
    "skew symmetric": _square("skew"),
    "skewsymmetric": _square("skew"),
    "antisymmetric": _square("skew"),
    "skew": _square("skew"),
    "diagonal": _square("diagonal"),
    "upper triangular": _square("upper triangular"),
    "lower triangular": _square("lower triangular"),
    "Toeplitz": Word("Toeplitz", MATRIX),
    "circulant": _square("circulant"),
    "Vandermonde": Word("Vandermonde", MATRIX),
    "Laplacian": _square("graph Laplacian"),
    "graph Laplacian": _square("graph Laplacian"),
    "stochastic": _square("stochastic"),
    "row stochastic": _square("stochastic"),
    "Markov": _square("stochastic"),
    "orthogonal": _square("orthogonal", several="{0}.T @ {1} == 0"),
    "orthonormal": _square("orthogonal", several="{0}.T @ {1} == 0", of_vectors="{0}.T @ {0} == 1"),
    "a rotation": _square("orthogonal", condition="det({0}) == 1"),
    "rotation": _square("orthogonal", condition="det({0}) == 1"),
    "unitary": _square("unitary"),
    "permutation": _square("permutation"),
    "projection": _square("idempotent"),
    "projector": _square("idempotent"),
    "orthogonal projection": _square("projection"),
    "orthogonal projector": _square("projection"),
    "symmetric projection": _square("projection"),
    "symmetric idempotent": _square("projection"),
    "symmetric and idempotent": _square("projection"),
    "idempotent": _square("idempotent"),
    "reflection": _square("reflection"),
    "symmetric orthogonal": _square("reflection"),
    "symmetric and orthogonal": _square("reflection"),
    "involution": _square("involution"),
    "involutory": _square("involution"),
    "nilpotent": _square("nilpotent"),
    "normal": _square("normal"),
    "invertible": _square("invertible", number="number_ne_0"),
    "nonsingular": _square("invertible", number="number_ne_0"),
    "non singular": _square("invertible", number="number_ne_0"),
    "regular": _square("invertible"),
    "singular": Word("", MATRIX, square=True, condition="det({0}) == 0"),
    "of full column rank": Word("full column rank", MATRIX),
    "full column rank": Word("full column rank", MATRIX),
    "linearly independent columns": Word("full column rank", MATRIX),
    "independent columns": Word("full column rank", MATRIX),
    "full row rank": Word("full row rank", MATRIX),
    "linearly independent rows": Word("full row rank", MATRIX),
    "full rank": Word("full rank", MATRIX),
    "rank one": Word("rank one", MATRIX),
    "rank 1": Word("rank one", MATRIX),
    "unit": Word("", VECTOR, vector="unit vector"),
    "unit vector": Word("", VECTOR, vector="unit vector"),
    "unit norm": Word("", VECTOR, vector="unit vector"),
    "unit length": Word("", VECTOR, vector="unit vector"),
    "length 1": Word("", VECTOR, vector="unit vector"),
    "norm 1": Word("", VECTOR, vector="unit vector"),
    "normalized": Word("", VECTOR, vector="unit vector"),
    "normalised": Word("", VECTOR, vector="unit vector"),
    "probability": Word("", VECTOR, vector="probability vector"),
    "probability vector": Word("", VECTOR, vector="probability vector"),
    "standard basis": Word("", VECTOR, vector="coordinate vector"),
    "coordinate": Word("", VECTOR, vector="coordinate vector"),
    "ones": Word("", VECTOR, vector="ones"),
    "all ones": Word("", VECTOR, vector="ones"),
    "positive": _POSITIVE,
    "strictly positive": _POSITIVE,
    "nonnegative": _NONNEGATIVE,
    "non negative": _NONNEGATIVE,
    "negative": Word(number="number_lt_0", condition="{0} < {zero}"),
    "nonpositive": Word(number="number_le_0", condition="{0} <= {zero}"),
    "nonzero": Word(number="number_ne_0", condition="{0} != {zero}"),
    "non zero": Word(number="number_ne_0", condition="{0} != {zero}"),
    "integer": Word("whole", vector="whole", number="integer"),
    "integers": Word("whole", vector="whole", number="integer"),
    "integer entries": Word("whole", vector="whole", number="integer"),
    "real entries": Word(),
    "positive integer": Word(sort=NUMBER, number="integer_ge_1"),
    "positive integers": Word(sort=NUMBER, number="integer_ge_1"),
    "nonnegative integer": Word(sort=NUMBER, number="integer_ge_0"),
    "nonnegative integers": Word(sort=NUMBER, number="integer_ge_0"),
    "natural number": Word(sort=NUMBER, number="integer_ge_1"),
    "natural numbers": Word(sort=NUMBER, number="integer_ge_1"),
    "natural": Word(sort=NUMBER, number="integer_ge_1"),
    "rational": Word(sort=NUMBER, number="rational"),
    "rationals": Word(sort=NUMBER, number="rational"),
    "rational number": Word(sort=NUMBER, number="rational"),
    "rational numbers": Word(sort=NUMBER, number="rational"),
    "square": Word("", MATRIX, square=True),
    "matrix": Word("", MATRIX),
    "matrices": Word("", MATRIX),
    "vector": Word("", VECTOR),
    "vectors": Word("", VECTOR),
    "column": Word("", VECTOR),
    "number": Word("", NUMBER),
    "numbers": Word("", NUMBER),
    "scalar": Word("", NUMBER),
    "scalars": Word("", NUMBER),
    "constant": Word("", NUMBER),
    "reals": Word("", NUMBER),
    "distribution": Word("", VECTOR, vector="probability vector"),
    "commute": Word("", MATRIX, square=True, several="{0} @ {1} == {1} @ {0}"),
    "commuting": Word("", MATRIX, square=True, several="{0} @ {1} == {1} @ {0}"),
    "commute with each other": Word("", MATRIX, square=True, several="{0} @ {1} == {1} @ {0}"),
    "equal": Word(several="{0} == {1}"),
}
LONGEST = max(len(words.split()) for words in KINDS)
# Words around kinds that say nothing of their own.
_FILLERS = (
    "the a an is are be being has have having with both all each every any some also that which"
    " real arbitrary fixed given let and of two three four its random mutually pairwise such"
    " we consider as well suppose assume where"
)
FILLERS = frozenset(_FILLERS.split())
IS = frozenset(("is", "are", "be", "being", "has", "have", "with"))
