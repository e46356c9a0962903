"""Kronecker products of letters: each letter B stands in one place, as I ⊗ B ⊗ I.

A ⊗ B is (A ⊗ I)(I ⊗ B), so that a product of them is one of letters. What is known of B is known
of I ⊗ B ⊗ I; letters in different places commute; and with the column ι = vec(I), which
vec(A) = (I ⊗ A)ι is made of, a letter slides from one place to the other: (I ⊗ A)ι = (Aᵀ ⊗ I)ι.
Laws from Horn and Johnson, "Topics in Matrix Analysis" (1991), chapter 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from flint import fmpq

from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.letters import Letter, Word, loops, transpose
from referee.numerics.free_algebra.polynomials import Polynomial, identity, of_letter
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.free_algebra.traces import trace

MOST_LETTERS = 40  # in places, of what is looked at
Sizes = tuple[str, ...]
Pair = tuple[str, str]  # the sizes of the first factor and of the rest


@dataclass(frozen=True, slots=True)
class Place:
    """A letter I ⊗ base ⊗ I, with the factors of the sizes of both identities."""

    before: Sizes
    base: Letter
    after: Sizes


class Kronecker:
    """The letters of a presentation in places, and the columns vec(I) by their sizes."""

    def __init__(self, presentation: Presentation) -> None:
        self._presentation = presentation
        self.places: dict[str, Place] = {}
        self.columns: dict[str, Letter] = {}  # vec(I_n), by n
        self._most = 0  # the factors of a size that axioms may have

    def lifted(self, A: Polynomial, before: str, after: str) -> Polynomial:
        """Return I ⊗ A ⊗ I with identities of two sizes."""
        rows, columns = (vertices.product(before, end, after) for end in (A.rows, A.columns))
        terms = {
            tuple(self.letter(each, before, after) for each in word): c
            for word, c in A.terms.items()
        }
        return Polynomial(rows, columns, terms)

    def letter(self, base: Letter, before: str, after: str) -> Letter:
        """Return a letter in a place; one that stands in a place already moves on."""
        plain = base.T if base.transposed else base
        at = self.places.get(plain.name, Place((), plain, ()))
        whole = Place(
            vertices.factors(vertices.product(before, *at.before)),
            at.base,
            vertices.factors(vertices.product(*at.after, after)),
        )
        found = self._made(whole)
        return found.T if base.transposed else found

    def _made(self, at: Place) -> Letter:
        if not at.before and not at.after:
            return at.base
        around = [*at.before, *at.after]
        sizes = [vertices.product(end, *around) for end in (at.base.rows, at.base.columns)]
        sides = [f"I_{'·'.join(each)}" if each else "" for each in (at.before, at.after)]
        name = "⊗".join(filter(None, (sides[0], at.base.name, sides[1])))
        made = self._presentation.letter(name, *sizes, symmetric=at.base.symmetric)
        self.places[name] = at
        (((letter,), _),) = made.terms.items()
        return letter

    def product(self, A: Polynomial, B: Polynomial) -> Polynomial:
        """Return A ⊗ B."""
        return self.lifted(A, "1", B.rows) * self.lifted(B, A.columns, "1")

    def stacked(self, A: Polynomial) -> Polynomial:
        """Return vec(A)."""
        total = Polynomial(vertices.product(A.rows, A.columns), "1", {})
        for word, c in A.terms.items():
            total = total + self._stacked(word, A.rows, A.columns) * c
        return total

    def _stacked(self, word: Word, rows: str, columns: str) -> Polynomial:
        """Return vec of a product; of a column u and a row vᵀ it is v ⊗ u."""
        ends = [place for place, letter in enumerate(word, 1) if letter.columns == "1"]
        if ends:
            u = Polynomial(rows, "1", {word[: ends[0]]: fmpq(1)})
            v = Polynomial("1", columns, {word[ends[0] :]: fmpq(1)})
            return self.product(v.T, u)
        A = Polynomial(rows, columns, {word: fmpq(1)})
        return self.lifted(A, columns, "1") * self.column(columns)

    def column(self, size: str) -> Polynomial:
        """Return vec(I) of an identity of a size; that of the number 1 is 1."""
        if size == "1":
            return identity("1")
        name = f"vec(I_{size})"
        made = self._presentation.letter(name, vertices.product(size, size), "1")
        (((letter,), _),) = made.terms.items()
        self.columns[size] = letter
        return made

    # ------------------------------------------------------------------ what is known

    def axioms(self, stated: Callable[[], list[Axiom]]) -> list[Axiom]:
        """Return what holds of letters in places, given what is stated of all letters."""
        found: dict[Polynomial, Axiom] = {}
        if not self.places:
            return []
        sizes = [size for at in self.places.values() for size in (at.base.rows, at.base.columns)]
        self._most = max(len(vertices.factors(size)) for size in sizes) + max(
            len(at.before) + len(at.after) for at in self.places.values()
        )
        before = -1
        while before != len(self.places) + len(self.columns) <= MOST_LETTERS:
            before = len(self.places) + len(self.columns)
            for axiom in (*self._commuting(), *self._sliding(), *self._in_places(stated())):
                found.setdefault(axiom.polynomial, axiom)
        return [*found.values()]

    def _in_places(self, stated: Iterable[Axiom]) -> Iterator[Axiom]:
        """Yield what is stated of letters, of the same letters in each place where one stands."""
        frames: dict[tuple[Sizes, Sizes], set[str]] = {}
        for at in self.places.values():
            frames.setdefault((at.before, at.after), set()).add(at.base.name)
        for axiom, (frame, bases) in product([*stated], [*frames.items()]):
            names = {a.name for word in axiom.polynomial.terms for a in word}
            if names & bases and not names & self.places.keys():
                sides = [vertices.product("1", *each) for each in frame]
                lifted = self.lifted(axiom.polynomial, *sides)
                yield Axiom(lifted, f"{axiom.label}, in a Kronecker product", axiom.origin)

    def _commuting(self) -> Iterator[Axiom]:
        """Yield for letters in different places that they commute."""
        oriented = [
            (at.before, base, at.after)
            for at in [*self.places.values()]
            for base in dict.fromkeys((at.base, at.base.T))
        ]
        for (a, B, b), (c, C, d) in product(oriented, oriented):
            yield from self._exchanged((a, B, b), (c, C, d), "columns", "rows")
            yield from self._exchanged((a, B, b), (c, C, d), "rows", "columns")

    def _exchanged(
        self, one: tuple[Sizes, Letter, Sizes], other: tuple[Sizes, Letter, Sizes],
        near: str, far: str,
    ) -> Iterator[Axiom]:  # fmt: skip
        """Yield that B before C commutes with it, where B or C stands left of the other."""
        (a, B, b), (c, C, d) = one, other
        between = _less(c, a, vertices.factors(getattr(B, near)))
        if between is None or between != _less(b, vertices.factors(getattr(C, far)), d):
            return
        ends = {each: vertices.product(getattr(B, each)) for each in ("rows", "columns")}
        sizes = {each: vertices.product(getattr(C, each)) for each in ("rows", "columns")}
        e = vertices.product("1", *between)
        first, last = vertices.product("1", *a), vertices.product("1", *d)

        def of_B(side: str) -> Letter:
            return self.letter(B, first, vertices.product(e, sizes[side], last))

        def of_C(side: str) -> Letter:
            return self.letter(C, vertices.product(first, ends[side], e), last)

        if len(a) + len(d) + len(between) + _most(B) + _most(C) > self._most:
            return
        left = of_letter(of_B("rows")) * of_letter(of_C("columns"))
        right = of_letter(of_C("rows")) * of_letter(of_B("columns"))
        yield known.equation(left, right, said=(left, " = ", right))

    def _sliding(self) -> Iterator[Axiom]:
        """Yield (I ⊗ B) vec(I) = (Bᵀ ⊗ I) vec(I) for the letters in places."""
        bases = dict.fromkeys(at.base for at in [*self.places.values()])
        for base in bases:
            for B in dict.fromkeys((base, base.T)):
                known_size = B.columns in self.columns or B.rows in self.columns
                if known_size and 2 * _most(B) <= self._most:
                    A = of_letter(B)
                    left = self.lifted(A, B.columns, "1") * self.column(B.columns)
                    right = self.lifted(A.T, "1", B.rows) * self.column(B.rows)
                    yield known.equation(left, right, said=(left, " = ", right))

    # ------------------------------------------------------------------ numbers

    def determinant(self, letter: Letter) -> tuple[Letter, str] | None:
        """Return whose determinant a letter's is a power of, and which; None for a plain one."""
        at = self.places.get(letter.name)
        if at is None:
            return None
        return at.base, vertices.product("1", *at.before, *at.after)

    def trace(self, word: Word, vertex: str) -> Coefficient | None:
        """Return the trace of a product as that of its places, multiplied; None for another."""
        if not word:
            return vertices.size(vertex) if len(vertices.factors(vertex)) > 1 else None
        at = self.places.get(word[0].name)
        if at is None:
            return None
        ends = word[0].rows, at.base.columns if word[0].transposed else at.base.rows
        if at.before:
            start = vertices.product("1", *at.before), vertices.product(ends[1], *at.after)
        else:
            start = ends[1], vertices.product("1", *at.after)
        for left, right in self._split(word, start, start):
            return self._trace(left, start[0]) * self._trace(right, start[1])
        return None

    def _trace(self, word: Word, vertex: str) -> Coefficient:
        split = self.trace(word, vertex)
        if split is not None:
            return split
        square = Polynomial(vertex, vertex, {word: fmpq(1)})
        return self._presentation.number_of(trace(square))

    def settled(self, number: Polynomial) -> Polynomial:
        """Return a 1×1 matrix with vec(I)ᵀ(A ⊗ B)vec(I) written as the number tr(AᵀB).

        And (uᵀ ⊗ vᵀ)(x ⊗ y) as uᵀx times vᵀy.
        """
        total = identity("1") * 0
        for word, c in number.terms.items():
            found = [self._closed(loop) for loop in loops(word)]
            rest = tuple(letter for _, words in found for letter in words)
            term = Polynomial("1", "1", {rest: c})
            for factor, _ in found:
                term = term * factor
            total = total + term
        return total

    def _closed(self, loop: Word) -> tuple[Coefficient, Word]:
        """Return a 1×1 product as a number times 1×1 products, as far as it is one of places."""
        sizes = {letter: size for size, letter in self.columns.items()}
        for word in (loop, transpose(loop)):
            if word[0].T not in sizes:
                continue
            start, end = sizes[word[0].T], sizes.get(word[-1], "1")
            inside = word[1:-1] if word[-1] in sizes else word[1:]
            for left, right in self._split(inside, (start, start), (end, end)):
                return self._as_loop(transpose(left) + right, end)
        if any(letter.name in self.places for letter in loop):
            for left, right in self._split(loop, ("1", "1"), ("1", "1")):
                return fmpq(1), left + right
        return fmpq(1), loop

    def _as_loop(self, word: Word, vertex: str) -> tuple[Coefficient, Word]:
        """Return a trace as a 1×1 product where it passes a column, else as a number."""
        for place, letter in enumerate(word):
            if letter.rows == "1":
                return fmpq(1), word[place:] + word[:place]
        return self._trace(word, vertex), ()

    def factors(self, A: Polynomial) -> tuple[Polynomial, Polynomial] | None:
        """Return L and R where a matrix is their Kronecker product; None for another."""
        if len(A.terms) != 1 or not any(a.name in self.places for a in next(iter(A.terms))):
            return None
        ((word, c),) = A.terms.items()
        for start in _halves(A.rows):
            for end in _halves(A.columns):
                for left, right in self._split(word, start, end):
                    if left and right:
                        return (
                            Polynomial(start[0], end[0], {left: c}),
                            Polynomial(start[1], end[1], {right: fmpq(1)}),
                        )
        return None

    def _split(self, word: Word, at: Pair, end: Pair) -> Iterator[tuple[Word, Word]]:
        """Yield the factors at the first place and those behind it, from sizes to others."""
        if not word:
            if at == end:
                yield (), ()
            return
        first, last = at
        place = self.places.get(word[0].name)
        plain = word[0].T if word[0].transposed else word[0]
        stands = place or Place((), plain, ())
        base = stands.base.T if word[0].transposed else stands.base
        before = vertices.factors(first)
        if not stands.before and stands.after == vertices.factors(last) and base.rows == first:
            for left, right in self._split(word[1:], (base.columns, last), end):
                yield (base, *left), right
        behind = _less(stands.before, before)
        if behind is not None:
            sides = (vertices.product("1", *each) for each in (behind, stands.after))
            moved = self.letter(base, *sides)
            if moved.rows == last:
                for left, right in self._split(word[1:], (first, moved.columns), end):
                    yield left, (moved, *right)


def _halves(vertex: str) -> Iterator[Pair]:
    """Yield the ways in which a size is the product of two."""
    found = vertices.factors(vertex)
    for count in range(len(found) + 1):
        for chosen in combinations(range(len(found)), count):
            rest = [each for k, each in enumerate(found) if k not in chosen]
            yield vertices.product("1", *(found[k] for k in chosen)), vertices.product("1", *rest)


def _most(letter: Letter) -> int:
    """Return how many factors the larger of the sizes of a letter has."""
    return max(len(vertices.factors(size)) for size in (letter.rows, letter.columns))


def _less(sizes: Sizes, *taken: Sizes) -> Sizes | None:
    """Return the factors of a size that others leave, None where they are not among them."""
    rest = Counter(sizes)
    for each in taken:
        rest.subtract(each)
    if any(count < 0 for count in rest.values()):
        return None
    return tuple(sorted(rest.elements()))
