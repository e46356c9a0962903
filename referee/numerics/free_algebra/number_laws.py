"""Laws of numbers used in a proof: determinants by others, and what axioms say of determinants.

Coefficients commute, so that a law d = e is put into a coefficient c(d), and (c(d) − c(e))/(d − e)
is the cofactor by which the certificate has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf

from flint import fmpq

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import Cofactor
from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    indeterminate,
    size,
    substituted,
    with_power,
)
from referee.numerics.free_algebra.determinants import Determinants, said
from referee.numerics.free_algebra.number_claims import names_of
from referee.numerics.free_algebra.polynomials import Polynomial, identity

ROUNDS = 8
LARGEST = 80  # terms of a coefficient into which laws are put


class TooLarge(Exception):
    """A coefficient with more terms than are worked with; the message says so."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is left of a polynomial, with the axioms that took the rest away and their cofactors."""

    rest: Polynomial
    axioms: tuple[Axiom, ...]
    cofactors: tuple[Cofactor, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    zero: Coefficient  # d − e, or dᵏ − e
    name: str
    put: Callable[[Coefficient], Coefficient]
    label: str


def by_laws(claim: Polynomial, determinants: Determinants, axioms: list[Axiom]) -> Reduced:
    """Put every determinant in a polynomial into its form.

    Raises ZeroDivisionError at a pole, TooLarge for a coefficient of too many terms.
    """
    used: list[Axiom] = []
    cofactors: list[Cofactor] = []
    rest = claim
    steps = [*_laws(determinants)]
    relations = [*_relations(determinants, axioms)]
    for step in (*steps, *relations * ROUNDS):
        if step.name not in names_of(rest):
            continue
        if any(size(c) > LARGEST for c in rest.terms.values()):
            raise TooLarge(f"its numbers have more than {LARGEST} terms")
        moved = {word: step.put(c) for word, c in rest.terms.items()}
        differing = [word for word, c in rest.terms.items() if c != moved[word]]
        if not differing:
            continue
        cofactors += [
            Cofactor((rest.terms[word] - moved[word]) / step.zero, (), len(used), word)
            for word in differing
        ]
        used.append(Axiom(identity(claim.rows) * step.zero, step.label))
        rest = Polynomial(rest.rows, rest.columns, moved)
    return Reduced(rest, tuple(used), tuple(cofactors))


def _laws(determinants: Determinants) -> Iterator[_Step]:
    for law in determinants.laws.values():

        def put(
            c: Coefficient, name: str = law.name, value: Coefficient = law.value
        ) -> Coefficient:
            return substituted(c, name, value)

        yield _Step(indeterminate(law.name) - law.value, law.name, put, law.label)


def _relations(determinants: Determinants, axioms: list[Axiom]) -> Iterator[_Step]:
    """Yield what powers of single determinants are, as det(U)² = 1 for an orthogonal matrix."""
    for name, (base, _) in determinants.powers.items():
        if base == -1:
            yield _power(name, 2, fmpq(1), f"({name})² = 1")
    for axiom in axioms:
        sides = _sides(axiom.polynomial, determinants)
        if sides is not None:
            for one, other in (sides, sides[::-1]):
                found = _single_power(one)
                if found is not None and _degree(other, found[0]) < found[1]:
                    yield _power(*found, other, f"{axiom.label}: {said(one)} = {said(other)}")
                    break


def _sides(zero: Polynomial, determinants: Determinants) -> tuple[Coefficient, Coefficient] | None:
    """Return the determinants of two products of a size that an axiom says are equal."""
    numbers = any(isinstance(c, RationalFunction) for c in zero.terms.values())
    if zero.rows != zero.columns or zero.rows == "1" or numbers or len(zero.terms) != 2:
        return None
    (one, a), (other, b) = zero.terms.items()
    left = determinants.of_product(one, a, zero.rows)
    right = determinants.of_product(other, -b, zero.rows)
    return None if left == right else (left, right)


def _single_power(c: Coefficient) -> tuple[str, int] | None:
    """Return the name and the exponent of a number that is one power of an indeterminate."""
    if not isinstance(c, RationalFunction) or len(c.names) != 1:
        return None
    exponent = int(c.numerator.degrees()[0])
    power: Coefficient = fmpq(1)
    for _ in range(exponent):
        power = power * indeterminate(c.names[0])
    return (c.names[0], exponent) if exponent and power == c else None


def _power(name: str, exponent: int, value: Coefficient, label: str) -> _Step:
    zero: Coefficient = -value
    power: Coefficient = fmpq(1)
    for _ in range(exponent):
        power = power * indeterminate(name)
    return _Step(zero + power, name, lambda c: with_power(c, name, exponent, value), label)


def _degree(c: Coefficient, name: str) -> float:
    """Return the degree of a coefficient in an indeterminate, ∞ where it divides by it."""
    if not isinstance(c, RationalFunction) or name not in c.names:
        return 0
    place = c.names.index(name)
    return inf if c.denominator.degrees()[place] else int(c.numerator.degrees()[place])
