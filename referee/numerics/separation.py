"""How far from 0 an algebraic number is at least, if it is not 0: from how it is made.

Of an expression E = U/L, with U and L algebraic integers, all conjugates of U are at most u and
those of L at most l. Where D bounds the degree of the field that E lies in and E is not 0,
the norm of U is a whole number other than 0, so |E| ≥ 1/(u^(D−1)·l) (Burnikel, Funke, Mehlhorn,
Schirra and Schmitt, "A separation bound for real algebraic expressions", Algorithmica 55, 2009).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from math import isqrt, lcm, perm, prod
from typing import Any

from flint import fmpq

from referee.numerics.polynomial_roots import Irreducible
from referee.numerics.surds import Surd

Atom = tuple[Irreducible, Hashable]  # a polynomial and which of its roots
Radical = tuple[Hashable, int]  # what a root is of, and its degree


@dataclass(frozen=True)
class Extent:
    """What is known of all conjugates of an expression: U, L, and the field it is in.

    U is ``above``, L ``below`` (u, l in the literature); L is the whole number itself where it
    is ``whole``. The field is made of roots of polynomials (``atoms``) and radicals.
    """

    above: int
    below: int
    whole: bool = True
    atoms: frozenset[Atom] = frozenset()
    radicals: frozenset[Radical] = frozenset()

    def degree(self) -> int:
        """Return a bound of the field's degree over the rationals.

        That of k roots of a polynomial of degree n is at most n(n − 1)⋯(n − k + 1).
        """
        used = Counter(of for of, _ in self.atoms)
        roots = prod(perm(of.degree, min(times, of.degree)) for of, times in used.items())
        return int(roots * prod(degree for _, degree in self.radicals))

    def bits(self) -> int:
        """Return b such that a number made like this is 0 or at least 2^−b."""
        return (self.degree() - 1) * max(self.above, 1).bit_length() + self.below.bit_length()

    def _with(self, other: Extent, above: int, below: int, *, whole: bool) -> Extent:
        return Extent(above, below, whole, self.atoms | other.atoms, self.radicals | other.radicals)

    def plus(self, other: Extent) -> Extent:
        """Return the extent of a sum or a difference."""
        if self.whole and other.whole:
            below = lcm(self.below, other.below)
            above = self.above * (below // self.below) + other.above * (below // other.below)
            return self._with(other, above, below, whole=True)
        above, below = self.above * other.below + other.above * self.below, self.below * other.below
        return self._with(other, above, below, whole=False)

    def times(self, other: Extent) -> Extent:
        """Return the extent of a product."""
        whole = self.whole and other.whole
        return self._with(other, self.above * other.above, self.below * other.below, whole=whole)

    def over(self, other: Extent) -> Extent:
        """Return the extent of a quotient."""
        return self._with(other, self.above * other.below, self.below * other.above, whole=False)

    def root(self, degree: int, radicand: Hashable) -> Extent:
        """Return the extent of a root: that of U/L is that of U·L^(k−1), over L."""
        above = _root_above(self.above * self.below ** (degree - 1), degree)
        radicals = self.radicals | {(radicand, degree)}
        return Extent(above, self.below, self.whole, self.atoms, radicals)


def _root_above(number: int, degree: int) -> int:
    """Return a whole number that is at least the root of one."""
    if degree == 2:
        return isqrt(number) + 1
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if middle**degree >= number else (middle + 1, high)
    return low


def of_rational(number: Any) -> Extent:
    """Return the extent of a rational number."""
    exact = fmpq(number)
    return Extent(abs(int(exact.p)), int(exact.q))


def of_surd(number: Surd) -> Extent:
    """Return the extent of a sum of rational multiples of square roots."""
    below = lcm(*(int(c.q) for _, c in number.terms))
    above = sum(abs(int(c.p)) * (below // int(c.q)) * (isqrt(r) + 1) for r, c in number.terms)
    roots = frozenset((r, 2) for r, _ in number.terms if r != 1)
    return Extent(above, below, radicals=roots)
