"""Letters that are functions of matrices: entrywise products, adjugates, exponentials, blocks.

Each stands with the equations that hold of it for all matrices; ``values`` say what it is of the
matrices that it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from flint import fmpq

from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.coefficients import (
    Coefficient,
    RationalFunction,
    indeterminate,
)
from referee.numerics.free_algebra.letters import Letter, Word, spelled, transpose
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.free_algebra.rewriting import rewritten
from referee.numerics.traced.epsilons import MARK, epsilon_in
from referee.numerics.traced.sizes import NotTranslated

MOST_TIMES = 12  # that an exponential is multiplied with itself


class Functions:
    """The letters that are functions of others, by their names, with what they are made of."""

    def __init__(self, presentation: Presentation) -> None:
        self._presentation = presentation
        self.entrywise: dict[str, tuple[Polynomial, Polynomial]] = {}
        self.adjugates: dict[str, Polynomial] = {}
        self.exponentials: dict[str, Polynomial] = {}
        self.roots: dict[str, Polynomial] = {}
        self.numbers: dict[str, Coefficient] = {}  # e^c, by its name
        self._inverted: set[str] = set()
        self.blocks: dict[str, tuple[tuple[str, ...], int]] = {}

    def __bool__(self) -> bool:
        """Whether any was made."""
        made = (self.entrywise, self.adjugates, self.exponentials, self.roots, self.numbers)
        return any(made) or bool(self.blocks)

    def product(self, A: Polynomial, B: Polynomial) -> Polynomial:
        """Return A ∘ B, entry by entry, which is linear in both and commutes."""
        total = zero(A.rows, A.columns)
        for u, a in A.terms.items():
            for v, b in B.terms.items():
                total = total + self._of_words(u, v, A.rows, A.columns) * (a * b)
        return total

    def _of_words(self, u: Word, v: Word, rows: str, columns: str) -> Polynomial:
        for one, other in ((u, v), (v, u)):
            if _is_all_ones(one, rows, columns) or (one == () == other):
                return Polynomial(rows, columns, {other: fmpq(1)})
        pair = sorted((self._plain(u, rows), self._plain(v, rows)), key=_written)
        turned = sorted((self._plain(transpose(each), columns) for each in (u, v)), key=_written)
        if [*map(_written, turned)] < [*map(_written, pair)]:
            return self._of_words(turned[0], turned[1], columns, rows).T
        name = " ∘ ".join(spelled(word) if len(word) < 2 else f"({spelled(word)})" for word in pair)
        parts = [Polynomial(rows, columns, {word: fmpq(1)}) for word in pair]
        self.entrywise[name] = (parts[0], parts[1])
        symmetric = rows == columns and turned == pair
        return self._presentation.letter(name, rows, columns, symmetric=symmetric)

    def _plain(self, word: Word, rows: str) -> Word:
        """Return a product as what is stated makes it, where that is one product again."""
        columns = word[-1].columns if word else rows
        axioms = self._presentation.axioms
        found = rewritten(Polynomial(rows, columns, {word: fmpq(1)}), axioms)
        plain = next(iter(found.terms)) if [*found.terms.values()] == [fmpq(1)] else word
        symmetric = {each for axiom in axioms for each in _said_symmetric(axiom.polynomial)}
        return tuple(a.T if a.transposed and a.T in symmetric else a for a in plain)

    def adjugate(self, A: Polynomial, determinant: Coefficient) -> Polynomial:
        """Return adj(A) with A·adj(A) = adj(A)·A = det(A)·I, of an A that may be singular."""
        name = f"adj({A})"
        found = self._presentation.letter(name, A.rows, A.columns)
        if name not in self.adjugates:
            self.adjugates[name] = A
            whole = identity(A.rows) * determinant
            self._presentation.require(
                known.equation(product, whole, said=(pair, " = ", whole))
                for product, pair in ((A * found, (A, found)), (found * A, (found, A)))
            )
        return found

    def exponential(self, A: Polynomial) -> Polynomial:
        """Return e^A, which e^(−A) inverts and which commutes with A; that of Aᵀ is (e^A)ᵀ."""
        if epsilon_in(A):
            raise NotTranslated("the derivative of the exponential of a matrix")
        if not A:
            return identity(A.rows)
        if str(A.T) < str(A):
            return self.exponential(A.T).T
        letters = [self._exponential(each) for each in (A, -A)]
        if str(A) not in self._inverted:
            self._inverted |= {str(A), str(-A)}
            E, F = letters
            self._presentation.require(known.inverse(E, F))
            for each in letters:
                self._presentation.require(known.commuting(A, each))
                if A.symmetric:
                    self._presentation.require(known.symmetric(each))
        return letters[0]

    def consequences(self, stated: Sequence[Axiom]) -> list[Axiom]:
        """Return e^(A+B) = e^A·e^B where A and B commute, and that e^A is symmetric where A is."""
        named = {A: name for name, A in self.exponentials.items()}
        said = {axiom.polynomial for axiom in stated}
        found = []
        for A in named:
            if A != A.T and {A - A.T, A.T - A} & said:
                found += known.symmetric(self.exponential(A))
        for A, B in product([*named], [*named]):
            if (A.rows, A.columns) != (B.rows, B.columns):
                continue
            whole = A + B
            known_sum = whole in named or whole.T in named
            commutator = A * B - B * A
            if known_sum and (
                {commutator, -commutator} & said or not rewritten(commutator, list(stated))
            ):
                E, F = (self.exponential(each) for each in (A, B))
                found.append(known.equation(self.exponential(whole), E * F))
        return found

    def _exponential(self, A: Polynomial) -> Polynomial:
        name = f"exp({A})"
        self.exponentials[name] = A
        return self._presentation.letter(name, A.rows, A.columns)

    def exponential_of_number(self, c: Coefficient, nonzero: set[str]) -> Coefficient:
        """Return e^c: a sum of whole multiples of products as a product of powers."""
        if any(name.startswith(MARK) for name in _names(c)):
            raise NotTranslated("the derivative of an exponential")
        total: Coefficient = fmpq(1)
        for term, times in _whole_multiples(c):
            name = f"exp({term})"
            self.numbers[name] = term
            number = indeterminate(name)
            nonzero.add(str(number))
            for _ in range(abs(times)):
                total = total * number if times > 0 else total / number
        return total

    def root(self, A: Polynomial) -> Polynomial:
        """Return the root of a positive semidefinite matrix: symmetric, and S² = A."""
        if [*A.terms] == [()] and A.terms[()] == 1:
            return A
        name = f"√({A})"
        found = self._presentation.letter(name, A.rows, A.columns, symmetric=True)
        if name not in self.roots:
            self.roots[name] = A
            self._presentation.require([known.equation(found * found, A)])
        return found

    def joined(self, parts: Sequence[Polynomial]) -> Polynomial:
        """Return matrices of as many columns one above another: ΣEₖAₖ."""
        sizes = tuple(each.rows for each in parts)
        frames = self.frames(sizes)
        return sum(
            (frame * part for frame, part in zip(frames[1:], parts[1:], strict=True)),
            frames[0] * parts[0],
        )

    def frames(self, sizes: tuple[str, ...]) -> list[Polynomial]:
        """Return the columns of an identity that belong to each block: EᵢᵀEⱼ = δ, ΣEᵢEᵢᵀ = I."""
        whole = vertices.total(*sizes)
        found = []
        for place, size in enumerate(sizes):
            name = f"E_{place + 1} of {'+'.join(sizes)}"
            found.append(self._presentation.letter(name, whole, size))
            new = name not in self.blocks
            self.blocks[name] = (sizes, place)
        if new:
            self._state(found, whole)
        return found

    def blocks_of(self, A: Polynomial) -> list[list[Polynomial]] | None:
        """Return the blocks Bᵢⱼ of a matrix ΣEᵢBᵢⱼEⱼᵀ with square ones on its diagonal.

        None for a matrix that is not written so.
        """
        first = next(iter(A.terms), ())
        if not first or first[0].name not in self.blocks:
            return None
        sizes, _ = self.blocks[first[0].name]
        frames = [next(iter(E.terms))[0] for E in self.frames(sizes)]
        found = [[zero(p, q) for q in sizes] for p in sizes]
        for word, c in A.terms.items():
            if len(word) < 2 or word[0] not in frames or word[-1].T not in frames:
                return None
            i, j = frames.index(word[0]), frames.index(word[-1].T)
            found[i][j] = found[i][j] + Polynomial(sizes[i], sizes[j], {word[1:-1]: c})
        return found

    def _state(self, frames: list[Polynomial], whole: str) -> None:
        complete = zero(whole, whole)
        for i, E in enumerate(frames):
            complete = complete + E * E.T
            self._presentation.require(known.orthonormal_columns(E))
            self._presentation.require(known.vanishing(E.T * F) for F in frames[i + 1 :])
        self._presentation.require([known.equation(complete, identity(whole))])


def _said_symmetric(zero_: Polynomial) -> Iterator[Letter]:
    """Yield the letter of which an equation says that it is its own transpose."""
    words = [*zero_.terms]
    pair = len(words) == 2 and words[0] == transpose(words[1]) and len(words[0]) == 1
    if pair and not sum(zero_.terms.values(), fmpq(0)):
        yield words[0][0].T if words[0][0].transposed else words[0][0]


def _is_all_ones(word: Word, rows: str, columns: str) -> bool:
    names = [letter.name for letter in word]
    ends = [f"1_{size}" for size in (rows, columns) if size != "1"]
    return bool(word) and names == ends and len(word) == len(ends)


def _names(c: Coefficient) -> tuple[str, ...]:
    return c.names if isinstance(c, RationalFunction) else ()


def _whole_multiples(c: Coefficient) -> Iterator[tuple[Coefficient, int]]:
    """Yield what a number is a sum of, each with a whole number of times; else itself, once."""
    if not c:
        return
    if not isinstance(c, RationalFunction):
        whole = c.q == 1 and abs(c) <= MOST_TIMES
        yield (fmpq(1), int(c.p)) if whole else (c, 1)
        return
    terms = [*c.numerator.terms()]
    plain = str(c.denominator) == "1" and all(
        fmpq(k).q == 1 and abs(fmpq(k)) <= MOST_TIMES for _, k in terms
    )
    if not plain:
        yield c, 1
        return
    for powers, k in terms:
        term: Coefficient = fmpq(1)
        for name, power in zip(c.names, powers, strict=True):
            for _ in range(int(power)):
                term = term * indeterminate(name)
        yield term, int(fmpq(k).p)


def _written(word: Word) -> str:
    return spelled(word)
