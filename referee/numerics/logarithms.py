"""Exact numbers with logarithms: polynomials in log(a_1), ..., log(a_k), the a_i positive.

What a logarithm is of is split first: a rational number into primes, c·exp(r)·(1 + ...) into c,
r and what is left, a fraction into its parts. Sums whose terms cancel are 0 at once. A sum
q_0 + Σ q_i·log(a_i) with algebraic q_0 and rational q_i is compared with 0 exactly, as
exp(N·q_0)·Π a_i^(N·q_i) with 1, by the theorem of Lindemann and Weierstrass. Other sums have the
sign of a ball, and no sign where it stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import lcm
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics.algebraic import Algebraic, ball_of, power
from referee.numerics.exact_field import ExactNumber
from referee.numerics.exponential_sums import (
    ExponentialFraction,
    ExponentialSum,
    exponential,
    exponential_sum,
)
from referee.numerics.precision import CAP_BITS, NotComputed, in_balls, until_certain
from referee.numerics.surds import Surd
from referee.numerics.trigonometric import Trigonometric, TrigonometricFraction
from referee.numerics.work import spend

MOST_TERMS = 256  # of a product of sums
MOST_BITS = 20_000  # of a number whose logarithm is split, or of a power that is compared with 1
MOST_TIMES = 64  # how often a sum of exponentials is multiplied with itself
FACTORED_BITS = 96  # a number up to here is split into primes, a larger one as far as small ones go
SMALL_PRIMES = 1_000
FIRST_BITS = 256  # a sign that a ball of so many bits leaves open is looked for exactly

Rational = (int, fmpz, fmpq)
Plain = (*Rational, Surd, Algebraic)  # algebraic numbers
Coefficient = (
    *Plain, ExponentialSum, ExponentialFraction, Trigonometric, TrigonometricFraction
)  # fmt: skip
Monomial = frozenset[tuple[Any, int]]  # what a logarithm is of, and its power
ONE: Monomial = frozenset()


class Logarithmic(ExactNumber):
    """A polynomial in logarithms, powers below 0 included; build one with :func:`logarithm`.

    ``terms`` are the coefficients of monomials, none of which is 0; a number without a logarithm is
    none of these.
    """

    __slots__ = ("terms",)

    @staticmethod
    def foreign(other: Any) -> bool:
        """Say whether an operand is no number that this kind computes with."""
        return not isinstance(other, (*Coefficient, arb, Logarithmic))

    @staticmethod
    def reciprocal(number: Any) -> Any:
        """Return one over a number that is not foreign. Raises ZeroDivisionError for 0."""
        return _reciprocal(number)

    def __init__(self, terms: Mapping[Monomial, Any]) -> None:
        self.terms = terms

    def __add__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() + other
        if self.foreign(other):
            return NotImplemented
        spend(10 + 4 * len(self.terms))
        return logarithmic([*self.terms.items(), *_terms(other)])

    def __neg__(self) -> Logarithmic:
        return Logarithmic({monomial: -c for monomial, c in self.terms.items()})

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, arb):
            return self.ball() * other
        if self.foreign(other):
            return NotImplemented
        more = [*_terms(other)]
        spend(10 + 4 * len(self.terms) * len(more))
        if len(self.terms) * len(more) > MOST_TERMS:
            raise NotComputed("a product of sums of too many logarithms")
        pairs = ((one, two) for one in self.terms.items() for two in more)
        return logarithmic([(_joined(m, n), c * k) for (m, c), (n, k) in pairs])

    def __pow__(self, exponent: Any) -> Any:
        if not isinstance(exponent, int) or abs(exponent) > MOST_TIMES:
            return NotImplemented
        base = _reciprocal(self) if exponent < 0 else self
        power: Any = fmpq(1)
        for _ in range(abs(exponent)):
            power = base * power
        return power

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Logarithmic) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms))

    def __float__(self) -> float:
        return float(until_certain(self.ball, lambda ball: ball.rel_accuracy_bits() > 53, cap=1024))

    def __repr__(self) -> str:
        return " + ".join(_spelled(monomial, c) for monomial, c in self.terms.items())

    def ball(self) -> arb:
        """Return a ball around the value, at the current precision."""
        total = arb(0)
        for monomial, c in self.terms.items():
            term = ball_of(c)
            for of, times in monomial:
                term *= _factor(of) ** times
            total += term
        return total

    def sign(self) -> int:
        """Return −1, 0 or 1. Raises NotComputed where that stays open."""
        ball = until_certain(self.ball, _excludes_zero, cap=FIRST_BITS)
        if not _excludes_zero(ball):
            linear = _linear(self)
            if linear is not None:
                return _sign_of_power(*linear)
            ball = until_certain(self.ball, _excludes_zero, cap=CAP_BITS)
        if not _excludes_zero(ball):
            raise NotComputed("whether a polynomial in logarithms is 0")
        return 1 if ball > 0 else -1


def logarithmic(terms: Iterable[tuple[Monomial, Any]]) -> Any:
    """Return the normal form of a sum of (monomial, coefficient) pairs: without logs if it is."""
    kept = _cancelled(_collected(terms))
    if not kept:
        return fmpq(0)
    if [*kept] == [ONE]:
        return kept[ONE]
    found = Logarithmic(kept)
    return found.ball() if any(isinstance(c, arb) for c in kept.values()) else found


def _cancelled(terms: dict[Monomial, Any]) -> dict[Monomial, Any]:
    """Return terms in which no sum is divided by itself or a multiple of itself."""
    for divisor in {of for monomial in terms for of, times in monomial if _divides(of, times)}:
        above = {_joined(m, {(divisor, 1)}): c for m, c in terms.items() if (divisor, -1) in m}
        times = _ratio(above, divisor)
        if times is not None:
            left = {m: c for m, c in terms.items() if (divisor, -1) not in m}
            return _cancelled(_collected([*left.items(), (ONE, times)]))
    return terms


def _divides(of: Any, times: int) -> bool:
    return isinstance(of, Logarithmic) and times == -1


def _ratio(terms: Mapping[Monomial, Any], divisor: Logarithmic) -> Any:
    """Return what number of times a divisor some terms are, None where they are no multiple."""
    if set(terms) != set(divisor.terms):
        return None
    first, *others = (c / divisor.terms[monomial] for monomial, c in terms.items())
    return first if all(_is_zero(first - each) for each in others) else None


def _collected(terms: Iterable[tuple[Monomial, Any]]) -> dict[Monomial, Any]:
    merged: dict[Monomial, Any] = {}
    for monomial, c in terms:
        merged[monomial] = merged[monomial] + c if monomial in merged else c
    return {monomial: c for monomial, c in merged.items() if not _is_zero(c)}


def _is_zero(number: Any) -> bool:
    return isinstance(number, Rational) and number == 0


def logarithm(number: Any) -> Any:
    """Return log of an exact number > 0; a ball where it is of a giant, or of a log."""
    if isinstance(number, Rational):
        return _log_of_rational(fmpq(number))
    if isinstance(number, ExponentialSum):
        return _log_of_sum(number)
    if isinstance(number, ExponentialFraction):
        parts = [(times, factor) for factor, times in number.bottom.items()]
        top = logarithm(abs(number.top))
        return sum((logarithm(abs(factor)) * -times for times, factor in parts), start=top)
    if isinstance(number, Surd) and len(number.terms) == 1:
        ((radicand, c),) = number.terms
        return logarithm(c) + logarithm(radicand) / 2
    if isinstance(number, (Surd, Algebraic)):
        return _of(number)
    in_balls("a logarithm of logarithms or of sines")
    return ball_of(number).log()


def exponential_of(number: Logarithmic) -> Any:
    """Return exp(q_0 + Σ q_i·log(a_i)), None where it is no such sum or not known exactly."""
    linear = _linear(number)
    if linear is None:
        return None
    constant, powers = linear
    return _raised(exponential(constant), powers)


def _raised(product: Any, powers: list[tuple[Any, fmpq]]) -> Any:
    """Return a number times Π a_i^(q_i), None where a power is not exact or a giant."""
    for of, q in powers:
        factor = _power(of, q)
        if factor is None:
            return None
        product = product * factor
    return product


def _power(of: Any, q: fmpq) -> Any:
    if q.q == 1 and _fits(of, int(q.p)):
        return (fmpq(of) if isinstance(of, Rational) else of) ** int(q.p)
    return power(fmpq(of), q) if isinstance(of, Rational) else None


def _fits(of: Any, times: int) -> bool:
    """Say whether a power is no giant."""
    if isinstance(of, Rational):
        return abs(times) * int(fmpq(of).height_bits()) <= MOST_BITS
    return abs(times) <= MOST_TIMES


@lru_cache(maxsize=4096)
def _log_of_rational(number: fmpq) -> Any:
    if int(number.height_bits()) > MOST_BITS:
        in_balls("the logarithm of a number of too many digits")
        return arb(number).log()
    primes = [*_primes(fmpz(number.p), 1), *_primes(fmpz(number.q), -1)]
    return logarithmic([(frozenset([(p, 1)]), fmpq(times)) for p, times in primes])


def _primes(number: fmpz, sign: int) -> Iterator[tuple[fmpz, int]]:
    """Yield the primes of a number > 0, of a large one the small primes and what is left."""
    if number == 1:
        return
    small = int(number).bit_length() <= FACTORED_BITS
    for prime, times in number.factor() if small else number.factor(trial_limit=SMALL_PRIMES):
        if prime != 1:
            yield fmpz(prime), sign * int(times)


def _log_of_sum(number: ExponentialSum) -> Any:
    """Return log c + r + log(1 + ...) of c·exp(r)·(1 + ...), r the largest of the exponents."""
    exponent, coefficient = number.terms[-1]
    size = abs(coefficient)
    rest = exponential_sum((e - exponent, c / size) for e, c in number.terms)
    found = logarithm(size) + exponent
    return found if len(number.terms) == 1 else found + _of(rest)


def _factor(of: Any) -> arb:
    """Return a ball around what a monomial has a power of: the log of a number, or a divisor.

    What is near 1 has a small log, which keeps its leading digits: 1 + exp(−10¹²) is no 1.
    """
    if isinstance(of, Logarithmic):
        return of.ball()
    if isinstance(of, ExponentialSum) and of.terms[-1][0] == 0 and of.terms[-1][1] == 1:
        return ball_of(of - 1).log1p()
    return ball_of(of).log()


def _of(atom: Any) -> Any:
    return logarithmic([(frozenset([(atom, 1)]), fmpq(1))])


def _terms(other: Any) -> Iterable[tuple[Monomial, Any]]:
    if isinstance(other, Logarithmic):
        return other.terms.items()
    return [(ONE, fmpq(other) if isinstance(other, Rational) else other)]


def _joined(one: Monomial, two: Iterable[tuple[Any, int]]) -> Monomial:
    powers = dict(one)
    for of, times in two:
        powers[of] = powers.get(of, 0) + times
    return frozenset((of, times) for of, times in powers.items() if times)


def _reciprocal(number: Any) -> Any:
    if not isinstance(number, Logarithmic):
        return 1 / (fmpq(number) if isinstance(number, Rational) else number)
    if len(number.terms) > 1:
        return _one_over(number)
    ((monomial, c),) = number.terms.items()
    return logarithmic([(frozenset((of, -times) for of, times in monomial), 1 / c)])


def _one_over(number: Logarithmic) -> Any:
    """Return one over a sum, which is scaled so that equal divisors look the same."""
    if any(isinstance(of, Logarithmic) for monomial in number.terms for of, _ in monomial):
        in_balls("a quotient by a sum with quotients of logarithms")
        return 1 / number.ball()
    if number.sign() == 0:
        raise ZeroDivisionError("a division by zero")
    scale = number.terms[min(number.terms, key=str)]
    divisor = Logarithmic({monomial: c / scale for monomial, c in number.terms.items()})
    return logarithmic([(frozenset([(divisor, -1)]), 1 / scale)])


def _linear(number: Logarithmic) -> tuple[Any, list[tuple[Any, fmpq]]] | None:
    """Return q_0 and the pairs (a_i, q_i) of q_0 + Σ q_i·log(a_i), None where it is no such sum."""
    constant, powers = number.terms.get(ONE, fmpq(0)), list[tuple[Any, fmpq]]()
    for monomial, c in number.terms.items():
        if monomial == ONE:
            continue
        ((of, times), *others) = monomial
        if others or times != 1 or not isinstance(c, Rational) or isinstance(of, Logarithmic):
            return None
        powers.append((of, fmpq(c)))
    return (constant, powers) if isinstance(constant, Plain) else None


def _sign_of_power(constant: Any, powers: list[tuple[Any, fmpq]]) -> int:
    """Return the sign of q_0 + Σ q_i·log(a_i), which is that of exp(N·it) − 1."""
    times = lcm(*(int(q.q) for _, q in powers))
    above, below = exponential(times * constant), exponential(0)
    for of, q in powers:
        k = int((q * times).p)
        if not _fits(of, k):
            raise NotComputed("whether a sum of logarithms with large coefficients is 0")
        factor = (fmpq(of) if isinstance(of, Rational) else of) ** abs(k)
        above, below = (above * factor, below) if k > 0 else (above, below * factor)
    return _sign(above - below)


def _sign(number: Any) -> int:
    if isinstance(number, arb):
        raise NotComputed("whether a sum of logarithms is 0")
    if isinstance(number, Rational):
        return (number > 0) - (number < 0)
    return int(number.sign())


def _excludes_zero(ball: arb) -> bool:
    return bool(ball > 0) or bool(ball < 0)


def _spelled(monomial: Monomial, c: Any) -> str:
    logs = "*".join(f"log({of})" + ("" if k == 1 else f"**{k}") for of, k in monomial)
    number = str(c) if isinstance(c, Rational) else f"({c})"
    return f"{number}*{logs}" if logs else number
