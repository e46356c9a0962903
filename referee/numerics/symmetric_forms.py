"""Polynomials in the roots of polynomials, as far as sums and products over all roots go.

What is the same function of all roots of a polynomial is known by its coefficients: the sum of
their powers (Newton's identities) and their product (Vieta). With these a trace is the sum of
the eigenvalues and a determinant their product at any size, where a separation bound
(:mod:`referee.numerics.separation`) would grow with the factorial of the degree. An exponent
counts halves, so that a singular value is a root of an eigenvalue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from flint import fmpq

from referee.numerics.polynomial_roots import Irreducible
from referee.numerics.surds import Surd, square_root

MOST_TERMS = 64
MOST_POWER = 32  # of a root
Atom = tuple[Irreducible, int]  # a polynomial, and the place of one of its real roots
Monomial = frozenset[tuple[Atom, int]]  # roots, and the halves of their exponents
Form = Mapping[Monomial, Any]  # rational numbers or surds, by monomials
ONE: Monomial = frozenset()


def of_constant(number: Any) -> Form:
    """Return a rational number or a surd as a form."""
    return {ONE: number}


def of_root(of: Irreducible, place: int) -> Form:
    """Return a real root."""
    return {frozenset({((of, place), 2)}): fmpq(1)}


def root(form: Form | None) -> Form | None:
    """Return the root of a positive multiple of one of the roots, None for anything else."""
    if form is None or len(form) != 1:
        return None
    ((monomial, coefficient),) = form.items()
    if len(monomial) != 1 or not isinstance(coefficient, fmpq) or coefficient < 0:
        return None
    ((atom, halves),) = monomial
    outside = square_root(coefficient)
    fits = halves == 2 and isinstance(outside, (fmpq, Surd))
    return {frozenset({(atom, 1)}): outside} if fits else None


def plus(one: Form | None, other: Form | None) -> Form | None:
    """Return a sum; None where one is not known, or beyond MOST_TERMS."""
    if one is None or other is None or len(one) + len(other) > MOST_TERMS:
        return None
    found = dict(one)
    for monomial, coefficient in other.items():
        found[monomial] = found.get(monomial, fmpq(0)) + coefficient
    return _reduced(found)


def minus(one: Form | None, other: Form | None) -> Form | None:
    """Return a difference."""
    return plus(one, None if other is None else {m: -c for m, c in other.items()})


def times(one: Form | None, other: Form | None) -> Form | None:
    """Return a product."""
    if one is None or other is None or len(one) * len(other) > MOST_TERMS:
        return None
    found: dict[Monomial, Any] = {}
    for m, c in one.items():
        for k, d in other.items():
            monomial = _product(m, k)
            if any(abs(halves) > 2 * MOST_POWER for _, halves in monomial):
                return None
            found[monomial] = found.get(monomial, fmpq(0)) + c * d
    return _reduced(found)


def over(one: Form | None, other: Form | None) -> Form | None:
    """Return a quotient by a single term, that is not 0; None for another one."""
    if other is None or len(other) != 1:
        return None
    ((monomial, coefficient),) = other.items()
    return times(one, {frozenset((atom, -k) for atom, k in monomial): 1 / coefficient})


def constant(form: Form | None) -> Any | None:
    """Return the number that a form is; None where it has roots in it."""
    if form is None or any(form.keys() - {ONE}):
        return None
    return form.get(ONE, fmpq(0))


def _product(one: Monomial, other: Monomial) -> Monomial:
    found = dict(one)
    for atom, halves in other:
        found[atom] = found.get(atom, 0) + halves
    return frozenset((atom, halves) for atom, halves in found.items() if halves)


def _reduced(form: dict[Monomial, Any]) -> Form | None:
    """Return a form with products and sums over all roots as numbers; None for giant numbers."""
    found: dict[Monomial, Any] = {}
    for monomial, coefficient in form.items():
        rest, factor = _without_products(monomial)
        found[rest] = found.get(rest, fmpq(0)) + coefficient * factor
    for of, halves in list(_powers(found)):
        _take_sum(found, of, halves)
    kept = {m: c for m, c in found.items() if isinstance(c, Surd) or c != 0}
    return kept if all(isinstance(c, (fmpq, Surd)) for c in kept.values()) else None


def _without_products(monomial: Monomial) -> tuple[Monomial, Any]:
    """Return a monomial without what all roots of a polynomial have in common, and its value."""
    factor: Any = fmpq(1)
    for of in {of for (of, _), _ in monomial}:
        halves = {atom: k for atom, k in monomial if atom[0] == of}
        if len(halves) < of.degree:
            continue
        common = min(halves.values())
        factor *= _product_of_roots(of) ** (common // 2)
        if common % 2:  # roots are taken of positive numbers alone
            factor *= square_root(_product_of_roots(of))
        left = {(atom, k - common) for atom, k in halves.items() if k != common}
        monomial = frozenset({each for each in monomial if each[0][0] != of} | left)
    return monomial, factor


def _product_of_roots(of: Irreducible) -> fmpq:
    first, last = of.coefficients[0], of.coefficients[-1]
    return fmpq(first if of.degree % 2 == 0 else -first, last)


def _powers(form: Form) -> Iterator[tuple[Irreducible, int]]:
    """Yield the even powers in which the first root of a polynomial stands alone."""
    for monomial in form:
        if len(monomial) == 1:
            (((of, place), halves),) = monomial
            if place == 0 and halves > 0 and halves % 2 == 0:
                yield of, halves


def _take_sum(form: dict[Monomial, Any], of: Irreducible, halves: int) -> None:
    """Replace c·(x₁ᵏ + ... + xₙᵏ) over all roots by its value, in place."""
    alone = [frozenset({((of, k), halves)}) for k in range(of.degree)]
    coefficient = form[alone[0]]
    if all(each in form and form[each] == coefficient for each in alone):
        for each in alone:
            del form[each]
        form[ONE] = form.get(ONE, fmpq(0)) + coefficient * power_sum(of, halves // 2)


@lru_cache(maxsize=1024)
def power_sum(of: Irreducible, k: int) -> fmpq:
    """Return the sum of the k-th powers of all roots, k ≥ 1, by Newton's identities."""
    n, lead = of.degree, of.coefficients[-1]
    total = fmpq(0)
    for i in range(1, min(k - 1, n) + 1):
        total -= fmpq(of.coefficients[n - i], lead) * power_sum(of, k - i)
    return total - k * fmpq(of.coefficients[n - k], lead) if k <= n else total
