"""The tables of facts, in rational matrices: what is proved holds there, what is false fails.

No code of the prover decides anything here: matrices of several kinds are drawn, pseudo-inverses
are worked out from factors of full rank, and an instance counts where every axiom holds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flint import fmpq, fmpq_mat

from benchmarks.matrix_facts import FALSE, TRUE, Fact, Matrices
from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction
from referee.numerics.free_algebra.letters import Letter
from referee.numerics.free_algebra.polynomials import Polynomial

SIZES = {"n": 3, "m": 2, "p": 2, "r": 1, "1": 1}
DRAWS = 400
A_LETTER = Letter("A", "n", "m")
# Letters that stand for what solves equations are not drawn by chance.
NOT_DRAWN = {
    "A⁺ is unique",
    "(Aᵀ)⁺ = (A⁺)ᵀ",
    "(tA)⁺ = A⁺/t, t ≠ 0",
    "((XXᵀ)⁺)ᵀ = (XXᵀ)⁺",
    "A⁻¹ is unique",
    "(Aᵀ)⁻¹ = (A⁻¹)ᵀ",
    "BA = I and AC = I ⇒ B = C",  # only where n = m
    "C = AB ⇒ AA⁺C = C",
    "A⁻¹ is skew, A skew",  # only where n is even
    "AA⁺ = I, A of full row rank",  # only where n ≤ m
    # True of matrices, but of no inverse in an algebra: finite dimension is not used.
    "AB = I ⇒ BA = I",
}


def pseudo_inverse(A: Any) -> Any:
    """Return A⁺ from the echelon form: A = BC with C the nonzero rows of it, B pivot columns."""
    echelon, rank = A.rref()
    if rank == 0:
        return fmpq_mat(A.ncols(), A.nrows())
    rows = [[echelon[i, j] for j in range(A.ncols())] for i in range(rank)]
    pivots = [next(j for j, x in enumerate(row) if x != 0) for row in rows]
    B = fmpq_mat([[A[i, j] for j in pivots] for i in range(A.nrows())])
    C = fmpq_mat(rows)
    outer = (C * C.transpose()).inv() * (B.transpose() * B).inv()
    return C.transpose() * outer * B.transpose()


def random_matrix(rng: random.Random, rows: int, columns: int) -> Any:
    return fmpq_mat([[fmpq(rng.randint(-2, 2)) for _ in range(columns)] for _ in range(rows)])


def drawn(rng: random.Random, rows: int, columns: int) -> Any:
    """Return a matrix of a kind drawn at random: any, of rank one, or a special one."""
    kind = rng.randrange(8)
    A = random_matrix(rng, rows, columns)
    if kind == 0:
        return random_matrix(rng, rows, 1) * random_matrix(rng, 1, columns)
    if kind == 1:  # part of a signed permutation: orthonormal, a partial isometry
        places = rng.sample(range(max(rows, columns)), max(rows, columns))
        signs = [rng.choice([1, -1]) for _ in places]
        entries = [[signs[i] * int(places[i] == j) for j in range(columns)] for i in range(rows)]
        return fmpq_mat([[fmpq(x) for x in row] for row in entries])
    if rows != columns or kind > 6:
        return A
    return special(rng, kind, A, random_matrix(rng, rows, 1))


def identity(size: int) -> Any:
    return fmpq_mat([[fmpq(int(i == j)) for j in range(size)] for i in range(size)])


def generalised_inverse(rng: random.Random, A: Any) -> Any:
    """Return a matrix that satisfies some of the equations of the pseudo-inverse of A."""
    P = pseudo_inverse(A)
    W = random_matrix(rng, A.ncols(), A.nrows())
    G = rng.choice([P + W - P * A * W * A * P, P + (identity(A.ncols()) - P * A) * W])
    return rng.choice([G, G * A * G, 0 * G])


def special(rng: random.Random, kind: int, A: Any, column: Any) -> Any:
    """Return a square matrix that is symmetric, skew, idempotent, an involution or nilpotent."""
    size = A.nrows()
    if kind == 2:
        return A + A.transpose()
    if kind == 3:
        return A - A.transpose()
    oblique = column * random_matrix(rng, 1, size)
    weight = sum((oblique[i, i] for i in range(size)), fmpq(0))
    if kind == 4:
        projection = column * pseudo_inverse(column)
        return rng.choice([projection, identity(size) - projection])
    if kind == 5 and weight != 0:
        return rng.choice([oblique / weight, identity(size) - 2 * oblique / weight])
    entries = [[fmpq(rng.randint(-2, 2) * int(j > i)) for j in range(size)] for i in range(size)]
    diagonal = [[fmpq(rng.randint(-2, 2) * int(j == i)) for j in range(size)] for i in range(size)]
    return fmpq_mat(rng.choice([entries, diagonal]))


class Instance:
    """Matrices for the letters of a presentation."""

    def __init__(self, m: Matrices, rng: random.Random) -> None:
        self.made = {
            letter: (mark, A, c)
            for (mark, A), P in m._made.items()
            for (letter,), c in P.terms.items()
        }
        self.numbers = {str(number): word for word, number in m._numbers.items()}
        self.rng = rng
        self.values: dict[Letter, Any] = {}
        self.time = fmpq(rng.choice([-2, 1, 3]), 2)

    def of_letter(self, letter: Letter) -> Any:
        if letter.T in self.values:
            return self.values[letter.T].transpose()
        if letter not in self.values:
            self.values[letter] = self._new(letter)
        return self.values[letter]

    def _new(self, letter: Letter) -> Any:
        if letter in self.made:
            mark, A, scale = self.made[letter]
            value = self.of(A)
            return (pseudo_inverse(value) if mark == "⁺" else value.inv()) / scale
        if letter.name == "G":
            return generalised_inverse(self.rng, self.of_letter(A_LETTER))
        return drawn(self.rng, SIZES[letter.rows], SIZES[letter.columns])

    def of(self, polynomial: Polynomial) -> Any:
        total = fmpq_mat(SIZES[polynomial.rows], SIZES[polynomial.columns])
        for word, c in polynomial.terms.items():
            term = identity(SIZES[polynomial.rows])
            for letter in word:
                term = term * self.of_letter(letter)
            total = total + self.number(c) * term
        return total

    def number(self, c: Coefficient) -> fmpq:
        if not isinstance(c, RationalFunction):
            return c
        values = {name: fmpq(SIZES[name]) for name in c.names if name in SIZES}
        values |= {"t": self.time}
        for name in {*c.names} & {*self.numbers}:
            values[name] = self.of(Polynomial("1", "1", {self.numbers[name]: fmpq(1)}))[0, 0]
        return c(values)


def differences(fact: Fact, name: str) -> Iterator[bool]:
    """Yield for each instance on which every axiom holds whether the two sides differ."""
    rng = random.Random(name)
    for _ in range(DRAWS):
        m = Matrices()
        left, right = fact(m)
        instance = Instance(m, rng)
        try:
            if all(is_zero(instance.of(axiom.polynomial)) for axiom in m.axioms):
                yield not is_zero(instance.of(left - right))
        except ZeroDivisionError:  # no inverse here
            continue


def is_zero(A: Any) -> bool:
    return all(A[i, j] == 0 for i in range(A.nrows()) for j in range(A.ncols()))


def first(found: Iterator[bool], wanted: Callable[[list[bool]], bool]) -> list[bool]:
    """Return as many as are needed."""
    seen: list[bool] = []
    for each in found:
        seen.append(each)
        if wanted(seen):
            break
    return seen


@pytest.mark.parametrize("name", [name for name in TRUE if name not in NOT_DRAWN])
def test_what_is_proved_holds_in_numbers(name: str) -> None:
    seen = first(differences(TRUE[name], name), lambda seen: len(seen) == 10)
    assert seen
    assert not any(seen)


@pytest.mark.parametrize("name", [name for name in FALSE if name not in NOT_DRAWN])
def test_what_is_false_fails_in_numbers(name: str) -> None:
    assert any(first(differences(FALSE[name], name), any))
