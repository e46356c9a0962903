"""Real algebraic numbers, exact: roots of roots, cube roots, rational powers.

A number is an element of flint's field of real algebraic numbers: a minimal polynomial and
an enclosure that tells its roots apart (Johansson, "Calcium: computing in exact real and
complex fields", ISSAC 2021). Flint's module is private to it and its elements can't be read
but as text; this module is the only one that knows. What is rational comes out as ``fmpq``,
what is quadratic as a ``Surd``, so an ``Algebraic`` has degree 3 or more. Beyond a degree or a
height results are balls: minimal polynomials grow with the product of degrees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import flint
from flint import arb, fmpq, fmpz
from flint.types._gr import gr_real_arb_ctx, gr_real_qqbar_ctx

from referee.numerics.precision import in_balls, until_certain
from referee.numerics.surds import Surd, square_root

MOST_DEGREE = 64  # the product of the degrees of two numbers that are joined
MOST_BITS = 4_096  # of the coefficients of a result's minimal polynomial, as estimated

Rational = (int, fmpz, fmpq)
_FIELD: Any = gr_real_qqbar_ctx.new()
_ZERO = _FIELD(0)
_NUMBER = re.compile(r"(?<![\^\d])\d+")  # a coefficient, as no exponent is
_DEGREE = re.compile(r"a\^(\d+)")
_TERM = re.compile(r"([+-]?)(?=[\da])(\d*)\*?(a(?:\^(\d+))?)?")
_QUADRATIC = re.compile(r"(?:([+-]?\d*)\*?a\^2)(?:([+-]\d*)\*?a(?!\^))?([+-]\d+)?$")


class Algebraic:
    """A real algebraic number; build one with :func:`power` or by arithmetic.

    ``degree`` is its degree, ``bits`` the size of its minimal polynomial's coefficients and
    ``text`` what flint writes.
    """

    __slots__ = ("bits", "degree", "element", "text")

    def __init__(self, element: Any) -> None:
        self.element = element
        self.text = repr(element)
        polynomial = self.text.rpartition(" of ")[2]
        found = _DEGREE.search(polynomial)
        self.degree = int(found[1]) if found else 1
        self.bits = max(_bits(digits) for digits in _NUMBER.findall(polynomial))

    def __add__(self, other: Any) -> Any:
        return _joined(self, other, lambda a, b: a + b, "a sum")

    __radd__ = __add__

    def __neg__(self) -> Any:
        return Algebraic(-self.element)

    def __sub__(self, other: Any) -> Any:
        return _joined(self, other, lambda a, b: a - b, "a difference")

    def __rsub__(self, other: Any) -> Any:
        return _joined(self, other, lambda a, b: b - a, "a difference")

    def __mul__(self, other: Any) -> Any:
        return _joined(self, other, lambda a, b: a * b, "a product")

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Rational) and other == 0:
            raise ZeroDivisionError("a division by zero")
        return _joined(self, other, lambda a, b: a / b, "a quotient")

    def __rtruediv__(self, other: Any) -> Any:
        return _joined(self, other, lambda a, b: b / a, "a quotient")

    def __pow__(self, exponent: Any) -> Any:
        if not isinstance(exponent, int):
            return NotImplemented
        found = power(self, fmpq(exponent))
        return self.ball() ** exponent if found is None else found

    def __abs__(self) -> Any:
        return -self if self.sign() < 0 else self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (*Rational, Surd, Algebraic)):
            return NotImplemented
        lifted = lift(other)
        return lifted is not None and bool(self.element == lifted.element)

    def __hash__(self) -> int:
        return hash(self.text)

    def __float__(self) -> float:
        return float(until_certain(self.ball, lambda ball: ball.rel_accuracy_bits() > 53))

    def __repr__(self) -> str:
        polynomial = self.text.rpartition(" of ")[2]
        return f"the root {float(self):.6g} of {polynomial.replace('a', 'x')}"

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        # The text of a ball holds the ball: flint rounds its radius up.
        return arb(repr(_balls(flint.ctx.prec + 8)(self.element)))

    def sign(self) -> int:
        """Return -1 or 1; a number of degree 3 or more is not 0."""
        return int(_FIELD.cmp(self.element, _ZERO))


def minimal_polynomial(number: Algebraic) -> tuple[int, ...]:
    """Return the whole coefficients of a number's minimal polynomial, the constant one first."""
    coefficients = [0] * (number.degree + 1)
    for sign, size, power_, exponent in _TERM.findall(number.text.rpartition(" of ")[2]):
        place = int(exponent or 1) if power_ else 0
        coefficients[place] = int(f"{sign}{size or 1}")
    return tuple(coefficients)


