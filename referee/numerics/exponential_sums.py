"""Exact numbers of the form c_1 exp(r_1) + ... + c_k exp(r_k), all c_i and r_i rational.

By the Lindemann-Weierstrass theorem the exponentials of distinct rational (algebraic)
numbers are linearly independent over the rationals. A sum in normal form (distinct
exponents, nonzero coefficients) is therefore zero only when it is empty: equality is
decided by comparing normal forms, and the sign of a nonzero sum by a ball that must
become certain at some precision. Solutions of linear ODEs with rational eigenvalues at
rational times live here, so claims about them need no rounding at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics.precision import NotComputed, until_certain

MOST_PAIRS = 2_048  # of terms that are multiplied with one another

Rational = (int, fmpz, fmpq)
Term = tuple[fmpq, fmpq]  # exponent, coefficient
ZERO = fmpq(0)


class ExponentialSum:
    """A sum of rational multiples of exponentials of rational numbers, in normal form.

    ``terms`` are pairs (exponent, coefficient), exponents ascending, coefficients nonzero.
    Build one with :func:`exponential_sum` or :func:`exponential`; a sum that is a plain
    rational is returned as ``fmpq``, so an ``ExponentialSum`` is always irrational.
    """

    __slots__ = ("terms",)

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms = terms

    def __add__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() + other
        more = _terms(other)
        return NotImplemented if more is None else exponential_sum((*self.terms, *more))

    __radd__ = __add__

    def __neg__(self) -> ExponentialSum:
        return ExponentialSum(tuple((e, -c) for e, c in self.terms))

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if _foreign(other) else self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return NotImplemented if _foreign(other) else (-self) + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Rational):  # exponents stay apart and in order
            scaled = tuple((e, c * other) for e, c in self.terms)
            return ExponentialSum(scaled) if other != 0 else ZERO
        if isinstance(other, arb):
            return self.ball() * other
        more = _terms(other)
        if more is None:
            return NotImplemented
        if len(self.terms) * len(more) > MOST_PAIRS:
            raise NotComputed(
                f"a product of sums of {len(self.terms)} and {len(more)} exponentials"
            )
        return exponential_sum([(e + f, c * k) for e, c in self.terms for f, k in more])

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return NotImplemented if _foreign(other) else self * _reciprocal(other)

    def __rtruediv__(self, other: Any) -> Any:
        return NotImplemented if _foreign(other) else _reciprocal(self) * other

    def __pow__(self, exponent: Any) -> Any:
        if not isinstance(exponent, int):
            return NotImplemented
        base = _reciprocal(self) if exponent < 0 else self
        power: Any = fmpq(1)
        for _ in range(abs(exponent)):
            power = base * power
        return power

    def __abs__(self) -> Any:
        return -self if self.sign() < 0 else self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExponentialSum) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(str(self))

    def __float__(self) -> float:
        return float(self.ball())

    def __repr__(self) -> str:
        return " + ".join(f"{c}*exp({e})" for e, c in reversed(self.terms))

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        total = arb(0)
        for exponent, coefficient in self.terms:
            total += arb(coefficient) * arb(exponent).exp()
        return total

    def sign(self) -> int:
        """Return -1 or 1. Never 0: a sum in normal form is not zero (Lindemann-Weierstrass).

        Raises NotComputed where the sign is still open at a precision that only an
        astronomically close cancellation reaches.
        """
        ball = until_certain(self.ball, _excludes_zero, cap=1 << 20)
        if not _excludes_zero(ball):
            raise NotComputed(f"the sign of {str(self)[:80]} is open at a million bits")
        return 1 if ball > 0 else -1


def exponential_sum(terms: Iterable[Term]) -> Any:
    """Return the normal form of a sum of (exponent, coefficient) pairs: ``fmpq`` if rational."""
    kept: list[Term] = []
    for exponent, coefficient in sorted(terms, key=itemgetter(0)):
        again = bool(kept) and kept[-1][0] == exponent
        total = kept.pop()[1] + coefficient if again else coefficient
        if total != 0:
            kept.append((exponent, total))
    if not kept:
        return ZERO
    if len(kept) == 1 and kept[0][0] == 0:
        return kept[0][1]
    return ExponentialSum(tuple(kept))


def exponential(exponent: Any) -> Any:
    """Return exp of a rational as an exact number."""
    return exponential_sum([(fmpq(exponent), fmpq(1))])


def _excludes_zero(ball: arb) -> bool:
    return bool(ball > 0) or bool(ball < 0)


def _foreign(other: Any) -> bool:
    return not isinstance(other, (*Rational, arb, ExponentialSum))


def _terms(other: Any) -> tuple[Term, ...] | None:
    if isinstance(other, ExponentialSum):
        return other.terms
    return ((ZERO, fmpq(other)),) if isinstance(other, Rational) else None


def _reciprocal(number: Any) -> Any:
    """Invert exactly where the inverse is a sum again (one term), as a ball otherwise."""
    if isinstance(number, arb):
        return 1 / number
    if not isinstance(number, ExponentialSum):
        return 1 / fmpq(number)
    if len(number.terms) > 1:
        return 1 / number.ball()
    ((exponent, coefficient),) = number.terms
    return exponential_sum([(-exponent, 1 / coefficient)])
