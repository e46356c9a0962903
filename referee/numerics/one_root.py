"""Whether a root of one polynomial is a rational function of a root of another, exactly.

θ = h(φ) holds just where f(h(φ)) = 0 for the polynomial f of θ, which is arithmetic with
remainders of the polynomial of φ, and h(φ) lies where θ was isolated among the roots of f. So
λ(A⁻¹) = 1/λ(A), λ(A + tI) = λ(A) + t and λ(A²) = λ(A)² are decided at sizes at which a separation
bound takes too many bits.
"""

from __future__ import annotations

from flint import arb, fmpq, fmpq_poly

from referee.numerics import two_roots
from referee.numerics.polynomial_roots import Irreducible, real_roots
from referee.numerics.precision import CAP_BITS, START_BITS, precision
from referee.numerics.surds import Surd
from referee.numerics.symmetric_forms import Atom, Form, Monomial

MOST_DEGREE = 40  # of a polynomial whose remainders are computed with
_X = fmpq_poly([0, 1])


def vanishes(form: Form | None) -> bool | None:
    """Say whether a form is 0 that has two or three roots in it, one of them in one linear term.

    None for another form.
    """
    squared = _squared(_without_common(form)) if form is not None else None
    if squared is None:
        return None
    for atom in {atom for monomial in squared for atom, _ in monomial}:
        found = _with_linear(squared, atom)
        if found is not None:
            return found
    return None


def _without_common(form: Form) -> Form:
    """Return two terms without the roots that both have: these are not 0."""
    if len(form) != 2:
        return form
    first, second = (dict(monomial) for monomial in form)
    common = {atom: halves for atom, halves in first.items() if atom in second}
    return {
        frozenset((a, k - common.get(a, 0)) for a, k in m if k != common.get(a, 0)): c
        for m, c in form.items()
    }


def _squared(form: Form) -> Form | None:
    """Return a form that is 0 where one of two roots of roots is; another one as it is.

    c·√x + d·√y is 0 where c²x = d²y and c, d have different signs. None for one that has
    other square roots in it.
    """
    if all(halves % 2 == 0 for monomial in form for _, halves in monomial):
        return form if not any(isinstance(c, Surd) for c in form.values()) else None
    if len(form) != 2 or any(halves % 2 == 0 for m in form for _, halves in m):
        return None  # what is a square root of positive numbers alone is positive
    (m, c), (k, d) = form.items()
    if (c > 0 if isinstance(c, fmpq) else c.sign() > 0) == (
        d > 0 if isinstance(d, fmpq) else d.sign() > 0
    ):
        return None
    squares = {_twice(m): c * c, _twice(k): -(d * d)}
    return None if any(isinstance(x, Surd) for x in squares.values()) else squares


def _twice(monomial: Monomial) -> Monomial:
    return frozenset((atom, 2 * halves) for atom, halves in monomial)


def _with_linear(form: Form, theta: Atom) -> bool | None:
    """Say whether a form is 0 in which a root stands in one term, which is linear."""
    alone = frozenset({(theta, 2)})
    rest = {monomial: c for monomial, c in form.items() if monomial != alone}
    others = {atom for monomial in rest for atom, _ in monomial}
    if alone not in form or theta in others or not others:
        return None
    if len(others) == 2:
        one, other = others
        gap = two_roots.least_gap(rest, fmpq(-1) / form[alone], theta, (one, other))
        return None if gap is None else bool(gap != 0) and _is_isolated(theta, form, gap)
    ((of, _), *more) = others
    if more:
        return None
    if max(of.degree, theta[0].degree) > MOST_DEGREE:
        return None
    modulus = fmpq_poly(list(of.coefficients))
    value = _evaluated(rest, modulus) * (fmpq(-1) / form[alone]) % modulus
    if not _is_root(theta[0], value, modulus):
        return False
    return _is_isolated(theta, form, _least_gap(*theta))


def _evaluated(form: Form, modulus: fmpq_poly) -> fmpq_poly:
    """Return a form in one root as a remainder of its polynomial."""
    total = fmpq_poly([])
    for monomial, coefficient in form.items():
        power = fmpq_poly([1])
        for _, halves in monomial:
            base = _X if halves > 0 else _inverse_of_x(modulus)
            for _ in range(abs(halves) // 2):
                power = power * base % modulus
        total = total + coefficient * power
    return total


def _inverse_of_x(modulus: fmpq_poly) -> fmpq_poly:
    """Return 1/x: from p(x) = 0 it is −(p(x) − p(0))/(p(0)·x)."""
    first, *others = modulus.coeffs()
    return fmpq_poly([-c / first for c in others])


def _is_root(of: Irreducible, value: fmpq_poly, modulus: fmpq_poly) -> bool:
    total = fmpq_poly([])
    for coefficient in reversed(of.coefficients):
        total = (total * value + coefficient) % modulus
    return total.degree() < 0


def _is_isolated(theta: Atom, form: Form, gap: arb) -> bool | None:
    """Say whether θ is the value of h, which is a root as far as ``gap`` from others.

    The form is c·(θ − h).
    """
    coefficient = form[frozenset({(theta, 2)})]
    bits = START_BITS
    while bits <= CAP_BITS:
        with precision(bits):
            distance = abs(_ball(form) / coefficient)
            if distance < gap:
                return True
            if distance > 0:
                return False
        bits *= 2
    return None


def _ball(form: Form) -> arb:
    """Return a ball around the value of a form of roots and their inverses."""
    total = arb(0)
    for monomial, coefficient in form.items():
        term = arb(coefficient)
        for (of, place), halves in monomial:
            term *= real_roots(of.coefficients)[place].ball() ** (halves // 2)
        total += term
    return total


def _least_gap(of: Irreducible, place: int) -> arb:
    """Return less than the distance from a root to every other one."""
    here = of.balls[place]
    with precision(START_BITS):
        gaps = [abs(here - ball).lower() for k, ball in enumerate(of.balls) if k != place]
    return min(gaps)
