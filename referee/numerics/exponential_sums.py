"""Exact numbers of the form c_1 exp(r_1) + ... + c_k exp(r_k), c_i and r_i algebraic; quotients.

By the Lindemann-Weierstrass theorem the exponentials of distinct algebraic numbers are
linearly independent over the algebraic numbers. A sum in normal form (distinct exponents,
nonzero coefficients) is therefore zero only when it is empty: equality is decided by
comparing normal forms, and the sign of a nonzero sum by a ball that must become certain at
some precision. Coefficients and exponents are rational, sums of square roots, or algebraic.
Solutions of linear ODEs with rational eigenvalues at rational times live here, so claims
about them need no rounding at all; so do softmax and its derivatives, as fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cmp_to_key
from operator import itemgetter
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics.algebraic import Algebraic, ball_of
from referee.numerics.exact_field import ExactNumber
from referee.numerics.precision import NotComputed, in_balls, until_certain
from referee.numerics.surds import Surd
from referee.numerics.work import spend

MOST_PAIRS = 2_048  # of terms that are multiplied with one another
MOST_IRRATIONAL_PAIRS = 128  # where one of the numbers in them is irrational

Rational = (int, fmpz, fmpq)
Irrational = (Surd, Algebraic)
Term = tuple[Any, Any]  # exponent, coefficient
ZERO = fmpq(0)
_EXPONENT = itemgetter(0)


class _OfExponentials(ExactNumber):
    """What sums of exponentials and their quotients have in common."""

    __slots__ = ()

    @staticmethod
    def foreign(other: Any) -> bool:
        """Say whether an operand is no number that this kind computes with."""
        return _foreign(other)

    @staticmethod
    def reciprocal(number: Any) -> Any:
        """Return one over a number that is not foreign. Raises ZeroDivisionError for 0."""
        return _reciprocal(number)

    def __pow__(self, exponent: Any) -> Any:
        return _power(self, exponent)

    def __float__(self) -> float:
        return float(self.ball())


class ExponentialSum(_OfExponentials):
    """A sum of algebraic multiples of exponentials of algebraic numbers, in normal form.

    ``terms`` are pairs (exponent, coefficient), exponents ascending, coefficients nonzero.
    Build one with :func:`exponential_sum` or :func:`exponential`; a sum that is algebraic
    is returned as that number, so an ``ExponentialSum`` is always transcendental.
    """

    __slots__ = ("hashed", "terms")

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms, self.hashed = terms, 0

    def __add__(self, other: Any) -> Any:
        if type(other) is fmpq and other == 0:
            return self  # of most products in a sum one factor is 0
        if isinstance(other, arb):
            return self.ball() + other
        more = _terms(other)
        return NotImplemented if more is None else exponential_sum((*self.terms, *more))

    def __neg__(self) -> ExponentialSum:
        return ExponentialSum(tuple((e, -c) for e, c in self.terms))

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Rational):  # exponents stay apart and in order
            if other == 0:
                return ZERO
            return ExponentialSum(tuple((e, c * other) for e, c in self.terms))
        if isinstance(other, arb):
            return self.ball() * other
        more = _terms(other)
        if more is None:
            return NotImplemented
        if len(self.terms) * len(more) > _most_pairs((*self.terms, *more)):
            raise NotComputed(
                f"a product of sums of {len(self.terms)} and {len(more)} exponentials"
            )
        return exponential_sum([(e + f, c * k) for e, c in self.terms for f, k in more])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExponentialSum) and self.terms == other.terms

    def __hash__(self) -> int:
        if not self.hashed:  # bottoms of fractions are looked up again and again
            # What is irrational can be written in two ways and is left out.
            plain = (x for term in self.terms for x in term if not isinstance(x, Irrational))
            self.hashed = hash(tuple(plain))
        return self.hashed

    def __repr__(self) -> str:
        return " + ".join(f"{_bracketed(c)}*exp({e})" for e, c in reversed(self.terms))

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        spend(2 * len(self.terms))
        total = arb(0)
        for exponent, coefficient in self.terms:
            total += ball_of(coefficient) * ball_of(exponent).exp()
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


class ExponentialFraction(_OfExponentials):
    """A sum over a product of powers of sums: neither is zero, and the bottoms are monic.

    A monic sum has at least two terms, and 1 for the first of them. Bottoms that are the same
    are kept apart from the rest, so that sums of fractions over them need no expansion.
    """

    __slots__ = ("bottom", "top")

    def __init__(self, top: Any, bottom: Mapping[ExponentialSum, int]) -> None:
        self.top, self.bottom = top, bottom

    def __add__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() + other
        if _foreign(other):
            return NotImplemented
        more = other.bottom if isinstance(other, ExponentialFraction) else {}
        common = {f: max(k, more.get(f, 0)) for f, k in {**more, **self.bottom}.items()}
        top = other.top if isinstance(other, ExponentialFraction) else other
        try:
            raised = self.top * _missing(common, self.bottom) + top * _missing(common, more)
        except NotComputed:
            return _in_balls(self) + _in_balls(other)
        return exponential_fraction(raised, common)

    def __neg__(self) -> ExponentialFraction:
        return ExponentialFraction(-self.top, self.bottom)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() * other
        if _foreign(other):
            return NotImplemented
        if not isinstance(other, ExponentialFraction):
            return self * ExponentialFraction(other, {})
        bottom = dict(self.bottom)
        for factor, times in other.bottom.items():
            bottom[factor] = bottom.get(factor, 0) + times
        try:
            return exponential_fraction(self.top * other.top, bottom)
        except NotComputed:
            return _in_balls(self) * _in_balls(other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExponentialFraction) and (self - other) is ZERO

    def __hash__(self) -> int:
        return hash(ExponentialFraction)  # one value, many fractions

    def __repr__(self) -> str:
        below = "*".join(f"({f})" if k == 1 else f"({f})**{k}" for f, k in self.bottom.items())
        return f"({self.top})/({below})"

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        quotient = ball_of(self.top)
        for factor, times in self.bottom.items():
            quotient /= factor.ball() ** times
        return quotient

    def sign(self) -> int:
        """Return -1 or 1, of the top and of each bottom; see :meth:`ExponentialSum.sign`."""
        found = _sign(self.top)
        for factor, times in self.bottom.items():
            found *= factor.sign() if times % 2 else 1
        return found


def exponential_sum(terms: Iterable[Term]) -> Any:
    """Return the normal form of a sum of (exponent, coefficient) pairs: algebraic if it is.

    A ball where an exponent or coefficient is beyond what is exact.
    """
    terms = list(terms)
    spend(5 + 2 * len(terms))
    kinds = {type(number) for term in terms for number in term}
    kept = None if arb in kinds else _merged(terms, kinds)
    if kept is None:
        return sum((ball_of(c) * ball_of(e).exp() for e, c in terms), arb(0))
    if not kept:
        return ZERO
    if len(kept) == 1 and kept[0][0] == 0:
        return kept[0][1]
    return ExponentialSum(tuple(kept))


def _merged(terms: list[Term], kinds: set[type]) -> list[Term] | None:
    """Return terms in order of their exponents, each once; None where a sum becomes a ball."""
    rational = kinds <= {fmpq}
    kept: list[Term] = []
    for exponent, coefficient in sorted(terms, key=_EXPONENT) if rational else _in_order(terms):
        again = bool(kept) and kept[-1][0] == exponent
        total = kept.pop()[1] + coefficient if again else coefficient
        if not rational and isinstance(total, arb):
            return None
        if total != 0:
            kept.append((exponent, total))
    return kept


def _in_order(terms: list[Term]) -> list[Term]:
    """Return the terms by their exponents, ascending."""
    if any(isinstance(exponent, Irrational) for exponent, _ in terms):
        return sorted(terms, key=cmp_to_key(_ascending))
    return sorted(terms, key=_EXPONENT)


def _ascending(one: Term, two: Term) -> int:
    return _sign(one[0] - two[0])


def _sign(number: Any) -> int:
    """Return the sign of an exact number; raises NotComputed where it became a ball."""
    if isinstance(number, arb):
        raise NotComputed("an order of algebraic numbers of too large a degree or height")
    if isinstance(number, Rational):
        return (number > 0) - (number < 0)
    return int(number.sign())


def exponential(exponent: Any) -> Any:
    """Return exp of a rational, a surd or an algebraic number as an exact number."""
    exact = exponent if isinstance(exponent, Irrational) else fmpq(exponent)
    return exponential_sum([(exact, fmpq(1))])


def exponential_fraction(top: Any, bottom: Mapping[ExponentialSum, int]) -> Any:
    """Return top over a product of powers of monic sums, in the simplest kind it has."""
    if isinstance(top, arb):
        return top / ball_of(_expanded(bottom))
    if isinstance(top, Rational) and top == 0:
        return ZERO
    left = {factor: times for factor, times in bottom.items() if times}
    if isinstance(top, ExponentialSum) and len(top.terms) > 1:
        unit, monic = _monic(top)
        if isinstance(monic, ExponentialSum) and monic in left:  # a ball is none of them
            left[monic] -= 1
            return exponential_fraction(unit, left)
    return ExponentialFraction(top, left) if left else top


def _monic(number: ExponentialSum) -> tuple[Any, Any]:
    """Return the first term of a sum and what the sum is over it."""
    exponent, coefficient = number.terms[0]
    unit = exponential_sum([(exponent, coefficient)])
    return unit, exponential_sum((e - exponent, c / coefficient) for e, c in number.terms)


def _missing(common: Mapping[ExponentialSum, int], has: Mapping[ExponentialSum, int]) -> Any:
    return _expanded({factor: times - has.get(factor, 0) for factor, times in common.items()})


def _expanded(factors: Mapping[ExponentialSum, int]) -> Any:
    """Return a product of powers as one sum."""
    product: Any = fmpq(1)
    for factor, times in factors.items():
        product = factor**times * product
    return product


def _power(base: Any, exponent: Any) -> Any:
    if not isinstance(exponent, int):
        return NotImplemented
    base = _reciprocal(base) if exponent < 0 else base
    power: Any = fmpq(1)
    for _ in range(abs(exponent)):
        power = base * power
    return power


def root(number: ExponentialSum) -> Any:
    """Return the root of a positive sum that is the square of one with rational coefficients.

    Division from the largest term down, as for polynomials; None where it leaves a rest.
    """
    exponent, coefficient = number.terms[-1]
    if not all(isinstance(x, fmpq) for term in number.terms for x in term):
        return None
    if not (coefficient.p.is_square() and coefficient.q.is_square()):
        return None
    lead = (exponent / 2, fmpq(coefficient.p.isqrt(), coefficient.q.isqrt()))
    found: Any = exponential_sum([lead])
    for _ in number.terms:  # a square of k terms has at least k
        rest = number - found * found
        if isinstance(rest, fmpq) and rest == 0:
            return abs(found)
        *_, (power_, factor) = _terms(rest) or ()
        found = found + exponential_sum([(power_ - lead[0], factor / (2 * lead[1]))])
    return None


def _most_pairs(terms: Iterable[Term]) -> int:
    irrational = any(isinstance(number, Irrational) for term in terms for number in term)
    return MOST_IRRATIONAL_PAIRS if irrational else MOST_PAIRS


def _excludes_zero(ball: arb) -> bool:
    return bool(ball > 0) or bool(ball < 0)


def _foreign(other: Any) -> bool:
    return not isinstance(other, (*Rational, *Irrational, arb, ExponentialSum, ExponentialFraction))


def _terms(other: Any) -> tuple[Term, ...] | None:
    if isinstance(other, ExponentialSum):
        return other.terms
    if isinstance(other, Irrational):
        return ((ZERO, other),)
    return ((ZERO, fmpq(other)),) if isinstance(other, Rational) else None


def _reciprocal(number: Any) -> Any:
    """Invert exactly: a sum where the inverse is one again (one term), else a fraction."""
    if isinstance(number, (arb, *Irrational)):
        return 1 / number
    if isinstance(number, ExponentialFraction):
        return _expanded(number.bottom) * _reciprocal(number.top)
    if not isinstance(number, ExponentialSum):
        return 1 / fmpq(number)
    if len(number.terms) == 1:
        ((exponent, coefficient),) = number.terms
        return exponential_sum([(-exponent, 1 / coefficient)])
    unit, monic = _monic(number)
    if not isinstance(monic, ExponentialSum):
        return 1 / number.ball()
    return exponential_fraction(_reciprocal(unit), {monic: 1})


def _in_balls(number: Any) -> arb:
    in_balls("fractions of sums of too many exponentials")
    return ball_of(number)


def _bracketed(number: Any) -> str:
    return f"({number})" if isinstance(number, Irrational) else str(number)
