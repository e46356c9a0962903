"""Numbers made of roots of polynomials by +, −, ·, / and roots, computed when a sign is asked for.

Most signs a ball tells at once, which costs no resultants of minimal polynomials. Where a ball
holds 0, it is narrowed until it lies within what separates such a number from 0
(:mod:`referee.numerics.separation`): then the number is 0. Ties are decided so, and without a
tolerance; one that would take more than MOST_BITS is left open.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flint
from flint import arb, fmpq, fmpz

from referee.numerics import algebraic, one_root, separation, symmetric_forms
from referee.numerics.algebraic import Algebraic
from referee.numerics.exact_field import ExactNumber
from referee.numerics.exponential_sums import ExponentialFraction, ExponentialSum
from referee.numerics.polynomial_roots import Irreducible, Root
from referee.numerics.precision import CAP_BITS, START_BITS, in_balls, precision
from referee.numerics.separation import Extent
from referee.numerics.surds import Surd
from referee.numerics.symmetric_forms import Form
from referee.numerics.work import spend

MOST_BITS = 20_000  # that a tie may take
MOST_DEPTH = 200  # of one operation within another
OPERATION = 60  # units of work that an operation takes
LONGEST = 160  # characters of an expression that is written down
TIE = "a tie of roots of polynomials that is too close for its degree"

Rational = (int, fmpz, fmpq)
BALLS = (arb, ExponentialSum, ExponentialFraction)  # what it can meet in balls alone
Evaluate = Callable[[], arb]


class RootExpression(ExactNumber):
    """A real algebraic number by the way it is made; ``extent`` bounds its conjugates.

    ``evaluate`` computes a ball at the current precision; the last one is kept.
    """

    __slots__ = ("_ball", "_bits", "_sign", "depth", "evaluate", "extent", "form", "text")

    def __init__(
        self,
        evaluate: Evaluate,
        extent: Extent,
        text: str,
        depth: int = 0,
        form: Form | None = None,
    ) -> None:
        self.evaluate, self.extent, self.depth, self.form = evaluate, extent, depth, form
        self.text = text if len(text) <= LONGEST else ""
        self._bits = 0
        self._ball: arb | None = None
        self._sign: int | None = None

    @staticmethod
    def foreign(other: Any) -> bool:
        """Say whether an operand is no number that this kind computes with."""
        return not isinstance(other, (*Rational, *BALLS, Surd, Algebraic, RootExpression))

    @staticmethod
    def reciprocal(number: Any) -> Any:
        """Return one over a number that is not foreign. Raises ZeroDivisionError for 0."""
        if isinstance(number, BALLS):
            return 1 / number
        return _over(expression(1), expression(number))

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Rational) and other == 0:
            return self
        return self._with(other, _SUM)

    def __sub__(self, other: Any) -> Any:
        if other is self:
            return fmpq(0)
        if isinstance(other, Rational) and other == 0:
            return self
        return self._with(other, _DIFFERENCE)

    def __neg__(self) -> Any:
        return self * -1

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Rational) and other in {0, 1}:
            return self if other == 1 else fmpq(0)
        return self._with(other, _PRODUCT)

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Rational) and other != 0:
            return self * (1 / fmpq(other))
        if self.foreign(other):
            return NotImplemented
        if isinstance(other, BALLS):
            return self._in_balls(other, lambda a, b: a / b)
        return _over(self, expression(other))

    def __pow__(self, exponent: Any) -> Any:
        if not isinstance(exponent, int):
            return NotImplemented
        base: Any = self.reciprocal(self) if exponent < 0 else self
        found: Any = fmpq(1)
        for bit in f"{abs(exponent):b}":
            found = found * found * (base if bit == "1" else 1)
        return found

    def __eq__(self, other: object) -> bool:
        if isinstance(other, BALLS) or self.foreign(other):
            return NotImplemented
        difference = self - other
        plain = not isinstance(difference, RootExpression)
        return bool(difference == 0 if plain else difference.sign() == 0)

    def __hash__(self) -> int:
        raise TypeError("a root expression has no hash: equal ones may be made in different ways")

    def __float__(self) -> float:
        if self.sign() == 0:
            return 0.0
        with precision(START_BITS * 4):
            return float(self.ball())

    def __repr__(self) -> str:
        return self.text or "a number made of roots of polynomials"

    def _with(self, other: Any, step: Step) -> Any:
        if self.foreign(other):
            return NotImplemented
        if isinstance(other, BALLS):
            return self._in_balls(other, step.of)
        spend(OPERATION)
        return _made(self, expression(other), step)

    def _in_balls(self, other: Any, step: Callable[[Any, Any], Any]) -> Any:
        """Return what a step makes of a number that has no polynomial."""
        if isinstance(other, arb):
            return step(self.ball(), other)
        in_balls("roots of polynomials together with exponentials")
        return step(self.ball(), other.ball())

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        bits = flint.ctx.prec
        if self._ball is None or self._bits != bits:
            self._ball, self._bits = self.evaluate(), bits
        return self._ball

    def sign(self) -> int | None:
        """Return −1, 0 or 1; None for what is too close to 0 to tell within MOST_BITS."""
        if self._sign is None:
            self._sign = self._found_sign()
        return self._sign

    def _found_sign(self) -> int | None:
        bits, needed = START_BITS, None
        while True:
            with precision(bits):
                ball = self.ball()
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
            if needed is None:
                if one_root.vanishes(self.form):
                    return 0
                needed = self.extent.bits()
            if _within(ball, needed):
                return 0
            if bits >= (2 * needed + CAP_BITS if needed <= MOST_BITS else CAP_BITS):
                in_balls(TIE)
                return None
            bits = min(2 * bits, needed + bits) if needed > bits else 2 * bits


def _within(ball: arb, bits: int) -> bool:
    """Say whether a ball lies within 2^−bits of 0."""
    with precision(START_BITS):
        return bool(abs(ball).upper() < arb(2) ** -bits)


def expression(number: Any) -> RootExpression:
    """Return a rational, a surd, an algebraic number or a root as an expression."""
    if isinstance(number, RootExpression):
        return number
    if isinstance(number, Root):
        return of_root(number)
    if isinstance(number, Surd):
        form = symmetric_forms.of_constant(number)
        return RootExpression(number.ball, separation.of_surd(number), f"({number})", form=form)
    if isinstance(number, Algebraic):
        return _of_algebraic(number)
    form = symmetric_forms.of_constant(fmpq(number))
    extent = separation.of_rational(number)
    return RootExpression(lambda: arb(number), extent, str(number), form=form)


def of_root(root: Root) -> RootExpression:
    """Return a root of a polynomial."""
    of = root.of
    extent = Extent(of.largest, abs(of.coefficients[-1]), atoms=frozenset({(of, root.place)}))
    text = f"(the root {float(root.ball()):.6g} of {of.says()})"
    form = symmetric_forms.of_root(of, root.place)
    return RootExpression(root.ball, extent, text, form=form)


def _of_algebraic(number: Algebraic) -> RootExpression:
    of = Irreducible(algebraic.minimal_polynomial(number))
    extent = Extent(of.largest, abs(of.coefficients[-1]), atoms=frozenset({(of, number)}))
    return RootExpression(number.ball, extent, f"({number!r})")


@dataclass(frozen=True)
class Step:
    """What joins two numbers: their balls, their extents and their forms."""

    sign: str
    of: Callable[[Any, Any], Any]
    extent: Callable[[Extent, Extent], Extent]
    form: Callable[[Form | None, Form | None], Form | None]


_SUM = Step("+", operator.add, Extent.plus, symmetric_forms.plus)
_DIFFERENCE = Step("-", operator.sub, Extent.plus, symmetric_forms.minus)
_PRODUCT = Step("*", operator.mul, Extent.times, symmetric_forms.times)
_QUOTIENT = Step("/", operator.truediv, Extent.over, symmetric_forms.over)


def _made(one: RootExpression, other: RootExpression, step: Step) -> Any:
    """Return what joins two numbers: what comes out as a number without roots is that."""
    form = step.form(one.form, other.form)
    plain = symmetric_forms.constant(form)
    if plain is not None:
        return plain
    depth = max(one.depth, other.depth) + 1
    if depth > MOST_DEPTH:
        in_balls(f"more than {MOST_DEPTH} steps with roots of polynomials")
        return step.of(one.ball(), other.ball())
    text = f"({one.text} {step.sign} {other.text})" if one.text and other.text else ""
    extent = step.extent(one.extent, other.extent)
    return RootExpression(lambda: step.of(one.ball(), other.ball()), extent, text, depth, form)


def _over(one: RootExpression, other: RootExpression) -> Any:
    """Return a quotient. Raises ZeroDivisionError for 0, and leaves what may be 0 to balls."""
    sign = other.sign()
    if sign == 0:
        raise ZeroDivisionError("a division by zero")
    if sign is None:
        return one.ball() / other.ball()
    return _made(one, other, _QUOTIENT)


def root(number: RootExpression, degree: int, radicand: Any = None) -> Any:
    """Return the root of a number that is not negative; ``radicand`` tells equal ones apart."""
    if degree == 1:
        return number
    key = object() if radicand is None else radicand
    extent = number.extent.root(degree, key)
    return RootExpression(
        lambda: number.ball().nonnegative_part().root(degree),
        extent, f"({number.text})^(1/{degree})" if number.text else "", number.depth + 1,
        symmetric_forms.root(number.form) if degree == 2 else None,
    )  # fmt: skip


def power(number: RootExpression, exponent: fmpq) -> Any:
    """Return number^exponent of a number > 0."""
    return root(number, int(exponent.q)) ** int(exponent.p)
