"""Coefficients: rational numbers, and quotients of polynomials in commuting indeterminates.

A size or a time that stands in a formula as a number is an indeterminate. A quotient is kept in
lowest terms over exactly the indeterminates it depends on, its denominator monic; one that depends
on none is an ``fmpq``, which is what nearly every coefficient of a proof is.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import TypeAlias, Union

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

Coefficient: TypeAlias = Union[fmpq, "RationalFunction"]
Names: TypeAlias = tuple[str, ...]


class RationalFunction:
    """A quotient of two polynomials in ``names``, in lowest terms, that is no constant."""

    __slots__ = ("denominator", "names", "numerator")

    def __init__(self, numerator: fmpq_mpoly, denominator: fmpq_mpoly, names: Names) -> None:
        self.numerator, self.denominator, self.names = numerator, denominator, names

    def __add__(self, other: Coefficient | fmpz | int) -> Coefficient:
        if not isinstance(other, NUMBERS):
            return NotImplemented
        if not isinstance(other, RationalFunction):
            above = self.numerator + other * self.denominator
            return RationalFunction(above, self.denominator, self.names)
        names, (a, b), (c, d) = _together(self, other)
        return _lowest(a * d + c * b, b * d, names)

    __radd__ = __add__

    def __neg__(self) -> RationalFunction:
        return RationalFunction(-self.numerator, self.denominator, self.names)

    def __sub__(self, other: Coefficient | fmpz | int) -> Coefficient:
        return self + (-other) if isinstance(other, NUMBERS) else NotImplemented

    def __rsub__(self, other: fmpq | fmpz | int) -> Coefficient:
        return (-self) + other

    def __mul__(self, other: Coefficient | fmpz | int) -> Coefficient:
        if not isinstance(other, NUMBERS):
            return NotImplemented
        if not isinstance(other, RationalFunction):
            above = self.numerator * other
            return RationalFunction(above, self.denominator, self.names) if other else fmpq(0)
        names, (a, b), (c, d) = _together(self, other)
        return _lowest(a * c, b * d, names)

    __rmul__ = __mul__

    def __truediv__(self, other: Coefficient | fmpz | int) -> Coefficient:
        if not isinstance(other, NUMBERS):
            return NotImplemented
        names, (a, b), (c, d) = _together(self, other)
        return _lowest(a * d, b * c, names)

    def __rtruediv__(self, other: fmpq | fmpz | int) -> Coefficient:
        names, (a, b), (c, d) = _together(self, other)
        return _lowest(c * b, d * a, names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RationalFunction) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __bool__(self) -> bool:
        return True  # zero is an fmpq

    def __str__(self) -> str:
        above = spelled_polynomial(self.numerator, self.names)
        below = spelled_polynomial(self.denominator, self.names)
        if below == "1":
            return above
        above = f"({above})" if len(self.numerator) > 1 else above
        return f"{above}/{below}" if below in self.names else f"{above}/({below})"

    __repr__ = __str__

    def __call__(self, values: Mapping[str, fmpq]) -> fmpq:
        """Return the value at numbers for the indeterminates. Raises ZeroDivisionError."""
        at = [values[name] for name in self.names]
        return fmpq(self.numerator(*at)) / fmpq(self.denominator(*at))

    def _parts(self) -> tuple[object, ...]:
        """Return what two equal quotients share: normal forms are unique."""
        return self.names, *map(tuple, (self.numerator.terms(), self.denominator.terms()))


def indeterminate(name: str) -> RationalFunction:
    """Return a size or a time as an element of the field of coefficients."""
    context = _context((name,))
    return RationalFunction(context.gens()[0], context.constant(1), (name,))


def quotient(one: Coefficient, other: Coefficient) -> Coefficient:
    """Return one over the other. Raises ZeroDivisionError for 0."""
    if not other:
        raise ZeroDivisionError("a coefficient over 0")
    return one / other


def size(number: Coefficient) -> int:
    """Return how much work a coefficient makes: its terms, or its length in words of 64 bits."""
    if isinstance(number, RationalFunction):
        return len(number.numerator) + len(number.denominator)
    return 1 + number.height_bits() // 64


def divisors(number: Coefficient) -> list[str]:
    """Return the irreducible polynomials that a coefficient divides by."""
    if not isinstance(number, RationalFunction):
        return []
    factors = number.denominator.factor()[1]
    return sorted(spelled_polynomial(divisor, number.names) for divisor, _ in factors)


def factors(number: Coefficient) -> list[fmpq_mpoly]:
    """Return the irreducible polynomials in its indeterminates that divide a coefficient."""
    if not isinstance(number, RationalFunction):
        return []
    return [factor for factor, _ in number.numerator.factor()[1]]


LARGEST = 10**12  # a whole number that is larger is not split into its prime factors


def irreducible(number: Coefficient) -> list[tuple[Coefficient, int]]:
    """Return the irreducible factors of a coefficient that is not 0, with their exponents.

    Those of its rational factor are −1 and the prime numbers.
    """
    if not isinstance(number, RationalFunction):
        return [*_primes(number.p, 1), *_primes(number.q, -1)]
    found: list[tuple[Coefficient, int]] = []
    one = _context(number.names).constant(1)
    for polynomial, sign in ((number.numerator, 1), (number.denominator, -1)):
        content, factors_ = polynomial.factor()
        found += [(c, sign * e) for c, e in irreducible(fmpq(content))]
        found += [(_lowest(f, one, number.names), sign * int(e)) for f, e in factors_]
    return found


def _primes(number: fmpz, sign: int) -> list[tuple[Coefficient, int]]:
    minus: list[tuple[Coefficient, int]] = [(fmpq(-1), sign)] if number < 0 else []
    whole = abs(number)
    if whole > LARGEST:
        return [*minus, (fmpq(whole), sign)]
    return [*minus, *((fmpq(p), sign * int(e)) for p, e in whole.factor())]


def substituted(number: Coefficient, name: str, value: Coefficient) -> Coefficient:
    """Return a coefficient with a value for an indeterminate. Raises ZeroDivisionError."""
    if not isinstance(number, RationalFunction) or name not in number.names:
        return number
    parts = (
        _substituted(p, number.names, name, value) for p in (number.numerator, number.denominator)
    )
    return quotient(*parts)


def with_power(number: Coefficient, name: str, exponent: int, value: Coefficient) -> Coefficient:
    """Return a coefficient with a value for a power of an indeterminate, as far as it has it.

    A power in the denominator goes up where the value is a rational number that is not 0.
    """
    if not isinstance(number, RationalFunction) or name not in number.names:
        return number
    below = int(number.denominator.degrees()[number.names.index(name)])
    if below and (isinstance(value, RationalFunction) or not value):
        return number
    whole: Coefficient = number
    for _ in range(-(-below // exponent)):
        whole = whole * _power_of(name, exponent) / value
    if not isinstance(whole, RationalFunction):
        return whole
    if name in whole.names and whole.denominator.degrees()[whole.names.index(name)]:
        return number
    one = RationalFunction(whole.numerator, _context(whole.names).constant(1), whole.names)
    return _raised(one, name, exponent, value) / (one / whole)


def _raised(number: RationalFunction, name: str, exponent: int, value: Coefficient) -> Coefficient:
    """Return a polynomial with a value for a power of an indeterminate."""
    total: Coefficient = fmpq(0)
    for powers, c in number.numerator.terms():
        term: Coefficient = c
        for each, e in zip(number.names, powers, strict=True):
            times, left = divmod(int(e), exponent) if each == name else (0, int(e))
            term = term * _power_of(each, left)
            for _ in range(times):
                term = term * value
        total = total + term
    return total


def _power_of(name: str, exponent: int) -> Coefficient:
    total: Coefficient = fmpq(1)
    for _ in range(exponent):
        total = total * indeterminate(name)
    return total


def _substituted(
    polynomial: fmpq_mpoly, names: Names, name: str, value: Coefficient
) -> Coefficient:
    total: Coefficient = fmpq(0)
    for powers, c in polynomial.terms():
        term: Coefficient = c
        for each, exponent in zip(names, powers, strict=True):
            for _ in range(int(exponent)):
                term = term * (value if each == name else indeterminate(each))
        total = total + term
    return total


def at_zero(number: Coefficient, name: str) -> Coefficient:
    """Return a coefficient with 0 for an indeterminate. Raises ZeroDivisionError at a pole."""
    if not isinstance(number, RationalFunction) or name not in number.names:
        return number
    above, below = _with_zero(number.numerator, number, name), number.denominator
    return _lowest(above, _with_zero(below, number, name), number.names)


def slope_at_zero(number: Coefficient, name: str) -> Coefficient:
    """Return the derivative in an indeterminate where it is 0; see :func:`at_zero`."""
    if not isinstance(number, RationalFunction) or name not in number.names:
        return fmpq(0)
    above, below = number.numerator, number.denominator
    place = number.names.index(name)
    slope = above.derivative(place) * below - above * below.derivative(place)
    whole = _lowest(slope, below * below, number.names)
    return at_zero(whole, name)


def without_squares(number: Coefficient, mark: str) -> Coefficient:
    """Return a coefficient to first order in the indeterminates whose names begin with a mark.

    One that has them in its denominator stays as it is.
    """
    if not isinstance(number, RationalFunction):
        return number
    places = [i for i, name in enumerate(number.names) if name.startswith(mark)]
    above, below = (part.degrees() for part in (number.numerator, number.denominator))
    if all(above[i] < 2 for i in places) or any(below[i] for i in places):
        return number
    kept = {e: c for e, c in number.numerator.terms() if all(e[i] < 2 for i in places)}
    numerator = _context(number.names).from_dict(kept)
    return _lowest(numerator, number.denominator, number.names)


def _with_zero(polynomial: fmpq_mpoly, number: RationalFunction, name: str) -> fmpq_mpoly:
    return polynomial.subs({number.names.index(name): 0})


def is_positive(number: Coefficient, positive: Container[str]) -> bool:
    """Say whether a coefficient is a sum of products of positive indeterminates, over another."""
    if not isinstance(number, RationalFunction):
        return bool(number > 0)
    parts = (number.numerator, number.denominator)
    signs = {c > 0 for part in parts for c in part.coeffs()}
    return signs == {True} and all(name in positive for name in number.names)


def may_vanish(
    number: Coefficient, positive: Container[str], nonzero: Container[str] = ()
) -> list[str]:
    """Return what a coefficient divides by and may be 0 where some indeterminates are positive.

    ``nonzero`` are polynomials, as they are written, that are known not to be 0.
    """
    if not isinstance(number, RationalFunction):
        return []
    found = []
    for divisor, _ in number.denominator.factor()[1]:
        one = _context(number.names).constant(1)
        written = spelled_polynomial(divisor, number.names)
        if written not in nonzero and not any(
            is_positive(_lowest(sign * divisor, one, number.names), positive) for sign in (1, -1)
        ):
            found.append(written)
    return found


SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def spelled_polynomial(polynomial: fmpq_mpoly, names: Names) -> str:
    """Return a polynomial in indeterminates as people write it."""
    terms = ((_monomial(names, powers), c) for powers, c in polynomial.terms())
    return spelled_sum(terms)


def _monomial(names: Names, powers: tuple[int, ...]) -> str:
    """Return a product of powers of names; a name that is a formula is put in brackets."""
    factors = [(name, int(e)) for name, e in zip(names, powers, strict=True) if e]
    if len(factors) == 1 and factors[0][1] == 1:
        return factors[0][0]
    return "".join(
        (name if len(name) == 1 else f"({name})")
        + (str(e).translate(SUPERSCRIPTS) if e > 1 else "")
        for name, e in factors
    )


def spelled_sum(terms: Iterable[tuple[str, Coefficient]]) -> str:
    """Return a sum as people write it; what is multiplied by a number is "" for the number."""
    text = ""
    for what, c in terms:
        minus = (c.numerator.leading_coefficient() if isinstance(c, RationalFunction) else c) < 0
        size = str(-c if minus else c)
        factor = size if size.isalnum() or not (text or what) else f"({size})"
        term = what if what and size == "1" else factor + what
        text += (f" {'−' if minus else '+'} " if text else "−" * minus) + term
    return text or "0"


@cache
def _context(names: Names) -> fmpq_mpoly_ctx:
    """Return flint's ring of polynomials; it knows names by their code, which is ASCII."""
    return fmpq_mpoly_ctx.get(tuple(f"x{name.encode().hex()}" for name in names), Ordering.lex)


