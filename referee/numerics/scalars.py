"""What one number is: its sign, its size, its exponential, its nearest float.

The numbers are ``fmpq``, sums of square roots, other real algebraic numbers, exponential sums
and their quotients, sums of sines, polynomials in logarithms, balls (``arb``), Gaussian rationals,
polynomials times exponentials over these in the letters of what is random or integrated over,
series over these, and floats. A new kind of number is taught to the project here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics import (
    algebraic,
    exponential_sums,
    logarithms,
    root_expressions,
    trigonometric,
)
from referee.numerics.algebraic import Algebraic
from referee.numerics.degrees import NotRational, Tracked, assume
from referee.numerics.exponential_polynomials import (
    NAMED,
    ExponentialPolynomial,
    constant_of,
    exponential_of,
)
from referee.numerics.exponential_sums import ExponentialFraction, ExponentialSum, exponential
from referee.numerics.gaussian import Gaussian
from referee.numerics.germs import Germ
from referee.numerics.logarithms import Logarithmic
from referee.numerics.precision import NotComputed, in_balls
from referee.numerics.root_expressions import RootExpression
from referee.numerics.series import Series, as_series
from referee.numerics.surds import Surd, square_root
from referee.numerics.trigonometric import Trigonometric, TrigonometricFraction

RATIONAL = (int, fmpz, fmpq)
ALGEBRAIC = (*RATIONAL, Surd, Algebraic)
# Exact all the same; of a root expression an open tie is noticed and named.
IRRATIONAL = (
    Surd,
    Algebraic,
    RootExpression,
    ExponentialSum,
    ExponentialFraction,
    Trigonometric,
    TrigonometricFraction,
    Logarithmic,
)


class Undefined(ArithmeticError):
    """A formula has no value at this point: a division by zero, a singular inverse."""


class NotDifferentiable(Undefined):
    """A derivative that does not exist at this point."""


_sides: ContextVar[list[bool] | None] = ContextVar("_sides", default=None)


@contextmanager
def sides() -> Iterator[list[bool]]:
    """Collect a True for each order of series inside the block that ε's sign decides."""
    found: list[bool] = []
    token = _sides.set(found)
    try:
        yield found
    finally:
        _sides.reset(token)


def one_side() -> None:
    """Note that what follows holds for small ε > 0, and may not for ε < 0."""
    found = _sides.get()
    if found is not None:
        found.append(True)


def why_undefined(error: Undefined | ZeroDivisionError) -> str:
    """Say why there is no value; a library's own words for a division by zero do not matter."""
    return str(error) if isinstance(error, Undefined) else "a division by zero"


def sign(number: Any) -> int | None:
    """Return -1, 0 or 1; None where a ball is too wide to tell.

    A series has the sign it takes for all small ε > 0, which is lexicographic.
    """
    if isinstance(number, Series):
        return _sign_of_series(number)
    if isinstance(number, (*IRRATIONAL, Germ)):
        return number.sign()
    if isinstance(number, Gaussian):
        if number.im != 0:
            raise NotComputed("an order of complex numbers")
        return sign(number.re)
    if number > 0:
        return 1
    if number < 0:
        return -1
    return 0 if number == 0 else None


def _sign_of_series(number: Series) -> int | None:
    first = sign(number.value)
    if first != 0:
        return first
    second = sign(number.slope)
    if second != 0:
        one_side()
    return second


def vanishes(number: Any) -> bool | None:
    """Say whether a number is zero; None where a ball is too wide to tell.

    A tracked number (numerics.degrees) that is zero at its point is taken for the zero
    function, and its degree is noted as the price of that; that it is not zero is noted
    too, since it says nothing of other points.
    """
    if isinstance(number, Series):
        first = vanishes(number.value)
        return vanishes(number.slope) if first else first
    if isinstance(number, Tracked):
        assume(number.top if number.value == 0 else None)
        return bool(number.value == 0)
    found = sign(number.size() if isinstance(number, Gaussian) else number)
    return None if found is None else found == 0


def is_zero(number: Any) -> bool:
    """Say whether dividing by a number is dividing by an exact zero, which balls do not notice."""
    at = number.value if isinstance(number, Series) else number
    if isinstance(at, RootExpression):
        return at.sign() == 0
    return isinstance(at, RATIONAL) and at == 0


def size(number: Any) -> Any:
    """Return a number's size, to measure with: |number|, for a Gaussian rational |re| + |im|."""
    return number.size() if isinstance(number, Gaussian) else magnitude(number)


