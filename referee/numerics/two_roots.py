"""Whether a root of one polynomial is a function of two other roots, exactly.

Companion matrices C of p and D of q have their roots as eigenvalues, so the matrix h(C ⊗ I, I ⊗ D)
has all h(α, β) as its eigenvalues (Horn and Johnson, "Topics in Matrix Analysis", 1991, section
4.2). θ is among them only if its polynomial divides the characteristic one, and it is h(α, β) just
where that lies nearer to it than any other of them.
"""

from __future__ import annotations

from math import prod
from typing import Any

from flint import acb, arb, fmpq, fmpq_mat, fmpz_poly

from referee.numerics.polynomial_roots import PER_DEGREE, Irreducible, real_roots
from referee.numerics.precision import START_BITS, precision
from referee.numerics.symmetric_forms import Atom, Form

MOST_DEGREE = 64  # the product of the degrees of two roots


def least_gap(form: Form, scale: fmpq, theta: Atom, others: tuple[Atom, Atom]) -> arb | None:
    """Return d > 0 such that θ is h(α, β) if it is nearer than d, for h = scale·form.

    It is 0 where θ is no such value, and None where degrees are too large or roots too close.
    """
    if prod(of.degree for of, _ in others) > MOST_DEGREE:
        return None
    polynomial: fmpz_poly = (scale * _matrix(form, *others)).charpoly().numer()
    if polynomial.gcd(theta[0].polynomial).degree() < theta[0].degree:
        return arb(0)
    return _distance_to_others(polynomial, theta)


def _matrix(form: Form, first: Atom, second: Atom) -> fmpq_mat:
    """Return a form of two roots as that of their companion matrices."""
    size = first[0].degree * second[0].degree
    total = fmpq_mat(size, size)
    for monomial, coefficient in form.items():
        halves = dict(monomial)
        left = companion(first[0]) ** (halves.get(first, 0) // 2)
        right = companion(second[0]) ** (halves.get(second, 0) // 2)
        total += coefficient * _kronecker(left, right)
    return total


def companion(of: Irreducible) -> fmpq_mat:
    """Return the matrix whose characteristic polynomial is a multiple of a polynomial."""
    n, lead = of.degree, of.coefficients[-1]
    rows = [[fmpq(int(j == i - 1)) for j in range(n)] for i in range(n)]
    for i, coefficient in enumerate(of.coefficients[:-1]):
        rows[i][-1] = fmpq(-coefficient, lead)
    return fmpq_mat(rows)


def _kronecker(a: fmpq_mat, b: fmpq_mat) -> fmpq_mat:
    return fmpq_mat([[x * y for x in r for y in s] for r in a.tolist() for s in b.tolist()])


def _distance_to_others(polynomial: fmpz_poly, theta: Atom) -> arb | None:
    """Return less than the distance of a root to all others of a polynomial."""
    distinct = fmpz_poly([1])
    for factor, _ in polynomial.factor()[1]:
        distinct *= factor
    with precision(START_BITS + PER_DEGREE * distinct.degree()):
        here = acb(real_roots(theta[0].coefficients)[theta[1]].ball())
        isolated: Any = distinct.complex_roots()
        others = [ball for ball, _ in isolated if not ball.overlaps(here)]
        if len(others) != distinct.degree() - 1:
            return None
        return min((abs(ball - here).lower() for ball in others), default=arb(1))