NUMBERS = (int, fmpz, fmpq, RationalFunction)
Fraction: TypeAlias = tuple[fmpq_mpoly, fmpq_mpoly]


def _together(
    one: Coefficient, other: Coefficient | fmpz | int
) -> tuple[Names, Fraction, Fraction]:
    """Return both as fractions over the indeterminates of either."""
    mine, others = _names(one), _names(other)
    names = mine if mine == others else tuple(sorted({*mine, *others}))
    return names, _over(one, names), _over(other, names)


def _names(number: Coefficient | fmpz | int) -> Names:
    return number.names if isinstance(number, RationalFunction) else ()


def _over(number: Coefficient | fmpz | int, names: Names) -> Fraction:
    context = _context(names)
    if not isinstance(number, RationalFunction):
        return context.constant(number), context.constant(1)
    if number.names == names:
        return number.numerator, number.denominator
    return number.numerator.project_to_context(context), number.denominator.project_to_context(
        context
    )


def _lowest(numerator: fmpq_mpoly, denominator: fmpq_mpoly, names: Names) -> Coefficient:
    """Return a fraction in its normal form. Raises ZeroDivisionError for a denominator 0."""
    if not denominator:
        raise ZeroDivisionError("a coefficient over 0")
    common = numerator.gcd(denominator) * denominator.leading_coefficient()
    lead = (denominator / common).leading_coefficient()
    above, below = numerator / common / lead, denominator / common / lead
    degrees = zip(above.degrees(), below.degrees(), strict=True)
    used = tuple(name for name, (a, b) in zip(names, degrees, strict=True) if a > 0 or b > 0)
    if not used:
        return fmpq(above.leading_coefficient()) if above else fmpq(0)
    context = _context(used)
    return RationalFunction(
        above.project_to_context(context), below.project_to_context(context), used
    )
