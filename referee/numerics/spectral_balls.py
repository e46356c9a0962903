"""Certified enclosures where eigenvalues have no closed form: of matrices of balls, of moduli."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flint
import numpy as np
from flint import acb, acb_mat, arb

from referee.numerics import root_expressions, scalars
from referee.numerics.polynomial_roots import Coefficients, Irreducible
from referee.numerics.precision import START_BITS, NotComputed, OutOfReach, in_balls
from referee.numerics.root_expressions import RootExpression
from referee.numerics.separation import Extent


def eigenvalues(a: np.ndarray) -> list[arb]:
    """Return balls around the eigenvalues of a symmetric matrix, in decreasing order.

    The k-th largest lies between the k-th largest of the lower ends and of the upper ends.
    Raises NotComputed for a matrix that is not symmetric, OutOfReach where balls leave it open.
    """
    _check_symmetric(a)
    in_balls("the eigenvalues of a matrix that is not rational")
    entries = [[acb(_ball(x)) for x in row] for row in a.tolist()]
    try:
        found = acb_mat(entries).eig(multiple=True)
    except ValueError as error:
        raise OutOfReach("eigenvalues that are not isolated") from error
    lower = sorted((each.real.lower() for each in found), reverse=True)
    upper = sorted((each.real.upper() for each in found), reverse=True)
    return [low.union(high) for low, high in zip(lower, upper, strict=True)]


def _check_symmetric(a: np.ndarray) -> None:
    for i in range(len(a)):
        for j in range(i):
            if a[i, j] is a[j, i]:
                continue
            same = scalars.vanishes(a[i, j] - a[j, i])
            if same is False:
                raise NotComputed("the eigenvalues of a matrix neither rational nor symmetric")
            if same is None:
                raise OutOfReach("the eigenvalues of a matrix that may not be symmetric")


def _ball(number: Any) -> arb:
    return number.ball() if isinstance(number, scalars.IRRATIONAL) else arb(number)


def moduli(coefficients: Coefficients) -> list[Any]:
    """Return the moduli of the roots that are not real, one of each conjugate pair.

    |z|² = z·z̄ is a product of two roots of the polynomial, and rational if it has no other.
    """
    if len(coefficients) == 3:
        return [scalars.sqrt(flint.fmpq(coefficients[0], coefficients[2]))]
    of = Irreducible(coefficients)
    upper = [k for k, ball in enumerate(of.balls) if ball.imag > 0]
    squares = [_Pair(of, k).square() for k in upper]
    return [root_expressions.root(each, 2, (of, k)) for each, k in zip(squares, upper, strict=True)]


class _Pair:
    """A pair of conjugate roots of a polynomial."""

    def __init__(self, of: Irreducible, place: int) -> None:
        self.of, self.place = of, place

    def square(self) -> RootExpression:
        """Return |z|², which is real."""
        lead = abs(self.of.coefficients[-1])
        atoms = frozenset({(self.of, self.place), (self.of, (self.place, "conjugate"))})
        extent = Extent(self.of.largest**2, lead**2, atoms=atoms)
        return RootExpression(self._ball, extent, f"|a root of {self.of.says()}|^2")

    def _ball(self) -> arb:
        balls = _isolated(self.of, max(flint.ctx.prec, START_BITS))
        (found,) = (ball for ball in balls if ball.overlaps(self.of.balls[self.place]))
        return found.real * found.real + found.imag * found.imag


@lru_cache(maxsize=256)
def _isolated(of: Irreducible, bits: int) -> list[acb]:
    return of.isolated(bits)
