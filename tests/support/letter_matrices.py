"""Random rational matrices in the place of letters, so that polynomials have values."""

from __future__ import annotations

import random
from itertools import product as pairs
from typing import Any

from flint import fmpq, fmpq_mat

from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction
from referee.numerics.free_algebra.letters import Letter, Word, meets
from referee.numerics.free_algebra.polynomials import Polynomial

SIZES = {"n": 3, "m": 2, "1": 1}
NUMBERS = {"t": fmpq(5, 3), **{name: fmpq(size) for name, size in SIZES.items()}}
A, K, S = Letter("A", "n", "m"), Letter("K", "n", "n"), Letter("S", "n", "n", symmetric=True)
u = Letter("u", "n", "1")
LETTERS = [each for letter in (A, K, S, u) for each in {letter, letter.T}]


def words(rows: str, columns: str, longest: int = 3) -> list[Word]:
    """Return the words of a shape up to a length."""
    every = [w for size in range(longest + 1) for w in pairs(sorted(LETTERS), repeat=size)]
    return [word for word in every if meets(word, rows, columns)]


def matrix(letter: Letter) -> Any:
    """Return the same rational matrix for the same letter, transposed where the letter is."""
    rows, columns = letter.rows, letter.columns
    if letter.transposed:
        return matrix(letter.T).transpose()
    rng = random.Random(letter.name)
    numbers = [
        [fmpq(rng.randint(-4, 4), rng.randint(1, 3)) for _ in range(SIZES[columns])]
        for _ in range(SIZES[rows])
    ]
    plain = fmpq_mat(numbers)
    return plain + plain.transpose() if letter.symmetric else plain


def unit(vertex: str) -> Any:
    size = SIZES[vertex]
    return fmpq_mat([[fmpq(int(i == j)) for j in range(size)] for i in range(size)])


def number(c: Coefficient) -> fmpq:
    """Return the value of a coefficient where sizes are sizes and t is a number."""
    if not isinstance(c, RationalFunction):
        return c
    return c(NUMBERS)


def value(polynomial: Polynomial) -> Any:
    """Return the matrix that a polynomial is."""
    total = fmpq_mat(SIZES[polynomial.rows], SIZES[polynomial.columns])
    for word, c in polynomial.terms.items():
        term = unit(polynomial.rows)
        for letter in word:
            term = term * matrix(letter)
        total = total + number(c) * term
    return total