def squared_modulus(number: Any) -> Any:
    """Return |number|²: a real number also where the number is complex."""
    if isinstance(number, Gaussian):
        return number.re * number.re + number.im * number.im
    return number * number


def magnitude(number: Any) -> Any:
    """Return |number|."""
    if isinstance(number, Gaussian):
        return square_root(squared_modulus(number))
    if isinstance(number, Series):
        return -number if sign(number) == -1 else number
    return abs(number)


def exp(number: Any) -> Any:
    """Return e^number: exact on algebraic numbers, a ball where no exact form exists."""
    if isinstance(number, Series):
        value = exp(number.value)
        return Series(value, value * number.slope)
    if isinstance(number, Tracked):
        raise NotRational("an exponential")
    if isinstance(number, ExponentialPolynomial):
        return exponential_of(number, exp(constant_of(number)))
    if isinstance(number, Germ):
        return number.exp(exp)
    if isinstance(number, ALGEBRAIC):
        return exponential(number)
    if isinstance(number, IRRATIONAL):
        return _exp_of_irrational(number)
    if isinstance(number, Gaussian):
        raise NotComputed("the exponential of a complex number")
    return number.exp() if isinstance(number, arb) else math.exp(number)


def _exp_of_irrational(number: Any) -> Any:
    exact = logarithms.exponential_of(number) if isinstance(number, Logarithmic) else None
    if exact is not None:
        return exact
    in_balls(f"an exponential of {_kind(number)}")
    return number.ball().exp()


def log(number: Any) -> Any:
    """Return the natural logarithm: exact of algebraic numbers, exponential sums and fractions.

    Raises Undefined for a number that is not positive.
    """
    if isinstance(number, Tracked):
        raise NotRational("a logarithm")
    if isinstance(number, Series):
        return Series(log(number.value), number.slope / number.value)
    if sign(number) in {-1, 0}:
        raise Undefined(f"the logarithm of {_short(number)}, which is not positive")
    if isinstance(number, Germ):
        return number.log(log)
    if isinstance(number, Gaussian):
        return log(number.re)
    if isinstance(number, (*RATIONAL, *IRRATIONAL)):
        return logarithms.logarithm(number)
    return number.log() if isinstance(number, arb) else math.log(number)


def sin(number: Any) -> Any:
    """Return the sine: exact of rational numbers, a ball of others."""
    return _of_angle(number, "sin")


def cos(number: Any) -> Any:
    """Return the cosine: exact of rational numbers, a ball of others."""
    return _of_angle(number, "cos")


def _of_angle(number: Any, name: str) -> Any:
    if isinstance(number, Series):
        value = _of_angle(number.value, name)
        slope = _of_angle(number.value, "cos") if name == "sin" else -_of_angle(number.value, "sin")
        return Series(value, slope * number.slope)
    if isinstance(number, Tracked):
        raise NotRational("a sine")
    if isinstance(number, Germ):
        return number.wave(cos, sin, quarter=int(name == "cos"))
    if isinstance(number, Gaussian):
        raise NotComputed("the sine of a complex number")
    if isinstance(number, RATIONAL):
        return trigonometric.cosine(number) if name == "cos" else trigonometric.sine(number)
    if isinstance(number, IRRATIONAL):
        in_balls("the sine of an irrational number")
        number = number.ball()
    return getattr(number, name)() if isinstance(number, arb) else getattr(math, name)(number)


def signum(number: Any) -> Any:
    """Return −1, 0 or 1 as a number.

    Raises NotDifferentiable for a series through 0, NotComputed where a ball leaves the sign open.
    """
    if isinstance(number, Series):
        if vanishes(number.value) is not False and vanishes(number.slope) is not True:
            raise NotDifferentiable("the sign of a number has no derivative at 0")
        value = signum(number.value)
        return Series(value, 0 * number.slope)
    if isinstance(number, Tracked):
        raise NotRational("a sign")
    if isinstance(number, float):
        return float((number > 0) - (number < 0))
    found = sign(number)
    if found is None:
        raise NotComputed("the sign of a number that may be 0")
    return fmpq(found)


def _short(number: Any) -> str:
    text = str(number)
    return text if len(text) <= 40 else f"{text[:40]}…"


