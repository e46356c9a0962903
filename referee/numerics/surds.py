"""Exact numbers of the form c_1 √r_1 + ... + c_k √r_k, c_i rational, r_i positive integers.

Square roots of positive integers are linearly independent over the rationals exactly when no
product of two of them is a perfect square (Besicovitch, "On the linear independence of
fractional powers of integers", J. London Math. Soc. 15, 1940). Radicands whose product is a
square are merged, so a sum is zero only when it is empty: equality is decided by normal
forms, and the sign of a nonzero sum by a ball that must become certain at some precision.
Nothing is factored completely: that a radicand keeps a square factor does no harm, because
independence is decided by products alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics.exact_field import ExactNumber
from referee.numerics.precision import NotComputed, in_balls, until_certain
from referee.numerics.work import spend

MOST_TERMS = 16  # of a sum; what has more is a ball
MOST_BITS = 4096  # of a radicand; what has more is a ball
SMALL_PRIMES = 1_000  # how many are tried for square factors

Rational = (int, fmpz, fmpq)
Term = tuple[int, fmpq]  # radicand, coefficient


class Surd(ExactNumber):
    """A sum of rational multiples of square roots of integers, in normal form.

    ``terms`` are pairs (radicand, coefficient), radicands ascending, 1 for the rational part,
    coefficients nonzero, no product of two radicands a square. Build one with
    :func:`square_root`; a sum that is a plain rational is returned as ``fmpq``, so a ``Surd``
    is always irrational.
    """

    __slots__ = ("terms",)

    @staticmethod
    def foreign(other: Any) -> bool:
        """Say whether an operand is no number that this kind computes with."""
        return not isinstance(other, (*Rational, arb, Surd))

    @staticmethod
    def reciprocal(number: Any) -> Any:
        """Return one over a number that is not foreign. Raises ZeroDivisionError for 0."""
        return _reciprocal(number)

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms = terms

    def __add__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() + other
        more = _terms(other)
        spend(5 + 2 * len(self.terms))
        return NotImplemented if more is None else surd_sum((*self.terms, *more))

    def __neg__(self) -> Surd:
        return Surd(tuple((r, -c) for r, c in self.terms))

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Rational):  # radicands stay independent and in order
            scaled = tuple((r, c * other) for r, c in self.terms)
            return Surd(scaled) if other != 0 else fmpq(0)
        if isinstance(other, arb):
            return self.ball() * other
        if not isinstance(other, Surd):
            return NotImplemented
        spend(5 + 4 * len(self.terms) * len(other.terms))
        return surd_sum([_product(one, two) for one in self.terms for two in other.terms])

    def __pow__(self, exponent: Any) -> Any:
        if not isinstance(exponent, int):
            return NotImplemented
        base = _reciprocal(self) if exponent < 0 else self
        power: Any = fmpq(1)
        for bit in f"{abs(exponent):b}":  # by squaring: the terms stay few, their bits do not
            power = power * power * (base if bit == "1" else 1)
        return power

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Surd):
            return NotImplemented
        return self.terms == other.terms or self._signed_squares() == other._signed_squares()

    def __hash__(self) -> int:
        return hash(self._signed_squares())

    def _signed_squares(self) -> frozenset[fmpq]:
        """Return ±c²r of every term c√r: what it is, however much of r stands outside the root."""
        return frozenset(c * abs(c) * r for r, c in self.terms)

    def __float__(self) -> float:
        return float(until_certain(self.ball, lambda ball: ball.rel_accuracy_bits() > 53))

    def __repr__(self) -> str:
        return " + ".join(str(c) if r == 1 else f"{c}*sqrt({r})" for r, c in self.terms)

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        return _ball_of(self.terms)

    def sign(self) -> int:
        """Return -1 or 1. Never 0: a sum in normal form is not zero (Besicovitch).

        Raises NotComputed where the sign is still open at a precision that only an
        astronomically close cancellation reaches.
        """
        signs = {1 if c > 0 else -1 for _, c in self.terms}
        if len(signs) == 1:
            return signs.pop()
        ball = until_certain(self.ball, _excludes_zero, cap=1 << 20)
        if not _excludes_zero(ball):
            raise NotComputed("the sign of a sum of square roots is open at a million bits")
        return 1 if ball > 0 else -1


def square_root(number: fmpq) -> Any:
    """Return √number of a rational ≥ 0: ``fmpq`` for a square, a ball beyond MOST_BITS."""
    top, bottom = int(number.p), int(number.q)
    if top.bit_length() + bottom.bit_length() > MOST_BITS and not _is_square(number):
        in_balls(f"the root of a number of more than {MOST_BITS} bits")
        return arb(number).sqrt()
    (outside, inside), (below, left) = _split(top), _split(bottom)
    return surd_sum([(inside * left, fmpq(outside, below * left))])


def surd_sum(terms: Iterable[Term]) -> Any:
    """Return the normal form of a sum of (radicand, coefficient) pairs, radicands ≥ 1.

    It is ``fmpq`` if the sum is rational, a ball if it has too many terms or bits. A radicand
    that is a square must be 1.
    """
    merged: dict[int, fmpq] = {}
    for radicand, coefficient in terms:
        known, scale = _among(radicand, merged)
        merged[known] = merged.get(known, fmpq(0)) + coefficient * scale
    kept = tuple(sorted((r, c) for r, c in merged.items() if c != 0))
    if not kept:
        return fmpq(0)
    if len(kept) == 1 and kept[0][0] == 1:
        return kept[0][1]
    if len(kept) > MOST_TERMS or kept[-1][0].bit_length() > MOST_BITS:
        in_balls(f"a sum of more than {MOST_TERMS} square roots, or of giant ones")
        return _ball_of(kept)
    return Surd(kept)


def _among(radicand: int, known: Iterable[int]) -> tuple[int, Any]:
    """Return (s, q) with √radicand = q√s for the known s it depends on; else itself and 1."""
    if radicand in known:
        return radicand, 1
    for other in known:
        common = math.gcd(radicand, other)
        top, bottom = _root(radicand // common), _root(other // common)
        if top and bottom:  # coprime numbers have a square for a product only if both are
            return other, fmpq(top, bottom)
    return radicand, 1


def _product(one: Term, two: Term) -> Term:
    """Return the product of two terms, what is common to their radicands outside the root."""
    common = math.gcd(one[0], two[0])
    inside = (one[0] // common) * (two[0] // common)
    root = _root(inside)
    return (1 if root else inside), one[1] * two[1] * common * (root or 1)


def _root(number: int) -> int:
    """Return the root of a square > 0, 0 for what is no square."""
    root = math.isqrt(number)
    return root if root * root == number else 0


def _is_square(number: fmpq) -> bool:
    return bool(number.p.is_square() and number.q.is_square())


@lru_cache(maxsize=4096)
def _split(number: int) -> tuple[int, int]:
    """Return (s, r) with number = s²r, s as large as small primes and a look at the rest tell."""
    root = _root(number)
    if root or number == 0:
        return root, 1
    outside, inside = 1, 1
    for factor, power in fmpz(number).factor(trial_limit=SMALL_PRIMES):
        outside *= int(factor) ** (power // 2)
        rest = int(factor) if power % 2 else 1
        root = _root(rest)
        outside, inside = outside * (root or 1), inside * (1 if root else rest)
    return outside, inside


def _ball_of(terms: Iterable[Term]) -> arb:
    return sum((arb(c) * arb(r).sqrt() for r, c in terms), arb(0))


def _excludes_zero(ball: arb) -> bool:
    return bool(ball > 0) or bool(ball < 0)


def _terms(other: Any) -> tuple[Term, ...] | None:
    if isinstance(other, Surd):
        return other.terms
    return ((1, fmpq(other)),) if isinstance(other, Rational) else None


def _reciprocal(number: Any) -> Any:
    """Invert exactly what has one term or two (by the conjugate), as a ball what has more."""
    if isinstance(number, arb):
        return 1 / number
    if not isinstance(number, Surd):
        return 1 / fmpq(number)
    if len(number.terms) > 2:
        in_balls("a quotient by a sum of three or more square roots")
        return 1 / number.ball()
    *others, (radicand, coefficient) = number.terms
    if not others:
        return surd_sum([(radicand, 1 / (coefficient * radicand))])
    conjugate = Surd((*others, (radicand, -coefficient)))
    return conjugate / (number * conjugate)
