"""Exact numbers of the form c_0 + Σ (a_k·cos(r_k) + b_k·sin(r_k)), the r_k rational and positive.

cos and sin are sums of exp(±i·r), and exponentials of distinct algebraic numbers are linearly
independent over the algebraic numbers (Lindemann and Weierstrass): a sum with distinct r_k is 0
only where all coefficients are, which may be algebraic or real exponential sums. Products are sums
again: 2·cos(r)·cos(s) = cos(r − s) + cos(r + s), and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics.algebraic import Algebraic, ball_of
from referee.numerics.exact_field import ExactNumber
from referee.numerics.exponential_sums import ExponentialFraction, ExponentialSum
from referee.numerics.precision import NotComputed, in_balls, until_certain
from referee.numerics.surds import Surd

MOST_PAIRS = 1_024  # of terms that are multiplied with one another
MOST_BITS = 20_000  # of an angle
CAP_BITS = 1 << 16  # where the sign of a sum that is not 0 is given up

Rational = (int, fmpz, fmpq)
Coefficient = (*Rational, Surd, Algebraic, ExponentialSum, ExponentialFraction)
Pair = tuple[Any, Any]  # the coefficients of cos(r) and sin(r)
ZERO = fmpq(0)


class Trigonometric(ExactNumber):
    """A sum of multiples of cosines and sines; build one with :func:`cosine` and :func:`sine`.

    ``terms`` are the coefficients of cos(r) and sin(r) by r, none of them twice 0; the number
    itself is that of cos(0). What is no more than that number is none of these.
    """

    __slots__ = ("terms",)

    @staticmethod
    def foreign(other: Any) -> bool:
        """Say whether an operand is no number that this kind computes with."""
        return not isinstance(other, (*Coefficient, arb, Trigonometric))

    @staticmethod
    def reciprocal(number: Any) -> Any:
        """Return one over a number that is not foreign. Raises ZeroDivisionError for 0."""
        return _reciprocal(number)

    def __init__(self, terms: Mapping[fmpq, Pair]) -> None:
        self.terms = terms

    def __add__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() + other
        if self.foreign(other):
            return NotImplemented
        return _collected([*self.terms.items(), *_terms(other)])

    def __neg__(self) -> Trigonometric:
        return Trigonometric({r: (-a, -b) for r, (a, b) in self.terms.items()})

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() * other
        if self.foreign(other):
            return NotImplemented
        more = [*_terms(other)]
        if len(self.terms) * len(more) > MOST_PAIRS:
            raise NotComputed("a product of sums of too many sines")
        return _collected(
            part for one in self.terms.items() for two in more for part in _product(one, two)
        )

    def __pow__(self, exponent: Any) -> Any:
        return _power(self, exponent)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trigonometric) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms))

    def __float__(self) -> float:
        return float(until_certain(self.ball, lambda ball: ball.rel_accuracy_bits() > 53, cap=1024))

    def __repr__(self) -> str:
        parts = [
            (c if name == "cos" and r == 0 else f"({c})*{name}({r})")
            for r, pair in self.terms.items()
            for name, c in zip(("cos", "sin"), pair, strict=True)
            if not _is_zero(c)
        ]
        return " + ".join(map(str, parts))

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        total = arb(0)
        for r, (a, b) in self.terms.items():
            total += ball_of(a) * arb(r).cos() + ball_of(b) * arb(r).sin()
        return total

    def sign(self) -> int:
        """Return −1 or 1. Raises NotComputed where that stays open at a giant precision."""
        ball = until_certain(self.ball, _excludes_zero, cap=CAP_BITS)
        if not _excludes_zero(ball):
            raise NotComputed("the sign of a sum of sines")
        return 1 if ball > 0 else -1


class TrigonometricFraction(ExactNumber):
    """A number over a sum of sines, neither of them 0."""

    __slots__ = ("bottom", "top")

    @staticmethod
    def foreign(other: Any) -> bool:
        """Say whether an operand is no number that this kind computes with."""
        return not isinstance(other, (*Coefficient, arb, Trigonometric, TrigonometricFraction))

    @staticmethod
    def reciprocal(number: Any) -> Any:
        """Return one over a number that is not foreign. Raises ZeroDivisionError for 0."""
        return _reciprocal(number)

    def __init__(self, top: Any, bottom: Trigonometric) -> None:
        self.top, self.bottom = top, bottom

    def __add__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() + other
        if self.foreign(other):
            return NotImplemented
        top, bottom = _parts(other)
        try:
            if self.bottom == bottom:
                return _fraction(self.top + top, self.bottom)
            return _fraction(self.top * bottom + top * self.bottom, self.bottom * bottom)
        except NotComputed:
            in_balls("fractions of sums of too many sines")
            return self.ball() + ball_of(other)

    def __neg__(self) -> TrigonometricFraction:
        return TrigonometricFraction(-self.top, self.bottom)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() * other
        if self.foreign(other):
            return NotImplemented
        top, bottom = _parts(other)
        try:
            return _fraction(self.top * top, self.bottom * bottom)
        except NotComputed:
            in_balls("fractions of sums of too many sines")
            return self.ball() * ball_of(other)

    def __pow__(self, exponent: Any) -> Any:
        return _power(self, exponent)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TrigonometricFraction) and (self - other) is ZERO

    def __hash__(self) -> int:
        return hash(TrigonometricFraction)  # one value, many fractions

    def __float__(self) -> float:
        return float(until_certain(self.ball, lambda ball: ball.rel_accuracy_bits() > 53, cap=1024))

    def __repr__(self) -> str:
        return f"({self.top})/({self.bottom})"

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        quotient: arb = ball_of(self.top) / self.bottom.ball()
        return quotient

    def sign(self) -> int:
        """Return −1 or 1; see :meth:`Trigonometric.sign`."""
        top = self.top
        above = (top > 0) - (top < 0) if isinstance(top, Rational) else int(top.sign())
        return above * self.bottom.sign()


def _fraction(top: Any, bottom: Any) -> Any:
    """Return top over bottom: no fraction where the top is 0, or a multiple of the bottom."""
    if isinstance(top, arb) or isinstance(bottom, arb):
        return ball_of(top) / ball_of(bottom)
    if _is_zero(top):
        return ZERO
    if not isinstance(bottom, Trigonometric):
        return top / bottom
    times = _ratio(top, bottom)
    return TrigonometricFraction(top, bottom) if times is None else times


def _ratio(top: Any, bottom: Trigonometric) -> Any:
    """Return what number of times the bottom a top is, None where it is no multiple."""
    if not isinstance(top, Trigonometric) or [*top.terms] != [*bottom.terms]:
        return None
    pairs = [
        (above, below)
        for r, pair in top.terms.items()
        for above, below in zip(pair, bottom.terms[r], strict=True)
    ]
    times = next(above / below for above, below in pairs if not _is_zero(below))
    return times if all(_is_zero(above - times * below) for above, below in pairs) else None


def _parts(number: Any) -> tuple[Any, Any]:
    """Return the top and the bottom of a number."""
    if isinstance(number, TrigonometricFraction):
        return number.top, number.bottom
    return number, fmpq(1)


def _reciprocal(number: Any) -> Any:
    if isinstance(number, TrigonometricFraction):
        return _fraction(number.bottom, number.top)
    if isinstance(number, Trigonometric):
        return TrigonometricFraction(fmpq(1), number)
    return 1 / (fmpq(number) if isinstance(number, Rational) else number)


def _power(base: Any, exponent: Any) -> Any:
    if not isinstance(exponent, int):
        return NotImplemented
    base = _reciprocal(base) if exponent < 0 else base
    power: Any = fmpq(1)
    for _ in range(abs(exponent)):
        power = base * power
    return power


def cosine(angle: Any) -> Any:
    """Return cos of a rational number."""
    return _at(angle, (fmpq(1), ZERO))


def sine(angle: Any) -> Any:
    """Return sin of a rational number."""
    return _at(angle, (ZERO, fmpq(1)))


def _at(angle: Any, pair: Pair) -> Any:
    r = fmpq(angle)
    if int(r.height_bits()) > MOST_BITS:
        raise NotComputed("the sine of an angle of too many digits")
    return _collected([(r, pair)])


def _collected(parts: Iterable[tuple[fmpq, Pair]]) -> Any:
    """Return the normal form of a sum: angles that are not negative, each once."""
    merged: dict[fmpq, Pair] = {}
    for angle, (a, b) in parts:
        r = abs(angle)
        have = merged.get(r, (ZERO, ZERO))
        sine_ = ZERO if r == 0 else have[1] + (b if angle > 0 else -b)
        merged[r] = (have[0] + a, sine_)
    kept = {r: pair for r, pair in sorted(merged.items()) if not all(map(_is_zero, pair))}
    if not kept:
        return ZERO
    if [*kept] == [ZERO]:
        return kept[ZERO][0]
    found = Trigonometric(kept)
    exact = not any(isinstance(c, arb) for pair in kept.values() for c in pair)
    return found if exact else found.ball()


def _product(one: tuple[fmpq, Pair], two: tuple[fmpq, Pair]) -> Iterable[tuple[fmpq, Pair]]:
    """Yield the product of a·cos(r) + b·sin(r) and c·cos(s) + d·sin(s) at r + s and at r − s."""
    (r, (a, b)), (s, (c, d)) = one, two
    yield r + s, ((a * c - b * d) / 2, (b * c + a * d) / 2)
    yield r - s, ((a * c + b * d) / 2, (b * c - a * d) / 2)


def _terms(other: Any) -> Iterable[tuple[fmpq, Pair]]:
    if isinstance(other, Trigonometric):
        return other.terms.items()
    return [(ZERO, (fmpq(other) if isinstance(other, Rational) else other, ZERO))]


def _is_zero(number: Any) -> bool:
    return isinstance(number, Rational) and number == 0


def _excludes_zero(ball: arb) -> bool:
    return bool(ball > 0) or bool(ball < 0)