def sqrt(number: Any) -> Any:
    """Return the square root, exact where a number's kind has one, else a ball.

    Exact are those of algebraic numbers, of c·exp(r) and of squares of exponential sums.

    Raises Undefined for a negative number.
    """
    if isinstance(number, Tracked):
        raise NotRational("a square root")
    if isinstance(number, ExponentialPolynomial):
        raise NotComputed(f"a square root of {NAMED}")
    if sign(number) == -1:
        raise Undefined("the square root of a negative number")
    if isinstance(number, Series):
        return _sqrt_of_series(number)
    if isinstance(number, Germ):
        return number.sqrt(sqrt) if number.sign() else fmpq(0)
    if isinstance(number, Gaussian):
        if number.im != 0:
            raise NotComputed("the square root of a complex number")
        return sqrt(number.re)
    if isinstance(number, (*RATIONAL, *IRRATIONAL)):
        return _sqrt_of_exact(number)
    return number.sqrt() if isinstance(number, arb) else math.sqrt(number)


def _sqrt_of_exact(number: Any) -> Any:
    if isinstance(number, RATIONAL):
        return square_root(fmpq(number))
    if isinstance(number, RootExpression):
        return _sqrt_of_expression(number)
    if isinstance(number, (Surd, Algebraic)):
        root = algebraic.power(number, fmpq(1, 2))
    else:
        root = _sqrt_of_sum(number) if isinstance(number, ExponentialSum) else None
    if root is None:
        in_balls(f"the square root of {_kind(number)}")
        return number.ball().sqrt()
    return root


def _sqrt_of_expression(number: RootExpression) -> Any:
    """Return the root of what is not negative; of what may be 0 it is a ball."""
    found = number.sign()
    if found is None:
        return number.ball().nonnegative_part().sqrt()
    return root_expressions.root(number, 2) if found else fmpq(0)


def _kind(number: Any) -> str:
    if isinstance(number, RootExpression):
        return "roots of polynomials"
    algebraic_ = isinstance(number, (Surd, Algebraic))
    return "an algebraic number of a large degree" if algebraic_ else "a sum of exponentials"


def _sqrt_of_series(number: Series) -> Series:
    """Return the root to first order.

    Raises NotDifferentiable at 0, NotComputed there where the slope is 0 too: √(ε²) has a
    kink and √(ε⁴) has none.
    """
    if sign(number.value) == 0:
        if sign(number.slope) == 0:
            raise NotComputed("the derivative of a square root at 0")
        raise NotDifferentiable("a square root has no derivative at 0")
    root = sqrt(number.value)
    return Series(root, number.slope / (2 * root))


def _sqrt_of_sum(number: ExponentialSum) -> Any:
    """Return the root of c·exp(r), and of a square that is found; else None."""
    if len(number.terms) > 1:
        return exponential_sums.root(number)
    ((exponent, coefficient),) = number.terms
    return sqrt(coefficient) * exponential(exponent / 2)


def conjugate(number: Any) -> Any:
    """Return the complex conjugate; a real number is its own."""
    return number.conjugate() if isinstance(number, Gaussian) else number


def to_float(number: Any) -> float:
    """Return the nearest float (infinite where it overflows): for showing, never for deciding."""
    if isinstance(number, Gaussian):
        return to_float(number.re) if number.im == 0 else math.nan
    try:
        if isinstance(number, (fmpz, fmpq)):
            number = fmpq(number)
            return int(number.p) / int(number.q)
        return float(number)
    except OverflowError:
        return math.inf if sign(number) == 1 else -math.inf


def height_bits(number: Any) -> int:
    """Return how many bits the largest integer in an exact number has (0 for other kinds)."""
    if isinstance(number, RATIONAL):
        return int(fmpq(number).height_bits())
    if isinstance(number, Algebraic):
        return number.bits
    return max(map(height_bits, _parts(number)), default=0)


def _parts(number: Any) -> list[Any]:
    """Return the numbers that a number is written with."""
    if isinstance(number, (ExponentialSum, Surd)):
        return [part for pair in number.terms for part in pair]
    if isinstance(number, ExponentialFraction):
        return [number.top, *number.bottom]
    if isinstance(number, (Trigonometric, TrigonometricFraction, Logarithmic)):
        return _parts_of_waves_and_logs(number)
    if isinstance(number, Series):
        return [number.value, number.slope]
    return [number.re, number.im] if isinstance(number, Gaussian) else []


def _parts_of_waves_and_logs(
    number: Trigonometric | TrigonometricFraction | Logarithmic,
) -> list[Any]:
    if isinstance(number, TrigonometricFraction):
        return [number.top, number.bottom]
    if isinstance(number, Trigonometric):
        return [part for r, pair in number.terms.items() for part in (r, *pair)]
    inside = [of for monomial in number.terms for of, _ in monomial]
    return [*inside, *number.terms.values()]


MOST_TIMES = 100_000  # a whole exponent beyond this is that of a giant


