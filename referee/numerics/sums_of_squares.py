"""Sums of squares: rational points of spheres around 0, which have many or none.

Every rational number that is not negative is a sum of four squares (Lagrange), of three unless
it is 4^a·(8b + 7) times a square (Legendre), of two only if its primes allow it (Fermat).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import isqrt

from flint import fmpq, fmpz

MULTIPLES = (1, 2, 3)  # of the denominator
MOST_TRIED = 200  # whole numbers in the place of one square
SMALL = 10_000  # up to which two squares are found by going through them
LOOKED_AT = 24  # sums of one number, of which those without a 0 come first


def sums_of_squares(number: fmpq, count: int) -> Iterator[tuple[fmpq, ...]]:
    """Yield some rational vectors of ``count`` entries whose squares sum to a number.

    Those without a 0 come first. Raises ValueError for fewer than one entry.
    """
    if count < 1:
        raise ValueError(f"a sum of {count} squares: it has one at least")
    if number < 0:
        return
    seen: set[tuple[fmpq, ...]] = set()
    for times in MULTIPLES:
        below = int(number.q) * times
        whole = int(number.p) * int(number.q) * times**2
        found = islice(_whole(whole, count), LOOKED_AT)
        points = [tuple(fmpq(x, below) for x in each) for each in found]
        for point in sorted(points, key=lambda xs: 0 in xs):
            if point not in seen:
                seen.add(point)
                yield point


def _whole(number: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield vectors of whole numbers, in decreasing order, whose squares sum to a number."""
    if count == 1:
        root = isqrt(number)
        yield from [(root,)] if root * root == number else []
    elif count == 2:
        yield from _two(number)
    elif count > 3 or not _is_no_sum_of_three(number):
        for first in range(isqrt(number), max(-1, isqrt(number) - MOST_TRIED), -1):
            for rest in islice(_whole(number - first * first, count - 1), LOOKED_AT):
                yield tuple(sorted((first, *rest), reverse=True))


def _is_no_sum_of_three(number: int) -> bool:
    while number and number % 4 == 0:
        number //= 4
    return number % 8 == 7


def _two(number: int) -> Iterator[tuple[int, int]]:
    if number <= SMALL:
        for first in range(isqrt(number), -1, -1):
            rest = number - first * first
            if rest > first * first:
                return
            if isqrt(rest) ** 2 == rest:
                yield first, isqrt(rest)
    elif number % 4 == 1 and fmpz(number).is_probable_prime():
        yield _of_prime(number)


def _of_prime(p: int) -> tuple[int, int]:
    """Return the two numbers whose squares sum to a prime 4k + 1 (Hermite, Serret)."""
    root = next(r for a in range(2, p) if (r := pow(a, (p - 1) // 4, p)) ** 2 % p == p - 1)
    larger, smaller = p, root
    while smaller * smaller > p:
        larger, smaller = smaller, larger % smaller
    return smaller, isqrt(p - smaller * smaller)
