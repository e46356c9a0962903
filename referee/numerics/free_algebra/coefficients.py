"""Coefficients: rational numbers, and quotients of polynomials in commuting indeterminates.

A size or a time that stands in a formula as a number is an indeterminate. A quotient is kept in
lowest terms over exactly the indeterminates it depends on, its denominator monic; one that depends
on none is an ``fmpq``, which is what nearly every coefficient of a proof is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
        above, below = str(self.numerator), str(self.denominator)
        if below == "1":
            return above
        above = f"({above})" if len(self.numerator) > 1 else above
        return f"{above}/({below})" if not below.isalnum() else f"{above}/{below}"

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


def divisors(number: Coefficient) -> list[str]:
    """Return the irreducible polynomials that a coefficient divides by."""
    if not isinstance(number, RationalFunction):
        return []
    return [str(divisor) for divisor, _ in number.denominator.factor()[1]]


def spelled_sum(terms: Iterable[tuple[str, Coefficient]]) -> str:
    """Return a sum as people write it; what is multiplied by a number is "" for the number."""
    text = ""
    for what, c in terms:
        minus = (c.numerator.leading_coefficient() if isinstance(c, RationalFunction) else c) < 0
        size = str(-c if minus else c)
        factor = size if size.isalnum() else f"({size})"
        term = factor if not what else what if size == "1" else factor + what
        text += (f" {'−' if minus else '+'} " if text else "−" * minus) + term
    return text or "0"


def _context(names: Names) -> fmpq_mpoly_ctx:
    return fmpq_mpoly_ctx.get(names, Ordering.lex)


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
    unused = {*above.unused_gens()} & {*below.unused_gens()}
    if len(unused) == len(names):
        return fmpq(above.leading_coefficient()) if above else fmpq(0)
    used = tuple(name for name in names if name not in unused)
    context = _context(used)
    return RationalFunction(
        above.project_to_context(context), below.project_to_context(context), used
    )
