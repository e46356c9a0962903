"""Traces: sums of traces of words, which count up to rotation and transposition.

tr(AB) = tr(BA) and tr(Aᵀ) = tr(A). A squared Frobenius norm is the trace of AᵀA, an inner product
that of AᵀB, a 1×1 matrix its own trace, and the trace of an identity is its size, the
indeterminate of the vertex's name (the number 1 at the vertex "1").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flint import fmpq

from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.coefficients import Coefficient, spelled_sum
from referee.numerics.free_algebra.letters import Word, spelled, transpose
from referee.numerics.free_algebra.polynomials import Number, Polynomial, SizesDiffer


class Traces:
    """A sum of traces: a map from words, one for each class, to coefficients.

    The empty word stands for the number 1.
    """

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Word, Coefficient]) -> None:
        self.terms = {word: c for word, c in terms.items() if c}

    def __add__(self, other: Traces) -> Traces:
        return _collected([*self.terms.items(), *other.terms.items()])

    def __neg__(self) -> Traces:
        return Traces({word: -c for word, c in self.terms.items()})

    def __sub__(self, other: Traces) -> Traces:
        return self + (-other)

    def __mul__(self, number: Number) -> Traces:
        return Traces({word: c * number for word, c in self.terms.items()})

    __rmul__ = __mul__

    def __truediv__(self, number: Number) -> Traces:
        return self * (1 / (fmpq(1) * number))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Traces) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        return spelled_sum((f"tr({spelled(w)})" if w else "", c) for w, c in self.terms.items())

    __repr__ = __str__


def trace(A: Polynomial) -> Traces:
    """Return the trace of a square matrix. Raises SizesDiffer for another."""
    if A.rows != A.columns:
        raise SizesDiffer(f"the trace of {A.shape}")
    size = number(vertices.size(A.rows))
    return _collected((_class(w), c) if w else ((), c * size.terms[()]) for w, c in A.terms.items())


def number(value: Number) -> Traces:
    """Return a number as a sum of traces."""
    return Traces({(): fmpq(1) * value})


def inner_product(A: Polynomial, B: Polynomial) -> Traces:
    """Return tr(AᵀB), A and B of one shape."""
    return trace(A.T * B)


def norm_squared(A: Polynomial) -> Traces:
    """Return the squared Frobenius norm."""
    return inner_product(A, A)


def _class(word: Word) -> Word:
    """Return the first of the rotations of a word and of its transpose."""
    return min(w[i:] + w[:i] for w in (word, transpose(word)) for i in range(len(w)))


def _collected(terms: Iterable[tuple[Word, Coefficient]]) -> Traces:
    total: dict[Word, Coefficient] = {}
    for word, c in terms:
        total[word] = total[word] + c if word in total else c
    return Traces(total)