def lift(number: Any) -> Algebraic | None:
    """Return a rational, a surd or an algebraic number as one; None beyond the bounds."""
    if isinstance(number, Algebraic):
        return number
    if isinstance(number, Surd):
        return _lift_surd(number.terms)
    return Algebraic(_FIELD(fmpq(number)))


@lru_cache(maxsize=4096)
def _lift_surd(terms: tuple[tuple[int, fmpq], ...]) -> Algebraic | None:
    total = Algebraic(_ZERO)
    for radicand, coefficient in terms:
        size = Algebraic(_FIELD(coefficient * coefficient * radicand).sqrt())
        if not _within(total, size):
            return None
        total = Algebraic(total.element + (size.element if coefficient > 0 else -size.element))
    return total


def power(number: Any, exponent: fmpq) -> Any:
    """Return number^exponent of an algebraic number > 0 (any, for a whole exponent).

    None where the exact power is beyond the bounds.
    """
    base = lift(number)
    if base is None:
        return None
    degree, times = int(exponent.q), abs(int(exponent.p))
    if base.degree * degree > MOST_DEGREE or times * base.bits * base.degree > MOST_BITS:
        in_balls(f"the power {exponent} of an algebraic number")
        return None
    root_ = _FIELD.pow(base.element, _FIELD(1) / _FIELD(degree)) if degree > 1 else base.element
    return _settled(Algebraic(_FIELD.pow(root_, _FIELD(exponent.p))))


def _joined(one: Algebraic, other: Any, step: Callable[[Any, Any], Any], what: str) -> Any:
    """Apply a step to two numbers, exactly within the bounds and to their balls beyond."""
    if isinstance(other, arb):
        return step(one.ball(), other)
    if not isinstance(other, (*Rational, Surd, Algebraic)):
        return NotImplemented
    lifted = lift(other)
    if lifted is None or not _within(one, lifted):
        tie = None if lifted is None else _tie(one, lifted, what)
        if tie is not None:
            return tie
        in_balls(f"{what} of algebraic numbers of too large a degree or height")
        return step(one.ball(), ball_of(other))
    return _settled(Algebraic(step(one.element, lifted.element)))


def _tie(one: Algebraic, other: Algebraic, what: str) -> fmpq | None:
    """Return what equal numbers come to, and opposite ones: no resultant is needed for it."""
    if what == "a sum":
        return fmpq(0) if one.element == -other.element else None
    known = {"a difference": fmpq(0), "a quotient": fmpq(1)}.get(what)
    return known if one.element == other.element else None


def _within(one: Algebraic, other: Algebraic) -> bool:
    """Say whether the resultant of two minimal polynomials is no giant."""
    bits = one.bits * other.degree + other.bits * one.degree
    return one.degree * other.degree <= MOST_DEGREE and bits <= MOST_BITS


def _settled(number: Algebraic) -> Any:
    """Return a number in its simplest kind: rational, a surd where quadratic, else itself."""
    if number.degree == 1:
        found = Fraction(number.text)
        return fmpq(found.numerator, found.denominator)
    return _quadratic(number) if number.degree == 2 else number


def _quadratic(number: Algebraic) -> Any:
    """Return the root of a·x² + b·x + c that a number is, as a sum of square roots."""
    found = _QUADRATIC.search(number.text.rpartition(" of ")[2])
    if found is None:
        raise ValueError(f"not a quadratic number: {number.text}")
    a, b, c = (_coefficient(text) for text in found.groups())
    middle, radius = fmpq(-b, 2 * a), square_root(fmpq(b * b - 4 * a * c, 4 * a * a))
    above = _FIELD.cmp(number.element, _FIELD(middle)) > 0
    return middle + radius if above else middle - radius


def _coefficient(text: str | None) -> int:
    """Return a coefficient as flint writes it: 1 is left out, a term that is 0 too."""
    if text is None:
        return 0
    return int(f"{text}1") if text in {"", "+", "-"} else int(text)


def ball_of(number: Any) -> arb:
    """Return a ball around a rational, a surd or an algebraic number."""
    return number.ball() if hasattr(number, "ball") else arb(number)


def _bits(digits: str) -> int:
    return len(digits) * 10 // 3 + 1


@lru_cache(maxsize=64)
def _balls(bits: int) -> Any:
    return gr_real_arb_ctx.new(bits)