def times_of(exponent: Any) -> int:
    """Return the numerator of a rational exponent, as often as something is multiplied.

    Raises NotComputed for a giant, which no family draws but a search may come upon.
    """
    times = int(fmpq(exponent).p)
    if abs(times) > MOST_TIMES:
        raise NotComputed("a power with a giant for its exponent")
    return times


def real_power(base: Any, exponent: Any) -> Any:
    """Return base^exponent for a base > 0 and any real exponent, exact where that is known.

    Exact are rational powers of algebraic numbers and of c·exp(r), within bounds.

    Raises Undefined for a negative base, or 0 to a power that is not positive; NotComputed
    for complex numbers, and for the derivative of a power of 0.
    """
    if isinstance(base, Gaussian) or isinstance(exponent, Gaussian):
        raise NotComputed("a root or real power of complex numbers")
    if isinstance(base, ExponentialPolynomial) or isinstance(exponent, ExponentialPolynomial):
        raise NotComputed(f"a root or real power of {NAMED}")
    if isinstance(base, Series) or isinstance(exponent, Series):
        return _power_series(as_series(base), as_series(exponent))
    if isinstance(base, Germ) or isinstance(exponent, Germ):
        return exp(exponent * log(base))
    base_sign = sign(base)
    if base_sign == -1 or (base_sign == 0 and sign(exponent) != 1):
        raise Undefined(f"{base} to the power {exponent}")
    if base_sign == 0:
        return fmpq(0)
    if exponent == fmpq(1, 2):
        return sqrt(base)
    exact = exact_power(base, fmpq(exponent)) if isinstance(exponent, RATIONAL) else None
    if exact is not None:
        return exact
    in_balls("a real power that is not algebraic or too large")
    return (_ball(exponent) * _ball(base).log()).exp()


MOST_EXPONENT = 64  # of a power of roots of polynomials
MOST_BITS = 20_000  # of a power that is computed exactly


def exact_power(base: Any, exponent: fmpq) -> Any:
    """Return base^exponent for a base > 0 where it has an exact form and is no giant, else None.

    None too for a negative multiple of an exponential; other bases must be positive.
    """
    if isinstance(base, ExponentialSum) and len(base.terms) == 1:
        ((rate, coefficient),) = base.terms
        factor = exact_power(coefficient, exponent) if sign(coefficient) == 1 else None
        return None if factor is None else factor * exponential(rate * exponent)
    if isinstance(base, (Surd, Algebraic)):
        return algebraic.power(base, exponent)
    if isinstance(base, RootExpression):
        return _power_of_expression(base, exponent)
    if not isinstance(base, RATIONAL):
        return None
    number, times = fmpq(base), int(exponent.p)
    exact = _rational_power(number, exponent)
    if exact is None and exponent.q == 2 and abs(times) * height_bits(number) <= MOST_BITS:
        return number ** ((times - 1) // 2) * square_root(number)
    return algebraic.power(number, exponent) if exact is None else exact


def _power_of_expression(base: RootExpression, exponent: fmpq) -> Any:
    """Return base^exponent where it is no giant; None too where the base may be 0."""
    is_giant = abs(int(exponent.p)) > MOST_EXPONENT or int(exponent.q) > MOST_EXPONENT
    return None if is_giant or base.sign() != 1 else root_expressions.power(base, exponent)


def _rational_power(number: fmpq, exponent: fmpq) -> fmpq | None:
    """Return number^exponent of a number > 0 if the power is rational, and no giant."""
    if number == 1:
        return number
    degree, times = int(exponent.q), int(exponent.p)
    if degree >= MOST_BITS or height_bits(number) > MOST_BITS:
        return None
    root = fmpq(number.p.root(degree), number.q.root(degree))
    is_giant = abs(times) * height_bits(root) > MOST_BITS
    return None if is_giant or root**degree != number else root**times


def _power_series(base: Series, exponent: Series) -> Series:
    """Return base^exponent to first order: its slope is the value times that of its log."""
    value = real_power(base.value, exponent.value)
    if isinstance(exponent.slope, RATIONAL) and exponent.slope == 0:
        if sign(base.value) == 1:
            return Series(value, value / base.value * (exponent.value * base.slope))
        if sign(base.value) == 0 and sign(exponent.value - 1) == 1:
            return Series(value, 0 * base.slope)
    if sign(base.value) == 0:
        raise NotComputed("the derivative of a real power of 0")
    slope = exponent.slope * log(base.value) + exponent.value * base.slope / base.value
    return Series(value, value * slope)


def _ball(number: Any) -> arb:
    return number.ball() if isinstance(number, IRRATIONAL) else arb(number)
