"""Roots of integer polynomials: isolated once, refined by Newton where more bits are asked for.

Flint factors a polynomial and isolates the roots of each factor. What is rational comes out as
``fmpq``, what is quadratic as a ``Surd``; the other real roots know their polynomial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import flint
from flint import acb, arb, fmpq, fmpz_poly

from referee.numerics.precision import START_BITS, precision
from referee.numerics.surds import square_root

GUARD = 32  # bits beyond those that are asked for
PER_DEGREE = 16  # bits that a polynomial near its root loses, for each of its degrees
Coefficients = tuple[int, ...]  # of an integer polynomial, the constant one first


@dataclass(frozen=True)
class Irreducible:
    """A polynomial over the integers without a factor, of degree 3 or more."""

    coefficients: Coefficients

    @cached_property
    def polynomial(self) -> fmpz_poly:
        """The polynomial as flint has it."""
        return fmpz_poly(list(self.coefficients))

    @property
    def degree(self) -> int:
        """How many roots it has, complex ones too."""
        return len(self.coefficients) - 1

    def isolated(self, bits: int) -> list[acb]:
        """Return disjoint balls around all roots: the real ones first, ascending."""
        with precision(bits):
            found: Any = self.polynomial.complex_roots()
        return [root for root, _ in found]

    @cached_property
    def balls(self) -> list[acb]:
        """Disjoint balls around all roots, the real ones first, ascending."""
        return self.isolated(START_BITS)

    @cached_property
    def narrow(self) -> list[acb]:
        """The balls narrowed so far that Newton's steps converge, in the same order."""
        return self.isolated(START_BITS + PER_DEGREE * self.degree)

    @cached_property
    def largest(self) -> int:
        """A bound of |a·r| for its leading coefficient a and all of its roots r."""
        lead = abs(self.coefficients[-1])
        with precision(START_BITS):
            return max(_above(lead * abs(ball).upper()) for ball in self.balls)

    def says(self) -> str:
        """Return it as text, in x."""
        return re.sub(r"\+ \(-(\d+)\)", r"- \1", str(self.polynomial))


def _above(ball: arb) -> int:
    """Return a whole number that is at least a ball."""
    mantissa, exponent = (int(part) for part in ball.upper().man_exp())
    return mantissa << exponent if exponent >= 0 else -(-mantissa >> -exponent)


@dataclass(eq=False)
class Root:
    """A root of an irreducible polynomial, known by its place among the isolated ones."""

    of: Irreducible
    place: int

    def __post_init__(self) -> None:
        self.enclosure: arb = self.of.balls[self.place].real
        self.bits = START_BITS

    def ball(self) -> arb:
        """Return a ball around the root, at the current precision."""
        bits = flint.ctx.prec
        while self.bits < bits:
            self._refine(min(2 * self.bits, bits))
        return +self.enclosure

    def _refine(self, bits: int) -> None:
        """Double the bits by an interval Newton step; isolate again where that does not."""
        if self.bits == START_BITS:
            self.enclosure = self.of.narrow[self.place].real
        found = self._by_newton(bits)
        self.enclosure = self.of.isolated(bits)[self.place].real if found is None else found
        self.bits = bits

    def _by_newton(self, bits: int) -> arb | None:
        """Return m − p(m)/p'(X), which holds the root in X (the mean value theorem).

        None where that is not as narrow as is asked for.
        """
        polynomial = self.of.polynomial
        with precision(bits + GUARD + PER_DEGREE * self.of.degree):
            middle = self.enclosure.mid()
            slope = polynomial.derivative()(self.enclosure)
            if slope.contains(0):
                return None
            found: arb = middle - polynomial(middle) / slope
        return found if found.rel_accuracy_bits() >= bits else None


@dataclass(frozen=True)
class Roots:
    """The real roots of a polynomial, decreasing, as often as they count; ``all_real`` or not.

    ``moduli`` are those of its factors that have other roots, as often as each counts.
    """

    real: tuple[Any, ...]
    others: tuple[tuple[Coefficients, int], ...]

    @property
    def all_real(self) -> bool:
        """Whether it has no other roots."""
        return not self.others


@lru_cache(maxsize=4096)
def roots_of(coefficients: Coefficients) -> Roots:
    """Return the roots of a polynomial that is not constant."""
    _, factors = fmpz_poly(list(coefficients)).factor()
    real: list[Any] = []
    others: list[tuple[Coefficients, int]] = []
    for factor, times in factors:
        found = real_roots(tuple(int(c) for c in factor.coeffs()))
        real += [root for root in found for _ in range(times)]
        if len(found) < factor.degree():
            others.append((tuple(int(c) for c in factor.coeffs()), times))
    return Roots(tuple(decreasing(real)), tuple(others))


@lru_cache(maxsize=4096)
def real_roots(coefficients: Coefficients) -> tuple[Any, ...]:
    """Return the real roots of a polynomial without a factor, in no order."""
    if len(coefficients) == 2:
        return (fmpq(-coefficients[0], coefficients[1]),)
    if len(coefficients) == 3:
        return _quadratic(*coefficients)
    of = Irreducible(coefficients)
    return tuple(Root(of, k) for k, ball in enumerate(of.balls) if ball.imag == 0)


def _quadratic(c: int, b: int, a: int) -> tuple[Any, ...]:
    discriminant = fmpq(b * b - 4 * a * c, 4 * a * a)
    if discriminant < 0:
        return ()
    middle, radius = fmpq(-b, 2 * a), square_root(discriminant)
    return middle + radius, middle - radius


def decreasing(numbers: list[Any]) -> list[Any]:
    """Return real numbers in decreasing order; those that are equal must be one object."""
    bits = START_BITS
    while True:
        with precision(bits):
            balls = [(ball_of(number), number) for number in numbers]
        balls.sort(key=lambda pair: pair[0].mid(), reverse=True)
        neighbours = pairwise(balls)
        if all(a is b or x > y for (x, a), (y, b) in neighbours):
            return [number for _, number in balls]
        bits *= 2


def ball_of(number: Any) -> arb:
    """Return a ball around a rational, a surd or a root, at the current precision."""
    return number.ball() if hasattr(number, "ball") else arb(number)
