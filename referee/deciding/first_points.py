"""First points: rational points of quadrics through which no line is known, searched for.

What equations lack is a quadratic polynomial in a few coordinates, found from values. Of a sphere
the points are sums of squares. Of another quadric two of the coordinates take small fractions, and
the first is solved for. Where several quadrics are asked for at once, those points are kept at
which all vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, product
from math import isqrt

from flint import fmpq

from referee.numerics.sums_of_squares import sums_of_squares
from referee.numerics.work import meter

Numbers = Sequence[fmpq]
Values = Callable[[Numbers], list[fmpq] | None]
COORDINATES = 3
SQUARES = 4  # as many as every number is a sum of
DENOMINATORS = (1, 2, 3, 5)
WIDTH = 4  # coordinates go so far on either side, times a scale
MOST = 3  # points
MOST_OF_SPHERE = 2  # points with so many coordinates beside the centre
CHECK = (fmpq(2), fmpq(-3), fmpq(5))  # where an interpolated polynomial has to fit


@dataclass(frozen=True)
class Quadratic:
    """Σ squares[i]·tᵢ² + Σ mixed[i, j]·tᵢtⱼ + Σ linear[i]·tᵢ + constant."""

    constant: fmpq
    linear: tuple[fmpq, ...]
    squares: tuple[fmpq, ...]
    mixed: tuple[tuple[int, int, fmpq], ...]

    def at(self, t: Numbers) -> fmpq:
        """Return the value at a point."""
        total = self.constant
        for x, a, b in zip(t, self.squares, self.linear, strict=True):
            total += (a * x + b) * x
        for i, j, c in self.mixed:
            total += c * t[i] * t[j]
        return total

    @property
    def is_sphere(self) -> bool:
        """Whether all coordinates have the same square, and none is multiplied by another."""
        return (
            bool(self.squares[0])
            and len({*self.squares}) == 1
            and not any(c for *_, c in self.mixed)
        )

    def on_sphere(self, size: int) -> Iterator[tuple[fmpq, ...]]:
        """Yield points of a sphere; beyond its coordinates, up to a size, others are like them."""
        square = self.squares[0]
        centre = [*(-b / (2 * square) for b in self.linear), *[fmpq(0)] * size]
        radius = sum((x * x for x in centre), -self.constant / square)
        for count in range(2, min(size, SQUARES) + 1):
            for offset in islice(sums_of_squares(radius, count), MOST_OF_SPHERE):
                here = zip(centre, (*offset, *[fmpq(0)] * (len(self.linear) - count)), strict=False)
                yield tuple(c + x for c, x in here)

    def first(self, rest: Numbers) -> Iterator[fmpq]:
        """Yield the rational first coordinates of zeros whose others are given."""
        a, b = self.squares[0], self.linear[0]
        c = self.at((fmpq(0), *rest))
        for i, j, m in self.mixed:
            if i == 0:
                b += m * rest[j - 1]
        if not a:
            yield from [-c / b] if b else ()
            return
        under = b * b - 4 * a * c
        if under >= 0 and under.p.is_square() and under.q.is_square():
            root = fmpq(under.p.isqrt(), under.q.isqrt())
            yield from {(root - b) / (2 * a), (-root - b) / (2 * a)}


def first_points(values: Values, size: int) -> Iterator[tuple[fmpq, ...]]:
    """Yield a few rational points at which values in a few coordinates are all 0."""
    count = min(size, COORDINATES)
    found = _interpolated(values, count) if count > 1 else None
    if not found:
        return
    leading, *others = found
    if not others and leading.is_sphere:
        yield from _of_sphere(leading, size)
        return
    grid = _fractions(_scale(leading))
    left = MOST
    for rest in product(grid, repeat=count - 1):
        meter().spent += 2
        for t in leading.first(rest):
            if left and not any(each.at((t, *rest)) for each in others):
                left -= 1
                yield (t, *rest)
        if not left:
            return


def _of_sphere(f: Quadratic, size: int) -> Iterator[tuple[fmpq, ...]]:
    for point in f.on_sphere(size):
        meter().spent += COORDINATES
        yield point


def _scale(f: Quadratic) -> int:
    """Return how many times WIDTH the zeros lie away from 0, at least once."""
    square = f.squares[0]
    return max(1, isqrt(int(abs(f.constant / square))) // WIDTH) if square else 1


@cache
def _fractions(scale: int) -> Sequence[fmpq]:
    """Return fractions by their denominators and then by magnitude."""
    found = {
        fmpq(sign * p * scale, q): None
        for q in DENOMINATORS
        for p in range(WIDTH * q + 1)
        for sign in (1, -1)
    }
    return tuple(found)


def _interpolated(values: Values, count: int) -> list[Quadratic] | None:
    """Return what is lacked as quadratic polynomials, those that are not 0; None where none fit."""
    zero = values([fmpq(0)] * count)
    ones = [values(_at(count, {i: 1})) for i in range(count)]
    minus = [values(_at(count, {i: -1})) for i in range(count)]
    pairs = {k: values(_at(count, {k[0]: 1, k[1]: 1})) for k in combinations(range(count), 2)}
    check = values(CHECK[:count])
    if zero is None or check is None or None in (*ones, *minus, *pairs.values()):
        return None
    found = []
    for row, constant in enumerate(zero):
        up = [v[row] - constant for v in ones if v is not None]
        down = [v[row] - constant for v in minus if v is not None]
        mixed = tuple(
            (i, j, v[row] - constant - up[i] - up[j])
            for (i, j), v in pairs.items()
            if v is not None
        )
        linear = tuple((a - b) / 2 for a, b in zip(up, down, strict=True))
        squares = tuple((a + b) / 2 for a, b in zip(up, down, strict=True))
        each = Quadratic(constant, linear, squares, mixed)
        if each.at(CHECK[:count]) != check[row]:
            return None
        if constant or any(linear) or any(squares) or any(c for _, _, c in mixed):
            found.append(each)
    return sorted(found, key=lambda f: not f.squares[0])


def _at(count: int, entries: dict[int, int]) -> list[fmpq]:
    return [fmpq(entries.get(i, 0)) for i in range(count)]
